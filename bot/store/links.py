"""One person in several chats: the codes that join them, and somebody new merged into somebody known."""

from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update

from bot.domain.people import Address
from bot.store.delivery_tables import DeliveryRow
from bot.store.room_tables import RoomLookRow
from bot.store.scoped import Scoped, person_here
from bot.store.tables import (
    AbsenceRow,
    ActivityRow,
    AddressRow,
    LinkCodeRow,
    LinkTryRow,
    MembershipRow,
    NudgeRow,
    PendingRow,
    PersonRow,
    SubjectRow,
    TeamRow,
    TrailRow,
    WorkspaceRow,
)

_TRACES = (
    MembershipRow.person_id,
    MembershipRow.invited_by,
    TeamRow.proposed_by,
    TrailRow.by,
    ActivityRow.author_id,
    NudgeRow.person_id,
    SubjectRow.person_id,
    AbsenceRow.proposed_by,
)
"""Where somebody is named once they have been part of anything."""
_OWN = (PendingRow, AbsenceRow, RoomLookRow, LinkCodeRow, LinkTryRow)
"""What somebody new may have, and nobody else reads."""


class Links(Scoped):
    """Codes, and the addresses of one person. A code is known by its digest alone, whatever the workspace."""

    def give_code(self, person_id: int, digest: str, expires_at: datetime) -> bool:
        """Keep somebody's only code; False when another person's is the same."""
        self._require_person(person_id)
        self._change(delete(LinkCodeRow).where(LinkCodeRow.person_id == person_id))
        values = {"digest": digest, "person_id": person_id, "expires_at": expires_at}
        return self._add_once(LinkCodeRow, LinkCodeRow.person_id, **values) is not None

    def code_of(self, digest: str, now: datetime) -> int | None:
        """Return whose code this is, while it lives."""
        live = (LinkCodeRow.digest == digest, LinkCodeRow.expires_at > now)
        row = self._first(select(LinkCodeRow.person_id).where(*live))
        return int(row[0]) if row else None

    def use_code(self, digest: str) -> bool:
        """Use a code up; False when somebody just did."""
        return self._change(delete(LinkCodeRow).where(LinkCodeRow.digest == digest)).rowcount == 1

    def forget_codes(self, now: datetime, tries_before: datetime) -> None:
        """Forget the codes that are dead, and the tries that no longer count."""
        self._change(delete(LinkCodeRow).where(LinkCodeRow.expires_at <= now))
        self._change(delete(LinkTryRow).where(LinkTryRow.at <= tries_before))

    def note_wrong_try(self, person_id: int, now: datetime) -> None:
        """Note that somebody typed a code that is none."""
        self._add(LinkTryRow, LinkTryRow.id, person_id=person_id, at=now)

    def wrong_tries(self, person_id: int, since: datetime) -> int:
        """Count the wrong codes somebody typed since an instant."""
        theirs = (LinkTryRow.person_id == person_id, LinkTryRow.at > since)
        return int(self._all(select(func.count()).select_from(LinkTryRow).where(*theirs))[0][0])

    def is_in(self, person_id: int, workspace: int) -> bool:
        """Say whether somebody has an address in a workspace already."""
        same = (AddressRow.person_id == person_id, AddressRow.workspace_id == workspace)
        return self._first(select(AddressRow.id).where(*same)) is not None

    def is_blank(self, person_id: int) -> bool:
        """Say whether somebody is in nothing yet: no team, no note, no invitation, and one address."""
        named = or_(*(exists().where(column == person_id) for column in _TRACES))
        addresses = select(func.count()).where(AddressRow.person_id == person_id).scalar_subquery()
        row = self._first(select(PersonRow.id).where(PersonRow.id == person_id, ~named, addresses == 1))
        return row is not None

    def merge(self, address: Address, into: int) -> None:
        """Lead an address to somebody else; whoever was there, and was in nothing, is forgotten."""
        self._require_workspace(address.workspace)
        same = (AddressRow.workspace_id == address.workspace, AddressRow.external_id == address.external_id)
        blank = int(
            self._all(select(AddressRow.person_id).where(*same, AddressRow.kind == address.kind))[0][0]
        )
        self._change(update(AddressRow).where(AddressRow.person_id == blank).values(person_id=into))
        self._change(update(DeliveryRow).where(DeliveryRow.person_id == blank).values(person_id=into))
        for table in _OWN:
            self._change(delete(table).where(table.person_id == blank))
        self._change(delete(PersonRow).where(PersonRow.id == blank))

    def places_of(self, person_id: int) -> list[str]:
        """Return the names of the chats that whoever acts may be reached in, the first one first."""
        query = select(WorkspaceRow.name, WorkspaceRow.platform, AddressRow.id)
        theirs = query.join(AddressRow, AddressRow.workspace_id == WorkspaceRow.id).where(
            AddressRow.person_id == person_id, ~AddressRow.gone, person_here(AddressRow.person_id)
        )
        return [row[0] or row[1].capitalize() for row in self._all(theirs.order_by(AddressRow.id))]
