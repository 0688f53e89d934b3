"""What a facility tells wrongly: another person's rows, everybody's, broken ones, some twice, by a wrong clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from viewer.sandbox.faults import Fault
from viewer.sandbox.fhir.search import SUPPORTING, Search
from viewer.sandbox.forecast import Doubled
from viewer.sandbox.web import Pairs
from viewer.sandbox.world import World

Resource = dict[str, Any]
LIES = frozenset({"wrong-patient", "ignores-parameters"})
"""Faults that answer beside the consent: that is what makes them faults."""

_SHAPES: tuple[Any, ...] = (
    "resource",
    {"id": "1", "text": "ข้อมูลเสียหาย"},
    {"resourceType": 0, "status": ["?"]},
)
_ABOUT_PATIENT = frozenset({"patient", "subject", "_id"})


def held(world: World, fault: Fault, hcode: str, search: Search) -> list[Resource]:
    """The resources a facility looks through for a search."""
    people = world.resources.get(hcode, {})
    if fault.kind == "ignores-parameters":
        return [resource for resources in people.values() for resource in resources]
    if fault.kind == "wrong-patient":
        return list(_of_another(world, hcode, search.patient)[1])
    return list(people.get(search.patient, ()))


def heard(search: Search, fault: Fault) -> Search:
    """The search as the facility acts on it: one that lies does not hear whom it was asked about."""
    if fault.kind == "ignores-parameters":
        return replace(search, filters=())
    if fault.kind == "wrong-patient":
        return replace(search, filters=tuple(pair for pair in search.filters if pair[0] != "_id"))
    return search


def riders(world: World, fault: Fault, hcode: str, search: Search) -> list[Resource]:
    """What comes along unasked: with another person's rows also that person."""
    if fault.kind != "wrong-patient" or search.resource_type == "Patient":
        return []
    other, resources = _of_another(world, hcode, search.patient)
    told = [resource for resource in resources if resource.get("resourceType") == "Patient"]
    return told[:1] or [_bare_patient(world, other)]


def self_pairs(search: Search, fault: Fault) -> Pairs:
    """The parameters the self link claims."""
    if fault.kind == "ignores-parameters":
        return [pair for pair in search.understood if pair[0] not in _ABOUT_PATIENT]
    return list(search.understood)


def broken(page: Sequence[Any], resource_type: str, fault: Fault, held: Sequence[Resource]) -> list[Any]:
    """The same page, with what is broken in it when the fault is of that kind; who the patient is can be read always.

    With "unreadable" no entry is a resource; where the facility holds nothing for this person, ``entries`` of them
    come with the allergies, so that a person of whom nothing is known can meet them too.
    """
    if resource_type in SUPPORTING or fault.kind not in {"unreadable", "one-broken", "nan"}:
        return list(page)
    if fault.kind == "one-broken":
        return [_SHAPES[1], *page[1:]] if page else []
    if fault.kind == "nan":
        return [_without_number(page[0]), *page[1:]] if page else []
    count = len(page)
    if all(resource.get("resourceType") in SUPPORTING for resource in held):
        count = fault.entries if resource_type == "AllergyIntolerance" else 0
    return [_SHAPES[index % len(_SHAPES)] for index in range(count)]


def _without_number(resource: Resource) -> Resource:
    """NaN where a number should stand: in its value, or else in an extension that nobody knows."""
    nan = float("nan")
    value = resource.get("valueQuantity")
    if isinstance(value, dict):
        return resource | {"valueQuantity": value | {"value": nan}}
    unknown = {"url": "https://prawat.example/local/number", "valueDecimal": nan}
    return resource | {"extension": [*resource.get("extension", []), unknown]}


def doubled(found: Sequence[Resource], twice: Doubled | None, size: int) -> list[Resource]:
    """The same resources, some of them once more: right behind themselves, or a page of ``size`` later."""
    if twice is None:
        return list(found)
    listed: list[Resource] = []
    later: dict[int, list[Resource]] = {}
    for resource in found:
        listed += later.pop(len(listed), [])
        where = twice.where(str(resource.get("resourceType")), str(resource.get("id")))
        if where == "later":
            later.setdefault(max(len(listed), 1) + max(1, size), []).append(resource)
        listed += [resource, resource] if where == "here" else [resource]
    return listed + [resource for _, waiting in sorted(later.items()) for resource in waiting]


def skewed(resource: Resource, hours: float) -> Resource:
    """The same resource, changed last by a clock that is ahead by so many hours."""
    meta = resource.get("meta") if hours else None
    if not isinstance(meta, dict) or "lastUpdated" not in meta:
        return resource
    moment = datetime.fromisoformat(meta["lastUpdated"]) + timedelta(hours=hours)
    return resource | {"meta": meta | {"lastUpdated": moment.isoformat()}}


def _of_another(world: World, hcode: str, patient: str) -> tuple[str, Sequence[Resource]]:
    """Somebody else at this facility; when it knows nobody else, somebody from another one."""
    for place in (hcode, *(entry.hcode for entry in world.facilities)):
        for other, resources in world.resources.get(place, {}).items():
            if other != patient and resources:
                return other, resources
    return "", ()


def _bare_patient(world: World, key: str) -> Resource:
    human = next((human for human in world.people if human.patient_id == key), None)
    name = human.name if human else ""
    return {"resourceType": "Patient", "id": key or "unknown", "name": [{"text": name}]}
