"""A newer version of what a row points to changes the row, whenever it comes."""

import json
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.story import Record

PLACE = Facility("99001", "รพ.หนองบัว")
HIV = {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV"}]}
Resource = dict[str, Any]


def resource(type_: str, version: int, *, hidden: bool = False, **more: Any) -> Resource:
    meta = {"versionId": str(version), **(HIV if hidden else {})}
    return {"resourceType": type_, "id": type_.lower(), "meta": meta, **more}


def disease(version: int, words: str, *, hidden: bool = False) -> Resource:
    return resource("Condition", version, hidden=hidden, code={"text": words})


def result(version: int, *, hidden: bool) -> Resource:
    return resource("Observation", version, hidden=hidden, code={"text": "Copies"}, valueString="5")


VISIT = resource(
    "Encounter", 1, status="finished", diagnosis=[{"condition": {"reference": "Condition/condition"}}]
)
REPORT = resource("DiagnosticReport", 1, conclusion="x", result=[{"reference": "Observation/observation"}])
ORDER = resource("MedicationRequest", 1, medicationReference={"reference": "Medication/medication"})


def read(*pages: Resource) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    for page in pages:
        binder.add(json.dumps({"resourceType": "Bundle", "entry": [{"resource": page}]}).encode(), PLACE)
    record = binder.record()
    assert record.account.total.adds_up
    return record


def in_any_order(*pages: Resource) -> list[Record]:
    return [read(*order) for order in permutations(pages)]


@pytest.mark.parametrize(("before", "after"), [(False, False), (False, True), (True, False)])
def test_a_visit_tells_the_newer_diagnosis(before: bool, after: bool) -> None:
    """Also when it became restricted, or is so no more."""
    for record in in_any_order(disease(1, "DM", hidden=before), disease(2, "CKD", hidden=after), VISIT):
        (visit,) = record.visits
        assert ([told.words for told in visit.diagnoses], visit.restricted) == (
            ["CKD"],
            "hiv" if after else "",
        )


@pytest.mark.parametrize("hidden", [True, False])
def test_a_report_is_restricted_as_its_newer_result_is(hidden: bool) -> None:
    for record in in_any_order(result(1, hidden=not hidden), result(2, hidden=hidden), REPORT):
        assert [row.restricted for row in record.reports] == ["hiv" if hidden else ""]


def test_an_order_names_the_medicine_as_it_was_corrected() -> None:
    first, second = (
        resource("Medication", n + 1, code={"text": name})
        for n, name in enumerate(("warfarin 2 mg", "warfarin 5 mg"))
    )
    for record in in_any_order(first, second, ORDER):
        assert [row.drug.name for row in record.supplies] == ["warfarin 5 mg"]
