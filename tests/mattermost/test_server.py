"""Our server is what administrators and listeners know: settings, rights, and a socket that forgets."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from mattermostautodriver.exceptions import FeatureDisabled, InvalidOrMissingParameters, NotEnoughPermissions
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.platforms.mattermost.client import typed_driver
from tests.mattermost import contract
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.server import with_sockets
from tests.mattermost.fake.sockets import PATH, Sockets
from tests.mattermost.fake.state import Json, Mattermost
from tests.mattermost.people import People


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def sockets(request: pytest.FixtureRequest) -> Iterator[Sockets]:
    mattermost = Mattermost(request.param)
    mattermost.bot("pouce", "aides")
    mattermost.user("ada", "aides")
    mattermost.admin("root", "aides")
    with with_sockets(mattermost) as made:
        yield made
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []


@contextmanager
def speaking(sockets: Sockets, token: str) -> Iterator[Any]:
    with closing(typed_driver(sockets.mattermost.base, token)) as driver:
        yield driver


# Rights and settings


def test_an_administrator_makes_a_bot_its_token_and_its_command(sockets: Sockets) -> None:
    team = sockets.mattermost.team("aides").id
    with speaking(sockets, "token-root") as root:
        bot = root.bots.create_bot("coach", display_name="Coach")
        token = root.users.create_user_access_token(bot["user_id"], description="Pouce")["token"]
        root.teams.add_team_member(team, user_id=bot["user_id"])
        command = {"team_id": team, "method": "P", "trigger": "Coach", "url": "https://pouce.example.org/c"}
        made = root.client.post("/api/v4/commands", options=command | {"auto_complete": True})
        assert (made["trigger"], made["auto_complete"], len(made["token"])) == ("coach", True, 26)
        assert [each["id"] for each in root.commands.list_commands(team_id=team, custom_only=True)] == [
            made["id"]
        ]
        for taken in ("coach", "away"):
            with pytest.raises(InvalidOrMissingParameters):
                root.client.post("/api/v4/commands", options=command | {"trigger": taken})
        assert root.commands.regen_command_token(made["id"])["token"] != made["token"]
    with speaking(sockets, token) as pouce:
        assert pouce.users.get_user("me")["username"] == "coach"
        assert [each["name"] for each in pouce.teams.get_teams_for_user("me")] == ["aides"]


def test_what_a_bot_may_not_do(sockets: Sockets) -> None:
    team, ada = sockets.mattermost.team("aides").id, sockets.mattermost.who("ada").id
    command = {"team_id": team, "method": "P", "trigger": "coach", "url": "https://pouce.example.org/c"}
    with speaking(sockets, "token-pouce") as pouce:
        where = pouce.channels.create_direct_channel([pouce.users.get_user("me")["id"], ada])["id"]
        for ask, content in (
            ("/bots", {"username": "other"}),
            ("/commands", command),
            ("/posts/ephemeral", {"user_id": ada, "post": {"channel_id": where, "message": "chut"}}),
            (f"/users/{ada}/tokens", {"description": "hers"}),
        ):
            with pytest.raises(NotEnoughPermissions):
                pouce.client.post(f"/api/v4{ask}", options=content)


def test_settings_that_an_administrator_has_to_change(sockets: Sockets) -> None:
    team, settings = sockets.mattermost.team("aides").id, sockets.mattermost.settings
    settings.EnableBotAccountCreation = settings.EnableCommands = False
    with speaking(sockets, "token-root") as root:
        told = root.system.get_config()["ServiceSettings"]
        assert (told["EnableCommands"], told["SiteURL"]) == (False, settings.SiteURL)
        with pytest.raises(NotEnoughPermissions) as refusal:
            root.bots.create_bot("coach")
        assert refusal.value.error_id == "api.bot.create_disabled"
        with pytest.raises(FeatureDisabled):
            root.commands.list_commands(team_id=team)


# The socket


@contextmanager
def listening(sockets: Sockets, token: str = "token-pouce") -> Iterator[ClientConnection]:  # noqa: S107
    with connect(_address(sockets), additional_headers={"Authorization": f"Bearer {token}"}) as made:
        assert _next(made)["event"] == "hello"
        yield made


def _address(sockets: Sockets) -> str:
    return sockets.mattermost.base.replace("http", "ws") + PATH


def _next(connection: ClientConnection) -> Json:
    found: Json = json.loads(connection.recv(timeout=5))
    return found


def said(sockets: Sockets) -> People:
    return People(sockets.mattermost, lambda *_: (200, {}, b""))


def test_what_is_written_is_told_and_the_post_is_text_within(sockets: Sockets) -> None:
    with listening(sockets) as connection:
        said(sockets).says("ada", "coucou @pouce")
        told = _next(connection)
    post = json.loads(told["data"]["post"])
    assert (told["event"], told["data"]["channel_type"], told["data"]["sender_name"]) == (
        "posted",
        "D",
        "@ada",
    )
    assert (post["message"], post["user_id"]) == ("coucou @pouce", sockets.mattermost.who("ada").id)


def test_only_channels_of_which_one_is_a_member_are_told_of(sockets: Sockets) -> None:
    sockets.mattermost.channel("aides", "apart", "ada")
    sockets.mattermost.channel("aides", "general", "ada", "pouce")
    with listening(sockets) as connection:
        said(sockets).writes("ada", "apart", "entre nous")
        said(sockets).mentions("ada", "general", "retour : clair")
        told = _next(connection)
    assert json.loads(told["data"]["post"])["message"] == "@pouce retour : clair"
    assert json.loads(told["data"]["mentions"]) == [sockets.mattermost.who("pouce").id]


def test_what_is_written_while_the_line_is_cut_is_never_told_and_can_be_read(sockets: Sockets) -> None:
    with listening(sockets) as connection:
        said(sockets).says("ada", "un")
        first = json.loads(_next(connection)["data"]["post"])
        sockets.cut()
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)
    said(sockets).says("ada", "deux")
    with listening(sockets) as connection:
        said(sockets).says("ada", "trois")
        assert json.loads(_next(connection)["data"]["post"])["message"] == "trois"
    with speaking(sockets, "token-pouce") as pouce:
        team = sockets.mattermost.team("aides").id
        (where,) = pouce.channels.get_channels_for_team_for_user("me", team)
        assert where["last_post_at"] > first["create_at"]
        posts = pouce.posts.get_posts_for_channel(where["id"], since=first["create_at"])
    assert [posts["posts"][each]["message"] for each in posts["order"]] == ["trois", "deux"]


def test_who_listens_may_say_who_they_are_after_connecting(sockets: Sockets) -> None:
    challenge = {"seq": 1, "action": "authentication_challenge", "data": {"token": "token-pouce"}}
    with connect(_address(sockets)) as connection:
        connection.send(json.dumps({"seq": 1, "action": "ping"}))
        assert _next(connection)["status"] == "FAIL"
        connection.send(json.dumps(challenge))
        assert {_next(connection).get("event"), _next(connection).get("status")} == {"hello", "OK"}
    with connect(_address(sockets)) as connection:
        connection.send(json.dumps(challenge | {"data": {"token": "wrong"}}))
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)


def test_a_server_that_is_down_turns_listeners_away(sockets: Sockets) -> None:
    sockets.closed = True
    with pytest.raises(InvalidStatus, match="503"), listening(sockets):
        pass
