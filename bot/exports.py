"""What was recorded, as a table anybody can open: a row per record, a column per field of the catalogue."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from bot.domain.activities import Activity, Value
from bot.domain.practices import Catalogue, FieldKind

_COLUMNS = ("team", "practice", "day", "author", "tags", "text", "links", "visibility", "closed_on")
_FORMULA = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


def export_csv(
    activities: Iterable[Activity], catalogue: Catalogue, teams: Mapping[int, str] | None = None
) -> str:
    """Return the records as CSV, with the names of the teams if they are given.

    The columns come from the catalogue alone, so that two exports can be put side by side; what was
    recorded under a field or a practice that is gone keeps a column at the end.
    """
    rows = [dict(_cells(activity, catalogue, teams or {})) for activity in activities]
    columns = list(dict.fromkeys([*_COLUMNS, *_fields(catalogue), *(key for row in rows for key in row)]))
    page = io.StringIO()
    table = csv.DictWriter(page, columns, restval="", quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(rows)
    return page.getvalue()


def _fields(catalogue: Catalogue) -> Iterator[str]:
    for practice in catalogue.practices:
        yield from (f"{practice.id}.{field.id}" for field in practice.fields)


def _cells(activity: Activity, catalogue: Catalogue, teams: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    practice = catalogue.get(activity.practice)
    name = practice.id if practice else activity.practice
    yield "team", harmless(teams.get(activity.team, str(activity.team)))
    yield "practice", harmless(name)
    yield "day", activity.day.isoformat()
    yield "author", "" if activity.author is None else str(activity.author)
    yield "tags", harmless(", ".join(activity.tags))
    yield "text", harmless(activity.text)
    yield "links", harmless(" ".join(activity.links))
    yield "visibility", activity.visibility.value
    yield "closed_on", activity.closed_on.isoformat() if activity.closed_on else ""
    for key, value in activity.answers.items():
        field = practice.field(key) if practice else None
        yield f"{name}.{key}", _cell(value, field.kind if field else None)


def _cell(value: Value, kind: FieldKind | None) -> str:
    """Write a value as a spreadsheet reads it: euros for cents, a plain figure for a number."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return harmless(", ".join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(Decimal(value).scaleb(-2)) if kind is FieldKind.MONEY else str(value)


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could run as a formula (TRUST §3.3)."""
    body = text.lstrip().lstrip(_INVISIBLE).lstrip()
    margin = text[: len(text) - len(body)]
    first = unicodedata.normalize("NFKC", body[:1])  # a full-width sign is a sign to some readers
    return f"'{text}" if first in _FORMULA or _BREAKS & set(margin) else text
