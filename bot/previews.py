"""Seeing a practice before anybody does: every wording, the form, and the lines that it understands."""

from collections.abc import Iterator

from bot.coach.turn import Kit
from bot.domain.practices import Field, Practice, PracticeWords
from bot.words import Speech

SAMPLE = {
    "product": "Aides simples",
    "n": 3,
    "goal": 2,
    "weeks": 12,
    "days": 14,
    "done": 2,
    "target": 30,
    "people": 5,
}
"""Facts for a preview; the wordings that need others are shown with the name of the fact."""


class _Named(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def preview_practice(kit: Kit, practice: Practice, language: str) -> str:
    """Return everything said about a practice in one language, as text."""
    words, speech = practice.words[language], kit.words.speech(language)
    lines = [f"{practice.id} — {words.label}", *_sections(practice, words, speech)]
    return "\n".join(lines)


def _sections(practice: Practice, words: PracticeWords, speech: Speech) -> Iterator[str]:
    sample = _Named(SAMPLE)
    groups = {"nudge": words.nudge, "line": words.line, "introduction": (words.introduction,)}
    groups |= {f"nudge ({name})": variants for name, variants in words.by_reminder.items()}
    groups |= {"planned": words.planned, "after the plan": words.plan_past, "summary": words.summary}
    groups |= {"nothing noted": (words.none,), "understood": words.examples}
    for title, variants in groups.items():
        yield from ("", f"# {title}", *(f"  {speech.fill(each, sample)}" for each in variants if each))
    yield from ("", f"# form: [{speech.say('button.log')}]")
    yield from (f"  {_field(field, words)}" for field in practice.fields)


def _field(field: Field, words: PracticeWords) -> str:
    said = words.fields[field.id]
    choices = ", ".join(said.choices.get(each, each) for each in field.choices)
    return f"{said.label} ({field.kind}){f': {choices}' if choices else ''}"
