"""People in Mattermost: what they do goes to Pouce as the server sends it, and its answer to their screen.

`post` carries one request to Pouce and brings its answer. What is written in a channel or to Pouce goes
nowhere by itself: whoever listens on the WebSocket hears it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.mattermost.eyes import Pressable, Shown, shown_dialog, shown_post
from tests.mattermost.fake.dialogs import filled
from tests.mattermost.fake.integrations import Outcome, act, execute, submit
from tests.mattermost.fake.posts import add
from tests.mattermost.fake.state import Channel, Json, Mattermost, Problem, User, id_of

Post = Callable[[str, dict[str, str], bytes], tuple[int, Mapping[str, str], bytes]]


@dataclass
class Answer:
    """What Pouce answered at once, and what the server made of it."""

    status: int = 200
    body: bytes = b""
    said: Json = field(default_factory=dict)
    error: str = ""
    """The id of the error that the person's client shows instead of an answer."""
    errors: dict[str, str] = field(default_factory=dict)
    """Of the dialog that was sent, by element, and the dialog stays open."""


@dataclass
class People:
    """Whoever is on one server."""

    mattermost: Mattermost
    post: Post
    bot: str = "pouce"
    team: str = "aides"
    """Where people's clients stand, even in a direct channel."""
    command_word: str = "/coach"

    # Gestures

    def commands(
        self, user: str, text: str = "", channel: str = "", word: str = "", root: str = ""
    ) -> Answer:
        """Type the slash command, in the conversation with Pouce or in a channel, in a thread or not."""
        where = self._channel(channel) if channel else self.direct(user)
        line = f"{word or self.command_word} {text}".strip()
        who, team = self._who(user).id, where.team or id_of(self.team)
        return self._asked(lambda: execute(self.mattermost, who, team, where.id, line, self._deliver, root))

    def says(self, user: str, text: str, root: str = "") -> Json:
        """Write to Pouce."""
        return self.writes(user, self.direct(user).id, text, root)

    def mentions(self, user: str, channel: str, text: str, root: str = "") -> Json:
        """Name Pouce in a channel."""
        return self.writes(user, channel, f"@{self._who(self.bot).username} {text}", root)

    def writes(self, user: str, channel: str, text: str, root: str = "") -> Json:
        """Write in a channel, in a thread or not."""
        with self.mattermost.lock:
            return add(self.mattermost, self._channel(channel), self._who(user), text, None, root)

    def presses(self, user: str, label: str) -> Answer:
        """Press the newest button whose label begins so."""
        return self.press(user, self._newest(user, label, "button"))

    def selects(self, user: str, label: str, option: str) -> Answer:
        """Choose in the newest menu whose label begins so."""
        menu = self._newest(user, label, "select")
        found = [value for text, value in menu.options if text.casefold().startswith(option.casefold())]
        assert found, f"« {option} » is not among {[text for text, _ in menu.options]}"
        return self.press(user, menu, found[0])

    def press(self, user: str, button: Pressable, selected: str = "") -> Answer:
        """Press this button."""
        who = self._who(user).id
        return self._asked(lambda: act(self.mattermost, who, button.post, button.id, self._deliver, selected))

    def submits(
        self, user: str, values: Mapping[str, str | list[str]] | None = None, **forged: Any
    ) -> Answer:
        """Send the dialog that is open, some of its elements filled in; it closes, or says what is wrong.

        What a client may lie about can be told otherwise: `state`, `callback_id`, `url`, `submission`.
        """
        who = self._who(user).id
        shown = self._open(who)
        submission, wrong = filled(shown, values or {}, self.mattermost)
        if wrong:
            shown["errors"] = wrong  # the client itself keeps the dialog open, and sends nothing
            return Answer(0, errors=wrong)
        sent = self._sent(shown, submission) | forged
        answer = self._asked(lambda: submit(self.mattermost, who, sent, self._deliver))
        self._settle(who, shown, answer)
        return answer

    def closes(self, user: str) -> Answer:
        """Close the dialog; whoever opened it is told if it asked to be."""
        who = self._who(user).id
        shown = self._open(who)
        del self.mattermost.dialogs[who]
        if not shown["dialog"].get("notify_on_cancel"):
            return Answer(0)
        return self._asked(
            lambda: submit(self.mattermost, who, self._sent(shown, {}), self._deliver, cancelled=True)
        )

    def changes(self, user: str, **known: Any) -> User:
        """Change a profile: zone, language, status."""
        who = self._who(user)
        for name, value in known.items():
            assert hasattr(who, name), name
            setattr(who, name, value)
        return who

    def leaves(self, user: str) -> None:
        """Have an account deactivated: nothing is told to anybody, and posts to it still succeed."""
        self.changes(user, delete_at=self.mattermost.ms())

    def reloads(self, user: str) -> None:
        """Load the page again: what only this person saw is gone."""
        self.mattermost.ephemerals.pop(self._who(user).id, None)

    # What somebody sees

    def sees(self, user: str) -> list[Shown]:
        """Return what Pouce says where this person reads, in the order it came or was changed."""
        with self.mattermost.lock:
            found = [shown_post(self.mattermost, each) for each in self._posts(self._who(user).id)]
        return sorted(found, key=lambda shown: shown.at)

    def form(self, user: str) -> Shown | None:
        """Return the dialog that is open, with what is wrong in it."""
        shown = self.mattermost.dialogs.get(self._who(user).id)
        return shown_dialog(self.mattermost, shown) if shown else None

    def reads(self, user: str) -> str:
        """Return everything on the screen, newest last."""
        form = self.form(user)
        return "\n".join(each.text for each in [*self.sees(user), *([form] if form else [])])

    def direct(self, user: str) -> Channel:
        """Return the conversation of somebody with Pouce."""
        with self.mattermost.lock:
            return self.mattermost.direct(self._who(user).id, self._who(self.bot).id)

    def _posts(self, user: str) -> Iterator[Json]:
        bot = self._who(self.bot).id
        for where in self.mattermost.channels.values():
            if user in where.members:
                yield from (each for each in where.posts if each["user_id"] == bot and not each["delete_at"])
        yield from self.mattermost.ephemerals[user]

    def _newest(self, user: str, label: str, kind: str) -> Pressable:
        found = [
            button
            for shown in self.sees(user)
            for button in shown.buttons
            if button.kind == kind and button.label.casefold().startswith(label.casefold())
        ]
        assert found, f"{user} sees no {kind} « {label} »"
        return found[-1]

    # The way there and back

    def _asked(self, gesture: Callable[[], Outcome]) -> Answer:
        try:
            outcome = gesture()
        except Problem as problem:
            return Answer(problem.status, error=problem.id)
        assert not self.mattermost.warnings, f"the server warns: {self.mattermost.warnings}"
        return Answer(outcome.status, outcome.body, outcome.said)

    def _deliver(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        return self.post(urlsplit(url).path, headers, body)

    def _settle(self, user: str, shown: Json, answer: Answer) -> None:
        """Do with the dialog what its answer says."""
        answer.errors = answer.said.get("errors") or {}
        names = {each["name"] for each in shown["dialog"]["elements"]}
        assert answer.errors.keys() <= names, f"{answer.errors} for the elements {names}"
        general = answer.said.get("error") or answer.error
        shown["errors"] = answer.errors | ({"": general} if general else {})
        if not shown["errors"] and self.mattermost.dialogs.get(user) is shown:
            del self.mattermost.dialogs[user]

    def _sent(self, shown: Json, submission: Json) -> Json:
        """Return what a client sends: everything, since it keeps the dialog and its state."""
        dialog = shown["dialog"]
        told = {"url": shown["url"], "channel_id": shown["channel"]}
        told |= {"team_id": shown["team"] or id_of(self.team), "state": dialog.get("state") or ""}
        return told | {"callback_id": dialog.get("callback_id") or "", "submission": submission}

    def _open(self, user: str) -> Json:
        shown = self.mattermost.dialogs.get(user)
        assert shown, f"no dialog is open for {user}"
        return shown

    def _who(self, user: str) -> User:
        return self.mattermost.who(user)

    def _channel(self, name: str) -> Channel:
        """Return a channel by id or by name."""
        return self.mattermost.channels.get(name) or self.mattermost.channels[id_of(f"c{name}")]
