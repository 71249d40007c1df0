"""What was posted while nobody listened, read from the channels that Pouce is in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from typing import Any

from bot.platforms.base import Busy, Lost, Unreachable
from bot.platforms.mattermost.api import PAGE, Api, Json
from bot.platforms.mattermost.happenings import DIRECT

MARGIN = timedelta(minutes=2)
"""Read again before what was heard last: posts of one instant need not come in their order."""
BACK = timedelta(days=7)
"""How far back at most: what was heard is known for a day longer (`bot.wiring`)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Missed:
    """The past of the channels of one account."""

    driver: Any
    stopped: Event

    def posts(self, since: datetime, now: datetime) -> Iterator[tuple[Json, str]]:
        """Give what may be for us since some instant, and the type of its channel, in each its order."""
        begins = max(since - MARGIN, now - BACK)
        for channel in self._channels():
            if _hour(channel, "last_post_at") > begins:
                found = [each for each in self._since(channel, begins) if _may_concern(each, channel)]
                for post in reversed(found):
                    yield post, channel["type"]

    def newest(self) -> datetime:
        """Return the hour of the newest post there is."""
        return max((_hour(each, "last_post_at") for each in self._channels()), default=_EPOCH)

    def _channels(self) -> list[Json]:
        """Return every channel once: direct ones are listed with each team."""
        found: dict[str, Json] = {}
        for team in self._ask("/users/me/teams"):
            with suppress(Unreachable):  # how old servers say that there is none
                found |= {each["id"]: each for each in self._ask(f"/users/me/teams/{team['id']}/channels")}
        return list(found.values())

    def _since(self, channel: Json, begins: datetime) -> Iterator[Json]:
        """Give the posts of a channel, newest first, page by page.

        A post that comes meanwhile moves the others to a later page: some are given twice, none is left out.
        """
        for page in count():
            told = self._ask(f"/channels/{channel['id']}/posts", page=page, per_page=PAGE)
            posts = [told["posts"][each] for each in told["order"]]
            fresh = [each for each in posts if hour(each) > begins]
            yield from fresh
            if len(fresh) < len(posts) or len(posts) < PAGE:
                return

    def _ask(self, path: str, **params: object) -> Any:  # noqa: ANN401 # JSON
        """Ask, for as long as the server asks to wait."""
        while not self.stopped.is_set():
            try:
                return Api(self.driver).ask("get", path, **params)
            except Busy as busy:
                self.stopped.wait(busy.retry_after)
        told = "closed"
        raise Lost(told)


def hour(post: Mapping[str, Any]) -> datetime:
    """Return when something was posted, by the server's clock."""
    return _hour(post, "create_at")


def _hour(thing: Mapping[str, Any], name: str) -> datetime:
    return _EPOCH + timedelta(milliseconds=thing.get(name) or 0)


def _may_concern(post: Json, channel: Json) -> bool:
    """Leave out at once what people say to each other."""
    return channel["type"] == DIRECT or "@" in (post.get("message") or "")
