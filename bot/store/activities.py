"""What was recorded, and who may read it. Visibility is decided here and nowhere else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from bot.domain.activities import Activity, Answers, Draft
from bot.domain.people import READERS, Standing
from bot.domain.practices import Visibility
from bot.store.faults import OutOfScope
from bot.store.scoped import CLOCK_LOOKS, VIEWER, VIEWER_IS_HERE, Scoped, always, here, insert_once, one_of
from bot.store.tables import ActivityRow, MembershipRow

_ACTIVITY = (
    ActivityRow.id,
    ActivityRow.team_id,
    ActivityRow.practice,
    ActivityRow.author_id,
    ActivityRow.day,
    ActivityRow.answers,
    ActivityRow.text,
    ActivityRow.tags,
    ActivityRow.links,
    ActivityRow.visibility,
    ActivityRow.recorded_at,
    ActivityRow.closed_on,
)
ACTIVITIES = select(*_ACTIVITY)


def _between_dates() -> ColumnElement[bool]:
    """Keep what a coach or an observer was given to read."""
    started = or_(MembershipRow.reads_since.is_(None), ActivityRow.day >= MembershipRow.reads_since)
    goes_on = or_(MembershipRow.until.is_(None), ActivityRow.day <= MembershipRow.until)
    return and_(started, goes_on)


def _seen_by(role: ColumnElement[bool]) -> ColumnElement[bool]:
    """Keep what the viewer may see: their own and the team's, as an active member in such a role."""
    own = or_(ActivityRow.visibility == always(Visibility.TEAM), ActivityRow.author_id == VIEWER)
    active = exists().where(
        MembershipRow.team_id == ActivityRow.team_id,
        MembershipRow.person_id == VIEWER,
        MembershipRow.standing == always(Standing.ACTIVE),
        role,
    )
    return or_(CLOCK_LOOKS, and_(or_(here(ActivityRow.workspace_id), VIEWER_IS_HERE), own, active))


_RECORDS = ~one_of(MembershipRow.role, sorted(READERS))
_CHANGEABLE = _seen_by(_RECORDS)
_READABLE = and_(ActivityRow.undone_at.is_(None), _seen_by(or_(_RECORDS, _between_dates())))
_FROM_SOURCE = ACTIVITIES.where(
    ActivityRow.workspace_id == bindparam("home"), ActivityRow.source == bindparam("source")
)
_ONE = ACTIVITIES.where(ActivityRow.id == bindparam("activity"), _READABLE)
_ACTIVITIES_OF = ACTIVITIES.where(
    ActivityRow.team_id == bindparam("team"), ActivityRow.day >= bindparam("since"), _READABLE
).order_by(ActivityRow.day, ActivityRow.id)


class Activities(Scoped):
    """Recorded facts."""

    def record(self, draft: Draft, now: datetime) -> Activity:
        """Record a fact; what comes from the same source twice is recorded once."""
        workspace = self._workspace_of(draft.team)
        values = _content(draft) | {
            "workspace_id": workspace,
            "team_id": draft.team,
            "author_id": draft.author,
            "recorded_at": now,
            "source": draft.source,
        }
        row = self._change(insert_once(self._on_postgresql, ActivityRow, _ACTIVITY), values).first()
        return Activity(*(row or self._all(_FROM_SOURCE, home=workspace, source=draft.source)[0]))

    def activity(self, activity_id: int) -> Activity | None:
        """Return a record, if there is one that the viewer may read."""
        row = self._first(_ONE, activity=activity_id)
        return Activity(*row) if row else None

    def activities(
        self, team_id: int, since: date | None = None, practice: str | None = None
    ) -> list[Activity]:
        """Return the team's records that the viewer may read, by day then in the order they came."""
        query = _ACTIVITIES_OF
        if practice is not None:
            query = query.where(ActivityRow.practice == practice)
        return [Activity(*row) for row in self._all(query, team=team_id, since=since or date.min)]

    def last_by(self, person_id: int, since: datetime) -> Activity | None:
        """Return the last thing somebody recorded since an instant: what « undo » is about."""
        return next(iter(self.latest_by(person_id, since, 1)), None)

    def latest_by(self, person_id: int, since: datetime, most: int) -> list[Activity]:
        """Return the last things somebody recorded since an instant, newest first."""
        theirs = (ActivityRow.author_id == person_id, ActivityRow.recorded_at >= since)
        query = ACTIVITIES.where(*theirs, _READABLE)
        newest = query.order_by(ActivityRow.recorded_at.desc(), ActivityRow.id.desc())
        return [Activity(*row) for row in self._all(newest.limit(most))]

    def correct(self, activity: Activity) -> None:
        """Put what was meant in place of what was recorded."""
        self._rewrite(activity.id, _content(activity) | {"closed_on": activity.closed_on})

    def close(self, activity_id: int, day: date, answers: Answers) -> None:
        """Close what was open; the answers join those it had."""
        activity = self.activity(activity_id)
        if activity is None:
            sentence = f"No activity {activity_id} for {self.scope}"
            raise OutOfScope(sentence)
        self.correct(replace(activity, closed_on=day, answers={**activity.answers, **answers}))

    def undo(self, activity_id: int, now: datetime) -> None:
        """Take a record back: nobody reads it any more, and it may be restored."""
        self._rewrite(activity_id, {"undone_at": now})

    def restore(self, activity_id: int) -> None:
        """Put back what was undone."""
        self._rewrite(activity_id, {"undone_at": None})

    def _rewrite(self, activity_id: int, values: Mapping[str, object]) -> None:
        mine = (ActivityRow.id == activity_id, _CHANGEABLE)
        self._change_one(update(ActivityRow).where(*mine).values(values))


def _content(of: Draft | Activity) -> dict[str, object]:
    return {
        "practice": of.practice,
        "day": of.day,
        "answers": of.answers,
        "text": of.text,
        "tags": of.tags,
        "links": of.links,
        "visibility": of.visibility,
    }
