"""Gathering from several facilities: order, ledger, refusals, stop and retry, and nothing left behind."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fake_exchange import NOW, Reply, Resource, Setting, bundle, outcome

from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange.directory import Facility
from viewer.exchange.gather import Arrived, Event, Gathering, LineChanged
from viewer.exchange.ledger import Line, LineState
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.exchange.query import Capability

pytestmark = pytest.mark.anyio
HCODES = ("99001", "99002", "99003")
PLACES = {
    hcode: Facility(hcode, f"รพ. {hcode}", endpoint=f"https://hie.example/at/{hcode}/fhir")
    for hcode in HCODES
}
TYPES = frozenset({"Patient", "AllergyIntolerance", "MedicationRequest", "Condition", "Observation", "Goal"})
PERMIT = Permit(
    Opaque("c"),
    Opaque("p"),
    "TREAT",
    NOW + timedelta(hours=8),
    tuple(Grant(hcode, PLACES[hcode].name, permitted=True) for hcode in HCODES),
    TYPES,
    Receipt("event", NOW),
)
FIRST = "99001"


def at(hcode: str, type_: str = "") -> str:
    return f"/at/{hcode}/fhir/{type_}/_search" if type_ else f"/at/{hcode}/fhir"


def row(type_: str, number: int, patient: str = "p") -> Resource:
    whose = "patient" if type_ == "AllergyIntolerance" else "subject"
    return {"resourceType": type_, "id": f"{type_}-{number}", whose: {"reference": f"Patient/{patient}"}}


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting(
        Limits(pace=0)
    )  # all in one breath: a request that has begun is always known to be asked
    for hcode in HCODES:
        fill(setting, hcode)
    async with setting.http:
        yield setting


def fill(setting: Setting, hcode: str) -> None:
    held = setting.exchange.held
    held[at(hcode), "Patient"] = [{"resourceType": "Patient", "id": "p"}]
    for type_ in TYPES - {"Patient"}:
        held[at(hcode), type_] = [row(type_, number) for number in range(3)]


def gathering(setting: Setting, permit: Permit = PERMIT, **changes: object) -> Gathering:
    parts = {"facilities": PLACES, "readable": TYPES, "capability": Capability(), "limits": setting.limits}
    return Gathering(setting.client, permit, clock=setting.clock, **(parts | changes))


async def gathered(
    setting: Setting, permit: Permit = PERMIT, **changes: object
) -> tuple[dict[str, Line], list[Event]]:
    events: list[Event] = []
    async with gathering(setting, permit, **changes) as running:
        async for event in running.events(stay=False):
            events.append(event)
    return {line.facility.hcode: line for line in running.ledger.lines}, events


def arrived(events: list[Event], hcode: str = FIRST) -> list[Arrived]:
    return [event for event in events if isinstance(event, Arrived) and event.facility.hcode == hcode]


def taken(events: list[Event]) -> list[Arrived]:
    """Those pages that may be read."""
    return [event for event in arrived(events) if not event.refused]


async def test_everything_of_everybody(setting: Setting) -> None:
    lines, events = await gathered(setting)
    assert [(line.letter, line.state, line.received, line.stated) for line in lines.values()] == [
        ("A", LineState.ANSWERED, 15, 15),
        ("B", LineState.ANSWERED, 15, 15),
        ("C", LineState.ANSWERED, 15, 15),
    ]
    assert {event.type for event in arrived(events)} == TYPES
    assert all(line.took is not None and line.answered == setting.clock.now() for line in lines.values())
    assert sum(len(event.split.entries) for event in arrived(events)) == 16


async def test_the_patient_is_asked_for_before_anything_else(setting: Setting) -> None:
    await gathered(setting)
    for hcode in HCODES:
        own = [path for path in setting.exchange.paths(f"/at/{hcode}/") if "_search" in path]
        assert own[0] == at(hcode, "Patient")
        assert own.count(at(hcode, "Patient")) == 1


async def test_with_few_places_the_urgent_of_all_come_before_the_rest_of_any() -> None:
    setting = Setting(Limits(in_all=2, per_facility=2))
    for hcode in HCODES:
        fill(setting, hcode)
    async with setting.http:
        await gathered(setting)
    types = [path.split("/")[4] for path in setting.exchange.paths("_search")]
    place = {type_: [n for n, t in enumerate(types) if t == type_] for type_ in TYPES}
    assert max(place["AllergyIntolerance"] + place["MedicationRequest"]) < min(place["Observation"])
    assert max(place["Condition"]) < min(place["Goal"])


async def test_a_search_is_strict_asks_for_medicines_along_and_names_the_patient(setting: Setting) -> None:
    await gathered(setting)
    asked = next(a for a in setting.exchange.asked if a.path == at(FIRST, "MedicationRequest"))
    assert asked.headers["Prefer"] == "handling=strict"
    assert asked.parameters == (
        ("patient", "p"),
        ("_count", "200"),
        ("_include", "MedicationRequest:medication"),
    )


async def test_a_strict_server_without_the_include_is_asked_without(setting: Setting) -> None:
    path = at(FIRST, "MedicationRequest")
    setting.exchange.script(path, Reply(400, outcome("not-supported")))
    lines, _ = await gathered(setting)
    assert lines[FIRST].state is LineState.ANSWERED
    assert [dict(a.parameters).get("_include") for a in setting.exchange.asked if a.path == path] == [
        "MedicationRequest:medication",
        None,
    ]


async def test_pages_are_followed_to_the_end(setting: Setting) -> None:
    setting.exchange.page_size = 1
    lines, events = await gathered(setting)
    assert lines[FIRST].received == 15
    assert [event.page for event in arrived(events) if event.type == "Goal"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("link", "detail"),
    [
        ("https://evil.example/fhir/Goal?c=2", "origin-refused"),
        ("https://hie.example:444/fhir/Goal?c=2", "origin-refused"),
        ("https://hie.example/at/99001/fhir/Goal?c=2", "pages-without-end"),
    ],
)
async def test_a_next_that_leads_elsewhere_or_in_a_circle_is_not_followed(
    setting: Setting, link: str, detail: str
) -> None:
    page = bundle(row("Goal", 1), link=[{"relation": "next", "url": link}])
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=page))
    setting.exchange.always("/at/99001/fhir/Goal", Reply(body=page))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, detail)
    assert lines[FIRST].missing_types == ("Goal",)
    assert arrived(events)
    assert all("evil" not in path for path in setting.exchange.paths())


async def test_fewer_than_stated_is_partial_and_included_do_not_count(setting: Setting) -> None:
    page = bundle(row("Goal", 1), total=2)
    page["entry"] += bundle({"resourceType": "Practitioner", "id": "x"}, mode="include")["entry"]
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (lines[FIRST].received, lines[FIRST].stated) == (13, 14)


async def test_only_the_patient_is_empty(setting: Setting) -> None:
    for type_ in TYPES - {"Patient"}:
        setting.exchange.held[at(FIRST), type_] = []
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.EMPTY, 0)


@pytest.mark.parametrize("type_", sorted(TYPES))
async def test_another_persons_page_is_never_handed_on(setting: Setting, type_: str) -> None:
    wrong = {"resourceType": "Patient", "id": "q"} if type_ == "Patient" else row(type_, 9, "q")
    self_url = "https://hie.example/x?patient=p"
    page = bundle(row("Goal", 1), wrong, link=[{"relation": "self", "url": self_url}])
    setting.exchange.script(at(FIRST, type_), Reply(body=page))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, "wrong-person")
    assert all(b'"q"' not in event.body and b"/q" not in event.body for event in taken(events))
    assert [event.refused for event in arrived(events) if event.refused] == ["wrong-person"], (
        "that it came is kept"
    )
    assert lines["99002"].state is lines["99003"].state is LineState.ANSWERED


async def test_a_facility_whose_patient_is_somebody_else_is_asked_for_nothing_more(setting: Setting) -> None:
    """The id is right, name and year of birth are not: only who asks can know, so they are asked."""
    setting.exchange.held[at(FIRST), "Patient"] = [
        {"resourceType": "Patient", "id": "p", "birthDate": "1950"}
    ]
    lines, events = await gathered(setting, another=lambda raw: b"1950" in raw)
    assert (lines[FIRST].state, lines[FIRST].detail, lines[FIRST].received) == (
        LineState.UNREADABLE, "other-person", 0
    )  # fmt: skip
    assert [(event.type, event.refused) for event in arrived(events)] == [("Patient", "other-person")]
    asked = [path for path in setting.exchange.paths(f"/at/{FIRST}/") if "_search" in path]
    assert asked == [at(FIRST, "Patient")]
    assert lines["99002"].state is lines["99003"].state is LineState.ANSWERED


async def test_a_server_that_ignores_the_patient_is_refused(setting: Setting) -> None:
    page = bundle(row("Goal", 1), link=[{"relation": "self", "url": "https://hie.example/Goal?_count=200"}])
    setting.exchange.always(at(FIRST, "AllergyIntolerance"), Reply(body=page))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, "self-lost-patient")
    assert all(event.type != "AllergyIntolerance" for event in taken(events))


@pytest.mark.parametrize(
    ("status", "said", "state", "detail"),
    [
        (403, "withheld", LineState.WITHHELD, "withheld"),
        (403, "no-consent", LineState.NOT_CONSENTED, "no-consent"),
        (404, "not-connected", LineState.NOT_CONNECTED, "not-connected"),
        (403, "", LineState.WITHHELD, "refused-403"),
        (401, "", LineState.UNREACHABLE, "refused-401"),
    ],
)
async def test_a_facility_that_refuses_everything(
    setting: Setting, status: int, said: str, state: LineState, detail: str
) -> None:
    for type_ in TYPES:
        setting.exchange.always(at(FIRST, type_), Reply(status, outcome("forbidden", said)))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (state, detail)
    assert lines[FIRST].reference
    assert not arrived(events)
    if said:
        assert setting.exchange.paths(f"{FIRST}/fhir/") == [
            f"/at/{FIRST}/fhir/metadata",
            at(FIRST, "Patient"),
        ]


async def test_one_type_refused_is_partial(setting: Setting) -> None:
    setting.exchange.always(at(FIRST, "Goal"), Reply(403, outcome("forbidden", "type-not-permitted")))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "type-not-granted")
    assert lines[FIRST].missing_types == ("Goal",)


async def test_an_outcome_inside_a_page_that_withholds(setting: Setting) -> None:
    page = bundle(row("Goal", 1))
    page["entry"] += bundle(outcome("suppressed"), mode="outcome")["entry"]
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=page))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "withheld")
    assert any(event.type == "Goal" for event in arrived(events)), "what it did tell is not lost"


@pytest.mark.parametrize(
    ("body", "detail", "unreadable"),
    [
        (b'{"resourceType":"Bundle","entry":[<html>', "cut", 1),
        (b"not json", "not-json", 1),
        (b'{"resourceType":"OperationOutcome"}', "not-a-bundle", 1),
        (
            b'{"resourceType":"Bundle","entry":[null,{"resource":7},{"resource":{"id":"x"}}]}',
            "entries-unreadable",
            3,
        ),
    ],
)
async def test_what_cannot_be_read_is_counted(
    setting: Setting, body: bytes, detail: str, unreadable: int
) -> None:
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=body))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, detail)
    assert lines[FIRST].unreadable == unreadable


async def test_a_torn_page_gives_what_it_brought(setting: Setting) -> None:
    body = (
        b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Goal","id":"g"}},{"resource":{"res'
    )
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=body, breaks=True))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, "cut")
    assert lines[FIRST].received == 13
    assert next(e for e in arrived(events) if e.type == "Goal").split.unreadable == 1


async def test_a_facility_has_its_time_and_no_more() -> None:
    setting = Setting(Limits(facility=0.05))
    for hcode in HCODES:
        fill(setting, hcode)
    setting.exchange.always(at(FIRST, "Goal"), Reply(hangs=True))
    async with setting.http:
        lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.TIMED_OUT, "timed-out")
    assert lines[FIRST].missing_types == ("Goal",)
    assert lines[FIRST].received == 12, "what had arrived is kept"
    assert len(arrived(events)) == 5
    assert lines["99002"].state is LineState.ANSWERED


async def test_the_time_i_take_is_not_the_facilitys(setting: Setting) -> None:
    """A reader that is slow makes the facilities wait; their clock must not run meanwhile."""
    setting.limits = Limits(facility=0.2)
    setting.exchange.page_size = 1
    loop = asyncio.get_running_loop()
    reading = loop.create_future()
    loop.call_later(0.5, reading.set_result, None)
    async with gathering(setting) as running:
        async for _ in running.events(stay=False):
            await reading
    assert running.ledger.complete


async def test_the_ledger_never_runs_ahead_of_the_events(setting: Setting) -> None:
    taken = 0
    async with gathering(setting) as running:
        async for event in running.events(stay=False):
            if isinstance(event, Arrived):
                taken += len(event.split.entries)
            if not running.ledger.asking:
                break
    assert taken == 48


async def test_a_consent_for_certain_dates_is_never_the_whole(setting: Setting) -> None:
    since = Grant("99001", "หนึ่ง", permitted=True, data_since=NOW)
    lines, _ = await gathered(setting, replace(PERMIT, grants=(since, *PERMIT.grants[1:])))
    assert (lines["99001"].state, lines["99001"].detail) == (LineState.PARTIAL, "dates-not-granted")
    assert lines["99002"].state is LineState.ANSWERED


async def test_not_consented_not_connected_and_narrowed(setting: Setting) -> None:
    grants = (
        Grant("99001", "หนึ่ง", permitted=True, types=frozenset({"Patient", "Condition"})),
        Grant("99002", "สอง", permitted=False),
        Grant("99009", "เก้า", permitted=True),
        Grant("99003", "สาม", permitted=True, types=frozenset({"Binary"})),
    )
    places = PLACES | {"99003": replace(PLACES["99003"], endpoint="https://elsewhere.example/fhir")}
    lines, _ = await gathered(setting, replace(PERMIT, grants=grants), facilities=places)
    assert [(line.letter, line.state, line.detail) for line in lines.values()] == [
        ("A", LineState.PARTIAL, "type-not-granted"),
        ("B", LineState.NOT_CONSENTED, ""),
        ("C", LineState.NOT_CONNECTED, "no-endpoint"),
        ("D", LineState.NOT_CONSENTED, "type-not-granted"),
    ]
    assert lines["99001"].missing_types == ("AllergyIntolerance", "Goal", "MedicationRequest", "Observation")
    assert lines["99009"].facility.name == "เก้า"
    assert {path.split("/")[4] for path in setting.exchange.paths("_search")} == {"Patient", "Condition"}


async def test_an_endpoint_elsewhere_is_not_connected_and_gets_no_token(setting: Setting) -> None:
    places = PLACES | {FIRST: replace(PLACES[FIRST], endpoint="https://elsewhere.example/fhir")}
    lines, _ = await gathered(setting, facilities=places)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.NOT_CONNECTED, "origin-refused")
    assert not setting.exchange.paths(FIRST)


async def test_a_facility_is_asked_only_what_it_offers(setting: Setting) -> None:
    offers = [{"type": "Patient"}, {"type": "Condition"}, {"type": "Task"}]
    statement = {"resourceType": "CapabilityStatement", "rest": [{"resource": offers}]}
    setting.exchange.script(f"/at/{FIRST}/fhir/metadata", Reply(body=statement))
    async with gathering(setting) as running:
        async for _ in running.events(stay=False):
            pass
    line = running.ledger.line(FIRST)
    assert line is not None
    assert (line.state, line.received, line.missing_types) == (LineState.ANSWERED, 3, ())
    assert "Task" in running.ledger.not_asked_types, "offered, but not for my role"
    assert "Encounter" in running.ledger.not_asked_types
    assert "Condition" not in running.ledger.not_asked_types


async def test_a_metadata_that_hangs_is_not_waited_for() -> None:
    setting = Setting(Limits(connect=0.02))
    for hcode in HCODES:
        fill(setting, hcode)
    setting.exchange.always(f"/at/{FIRST}/fhir/metadata", Reply(hangs=True))
    async with setting.http:
        lines, _ = await gathered(setting)
    assert lines[FIRST].state is LineState.ANSWERED


async def test_nothing_is_asked_after_the_permit_has_expired(setting: Setting) -> None:
    permit = replace(PERMIT, until=NOW)
    lines, events = await gathered(setting, permit)
    assert {(line.state, line.detail) for line in lines.values()} == {(LineState.STOPPED, "permit-expired")}
    assert not setting.exchange.asked
    assert not [event for event in events if isinstance(event, Arrived)]


async def test_expiring_on_the_way_stops_at_once(setting: Setting) -> None:
    setting.exchange.page_size = 1
    async with gathering(setting) as running:
        async for event in running.events(stay=False):
            if isinstance(event, Arrived):
                setting.clock.moment = PERMIT.until
                for _ in range(50):  # those whose turn had come before are on their way
                    await asyncio.sleep(0)
                before = len(setting.exchange.asked)
    assert {line.detail for line in running.ledger.lines} == {"permit-expired"}
    assert len(setting.exchange.asked) == before


async def test_a_large_page_is_read_without_holding_the_others_up(setting: Setting) -> None:
    large = [row("Goal", number) | {"note": "ข" * 20_000} for number in range(50)]
    setting.exchange.held[at(FIRST), "Goal"] = large
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, 62)
    assert len(next(e for e in arrived(events) if e.type == "Goal").split.entries) == 50


async def test_stop_and_retry(setting: Setting) -> None:
    setting.exchange.always(at(FIRST, "Goal"), Reply(hangs=True))
    async with gathering(setting) as running:
        async for _ in running.events():
            line = running.ledger.line(FIRST)
            assert line is not None
            if running.ledger.asking == 1 and line.received == 12:
                running.stop(FIRST)
                running.stop(FIRST)
            if not running.ledger.asking:
                break
        line = running.ledger.line(FIRST)
        assert line is not None
        assert (line.state, line.detail, line.missing_types) == (LineState.STOPPED, "stopped", ("Goal",))
        setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(row("Goal", 1))))
        setting.exchange.asked.clear()
        running.retry("99002")  # answered: nothing to ask again
        running.retry_all()
        running.retry(FIRST)  # already asking
        async for event in running.events():
            if isinstance(event, LineChanged) and event.line.state is not LineState.ASKING:
                break
        line = running.ledger.line(FIRST)
        assert line is not None
        assert (line.state, line.received) == (LineState.ANSWERED, 13)
        assert sorted(setting.exchange.paths("_search")) == [at(FIRST, "Goal"), at(FIRST, "Patient")]


async def test_stopped_before_it_began_asks_nothing(setting: Setting) -> None:
    async with gathering(setting) as running:
        for hcode in HCODES:
            running.stop(hcode)
        async for _ in running.events(stay=False):
            pass
    assert running.ledger.count(LineState.STOPPED) == 3
    assert not setting.exchange.asked


async def test_an_unforeseen_answer_costs_one_line(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in the reading of one facility, the others answer."""

    def bang(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(
        "viewer.exchange.judging.lost_the_patient", lambda page, _: bang() if b"odd" in _page(page) else False
    )
    setting.exchange.held[at(FIRST), "Goal"].append(row("Goal", 7) | {"note": "odd"})
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, "unexpected")
    assert lines["99002"].state is LineState.ANSWERED


def _page(page: object) -> bytes:
    return b"".join(entry.raw for entry in page.entries)  # type: ignore[attr-defined]  # a wire.Page


async def test_leaving_leaves_no_task(setting: Setting) -> None:
    before = asyncio.all_tasks()
    for hcode in HCODES:
        setting.exchange.always(at(hcode, "Goal"), Reply(hangs=True))
    async with gathering(setting) as running:
        async for event in running.events():
            if isinstance(event, Arrived):
                break
        assert len(asyncio.all_tasks()) > len(before)
    assert asyncio.all_tasks() == before


async def test_my_own_error_comes_out_as_it_is(setting: Setting) -> None:
    before = asyncio.all_tasks()

    async def stumble() -> None:
        async with gathering(setting) as running:
            async for _ in running.events():
                raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert asyncio.all_tasks() == before


async def test_a_reader_who_takes_nothing_is_not_flooded(setting: Setting) -> None:
    setting.exchange.page_size = 1
    for type_ in TYPES - {"Patient"}:
        setting.exchange.held[at(FIRST), type_] = [row(type_, number) for number in range(100)]
    async with gathering(setting) as running:
        first = await anext(aiter(running.events()))
        assert isinstance(first, LineChanged)
        for _ in range(3000):
            await asyncio.sleep(0)
        assert len(setting.exchange.asked) < 100


async def test_the_time_others_take_before_it_is_not_the_facilitys() -> None:
    """There is one place, and somebody else's request takes it in the middle, for longer than a facility has time."""
    setting = Setting(Limits(facility=0.5, in_all=1, per_facility=1))
    fill(setting, FIRST)
    loop = asyncio.get_running_loop()
    asked, answer, desk = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def held() -> None:
        asked.set()
        await answer.wait()

    setting.exchange.script(f"/at/{FIRST}/fhir/metadata", Reply(404, after=held))
    setting.exchange.script("/fhir/Practitioner/x", Reply(body={}, after=desk.wait))
    async with setting.http:
        asking = asyncio.create_task(gathered(setting, replace(PERMIT, grants=PERMIT.grants[:1])))
        await asked.wait()
        other = asyncio.create_task(setting.client.get(setting.client.at("Practitioner", "x")))
        await asyncio.sleep(0)
        answer.set()
        loop.call_later(1, desk.set)
        lines, _ = await asking
        await other
    assert lines[FIRST].state is LineState.ANSWERED
    assert lines[FIRST].took is not None
    assert lines[FIRST].took < 0.5


async def test_what_comes_again_is_counted_once_against_the_total(setting: Setting) -> None:
    twice = bundle(row("Goal", 0), row("Goal", 1), row("Goal", 1), total=3)
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=twice))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (lines[FIRST].received, lines[FIRST].stated) == (14, 15)
    goals = [event for event in arrived(events) if event.type == "Goal"]
    assert sum(len(event.split.entries) for event in goals) == 3, "every copy is handed on"


async def test_pages_that_go_on_and_bring_nothing_new_are_left(setting: Setting) -> None:
    path = "/at/99001/fhir/Goal"

    def page(number: int) -> Reply:
        link = [{"relation": "next", "url": f"https://hie.example{path}?_offset={number + 1}"}]
        return Reply(body=bundle(row("Goal", 1), total=1, link=link))

    setting.exchange.script(at(FIRST, "Goal"), page(0))
    setting.exchange.script(path, *(page(number) for number in range(1, 50)))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "pages-without-end")
    assert len(setting.exchange.paths(path)) < 10


# --- nothing is cut in silence: at 100, at 1,000, at 10,000


def many(type_: str, count: int) -> list[Resource]:
    return [row(type_, number) for number in range(count)]


@pytest.mark.parametrize(("sent", "stated"), [(100, 1_000), (1_000, 10_000), (200, 201), (0, 1)])
async def test_a_server_that_stops_and_says_how_many_there_are_is_partial(
    sent: int, stated: int, setting: Setting
) -> None:
    """It sends a first page, no ``next``, and a total beyond it."""
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", sent), total=stated)))
    lines, _ = await gathered(setting)
    line = lines[FIRST]
    assert (line.state, line.detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (line.received, line.stated) == (sent + 12, stated + 12)
    assert line.missing_types == ("Goal",)


@pytest.mark.parametrize("sent", [100, 200, 1_000])
async def test_a_server_that_states_nothing_and_stops_at_a_round_number_may_have_more(
    sent: int, setting: Setting
) -> None:
    page = bundle(*many("Goal", sent))
    page.pop("total", None)
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    line = lines[FIRST]
    assert (line.state, line.detail, line.missing_types) == (LineState.PARTIAL, "perhaps-cut", ("Goal",))
    assert line.stated is None


@pytest.mark.parametrize("sent", [1, 99, 101, 199, 201])
async def test_a_server_that_states_nothing_and_stops_elsewhere_has_answered(
    sent: int, setting: Setting
) -> None:
    page = bundle(*many("Goal", sent))
    page.pop("total", None)
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, sent + 12)


@pytest.mark.parametrize("sent", [100, 200, 1_000])
async def test_a_round_number_that_is_the_stated_total_is_the_whole(sent: int, setting: Setting) -> None:
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", sent), total=sent)))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received, lines[FIRST].stated) == (
        LineState.ANSWERED, sent + 12, sent + 12
    )  # fmt: skip


async def test_pages_that_go_on_beyond_a_thousand_are_read_to_their_end(setting: Setting) -> None:
    setting.exchange.page_size = 200
    setting.exchange.held[at(FIRST), "Goal"] = many("Goal", 1_234)
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, 1_246)
    assert sum(len(event.split.entries) for event in arrived(events) if event.type == "Goal") == 1_234


async def test_a_next_that_is_lost_on_the_way_is_told_by_the_total(setting: Setting) -> None:
    """The first of five pages, whose link is missing: the total of the first page says what is owed."""
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", 200), total=1_000)))
    setting.exchange.held[at(FIRST), "Goal"] = many("Goal", 1_000)
    async with gathering(setting) as running:
        asked_again = False
        async for event in running.events():
            line = running.ledger.line(FIRST)
            assert line is not None
            if isinstance(event, LineChanged) and line.state is LineState.PARTIAL and not asked_again:
                assert line.detail == "fewer-than-stated"
                asked_again = True
                running.retry(FIRST)
            elif asked_again and line.state is LineState.ANSWERED:
                break
    assert line.received == 1_012
