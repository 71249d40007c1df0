"""Configuration: every fault at once, each saying what to write instead; an example that loads."""

import dataclasses
import os
import re
import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.config import Config, ConfigFaults, load_config
from bot.domain.budget import Allowance
from bot.domain.people import Rhythm
from bot.domain.thresholds import Figures, Thresholds
from bot.settings import known_keys

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
LONG_KEY = "a-key-that-is-long-enough"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with nothing of ours in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("POUCE_") or name in {"PORT", "DATABASE_URL"}:
            monkeypatch.delenv(name)


def loaded(text: str) -> Config:
    Path("config.toml").write_text(text, encoding="utf-8")
    return load_config()


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigFaults) as raised:
        loaded(text)
    return raised.value.lines


# What is read, and from where.


def test_nothing_has_to_be_written() -> None:
    assert load_config() == Config()


def test_the_file_is_read() -> None:
    config = loaded(
        'language = "en"\n[web]\nport = 9000\n[log]\nlevel = "debug"\n[words]\nprompts = "our/words"\n'
        '[calendar]\nholidays = "FR-974"\nclosing_days = [2026-12-24, 2026-12-31]\n'
    )
    assert (config.language, config.web.port, config.log_level) == ("en", 9000, "debug")
    assert (config.prompts, config.holidays) == (Path("our/words"), "FR-974")
    assert config.closing_days == {date(2026, 12, 24), date(2026, 12, 31)}


def test_a_file_elsewhere_may_be_named(tmp_path: Path) -> None:
    elsewhere = tmp_path / "other.toml"
    elsewhere.write_text('language = "en"\n', encoding="utf-8")
    assert load_config(elsewhere).language == "en"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_WEB__PORT", "7000")
    monkeypatch.setenv("POUCE_CALENDAR__CLOSING_DAYS", "2026-12-24, 2026-12-31")
    config = loaded('[web]\nport = 9000\nhost = "10.0.0.1"\n')
    assert (config.web.host, config.web.port) == ("10.0.0.1", 7000)
    assert config.closing_days == {date(2026, 12, 24), date(2026, 12, 31)}


def test_secrets_come_newest_first_and_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_SECRET_KEY", f"{LONG_KEY}-new, {LONG_KEY}-old")
    monkeypatch.setenv("POUCE_DATABASE__URL", "postgresql://ada:hunter22@db/pouce")
    config = load_config()
    assert config.secret_keys == (f"{LONG_KEY}-new", f"{LONG_KEY}-old")
    assert LONG_KEY not in repr(config)
    assert "hunter22" not in repr(config)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://a:b@db:5432/pouce", "postgresql+psycopg://a:b@db:5432/pouce"),
        ("postgresql://a:b@db/pouce?sslmode=require", "postgresql+psycopg://a:b@db/pouce?sslmode=require"),
        ("postgresql+psycopg://db/pouce", "postgresql+psycopg://db/pouce"),
        ("sqlite:///elsewhere.db", "sqlite:///elsewhere.db"),
    ],
)
def test_what_hosts_give_is_understood(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    monkeypatch.setenv("PORT", "5005")
    monkeypatch.setenv("POUCE_SECRET_KEY", LONG_KEY)
    config = load_config()
    assert (config.database_url, config.web.port) == (used, 5005)
    assert config.on_sqlite == used.startswith("sqlite")


def test_our_own_names_win_over_those_of_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///theirs.db")
    monkeypatch.setenv("POUCE_DATABASE__URL", "sqlite:///ours.db")
    monkeypatch.setenv("PORT", "5005")
    monkeypatch.setenv("POUCE_WEB__PORT", "7000")
    config = load_config()
    assert (config.database_url, config.web.port) == ("sqlite:///ours.db", 7000)


def test_a_variable_left_empty_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POUCE_WEB__PORT", "POUCE_SECRET_KEY", "PORT", "DATABASE_URL", "POUCE_PROMPTS"):
        monkeypatch.setenv(name, "")
    assert load_config() == Config()


def test_the_short_name_of_the_prompts_and_the_names_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_PROMPTS", "/our/words")
    monkeypatch.setenv("POUCE_REQUIRE", "postgres")
    monkeypatch.setenv("POUCE_REFERENCE_DATA", "/data")
    assert load_config() == Config(prompts=Path("/our/words"))


def test_the_public_address_follows_the_door_unless_it_is_given() -> None:
    assert loaded("[web]\nport = 9000\n").web.public_url == "http://127.0.0.1:9000"
    assert loaded('[web]\npublic_url = "https://a.example/"\n').web.public_url == "https://a.example"


def test_a_threshold_may_be_changed_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    name, usual = next(iter(dataclasses.asdict(Thresholds()).items()))
    changed = dataclasses.replace(Thresholds(), **{name: usual + 1})
    assert loaded(f"[thresholds]\n{name} = {usual + 1}\n").thresholds == changed
    monkeypatch.setenv(f"POUCE_THRESHOLDS__{name.upper()}", str(usual))
    assert load_config().thresholds == Thresholds()


# Faults.


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_WEB__HSOT", "10.0.0.1")
    monkeypatch.setenv("POUCE_DISCORD__BOT_TOKEN", "xoxb")
    monkeypatch.setenv("POUCE_LOG__LEVEL", "loud")
    told = faults_of(
        'lenguage = "fr"\nlanguage = "de"\n'
        '[web]\nport = "abc"\npublic_url = "pouce.example"\n'
        '[calendar]\nholidays = "FR-75"\nclosing_days = ["Christmas"]\n'
        "[rhythm.by_days]\n3 = { messages = 1 }\n9 = { messages = 1, items = 2 }\n"
        "[thresholds]\nno_such_threshold = 3\n"
    )
    beginnings = (
        "POUCE_DISCORD__BOT_TOKEN: not a variable of Pouce; ",
        "POUCE_WEB__HSOT: unknown key; did you mean POUCE_WEB__HOST?",
        "POUCE_LOG__LEVEL: Input should be 'debug', 'info', 'warning' or 'error', not 'loud'; write for",
        "lenguage: unknown key; did you mean language?",
        "language: Input should be 'fr' or 'en', not 'de'; write for example fr",
        "web.port: Input should be a valid integer",
        "web.public_url: not a web address; write something like https://",
        "calendar.holidays: unknown holiday calendar 'FR-75'; write one of FR, FR-57",
        "calendar.closing_days.0: Input should be a valid date",
        "rhythm.by_days.3.items: missing; write it",
        "rhythm.by_days.9: Input should be less than or equal to 7, not '9'",
        "thresholds.no_such_threshold: unknown key",
    )
    for beginning in beginnings:
        assert [line for line in told if line.startswith(beginning)], (beginning, told)
    assert len(told) == len(beginnings)
    assert not [line for line in told if "\n" in line]


def test_a_fault_of_writing_gives_its_line_and_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POUCE_WEB__PORT", "abc")
    told = faults_of('language = "fr"\n[web\nport = 3\n')
    assert len(told) == 2
    assert told[0].startswith("config.toml: not valid TOML:")
    assert "line 2" in told[0]
    assert told[1].startswith("POUCE_WEB__PORT: ")


def test_a_file_that_was_named_has_to_be_there() -> None:
    with pytest.raises(ConfigFaults, match=r"nowhere\.toml: cannot be read"):
        load_config(Path("nowhere.toml"))


def test_a_value_in_place_of_a_section() -> None:
    assert faults_of("web = 3\nthresholds = 4\n") == (
        "web: a section, not a value; write its keys, as in config.example.toml",
        "thresholds: a section, not a value; write its keys, as in config.example.toml",
    )


def test_a_section_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_WEB", "127.0.0.1:8080")
    assert faults_of("") == ("POUCE_WEB: a section, not a value; write its keys, as in config.example.toml",)


def test_secrets_are_not_repeated_in_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_SECRET_KEY", "hunter22")
    monkeypatch.setenv("POUCE_DATABASE__URL", "mysql://ada:hunter22@db/pouce")
    told = faults_of("")
    assert [line.partition(":")[0] for line in told] == ["POUCE_SECRET_KEY", "POUCE_DATABASE__URL"]
    assert "hunter22" not in "".join(told)


def test_postgresql_needs_a_key_that_every_process_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db/pouce")
    (line,) = faults_of("")
    assert line.startswith(
        "secret_key: required with PostgreSQL; set POUCE_SECRET_KEY to a long random value"
    )


def test_a_threshold_is_never_negative() -> None:
    name = dataclasses.fields(Thresholds)[0].name
    assert faults_of(f"[thresholds]\n{name} = -1\n") == (f"thresholds: {name}: below zero; write 0 or more",)


# Slack.

BOT, APP, SECRET = "xoxb-1-2-hunter22", "xapp-1-hunter22", "0123456789abcdefhunter2201234567"
WAYS = {
    "one workspace, by HTTP": {"bot_token": BOT, "signing_secret": SECRET},
    "one workspace, by socket": {"bot_token": BOT, "app_token": APP},
    "one workspace, with a token that is renewed": {"bot_token": f"xoxe.{BOT}", "signing_secret": SECRET},
    "many": {"client_id": "1.2", "client_secret": "hunter22", "signing_secret": SECRET},
    "many, by socket": {"client_id": "1.2", "client_secret": "hunter22", "app_token": APP},
}


def slack(**keys: str) -> str:
    return "[slack]\n" + "".join(f'{key} = "{value}"\n' for key, value in keys.items())


PUBLIC = '[web]\npublic_url = "https://a.example"\n'


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_slack_is_understood(way: str) -> None:
    keys = WAYS[way]
    config = loaded(slack(**keys) + PUBLIC)
    assert config.slack
    assert (config.slack.by_oauth, config.slack.by_socket) == ("client_id" in keys, "app_token" in keys)
    assert {key: getattr(config.slack, key) for key in keys} == keys
    assert config.chats == ("slack",)
    assert "hunter22" not in repr(config)


def test_slack_is_not_there_until_something_of_it_is_written() -> None:
    assert loaded("[slack]\n").slack is None


def test_slack_needs_a_way_to_be_written_to_and_a_way_to_be_heard() -> None:
    nothing_to_listen_with = (
        "slack: nothing to listen with; give signing_secret (HTTP), or app_token (Socket Mode)"
    )
    assert faults_of(slack(bot_token=BOT)) == (nothing_to_listen_with,)
    (line,) = faults_of(slack(signing_secret=SECRET))
    assert line.startswith("slack: nothing to write with; give bot_token (one workspace), or client_id")
    assert len(faults_of(slack(api_url="https://slack.com/api/"))) == 2


def test_slack_is_of_one_workspace_or_of_many() -> None:
    (line,) = faults_of(slack(**WAYS["many"], bot_token=BOT) + PUBLIC)
    assert line.startswith("slack: one workspace or several?")
    half = {"client_id": "1.2", "signing_secret": SECRET}
    assert faults_of(slack(**half) + PUBLIC) == ("slack: client_id and client_secret go together; give both",)


def test_installing_needs_a_public_address() -> None:
    assert faults_of(slack(**WAYS["many"])) == (
        "web.public_url: required for Slack's OAuth; write the https address that Slack reaches",
    )


def test_tokens_in_each_other_s_place_are_told_and_never_repeated() -> None:
    assert faults_of(slack(bot_token=APP, app_token=BOT)) == (
        "slack.bot_token: not such a token, which begins with xoxb-",
        "slack.app_token: not such a token, which begins with xapp-",
    )


@pytest.mark.parametrize("url", ["https://slack.com/api", "slack.com/api/", "ftp://slack.com/api/"])
def test_the_address_of_slack_s_methods_is_one_and_ends_in_a_slash(url: str) -> None:
    (line,) = faults_of(slack(**WAYS["one workspace, by HTTP"], api_url=url))
    assert line.startswith("slack.api_url: ")
    assert "http" in line


@pytest.mark.parametrize("word", ["/coach", "Coach", "", "my coach", "9", "é", "c" * 32])
def test_the_command_is_one_word_in_small_letters(word: str) -> None:
    (line,) = faults_of(f'[command]\nword = "{word}"\n')
    assert line.startswith("command.word: ")
    assert line.endswith("write for example coach")


def test_the_command_may_be_another_word() -> None:
    assert loaded('[command]\nword = "pouce-2"\n').command == "pouce-2"


# The key of this machine.


def test_the_local_key_is_made_once_for_its_owner_only() -> None:
    keys = Config().sealing_keys()
    assert Config().sealing_keys() == keys
    assert len(keys[0]) >= 32
    assert stat.S_IMODE(Path("var/secret_key").stat().st_mode) == 0o600


def test_no_local_key_is_made_when_keys_are_given() -> None:
    assert Config(secret_keys=(LONG_KEY,)).sealing_keys() == (LONG_KEY,)
    assert not Path("var").exists()


# The budget.


def test_a_row_of_the_budget_may_be_changed_alone() -> None:
    budget = loaded("[rhythm.by_days]\n2 = { messages = 1, items = 1 }\n").budget
    assert budget.for_week(2, Rhythm.NORMAL) == Allowance(1, 1)
    assert budget.for_week(5, Rhythm.NORMAL) == Allowance(5, 8)
    gentle = loaded("[rhythm]\ngentle = { messages = 1, items = 1 }\n").budget
    assert gentle.for_week(5, Rhythm.GENTLE) == Allowance(1, 1)


# The example.


def uncommented(text: str) -> str:
    """Return the example with its keys on: a key is commented by `#` alone, an explanation by `# `."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def one_workspace(text: str) -> str:
    """Leave out the keys for many workspaces, which cannot stand beside a token for one."""
    return re.sub(r"^client_.*\n", "", text, flags=re.MULTILINE)


def test_a_team_and_a_workspace_may_have_figures_of_their_own() -> None:
    text = """
[thresholds]
interviews_target = 25
[exceptions]
teams = { "Aides simples" = { interviews_target = 12 } }
workspaces = { "slack:T1" = { interviews_target = 40, sponsor_max_gap_days = 14 } }
"""
    config = loaded(text)
    figures = Figures(config.thresholds, config.exceptions.workspaces, config.exceptions.teams)
    said = [
        figures.of(*each).interviews_target for each in (("x", ""), ("x", "slack:T1"), ("Aides simples", ""))
    ]
    assert said == [25, 40, 12]
    assert figures.of("Aides simples", "slack:T1").sponsor_max_gap_days == 14


def test_an_exception_names_a_threshold() -> None:
    assert faults_of('[exceptions]\nteams = { "A" = { many = 1 } }\n') == (
        "exceptions.teams: A: many is no threshold; write keys of [thresholds], 0 or more",
    )
    assert faults_of('[exceptions]\nteams = { "A" = { interviews_target = -1 } }\n') == (
        "exceptions.teams: A: a figure is below zero; write keys of [thresholds], 0 or more",
    )


def test_the_example_loads_as_it_is_and_says_the_defaults_when_uncommented() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert loaded(text) == Config()
    everything = loaded(one_workspace(uncommented(text)))
    examples = (everything.secret_keys, everything.prompts, everything.closing_days)
    assert all(examples)
    usual = Config()
    assert everything.chats == ("slack", "mattermost")
    assert usual == dataclasses.replace(
        everything,
        secret_keys=(),
        prompts=None,
        closing_days=frozenset(),
        exceptions=usual.exceptions,
        web=usual.web,
        chats=(),
        slack=None,
        mattermost=None,
    )


def test_every_key_is_in_the_example_and_explained() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    content = tomllib.loads(uncommented(text))
    written = {
        f"{section}.{key}" if isinstance(keys, dict) else section
        for section, keys in content.items()
        for key in (keys if isinstance(keys, dict) else [""])
    }
    assert written == set(known_keys())
    keys = re.findall(r"(.*)\n#[a-z_]+ = ", text)
    assert len(keys) == len(known_keys())
    assert [above for above in keys if not above.startswith("# ")] == []


def test_every_threshold_has_its_source() -> None:
    _, _, after = EXAMPLE.read_text(encoding="utf-8").partition("[thresholds]")
    paragraphs = re.split(r"\n\n", after.partition("\n[")[0])
    explained = [paragraph for paragraph in paragraphs if re.search(r"^#[a-z_]+ = ", paragraph, re.MULTILINE)]
    assert len(explained) == len(dataclasses.fields(Thresholds))
    assert [paragraph for paragraph in explained if "Source:" not in paragraph] == []
