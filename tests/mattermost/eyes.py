"""What somebody reads on a Mattermost screen: our own reading of Markdown, not that of what is tested."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.mattermost.fake.dialogs import elements_shown
from tests.mattermost.fake.posts import actions_of
from tests.mattermost.fake.state import Json, Mattermost

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(?<!\\)(\*\*|__|\*|_(?=\w)|(?<=\w)_(?!\w)|`|^#{1,6} )", re.MULTILINE)
_RULE = re.compile(r"^\|[\s:|-]+\|$\n?", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\w\s])")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(frozen=True)
class Pressable:
    """A button, or a menu with what may be chosen in it."""

    label: str
    post: str
    id: str
    kind: str = "button"
    options: tuple[tuple[str, str], ...] = ()
    """Texts and values."""


@dataclass(frozen=True)
class Shown:
    """One thing on the screen: a post, or the dialog that is open."""

    place: str
    """A channel, or `form`."""
    id: str
    at: float
    """When it came, or was changed."""
    text: str
    buttons: tuple[Pressable, ...] = ()
    files: tuple[str, ...] = ()
    only_for_me: bool = False
    told: str = ""
    """What a notification says: the message alone."""
    source: Any = None


def shown_post(mattermost: Mattermost, post: Json) -> Shown:
    """Return a post as it is seen: its message, then what is attached under it."""
    lines = [post["message"], *_attached(post["props"])]
    return Shown(
        place=post["channel_id"],
        id=post["id"],
        at=post["update_at"] / 1e3,
        text=read("\n".join(line for line in lines if line)),
        buttons=tuple(_pressable(post["id"], each) for each in actions_of(post["props"])),
        files=tuple(mattermost.uploads[each].name for each in post["file_ids"]),
        only_for_me=post["type"] == "system_ephemeral",
        told=read(post["message"]),
        source=post,
    )


def _attached(props: Json) -> Iterator[str]:
    for each in props.get("attachments") or []:
        yield from (each.get(name) or "" for name in ("pretext", "title", "text"))
        yield from (f"{field['title']} : {field['value']}" for field in each.get("fields") or [])
        yield each.get("footer") or ""


def _pressable(post: str, action: Json) -> Pressable:
    options = tuple((each["text"], each["value"]) for each in action.get("options") or [])
    return Pressable(action["name"], post, action["id"], action.get("type") or "button", options)


def shown_dialog(mattermost: Mattermost, shown: Json) -> Shown:
    """Return the dialog that is open, with what is wrong under each element."""
    dialog, errors = shown["dialog"], shown["errors"]
    lines = [dialog["title"], dialog.get("introduction_text") or ""]
    for element in elements_shown(shown, mattermost):
        lines += [element["display_name"], element.get("help_text") or ""]
        lines += [each["text"] for each in element.get("options") or []]
        lines += [f"⚠ {errors[element['name']]}"] if element["name"] in errors else []
    lines += [f"⚠ {errors['']}"] if "" in errors else []
    lines.append(f"[{dialog.get('submit_label') or 'Submit'}]")
    text = read("\n".join(line for line in lines if line))
    return Shown("form", dialog.get("callback_id") or "", shown["at"], text, source=shown)


def read(markdown: str) -> str:
    """Return what is read of a Markdown text."""
    plain = _RULE.sub("", _LINK.sub(lambda hit: hit[1], markdown))
    return _ESCAPED.sub(lambda hit: hit[1], _MARKS.sub("", plain)).translate(_UNSEEN)
