"""Several servers in one installation: each its token, its teams, its people; what changes is seen."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chats.mattermost import open_mattermost
from bot.chats.mattermost_installs import forget, keep
from bot.chats.opening import is_spoken
from bot.config import Config, ConfigFaults
from bot.config import Mattermost as MattermostConfig
from bot.domain.people import Address
from bot.platforms.mattermost.client import MattermostVoice
from bot.platforms.mattermost.install import Account, Kept
from bot.platforms.mattermost.listen import Doors
from bot.vault import Vault
from tests.mattermost.fake.editions import NEW, OLD
from tests.mattermost.fake.server import served
from tests.mattermost.fake.state import Mattermost, id_of
from tests.mattermost.house import KEY, TEAM, World, assembled, command
from tests.mattermost.people import Answer, People

NEWER = "a newer key for these houses"
AWAY = "http://127.0.0.1:9"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An old server with two teams and a new one; on both, somebody is called Ada."""
    old, new = Mattermost(OLD), Mattermost(NEW, number=2)
    with ExitStack() as stack:
        for each in (old, new):
            stack.enter_context(served(each))
            each.team(TEAM)
            each.user("ada", TEAM, nickname="Ada")
        old.team("lab")
        world = World([old, new], f"sqlite:///{tmp_path}/pouce.db").open()
        yield world
        world.close()


def types(world: World, number: int, text: str = "aide", team: str = TEAM) -> Answer:
    people = People(world.servers[number], world.post, team=team)
    answer = people.commands("ada", text)
    for _ in range(3):
        world.work()
        world.go_on(timedelta(seconds=1.1))
        world.bot.postman.send(world.now)
    return answer


def reads(world: World, number: int) -> str:
    return People(world.servers[number], world.post).reads("ada").replace("\u00a0", " ")


def reinstalled(world: World, number: int, token: str, command_token: str = "") -> None:
    """Install again, in another process, with other tokens."""
    server = world.servers[number]
    bot = server.who("pouce")
    server.token(bot.id, token)
    commands = {id_of(TEAM): command_token or f"token-of-{server.number}-{id_of(TEAM)}"}
    kept = Kept(server.base, token, "", commands)
    keep(world.bot.store, Vault(world.keys), Account(bot.id, "pouce"), kept, world.now)


def test_each_server_is_answered_by_its_own_voice(world: World) -> None:
    for number in (0, 1):
        assert types(world, number, "").error == ""
        assert "Bonjour Ada, je suis Pouce." in reads(world, number)
        assert len(world.servers[number].asked("CreatePost")) == 1


def test_each_team_has_a_command_of_its_own(world: World) -> None:
    world.servers[0].user("ada", TEAM, "lab", nickname="Ada")
    assert types(world, 0, team="lab").error == ""
    tokens = {each["token"] for each in world.servers[0].commands.values()}
    assert len(tokens) == 2


def test_the_token_of_one_server_lets_in_nobody_of_the_other(world: World) -> None:
    (theirs,) = world.servers[1].commands.values()
    world.servers[0].user("bob", TEAM)
    for each in world.servers[0].commands.values():
        each["token"] = theirs["token"]
    people = People(world.servers[0], world.post)
    assert people.commands("bob", "aide").status == 500, "the other server knows nobody by this id"
    for workspace in world.workspaces:
        assert world.house.arrived(Address(workspace, id_of("bob"))) is None


def test_new_tokens_are_known_within_seconds_and_spoken_with_within_a_minute(world: World) -> None:
    reinstalled(world, 0, "token-new", "another-command-token")
    for each in world.servers[0].commands.values():
        each["token"] = "another-command-token"  # noqa: S105 # of a fake
    world.go_on(timedelta(seconds=6))
    assert types(world, 0).error == ""
    world.servers[0].tokens.pop("token-pouce")
    world.go_on(timedelta(minutes=1))
    world.house.look_around(world.now)
    voice = world.bot.voices[world.workspaces[0]]
    assert isinstance(voice, MattermostVoice)
    voice.identity()
    assert voice.driver.client.token == "token-new"  # noqa: S105 # same


def test_a_server_that_pouce_was_taken_off_is_neither_heard_nor_spoken_to(world: World) -> None:
    forget(world.bot.store, world.workspaces[0], world.now)
    world.go_on(timedelta(minutes=1))
    assert types(world, 0).status == 500, "the server says that its command failed"
    world.house.look_around(world.now)
    assert list(world.bot.voices) == [world.workspaces[1]]
    assert types(world, 1).error == ""


def test_a_server_installed_meanwhile_is_served_by_the_next_minute(world: World, tmp_path: Path) -> None:
    third = Mattermost(OLD, number=3)
    with served(third):
        third.team(TEAM)
        third.fixed = world.now.timestamp()
        third.user("ada", TEAM, nickname="Ada")
        world.servers.append(third)
        world.workspaces.append(world._installed(third))
        third.settings.SiteURL = third.base
        world.go_on(timedelta(seconds=6))
        assert types(world, 2, "").error == ""
        assert "Bonjour Ada, je suis Pouce." in reads(world, 2)


def test_an_unknown_token_does_not_make_us_look_each_time(world: World) -> None:
    world.go_on(timedelta(seconds=6))
    world.house.called(id_of(TEAM), "nobody's")
    looked = world.house.servers._read_at
    assert looked == world.now
    world.go_on(timedelta(seconds=1))
    for _ in range(20):
        assert world.house.called(id_of(TEAM), "nobody's") is None
    assert world.house.servers._read_at == looked


def test_what_no_key_opens_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    one = Mattermost(OLD)
    with served(one):
        one.team(TEAM)
        database = f"sqlite:///{tmp_path}/pouce.db"
        World([one], database).open().close()
        config = Config(secret_keys=(NEWER,), database_url=database)
        bot = assembled(config)
        with capture_logs() as log:
            house = open_mattermost(config, bot)
        assert house.servers.all() == []
        assert "put the older key of POUCE_SECRET_KEY back" in str(log)
        both = Config(secret_keys=(NEWER, KEY), database_url=database)
        assert len(open_mattermost(both, assembled(both)).servers.all()) == 1
        bot.store.close()


# One server by the configuration


def by_hand(one: Mattermost, folder: Path) -> Config:
    given = MattermostConfig(one.base, "token-pouce", tuple(each["token"] for each in one.commands.values()))
    url = f"sqlite:///{folder}/pouce.db"
    return Config(secret_keys=(KEY,), database_url=url, chats=("mattermost",), mattermost=given)


def test_a_bot_and_a_command_that_were_made_by_hand_are_enough(tmp_path: Path) -> None:
    one = Mattermost(OLD)
    with served(one):
        one.bot("pouce", TEAM)
        one.user("ada", TEAM)
        command(one, id_of(TEAM))
        one.settings.SiteURL = one.base
        config = by_hand(one, tmp_path)
        assert is_spoken(config)
        bot = assembled(config)
        world = World([one], config.database_url)
        world.bot = bot
        world.house = open_mattermost(config, bot, lambda: world.now, world.waiting.append)
        world.doors = Doors(world.house)
        people = People(one, world.post)
        assert people.commands("ada", "").error == ""
        one.commands.clear()
        command(one, id_of(TEAM), "coach")
        next(iter(one.commands.values()))["token"] = "of-nobody"  # noqa: S105 # same
        assert people.commands("ada", "").status == 500
        world.work()
        world.close()


def test_a_server_that_is_away_is_believed_once_it_was_known(tmp_path: Path) -> None:
    one = Mattermost(OLD)
    with served(one):
        one.bot("pouce", TEAM)
        config = by_hand(one, tmp_path)
        bot = assembled(config)
        open_mattermost(config, bot)
    assert len(open_mattermost(config, bot).servers.all()) == 1
    bot.store.close()


@pytest.mark.parametrize(
    ("url", "token", "line"),
    [
        (AWAY, "token-pouce", "mattermost: http://127.0.0.1:9 does not answer"),
        ("", "wrong", "mattermost.token: the server does not know the token"),
        ("", "", "mattermost: Pouce is not installed on "),
    ],
)
def test_what_is_wrong_at_the_start_is_one_line(tmp_path: Path, url: str, token: str, line: str) -> None:
    one = Mattermost(OLD)
    with served(one):
        one.bot("pouce", TEAM)
        given = MattermostConfig(url or one.base, token)
        config = Config(secret_keys=(KEY,), database_url=f"sqlite:///{tmp_path}/pouce.db", mattermost=given)
        bot = assembled(config)
        with pytest.raises(ConfigFaults) as fault:
            open_mattermost(config, bot)
        bot.store.close()
    assert len(fault.value.lines) == 1
    assert fault.value.lines[0].startswith(line)
