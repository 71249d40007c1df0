"""A chat kept in memory that fails when told to, and whose clock is right whatever ours says."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address
from bot.platforms.base import Busy, Lost, Pace, Receipt, Refused, Unreachable

FATES = ("taken", "lost", "lost late", "dropped", "busy 2", "busy 30", "busy 120", "refused", "unreachable")
"""What may become of a request; `lost` is stored without an answer, `dropped` is neither."""
_LATE = timedelta(seconds=9)
"""When a message whose answer was lost shows at last: before the longest request is over."""


class Crash(BaseException):
    """The process is killed here: nothing of ours may catch it."""


@dataclass
class MemoryChat:
    """Implements `Platform` for every workspace, and is the judge."""

    now: Callable[[], datetime]
    """The right hour."""
    at: Callable[[str], None]
    """Called while a request is on its way (`request`), and once it is stored (`answer`)."""
    fates: list[str] = field(default_factory=list)
    """Of the next requests; then everything is taken."""
    posts: dict[Address, list[tuple[str, datetime]]] = field(default_factory=lambda: defaultdict(list))
    coming: list[tuple[datetime, Address, str]] = field(default_factory=list)
    """What was sent and does not show yet."""
    waits: dict[int, datetime] = field(default_factory=dict)
    """Until when each workspace asked to be left alone."""
    gaps: dict[int, timedelta] = field(default_factory=dict)
    """What has to be between two messages to one address, by workspace."""
    last: dict[Address, datetime] = field(default_factory=dict)
    early: list[str] = field(default_factory=list)
    """The requests that came before the end of a wait."""
    close: list[str] = field(default_factory=list)
    """The messages that came too soon after another one."""
    unreachable: set[str] = field(default_factory=set)
    """The keys to which that was answered."""

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        fate = self._fate(to, f"send {key}")
        try:
            self.at("request")
        except Crash:
            self.coming.append((self.now() + _LATE, to, key))
            raise
        if fate == "lost late":
            self.coming.append((self.now() + _LATE, to, key))
            raise Lost
        self._fail(fate, to, key)
        self._post(to, key)
        self.at("answer")
        if fate == "lost":
            raise Lost
        return Receipt(to.external_id, key)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        fate = self._fate(to, f"find {key}")
        self.at("request")
        self.arrive()
        self._fail(fate, to, "")
        there = any(posted == key and at >= since for posted, at in self.posts[to])
        self.at("answer")
        if fate.startswith("lost"):
            raise Lost
        return Receipt(to.external_id, key) if there else None

    def update(self, receipt: Receipt, message: Message) -> NoReturn:
        fault = f"{receipt} cannot be changed here"
        raise Unreachable(fault)

    def open_form(self, trigger: str, form: Form) -> NoReturn:
        fault = f"no form is shown to {trigger}"
        raise Refused(fault)

    def profile(self, who: Address) -> Profile:
        return Profile(who.external_id)

    # The judge

    def forget_instants(self) -> None:
        """Our clock moved: how long ago something was cannot be asked of it any more."""
        self.arrive(everything=True)
        self.waits.clear()
        self.last.clear()

    def _post(self, to: Address, key: str) -> None:
        since = self.now() - self.last.get(to, datetime.min.replace(tzinfo=UTC))
        if since < self.gaps.get(to.workspace, timedelta(0)):
            self.close.append(f"{key}: {since} after another one")
        self.last[to] = self.now()
        self.posts[to].append((key, self.now()))

    def arrive(self, *, everything: bool = False) -> None:
        """Show what takes its time, if it is time."""
        ready = [each for each in self.coming if everything or each[0] <= self.now()]
        for each in ready:
            self.coming.remove(each)
            self.posts[each[1]].append((each[2], each[0]))

    def posted(self) -> list[str]:
        """Every key that was posted, as often as it was."""
        return [key for there in self.posts.values() for key, _ in there]

    def _fate(self, to: Address, request: str) -> str:
        until = self.waits.get(to.workspace)
        if until is not None and self.now() < until:
            self.early.append(f"{request}: {until - self.now()} before the end of the wait")
        return self.fates.pop(0) if self.fates else "taken"

    def _fail(self, fate: str, to: Address, key: str) -> None:
        if fate.startswith("busy"):
            seconds = float(fate.removeprefix("busy"))
            until = self.now() + timedelta(seconds=seconds)
            self.waits[to.workspace] = max(until, self.waits.get(to.workspace, until))
            raise Busy(seconds)
        if fate == "refused":
            fault = "the token lacks a scope"
            raise Refused(fault)
        if fate == "unreachable":
            self.unreachable.add(key)
            raise Unreachable(fate)
        if fate == "dropped":
            raise Lost


@dataclass
class Desk:
    """The same chat seen from one workspace, at its own pace."""

    chat: MemoryChat
    pace: Pace

    def __post_init__(self) -> None:
        self.send, self.find, self.profile = self.chat.send, self.chat.find, self.chat.profile
        self.update, self.open_form = self.chat.update, self.chat.open_form
