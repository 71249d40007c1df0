"""When may the local room open? On this machine only, and never by itself next to a real chat."""

from dataclasses import replace

from bot.charts import draw_svg
from bot.config import Config
from bot.domain.people import CLOCK
from bot.local.room import NAME, LocalRoom
from bot.platforms.room.desk import Desk
from bot.platforms.room.guard import is_loopback
from bot.platforms.room.listen import Doors
from bot.platforms.room.pages import Pages
from bot.store import Store, migrate
from bot.words import COMMAND

BESIDE = "sqlite:///var/room.db"
"""Where the room remembers when it opens next to a real chat: never in that chat's database."""
PATHS = ("/", "/room/{rest:path}")


class RoomClosed(Exception):
    """The room does not open: the message says why, and what to write."""


def open_room(config: Config) -> LocalRoom:
    """Open the room as it was left; raise RoomClosed where anybody could be anybody among real people."""
    if not is_loopback(config.web.host):
        fault = (
            f"the local room asks for no password, so it opens on this machine only, and web.host is "
            f"{config.web.host}: set POUCE_WEB__HOST=127.0.0.1, or configure a chat."
        )
        raise RoomClosed(fault)
    chats = config.chats or _chats_in(config.database_url)
    if chats and not config.room_beside_chats:
        fault = (
            f"{' and '.join(chats)} is configured here. The local room "
            "stays closed next to a real chat: in it, anybody on this machine can be anybody. To open it "
            f"all the same, with data of its own ({BESIDE}): POUCE_ROOM__BESIDE_CHATS=true."
        )
        raise RoomClosed(fault)
    here = replace(config, command=COMMAND.removeprefix("/"))
    return LocalRoom(replace(here, database_url=BESIDE) if chats else here)


def doors(room: LocalRoom) -> Doors:
    """Return what answers for the room over HTTP."""
    pages = Pages(room.bot.kit.words.speech)
    return Doors(Desk(room, room.voice, pages, draw_svg))


def _chats_in(database_url: str) -> tuple[str, ...]:
    """Return the chats that a database already serves."""
    store = Store(database_url)
    migrate(store.engine)
    with store.read(CLOCK) as memory:
        served = {each.platform for each in memory.workspaces()}
    store.close()
    return tuple(sorted(served - {NAME[0]}))
