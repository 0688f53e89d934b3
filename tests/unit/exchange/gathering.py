"""Three facilities that hold the same, and a gathering from them."""

from datetime import timedelta
from typing import Any

from fake_exchange import NOW, Resource, Setting

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.exchange.gather import Arrived, Event, Gathering
from viewer.exchange.ledger import Line
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.exchange.query import Capability

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


def fill(setting: Setting, hcode: str) -> None:
    held = setting.exchange.held
    held[at(hcode), "Patient"] = [{"resourceType": "Patient", "id": "p"}]
    for type_ in TYPES - {"Patient"}:
        held[at(hcode), type_] = [row(type_, number) for number in range(3)]


def gathering(setting: Setting, permit: Permit = PERMIT, **changes: Any) -> Gathering:
    parts: dict[str, Any] = {
        "facilities": PLACES,
        "readable": TYPES,
        "capability": Capability(),
        "limits": setting.limits,
    }
    return Gathering(setting.client, permit, clock=setting.clock, **(parts | changes))


async def gathered(
    setting: Setting, permit: Permit = PERMIT, **changes: Any
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


def many(type_: str, count: int) -> list[Resource]:
    return [row(type_, number) for number in range(count)]
