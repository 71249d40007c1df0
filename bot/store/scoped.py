"""What every family of queries stands on: one connection, and in whose name it is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Connection,
    CursorResult,
    Delete,
    Insert,
    Integer,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, aliased

from bot.domain.people import CLOCK, Address, Scope, Standing
from bot.store.faults import OutOfScope
from bot.store.tables import AddressRow, MembershipRow, PersonRow, TeamRow

_TEAM, _ADDRESS, _DOOR = aliased(TeamRow), aliased(AddressRow), aliased(AddressRow)
_MINE, _THEIRS = aliased(MembershipRow), aliased(MembershipRow)
Anything = tuple[Any, ...]
CLOCK_LOOKS = bindparam("clock", type_=Boolean)
VIEWER = bindparam("viewer", type_=Integer)
_WORKSPACE = bindparam("workspace", type_=Integer)
"""Who looks is a parameter of every query, so that queries are built once."""
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def here(workspace: Column) -> ColumnElement[bool]:
    """Keep what belongs to the workspace that looks; everything for the clock."""
    return or_(_WORKSPACE.is_(None), workspace == _WORKSPACE)


def always(value: StrEnum) -> ColumnElement[Any]:
    """Write a value of ours into a statement that is built once, rather than give it at every call."""
    return literal_column(f"'{value}'")


def one_of(column: InstrumentedAttribute[Any], values: Iterable[StrEnum]) -> ColumnElement[bool]:
    """Keep some values, always the same: `in_` would write its statement again at every call."""
    return or_(*(column == always(each) for each in values))


VIEWER_IS_HERE = exists().where(_DOOR.person_id == VIEWER, _DOOR.workspace_id == _WORKSPACE)
"""Who looks through a workspace that is not theirs sees nothing more by being somebody."""
_MY_TEAMS = and_(
    VIEWER_IS_HERE,
    _MINE.person_id == VIEWER,
    one_of(_MINE.standing, (Standing.ACTIVE, Standing.INVITED)),
)
"""Somebody with several chats finds their own teams in each of them, and nobody else's."""


def team_mine(team: Column) -> ColumnElement[bool]:
    """Keep what concerns a team of the person who looks, wherever it lives."""
    return exists().where(_MINE.team_id == team, _MY_TEAMS)


def team_here(team: Column) -> ColumnElement[bool]:
    """Keep what concerns a team of the workspace that looks, or of the person who looks."""
    lives_here = exists().where(_TEAM.id == team, _TEAM.workspace_id == _WORKSPACE)
    return or_(_WORKSPACE.is_(None), lives_here, team_mine(team))


def person_here(person: Column) -> ColumnElement[bool]:
    """Keep people who have, or had, an address in the workspace that looks; and the viewer's team-mates."""
    address = exists().where(_ADDRESS.person_id == person, _ADDRESS.workspace_id == _WORKSPACE)
    mate = exists().where(_THEIRS.person_id == person, _THEIRS.team_id == _MINE.team_id, _MY_TEAMS)
    return or_(_WORKSPACE.is_(None), address, mate)


@cache
def insert_once(
    on_postgresql: bool,  # noqa: FBT001 - a key of the cache
    table: type[DeclarativeBase],
    returned: tuple[InstrumentedAttribute[Any], ...],
) -> Insert:
    """Return the statement that inserts unless its like is there; built once for each table."""
    insert = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    return insert.on_conflict_do_nothing().returning(*returned)


@cache
def insert_one(
    on_postgresql: bool,  # noqa: FBT001 - a key of the cache
    table: type[DeclarativeBase],
    key: Column,
) -> Insert:
    """Return the statement that inserts and gives the key; built once for each table."""
    insert = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    return insert.returning(key)


@cache
def insert_or_change(
    on_postgresql: bool,  # noqa: FBT001 - a key of the cache
    table: type[DeclarativeBase],
    key: tuple[str, ...],
    changed: tuple[str, ...],
) -> Insert:
    """Return the statement that inserts, or changes some columns of what has this key; built once."""
    insert = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    values = {name: insert.excluded[name] for name in changed}
    return insert.on_conflict_do_update(index_elements=key, set_=values)


_WORKSPACE_OF = select(TeamRow.workspace_id).where(TeamRow.id == bindparam("team"), team_here(TeamRow.id))
_SOMEBODY = select(PersonRow.id).where(PersonRow.id == bindparam("person"), person_here(PersonRow.id))


class Scoped:
    """A unit of work in somebody's name.

    It sees one workspace, as somebody or as nobody yet; the clock sees everything, and may also look
    through somebody's eyes wherever they are: of the records, it then sees what they may read.
    """

    def __init__(self, connection: Connection, scope: Scope, *, writable: bool) -> None:
        self.scope = scope
        self._connection = connection
        self._writable = writable
        self._eyes = {"workspace": scope.workspace, "viewer": scope.viewer, "clock": scope == CLOCK}

    def seen_by(self, viewer: int) -> Self:
        """Return the same unit of work in the name of somebody of the workspace."""
        return type(self)(self._connection, replace(self.scope, viewer=viewer), writable=self._writable)

    @property
    def _on_postgresql(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def _all(
        self, query: Select[*Anything] | CompoundSelect[*Anything], **given: object
    ) -> Sequence[Row[*Anything]]:
        return self._connection.execute(query, self._eyes | given).all()

    def _first(self, query: Select[*Anything], **given: object) -> Row[*Anything] | None:
        return self._connection.execute(query, self._eyes | given).first()

    def _change(
        self,
        statement: Insert | Update | Delete,
        given: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
    ) -> CursorResult[*Anything]:
        """Write, which a unit opened for reading may not: what it wrote would be lost."""
        if not self._writable:
            sentence = "This memory was opened with store.read(); use store.write() to change something."
            raise RuntimeError(sentence)
        if isinstance(statement, Insert) or isinstance(given, Sequence):
            return self._connection.execute(statement, given)
        return self._connection.execute(statement, self._eyes | dict(given or {}))

    def _add(self, table: type[DeclarativeBase], key: Column, /, **values: object) -> int:
        return int(self._change(insert_one(self._on_postgresql, table, key), values).scalar_one())

    def _add_once(self, table: type[DeclarativeBase], key: Column, /, **values: object) -> int | None:
        """Insert unless its like is there already: None says that it was."""
        return self._change(insert_once(self._on_postgresql, table, (key,)), values).scalar()

    def _insert(self, table: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
        return postgresql.insert(table) if self._on_postgresql else sqlite.insert(table)

    def _put(
        self,
        table: type[DeclarativeBase],
        key: Mapping[str, object],
        values: Mapping[str, object],
        **fresh: object,
    ) -> None:
        """Insert, or change what has this key already; `fresh` is for what was not there."""
        statement = insert_or_change(self._on_postgresql, table, tuple(key), tuple(values))
        self._change(statement, {**key, **values, **fresh})

    def _change_one(self, statement: Update | Delete, **given: object) -> None:
        """Write on something that has to be there for the one who looks."""
        if self._change(statement, given).rowcount == 0:
            sentence = f"Nothing of {statement.table} to change for {self.scope}"
            raise OutOfScope(sentence)

    def _workspace_of(self, team_id: int) -> int:
        """Return the workspace a team lives in; a team that may not be seen is not there."""
        row = self._first(_WORKSPACE_OF, team=team_id)
        if row is None:
            sentence = f"No team {team_id} for {self.scope}"
            raise OutOfScope(sentence)
        return int(row[0])

    def _require_person(self, person_id: int) -> None:
        if self._first(_SOMEBODY, person=person_id) is None:
            sentence = f"Nobody has the id {person_id} for {self.scope}"
            raise OutOfScope(sentence)

    def _require_reach(self, person_id: int | None, address: Address) -> None:
        """Refuse to write elsewhere, but to somebody who may be seen, where they are."""
        if self.scope.workspace in {None, address.workspace}:
            return
        same = (AddressRow.workspace_id == address.workspace, AddressRow.external_id == address.external_id)
        theirs = select(AddressRow.id).where(AddressRow.person_id == person_id, *same)
        if self._first(theirs.where(person_here(AddressRow.person_id))) is None:
            sentence = f"{address} is not there for {self.scope}"
            raise OutOfScope(sentence)

    def _require_workspace(self, workspace_id: int) -> None:
        if self.scope.workspace not in {None, workspace_id}:
            sentence = f"Workspace {workspace_id} is not there for {self.scope}"
            raise OutOfScope(sentence)

    def _own_workspace(self) -> int:
        if self.scope.workspace is None:
            sentence = "The clock has no workspace of its own: open the memory in one."
            raise OutOfScope(sentence)
        return self.scope.workspace
