"""The fake Slack on loopback: Web API, uploads, answers to acts, sockets. In a thread, or a process.

`python -m tests.slack.fake.server SEED` prints its port and its seed; then `/seed`, `/rules`, `/do` and
`/log` say what is there and what goes wrong, as `tests.delivery.judge` asks.
"""

import base64
import json
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.delivery.chat_server import Rules
from tests.slack.fake.api import Reply, answer, respond, uploaded
from tests.slack.fake.sockets import Sockets
from tests.slack.fake.state import Json, Slack

_WRITTEN_IN_JSON = ("blocks", "metadata", "view", "files")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    slack: Slack

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        reply = self._reply(urlsplit(self.path).path, content)
        if reply.status == 0:
            self.close_connection = True
            return
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"} | reply.headers
        try:
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # whoever asked does not wait any more, or was killed

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # named by the library
        """Keep quiet."""

    def _reply(self, path: str, content: bytes) -> Reply:
        first, _, rest = path.strip("/").partition("/")
        if first == "api":
            args, token = self._arguments(content)
            return answer(self.slack, rest, token, args)
        if first == "response":
            return respond(self.slack, rest.rpartition("/")[2], json.loads(content))
        if first == "upload":
            return uploaded(self.slack, rest, content)
        return Reply(200, control(self.slack, first, json.loads(content or b"{}")))

    def _arguments(self, content: bytes) -> tuple[Json, str]:
        if "json" in self.headers.get("Content-Type", ""):
            args = json.loads(content)
        else:
            args = {name: values[0] for name, values in parse_qs(content.decode()).items()}
            for name in _WRITTEN_IN_JSON:
                if name in args:
                    args[name] = json.loads(args[name])
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            args |= _basic(given)
            given = ""
        return args, given or args.pop("token", "")


def _basic(given: str) -> Json:
    client_id, _, secret = base64.b64decode(given).decode().partition(":")
    return {"client_id": client_id, "client_secret": secret}


class Server(ThreadingHTTPServer):
    """Serves, and says nothing of connections that were cut."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def control(slack: Slack, verb: str, body: Json) -> Json:
    """Do what whoever holds the process says."""
    with slack.lock:
        if verb == "rules":
            slack.rules = Rules(**{**asdict(slack.rules), **body})
        if verb == "log":
            return {"requests": [asdict(each) for each in slack.requests[body.get("after", 0) :]]}
        if verb == "seed":
            for team in body["teams"]:
                slack.team(team)
                for user in body["users"]:
                    slack.user(team, user)
        if verb == "do":
            getattr(slack, body["name"])(*body.get("args", []))
        return {}


@contextmanager
def served(slack: Slack | None = None) -> Iterator[Slack]:
    """Serve a Slack on a free port of this machine, from threads of this process."""
    slack = slack or Slack()
    handler = type("Bound", (Handler,), {"slack": slack})
    server = Server(("127.0.0.1", 0), handler)
    slack.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def with_sockets(slack: Slack) -> Iterator[Sockets]:
    """Serve the sockets of Socket Mode for a Slack that is served."""
    sockets = Sockets(slack)
    sockets.start()
    try:
        yield sockets
    finally:
        sockets.stop()


def main(seed: int) -> None:
    """Serve until killed."""
    slack = Slack(dice=random.Random(seed))
    with served(slack):
        print(slack.base.rpartition(":")[2], seed, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
