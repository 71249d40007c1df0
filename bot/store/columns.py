"""How values the database does not know are written in its columns, and read back as they were."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, TypeDecorator
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.exc import DontWrapMixin

from bot.domain.phases import Phase, PhaseSpan
from bot.store.codec import decode, decode_replies, encode, encode_replies

_REMEMBERED = 1_000
_PARSER = json.JSONDecoder()


def read_json(text: str | bytes) -> Any:  # noqa: ANN401 - whatever was written
    """Read what was written here: in UTF-8, with nothing around it. A crowd's history holds a million."""
    return _PARSER.raw_decode(text if isinstance(text, str) else text.decode())[0]


class NaiveInstant(ValueError, DontWrapMixin):
    """An instant without a zone was about to be stored: nobody could tell when it is."""


class Instant(TypeDecorator[datetime]):
    """A moment of the world: stored as UTC, read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn it into UTC, and refuse one that has no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            sentence = f"{value.isoformat()} has no time zone; give an aware datetime"
            raise NaiveInstant(sentence)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give back its zone: SQLite keeps none, PostgreSQL answers in the zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read a text at once, where the driver gives texts."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Shaped(TypeDecorator[Any]):
    """A value kept as JSON, given back in the shape it had."""

    impl = JSON
    cache_ok = True

    def __init__(self, pack: Callable[[Any], Any], unpack: Callable[[Any], Any]) -> None:
        super().__init__()
        self.pack = pack
        self.unpack = unpack

    def process_bind_param(self, value: object, _dialect: Dialect) -> object:
        """Make it something JSON can hold."""
        return self.pack(value)

    def process_result_value(self, value: object, _dialect: Dialect) -> object:
        """Make it what it was."""
        return self.unpack(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read a text at once, where the driver gives texts."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: self.unpack(None if text is None else read_json(text))


class Alike(Shaped):
    """A shaped value that never changes, such as tags: many rows hold the same, which is read once."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read a text that was read before by looking it up, where the driver gives texts."""
        usual = super().result_processor(dialect, coltype)
        return lru_cache(_REMEMBERED)(usual) if usual and dialect.name == "sqlite" else usual


def _pack_spans(spans: tuple[PhaseSpan, ...]) -> list[list[str]]:
    return [[span.phase.value, span.starts_on.isoformat()] for span in spans]


def _unpack_spans(pairs: list[list[str]]) -> tuple[PhaseSpan, ...]:
    return tuple(PhaseSpan(Phase(phase), datetime.fromisoformat(day).date()) for phase, day in pairs)


def _values(kinds: type[Enum]) -> list[str]:
    return [str(kind.value) for kind in kinds]


MAPPING = Shaped(dict, dict)
WORDS = Alike(list, tuple)
SET = Alike(sorted, frozenset)
SPANS = Alike(_pack_spans, _unpack_spans)
MESSAGE = Shaped(encode, decode)
REPLIES = Shaped(
    lambda replies: None if replies is None else encode_replies(replies),
    lambda rows: None if rows is None else decode_replies(rows),
)
VERDICTS = Shaped(list, lambda rows: tuple(tuple(row) for row in rows))
NAMED = EnumColumn(Enum, native_enum=False, length=20, values_callable=_values)
"""An enum, kept as the text of its value: a new one needs no migration."""
