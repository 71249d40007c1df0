"""What a chat must be able to do to carry Pouce, and the four ways it may fail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Receipt:
    """The chat's own proof that a message is there: enough to find it again and change it."""

    channel: str
    message: str


class PlatformError(Exception):
    """The chat did not take the message."""


class Busy(PlatformError):
    """The chat asks to wait; nothing was posted."""

    def __init__(self, retry_after: float) -> None:
        """Keep how many seconds to wait."""
        super().__init__(f"busy for {retry_after} s")
        self.retry_after = retry_after


class Unreachable(PlatformError):
    """This person or channel cannot be written to; nothing was posted."""


class Refused(PlatformError):
    """The configuration is at fault: the message says what to mend; nothing was posted."""


class Lost(PlatformError):
    """No answer came: the message may be there or not."""


class Platform(Protocol):
    """A voice. Raises Busy, Unreachable, Refused or Lost, and nothing else."""

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message; `key` is opaque and is kept with it so that it can be found."""
        ...

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before."""
        ...

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those posted since."""
        ...

    def open_form(self, trigger: str, form: Form) -> None:
        """Show a form to the person whose act gave the trigger."""
        ...

    def profile(self, who: Address) -> Profile:
        """Tell what the chat knows of someone."""
        ...
