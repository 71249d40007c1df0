"""What the public list of products says, and one line for each thing in it that cannot be used."""

import json
from datetime import date
from typing import Any

import pytest

from bot.domain.phases import Phase, PhaseSpan
from bot.products import UnusableFile, read_products


def entry(product_id: str, *phases: tuple[str, str], **attributes: object) -> dict[str, Any]:
    listed = [{"name": name, "start": start, "end": ""} for name, start in phases]
    return {"id": product_id, "attributes": {"name": product_id.title(), "phases": listed, **attributes}}


def text_of(*entries: object) -> str:
    return json.dumps({"links": {}, "data": list(entries), "included": []})


AIDES = entry(
    "aides",
    ("investigation", "2025-01-06"),
    ("construction", "2025-06-02"),
    link="https://aides.example.org",
    stats_url="https://aides.example.org/stats",
    impact_url="",
    budget_url=None,
)


def phase_names(*phases: tuple[str, str]) -> tuple[Phase, ...]:
    (product,) = read_products(text_of(entry("a", *phases))).products
    return tuple(span.phase for span in product.phases)


def test_the_names_of_the_phases_are_those_of_the_programme() -> None:
    published = ("investigation", "construction", "acceleration", "consolidation")
    exits = ("opere", "transfere", "abandon", "abandon-investigation")
    assert phase_names(*((name, "2024-01-01") for name in (*published, *exits))) == tuple(Phase)


@pytest.mark.parametrize("name", ["success", "transfer", "alumni"])
def test_an_older_name_needs_a_human_choice(name: str) -> None:
    reading = read_products(text_of(entry("a", ("construction", "2024-01-01"), (name, "2025-01-01"))))
    assert reading.products == ()
    assert reading.unusable == (f'a: phase "{name}" needs a human choice: write opere or transfere',)


TRAPS: list[tuple[object, str]] = [
    (entry("a", ("flying", "2024-01-01")), 'a: phase "flying" is not known; known are investigation,'),
    (entry("a", ("construction", "")), 'a: phase "construction" has no start'),
    (entry("a", ("construction", "soon")), 'a: the start of phase "construction" is not a date: "soon"'),
    (entry("a", ("construction", "2024-02-30")), 'a: the start of phase "construction" is not a date:'),
    (entry("a", ("", "2024-01-01")), "a: a phase has no name"),
    (entry("a"), "a: has no phase"),
    (entry("a") | {"attributes": {"name": "A", "phases": "construction"}}, "a: has no phase"),
    (entry("a") | {"attributes": {"name": "A", "phases": ["construction"]}}, "a: a phase has no name"),
    (entry("a", ("construction", "2024-01-01"), name=""), "a: has no name"),
    ({"id": "a"}, "a: has no name"),
    ({"id": "a", "attributes": []}, "a: has no name"),
    ({"attributes": {"name": "A"}}, "entry 2: has no id"),
    ("a string", "entry 2: has no id"),
    (None, "entry 2: has no id"),
]


@pytest.mark.parametrize(("trap", "line"), TRAPS)
def test_an_entry_that_cannot_be_used_is_told_in_one_line_and_the_others_come(
    trap: object, line: str
) -> None:
    reading = read_products(text_of(AIDES, trap))
    assert [product.id for product in reading.products] == ["aides"]
    (told,) = reading.unusable
    assert told.startswith(line)
    assert "\n" not in told


def test_an_unclear_phase_of_the_past_is_left_out_and_told() -> None:
    reading = read_products(text_of(entry("a", ("investigation", ""), ("construction", "2024-01-01"))))
    assert reading.products[0].phases == (PhaseSpan(Phase.CONSTRUCTION, date(2024, 1, 1)),)
    assert reading.unusable == ('a: phase "investigation" has no start; left out',)


def test_a_committee_without_a_date_is_left_out_and_told() -> None:
    odd = [{"name": "committee"}, {"name": "committee", "date": "spring"}, "party", None]
    reading = read_products(text_of(entry("a", ("construction", "2024-01-01"), events=odd)))
    assert reading.products[0].committees == ()
    assert reading.unusable == (
        "a: a committee has no date; left out",
        'a: the date of a committee is not a date: "spring"; left out',
    )


def test_a_product_listed_twice_is_kept_once() -> None:
    reading = read_products(text_of(AIDES, entry("aides", ("construction", "2020-01-01"))))
    assert len(reading.products[0].phases) == 2
    assert reading.unusable == ("aides: is listed twice; the first one is kept",)


def test_only_addresses_that_are_there_become_links() -> None:
    (product,) = read_products(text_of(AIDES)).products
    assert product.links == {
        "link": "https://aides.example.org",
        "stats_url": "https://aides.example.org/stats",
    }


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    sly = entry("a", ("construction", "2024-01-01"), link="javascript:alert(1)", repository="none")
    assert read_products(text_of(sly)).products[0].links == {}


SHAPES = [
    ("id;name;mission;start\n1;A;;\n", "a table in CSV"),
    ("Dear colleague,", "not JSON"),
    ("[" * 100_000, "not JSON"),
    ("[]", "a plain list of 0 entries"),
    ("42", "a single JSON value"),
    ('{"a": {"id": "a", "active_members": []}}', "startups_details.json"),
    ('{"id": "a", "name": "A", "phases": []}', "an object with id, name, phases"),
    ('{"data": [{"fullname": "Ada"}]}', "entries have no attributes"),
]


@pytest.mark.parametrize(("text", "seen"), SHAPES)
def test_another_shape_is_refused_saying_what_was_seen(text: str, seen: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_products(text)
    assert seen in str(refused.value)
    assert "startups.json" in str(refused.value)
