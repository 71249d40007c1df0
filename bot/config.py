"""How is this Pouce set up? `config.toml`, then the environment; every fault is told at once.

`settings.py` reads and checks; the rest of the code receives a frozen `Config` and never looks at the
environment.
"""

import os
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot import config_faults
from bot.domain.budget import Allowance, Budget
from bot.domain.thresholds import Thresholds
from bot.settings import (
    PREFIX,
    SHORT_NAMES,
    MattermostSection,
    RhythmSection,
    Settings,
    SlackSection,
    known_keys,
)

DEFAULT_FILE = Path("config.toml")
DEFAULT_DATABASE = "sqlite:///var/pouce.db"
LOCAL_KEY = Path("var/secret_key")
_EXAMPLE = "config.example.toml"
_OF_THE_TESTS = frozenset({"POUCE_REQUIRE", "POUCE_REFERENCE_DATA", "POUCE_EMULATE"})
_CONFIDENTIAL = frozenset({"secret_key", "database", "slack", "mattermost"})
"""What is never repeated in a fault: keys, and addresses that hold a password."""


class ConfigFaults(Exception):
    """The configuration cannot be used; one line per fault says what to write instead."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages and the chats' doors are."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://127.0.0.1:8080"
    """What people and chats are given; no slash at the end."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Thresholds that differ: by the name of a team, by `platform:id` of a workspace."""

    teams: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    workspaces: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Slack:
    """How Slack is reached. Nothing of it is shown when this is printed."""

    bot_token: str = field(default="", repr=False)
    """Of the one workspace; empty when workspaces install Pouce by themselves."""
    app_token: str = field(default="", repr=False)
    """Of Socket Mode; empty over HTTP."""
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_url: str = SLACK_API

    @property
    def by_oauth(self) -> bool:
        """Say whether workspaces install Pouce by themselves."""
        return bool(self.client_id)

    @property
    def by_socket(self) -> bool:
        """Say whether Slack is listened to by Socket Mode rather than over HTTP."""
        return bool(self.app_token)


@dataclass(frozen=True, slots=True)
class Mattermost:
    """One server of Mattermost. Nothing secret of it is shown when this is printed."""

    url: str
    token: str = field(default="", repr=False)
    """Of the bot; empty when it was installed by the command, which keeps one."""
    command_tokens: tuple[str, ...] = field(default=(), repr=False)
    """Of commands that were made by hand."""


@dataclass(frozen=True, slots=True)
class Config:
    """How this Pouce is set up."""

    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    """Newest first; empty when none was given: see `sealing_keys`."""
    language: str = "fr"
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    web: Web = field(default_factory=Web)
    prompts: Path | None = None
    budget: Budget = field(default_factory=Budget)
    thresholds: Thresholds = field(default_factory=Thresholds)
    exceptions: Exceptions = field(default_factory=Exceptions)
    holidays: str = "FR"
    closing_days: frozenset[date] = frozenset()
    chats: tuple[str, ...] = ()
    """The real chats that are configured."""
    slack: Slack | None = None
    mattermost: Mattermost | None = None
    command: str = "coach"
    """The word that calls Pouce in a chat, after the slash."""
    room_beside_chats: bool = False
    """Whether the local room may open next to them."""
    log_level: str = "info"
    messages_days: int = 400
    """How long messages are kept."""

    @property
    def on_sqlite(self) -> bool:
        """Say whether the database is a local file, hence one process."""
        return self.database_url.startswith("sqlite")

    def sealing_keys(self, local: Path = LOCAL_KEY) -> tuple[str, ...]:
        """Return the keys that seal buttons: those given, else the one of this machine, made once."""
        return self.secret_keys or (_local_key(local),)


def load_config(path: Path | None = None) -> Config:
    """Read the file (`config.toml` here, if any) and the environment; raise ConfigFaults."""
    content, faults = _file_content(path)
    faults += _unknown_variables()
    try:
        settings = Settings(**content)
    except ValidationError as error:
        raise ConfigFaults(faults + [_line(each) for each in error.errors()]) from None
    faults += config_faults.faults(settings)
    if faults:
        raise ConfigFaults(faults)
    return _assembled(settings)


def _local_key(path: Path) -> str:
    """Make the key of this machine on first use, for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


def _assembled(settings: Settings) -> Config:
    web = settings.web
    return Config(
        secret_keys=tuple(settings.secret_key),
        language=settings.language,
        database_url=settings.database.url,
        web=Web(web.host, web.port, web.public_url or f"http://{web.host}:{web.port}"),
        prompts=settings.words.prompts,
        budget=_budget(settings.rhythm),
        thresholds=settings.thresholds,
        exceptions=Exceptions(settings.exceptions.teams, settings.exceptions.workspaces),
        holidays=settings.calendar.holidays,
        closing_days=frozenset(settings.calendar.closing_days),
        chats=_chats(settings),
        slack=_slack(settings.slack),
        mattermost=_mattermost(settings.mattermost),
        command=settings.command.word,
        room_beside_chats=settings.room.beside_chats,
        log_level=settings.log.level,
        messages_days=settings.retention.messages_days,
    )


def _chats(settings: Settings) -> tuple[str, ...]:
    """Return the chats of which anything at all is configured."""
    sections = {"slack": settings.slack, "mattermost": settings.mattermost}
    return tuple(name for name, section in sections.items() if section.is_written)


def _slack(section: SlackSection) -> Slack | None:
    given = section.model_dump(exclude_none=True)
    return Slack(**given) if given else None


def _mattermost(section: MattermostSection) -> Mattermost | None:
    if section.url is None:
        return None
    return Mattermost(section.url, section.token or "", tuple(section.command_tokens))


def _budget(rhythm: RhythmSection) -> Budget:
    """Take the rows that were written; the other ones keep their figures."""
    usual = Budget()
    written = {days: Allowance(row.messages, row.items) for days, row in rhythm.by_days.items()}
    gentle = Allowance(rhythm.gentle.messages, rhythm.gentle.items) if rhythm.gentle else usual.gentle
    return Budget({**usual.by_days, **written}, gentle)


def _file_content(path: Path | None) -> tuple[dict[str, Any], list[str]]:
    chosen = path or DEFAULT_FILE
    if path is None and not chosen.exists():
        return {}, []
    try:
        return tomllib.loads(chosen.read_text(encoding="utf-8")), []
    except OSError as error:
        return {}, [f"{chosen}: cannot be read ({error.strerror}); give the path of a copy of {_EXAMPLE}"]
    except ValueError as error:
        return {}, [f"{chosen}: not valid TOML: {error}; compare with {_EXAMPLE}"]


# Faults: which key, what is wrong, what to write instead.


def _unknown_variables() -> Iterator[str]:
    """Tell of variables that look like ours and are not; those inside a section are told by pydantic."""
    for name in sorted(set(os.environ) - set(SHORT_NAMES) - _OF_THE_TESTS):
        section = name.removeprefix(PREFIX).lower().partition("__")[0]
        if name.startswith(PREFIX) and section not in Settings.model_fields:
            yield f"{name}: not a variable of Pouce; {_nearest(name, map(_variable, known_keys()))}"


def _line(error: ErrorDetails) -> str:
    place = [str(part) for part in error["loc"] if part != "[key]"]
    name = _name_as_given(place)
    match error["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            known = map(_variable, known_keys()) if name.startswith(PREFIX) else known_keys()
            return f"{name}: unknown key; {_nearest(name, known)}"
        case "model_type" | "dataclass_type":
            return f"{name}: a section, not a value; write its keys, as in {_EXAMPLE}"
        case "value_error":
            return f"{name}: {error['msg'].removeprefix('Value error, ')}"
        case "missing":
            return f"{name}: missing; write it, as in {_EXAMPLE}"
    given = "" if place[0] in _CONFIDENTIAL else f", not {error['input']!r}"
    return f"{name}: {error['msg']}{given}{_such_as(place)}"


def _name_as_given(place: Sequence[str]) -> str:
    """Name a key by the variable that gave it, else as in the file."""
    short = [name for name, where in SHORT_NAMES.items() if where == tuple(place)]
    variables = [_variable(".".join(place)), *short]
    return next((name for name in variables if os.environ.get(name)), ".".join(place))


def _variable(key: str) -> str:
    return PREFIX + key.upper().replace(".", "__")


def _nearest(written: str, known: Iterable[str]) -> str:
    close = get_close_matches(written, list(known), n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else f"remove it, or see the keys of {_EXAMPLE}"


def _such_as(place: Sequence[str]) -> str:
    """Offer the default as an example, where there is one."""
    default: object = Settings.model_construct()
    for name in place:
        default = getattr(default, name, None)
    return f"; write for example {default}" if isinstance(default, str | int | float) else ""
