"""Reading what people type: `text -> Intent` (GRAMMAR). Both languages are always understood together."""

from bot.domain.reading.context import Context
from bot.domain.reading.fields import Fault, read_field, value_for
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.personal import Found, masked, personal_data
from bot.domain.reading.reader import read
from bot.domain.reading.since import began

__all__ = [
    "Context",
    "Fault",
    "Found",
    "Lexicon",
    "began",
    "masked",
    "personal_data",
    "read",
    "read_field",
    "value_for",
]
