"""A crowd in a database: a million people in seconds, of whom a known number is due at one instant.

Everybody leads a team of their own, the heaviest case: no history is shared. Those who are due have a past;
the others, who are not looked at, have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    case,
    cast,
    column,
    insert,
    literal,
    select,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.calendar import WEEKDAYS
from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.nudges import Ask, NudgeState
from bot.domain.people import AddressKind, Rhythm, Role, Standing, TeamState
from bot.domain.periods import week_of
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Visibility
from bot.store import Store, migrate
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import (
    ActivityRow,
    AddressRow,
    MembershipRow,
    NudgeRow,
    PersonRow,
    SubjectRow,
    TeamRow,
    WorkspaceRow,
)

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
"""A Thursday, half past nine in Paris: the moment of those who are due."""
TODAY = NOW.date()
QUIET = NOW - timedelta(hours=1)
"""An instant at which nobody is due."""
ACTIVITIES, NUDGES = 40, 24
_SIZE = 1_000  # people of a workspace
_ARRIVED = date(2026, 6, 8)
_PHASES = (PhaseSpan(Phase.CONSTRUCTION, date(2026, 6, 1)),)
_PRACTICES = ("user_test", "feedback", "release", "week_focus", "unknown")
_LATER = tuple(NOW + timedelta(minutes=37 * n) for n in range(1, 32))
_SENTENCE = "Deux agents ont essayé le nouveau formulaire ; le second bouton reste introuvable."
Column = InstrumentedAttribute[Any]
Row = Mapping[Column, object]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many there are, and how many are due now; ids go from one to `people`."""

    people: int
    due: int

    def ids(self, number: int) -> list[int]:
        """The first of those who are due."""
        return [self._each * n for n in range(1, number + 1)]

    @property
    def _each(self) -> int:
        return self.people // self.due

    def is_due(self, person: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
        return (person % self._each == 0) & (person <= self._each * self.due)


def fill(url: str, crowd: Crowd) -> None:
    """Make the tables and put a crowd in them."""
    store = Store(url)
    migrate(store.engine)
    with store.engine.execution_options(write=True).begin() as connection:
        _people(connection, crowd)
        _past(connection, crowd)
    _tidied(store)
    store.close()


def _tidied(store: Store) -> None:
    """Leave the files as they are on a day like another; PostgreSQL then knows what it holds, by itself."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        raw = store.engine.raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()


# Rows made by the database itself: one statement a table


def _people(connection: Connection, crowd: Crowd) -> None:
    each, spaces = _numbers(crowd.people), _numbers(-(-crowd.people // _SIZE))
    name = literal("p").op("||")(cast(each.c.n, String))
    space = (each.c.n - 1) // _SIZE + 1
    _insert(connection, spaces, _workspace(spaces.c.n))
    _insert(connection, each, _person(each.c.n, name, crowd))
    _insert(connection, each, _address(each.c.n, name, space))
    _insert(connection, each, _team(each.c.n, name, space))
    _insert(connection, each, _membership(each.c.n))


def _past(connection: Connection, crowd: Crowd) -> None:
    person = select(PersonRow.id, AddressRow.workspace_id, AddressRow.external_id)
    living = person.join(AddressRow, AddressRow.person_id == PersonRow.id)
    due = living.where(crowd.is_due(PersonRow.id)).cte()
    for practice in _PRACTICES:
        _insert(connection, due, _subject(due.c.id, practice))
    _insert(connection, due, _activity(due, when := _days(ACTIVITIES, 8, 3)), when)
    _insert(connection, due, _nudge(due, when := _days(NUDGES, 8, 4)), when)
    _insert(connection, due, _delivery(due, when := _days(2, 1, 1)), when)


def _insert(connection: Connection, source: CTE, row: Row, when: CTE | None = None) -> None:
    """Insert a row for each of a source, or for each of it and each day."""
    table = next(iter(row)).class_
    chosen = select(*(_typed(column_, value) for column_, value in row.items())).select_from(source)
    if when is not None:
        chosen = chosen.join(when, literal(value=True))
    connection.execute(insert(table).from_select([each.key for each in row], chosen))


def _typed(column_: Column, value: object) -> ColumnElement[Any]:
    return value if isinstance(value, ColumnElement) else literal(value, column_.type)


def _numbers(last: int) -> CTE:
    first = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < last))


def _days(number: int, since: int, step: int) -> CTE:
    """Days of the past, latest first, with a practice in turn and the week of each."""
    past = [TODAY - timedelta(days=since + step * n) for n in range(number)]
    rows = [(day, _PRACTICES[n % len(_PRACTICES)], week_of(day).key) for n, day in enumerate(past)]
    columns = (column("day", Date), column("practice", String), column("period", String))
    return values(*columns, name="days").data(rows).cte()


def _workspace(n: ColumnElement[int]) -> Row:
    words = literal("w").op("||")(cast(n, String))
    return {
        WorkspaceRow.id: n,
        WorkspaceRow.platform: "chat",
        WorkspaceRow.external_id: words,
        WorkspaceRow.name: words,
    }


def _person(n: ColumnElement[int], name: ColumnElement[str], crowd: Crowd) -> Row:
    later = case(
        {k: literal(at, PersonRow.next_moment_at.type) for k, at in enumerate(_LATER)}, value=n % len(_LATER)
    )
    now = literal(NOW, PersonRow.next_moment_at.type)
    return {
        PersonRow.id: n,
        PersonRow.name: name,
        PersonRow.language: "fr",
        PersonRow.zone: "Europe/Paris",
        PersonRow.moment: time(9, 30),
        PersonRow.days: WEEKDAYS,
        PersonRow.rhythm: Rhythm.NORMAL,
        PersonRow.arrived_on: _ARRIVED,
        PersonRow.privacy_read: True,
        PersonRow.welcomed_at: NOW - timedelta(days=170),
        PersonRow.gone: False,
        PersonRow.next_moment_at: case((crowd.is_due(n), now), else_=later),
    }


def _address(n: ColumnElement[int], name: ColumnElement[str], space: ColumnElement[int]) -> Row:
    return {
        AddressRow.id: n,
        AddressRow.workspace_id: space,
        AddressRow.external_id: name,
        AddressRow.kind: AddressKind.PERSON,
        AddressRow.person_id: n,
        AddressRow.gone: False,
    }


def _team(n: ColumnElement[int], name: ColumnElement[str], space: ColumnElement[int]) -> Row:
    return {
        TeamRow.id: n,
        TeamRow.workspace_id: space,
        TeamRow.name: name,
        TeamRow.state: TeamState.ACTIVE,
        TeamRow.phases: _PHASES,
        TeamRow.holidays: "FR",
        TeamRow.arrived_on: _ARRIVED,
        TeamRow.links: {},
    }


def _membership(n: ColumnElement[int]) -> Row:
    return {
        MembershipRow.team_id: n,
        MembershipRow.person_id: n,
        MembershipRow.role: Role.INTRAPRENEUR,
        MembershipRow.standing: Standing.ACTIVE,
        MembershipRow.asked: frozenset[str](),
    }


def _subject(person: ColumnElement[int], practice: str) -> Row:
    return {
        SubjectRow.person_id: person,
        SubjectRow.team_id: person,
        SubjectRow.practice: practice,
        SubjectRow.state: "accepted",
        SubjectRow.day: _ARRIVED,
        SubjectRow.phase: Phase.CONSTRUCTION,
    }


def _activity(due: CTE, when: CTE) -> Row:
    return {
        ActivityRow.workspace_id: due.c.workspace_id,
        ActivityRow.team_id: due.c.id,
        ActivityRow.practice: when.c.practice,
        ActivityRow.author_id: due.c.id,
        ActivityRow.day: when.c.day,
        ActivityRow.answers: {"people": 2},
        ActivityRow.text: _SENTENCE,
        ActivityRow.tags: ("agent",),
        ActivityRow.links: (),
        ActivityRow.visibility: Visibility.TEAM,
        ActivityRow.recorded_at: NOW - timedelta(days=8),
    }


def _nudge(due: CTE, when: CTE) -> Row:
    return {
        NudgeRow.person_id: due.c.id,
        NudgeRow.team_id: due.c.id,
        NudgeRow.practice: when.c.practice,
        NudgeRow.reminder: "weekly",
        NudgeRow.period: when.c.period,
        NudgeRow.state: NudgeState.ANSWERED,
        NudgeRow.asked_on: when.c.day,
        NudgeRow.ask: Ask.NUDGE,
        NudgeRow.as_line: False,
        NudgeRow.on_screen: False,
    }


def _delivery(due: CTE, when: CTE) -> Row:
    key = literal("moment:").op("||")(cast(due.c.id, String)).op("||")(":").op("||")(when.c.period)
    return {
        DeliveryRow.key: key.op("||")(cast(when.c.day, String)),
        DeliveryRow.workspace_id: due.c.workspace_id,
        DeliveryRow.person_id: due.c.id,
        DeliveryRow.external_id: due.c.external_id,
        DeliveryRow.message: Message(_SENTENCE),
        DeliveryRow.state: DeliveryState.SENT,
        DeliveryRow.not_before: NOW - timedelta(days=1),
        DeliveryRow.expires_at: NOW - timedelta(hours=12),
        DeliveryRow.local_date: when.c.day,
        DeliveryRow.items: 1,
        DeliveryRow.receipt: key,
        DeliveryRow.attempts: 1,
        DeliveryRow.sent_at: NOW - timedelta(days=1),
    }
