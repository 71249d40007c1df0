"""Folders of words to read: the sample practice, broken where a test says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import CatalogueFaults, load
from tests.catalogue.sample import SAMPLE

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write practices, by file name, and return the folder that holds them."""

    def _write(**files: str) -> Path:
        folder = tmp_path / "practices"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return _write


@pytest.fixture
def told(write: Write) -> Callable[..., list[str]]:
    """Break the sample, and return what is told of it: one line a fault."""

    def _told(*changes: tuple[str, str], name: str = "ally", **more: str) -> list[str]:
        text = SAMPLE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        try:
            load(write(**{name: text}, **more), predicates={"always"}, measures={"count"})
        except CatalogueFaults as faults:
            return str(faults).splitlines()
        return []

    return _told
