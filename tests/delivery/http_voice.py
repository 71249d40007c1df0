"""Speaking to the chat server: real HTTP, one connection for each thread, the four ways to fail."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from threading import local
from typing import Any, NoReturn

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address
from bot.platforms.base import Busy, Lost, Pace, Receipt, Refused, Unreachable

Json = dict[str, Any]


class Line(local):
    """The connection of one thread."""

    connection: HTTPConnection | None = None


@dataclass
class HttpVoice:
    """Implements `Platform`, for one or several workspaces of the chat server."""

    port: int
    pace: Pace = field(default_factory=Pace)
    line: Line = field(default_factory=Line)
    opened: list[HTTPConnection] = field(default_factory=list)
    label: Callable[[str], None] = field(default=lambda _: None)
    """Called just before a message is written on the socket (`write`)."""

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        self.label("write")
        answer = self._ask("/send", to, key, text=message.text)
        return Receipt(to.external_id, answer["id"])

    def update(self, receipt: Receipt, message: Message) -> NoReturn:
        fault = f"{receipt} cannot be changed here"
        raise Unreachable(fault)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        answer = self._ask("/find", to, key)
        return Receipt(to.external_id, answer["id"]) if answer["id"] else None

    def open_form(self, trigger: str, form: Form) -> NoReturn:
        fault = f"no form is shown to {trigger}"
        raise Refused(fault)

    def profile(self, who: Address) -> Profile:
        return Profile(who.external_id)

    def close(self) -> None:
        """Let go of every connection; the threads that had them are gone."""
        for each in self.opened:
            each.close()

    def _ask(self, path: str, to: Address, key: str, **more: str) -> Json:
        content = {"workspace": to.workspace, "to": to.external_id, "key": key, **more}
        try:
            status, body = self._exchanged(path, json.dumps(content).encode())
        except (OSError, HTTPException, ValueError) as cut:
            self._hang_up()
            raise Lost(repr(cut)) from cut
        if status == 200:
            return body
        raise _failure(status, body)

    def _exchanged(self, path: str, content: bytes) -> tuple[int, Json]:
        if self.line.connection is None:
            seconds = self.pace.timeout.total_seconds()
            self.line.connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
            self.opened.append(self.line.connection)
        self.line.connection.request("POST", path, content)
        response = self.line.connection.getresponse()
        return response.status, json.loads(response.read())

    def _hang_up(self) -> None:
        if self.line.connection is not None:
            self.line.connection.close()
            self.line.connection = None


def _failure(status: int, body: Json) -> Exception:
    if status == 429:
        return Busy(body["retry_after"])
    if status == 403:
        return Refused(body["why"])
    if status == 404:
        return Unreachable(body["why"])
    return Lost(f"status {status}")
