"""Labels are read for counting only as far as they are written."""

from decimal import Decimal
from fractions import Fraction

import pytest

from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose
from viewer.record.regimen import form_unit, unit_code
from viewer.record.values import Quantity

MON_FRI = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("label", "a_week", "unit"),
    [
        ("รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น", 28, "tab"),
        ("รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า", Fraction(7, 2), "tab"),
        ("รับประทานครั้งละ 1 เม็ดครึ่ง วันละ 1 ครั้ง", Fraction(21, 2), "tab"),
        ("รับประทานครั้งละหนึ่งเม็ดครึ่ง วันละ 2 ครั้ง", 21, "tab"),
        ("รับประทานครั้งละ 1/2 เม็ด วันละ 2 ครั้ง", 7, "tab"),
        ("รับประทานครั้งละ 1 เม็ด ก่อนนอน", 7, "tab"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์", 5, "tab"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันเสาร์-อาทิตย์", 2, "tab"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง เฉพาะวันจันทร์ พุธ ศุกร์", 3, "tab"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ยกเว้นวันอาทิตย์", 6, "tab"),
        ("รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์", 4, "tab"),
        ("รับประทานครั้งละ 3 แคปซูล วันละ 4 ครั้ง หลังอาหารและก่อนนอน", 84, "cap"),
        ("พ่นครั้งละ 1 กด วันละ 2 ครั้ง เช้า เย็น ผ่านกระบอกพ่นยา แล้วบ้วนปาก", 14, "puff"),
        ("รับประทานครั้งละ 3 เม็ด วันละ 1 ครั้ง ก่อนนอน (กินต่อหน้าพี่เลี้ยง)", 21, "tab"),
    ],
)
def test_a_plain_label_is_counted(label: str, a_week: Fraction | int, unit: str) -> None:
    regimen = read_regimen((Dose(text=label),))
    assert (regimen.a_week, regimen.unit, regimen.unclear) == (a_week, unit, "")


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("", "no-dose"),
        ("พ่นครั้งละ 2 กด เมื่อมีอาการหอบ", "as-needed"),
        ("รับประทานครั้งละ 1 เม็ด เวลาปวด", "as-needed"),
        ("รับประทานครั้งละ 1 ช้อนชาครึ่ง (7.5 มล.) ทุก 4-6 ชั่วโมง เมื่อมีไข้", "as-needed"),
        ("1x3 pc prn", "as-needed"),
        ("วันละ 1 ครั้ง", "no-amount"),
        ("รับประทานครั้งละ 1-2 เม็ด วันละ 3 ครั้ง", "not-exact"),
        ("รับประทานครั้งละ 1 เม็ด ทุก 6 ชั่วโมง", "hourly"),
        ("รับประทานครั้งละ 1 เม็ด สลับกับ 2 เม็ด วันละ 1 ครั้ง", "not-exact"),
        ("รับประทานครั้งละ 1 เม็ด วันเว้นวัน", "not-exact"),
        ("ตามแพทย์สั่ง", "not-exact"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง จากนั้นครั้งละ 2 เม็ด วันละ 1 ครั้ง", "steps"),
    ],
)
def test_what_is_not_certain_is_not_counted(label: str, why: str) -> None:
    regimen = read_regimen((Dose(text=label),))
    assert (regimen.a_week, regimen.unclear) == (None, why)


def _structured(
    amount: str, unit: str, frequency: int, period: str, days: tuple[str, ...] = (), text: str = ""
) -> Dose:
    return Dose(
        text=text,
        amount=Quantity(Decimal(amount), unit),
        frequency=frequency,
        period=Quantity(Decimal(1), period),
        days=days,
    )


def test_structure_alone_is_enough() -> None:
    assert read_regimen((_structured("2", "tab", 2, "d"),)).a_week == 28
    assert read_regimen((_structured("4", "tab", 1, "wk"),)).a_week == 4
    assert read_regimen((_structured("1", "tab", 1, "d", MON_FRI),)).a_week == 5


def test_text_and_structure_that_agree_are_one() -> None:
    text = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์"
    regimen = read_regimen((_structured("1", "tab", 1, "d", MON_FRI, text),))
    assert (regimen.a_week, regimen.days) == (Fraction(5), MON_FRI)


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์", ("4", "tab", 1, "d")),
        ("รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง", ("1", "tab", 1, "d")),
        ("รับประทานครั้งละ 2 เม็ด วันละ 1 ครั้ง", ("1", "tab", 1, "d")),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง", ("1", "cap", 1, "d")),
    ],
)
def test_text_against_structure_ends_all_arithmetic(text: str, structure: tuple[str, str, int, str]) -> None:
    regimen = read_regimen((_structured(*structure, text=text),))
    assert (regimen.a_week, regimen.unclear) == (None, "clash")


def test_several_dosages_are_steps() -> None:
    steps = (
        Dose(text="ครั้งละ 12 เม็ด ทุก 12 ชม.", sequence=1),
        Dose(text="ครั้งละ 5 เม็ด ทุก 12 ชม.", sequence=2),
    )
    assert read_regimen(steps).unclear == "steps"


def test_the_unit_comes_from_a_solid_form_only() -> None:
    label = (Dose(text="รับประทานครั้งละ 1 วันละ 3 ครั้ง"),)
    assert read_regimen(label, "film-coated tablet").unit == "tab"
    assert read_regimen(label, "syrup").unit == ""
    assert form_unit("02") == ""


def test_units_are_known_under_their_many_names() -> None:
    assert {unit_code(word) for word in ("เม็ด", "TAB", "tablets", "{tbl}")} == {"tab"}
    assert unit_code("กล่อง") == ""


@pytest.mark.parametrize(
    "label",
    [
        "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหารและก่อนนอน", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังฟอกเลือด",
        "รับประทานครั้งละ 1 เม็ด วันละ 1-2 ครั้ง", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง สัปดาห์เว้นสัปดาห์",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง วันเว้น 2 วัน", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ไม่ควรเกิน 10 วัน",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง พ.ศ. 2569", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง bid", "1x3 pc hs",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ยกเว้นวันฟอกเลือด", "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง 3 วันแรก",
        "รับประทานครั้งละ 2 เม็ด ก่อนนอน วันจันทร์-ศุกร์ ครั้งละ 1 เม็ด วันศุกร์-อาทิตย์",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนอาหารเช้า 2 เม็ด ก่อนนอน วันละ 3 ครั้ง",
        "ครั้งละ 1 เม็ด ทุก 2 วัน เฉพาะวันจันทร์", "1 tab q4-6h", "1 tab bid eod weekly",
    ],
)  # fmt: skip
def test_words_that_change_the_arithmetic_end_it(label: str) -> None:
    regimen = read_regimen((Dose(text=label),), "tab")
    assert regimen.a_week is None, label
    assert regimen.unclear, label


def test_every_other_day_has_days_but_no_total_a_week() -> None:
    regimen = read_regimen((Dose(text="รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า วันเว้นวัน"),))
    assert (regimen.a_week, regimen.interval, regimen.even, regimen.margin) == (Fraction(7, 2), 2, False, 2)


@pytest.mark.parametrize(
    ("label", "margin"),
    [
        ("รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง", 1), ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง เฉพาะวันจันทร์-ศุกร์", 3),
        ("รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์", 7), ("รับประทานครั้งละ 1 เม็ด สัปดาห์ละ 1 ครั้ง", 7),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง เฉพาะวันเสาร์-อาทิตย์", 6),
    ],
)  # fmt: skip
def test_a_count_may_be_out_by_the_longest_time_between_two_doses(label: str, margin: int) -> None:
    assert read_regimen((Dose(text=label),)).margin == margin


def test_a_taper_is_counted_only_when_every_step_is_exact() -> None:
    exact = "วันที่ 1-3 ครั้งละ 2 เม็ด วันละ 3 ครั้ง แล้วลดเหลือครั้งละ 1 เม็ด วันละ 3 ครั้ง 4 วัน แล้วลดเหลือวันละ 1 เม็ด"
    regimen = read_regimen((Dose(text=exact),))
    assert [(step.a_day, step.days) for step in regimen.steps] == [
        (Fraction(6), 3), (Fraction(3), 4), (Fraction(1), None),
    ]  # fmt: skip
    for vague in ("แล้วลดเหลือครั้งละ 1 เม็ด", "แล้วลดเหลือครั้งละ 1-2 เม็ด วันละ 3 ครั้ง", "แล้วค่อย ๆ ลด"):
        text = f"ครั้งละ 2 เม็ด วันละ 3 ครั้ง 3 วัน {vague}"
        assert read_regimen((Dose(text=text),)).unclear in ("steps", "not-exact"), vague


@pytest.mark.parametrize(
    ("patient_text", "extra", "unclear"),
    [
        ("", (), ""),
        ("รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง", (), ""),
        ("รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง", (), "clash"),
        ("", ("ดื่มน้ำตามมาก ๆ", "Take with food"), ""),
        ("", ("งดวันฟอกเลือด",), "not-exact"),
        ("", ("เมื่อมีอาการปวด",), "as-needed"),
        ("", ("เฉพาะวันจันทร์",), "not-exact"),
        ("เริ่มยาหลังผ่าตัด 3 วัน", (), "not-exact"),
    ],
)
def test_further_words_may_end_the_arithmetic(
    patient_text: str, extra: tuple[str, ...], unclear: str
) -> None:
    dose = Dose(text="รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร", patient_text=patient_text, extra=extra)
    regimen = read_regimen((dose,))
    assert (regimen.unclear, regimen.a_week) == (unclear, None if unclear else 14)
