"""Seeing a practice, or a tip, before anybody does: every wording, as a chat shows it."""

from collections.abc import Iterator
from dataclasses import replace
from textwrap import indent

from bot.coach.asides import buttons
from bot.coach.turn import Kit
from bot.domain.library import Tip
from bot.domain.messages import Button, Form, Input, Message, Part, Style
from bot.domain.nudges import Ask
from bot.domain.practices import Field, FieldKind, Practice, PracticeWords
from bot.stories.lenses import Lens
from bot.words import Speech

_DAYS = 14
SAMPLE = {
    "product": "Aides simples",
    "n": 3,
    "goal": 2,
    "weeks": 12,
    "days": _DAYS,
    "done": 2,
    "target": 30,
    "people": 5,
}
"""Facts for a preview; the wordings that need others are shown with the name of the fact."""


class _Named(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def preview_practice(kit: Kit, practice: Practice, language: str, lens: Lens) -> str:
    """Return everything said about a practice in one language, as its people read it in a chat."""
    words, speech = practice.words[language], kit.words.speech(language)
    lines = [f"{practice.id} — {words.label}", *_wordings(words, speech)]
    lines += ["", "# as it comes", indent(lens.render(_question(words, speech)), "  ")]
    lines += ["", "# form", indent(lens.render_form(_form(practice, words, speech)), "  ")]
    return "\n".join(lines)


def preview_tip(kit: Kit, tip: Tip, language: str, lens: Lens) -> str:
    """Return a tip as it comes under a question, as it is asked for, and as it is spoken of again."""
    speech, words = kit.words.speech(language), tip.words[language]
    take = Button(speech.say("button.i_try"), "tip_take")
    source = speech.say("tip.source", title=tip.source.title, url=tip.source.url)
    line = Part(speech.say("tip.line", text=words.text), (take,))
    asked = Message(f"{words.text}\n{words.question}", (take,), footer=source)
    again = Message(speech.say("tried.ask", name=words.name), buttons(speech, Ask.TRIED, 0))
    shown = {"under a question": Message("…", parts=(line,)), "asked for": asked, "two weeks later": again}
    lines = [tip.id, *(f"\n# {title}\n{indent(lens.render(each), '  ')}" for title, each in shown.items())]
    return "\n".join(lines)


def _sample(speech: Speech) -> _Named:
    return _Named(SAMPLE | {"ahead": speech.ahead(_DAYS)})


def _wordings(words: PracticeWords, speech: Speech) -> Iterator[str]:
    sample = _sample(speech)
    groups = {"nudge": words.nudge, "line": words.line, "introduction": (words.introduction,)}
    groups |= {f"nudge ({name})": variants for name, variants in words.by_reminder.items()}
    groups |= {"planned": words.planned, "after the plan": words.plan_past, "summary": words.summary}
    groups |= {"nothing noted": (words.none,), "understood": words.examples}
    for title, variants in groups.items():
        yield from ("", f"# {title}", *(f"  {speech.fill(each, sample)}" for each in variants if each))


def _question(words: PracticeWords, speech: Speech) -> Message:
    log, *others = [Button(speech.say(f"button.{verb}"), verb) for verb in ("log", "plan", "later", "skip")]
    text = speech.fill(words.nudge[0], _sample(speech))
    return Message(text, (replace(log, style=Style.PRIMARY), *others))


def _form(practice: Practice, words: PracticeWords, speech: Speech) -> Form:
    day = Input("day", FieldKind.DATE, speech.say("form.day"))
    inputs = tuple(_input(field, words, speech) for field in practice.fields)
    return Form(words.label, "record", (), (*inputs, day), speech.say("form.record"))


def _input(field: Field, words: PracticeWords, speech: Speech) -> Input:
    said = words.fields[field.id]
    choices = tuple((each, said.choices.get(each, each)) for each in field.choices)
    if field.kind is FieldKind.YES_NO:
        choices = (("yes", speech.say("word.yes")), ("no", speech.say("word.no")))
    return Input(field.id, field.kind, said.label, said.hint, field.required, choices)
