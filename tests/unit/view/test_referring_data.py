"""The data of a referral: what was typed is read back as the same facts, codes with their system."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from form_samples import CLINIC, NOW
from unit.view.made import STROKE, draft_of, letter_for

from viewer.base.words import Words
from viewer.paper.opening import data_in
from viewer.paper.referral import referral_pdf
from viewer.record.facts import Problem, Result
from viewer.record.shelf import Source, read_everything
from viewer.record.values import Quantity
from viewer.view.pen import Pen
from viewer.visit.referral import Field

Patient = Callable[..., Any]
F = Field


def test_what_was_typed_is_read_back_from_the_paper_as_the_same_facts(spoken: Words) -> None:
    letter = letter_for(draft_of(STROKE), spoken)
    (person,) = read_everything([Source("r.pdf", data_in(referral_pdf(letter, spoken)))], NOW.date()).persons
    record = person.record
    assert record.account.total.gaps == 0
    measured = {result.loinc: result for result in record.results}
    values = {
        loinc: result.value.value for loinc, result in measured.items() if isinstance(result.value, Quantity)
    }
    assert values == {
        "8867-4": Decimal(88), "9279-1": Decimal(20), "59408-5": Decimal(96), "3151-8": Decimal(3),
        "72514-3": Decimal(0), "41653-7": Decimal(126), "70182-1": Decimal(9),
    }  # fmt: skip
    assert measured["8310-5"].value == "วัดไม่ได้"
    halves = [part.value.value for part in measured["85354-9"].components if isinstance(part.value, Quantity)]
    assert halves == [Decimal(186), Decimal(104)]
    assert measured["9269-2"].value is None, "a part could not be tested: no sum"
    assert {result.when.raw for result in record.results if result.when} == {"2026-11-23T14:05:00+07:00"}
    assert {result.origin.hcode for result in record.results} == {CLINIC.hcode}
    assert [(row.icd, row.concept.words, row.verification) for row in record.problems] == [
        ("I63.9", "Ischemic stroke", "provisional"),
        ("", "สงสัยหัวใจเต้นผิดจังหวะ", "provisional"),
    ]
    assert all(isinstance(row, Problem) for row in record.problems)
    types = sorted(row.origin.type for row in record.others)
    assert types == ["Coverage", "QuestionnaireResponse", "ServiceRequest"]


def test_the_request_says_reason_urgency_and_to_whom(spoken: Words) -> None:
    bundle = json.loads(letter_for(draft_of(STROKE), spoken).data)
    by_type = {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}
    request = by_type["ServiceRequest"]
    found = (entry["resource"].get("valueQuantity") for entry in bundle["entry"])
    assert {type(one["value"]) for one in found if one} == {int}, "numbers, not their digits in quotes"
    assert request["priority"] == "stat"
    (thai_urgency,) = request["_priority"]["extension"]
    assert thai_urgency["valueCodeableConcept"]["coding"] == [
        {
            "system": "https://terms.sil-th.org/core/CodeSystem/cs-thcc-refer-thai-priority",
            "code": "2",
            "display": "ฉุกเฉิน (emergency)",
        }
    ]
    assert request["performer"] == [{"display": "รพ.ศูนย์ธารสุวรรณ"}]
    assert request["orderDetail"] == [{"text": "โปรดพิจารณา thrombectomy"}]
    assert [reason["text"] for reason in request["reasonCode"]] == [
        "เพื่อการวินิจฉัยและรักษา", "Stroke", "เกินศักยภาพ",
    ]  # fmt: skip
    assert request["reasonCode"][0]["coding"][0] == {
        "system": "https://terms.sil-th.org/core/CodeSystem/cs-thcc-refer-in-reason",
        "code": "1",
        "display": "เพื่อการวินิจฉัยและรักษา",
    }
    assert {one["value"] for one in request["identifier"]} == {CLINIC.hcode, "45/2570"}
    answers = {
        item["linkId"]: item["answer"][0].get("valueString")
        or [one["valueCoding"]["display"] for one in item["answer"]]
        for item in by_type["QuestionnaireResponse"]["item"]
    }
    assert (answers["1"], answers["2"], answers["5"]) == ("แขนขาขวาอ่อนแรง", "บิดาเป็นเบาหวาน", "NSS 80 mL/hr")
    assert answers["urgency"] == ["ฉุกเฉิน (emergency)"]
    assert answers["care"] == ["ดูแลทางเดินหายใจ (airway)", "ให้น้ำเกลือ"]
    assert answers["relative-phone"] == "08-0000-0000"
    places = {entry["fullUrl"] for entry in bundle["entry"]}
    listed = [
        one["reference"]
        for part in bundle["entry"][0]["resource"]["section"]
        for one in part.get("entry", ())
    ]
    assert set(listed) <= places
    rows = [
        e
        for e in bundle["entry"]
        if e["resource"]["resourceType"] not in ("Composition", "Patient", "Organization")
    ]
    assert len(listed) == len(rows) == len(set(listed))


def test_every_text_on_paper_is_in_the_data_too(spoken: Words) -> None:
    sent = letter_for(draft_of(STROKE), spoken).data.decode()
    for name, text in STROKE.items():
        if name not in (F.TRAVEL, F.ATTACHED, F.SPECIAL, F.URGENCY, F.REASON, F.ISOLATION, F.CARE, F.O2_DEVICE,
                        F.GCS_EYE, F.GCS_VERBAL, F.GCS_MOTOR, F.MEASURED, F.STROKE_WELL):  # fmt: skip
            for line in text.split("\\n"):
                assert line in sent, name


def test_the_writers_measurements_stand_beside_the_records(patient: Patient, spoken: Words) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    letter = letter_for(draft_of({F.SYSTOLIC: "120", F.DIASTOLIC: "80", F.HISTORY: "x"}), spoken, pen)
    (back,) = read_everything([Source("r", letter.data)], NOW.date()).persons
    own = [row for row in back.record.results if row.origin.hcode == CLINIC.hcode and isinstance(row, Result)]
    assert len(own) == 1
    assert own[0].when is None, "nobody typed when it was measured"
