"""A channel that is only written to, through an incoming webhook: for digests, and nothing that is answered.

`{"text": …}` is what Slack began with, and what Mattermost, Rocket.Chat and many hubs take. It has no button
and no form, tells no id, and can be neither changed nor looked for: each of these is refused here, and a
message whose answer was lost stays in doubt, never sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

import httpx

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address
from bot.platforms.base import Busy, Lost, Pace, Receipt, Refused, Unreachable
from bot.platforms.mattermost.limits import OLDEST
from bot.platforms.mattermost.render import post, visible
from bot.platforms.mattermost.text import unlinked
from bot.platforms.plain import fold

MOST = 4_000
"""Characters: what Slack advises, and what Mattermost kept of a message before 2018."""
PACE = Pace(per_second=1, burst=1)
"""Slack takes about one message a second of each webhook (PLATFORMS §1.6)."""
_WAIT = 60.0
"""Seconds, when a hub asks to wait without saying how long, or is not there."""
_GONE = (400, 401, 403, 404, 410)
_TOO_MANY, _BROKEN, _DONE = 429, 500, 200


@dataclass(frozen=True, slots=True)
class WebhookVoice:
    """Implements `Platform` for channels alone."""

    hooks: Mapping[str, str]
    """The address of the webhook of each channel, which is as secret as a token."""
    client: httpx.Client
    pace: Pace = PACE

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message; `key` is not kept with it, since nothing can be looked for."""
        if to.external_id not in self.hooks:
            fault = "no webhook leads there"
            raise Unreachable(fault)
        if message.all_buttons():
            fault = "a webhook carries no button: send this to people, and only digests to this channel"
            raise Refused(fault)
        self._post(self.hooks[to.external_id], text(message))
        return Receipt(to.external_id, key)

    def update(self, receipt: Receipt, message: Message) -> None:  # noqa: ARG002 # as every voice
        """Refuse."""
        fault = "what a webhook posted cannot be changed"
        raise Refused(fault)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:  # noqa: ARG002 # as every voice
        """Refuse: to say that it is not there would have it sent again."""
        fault = "what a webhook posted cannot be looked for"
        raise Refused(fault)

    def open_form(self, trigger: str, form: Form) -> None:  # noqa: ARG002 # as every voice
        """Refuse."""
        fault = "a webhook opens no form"
        raise Refused(fault)

    def profile(self, who: Address) -> Profile:  # noqa: ARG002 # as every voice
        """Tell nothing: a channel has no language and no zone of its own."""
        return Profile()

    def _post(self, url: str, said: str) -> None:
        try:
            answer = self.client.post(url, json={"text": said}, timeout=self.pace.timeout.total_seconds())
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as nobody:
            raise Busy(_WAIT) from nobody  # nothing left
        except (httpx.HTTPError, httpx.InvalidURL) as cut:
            raise Lost(type(cut).__name__) from cut  # what it says may hold the address
        _judge(answer)


def _judge(answer: httpx.Response) -> None:
    status = answer.status_code
    if status == _TOO_MANY:
        raise Busy(_seconds(answer.headers.get("Retry-After", "")))
    if status in _GONE:
        fault = f"the webhook does not take messages any more: make a new one (status {status})"
        raise Refused(fault)
    if status != _DONE:
        told = f"status {status}"
        raise Lost(told) if status >= _BROKEN else Refused(f"this is the address of no webhook ({told})")


def _seconds(told: str) -> float:
    return max(float(told), 1.0) if told.isdigit() else _WAIT


def text(message: Message) -> str:
    """Return a message as text that any hub shows as it is: nobody is called, nothing is a link.

    Slack wants these three signs written so (docs.slack.dev, formatting text), and Markdown reads them.
    """
    return escape(fold(unlinked(visible(post(message, "", OLDEST))), MOST), quote=False)
