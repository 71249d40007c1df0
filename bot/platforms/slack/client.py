"""The way out to one Slack workspace: send, change, look for, show a form, publish a home, know somebody.

Nothing is tried again here, not even by the SDK: a message whose answer was lost may be there (TRUST §0.4).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.domain.events import Profile
from bot.domain.messages import Chart, Form, Message
from bot.domain.people import Address
from bot.platforms.base import Pace, PlatformError, Receipt, Unreachable
from bot.platforms.slack.errors import failure, only_four_failures
from bot.platforms.slack.forms import modal
from bot.platforms.slack.people import People
from bot.platforms.slack.render import blocks, fallback, home_view, rest

PACE = Pace(per_second=5, burst=20, gap=timedelta(seconds=1), timeout=timedelta(seconds=10))
"""One message a second for each conversation, and « several hundred messages per minute » for a workspace
(docs.slack.dev/apis/web-api/rate-limits)."""
SLACK = "https://slack.com/api/"
EVENT_TYPE = "pouce"
_PAGE = 200
_WHOLE = "pouce.txt"  # what was too long to be shown whole
_ALT = 1_000  # files.getUploadURLExternal: alt_txt_too_large
_OK = 200

log = structlog.get_logger()


def web_client(base_url: str = SLACK, pace: Pace = PACE) -> WebClient:
    """Return a client that asks once, and waits no longer than the pace says."""
    return WebClient(base_url=base_url, timeout=ceil(pace.timeout.total_seconds()), retry_handlers=[])


@dataclass
class SlackVoice:
    """Implements `Platform` for one workspace, and what only Slack has."""

    client: WebClient
    token: Callable[[], str]
    """Asked at each call: tokens are renewed behind it."""
    draw: Callable[[Chart], bytes]
    now: Callable[[], datetime]
    pace: Pace = PACE
    excuse: Callable[[Address], str] = lambda _: ""
    """What is said to somebody when a file did not follow."""
    homes: dict[str, str | None] = field(default_factory=dict)
    """What Slack calls the Home that each user was last shown from here."""
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.client, self.token, self.now)

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message to a person or a channel; what is to be drawn or attached follows it."""
        with only_four_failures():
            answer = self.client.chat_postMessage(
                channel=to.external_id,
                text=fallback(message),
                blocks=blocks(message),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
                token=self.token(),
            )
            receipt = Receipt(str(answer["channel"]), str(answer["ts"]))
        self._attach(to, receipt, message)
        return receipt

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before."""
        with only_four_failures():
            self.client.chat_update(
                channel=receipt.channel,
                ts=receipt.message,
                text=fallback(message),
                blocks=blocks(message),
                token=self.token(),
            )

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those posted since, newest first."""
        with only_four_failures():
            channel = self._conversation(to)
            for each in self._history(channel, since):
                payload = (each.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == key:
                    return Receipt(channel, str(each["ts"]))
        return None

    def open_form(self, trigger: str, form: Form, origin: str = "") -> None:
        """Show a form; `origin` comes back with what is filled in."""
        with only_four_failures():
            self.client.views_open(trigger_id=trigger, view=modal(form, origin), token=self.token())

    def profile(self, who: Address) -> Profile:
        """Tell what Slack knows of someone; nothing, while it asks to wait."""
        return self.people.profile(who.external_id) if _is_person(who) else Profile()

    def introduced(self, users: Sequence[str], patience: timedelta) -> dict[str, Profile]:
        """Tell who people are, of those about whom Slack answers within so long."""
        return self.people.introduced(users, patience)

    def forget(self, user: str) -> None:
        """Ask about somebody again next time: Slack said that something changed."""
        self.people.forget(user)

    # What only Slack has

    def ephemeral(self, channel: str, user: str, message: Message) -> None:
        """Show a message to one person among others; it is gone when they come back."""
        with only_four_failures():
            self.client.chat_postEphemeral(
                channel=channel,
                user=user,
                text=fallback(message),
                blocks=blocks(message),
                token=self.token(),
            )

    def respond(self, response_url: str, message: Message, *, replace: bool) -> None:
        """Answer an act through its own address: 5 times in 30 minutes, and no token asked."""
        if not self._is_theirs(response_url):
            fault = "this address is not one of Slack's"
            raise Unreachable(fault)
        hook = WebhookClient(
            response_url, timeout=self.client.timeout, ssl=self.client.ssl, retry_handlers=[]
        )
        kind = {"replace_original": True} if replace else {"response_type": "ephemeral"}
        with only_four_failures():
            answer = hook.send_dict({"text": fallback(message), "blocks": blocks(message), **kind})
        if answer.status_code != _OK:
            raise failure(answer.status_code, answer.headers, answer.body)

    def publish_home(self, user: str, card: Callable[[], Message]) -> None:
        """Put a message on somebody's Home tab; it is made anew where a newer one was shown meanwhile."""
        before = self.homes.get(user)
        try:
            self._publish(user, card(), before)
        except Unreachable:
            if before is None:
                raise
            self._publish(user, card(), None)

    def _publish(self, user: str, message: Message, before: str | None) -> None:
        with only_four_failures():
            answer = self.client.views_publish(
                user_id=user, view=home_view(message), hash=before, token=self.token()
            )
            self.homes[user] = (answer.get("view") or {}).get("hash")

    # How

    def _attach(self, to: Address, receipt: Receipt, message: Message) -> None:
        """Upload what goes with a message that is there: it never leaves again because of this."""
        try:
            uploads = list(self._uploads(message))
            if uploads:
                self._upload(receipt.channel, uploads)
        except PlatformError as fault:
            log.warning("files did not follow", action="attach", why=str(fault))
            self._excuse(to, receipt, message)
        except Exception:  # drawing is our own
            log.exception("files did not follow", action="attach")
            self._excuse(to, receipt, message)

    def _excuse(self, to: Address, receipt: Receipt, message: Message) -> None:
        """Say in the message itself that something is missing."""
        try:
            self.update(receipt, message.with_last_line(self.excuse(to)))
        except Exception:  # it is there, and nothing more can be done
            log.exception("missing files not told", action="attach")

    def _upload(self, channel: str, uploads: list[dict[str, Any]]) -> None:
        with only_four_failures():
            self.client.files_upload_v2(file_uploads=uploads, channel=channel, token=self.token())

    def _uploads(self, message: Message) -> Iterator[dict[str, Any]]:
        if whole := rest(message):
            yield {"filename": _WHOLE, "title": _WHOLE, "content": whole}
        if message.chart:
            title = message.chart.title
            drawn = self.draw(message.chart)
            alt = message.chart.alt[:_ALT]
            yield {"filename": f"{title}.png", "title": title, "file": drawn, "alt_txt": alt}
        for each in message.files:
            yield {
                "filename": each.name,
                "title": each.name,
                "file": each.content,
                "alt_txt": each.alt[:_ALT],
            }

    def _conversation(self, to: Address) -> str:
        if not _is_person(to):
            return to.external_id
        opened = self.client.conversations_open(users=to.external_id, token=self.token())
        return str(opened["channel"]["id"])

    def _history(self, channel: str, since: datetime) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = None
        while cursor != "":
            page = self.client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True,
                limit=_PAGE,
                cursor=cursor,
                token=self.token(),
            )
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    def _is_theirs(self, url: str) -> bool:
        """Tell whether an address is under the domain that is spoken to: hooks.slack.com for slack.com."""
        ours, theirs = urlsplit(self.client.base_url), urlsplit(url)
        host, domain = theirs.hostname or "", ours.hostname or ""
        return theirs.scheme == ours.scheme and (host == domain or host.endswith(f".{domain}"))


def _is_person(who: Address) -> bool:
    """Tell a person from a channel by the first letter of the id: U, or W in organisations."""
    return who.external_id.startswith(("U", "W"))
