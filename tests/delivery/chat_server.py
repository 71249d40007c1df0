"""A chat on this machine that stores, stalls, refuses and forgets to answer, and that notes everything.

It is a process of its own: what it stored and when is what the tests judge by. Its port and its seed are
printed on the first line. `python -m tests.delivery.chat_server SEED`
"""

import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]
_REASONS = {200: "OK", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests", 502: "Bad Gateway"}


@dataclass
class Rules:
    """How the chat behaves; shares are between 0 and 1."""

    delay: float = 0.0
    """Seconds that each request takes; what it brings is stored somewhere in the middle."""
    busy: float = 0.0
    """Share answered 429."""
    retry_after: float = 1.0
    lost: float = 0.0
    """Share stored, whose answer never comes."""
    stall: float = 0.0
    """Seconds before the connection of a lost answer is closed; half of them are closed at once."""
    late: float = 0.0
    """Seconds that a message takes to be stored, with no answer, when its answer is lost."""
    broken: float = 0.0
    """Share answered 502 before anything is stored."""
    hard_to_search: bool = False
    """Whether looking for a message meets busy and broken answers like sending one."""
    always_busy: list[int] = field(default_factory=list)
    """Workspaces where everything is answered 429."""
    refused: list[int] = field(default_factory=list)
    """Workspaces where everything is answered 403."""
    gone: list[str] = field(default_factory=list)
    """Addresses that do not exist."""


@dataclass
class Noted:
    """One request, and what became of it. Instants are monotonic, hence the same for every process."""

    at: float
    kind: str
    workspace: int
    to: str
    key: str
    outcome: str = ""
    stored_at: float = 0.0
    answered_at: float = 0.0
    retry_after: float = 0.0


class Chat:
    """What was stored, by whom it was asked, and the rules of the day."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rules = Rules()
        self.requests: list[Noted] = []
        self.stored: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)

    async def answer(self, path: str, body: Json) -> tuple[int, Json] | None:
        """Return a status and what goes with it; None to close without a word."""
        if path == "/rules":
            self.rules = Rules(**{**asdict(self.rules), **body})
            return 200, {}
        if path == "/log":
            fresh = self.requests[body.get("after", 0) :]
            return 200, {"requests": [asdict(each) for each in fresh]}
        return await self._asked(path.strip("/"), body)

    async def _asked(self, kind: str, body: Json) -> tuple[int, Json] | None:
        noted = Noted(time.monotonic(), kind, body["workspace"], body["to"], body["key"])
        self.requests.append(noted)
        refusal = self._refusal(noted)
        first_part = self.random.random() * self.rules.delay
        await _sleep(first_part)
        if refusal is None and kind == "find":
            refusal = 200, self._find(noted)
        answer = refusal or await self._send(noted)
        await _sleep(self.rules.delay - first_part)
        noted.answered_at = time.monotonic()
        return answer

    def _refusal(self, noted: Noted) -> tuple[int, Json] | None:
        rules = self.rules
        spared = noted.kind == "find" and not rules.hard_to_search
        first, second = (1.0, 1.0) if spared else (self.random.random(), self.random.random())
        if noted.workspace in rules.always_busy or first < rules.busy:
            noted.outcome, noted.retry_after = "busy", rules.retry_after
            return 429, {"retry_after": rules.retry_after}
        if noted.workspace in rules.refused:
            noted.outcome = "refused"
            return 403, {"why": "the token lacks a scope"}
        if noted.to in rules.gone:
            noted.outcome = "gone"
            return 404, {"why": "no such account"}
        if second < rules.broken:
            noted.outcome = "broken"
            return 502, {}
        return None

    def _find(self, noted: Noted) -> Json:
        there = self.stored[noted.workspace, noted.to]
        found = next((message for message, key in there if key == noted.key), None)
        noted.outcome = "found" if found else "missing"
        return {"id": found}

    async def _send(self, noted: Noted) -> tuple[int, Json] | None:
        lost = self.random.random() < self.rules.lost
        if lost:
            await _sleep(self.rules.late)
        message = self._store(noted)
        noted.outcome = "lost" if lost else "stored"
        if not lost:
            return 200, {"id": message}
        if self.random.random() < 0.5:
            await _sleep(self.rules.stall)
        return None

    def _store(self, noted: Noted) -> str:
        noted.stored_at = time.monotonic()
        there = self.stored[noted.workspace, noted.to]
        message = f"{noted.workspace}.{noted.to}.{len(there)}"
        there.append((message, noted.key))
        return message

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection, request after request."""
        try:
            while request := await _read(reader):
                answer = await self.answer(*request)
                if answer is None:
                    break
                writer.write(_written(*answer))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked was killed
        finally:
            writer.close()


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)


async def _read(reader: asyncio.StreamReader) -> tuple[str, Json] | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *headers = head.decode("ascii").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in headers if line)
    body = await reader.readexactly(int(fields.get("content-length", 0)))
    return first.split(" ")[1], json.loads(body) if body else {}


def _written(status: int, body: Json) -> bytes:
    content = json.dumps(body).encode()
    wait = f"Retry-After: {body['retry_after']}\r\n" if status == 429 else ""
    head = f"HTTP/1.1 {status} {_REASONS[status]}\r\n{wait}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


async def main(seed: int) -> None:
    """Serve until killed."""
    chat = Chat(seed)
    server = await asyncio.start_server(chat.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], seed, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
