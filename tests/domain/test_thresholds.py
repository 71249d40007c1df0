"""The figures of the method: a configuration that changes nothing would be a lie."""

from dataclasses import fields
from pathlib import Path

import pytest

import bot.domain
from bot.catalogue import find_prompts
from bot.domain.thresholds import Thresholds

HERE = Path(bot.domain.__file__).parent
READERS = [*HERE.parent.glob("**/*.py"), *(find_prompts() / "practices").glob("*.toml")]
READ = "".join(path.read_text(encoding="utf-8") for path in READERS if path.name != "thresholds.py")
OF_ITS_OWN = (HERE / "thresholds.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [each.name for each in fields(Thresholds)])
def test_a_figure_of_the_configuration_changes_something(name: str) -> None:
    assert name in READ or f"self.{name}" in OF_ITS_OWN
