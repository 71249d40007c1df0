"""A form as a dialog of Mattermost, and back: what was filled in, as the domain reads it.

A label has 24 characters there: the question itself is in the help, or before the fields. There is no `bool`:
clients let nobody answer no to one that is required.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.messages import Form, Input
from bot.domain.practices import FieldKind
from bot.platforms.mattermost.limits import HELP, LABEL, NAME, OLDEST, TEXT, TEXTAREA, TITLE, Features
from bot.platforms.mattermost.text import inert, line, readable, unlinked, unmarked
from bot.platforms.plain import clean, cut, fold, one_line

Dialog = dict[str, Any]
_RATINGS = tuple((str(n), str(n)) for n in range(1, 6))
_ADDRESS = ("http://", "https://")
_LONGEST = 10_000
"""What the domain keeps; without `max_length`, clients stop at 150, or 3,000."""
_COMMA = re.compile(r"[,;\n]")
_NOTHING = "…"


def dialog(form: Form, origin: str, callback: str, features: Features) -> Dialog:
    """Return a form as what opens a dialog. `origin` comes back with it: where the answer is to be shown."""
    elements = [_element(each, features) for each in form.inputs]
    listed = {each.id: _named(each) for each in form.inputs if _is_listed(each, features)}
    content = {
        "callback_id": form.verb,
        "title": _short(form.title, TITLE),
        "introduction_text": "\n\n".join(_intro(form, features)),
        "elements": elements,
        "submit_label": one_line(clean(form.submit)) or _NOTHING,
        "state": json.dumps({"token": form.token, "origin": origin, "choices": listed}),
    }
    return {"url": callback, "dialog": content}


def _short(text: str, most: int) -> str:
    return cut(one_line(clean(text)), most).strip() or _NOTHING


def _intro(form: Form, features: Features) -> Iterator[str]:
    """Say the whole title where its place is too short, what introduces the fields, and long questions."""
    title = form.title if len(one_line(form.title)) > TITLE else ""
    for text in (title, form.intro):
        if text.strip():
            yield inert(fold(text, TEXTAREA))
    asked = [(each.label, _explained(each, features)) for each in form.inputs]
    long = [f"- **{line(_short(label, LABEL))}** : {line(text)}" for label, text in asked if len(text) > HELP]
    if long:
        yield "\n".join(long)


def _element(field: Input, features: Features) -> Dialog:
    element = {
        "display_name": _short(field.label, LABEL),
        "name": field.id,
        "optional": not field.required,
        **_kind(field, features),
    }
    explained = cut(_explained(field, features), HELP)
    return {**element, **({"help_text": explained} if explained else {})}


def _explained(field: Input, features: Features) -> str:
    """Return the question when the label has no room for it, what helps, and what may be typed."""
    label = one_line(clean(field.label))
    names = ", ".join(_named(field)) if _is_listed(field, features) else ""
    said = (label if len(label) > LABEL else "", one_line(clean(field.hint)), names)
    return unlinked(" – ".join(filter(None, (each.strip() for each in said))))


def _kind(field: Input, features: Features) -> Dialog:
    choices = field.choices or (_RATINGS if field.kind is FieldKind.RATING else ())
    if _is_listed(field, features):
        return _typed(", ".join(name for name, value in _named(field).items() if value in _chosen(field)))
    if choices:
        return _choice(field, choices)
    text = field.value if isinstance(field.value, str) else ", ".join(field.value or [])
    match field.kind:
        case FieldKind.DATE if features.dates:
            return {"type": "date", **({"default": text} if _is_day(text) else {})}
        case FieldKind.URL if len(text) <= TEXT and (not text or text.startswith(_ADDRESS)):
            return {**_typed(text), "subtype": "url"}
        case FieldKind.LONG_TEXT:
            return _typed(text, long=True)
        case _:  # numbers too: Mattermost's own field for them reads « 2,5 » as 2
            return _typed(text)


def _typed(text: str, *, long: bool = False) -> Dialog:
    """Return a text to type: what is there already is whole, even where the server frowns in its log."""
    kind = "textarea" if long or len(text) > TEXT or "\n" in text else "text"
    return {"type": kind, "max_length": _LONGEST, **({"default": text} if text else {})}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# Choosing


def _is_listed(field: Input, features: Features) -> bool:
    """Tell whether several choices have to be typed: before 11.0, a menu takes one alone."""
    return field.kind is FieldKind.CHOICES and bool(field.choices) and not features.multiselect


def _named(field: Input) -> dict[str, str]:
    """Return values by what is typed for them: a name holds no sign that parts names."""
    return {one_line(clean(_COMMA.sub(" ", label))).strip() or value: value for value, label in field.choices}


def _chosen(field: Input) -> list[str]:
    return field.value if isinstance(field.value, list) else [field.value] if field.value else []


def _choice(field: Input, choices: Sequence[tuple[str, str]]) -> Dialog:
    options = [
        {"text": one_line(clean(label)).strip() or _NOTHING, "value": value} for value, label in choices
    ]
    chosen = [value for value, _ in choices if value in _chosen(field)]
    default = {"default": ",".join(chosen)} if chosen else {}
    if field.kind is FieldKind.CHOICES:
        return {"type": "select", "multiselect": True, "options": options, **default}
    kind = "radio" if field.kind in {FieldKind.YES_NO, FieldKind.RATING} else "select"
    return {"type": kind, "options": options, **({"default": chosen[0]} if chosen else {})}


# Back


def opened_by(state: str) -> tuple[str, str]:
    """Return the token that a form was sealed with, and where it was opened from."""
    kept = _kept(state)
    return str(kept.get("token", "")), str(kept.get("origin", ""))


def _kept(state: str) -> Mapping[str, Any]:
    """Return what a dialog bore; whoever sends it may have written anything there."""
    try:
        kept = json.loads(state or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def values(submission: Mapping[str, Any], state: str = "") -> dict[str, str | list[str]]:
    """Return what was filled in, by field; nothing is an empty text, or an empty list."""
    listed = _kept(state).get("choices")
    names = listed if isinstance(listed, dict) else {}
    return {field: _value(answer, names.get(field)) for field, answer in submission.items()}


def _value(answer: object, names: object) -> str | list[str]:
    if isinstance(answer, list):
        return [str(each) for each in answer]
    text = "" if answer is None else str(answer)
    if not isinstance(names, dict):
        return text
    folded = {name.casefold(): str(value) for name, value in names.items()}
    typed = filter(None, (each.strip() for each in _COMMA.split(text)))
    return list(dict.fromkeys(folded.get(each.casefold(), each) for each in typed))


# What a person reads, and limits


def visible_form(shown: Dialog) -> str:
    """Return what a person reads of a dialog; `*` marks what is required."""
    content = shown["dialog"]
    intro = readable(content["introduction_text"]).splitlines()
    fields = [each for element in content["elements"] for each in _line(element).splitlines()]
    lines = [f"│ {each}" for each in (*intro, *fields)]
    return "\n".join([f"┌ {content['title']}", *lines, f"└ [{content['submit_label']}]"])


def _line(element: Dialog) -> str:
    label = f"{element['display_name']}{'' if element['optional'] else ' *'}"
    hint = f" ({unmarked(element['help_text'])})" if "help_text" in element else ""
    return f"{label}{hint} : {_filled(element)}".rstrip()


def _filled(element: Dialog) -> str:
    default = element.get("default", "")
    chosen = default.split(",") if element.get("multiselect") else [default]
    options = element.get("options")
    if options is None:
        return str(default)
    return "  ".join(f"{'●' if each['value'] in chosen else '○'} {each['text']}" for each in options)


def form_limits(form: Form) -> Iterator[str]:
    """Return what Mattermost could not carry of a form, even shortened."""
    for field in form.inputs:
        values = [value for value, _ in field.choices]
        if len(field.id) > NAME:
            yield f"{len(field.id)} characters in the name of a field, {NAME} at most: {field.id}"
        if len(set(values)) < len(values) or not all(values):
            yield f"each choice needs a value of its own: {field.id}"
        if field.kind is FieldKind.CHOICES and any(re.search(r"[\s,]", value) for value in values):
            yield f"a comma or a space parts the values of several choices: {field.id}"
        if _is_listed(field, OLDEST) and len(_named(field)) < len(values):
            yield f"two choices have the same name, and are typed: {field.id}"
