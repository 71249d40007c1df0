"""What does the public list of products say? Reads `startups.json` of beta.gouv.fr, v2.6 and v2.7.

Pure: text in, products out, with one line for whatever could not be used. Traps: METHOD §5.1–5.2.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.phases import Phase, PhaseSpan

PHASES = {
    "investigation": Phase.INVESTIGATION,
    "construction": Phase.CONSTRUCTION,
    "acceleration": Phase.ACCELERATION,
    "consolidation": Phase.CONSOLIDATION,
    "opere": Phase.OPERATED,
    "transfere": Phase.TRANSFERRED,
    "abandon": Phase.STOPPED,
    "abandon-investigation": Phase.INCONCLUSIVE,
}
_AMBIGUOUS = frozenset({"success", "transfer", "alumni"})
"""Names of an older list, which do not say whether the product is operated or handed over."""
LINKS = ("link", "stats_url", "budget_url", "impact_url", "repository")
_ISO_DAY = len("2026-11-24")
_SHOWN = 5
SHAPE = "startups.json of the beta.gouv.fr API (v2.6 or v2.7)"
_SHAPE_IN_FULL = "an object whose data[] lists products with their attributes"
_NO_ATTRIBUTES = "a list under data[] whose entries have no attributes"


class UnusableFile(ValueError):
    """The file cannot be read, or is not a list of products that is known here; the message says why."""


class _Unusable(ValueError):
    """One entry, or a part of one, that cannot be used."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the public list."""

    id: str
    name: str
    phases: tuple[PhaseSpan, ...]
    """In the order listed; nothing is kept of `end`, which is mostly missing."""
    links: Mapping[str, str]
    committees: tuple[date, ...]
    """Days of its committees, past and coming, each once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the file holds, and one line for each thing it says that cannot be used."""

    products: tuple[Product, ...]
    unusable: tuple[str, ...]


def read_products(text: str) -> Reading:
    """Read the public list of products; raise UnusableFile for any other shape."""
    products: dict[str, Product] = {}
    lines: list[str] = []
    for position, entry in enumerate(_entries(text), start=1):
        try:
            product = _product(entry, lines.append)
            if product.id in products:
                _refuse("is listed twice; the first one is kept")
            products[product.id] = product
        except _Unusable as fault:
            lines.append(f"{_called(entry, position)}: {fault}")
    return Reading(tuple(products.values()), tuple(lines))


def _entries(text: str) -> list[Any]:
    try:
        content = _parsed(text)
    except (ValueError, RecursionError):
        shape = "a table in CSV" if ";" in text.partition("\n")[0] else "not JSON"
        raise another_shape(shape) from None
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, list):
        raise another_shape(_shape_of(content))
    if data and not any(isinstance(each, dict) and "attributes" in each for each in data):
        raise another_shape(_NO_ATTRIBUTES)
    return data


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a JSON text holds; raise ValueError for what no database keeps: NUL, half characters."""
    content = json.loads(text)
    written = json.dumps(content, ensure_ascii=False)
    written.encode()
    if "\\u0000" in written:
        raise ValueError
    return content


def another_shape(seen: str) -> UnusableFile:
    """Return the fault to raise for a file of another shape, saying what it looks like."""
    known = f"{SHAPE} ({_SHAPE_IN_FULL}), and what `pouce export --everything` writes"
    return UnusableFile(f"this looks like {seen}; what can be imported is {known}")


def _shape_of(content: object) -> str:
    """Say in a few words what was found, for the person who took the wrong file."""
    if isinstance(content, list):
        return f"a plain list of {len(content)} entries"
    if not isinstance(content, dict):
        return f"a single JSON value ({type(content).__name__})"
    if any(isinstance(each, dict) and "active_members" in each for each in content.values()):
        return f"startups_details.json ({len(content)} products by id)"
    keys = ", ".join(sorted(content)[:_SHOWN]) or "no key at all"
    return f"an object with {keys}{' …' if len(content) > _SHOWN else ''}"


def _called(entry: object, position: int) -> str:
    known = entry.get("id") if isinstance(entry, dict) else None
    return str(known) if known else f"entry {position}"


def _refuse(sentence: str) -> None:
    raise _Unusable(sentence)


def _product(entry: object, note: Callable[[str], None]) -> Product:
    """Read one entry, noting what is left out of it; raise _Unusable if nothing sure can be said."""
    product_id = _text(entry, "id", "has no id")
    attributes = entry.get("attributes") if isinstance(entry, dict) else None
    name = _text(attributes, "name", "has no name")
    phases = _listed(attributes, "phases")
    if not phases:
        _refuse("has no phase")

    def left_out(sentence: str) -> None:
        note(f"{product_id}: {sentence}; left out")

    return Product(
        product_id,
        name,
        tuple(_spans(phases, left_out)),
        _links(attributes),
        tuple(sorted(set(_committees(_listed(attributes, "events"), left_out)))),
    )


def _text(holder: object, key: str, otherwise: str) -> str:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise _Unusable(otherwise)
    return value.strip()


def _listed(holder: object, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def _spans(phases: list[Any], left_out: Callable[[str], None]) -> Iterator[PhaseSpan]:
    """Read the phases. One that is unclear is left out, except the last: it may be the one of today."""
    for position, phase in enumerate(phases, start=1):
        try:
            yield _span(phase)
        except _Unusable as fault:
            if position == len(phases):
                raise
            left_out(str(fault))


def _span(phase: object) -> PhaseSpan:
    name = _text(phase, "name", "a phase has no name")
    if name in _AMBIGUOUS:
        _refuse(f'phase "{name}" needs a human choice: write opere or transfere')
    if name not in PHASES:
        _refuse(f'phase "{name}" is not known; known are {", ".join(PHASES)}')
    start = _text(phase, "start", f'phase "{name}" has no start')
    return PhaseSpan(PHASES[name], _day(start, f'the start of phase "{name}"'))


def _day(written: str, what: str) -> date:
    try:
        return date.fromisoformat(written[:_ISO_DAY])
    except ValueError:
        sentence = f'{what} is not a date: "{written}"'
        raise _Unusable(sentence) from None


def _links(attributes: object) -> dict[str, str]:
    """Return the addresses that are there; several are published as empty text, or not at all."""
    given = attributes if isinstance(attributes, dict) else {}
    found = ((key, given.get(key)) for key in LINKS)
    return {
        key: url.strip()
        for key, url in found
        if isinstance(url, str) and url.strip().startswith(("https://", "http://"))
    }


def _committees(events: Iterable[Any], left_out: Callable[[str], None]) -> Iterator[date]:
    """Read the days of the committees; other events and free comments are not Pouce's business."""
    for event in events:
        if not isinstance(event, dict) or event.get("name") != "committee":
            continue
        try:
            yield _day(_text(event, "date", "a committee has no date"), "the date of a committee")
        except _Unusable as fault:
            left_out(str(fault))
