"""What Pouce remembers: SQLAlchemy tables, queries by intent, migrations; always asked in somebody's name."""

from bot.store.conversation import Pending
from bot.store.engine import file_of
from bot.store.faults import OutOfScope, StoreUnavailable
from bot.store.gathered import Gathered
from bot.store.installations import Installation
from bot.store.memory import Memory
from bot.store.migrations import at_head, migrate
from bot.store.pace import Blocked
from bot.store.room import KeptPost, Look, Resident
from bot.store.store import Store
from bot.store.teams import TrailLine
from bot.store.workspaces import Workspace

__all__ = [
    "Blocked",
    "Gathered",
    "Installation",
    "KeptPost",
    "Look",
    "Memory",
    "OutOfScope",
    "Pending",
    "Resident",
    "Store",
    "StoreUnavailable",
    "TrailLine",
    "Workspace",
    "at_head",
    "file_of",
    "migrate",
]
