"""Each thing that can be wrong in a practice, and the exact line that is told of it: see `faults.toml`."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each["name"])
def test_what_is_wrong_is_told(fault: dict[str, Any], told: Callable[..., list[str]]) -> None:
    lines = told((fault["before"], fault["after"]))
    assert lines == [f"practices/ally.toml: {line}" for line in fault["told"]]


def test_the_sample_itself_is_right(told: Callable[..., list[str]]) -> None:
    assert told() == []
