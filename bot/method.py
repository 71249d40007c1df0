"""The method as a table: each row of the description of the intrapreneur, and what answers it.

A row is answered when some practice asks about it at a right time, records it, and says it in a summary
(docs/method.md, written by `pouce method`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue_faults import CatalogueFaults, Fault, read_toml
from bot.domain.phases import Phase
from bot.domain.practices import Catalogue, Practice, PracticeWords, Reminder, Tier
from bot.domain.thresholds import Thresholds

FILE = "method.toml"
_HEAD = """# The whole method, row by row

What the description of the intrapreneur asks, and what Pouce does about it: the practice, when it is asked
and in which words, what is recorded, and what a summary says of it. Sentences are in {language}.
`pouce method` writes this page from `prompts/`: change a practice there, never here.
"""
_TABLE = "| practice | asked | in such words | recorded | in a summary |\n|---|---|---|---|---|"
_ACTIVE = (
    Phase.INVESTIGATION,
    Phase.CONSTRUCTION,
    Phase.ACCELERATION,
    Phase.CONSOLIDATION,
    Phase.OPERATED,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is expected of an intrapreneur."""

    id: str
    words: dict[str, str]
    parent: str | None
    practices: tuple[Practice, ...]

    def gaps(self, language: str) -> list[str]:
        """Return what is missing for this row to be answered: a practice, a question, a record, a summary."""
        if not self.practices:
            return ["practice"]
        held = {
            "nudge": any(each.reminders and each.words[language].nudge for each in self.practices),
            "record": any(each.fields and each.words[language].examples for each in self.practices),
            "summary": any(each.words[language].summary for each in self.practices),
        }
        return [name for name, there in held.items() if not there]


def load_rows(folder: Path, catalogue: Catalogue) -> list[Row]:
    """Return the rows of the method, in order, with the practices that serve each.

    Raises:
        CatalogueFaults: when a practice names a row that does not exist.
    """
    data, faults = read_toml(folder / FILE)
    rows = data.get("rows", {})
    for practice in catalogue.practices:
        for name in practice.rows:
            if name not in rows:
                wrong = f"names {name!r}, which is no row of {FILE}."
                faults.append(Fault(f"practices/{practice.id}.toml", "rows", wrong, "Check its spelling."))
    if faults:
        raise CatalogueFaults(faults)
    return [
        Row(name, _words(row), row.get("parent"), _serving(name, catalogue)) for name, row in rows.items()
    ]


def _words(row: dict[str, str]) -> dict[str, str]:
    return {language: text for language, text in row.items() if language != "parent"}


def _serving(row: str, catalogue: Catalogue) -> tuple[Practice, ...]:
    return tuple(each for each in catalogue.practices if row in each.rows)


def as_markdown(rows: Iterable[Row], language: str) -> str:
    """Return the page of the method, its sentences in one language."""
    name = {"fr": "French", "en": "English"}.get(language, language)
    pieces = [_HEAD.format(language=name), *(_section(row, language) for row in rows)]
    return "\n".join(pieces).replace("\u202f", " ").replace("\u00a0", " ").rstrip() + "\n"


def _section(row: Row, language: str) -> str:
    under = f" (part of {row.parent})" if row.parent else ""
    lines = [_line(each, each.words[language]) for each in row.practices]
    return "\n".join([f"## {row.id}. {row.words[language]}{under}", "", _TABLE, *lines, ""])


def _line(practice: Practice, words: PracticeWords) -> str:
    asked = "; ".join(_asked(practice)) or "never, only recorded"
    recorded = f"`{words.examples[0]}`"
    cells = (f"{words.label} (`{practice.id}`)", asked, words.nudge[0], recorded, words.summary[0])
    return "| " + " | ".join(each.replace("|", "/") for each in cells) + " |"


def _asked(practice: Practice) -> Iterator[str]:
    for reminder in practice.reminders:
        quiet = {Tier.QUIET: ", only if turned on", Tier.SELF: ", only if accepted"}.get(reminder.tier, "")
        where = _phases(reminder, practice)
        yield f"{when(reminder)}{where}{quiet}"


def _phases(reminder: Reminder, practice: Practice) -> str:
    if reminder.phases == practice.phases:
        return ""
    return f" ({', '.join(each.value for each in _ACTIVE if each in reminder.phases)})"


def when(reminder: Reminder) -> str:
    """Say in words when a reminder comes up."""
    often = f", once a {reminder.at_most} at most" if reminder.at_most else ""
    return f"{_WHEN[reminder.rule](reminder)}{often}"


def _every(reminder: Reminder) -> str:
    on = f", on the {reminder.on} mission day" if reminder.on and not reminder.on.endswith("day") else ""
    goal = "" if reminder.goal == 1 else f", {_figure(reminder.goal)} expected"
    return f"every {reminder.every}{goal}{on or (f', on {reminder.on}' if reminder.on else '')}"


def _stale(reminder: Reminder) -> str:
    return f"{_figure(reminder.stale_after or 0)} days after the last"


def _each(reminder: Reminder) -> str:
    n, counted = reminder.each or (1, frozenset[str]())
    return f"every {n} of {' or '.join(f'`{each}`' for each in sorted(counted))}"


def _on_field(reminder: Reminder) -> str:
    later = f", {reminder.offset} days later" if reminder.offset else ""
    return f"once on the `{reminder.on_field}` of a record{later}"


def _days(reminder: Reminder) -> str:
    return ", ".join(map(_figure, reminder.days))


def _figure(named: int | str) -> str:
    """Return a figure, with its name in the configuration where it has one."""
    usual = Thresholds().figure(named)
    return f"{usual} (`{named}`)" if isinstance(named, str) else str(usual)


_WHEN: dict[str, Callable[[Reminder], str]] = {
    "every": _every,
    "after": lambda each: f"on day {_days(each)} after the {each.after}",
    "before": lambda each: f"{_days(each)} days before the {each.before}",
    "on_dates": lambda each: f"each year on {', '.join(each.on_dates)}",
    "stale_after": _stale,
    "each": _each,
    "on_field": _on_field,
    "after_event": lambda each: f"after a record of `{each.after_event}`",
    "once": lambda _: "once",
}
