"""What `pouce doctor` tells of each thing it looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    said: str
    fix: str = ""
    """What to do; empty when all is well."""

    def line(self) -> str:
        """Return it as a line of the terminal."""
        return f"no  {self.what}: {self.said} -> {self.fix}" if self.fix else f"ok  {self.what}: {self.said}"


Check = Callable[[Config, datetime], Iterator[Finding]]
