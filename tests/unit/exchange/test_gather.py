"""Gathering from several facilities: everything of everybody, in order, page by page."""

import pytest
from fake_exchange import Reply, Setting, bundle, outcome
from unit.exchange.gathering import FIRST, HCODES, TYPES, arrived, at, fill, gathered, gathering, row

from viewer.base.settings import Limits
from viewer.exchange.ledger import LineState

pytestmark = pytest.mark.anyio


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


async def test_only_the_patient_is_empty(setting: Setting) -> None:
    for type_ in TYPES - {"Patient"}:
        setting.exchange.held[at(FIRST), type_] = []
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.EMPTY, 0)


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


async def test_a_large_page_is_read_without_holding_the_others_up(setting: Setting) -> None:
    large = [row("Goal", number) | {"note": "ข" * 20_000} for number in range(50)]
    setting.exchange.held[at(FIRST), "Goal"] = large
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, 62)
    assert len(next(e for e in arrived(events) if e.type == "Goal").split.entries) == 50


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
