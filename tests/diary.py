"""A person's diary at the level of the domain: days go by, what was said is remembered, no database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.activities import Activity, Answers
from bot.domain.budget import Budget
from bot.domain.calendar import WorkDays
from bot.domain.compose import Agenda, agenda, compose
from bot.domain.due import PLAN
from bot.domain.moments import instant
from bot.domain.nudges import Ask, Nudge, NudgeKey, NudgeState
from bot.domain.outlook import Outlook, Subject, TeamOutlook
from bot.domain.people import Membership, Person, Rhythm, Role, Standing, Team
from bot.domain.periods import week_of
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Catalogue
from bot.domain.thresholds import Thresholds
from bot.domain.verdicts import Due, Moment


@dataclass
class Diary:
    """One intrapreneur, one team, and what Pouce said so far."""

    catalogue: Catalogue
    phase: Phase = Phase.CONSTRUCTION
    since: date = date(2026, 6, 1)
    arrived_on: date = date(2026, 6, 1)
    days: frozenset[int] = frozenset(range(5))
    rhythm: Rhythm = Rhythm.NORMAL
    moment: time = time(9, 30)
    zone: str = "Europe/Paris"
    closed: frozenset[date] = frozenset()
    role: Role = Role.INTRAPRENEUR
    volunteers: frozenset[str] = frozenset()
    activities: list[Activity] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    subjects: dict[str, Subject] = field(default_factory=dict)
    said: list[tuple[date, tuple[Due, ...]]] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def person(self) -> Person:
        return Person(
            1,
            "Ada",
            zone=self.zone,
            moment=self.moment,
            days=self.days,
            rhythm=self.rhythm,
            arrived_on=self.arrived_on,
        )

    @property
    def work(self) -> WorkDays:
        return WorkDays(self.days, self.closed)

    def know(self, *practices: str) -> "Diary":
        """These subjects were introduced long ago."""
        for practice in practices:
            self.subjects[practice] = Subject(practice, "accepted", self.arrived_on)
        return self

    def only(self, *practices: str) -> "Diary":
        """These subjects are known, and every other one that is not on from the first day was refused."""
        later = (each for each in self.catalogue.practices if each.arrives.get(self.phase) != 1)
        for practice in later:
            self.subjects[practice.id] = Subject(practice.id, "refused", self.arrived_on, self.phase)
        return self.know(*practices)

    def did(self, practice: str, day: date, answers: Answers | None = None) -> Activity:
        activity = Activity(
            id=len(self.activities) + 1,
            team=1,
            practice=practice,
            author=1,
            day=day,
            answers=answers or {},
            recorded_at=datetime.combine(day, time(8), tzinfo=UTC),
        )
        self.activities.append(activity)
        self.nudges = [self._answered(nudge, activity) for nudge in self.nudges]
        return activity

    def _answered(self, nudge: Nudge, activity: Activity) -> Nudge:
        waits = nudge.state in {NudgeState.ASKED, NudgeState.PLANNED, NudgeState.LATER}
        if nudge.key.practice == activity.practice and waits:
            return replace(nudge, state=NudgeState.ANSWERED, activity=activity.id)
        return nudge

    def plans(self, practice: str, on: date) -> None:
        reminder = next((each.id for each in self.catalogue[practice].reminders if each.every), PLAN)
        key = NudgeKey(1, 1, practice, reminder, week_of(on).key)
        self.nudges.append(
            Nudge(len(self.nudges) + 1, key, NudgeState.PLANNED, on - timedelta(days=2), planned_on=on)
        )

    def outlook(self, today: date) -> Outlook:
        week = week_of(today)
        team = TeamOutlook(
            team=Team(1, 1, "Aides simples", phases=(PhaseSpan(self.phase, self.since),)),
            membership=Membership(1, 1, self.role, Standing.ACTIVE),
            work=self.work,
            activities=tuple(self.activities),
            nudges=tuple(self.nudges),
            subjects=self.subjects,
            volunteers=self.volunteers,
            thresholds=self.thresholds,
        )
        moments = tuple((day, len(items)) for day, items in self.said if day in week)
        return Outlook(self.person, (team,), moments)

    def weigh(self, today: date) -> Agenda:
        moment = Moment(
            now=instant(today, self.moment, self.person.tz),
            today=today,
            morning=self.person.asks_in_the_morning,
            arrived_on=self.arrived_on,
            gentle=self.rhythm is Rhythm.GENTLE,
        )
        outlook = self.outlook(today)
        found = agenda(outlook, self.catalogue, moment, self.budget, evening=False)
        said = compose(outlook, self.catalogue, moment, self.budget, evening=False)
        assert said == found.composed, "what is said is the same, whether or not the reasons are told"
        return found

    def live(self, today: date) -> list[str]:
        """Let a day come; return the practices spoken of, the question first."""
        if not self.work.works(today):
            return []
        composed = self.weigh(today).composed
        if composed is None:
            return []
        for due in composed.items:
            self._put(due, today)
        self.said.append((today, composed.items))
        return [_name(due) for due in composed.items]

    def live_through(self, first: date, last: date) -> dict[date, list[str]]:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {day: said for day in days if (said := self.live(day))}

    def _put(self, due: Due, today: date) -> None:
        self.nudges = [
            replace(each, state=NudgeState.CLOSED)
            if each.key.practice == due.practice and each.state is NudgeState.ASKED
            else each
            for each in self.nudges
        ]
        nudge = Nudge(len(self.nudges) + 1, due.key(1), NudgeState.ASKED, today, due.ask, due.about)
        self.nudges.append(nudge)
        if due.ask in {Ask.INTRODUCE, Ask.TIP}:
            self.subjects[due.practice] = Subject(due.practice, "introduced", today)


def _name(due: Due) -> str:
    marks = {Ask.INTRODUCE: "new ", Ask.PLANNED_DAY: "criterion ", Ask.PLAN_PAST: "past "}
    return f"{marks.get(due.ask, '')}{due.practice}"
