"""A course that ends: until which day, how long, how many times, how much at most; and what days left make of it."""

from datetime import timedelta
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.record.courses import CourseState, concerns_today
from viewer.record.dosing import read_regimen
from viewer.view.medicines import medicines

from .made import D, pen_of, record_of, row_line

DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}
THAI = Words("th")


def dosage(repeat: dict[str, Any], amount: int = 6, **more: Any) -> dict[str, Any]:
    dose = {"doseAndRate": [{"doseQuantity": {"value": amount, "unit": "tablet"}}]} if amount else {}
    return {**dose, "timing": {"repeat": repeat}, **more}


def order(*dosages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-06-10",
        "medicationCodeableConcept": {"text": "prednisolone 5 mg tab"}, "dosageInstruction": list(dosages), **more,
    }  # fmt: skip


def dispense(on: str, end: str, quantity: int | None = 60, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": on,
        "medicationCodeableConcept": {"text": "warfarin 3 mg tab"},
        **({"quantity": {"value": quantity, "unit": "tab"}} if quantity else {}),
        "dosageInstruction": [dosage({**DAILY, "boundsPeriod": {"end": end}}, 1, **more)],
    }  # fmt: skip


def told(*resources: dict[str, Any]) -> str:
    (section, *_) = medicines(pen_of(THAI, *resources)).sections
    return " ".join(row_line(row) for one in section.rows for row in (one, *one.details))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (dosage({**DAILY, "boundsPeriod": {"end": "2026-06-20"}}), "ครั้งละ 6 เม็ด วันละ 1 ครั้ง ถึง 20 มิ.ย. 2569"),
        (
            dosage({**DAILY, "boundsPeriod": {"start": "2026-06-11", "end": "2026-06"}}),
            "ตั้งแต่ 11 มิ.ย. 2569 ถึง มิ.ย. 2569",
        ),
        (dosage({**DAILY, "boundsPeriod": {"end": "2027-01-31"}}), "วันละ 1 ครั้ง ถึง 31 ม.ค. 2570"),
        (dosage({**DAILY, "boundsDuration": {"value": 5, "unit": "d"}}), "วันละ 1 ครั้ง นาน 5 วัน"),
        (dosage({**DAILY, "boundsDuration": {"value": 5}}), "วันละ 1 ครั้ง นาน 5 (ไม่ระบุหน่วย)"),
        (
            dosage(
                {
                    **DAILY,
                    "boundsRange": {"low": {"value": 5, "unit": "d"}, "high": {"value": 7, "unit": "d"}},
                }
            ),
            "วันละ 1 ครั้ง นาน 5-7 วัน",
        ),
        (dosage({**DAILY, "count": 3}), "วันละ 1 ครั้ง รวม 3 ครั้ง"),
        (dosage({**DAILY, "duration": 30, "durationUnit": "min"}), "วันละ 1 ครั้ง ให้แต่ละครั้งนาน 30 นาที"),
        (
            dosage({"duration": 1, "durationMax": 1.5, "durationUnit": "h"}, 0, text="หยดเข้าหลอดเลือดดำ"),
            "หยดเข้าหลอดเลือดดำ · ให้แต่ละครั้งนาน 1-1.5 ชั่วโมง",
        ),
        (dosage({"durationMax": 90, "durationUnits": "s"}), "ให้แต่ละครั้งนาน ไม่เกิน 90 วินาที"),
        (dosage({"duration": 30}), "ให้แต่ละครั้งนาน 30 (ไม่ระบุหน่วย)"),
        (
            dosage({}, timing={"event": ["2026-12-01", "2027-01-08T08:00:00+07:00"]}),
            "ครั้งละ 6 เม็ด กำหนดให้ 1 ธ.ค. 2569, 8 ม.ค. 2570 เวลา 08.00 น.",
        ),
        ({"timing": {"event": "2026-12"}}, "กำหนดให้ ธ.ค. 2569"),
        (dosage({**DAILY, "count": 3, "countMax": 5}), "รวม 3-5 ครั้ง"),
        (dosage({**DAILY, "when": ["AC"], "offset": 30}), "ก่อนอาหาร 30 นาที"),
        (dosage({**DAILY, "when": ["PC"], "offset": 120}), "หลังอาหาร 2 ชั่วโมง"),
        (dosage({**DAILY, "when": ["MORN"], "offset": 30}), "เช้า (+30 นาที)"),
        (
            dosage(DAILY, text="กินครั้งละ 1 เม็ด วันละ 1 ครั้ง", amount=0)
            | {"timing": {"repeat": {"boundsPeriod": {"end": "2026-06-20"}}}},
            "กินครั้งละ 1 เม็ด วันละ 1 ครั้ง · ถึง 20 มิ.ย. 2569",
        ),
        (
            dosage(
                DAILY,
                maxDosePerPeriod={
                    "numerator": {"value": 8, "unit": "tablet"},
                    "denominator": {"value": 1, "code": "d"},
                },
            ),
            "ไม่เกินวันละ 8 เม็ด",
        ),
        (
            dosage(
                DAILY,
                maxDosePerPeriod={
                    "numerator": {"value": 4, "unit": "g"},
                    "denominator": {"value": 24, "unit": "h"},
                },
            ),
            "ไม่เกิน 4 กรัม ใน 24 ชั่วโมง",
        ),
        (dosage(DAILY, maxDosePerAdministration={"value": 2, "unit": "tab"}), "ครั้งละไม่เกิน 2 เม็ด"),
        (dosage(DAILY, maxDosePerLifetime={"value": 500, "unit": "mg"}), "ตลอดชีวิตไม่เกิน 500 มก."),
    ],
)
def test_the_limits_of_a_dose_are_told(sent: dict[str, Any], words: str) -> None:
    assert words in told(order(sent))


def test_how_long_a_dose_takes_and_its_days_are_told_in_english() -> None:
    sent = dosage({"duration": 30, "durationMax": 60, "durationUnit": "min"}, 0, text="1 g IV")
    sent["timing"]["event"] = ["2026-12-01", "เมื่อสะดวก"]
    (row, *_) = medicines(pen_of(Words("en"), order(sent))).sections[0].rows
    assert row.cells[1].text.startswith("1 g IV · over 30-60 minutes · on 1 Dec 2026, ")
    assert "“เมื่อสะดวก”" in row.cells[1].text


def test_what_is_to_be_given_on_days_of_its_own_is_counted_with_by_nobody() -> None:
    sent = dosage(DAILY, timing={"event": ["2026-12-01"], "repeat": DAILY})
    (row,) = record_of(order(sent)).supplies
    assert read_regimen(row.doses).unclear == "not-exact"


def test_a_length_that_the_words_tell_stands_once() -> None:
    text = "กินครั้งละ 1 เม็ด วันละ 1 ครั้ง นาน 5 วัน"
    sent = {"text": text, "timing": {"repeat": {"boundsDuration": {"value": 5, "unit": "d"}}}}
    (row, *_) = medicines(pen_of(THAI, order(sent))).sections[0].rows
    assert row.cells[1].text == text


def test_what_an_order_says_beside_the_dose_is_told() -> None:
    line = told(
        order(
            dispenseRequest={
                "numberOfRepeatsAllowed": 2,
                "expectedSupplyDuration": {"value": 30, "unit": "days"},
                "validityPeriod": {"start": "2026-06-10", "end": "2026-12-10"},
            },
            substitution={"allowedBoolean": False, "reason": {"text": "แพ้สี"}},
        )
    )
    assert "พอใช้ 30 วัน ตามที่ต้นทางระบุ" in line
    assert "ใบสั่งยาใช้จ่ายยาได้ 10 มิ.ย. 2569 ถึง 10 ธ.ค. 2569 · ห้ามจ่ายยาอื่นแทน “แพ้สี”" in line


def test_what_replaced_an_order_is_told() -> None:
    sent = dispense("2026-11-20", "2027-11-20")
    assert "จ่ายแทนยาที่สั่ง" in told({**sent, "substitution": {"wasSubstituted": True}})


def test_days_left_respect_the_end() -> None:
    (course,) = pen_of(THAI, dispense("2026-11-20", "2026-11-29")).courses
    assert (course.state, course.until, course.left) == (CourseState.USING, D + timedelta(days=6), 7)
    (course,) = pen_of(THAI, dispense("2026-11-20", "2027-11-20", 10)).courses
    assert course.until == D + timedelta(days=6)  # the tablets end before


@pytest.mark.parametrize("quantity", [60, None])
def test_a_course_whose_end_is_past_is_over_and_not_used_up(quantity: int | None) -> None:
    sent = dispense("2026-11-10", "2026-11-20", quantity)
    (course,) = pen_of(THAI, sent).courses
    assert (course.state, course.left) == (CourseState.ENDED, -2)
    assert concerns_today(course, D)  # for the rules, as after a supply that ran out
    line = told(sent)
    assert "ครบกำหนดใช้ยาแล้ว" in line
    assert "ให้ใช้ถึง 20 พ.ย. 2569 เท่านั้น" in line
    assert "หมด" not in line


def test_a_list_whose_dose_has_ended_is_not_in_use() -> None:
    sent = {
        "resourceType": "MedicationStatement", "status": "active", "effectiveDateTime": "2026-06-10",
        "medicationCodeableConcept": {"text": "prednisolone 5 mg tab"},
        "dosage": [dosage({**DAILY, "boundsPeriod": {"end": "2026-06-20"}})],
    }  # fmt: skip
    (course,) = pen_of(THAI, sent).courses
    assert (course.state, concerns_today(course, D)) == (CourseState.ENDED, False)


@pytest.mark.parametrize(
    ("type_", "when", "state"),
    [
        (
            "MedicationStatement",
            {"effectiveDateTime": "2026-06-01"},
            CourseState.USING,
        ),  # elsewhere it goes on
        ("MedicationRequest", {"authoredOn": "2026-06-21"}, CourseState.ORDERED_ONLY),  # ordered anew
        ("MedicationRequest", {"authoredOn": "2026-06-10"}, CourseState.ENDED),  # the order of that list
    ],
)
def test_a_list_that_has_ended_ends_no_other(type_: str, when: dict[str, str], state: CourseState) -> None:
    name = {"status": "active", "medicationCodeableConcept": {"text": "prednisolone 5 mg tab"}}
    until = dosage({**DAILY, "boundsPeriod": {"end": "2026-06-20"}})
    ended = {
        "resourceType": "MedicationStatement",
        "effectiveDateTime": "2026-06-10",
        "dosage": [until],
        **name,
    }
    doses = {"dosage" if type_.endswith("ment") else "dosageInstruction": [dosage(DAILY)]}
    (course,) = pen_of(
        THAI, ended, {"resourceType": type_, "intent": "order", **name, **when, **doses}
    ).courses
    assert course.state is state


def test_doses_of_different_times_are_no_sum() -> None:
    steps = [
        dosage({**DAILY, "boundsPeriod": {"start": "2026-11-20", "end": "2026-11-25"}}, 6),
        dosage({**DAILY, "boundsPeriod": {"start": "2026-11-26", "end": "2026-12-25"}}, 4),
    ]
    sent = {**dispense("2026-11-20", "2026-12-25"), "dosageInstruction": steps}
    (course,) = pen_of(THAI, sent).courses
    assert (course.unclear, course.left, course.total) == ("steps", None, None)


def test_a_number_of_times_is_held_against_the_quantity() -> None:
    sent = dispense("2026-11-22", "2026-12-25", 6)
    counted = {**sent, "dosageInstruction": [dosage({**DAILY, "count": 3}, 1)]}
    (course,) = pen_of(THAI, counted).courses
    assert (course.unclear, course.left) == ("days-differ", None)
    (course,) = pen_of(THAI, {**counted, "quantity": {"value": 3, "unit": "tab"}}).courses
    assert course.left == 2
