"""What travels with a button and with a dialog, and proves on its way back that we wrote it, for that person.

Mattermost signs neither (PLATFORMS §0.4). The token is sealed for one person, for a while; the mark binds to
it what goes along: the key of the post, and where a form was opened.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Mark = Callable[[str], str]
"""Returns what proves that a text was written here: 43 characters."""
IsMarked = Callable[[str, str], bool]
CARD = ":card:"
"""What the key of somebody's card has in it: what is pressed there leaves it where it is."""
ANSWER = "answer:"
"""How the key of an answer to a command begins, which no server keeps; where to answer again follows."""
_MARK = 43


def unmarked(_: str) -> str:
    """Prove nothing: what is shown so is not believed when it comes back."""
    return ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened, and by which act: two forms that are alike are told apart by it."""

    act: str
    channel: str = ""
    post: str = ""
    """The post whose button opened it, when it is one that stays."""
    key: str = ""

    def packed(self) -> str:
        """Return it as a dialog bears it."""
        return json.dumps([self.act, self.channel, self.post, self.key])

    @classmethod
    def unpacked(cls, text: str) -> "Origin":
        """Return what a dialog bore; it was marked by us."""
        return cls(*json.loads(text))


def context(token: str, key: str, mark: Mark) -> dict[str, str]:
    """Return what stands behind a button of a post that has this key, or of an answer to a command.

    A card has many buttons, old servers have little room, and its key is not needed to answer them.
    """
    key = CARD if CARD in key else key
    return {"token": token, "key": key, "mark": mark(f"{token}\n{key}")}


def is_ours(token: str, key: str, given: str, is_marked: IsMarked) -> bool:
    """Say whether we wrote what stands behind a button."""
    return is_marked(f"{token}\n{key}", given)


def with_marked_state(shown: dict[str, Any], mark: Mark) -> dict[str, Any]:
    """Return a dialog whose state proves that we wrote it."""
    content = shown["dialog"]
    state = content["state"]
    return {**shown, "dialog": {**content, "state": f"{mark(state)}{state}"}}


def read_state(state: str, is_marked: IsMarked) -> str | None:
    """Return the state that we gave to a dialog; None when we did not."""
    given, kept = state[:_MARK], state[_MARK:]
    return kept if is_marked(kept, given) else None
