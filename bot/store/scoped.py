"""What every family of queries stands on: one connection, and in whose name it is asked."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

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
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, aliased

from bot.domain.people import CLOCK, Scope
from bot.store.faults import OutOfScope
from bot.store.tables import AddressRow, PersonRow, TeamRow

_TEAM, _ADDRESS = aliased(TeamRow), aliased(AddressRow)
Anything = tuple[Any, ...]
CLOCK_LOOKS = bindparam("clock", type_=Boolean)
VIEWER = bindparam("viewer", type_=Integer)
_WORKSPACE = bindparam("workspace", type_=Integer)
"""Who looks is a parameter of every query, so that queries are built once."""
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def here(workspace: Column) -> ColumnElement[bool]:
    """Keep what belongs to the workspace that looks; everything for the clock."""
    return or_(_WORKSPACE.is_(None), workspace == _WORKSPACE)


def team_here(team: Column) -> ColumnElement[bool]:
    """Keep what concerns a team of the workspace that looks."""
    return or_(_WORKSPACE.is_(None), exists().where(_TEAM.id == team, _TEAM.workspace_id == _WORKSPACE))


def person_here(person: Column) -> ColumnElement[bool]:
    """Keep people who have, or had, an address in the workspace that looks."""
    address = exists().where(_ADDRESS.person_id == person, _ADDRESS.workspace_id == _WORKSPACE)
    return or_(_WORKSPACE.is_(None), address)


@cache
def insert_once(
    on_postgresql: bool,  # noqa: FBT001 - a key of the cache
    table: type[DeclarativeBase],
    returned: tuple[InstrumentedAttribute[Any], ...],
) -> Insert:
    """Return the statement that inserts unless its like is there; built once for each table."""
    insert = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    return insert.on_conflict_do_nothing().returning(*returned)


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

    @property
    def _on_postgresql(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def _all(
        self, query: Select[*Anything] | CompoundSelect[*Anything], **given: object
    ) -> Sequence[Row[*Anything]]:
        return self._connection.execute(query, self._eyes | given).all()

    def _first(self, query: Select[*Anything]) -> Row[*Anything] | None:
        return self._connection.execute(query.limit(1), self._eyes).first()

    def _change(
        self, statement: Insert | Update | Delete, given: Mapping[str, object] | None = None
    ) -> CursorResult[*Anything]:
        """Write, which a unit opened for reading may not: what it wrote would be lost."""
        if not self._writable:
            sentence = "This memory was opened with store.read(); use store.write() to change something."
            raise RuntimeError(sentence)
        if isinstance(statement, Insert):
            return self._connection.execute(statement, given)
        return self._connection.execute(statement, self._eyes | dict(given or {}))

    def _insert(self, table: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
        return postgresql.insert(table) if self._on_postgresql else sqlite.insert(table)

    def _add(self, table: type[DeclarativeBase], key: Column, /, **values: object) -> int:
        return int(self._change(self._insert(table).values(values).returning(key)).scalar_one())

    def _add_once(self, table: type[DeclarativeBase], key: Column, /, **values: object) -> int | None:
        """Insert unless its like is there already: None says that it was."""
        return self._change(insert_once(self._on_postgresql, table, (key,)), values).scalar()

    def _change_one(self, statement: Update | Delete) -> None:
        """Write on something that has to be there for the one who looks."""
        if self._change(statement).rowcount == 0:
            sentence = f"Nothing of {statement.table} to change for {self.scope}"
            raise OutOfScope(sentence)

    def _workspace_of(self, team_id: int) -> int:
        """Return a team's workspace; a team of another one is not there."""
        row = self._first(
            select(TeamRow.workspace_id).where(TeamRow.id == team_id, here(TeamRow.workspace_id))
        )
        if row is None:
            sentence = f"No team {team_id} for {self.scope}"
            raise OutOfScope(sentence)
        return int(row[0])

    def _require_person(self, person_id: int) -> None:
        person = select(PersonRow.id).where(PersonRow.id == person_id, person_here(PersonRow.id))
        if self._first(person) is None:
            sentence = f"Nobody has the id {person_id} for {self.scope}"
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
