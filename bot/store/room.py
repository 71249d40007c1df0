"""The local room as a chat: what a Slack or a Mattermost server would remember of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, delete, func, select, update

from bot.domain.messages import Message
from bot.domain.verdicts import Verdict
from bot.store.faults import OutOfScope
from bot.store.room_tables import RoomHourRow, RoomLookRow, RoomPostRow, RoomResidentRow
from bot.store.scoped import Scoped, here, person_here
from bot.store.tables import Base, WorkspaceRow

_POST = (
    RoomPostRow.place,
    RoomPostRow.message,
    RoomPostRow.kind,
    RoomPostRow.at,
    RoomPostRow.author,
    RoomPostRow.only_for,
    RoomPostRow.key,
    RoomPostRow.root,
    RoomPostRow.id,
)
_HERE = here(RoomPostRow.workspace_id)
_RESIDENT = (
    RoomResidentRow.external_id,
    RoomResidentRow.name,
    RoomResidentRow.language,
    RoomResidentRow.zone,
)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody in the room."""

    external_id: str
    name: str
    language: str
    zone: str


class KeptPost(NamedTuple):
    """A post as it is kept."""

    place: str
    message: Message
    kind: str
    at: datetime
    author: str
    only_for: str
    key: str
    root: int
    id: int


class Look(NamedTuple):
    """A moment at which Pouce looked at somebody."""

    at: datetime
    spoke: bool
    verdicts: Sequence[tuple[int, str, str, str | None]]
    """Team, practice, reminder, and why it is silent; None for what was said."""


class Room(Scoped):
    """What was posted in the room, who is there, and what time it is."""

    def room_begun(self) -> tuple[int, datetime] | None:
        """Return which beginning this is, and what time it is in the room; None before any."""
        row = self._first(select(RoomHourRow.id, RoomHourRow.now).where(here(RoomHourRow.workspace_id)))
        return (row[0], row[1]) if row else None

    def begin_room(self, now: datetime) -> None:
        """Note that the room begins, at this hour."""
        self._add(RoomHourRow, RoomHourRow.id, workspace_id=self._own_workspace(), now=now)

    def set_room_hour(self, now: datetime) -> None:
        """Move the clock of the room."""
        self._change_one(update(RoomHourRow).where(here(RoomHourRow.workspace_id)).values(now=now))

    def residents(self) -> list[Resident]:
        """Return who is in the room, in the order they came."""
        query = select(*_RESIDENT).where(here(RoomResidentRow.workspace_id)).order_by(RoomResidentRow.id)
        return [Resident(*row) for row in self._all(query)]

    def add_resident(self, resident: Resident) -> bool:
        """Let somebody in; False when that id is taken."""
        values = {
            "external_id": resident.external_id,
            "name": resident.name,
            "language": resident.language,
            "zone": resident.zone,
        }
        workspace = self._own_workspace()
        return (
            self._add_once(RoomResidentRow, RoomResidentRow.id, workspace_id=workspace, **values) is not None
        )

    def add_post(self, post: KeptPost) -> KeptPost:
        """Keep a post, and return it with its id; without a root, it is its own."""
        values = {**post._asdict(), "workspace_id": self._own_workspace()}
        del values["id"]
        added = self._add(RoomPostRow, RoomPostRow.id, **values)
        if post.root == 0:
            self._change_one(update(RoomPostRow).where(RoomPostRow.id == added, _HERE).values(root=added))
        return post._replace(id=added, root=post.root or added)

    def standing_post(self, root: int) -> KeptPost | None:
        """Return a post as it stands now."""
        row = self._first(
            select(*_POST).where(RoomPostRow.root == root, _HERE).order_by(RoomPostRow.id.desc()).limit(1)
        )
        return KeptPost(*row) if row else None

    def find_post(self, place: str, key: str, since: datetime) -> KeptPost | None:
        """Return the newest post with this key in a place, not older than an instant."""
        which = (RoomPostRow.key == key, RoomPostRow.place == place, RoomPostRow.at >= since, _HERE)
        row = self._first(select(*_POST).where(*which).order_by(RoomPostRow.id.desc()).limit(1))
        return KeptPost(*row) if row else None

    def page_of_posts(self, place: str, viewer: str, before: int | None, most: int) -> list[KeptPost]:
        """Return the last posts that somebody sees in a place, as they stand, oldest first."""
        older = RoomPostRow.root < before if before is not None else RoomPostRow.root > 0
        seen = and_(RoomPostRow.place == place, RoomPostRow.only_for.in_(["", viewer]), older, _HERE)
        newest = (
            select(func.max(RoomPostRow.id))
            .where(seen)
            .group_by(RoomPostRow.root)
            .order_by(RoomPostRow.root.desc())
            .limit(most)
        )
        query = select(*_POST).where(RoomPostRow.id.in_(newest), _HERE).order_by(RoomPostRow.root)
        return [KeptPost(*row) for row in self._all(query)]

    def posts_after(self, post_id: int, places: Iterable[str], viewer: str) -> list[KeptPost]:
        """Return everything posted since, in the places that somebody reads, oldest first."""
        seen = and_(RoomPostRow.place.in_(list(places)), RoomPostRow.only_for.in_(["", viewer]), _HERE)
        query = select(*_POST).where(RoomPostRow.id > post_id, seen).order_by(RoomPostRow.id)
        return [KeptPost(*row) for row in self._all(query)]

    def last_post(self) -> int:
        """Return the id of the newest post; 0 when there is none."""
        row = self._first(select(func.max(RoomPostRow.id)).where(_HERE))
        return int(row[0]) if row and row[0] is not None else 0

    def note_look(self, person_id: int, at: datetime, verdicts: Iterable[Verdict], *, spoke: bool) -> None:
        """Keep what was decided about somebody at a moment."""
        rows = [[each.team, each.practice, each.reminder, each.why] for each in verdicts]
        self._add(RoomLookRow, RoomLookRow.id, person_id=person_id, at=at, spoke=spoke, verdicts=rows)

    def looks(self, person_id: int, most: int) -> list[Look]:
        """Return the last moments at which somebody was looked at, newest first."""
        query = select(RoomLookRow.at, RoomLookRow.spoke, RoomLookRow.verdicts)
        mine = query.where(RoomLookRow.person_id == person_id, person_here(RoomLookRow.person_id))
        return [Look(*row) for row in self._all(mine.order_by(RoomLookRow.id.desc()).limit(most))]

    def silent_looks(self, since: datetime, until: datetime) -> int:
        """Count the moments at which nothing was said, after an instant and up to another."""
        which = (~RoomLookRow.spoke, RoomLookRow.at > since, RoomLookRow.at <= until)
        row = self._first(
            select(func.count()).select_from(RoomLookRow).where(*which, person_here(RoomLookRow.person_id))
        )
        return int(row[0]) if row else 0

    def empty_everything(self) -> None:
        """Erase all that is remembered, the room's and Pouce's: only where there is nothing but a room."""
        others = select(WorkspaceRow.id).where(WorkspaceRow.id != self._own_workspace()).limit(1)
        if self._first(others) is not None:
            sentence = "This database also serves a chat: the room cannot be emptied there."
            raise OutOfScope(sentence)
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != WorkspaceRow.__tablename__:
                self._change(delete(table))
