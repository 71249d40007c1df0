"""What differs between the servers that people run: one of 2021, and the newest (PLATFORMS §2)."""

import re
from dataclasses import dataclass, field

_TEXTUAL = frozenset({"text", "textarea", "select", "bool", "radio"})


@dataclass(frozen=True)
class Edition:
    """One version of the server."""

    version: str
    trigger_life: float
    """Seconds; it is OutgoingIntegrationRequestsTimeout."""
    action_id: re.Pattern[str]
    """The route of an action; another id is a page that is not there."""
    elements: frozenset[str]
    """Kinds of dialog elements that the client shows; it leaves the others out."""
    most_props: int
    """Characters of a post's props, written in JSON."""
    threads_in_commands: bool = True
    multiselect: bool = True
    old_format: bool = False
    """Whether the settings that clients need are only told to who asks for the old format."""
    empty_answers: bool = True
    """Whether an action may be answered with nothing; it is an error otherwise."""
    restricts_posts: bool = True
    """Whether RestrictDirectMessage binds what is posted in a direct channel, or only who may open one."""
    built_in: frozenset[str] = field(
        default=frozenset(
            {"away", "dnd", "echo", "help", "invite", "join", "leave", "me", "online", "status"}
        )
    )

    @property
    def version_id(self) -> str:
        """What each answer says in `X-Version-Id`."""
        return f"{self.version}.16285430561.1d6b4f2b6c5b1d36f5b3a4a1c4b0e9a8.false"


OLD = Edition(
    version="5.38.2",
    trigger_life=3.0,
    action_id=re.compile(r"[A-Za-z0-9]+"),
    elements=_TEXTUAL,
    most_props=8_000,  # POST_PROPS_MAX_RUNES until 5.x; 800,000 since
    threads_in_commands=False,
    multiselect=False,
    old_format=True,
    empty_answers=False,
    restricts_posts=False,
)
NEW = Edition(
    version="11.10.1",
    trigger_life=30.0,
    action_id=re.compile(r"[A-Za-z0-9_-]+"),
    elements=_TEXTUAL | {"date", "datetime", "file", "action_button"},
    most_props=800_000,
)
EDITIONS = {"old": OLD, "new": NEW}
