"""A message that has to leave exactly once: its key, its states (TRUST §1.3), its expiry."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.messages import Message
from bot.domain.people import Address

REPLY = "reply:"
"""How the key of an answer begins."""


class DeliveryState(StrEnum):
    """Where a delivery is."""

    PLANNED = "planned"
    SENDING = "sending"
    """Committed before the request leaves; never re-sent blindly from here."""
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    """Nobody knows whether the chat took it: looked for by its key, never sent again blindly."""
    UNKNOWN = "unknown"
    """Its day is over, and nobody could say: told, never sent again."""
    FAILED = "failed"
    SKIPPED = "skipped"


LOST = frozenset({DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.SKIPPED})
"""Nobody has it, as far as is known, and it is over."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message about to be planned for somebody: what was decided, before it has an id."""

    key: str
    person: int
    address: Address
    message: Message
    not_before: datetime
    expires_at: datetime
    local_date: date
    items: int
    """How many of what it says weigh on the week's budget."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one address."""

    id: int
    key: str
    """`moment:{person}:{local date}:{morning|evening}`, `reply:{inbound id}:{n}`; used once, for as long as
    messages are kept, which is longer than any period."""
    workspace: int
    person: int | None
    external_id: str
    """The chat's id of the person or channel it goes to."""
    message: Message
    state: DeliveryState
    not_before: datetime
    expires_at: datetime
    local_date: date
    receipt: str | None = None
    attempts: int = 0
    """How often it was taken to be sent: a worker that comes back late holds an older figure."""

    @property
    def is_answer(self) -> bool:
        """Say whether somebody waits for it, since they just did something: nothing holds it back."""
        return self.key.startswith(REPLY)

    @property
    def posted_as(self) -> str | None:
        """The chat's own id of the message, once it is there."""
        return str(json.loads(self.receipt)[1]) if self.receipt else None
