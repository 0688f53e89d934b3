"""Doses, quantities and values in Thai: the source's own words first, and never more than they say."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from viewer.record.facts import Dose
from viewer.record.values import Concept, Quantity, Range, Ratio, Value
from viewer.view.wording import en, th

LABELS = (
    "รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
    "พ่นครั้งละ 1 กด วันละ 2 ครั้ง เช้า เย็น ผ่านกระบอกพ่นยา แล้วบ้วนปาก",
    "พ่นครั้งละ 2 กด เมื่อมีอาการหอบ",
    "เคี้ยวครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน",
    "รับประทานครั้งละ 1 ช้อนชาครึ่ง (7.5 มล.) ทุก 4-6 ชั่วโมง เมื่อมีไข้",
    "รับประทานครั้งละ 1 ช้อนชา ทุก 4 ชั่วโมง เวลามีไข้",
    "รับประทานครั้งละ 1 เม็ด เมื่อปวดศีรษะไมเกรน ไม่เกินวันละ 6 เม็ด สัปดาห์ละ 10 เม็ด",
    "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์",
    "รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
    "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์",
    "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ยกเว้นวันอาทิตย์",
    "อมใต้ลิ้นครั้งละ 1 เม็ด เมื่อเจ็บหน้าอก",
    "ฉีดใต้ผิวหนัง ครั้งละ 10 ยูนิต ก่อนอาหารเช้า",
    "1 each morning (= 100 mcg/day)",
)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_stays_as_it_was_written(label: str) -> None:
    assert th.dose((Dose(text=label),), "tab") == label


@pytest.mark.parametrize(
    ("text", "form", "told"),
    [
        ("1x3 pc prn", "", "ครั้งละ 1 (ไม่ระบุหน่วย) วันละ 3 ครั้ง หลังอาหาร เมื่อมีอาการ"),
        ("1x3 pc", "tab", "ครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร"),
        ("1x3 pc", "syrup", "ครั้งละ 1 (ไม่ระบุหน่วย) วันละ 3 ครั้ง หลังอาหาร"),
        ("1x1 pc", "tab", "ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหาร"),
        ("1x3 ac", "cap", "ครั้งละ 1 แคปซูล วันละ 3 ครั้ง ก่อนอาหาร"),
        ("1 x 1 hs", "tab", "ครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน"),
        ("2 tab bid pc", "", "ครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร"),
        ("1/2 x 2 pc", "tab", "ครั้งละครึ่งเม็ด วันละ 2 ครั้ง หลังอาหาร"),
        ("1 tab po q6h prn", "", "รับประทาน ครั้งละ 1 เม็ด ทุก 6 ชั่วโมง เมื่อมีอาการ"),
        ("1 tab q 4-6 h", "", "ครั้งละ 1 เม็ด ทุก 4-6 ชั่วโมง"),
    ],
)
def test_shorthand_is_read_exactly(text: str, form: str, told: str) -> None:
    assert th.reading(text, form) == told
    assert th.dose((Dose(text=text),), form) == f"{text} = {told}"


@pytest.mark.parametrize("text", ["1 od", "1 gtt od", "q4h", "1x3 xyz", "take one", "1x3 2x1", "as directed"])
def test_uncertain_shorthand_is_left_raw(text: str) -> None:
    assert th.reading(text, "tab") == ""
    assert th.dose((Dose(text=text),), "tab") == text


@pytest.mark.parametrize("text", ["1x1 pc", "1x3 ac", "1x3 pc"])
def test_no_meal_and_no_minutes_are_invented(text: str) -> None:
    told = th.reading(text, "tab")
    assert not any(word in told for word in ("เช้า", "กลางวัน", "เย็น", "นาที"))


def q(value: str, unit: str = "") -> Quantity:
    return Quantity(Decimal(value), unit)


def times(frequency: int, unit: str, amount: Quantity | Range | None, **more: Any) -> Dose:
    return Dose(amount=amount, frequency=frequency, period=q("1", unit), **more)


WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
STRUCTURED = (
    (times(2, "d", q("2", "tab"), when=("PC",)), "tab", "รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร"),
    (times(1, "d", q("0.5", "tab"), when=("PCM",)), "tab", "รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า"),
    (times(1, "d", q("1.5", "tab")), "tab", "รับประทานครั้งละหนึ่งเม็ดครึ่ง วันละ 1 ครั้ง"),
    (times(1, "wk", q("4", "tab"), days=("sun",)), "tab", "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง เฉพาะวันอาทิตย์"),
    (times(1, "d", q("1", "tab"), days=WORKDAYS), "tab", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง เฉพาะวันจันทร์-ศุกร์"),
    (Dose(amount=q("1", "tab"), frequency=1, period=q("6", "h")), "tab", "รับประทานครั้งละ 1 เม็ด ทุก 6 ชั่วโมง"),
    (times(1, "d", q("10", "U"), route=Concept("SC")), "injection", "ฉีดใต้ผิวหนัง ครั้งละ 10 ยูนิต วันละ 1 ครั้ง"),
    (times(3, "d", q("1")), "", "ครั้งละ 1 (ไม่ระบุหน่วย) วันละ 3 ครั้ง"),
    (Dose(amount=q("2", "puff"), as_needed=True, as_needed_for="หอบ"), "MDI", "สูด/พ่น ครั้งละ 2 กด เมื่อหอบ"),
    (times(3, "d", Range(q("1", "tab"), q("2", "tab"))), "tab", "รับประทานครั้งละ 1-2 เม็ด วันละ 3 ครั้ง"),
    (times(2, "d", q("500", "mg")), "tab", "รับประทานครั้งละ 500 มก. วันละ 2 ครั้ง"),
)


@pytest.mark.parametrize(("dose", "form", "told"), STRUCTURED)
def test_structure_without_text_says_only_what_it_holds(dose: Dose, form: str, told: str) -> None:
    assert th.dose((dose,), form) == told


def test_nothing_said_is_said() -> None:
    assert th.dose(()) == "ต้นทางไม่ได้ระบุวิธีใช้ยา"
    assert th.dose((Dose(text="Oral"),)) == "ต้นทางไม่ได้ระบุวิธีใช้ยา (ส่งมาเพียง “Oral”)"


def test_steps_keep_their_order() -> None:
    steps = (Dose(text="วันที่ 2-5 ครั้งละ 5 เม็ด", sequence=2), Dose(text="วันที่ 1 ครั้งละ 12 เม็ด", sequence=1))
    assert th.dose(steps) == "วันที่ 1 ครั้งละ 12 เม็ด แล้ว วันที่ 2-5 ครั้งละ 5 เม็ด"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (q("2.27", "mg/dL"), "2.27 มก./ดล."),
        (q("5.70", "mmol/L"), "5.70 มมล./ล."),
        (q("48000", "copies/mL"), "48,000 copies/mL"),
        (Quantity(Decimal(20), "copies/mL", "<"), "<20 copies/mL"),
        (q("212", "U/L"), "212 U/L"),
        (q("7.9", "%"), "7.9 %"),
        (q("99.1", "[degF]"), "99.1 °F"),
        (q("93", "umol/L"), "93 µmol/L"),
        (Ratio(q("1"), q("32")), "1:32"),
        (Range(q("2.5"), q("3.5")), "2.5-3.5"),
        (Range(None, q("5")), "ไม่เกิน 5"),
        (Concept("2+"), "2+"),
        (Concept("NOT DETECTED"), "NOT DETECTED"),
        ("negative", "negative"),
        (True, "ใช่"),
        (None, ""),
    ],
)
def test_values(value: Value, told: str) -> None:
    assert th.value(value) == told


def test_quantities_strengths_and_forms() -> None:
    assert th.quantity(q("360", "TAB")) == "360 เม็ด"
    assert th.quantity(Quantity(Decimal(1), "กระบอก", text="1 กระบอก (120 doses)")).startswith("1 กระบอก")
    assert th.quantity(None) == ""
    assert th.strength("120 mg/5 mL") == "120 มก./5 มล."
    assert th.strength("75 + 150 mg") == "75 + 150 มก."
    assert th.form("tab") == "เม็ด"
    assert th.form("02") == ""


def test_fractions_are_exact_or_rounded_at_three_places() -> None:
    assert th.number(Fraction(1, 8)) == "0.125"
    assert th.number(Fraction(2000)) == "2,000"
    assert th.number(Fraction(19)) == "19"
    assert th.number(Decimal("1.50")) == "1.50"


def test_english_says_the_same() -> None:
    assert en.dose((Dose(text="1x3 pc prn"),)) == (
        "1x3 pc prn = 1 (unit not given) 3 times a day after meals when needed"
    )
    assert en.dose(()) == "the source did not say how to take it"
    weekly = Dose(amount=q("4", "tab"), frequency=1, period=q("1", "wk"), days=("sun",))
    assert en.dose((weekly,)) == "4 tablets once a week only on Sunday"
