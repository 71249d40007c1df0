"""Two workspaces and one team with everyone a team may know, to look at the same thing through many eyes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.activities import Activity, Draft
from bot.domain.deliveries import Delivery
from bot.domain.events import Profile
from bot.domain.messages import Message
from bot.domain.nudges import NudgeKey
from bot.domain.people import CLOCK, Address, Membership, Role, Scope, Standing
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Visibility
from bot.store import Memory, Store

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PHASES = (PhaseSpan(Phase.INVESTIGATION, date(2026, 1, 5)), PhaseSpan(Phase.CONSTRUCTION, date(2026, 6, 1)))


@dataclass
class World:
    store: Store
    workspace: int
    elsewhere: int
    team: int
    people: dict[str, int]

    def scope(self, name: str) -> Scope:
        return Scope(self.elsewhere if name == "zoe" else self.workspace, self.people[name])

    def draft(self, author: str = "ada", day: date = TODAY, source: str | None = None) -> Draft:
        return Draft(
            self.team, "interview", self.people[author], day, {"count": 2}, "two talks", source=source
        )

    def record(
        self, author: str = "ada", day: date = TODAY, visibility: Visibility = Visibility.TEAM
    ) -> Activity:
        draft = Draft(self.team, "interview", self.people[author], day, visibility=visibility)
        with self.store.write(self.scope(author)) as memory:
            return memory.record(draft, NOW)

    def address(self, name: str) -> Address:
        return Address(self.elsewhere if name == "zoe" else self.workspace, name)

    def key(self, period: str = "2026-W48") -> NudgeKey:
        return NudgeKey(self.people["ada"], self.team, "interview", "weekly", period)

    def plan(self, key: str, at: datetime = NOW, items: int = 1, to: str = "ada") -> Delivery | None:
        with self.store.write(CLOCK) as memory:
            return self.planned_by(memory, key, at, items, to)

    def planned_by(
        self, memory: Memory, key: str, at: datetime = NOW, items: int = 1, to: str = "ada"
    ) -> Delivery | None:
        return memory.plan(
            key,
            self.people.get(to),
            self.address(to),
            Message("Hello"),
            not_before=at,
            expires_at=at + timedelta(hours=12),
            local_date=at.date(),
            items=items,
        )


def make_world(store: Store) -> World:
    with store.write(CLOCK) as memory:
        workspace, elsewhere = memory.workspace("room", "here"), memory.workspace("room", "elsewhere")
        names = ("ada", "bob", "cleo", "oscar", "ines", "nemo")
        people = {name: _welcome(memory, workspace, name) for name in names}
        people["zoe"] = _welcome(memory, elsewhere, "zoe")
    with store.write(Scope(workspace)) as memory:
        team = memory.create_team("Aides simples", PHASES).id
        for name, role, standing in _MEMBERS:
            memory.put_membership(Membership(team, people[name], role, standing))
    return World(store, workspace, elsewhere, team, people)


_MEMBERS = (
    ("ada", Role.INTRAPRENEUR, Standing.ACTIVE),
    ("bob", Role.TEAMMATE, Standing.ACTIVE),
    ("cleo", Role.COACH, Standing.ACTIVE),
    ("oscar", Role.OBSERVER, Standing.ACTIVE),
    ("ines", Role.COACH, Standing.INVITED),
)


def _welcome(memory: Memory, workspace: int, name: str) -> int:
    return memory.welcome(Address(workspace, name), Profile(name.title()), NOW).id
