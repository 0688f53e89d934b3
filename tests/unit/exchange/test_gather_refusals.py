"""Gathering: what is refused, withheld, not allowed or unreadable is a state of its line and harms no other."""

import asyncio
from dataclasses import replace

import pytest
from fake_exchange import NOW, Reply, Setting, bundle, outcome
from unit.exchange.gathering import (
    FIRST,
    PERMIT,
    PLACES,
    TYPES,
    arrived,
    at,
    gathered,
    gathering,
    row,
    taken,
)

from viewer.exchange.gather import Arrived
from viewer.exchange.ledger import LineState
from viewer.exchange.permit import Grant

pytestmark = pytest.mark.anyio


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
    lines, events = await gathered(setting, another=lambda raw: "other-person" if b"1950" in raw else "")
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
