"""Carrying what was planned: take, send, note what became of it. Words and moment were decided before.

A message is committed as *sending* before its request leaves, so that a crash is never answered by a second
message (TRUST §1.3). The four ways a chat may fail are in `bot.platforms.base`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf
from threading import get_ident

import structlog

from bot.domain.deliveries import Delivery
from bot.domain.events import Profile
from bot.domain.nudges import Nudge, NudgeState
from bot.domain.people import CLOCK, Address
from bot.metrics import MESSAGES, SENDING
from bot.platforms.base import Busy, Lost, Platform, PlatformError, Receipt, Refused, Unreachable
from bot.seeker import AT_ONCE, Seeker, settled
from bot.signing import Seal
from bot.store import Store, StoreUnavailable
from bot.watch import Late, Watch

BATCH = 10
"""Messages taken at a time for one workspace: its fair share before another one's turn."""
LEASE = timedelta(seconds=60)
"""How long another process may hold a message before it is in doubt (PostgreSQL)."""
_TOO_OFTEN = 3
"""Times in a row that somebody cannot be reached before Pouce stops trying."""
_UNTIL_MENDED = timedelta(minutes=5)
_PROBE = timedelta(minutes=1)
"""How long a workspace that refused rests before another message is tried."""

log = structlog.get_logger()


def _unseen(_: str) -> None:
    """Let a crash test name the instants between two commits; nobody else looks."""


@dataclass(frozen=True)
class Postman:
    """Sends what is due through each workspace's own voice. Any number may work on the same store."""

    store: Store
    seal: Seal
    voices: Mapping[int, Platform]
    """By workspace."""
    departed: Callable[[Address, datetime], None]
    """Told of an account that was closed."""
    lease: timedelta = LEASE
    searches: int = AT_ONCE
    """How many workspaces are looked into together for what is in doubt."""
    label: Callable[[str], None] = field(default=_unseen)
    stopping: Callable[[], bool] = field(default=lambda: False)
    in_hand: dict[int, list[Delivery]] = field(default_factory=dict)
    """What each thread is sending."""
    orphans: list[Delivery] = field(default_factory=list)
    """What was being sent when the database, or the workspace, went away: in doubt, once it is back."""

    def send(self, now: datetime) -> int:
        """Send everything that may leave now; return how many messages arrived."""
        self.expire(now)
        arrived = 0
        while served := [each for ws in self.waiting(now) if (each := self.serve(ws, now)) is not None]:
            arrived += sum(served)
        return arrived

    def expire(self, now: datetime) -> None:
        """Skip what had to leave before now: its questions were never asked."""
        with self.store.write(CLOCK) as memory:
            for late in memory.expire(now):
                memory.forget_nudges_of(late.id)
                MESSAGES.labels("expired").inc()
                log.info("message expired", action="expire", key=late.key)
        self.label("expired")

    def waiting(self, now: datetime) -> list[int]:
        """Return the workspaces that have a voice here and messages that may leave."""
        with self.store.read(CLOCK) as memory:
            return [each for each in memory.waiting(now) if each in self.voices]

    def serve(self, workspace: int, now: datetime) -> int | None:
        """Send a few messages of a workspace; return how many arrived, None when none may leave."""
        watch = Watch(now)
        batch = self._claimed(workspace, now)
        self.label("claimed")
        if not batch:
            return None
        self.in_hand[get_ident()] = batch
        try:
            arrived = self._carry_all(batch, watch)
            self._note(arrived, watch.now)
        except Exception:  # the database went away, or the workspace: what was taken is looked for
            self.orphans.extend(batch)
            raise
        finally:
            self.in_hand.pop(get_ident(), None)
        return len(arrived)

    def let_go(self, now: datetime) -> None:
        """Before the process ends: what a request that goes on still holds is in doubt, looked for later."""
        for batch in list(self.in_hand.values()):
            for delivery in batch:
                self._in_doubt(delivery, settled(self.voices[delivery.workspace].pace, now))

    def _carry_all(self, batch: list[Delivery], watch: Watch) -> list[tuple[Delivery, Receipt]]:
        """Send one message after the other; return those that arrived, and hand back what is not tried."""
        arrived: list[tuple[Delivery, Receipt]] = []
        for n, delivery in enumerate(batch):
            try:
                receipt = self._carry(delivery, watch)
            except Late:
                self._hand_back(batch[n:], watch.now)
                break
            except (Busy, Refused, Lost):
                self._hand_back(batch[n + 1 :], watch.now)
                break
            if receipt:
                arrived.append((delivery, receipt))
        return arrived

    def _require_ours(self, delivery: Delivery, watch: Watch) -> None:
        """Raise Late when told to stop, when held for too long, or when another process learned to wait.

        Another one takes over after a lease, hence half of it for the look and half for the request. What was
        just read is believed for a moment: with a chat across a network, the database is asked every time.
        """
        if self.stopping():
            raise Late
        if not watch.must_look():
            return
        with self.store.read(CLOCK) as memory:
            if not memory.may_leave(delivery, watch.now, self.lease / 2):
                raise Late

    def resume(self, now: datetime) -> None:
        """After a stop: what was being sent is looked for in the chat, never sent again blindly."""
        self._seeker.resume(now)

    def settle(self, now: datetime) -> int:
        """Look for the messages of which nobody knows whether they left; return how many were looked for."""
        orphans = list(self.orphans)
        looked_for = self._seeker.settle(now, orphans)
        del self.orphans[: len(orphans)]
        return looked_for

    @property
    def _seeker(self) -> Seeker:
        return Seeker(self.store, self.voices, self.lease, self.label, self.searches)

    # One message

    def _claimed(self, workspace: int, now: datetime) -> list[Delivery]:
        pace = self.voices[workspace].pace
        with self.store.write(CLOCK) as memory:
            allowed = memory.draw(workspace, now, pace.per_second, pace.burst, BATCH)
            batch = memory.claim(workspace, now, allowed) if allowed else []
            if batch and pace.per_second < inf:
                memory.spend(workspace, len(batch))
            return batch

    def _carry(self, delivery: Delivery, watch: Watch) -> Receipt | None:
        """Send one message; note what went wrong, and raise what the rest of the workspace has to know."""
        voice, address = self.voices[delivery.workspace], _address(delivery)
        message = self.seal.sealed_message(delivery.message, address, watch.now)
        try:
            profile = Profile() if delivery.is_answer else voice.profile(address)
            if profile.gone or _is_quiet(profile, watch.now):
                self._held(delivery, profile, watch.now)
                return None
            self.label("before_request")
            self._require_ours(delivery, watch)
            with SENDING.time():
                receipt = voice.send(address, message, delivery.key)
            self.label("after_request")
        except Busy as busy:
            self._busy(delivery, watch.now, busy.retry_after)
            raise
        except Refused as refusal:
            self._refused(delivery, str(refusal), watch.now)
            raise
        except Unreachable as failure:
            self._gave_up(delivery, str(failure), watch.now)
            return None
        except Lost:
            self._in_doubt(delivery, settled(voice.pace, watch.now))
            raise
        except (Late, StoreUnavailable):
            raise
        except Exception as fault:  # a fault of ours leaves the message in doubt, like an answer that is lost
            log.exception("sending failed", action="fault", key=delivery.key)
            self._in_doubt(delivery, settled(voice.pace, watch.now))
            raise Lost from fault
        return receipt

    def _held(self, delivery: Delivery, profile: Profile, now: datetime) -> None:
        if profile.gone:
            self._gave_up(delivery, "the account was closed", now)
            self.departed(_address(delivery), now)
        elif profile.quiet_until:
            with self.store.write(CLOCK) as memory:
                memory.put_back(delivery, profile.quiet_until)
            log.info("message waits", action="wait", key=delivery.key, why="do not disturb")

    def _note(self, arrived: list[tuple[Delivery, Receipt]], now: datetime) -> None:
        """Note together what arrived: after a crash before this, each is found in its chat by its key."""
        if not arrived:
            return
        workspace = arrived[0][0].workspace
        gap = self.voices[workspace].pace.gap
        with self.store.write(CLOCK) as memory:
            noted = memory.all_sent([(each, receipt.packed()) for each, receipt in arrived], now)
            addresses = [each.external_id for each in noted]
            memory.reached(workspace, addresses)
            if gap and addresses:
                memory.wrote_to(workspace, addresses, now + gap)
            memory.unblock(workspace, now)
            replaced = memory.replaced([each.person for each in noted if each.person])
        self.label("noted")
        for each in noted:
            MESSAGES.labels("sent").inc()
            log.info("message sent", action="send", key=each.key)
        for nudge in replaced:
            self._close_in_place(nudge, now)

    def _close_in_place(self, nudge: Nudge, now: datetime) -> None:
        """Take the buttons off an older question, now that a newer one is there."""
        with self.store.write(CLOCK) as memory:
            memory.change(replace(nudge, on_screen=False))
            older = memory.delivery(nudge.delivery) if nudge.delivery else None
            others = memory.nudges(nudge.key.person)
        if older is None or older.receipt is None:
            return
        address = _address(older)
        closed = (each for each in others if each.delivery == older.id and each.state is NudgeState.CLOSED)
        message = older.message.without_buttons_of(frozenset(str(each.id) for each in closed))
        sealed = self.seal.sealed_message(message, address, now)
        try:
            self.voices[older.workspace].update(Receipt.unpacked(older.receipt), sealed)
        except Busy:  # it is tried again with the next message
            with self.store.write(CLOCK) as memory:
                again = next(each for each in memory.nudges(nudge.key.person) if each.id == nudge.id)
                memory.change(replace(again, on_screen=True))
        except PlatformError as failure:  # the old buttons will say that a newer question is there
            log.info("older question keeps its buttons", action="close", key=older.key, why=str(failure))

    # What may go wrong

    def _busy(self, delivery: Delivery, now: datetime, retry_after: float) -> None:
        until = now + timedelta(seconds=retry_after)
        with self.store.write(CLOCK) as memory:
            memory.put_back(delivery, until)
            memory.block(delivery.workspace, until, now)
        self.label("busy")
        MESSAGES.labels("busy").inc()
        log.info("chat is busy", action="wait", key=delivery.key, workspace=delivery.workspace)

    def _refused(self, delivery: Delivery, fix: str, now: datetime) -> None:
        """Let the workspace rest, and this message longer: if it alone is refused, others prove it."""
        with self.store.write(CLOCK) as memory:
            memory.put_back(delivery, now + _UNTIL_MENDED)
            memory.block(delivery.workspace, now + _PROBE, now, fix)
        self.label("refused")
        MESSAGES.labels("refused").inc()
        log.error("chat refuses", action="refuse", key=delivery.key, workspace=delivery.workspace, fix=fix)

    def _gave_up(self, delivery: Delivery, why: str, now: datetime) -> None:
        with self.store.write(CLOCK) as memory:
            memory.failed(delivery, why)
            memory.forget_nudges_of(delivery.id)
            if delivery.person and memory.missed(_address(delivery), now) >= _TOO_OFTEN:
                memory.set_next_moment(delivery.person, None)
        self.label("unreachable")
        MESSAGES.labels("failed").inc()
        log.warning("message cannot arrive", action="fail", key=delivery.key, why=why)

    def _in_doubt(self, delivery: Delivery, settle_at: datetime) -> None:
        with self.store.write(CLOCK) as memory:
            memory.doubt(delivery, settle_at)
        self.label("doubt")
        MESSAGES.labels("doubt").inc()
        log.warning("no answer from the chat", action="doubt", key=delivery.key)

    def _hand_back(self, rest: list[Delivery], now: datetime) -> None:
        """Plan again what was taken and not tried."""
        with self.store.write(CLOCK) as memory:
            for delivery in rest:
                memory.put_back(delivery, now)


def _is_quiet(profile: Profile, now: datetime) -> bool:
    return profile.quiet_until is not None and profile.quiet_until > now


def _address(delivery: Delivery) -> Address:
    return Address(delivery.workspace, delivery.external_id)
