"""How does a play read? As a transcript for people, or one JSON object per message for programs."""

import json
from collections.abc import Iterator
from datetime import datetime
from textwrap import indent

from babel.dates import format_datetime

from bot.domain.messages import Form
from bot.stories.player import Act, Entry, Failure, PlayReport
from bot.stories.steps import Comment
from bot.stories.world import Seen

_CAME = {"nudge": "→", "reply": "→", "update": "↻", "form": "▤", "post": "#"}
_HOUR = "EEE d MMM HH:mm"


def as_text(report: PlayReport) -> str:
    """Return what was said by whom and when; at the end, the line that is not true if there is one."""
    lines = list(_transcript(report))
    if report.failure:
        lines += ["", failure_text(report.failure)]
    return "\n".join(lines)


def as_json(report: PlayReport) -> str:
    """Return one object per message, one a line, and nothing else."""
    return "\n".join(json.dumps(_message(report, each), ensure_ascii=False) for each in report.messages)


def failure_text(failure: Failure) -> str:
    """Return which line is not true, what was said instead, and what could be pressed."""
    said = "\n".join(indent(text, "    ") for text in failure.said) or "    (nothing)"
    buttons = " ".join(f"[{label}]" for label in failure.buttons) or "(none)"
    return (
        f"line {failure.line.number}: {failure.line.source}\n"
        f"  {failure.why}\n  said since their last act:\n{said}\n  buttons: {buttons}"
    )


def _transcript(report: PlayReport) -> Iterator[str]:
    shown: str | None = None
    for entry in report.entries:
        if isinstance(entry, Comment):
            yield f"# {entry.text}" if entry.text else ""
            continue
        hour = _hour(report, entry.at)
        if hour != shown:
            yield from ("", hour)
            shown = hour
        yield from _lines(entry)


def _lines(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Act):
        yield f"  {entry.name} > {entry.what}"
    elif isinstance(entry, Seen):
        yield f"  {_CAME[entry.kind]} {entry.to}"
        yield indent(entry.text, "      ")


def _hour(report: PlayReport, at: datetime) -> str:
    return format_datetime(at, _HOUR, tzinfo=report.zone, locale=report.language)


def _message(report: PlayReport, seen: Seen) -> dict[str, object]:
    return {
        "at": seen.at.astimezone(report.zone).isoformat(),
        "to": seen.to,
        "kind": seen.kind,
        "text": seen.text,
        "buttons": [button.label for button in seen.buttons],
        "form": _form(seen.form) if seen.form else None,
        "attachments": list(seen.attachments),
    }


def _form(form: Form) -> dict[str, object]:
    return {
        "title": form.title,
        "submit": form.submit,
        "fields": [
            {
                "id": each.id,
                "kind": each.kind.value,
                "label": each.label,
                "hint": each.hint,
                "required": each.required,
                "choices": [{"value": value, "label": label} for value, label in each.choices],
                "value": each.value,
            }
            for each in form.inputs
        ],
    }
