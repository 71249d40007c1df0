"""What `pouce doctor` looks at for Mattermost, and what to mend: the whole way there and back.

The bot types its own command and presses its own button, in a conversation with itself that nobody else sees;
what it posted there is taken away again.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.chats.mattermost_installs import PLATFORM, opened, server_of
from bot.config import Config
from bot.domain.people import CLOCK, Address
from bot.findings import Finding
from bot.platforms.base import Busy, Lost, PlatformError, Refused
from bot.platforms.mattermost.api import Api, Json
from bot.platforms.mattermost.blocks import LISTED, beside, blocking, in_clear, unreached
from bot.platforms.mattermost.client import MattermostVoice, only_four_failures, typed_driver
from bot.platforms.mattermost.guard import ROOT
from bot.platforms.mattermost.install import Kept
from bot.platforms.mattermost.limits import OLDEST
from bot.platforms.mattermost.mirror import PROOF, QUESTION
from bot.platforms.mattermost.socket import Access
from bot.platforms.mattermost.socket import opened as socket_opened
from bot.signing import Seal
from bot.store import Installation, Store, StoreUnavailable, at_head
from bot.vault import Locked, Vault
from bot.watch import Watch

_SKEW = timedelta(seconds=60)
_PATIENCE = 10.0  # seconds
_KEY = "doctor"
_EXECUTE = "api.command.execute_command."


@dataclass(frozen=True, slots=True)
class _Server:
    """One server that Pouce is on."""

    name: str
    installation: Installation
    kept: Kept | None
    """None when none of our keys opens it."""


def look(config: Config, now: datetime) -> Iterator[Finding]:
    """Look at each server: its token, its settings, its socket, and the whole way there and back."""
    servers = _servers(config)
    if config.mattermost and server_of(config.mattermost.url) not in {each.name for each in servers}:
        fix = "run `pouce mattermost install`, or give mattermost.token and start Pouce"
        yield Finding("mattermost", f"Pouce is not installed on {config.mattermost.url} yet", fix)
    for each in servers:
        if each.kept is None:
            fix = "put the older key back, after the new one, or install Pouce there again"
            yield Finding(f"mattermost {each.name} token", "no key of POUCE_SECRET_KEY opens it", fix)
            continue
        with closing(typed_driver(each.kept.url, each.kept.token)) as driver:
            yield from _Visit(config, each, each.kept, driver, Watch(now)).findings()


def _servers(config: Config) -> list[_Server]:
    with closing(Store(config.database_url)) as store, suppress(StoreUnavailable):
        if at_head(store.engine):
            with store.read(CLOCK) as memory:
                names = {each.id: each.external_id for each in memory.workspaces()}
                rows = memory.installations(PLATFORM)
            return [_server(config, names[each.workspace], each) for each in rows]
    return []  # told with the database


def _server(config: Config, name: str, row: Installation) -> _Server:
    kept = None
    with suppress(Locked):
        kept = opened(Vault(config.sealing_keys()), row.secrets) if row.secrets else None
    given = config.mattermost
    if given and given.token and server_of(given.url) == name:
        kept = Kept(given.url, given.token, commands=kept.commands if kept else {})
    return _Server(name, row, kept)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One look at one server, which takes a while."""

    config: Config
    server: _Server
    kept: Kept
    driver: Any
    watch: Watch

    def findings(self) -> Iterator[Finding]:
        """Give what was found, up to what nothing more can be looked at without."""
        try:
            yield from self._token()
            yield from self._settings()
            teams = self._api.ask("get", "/users/me/teams")
            yield from self._there_and_back(teams)
        except PlatformError as failure:
            yield self._failed("token", failure)
            return
        yield self._socket()

    @property
    def _api(self) -> Api:
        return Api(self.driver)

    def _named(self, what: str, said: str, fix: str = "") -> Finding:
        return Finding(f"mattermost {self.server.name} {what}", said, fix)

    def _voice(self) -> MattermostVoice:
        mark = Seal(self.config.sealing_keys()).mark
        return MattermostVoice(
            self.driver, f"{self.config.web.public_url}{ROOT}", _no_drawing, lambda: self.watch.now, mark
        )

    # How Pouce reaches the server

    def _token(self) -> Iterator[Finding]:
        mine = self._voice().identity()
        yield self._named("token", f"opens @{mine.name}")
        told = ".".join(map(str, mine.version))
        if mine.version < OLDEST.version:
            oldest = ".".join(map(str, OLDEST.version))
            yield self._named(
                "version", f"{told}, older than was ever tried", f"upgrade it to {oldest} or later"
            )
        else:
            yield self._named("version", told)
        yield from self._clock()

    def _clock(self) -> Iterator[Finding]:
        with only_four_failures():
            date = self.driver.client.make_request("get", "/api/v4/system/ping").headers.get("Date")
        away = abs(self.watch.now - parsedate_to_datetime(date).astimezone(UTC)) if date else timedelta(0)
        if away > _SKEW:
            said = f"the server's is {round(away.total_seconds())} s away from ours"
            yield self._named(
                "clocks", said, "set both by NTP: what was posted while Pouce was away is found by it"
            )

    def _settings(self) -> Iterator[Finding]:
        told = self._api.find("/config/client", format="old") or {}
        service = {"SiteURL": told.get("SiteURL"), "EnableCommands": told.get("EnableCommands") != "false"}
        found = [*in_clear("the server", self.kept.url), *in_clear("web.public_url", self._doors)]
        found += blocking({"ServiceSettings": service}, "", _unknown, makes_a_bot=False)
        for each in found:
            yield self._named(each.what, each.said, each.fix)
        if told.get("EnableFileAttachments") == "false":
            yield self._named("files", "none may be attached: drawings are told in words")

    def _socket(self) -> Finding:
        try:
            with socket_opened(Access(self.kept.url, self.kept.token), _PATIENCE):
                return self._named("socket", "the server tells what is written to Pouce")
        except Refused as refusal:
            return self._named("socket", "the server opens none", str(refusal))
        except PlatformError as failure:
            fix = "let this machine open a WebSocket there: look at the proxies on both sides"
            return self._named("socket", f"the server opens none ({failure})", fix)

    # There and back

    def _there_and_back(self, teams: list[Json]) -> Iterator[Finding]:
        if not teams:
            yield self._named("teams", "the bot is in none", "run `pouce mattermost install` with --team")
            return
        mine = self.server.installation.bot_user
        alone = self._api.ask("post", "/channels/direct", [mine, mine])["id"]
        for team in teams:
            yield self._command(team, alone)
        yield self._button(alone)

    def _command(self, team: Json, alone: str) -> Finding:
        """Type the command, as the bot."""
        what, body = f"/{self.config.command} in {team['name']}", {"channel_id": alone, "team_id": team["id"]}
        try:
            told = self._api.ask("post", "/commands/execute", {**body, "command": f"/{self.config.command}"})
        except PlatformError as failure:
            return self._named(what, *self._not_answered(failure, team))
        if told.get("text") == PROOF:
            return self._named(what, "it reaches Pouce, which believes it")
        return self._named(what, "something else answers", f"bring {self._doors}/ to this Pouce")

    def _not_answered(self, failure: PlatformError, team: Json) -> tuple[str, str]:
        id_ = _id_of(failure)
        again = f"run `pouce mattermost install --team {team['name']}` again"
        if id_ == f"{_EXECUTE}not_found.app_error":
            return "no such command is registered in this team", again
        if id_ == f"{_EXECUTE}failed_resp.app_error":
            return "it arrives, and is not believed", f"{again}; or a proxy answers in the place of Pouce"
        if id_ == f"{_EXECUTE}failed.app_error" or isinstance(failure, Lost):
            return f"the server cannot bring it to {self._doors}", self._way_in()
        return "the server does not bring it", str(failure)

    def _button(self, alone: str) -> Finding:
        """Post a button where the bot alone reads, press it, and see that it was answered."""
        try:
            post = self._api.ask("post", "/posts", self._question(alone), set_online="false")
        except PlatformError as failure:
            return self._named("posts", "the bot may not post", str(failure))
        try:
            self._api.ask("post", f"/posts/{post['id']}/actions/a0", {})
            if self._api.ask("get", f"/posts/{post['id']}")["message"] == PROOF:
                return self._named("button", "the bot posts, and its button comes back")
            fix = f"bring {self._doors}/ to this Pouce"
            return self._named("button", "it is pressed, and nothing changes", fix)
        except PlatformError:
            said = f"the server cannot bring it to {self._doors}, or it is not believed there"
            return self._named("button", said, self._way_in())
        finally:
            with suppress(PlatformError):
                self._api.ask("delete", f"/posts/{post['id']}")

    def _question(self, alone: str) -> dict[str, Any]:
        who = Address(self.server.installation.workspace, self.server.installation.bot_user)
        sealed = Seal(self.config.sealing_keys()).sealed_message(QUESTION, who, self.watch.now)
        ready = self._voice().ready(sealed, _KEY)
        return {"channel_id": alone, "message": ready.message, "props": ready.props}

    @property
    def _doors(self) -> str:
        return f"{self.config.web.public_url}{ROOT}"

    def _way_in(self) -> str:
        """Say what stands between the server and Pouce: Pouce itself, a setting, or the network."""
        url = self.config.web.public_url
        try:
            httpx.get(f"{url}/healthz", timeout=_PATIENCE)
        except (httpx.HTTPError, httpx.InvalidURL):
            return f"start Pouce: {url}/healthz does not answer from here either; or mend web.public_url"
        if any(unreached("", self._doors)) or beside(self.kept.url, self._doors):
            host = httpx.URL(url).host
            return f"add « {host} » to {LISTED}, and see that the server's machine reaches {url}"
        return f"let the server's machine reach it, with a certificate that it trusts: curl {url}/healthz"

    def _failed(self, what: str, failure: PlatformError) -> Finding:
        if isinstance(failure, Lost):
            fix = f"let this machine reach {self.kept.url}: look at the network and the proxy"
            return self._named(what, f"the server does not answer ({failure})", fix)
        if isinstance(failure, Busy):
            return self._named(what, "the server asks to wait", f"look again in {failure.retry_after:g} s")
        return self._named(what, "the server does not take it", str(failure))


def _id_of(failure: PlatformError) -> str:
    """Return the server's own word for what went wrong."""
    return str(getattr(failure.__cause__, "error_id", "") or "")


def _unknown(_: str) -> list[str]:
    return []


def _no_drawing(_: object) -> bytes:
    return b""
