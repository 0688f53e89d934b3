"""Another person's data is recognised before it is handed on."""

import json

import pytest

from viewer.base.opaque import Opaque
from viewer.exchange.guard import glance, lost_the_patient
from viewer.exchange.wire import Entry, Flaw, Page

PATIENT = Opaque("p-1")


def entry(**resource: object) -> Entry:
    return Entry(json.dumps(resource).encode())


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Patient", "id": "p-1"},
        {"resourceType": "Condition", "subject": {"reference": "Patient/p-1"}},
        {
            "resourceType": "Condition",
            "subject": {"reference": "https://a.example/fhir/Patient/p-1/_history/3"},
        },
        {"resourceType": "Condition", "subject": {"identifier": {"value": "x"}}},
        {"resourceType": "Condition", "subject": {"reference": "urn:uuid:0"}},
        {"resourceType": "Observation", "subject": {"reference": "Device/p-2"}},
        {"resourceType": "Account", "subject": [{"reference": "Patient/p-1"}]},
        {"resourceType": "Medication", "id": "m"},
        {"resourceType": "Condition", "subject": "Patient/p-1"},
        {"resourceType": "Condition", "subject": 7},
        {"resourceType": "Condition"},
    ],
)
def test_ours_or_nobodys(resource: dict[str, object]) -> None:
    seen = glance(entry(**resource), PATIENT)
    assert (seen.kind, seen.another) == (resource["resourceType"], False)


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Patient", "id": "p-2"},
        {"resourceType": "Patient"},
        {"resourceType": "Patient", "id": 7},
        {"resourceType": "Condition", "subject": {"reference": "Patient/p-2"}},
        {"resourceType": "Condition", "subject": {"reference": "https://a.example/fhir/Patient/p-2"}},
        {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p-11"}},
        {"resourceType": "Coverage", "beneficiary": {"reference": "Patient/p-2"}},
        {"resourceType": "Task", "for": {"reference": "Patient/p-2"}},
        {"resourceType": "Account", "subject": [{"reference": "Patient/p-1"}, {"reference": "Patient/p-2"}]},
        {"resourceType": "Condition", "subject": "Patient/p-2"},
        {"resourceType": "Condition", "subject": {"reference": ["Patient/p-2"]}},
        {"resourceType": "Condition", "id": 7, "subject": {"reference": "Patient/p-2"}},
    ],
)
def test_another_persons(resource: dict[str, object]) -> None:
    assert glance(entry(**resource), PATIENT).another


@pytest.mark.parametrize(
    "broken",
    [
        Entry(b"", flaw=Flaw.NULL),
        Entry(b'{"resourceType":"Patient","id":"p-2"', flaw=Flaw.CUT),
        Entry(b'"resource"'),
        Entry(b'{"id":"x"}'),
        Entry(b'{"resourceType":0,"status":["?"]}'),
        Entry(b'{"v":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    ],
)
def test_what_is_no_resource_has_no_kind(broken: Entry) -> None:
    seen = glance(broken, PATIENT)
    assert (seen.kind, seen.another) == ("", False)


@pytest.mark.parametrize(
    ("self_url", "lost"),
    [
        (None, False),
        ("https://a.example/Condition?patient=p-1&_count=200", False),
        ("https://a.example/Condition?patient=Patient%2Fp-1", False),
        ("https://a.example/Condition?patient:Patient=p-1", False),
        ("https://a.example/AdverseEvent?subject=https://a.example/Patient/p-1", False),
        ("https://a.example/Patient?_id=p-1", False),
        ("https://a.example/Condition?_count=200", True),
        ("https://a.example/Condition", True),
        ("https://a.example/Condition?patient=p-2", True),
        ("https://a.example/Condition?patient=", True),
        ("https://a.example/Condition?code=p-1", True),
        ("https://[broken?patient=p-1", True),
    ],
)
def test_the_self_link_must_still_name_the_patient(self_url: str | None, lost: bool) -> None:
    page = Page(self_url=Opaque(self_url) if self_url is not None else None)
    assert lost_the_patient(page, PATIENT) is lost


def bundled(*resources: dict[str, object]) -> dict[str, object]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


@pytest.mark.parametrize("depth", [1, 3])
def test_another_person_within_a_bundle_of_the_page_is_seen(depth: int) -> None:
    inside: dict[str, object] = {"resourceType": "Condition", "subject": {"reference": "Patient/p-2"}}
    mine: dict[str, object] = {"resourceType": "Condition", "subject": {"reference": "Patient/p-1"}}
    for _ in range(depth):
        inside, mine = bundled(mine, inside), bundled(mine)
    assert glance(entry(**inside), PATIENT).another
    assert not glance(entry(**mine), PATIENT).another


@pytest.mark.parametrize(
    ("resource", "numbered"),
    [
        ({"resourceType": "Patient", "id": "p-1"}, True),
        ({"resourceType": "Condition", "subject": {"reference": "Patient/p-1"}}, False),
        ({"resourceType": "Condition", "subject": {"identifier": {"system": "s", "value": "1"}}}, True),
        ({"resourceType": "Condition", "subject": {"identifier": "1"}}, True),
        ({"resourceType": "Condition", "subject": {"reference": "Patient?identifier=s|1"}}, True),
        ({"resourceType": "Account", "subject": [{"identifier": {"value": "1"}}]}, True),
        ({"resourceType": "Condition", "id": 7, "subject": {"identifier": {"value": "1"}}}, True),
        ({"resourceType": "Condition", "identifier": [{"value": "1"}]}, False),
    ],
)
def test_whose_number_is_to_be_looked_at(resource: dict[str, object], numbered: bool) -> None:
    assert glance(entry(**resource), PATIENT).numbered is numbered
    page = {"resourceType": "Bundle", "entry": [{"resource": resource}]}
    assert glance(entry(**page), PATIENT).numbered is numbered
