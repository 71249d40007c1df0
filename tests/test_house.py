"""The house itself: who may import whom, how long things are, and whether the documents tell the truth."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
TOP_LEVEL = frozenset(
    {
        "bot",
        "prompts",
        "tests",
        "docs",
        "config.example.toml",
        "pyproject.toml",
        "Procfile",
        "Makefile",
        "README.md",
        "README.fr.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "LICENSE",
        "Containerfile",
        "requirements.txt",
        "requirements-dev.txt",
    }
)
GUIDES = ("README.md", "README.fr.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("bot", include_external_packages=True)


def importers(package: str) -> set[str]:
    return set(graph().find_modules_that_directly_import(package))


def sources() -> list[Path]:
    return [path for path in sorted(BOT.rglob("*.py")) if "migrations" not in path.parts]


# Who may import whom.


def test_the_domain_imports_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"bot"}
    rooms = {module for module in graph().modules if module.startswith("bot.domain")}
    assert len(rooms) > 10
    imported = {(room, each) for room in rooms for each in graph().find_modules_directly_imported_by(room)}
    strangers = {
        f"{room} imports {each}"
        for room, each in imported
        if each.partition(".")[0] not in allowed or (each.startswith("bot.") and each not in rooms)
    }
    assert strangers == set()


@pytest.mark.parametrize(
    ("package", "only"),
    [
        ("apscheduler", "bot.clock"),
        ("mattermostautodriver", "bot.platforms.mattermost.client"),
        ("starlette", "bot.web"),
        ("uvicorn", "bot.web"),
    ],
)
def test_one_file_alone_knows_it(package: str, only: str) -> None:
    assert importers(package) == {only}


def test_only_the_store_knows_the_database() -> None:
    strangers = {each for each in importers("sqlalchemy") if not each.startswith("bot.store")}
    assert strangers == set()


# How long things are.


def functions() -> Iterator[tuple[str, int]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_one_thought_per_function() -> None:
    sizes = dict(functions())
    median, ninth = statistics.median(sizes.values()), statistics.quantiles(sizes.values(), n=10)[8]
    longest = max(sizes, key=sizes.__getitem__)
    print(f"{len(sizes)} functions: median {median}, p90 {ninth}, longest {sizes[longest]} ({longest})")
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    assert ninth <= 30
    assert median <= 12


def test_a_file_past_300_lines_asks_for_a_second_name() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()
    }
    print(f"{len(sizes)} files, {sum(sizes.values())} lines, median {statistics.median(sizes.values())}")
    assert {name: size for name, size in sizes.items() if size > 300} == {}


def test_every_exception_to_a_rule_gives_its_reason() -> None:
    """The reason follows the code, on the line; a run of the same exception gives it once in the file."""
    rule = re.compile(r"#\s*(?:noqa|type):\s*([\w\[\], -]+?)\s*(?:(?:#|\B-)\s*(\S.*))?$")
    bare = set()
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [match.groups() for line in lines if (match := rule.search(line))]
        explained = {code for code, reason in found if reason}
        bare |= {f"{path.relative_to(ROOT)}: {code}" for code, _ in found if code not in explained}
    assert bare == set()


# What lies at the top.


def test_nothing_else_lies_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a repository: what git ignores cannot be told from the rest")
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--directory"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    top = {line.partition("/")[0] for line in listing}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_hashed_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    pins = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert len(pins) > 40
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


# Whether the documents tell the truth.


def commands(tool: str) -> set[tuple[str, str]]:
    """Return what the guides tell to type after a tool's name, in code, and which guide says it."""
    found = set()
    for name in GUIDES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for code in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", text, flags=re.DOTALL):
            found |= {(name, verb) for verb in re.findall(rf"\b{tool} +([a-z]\w*)", "\n".join(code))}
    return found


def test_the_guides_name_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    told = commands("make")
    assert {verb for _, verb in told} >= {"run", "test", "check", "play"}
    assert {(guide, verb) for guide, verb in told if verb not in targets} == set()


def test_every_target_is_explained() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for target in ("run", "test", "check", "play", "bench", "soak", "clean"):
        assert re.search(rf"^make {target}:? +\w", shown, flags=re.MULTILINE), target


def test_the_guides_name_commands_that_exist() -> None:
    verbs = sorted({verb for _, verb in commands("pouce")})
    assert {"run", "play", "check", "preview", "import"} <= set(verbs)
    runner = CliRunner()
    assert [verb for verb in verbs if runner.invoke(app, [verb, "--help"]).exit_code] == []


@pytest.mark.parametrize(
    "name", [*GUIDES, *(f"docs/decisions/{path.name}" for path in (ROOT / "docs/decisions").glob("*.md"))]
)
def test_links_between_files_lead_somewhere(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_decisions_are_numbered_and_say_what_was_weighed() -> None:
    paths = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}. "), path.name
        parts = re.findall(r"^## (\w+)", text, flags=re.MULTILINE)
        assert (parts, "**Status:**" in text) == (["Drivers", "Options", "Decision", "Consequences"], True)


def test_both_read_me_say_the_same_things() -> None:
    english, french = ((ROOT / name).read_text(encoding="utf-8") for name in GUIDES[:2])
    for pattern in (r"^(#+) ", r"```sh\n(.*?)```", r"^\| `(pouce \w+)", r"^(- )"):
        shapes = [re.findall(pattern, text, flags=re.MULTILINE | re.DOTALL) for text in (english, french)]
        assert shapes[0] == shapes[1], pattern
