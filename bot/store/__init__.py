"""What Pouce remembers: SQLAlchemy tables, queries by intent, migrations; always asked in somebody's name."""

from bot.store.conversation import Pending
from bot.store.faults import OutOfScope, StoreUnavailable
from bot.store.migrations import at_head, migrate
from bot.store.room import KeptPost, Look, Resident
from bot.store.store import Memory, Store
from bot.store.teams import TrailLine
from bot.store.workspaces import Workspace

__all__ = [
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
    "migrate",
]
