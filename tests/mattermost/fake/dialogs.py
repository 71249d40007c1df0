"""What opens a dialog, what the server and its clients find wrong in one, and what filling it in gives.

The server shows a dialog whatever is wrong with it, and warns in its own log (app/integration_action.go);
clients leave out the elements that they do not know, and hold back what is not filled in as asked.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tests.mattermost.fake.routes import Call, route, status_ok
from tests.mattermost.fake.state import Json, Mattermost, refuse

_LIMITS = {"title": 24, "display_name": 24, "name": 300, "help_text": 150}
_TEXT, _TEXTAREA = 150, 3_000
_SUBTYPES = {"", "text", "email", "number", "tel", "url", "password"}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_OPTION = 300

# Triggers


def trigger(mattermost: Mattermost, user: str, team: str, channel: str) -> str:
    """Return what may open a dialog for this person, for some seconds."""
    client_id = mattermost.new_id("i")
    mattermost.triggers[user] = client_id, team, channel
    data = f"{client_id}:{user}:{round(mattermost.now() * 1e3)}:"
    return base64.b64encode(f"{data}{_signature(mattermost, data)}".encode()).decode()


def _signature(mattermost: Mattermost, data: str) -> str:
    return base64.b64encode(hmac.new(mattermost.secret, data.encode(), hashlib.sha256).digest()).decode()


def _verified(mattermost: Mattermost, given: str) -> tuple[str, str]:
    """Return what a trigger says: of which act of a client, and whose."""
    try:
        parts = base64.b64decode(given, validate=True).decode().split(":")
    except ValueError:
        refuse(400, "interactive_message.decode_trigger_id.base64_decode_failed")
    if len(parts) != 4:
        refuse(400, "interactive_message.decode_trigger_id.missing_data")
    client_id, user, at, signature = parts
    if mattermost.now() - int(at) / 1e3 > mattermost.edition.trigger_life:
        refuse(400, "interactive_message.decode_trigger_id.expired")
    if not hmac.compare_digest(signature, _signature(mattermost, f"{client_id}:{user}:{at}:")):
        refuse(400, "interactive_message.decode_trigger_id.verify_signature_failed")
    return client_id, user


# Opening


@route("POST", "/actions/dialogs/open", "OpenInteractiveDialog", session=False)
def open_dialog(call: Call) -> Json:
    """Show a dialog to whoever the trigger names; no token is asked."""
    if not call.body.get("url"):
        refuse(400, "api.context.invalid_body_param.app_error")
    mattermost, dialog = call.mattermost, call.body.get("dialog") or {}
    client_id, user = _verified(mattermost, str(call.body.get("trigger_id") or ""))
    mattermost.warnings += faults(dialog, mattermost)
    latest, team, channel = mattermost.triggers.get(user, ("", "", ""))
    if latest == client_id:  # else its client has done something else since, and shows nothing
        where = {"url": call.body["url"], "team": team, "channel": channel}
        mattermost.dialogs[user] = {"dialog": dialog, "at": mattermost.now(), "errors": {}, **where}
    return status_ok()


def faults(dialog: Json, mattermost: Mattermost) -> list[str]:
    """Say what is wrong with a dialog, as `Dialog.IsValid` does; in characters, where it counts bytes."""
    found = list(_too_long(dialog, "title"))
    names: list[str] = [each.get("name", "") for each in dialog.get("elements") or []]
    found += [f"duplicate dialog element {each}" for each in set(names) if names.count(each) > 1]
    for element in dialog.get("elements") or []:
        found += [f"{element.get('name')}: {each}" for each in _element_faults(element, mattermost)]
    return found


def _too_long(part: Json, *names: str) -> Iterator[str]:
    for name in names:
        value = part.get(name) or ""
        if len(value) > _LIMITS[name]:
            yield f"{name} cannot be longer than {_LIMITS[name]} characters, got {len(value)}"
        if not value and name != "help_text":
            yield f"{name} cannot be empty"


def _element_faults(element: Json, mattermost: Mattermost) -> Iterator[str]:
    kind = element.get("type", "")
    yield from _too_long(element, "display_name", "name", "help_text")
    if kind not in mattermost.edition.elements:
        yield f"invalid element type: {kind}"
    if element.get("multiselect") and not (kind == "select" and mattermost.edition.multiselect):
        yield "multiselect can only be used with select elements"
    if element.get("min_length", 0) > element.get("max_length", 0) > 0:
        yield "min length should be less than max length"
    if kind in {"text", "textarea"} and element.get("subtype", "") not in _SUBTYPES:
        yield f"invalid subtype {element['subtype']}"
    most = {"textarea": _TEXTAREA, "select": _TEXTAREA}.get(kind, _TEXT)
    for name in ("default", "placeholder"):
        if len(str(element.get(name) or "")) > most:
            yield f"{name} cannot be longer than {most} characters"
    yield from _option_faults(element, kind)


def _option_faults(element: Json, kind: str) -> Iterator[str]:
    if kind not in {"select", "radio"} or element.get("data_source"):
        return
    values = [each["value"] for each in element.get("options") or []]
    if not values or not all(each["text"] and each["value"] for each in element["options"]):
        yield "options need a text and a value"
    default = element.get("default") or ""
    chosen = default.replace(" ", "").split(",") if element.get("multiselect") else [default]
    if default and not set(chosen) <= set(values):
        yield f"default value {default} does not exist in options"


# Filling in, as clients do


def elements_shown(shown: Json, mattermost: Mattermost) -> list[Json]:
    return [each for each in shown["dialog"]["elements"] if each["type"] in mattermost.edition.elements]


def filled(
    shown: Json, given: Mapping[str, str | list[str]], mattermost: Mattermost
) -> tuple[Json, dict[str, str]]:
    """Return what is sent, and what the client itself complains about before it sends anything.

    What nobody touched is there too: its default, or nothing (`null`).
    """
    elements = {each["name"]: each for each in elements_shown(shown, mattermost)}
    unknown = set(given) - set(elements)
    assert not unknown, f"no element {unknown} among {set(elements)}"
    values = {name: _value(each, given.get(name), mattermost) for name, each in elements.items()}
    wrong = {name: why for name, each in elements.items() if (why := _refused(each, values[name]))}
    return values, wrong


def _value(element: Json, given: str | list[str] | None, mattermost: Mattermost) -> Any:
    kind, default = element["type"], element.get("default") or ""
    if kind == "bool":
        return (str(given or default)).lower() == "true"
    if element.get("multiselect") and mattermost.edition.multiselect:
        before = default.replace(" ", "").split(",") if default else []
        return [_option(element, each) for each in (before if given is None else given)]
    text = default if given is None else str(given)
    if kind in {"select", "radio"}:
        return _option(element, text) if text else None
    if kind == "text" and element.get("subtype") == "number" and text:
        return int(float(text))  # the web client reads whole numbers: what follows the point is gone
    return text or None


def _option(element: Json, wanted: str) -> str:
    """Return the value of an option, by it or by how its text begins."""
    options = element.get("options") or []
    found = [each["value"] for each in options if each["value"] == wanted]
    found += [each["value"] for each in options if each["text"].casefold().startswith(wanted.casefold())]
    assert found, f"« {wanted} » is not among {[each['text'] for each in options]}"
    return str(found[0])


def _refused(element: Json, value: Any) -> str:
    if element["type"] == "bool":
        return "" if value or element.get("optional") else "This field is required."
    if value in (None, [], ""):
        return "" if element.get("optional") else "This field is required."
    if element["type"] in {"text", "textarea"}:
        return _refused_text(element, str(value))
    if element["type"] == "date":
        date.fromisoformat(str(value))
    return ""


def _refused_text(element: Json, text: str) -> str:
    most = element.get("max_length") or (_TEXTAREA if element["type"] == "textarea" else _TEXT)
    assert len(text) <= most, f"nobody can type {len(text)} characters in {element['name']}"
    if len(text) < (element.get("min_length") or 0):
        return f"Minimum input length is {element['min_length']}."
    kind = element.get("subtype", "")
    if kind == "email" and not _MAIL.fullmatch(text):
        return "Must be a valid email address."
    if kind == "url" and not text.startswith(("http://", "https://")):
        return "URL must include http:// or https://."
    return ""
