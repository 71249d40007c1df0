"""Reading the catalogue: one TOML file is one practice, and every fault of every file is told at once.

The models say what a file may hold; they become the domain's dataclasses, which know nothing of TOML.
"""

import os
from collections.abc import Collection, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bot.catalogue_checks import Known, check_catalogue, check_practice
from bot.catalogue_faults import CatalogueFaults, Fault, named, read_toml, schema_fault
from bot.domain.periods import Every
from bot.domain.phases import Phase
from bot.domain.practices import (
    Asks,
    Catalogue,
    Field,
    FieldKind,
    FieldWords,
    Practice,
    PracticeWords,
    Reminder,
    Satisfies,
    Slot,
    Tier,
    Visibility,
)
from bot.library import load_library
from bot.phrases import load_phrases

__all__ = ["CatalogueFaults", "Fault", "find_prompts", "load", "load_phrases"]

_HERE = Path(__file__).parent
_TABLE = "See the tables of prompts/README.md."
_NEUTRAL = {
    "id": "unnamed",
    "kind": "text",
    "order": 0,
    "phases": list(Phase),
    "tier": "core",
    "n": 1,
    "of": "",
}
"""What stands in for a wrong value while the rest of the file is looked at."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Field(_Model):
    id: Name
    kind: FieldKind
    required: bool = False
    count: bool = False
    with_unit: bool = False
    main: bool = False
    future: bool = False
    choices: tuple[Name, ...] = ()
    links_to: str | None = None
    minimum: float | None = None
    maximum: float | None = None


class _Each(_Model):
    n: int
    of: str | frozenset[str]

    def counted(self) -> tuple[int, frozenset[str]]:
        """Return how many of which practices; one may be named alone."""
        return self.n, frozenset({self.of}) if isinstance(self.of, str) else self.of


class _Reminder(_Model):
    id: Name
    phases: frozenset[Phase] | None = None
    tier: Tier | None = None
    every: Every | None = None
    on: str | None = None
    goal: int | str = 1
    after: str | None = None
    before: str | None = None
    days: tuple[int | str, ...] = ()
    steps: tuple[Name, ...] = ()
    announce: int = 0
    on_dates: tuple[str, ...] = ()
    stale_after: int | str | None = None
    each: _Each | None = None
    on_field: str | None = None
    offset: int = 0
    after_event: str | None = None
    about_open: bool = False
    at_most: Every | None = None
    once: bool = False
    when: str | None = None
    asks: Asks = Asks.INTRAPRENEUR
    scope: Satisfies = Satisfies.TEAM
    satisfied_by: frozenset[str] = frozenset()
    slot: Slot = Slot.QUESTION
    rank: int | None = None
    alone: bool = True


class _FieldWords(_Model):
    label: str = ""
    hint: str = ""
    choices: dict[str, str] = {}
    unit: dict[str, str] = {}


class _Words(_Model):
    label: str = ""
    aliases: tuple[str, ...] = ()
    help: str = ""
    introduction: str = ""
    nudge: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    by_reminder: dict[str, tuple[str, ...]] = {}
    noted: str = ""
    missing: dict[str, str] = {}
    planned: tuple[str, ...] = ()
    plan_past: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    none: str = ""
    examples: tuple[str, ...] = ()
    fields: dict[str, _FieldWords] = {}
    steps: dict[str, str] = {}


class _Practice(_Model):
    id: Name
    order: int
    phases: frozenset[Phase]
    tier: Tier
    measure: str = "count"
    visibility: Visibility = Visibility.TEAM
    plannable: bool = False
    ahead: bool = False
    opens: bool = False
    arrives: dict[Phase, int] = {}
    formerly: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    keep_days: int | None = None
    emoji: str = ""
    fields: tuple[_Field, ...] = ()
    reminders: tuple[_Reminder, ...] = ()
    words: dict[str, _Words] = {}


def find_prompts() -> Path:
    """Return the folder of words: `POUCE_PROMPTS`, else the packaged one, else the one of the sources."""
    chosen = os.environ.get("POUCE_PROMPTS")
    return Path(chosen) if chosen else _own_prompts()


def tour_file(prompts: Path, name: str) -> Path:
    """Return a file of the tour: that of a folder of words, else the one that comes with Pouce."""
    chosen = prompts / "tour" / name
    return chosen if chosen.is_file() else _own_prompts() / "tour" / name


def _own_prompts() -> Path:
    packaged = _HERE / "_prompts"
    return packaged if packaged.is_dir() else _HERE.parent / "prompts"


def load(
    folder: Path, predicates: Collection[str] | None = None, measures: Collection[str] | None = None
) -> Catalogue:
    """Read every practice of a folder of words, in the order of the method, and its library.

    Args:
        folder: what holds `practices/`.
        predicates: the names that `when` may give; None does not look.
        measures: the names that `measure` may give; None does not look.

    Raises:
        CatalogueFaults: with every fault of every file.
    """
    paths = sorted((folder / "practices").glob("*.toml"))
    if not paths:
        raise CatalogueFaults(
            [Fault("practices", "folder", f"holds no practice in {folder}.", "Set POUCE_PROMPTS.")]
        )
    known = Known(frozenset(path.stem for path in paths), predicates, measures)
    faults: list[Fault] = []
    practices: dict[str, Practice] = {}
    for path in paths:
        practice, found = _read(path, known)
        faults += found
        if practice:
            practices[named(path)] = practice
    faults += check_catalogue(practices)
    library, found = load_library(folder, known)
    faults += found
    if faults:
        raise CatalogueFaults(faults)
    return Catalogue(tuple(sorted(practices.values(), key=lambda each: (each.order, each.id))), library)


def _read(path: Path, known: Known) -> tuple[Practice | None, list[Fault]]:
    """Read one file. What does not fit the schema is set aside, so that the rest is checked all the same."""
    data, faults = read_toml(path)
    if faults:
        return None, faults
    model, errors = _validated(data)
    faults = [schema_fault(named(path), error, data, _TABLE) for error in errors]
    if model is None:
        return None, faults
    practice = _practice(model)
    checked = [Fault(named(path), *found) for found in check_practice(practice, path.stem, known)]
    return practice, faults + [fault for fault in checked if not _follows(fault, faults)]


def _follows(fault: Fault, blamed: list[Fault]) -> bool:
    """Say whether a fault only comes from what was set aside: one thing to mend is told once."""
    inside = f"{fault.key}." if "." in fault.key else None
    return any(each.key == fault.key or (inside and each.key.startswith(inside)) for each in blamed)


def _validated(data: Mapping[str, Any]) -> tuple[_Practice | None, list[ErrorDetails]]:
    try:
        return _Practice.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    mended = deepcopy(dict(data))
    for each in sorted(errors, key=lambda each: str(each["loc"]), reverse=True):
        _set_aside(mended, each["loc"])
    try:
        return _Practice.model_validate(mended), errors
    except ValidationError:
        return None, errors


def _set_aside(data: Any, loc: tuple[int | str, ...]) -> None:  # noqa: ANN401 - TOML is what it is
    *way, last = (each for each in loc if each != "[key]")
    for step in way:
        data = data[step]
    if last in _NEUTRAL and isinstance(data, dict):
        data[last] = deepcopy(_NEUTRAL[last])
    else:
        del data[last]


def _practice(model: _Practice) -> Practice:
    made = {
        "fields": tuple(Field(**each.model_dump()) for each in model.fields),
        "reminders": tuple(_reminder(each, model) for each in model.reminders),
        "words": {language: _words(each) for language, each in model.words.items()},
    }
    return Practice(**{**dict(model), **made})


def _reminder(model: _Reminder, practice: _Practice) -> Reminder:
    """Make a reminder; the phases and the tier that it does not give are its practice's."""
    inherited = {
        "phases": practice.phases if model.phases is None else model.phases,
        "tier": model.tier or practice.tier,
        "each": model.each.counted() if model.each else None,
    }
    return Reminder(**{**dict(model), **inherited})


def _words(model: _Words) -> PracticeWords:
    fields = {name: FieldWords(**dict(each)) for name, each in model.fields.items()}
    return PracticeWords(**{**dict(model), "fields": fields})
