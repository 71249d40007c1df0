"""The commands, as somebody types them: what works, and the one clear line when it does not."""

import json
import os
import shutil
import socket
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.nursery import command

ROOT = Path(__file__).parents[1]
STORY = """
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
at 2026-11-24 10:00
ada says "/coach test 3 le formulaire fait peur"
ada hears "Noté : Test utilisateur, 3 personnes"
"""


def pouce(folder: Path, *words: str, **environment: str) -> CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POUCE_")}
    return command(folder, words, {**kept, **environment})


def test_check_says_that_all_is_well(tmp_path: Path) -> None:
    done = pouce(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "practices" in done.stdout
    assert "all is well" in done.stdout


def test_a_broken_configuration_tells_every_fault(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('langage = "fr"\n[web]\nport = "eighty"\n', encoding="utf-8")
    done = pouce(tmp_path, "check", POUCE_WEBB__PORT="1")
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 3
    assert [any(word in line for line in lines) for word in ("langage", "web.port", "POUCE_WEBB")] == [
        True
    ] * 3
    assert "Traceback" not in done.stderr


def test_a_broken_practice_names_file_key_and_fix(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    broken = tmp_path / "prompts" / "practices" / "release.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('tier = "core"', 'tier = "kernel"'), "utf-8")
    done = pouce(tmp_path, "check", POUCE_PROMPTS=str(tmp_path / "prompts"))
    assert done.returncode == 1
    assert "release" in done.stderr
    assert "tier" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_story_that_is_true(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(STORY, encoding="utf-8")
    done = pouce(tmp_path, "play", "a.story")
    assert (done.returncode, done.stderr) == (0, "")
    assert "le formulaire fait peur" in done.stdout


def test_a_story_in_a_chat_that_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(STORY, encoding="utf-8")
    done = pouce(tmp_path, "play", "a.story", "--platform", "minitel")
    assert done.returncode == 1
    assert done.stderr == "no chat is called minitel. Known: room, slack, mattermost.\n"


@pytest.mark.parametrize("platform", ["room", "slack", "mattermost"])
def test_a_story_as_json(tmp_path: Path, platform: str) -> None:
    (tmp_path / "a.story").write_text(STORY, encoding="utf-8")
    done = pouce(tmp_path, "play", "a.story", "--json", "--platform", platform)
    assert (done.returncode, done.stderr) == (0, "")
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"at", "to", "kind", "text", "buttons", "form", "attachments"} <= set(messages[0])


def test_a_story_that_is_not_true_shows_what_was_said(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(STORY.replace("3 personnes", "4 personnes"), encoding="utf-8")
    done = pouce(tmp_path, "play", "a.story")
    assert done.returncode == 1
    assert "3 personnes" in done.stdout.replace("\u00a0", " ")


def test_a_story_with_bad_lines_tells_all_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text("tz Europe/Paris\nada jumps\nperson ada king\n", encoding="utf-8")
    done = pouce(tmp_path, "play", "a.story")
    assert done.returncode == 1
    assert "2" in done.stderr
    assert "3" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_such_story(tmp_path: Path) -> None:
    done = pouce(tmp_path, "play", "nowhere.story")
    assert done.returncode == 1
    assert "nowhere.story is not a file" in done.stderr


def test_the_tour_plays(tmp_path: Path) -> None:
    done = pouce(tmp_path, "tour")
    assert (done.returncode, done.stderr) == (0, "")


def test_run_stays_away_from_a_real_chat(tmp_path: Path) -> None:
    done = pouce(tmp_path, "run", POUCE_MATTERMOST__URL="https://chat.example.org")
    assert done.returncode == 1
    assert done.stderr.startswith("mattermost: Pouce is not installed on https://chat.example.org yet; run ")
    assert done.stderr.count("\n") == 1


def test_run_says_everything_that_slack_still_needs(tmp_path: Path) -> None:
    done = pouce(tmp_path, "run", POUCE_SLACK__CLIENT_ID="1.2")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["slack", "slack", "web.public_url"]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        done = pouce(tmp_path, "run", POUCE_WEB__PORT=str(port))
    assert done.returncode == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert f"POUCE_WEB__PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    done = pouce(tmp_path, "migrate", POUCE_DATABASE__URL=f"sqlite:///{tmp_path}/file/pouce.db")
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
    assert "Choose another place" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_nobody_answers_for(tmp_path: Path) -> None:
    url = f"postgresql://nobody:nothing@127.0.0.1:{free_port()}/nowhere"
    settings = {"POUCE_DATABASE__URL": url, "POUCE_SECRET_KEY": "long enough a key"}
    done = pouce(tmp_path, "migrate", **settings)
    assert done.returncode == 1
    assert "nothing" not in done.stderr.split("nowhere")[0], "the password stays out of what is said"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["web", "worker"])
def test_several_processes_refuse_sqlite(tmp_path: Path, verb: str) -> None:
    done = pouce(tmp_path, verb)
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "PostgreSQL" in done.stderr


@pytest.mark.parametrize(
    ("lang", "platform", "pressed"),
    [("fr", "room", "[Je note]"), ("en", "slack", "[Log it]"), ("fr", "mattermost", "[Je note]")],
)
def test_preview(tmp_path: Path, lang: str, platform: str, pressed: str) -> None:
    done = pouce(tmp_path, "preview", "user_test", "--lang", lang, "--platform", platform)
    assert done.returncode == 0, done.stderr
    assert "user_test" in done.stdout
    assert pressed in done.stdout


def test_preview_of_a_tip(tmp_path: Path) -> None:
    done = pouce(tmp_path, "preview", "small_release", "--lang", "en", "--platform", "slack")
    assert done.returncode == 0
    assert "Something to try, if you like." in done.stdout
    assert "you meant to try this: shipping smaller" in done.stdout


def test_preview_of_nothing(tmp_path: Path) -> None:
    done = pouce(tmp_path, "preview", "karaoke")
    assert done.returncode == 1
    assert "user_test" in done.stderr


def test_export_is_a_table(tmp_path: Path) -> None:
    done = pouce(tmp_path, "export")
    assert done.returncode == 0, done.stderr
    assert "user_test.learned" in done.stdout.splitlines()[0]


def test_the_manifest_of_slack(tmp_path: Path) -> None:
    done = pouce(tmp_path, "slack", "manifest", "--format", "json", POUCE_WEB__PUBLIC_URL="https://a.example")
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    assert made["settings"]["interactivity"]["request_url"] == "https://a.example/slack/events"
    settings = {
        "POUCE_COMMAND__WORD": "pouce",
        "POUCE_SLACK__APP_TOKEN": "xapp-1",
        "POUCE_SLACK__BOT_TOKEN": "xoxb-1",
    }
    done = pouce(tmp_path, "slack", "manifest", **settings)
    assert "command: /pouce" in done.stdout, "as it is configured"
    assert "socket_mode_enabled: true" in done.stdout


def test_the_manifest_of_slack_needs_an_address_that_slack_reaches(tmp_path: Path) -> None:
    for words in ([], ["--http"], ["--socket", "--many"]):
        done = pouce(tmp_path, "slack", "manifest", *words)
        assert done.returncode == 1
        assert done.stderr.startswith(
            "web.public_url: Slack cannot reach http://127.0.0.1:8080; write the https"
        )
        assert done.stderr.count("\n") == 1
    assert pouce(tmp_path, "slack", "manifest", "--socket").returncode == 0
