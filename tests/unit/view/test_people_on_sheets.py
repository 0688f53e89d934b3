"""The traps of the sandbox people, as resources/people/expected.json keeps them, on the sheets of this version."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.view.band import band
from viewer.view.pen import Pen
from viewer.view.sheet import AllergyState
from viewer.view.sheets import all_sheets, sheet

EXPECTED = json.loads(
    (Path(__file__).resolve().parents[3] / "resources/people/expected.json").read_text(encoding="utf-8")
)["people"]
PEOPLE = [str(number) for number in range(1, 13)]
# How the facilities stand when the trap is looked at, where that is part of the story.
STATES: dict[str, dict[str, LineState]] = {
    "7a": {"F08": LineState.TIMED_OUT},
    "11a": dict.fromkeys(("F02", "F04", "F05", "F06", "F07", "F08"), LineState.ASKING),
    "11c": {
        "F02": LineState.NOT_CONSENTED,
        "F03": LineState.NOT_CONNECTED,
        "F04": LineState.TIMED_OUT,
        "F05": LineState.WITHHELD,
        "F06": LineState.UNREADABLE,
        "F07": LineState.STOPPED,
        "F08": LineState.UNREACHABLE,
    },
}
# Supplies whose days are not told here, and why.
NOT_COUNTED = {
    ("3", "atazanavir"): "restricted",
    ("3", "ritonavir"): "restricted",
    ("3", "tenofovir"): "restricted",
    ("8", "methotrexate"): "text and structure clash: no arithmetic",
}


def _traps() -> list[Any]:
    return [
        pytest.param(number, trap, id=trap["id"])
        for number in PEOPLE
        for trap in EXPECTED[number].get("traps", ())
        if trap["sheet"] in ("summary", "medicines", "results", "allergies", "problems", "vaccines", "documents",
                             "others", "ledger", "timeline", "band")
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "trap"), _traps())
def test_trap(
    number: str,
    trap: dict[str, Any],
    patient: Callable[..., Any],
    strings: Callable[[Any], list[str]],
    words: Words,
    today: date,
) -> None:
    person = patient(int(number), STATES.get(trap["id"]))
    if trap["sheet"] == "band":
        drawn: Any = band(person.record, person.ledger, today, words)
    else:
        drawn = sheet(trap["sheet"], person.record, person.ledger, today, words)
    text = "\n".join(strings(drawn))
    assert [fragment for fragment in trap["must_show"] if fragment not in text] == []
    assert [fragment for fragment in trap["must_not_show"] if fragment in text] == []


@pytest.mark.parametrize("number", PEOPLE)
def test_allergy_state(number: str, patient: Callable[..., Any], words: Words, today: date) -> None:
    file = "ips-testman.json" if number == "9" else ""
    person = patient(int(number), file=file)
    expected = EXPECTED[number]["allergy"]["state"]
    assert band(person.record, person.ledger, today, words).allergy.state is AllergyState(expected)


@pytest.mark.parametrize("number", PEOPLE)
def test_days_left(number: str, patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(int(number))
    pen = Pen(person.record, person.ledger, today, words)
    for _, drug, left in EXPECTED[number].get("left", ()):
        counted = [
            portion.left(today)
            for course in pen.courses
            for portion in course.portions
            if drug in portion.supply.drug.name or drug in course.name
        ]
        if (number, drug) in NOT_COUNTED:
            assert not any(counted), (drug, NOT_COUNTED[number, drug])
        else:
            assert left in counted, (drug, counted)


@pytest.mark.parametrize("number", PEOPLE)
def test_every_sheet_stands(number: str, patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(int(number))
    sheets = all_sheets(person.record, person.ledger, today, words)
    assert [s.name for s in sheets] == [
        "summary", "timeline", "medicines", "results", "allergies", "problems", "vaccines", "documents", "others",
        "ledger", "dispensing",
    ]  # fmt: skip
    for page in sheets:
        for section in page.sections:
            assert section.rows or section.empty, (page.name, section.name)
            keys = [row.key for row in section.rows]
            assert len(set(keys)) == len(keys), (page.name, section.name)


def _row(page: Any, section: str, start: str) -> Any:
    (found,) = (s for s in page.sections if s.name == section)
    return next(row for row in found.rows if row.cells[0].text.startswith(start))


def test_person_1_medicine_in_conflict(patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(1)
    row = _row(sheet("medicines", person.record, person.ledger, today, words), "medicines", "metformin")
    assert row.cells[0].note == "รับประทาน · 500 มก. · 2,000 มก./วัน"
    assert row.cells[1].text == "ครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
    assert (row.cells[4].text, row.cells[4].note) == ("เหลือ 6 วัน", "ถึง 28 พ.ย. 2569")
    assert (row.cells[5].text, row.cells[5].note) == ("ข้อมูลขัดแย้ง", "A หยุด “eGFR ลดลง ให้หยุด” · B ยังมียา")
    assert "หยุด metformin 500 มก. เม็ด “eGFR ลดลง ให้หยุด”" in row.details[1].cells[1].text
    assert row.details[0].cells[0].text == "เหลือ 6 วัน"
    assert row.details[0].cells[1].text == "360 เม็ด ÷ 4 เม็ด/วัน = 90 วัน · 31 ส.ค. 2569 – 28 พ.ย. 2569 · ±1 วัน"
    assert "“รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น”" in row.details[2].cells[1].text


def test_person_1_kidney(patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(1)
    row = _row(sheet("summary", person.record, person.ledger, today, words), "key-results", "eGFR")
    assert (row.cells[1].text, row.cells[1].unit, row.cells[1].note) == ("29", "ต้นทาง 2009", "31 คำนวณ 2021")
    assert row.cells[2].text == "ลด 17 %"
    assert row.trend is not None
    assert [value for _, value in row.trend.points] == [57, 49, 41, 35, 29]


def test_person_1_ckd_stages_stand_together(patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(1)
    row = _row(sheet("problems", person.record, person.ledger, today, words), "problems", "โรคไต")
    assert row.cells[0].code == "N18.4"
    assert "B ระบุเพียง N18.9" in row.cells[0].note


def test_person_5_warfarin_is_one_row_a_week(patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(5)
    row = _row(sheet("medicines", person.record, person.ledger, today, words), "medicines", "warfarin")
    assert "19 มก./สัปดาห์" in [mark.word for mark in row.marks]
    assert "เฉพาะวันจันทร์-ศุกร์" in row.cells[1].text
    assert "เฉพาะวันเสาร์-อาทิตย์" in row.cells[1].text
    assert row.cells[4].text == "เหลือ 56 วัน"


def test_person_5_inr_is_judged_by_its_recorded_goal_alone(
    patient: Callable[..., Any], words: Words, today: date
) -> None:
    person = patient(5)
    for page, section in (("summary", "key-results"), ("results", "results")):
        row = _row(sheet(page, person.record, person.ledger, today, words), section, "INR")
        assert not any("ต้นทางแจ้ง" in mark.word for mark in row.marks)
        goal = "เป้าหมาย 2.5-3.5" if page == "summary" else "เป้าหมาย INR 2.5-3.5 บันทึกเมื่อ 23 ธ.ค. 2567"
        assert goal in " ".join(cell.note for cell in row.cells)
        assert row.trend is not None
        assert (row.trend.low, row.trend.high) == (None, None)
        assert row.trend.goal == "เป้าหมาย INR 2.5-3.5 บันทึกเมื่อ 23 ธ.ค. 2567"


def test_person_8_methotrexate_is_never_daily(
    patient: Callable[..., Any], strings: Callable[[Any], list[str]], words: Words, today: date
) -> None:
    person = patient(8)
    row = _row(sheet("medicines", person.record, person.ledger, today, words), "medicines", "methotrexate")
    text = "\n".join(strings(row))
    assert "คำนวณไม่ได้: ข้อความกับโครงสร้างไม่ตรงกัน" in text
    assert "สัปดาห์ละ 1 ครั้ง" in text
    assert "วันละ" not in text
    assert "/วัน" not in text


@pytest.mark.parametrize(
    ("name", "now", "before", "point", "sent"),
    [
        ("Glucose", "169 มก./ดล.", "เดิม 9.4 มมล./ล.", 169, "แปลงหน่วยจาก 9.4 มมล./ล."),
        ("Cr", "1.05 มก./ดล.", "เดิม 93 µmol/L", 1.05, "แปลงหน่วยจาก 93 µmol/L"),
        ("HbA1c", "7.5 %", "เดิม 58 mmol/mol", 7.5, "แปลงหน่วยจาก 58 mmol/mol"),
    ],
)
def test_person_9_two_units_share_an_axis_and_no_value(
    name: str,
    now: str,
    before: str,
    point: float,
    sent: str,
    patient: Callable[..., Any],
    words: Words,
    today: date,
) -> None:
    person = patient(9, file="ips-testman.json")
    row = _row(sheet("summary", person.record, person.ledger, today, words), "key-results", name)
    assert f"{row.cells[1].text} {row.cells[1].unit}" == now
    assert row.cells[2].text == before
    assert row.cells[1].note == "≈ กราฟแปลงหน่วย"
    assert row.trend is not None
    assert next(value for _, value in row.trend.points) == point
    assert row.trend.sent == (sent, "")


def test_person_9_the_grid_prints_every_value_with_the_unit_it_came_in(
    patient: Callable[..., Any], words: Words, today: date
) -> None:
    person = patient(9, file="ips-testman.json")
    page = sheet("results", person.record, person.ledger, today, words)
    told = {
        row.cells[0].text: [f"{cell.text} {cell.unit}" for cell in row.cells[2:-2] if cell.unit]
        for row in page.sections[0].rows
    }
    assert told["Cr"] == ["93 µmol/L", "1.05 มก./ดล."]
    assert told["HbA1c"] == ["58 mmol/mol", "7.5 %"]
    assert ["99.1 °F", "37.3 °C"] in told.values()
    (cholesterol,) = (row for row in page.sections[0].rows if row.cells[0].text.startswith("Chol"))
    assert cholesterol.cells[1].text == "มมล./ล."
    assert cholesterol.trend is not None
    assert cholesterol.trend.sent == ()  # alone in its unit: drawn in it


def test_person_12_potassium_before_and_after_dialysis_are_two_lines(
    patient: Callable[..., Any], words: Words, today: date
) -> None:
    person = patient(12)
    page = sheet("summary", person.record, person.ledger, today, words)
    (section,) = (s for s in page.sections if s.name == "key-results")
    potassium = {row.cells[1].note: row.cells[1].text for row in section.rows if row.cells[0].text == "K"}
    assert potassium == {"ก่อนฟอกเลือด": "6.1", "หลังฟอกเลือด": "3.8"}
    assert section.rows[0].cells[1].text == "ไม่คำนวณ: ฟอกเลือด/ล้างไต"


def test_person_12_is_told_to_the_end(patient: Callable[..., Any], words: Words, today: date) -> None:
    person = patient(12)
    drawn = band(person.record, person.ledger, today, words)
    text = "".join(segment.text for line in drawn.allergy.lines for segment in line)
    for name in (
        "ceftriaxone",
        "ciprofloxacin",
        "iodinated contrast",
        "กุ้ง",
        "plaster",
        "tramadol",
        "enalapril",
    ):
        assert name in text
    assert "…" not in text


@pytest.mark.parametrize("number", [1, 3, 8, 11])
def test_english_says_all_of_it_too(
    number: int, patient: Callable[..., Any], english: Words, today: date
) -> None:
    person = patient(number)
    sheets = all_sheets(person.record, person.ledger, today, english)
    assert [s.title for s in sheets[:3]] == ["Summary", "History over time", "Medicines"]


def test_a_living_will_is_opened_never_summed_up(
    patient: Callable[..., Any], strings: Callable[[Any], list[str]], words: Words, today: date
) -> None:
    person = patient(12)
    notices = [mark.word for mark in band(person.record, person.ledger, today, words).notices]
    assert "มีหนังสือแสดงเจตนา ม.12 เปิดอ่าน" in notices
    text = "\n".join(strings(all_sheets(person.record, person.ledger, today, words)))
    assert "ไม่ประสงค์" not in text
    assert "DNR" not in text


def test_person_9_levothyroxine_is_one_dose_of_two_strengths(
    patient: Callable[..., Any], words: Words, today: date
) -> None:
    person = patient(9, file="ips-testman.json")
    row = _row(
        sheet("summary", person.record, person.ledger, today, words), "current-medicines", "levothyroxine"
    )
    assert "75 ไมโครกรัม + 25 ไมโครกรัม" in row.cells[0].text
    whole = _row(sheet("medicines", person.record, person.ledger, today, words), "medicines", "levothyroxine")
    assert whole.cells[0].note.endswith("100 ไมโครกรัม/วัน")
    explained = whole.details[0]
    assert [cell.text for cell in explained.cells[:2]] == [
        "รวม 100 ไมโครกรัม/วัน",
        "75 ไมโครกรัม × 1 เม็ด/วัน + 25 ไมโครกรัม × 1 เม็ด/วัน",
    ]
    assert len({note.fact for note in explained.sources}) == 2
