"""Who people are, as Slack tells it, and when they are not to be disturbed.

A workspace takes a hundred users.info a minute, fifty dnd.info, and twenty dnd.teamInfo about fifty people
each (docs.slack.dev, apis/web-api/rate-limits). So accounts are remembered until they change, do-not-disturb
is asked about together, and what Slack does not want to say now keeps no message from leaving.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.events import Profile
from bot.platforms.base import Busy, PlatformError
from bot.platforms.slack.errors import only_four_failures

_KNOWN_FOR = timedelta(days=1)
_QUIET_FOR = timedelta(minutes=10)
_AT_ONCE = 50
Window = tuple[datetime, datetime]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Known:
    """What Slack said of somebody, and when it was asked."""

    at: datetime
    profile: Profile
    workspace: str | None
    """A workspace that they are of: the token of an organisation opens some methods with it alone."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody's next do-not-disturb, which may not have begun, and when it was asked."""

    at: datetime
    window: Window | None = None


@dataclass
class People:
    """Those of one workspace, or of one organisation."""

    client: WebClient
    token: Callable[[], str]
    now: Callable[[], datetime]
    known: dict[str, Known] = field(default_factory=dict)
    """By user."""
    quiet: dict[str, Quiet] = field(default_factory=dict)
    """By user; whoever was asked about longest ago is first."""
    rests: dict[str, datetime] = field(default_factory=dict)
    """Until when Slack wants to be left alone, by what it was asked."""

    def profile(self, user: str) -> Profile:
        """Tell who somebody is, and until when they are quiet; nothing, while Slack asks to wait."""
        now = self.now()
        known = self._known(user, self.client)
        if known is None or known.profile.gone:
            return known.profile if known else Profile()
        start, end = self._window(user, known.workspace) or (now, now)
        return replace(known.profile, quiet_until=end) if start <= now < end else known.profile

    def introduced(self, users: Sequence[str], patience: timedelta) -> dict[str, Profile]:
        """Tell who these people are, of those about whom Slack answers within so long altogether."""
        ends, found = monotonic() + patience.total_seconds(), {}
        for user in users:
            left = ends - monotonic()
            if left <= 0 and user not in self.known:
                continue
            try:
                known = self._known(user, hurried(self.client, left))
            except PlatformError as failure:
                log.info("person not known in time", action="profile", why=str(failure))
                continue
            if known:
                found[user] = known.profile
        return found

    def forget(self, user: str) -> None:
        """Ask about somebody again next time: Slack said that something changed."""
        self.known.pop(user, None)

    def _known(self, user: str, client: WebClient) -> Known | None:
        now, known = self.now(), self.known.get(user)
        if known and now - _KNOWN_FOR < known.at <= now:
            return known
        try:
            told = self._asked(client.users_info, user=user, include_locale=True)
            known = self.known[user] = Known(now, _profile(told["user"]), _workspace(told["user"]))
        except Busy as busy:
            log.info("person not asked about", action="profile", why=str(busy))
        return known

    def _window(self, user: str, workspace: str | None) -> Window | None:
        now, quiet = self.now(), self.quiet.get(user)
        if quiet is None or not now - _QUIET_FOR < quiet.at <= now:
            self._ask_when_quiet(user, workspace, now)
        found = self.quiet.get(user)
        return found.window if found else None

    def _ask_when_quiet(self, user: str, workspace: str | None, now: datetime) -> None:
        """Ask about somebody, and about those who come next: the order is the same every day."""
        others = (each for each in list(self.quiet) if each != user and self._is_of(each, workspace))
        users, told = [user, *islice(others, _AT_ONCE - 1)], {}
        try:
            told = self._windows(users, workspace)
        except Busy as busy:
            log.info("do not disturb not asked", action="profile", why=str(busy))
            return
        except PlatformError as failure:  # each is asked about again, with others than these
            log.warning("do not disturb not known", action="profile", why=str(failure))
        for each in users:
            before = self.quiet.pop(each, Quiet(now))
            self.quiet[each] = Quiet(now, told.get(each, before.window))

    def _windows(self, users: Sequence[str], workspace: str | None) -> dict[str, Window | None]:
        """Ask when people are quiet; dnd.teamInfo « must provide more than one user », by its own page."""
        if len(users) == 1:
            return {users[0]: _window(self._asked(self.client.dnd_info, user=users[0], team_id=workspace))}
        told = self._asked(self.client.dnd_teamInfo, users=users, team_id=workspace)
        with only_four_failures():
            return {user: _window(each) for user, each in dict(told["users"]).items()}

    def _is_of(self, user: str, workspace: str | None) -> bool:
        known = self.known.get(user)
        return known is not None and known.workspace == workspace

    def _asked(self, method: Callable[..., SlackResponse], **given: object) -> SlackResponse:
        """Ask Slack something; raise Busy, and ask nothing, while it wants to be left alone about that."""
        now, name = self.now(), method.__name__
        until = self.rests.get(name, now)
        if until > now:
            raise Busy((until - now).total_seconds())
        try:
            with only_four_failures():
                return method(**given, token=self.token())
        except Busy as busy:
            self.rests[name] = now + timedelta(seconds=busy.retry_after)
            raise


def hurried(client: WebClient, seconds: float) -> WebClient:
    """Return a client that waits for so long, and no longer."""
    other = copy(client)
    other.timeout = seconds  # type: ignore[assignment] # the SDK hands it over as it is
    return other


def _workspace(user: Mapping[str, Any]) -> str | None:
    theirs = [user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", [])]
    return next((str(each) for each in theirs if each and each.startswith("T")), None)


def _profile(user: Mapping[str, Any]) -> Profile:
    shown = user.get("profile") or {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("real_name"), user.get("name"))
    return Profile(
        name=next((name for name in names if name), ""),
        language=(user.get("locale") or "").partition("-")[0],
        zone=user.get("tz") or "",
        gone=bool(user.get("deleted")),
    )


def _window(told: Mapping[str, Any] | SlackResponse) -> Window | None:
    """Return a do-not-disturb; the fields tell of the next one, begun or not."""
    if not told.get("dnd_enabled"):
        return None
    start, end = told["next_dnd_start_ts"], told["next_dnd_end_ts"]
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
