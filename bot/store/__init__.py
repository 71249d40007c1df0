"""What Pouce remembers: SQLAlchemy tables, queries by intent, migrations; always asked in somebody's name."""

from bot.store.conversation import Pending
from bot.store.faults import OutOfScope, StoreUnavailable
from bot.store.migrations import at_head, migrate
from bot.store.store import Memory, Store
from bot.store.teams import TrailLine
from bot.store.workspaces import Workspace

__all__ = [
    "Memory",
    "OutOfScope",
    "Pending",
    "Store",
    "StoreUnavailable",
    "TrailLine",
    "Workspace",
    "at_head",
    "migrate",
]
