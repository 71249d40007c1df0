"""Socket Mode: Slack reaches Pouce by a connection that Pouce opened, so that no public address is needed.

The SDK's own client keeps it open and follows `disconnect` frames (PLATFORMS §1.3). What comes is handed to
the same doors as by HTTP; what could not be recorded is not acknowledged, and Slack brings it again.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from socket import SHUT_RDWR
from threading import Event, Thread
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.platforms.base import Refused
from bot.platforms.slack.errors import only_four_failures
from bot.platforms.slack.listen import Doors

PING = 2.0
"""Seconds between two pings: a cut is noticed within three of them, a half-open connection within four."""
_A_MOMENT = 0.1  # seconds
_OK = 200

log = structlog.get_logger()


class Client(SocketModeClient):
    """Lets go of a connection once a ping fails; the SDK reads on without a pause until five have failed."""

    def _monitor_current_session(self) -> None:
        session = self.current_session
        if session and session.consecutive_check_state_error_count:
            session.disconnect()
        super()._monitor_current_session()  # type: ignore[no-untyped-call] # as the SDK has it


@dataclass
class Line:
    """An open connection."""

    client: Client
    frame_at: datetime | None = None

    def last_frame(self) -> datetime | None:
        """Return when something last came from Slack, were it an answer to a ping."""
        session = self.client.current_session
        pong = session.last_ping_pong_time if session else None
        seen = [self.frame_at, datetime.fromtimestamp(pong, UTC) if pong else None]
        return max((each for each in seen if each), default=None)

    def close(self) -> None:
        """Let go of the connection, and of one that is taking its place at this instant."""
        client = self.client
        client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
        client.closed, closed = True, Event()
        Thread(target=self._keep_waking, args=(closed,), name="closing", daemon=True).start()
        client.close()
        client.disconnect()
        closed.set()

    def hurry(self) -> None:
        """Read for a moment at a time: the SDK opens the next connection, then waits for this one."""
        session = self.client.current_session
        wire = session.sock if session else None
        if wire:
            wire.settimeout(_A_MOMENT)

    def _keep_waking(self, closed: Event) -> None:
        """End what waits, again and again: a connection that opens at this instant would be read for ever."""
        while True:
            self._wake()
            if closed.wait(_A_MOMENT):
                return

    def _wake(self) -> None:
        """End what waits: the SDK looks whether it is closed after a second, or three of reading."""
        self.client.message_queue.put(None)
        session = self.client.current_session
        wire = session.sock if session else None
        if wire:
            with suppress(OSError):
                wire.shutdown(SHUT_RDWR)


def connect(
    doors: Doors, app_token: str, base_url: str, now: Callable[[], datetime], ping: float = PING
) -> Line:
    """Open a connection; raises the four failures when it cannot be opened."""
    client = Client(app_token=app_token, web_client=_web(base_url), ping_interval=ping)
    line = Line(client)

    def note(frame: str) -> None:
        line.frame_at = now()
        if _is_disconnect(frame):
            line.hurry()

    def answer(_: BaseSocketModeClient, request: SocketModeRequest) -> None:
        given = doors.heard(_with_retry(request))
        if given.status == _OK:
            payload: dict[str, Any] | None = json.loads(given.body) if given.body else None
            try:
                client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
            except SlackClientNotConnectedError:  # what was recorded is known when Slack brings it again
                log.info("not acknowledged, the connection was cut", action="hear")

    client.on_message_listeners.append(note)
    client.socket_mode_request_listeners.append(answer)
    try:
        with _only_four_failures():
            client.connect()
    except BaseException:
        line.close()
        raise
    return line


def check(app_token: str, base_url: str) -> None:
    """Ask Slack for an address to connect to, which nobody has to use; raises the four failures."""
    with _only_four_failures():
        _web(base_url).apps_connections_open(app_token=app_token)


def _web(base_url: str) -> WebClient:
    return WebClient(base_url=base_url, retry_handlers=[], timeout=10)


@contextmanager
def _only_four_failures() -> Iterator[None]:
    """Speak of the app's token where others speak of the bot's."""
    try:
        with only_four_failures():
            yield
    except Refused as refusal:
        fault = (
            "slack.app_token: Slack does not take it; copy the app-level token (xapp-…), with the scope "
            "connections:write, from the page « Basic Information » of the app"
        )
        raise Refused(fault) from refusal


def _is_disconnect(frame: str) -> bool:
    with suppress(ValueError):
        return '"disconnect"' in frame and json.loads(frame)["type"] == "disconnect"
    return False


def _with_retry(request: SocketModeRequest) -> object:
    if request.retry_attempt:
        log.info("brought again", action="hear", attempt=request.retry_attempt, why=request.retry_reason)
    return request.payload
