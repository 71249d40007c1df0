"""What `pouce doctor` looks at for Slack, and what to mend; nothing is posted, and nothing is changed."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.chats.installs import PLATFORM
from bot.config import Config, Slack
from bot.domain.people import CLOCK
from bot.findings import Finding
from bot.platforms.base import Busy, Lost, PlatformError, Refused
from bot.platforms.slack.client import web_client
from bot.platforms.slack.errors import only_four_failures
from bot.platforms.slack.guard import sign
from bot.platforms.slack.identity import Identity, auth_test
from bot.platforms.slack.listen import EVENTS
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.oauth import INSTALL
from bot.store import Installation, Store, StoreUnavailable, at_head
from bot.vault import Locked, Vault
from bot.watch import Watch

_SKEW = timedelta(seconds=60)
_SECRET = re.compile(r"[0-9a-f]{32}")
_TIMEOUT = 10  # seconds
_MOST = 64 * 1024  # bytes of an answer
_OK, _UNSIGNED = 200, 401
_CHALLENGE = "pouce-doctor"


def look(config: Config, now: datetime) -> Iterator[Finding]:
    """Look at everything that Slack and Pouce need of each other."""
    if config.slack is None:
        return
    visit = _Visit(config, config.slack, web_client(config.slack.api_url), Watch(now))
    yield from visit.by_socket() if config.slack.by_socket else visit.by_http()
    yield from visit.many() if config.slack.by_oauth else visit.workspace("slack", config.slack.bot_token)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One look, which takes a while."""

    config: Config
    slack: Slack
    client: WebClient
    watch: Watch

    # How Slack reaches Pouce

    def by_socket(self) -> Iterator[Finding]:
        """Ask for the address of a socket, and leave it unused."""
        try:
            with only_four_failures():
                self.client.apps_connections_open(app_token=self.slack.app_token)
        except Refused as refusal:
            page = "« App-Level Tokens » on the page « Basic Information »"
            fix = f"give POUCE_SLACK__APP_TOKEN a token with connections:write, from {page}"
            yield Finding("slack socket", f"Slack does not take the app token ({_code(refusal)})", fix)
        except PlatformError as failure:
            yield self._failed("slack socket", failure)
        else:
            yield Finding("slack socket", "Slack offers one")

    def by_http(self) -> Iterator[Finding]:
        """Come in by the public address, as Slack does, and with its signature."""
        if _SECRET.fullmatch(self.slack.signing_secret):
            yield Finding("slack secret", "looks like one")
        else:
            fix = "copy « Signing Secret » from « Basic Information » to POUCE_SLACK__SIGNING_SECRET"
            yield Finding("slack secret", "a signing secret has 32 characters, 0 to 9 and a to f", fix)
        if self.config.web.public_url.startswith("https://"):
            yield self._reached(self.config.web.public_url)
        else:
            fix = "give the https address of Pouce as POUCE_WEB__PUBLIC_URL, or use Socket Mode"
            yield Finding("slack address", f"Slack cannot reach {self.config.web.public_url}", fix)

    def _reached(self, url: str) -> Finding:
        try:
            alive, _ = _asked(url, "/healthz")
            body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE}).encode()
            status, answer = _asked(url, EVENTS, body, self._signed(body))
        except (OSError, HTTPException) as failure:
            fix = f"start Pouce, and look at the name, the certificate and the proxy: curl {url}/healthz"
            return Finding("slack address", f"{url} does not answer from here ({failure})", fix)
        if status == _OK and _CHALLENGE.encode() in answer:
            return Finding("slack address", f"{url} answers what Slack signs")
        if alive == _OK and status == _UNSIGNED:
            fix = "start Pouce with this signing secret; a proxy has to leave bodies and headers as they are"
            return Finding("slack address", f"{url} does not take our signature", fix)
        fix = f"let the proxy bring {url}{EVENTS} to a Pouce that has these settings of Slack"
        return Finding("slack address", f"{url} answers {alive}, and {status} to Slack", fix)

    def _signed(self, body: bytes) -> Mapping[str, str]:
        stamp = str(int(self.watch.now.timestamp()))
        return {
            "content-type": "application/json",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(self.slack.signing_secret, stamp, body),
        }

    # How Pouce reaches Slack

    def workspace(self, what: str, token: str) -> Iterator[Finding]:
        """Ask Slack what a token opens."""
        try:
            mine = auth_test(self.client, token)
        except PlatformError as failure:
            yield self._failed(f"{what} token", failure)
            return
        whole = "the organisation " if mine.org_wide else ""
        yield Finding(
            f"{what} token", f"opens {whole}{mine.name or mine.enterprise} ({mine.url or mine.team})"
        )
        yield from _scopes(what, mine)
        yield from self._clock(mine)

    def many(self) -> Iterator[Finding]:
        """Look at each installation that the store knows."""
        store = Store(self.config.database_url)
        try:
            if not at_head(store.engine):
                return  # told with the database
            with store.read(CLOCK) as memory:
                installations = memory.installations(PLATFORM)
                names = {each.id: each.external_id for each in memory.workspaces()}
        except StoreUnavailable:
            return  # same
        finally:
            store.close()
        if not installations:
            yield Finding("slack", f"not installed anywhere yet: open {self.config.web.public_url}{INSTALL}")
        for each in installations:
            yield from self._installed(f"slack {names[each.workspace]}", each)

    def _installed(self, what: str, installation: Installation) -> Iterator[Finding]:
        if not installation.secrets:
            fix = f"install Pouce there: {self.config.web.public_url}{INSTALL}"
            yield Finding(f"{what} token", "it was POUCE_SLACK__BOT_TOKEN, which is not given any more", fix)
            return
        if installation.expires_at and installation.expires_at <= self.watch.now:
            at = f"{installation.expires_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            fix = "start Pouce, which renews it; if this stays, install Pouce there again"
            yield Finding(f"{what} token", f"it ended on {at} and was not renewed", fix)
            return
        try:
            secrets = Vault(self.config.sealing_keys()).open(installation.secrets)
        except Locked:
            fix = "put the older key back, after the new one, or install Pouce there again"
            yield Finding(f"{what} token", "no key of POUCE_SECRET_KEY opens it", fix)
            return
        yield from self.workspace(what, secrets["token"])

    def _clock(self, mine: Identity) -> Iterator[Finding]:
        if mine.date is None:
            return
        away = abs(self.watch.now - mine.date)
        if away > _SKEW:
            said = f"Slack's is {round(away.total_seconds())} s away from ours"
            yield Finding("clocks", said, "set ours by NTP: past five minutes, nothing from Slack is let in")

    def _failed(self, what: str, failure: PlatformError) -> Finding:
        if isinstance(failure, Lost):
            fix = f"let this machine reach {self.slack.api_url}: look at the network and the proxy"
            return Finding(what, f"Slack does not answer ({failure})", fix)
        if isinstance(failure, Busy):
            return Finding(what, "Slack asks to wait", f"look again in {failure.retry_after:g} s")
        return Finding(what, "Slack does not take it", str(failure))


def _code(refusal: Refused) -> str:
    """Return Slack's own word; what is said of it in general is about bot tokens."""
    cause = refusal.__cause__
    return str(cause.response["error"]) if isinstance(cause, SlackApiError) else str(refusal)


def _scopes(what: str, mine: Identity) -> Iterator[Finding]:
    missing, more = sorted(SCOPES.keys() - mine.scopes), sorted(mine.scopes - SCOPES.keys())
    page = "on the page « OAuth & Permissions » of the app, then install it again"
    if missing:
        yield Finding(f"{what} scopes", f"missing: {', '.join(missing)}", f"add them {page}")
    if more:
        yield Finding(f"{what} scopes", f"more than Pouce uses: {', '.join(more)}", f"remove them {page}")
    if not missing and not more:
        yield Finding(f"{what} scopes", f"all {len(SCOPES)}, and no other")


def _asked(
    url: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Ask an https address once, as Slack does: a way round by another address is not followed."""
    parts = urlsplit(url)
    with closing(HTTPSConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)) as connection:
        connection.request("POST" if body else "GET", parts.path + path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST)
