"""Facts that are not said as they are: a choice has its word in each language, a sum its currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices of a field, by its id."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in cents of euro."""

    cents: int


@dataclass(frozen=True, slots=True)
class Age:
    """A time gone by, in days: said in days, weeks or months."""

    days: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """A time to come, in days: « demain », « dans 14 jours »."""

    days: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, by its key, and the facts it names."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
