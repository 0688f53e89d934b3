"""What the types that are read by hand tell beside their name and date: nothing of it is lost, nothing is turned."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.record.courses import CourseState

from .made import lines_of, pen_of, record_of, sheets_of

DAY = "2026-11-20"


def text(words: str) -> dict[str, Any]:
    return {"text": words}


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def years(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "ปี", "system": "http://unitsofmeasure.org", "code": "a"}


def condition(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": text("ลมชัก"), **more}


def request(**more: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": DAY,
            "medicationCodeableConcept": text("ibuprofen 400 mg tab"), **more}  # fmt: skip


def statement(**more: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationStatement", "status": "active",
            "medicationCodeableConcept": text("rifampicin 300 mg cap"), **more}  # fmt: skip


def allergy(**more: Any) -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "code": text("นมวัว"), "category": ["food"], **more}


def procedure(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Procedure", "status": "completed", "code": text("ผ่าตัด"), **more}


def vaccine(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Immunization", "status": "completed", "vaccineCode": text("Rabies"),
            "occurrenceDateTime": DAY, **more}  # fmt: skip


def encounter(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "period": {"start": DAY},
            **more}  # fmt: skip


def report(**more: Any) -> dict[str, Any]:
    return {"resourceType": "DiagnosticReport", "status": "final", "code": text("CT brain"), "effectiveDateTime": DAY,
            **more}  # fmt: skip


def document(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": text("ใบยินยอม"),
        "date": DAY,
        **more,
    }


def composition(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Composition", "status": "final", "title": "สรุป", "date": DAY, **more}


def div(words: str) -> dict[str, Any]:
    return {"div": f"<div>{words}</div>"}


def doses(**more: Any) -> list[dict[str, Any]]:
    return [{"text": "ครั้งละ 1 เม็ด เวลาปวด", **more}]


SHOWN = [
    ("an age of onset", condition(onsetAge=years(8)), "เมื่ออายุ 8 ปี"),
    ("a span of ages", condition(onsetRange={"low": years(5), "high": years(7)}), "เมื่ออายุ 5-7 ปี"),
    ("an age that is only bounded", condition(onsetRange={"high": years(7)}), "เมื่ออายุ <=7 ปี"),
    ("an onset in words", condition(onsetString="ตั้งแต่เด็ก"), "“ตั้งแต่เด็ก”"),
    ("a stage", condition(stage=[{"summary": text("IIA")}]), "ระยะของโรค: IIA"),
    ("a place in the body", condition(bodySite=[text("ข้างซ้าย")]), "ข้างซ้าย"),
    ("when it ended", condition(clinicalStatus=status("resolved"), abatementDateTime="2026-01"),
     "หายแล้ว (ถึง ม.ค. 2569)"),
    ("the record's date beside an age", condition(onsetAge=years(8), recordedDate=DAY),
     "เมื่ออายุ 8 ปี · บันทึก 20 พ.ย. 2569"),
    ("since when somebody is allergic", allergy(onsetAge=years(2), recordedDate=DAY), "เริ่มมีอาการ: เมื่ออายุ 2 ปี"),
    ("when it happened last", allergy(lastOccurrence="2012"), "เกิดครั้งล่าสุด: พ.ศ. 2555"),
    ("a reaction sent as words", allergy(reaction="ผื่นทั้งตัว"), "ผื่นทั้งตัว"),
    ("by which route", allergy(reaction=[{"exposureRoute": text("ฉีด"), "manifestation": [text("ช็อก")]}]), "ฉีด"),
    ("who denied it", allergy(code=text("ปฏิเสธการแพ้ยา"), recordedDate=DAY, asserter={"reference": "Patient/p"}),
     "ผู้ป่วยให้ข้อมูล"),
    ("what a medicine is for", request(reasonCode=[text("ปวดเข่า")]), "เหตุผล: ปวดเข่า"),
    ("a further instruction", request(dosageInstruction=doses(additionalInstruction=[text("ห้ามเคี้ยว")])), "ห้ามเคี้ยว"),
    ("words for the patient", request(dosageInstruction=doses(patientInstruction="ดื่มน้ำมาก")), "ดื่มน้ำมาก"),
    ("the most of it", request(dosageInstruction=doses(maxDosePerPeriod={
        "numerator": {"value": 8, "unit": "เม็ด"}, "denominator": {"value": 1, "unit": "วัน"}})), "ไม่เกินวันละ 8 เม็ด"),
    ("a rate", request(dosageInstruction=[{"doseAndRate": [{"rateRatio": {
        "numerator": {"value": 5, "unit": "mcg/kg"}, "denominator": {"value": 1, "unit": "min"}}}]}]),
     "อัตรา 5 mcg/kg/min"),
    ("a rate between two", request(dosageInstruction=[{"doseAndRate": [{"rateRange": {
        "low": {"value": 50, "unit": "mL/h"}, "high": {"value": 80, "unit": "mL/h"}}}]}]),
     "อัตรา 50 mL/h – 80 mL/h"),
    ("the name beside a filler code", request(
        medicationCodeableConcept={"coding": [{"code": "00000"}]},
        medicationReference={"display": "glipizide 5 mg tab"},
    ), "glipizide"),
    ("who told of a medicine", statement(informationSource={"reference": "RelatedPerson/r"}), "ญาติหรือผู้ดูแลให้ข้อมูล"),
    ("until when it was used", statement(status="stopped", effectivePeriod={"start": "2026-01", "end": "2026-07-15"}),
     "ถึง 15 ก.ค. 2569"),
    ("that a course was completed", statement(status="completed", effectiveDateTime=DAY), "ต้นทางแจ้งว่าใช้ครบแล้ว"),
    ("an age at surgery", procedure(performedAge=years(12)), "เมื่ออายุ 12 ปี"),
    ("a complication", procedure(complication=[text("เลือดออก")]), "ภาวะแทรกซ้อน: เลือดออก"),
    ("what follows surgery", procedure(followUp=[text("ตัดไหม")]), "การดูแลต่อ: ตัดไหม"),
    ("a reason for surgery", procedure(reasonReference=[{"display": "นิ่ว"}]), "เหตุผล: นิ่ว"),
    ("surgery that goes on", procedure(status="in-progress"), "ยังไม่เสร็จสิ้น"),
    ("a route of a vaccine", vaccine(route=text("ฉีดเข้าในผิวหนัง")), "ฉีดเข้าในผิวหนัง"),
    ("a site and an amount", vaccine(site=text("ต้นแขนซ้าย"), doseQuantity={"value": 0.1, "unit": "mL"}),
     "ต้นแขนซ้าย · 0.1 mL"),
    ("a lot's last day", vaccine(expirationDate="2027-10-31"), "หมดอายุ 31 ต.ค. 2570 ·"),
    ("a reaction to a vaccine", vaccine(reaction=[{"detail": {"display": "ไข้"}}]), "อาการหลังได้รับ: ไข้"),
    ("why a vaccine does not protect", vaccine(isSubpotent=True, subpotentReason=[text("ตู้เย็นเสีย")]), "ตู้เย็นเสีย"),
    ("a vaccine from a second hand", vaccine(primarySource=False), "ไม่ใช่บันทึกของผู้ให้วัคซีน"),
    ("from which hand", vaccine(primarySource=False, reportOrigin=text("สมุดวัคซีน")), "ที่มาของข้อมูล: สมุดวัคซีน"),
    ("a dose that has no number", vaccine(protocolApplied=[{"doseNumberString": "เข็มกระตุ้น"}]), "Rabies เข็มกระตุ้น"),
    ("a reason that is pointed to", encounter(reasonReference=[{"display": "ไข้เลือดออก"}]), "ไข้เลือดออก"),
    ("a kind of visit of its own", encounter(**{"class": {"code": "MOB", "display": "หน่วยเคลื่อนที่"}}), "หน่วยเคลื่อนที่"),
    ("the role of a diagnosis", encounter(diagnosis=[{"condition": {"display": "ไข้"}, "use": {"coding": [
        {"system": "https://terms.sil-th.org/core/CodeSystem/cs-43plus-encounter-diagnosis-role", "code": "1",
         "display": "PRINCIPLE DX"}]}}]), "(โรคหลัก)"),
    ("a stay that goes on", encounter(status="in-progress"), "ยังไม่เสร็จสิ้น"),
    ("a facility by its name alone", encounter(serviceProvider={"display": "คลินิกข้าง ๆ"}), "คลินิกข้าง ๆ"),
    ("a report without a result yet", report(status="registered"), "ยังไม่มีผล"),
    ("a part of a report", report(status="partial"), "ผลบางส่วน"),
    ("a report that was added to", report(status="appended"), "มีการเพิ่มเติมผลภายหลัง"),
    ("a report that is only its narrative", report(text=div("เลือดออกในสมอง")), "เลือดออกในสมอง"),
    ("a document that is a draft", document(docStatus="preliminary"), "เอกสารฉบับเบื้องต้น"),
    ("a document that is withdrawn", document(docStatus="entered-in-error"), "ต้นทางแจ้งว่าบันทึกผิด: ใบยินยอม"),
    ("a passage sent as a string", composition(section=[{"title": "ประวัติ", "text": "เจ็บหน้าอก"}]), "เจ็บหน้าอก"),
    ("a result that cannot be read", {"resourceType": "Observation", "code": text("WBC"), "valueString": {"th": "x"}},
     "อ่านค่าไม่ได้"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "said"), [pytest.param(resource, said, id=name) for name, resource, said in SHOWN]
)
def test_it_is_shown(resource: dict[str, Any], said: str, words: Words) -> None:
    lines = [line for _, line in lines_of(pen_of(words, resource))]
    assert [line for line in lines if said in line]


@pytest.mark.parametrize("verification", ["differential", "provisional", "unconfirmed"])
def test_a_diagnosis_that_is_none_yet_says_so_wherever_it_stands(verification: str, words: Words) -> None:
    pen = pen_of(words, condition(verificationStatus=status(verification), recordedDate=DAY))
    word = {"differential": "วินิจฉัยแยกโรค", "provisional": "วินิจฉัยเบื้องต้น", "unconfirmed": "ยังไม่ยืนยัน"}[
        verification
    ]
    found = [line for _, line in lines_of(pen) if "ลมชัก" in line]
    assert found
    assert [line for line in found if word not in line] == []


def test_what_was_refuted_or_withdrawn_is_counted_as_no_problem(words: Words) -> None:
    refuted = condition(code=text("วัณโรค"), verificationStatus=status("refuted"), recordedDate=DAY)
    page = sheets_of(pen_of(words, condition(recordedDate=DAY), refuted))["problems"]
    assert len(page.sections[0].rows) == 2
    assert page.sections[0].caption.startswith("1 ")


def test_an_allergy_that_is_over_was_not_assessed_as_none(words: Words) -> None:
    pen = pen_of(words, allergy(clinicalStatus=status("resolved"), recordedDate=DAY))
    found = [line for _, line in lines_of(pen) if "นมวัว" in line]
    assert found
    assert [line for line in found if "ประเมินแล้วไม่แพ้" in line] == []
    assert [line for line in found if "ต้นทางแจ้งว่าหายแล้ว" not in line] == []


def test_an_allergy_without_a_name_puts_no_words_into_the_source_s_mouth(words: Words) -> None:
    lines = [line for _, line in lines_of(pen_of(words, {"resourceType": "AllergyIntolerance"}))]
    assert [line for line in lines if "“-”" in line] == []


def test_a_list_that_ended_after_a_supply_has_stopped_it(words: Words) -> None:
    """Stopped in July is later than a supply of March, though the list begins in January."""
    drug, amount = text("rifampicin 300 mg cap"), {"value": 30, "unit": "แคปซูล"}
    supplied = {"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-03-01",
                "medicationCodeableConcept": drug, "quantity": amount}  # fmt: skip
    stopped = statement(status="stopped", effectivePeriod={"start": "2026-01", "end": "2026-07-15"})
    (course,) = pen_of(words, supplied, stopped).courses
    assert course.state is CourseState.STOPPED


def test_what_is_forbidden_stands_on_the_summary_and_in_the_letter_with_its_reason(words: Words) -> None:
    pen = pen_of(words, request(doNotPerform=True, reasonCode=[text("ไตวาย")]))
    sections = {section.name: section for section in sheets_of(pen)["summary"].sections}
    assert "ต้นทางสั่งห้ามให้: ibuprofen 400 มก. เม็ด · เหตุผล: ไตวาย" in sections["current-medicines"].footer
    assert "อีก" not in sections["current-medicines"].footer


def test_a_reason_of_the_restricted_list_restricts_its_row() -> None:
    reason = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B24"}]}
    record = record_of(
        request(reasonCode=[reason]),
        procedure(complication=[reason]),
        encounter(reasonReference=[{"display": "HIV"}]),
    )
    assert [fact.restricted for fact in record.facts()] == ["hiv"] * 3


def test_two_results_of_one_day_without_a_time_have_no_order(words: Words) -> None:
    def creatinine(value: float) -> dict[str, Any]:
        return {"resourceType": "Observation", "status": "final", "effectiveDateTime": DAY,
                "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
                "valueQuantity": {"value": value, "unit": "mg/dL"}}  # fmt: skip

    summary = sheets_of(pen_of(words, creatinine(1.1), creatinine(2.2)))["summary"]
    rows = {row.cells[0].text: row for section in summary.sections for row in section.rows}
    assert rows["Cr"].cells[2].text == "วันเดียวกัน ไม่ทราบลำดับ"


def test_a_section_of_sections_is_not_said_to_be_empty(words: Words) -> None:
    inner = {"title": "แรกรับ", "text": div("BP 90/60")}
    lines = [
        line
        for _, line in lines_of(
            pen_of(words, composition(section=[{"title": "สัญญาณชีพ", "section": [inner]}]))
        )
    ]
    assert [line for line in lines if "BP 90/60" in line]
    assert [line for line in lines if "ต้นทางไม่ได้ส่งข้อความ" in line] == []
