"""A search at a facility: its parameters read, the resources chosen, references followed, elements trimmed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from viewer.sandbox import roles
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.matching import matches
from viewer.sandbox.fhir.outcome import unknown_type
from viewer.sandbox.fhir.requests import number
from viewer.sandbox.web import Pairs

Resource = dict[str, Any]
LARGEST_PAGE = 200
SUPPORTING = roles.DIRECTORY | {"Medication", "Patient", "Substance"}
"""Types that only give words to others: told wherever any consent holds."""

_FILTERS = ("_id", "_lastUpdated", "category", "code", "date", "status")
_SHAPE = ("_count", "_elements", "_include")
_SILENT = ("_format", "_total")
_BY_SUBJECT = frozenset({"AdverseEvent"})  # R4 gives it no patient parameter
_NO_PATIENT = SUPPORTING | {"Binary", "Linkage"}

# _include parameter -> the elements whose references it follows
_FOLLOWED: dict[str, tuple[str, ...]] = {
    "asserter": ("asserter",),
    "author": ("author",),
    "based-on": ("basedOn",),
    "context": ("context",),
    "diagnosis": ("diagnosis",),
    "encounter": ("encounter", "context"),
    "entry": ("section", "entry"),
    "has-member": ("hasMember",),
    "location": ("location",),
    "managing-organization": ("managingOrganization",),
    "medication": ("medicationReference",),
    "organization": ("managingOrganization", "serviceProvider", "organization"),
    "participant": ("participant",),
    "patient": ("subject", "patient"),
    "performer": ("performer", "participant"),
    "prescription": ("authorizingPrescription",),
    "recorder": ("recorder",),
    "requester": ("requester",),
    "result": ("result",),
    "service-provider": ("serviceProvider",),
    "source": ("informationSource",),
    "specimen": ("specimen",),
    "subject": ("subject", "patient"),
}
# What a page must keep although ``_elements`` does not name it.
_ALWAYS = frozenset({"resourceType", "id", "meta"})
_SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it was understood. ``understood`` makes the self link."""

    resource_type: str
    patient: str
    filters: tuple[tuple[str, str], ...]
    includes: tuple[str, ...]
    elements: frozenset[str]
    count: int
    understood: tuple[tuple[str, str], ...]


def parameters(resource_type: str) -> tuple[str, ...]:
    """The parameters a type is searched by."""
    if resource_type == "Patient":
        return ("_id", "_lastUpdated")
    own = (
        ()
        if resource_type in _NO_PATIENT
        else ("subject",)
        if resource_type in _BY_SUBJECT
        else ("patient", "subject")
    )
    return (*own, *_FILTERS)


def read_search(resource_type: str, pairs: Pairs, *, strict: bool) -> Search:
    """The parameters of a search.

    Raises:
        FhirRefusal: unknown type (404); neither patient nor id, a value that does not fit, or, when ``strict``,
            a parameter that is not supported (400).
    """
    if resource_type not in roles.CLINICAL | SUPPORTING:
        raise unknown_type(resource_type)
    known = {*parameters(resource_type), *_SHAPE, *_SILENT}
    understood = [pair for pair in pairs if pair[0] in known and _include_fits(resource_type, pair)]
    if strict and len(understood) != len(pairs):
        names = sorted({name for name, value in pairs if (name, value) not in understood})
        raise FhirRefusal(400, "not-supported", f"not supported here: {', '.join(names)}", detail="parameter")
    patients = {
        value.removeprefix("Patient/") for name, value in understood if name in {"patient", "subject"}
    }
    ids = {part for name, value in understood if name == "_id" for part in value.split(",")}
    patients |= ids if resource_type == "Patient" else set()
    if len(patients) > 1 or not (patients or ids):
        raise FhirRefusal(400, "required", "one patient (or _id) is required", detail="parameter")
    elements = {
        part for name, value in understood if name == "_elements" for part in value.split(",") if part
    }
    return Search(
        resource_type,
        next(iter(patients), ""),
        tuple(pair for pair in understood if pair[0] in _FILTERS),
        tuple(value.split(":")[1] for name, value in understood if name == "_include"),
        frozenset(elements),
        number(understood, "_count", LARGEST_PAGE, LARGEST_PAGE),
        tuple(understood),
    )


def _include_fits(resource_type: str, pair: tuple[str, str]) -> bool:
    name, value = pair
    if name != "_include":
        return True
    source, _, followed = value.partition(":")
    return source == resource_type and followed.partition(":")[0] in _FOLLOWED


def chosen(search: Search, resources: Iterable[Resource], today: date) -> list[Resource]:
    """The resources that fit, in the order the facility keeps them."""
    return [
        resource
        for resource in resources
        if resource.get("resourceType") == search.resource_type
        and all(matches(resource, name, value, today) for name, value in search.filters)
    ]


def included(search: Search, page: Sequence[Resource], around: Iterable[Resource]) -> list[Resource]:
    """What the page's resources refer to as the search asks, each once, without those on the page."""
    if not search.includes:
        return []
    known = {f"{resource.get('resourceType')}/{resource.get('id')}": resource for resource in around}
    here = {f"{resource.get('resourceType')}/{resource.get('id')}" for resource in page}
    found: dict[str, Resource] = {}
    for resource in page:
        for followed in search.includes:
            for element in _FOLLOWED[followed]:
                for reference in _references(resource.get(element)):
                    key = "/".join(reference.split("/")[-2:])
                    if key in known and key not in here:
                        found[key] = known[key]
    return list(found.values())


def trimmed(search: Search, resource: Resource) -> Resource:
    """Only the elements asked for, marked SUBSETTED (FHIR R4 search.html#elements)."""
    if not search.elements:
        return resource
    kept = {name: value for name, value in resource.items() if name in search.elements | _ALWAYS}
    meta = kept.get("meta")
    meta = dict(meta) if isinstance(meta, dict) else {}
    return kept | {"meta": meta | {"tag": [*meta.get("tag", []), _SUBSETTED]}}


def _references(value: object) -> Iterator[str]:
    """Every reference at any depth of an element."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
