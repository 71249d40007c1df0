import pytest

from bot.store import Store
from tests.store.world import World, make_world


@pytest.fixture
def world(store: Store) -> World:
    return make_world(store)
