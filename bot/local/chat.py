"""The room's chat: its posts in the store, and a bell that rings at each one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from bot.domain.people import Scope
from bot.platforms.room.posts import Post
from bot.store import KeptPost, Store


@dataclass
class Bells:
    """Whoever waits for something to happen in the room."""

    _waiting: dict[int, Callable[[], None]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _next: int = 0

    def subscribe(self, bell: Callable[[], None]) -> Callable[[], None]:
        """Call this at each ring, from any thread; return what ends that."""
        with self._lock:
            self._next += 1
            number = self._next
            self._waiting[number] = bell
        return lambda: self._leave(number)

    def ring(self) -> None:
        """Say that something happened."""
        with self._lock:
            waiting = list(self._waiting.values())
        for bell in waiting:
            bell()

    def _leave(self, number: int) -> None:
        with self._lock:
            self._waiting.pop(number, None)


@dataclass(frozen=True)
class KeptPosts:
    """Implements `Posts` on the store."""

    store: Store
    workspace: int
    bells: Bells

    @property
    def _here(self) -> Scope:
        return Scope(self.workspace)

    def add(self, post: Post) -> Post:
        """Keep a post, ring, and return it with its id."""
        with self.store.write(self._here) as memory:
            kept = Post(*memory.add_post(_kept(post)))
        self.bells.ring()
        return kept

    def standing(self, root: int) -> Post | None:
        """Return a post as it stands now."""
        with self.store.read(self._here) as memory:
            found = memory.standing_post(root)
        return Post(*found) if found else None

    def find(self, place: str, key: str, since: datetime) -> Post | None:
        """Return the newest post with this key in a place, not older than an instant."""
        with self.store.read(self._here) as memory:
            found = memory.find_post(place, key, since)
        return Post(*found) if found else None

    def page(self, place: str, viewer: str, before: int | None, most: int) -> list[Post]:
        """Return the last posts that somebody sees in a place, as they stand, oldest first."""
        with self.store.read(self._here) as memory:
            return [Post(*each) for each in memory.page_of_posts(place, viewer, before, most)]

    def after(self, id_: int, places: Iterable[str], viewer: str) -> list[Post]:
        """Return everything posted since, in the places that somebody reads, oldest first."""
        with self.store.read(self._here) as memory:
            return [Post(*each) for each in memory.posts_after(id_, places, viewer)]

    def last(self) -> int:
        """Return the id of the newest post; 0 when there is none."""
        with self.store.read(self._here) as memory:
            return memory.last_post()


def _kept(post: Post) -> KeptPost:
    return KeptPost(
        post.place,
        post.message,
        post.kind,
        post.at,
        post.author,
        post.only_for,
        post.key,
        post.root,
        post.id,
    )
