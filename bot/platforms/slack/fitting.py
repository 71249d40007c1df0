"""Making a message fit in Slack: what is only read, counted, and the longest texts folded first."""

from dataclasses import replace

from bot.domain.messages import Fact, File, Message, Part, Table
from bot.platforms.pieces import cleaned, first, mapped, texts
from bot.platforms.plain import cut, fold, level
from bot.platforms.slack import limits as figures

MOST_FACTS = 100
MOST_PARTS = 15
"""With two blocks each, and the blocks around them, under the 50 of a message."""
MOST_PART_BUTTONS = 2
NOTHING = "…"  # Slack refuses an empty text


def fitted(message: Message) -> Message:
    """Return the message as it can be carried: the longest texts are folded until all of them fit."""
    whole = _counted(cleaned(message))
    left = figures.TEXT - sum(2 * min(len(each.label), figures.LABEL) for each in whole.all_buttons())
    lengths = [len(text) for text in texts(whole, figures.LABEL)]
    if sum(lengths) <= left:
        return whole
    most = level(lengths, left)
    return mapped(whole, lambda text: fold(text, most), lambda label: cut(label, max(most, figures.LABEL)))


def _counted(message: Message) -> Message:
    """Return the message with no more items than a message holds; how many are left out is said."""
    parts = [
        replace(each, buttons=each.buttons[:MOST_PART_BUTTONS])
        for each in first(message.parts, MOST_PARTS, Part)
    ]
    return replace(
        message,
        buttons=message.buttons[: figures.ACTIONS],
        parts=tuple(parts),
        facts=first(message.facts, MOST_FACTS, lambda left_out: Fact(NOTHING, left_out)),
        files=first(message.files, MOST_FACTS, lambda left_out: File(left_out, "", b"")),
        table=_first_rows(message.table) if message.table else None,
    )


def _first_rows(table: Table) -> Table:
    rows = first(table.rows, figures.TABLE_ROWS - 1, lambda left_out: (left_out,))
    cells = tuple(row[: figures.TABLE_COLUMNS] for row in rows)
    return Table(table.header[: figures.TABLE_COLUMNS], cells)
