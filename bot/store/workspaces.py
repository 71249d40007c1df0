"""Which chats Pouce is in, the days they are closed, and what they brought already."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select, update

from bot.domain.messages import Reply
from bot.store.scoped import Scoped, here
from bot.store.tables import ClosingDayRow, InboundRow, WorkspaceRow

_WORKSPACES = select(WorkspaceRow.id, WorkspaceRow.platform, WorkspaceRow.external_id, WorkspaceRow.name)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace, one Mattermost server, or the local room."""

    id: int
    platform: str
    external_id: str
    name: str


class Workspaces(Scoped):
    """Workspaces and what concerns all of one."""

    def workspace(self, platform: str, external_id: str, name: str = "") -> int:
        """Return the id of a workspace, which is noted on first sight."""
        same = (WorkspaceRow.platform == platform, WorkspaceRow.external_id == external_id)
        row = self._first(select(WorkspaceRow.id).where(*same))
        if row is not None:
            return int(row[0])
        values = {"platform": platform, "external_id": external_id, "name": name}
        added = self._add_once(WorkspaceRow, WorkspaceRow.id, **values)
        return added if added is not None else int(self._all(select(WorkspaceRow.id).where(*same))[0][0])

    def workspaces(self) -> list[Workspace]:
        """Return every workspace that may be seen: all of them for the clock, else one's own."""
        query = _WORKSPACES.where(here(WorkspaceRow.id)).order_by(WorkspaceRow.id)
        return [Workspace(*row) for row in self._all(query)]

    def closing_days(self, workspace: int) -> frozenset[date]:
        """Return the days on which the organisation is closed."""
        mine = (ClosingDayRow.workspace_id == workspace, here(ClosingDayRow.workspace_id))
        return frozenset(row[0] for row in self._all(select(ClosingDayRow.day).where(*mine)))

    def add_closing_day(self, day: date, label: str) -> None:
        """Note a day on which everyone is off; noting it again changes its label."""
        key = {"workspace_id": self._own_workspace(), "day": day}
        statement = self._insert(ClosingDayRow).values(**key, label=label)
        self._change(statement.on_conflict_do_update(index_elements=list(key), set_={"label": label}))

    def first_time(self, event_id: str, now: datetime) -> bool:
        """Say whether the chat brings this for the first time, and remember that it came.

        Whoever brings the same at the same time waits here for the first one to be answered.
        """
        values = {"workspace_id": self._own_workspace(), "event_id": event_id, "seen_at": now}
        return self._add_once(InboundRow, InboundRow.workspace_id, **values) is not None

    def keep_answer(self, event_id: str, replies: list[Reply]) -> None:
        """Remember what was answered to something the chat brought."""
        self._change(update(InboundRow).where(*self._inbound(event_id)).values(answer=replies))

    def answer_given(self, event_id: str) -> list[Reply]:
        """Return what was answered when the chat brought this before."""
        row = self._first(select(InboundRow.answer).where(*self._inbound(event_id)))
        return list(row[0]) if row and row[0] else []

    def forget_inbound(self, before: datetime) -> int:
        """Forget what was brought long ago: no chat brings it again."""
        return self._change(delete(InboundRow).where(InboundRow.seen_at < before)).rowcount

    def _inbound(self, event_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return InboundRow.workspace_id == self._own_workspace(), InboundRow.event_id == event_id
