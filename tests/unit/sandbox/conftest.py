"""A desk before a fresh sandbox of a small world, for every test of this folder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from unit.sandbox.desk import ORIGIN, Desk, Http, Seconds
from unit.sandbox.small_world import small_world

from viewer.sandbox.app import build
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.oidc.keys import Keys
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather
from viewer.sandbox.world import World


@pytest.fixture(scope="session")
def keys() -> Keys:
    """One key for all: making one takes a tenth of a second."""
    return Keys()


@pytest.fixture
def make_desk(keys: Keys) -> Iterator[Callable[..., Desk]]:
    """Builds desks; ``world`` and the options of Weather may be given."""
    opened: list[tuple[Http, Store]] = []

    def make(world: World | None = None, path: str = ":memory:", **weather: Any) -> Desk:
        seconds, store = Seconds(), Store(path)
        world = world or small_world()
        weather.setdefault("elapsed", seconds)
        sandbox = build(
            world,
            ORIGIN,
            clock=SandboxClock(world.today, seconds),
            store=store,
            weather=Weather(world, **weather),
            keys=keys,
        )
        http = Http(sandbox)
        opened.append((http, store))
        return Desk(sandbox, seconds, http)

    yield make
    for http, store in opened:
        http.close()
        store.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A desk before a fresh sandbox of the small world."""
    return make_desk()
