"""The socket of each Mattermost server that Pouce is on: what comes by it goes to the same doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.chats.mattermost import MattermostHouse
from bot.chats.mattermost_ear import MattermostEar
from bot.chats.mattermost_installs import PLATFORM
from bot.domain.events import Event, Left, Renewed
from bot.domain.people import Address
from bot.platforms.base import Refused
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.listen import Doors
from bot.platforms.mattermost.profiles import profile_of
from bot.platforms.mattermost.socket import Access, Line


@dataclass(frozen=True, slots=True)
class Sockets:
    """One for each server, which a worker holds (`bot.sockets`)."""

    house: MattermostHouse
    doors: Doors

    def look_around(self, _: datetime) -> None:
        """Each minute: listen where Pouce was installed meanwhile, and no more where it was taken off."""
        sockets = self.house.bot.sockets
        servers = (each.installation.workspace for each in self.house.servers.all())
        wanted = {_name(each): partial(self._open, each) for each in servers}
        for name in [each for each in sockets if each.startswith(_name("")) and each not in wanted]:
            del sockets[name]
        for name, opening in wanted.items():
            sockets.setdefault(name, opening)

    def _open(self, workspace: int) -> Line:
        ear = MattermostEar(
            self.house.bot.store, workspace, partial(self._post, workspace), partial(self._change, workspace)
        )
        return Line(_name(workspace), lambda: self._access(workspace), ear, self.house.now)

    def _access(self, workspace: int) -> Access:
        with self.house.only_away():
            server = self.house.servers.at(workspace)
        if server is None:
            fault = "Pouce was taken off this server"
            raise Refused(fault)
        return Access(server.kept.url.rstrip("/"), server.kept.token)

    def _seat(self, workspace: int) -> Seat | None:
        with self.house.only_away():
            server = self.house.servers.at(workspace)
        return self.house.seated(server) if server else None

    def _post(self, workspace: int, post: Mapping[str, Any], channel_type: str) -> None:
        seat = self._seat(workspace)
        if seat:
            self.doors.hear(post, channel_type, seat)

    def _change(self, workspace: int, user: Mapping[str, Any]) -> None:
        """Hear that an account changed, of somebody who met Pouce: people of a server are many."""
        seat, who = self._seat(workspace), Address(workspace, str(user.get("id")))
        if seat is None or not self.house.met(who):
            return
        seat.voice.forget(who.external_id)
        profile = profile_of(user)
        kind: type[Event] = Left if profile.gone else Renewed
        changed = kind(who, f"user:{who.external_id}:{user.get('update_at')}", profile)
        self.house.hear(changed, lambda _: False)


def _name(workspace: int | str) -> str:
    return f"{PLATFORM}:{workspace}"
