"""What Mattermost, old and new, would refuse of what we render: by the word of the server in these tests."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.messages import Form, Message
from bot.platforms.mattermost.forms import dialog
from bot.platforms.mattermost.limits import Features, Version
from bot.platforms.mattermost.render import Post, post
from bot.stories.lenses import MATTERMOST
from tests.mattermost.fake.dialogs import faults
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.posts import MOST, actions_of, add
from tests.mattermost.fake.state import Mattermost, Problem

CALLBACK = "https://pouce.example.org/mattermost/action"
OURS = {"pouce_key": "k" * 64}
"""What the client adds to the props."""
SERVERS = {name: Mattermost(each) for name, each in EDITIONS.items()}
_CALL = re.compile(r"@[\w.-]")


def features(name: str) -> Features:
    """Return what the server of an edition can do."""
    major, minor, _ = EDITIONS[name].version.split(".")
    version: Version = (int(major), int(minor))
    return Features(version)


def refused(message: Message) -> list[str]:
    """Return what a server would refuse of a message, or act upon."""
    return [fault for name in SERVERS for fault in _of_post(name, post(message, CALLBACK, features(name)))]


def _of_post(name: str, shown: Post) -> Iterator[str]:
    mattermost = Mattermost(EDITIONS[name])
    bot, where = mattermost.bot("pouce", "aides"), mattermost.channel("aides", "general", "pouce")
    try:
        add(mattermost, where, bot, shown.message, {**shown.props, **OURS})
    except Problem as problem:
        yield f"{name}: {problem.id}"
    if not shown.message.strip():
        yield "the message is empty"
    actions = list(actions_of(shown.props))
    ids = [each["id"] for each in actions]
    if len(ids) != len(set(ids)) or not all(EDITIONS["old"].action_id.fullmatch(each) for each in ids):
        yield f"ids of buttons: {ids}"
    texts = [shown.message, *(each["text"] for each in shown.props.get("attachments", []))]
    if any(len(text) > MOST for text in texts) or not all(each["name"].strip() for each in actions):
        yield "a text is too long, or the name of a button is empty"
    if any(map(_CALL.search, [*texts, *(each["name"] for each in actions)])):
        yield "somebody is called"


def refused_form(form: Form) -> list[str]:
    """Return what a server would find wrong with a form."""
    found = [
        (name, dialog(form, "", CALLBACK, features(name))["dialog"], mattermost)
        for name, mattermost in SERVERS.items()
    ]
    return [f"{name}: {fault}" for name, shown, mattermost in found for fault in faults(shown, mattermost)]


CHECKED_MATTERMOST = replace(
    MATTERMOST,
    limits=lambda message: [*MATTERMOST.limits(message), *refused(message)],
    form_limits=lambda form: [*MATTERMOST.form_limits(form), *refused_form(form)],
)
"""Mattermost, by its own word too: a story that shows what it would refuse is not true."""
