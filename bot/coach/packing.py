"""Keeping an understanding until the person says yes: what was read, as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain.intents import Intent, Log, NotThisTime, OpenForm, Pause, Plan, Settle, Verb

_KEPT = {each.__name__: each for each in (Log, Plan, Pause, NotThisTime, OpenForm, Settle, Verb)}
_DATES = ("day", "on", "until")


def pack(intent: Intent) -> dict[str, Any]:
    """Return an intent as JSON values, under the name of its kind."""
    data = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(intent).items()
    }
    return {"kind": type(intent).__name__, **data}


def unpack(data: Mapping[str, Any]) -> Intent:
    """Return the intent that was packed."""
    values = {key: _value(key, value) for key, value in data.items() if key != "kind"}
    return _KEPT[data["kind"]](**values)


def keeps(intent: Intent) -> bool:
    """Say whether an intent can wait for a yes."""
    return type(intent).__name__ in _KEPT


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - JSON is what it is
    if key in _DATES and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if key in {"tags", "links"} else value
