"""Pouce as a person runs it: `pouce run`, in a process of its own, on a file of its own."""

import json
import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
_PATIENCE = 30  # seconds
_OF_OURS = ("POUCE_", "PORT", "DATABASE_URL")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Server:
    """Stopped and started again, it keeps its port, its key and its database."""

    folder: Path
    port: int = field(default_factory=free_port)
    key: str = field(default_factory=secrets.token_urlsafe)
    process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'room.db'}"

    def start(self) -> None:
        """Start it, and wait until it answers: it says so before, and whoever knocks meanwhile waits."""
        log = (self.folder / "server.log").open("a", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        assert self.process.stdout
        said = self.process.stdout.readline()
        assert self.url in said, said + (self.folder / "server.log").read_text(encoding="utf-8")
        assert self.ask("GET", "/healthz")[0] == 200

    def stop(self) -> None:
        """End it as Ctrl+C does; only the process that was started here."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.communicate(timeout=_PATIENCE)
        self.process = None

    def begin(self, kind: str = "tour", language: str = "fr") -> None:
        """Begin the room again."""
        status, body = self.ask("POST", "/room/begin", {"kind": kind, "lang": language})
        assert status == 200, body

    def ask(self, method: str, path: str, content: object = None, **headers: str) -> tuple[int, str]:
        """Knock without a browser."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        known = {"Content-Type": "application/json"} | {n.replace("_", "-"): v for n, v in headers.items()}
        connection.request(method, path, json.dumps(content) if content is not None else None, known)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    def _environment(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if not name.startswith(_OF_OURS)}
        return rest | {
            "POUCE_WEB__PORT": str(self.port),
            "POUCE_DATABASE__URL": self.database,
            "POUCE_SECRET_KEY": self.key,
            "PYTHONPATH": str(ROOT),
        }
