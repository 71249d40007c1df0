"""`pouce run` on Mattermost and Slack at once, as somebody starts it: by HTTP, and by a socket."""

from datetime import UTC, datetime
from pathlib import Path

from bot.chats.mattermost_installs import keep
from bot.platforms.mattermost.install import Account, Kept
from bot.store import Store, migrate
from bot.vault import Vault
from tests.mattermost.fake.editions import OLD
from tests.mattermost.fake.server import with_sockets
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.house import PUBLIC, TEAM, command
from tests.mattermost.people import People
from tests.slack.fake.server import served
from tests.slack.house import TEAM as SLACK_TEAM
from tests.slack.people import People as SlackPeople
from tests.slack.test_run import by_http, running, until

KEY = "a key for these processes"


def installed(mattermost: Mattermost, folder: Path) -> str:
    """Leave what `pouce mattermost install` leaves; return the address of the database."""
    url = f"sqlite:///{folder}/pouce.db"
    mattermost.team(TEAM)
    bot = mattermost.bot("pouce", TEAM)
    tokens = {each: command(mattermost, each) for each in mattermost.teams}
    store = Store(url)
    migrate(store.engine)
    kept = Kept(mattermost.base, "token-pouce", "", tokens)
    keep(store, Vault([KEY]), Account(bot.id, bot.username), kept, datetime.now(UTC))
    store.close()
    return url


def test_both_are_served_by_one_process(tmp_path: Path) -> None:
    with with_sockets(Mattermost(OLD)) as sockets, served() as slack:
        mattermost = sockets.mattermost
        mattermost.user("ada", TEAM, nickname="Ada")
        mattermost.settings.SiteURL = mattermost.base
        slack.team(SLACK_TEAM)
        slack.user(SLACK_TEAM, "UADA", real_name="Ada")
        where = {"POUCE_DATABASE__URL": installed(mattermost, tmp_path), "POUCE_SECRET_KEY": KEY}
        where["POUCE_WEB__PUBLIC_URL"] = PUBLIC
        with running(tmp_path, by_http(slack, **where)) as run:
            people = People(mattermost, run.post)
            other = SlackPeople(slack, run.post, SLACK_TEAM)
            assert run.address
            sockets.until(1, 30)
            assert people.commands("ada", "").error == ""
            until(lambda: "Bonjour Ada, je suis Pouce." in people.reads("ada").replace("\u00a0", " "))
            assert people.presses("ada", "Créer").error == ""
            until(lambda: people.form("ada"))
            people.says("ada", "semaine")
            until(lambda: len(people.sees("ada")) > 2)
            other.commands("UADA", "")
            until(lambda: "je suis Pouce" in other.reads("UADA"))
            assert run.stop() < 10
