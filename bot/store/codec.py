"""A message, or an answer, as JSON: it leaves exactly as it was composed, even after a restart."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from bot.domain.messages import (
    Button,
    Chart,
    Fact,
    File,
    Form,
    Input,
    Message,
    Part,
    Reply,
    Style,
    Table,
    To,
)
from bot.domain.practices import FieldKind

Json = dict[str, Any]


def encode(message: Message) -> Json:
    """Return what JSON can hold; the bytes of files become base64."""
    return _fields(message)


def _fields(shape: Any) -> Json:  # noqa: ANN401 - any dataclass
    return {name: _plain(getattr(shape, name)) for name in shape.__dataclass_fields__}


def _plain(value: object) -> object:
    """Return a value as JSON holds it. Unlike `asdict`, it copies nothing that nobody changes."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return _fields(value) if is_dataclass(value) else value


def decode(data: Mapping[str, Any]) -> Message:
    """Return the message that was encoded; what an older version did not write takes its default."""
    message = dict(data)
    message |= {
        "buttons": _buttons(data),
        "facts": tuple(Fact(**each) for each in data.get("facts", ())),
        "table": _table(data.get("table")),
        "chart": _chart(data.get("chart")),
        "files": tuple(_file(each) for each in data.get("files", ())),
        "parts": tuple(_part(each) for each in data.get("parts", ())),
    }
    return Message(**message)


def _buttons(data: Mapping[str, Any]) -> tuple[Button, ...]:
    return tuple(_button(each) for each in data.get("buttons", ()))


def _button(data: Json) -> Button:
    return Button(**{**data, "args": tuple(data["args"]), "style": Style(data["style"])})


def _part(data: Json) -> Part:
    return Part(**{**data, "buttons": _buttons(data)})


def _file(data: Json) -> File:
    return File(**{**data, "content": b64decode(data["content"])})


def _table(data: Json | None) -> Table | None:
    return Table(tuple(data["header"]), tuple(tuple(row) for row in data["rows"])) if data else None


def _chart(data: Json | None) -> Chart | None:
    if data is None:
        return None
    rows = tuple((label, tuple(counts)) for label, counts in data["rows"])
    return Chart(**{**data, "columns": tuple(data["columns"]), "rows": rows})


# Answers


def encode_replies(replies: Sequence[Reply]) -> list[Json]:
    """Return what JSON can hold of an answer."""
    return [_fields(reply) for reply in replies]


def decode_replies(data: Sequence[Mapping[str, Any]]) -> list[Reply]:
    """Return the answer that was encoded."""
    return [_reply(each) for each in data]


def _reply(data: Mapping[str, Any]) -> Reply:
    message = decode(data["message"]) if data["message"] else None
    form = _form(data["form"]) if data["form"] else None
    return Reply(**{**data, "message": message, "form": form, "to": To(data["to"])})


def _form(data: Json) -> Form:
    return Form(**{**data, "args": tuple(data["args"]), "inputs": tuple(map(_input, data["inputs"]))})


def _input(data: Json) -> Input:
    choices = tuple((value, label) for value, label in data["choices"])
    return Input(**{**data, "kind": FieldKind(data["kind"]), "choices": choices})
