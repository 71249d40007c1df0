"""Which chats Pouce is in, the days they are closed, and what they brought already."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, exists, or_, select, update

from bot.domain.messages import Reply
from bot.store.scoped import Scoped, here, team_mine
from bot.store.tables import ClosingDayRow, InboundRow, TeamRow, WorkspaceRow

_WORKSPACES = select(WorkspaceRow.id, WorkspaceRow.platform, WorkspaceRow.external_id, WorkspaceRow.name)
_THAT = (
    WorkspaceRow.platform == bindparam("platform"),
    WorkspaceRow.external_id == bindparam("external_id"),
)
_ONE = select(WorkspaceRow.id).where(*_THAT)
_ONE_KNOWN = _ONE.where(here(WorkspaceRow.id))
_OURS = exists().where(TeamRow.workspace_id == ClosingDayRow.workspace_id, team_mine(TeamRow.id))
_CLOSING_DAYS = select(ClosingDayRow.day).where(
    ClosingDayRow.workspace_id == bindparam("home"), or_(here(ClosingDayRow.workspace_id), _OURS)
)
_BROUGHT = (InboundRow.workspace_id == bindparam("home"), InboundRow.event_id == bindparam("event"))
_ANSWER = select(InboundRow.answer).where(*_BROUGHT)
_KEEP_ANSWER = update(InboundRow).where(*_BROUGHT).values(answer=bindparam("replies"))
_FORGET_INBOUND = delete(InboundRow).where(InboundRow.seen_at < bindparam("before"))


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
        same = {"platform": platform, "external_id": external_id}
        row = self._first(_ONE, **same)
        if row is not None:
            return int(row[0])
        added = self._add_once(WorkspaceRow, WorkspaceRow.id, **same, name=name)
        return added if added is not None else int(self._all(_ONE, **same)[0][0])

    def known_workspace(self, platform: str, external_id: str) -> int | None:
        """Return the id of a workspace if it was seen before."""
        row = self._first(_ONE_KNOWN, platform=platform, external_id=external_id)
        return int(row[0]) if row else None

    def workspace_named(self, workspace: int) -> str:
        """Return a workspace as configuration writes it: `platform:id`; empty when it may not be seen."""
        row = self._first(_WORKSPACES.where(WorkspaceRow.id == workspace, here(WorkspaceRow.id)))
        return f"{row[1]}:{row[2]}" if row else ""

    def workspaces(self) -> list[Workspace]:
        """Return every workspace that may be seen: all of them for the clock, else one's own."""
        query = _WORKSPACES.where(here(WorkspaceRow.id)).order_by(WorkspaceRow.id)
        return [Workspace(*row) for row in self._all(query)]

    def closing_days(self, workspace: int) -> frozenset[date]:
        """Return the days on which the organisation is closed."""
        return frozenset(row[0] for row in self._all(_CLOSING_DAYS, home=workspace))

    def add_closing_day(self, day: date, label: str) -> None:
        """Note a day on which everyone is off; noting it again changes its label."""
        key = {"workspace_id": self._own_workspace(), "day": day}
        self._put(ClosingDayRow, key, {"label": label})

    def first_time(self, event_id: str, now: datetime) -> bool:
        """Say whether the chat brings this for the first time, and remember that it came.

        Whoever brings the same at the same time waits here for the first one to be answered.
        """
        values = {"workspace_id": self._own_workspace(), "event_id": event_id, "seen_at": now}
        return self._add_once(InboundRow, InboundRow.workspace_id, **values) is not None

    def keep_answer(self, event_id: str, replies: list[Reply]) -> None:
        """Remember what was answered to something the chat brought."""
        self._change(_KEEP_ANSWER, self._brought(event_id) | {"replies": replies})

    def answer_given(self, event_id: str) -> list[Reply]:
        """Return what was answered when the chat brought this before."""
        row = self._first(_ANSWER, **self._brought(event_id))
        return list(row[0]) if row and row[0] else []

    def forget_inbound(self, before: datetime) -> int:
        """Forget what was brought long ago: no chat brings it again."""
        return self._change(_FORGET_INBOUND, {"before": before}).rowcount

    def _brought(self, event_id: str) -> dict[str, object]:
        return {"home": self._own_workspace(), "event": event_id}
