"""Who told or recorded a row stands below the row itself, and nowhere that restricted data could be read from."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from unit.view.made import HERE, record_of

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.curtain import covered
from viewer.record.story import Record
from viewer.view.sheet import Row
from viewer.view.sheets import all_sheets, sheet

Strings = Callable[[Any], list[str]]
VOUCHES = "ผู้ให้ข้อมูล/ผู้บันทึก"
ALLERGY = {
    "resourceType": "AllergyIntolerance", "id": "a1", "code": {"text": "Penicillin"}, "recordedDate": "2026-10-02",
    "clinicalStatus": {"coding": [{"code": "active"}]},
}  # fmt: skip
HIV = {
    "resourceType": "Condition", "id": "c1", "recordedDate": "2026-10-02",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B20"}]},
}  # fmt: skip


def provenance(id_: str, *targets: str, who: str = "พญ.สมมติ ตัวอย่างแพทย์", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "id": id_,
        "target": [{"reference": target} for target in targets],
        "recorded": "2026-11-02T09:00:00+07:00",
        "agent": [{"type": {"text": "ผู้เขียน"}, "who": {"display": who}}],
        **more,
    }


def rows(record: Record, name: str, today: date, words: Words) -> Iterator[Row]:
    for section in sheet(name, record, Ledger(), today, words).sections:
        yield from section.rows


def vouched(record: Record, name: str, today: date, words: Words) -> list[Row]:
    return [
        detail
        for row in rows(record, name, today, words)
        for detail in row.details
        if detail.cells[0].text == VOUCHES
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_who_recorded_a_row_from_what_stands_below_it_whichever_came_first(
    order: int, today: date, words: Words
) -> None:
    entity = [{"role": "source", "what": {"display": "เวชระเบียนกระดาษ"}}]
    record = record_of(*[ALLERGY, provenance("p1", "AllergyIntolerance/a1", entity=entity)][::order])
    (told,) = vouched(record, "allergies", today, words)
    assert told.cells[1].text == "พญ.สมมติ ตัวอย่างแพทย์ (บทบาท: ผู้เขียน)"
    assert "บันทึกเมื่อ: 2 พ.ย. 2569 เวลา 09.00 น." in told.cells[1].note
    assert "จาก เวชระเบียนกระดาษ" in told.cells[1].note
    assert told.cells[2].text == HERE.name
    listed = [row for row in rows(record, "others", today, words) if "เกี่ยวกับ" in row.cells[1].note]
    assert len(listed) == 1, "it stays listed"
    assert record.account.total.shown == 2


def test_every_page_of_rows_tells_it(today: date, words: Words) -> None:
    made = {
        "problems": {"resourceType": "Condition", "code": {"text": "ความดันโลหิตสูง"}, "recordedDate": "2026-10-02"},
        "results": {
            "resourceType": "Observation", "status": "final", "code": {"text": "Hb"},
            "effectiveDateTime": "2026-10-02", "valueQuantity": {"value": 12, "unit": "g/dL"},
        },
        "medicines": {
            "resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-10-02",
            "medicationCodeableConcept": {"text": "Metformin 500 mg"},
        },
        "vaccines": {
            "resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "dT"},
            "occurrenceDateTime": "2026-10-02",
        },
        "documents": {
            "resourceType": "DocumentReference", "status": "current", "type": {"text": "ใบสรุป"},
            "date": "2026-10-02T00:00:00+07:00",
        },
        "others": {"resourceType": "Encounter", "status": "finished", "period": {"start": "2026-10-02"}},
    }  # fmt: skip
    for name, resource in made.items():
        record = record_of({"id": "x", **resource}, provenance("p", f"{resource['resourceType']}/x"))
        assert len(vouched(record, name, today, words)) == 1, name


def test_a_row_of_several_facts_says_of_which_it_is_told(today: date, words: Words) -> None:
    values = [
        {
            "resourceType": "Observation", "id": f"o{month}", "status": "final", "code": {"text": "Hb"},
            "effectiveDateTime": f"2026-0{month}-02", "valueQuantity": {"value": month, "unit": "g/dL"},
        }
        for month in (3, 4)
    ]  # fmt: skip
    record = record_of(*values, provenance("p", "Observation/o3"))
    (told,) = vouched(record, "results", today, words)
    assert "เกี่ยวกับ" in told.cells[1].note
    assert "2 มี.ค. 2569" in told.cells[1].note
    assert "2 เม.ย. 2569" not in told.cells[1].note


def test_very_many_are_counted_and_all_are_listed(today: date, words: Words) -> None:
    many = [provenance(f"p{n}", "AllergyIntolerance/a1", who=f"ผู้บันทึก {n}") for n in range(20)]
    record = record_of(ALLERGY, *many)
    told = vouched(record, "allergies", today, words)
    assert len(told) == 9
    assert told[-1].cells[1].text == "อีก 12 รายการ อยู่ในหมวดที่มาของข้อมูล"
    assert (
        sum(
            "ผู้บันทึก" in str(row.details[0].cells[1].text)
            for row in rows(record, "others", today, words)
            if row.details
        )
        == 20
    )


def test_a_newer_version_of_the_row_keeps_who_vouches_for_it(today: date, words: Words) -> None:
    older = {**ALLERGY, "meta": {"versionId": "1"}}
    newer = {**ALLERGY, "meta": {"versionId": "2"}, "criticality": "high"}
    record = record_of(older, provenance("p1", "AllergyIntolerance/a1"), newer)
    assert len(vouched(record, "allergies", today, words)) == 1


def test_what_vouches_for_a_restricted_row_is_told_nowhere(
    today: date, words: Words, strings: Strings
) -> None:
    secret = "นพ.คลินิกพิเศษ"
    record = record_of(
        HIV, ALLERGY, provenance("p1", "Condition/c1", who=secret),
        provenance("p2", "AllergyIntolerance/a1", "Condition/c1", who=secret),
    )  # fmt: skip
    assert record.account.total.restricted == 3
    assert secret not in "\n".join(strings(all_sheets(record, Ledger(), today, words)))
    assert vouched(record, "allergies", today, words) == []


def test_a_restricted_row_that_was_opened_shows_who_vouches_for_it_once_that_is_opened_too(
    today: date, words: Words, strings: Strings
) -> None:
    binder = Binder(today, None)
    for one in (HIV, provenance("p1", "Condition/c1", who="นพ.คลินิกพิเศษ")):
        binder.add(_bytes(one), HERE)
    condition, witness = (hidden.number for hidden in binder.restricted())
    binder.reveal(condition)
    assert vouched(binder.record(), "problems", today, words) == []
    binder.reveal(witness)
    record = binder.record()
    assert len(vouched(record, "problems", today, words)) == 1
    assert "นพ.คลินิกพิเศษ" not in "\n".join(strings(all_sheets(covered(record), Ledger(), today, words)))


def _bytes(resource: dict[str, Any]) -> bytes:

    return json.dumps(resource).encode()
