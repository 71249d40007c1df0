"""What Slack's own SDK says of what we render: it knows most of the limits that the servers enforce."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.messages import Form, Message
from bot.platforms.slack.forms import modal
from bot.platforms.slack.render import blocks, fallback, home_view
from bot.stories.lenses import SLACK

MOST_CHARACTERS = 13_200  # PLATFORMS §1.8: `msg_blocks_too_long`


def refused(message: Message) -> list[str]:
    """Return what Slack would refuse of a message, posted or as a home."""
    shown = blocks(message)
    faults = [*_of_blocks(shown), *_of_view(home_view(message))]
    if not 0 < len(shown) <= 50:
        faults.append(f"{len(shown)} blocks")
    if sum(map(len, _read(shown))) > MOST_CHARACTERS:
        faults.append("msg_blocks_too_long")
    if not 0 < len(fallback(message)) <= 4_000:
        faults.append(f"{len(fallback(message))} characters at the top")
    ids = [each["action_id"] for each in _buttons(shown)]
    return faults + ([] if len(ids) == len(set(ids)) else ["two buttons have one action_id"])


def refused_form(form: Form) -> list[str]:
    """Return what Slack would refuse of a form."""
    view = modal(form)
    return [*_of_view(view), *_of_inputs(view["blocks"])]


def _of_inputs(shown: list[dict[str, Any]]) -> Iterator[str]:
    """Slack's models do not look into groups of options, nor at what a list may hold."""
    elements = [each["element"] for each in shown if each["type"] == "input"]
    for element in elements:
        groups = element.get("option_groups", [element])
        if "options" not in element and "option_groups" not in element:
            continue
        sizes = [len(group["options"]) for group in groups]
        most = 10 if element["type"] in {"checkboxes", "radio_buttons"} else 100
        if len(groups) > 100 or not all(0 < size <= most for size in sizes):
            yield f"{element['type']} with {sizes} options"
        if any(len(group.get("label", {}).get("text", "")) > 75 for group in groups):
            yield "the label of a group is too long"
        for option in (each for group in groups for each in group["options"]):
            said = (option["text"]["text"], option.get("description", {}).get("text", "-"))
            if not all(0 < len(text) <= 75 for text in said) or not 0 < len(option["value"]) <= 150:
                yield f"an option that Slack refuses: {option}"


def _of_blocks(shown: list[dict[str, Any]]) -> Iterator[str]:
    parsed = Block.parse_all(shown)
    yield from (f"not a block: {raw}" for raw, each in zip(shown, parsed, strict=True) if each is None)
    for each in filter(None, parsed):
        try:
            each.to_dict()
        except SlackObjectFormationError as fault:
            yield f"{each.type}: {fault}"
    if any(not text for text in _read(shown)):
        yield "an empty text"


def _of_view(view: dict[str, Any]) -> Iterator[str]:
    yield from _of_blocks(view["blocks"])
    try:
        View(**view).to_dict()
    except SlackObjectFormationError as fault:
        yield f"view: {fault}"


def _read(part: object) -> Iterator[str]:
    """Return every text that somebody reads, or that is read to them."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"text", "accessibility_label"} and isinstance(value, str):
                yield value
            else:
                yield from _read(value)
    elif isinstance(part, list):
        for each in part:
            yield from _read(each)


def _buttons(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "button":
            yield part
        for value in part.values():
            yield from _buttons(value)
    elif isinstance(part, list):
        for each in part:
            yield from _buttons(each)


CHECKED_SLACK = replace(
    SLACK,
    limits=lambda message: [*SLACK.limits(message), *refused(message)],
    form_limits=lambda form: [*SLACK.form_limits(form), *refused_form(form)],
)
"""Slack, by its own word too: a story that shows what it would refuse is not true."""
