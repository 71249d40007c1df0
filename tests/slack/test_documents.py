"""What is told to administrators is what Pouce asks for, and what the doctor says is explained."""

import re
from pathlib import Path

import pytest

from bot.platforms.slack.manifest import SCOPES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SPEAKERS = ("bot/chats/slack_doctor.py", "bot/health.py", "bot/doctor.py")


def table_of_scopes(name: str) -> dict[str, str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([\w:.]+)` \| (.+) \|$", text, flags=re.MULTILINE))


def test_administrators_read_each_scope_with_its_reason() -> None:
    rows = "\n".join(f"| `{scope}` | {reason} |" for scope, reason in SCOPES.items())
    assert table_of_scopes("slack-for-administrators.md") == SCOPES, f"write:\n{rows}"


def test_so_do_they_in_french() -> None:
    reasons = table_of_scopes("slack-administrateur.md")
    assert list(reasons) == list(SCOPES)
    assert [
        reason for reason in reasons.values() if not reason.endswith(".") or reason in SCOPES.values()
    ] == []


def test_both_pages_hold_the_same_things() -> None:
    pages = [
        (DOCS / name).read_text(encoding="utf-8")
        for name in ("slack-for-administrators.md", "slack-administrateur.md")
    ]
    for pattern in (r"^(#+) ", r"^(\|)", r"^(- )"):
        shapes = [re.findall(pattern, page, flags=re.MULTILINE) for page in pages]
        assert shapes[0] == shapes[1], pattern


@pytest.mark.parametrize("name", ["slack.md", "slack-for-administrators.md", "slack-administrateur.md"])
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", (DOCS / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_what_the_doctor_is_said_to_say_is_said() -> None:
    """Each sentence of the table stands in the code, whatever comes in place of its dots."""
    text = (DOCS / "slack.md").read_text(encoding="utf-8").partition("| the doctor says |")[2]
    told = re.findall(r"^\| `([^`]+)` \|", text.partition("| people say |")[0], flags=re.MULTILINE)
    code = "".join((ROOT / name).read_text(encoding="utf-8") for name in SPEAKERS)
    pieces = [each.strip() for line in told for each in re.split(r"…|: ", line) if each.strip()]
    assert len(told) > 10
    pieces = [re.sub(r"^(slack|T|socket) ?", "", each) for each in pieces]
    assert [each for each in pieces if each not in code] == []
