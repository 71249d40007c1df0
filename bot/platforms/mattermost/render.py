"""How does a message look in Mattermost? Pure: a post in Markdown, and its buttons attached under it.

What is said is the message, which notifications and the oldest clients show alone. Buttons, and the
paragraphs that have some, are attachments: they are in the post's props, where 5.x has little room.
"""

import json
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, groupby, zip_longest
from typing import Any, TypeVar

from bot.domain.messages import Button, Chart, Fact, File, Message, Part, Style, Table
from bot.platforms.mattermost.limits import BUTTON, OLDEST, POST, Features
from bot.platforms.mattermost.text import inert, line, readable, unlinked, unmarked
from bot.platforms.pieces import cleaned, first, mapped, texts
from bot.platforms.plain import cut, fold, level

MOST_ITEMS = 100
MOST_COLUMNS = 20
NOTHING = "…"
_RESERVE = 300
"""Characters of the props for what the client and the server put there."""
_UNTOLD = (
    '"id":0,"fallback":"","color":"","pretext":"","author_name":"","author_link":"","author_icon":"",'
    '"title":"","title_link":"","fields":null,"image_url":"","thumb_url":"","footer":"","footer_icon":"",'
    '"ts":null,'
)
"""What the server adds to an attachment before it measures (model/slack_attachment.go, 2021 and 2026)."""
_TOKEN = 300
"""Of what stands behind a button, about: the token, the key of the post, and the mark that binds them."""
_CALLBACK = "https://" + "a" * 90
_Made = TypeVar("_Made")
Behind = Callable[[str], dict[str, str]]
Action = Callable[[Button, int], dict[str, Any]]
"""Returns a button, by its number in the message."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message as Mattermost takes it."""

    message: str
    props: dict[str, Any] = field(default_factory=dict)


def token_alone(token: str) -> dict[str, str]:
    """Return what stands behind a button, where nothing goes along with its token."""
    return {"token": token}


def post(message: Message, callback: str, features: Features, behind: Behind = token_alone) -> Post:
    """Return a message as a post whose buttons lead to `callback`; `behind` says what comes back by them."""
    whole = _counted(cleaned(message))
    longest = level([len(each) for each in texts(whole, BUTTON)], POST)

    def said(most: int) -> str:
        return "\n\n".join(_said(_folded(whole, most))) or NOTHING

    text = _shrunk(said, lambda made: len(made) <= POST, longest)
    return Post(text, _props(whole, features, partial(_action, callback, features, behind)))


def _shrunk(make: Callable[[int], _Made], fits: Callable[[_Made], bool], longest: int) -> _Made:
    """Return what is made of the longest texts that fit: how much signs take is only known afterwards."""
    made = make(longest)
    while longest > 1 and not fits(made):
        longest -= max(longest // 20, 1)
        made = make(longest)
    return made


def _folded(message: Message, most: int) -> Message:
    return mapped(message, lambda text: fold(text, most), lambda label: cut(label, max(most, BUTTON)))


def _counted(message: Message) -> Message:
    """Return the message with no more items than are read; how many are left out is said."""
    return replace(
        message,
        parts=first(message.parts, MOST_ITEMS, Part),
        facts=first(message.facts, MOST_ITEMS, lambda left_out: Fact(NOTHING, left_out)),
        files=first(message.files, MOST_ITEMS, lambda left_out: File(left_out, "", b"")),
        table=_first_rows(message.table) if message.table else None,
    )


def _first_rows(table: Table) -> Table:
    rows = first(table.rows, MOST_ITEMS, lambda left_out: (left_out,))
    return Table(table.header[:MOST_COLUMNS], tuple(row[:MOST_COLUMNS] for row in rows))


# What is said


def _said(message: Message) -> Iterator[str]:
    """Give the blocks, which an empty line parts: without it, a quote would go on."""
    yield from _text(message.text)
    yield from _quote(message.quote)
    yield from _list(_fact(each) for each in message.facts)
    yield from _table(message.table)
    yield from _chart(message.chart)
    yield from _list(f"📎 {line(_named(each))}" for each in message.files)
    yield from _text(message.footer)


def _text(text: str) -> Iterator[str]:
    if text.strip():
        yield inert(text)


def _quote(quote: str) -> Iterator[str]:
    if quote.strip():
        yield "\n".join(f"> {each}" for each in inert(quote).split("\n"))


def _list(items: Iterator[str]) -> Iterator[str]:
    lines = [f"- {each}" for each in items]
    if lines:
        yield "\n".join(lines)


def _fact(fact: Fact) -> str:
    return f"{_bold(fact.label)}\u00a0: {line(fact.value)}"


def _bold(text: str) -> str:
    return f"**{line(text) or NOTHING}**"


def _table(table: Table | None) -> Iterator[str]:
    columns = list(zip_longest(table.header, *table.rows, fillvalue="")) if table else []
    if columns:
        head, *rows = (
            f"| {' | '.join(line(cell) or '–' for cell in row)} |" for row in zip(*columns, strict=True)
        )
        yield "\n".join([head, f"|{' --- |' * len(columns)}", *rows])


def _chart(chart: Chart | None) -> Iterator[str]:
    """Give what a drawing says; the drawing itself is a file of the post."""
    if chart:
        yield _bold(chart.title)
        yield from _text(chart.alt)


def _named(file: File) -> str:
    return f"{file.name} ({file.alt})" if file.alt else file.name


# What may be pressed


def _props(message: Message, features: Features, action: Action) -> dict[str, Any]:
    """Return the attachments, with as many buttons as the props of this server hold, the first ones first."""
    room = features.props - _RESERVE

    def made(shown: Message, most: int) -> dict[str, Any]:
        found = list(_attachments(_folded(shown, most), action))
        return {"attachments": found} if found else {}

    def fits(props: dict[str, Any]) -> bool:
        return _size(props) <= room and all(
            len(each["text"]) <= POST for each in props.get("attachments", ())
        )

    several = range(len(message.all_buttons()) + 1)
    past = bisect(several, 0, key=lambda n: 0 if fits(made(_with_buttons(message, n), 1)) else 1)
    shown = _with_buttons(message, max(past - 1, 0))
    lengths = [len(text) for each in shown.parts for text in (each.text, each.quote)]
    return _shrunk(lambda most: made(shown, most), fits, level(lengths, min(room, POST)))


def _size(props: dict[str, Any]) -> int:
    """Return how long props are as the server keeps them.

    Go writes these five signs in six, and every field of an attachment, also those that were not told.
    """
    written = json.dumps(props, ensure_ascii=False, separators=(",", ":"))
    untold = len(_UNTOLD) * len(props.get("attachments", ()))
    return len(written) + untold + 5 * sum(map(written.count, "<>&\u2028\u2029"))


def _with_buttons(message: Message, most: int) -> Message:
    """Return the message with its first buttons: what the others do can be typed."""
    left = iter(range(most))
    return _mapped_buttons(
        message, lambda buttons: tuple(each for each, _ in zip(buttons, left, strict=False))
    )


def _attachments(message: Message, action: Action) -> Iterator[dict[str, Any]]:
    """Give a paragraph with its buttons each, and together those that have none: each takes much room."""
    numbers = count()
    alone = [Part("", message.buttons)] if message.buttons else []
    for pressed, parts in groupby((*alone, *message.parts), lambda part: bool(part.buttons)):
        if not pressed:
            yield {"text": "\n\n".join(block for each in parts for block in _paragraph(each))}
            continue
        for each in parts:
            actions = [action(button, next(numbers)) for button in each.buttons]
            yield {"text": "\n\n".join(_paragraph(each)), "actions": actions}


def _paragraph(part: Part) -> Iterator[str]:
    yield from _text(f"· {part.text}" if part.text.strip() else "")
    yield from _quote(part.quote)
    yield from _list(line(each.label) for each in part.buttons if len(each.label) > BUTTON)


def _action(callback: str, features: Features, behind: Behind, button: Button, number: int) -> dict[str, Any]:
    """Return a button. Servers of 2021 know none whose id has another sign than letters and digits."""
    action: dict[str, Any] = {
        "id": f"a{number}",
        "name": cut(unlinked(button.label), BUTTON).strip() or NOTHING,
        "type": "button",
        "integration": {"url": callback, "context": behind(button.token)},
    }
    if features.styles and button.style is not Style.PLAIN:
        action["style"] = button.style.value
    return action


# What a person reads


def visible(post: Post) -> str:
    """Return what a person reads of a post, a line each, buttons between brackets."""
    return "\n".join(filter(None, _lines(post)))


def _lines(post: Post) -> Iterator[str]:
    yield readable(post.message)
    for each in post.props.get("attachments", ()):
        yield readable(each["text"])
        yield " ".join(f"[{unmarked(action['name'])}]" for action in each.get("actions", ()))


# Limits


def limits(message: Message) -> Iterator[str]:
    """Return what the oldest server could not carry of a message, even shortened."""
    sealed = _mapped_buttons(message, _sealed)
    shown = post(sealed, _CALLBACK, OLDEST).props.get("attachments", [])
    carried, buttons = sum(len(each.get("actions", [])) for each in shown), len(message.all_buttons())
    if carried < buttons:
        yield f"{buttons} buttons, {carried} at most in {OLDEST.props} characters"
    if len(message.parts) > MOST_ITEMS:
        yield f"{len(message.parts)} paragraphs with buttons, {MOST_ITEMS} at most"
    if message.table and len(message.table.header) > MOST_COLUMNS:
        yield f"a table of {len(message.table.header)} columns, {MOST_COLUMNS} at most"


def _sealed(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(replace(each, token=each.token or "t" * _TOKEN) for each in buttons)


def _mapped_buttons(message: Message, change: Callable[[tuple[Button, ...]], tuple[Button, ...]]) -> Message:
    buttons = change(message.buttons)
    parts = tuple(replace(each, buttons=change(each.buttons)) for each in message.parts)
    return replace(message, buttons=buttons, parts=parts)
