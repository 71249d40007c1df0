"""The texts of a message, each changed alike: for the chats that have limits of their own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from bot.domain.messages import Button, Fact, Message, Part, Table
from bot.platforms.plain import clean, one_line

Change = Callable[[str], str]
_Item = TypeVar("_Item")


def cleaned(message: Message) -> Message:
    """Return the message with nothing in it that does more than be read, and one line where one is due."""
    found = mapped(message, clean, lambda label: one_line(clean(label)))
    facts = tuple(Fact(one_line(each.label), one_line(each.value)) for each in found.facts)
    files = tuple(replace(each, name=one_line(each.name), alt=one_line(each.alt)) for each in found.files)
    return replace(found, facts=facts, files=files)


def first(items: tuple[_Item, ...], most: int, said: Callable[[str], _Item]) -> tuple[_Item, ...]:
    """Return the first of many; in place of the others, how many they are."""
    if len(items) <= most:
        return items
    kept = items[: most - 1]
    return (*kept, said(f"… (+{len(items) - len(kept)})"))


def texts(message: Message, label: int) -> Iterator[str]:
    """Return everything that is read, and the labels too long for their button, read elsewhere."""
    yield from (message.text, message.quote, message.footer)
    yield from (text for fact in message.facts for text in (fact.label, fact.value))
    yield from (text for file in message.files for text in (file.name, file.alt))
    yield from (text for part in message.parts for text in (part.text, part.quote))
    if message.table:
        yield from (cell for row in (message.table.header, *message.table.rows) for cell in row)
    if message.chart:
        yield from (message.chart.title, message.chart.alt)
    yield from (each.label for each in message.all_buttons() if len(each.label) > label)


def mapped(message: Message, text: Change, label: Change) -> Message:
    """Return the message with each of its texts, and each label of its buttons, changed."""

    def buttons(several: tuple[Button, ...]) -> tuple[Button, ...]:
        return tuple(replace(each, label=label(each.label)) for each in several)

    table, chart = message.table, message.chart
    return replace(
        message,
        text=text(message.text),
        buttons=buttons(message.buttons),
        quote=text(message.quote),
        facts=tuple(Fact(text(each.label), text(each.value)) for each in message.facts),
        table=table and Table(_all(text, table.header), tuple(_all(text, row) for row in table.rows)),
        chart=chart and replace(chart, title=text(chart.title), alt=text(chart.alt)),
        files=tuple(replace(each, name=text(each.name), alt=text(each.alt)) for each in message.files),
        parts=tuple(Part(text(each.text), buttons(each.buttons), text(each.quote)) for each in message.parts),
        footer=text(message.footer),
    )


def _all(change: Change, texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(change, texts))
