"""`pouce mattermost install`, `uninstall`: what is there afterwards, and what to change when it is not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.chats.mattermost_installs import HEARD, close_again, forget, installed, keep, opened, server_of
from bot.cli import app
from bot.cli_mattermost import wording
from bot.config import Config
from bot.domain.people import CLOCK
from bot.platforms.base import Refused
from bot.platforms.mattermost.api import Api
from bot.platforms.mattermost.blocks import Step, beside, blocking, in_clear, unreached
from bot.platforms.mattermost.client import typed_driver
from bot.platforms.mattermost.command import Wanted, Wording
from bot.platforms.mattermost.install import Account, Installer, Kept, uninstall
from bot.store import Store
from bot.vault import Vault
from bot.wiring import build_kit
from tests.mattermost import contract
from tests.mattermost.desk import NOW, QUICK
from tests.mattermost.fake.editions import EDITIONS, NEW
from tests.mattermost.fake.server import served
from tests.mattermost.fake.state import Json, Mattermost, Settings
from tests.mattermost.people import People

DOORS = "https://pouce.example.org/mattermost"
KEY = "a key of the tests that is long enough"
WORDINGS = {
    "fr": Wording("Pouce", "Rappelle ce qui compte.", "Noter, voir, régler", "[retour | test] …"),
    "en": Wording("Pouce", "Reminds you of what matters.", "Record, see, set", "[feedback | test] …"),
}
INTEGRATIONS = "Integrations > Integration Management"
ROOT = "token-root"
PUBLIC = ("192.0.2.7",)
"""Where every name leads, unless a test says otherwise: nowhere within."""


@dataclass
class Site:
    """A server with two teams, and an administrator who is in one of them."""

    mattermost: Mattermost
    wanted: Wanted
    steps: list[Step] = field(default_factory=list)

    def install(
        self,
        held: Kept | None = None,
        given: str = "",
        token: str = ROOT,
        **changed: object,
    ) -> tuple[Account, Kept] | None:
        """Run it; what it tells is in `steps`."""
        drivers = [self.driver(token)]

        def connect(other: str) -> object:
            drivers.append(self.driver(other))
            return drivers[-1]

        wanted = replace(self.wanted, **changed)  # type: ignore[arg-type]
        installer = Installer(drivers[0], wanted, connect, held, given, lambda _: PUBLIC)
        try:
            return installer.install()
        finally:
            self.steps = installer.steps
            for each in drivers:
                each.close()

    def driver(self, token: str) -> Any:
        return typed_driver(self.mattermost.base, token, QUICK)

    @property
    def fixes(self) -> dict[str, str]:
        return {each.what: each.fix for each in self.steps if each.fix}

    @property
    def told(self) -> dict[str, str]:
        return {each.what: each.said for each in self.steps}

    def commands(self) -> list[Json]:
        return list(self.mattermost.commands.values())


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    yield from made(Mattermost(request.param))


@pytest.fixture
def new() -> Iterator[Site]:
    yield from made(Mattermost(NEW))


def made(mattermost: Mattermost) -> Iterator[Site]:
    with served(mattermost):
        mattermost.admin("root", "aides")
        for n in range(3):
            mattermost.user(f"ada{n}", "aides", locale="fr")
            mattermost.user(f"bob{n}", "grants", locale="en")
        yield Site(mattermost, Wanted(mattermost.base, DOORS, "coach", "pouce", WORDINGS, "fr"))
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []


def done(made: tuple[Account, Kept] | None) -> tuple[Account, Kept]:
    assert made
    return made


# All is well


def test_a_bot_a_token_a_team_and_a_command(site: Site) -> None:
    account, kept = done(site.install())
    bot = site.mattermost.who(account.id)
    (command,) = site.commands()
    assert (bot.username, bot.is_bot, bot.owner) == ("pouce", True, site.mattermost.who("root").id)
    assert site.mattermost.tokens[kept.token].user == bot.id
    assert bot.id in site.mattermost.team("aides").members
    assert kept.commands == {site.mattermost.team("aides").id: command["token"]}
    assert (command["trigger"], command["method"], command["url"]) == ("coach", "P", f"{DOORS}/command")
    assert command["auto_complete"]
    assert (command["auto_complete_hint"], command["auto_complete_desc"]) == (
        WORDINGS["fr"].hint,
        WORDINGS["fr"].command,
    )
    assert site.told["/coach in aides"] == "made, owned by @root"
    assert site.fixes == {}


def test_a_person_who_types_the_command_reaches_us_with_the_token_that_is_kept(site: Site) -> None:
    account, kept = done(site.install())
    heard: list[bytes] = []

    def post(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        heard.append(body)
        return 200, {"Content-Type": "application/json"}, b'{"text": "vu"}'

    team = site.mattermost.team("aides").id
    People(site.mattermost, post, account.name).commands("ada0", "aide")
    assert f"token={kept.commands[team]}".encode() in heard[0]


def test_each_team_is_spoken_to_in_the_language_that_most_of_it_chose(site: Site) -> None:
    done(site.install(teams=("aides", "grants")))
    hints = {each["team_id"]: each["auto_complete_hint"] for each in site.commands()}
    assert hints == {
        site.mattermost.team("aides").id: WORDINGS["fr"].hint,
        site.mattermost.team("grants").id: WORDINGS["en"].hint,
    }
    done(site.install(teams=("aides", "grants"), language="en", same_language=True))
    assert {each["auto_complete_hint"] for each in site.commands()} == {WORDINGS["en"].hint}
    assert len(site.commands()) == 2


def test_an_administrator_who_is_in_no_team_installs_it_in_all(site: Site) -> None:
    site.mattermost.team("aides").members.clear()
    _, kept = done(site.install())
    assert kept.commands.keys() == set(site.mattermost.teams)


def test_done_again_it_changes_nothing(site: Site) -> None:
    account, kept = done(site.install())
    before = site.commands()[0].copy()
    users, tokens = dict(site.mattermost.users), dict(site.mattermost.tokens)
    assert site.install(kept) == (account, kept)
    assert (site.mattermost.users, site.mattermost.tokens) == (users, tokens)
    assert site.commands() == [before]
    assert site.told["/coach in aides"] == "as it should be, owned by @root"


def test_what_differs_is_changed_in_place(site: Site) -> None:
    _, kept = done(site.install())
    token = site.commands()[0]["token"]
    site.install(kept, word="pouce", doors="https://autre.example.org/mattermost")
    (command,) = site.commands()
    assert (command["trigger"], command["url"]) == ("pouce", "https://autre.example.org/mattermost/command")
    assert command["token"] == token


def test_another_team_may_be_added_later_and_the_first_stays(site: Site) -> None:
    _, kept = done(site.install())
    _, more = done(site.install(kept, teams=("grants",)))
    assert more.commands.keys() == set(site.mattermost.teams)
    assert more.token == kept.token


def test_a_token_that_opens_nothing_any_more_is_replaced(site: Site) -> None:
    account, kept = done(site.install())
    del site.mattermost.tokens[kept.token]
    again, other = done(site.install(kept))
    assert again == account
    assert site.mattermost.tokens[other.token].user == account.id


def test_a_bot_that_was_disabled_is_enabled_again(site: Site) -> None:
    account, kept = done(site.install())
    site.mattermost.who(account.id).delete_at = 1
    done(site.install(kept))
    assert site.mattermost.who(account.id).delete_at == 0


def test_every_team_is_found_however_many_a_page_holds(new: Site) -> None:
    for n in range(205):
        new.mattermost.team(f"t{n:03d}")
    with closing(new.driver(ROOT)) as driver:
        assert len(list(Api(driver).pages("/teams"))) == 207


# What keeps it from working


@pytest.mark.parametrize(
    ("changed", "what", "fix"),
    [
        (
            {"SiteURL": ""},
            "ServiceSettings.SiteURL",
            "set it to the address that people type (System Console > Environment > Web Server > Site URL)",
        ),
        (
            {"EnableCommands": False},
            "ServiceSettings.EnableCommands",
            f"set it to true (System Console > {INTEGRATIONS} > Enable Custom Slash Commands)",
        ),
        (
            {"EnableBotAccountCreation": False},
            "ServiceSettings.EnableBotAccountCreation",
            "set it to true (System Console > Integrations > Bot Accounts > Enable Bot Account Creation)",
        ),
    ],
)
def test_a_setting_that_blocks_is_named_with_what_to_change(
    site: Site, changed: dict[str, object], what: str, fix: str
) -> None:
    site.mattermost.settings = Settings(**changed)  # type: ignore[arg-type]
    made = site.install()
    assert site.fixes[what] == fix
    assert (made is None) == (what == "ServiceSettings.EnableBotAccountCreation")
    site.mattermost.settings = Settings()
    done(site.install(made[1] if made else None))
    assert site.fixes == {}, "and once it is changed, all is well"
    assert len(site.commands()) == 1


def test_where_no_bot_may_be_made_one_that_is_there_does(site: Site) -> None:
    site.mattermost.settings.EnableBotAccountCreation = False
    site.mattermost.user("pouce", is_bot=True)
    done(site.install())
    assert site.fixes == {}


def test_where_no_bot_may_be_made_an_account_made_by_hand_does(site: Site) -> None:
    site.mattermost.settings.EnableBotAccountCreation = False
    site.mattermost.user("voix")
    token = site.mattermost.token(site.mattermost.who("voix").id, "by-hand").value
    account, kept = done(site.install(given=token))
    assert (account.name, kept.token, kept.token_id) == ("voix", token, "")
    assert site.fixes == {}
    assert site.install(given="nothing") is None
    assert "POUCE_MATTERMOST__TOKEN" in site.fixes


def test_an_administrators_token_that_is_not_taken_says_why_it_may_be(site: Site) -> None:
    with pytest.raises(Refused, match=r"ServiceSettings\.EnableUserAccessTokens"):
        site.install(token="nothing")  # noqa: S106 # of a fake
    site.mattermost.settings.EnableUserAccessTokens = False
    with pytest.raises(Refused, match="Enable Personal Access Tokens"):
        site.install()
    site.mattermost.settings.EnableUserAccessTokens = True
    site.mattermost.bot("robot", "aides")
    with pytest.raises(Refused, match="commands belong to people"):
        site.install(token="token-robot")  # noqa: S106 # of a fake


def test_who_is_no_administrator_is_told_what_token_to_give(site: Site) -> None:
    site.mattermost.token(site.mattermost.who("ada0").id, "token-ada")
    assert site.install(token="token-ada") is None  # noqa: S106 # of a fake
    assert site.fixes["@pouce"] == "give the token of a system administrator, or of one of this team"
    assert site.mattermost.commands == {}


def test_a_name_that_is_a_persons(site: Site) -> None:
    assert site.install(bot_name="ada0") is None
    assert site.fixes["@ada0"] == "choose another name: --bot-name"


def test_a_team_that_is_not_there(site: Site) -> None:
    _, kept = done(site.install(teams=("aides", "adies")))
    assert site.fixes == {"team adies": "write its name as in addresses: aides, grants"}
    assert len(kept.commands) == 1


def test_a_command_of_somebody_else_is_left_alone(site: Site) -> None:
    root, team = site.mattermost.who("root").id, site.mattermost.team("aides").id
    other: Json = {"id": "m" * 26, "team_id": team, "trigger": "coach", "url": "https://autre.example.org/c"}
    site.mattermost.commands["m" * 26] = other | {"creator_id": root, "token": "t" * 26}
    _, kept = done(site.install(teams=("aides", "grants")))
    assert site.mattermost.commands["m" * 26]["url"] == "https://autre.example.org/c"
    assert kept.commands.keys() == {site.mattermost.team("grants").id}
    assert site.fixes == {"team aides": "choose another [command] word, or remove that command"}


def test_a_word_that_the_server_keeps_for_itself(site: Site) -> None:
    done(site.install(word="away"))
    assert site.fixes.keys() == {"team aides"}
    assert "api.command.duplicate_trigger.app_error" in site.told["team aides"]


def test_a_server_that_stops_half_way_and_goes_on_the_next_time(site: Site) -> None:
    site.mattermost.fail("CreateCommand", "broken")
    _, kept = done(site.install(teams=("aides", "grants")))
    assert site.fixes.keys() == {"team aides"}
    _, kept = done(site.install(kept, teams=("aides", "grants")))
    assert (site.fixes, len(kept.commands)) == ({}, 2)


# Addresses

WITHIN = "ServiceSettings.AllowedUntrustedInternalConnections"


@pytest.mark.parametrize(
    ("listed", "doors", "resolved", "advised"),
    [
        ("", "http://127.0.0.1:8080/mattermost", (), "« 127.0.0.1 »"),
        ("", "https://pouce.interne/mattermost", ("10.1.2.3",), "« pouce.interne »"),
        (
            "gitlab.interne",
            "https://pouce.interne/mattermost",
            ("10.1.2.3",),
            "« gitlab.interne pouce.interne »",
        ),
        ("10.1.2.3", "https://pouce.interne/mattermost", ("10.1.2.3",), "« 10.1.2.3 pouce.interne »"),
        ("a, pouce.interne", "https://pouce.interne/mattermost", ("10.1.2.3",), ""),
        ("a 10.0.0.0/8", "https://pouce.interne/mattermost", ("10.1.2.3",), ""),
        ("", "https://pouce.example.org/mattermost", ("93.184.216.34",), ""),
        ("", "https://pouce.example.org/mattermost", (), ""),
        ("", "http://[::1]:8080/mattermost", (), "« ::1 »"),
    ],
)
def test_an_address_within_has_to_be_listed(
    listed: str, doors: str, resolved: tuple[str, ...], advised: str
) -> None:
    found = list(unreached(listed, doors, lambda _: resolved))
    assert [each.what for each in found] == [WITHIN] * bool(advised)
    assert all(advised in each.fix for each in found)


def test_a_server_that_may_refuse_its_own_machine_is_beside_us() -> None:
    known = {"chat.fr": ["93.184.216.34", "::1"], "pouce.fr": ["93.184.216.34"], "loin.fr": ["93.184.216.35"]}

    def resolve(host: str) -> list[str]:
        return known.get(host, [])

    assert beside("https://chat.fr", "https://pouce.fr:8443/mattermost", resolve)
    assert not beside("https://chat.fr", "https://loin.fr/mattermost", resolve)
    assert not beside("https://nowhere.fr", "https://unknown.fr", resolve)


def test_it_is_told_with_the_rest(new: Site) -> None:
    settings = {"ServiceSettings": {"AllowedUntrustedInternalConnections": "", "SiteURL": "https://chat"}}
    assert [each.what for each in blocking(settings, "http://10.0.0.2/mattermost")] == [WITHIN]
    new.install(doors="http://10.0.0.2/mattermost")
    assert new.fixes.keys() == {"web.public_url", WITHIN}
    new.mattermost.settings.AllowedUntrustedInternalConnections = "10.0.0.2"
    new.install(doors="http://10.0.0.2/mattermost")
    assert new.fixes == {"web.public_url": "give web.public_url https"}


def test_plain_http_is_said_unless_it_stays_on_the_machine() -> None:
    assert [each.fix for each in in_clear("the server", "http://chat.example.org")] == [
        "give the server https"
    ]
    for url in (
        "https://chat.example.org",
        "http://localhost:8065",
        "http://127.0.0.1:8065",
        "http://[::1]:80",
    ):
        assert list(in_clear("the server", url)) == []


# Taken off


def test_taken_off_nothing_of_it_works_any_more(site: Site) -> None:
    account, kept = done(site.install(teams=("aides", "grants")))
    other = {"team_id": site.mattermost.team("aides").id, "trigger": "meteo", "url": "https://meteo.example"}
    site.mattermost.commands["o" * 26] = {"id": "o" * 26, "token": "o" * 26, **other}
    with closing(typed_driver(site.mattermost.base, ROOT, QUICK)) as driver:
        steps = uninstall(driver, account.id, kept, DOORS)
    assert [each["trigger"] for each in site.commands()] == ["meteo"]
    assert kept.token not in site.mattermost.tokens
    assert site.mattermost.who(account.id).delete_at
    assert [each.what for each in steps] == ["/coach in aides", "/coach in grants", "token", "bot"]
    again, other_kept = done(site.install())
    assert again == account, "installed again, it is the same account"
    assert site.mattermost.tokens[other_kept.token].user == account.id


def test_taken_off_after_an_administrator_revoked_its_token(site: Site) -> None:
    account, kept = done(site.install(teams=("aides",)))
    del site.mattermost.tokens[kept.token]
    with closing(typed_driver(site.mattermost.base, ROOT, QUICK)) as driver:
        steps = uninstall(driver, account.id, kept, DOORS)
    assert [(each.what, each.said) for each in steps[1:]] == [
        ("token", "it was not there any more"),
        ("bot", "disabled; what it wrote stays"),
    ]
    assert site.commands() == []
    assert site.mattermost.who(account.id).delete_at


# As it is typed


@dataclass
class Terminal:
    """Somebody who types commands, on a database of their own."""

    mattermost: Mattermost
    database: str
    environment: dict[str, str]

    def types(self, *words: str, typed: str = "", **environment: str) -> Result:
        env = {**self.environment, **environment}
        done = CliRunner().invoke(app, ["mattermost", *words], input=typed, env=env)
        assert ROOT not in done.output
        return done

    def store(self) -> Store:
        return Store(self.database)

    def held(self, url: str = "") -> Kept:
        with closing(self.store()) as store:
            row = installed(store, url or self.mattermost.base)
        assert row
        return opened(Vault([KEY]), row.secrets)


@pytest.fixture
def terminal(new: Site, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "pouce.db"
    file.write_bytes(migrated_file.read_bytes())
    environment = {
        "POUCE_DATABASE__URL": f"sqlite:///{file}",
        "POUCE_SECRET_KEY": KEY,
        "POUCE_WEB__PUBLIC_URL": "http://93.184.216.34",
        "MATTERMOST_ADMIN_TOKEN": "",
    }
    new.mattermost.settings.AllowedUntrustedInternalConnections = "127.0.0.1"
    return Terminal(new.mattermost, environment["POUCE_DATABASE__URL"], environment)


def test_typed_it_says_what_it_did_and_keeps_only_the_bots_token(
    terminal: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    url = terminal.mattermost.base
    https = {"POUCE_WEB__PUBLIC_URL": "https://93.184.216.34"}
    done = terminal.types("install", "--url", f"{url}/", "--admin-token", "-", typed="token-root\n", **https)
    assert done.exit_code == 0, done.output
    assert "ok  @pouce: made, a bot of @root" in done.output
    assert "ok  /coach in aides: made, owned by @root" in done.output
    kept = terminal.held()
    assert terminal.mattermost.tokens[kept.token].user == terminal.mattermost.who(kept.token and "pouce").id
    assert kept.url == url
    raw = Path(terminal.database.removeprefix("sqlite:///")).read_bytes()
    for secret in (ROOT, kept.token, *kept.commands.values()):
        assert secret.encode() not in raw
    done = terminal.types("install", **https, MATTERMOST_ADMIN_TOKEN=ROOT, POUCE_MATTERMOST__URL=url)
    assert "as it should be" in done.output
    assert terminal.held() == kept
    assert caplog.records == [], "the driver says nothing of its own"


def test_a_token_of_the_configuration_goes_to_its_own_server_alone(terminal: Terminal) -> None:
    url, given = terminal.mattermost.base, "token-by-hand"
    terminal.mattermost.user("voix")
    terminal.mattermost.token(terminal.mattermost.who("voix").id, given)
    other = {"POUCE_MATTERMOST__URL": "https://autre.example.org", "POUCE_MATTERMOST__TOKEN": given}
    terminal.types("install", "--url", url, "--admin-token", ROOT, **other)
    assert terminal.held().token != given
    terminal.types("install", "--admin-token", ROOT, **{**other, "POUCE_MATTERMOST__URL": url})
    assert terminal.held().token == given


def test_the_hint_names_what_is_done_every_week_and_can_be_read_at_a_glance() -> None:
    said = wording(build_kit(Config()), "fr")
    assert said.hint.startswith("[")
    for name in ("test", "retour", "livraison"):
        assert name in said.hint
    assert len(said.hint) < 160


def test_typed_a_fault_is_a_line_and_ends_with_1(terminal: Terminal) -> None:
    done = terminal.types("install", "--url", terminal.mattermost.base, "--admin-token", ROOT)
    assert done.exit_code == 1
    assert "no  web.public_url: http://93.184.216.34/mattermost is plain http" in done.output


def test_taken_off_as_it_is_typed(terminal: Terminal) -> None:
    url = terminal.mattermost.base
    terminal.types("install", "--url", url, "--admin-token", ROOT)
    done = terminal.types("uninstall", "--url", url, typed="token-root\n")
    assert (done.exit_code, "ok  token: revoked" in done.output) == (0, True)
    with closing(terminal.store()) as store:
        assert installed(store, url) is None
    done = terminal.types("uninstall", "--url", url, "--admin-token", ROOT)
    assert "Pouce is not installed there" in str(done.exception)


def test_taken_off_a_server_that_is_gone(terminal: Terminal) -> None:
    url = terminal.mattermost.base
    terminal.types("install", "--url", url, "--admin-token", ROOT)
    terminal.mattermost.fail("GetUser", "dropped")
    assert terminal.types("uninstall", "--url", url, "--admin-token", ROOT).exit_code == 1
    assert terminal.held(url).token
    done = terminal.types("uninstall", "--url", url, "--here-only")
    assert (done.exit_code, done.output) == (0, "ok  here: its tokens are forgotten\n")
    with closing(terminal.store()) as store:
        assert installed(store, url) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "chat.example.org"), "--url: give the server's address, such as https://chat.example.org"),
        (("--url", "http://127.0.0.1:9"), "http://127.0.0.1:9: "),
        (("--url", "https://x", "--lang", "de"), "--lang: Pouce does not speak de; it speaks fr, en"),
    ],
)
def test_what_is_typed_wrong_is_one_line(terminal: Terminal, words: tuple[str, ...], said: str) -> None:
    done = terminal.types("install", *words, "--admin-token", ROOT)
    assert done.exit_code == 1
    assert str(done.exception).startswith(said)
    assert ROOT not in str(done.exception)


# Several servers


def test_several_servers_are_kept_apart(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "pouce.db"
    file.write_bytes(migrated_file.read_bytes())
    vault = Vault([KEY])
    with closing(Store(f"sqlite:///{file}")) as store:
        one = keep(store, vault, Account("b1", "pouce"), Kept("https://a.example/chat", "t1"), NOW)
        two = keep(store, vault, Account("b2", "pouce"), Kept("https://b.example", "t2", "", {"x": "y"}), NOW)
        assert one != two
        same = keep(store, vault, Account("b1", "pouce"), Kept("http://a.example/chat/", "t3"), NOW)
        assert same == one
        row = installed(store, "https://A.example/chat")
        assert row
        assert opened(vault, row.secrets).token == "t3"  # noqa: S105 # of a fake
        with store.read(CLOCK) as memory:
            assert [each.workspace for each in memory.installations("mattermost")] == [one, two]
            assert memory.beats()[f"{HEARD}{one}"] == NOW


def test_back_on_a_server_it_hears_nothing_of_what_was_said_meanwhile(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "pouce.db"
    file.write_bytes(migrated_file.read_bytes())
    kept, later = Kept("https://a.example", "t1"), NOW + timedelta(days=30)
    with closing(Store(f"sqlite:///{file}")) as store:
        for at, heard_from in ((NOW, NOW), (NOW + timedelta(days=1), NOW), (later, later)):
            workspace = keep(store, Vault([KEY]), Account("b1", "pouce"), kept, at)
            with store.read(CLOCK) as memory:
                assert memory.beats()[f"{HEARD}{workspace}"] == heard_from
            if at > NOW:
                forget(store, workspace, at)


def test_tokens_are_closed_with_the_newest_key_and_the_old_one_may_go(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "pouce.db"
    file.write_bytes(migrated_file.read_bytes())
    newer = "a newer key of the tests"
    with closing(Store(f"sqlite:///{file}")) as store:
        keep(store, Vault([KEY]), Account("b1", "pouce"), Kept("https://a.example", "t1"), NOW)
        close_again(store, Vault(["a key that opens nothing there"]))
        close_again(store, Vault([newer, KEY]))
        row = installed(store, "https://a.example")
    assert row
    assert opened(Vault([newer]), row.secrets).token == "t1"  # noqa: S105 # of a fake


def test_a_server_is_known_by_its_address_without_the_scheme() -> None:
    assert server_of("https://Chat.Example.org:8065/a/") == "chat.example.org:8065/a"
    assert server_of("http://someone@chat.example.org") == "chat.example.org"
