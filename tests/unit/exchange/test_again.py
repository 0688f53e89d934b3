"""Asking again: what is new or changed comes by the server's own clock, what is gone by a full list of ids."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fake_exchange import Reply, Setting, bundle, outcome
from unit.exchange.gathering import FIRST, HCODES, at, fill, gathering, row

from viewer.exchange.again import Reread, server_time
from viewer.exchange.gather import Arrived, Event, Gathering
from viewer.exchange.ledger import FAILED_AGAIN, Line, LineState
from viewer.exchange.pages import Received
from viewer.exchange.wire import split

pytestmark = pytest.mark.anyio
STAMP = "2026-11-23T02:00:00.000Z"
LATER = "2026-11-23T02:30:00.000Z"


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    setting.exchange.stamp = STAMP
    for hcode in HCODES:
        fill(setting, hcode)
    async with setting.http:
        yield setting


async def again(
    setting: Setting, meanwhile: Callable[[], object], **changes: Any
) -> tuple[Line, list[Event], list[tuple[str, str]]]:
    """Everybody answers, something happens at the first, it is asked again: its line, what came, what was asked."""
    async with gathering(setting, **changes) as running:
        await _until(running, lambda _: not running.ledger.asking)
        meanwhile()
        before = len(setting.exchange.asked)
        running.refresh(FIRST)
        events = await _until(running, lambda event: isinstance(event, Reread))
        events += await _until(running, lambda _: True)
        line = running.ledger.line(FIRST)
        assert line is not None
    asked = [
        (one.path.split("/")[4], one.parameter("_lastUpdated") or one.parameter("_elements") or "all")
        for one in setting.exchange.asked[before:]
    ]
    return line, events, asked


async def _until(running: Gathering, reached: Callable[[Event], bool]) -> list[Event]:
    taken: list[Event] = []
    async with asyncio.timeout(5):
        async for event in running.events():
            taken.append(event)
            if reached(event):
                return taken
    raise AssertionError("it ended")


def brought(events: list[Event]) -> list[tuple[str, int]]:
    return [(e.type, len(e.split.entries)) for e in events if isinstance(e, Arrived) and not e.refused]


def reread(events: list[Event]) -> Reread:
    return next(event for event in events if isinstance(event, Reread))


async def test_only_what_changed_since_is_sent_and_all_ids_are_read(setting: Setting) -> None:
    def change() -> None:
        held = setting.exchange.held[at(FIRST), "Condition"]
        held[0] = held[0] | {"meta": {"lastUpdated": LATER}, "note": "changed"}
        held.append(row("Condition", 7) | {"meta": {"lastUpdated": LATER}})

    line, events, asked = await again(setting, change)
    assert brought(events) == [("Condition", 2)]
    since = {about for _, about in asked if about.startswith("gt")}
    assert since == {"gt2026-11-23T01:58:00Z"}, "the server's clock less a margin, never ours"
    assert sorted(type_ for type_, about in asked if about == "id") == sorted(
        {"AllergyIntolerance", "MedicationRequest", "Condition", "Observation", "Goal"}
    )
    assert ("Condition", "Condition-7") in reread(events).ids
    assert (line.state, line.received, line.again) == (LineState.ANSWERED, 16, "")
    assert all(event.since is not None for event in events if isinstance(event, Arrived))


async def test_what_is_gone_is_missing_from_the_ids(setting: Setting) -> None:
    line, events, _ = await again(setting, lambda: setting.exchange.held[at(FIRST), "Goal"].pop())
    assert brought(events) == []
    assert {id_ for type_, id_ in reread(events).ids if type_ == "Goal"} == {"Goal-0", "Goal-1"}
    assert "Goal" in reread(events).types
    assert line.received == 14


@pytest.mark.parametrize("knows", [frozenset(), frozenset({"_lastUpdated"})])
async def test_a_strict_server_that_does_not_know_a_parameter_is_read_in_full(
    knows: frozenset[str], setting: Setting
) -> None:
    setting.exchange.knows = knows
    _, events, _ = await again(setting, lambda: setting.exchange.held[at(FIRST), "Goal"].pop())
    assert sum(count for type_, count in brought(events) if type_ == "Goal") == 2
    assert {id_ for type_, id_ in reread(events).ids if type_ == "Goal"} == {"Goal-0", "Goal-1"}


async def test_a_server_that_ignores_them_sends_everything_and_that_is_understood(setting: Setting) -> None:
    setting.exchange.knows, setting.exchange.strict = frozenset(), False
    _, events, _ = await again(setting, lambda: setting.exchange.held[at(FIRST), "Goal"].pop())
    assert ("Goal", 2) in brought(events)
    assert {id_ for type_, id_ in reread(events).ids if type_ == "Goal"} == {"Goal-0", "Goal-1"}


async def test_without_a_server_time_everything_is_read_anew(setting: Setting) -> None:
    setting.exchange.stamp = ""
    _, _, asked = await again(setting, lambda: None)
    assert {about for _, about in asked} == {"all"}


async def test_what_fails_concludes_nothing_and_the_earlier_answer_stands(setting: Setting) -> None:
    def breaks() -> None:
        setting.exchange.always(at(FIRST, "Goal"), Reply(500))

    line, events, _ = await again(setting, breaks)
    assert "Goal" not in reread(events).types, "nothing of it may be taken for gone"
    assert "Condition" in reread(events).types
    assert (line.state, line.received, line.again) == (LineState.ANSWERED, 15, FAILED_AGAIN)


async def test_ids_that_may_have_been_cut_conclude_nothing(setting: Setting) -> None:
    page = bundle(*(row("Goal", number) for number in range(100)), meta={"lastUpdated": STAMP})

    def cuts() -> None:
        setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))

    _, events, _ = await again(setting, cuts)
    assert "Goal" not in reread(events).types
    assert reread(events).failed


async def test_a_page_of_somebody_else_is_refused_and_ends_it(setting: Setting) -> None:
    page = bundle(row("Goal", 1, "q"), meta={"lastUpdated": STAMP})
    line, events, _ = await again(
        setting, lambda: setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))
    )
    assert [e.refused for e in events if isinstance(e, Arrived) and e.type == "Goal"] == ["wrong-person"]
    assert "Goal" not in reread(events).types
    assert line.again == FAILED_AGAIN


async def test_one_that_held_nothing_has_answered_when_it_has_something(setting: Setting) -> None:
    for type_ in ("AllergyIntolerance", "MedicationRequest", "Condition", "Observation", "Goal"):
        setting.exchange.held[at(FIRST), type_] = []
    new = row("Condition", 1) | {"meta": {"lastUpdated": LATER}}
    line, events, _ = await again(setting, lambda: setting.exchange.held[at(FIRST), "Condition"].append(new))
    assert brought(events) == [("Condition", 1)]
    assert (line.state, line.received) == (LineState.ANSWERED, 1)


async def test_everybody_is_asked_again_and_who_owes_something_for_that(setting: Setting) -> None:
    setting.exchange.script(at("99002", "Goal"), Reply(403, outcome("forbidden")))
    async with gathering(setting) as running:
        await _until(running, lambda _: not running.ledger.asking)
        before = len(setting.exchange.asked)
        running.refresh_all()
        running.refresh_all()  # while it is under way nothing more begins
        seen: list[Event] = []
        while sum(isinstance(event, Reread) for event in seen) < 2 or running.ledger.asking:
            seen += await _until(running, lambda _: True)
        asked = [one.path for one in setting.exchange.asked[before:]]
    assert asked.count(at(FIRST, "Goal")) == 2, "what changed, and the ids"
    assert asked.count(at("99002", "Goal")) == 1, "what it owed"
    assert {event.facility.hcode for event in seen if isinstance(event, Reread)} == {FIRST, "99003"}


@pytest.mark.parametrize(
    ("body", "date", "told"),
    [
        (
            b'{"resourceType":"Bundle","meta":{"lastUpdated":"2026-11-23T09:00:00+07:00"}}',
            "",
            "2026-11-23T01:58:00Z",
        ),
        (b'{"resourceType":"Bundle"}', "Mon, 23 Nov 2026 02:00:00 GMT", "2026-11-23T01:58:00Z"),
        (b'{"resourceType":"Bundle","meta":{"lastUpdated":"2026-11-23"}}', "", ""),
        (b'{"resourceType":"Bundle","meta":7}', "yesterday", ""),
        (b"", "", ""),
    ],
)
def test_the_servers_time(body: bytes, date: str, told: str) -> None:
    assert server_time(Received(1, body, split(body), True, "", date)) == told
