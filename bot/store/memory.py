"""Everything that can be asked and noted, family by family."""

from bot.store.absences import Absences
from bot.store.activities import Activities
from bot.store.agenda import Agenda
from bot.store.conversation import Conversation
from bot.store.deliveries import Deliveries
from bot.store.installations import Installations
from bot.store.links import Links
from bot.store.nudges import Nudges
from bot.store.pace import Pace
from bot.store.people import People
from bot.store.retention import Retention
from bot.store.room import Room
from bot.store.teams import Teams
from bot.store.workspaces import Workspaces


class Memory(
    Workspaces,
    Installations,
    People,
    Links,
    Teams,
    Activities,
    Nudges,
    Absences,
    Conversation,
    Deliveries,
    Pace,
    Agenda,
    Room,
    Retention,
):
    """Everything that can be asked and noted, in the name of one scope, for the time of one unit of work."""
