"""A form as a Slack modal, and back: what was filled in, as the domain reads it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from bot.domain.messages import Form, Input
from bot.domain.practices import FieldKind
from bot.platforms.plain import clean, cut, fold
from bot.platforms.slack import limits as figures
from bot.platforms.slack.render import Block, View, visible

_RATINGS = tuple((str(n), str(n)) for n in range(1, 6))
_TWO = 2
_ADDRESS = ("http://", "https://")
_DIGEST = 32
_ORIGIN = 500  # characters kept for what goes with the token of a form


def modal(form: Form, origin: str = "") -> View:
    """Return a form as a modal. `origin` comes back with it: where the answer is to be shown."""
    return {
        "type": "modal",
        "callback_id": form.verb[: figures.ID],
        "private_metadata": json.dumps({"token": form.token, "origin": origin}),
        "title": _plain(cut(clean(form.title), figures.TITLE)),
        "submit": _plain(cut(clean(form.submit), figures.TITLE)),
        "blocks": [*_intro(form), *map(_input, form.inputs)],
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text or "…", "emoji": False}


def _intro(form: Form) -> Iterator[Block]:
    """Say the whole title where its place is too short for it, then what introduces the fields."""
    title = form.title if len(form.title) > figures.TITLE else ""
    for text in (title, form.intro):
        if text.strip():
            yield {"type": "section", "text": _plain(fold(clean(text), figures.PLAIN_TEXT))}


def _input(field: Input) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.id,
        "label": _plain(cut(clean(field.label), figures.INPUT_LABEL)),
        "element": {**_element(field), "action_id": field.id},
        "optional": not field.required,
    }
    if field.hint:
        block["hint"] = _plain(cut(clean(field.hint), figures.HINT))
    return block


def _element(field: Input) -> Block:
    choices = field.choices or (_RATINGS if field.kind is FieldKind.RATING else ())
    if choices:
        return _choice(field, choices)
    text = field.value if isinstance(field.value, str) else ", ".join(field.value or [])
    match field.kind:
        case FieldKind.DATE:
            return {"type": "datepicker", **({"initial_date": text} if _is_day(text) else {})}
        case FieldKind.URL if not text or text.startswith(_ADDRESS):
            return {"type": "url_text_input", **_initial(text)}
        case FieldKind.LONG_TEXT:  # no max_length: Slack's stops at 3,000, and the domain keeps 10,000
            return {"type": "plain_text_input", "multiline": True, **_initial(text)}
        case _:  # numbers too: Slack's own field for them refuses « 2,5 »
            return {"type": "plain_text_input", **_initial(text)}


def _initial(text: str) -> Block:
    return {"initial_value": text} if text else {}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# Choosing


def _choice(field: Input, choices: Sequence[tuple[str, str]]) -> Block:
    options = [_option(value, label) for value, label in choices]
    values = field.value if isinstance(field.value, list) else [field.value or ""]
    chosen = [each for each in options if each["value"] in values]
    if field.kind is FieldKind.CHOICES:
        kind = "checkboxes" if len(options) <= figures.TICKS else "multi_static_select"
        return {"type": kind, **_offered(options), **({"initial_options": chosen} if chosen else {})}
    few = field.kind in {FieldKind.YES_NO, FieldKind.RATING} and len(options) <= figures.TICKS
    kind = "radio_buttons" if few else "static_select"
    return {"type": kind, **_offered(options), **({"initial_option": chosen[0]} if chosen else {})}


def _option(value: str, label: str) -> Block:
    """Return an option; a label too long for its line goes on under it."""
    said = clean(label)
    option: Block = {"text": _plain(cut(said, figures.LABEL)), "value": value}
    if len(said) > figures.LABEL:
        shown = len(option["text"]["text"]) - 1
        option["description"] = _plain(cut(f"…{said[shown:].lstrip()}", figures.LABEL))
    return option


def _offered(options: list[Block]) -> Block:
    """Return the options, in groups named by their first and last ones when a single list has no room."""
    if len(options) <= figures.OPTIONS:
        return {"options": options}
    starts = range(0, len(options), figures.OPTIONS)
    groups = [options[start : start + figures.OPTIONS] for start in starts]
    return {"option_groups": [{"label": _plain(_span(each)), "options": each} for each in groups]}


def _span(options: list[Block]) -> str:
    half = figures.LABEL // _TWO - _TWO
    return " – ".join(cut(options[n]["text"]["text"], half) for n in (0, -1))


# Back


def opened_by(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return the token that a form was sealed with, and where it was opened from."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
        return str(kept.get("token", "")), str(kept.get("origin", ""))
    except (ValueError, AttributeError):
        return "", ""


def values(view: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return what was filled in, by field; nothing is an empty text, or an empty list."""
    state: Mapping[str, Mapping[str, Mapping[str, Any]]] = view["state"]["values"]
    return {field: _value(answer) for answers in state.values() for field, answer in answers.items()}


def sending(view: Mapping[str, Any]) -> str:
    """Return the same id for a form that somebody sends again as it was: each time has its own trigger."""
    content = json.dumps([opened_by(view), values(view)], sort_keys=True).encode()
    return f"form:{view['id']}:{sha256(content).hexdigest()[:_DIGEST]}"


def _value(answer: Mapping[str, Any]) -> str | list[str]:
    match answer["type"]:
        case "checkboxes" | "multi_static_select":
            return [each["value"] for each in answer.get("selected_options") or []]
        case "static_select" | "radio_buttons":
            return str((answer.get("selected_option") or {}).get("value", ""))
        case "datepicker":
            return answer.get("selected_date") or ""
        case _:
            return answer.get("value") or ""


# What a person reads, and limits


def visible_form(view: View) -> str:
    """Return what a person reads of a modal; `*` marks what is required."""
    lines = [f"│ {line}" for block in view["blocks"] for line in _line(block).splitlines()]
    return "\n".join([f"┌ {view['title']['text']}", *lines, f"└ [{view['submit']['text']}]"])


def _line(block: Block) -> str:
    if block["type"] != "input":
        return visible([block])
    label = f"{block['label']['text']}{'' if block['optional'] else ' *'}"
    hint = f" ({block['hint']['text']})" if "hint" in block else ""
    return f"{label}{hint} : {_filled(block['element'])}".rstrip()


def _filled(element: Block) -> str:
    groups = element.get("option_groups", [element])
    options = [each for group in groups for each in group.get("options", [])]
    chosen = [*element.get("initial_options", []), element.get("initial_option")]
    if not options:
        return str(element.get("initial_value") or element.get("initial_date") or "")
    return "  ".join(f"{'●' if each in chosen else '○'} {_said(each)}" for each in options)


def _said(option: Block) -> str:
    more = option.get("description", {}).get("text", "")
    return f"{option['text']['text']} {more}".rstrip()


def form_limits(form: Form) -> Iterator[str]:
    """Return what Slack could not carry of a form, even shortened."""
    view = modal(form)
    if len(view["blocks"]) > figures.VIEW_BLOCKS:
        yield f"{len(view['blocks'])} blocks, {figures.VIEW_BLOCKS} at most"
    if len(form.token) > figures.METADATA - _ORIGIN:
        yield f"a form holds {len(form.token)} characters, {figures.METADATA - _ORIGIN} at most"
    for field in form.inputs:
        yield from _field_limits(field)


def _field_limits(field: Input) -> Iterator[str]:
    values = [value for value, _ in field.choices]
    if len(field.id) > figures.ID:
        yield f"{len(field.id)} characters in the name of a field, {figures.ID} at most: {field.id}"
    if len(set(values)) < len(values):
        yield f"two choices have the same value: {field.id}"
    if any(not 0 < len(value) <= figures.OPTION_VALUE for value in values):
        yield f"a choice needs a value of 1 to {figures.OPTION_VALUE} characters: {field.id}"
    if len(values) > figures.OPTIONS**2:
        yield f"{len(values)} choices, {figures.OPTIONS**2} at most: {field.id}"
