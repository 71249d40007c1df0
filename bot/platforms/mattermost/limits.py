"""What Mattermost refuses or leaves out, in figures, and what depends on the server's version (PLATFORMS §2).

`model/` and `app/` are folders of the server's source, read at versions of 2019, 2021 and 2026.
"""

import re
from dataclasses import dataclass

Version = tuple[int, int]
_VERSION = re.compile(r"(\d+)\.(\d+)\.")

POST = 16_383
"""Characters of a message (model/post.go, PostMessageMaxRunesV2)."""
FILES = 5
"""Of one post: « posts are limited to 5 files maximum » (API, CreatePost); clients allow 10 today."""
TITLE = 24
"""Of a dialog. The server counts bytes, and only warns in its log (model/integration_action.go)."""
LABEL = 24
"""`display_name` of an element; same source, as what follows."""
NAME = 300
HELP = 150
TEXT = 150
"""Typed in one line, and its default and placeholder; `max_length` allows clients more."""
TEXTAREA = 3_000

BUTTON = 75
"""Of a button, by our own choice: a longer name is read above it, for clients do not break its line."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a server can do, by its version. Nothing newer than what it says is assumed."""

    version: Version

    @property
    def props(self) -> int:
        """Characters of a post's props in JSON (model/post.go, PostPropsMaxRunes: 8,000 until 5.x)."""
        return 800_000 if self.version >= (6, 0) else 8_000

    @property
    def styles(self) -> bool:
        """Whether buttons have colours: seen in December 2020, of 5.30 (zenn.dev, kaakaa, day 14)."""
        return self.version >= (5, 30)

    @property
    def multiselect(self) -> bool:
        """Whether a menu of a dialog takes several choices."""
        return self.version >= (11, 0)

    @property
    def dates(self) -> bool:
        """Whether a dialog has date fields; older clients show nothing in their place."""
        return self.version >= (11, 1)


OLDEST = Features((5, 38))
"""The oldest server that people are known to run."""


def version_of(told: str) -> Version:
    """Return the version that each answer bears, such as 5.38.2.16285430561.…; nothing newer is assumed."""
    found = _VERSION.match(told)
    return (int(found[1]), int(found[2])) if found else (0, 0)
