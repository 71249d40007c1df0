"""How does a message look as plain text? Pure: the terminal, the stories and the page show the same."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from bot.domain.messages import Button, Chart, Fact, File, Form, Input, Message, Part, Table
from bot.domain.practices import FieldKind
from bot.platforms.plain import clean, one_line

MOST_BUTTONS = 6
LONGEST_LABEL = 75
FOLD = 4000
"""Characters shown of one text; the rest is counted."""

_BARS = "▁▂▃▄▅▆▇█"
_NO_COUNT = "·"


def render(message: Message) -> str:
    """Return a message as text: what is said, what goes with it, what may be pressed, the footer last."""
    return "\n".join(_blocks(message))


def _blocks(message: Message) -> Iterator[str]:
    yield harmless(message.text)
    yield from _quoted(message.quote)
    yield from _facts(message.facts)
    yield from _table(message.table)
    yield from _chart(message.chart)
    yield from map(_file, message.files)
    yield from _pressable(message.buttons)
    for part in message.parts:
        yield from _part(part)
    if message.footer:
        yield harmless(message.footer)


def harmless(text: str) -> str:
    """Return people's text so that it can only be read, folded past 4,000 characters, which are counted."""
    shown = clean(text)
    return shown if len(shown) <= FOLD else f"{shown[:FOLD]}… (+{len(shown) - FOLD})"


def _line(text: str) -> str:
    return one_line(harmless(text))


def _quoted(quote: str) -> Iterator[str]:
    return (f"> {line}" for line in harmless(quote).splitlines())


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    wide = _widest(fact.label for fact in facts)
    return (f"{_padded(fact.label, wide)} : {_line(fact.value)}" for fact in facts)


def _table(table: Table | None) -> Iterator[str]:
    if table is None:
        return
    columns = list(zip_longest(table.header, *table.rows, fillvalue=""))
    wides = [_widest(column) for column in columns]
    for n, row in enumerate(zip(*columns, strict=True)):
        yield " | ".join(_padded(cell, wide) for cell, wide in zip(row, wides, strict=True)).rstrip()
        if n == 0:
            yield "-+-".join("-" * wide for wide in wides)


def _chart(chart: Chart | None) -> Iterator[str]:
    if chart is None:
        return
    yield _line(chart.title)
    wide = _widest(label for label, _ in chart.rows)
    highest = max((count for _, counts in chart.rows for count in counts), default=0)
    for label, counts in chart.rows:
        yield f"{_padded(label, wide)} {''.join(_bar(count, highest) for count in counts)}"
    if chart.columns:
        yield f"{' ' * wide} {_line(chart.columns[0])} … {_line(chart.columns[-1])}"
    yield harmless(chart.alt)


def _bar(count: int, highest: int) -> str:
    """Return one column: the same height means the same count all over the chart; a dot means none."""
    return _BARS[(count * len(_BARS) - 1) // highest] if count > 0 else _NO_COUNT


def _file(file: File) -> str:
    return f"📎 {_line(file.name)}" + (f" ({_line(file.alt)})" if file.alt else "")


def _part(part: Part) -> Iterator[str]:
    yield f"· {harmless(part.text)}"
    yield from (f"  {line}" for line in (*_quoted(part.quote), *_pressable(part.buttons)))


def _pressable(buttons: Sequence[Button]) -> Iterator[str]:
    if buttons:
        yield " ".join(f"[{_line(button.label)}]" for button in buttons)


def _widest(texts: Iterable[str]) -> int:
    return max((_width(_line(text)) for text in texts), default=0)


def _padded(text: str, wide: int) -> str:
    return _line(text) + " " * (wide - _width(_line(text)))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: accents none, wide signs two."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


# Forms


def render_form(form: Form) -> str:
    """Return a form as text: its title, one line a field, what sends it; `*` marks what is required."""
    intro = [f"│ {line}" for line in harmless(form.intro).splitlines()]
    fields = [f"│ {_field(field)}" for field in form.inputs]
    return "\n".join([f"┌ {_line(form.title)}", *intro, *fields, f"└ [{_line(form.submit)}]"])


def _field(field: Input) -> str:
    label = f"{_line(field.label)}{' *' if field.required else ''}"
    hint = f" ({_line(field.hint)})" if field.hint else ""
    return f"{label}{hint} : {_filled(field)}".rstrip()


def _filled(field: Input) -> str:
    values = [field.value] if isinstance(field.value, str) else field.value or []
    if not field.choices:
        return ", ".join(map(_line, values))
    return "  ".join(f"{'●' if value in values else '○'} {_line(label)}" for value, label in field.choices)


# Limits


def limits(message: Message) -> list[str]:
    """Return what a chat would not carry, or what somebody would not hear; empty when all is well."""
    return [*_text_limits(message), *_button_limits(message.all_buttons()), *_alternatives(message)]


def _text_limits(message: Message) -> Iterator[str]:
    if not message.text.strip():
        yield "the text is empty"
    if any(not part.text.strip() for part in message.parts):
        yield "the text of a part is empty"
    if message.table and any(len(row) != len(message.table.header) for row in message.table.rows):
        yield "a row of the table has not as many cells as its header"


def _button_limits(buttons: Sequence[Button]) -> Iterator[str]:
    if len(buttons) > MOST_BUTTONS:
        yield f"{len(buttons)} buttons, {MOST_BUTTONS} at most"
    for button in buttons:
        if not button.label.strip():
            yield f"a button has no label ({button.verb})"
        if len(button.label) > LONGEST_LABEL:
            yield f"{len(button.label)} characters in a button, {LONGEST_LABEL} at most: {button.label}"


def _alternatives(message: Message) -> Iterator[str]:
    if message.chart and not message.chart.alt.strip():
        yield f"a chart has no words: {message.chart.title}"
    yield from (f"a file has no words: {file.name}" for file in message.files if not file.alt.strip())


def form_limits(form: Form) -> list[str]:
    """Return what would keep a form from being read or filled; empty when all is well."""
    ids = [field.id for field in form.inputs]
    problems = (
        []
        if form.title.strip() and form.submit.strip()
        else ["a form has no title or nothing to send it with"]
    )
    problems += [] if ids and len(set(ids)) == len(ids) else ["a form needs fields, each with its own id"]
    problems += [f"a field has no label: {field.id}" for field in form.inputs if not field.label.strip()]
    chosen = (FieldKind.CHOICE, FieldKind.CHOICES)
    return problems + [
        f"there is nothing to choose from: {each.id}"
        for each in form.inputs
        if each.kind in chosen and not each.choices
    ]
