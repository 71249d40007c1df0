"""Products come in once, with their phases and committees, and wait to be claimed."""

import json
import os
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.people import CLOCK, Scope, Team, TeamState
from bot.domain.phases import Phase
from bot.imports import ImportReport, UnusableFile, import_products
from bot.store import Store

TODAY = date(2026, 11, 24)


@pytest.fixture
def scope(store: Store) -> Scope:
    with store.write(CLOCK) as memory:
        return Scope(memory.workspace("room", "local"))


def entry(product_id: str, *phases: tuple[str, str], **attributes: object) -> dict[str, Any]:
    listed = [{"name": name, "start": start, "end": ""} for name, start in phases]
    return {"id": product_id, "attributes": {"name": product_id.title(), "phases": listed, **attributes}}


def text_of(*entries: object) -> str:
    return json.dumps({"links": {}, "data": list(entries), "included": []})


def written(tmp_path: Path, *entries: object) -> Path:
    path = tmp_path / "startups.json"
    path.write_text(text_of(*entries), encoding="utf-8")
    return path


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def teams(store: Store) -> dict[str | None, Team]:
    with store.read(CLOCK) as memory:
        return {team.source: team for team in memory.teams()}


def committees(store: Store, team: Team) -> list[tuple[str, date, int | None]]:
    with store.read(CLOCK) as memory:
        found = memory.activities(team.id, practice="committee")
        return [(str(each.answers["date"]), each.day, each.author) for each in found]


AIDES = entry(
    "aides",
    ("investigation", "2025-01-06"),
    ("construction", "2025-06-02"),
    link="https://aides.example.org",
    stats_url="https://aides.example.org/stats",
    impact_url="",
    budget_url=None,
    events=[
        {"name": "committee", "date": "2025-05-20", "comment": ""},
        {"name": "committee", "date": "2025-05-20", "comment": "listed twice"},
        {"name": "committee", "date": "2027-01-12", "comment": ""},
        {"name": "product_launch", "date": "2025-09-01", "comment": ""},
    ],
)


# What the store keeps of it.


def test_a_product_becomes_a_team_that_waits_to_be_claimed(
    store: Store, scope: Scope, tmp_path: Path
) -> None:
    report = import_products(store, scope, written(tmp_path, AIDES), TODAY)
    assert counts(report) == (1, 0, 0)
    team = teams(store)["aides"]
    assert (team.name, team.state, team.holidays) == ("Aides", TeamState.IMPORTED, "FR")
    assert team.phase_on(TODAY) is Phase.CONSTRUCTION
    assert team.phase_on(date(2025, 3, 1)) is Phase.INVESTIGATION
    assert team.links["stats_url"] == "https://aides.example.org/stats"


def test_past_committees_are_on_their_day_and_coming_ones_are_known_today(
    store: Store, scope: Scope, tmp_path: Path
) -> None:
    import_products(store, scope, written(tmp_path, AIDES), TODAY)
    assert committees(store, teams(store)["aides"]) == [
        ("2025-05-20", date(2025, 5, 20), None),
        ("2027-01-12", TODAY, None),
    ]


def test_a_second_run_changes_nothing_even_on_another_day(store: Store, scope: Scope, tmp_path: Path) -> None:
    path = written(tmp_path, AIDES)
    import_products(store, scope, path, TODAY)
    before = teams(store)
    assert counts(import_products(store, scope, path, TODAY)) == (0, 0, 1)
    assert counts(import_products(store, scope, path, date(2027, 2, 1))) == (0, 0, 1)
    assert teams(store) == before
    assert len(committees(store, before["aides"])) == 2


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(
    store: Store, scope: Scope, tmp_path: Path
) -> None:
    path = written(tmp_path, AIDES)
    rehearsed = import_products(store, scope, path, TODAY, dry_run=True)
    assert teams(store) == {}
    assert replace(import_products(store, scope, path, TODAY), dry_run=True) == rehearsed


def test_the_report_is_said_in_a_few_lines(store: Store, scope: Scope, tmp_path: Path) -> None:
    path = written(tmp_path, AIDES, entry("b", ("success", "2024-01-01")))
    shape = "startups.json of the beta.gouv.fr API (v2.6 or v2.7): 1 product (1 construction)."
    unused = 'Not used: b: phase "success" needs a human choice: write opere or transfere.'
    rehearsed = import_products(store, scope, path, TODAY, dry_run=True)
    assert rehearsed.as_text().splitlines() == [
        shape,
        "Teams: nothing was written; there would be 1 created, 0 updated, 0 unchanged.",
        unused,
    ]
    done = import_products(store, scope, path, TODAY)
    assert done.as_text().splitlines() == [shape, "Teams: 1 created, 0 updated, 0 unchanged.", unused]


def test_a_file_that_is_not_there_is_told(store: Store, scope: Scope, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"nowhere\.json cannot be read \(No such file"):
        import_products(store, scope, tmp_path / "nowhere.json", TODAY)


def test_what_was_published_since_is_taken_up(store: Store, scope: Scope, tmp_path: Path) -> None:
    import_products(store, scope, written(tmp_path, AIDES), TODAY)
    grown = entry("aides", ("construction", "2025-06-02"), ("acceleration", "2026-10-01"), name="Aides +")
    assert counts(import_products(store, scope, written(tmp_path, grown), TODAY)) == (0, 1, 0)
    team = teams(store)["aides"]
    assert (team.name, team.phase_on(TODAY)) == ("Aides +", Phase.ACCELERATION)


def test_a_new_committee_is_an_update(store: Store, scope: Scope, tmp_path: Path) -> None:
    import_products(store, scope, written(tmp_path, AIDES), TODAY)
    events = [*AIDES["attributes"]["events"], {"name": "committee", "date": "2026-06-09"}]
    grown = {**AIDES, "attributes": {**AIDES["attributes"], "events": events}}
    assert counts(import_products(store, scope, written(tmp_path, grown), TODAY)) == (0, 1, 0)
    assert len(committees(store, teams(store)["aides"])) == 3


def test_once_claimed_a_team_is_left_to_its_people(store: Store, scope: Scope, tmp_path: Path) -> None:
    import_products(store, scope, written(tmp_path, AIDES), TODAY)
    with store.write(scope) as memory:
        memory.save_team(replace(teams(store)["aides"], name="Our name", state=TeamState.ACTIVE))
    renamed = entry(
        "aides", ("acceleration", "2026-01-01"), events=[{"name": "committee", "date": "2026-02-02"}]
    )
    assert counts(import_products(store, scope, written(tmp_path, renamed), TODAY)) == (0, 0, 1)
    team = teams(store)["aides"]
    assert (team.name, team.phase_on(TODAY)) == ("Our name", Phase.CONSTRUCTION)
    assert len(committees(store, team)) == 2


def test_a_phase_to_come_is_planned_and_the_later_listed_wins_a_tie(
    store: Store, scope: Scope, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        entry("coming", ("investigation", "2026-12-01")),
        entry("planned", ("construction", "2026-01-05"), ("acceleration", "2027-01-04")),
        entry("tie", ("construction", "2026-01-05"), ("abandon", "2026-01-05")),
    )
    report = import_products(store, scope, path, TODAY)
    found = teams(store)
    assert found["coming"].phase_on(TODAY) is None
    assert found["planned"].phase_on(TODAY) is Phase.CONSTRUCTION
    assert found["tie"].phase_on(TODAY) is Phase.STOPPED
    assert report.by_phase == {"not started": 1, "construction": 1, "stopped": 1}


def test_progress_is_told_product_by_product(store: Store, scope: Scope, tmp_path: Path) -> None:
    path = written(tmp_path, AIDES, entry("b", ("construction", "2024-01-01")))
    seen: list[tuple[int, int]] = []
    import_products(store, scope, path, TODAY, on_progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_a_binary_file_is_refused(store: Store, scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\xff")
    with pytest.raises(UnusableFile, match="a binary file"):
        import_products(store, scope, path, TODAY)


# Real input, where the machine has it.


@pytest.fixture
def sample() -> Path:
    folder = os.environ.get("POUCE_REFERENCE_DATA")
    if not folder:
        pytest.skip("POUCE_REFERENCE_DATA is not set: no real list of products here")
    return Path(folder) / "products-sample.json"


def current_phase(phases: list[dict[str, str]]) -> str:
    """Tell the phase of today by sorting, which the code under test does not do."""
    begun = [(each["start"], rank, each["name"]) for rank, each in enumerate(phases)]
    return max(each for each in begun if each[0] <= TODAY.isoformat())[2]


def test_220_real_products_come_in_once(store: Store, scope: Scope, sample: Path) -> None:
    data = json.loads(sample.read_text(encoding="utf-8"))["data"]
    began = time.perf_counter()
    report = import_products(store, scope, sample, TODAY)
    print(f"220 products in {time.perf_counter() - began:.2f} s")
    assert (counts(report), report.unusable) == ((220, 0, 0), ())
    assert counts(import_products(store, scope, sample, TODAY)) == (0, 0, 220)
    renamed = {
        "opere": "operated",
        "transfere": "transferred",
        "abandon": "stopped",
        "abandon-investigation": "inconclusive",
    }
    names = Counter(current_phase(each["attributes"]["phases"]) for each in data)
    assert report.by_phase == {renamed.get(name, name): count for name, count in names.items()}
    published = sum(event["name"] == "committee" for each in data for event in each["attributes"]["events"])
    assert sum(len(committees(store, team)) for team in teams(store).values()) == published == 69
