"""People in Slack: what they do goes to Pouce as Slack would send it, and its answer to their screen.

`post` carries one request to Pouce and brings its answer: over HTTP, or through a socket (`through`).
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.slack import payloads
from tests.slack.eyes import Pressable, Shown, shown_message, shown_view
from tests.slack.fake.limits import check_message, check_view
from tests.slack.fake.methods import shown_as
from tests.slack.fake.responses import say
from tests.slack.fake.sockets import Sockets
from tests.slack.fake.state import Json, Place, ResponseUrl, Slack, Team

Post = Callable[[str, dict[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
_MOST_OPEN = 3


@dataclass
class Answer:
    """What Pouce answered at once."""

    status: int
    body: bytes = b""
    errors: Json = field(default_factory=dict)
    """Of the form that was sent, by field, and the form stays open."""


@dataclass
class People:
    """Whoever is in one workspace."""

    slack: Slack
    post: Post
    team_id: str
    path: str = "/slack/events"
    command_word: str = "/coach"
    errors: dict[str, Json] = field(default_factory=dict)
    """What each person reads under the fields of the form that is open."""
    last: tuple[bytes, str] = (b"", "")

    @property
    def team(self) -> Team:
        return self.slack.teams[self.team_id]

    # Gestures

    def commands(self, user: str, text: str = "", channel: str = "", word: str = "") -> Answer:
        """Type the slash command, in the conversation with Pouce or in a channel."""
        where = channel or self.slack.im(self.team_id, user).id
        form = payloads.slash_command(self.slack, self.team, user, where, word or self.command_word, text)
        answer = self._sent(urlencode(form).encode(), "application/x-www-form-urlencoded")
        url = self.slack.responses[form["response_url"].rpartition("/")[2]]
        self._show_answer(url, answer)
        return answer

    def says(self, user: str, text: str, **more: str) -> Answer:
        """Write to Pouce."""
        return self.event(payloads.direct_message(self.slack, self.team, user, text, **more))

    def mentions(self, user: str, channel: str, text: str) -> Answer:
        """Name Pouce in a channel."""
        return self.event(payloads.mention(self.slack, self.team, user, channel, text))

    def opens_home(self, user: str, tab: str = "home") -> Answer:
        return self.event(payloads.home_opened(self.slack, self.team, user, tab))

    def presses(self, user: str, label: str) -> Answer:
        """Press the newest button whose label begins so."""
        found = [
            (shown, button)
            for shown in [*self.sees(user), *self._views(user)]
            for button in shown.buttons
            if button.label.casefold().startswith(label.casefold())
        ]
        assert found, f"{user} sees no button « {label} »"
        return self.press(user, *found[-1])

    def press(self, user: str, shown: Shown, button: Pressable) -> Answer:
        """Press this button."""
        return self._act(payloads.block_actions(self.slack, self.team, user, shown, button))

    def submits(self, user: str, values: Mapping[str, str | list[str]] | None = None) -> Answer:
        """Send the form that is open, some of its fields filled in; it closes, or says what is wrong."""
        stack = self.slack.modals[self.team_id, user]
        assert stack, f"no form is open for {user}"
        view = stack[-1]
        missing = fill(view, values or {})
        if missing:
            self.errors[user] = missing  # Slack itself keeps the form open, and sends nothing
            return Answer(0, errors=missing)
        answer = self._act(payloads.view_submission(self.slack, self.team, user, view))
        self._settle_form((self.team_id, user), answer)
        return answer

    def closes(self, user: str) -> None:
        """Close the form; nobody is told, for nobody asked to be."""
        self.slack.modals[self.team_id, user].clear()
        self.errors.pop(user, None)

    def uses_shortcut(self, user: str, channel: str, message: Json, name: str) -> Answer:
        """Choose an entry of the menu of a message."""
        return self._act(payloads.message_shortcut(self.slack, self.team, user, channel, message, name))

    def changes(self, user: str, **known: Any) -> Answer:
        """Change a profile: zone, language, account closed."""
        for name, value in known.items():
            setattr(self.team.users[user], name, value)
        return self.event(payloads.user_changed(self.team, user))

    def uninstalls(self) -> Answer:
        """Take the app out of the workspace."""
        self.slack.uninstall(self.team_id)
        return self.event({"type": "app_uninstalled"})

    def revokes(self) -> Answer:
        """Revoke the tokens of the workspace."""
        for each in [each for each in self.slack.tokens.values() if each.team == self.team_id]:
            self.slack.revoke(each.value)
        return self.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.team.bot_user]}})

    # What Slack itself sends

    def event(self, content: Json) -> Answer:
        wrapped = payloads.event(self.slack, self.team, content)
        return self._sent(json.dumps(wrapped).encode(), "application/json")

    def again(self, attempt: int = 1, reason: str = "http_timeout") -> Answer:
        """Send the last thing once more, as Slack does when it had no answer in time."""
        more = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        return self._sent(*self.last, more)

    def url_verification(self, challenge: str) -> Answer:
        content = {"token": "deprecated", "challenge": challenge, "type": "url_verification"}
        return self._sent(json.dumps(content).encode(), "application/json")

    def ssl_check(self) -> Answer:
        return self._sent(b"ssl_check=1&token=deprecated", "application/x-www-form-urlencoded")

    # What somebody sees

    def sees(self, user: str) -> list[Shown]:
        """Return what Pouce says where this person reads, in the order it came or was changed."""
        with self.slack.lock:
            return sorted(self._messages(user), key=lambda shown: shown.at)

    def home(self, user: str) -> Shown | None:
        view = self.slack.homes.get((self.team_id, user))
        return shown_view(view) if view else None

    def form(self, user: str) -> Shown | None:
        """Return the form that is open, with what is wrong in it."""
        stack = self.slack.modals[self.team_id, user]
        return shown_view(stack[-1], self.errors.get(user)) if stack else None

    def reads(self, user: str) -> str:
        """Return everything on the screen, newest last."""
        return "\n".join(each.text for each in [*self.sees(user), *self._views(user)])

    def _messages(self, user: str) -> Iterator[Shown]:
        for where in self.team.conversations.values():
            if user in where.members:
                ours = [each for each in where.messages if each.get("bot_id") == self.team.bot]
                yield from (shown_message(each, where.id) for each in ours)
        for each in self.slack.ephemerals[self.team_id, user]:
            yield shown_message(each, each["channel"])

    def _views(self, user: str) -> list[Shown]:
        return [each for each in (self.home(user), self.form(user)) if each]

    # The way there and back

    def _act(self, payload: Json) -> Answer:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self._sent(body, "application/x-www-form-urlencoded")

    def _sent(self, body: bytes, kind: str, more: Mapping[str, str] | None = None) -> Answer:
        self.last = body, kind
        headers = {**signed(self.slack, body), "Content-Type": kind, **(more or {})}
        status, _, content = self.post(self.path, headers, body)
        return Answer(status, content)

    def _show_answer(self, url: ResponseUrl, answer: Answer) -> None:
        """Show what came in the answer to a command."""
        if answer.status != 200 or not answer.body.strip():
            return
        said = _structure(answer.body)
        check_message(said.get("text"), said.get("blocks"))
        with self.slack.lock:
            say(self.slack, url, said)

    def _settle_form(self, place: Place, answer: Answer) -> None:
        """Do with the open form what its answer says."""
        if answer.status != 200:
            return
        told = _structure(answer.body) if answer.body.strip() else {}
        with self.slack.lock:
            stack = self.slack.modals[place]
            self.errors.pop(place[1], None)
            match told.get("response_action"):
                case "errors":
                    answer.errors = told["errors"]
                    fields = {each["block_id"] for each in stack[-1]["blocks"] if each["type"] == "input"}
                    assert answer.errors.keys() <= fields, f"{answer.errors} for the fields {fields}"
                    self.errors[place[1]] = answer.errors
                case "update":
                    check_view(told["view"], "modal")
                    stack[-1] = shown_as(self.slack, place[0], told["view"], stack[-1])
                case "push":
                    check_view(told["view"], "modal")
                    assert len(stack) < _MOST_OPEN
                    stack.append(shown_as(self.slack, place[0], told["view"]))
                case "clear":
                    stack.clear()
                case None:
                    stack.pop()


def _structure(body: bytes) -> Json:
    try:
        found: Json = json.loads(body)
    except ValueError:
        return {"text": body.decode()}
    return found


def signed(slack: Slack, body: bytes) -> dict[str, str]:
    """Return the two headers by which Pouce knows that Slack speaks."""
    at = str(int(slack.now()))
    base = b"v0:" + at.encode() + b":" + body
    signature = hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


def through(sockets: Sockets) -> Post:
    """Carry what people do through a socket instead of HTTP."""

    def _post(_: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        answer = sockets.deliver(*_envelope(headers, body))
        return 200, {}, json.dumps(answer).encode() if answer else b""

    return _post


def _envelope(headers: dict[str, str], body: bytes) -> tuple[str, Json]:
    if "json" in headers["Content-Type"]:
        return "events_api", json.loads(body)
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    if "payload" in form:
        return "interactive", json.loads(form["payload"])
    return "slash_commands", form


# Filling in a form


def fill(view: Json, values: Mapping[str, str | list[str]]) -> Json:
    """Put values in a form, by field; return what Slack itself complains about before it sends anything."""
    fields = {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}
    unknown = set(values) - set(fields)
    assert not unknown, f"no field {unknown} among {set(fields)}"
    state = view["state"]["values"]
    missing = {}
    for name, block in fields.items():
        element = block["element"]
        kept = state.get(name, {}).get(element["action_id"])
        if name in values or kept is None:
            kept = _filled(element, values.get(name))
        state[name] = {element["action_id"]: kept}
        if not block.get("optional") and not any(value for key, value in kept.items() if key != "type"):
            missing[name] = "Please complete this required field."
    return missing


def _filled(element: Json, value: str | list[str] | None) -> Json:
    """Return what a field holds: what is given, else what it was opened with."""
    kind = element["type"]
    if kind in {"checkboxes", "multi_static_select"}:
        ticked = [_option(element, each) for each in value or []]
        before = element.get("initial_options", [])
        return {"type": kind, "selected_options": before if value is None else ticked}
    if kind in {"static_select", "radio_buttons"}:
        kept = element.get("initial_option")
        given = _option(element, str(value)) if value else None
        return {"type": kind, "selected_option": kept if value is None else given}
    name, first = ("selected_date", "initial_date") if kind == "datepicker" else ("value", "initial_value")
    return {"type": kind, name: element.get(first) if value is None else value or None}


def _option(element: Json, wanted: str) -> Json:
    """Return an option by its value, else by how its text begins."""
    groups = element.get("option_groups", [element])
    options = [each for group in groups for each in group["options"]]
    found = [each for each in options if each["value"] == wanted]
    found += [each for each in options if each["text"]["text"].casefold().startswith(wanted.casefold())]
    assert found, f"« {wanted} » is not among {[each['text']['text'] for each in options]}"
    return {name: found[0][name] for name in ("text", "value")}
