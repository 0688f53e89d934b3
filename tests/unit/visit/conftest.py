"""Each test has a visit on a small sandbox of its own; whatever task it leaves behind fails it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest
from unit.sandbox.desk import ORIGIN, Seconds
from unit.sandbox.small_world import small_world
from unit.visit.on_visit import OnVisit, SlowOutbox, Wire

from viewer.base.clock import BANGKOK, StillClock
from viewer.base.settings import Limits, Profile
from viewer.consent.answers import Rhythm
from viewer.sandbox.app import build
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.oidc.keys import Keys
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather
from viewer.visit import entry
from viewer.visit.entry import Door
from viewer.visit.journey import Visit

NINE = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)


@pytest.fixture(scope="session")
def keys() -> Keys:
    """Made once: RSA takes its time."""
    return Keys()


@pytest.fixture
async def on_visit(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OnVisit]:
    """A visit at nine in the morning; nobody is signed in yet."""
    world, seconds, store = small_world(), Seconds(), Store(":memory:")
    sandbox = build(
        world,
        ORIGIN,
        clock=SandboxClock(world.today, seconds),
        store=store,
        weather=Weather(world),
        keys=keys,
    )
    wire, clock = Wire(sandbox), StillClock(NINE)
    outbox = SlowOutbox.open(None, None, clock)
    outbox.reached, outbox.gate, outbox.acts, outbox.bodies = threading.Event(), threading.Event(), [], []
    monkeypatch.setattr(entry, "build_http", lambda _: httpx.AsyncClient(transport=wire, trust_env=False))
    profile = Profile(
        name="sandbox", title="ข้อมูลจำลอง", base=f"{ORIGIN}/fhir", issuer=f"{ORIGIN}/oidc",
        client_id="prawat-desktop", origins=(ORIGIN,), sandbox=True, limits=Limits(retries=0),
    )  # fmt: skip
    made: list[OnVisit] = []
    door = Door(
        profile, clock, outbox, lambda address: made[0].opens_browser(address),
        tables=lambda: made[0].tables_read_on.append(threading.current_thread()),
        rhythm=Rhythm(soon=0.001, later=0.001, watching=0.001),
    )  # fmt: skip
    here = OnVisit(Visit(door), sandbox, wire, outbox, clock, seconds)
    made.append(here)
    here.visit.watch(here.states.append)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: here.troubles.append(context))
    yield here
    outbox.gate.set()
    outbox.lock(False)
    await here.visit.sign_out()
    await here.hands_down()
    for _ in range(3):
        await asyncio.sleep(0)
    left = [
        task for task in asyncio.all_tasks() if "TestRunner" not in repr(task)
    ]  # anyio's own runs the test
    outbox.close()
    store.close()
    assert not left
    assert here.troubles == []
