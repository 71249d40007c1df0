"""What does a story say? Its text becomes typed steps with their lines, or every fault at once.

The grammar is in DESIGN §4. What is said stands between the first and the last `"` of its line.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple, NoReturn
from zoneinfo import ZoneInfo

from bot.domain.calendar import WEEKDAYS
from bot.domain.people import Rhythm, Role
from bot.domain.phases import Phase
from bot.stories.steps import (
    At,
    Comment,
    Deed,
    Fault,
    Fills,
    Hears,
    Line,
    PersonLine,
    Presses,
    Says,
    Script,
    Step,
    TeamLine,
)

DEFAULT_ZONE = "Europe/Paris"
LANGUAGES = ("fr", "en")
NOBODY = "nobody"
ROLES = (*Role, NOBODY)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

EXAMPLES = {
    "tz": "tz Europe/Paris",
    "team": 'team "Aides simples" phase construction since 2026-06-01',
    "person": "person ada intrapreneur lang fr tz Europe/Paris days mon,tue,thu",
    "at": "at 2026-11-24 09:30",
    "says": 'ada says "test 3 le formulaire fait peur"',
    "presses": 'ada presses "Je note"',
    "fills": 'ada fills participants=2 learned="le mot de passe bloque"',
    "hears": 'ada hears "Noté" (or: ada hears nothing)',
}
"""The right form of each line, shown when one is wrong."""

_ACTS: dict[str, Callable[[str, str], Deed]] = {"says": Says, "presses": Presses, "hears": Hears}
_SET_UP = frozenset({"tz", "team", "person"})
_RESERVED = _SET_UP | {"at"}
_VERBS = _ACTS.keys() | {"fills"}
_NAME = re.compile(r"[^\W\d][\w.-]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{1,2}:\d\d")
_REMARK = re.compile(r"(^|\s)#(\s.*)?$")
_PAIR = re.compile(r'([\w.-]+)=(?:"(.*?)"(?=\s+[\w.-]+=|\s*$)|([^\s"]\S*|(?=\s|$)))\s*')


class ScriptFaults(Exception):
    """The story cannot be played: one line per fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class _Wrong(Exception):
    """What is wrong with a line."""


def _refuse(what: str) -> NoReturn:
    raise _Wrong(what)


def parse(text: str) -> Script:
    """Read a story; raise ScriptFaults with everything that is wrong with it."""
    reader = _Reader()
    for number, source in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        reader.read(Line(number, source.strip()))
    return reader.script()


@dataclass
class _Reader:
    """What has been read so far."""

    zone: ZoneInfo | None = None
    teams: list[TeamLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Of people, even of those whose line is wrong: one fault is told once."""
    hour: datetime | None = None
    last: int = 0

    def read(self, line: Line) -> None:
        """Take in one line, or note what is wrong with it."""
        words = line.source.split()
        if not words:
            return
        self.last = line.number
        kind = next(
            (word for word, known in zip(words, (_RESERVED, _VERBS), strict=False) if word in known), ""
        )
        try:
            self._take(line, kind)
        except _Wrong as wrong:
            self.faults.append(Fault(line.number, str(wrong), EXAMPLES.get(kind, EXAMPLES["says"])))

    def script(self) -> Script:
        """Return the whole story, if nothing is wrong."""
        if not any(isinstance(step.deed, At) for step in self.steps) and not self.faults:
            self.faults.append(Fault(self.last, "the story names no hour", EXAMPLES["at"]))
        if self.faults:
            raise ScriptFaults(self.faults)
        zone = self.zone or ZoneInfo(DEFAULT_ZONE)
        return Script(zone, tuple(self.teams), tuple(self.people), tuple(self.steps))

    def _take(self, line: Line, kind: str) -> None:
        if line.source.startswith("#"):
            self._step(line, Comment(line.source.lstrip("#").strip()))
        elif kind in _SET_UP:
            if any(not isinstance(step.deed, Comment) for step in self.steps):
                _refuse(f"{kind} comes before anything happens")
            {"tz": self._tz, "team": self._team, "person": self._person}[kind](_parts(line.source))
        elif kind == "at":
            self._step(line, self._at(_parts(line.source)))
        elif kind == "fills":
            self._step(line, self._fills(line.source))
        elif kind in _ACTS:
            self._step(line, self._act(_parts(line.source), kind))
        else:
            _refuse(f"« {line.source[:60]} » is not a step")

    def _step(self, line: Line, deed: Deed) -> None:
        self.steps.append(Step(line, deed))

    def _tz(self, parts: "_Parts") -> None:
        if self.zone:
            _refuse("tz is given twice")
        if len(parts.words) != 2 or parts.text is not None:  # noqa: PLR2004 - the word and the zone
            _refuse("tz takes one zone")
        self.zone = _zone(parts.words[1])

    def _team(self, parts: "_Parts") -> None:
        match parts.words:
            case ["team", "phase", phase, "since", since] if parts.text and parts.before == 1:
                name = parts.text
            case _:
                _refuse("a team has a name between quotes, a phase and the day it began")
        if any(team.name == name for team in self.teams):
            _refuse(f"there is already a team « {name} »")
        chosen = Phase(_one_of(phase, tuple(Phase), "phase"))
        self.teams.append(TeamLine(name, chosen, _date(since)))

    def _person(self, parts: "_Parts") -> None:
        words = list(parts.words)
        if parts.text is not None and words.pop(parts.before - 1) != "in":
            _refuse("the quotes hold the name of a team, after the word in")
        if len(words) < 3 or not _NAME.fullmatch(words[1]) or words[1] in _RESERVED:  # noqa: PLR2004 - person, name, role
            _refuse("a person has a name of one word and a role")
        name = words[1]
        self.names.add(name)
        role, options = _one_of(words[2], ROLES, "role"), _options(words[3:])
        team = self._team_of(role, parts.text)
        if any(person.name == name and person.team == team for person in self.people):
            _refuse(f"{name} is there already")
        self.people.append(_person(name, role, team, options))

    def _team_of(self, role: str, named: str | None) -> str | None:
        if role == NOBODY:
            if named:
                _refuse("nobody has no team")
            return None
        if not self.teams:
            _refuse("there is no team yet; write the team line above")
        if named is None:
            return self.teams[-1].name
        return _one_of(named, [team.name for team in self.teams], "team")

    def _at(self, parts: "_Parts") -> At:
        if len(parts.words) != 3 or parts.text is not None:  # noqa: PLR2004 - the word, the day, the hour
            _refuse("at takes a day and an hour")
        local = datetime.combine(_date(parts.words[1]), _time(parts.words[2]))
        if self.hour and local < self.hour:
            _refuse(f"time does not go back: it was {self.hour:%Y-%m-%d %H:%M}")
        self.hour = local
        return At(local)

    def _act(self, parts: "_Parts", verb: str) -> Deed:
        name = self._known(parts.words[0])
        if verb == "hears" and parts.text is None and parts.words[2:] == ("nothing",):
            return Hears(name, None)
        if parts.words[2:] or parts.before != 2 or not (parts.text or "").strip():  # noqa: PLR2004 - name, verb
            _refuse(f"{verb} takes words between quotes, and nothing after them")
        return _ACTS[verb](name, parts.text or "")

    def _fills(self, source: str) -> Fills:
        name, _, *rest = source.split(maxsplit=2)
        values: dict[str, str] = {}
        text, position = "".join(rest), 0
        while pair := _PAIR.match(text, position):
            if pair[1] in values:
                _refuse(f"{pair[1]} is filled twice")
            values[pair[1]] = pair[2] if pair[2] is not None else pair[3]
            position = pair.end()
        if not values or position < len(text):
            _refuse("fills takes key=value pairs, with quotes around a value of several words")
        return Fills(self._known(name), values)

    def _known(self, name: str) -> str:
        return _one_of(name, sorted(self.names), "person of the story")


class _Parts(NamedTuple):
    """A line cut in three: the words around the quotes, and what they hold."""

    words: tuple[str, ...]
    text: str | None
    before: int
    """How many of the words stand before the quotes."""


def _parts(source: str) -> _Parts:
    first, last = source.find('"'), source.rfind('"')
    if first < 0:
        words = _REMARK.sub("", source).split()
        return _Parts(tuple(words), None, len(words))
    if first == last:
        _refuse("a quote is opened and not closed")
    before, after = source[:first].split(), _REMARK.sub("", source[last + 1 :]).split()
    return _Parts((*before, *after), source[first + 1 : last], len(before))


def _options(words: list[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    if len(words) % 2:
        _refuse(f"« {words[-1]} » has no value, or is one word too many")
    for key, value in zip(words[::2], words[1::2], strict=True):
        _one_of(key, ("lang", "tz", "days", "moment", "rhythm"), "trait of a person")
        if key in options:
            _refuse(f"{key} is given twice")
        options[key] = value
    return options


def _person(name: str, role: str, team: str | None, options: dict[str, str]) -> PersonLine:
    return PersonLine(
        name=name,
        role=role,
        team=team,
        language=_one_of(options.get("lang", "fr"), LANGUAGES, "language"),
        zone=_zone(options["tz"]).key if "tz" in options else None,
        days=_days(options["days"]) if "days" in options else WEEKDAYS,
        moment=_time(options["moment"]) if "moment" in options else None,
        rhythm=_one_of(options["rhythm"], tuple(Rhythm), "rhythm") if "rhythm" in options else None,
    )


def _one_of(word: str, known: Iterable[str], what: str) -> str:
    names = [str(each) for each in known]
    if word not in names:
        _refuse(f"« {word} » is not a {what}; known: {', '.join(names) or 'none yet'}")
    return word


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        _refuse(f"« {name} » is not a time zone")


def _date(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    _refuse(f"« {text} » is not a day of the calendar")


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    try:
        if _TIME.fullmatch(text):
            return time(int(hour), int(minute))
    except ValueError:
        pass
    _refuse(f"« {text} » is not an hour")


def _days(text: str) -> frozenset[int]:
    return frozenset(DAYS.index(_one_of(day, DAYS, "day")) for day in text.split(","))
