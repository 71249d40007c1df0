"""Mattermost, put together: the house that its doors open on, one voice and one ear for each server."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.charts import draw_png
from bot.chats.given import install_alone, whose
from bot.chats.household import Hands, Household, clock, hands_of, senders_of
from bot.chats.mattermost_installs import PLATFORM, server_of
from bot.chats.mattermost_servers import Server, Servers
from bot.config import Config, ConfigFaults, Mattermost
from bot.domain.deliveries import LOST
from bot.domain.messages import Message
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Pace, Receipt, Unreachable
from bot.platforms.mattermost.client import PACE, MattermostVoice, typed_driver
from bot.platforms.mattermost.guard import ROOT
from bot.platforms.mattermost.house import Away, Seat
from bot.platforms.mattermost.sealed import CARD
from bot.signing import Forged
from bot.store import Installation
from bot.vault import Vault
from bot.wiring import Bot

_MONTH = "%Y-%m"


@dataclass(kw_only=True)
class MattermostHouse(Household):
    """Implements `House` on one bot."""

    servers: Servers
    callback: str
    """Where buttons and dialogs lead: our own address, up to /mattermost."""
    pace: Pace = PACE
    _opened_with: dict[int, tuple[str, str]] = field(default_factory=dict, repr=False)
    """The address and the token that each voice speaks with."""
    _stale: set[Address] = field(default_factory=set)
    """Whose card waits to be shown anew."""

    # Which server

    def called(self, team: str, token: str) -> Seat | None:
        """Return Pouce on the server whose command has this token in this team; None for any other token."""
        with self.only_away():
            server = self.servers.called(team, token)
        return self.seated(server) if server else None

    def bearer(self, token: str) -> tuple[Seat, str] | None:
        """Return where a button was sealed, and for whom; None when it was not, or Pouce is there no more."""
        try:
            workspace, person = self.bot.seal.bearer(token)
        except Forged:
            return None
        with self.only_away():
            server = self.servers.at(workspace)
        return (self.seated(server), person) if server else None

    def is_marked(self, text: str, mark: str) -> bool:
        """Say whether we wrote a text that comes back."""
        return self.bot.seal.is_marked(text, mark)

    def seated(self, server: Server) -> Seat:
        """Return Pouce on a server, with a voice there; a new one when it is opened with something else."""
        workspace, what = server.installation.workspace, (server.kept.url, server.kept.token)
        voice = self.bot.voices.get(workspace)
        if not isinstance(voice, MattermostVoice) or self._opened_with.get(workspace) != what:
            driver = typed_driver(*what, self.pace)
            mark = self.bot.seal.mark
            voice = MattermostVoice(driver, self.callback, draw_png, self.now, mark, self.pace, self.excuse)
            self.bot.voices[workspace] = voice
            self._opened_with[workspace] = what
        return Seat(workspace, server.installation.bot_user, server.installation.bot, voice)

    def look_around(self, _: datetime) -> None:
        """Each minute: speak where Pouce was installed meanwhile, and no more where it was taken off."""
        standing = {each.installation.workspace: each for each in self.servers.all()}
        for each in standing.values():
            self.seated(each)
        for workspace, voice in list(self.bot.voices.items()):
            if isinstance(voice, MattermostVoice) and workspace not in standing:
                del self.bot.voices[workspace]
                self._opened_with.pop(workspace, None)

    # Who

    def arrived(self, who: Address) -> bool | None:
        """Say whether somebody has finished arriving; None of whom Pouce never met."""
        person = self.person(who)
        return person.arrived_on is not None if person else None

    # The card, which stands for a home

    def show_card(self, seat: Seat, who: Address, *, asked: bool) -> None:
        """Show somebody's card as it is now, in place, once the answer has left; post it when `asked`."""
        if asked or who not in self._stale:
            self._stale.add(who)
            self.later("card", lambda: self._show_card(seat, who, asked=asked))

    def _show_card(self, seat: Seat, who: Address, *, asked: bool) -> None:
        self._stale.discard(who)
        month = _card_key(who, self.now())
        today = f"{month}-{self.now().day}"
        with self.bot.store.read(CLOCK) as memory:
            there = memory.delivery_by_key(today) or memory.delivery_by_key(month)
        if asked and (there is None or there.state in LOST):
            self._post_card(who, today if there else month)
            self._close_older(seat, who)
        if there is None or there.receipt is None:
            return
        try:
            seat.voice.update(Receipt.unpacked(there.receipt), self.bot.home(who, self.now()), there.key)
        except Unreachable:  # it was deleted, or the server lets nobody change a post that is old
            if not asked:
                raise
            self._post_card(who, today)

    def _post_card(self, who: Address, key: str) -> None:
        self.bot.plan_home(who, key, self.now())
        self.bot.postman.serve(who.workspace, self.now())

    def _close_older(self, seat: Seat, who: Address) -> None:
        """Leave one card alone in the conversation: there is a new one each month, or it would be far up."""
        key = _card_key(who, self.now().replace(day=1) - timedelta(days=1))
        with self.bot.store.read(CLOCK) as memory:
            older = memory.delivery_by_key(key)
        if older and older.receipt:
            moved = Message(self.say(who, "mattermost.card_moved"))
            seat.voice.update(Receipt.unpacked(older.receipt), moved, key)


def _card_key(who: Address, at: datetime) -> str:
    return f"reply:{who.workspace}{CARD}{who.external_id}:{at.strftime(_MONTH)}"


def open_mattermost(
    config: Config,
    bot: Bot,
    now: Callable[[], datetime] = clock,
    hands: Hands | None = None,
    pace: Pace = PACE,
) -> MattermostHouse:
    """Return the house on Mattermost, with a voice wherever Pouce is installed.

    `hands` do what may wait until an answer has left.
    """
    if config.mattermost and config.mattermost.token:
        _install_given(bot, config.mattermost, now())
    house = MattermostHouse(
        bot=bot,
        servers=Servers(bot.store, Vault(config.sealing_keys()), now, config.mattermost),
        callback=f"{config.web.public_url}{ROOT}",
        language=config.language,
        now=now,
        hands=hands or hands_of("mattermost"),
        senders=hands or senders_of("mattermost"),
        away=Away,
        pace=pace,
    )
    house.look_around(now())
    _require_server(config, house)
    bot.chores.append(house.look_around)
    return house


def _install_given(bot: Bot, given: Mattermost, now: datetime) -> None:
    """Ask the server whose the token of the configuration is; without an answer, believe the last one."""
    driver, known = typed_driver(given.url, given.token), _installation(bot, given.url)
    voice = MattermostVoice(driver, "", draw_png, lambda: now)
    with closing(driver):
        mine = whose(voice.identity, "mattermost.token", given.url, "its bot", lambda: known is not None)
    if mine is None:
        return
    with bot.store.write(CLOCK) as memory:
        workspace = memory.workspace(PLATFORM, server_of(given.url), server_of(given.url))
        installation = Installation(workspace, known.secrets if known else "", mine.user, mine.name)
        install_alone(memory, PLATFORM, installation, now)


def _require_server(config: Config, house: MattermostHouse) -> None:
    """Say before anything starts that the server of the configuration was never installed on."""
    given = config.mattermost
    known = {server_of(each.kept.url) for each in house.servers.all()}
    if given and server_of(given.url) not in known:
        fix = "run `pouce mattermost install`, or give mattermost.token"
        raise ConfigFaults([f"mattermost: Pouce is not installed on {given.url} yet; {fix}"])


def _installation(bot: Bot, url: str) -> Installation | None:
    with bot.store.read(CLOCK) as memory:
        workspace = memory.known_workspace(PLATFORM, server_of(url))
        found = memory.installation(workspace) if workspace is not None else None
    return found if found and not found.removed_at else None
