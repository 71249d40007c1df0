"""What may be written in `config.toml` and in the environment, and what each value must be."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.calendars import closed_days
from bot.domain.thresholds import THRESHOLDS, Thresholds

PREFIX = "POUCE_"
SHORT_NAMES = {
    "PORT": ("web", "port"),
    "DATABASE_URL": ("database", "url"),
    "POUCE_PROMPTS": ("words", "prompts"),
}
"""Names that hosts and people give without our prefix or sections; the full name wins."""
_KEY_LENGTH = 16
_DATABASES = "sqlite:///var/pouce.db or postgresql://user:password@host/name"


def _listed(value: object) -> object:
    """In the environment, several values are separated by commas."""
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return value


def _long_enough(keys: list[str]) -> list[str]:
    if any(len(key) < _KEY_LENGTH for key in keys):
        message = f"a key has fewer than {_KEY_LENGTH} characters; write a long random one"
        raise ValueError(message)
    return keys


def _database_url(url: str) -> str:
    """Accept what hosts give (`postgres://`) and name the driver that is installed."""
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and separator:
        return url
    message = f"not a database Pouce knows; write {_DATABASES}"
    raise ValueError(message)


def _public_url(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = "not a web address; write something like https://pouce.example.org"
        raise ValueError(message)
    return url.rstrip("/")


def _calendar(code: str) -> str:
    closed_days(code)
    return code


def _not_negative(thresholds: Thresholds) -> Thresholds:
    values = {each.name: getattr(thresholds, each.name) for each in fields(thresholds)}
    negative = [name for name, value in values.items() if isinstance(value, int | float) and value < 0]
    if negative:
        message = f"{', '.join(negative)}: below zero; write 0 or more"
        raise ValueError(message)
    return thresholds


class Section(BaseModel):
    """A `[section]` of the file; a key that is not listed is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def is_written(self) -> bool:
        """Say whether anything else than the defaults is there."""
        return bool(self.model_dump(exclude_none=True, exclude_defaults=True))


class DatabaseSection(Section):
    """Where Pouce remembers."""

    url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///var/pouce.db"


class WebSection(Section):
    """Where the pages and the chats' doors are."""

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str | None, AfterValidator(_public_url)] = None


class WordsSection(Section):
    """Where the sentences are."""

    prompts: Path | None = None


class AllowanceRow(Section):
    """The most that is said in a week."""

    messages: Annotated[int, Field(ge=0)]
    items: Annotated[int, Field(ge=0)]


class RhythmSection(Section):
    """The budget of PRACTICES §3; rows that are not written keep their figures."""

    by_days: dict[Annotated[int, Field(ge=1, le=7)], AllowanceRow] = Field(default_factory=dict)
    gentle: AllowanceRow | None = None


def _known_figures(written: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Refuse a figure that does not exist, or below zero, whoever it is for."""
    for whose, figures in written.items():
        unknown = sorted(figures.keys() - THRESHOLDS)
        if unknown or any(value < 0 for value in figures.values()):
            wrong = f"{unknown[0]} is no threshold" if unknown else "a figure is below zero"
            message = f"{whose}: {wrong}; write keys of [thresholds], 0 or more"
            raise ValueError(message)
    return written


_Figures = Annotated[dict[str, dict[str, int]], AfterValidator(_known_figures)]


class ExceptionsSection(Section):
    """Thresholds of some teams, or of some workspaces, that differ from those of everybody."""

    teams: _Figures = Field(default_factory=dict)
    workspaces: _Figures = Field(default_factory=dict)


class CalendarSection(Section):
    """Which days are off for everyone."""

    holidays: Annotated[str, AfterValidator(_calendar)] = "FR"
    closing_days: Annotated[list[date], NoDecode, BeforeValidator(_listed)] = Field(default_factory=list)


def _api_url(url: str | None) -> str | None:
    if url is None or (_public_url(url) and url.endswith("/")):
        return url
    message = "the address of Slack's methods ends in a slash, such as https://slack.com/api/"
    raise ValueError(message)


class SlackSection(Section):
    """Slack: one workspace by its bot token, or many by OAuth; over HTTP, or by Socket Mode."""

    bot_token: str | None = None
    app_token: str | None = None
    signing_secret: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    api_url: Annotated[str | None, AfterValidator(_api_url)] = None


class MattermostSection(Section):
    """Mattermost: one server by its bot's token; `pouce mattermost install` adds others, and their tokens."""

    url: Annotated[str | None, AfterValidator(_public_url)] = None
    token: str | None = None
    command_tokens: Annotated[list[str], NoDecode, BeforeValidator(_listed)] = Field(default_factory=list)


class CommandSection(Section):
    """The word that calls Pouce in a chat, after the slash."""

    word: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")] = "coach"


class RoomSection(Section):
    """The local room, where Pouce is tried in a browser."""

    beside_chats: bool = False


class RetentionSection(Section):
    """How long what is over is kept: messages for longer than a quarter, the longest period of a reminder."""

    messages_days: int = Field(400, ge=100)


class LogSection(Section):
    """How much is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class _Environment(EnvSettingsSource):
    """The environment; a value that is not JSON is left as it is, for the model to complain of."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401 - so typed in pydantic-settings
        """Read a value that should be a section or a list."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class Settings(BaseSettings):
    """Everything that may be written; the file arrives as arguments, the environment wins."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    secret_key: Annotated[list[str], NoDecode, BeforeValidator(_listed), AfterValidator(_long_enough)] = (
        Field(default_factory=list)
    )
    language: Literal["fr", "en"] = "fr"
    database: DatabaseSection = DatabaseSection()
    web: WebSection = WebSection()
    words: WordsSection = WordsSection()
    rhythm: RhythmSection = RhythmSection()
    thresholds: Annotated[Thresholds, AfterValidator(_not_negative)] = Thresholds()
    exceptions: ExceptionsSection = ExceptionsSection()
    calendar: CalendarSection = CalendarSection()
    slack: SlackSection = SlackSection()
    mattermost: MattermostSection = MattermostSection()
    command: CommandSection = CommandSection()
    room: RoomSection = RoomSection()
    retention: RetentionSection = RetentionSection()
    log: LogSection = LogSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - ours reads the same variables
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no other file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources, the strongest first."""
        short = InitSettingsSource(settings_cls, _short_names(os.environ))
        return _Environment(settings_cls), short, init_settings


def known_keys() -> list[str]:
    """Return every key that may be written, with its section."""
    return [key for name, each in Settings.model_fields.items() for key in _keys_under(name, each.annotation)]


def _keys_under(name: str, kind: object) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, Section):
        yield from (f"{name}.{key}" for key in kind.model_fields)
    elif is_dataclass(kind):
        yield from (f"{name}.{each.name}" for each in fields(kind))
    else:
        yield name


def _short_names(environ: Mapping[str, str]) -> dict[str, Any]:
    given = {place: environ[name] for name, place in SHORT_NAMES.items() if environ.get(name)}
    return {section: {key: value} for (section, key), value in given.items()}
