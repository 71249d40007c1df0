"""What Slack refuses to show: the SDK's own validators, and the figures they lack (PLATFORMS §1.8)."""

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack.fake.state import Json, refuse

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
ALL_TEXT = 11_340
"""The shortest that was seen refused (slackapi/bolt-js#2867); Slack tells no figure."""
UPDATED_TEXT = 4_000
VIEW_BYTES = 250_000
TABLE = (100, 20)
METADATA_BYTES = 8_000
_SAID = {"plain_text", "mrkdwn", "raw_text", "text"}


def check_message(text: str | None, blocks: list[Json] | None, *, shown_text: int | None = None) -> None:
    """Raise what chat.postMessage would answer."""
    if not text and not blocks:
        refuse("no_text")
    if shown_text and len(text or "") > shown_text:
        refuse("msg_too_long")
    faults = list(block_faults(blocks or [], MOST_IN_MESSAGE))
    if faults:
        refuse("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    if sum(len(each["text"]) for each in _texts(blocks or [])) > ALL_TEXT:
        refuse("msg_blocks_too_long")


def check_metadata(metadata: Json | None) -> None:
    if metadata is None:
        return
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        refuse("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        refuse("metadata_too_large")


def check_view(view: Json, kind: str) -> None:
    """Raise what views.open, views.update or views.publish would answer."""
    faults = list(_view_faults(view, kind))
    if faults:
        refuse("invalid_arguments", response_metadata={"messages": [f"[ERROR] {f}" for f in faults]})
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        refuse("view_too_large")


def _view_faults(view: Json, kind: str) -> Iterator[str]:
    if view.get("type") != kind:
        yield f"must be of type {kind} [json-pointer:/view/type]"
        return
    blocks = view.get("blocks") or []
    yield from block_faults(blocks, MOST_IN_VIEW)
    try:
        View(**deepcopy(view)).to_dict()
    except (SlackObjectFormationError, TypeError, KeyError) as fault:
        yield str(fault)
    if kind == "modal" and not view.get("title"):
        yield "missing required field: title [json-pointer:/view]"
    if any(each.get("type") == "input" for each in blocks) and kind == "modal" and not view.get("submit"):
        yield "submit is required when an input block is within blocks [json-pointer:/view]"


def block_faults(blocks: list[Json], most: int) -> Iterator[str]:
    """Say what is wrong with blocks."""
    if len(blocks) > most:
        yield f"no more than {most} items allowed, {len(blocks)} found"
    for n, block in enumerate(blocks):
        for fault in _faults_of(block):
            yield f"{fault} [json-pointer:/blocks/{n}]"
    for id_, times in Counter(each["block_id"] for each in blocks if each.get("block_id")).items():
        if times > 1:
            yield f"block_id {id_} is there {times} times"
    if sum(each.get("type") == "table" for each in blocks) > 1:
        yield "only_one_table_allowed"


def _faults_of(block: Json) -> Iterator[str]:
    try:
        parsed = Block.parse(deepcopy(block))
        seen = parsed.to_dict() if parsed else None
    except (SlackObjectFormationError, TypeError, KeyError, AttributeError) as fault:
        yield str(fault)
        return
    if seen is None:
        yield f"unsupported type: {block.get('type')}"
        return
    yield from (f"invalid additional property: {each}" for each in _unknown(block, seen))
    yield from ("must be more than 0 characters" for each in _texts(block) if not each["text"])
    actions = Counter(each["action_id"] for each in _elements(block) if "action_id" in each)
    yield from (f"action_id {id_} is there {times} times" for id_, times in actions.items() if times > 1)
    if block["type"] == "table":
        rows = block.get("rows", [])
        if len(rows) > TABLE[0] or any(len(row) > TABLE[1] for row in rows):
            yield f"no more than {TABLE[0]} rows of {TABLE[1]}"


def _unknown(given: Any, seen: Any) -> Iterator[str]:
    """Give what the SDK dropped, which Slack refuses."""
    if isinstance(given, dict) and isinstance(seen, dict):
        yield from (key for key in given if key not in seen)
        for key in given.keys() & seen.keys():
            yield from _unknown(given[key], seen[key])
    if isinstance(given, list) and isinstance(seen, list):
        for each, other in zip(given, seen, strict=False):
            yield from _unknown(each, other)


def _texts(part: Any) -> Iterator[Json]:
    """Give every text object within."""
    if isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn", "raw_text", "text"} and isinstance(
            part.get("text"), str
        ):
            yield part
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


def _elements(block: Json) -> Iterator[Json]:
    yield from block.get("elements") or []
    yield from (block[name] for name in ("accessory", "element") if block.get(name))
