"""Mattermost's doors: what came is let in by the guard, believed if it proves whose it is, and answered.

| door | believed because |
|---|---|
| `/mattermost/command` | its token is that of the command, in that team |
| `/mattermost/action` | what stands behind the button was sealed here, for whoever pressed it |
| `/mattermost/dialog` | its state was |

Whatever else it says of teams, channels and addresses is not believed. Rights are looked up at each act, in
what we know of people and teams. Waiting for an answer, old servers give up after three seconds.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.platforms.base import Answer, Request
from bot.platforms.mattermost import mirror, payloads
from bot.platforms.mattermost.acts import Acts, Stranger
from bot.platforms.mattermost.forms import opened_by
from bot.platforms.mattermost.guard import Turned, admit
from bot.platforms.mattermost.happenings import heard
from bot.platforms.mattermost.house import Away, House, Seat
from bot.platforms.mattermost.payloads import Known
from bot.platforms.mattermost.sealed import Origin, is_ours, read_state

_JSON = {"content-type": "application/json; charset=utf-8"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Doors:
    """What comes from Mattermost, by any way."""

    house: House

    def listen(self, request: Request) -> Answer:
        """Answer a request; what is not Mattermost's gets 400 or 401, never a 5xx."""
        try:
            known = admit(request)
            return self._answered(known)
        except Turned as turned:
            log.warning("request turned away", action="guard", status=turned.status, why=str(turned))
            return Answer(turned.status, _JSON, _encoded({"error": str(turned)}))

    def hear(self, post: Mapping[str, Any], channel_type: str, seat: Seat) -> None:
        """Hear a new post that a server told us of; raise Malformed, or Away: then bring it again."""
        said = heard(post, channel_type, seat)
        if said:
            Acts(self.house, seat, said.who.external_id).says(said)

    def _answered(self, known: Known) -> Answer:
        try:
            said = self._said(known)
        except Turned:
            raise
        except Stranger as fault:
            raise Turned(401, "nobody there has this id") from fault
        except Away:
            said = self._not_recorded(known)
        except Exception:  # a fault of ours is told to whoever acted, not to their server
            log.exception("listener failed", action="hear")
            said = self._not_recorded(known)
        return Answer(200, _JSON, _encoded(said))

    def _said(self, known: Known) -> dict[str, Any]:
        if isinstance(known, payloads.Command):
            acts = self._acts_called(known)
            return mirror.called() if acts.is_pouce else acts.command(known)
        if isinstance(known, payloads.Action):
            acts = self._acts_sealed(known)
            return mirror.pressed() if acts.is_pouce else acts.presses(known)
        return self._sent(known)

    def _acts_called(self, command: payloads.Command) -> Acts:
        seat = self.house.called(command.team_id, command.token)
        if seat is None:
            raise Turned(401, "no such token")
        return Acts(self.house, seat, command.user_id)

    def _acts_sealed(self, action: payloads.Action) -> Acts:
        context = action.context
        if not is_ours(context.token, context.key, context.mark, self.house.is_marked):
            raise Turned(401, "not our button")
        return self._acts_of(context.token, action.user_id)

    def _acts_of(self, token: str, user: str) -> Acts:
        """Return the deeds of whoever a token was sealed for, and of nobody else."""
        found = self.house.bearer(token)
        if found is None or found[1] != user:
            raise Turned(401, "sealed for somebody else")
        return Acts(self.house, found[0], user)

    def _sent(self, submission: payloads.Submission) -> dict[str, Any]:
        state = read_state(submission.state, self.house.is_marked)
        if state is None:
            raise Turned(401, "not our dialog")
        token, origin = opened_by(state)
        acts = self._acts_of(token, submission.user_id)
        if submission.cancelled:
            return {}
        return acts.submits(token, Origin.unpacked(origin), submission, state)

    def _not_recorded(self, known: Known) -> dict[str, Any]:
        """Say that nothing was recorded, where each kind of act shows it."""
        sentence = self.house.say(None, "chat.not_recorded")
        if isinstance(known, payloads.Submission):
            return {"error": sentence}
        told = {"ephemeral_text": sentence} if isinstance(known, payloads.Action) else {"text": sentence}
        return {**told, "skip_slack_parsing": True}


def _encoded(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()
