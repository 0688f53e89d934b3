"""What a facility does wrong shows on its own line and on no other: against the real sandbox, over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from gathering_day import TYPES, Day, a_day
from sandbox_process import Sandbox, start

from viewer.base.settings import Limits
from viewer.consent.answers import Answer, Ended, Rhythm
from viewer.consent.desk import ConsentDesk
from viewer.exchange.gather import LineChanged
from viewer.exchange.ledger import Line, LineState
from viewer.exchange.permit import Permit

pytestmark = pytest.mark.anyio

HURRIED = Limits(silence=3, facility=6)  # for who never answers; asked about a person whom few know
FAULTY = "99001"  # holds rows of every type asked for
BROKEN = {"99001": "wrong-patient", "99002": "cut", "99008": "unreachable"}


# One process, one sign-in and one loop for all: each test then takes no longer than its own bad weather.
@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start(latency=0.02) as running:
        yield running


@pytest.fixture(scope="module")
async def day(sandbox: Sandbox, anyio_backend: str) -> AsyncIterator[Day]:
    async with a_day(sandbox, Limits()) as one:
        yield one


@pytest.fixture(scope="module")
async def permit(day: Day) -> Permit:
    return (await day.permit())[0]


@pytest.fixture(scope="module")
async def calm(day: Day, permit: Permit) -> dict[str, Line]:
    """The lines when nothing goes wrong."""
    return await day.gathered(permit)


@pytest.fixture(autouse=True)
def fair(sandbox: Sandbox) -> Iterator[None]:
    yield
    for hcode in BROKEN:
        sandbox.tell("faults", hcode=hcode, fault={"kind": "off"})


def said(line: Line) -> tuple[object, ...]:
    return (line.letter, line.state, line.received, line.unreadable, line.detail, line.missing_types)


ALL = tuple(sorted(TYPES - {"Medication"}))
# fault -> state, detail, types missing; what heals by itself ends as if nothing had been
FAULTS: list[tuple[dict[str, object], LineState, str, tuple[str, ...]]] = [
    ({"kind": "unreachable"}, LineState.UNREACHABLE, "unreachable", ALL),
    ({"kind": "500"}, LineState.UNREACHABLE, "server-500", ALL),
    ({"kind": "503"}, LineState.UNREACHABLE, "server-503", ALL),
    ({"kind": "429", "seconds": 3000}, LineState.UNREACHABLE, "busy", ALL),
    ({"kind": "cut"}, LineState.UNREADABLE, "cut", ALL),
    ({"kind": "bad-json"}, LineState.UNREADABLE, "cut", ALL),
    ({"kind": "unreadable"}, LineState.UNREADABLE, "entries-unreadable", ()),
    ({"kind": "wrong-patient"}, LineState.UNREADABLE, "wrong-person", ALL),
    ({"kind": "ignores-parameters"}, LineState.UNREADABLE, "self-lost-patient", ALL),
    ({"kind": "withheld"}, LineState.WITHHELD, "withheld", ALL),
    ({"kind": "not-connected"}, LineState.NOT_CONNECTED, "not-connected", ALL),
]
HEALED: list[dict[str, object]] = [
    {"kind": "slow", "seconds": 5},
    {"kind": "paged", "page_size": 2},
    {"kind": "drip", "seconds": 10, "pieces": 5},
    {"kind": "503", "times": 2},
    {"kind": "429", "seconds": 1, "times": 3},
    {"kind": "unreachable", "times": 1},
    {"kind": "cut", "times": 2},
]


@pytest.mark.parametrize(
    ("fault", "state", "detail", "missing"), FAULTS, ids=lambda f: f["kind"] if isinstance(f, dict) else ""
)
async def test_a_fault_shows_on_its_own_line_and_on_no_other(
    day: Day,
    permit: Permit,
    calm: dict[str, Line],
    fault: dict[str, object],
    state: LineState,
    detail: str,
    missing: tuple[str, ...],
) -> None:
    day.sandbox.tell("faults", hcode=FAULTY, fault=fault)
    lines = await day.gathered(permit)
    own = lines.pop(FAULTY)
    assert (own.state, own.detail, own.missing_types) == (state, detail, missing)
    assert {hcode: said(line) for hcode, line in lines.items()} == {
        hcode: said(line) for hcode, line in calm.items() if hcode != FAULTY
    }
    if own.detail in ("wrong-person", "self-lost-patient", "withheld"):
        here = [event for event in day.arrived if event.facility.hcode == FAULTY]
        assert all(event.refused for event in here), "nothing of it may be read"
        assert len(here) == (own.detail != "withheld"), "that it came is kept"
    if own.state is LineState.UNREADABLE and own.detail not in ("wrong-person", "self-lost-patient"):
        assert own.unreadable > 0


@pytest.mark.parametrize(
    "fault", [{"kind": "timeout"}, {"kind": "drip", "seconds": 3000, "pieces": 3000}], ids=["timeout", "drip"]
)
async def test_who_never_answers_is_given_up_and_keeps_nobody_waiting(
    sandbox: Sandbox, fault: dict[str, object]
) -> None:
    async with a_day(sandbox, HURRIED) as day:
        permit, _ = await day.permit(person=3)
        calm = await day.gathered(permit)
        sandbox.tell("faults", hcode=FAULTY, fault=fault)
        lines = await day.gathered(permit)
    own = lines.pop(FAULTY)
    assert (own.state, own.detail, own.missing_types) == (LineState.TIMED_OUT, "timed-out", ALL)
    assert own.took is not None
    assert all(line.took is None or line.took < own.took for line in lines.values())
    assert {hcode: said(line) for hcode, line in lines.items()} == {
        hcode: said(line) for hcode, line in calm.items() if hcode != FAULTY
    }


@pytest.mark.parametrize("fault", HEALED, ids=str)
async def test_what_passes_by_itself_leaves_no_trace(
    day: Day, permit: Permit, calm: dict[str, Line], fault: dict[str, object]
) -> None:
    day.sandbox.tell("faults", hcode=FAULTY, fault=fault)
    lines = await day.gathered(permit)
    assert {hcode: said(line) for hcode, line in lines.items()} == {
        hcode: said(line) for hcode, line in calm.items()
    }


async def test_three_facilities_broken_in_three_ways(day: Day, permit: Permit, calm: dict[str, Line]) -> None:
    for hcode, kind in BROKEN.items():
        day.sandbox.tell("faults", hcode=hcode, fault={"kind": kind})
    lines = await day.gathered(permit)
    assert [lines[hcode].state for hcode in BROKEN] == [
        LineState.UNREADABLE,
        LineState.UNREADABLE,
        LineState.UNREACHABLE,
    ]
    rest = set(lines) - set(BROKEN)
    assert {hcode: said(lines[hcode]) for hcode in rest} == {hcode: said(calm[hcode]) for hcode in rest}


async def test_stopped_by_me_then_asked_again(day: Day, permit: Permit, calm: dict[str, Line]) -> None:
    day.sandbox.tell("faults", hcode=FAULTY, fault={"kind": "timeout"})
    async with day.gathering(permit) as gathering:
        async for _ in gathering.events():
            if gathering.ledger.asking == 1:
                break
        gathering.stop(FAULTY)
        async for _ in gathering.events(stay=False):
            pass
        line = gathering.ledger.line(FAULTY)
        assert line is not None
        assert (line.state, line.detail) == (LineState.STOPPED, "stopped")
        day.sandbox.tell("faults", hcode=FAULTY, fault={"kind": "off"})
        gathering.retry(FAULTY)
        async for event in gathering.events():
            if isinstance(event, LineChanged) and event.line.state is not LineState.ASKING:
                break
        line = gathering.ledger.line(FAULTY)
        assert line is not None
        assert said(line) == said(calm[FAULTY])


async def test_leaving_ends_every_request(day: Day, permit: Permit) -> None:
    before = asyncio.all_tasks()
    begun = asyncio.Event()

    async def consumer() -> None:
        async with day.gathering(permit) as gathering:
            async for _ in gathering.events():
                begun.set()

    task = asyncio.create_task(consumer())
    await begun.wait()
    assert len(asyncio.all_tasks()) > len(before) + 10
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert asyncio.all_tasks() <= before


async def test_withdrawn_is_refused_everywhere_and_seen_by_the_watch(day: Day) -> None:
    permit, code = await day.permit(person=2)
    desk = ConsentDesk(
        day.client, day.sandbox.profile(), day.places, day.clock, rhythm=Rhythm(soon=0.05, watching=0.05)
    )
    consented = await desk.earlier(permit.patient, day.post, TYPES)
    assert consented is not None
    watching = asyncio.create_task(desk.watch(desk.permit(consented, permit.receipt)))
    day.sandbox.tell(f"consents/{code}", answer="withdraw")
    assert await watching is Ended.WITHDRAWN
    lines = await day.gathered(permit)
    asked = {grant.hcode for grant in permit.permitted}
    assert {(lines[hcode].state, lines[hcode].detail) for hcode in asked} == {
        (LineState.NOT_CONSENTED, "no-consent")
    }
    assert not day.arrived
    assert await desk.earlier(permit.patient, day.post, TYPES) is None


async def test_refused_on_the_phone(day: Day, permit: Permit) -> None:
    request = await day.desk.request(
        permit.patient, day.post, day.clinician, TYPES, day.clock.now().replace(hour=23)
    )
    assert request.code.isdecimal()
    assert len(request.code) == 6
    assert request.link is not None
    day.sandbox.tell(f"consents/{request.code}", answer="refuse")
    assert (await day.desk.wait(request)).answer is Answer.REJECTED


async def test_narrowed_on_the_phone(day: Day, permit: Permit) -> None:
    request = await day.desk.request(
        permit.patient, day.post, day.clinician, TYPES, day.clock.now().replace(hour=23)
    )
    day.sandbox.tell(f"consents/{request.code}", answer="approve", facilities=["99001"])
    outcome = await day.desk.wait(request)
    assert outcome.answer is Answer.NARROWED
    assert outcome.consented is not None
    assert [g.hcode for g in outcome.consented.grants if g.permitted] == ["99001"]
    assert len(outcome.consented.grants) == len(permit.grants)
