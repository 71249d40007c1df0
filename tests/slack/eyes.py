"""What somebody reads on a Slack screen, from blocks alone: our own reading, not that of what is tested."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.slack.fake.state import Json

_LINK = re.compile(r"<[^|>]+\|([^>]+)>|<(https?://[^>]+)>")


@dataclass(frozen=True)
class Pressable:
    """A button, and what Slack says when it is pressed."""

    label: str
    block_id: str
    element: Json

    @property
    def value(self) -> str:
        return str(self.element.get("value", ""))


@dataclass(frozen=True)
class Shown:
    """One thing on the screen: a message, the home or the form that is open."""

    place: str
    """A conversation, `home` or `form`."""
    id: str
    """The `ts` of a message, the id of a view."""
    at: float
    """When it came, or was changed."""
    text: str
    buttons: tuple[Pressable, ...]
    files: tuple[str, ...] = ()
    only_for_me: bool = False
    told: str = ""
    """What a notification or a screen reader says: the top-level text."""
    source: Any = None


def shown_message(message: Json, place: str) -> Shown:
    """Return a message as it is seen: its blocks if it has some, else its text."""
    blocks = message.get("blocks") or []
    text = "\n".join(lines_of(blocks)) if blocks else _read(message.get("text", ""))
    return Shown(
        place=place,
        id=message["ts"],
        at=float(message.get("edited", message)["ts"]),
        text=text,
        buttons=tuple(pressables(blocks)),
        files=tuple(f"{each['title']} : {each['alt_txt']}" for each in message.get("files", [])),
        only_for_me=message.get("is_ephemeral", False),
        told=_read(message.get("text", "")),
        source=message,
    )


def shown_view(view: Json, errors: Json | None = None) -> Shown:
    """Return a home or a form as it is seen, with what is wrong under each field."""
    home = view["type"] == "home"
    lines = [] if home else [view["title"]["text"]]
    for block in view["blocks"]:
        lines += lines_of([block])
        if errors and block.get("block_id") in errors:
            lines.append(f"⚠ {errors[block['block_id']]}")
    lines += [] if home or not view.get("submit") else [f"[{view['submit']['text']}]"]
    buttons = tuple(pressables(view["blocks"]))
    at = float(".".join(view["hash"].split(".")[:2]))
    return Shown("home" if home else "form", view["id"], at, "\n".join(lines), buttons, source=view)


def pressables(blocks: list[Json]) -> Iterator[Pressable]:
    for block in blocks:
        elements = [*(block.get("elements") or []), block.get("accessory") or {}]
        for each in elements:
            if each.get("type") == "button":
                yield Pressable(each["text"]["text"], block["block_id"], each)


def lines_of(blocks: list[Json]) -> Iterator[str]:
    """Give what is read, a line each, in order; buttons are not words."""
    for block in blocks:
        yield from (line for line in _lines(block) if line)


def _lines(block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind == "rich_text":
        for element in block["elements"]:
            yield from _rich(element)
    elif kind in {"section", "header"}:
        yield _text(block.get("text"))
        yield from (_text(each) for each in block.get("fields") or [])
    elif kind == "context":
        yield from (_text(each) for each in block["elements"])
    elif kind == "table":
        yield from (" | ".join(each.get("text", "") for each in row) for row in block["rows"])
    elif kind == "input":
        yield " : ".join(filter(None, (_text(block["label"]), _text(block.get("hint")))))
    elif kind == "image":
        yield block["alt_text"]


def _rich(element: Json) -> Iterator[str]:
    if element["type"] == "rich_text_list":
        for each in element["elements"]:
            yield "• " + "".join(_rich(each))
        return
    said = "".join(each.get("text") or each.get("url") or "" for each in element["elements"])
    yield f"> {said}" if element["type"] == "rich_text_quote" else said


def _text(text: Json | None) -> str:
    if text is None:
        return ""
    return _read(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _read(marked: str) -> str:
    return unescape(_LINK.sub(lambda found: found[1] or found[2], marked))
