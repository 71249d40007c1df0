"""Days away: confirmed by the person concerned, without a reason."""

from datetime import date, timedelta

from sqlalchemy import bindparam, delete, or_, select, update

from bot.domain.calendar import Absence
from bot.store.scoped import CLOCK_LOOKS, VIEWER, Scoped, person_here
from bot.store.tables import AbsenceRow

ABSENCES = (
    select(AbsenceRow.person_id, AbsenceRow.first_day, AbsenceRow.last_day)
    .where(AbsenceRow.confirmed, person_here(AbsenceRow.person_id))
    .order_by(AbsenceRow.first_day)
)
_ABSENCES_OF = ABSENCES.where(AbsenceRow.person_id == bindparam("person"))


class Absences(Scoped):
    """When people are away."""

    def absences(self, person_id: int) -> list[Absence]:
        """Return somebody's confirmed absences, earliest first."""
        return [Absence(row[1], row[2]) for row in self._all(_ABSENCES_OF, person=person_id)]

    def add_absence(
        self, person_id: int, absence: Absence, *, confirmed: bool = True, proposed_by: int | None = None
    ) -> int:
        """Note days away; a coach may only propose them."""
        self._require_person(person_id)
        values = {"first_day": absence.first, "last_day": absence.last, "confirmed": confirmed}
        return self._add(AbsenceRow, AbsenceRow.id, person_id=person_id, proposed_by=proposed_by, **values)

    def confirm_absence(self, absence_id: int) -> None:
        """Accept an absence that was proposed: only the person concerned can."""
        own = or_(CLOCK_LOOKS, AbsenceRow.person_id == VIEWER)
        self._change_one(update(AbsenceRow).where(AbsenceRow.id == absence_id, own).values(confirmed=True))

    def end_absences(self, person_id: int, from_day: date) -> None:
        """Note that somebody is back: what runs ends the day before, what was to come is dropped."""
        self._require_person(person_id)
        theirs = AbsenceRow.person_id == person_id
        self._change(delete(AbsenceRow).where(theirs, AbsenceRow.first_day >= from_day))
        running = update(AbsenceRow).where(theirs, AbsenceRow.last_day >= from_day)
        self._change(running.values(last_day=from_day - timedelta(days=1)))
