from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.calendar import Absence
from bot.domain.events import Profile
from bot.domain.people import CLOCK, Address, Rhythm, Scope
from bot.store import OutOfScope
from tests.store.world import NOW, TODAY, World


def test_the_profile_of_the_chat_gives_name_language_and_zone(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        person = memory.welcome(Address(world.workspace, "U1"), Profile("Léa", "en", "America/Cayenne"), NOW)
    assert (person.name, person.language, person.zone) == ("Léa", "en", "America/Cayenne")


def test_an_unknown_zone_leaves_the_usual_one(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        person = memory.welcome(Address(world.workspace, "U1"), Profile(zone="Mars/Olympus"), NOW)
    assert (person.name, person.language, person.zone) == ("U1", "fr", "Europe/Paris")


def test_somebody_welcomed_twice_is_one_person(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        again = memory.welcome(world.address("ada"), Profile("Somebody else"), NOW)
    assert (again.id, again.name) == (world.people["ada"], "Ada")


def test_what_a_person_changes_is_kept(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        ada = memory.person(world.people["ada"])
        assert ada
        changed = replace(
            ada,
            language="en",
            moment=time(17, 0),
            days=frozenset({1, 3}),
            rhythm=Rhythm.GENTLE,
            arrived_on=TODAY,
            privacy_read=True,
        )
        memory.save(changed)
    with world.store.read(world.scope("ada")) as memory:
        assert memory.person_at(world.address("ada")) == changed


def test_somebody_who_left_is_silent_until_they_are_back(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(ada, NOW)
        memory.mark_gone(world.address("ada"))
        assert memory.take_moments(NOW, 10) == []
        assert memory.person_at(world.address("ada")) is None
        assert memory.address_of(ada) is None
        assert memory.person(ada)
        assert memory.welcome(world.address("ada"), Profile(), NOW).id == ada
        memory.set_next_moment(ada, NOW)
        assert memory.take_moments(NOW, 10) == [(ada, NOW)]


def test_somebody_with_another_address_is_not_gone(world: World) -> None:
    ada, other = world.people["ada"], Address(world.elsewhere, "ada-bis")
    with world.store.write(CLOCK) as memory:
        assert memory.link_address(ada, other)
        memory.set_next_moment(ada, NOW)
        memory.mark_gone(world.address("ada"))
        assert memory.take_moments(NOW, 10) == [(ada, NOW)]
        assert memory.address_of(ada) == other


def test_people_are_written_to_where_they_are_looked_at(world: World) -> None:
    ada, other = world.people["ada"], Address(world.elsewhere, "ada-bis")
    with world.store.write(CLOCK) as memory:
        memory.link_address(ada, other)
        assert memory.address_of(ada) == world.address("ada")
    with world.store.read(Scope(world.elsewhere)) as memory:
        assert memory.address_of(ada) == other


def test_an_address_leads_to_one_person_for_ever(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        assert not memory.link_address(world.people["bob"], world.address("ada"))
        person = memory.person_at(world.address("ada"))
        assert person
        assert person.id == world.people["ada"]


@pytest.mark.parametrize("handle", ["cleo", "@cleo", " Cléo ", "CLEO"])
def test_a_handle_or_a_name_finds_someone(world: World, handle: str) -> None:
    with world.store.read(world.scope("ada")) as memory:
        found = memory.find_person(handle)
    assert found
    assert found.id == world.people["cleo"]


def test_a_name_that_two_people_bear_finds_nobody(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        memory.welcome(Address(world.workspace, "U10"), Profile("Léo"), NOW)
        memory.welcome(Address(world.workspace, "U11"), Profile("LEO"), NOW)
        assert memory.find_person("leo") is None


def test_people_of_another_workspace_are_not_there(world: World) -> None:
    zoe = world.people["zoe"]
    with world.store.write(world.scope("ada")) as memory:
        assert memory.person(zoe) is None
        assert memory.person_at(world.address("zoe")) is None
        assert memory.address_of(zoe) is None
        assert memory.find_person("zoe") is None
        assert memory.absences(zoe) == []
        with pytest.raises(OutOfScope):
            memory.welcome(Address(world.elsewhere, "new"), Profile(), NOW)
        with pytest.raises(OutOfScope):
            memory.set_next_moment(zoe, NOW)
        with pytest.raises(OutOfScope):
            memory.add_absence(zoe, Absence(TODAY, TODAY))


def test_only_confirmed_absences_count(world: World) -> None:
    ada, days = world.people["ada"], Absence(TODAY, TODAY + timedelta(days=4))
    with world.store.write(world.scope("cleo")) as memory:
        proposed = memory.add_absence(ada, days, confirmed=False, proposed_by=world.people["cleo"])
        assert memory.absences(ada) == []
        with pytest.raises(OutOfScope):
            memory.confirm_absence(proposed)
    with world.store.write(world.scope("ada")) as memory:
        memory.confirm_absence(proposed)
        assert memory.absences(ada) == [days]


def test_coming_back_ends_what_runs_and_drops_what_was_to_come(world: World) -> None:
    ada = world.people["ada"]
    past = Absence(date(2026, 11, 2), date(2026, 11, 6))
    running = Absence(date(2026, 11, 20), date(2026, 11, 30))
    coming = Absence(date(2026, 12, 21), date(2026, 12, 31))
    with world.store.write(world.scope("ada")) as memory:
        for absence in (coming, running, past):
            memory.add_absence(ada, absence)
        memory.end_absences(ada, TODAY)
        assert memory.absences(ada) == [past, Absence(running.first, date(2026, 11, 23))]
