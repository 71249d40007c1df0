"""Looking for messages of which nobody knows whether they left: by their key, never sent again blindly."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.domain.deliveries import Delivery
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Busy, Pace, Platform, PlatformError
from bot.store import Store

_SETTLING = timedelta(seconds=2)
"""What a chat needs, after the longest request, to show what it took."""
_AGAIN = timedelta(minutes=1)
AT_ONCE = 4
"""How many workspaces are looked into together."""
_BACK = timedelta(days=8)
"""How far back a message is looked for: further than a clock may have jumped."""

log = structlog.get_logger()


def settled(pace: Pace, now: datetime) -> datetime:
    """Return when a chat surely shows what it took until now: nothing is under way any more."""
    return now + pace.timeout + _SETTLING


@dataclass(frozen=True, slots=True)
class Seeker:
    """Settles what is in doubt."""

    store: Store
    voices: Mapping[int, Platform]
    lease: timedelta
    label: Callable[[str], None]
    at_once: int = AT_ONCE

    def resume(self, now: datetime) -> None:
        """After a stop: what was being sent is in doubt, and will be looked for once its chat has settled."""
        with self.store.write(CLOCK) as memory:
            memory.resume_after_crash(self.lease, self._all_settled(now))

    def settle(self, now: datetime, orphans: Iterable[Delivery] = ()) -> int:
        """Look for what is in doubt and whose chat has settled; return how many were looked for.

        Orphans are what was being sent by this process when its database went away.
        """
        with self.store.write(CLOCK) as memory:
            memory.take_over(self.lease, self._all_settled(now))
            for each in orphans:
                memory.doubt(each, self._all_settled(now))
            doubtful = memory.in_doubt(now)
            away = {each.workspace for each in memory.blocked(now) if each.until > now} if doubtful else set()
        mine = [each for each in doubtful if each.workspace in self.voices.keys() - away]
        if not mine:
            return 0
        by_workspace = sorted(mine, key=lambda each: each.workspace)
        with ThreadPoolExecutor(self.at_once) as threads:
            groups = [list(group) for _, group in groupby(by_workspace, lambda each: each.workspace)]
            return sum(threads.map(lambda group: self._look_for_all(group, now), groups))

    def _look_for_all(self, doubtful: list[Delivery], now: datetime) -> int:
        """Look for the messages of one workspace, up to one that its chat does not answer about."""
        looked_for = 0
        for each in doubtful:
            if self._is_found_out(each, now):
                continue
            looked_for += 1
            if not self._look_for(each, now):
                break
        return looked_for

    def _is_found_out(self, delivery: Delivery, now: datetime) -> bool:
        """Say whether another process found it meanwhile, or learned that the chat asks to wait."""
        with self.store.read(CLOCK) as memory:
            return not memory.may_be_looked_for(delivery, now)

    def _all_settled(self, now: datetime) -> datetime:
        paces = [voice.pace for voice in self.voices.values()] or [Pace()]
        return max(settled(pace, now) for pace in paces)

    def _look_for(self, delivery: Delivery, now: datetime) -> bool:
        """Look for one message; False when its chat does not answer."""
        address = Address(delivery.workspace, delivery.external_id)
        try:
            voice = self.voices[delivery.workspace]
            found = voice.find(address, delivery.key, min(delivery.not_before, now) - _BACK)
        except PlatformError as failure:
            self._not_now(delivery, failure, now)
            return False
        with self.store.write(CLOCK) as memory:
            if found:
                memory.sent(delivery, found.packed(), now)
            else:
                memory.put_back(delivery, now)
        self.label("found" if found else "not_found")
        return True

    def _not_now(self, delivery: Delivery, failure: PlatformError, now: datetime) -> None:
        """Look again later; once its day is over, nobody will ever know, and it is said."""
        over = delivery.expires_at <= now
        wait = timedelta(seconds=failure.retry_after) if isinstance(failure, Busy) else _AGAIN
        with self.store.write(CLOCK) as memory:
            if isinstance(failure, Busy):
                memory.block(delivery.workspace, now + wait, now)
            if over:
                memory.unknown(delivery)
            else:
                memory.doubt(delivery, now + wait)
        event = "never found out" if over else "still in doubt"
        log.warning(event, action="doubt", key=delivery.key, why=str(failure))
