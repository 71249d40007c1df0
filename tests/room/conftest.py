import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.room.house import House, on_file, opened


@pytest.fixture
def house(migrated_file: Path, tmp_path: Path) -> Iterator[House]:
    """A room where nothing has begun."""
    with opened(on_file(Path(shutil.copy(migrated_file, tmp_path / "room.db")))) as house:
        yield house


@pytest.fixture
def tour(house: House) -> House:
    """The same, begun with the people of the tour, on Monday evening."""
    house.post("/room/begin", {"kind": "tour"})
    return house
