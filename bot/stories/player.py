"""Playing a story: people act, time jumps to what comes next, and each one must have heard what is written.

It stops at the first line that is not true, and says what was said instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.messages import Form
from bot.domain.moments import instant
from bot.domain.wakes import StuckClock, wakes
from bot.stories.steps import At, Comment, Deed, Fills, Hears, Line, Presses, Says, Script
from bot.stories.world import Seen, World

SETTING_UP = time(20, 0)
"""On the evening before the first hour: the first day asked about may then be that day."""
_SPACES = re.compile(r"\s+")
_SAME = str.maketrans({"’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something, as the transcript tells it."""

    at: datetime
    name: str
    what: str


Entry = Comment | Act | Seen


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that is not true, and what was said instead."""

    line: Line
    why: str
    said: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlayReport:
    """Everything that happened, in order."""

    zone: ZoneInfo
    language: str
    entries: tuple[Entry, ...]
    failure: Failure | None = None

    @property
    def passed(self) -> bool:
        """Say whether every line was true."""
        return self.failure is None

    @property
    def messages(self) -> tuple[Seen, ...]:
        """Return what Pouce said, each message once."""
        return tuple(entry for entry in self.entries if isinstance(entry, Seen))


class _Untrue(Exception):
    """A step that cannot be done, or an expectation that is not met."""

    def __init__(self, why: str, said: tuple[str, ...] = (), buttons: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why, self.said, self.buttons = why, said, buttons


def play(script: Script, world: World) -> PlayReport:
    """Play a story on a world that has nothing in it yet."""
    playing = _Playing(script, world)
    failure = playing.run()
    language = script.people[0].language if script.people else "fr"
    return PlayReport(script.zone, language, tuple(playing.entries), failure)


def folded(text: str) -> str:
    """Return a text as two people would compare it: no case, plain spaces, plain quotes and apostrophes."""
    return _SPACES.sub(" ", text.translate(_SAME)).strip().casefold()


@dataclass
class _Playing:
    """Where the play is."""

    script: Script
    world: World
    now: datetime = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    """The order of what is in the transcript already."""
    acted: dict[str, int] = field(default_factory=dict)
    """By person: the order of the last thing seen before their last act."""

    def __post_init__(self) -> None:
        evening = datetime.combine(self.script.first_hour.date() - timedelta(days=1), SETTING_UP)
        self.now = self._instant(evening)

    def run(self) -> Failure | None:
        """Set everybody up, then take the steps one by one, up to one that is not true."""
        self._set_up()
        for step in self.script.steps:
            try:
                self._take(step.deed)
            except _Untrue as untrue:
                return Failure(step.line, untrue.why, untrue.said, untrue.buttons)
        return None

    def _set_up(self) -> None:
        self.world.begin(self.now)
        for team in self.script.teams:
            self.world.add_team(team)
        for person in self.script.people:
            self.world.add_person(replace(person, zone=person.zone or self.script.zone.key), self.now)

    def _take(self, deed: Deed) -> None:
        match deed:
            case Comment():
                self.entries.append(deed)
            case At(local):
                self._wait_until(self._instant(local))
            case Says(name, text):
                self._act(name, text)
                self.world.says(name, text, self.now)
            case Presses(name, label):
                self._press(name, label)
            case Fills():
                self._fill(deed)
            case Hears(name, None):
                self._expect_silence(name)
            case Hears(name, str() as text):
                self._expect(name, text)
        self._collect()

    # Time

    def _instant(self, local: datetime) -> datetime:
        return instant(local.date(), local.time(), self.script.zone)

    def _wait_until(self, target: datetime) -> None:
        """Behave as if every minute were ticked, by going from one wake to the next."""
        try:
            for wake in wakes(self.world.next_wake, self.now, target):
                self._tick(wake)
        except StuckClock as stuck:
            raise _Untrue(str(stuck)) from None

    def _tick(self, at: datetime) -> None:
        self.now = at
        self.world.tick(at)
        self._collect()

    # Acts

    def _act(self, name: str, what: str) -> None:
        self.acted[name] = max((each.order for each in self.world.seen_by(name)), default=-1)
        self.entries.append(Act(self.now, name, what))

    def _press(self, name: str, label: str) -> None:
        for post in reversed(_as_they_stand(self.world.seen_by(name))):
            for button in post.buttons:
                if folded(button.label).startswith(folded(label)):
                    self._act(name, f"[{button.label}]")
                    self.world.presses(name, button, post.message_id, self.now)
                    return
        raise self._untrue(name, f"{name} sees no button « {label} »")

    def _fill(self, deed: Fills) -> None:
        form = next((each.form for each in reversed(self.world.seen_by(deed.name)) if each.form), None)
        if form is None:
            raise self._untrue(deed.name, f"no form is open for {deed.name}")
        strangers = deed.values.keys() - {each.id for each in form.inputs}
        if strangers:
            fields = ", ".join(each.id for each in form.inputs)
            raise self._untrue(
                deed.name, f"the form has no field {', '.join(sorted(strangers))}; it has: {fields}"
            )
        self._act(deed.name, ", ".join(f"{key} = {value}" for key, value in deed.values.items()))
        self.world.fills(deed.name, {**_filled_in(form), **deed.values}, self.now)

    # Expectations

    def _expect(self, name: str, text: str) -> None:
        """Fail unless somebody heard a text, in each of the chats that the story is played for."""
        heard = [(each.text, *each.elsewhere) for each in self._heard(name)]
        for said in list(zip(*heard, strict=True)) or [()]:
            if not any(folded(text) in folded(each) for each in said):
                raise self._untrue(name, f"{name} did not hear « {text} »", said)

    def _expect_silence(self, name: str) -> None:
        if self._heard(name):
            raise self._untrue(name, f"{name} was to hear nothing")

    def _heard(self, name: str) -> list[Seen]:
        return [each for each in self.world.seen_by(name) if each.order > self.acted.get(name, -1)]

    def _untrue(self, name: str, why: str, said: tuple[str, ...] = ()) -> _Untrue:
        said = said or tuple(each.text for each in self._heard(name))
        posts = _as_they_stand(self.world.seen_by(name))
        return _Untrue(why, said, tuple(button.label for post in posts for button in post.buttons))

    def _collect(self) -> None:
        """Write down what is new for anybody, once; a message that breaks a limit fails the story."""
        fresh = list(self._fresh())
        self.entries.extend(fresh)
        for each in fresh:
            if each.problems:
                why = f"a message to {each.to} breaks a limit: {'; '.join(each.problems)}"
                raise _Untrue(why, (each.text,))

    def _fresh(self) -> Iterator[Seen]:
        names = dict.fromkeys(person.name for person in self.script.people)
        seen = {each.order: each for name in names for each in self.world.seen_by(name)}
        for order in sorted(seen.keys() - self.known):
            self.known.add(order)
            yield seen[order]


def _as_they_stand(seen: list[Seen]) -> list[Seen]:
    """Return the messages somebody sees, in the order they came, each as its last update left it."""
    return list({each.message_id: each for each in seen}.values())


def _filled_in(form: Form) -> dict[str, str]:
    """Return what the form holds when it opens: a chat sends that too."""
    values = {each.id: each.value for each in form.inputs if each.value}
    return {key: value if isinstance(value, str) else ", ".join(value) for key, value in values.items()}
