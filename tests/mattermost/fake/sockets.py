"""The server's WebSocket: who may listen, what each is told, and cuts, after which nothing is told again."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from tests.mattermost.fake.state import Json, Mattermost

PATH = "/api/v4/websocket"


@dataclass
class Listener:
    """One connection, and who it is; nobody until it says so."""

    connection: ServerConnection
    user: str = ""
    sequence: int = 0

    def tell(self, event: str, data: Json, broadcast: Json) -> None:
        frame = {"event": event, "data": data, "broadcast": broadcast, "seq": self.sequence}
        self.sequence += 1
        self.send(frame)

    def send(self, frame: Json) -> None:
        with suppress(ConnectionClosed, OSError):  # it was cut; what it missed is not told again
            self.connection.send(json.dumps(frame))


@dataclass
class Sockets:
    """Everybody who listens to one server."""

    mattermost: Mattermost
    listeners: list[Listener] = field(default_factory=list)
    opened: int = 0
    """How often somebody began to listen."""
    closed: bool = False
    """Whether new connections are turned away, as while the network is down."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    server: Server = field(init=False)
    """It has a port of its own too, that nobody knows."""
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.server = serve(self._listen, "127.0.0.1", 0, process_request=self._admit, ping_interval=None)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.mattermost.published.append(self.publish)

    def take(self, connection: Any, address: Any) -> None:
        """Serve a connection that came by the server's own port."""
        self.server.handler(connection, address)

    def stop(self) -> None:
        self.cut()
        self.server.shutdown()
        self.thread.join()
        self.mattermost.published.remove(self.publish)

    def publish(self, event: str, data: Json, broadcast: Json) -> None:
        """Tell whoever reads where something happened."""
        where = self.mattermost.channels.get(broadcast.get("channel_id", ""))
        with self.changed:
            for each in self.listeners:
                told = each.user in where.members if where else each.user == broadcast["user_id"]
                if each.user and told:
                    each.tell(event, data, broadcast)

    def cut(self) -> None:
        """Cut every connection without a word, as a network does."""
        with self.changed:
            for each in self.listeners:
                each.connection.socket.close()
            self.listeners.clear()

    def until(self, opened: int, patience: float = 10.0) -> None:
        """Wait until so many connections began to listen in all."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.opened >= opened, patience)

    def _admit(self, _: ServerConnection, request: Request) -> Response | None:
        if self.closed:
            return Response(HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable", request.headers, b"")
        return None

    def _listen(self, connection: ServerConnection) -> None:
        listener = Listener(connection)
        assert connection.request
        kind, _, token = (connection.request.headers.get("Authorization") or "").partition(" ")
        if kind.lower() == "bearer":
            self._known(listener, token)
        with suppress(ConnectionClosed, OSError):
            for frame in connection:
                self._told(listener, json.loads(frame))
        with self.changed:
            if listener in self.listeners:
                self.listeners.remove(listener)

    def _told(self, listener: Listener, frame: Json) -> None:
        """Answer what a client says: who it is, or that it is still there."""
        if frame.get("action") == "authentication_challenge":
            if not self._known(listener, str((frame.get("data") or {}).get("token"))):
                listener.connection.close()
                return
        elif not listener.user:
            error = {
                "id": "api.web_socket_router.not_authenticated.app_error",
                "message": "not authenticated",
            }
            listener.send({"status": "FAIL", "seq_reply": frame.get("seq"), "error": error})
            return
        listener.send({"status": "OK", "seq_reply": frame.get("seq")})

    def _known(self, listener: Listener, token: str) -> bool:
        with self.mattermost.lock:
            known = self.mattermost.tokens.get(token)
        if known is None:
            return False
        with self.changed:
            listener.user = known.user
            listener.tell(
                "hello",
                {"server_version": self.mattermost.edition.version_id, "connection_id": ""},
                {"user_id": known.user, "channel_id": "", "team_id": "", "omit_users": None},
            )
            self.listeners.append(listener)
            self.opened += 1
            self.changed.notify_all()
        return True
