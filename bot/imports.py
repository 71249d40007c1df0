"""How do teams come from the public list of products? Once each; a second run changes nothing.

Public data speaks for a team only while nobody has claimed it: from then on, what its people say wins.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import Enum, auto
from pathlib import Path

from bot.domain.activities import Draft
from bot.domain.people import CLOCK, Scope, Team, TeamState
from bot.domain.phases import phase_on
from bot.products import SHAPE, Product, Reading, UnusableFile, another_shape, read_products
from bot.store import Memory, Store

__all__ = ["ImportReport", "UnusableFile", "import_products"]

COMMITTEE = "committee"
NOT_STARTED = "not started"
_BINARY = "a binary file"
Progress = Callable[[int, int], None]
"""Told how many products are done, and of how many."""


class _Outcome(Enum):
    CREATED = auto()
    UPDATED = auto()
    UNCHANGED = auto()


class _Rehearsed(Exception):
    """Takes back what a dry run wrote."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    created: int
    updated: int
    unchanged: int
    unusable: tuple[str, ...]
    """One line for each thing in the file that could not be used."""
    by_phase: Mapping[str, int]
    """How many products are in each phase today."""
    dry_run: bool = False

    def as_text(self) -> str:
        """Say it in a few lines, for whoever typed the command."""
        read = self.created + self.updated + self.unchanged
        phases = ", ".join(f"{count} {phase}" for phase, count in sorted(self.by_phase.items()))
        would = "nothing was written; there would be " if self.dry_run else ""
        lines = [
            f"{SHAPE}: {read} product{'s' * (read != 1)}" + (f" ({phases})." if phases else "."),
            f"Teams: {would}{self.created} created, {self.updated} updated, {self.unchanged} unchanged.",
            *(f"Not used: {line}." for line in self.unusable),
        ]
        return "\n".join(lines)


def import_products(
    store: Store,
    scope: Scope,
    file: Path | bytes,
    today: date,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Bring the products of a file, or of its content, into a workspace: all of them or, if it breaks, none.

    Raises UnusableFile for a file of another shape. A dry run goes the whole way and takes it back, so
    that it tells exactly what the real one will do.
    """
    reading = read_products(_text_of(file))
    outcomes: list[_Outcome] = []
    with suppress(_Rehearsed), store.write(scope) as memory, store.read(CLOCK) as everything:
        for outcome in _outcomes(memory, everything, reading, today):
            outcomes.append(outcome)
            if on_progress:
                on_progress(len(outcomes), len(reading.products))
        if dry_run:
            raise _Rehearsed
    return _report(reading, outcomes, today, dry_run=dry_run)


def _text_of(file: Path | bytes) -> str:
    try:
        return (file.read_bytes() if isinstance(file, Path) else file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise another_shape(_BINARY) from None
    except OSError as error:
        sentence = f"{file!s} cannot be read ({error.strerror})"
        raise UnusableFile(sentence) from error


def _outcomes(memory: Memory, everything: Memory, reading: Reading, today: date) -> Iterator[_Outcome]:
    for product in reading.products:
        team = memory.team_by_source(product.id)
        if team is None:
            _record_committees(memory, _created(memory, product), product.committees, today)
            yield _Outcome.CREATED
        elif team.state is TeamState.IMPORTED and _refresh(memory, everything, team, product, today):
            yield _Outcome.UPDATED
        else:
            yield _Outcome.UNCHANGED


def _created(memory: Memory, product: Product) -> Team:
    return memory.create_team(
        product.name, product.phases, state=TeamState.IMPORTED, source=product.id, links=product.links
    )


def _refresh(memory: Memory, everything: Memory, team: Team, product: Product, today: date) -> bool:
    """Bring an unclaimed team to what is published now; say whether anything changed."""
    published = replace(team, name=product.name, phases=product.phases, links=product.links)
    changed = published != team
    if changed:
        memory.save_team(published)
    known = {each.answers.get("date") for each in everything.activities(team.id, practice=COMMITTEE)}
    new = tuple(day for day in product.committees if day.isoformat() not in known)
    _record_committees(memory, team, new, today)
    return changed or bool(new)


def _record_committees(memory: Memory, team: Team, days: tuple[date, ...], today: date) -> None:
    """Record each committee on its day; one to come is a fact known since today."""
    for day in days:
        draft = Draft(
            team.id,
            COMMITTEE,
            None,
            min(day, today),
            {"date": day.isoformat()},
            source=f"import:{team.source}:{COMMITTEE}:{day.isoformat()}",
        )
        memory.record(draft, datetime.combine(today, time(), UTC))


def _report(reading: Reading, outcomes: list[_Outcome], today: date, *, dry_run: bool) -> ImportReport:
    counts = Counter(outcomes)
    spans = (phase_on(product.phases, today) for product in reading.products)
    return ImportReport(
        created=counts[_Outcome.CREATED],
        updated=counts[_Outcome.UPDATED],
        unchanged=counts[_Outcome.UNCHANGED],
        unusable=reading.unusable,
        by_phase=Counter(span.phase.value if span else NOT_STARTED for span in spans),
        dry_run=dry_run,
    )
