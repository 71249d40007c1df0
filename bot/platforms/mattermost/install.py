"""Pouce put on a Mattermost server, and taken off: its account, its token, its teams, its command in each.

Commands belong to a team and to a person, never to a bot (MMDEV, bot accounts), hence an administrator's
token, used here and kept nowhere. Done again, each step finds what is there and changes what differs.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.platforms.base import PlatformError, Refused, Unreachable
from bot.platforms.mattermost.api import Api, Json, administrator
from bot.platforms.mattermost.blocks import Resolve, Step, addresses, blocking, in_clear
from bot.platforms.mattermost.command import COMMAND, Wanted, register

TOKEN_NAME = "Pouce"  # noqa: S105 # as the server lists it


@dataclass(frozen=True, slots=True)
class Kept:
    """What Pouce works with on a server."""

    url: str
    token: str = field(repr=False)
    token_id: str = ""
    """By which the token is revoked; empty when it was given to Pouce."""
    commands: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The token of the command in each team."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever Pouce speaks as."""

    id: str
    name: str


@dataclass
class Installer:
    """One run. What is done is told in `steps`; what failed has a fix there, and the rest is done."""

    driver: Any
    """With the administrator's token."""
    wanted: Wanted
    connect: Callable[[str], Any]
    """Returns a driver with another token."""
    held: Kept | None = None
    """What an earlier run left."""
    given: str = ""
    """The token of an account that was made by hand."""
    resolve: Resolve = addresses
    steps: list[Step] = field(default_factory=list)
    api: Api = field(init=False)
    me: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.api = Api(self.driver)

    def install(self) -> tuple[Account, Kept] | None:
        """Do it; return what Pouce works with from now on, None when it has no account to speak with."""
        self.me = administrator(self.api)
        self._look_at_settings()
        try:
            account = self._given() if self.given else self._bot()
            if account is None:
                return None
            token, token_id = (self.given, "") if self.given else self._token(account)
        except PlatformError as failure:
            self._tell(f"@{self.wanted.bot_name}", *_said(failure))
            return None
        commands = dict(self.held.commands) if self.held else {}
        for team in self._known_teams():
            try:
                self._join(account, team)
                commands[team["id"]] = self._command(team, set(commands.values()))
            except PlatformError as failure:
                self._tell(f"team {team['name']}", *_said(failure))
        return account, Kept(self.wanted.url, token, token_id, commands)

    def _tell(self, what: str, said: str, fix: str = "") -> None:
        self.steps.append(Step(what, said, fix))

    # Settings

    def _look_at_settings(self) -> None:
        self.steps += in_clear("the server", self.wanted.url)
        self.steps += in_clear("web.public_url", self.wanted.doors)
        told = self.api.find("/config")
        if told is None:
            self._tell("settings", f"@{self.me['username']} may not read them: tried without")
        there = self.given or self.api.find(f"/users/username/{self.wanted.bot_name}")
        self.steps += blocking(told or {}, self.wanted.doors, self.resolve, makes_a_bot=not there)

    # Who speaks

    def _given(self) -> Account | None:
        try:
            user = Api(self.connect(self.given)).ask("get", "/users/me")
        except PlatformError as failure:
            self._tell("POUCE_MATTERMOST__TOKEN", *_said(failure))
            return None
        self._tell(f"@{user['username']}", "the account of POUCE_MATTERMOST__TOKEN")
        return Account(user["id"], user["username"])

    def _bot(self) -> Account | None:
        name = self.wanted.bot_name
        user = self.api.find(f"/users/username/{name}")
        if user is None:
            return self._made()
        if not user.get("is_bot"):
            self._tell(f"@{name}", "it is the account of a person", "choose another name: --bot-name")
            return None
        if user["delete_at"]:
            self.api.ask("post", f"/bots/{user['id']}/enable")
        self._tell(f"@{name}", "enabled again" if user["delete_at"] else "is there")
        return Account(user["id"], name)

    def _made(self) -> Account:
        words, name = self.wanted.wordings[self.wanted.language], self.wanted.bot_name
        body = {"username": name, "display_name": words.title, "description": words.description}
        bot = self.api.ask("post", "/bots", body)
        self._tell(f"@{name}", f"made, a bot of @{self.me['username']}")
        return Account(bot["user_id"], name)

    def _token(self, account: Account) -> tuple[str, str]:
        """Return the token that we hold if it still opens this account, else a new one."""
        if self.held and self._opens(self.held.token, account):
            self._tell("token", "the one of before, which works")
            return self.held.token, self.held.token_id
        made = self.api.ask("post", f"/users/{account.id}/tokens", {"description": TOKEN_NAME})
        self._tell("token", "made, and kept encrypted")
        return made["token"], made["id"]

    def _opens(self, token: str, account: Account) -> bool:
        try:
            return bool(Api(self.connect(token)).ask("get", "/users/me")["id"] == account.id)
        except Refused:
            return False

    # Where

    def _command(self, team: Json, ours: Collection[str]) -> str:
        """Register the command; return its token."""
        done = register(self.api, self.wanted, team, self.me, ours)
        self._tell(f"/{self.wanted.word} in {team['name']}", done.said)
        return done.token

    def _known_teams(self) -> list[Json]:
        """Return where it is to be; what was made before stays, when the server does not say."""
        try:
            return self._teams()
        except PlatformError as failure:
            self._tell("teams", *_said(failure))
            return []

    def _teams(self) -> list[Json]:
        """Return the teams that were named; else the administrator's own, else all there are."""
        if not self.wanted.teams:
            mine = self.api.ask("get", "/users/me/teams") or list(self.api.pages("/teams"))
            if not mine:
                self._tell("teams", "there is none", "make one, then install again")
            return [each for each in mine if not each["delete_at"]]
        found = {name: self.api.find(f"/teams/name/{name}") for name in self.wanted.teams}
        for name in (name for name, team in found.items() if team is None):
            names = ", ".join(sorted(each["name"] for each in self.api.pages("/teams")))
            self._tell(f"team {name}", "it is not there", f"write its name as in addresses: {names}")
        return [team for team in found.values() if team]

    def _join(self, account: Account, team: Json) -> None:
        member = self.api.find(f"/teams/{team['id']}/members/{account.id}")
        if member and not member.get("delete_at"):
            self._tell(f"team {team['name']}", f"@{account.name} is in it")
            return
        body = {"team_id": team["id"], "user_id": account.id}
        self.api.ask("post", f"/teams/{team['id']}/members", body)
        self._tell(f"team {team['name']}", f"@{account.name} joined it")


_MAY_NOT = "give the token of a system administrator, or of one of this team"


def _said(failure: PlatformError) -> tuple[str, str]:
    """Return what went wrong and what to do."""
    said, _, fix = str(failure).partition(" -> ")
    if isinstance(failure, Unreachable):
        return "this account may not do it", _MAY_NOT
    return said, fix or "mend this, then install again"


def uninstall(driver: Any, account: str, kept: Kept, doors: str) -> list[Step]:  # noqa: ANN401 # untyped
    """Take Pouce off a server: its commands, its token, its account; what was recorded stays here."""
    api, steps = Api(driver), list[Step]()
    administrator(api)
    for team in kept.commands:
        name = (api.find(f"/teams/{team}") or {"name": team})["name"]
        for each in _standing(api, team, kept.commands[team], doors):
            api.ask("delete", f"/commands/{each['id']}")
            steps.append(Step(f"/{each['trigger']} in {name}", "removed"))
    if kept.token_id:
        revoked = _done(api, "/users/tokens/revoke", {"token_id": kept.token_id})
        steps.append(Step("token", "revoked" if revoked else _GONE))
        disabled = _done(api, f"/bots/{account}/disable")
        steps.append(Step("bot", "disabled; what it wrote stays" if disabled else _GONE))
    return steps


_GONE = "it was not there any more"


def _done(api: Api, path: str, body: object = None) -> bool:
    """Do something to what may be gone: an administrator was there first."""
    try:
        api.ask("post", path, body)
    except Unreachable:
        return False
    return True


def _standing(api: Api, team: str, token: str, doors: str) -> list[Json]:
    """Return our commands in a team; none when the team is gone."""
    listed = api.find("/commands", team_id=team, custom_only="true") or []
    return [each for each in listed if each["token"] == token or each["url"] == f"{doors}{COMMAND}"]
