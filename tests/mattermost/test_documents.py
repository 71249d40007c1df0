"""What is told to administrators is what Pouce asks for, and what the doctor says is explained."""

import re
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sockets import Keeper
from tests.mattermost.fake.routes import ROUTES
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.test_doctor import database, placed
from tests.mattermost.test_socket import hour, until

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = ("mattermost-for-administrators.md", "mattermost-administrateur.md")
SPEAKERS = (
    "bot/chats/mattermost_doctor.py",
    "bot/platforms/mattermost/blocks.py",
    "bot/health.py",
    "bot/doctor.py",
)
ON_THE_WAY = {"PatchPost", "UploadFile", "OpenInteractiveDialog", "GetUserByUsername", "GetPost"}
"""What the short visit of these tests does not come to; stories do."""

assert database  # a fixture


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def requests(name: str) -> list[str]:
    """Return what a page says that Pouce asks, in its order."""
    rows = re.findall(r"^\| (`[A-Z]\w+`(?:, `[A-Z]\w+`)*) \| .+\. \|$", read(name), flags=re.MULTILINE)
    return [each for row in rows for each in re.findall(r"`(\w+)`", row)]


@pytest.mark.parametrize("page", PAGES)
def test_administrators_read_of_requests_that_there_are(page: str) -> None:
    assert set(requests(page)) <= {each.operation for each in ROUTES}
    assert requests(page) == requests(PAGES[0])


def test_pouce_asks_no_more_than_that(database: Path) -> None:
    with placed(Mattermost(), database) as place:
        place.mattermost.calls.clear()
        keeper = Keeper(place.bot.store, place.bot.sockets)
        with capture_logs():
            keeper.turn(hour())
            place.sockets.until(1)
            place.people.says("ada", "bonjour")
            until(lambda: place.people.sees("ada"))
            place.people.commands("ada", "aide")
            place.findings()
            keeper.close(hour())
        asked = {operation for operation, _ in place.mattermost.calls}
    told = set(requests(PAGES[0]))
    assert asked - told == set()
    assert told - asked <= ON_THE_WAY


def test_both_pages_hold_the_same_things() -> None:
    for pattern in (r"^(#+) ", r"^(\|)", r"^(- )"):
        shapes = [re.findall(pattern, read(page), flags=re.MULTILINE) for page in PAGES]
        assert shapes[0] == shapes[1], pattern


@pytest.mark.parametrize("name", ["mattermost.md", *PAGES])
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", read(name))
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_what_the_doctor_is_said_to_say_is_said() -> None:
    """Each sentence of the table stands in the code, whatever comes in place of its dots."""
    text = read("mattermost.md").partition("| the doctor says |")[2]
    told = re.findall(r"^\| `([^`]+)` \|", text.partition("| people say |")[0], flags=re.MULTILINE)
    code = "".join((ROOT / name).read_text(encoding="utf-8") for name in SPEAKERS)
    pieces = [each.strip() for line in told for each in re.split(r"…|: ", line) if each.strip()]
    assert len(told) > 10
    pieces = [re.sub(r"^(ServiceSettings\.|socket mattermost:|socket)", "", each) for each in pieces]
    assert [each for each in pieces if each not in code] == []


def test_each_option_of_the_command_that_is_told_is_there() -> None:
    told = set(re.findall(r"`(--[a-z-]+)", read("mattermost.md"))) - {"--everything"}
    code = (ROOT / "bot/cli_mattermost.py").read_text(encoding="utf-8")
    assert {"--team", "--admin-token", "--bot-name", "--lang"} <= told
    for option in told:
        assert option in code or option.removeprefix("--").replace("-", "_") in code
