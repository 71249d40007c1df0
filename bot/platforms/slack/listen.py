"""Slack's doors: what came is let in by the guard, goes through Bolt, and is answered within three seconds.

The same Bolt application hears what comes by HTTP and by Socket Mode. It answers after its listener
(`process_before_response`): Bolt's way of waiting for an early acknowledgement costs 10 ms a request
(TRUST §0.1). So listeners only record and decide; whatever asks something of Slack is done later.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.platforms.base import Answer, Request
from bot.platforms.slack import happenings, payloads
from bot.platforms.slack.acts import Acts
from bot.platforms.slack.guard import Guard, Turned
from bot.platforms.slack.house import Away, House, Seat
from bot.platforms.slack.payloads import Known
from bot.platforms.slack.shapes import Malformed, Payload

EVENTS = "/slack/events"
_JSON = {"content-type": "application/json; charset=utf-8"}
_ANY = re.compile(".*", re.DOTALL)
Context = Mapping[str, Any]

log = structlog.get_logger()


@dataclass
class Doors:
    """What comes from Slack, by any way."""

    house: House
    guard: Guard
    app: App = field(init=False)

    def __post_init__(self) -> None:
        self.app = _application(self)

    def listen(self, request: Request) -> Answer:
        """Answer a request that came by HTTP; what is not Slack's gets 400 or 401, never a 5xx."""
        try:
            known = self.guard.admit(request, self.house.now())
        except Turned as turned:
            log.warning("request turned away", action="guard", status=turned.status, why=str(turned))
            return Answer(turned.status, _JSON, json.dumps({"error": str(turned)}).encode())
        return self.take(known) if known else Answer()

    def heard(self, content: object) -> Answer:
        """Answer what came by Socket Mode, whose connection Slack opened for us alone."""
        try:
            known = payloads.read(content)
        except Malformed:
            log.warning("frame not understood", action="guard")
            return Answer(400)
        return self.take(known) if known else Answer()

    def take(self, known: Known) -> Answer:
        """Let Bolt find who listens to this."""
        context: dict[str, Any] = {"payload": known}
        if isinstance(known, Payload):
            try:
                seat = self.house.seat(known.site)
            except Away:
                return (
                    Answer(200, _JSON, _encoded(self._not_recorded(known)))
                    if _answers(known)
                    else Answer(503)
                )
            if seat is None:
                log.warning("not installed there", action="guard", team=known.site.external_id)
                return Answer()
            context["seat"] = seat
        body = known.model_dump(mode="json", exclude_none=True)
        told = self.app.dispatch(BoltRequest(mode="socket_mode", body=body, context=context))
        return _answer(told)

    # The listeners

    def command(self, ack: Ack, context: Context) -> None:
        """A slash command, whatever its word: the manifest names only ours."""
        payload: payloads.Command = context["payload"]
        answer = self._acts(context, payload.user_id).command(payload)
        ack(answer) if answer else ack()

    def message(self, ack: Ack, context: Context) -> None:
        """Something typed to Pouce alone; what others post, or change afterwards, is not for it."""
        payload, event = _event(context)
        if event.channel_type == "im" and _is_said(event):
            self._acts(context, event.user).says(payload, event)
        ack()

    def mention(self, ack: Ack, context: Context) -> None:
        """Pouce was called in a channel, by somebody of this workspace."""
        payload, event = _event(context)
        stranger = payload.is_ext_shared_channel and event.user_team not in {None, payload.site.team}
        if _is_said(event) and not stranger:
            self._acts(context, event.user).mentions(payload, event)
        ack()

    def home(self, ack: Ack, context: Context) -> None:
        """Somebody opened the App Home."""
        payload, event = _event(context)
        if event.tab == "home":
            self._acts(context, event.user).opens_home(payload)
        ack()

    def account(self, ack: Ack, context: Context) -> None:
        """An account changed."""
        payload, event = _event(context)
        self._acts(context, event.user.id).changes(payload, event.user)
        ack()

    def removed(self, ack: Ack, context: Context) -> None:
        """Pouce was taken out of the workspace."""
        self.house.removed(context["seat"])
        ack()

    def revoked(self, ack: Ack, context: Context) -> None:
        """Tokens were revoked: ours, if a bot's is among them."""
        _, event = _event(context)
        if event.tokens.bot:
            self.house.removed(context["seat"])
        ack()

    def press(self, ack: Ack, context: Context) -> None:
        """A button was pressed."""
        payload: payloads.BlockActions = context["payload"]
        self._acts(context, payload.user.id).presses(payload)
        ack()

    def submit(self, ack: Ack, context: Context) -> None:
        """A form was sent."""
        payload: payloads.ViewSubmission = context["payload"]
        answer = self._acts(context, payload.user.id).submits(payload)
        ack(**answer) if answer else ack()

    def quote(self, ack: Ack, context: Context) -> None:
        """« Record this » was chosen in the menu of a message: the manifest names no other shortcut."""
        payload: payloads.MessageAction = context["payload"]
        self._acts(context, payload.user.id).quotes(payload)
        ack()

    # When something is wrong with us

    def failed(self, error: Exception, context: Context) -> BoltResponse:
        """Say that nothing was recorded, where something can be said; else let Slack bring it again."""
        known: Known = context["payload"]
        if not isinstance(error, Away):
            log.error("listener failed", action="hear", exc_info=error)
        if _answers(known):
            return BoltResponse(status=200, body=self._not_recorded(known))
        return BoltResponse(status=503 if isinstance(error, Away) else 200)

    def _not_recorded(self, known: Known) -> dict[str, Any]:
        sentence = self.house.say(None, "chat.not_recorded")
        if isinstance(known, payloads.ViewSubmission):
            first = next((each.block_id for each in known.view.blocks if each.type == "input"), "")
            return {"response_action": "errors", "errors": {first: sentence}}
        return {"response_type": "ephemeral", "text": sentence}

    def _acts(self, context: Context, user: str) -> Acts:
        seat: Seat = context["seat"]
        return Acts(self.house, seat, user)


def _application(doors: Doors) -> App:
    app = App(
        client=WebClient(retry_handlers=[]),
        authorize=_authorized,
        process_before_response=True,
        request_verification_enabled=False,  # the guard did, and Bolt would log the body
    )
    app.command(_ANY)(doors.command)
    app.event("message")(doors.message)
    app.event("app_mention")(doors.mention)
    app.event("app_home_opened")(doors.home)
    app.event("user_change")(doors.account)
    app.event("app_uninstalled")(doors.removed)
    app.event("tokens_revoked")(doors.revoked)
    app.action(_ANY)(doors.press)
    app.view(_ANY)(doors.submit)
    app.shortcut(_ANY)(doors.quote)
    app.error(doors.failed)
    return app


def _authorized(context: Context, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Say who Pouce is there, from what was found at the door: Slack is never asked (TRUST §0.3)."""
    seat: Seat = context["seat"]
    return AuthorizeResult(
        enterprise_id=enterprise_id, team_id=team_id, bot_user_id=seat.bot_user, bot_id=seat.bot
    )


def _event(context: Context) -> tuple[happenings.EventCallback, Any]:
    payload: happenings.EventCallback = context["payload"]
    return payload, payload.event


def _is_said(event: happenings.MessageEvent) -> bool:
    """Say whether a person typed this, now: not a bot, not a change of something typed before."""
    kinds = {None, "file_share", "thread_broadcast"}
    return bool(event.user) and not event.bot_id and event.subtype in kinds and not event.edited


def _answers(known: Known) -> bool:
    """Say whether something said in the answer is shown to whoever acted."""
    return isinstance(known, payloads.Command | payloads.ViewSubmission)


def _answer(told: BoltResponse) -> Answer:
    content_type = told.first_headers().get("content-type", "application/json; charset=utf-8")
    return Answer(told.status, {"content-type": content_type}, told.body.encode())


def _encoded(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()
