"""How does a message look in Slack? Pure: Block Kit, and nothing of anybody's that Slack would act upon.

Words go in rich text and plain text, where `<!channel>`, `*stars*` and addresses are only characters. Every
limit is kept by shortening the longest texts first; `rest` is then the whole, to be sent as a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, zip_longest
from typing import Any

from bot.domain.messages import Button, Chart, Fact, File, Message, Part, Style, Table
from bot.platforms.pieces import cleaned
from bot.platforms.plain import cut, fold, one_line
from bot.platforms.slack import limits as figures
from bot.platforms.slack.fitting import MOST_PART_BUTTONS, MOST_PARTS, NOTHING, fitted
from bot.platforms.slack.text import escape

Block = dict[str, Any]
View = dict[str, Any]


def blocks(message: Message) -> list[Block]:
    """Return a message as blocks, in reading order: what is said, what goes with it, what may be pressed."""
    shown = fitted(message)
    return _said(shown, _table_block(shown.table)) or [_rich(_section(NOTHING))]


def home_view(message: Message) -> View:
    """Return a message as somebody's App Home, where tables are lines."""
    shown = fitted(message)
    return {"type": "home", "blocks": _said(shown, None) or [_rich(_section(NOTHING))]}


def fallback(message: Message) -> str:
    """Return the top-level text, which notifications and screen readers use: everything but the buttons."""
    said, room = _plain(fitted(message)), figures.FALLBACK
    while len(text := escape(fold(said, room))) > figures.FALLBACK:
        room -= 1 + (len(text) - figures.FALLBACK) // len("&amp;")
    return text


def rest(message: Message) -> str:
    """Return the whole as plain text when `blocks` had to shorten it; nothing when all is shown."""
    whole = cleaned(message)
    return "" if fitted(message) == whole else _plain(whole)


def _plain(message: Message) -> str:
    parts = tuple(replace(part, buttons=()) for part in message.parts)
    return visible(_said(replace(message, buttons=(), parts=parts), None)).strip() or NOTHING


# What is said


def _said(message: Message, table: Block | None) -> list[Block]:
    elements = [*_text(message.text), *_quote(message.quote), *_facts(message.facts)]
    elements += [*([] if table else _rows(message.table)), *_chart(message.chart), *_files(message.files)]
    numbers = count()
    found = [_rich(*elements)] if elements else []
    found += [table] if table else []
    found += _actions(message.buttons, numbers)
    for part in message.parts:
        found += _part(part, numbers)
    return found + _footer(message.footer)


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*texts: str | Block) -> Block:
    return {"type": "rich_text_section", "elements": [_words(each) for each in texts if each]}


def _words(text: str | Block) -> Block:
    return {"type": "text", "text": text} if isinstance(text, str) else text


def _bold(text: str) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}}


def _list(items: Iterable[Block]) -> list[Block]:
    lines = list(items)
    return [{"type": "rich_text_list", "style": "bullet", "elements": lines}] if lines else []


def _text(text: str) -> list[Block]:
    return [_section(text)] if text.strip() else []


def _quote(quote: str) -> list[Block]:
    return [{"type": "rich_text_quote", "elements": [_words(quote)]}] if quote.strip() else []


def _facts(facts: Sequence[Fact]) -> list[Block]:
    return _list(_section(_bold(each.label or NOTHING), f"\u00a0: {each.value}") for each in facts)


def _chart(chart: Chart | None) -> list[Block]:
    """Return what a drawing says; the drawing itself goes up after the message."""
    if chart is None:
        return []
    return [_section(_bold(chart.title or NOTHING)), *_text(chart.alt)]


def _files(files: Sequence[File]) -> list[Block]:
    return _list(_section(f"📎 {_named(each)}") for each in files)


def _named(file: File) -> str:
    return f"{file.name} ({file.alt})" if file.alt else file.name


def _rows(table: Table | None) -> list[Block]:
    if table is None:
        return []
    head, *rows = [" · ".join(row) for row in _grid(table)] or [NOTHING]
    return [_section(_bold(head)), *_list(map(_section, rows))]


def _table_block(table: Table | None) -> Block | None:
    rows = _grid(table) if table else []
    if not rows:
        return None
    wrapped = [{"is_wrapped": True} for _ in rows[0]]
    cells = [[{"type": "raw_text", "text": each or "–"} for each in row] for row in rows]
    return {"type": "table", "column_settings": wrapped, "rows": cells}


def _grid(table: Table) -> list[tuple[str, ...]]:
    """Return the rows, the header first, each with as many cells."""
    return list(zip(*zip_longest(table.header, *table.rows, fillvalue=""), strict=True))


def _footer(footer: str) -> list[Block]:
    if not footer.strip():
        return []
    if len(footer) > figures.PLAIN_TEXT:
        return [_rich(_section(footer))]
    return [{"type": "context", "elements": [_plain_text(footer)]}]


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


# What may be pressed


def _actions(buttons: Sequence[Button], numbers: Iterator[int], about: str = "") -> list[Block]:
    """Return the buttons; before them, in full, the labels that do not fit in one."""
    if not buttons:
        return []
    long = [_section(each.label) for each in buttons if len(each.label) > figures.LABEL]
    pressed = [_button(each, next(numbers), about) for each in buttons]
    return [*([_rich(*_list(long))] if long else []), {"type": "actions", "elements": pressed}]


def _button(button: Button, number: int, about: str) -> Block:
    label = cut(button.label, figures.LABEL) or NOTHING
    block: Block = {
        "type": "button",
        "action_id": f"{button.verb[: figures.ID - 10]}:{number}",
        "text": _plain_text(label),
    }
    if button.token:
        block["value"] = button.token
    if button.style is not Style.PLAIN:
        block["style"] = button.style.value
    if about or label != button.label:
        said = f"{button.label} — {about}" if about else button.label
        block["accessibility_label"] = cut(said, figures.LABEL) or NOTHING
    return block


def _part(part: Part, numbers: Iterator[int]) -> list[Block]:
    """Return a paragraph with its buttons; a short one with one button has it at its side."""
    about, pressed = one_line(part.text), part.buttons
    text = f"· {part.text}" if part.text.strip() else ""
    beside = len(pressed) == 1 and len(pressed[0].label) <= figures.LABEL and not part.quote
    if beside and 0 < len(text) <= figures.PLAIN_TEXT:
        button = _button(pressed[0], next(numbers), about)
        return [{"type": "section", "text": _plain_text(text), "accessory": button}]
    elements = [*_text(text), *_quote(part.quote)]
    return [*([_rich(*elements)] if elements else []), *_actions(pressed, numbers, about)]


# What a person reads


def visible(blocks: Iterable[Block]) -> str:
    """Return what a person reads of blocks, a line each, buttons between brackets."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            yield from (line for element in block["elements"] for line in _rich_lines(element))
        case "section":
            yield block["text"]["text"]
            yield from _labels([block["accessory"]] if "accessory" in block else [])
        case "actions":
            yield from _labels(block["elements"])
        case "context":
            yield from (element["text"] for element in block["elements"])
        case "table":
            yield from (" | ".join(cell["text"] for cell in row) for row in block["rows"])


def _rich_lines(element: Block) -> Iterator[str]:
    match element["type"]:
        case "rich_text_list":
            yield from (f"• {_joined(item)}" for item in element["elements"])
        case "rich_text_quote":
            yield from (f"> {line}" for line in _joined(element).split("\n"))
        case _:
            yield _joined(element)


def _joined(element: Block) -> str:
    return "".join(each["text"] for each in element["elements"])


def _labels(buttons: Sequence[Block]) -> Iterator[str]:
    if buttons:
        yield " ".join(f"[{each['text']['text']}]" for each in buttons)


# Limits


def limits(message: Message) -> Iterator[str]:
    """Return what Slack could not carry of a message, even shortened."""
    groups = [
        (message.buttons, figures.ACTIONS),
        *((each.buttons, MOST_PART_BUTTONS) for each in message.parts),
    ]
    for buttons, most in groups:
        if len(buttons) > most:
            yield f"{len(buttons)} buttons together, {most} at most"
    if len(message.parts) > MOST_PARTS:
        yield f"{len(message.parts)} paragraphs with buttons, {MOST_PARTS} at most"
    for button in message.all_buttons():
        if len(button.token) > figures.VALUE:
            yield f"a button holds {len(button.token)} characters, {figures.VALUE} at most: {button.label}"
    if message.table and len(message.table.header) > figures.TABLE_COLUMNS:
        yield f"a table of {len(message.table.header)} columns, {figures.TABLE_COLUMNS} at most"
    shown = len(blocks(message))
    if shown > figures.MESSAGE_BLOCKS:
        yield f"{shown} blocks, {figures.MESSAGE_BLOCKS} at most"
