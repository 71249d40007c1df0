"""A coach who does not program changes a cadence and a wording, renames a practice, and is told of slips."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.catalogue import CatalogueFaults
from bot.coach.remind import look
from bot.domain.outlook import Subject
from bot.domain.people import CLOCK
from bot.store import Store, migrations
from tests.conftest import PROMPTS
from tests.scene import MONDAY, TEAM, new_bot, on


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A folder of words of their own."""
    folder = tmp_path / "prompts"
    shutil.copytree(PROMPTS, folder)
    return folder


def change(prompts: Path, practice: str, *changes: tuple[str, str]) -> None:
    path = prompts / "practices" / f"{practice}.toml"
    told = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in told
        told = told.replace(before, after, 1)
    path.write_text(told, encoding="utf-8")


def test_a_cadence_and_a_wording_are_changed_in_a_file(prompts: Path) -> None:
    wording = "Qui pourrait essayer le service devant toi aujourd’hui\u202f?"
    cadence = ('on = "penultimate"', 'on = "wednesday"')
    change(prompts, "user_test", cadence, ("nudge = [", f'nudge = [\n  "{wording}",\n  "{wording}",\n#'))
    path = prompts / "practices" / "user_test.toml"
    kept = [line for line in path.read_text(encoding="utf-8").split("\n") if not _a_former_nudge(line)]
    path.write_text("\n".join(kept), encoding="utf-8")
    bot = new_bot(prompts=prompts)
    scene = on(bot)
    scene.add("ada")
    scene.tick_until(MONDAY + timedelta(days=12))
    asked = [each for each in scene.nudges("ada") if "essayer le service devant toi" in each.text]
    assert asked
    assert {each.at.strftime("%A") for each in asked} == {"Wednesday"}
    bot.store.close()


def _a_former_nudge(line: str) -> bool:
    return line.startswith(
        ('  "Cette semaine, quelle idée', '  "Quelle idée as-tu montrée', '  "Qu’avez-vous mis')
    )


def test_slips_are_told_with_their_file_their_key_and_how_to_mend_them(prompts: Path) -> None:
    change(prompts, "user_test", ('on = "penultimate"', 'on = "wendesday"'))
    change(prompts, "sponsor", ('stale_after = "sponsor_max_gap_days"', 'stale_after = "sponsor_days"'))
    change(prompts, "interview", ('goal = "interviews_a_week"', 'goal = "interviews"'))
    change(prompts, "committee", ("committee_documents_days", "documents_days"))
    with pytest.raises(CatalogueFaults) as told:
        new_bot(prompts=prompts)
    lines = str(told.value).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("practices/committee.toml: reminders.countdown: has days = 'documents_days'")
    assert lines[1].startswith("practices/interview.toml: reminders.weekly: has goal = 'interviews', which")
    assert lines[2].startswith("practices/sponsor.toml: reminders.monthly: has stale_after = 'sponsor_days'")
    assert "sponsor_max_gap_days" in lines[2]
    assert lines[3].startswith("practices/user_test.toml: reminders.weekly: comes on 'wendesday'.")
    assert "Choose among first, second" in lines[3]


def first_version(url: str) -> None:
    """Make a database as the first version left it, with a team and what it noted."""
    store = Store(url)
    config = Config(Path(migrations.__file__).with_name("alembic.ini"))
    with store.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in _FIRST:
            connection.execute(text(statement))
    store.close()


_FIRST = (
    "INSERT INTO workspace (id, platform, external_id, name) VALUES (1, 'room', 'local', '')",
    """INSERT INTO team (id, workspace_id, name, state, phases, holidays, links)
       VALUES (1, 1, 'Aides simples', 'active', '[["construction", "2026-06-01"]]', 'FR', '{}')""",
    """INSERT INTO activity (id, workspace_id, team_id, practice, day, answers, text, tags, links, visibility,
                             recorded_at)
       VALUES (1, 1, 1, 'user_test', '2026-11-20', '{"participants": 3}', '3 agents', '[]', '[]', 'team',
               '2026-11-20 09:00:00')""",
)


def test_a_database_of_the_first_version_goes_on_whatever_was_renamed(prompts: Path, tmp_path: Path) -> None:
    """`user_test` became `field_test`: what was noted under its first name counts under the new one."""
    url = f"sqlite:///{tmp_path / 'pouce.db'}"
    first_version(url)
    (prompts / "practices" / "user_test.toml").rename(prompts / "practices" / "field_test.toml")
    change(prompts, "field_test", ('id = "user_test"', 'id = "field_test"\nformerly = ["user_test"]'))
    for other in (prompts / "practices").glob("*.toml"):
        told = other.read_text(encoding="utf-8")
        if other.stem != "field_test" and '"user_test"' in told:
            other.write_text(told.replace('"user_test"', '"field_test"'), encoding="utf-8")
    for tip in (prompts / "library" / "tips").glob("*.toml"):
        told = tip.read_text(encoding="utf-8")
        tip.write_text(told.replace('"user_test"', '"field_test"'), encoding="utf-8")
    bot = new_bot(url, prompts)
    scene = on(bot)
    with bot.store.read(CLOCK) as memory:
        (team,) = memory.teams()
    scene.stage.cast.teams[TEAM] = team
    scene.add("ada")
    assert "1 série de tests, 3 personnes sur 4 semaines" in scene.says("ada", "/coach équipe")
    assert "Noté : Test utilisateur, 2 personnes" in scene.says("ada", "/coach test 2 agents, tout va bien")
    assert "2 séries de tests, 5 personnes" in scene.says("ada", "/coach équipe")
    with bot.store.write(CLOCK) as memory:
        person = memory.person_at(scene.address("ada"))
        assert person
        memory.set_subject(person.id, team.id, Subject("user_test", "stopped", scene.now.date()))
        (outlook,) = look(bot.kit, memory, person, scene.now).teams
    assert outlook.subjects["field_test"].state == "stopped", "what was said of it is not asked again"
    bot.store.close()
