"""What was posted in the room. Nothing is ever rewritten: a change is one more post, with the same root."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it stood from one instant on."""

    place: str
    """The person whose direct channel it is in, or the channel."""
    message: Message
    kind: str
    """`said` by a person; by Pouce: `nudge`, `reply`, `post` (in a channel), `update` of an earlier one."""
    at: datetime
    author: str = ""
    """Who said it; nobody is Pouce."""
    only_for: str = ""
    """In a channel: the one person who sees it."""
    key: str = ""
    """Opaque, to find it by."""
    root: int = 0
    """The id of the post that it changes; its own when it is the first."""
    id: int = 0
    """Given when it is kept: its place in the order of everything that was posted."""


class Posts(Protocol):
    """Where posts are kept."""

    def add(self, post: Post) -> Post:
        """Keep a post, and return it with its id."""
        ...

    def standing(self, root: int) -> Post | None:
        """Return a post as it stands now."""
        ...

    def find(self, place: str, key: str, since: datetime) -> Post | None:
        """Return the newest post with this key in a place, not older than an instant."""
        ...

    def page(self, place: str, viewer: str, before: int | None, most: int) -> list[Post]:
        """Return the last posts that somebody sees in a place, as they stand, oldest first.

        With `before`, those that come before the post of that root.
        """
        ...

    def after(self, id_: int, places: Iterable[str], viewer: str) -> list[Post]:
        """Return everything posted since, in the places that somebody reads, oldest first."""
        ...

    def last(self) -> int:
        """Return the id of the newest post; 0 when there is none."""
        ...


@dataclass
class MemoryPosts:
    """Posts that last as long as the process: those of stories."""

    rows: list[Post] = field(default_factory=list)

    def add(self, post: Post) -> Post:
        """Keep a post, and return it with its id."""
        number = self.last() + 1
        kept = replace(post, id=number, root=post.root or number)
        self.rows.append(kept)
        return kept

    def standing(self, root: int) -> Post | None:
        """Return a post as it stands now."""
        return next((each for each in reversed(self.rows) if each.root == root), None)

    def find(self, place: str, key: str, since: datetime) -> Post | None:
        """Return the newest post with this key in a place, not older than an instant."""
        for each in reversed(self.rows):
            if (each.place, each.key) == (place, key) and each.at >= since:
                return each
        return None

    def page(self, place: str, viewer: str, before: int | None, most: int) -> list[Post]:
        """Return the last posts that somebody sees in a place, as they stand, oldest first."""
        standing = {each.root: each for each in self.rows if each.place == place and _seen(each, viewer)}
        return [standing[root] for root in sorted(standing) if before is None or root < before][-most:]

    def after(self, id_: int, places: Iterable[str], viewer: str) -> list[Post]:
        """Return everything posted since, in the places that somebody reads, oldest first."""
        read = set(places)
        return [each for each in self.rows if each.id > id_ and each.place in read and _seen(each, viewer)]

    def last(self) -> int:
        """Return the id of the newest post; 0 when there is none."""
        return len(self.rows)


def _seen(post: Post, viewer: str) -> bool:
    return post.only_for in {"", viewer}
