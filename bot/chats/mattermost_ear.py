"""What hears a Mattermost server's socket, and remembers until when everything of it was heard."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chats.mattermost_installs import HEARD
from bot.domain.people import CLOCK
from bot.platforms.mattermost.house import Away
from bot.store import Store, StoreUnavailable


@dataclass(frozen=True, slots=True)
class MattermostEar:
    """Implements `Ear` for one workspace: a restart goes on where the last process stopped."""

    store: Store
    workspace: int
    on_post: Callable[[Mapping[str, Any], str], None]
    on_change: Callable[[Mapping[str, Any]], None]

    def posted(self, post: Mapping[str, Any], channel_type: str) -> None:
        """Hear a post."""
        with _only_away():
            self.on_post(post, channel_type)

    def changed(self, user: Mapping[str, Any]) -> None:
        """Hear that an account changed."""
        with _only_away():
            self.on_change(user)

    def since(self) -> datetime | None:
        """Return the hour of the last post that was heard."""
        with _only_away(), self.store.read(CLOCK) as memory:
            return memory.beats().get(self._name)

    def note(self, at: datetime) -> None:
        """Remember that hour."""
        with _only_away(), self.store.write(CLOCK) as memory:
            memory.beat(self._name, at)

    @property
    def _name(self) -> str:
        return f"{HEARD}{self.workspace}"


@contextmanager
def _only_away() -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as fault:
        raise Away from fault
