"""Socket Mode's far end: hello, envelopes that wait to be acknowledged, disconnect frames, connections cut.

What is an event and was not acknowledged is delivered again on the next connection; acts of people are not.
"""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.fake.state import Json, Slack

EVENTS = "events_api"


@dataclass
class Envelope:
    """One thing that was delivered."""

    id: str
    kind: str
    """`events_api`, `interactive` or `slash_commands`."""
    payload: Json
    attempt: int = 0
    answer: Json | None = None
    acknowledged: threading.Event = field(default_factory=threading.Event)

    def frame(self) -> str:
        again = {"retry_attempt": self.attempt, "retry_reason": "timeout" if self.attempt else ""}
        return json.dumps(
            {
                "type": self.kind,
                "envelope_id": self.id,
                "payload": self.payload,
                "accepts_response_payload": self.kind != EVENTS,
                **(again if self.kind == EVENTS else {}),
            }
        )


@dataclass
class Sockets:
    """The connections of one app."""

    slack: Slack
    connections: list[ServerConnection] = field(default_factory=list)
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    opened: int = 0
    """How often a connection was opened."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    server: Server | None = None
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.server = serve(self._serve, "127.0.0.1", 0, process_request=self._admit)
        self.slack.socket_base = f"ws://127.0.0.1:{self.server.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        assert self.server
        assert self.thread
        self.cut()
        self.server.shutdown()
        self.thread.join()

    def deliver(self, kind: str, payload: Json, patience: float = 20.0) -> Json | None:
        """Deliver something, wait until it is acknowledged, and return what came with that."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.connections, patience), "nobody is connected"
        envelope = self.send(kind, payload)
        assert envelope.acknowledged.wait(patience), f"{kind} was never acknowledged"
        return envelope.answer

    def send(self, kind: str, payload: Json) -> Envelope:
        """Deliver something on one of the connections; an event waits for one if there is none."""
        with self.changed:
            envelope = Envelope(self.slack.new_id("envelope-"), kind, payload)
            self.envelopes[envelope.id] = envelope
            if self.connections:
                _sent(self.connections[0], envelope.frame())
            return envelope

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect again, as Slack does now and then; a `warning` comes 10 s before."""
        with self.changed:
            for each in self.connections:
                _sent(
                    each, json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})
                )

    def cut(self) -> None:
        """Cut every connection without a word, as a network does."""
        with self.changed:
            for each in self.connections:
                each.socket.close()
            self.connections.clear()

    def until(self, connections: int, patience: float = 10.0) -> None:
        """Wait until so many connections were opened in all."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.opened >= connections, patience)

    def _admit(self, _: ServerConnection, request: Request) -> Response | None:
        """Let in whoever holds a ticket, once."""
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        with self.slack.lock:
            if ticket in self.slack.tickets:
                self.slack.tickets.remove(ticket)
                return None
        return Response(HTTPStatus.UNAUTHORIZED, "Unauthorized", Headers(), b"")

    def _serve(self, connection: ServerConnection) -> None:
        with self.changed:
            self.connections.append(connection)
            info = {"app_id": self.slack.app_id}
            hello = {"type": "hello", "num_connections": len(self.connections), "connection_info": info}
            _sent(connection, json.dumps(hello))
            for each in self._unacknowledged():
                each.attempt += 1
                _sent(connection, each.frame())
            self.opened += 1
            self.changed.notify_all()
        with suppress(ConnectionClosed, OSError):
            for frame in connection:
                self._acknowledged(json.loads(frame))
        with self.changed:
            if connection in self.connections:
                self.connections.remove(connection)

    def _unacknowledged(self) -> list[Envelope]:
        waiting = [each for each in self.envelopes.values() if not each.acknowledged.is_set()]
        return [each for each in waiting if each.kind == EVENTS]

    def _acknowledged(self, frame: Json) -> None:
        envelope = self.envelopes.get(frame.get("envelope_id", ""))
        if envelope:
            envelope.answer = frame.get("payload")
            envelope.acknowledged.set()


def _sent(connection: ServerConnection, frame: str) -> None:
    with suppress(ConnectionClosed, OSError):  # it was cut; what it missed goes to the next one
        connection.send(frame)
