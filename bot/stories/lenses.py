"""What does a chat make of a message? A story is played as the people of one chat, or of several, read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.messages import Form, Message
from bot.platforms.mattermost import forms as mattermost_forms
from bot.platforms.mattermost import render as mattermost
from bot.platforms.mattermost.limits import OLDEST
from bot.platforms.room import render as room
from bot.platforms.slack import forms as slack_forms
from bot.platforms.slack import render as slack


@dataclass(frozen=True, slots=True)
class Lens:
    """One chat, as its people read it; and what it could not carry."""

    render: Callable[[Message], str]
    limits: Callable[[Message], Iterable[str]]
    render_form: Callable[[Form], str]
    form_limits: Callable[[Form], Iterable[str]]


def _slack_limits(message: Message) -> Iterator[str]:
    yield from room.limits(message)
    yield from slack.limits(message)


def _slack_form_limits(form: Form) -> Iterator[str]:
    yield from room.form_limits(form)
    yield from slack_forms.form_limits(form)


def _mattermost_limits(message: Message) -> Iterator[str]:
    yield from room.limits(message)
    yield from mattermost.limits(message)


def _mattermost_form_limits(form: Form) -> Iterator[str]:
    yield from room.form_limits(form)
    yield from mattermost_forms.form_limits(form)


ROOM = Lens(room.render, room.limits, room.render_form, room.form_limits)
SLACK = Lens(
    lambda message: slack.visible(slack.blocks(message)),
    _slack_limits,
    lambda form: slack_forms.visible_form(slack_forms.modal(form)),
    _slack_form_limits,
)
MATTERMOST = Lens(
    lambda message: mattermost.visible(mattermost.post(message, "", OLDEST)),
    _mattermost_limits,
    lambda form: mattermost_forms.visible_form(mattermost_forms.dialog(form, "", "", OLDEST)),
    _mattermost_form_limits,
)
"""On the oldest server: a newer one shows no less."""
LENSES = {"room": ROOM, "slack": SLACK, "mattermost": MATTERMOST}
"""What may follow `--platform`."""
