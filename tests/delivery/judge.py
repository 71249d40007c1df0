"""The chat server as a test holds it, and what its log says: lost, twice, too early, too close, too fast."""

import json
import random
import subprocess
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.delivery.chat_server import Noted

ROOT = Path(__file__).parents[2]


class Judge:
    """Sets the rules of a chat server and reads its log."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._read: list[Noted] = []

    def rules(self, **rules: Any) -> None:
        self.tell("rules", **rules)

    def tell(self, verb: str, **content: Any) -> None:
        """Say something that this chat server understands."""
        self._ask(f"/{verb}", content)

    def seed(self, **what: Any) -> None:
        """Make the world of a chat that has people."""
        self._ask("/seed", what)

    def log(self) -> list[Noted]:
        """Everything that was asked; the end may still be under way."""
        return [Noted(**each) for each in self._ask("/log", {})["requests"]]

    def stored(self) -> Counter[str]:
        """How often each key is in the chat."""
        return Counter(each.key for each in self.log() if each.stored_at)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        self._connection.request("POST", path, json.dumps(content).encode())
        body: dict[str, Any] = json.loads(self._connection.getresponse().read())
        return body


@contextmanager
def chat_server(seed: int | None = None, module: str = "tests.delivery.chat_server") -> Iterator[Judge]:
    """Start a chat server; its seed is printed, for the same dice another time."""
    seed = random.randrange(10**6) if seed is None else seed
    command = [sys.executable, "-m", module, str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port, told = process.stdout.readline().split()
        print(f"chat server: seed {told}")
        judge = Judge(int(port))
        try:
            yield judge
        finally:
            judge.close()
            process.kill()


def missing(stored: Counter[str], planned: Collection[str]) -> list[str]:
    return sorted(set(planned) - set(stored))


def twice(stored: Counter[str]) -> list[str]:
    return sorted(key for key, times in stored.items() if times > 1)


def early(log: list[Noted], grace: float = 0.0) -> list[tuple[Noted, Noted]]:
    """The requests that came before the end of a wait, with the answer that asked for it.

    What was on its way while the answer was is not early; `grace` is what telling the others may take.
    """
    waits: dict[int, list[Noted]] = defaultdict(list)
    for each in log:
        if each.outcome == "busy" and each.answered_at:
            waits[each.workspace].append(each)
    return [
        (asked, wait)
        for asked in log
        for wait in waits[asked.workspace]
        if wait.answered_at + grace < asked.at < wait.answered_at + wait.retry_after
    ]


def too_close(log: list[Noted], gap: float, tolerance: float = 0.05) -> list[tuple[Noted, Noted]]:
    """The pairs of messages to one address with less than a gap between them, as the chat received them."""
    sends: dict[tuple[int, str], list[Noted]] = defaultdict(list)
    for each in log:
        if each.kind == "send":
            sends[each.workspace, each.to].append(each)
    return [
        (first, second)
        for there in sends.values()
        for first, second in pairwise(sorted(there, key=lambda each: each.at))
        if second.at - first.at < gap * (1 - tolerance)
    ]


def busiest(log: list[Noted], window: float = 1.0) -> dict[int, int]:
    """By workspace: the most messages that came within one window of so many seconds."""
    instants: dict[int, list[float]] = defaultdict(list)
    for each in log:
        if each.kind == "send":
            instants[each.workspace].append(each.at)
    return {ws: _most(sorted(there), window) for ws, there in instants.items()}


def _most(instants: list[float], window: float) -> int:
    return max(n + 1 - bisect_right(instants, at - window) for n, at in enumerate(instants))


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
