"""The fake Mattermost on loopback: API, hooks, sockets, all on one port. In a thread, or a process.

`python -m tests.mattermost.fake.server SEED` prints its port and its seed; it holds several servers, each
under a path of its own (/1, /2…), as a SiteURL may be; then `/seed`, `/rules` and `/log` say what is there
and what goes wrong, as `tests.delivery.judge` asks.
"""

import json
import random
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.delivery.chat_server import Noted, Rules
from tests.mattermost.fake.api import Asked, Reply, answer, is_ours
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.sockets import PATH, Sockets
from tests.mattermost.fake.state import Json, Mattermost, User


@dataclass
class Site:
    """What one port holds: Mattermosts by the path that they are under, nothing for one alone."""

    servers: dict[str, Mattermost] = field(default_factory=dict)
    sockets: dict[str, Sockets] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    requests: list[Noted] = field(default_factory=list)

    def at(self, target: str) -> tuple[Mattermost, str] | None:
        """Return the server that is asked, and what is asked of it."""
        for prefix, each in self.servers.items():
            if target.startswith(prefix) and is_ours(target.removeprefix(prefix)):
                return each, target.removeprefix(prefix)
        return None

    def listened(self, first_line: str) -> Sockets | None:
        """Return the sockets that somebody wants to listen to."""
        for prefix, each in self.sockets.items():
            if first_line.startswith(f"GET {prefix}{PATH}"):
                return each
        return None

    def control(self, verb: str, body: Json) -> Json:
        """Do what whoever holds the process says."""
        if verb == "rules":
            for each in self.servers.values():
                each.rules = Rules(**{**asdict(each.rules), **body})
        if verb == "log":
            return {"requests": [asdict(each) for each in self.requests[body.get("after", 0) :]]}
        if verb == "seed":
            self.seed(**body)
        return {}

    def seed(self, servers: int, users: list[str], edition: str = "new") -> None:
        """Make servers where a bot, `token-pouce`, meets people."""
        for n in range(1, servers + 1):
            made = Mattermost(EDITIONS[edition], number=n, dice=self.dice, requests=self.requests)
            made.bot("pouce", "aides")
            for each in users:
                made.users[each] = User(each, each)
                made.team("aides").members.add(each)
            self.servers[f"/{n}"] = made


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        reply = self._reply(content)
        if reply.status == 0:
            self.close_connection = True
            return
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        try:
            self.send_response(reply.status)
            for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # whoever asked does not wait any more, or was killed

    do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815 # named by the library

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # named by the library
        """Keep quiet."""

    def _reply(self, content: bytes) -> Reply:
        found = self.site.at(self.path)
        if found is None:
            return Reply(200, self.site.control(self.path.strip("/"), json.loads(content or b"{}")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return answer(found[0], Asked(self.command, found[1], headers, content))


class Server(ThreadingHTTPServer):
    """Serves, and says nothing of connections that were cut."""

    daemon_threads = True
    request_queue_size = 128
    site: Site

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Look at what a connection begins with: HTTP and the WebSocket share a port."""
        first = request.recv(256, socket.MSG_PEEK).decode("latin-1")
        sockets = self.site.listened(first)
        if sockets:
            sockets.take(request, client_address)
        else:
            super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served_site(site: Site) -> Iterator[str]:
    """Serve on a free port of this machine, from threads of this process; give the address."""
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"site": site}))
    server.site = site
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(mattermost: Mattermost | None = None, path: str = "") -> Iterator[Mattermost]:
    """Serve one Mattermost, under a path if its SiteURL has one."""
    mattermost = mattermost or Mattermost()
    with served_site(Site({path: mattermost})) as base:
        mattermost.base = base + path
        yield mattermost


@contextmanager
def with_sockets(mattermost: Mattermost | None = None) -> Iterator[Sockets]:
    """Serve one Mattermost and its WebSocket."""
    mattermost = mattermost or Mattermost()
    sockets = Sockets(mattermost)
    try:
        with served_site(Site({"": mattermost}, {"": sockets})) as base:
            mattermost.base = base
            yield sockets
            sockets.cut()
    finally:
        sockets.stop()


def main(seed: int) -> None:
    """Serve until killed."""
    site = Site(dice=random.Random(seed))
    with served_site(site) as base:
        print(base.rpartition(":")[2], seed, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
