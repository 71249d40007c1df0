"""Carrying what was planned: claim, send, note what became of it. Words and moment were decided before.

A message is committed as *sending* before its request leaves, so that a crash is never answered by a second
message (TRUST §1.3). The four ways a chat may fail are in `bot.platforms.base`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.deliveries import Delivery
from bot.domain.messages import Button, Message
from bot.domain.nudges import Nudge, NudgeState
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Busy, Lost, Platform, PlatformError, Receipt, Refused, Unreachable
from bot.signing import Seal
from bot.store import Store

_BATCH = 50
_LEASE = timedelta(minutes=2)  # how long another worker may hold a message before it is in doubt

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Postman:
    """Sends what is due through each workspace's own voice."""

    store: Store
    seal: Seal
    voices: Mapping[int, Platform]
    """By workspace."""

    def send(self, now: datetime) -> int:
        """Send everything that may leave now; return how many messages arrived."""
        with self.store.write(CLOCK) as memory:
            for late in memory.expire(now):
                memory.forget_nudges_of(late.id)
        arrived = 0
        while batch := self._claimed(now):
            arrived += sum(self._carry(delivery, now) for delivery in batch)
        return arrived

    def resume(self, now: datetime) -> None:
        """After a stop: what was being sent is looked for in the chat, never sent again blindly."""
        with self.store.write(CLOCK) as memory:
            memory.resume_after_crash(_LEASE)
        self.settle(now)

    def settle(self, now: datetime) -> None:
        """Look for the messages of which nobody knows whether they left."""
        with self.store.read(CLOCK) as memory:
            doubtful = memory.in_doubt()
        for delivery in doubtful:
            self._look_for(delivery, now)

    def _claimed(self, now: datetime) -> list[Delivery]:
        with self.store.write(CLOCK) as memory:
            return memory.claim(now, _BATCH)

    def _carry(self, delivery: Delivery, now: datetime) -> bool:
        voice = self.voices.get(delivery.workspace)
        if voice is None:
            return self._wait(delivery, now + timedelta(minutes=1), "no voice for this workspace")
        address = _address(delivery)
        message = self.seal.sealed_message(delivery.message, address, now)
        try:
            quiet = voice.profile(address).quiet_until
            if quiet and quiet > now:
                return self._wait(delivery, quiet, "do not disturb")
            receipt = voice.send(address, message, delivery.key)
        except Busy as busy:
            return self._wait(delivery, now + timedelta(seconds=busy.retry_after), "busy")
        except Refused as refusal:
            return self._wait(delivery, now + timedelta(minutes=5), str(refusal))
        except Unreachable as failure:
            return self._gave_up(delivery, str(failure))
        except Lost:
            return self._in_doubt(delivery)
        self._arrived(delivery, receipt, now)
        return True

    def _arrived(self, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        with self.store.write(CLOCK) as memory:
            memory.sent(delivery.id, packed(receipt), now)
            replaced = _replaced(memory.nudges(delivery.person)) if delivery.person else []
        log.info("message sent", action="send", key=delivery.key)
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
        message = without_nudges(older.message, frozenset(str(each.id) for each in closed))
        sealed = self.seal.sealed_message(message, address, now)
        try:
            self.voices[older.workspace].update(unpacked(older.receipt), sealed)
        except PlatformError as failure:  # the old buttons will say that a newer question is there
            log.info("older question keeps its buttons", action="close", key=older.key, why=str(failure))

    def _wait(self, delivery: Delivery, until: datetime, why: str) -> bool:
        with self.store.write(CLOCK) as memory:
            memory.put_back(delivery.id, until)
        log.info("message waits", action="wait", key=delivery.key, why=why)
        return False

    def _gave_up(self, delivery: Delivery, why: str) -> bool:
        with self.store.write(CLOCK) as memory:
            memory.failed(delivery.id, why)
            memory.forget_nudges_of(delivery.id)
        log.warning("message cannot arrive", action="fail", key=delivery.key, why=why)
        return False

    def _in_doubt(self, delivery: Delivery) -> bool:
        with self.store.write(CLOCK) as memory:
            memory.doubt(delivery.id)
        log.warning("no answer from the chat", action="doubt", key=delivery.key)
        return False

    def _look_for(self, delivery: Delivery, now: datetime) -> None:
        voice = self.voices.get(delivery.workspace)
        if voice is None:
            return
        try:
            found = voice.find(_address(delivery), delivery.key, delivery.not_before - timedelta(minutes=1))
        except PlatformError as failure:
            log.warning("still in doubt", action="doubt", key=delivery.key, why=str(failure))
            return
        with self.store.write(CLOCK) as memory:
            if found:
                memory.sent(delivery.id, packed(found), now)
            else:
                memory.put_back(delivery.id, now)


def _address(delivery: Delivery) -> Address:
    return Address(delivery.workspace, delivery.external_id)


def packed(receipt: Receipt) -> str:
    """Return a receipt as the store keeps it."""
    return json.dumps([receipt.channel, receipt.message])


def unpacked(text: str) -> Receipt:
    """Return a receipt from what the store keeps."""
    channel, message = json.loads(text)
    return Receipt(channel, message)


def _replaced(nudges: list[Nudge]) -> list[Nudge]:
    """Return the questions that a newer one replaced and that still show their buttons."""
    return [each for each in nudges if each.state is NudgeState.CLOSED and each.on_screen and each.delivery]


def without_nudges(message: Message, nudges: frozenset[str]) -> Message:
    """Return a message without the buttons of some of its questions."""
    parts = tuple(replace(part, buttons=_others(part.buttons, nudges)) for part in message.parts)
    return replace(message, buttons=_others(message.buttons, nudges), parts=parts)


def _others(buttons: tuple[Button, ...], nudges: frozenset[str]) -> tuple[Button, ...]:
    return tuple(each for each in buttons if not each.args or each.args[0] not in nudges)
