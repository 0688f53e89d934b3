"""The same more than once, dose limits, and labels that contradict themselves."""

from decimal import Decimal

import pytest
from unit.safety.people_of_rules import ONCE, Row, checked, fired, only, person, result, supply

from viewer.record.facts import Dose, Supply
from viewer.record.values import Quantity

TWICE = "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
WEIGHT = "29463-7"


def test_one_ingredient_from_two_places() -> None:
    rows = (
        supply("omeprazole 20 mg cap", 10, ONCE, 30, "F01"),
        supply("omeprazole 20 mg cap", 5, ONCE, 30, "F08"),
    )
    found = only(checked(*rows), "repeat-ingredient")
    assert [(note.code, note.detail) for note in found.notes] == [("places", "2")]
    assert {row.origin.hcode for row in found.rows} == {"F01", "F08"}


def test_what_ran_out_is_not_there_twice() -> None:
    rows = (
        supply("omeprazole 20 mg cap", 60, ONCE, 30, "F01"),
        supply("omeprazole 20 mg cap", 5, ONCE, 30, "F08"),
    )
    assert fired(checked(*rows)) == []


def test_strengths_of_one_place_are_one_dose() -> None:
    weekdays = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์"
    weekend = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันเสาร์-อาทิตย์"
    rows = (supply("warfarin 3 mg tab", 5, weekdays, 60), supply("warfarin 2 mg tab", 5, weekend, 24))
    assert fired(checked(*rows, result("6301-6", "2.5"))) == []


def test_one_ingredient_in_two_products() -> None:
    rows = (
        supply("paracetamol 500 mg tab", 5, ONCE, 10),
        supply("tramadol 37.5 mg + paracetamol 325 mg tab", 5, ONCE, 10),
    )
    assert {part.ingredient for part in only(checked(*rows), "repeat-ingredient").parts} == {"paracetamol"}


@pytest.mark.parametrize(
    ("name", "unit"), [("salbutamol 100 mcg/dose MDI", "กระบอก"), ("insulin nph 100 unit/mL inj", "ขวด")]
)
def test_inhalers_and_insulins_are_no_repeats(name: str, unit: str) -> None:
    rows = (supply(name, 5, "", 1, "F01", unit=unit), supply(name, 9, "", 1, "F02", unit=unit))
    assert fired(checked(*rows)) == []


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("rdu-10-ras", ("enalapril", "losartan")),
        ("rdu-10-ras", ("losartan", "valsartan")),
        ("rdu-13-nsaid-duplicate", ("ibuprofen", "naproxen")),
        ("repeat-sedative", ("alprazolam", "zolpidem")),
        ("repeat-statin", ("simvastatin", "atorvastatin")),
        ("repeat-ppi", ("omeprazole", "esomeprazole")),
        ("repeat-ccb", ("amlodipine", "nifedipine")),
        ("repeat-sulfonylurea", ("glipizide", "gliclazide")),
        ("repeat-iron", ("ferrous fumarate", "ferrous sulfate")),
    ],
)
def test_two_of_one_class(rule: str, names: tuple[str, str]) -> None:
    both = [supply(f"{name} 10 mg tab", 5 + place, place=f"F0{place}") for place, name in enumerate(names)]
    assert rule in fired(checked(*both))
    assert rule not in fired(checked(both[0]))
    ran_out = supply(f"{names[1]} 10 mg tab", 60, ONCE, 10)
    assert rule not in fired(checked(both[0], ran_out)), "after a change of drug the old supply has ended"


def test_sedatives_count_for_thirty_days_and_take_in_what_says_the_same() -> None:
    rows = (supply("alprazolam 0.5 mg tab", 5, ONCE, 30), supply("diazepam 5 mg tab", 40, ONCE, 20))
    found = only(checked(*rows, who=person("female", 71)), "repeat-sedative")
    assert found.also == ("rdu-16-elderly-benzodiazepine",)
    assert len(checked(*rows, who=person("female", 71)).findings) == 1


SYRUP = "รับประทานครั้งละ 1 ช้อนชา ทุก 4-6 ชั่วโมง เมื่อมีไข้"


def syrup(strength: str, place: str, label: str = SYRUP) -> Supply:
    return supply(f"paracetamol {strength} syrup", 3, label, 1, place, unit="ขวด")


def test_two_concentrations_of_one_liquid_are_loud() -> None:
    found = only(checked(syrup("120 mg/5 mL", "F01"), syrup("250 mg/5 mL", "F02")), "repeat-strength")
    assert found.level.value == "consult"
    same = checked(syrup("120 mg/5 mL", "F01"), syrup("120 mg/5 mL", "F02"))
    assert fired(same) == ["repeat-ingredient"]


@pytest.mark.parametrize(
    ("name", "label", "milligrams"),
    [
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 2 เม็ด ทุก 4 ชั่วโมง เวลาปวด", "6000"),
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 1-2 เม็ด ทุก 4-6 ชั่วโมง เมื่อมีไข้", "6000"),
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 3 เม็ด วันละ 3 ครั้ง หลังอาหาร", "4500"),
        ("paracetamol 1 g tab", "รับประทานครั้งละ 1 เม็ด วันละ 5 ครั้ง", "5000"),
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 1 เม็ด ทุก 4-6 ชั่วโมง เวลาปวด", ""),
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 2 เม็ด วันละ 4 ครั้ง หลังอาหาร", ""),
        ("paracetamol 500 mg tab", "รับประทานครั้งละ 2 เม็ด ทุก 4 ชั่วโมง เวลาปวด ไม่เกินวันละ 8 เม็ด", ""),
    ],
)
def test_paracetamol_above_4_g(name: str, label: str, milligrams: str) -> None:
    found = checked(supply(name, 2, label, 20))
    assert ("paracetamol-4g" in fired(found)) is bool(milligrams)
    if milligrams:
        assert only(found, "paracetamol-4g").notes[0].detail == milligrams


@pytest.mark.parametrize("label", ["", "1x3 pc prn", "รับประทานตามแพทย์สั่ง", "รับประทานครั้งละ 1 ซอง ทุก 4 ชั่วโมง"])
def test_a_dose_that_is_not_written_is_not_made_up(label: str) -> None:
    found = checked(supply("paracetamol 500 mg tab", 2, label, 20))
    assert "paracetamol-4g" not in fired(found)
    assert ("paracetamol-4g", "dose-unclear") in {(one.rule, one.reason) for one in found.coverage.unchecked}


@pytest.mark.parametrize(("kilograms", "speaks"), [("20", False), ("19.9", True), ("10", True)])
def test_paracetamol_by_weight(kilograms: str, speaks: bool) -> None:
    # 250 mg every 4 hours is at most 1,500 mg a day: 75 mg/kg at 20 kg.
    found = checked(syrup("250 mg/5 mL", "F01"), result(WEIGHT, kilograms, "kg", 20), who=person("male", 6))
    assert ("paracetamol-per-kg" in fired(found)) is speaks


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((), "no-weight"),
        ((result(WEIGHT, "10", "kg", 91),), "weight-old"),
        ((result(WEIGHT, "180", "kg", 5),), "weight-odd"),
        ((result(WEIGHT, "10", "?", 5),), "weight-odd"),
    ],
)
def test_without_a_plausible_weight_of_90_days_nothing_is_said_by_weight(
    rows: tuple[Row, ...], reason: str
) -> None:
    found = checked(syrup("250 mg/5 mL", "F01"), *rows, who=person("male", 6))
    assert "paracetamol-per-kg" not in fired(found)
    assert ("paracetamol-per-kg", reason) in {(one.rule, one.reason) for one in found.coverage.unchecked}


@pytest.mark.parametrize(
    ("rule", "beside", "name", "over", "under"),
    [
        ("simvastatin-over-20", "amlodipine", "simvastatin", "40", "20"),
        ("simvastatin-over-20", "amiodarone", "simvastatin", "40", "20"),
        ("simvastatin-over-10", "diltiazem", "simvastatin", "20", "10"),
        ("simvastatin-over-10", "verapamil", "simvastatin", "20", "10"),
        ("dolutegravir-metformin", "dolutegravir", "metformin", "1001", "1000"),
    ],
)
def test_limits_beside_another_medicine(rule: str, beside: str, name: str, over: str, under: str) -> None:
    other = supply(f"{beside} 5 mg tab", 9)
    found = only(checked(supply(f"{name} {over} mg tab", 5), other), rule)
    assert {part.ingredient for part in found.parts} == {name, beside}
    assert rule not in fired(checked(supply(f"{name} {under} mg tab", 5), other))
    assert rule not in fired(checked(supply(f"{name} {over} mg tab", 5)))
    unclear = checked(supply(f"{name} {over} mg tab", 5, "ตามแพทย์สั่ง"), other)
    assert (rule, "dose-unclear") in {(one.rule, one.reason) for one in unclear.coverage.unchecked}


def test_methotrexate_daily_weekly_and_in_contradiction() -> None:
    weekly = "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์"
    name = "methotrexate 2.5 mg tab"
    assert fired(checked(supply(name, 5, weekly, 48))) == []
    assert fired(checked(supply(name, 5, TWICE, 48))) == ["methotrexate-daily"]
    assert fired(checked(supply(name, 5, "ตามแพทย์สั่ง", 48))) == []
    wrong = Dose(
        text=weekly, amount=Quantity(Decimal(4), "tab"), frequency=1, period=Quantity(Decimal(1), "d")
    )
    assert fired(checked(supply(name, 5, quantity=48, structure=wrong))) == ["methotrexate-clash"]


TWO_OF_THEM = "repeat-anticoagulant"


@pytest.mark.parametrize(
    ("names", "rules"),
    [
        (("apixaban 5 mg tab", "warfarin 3 mg tab"), [TWO_OF_THEM]),
        (("apixaban 5 mg tab", "rivaroxaban 15 mg tab"), [TWO_OF_THEM]),
        (("apixaban 5 mg tab", "enoxaparin 60 mg inj"), [TWO_OF_THEM]),
        (("dabigatran 110 mg cap", "fondaparinux 2.5 mg inj"), [TWO_OF_THEM]),
        (("warfarin 3 mg tab", "warfarin 2 mg tab"), []),
        (("apixaban 5 mg tab", "diclofenac 25 mg tab"), ["site-doac-nsaid"]),
        (("rivaroxaban 15 mg tab", "aspirin 81 mg tab"), ["site-anticoagulant-aspirin"]),
        (("warfarin 3 mg tab", "aspirin 81 mg tab"), ["site-anticoagulant-aspirin"]),
        (("apixaban 5 mg tab", "aspirin 81 mg tab"), ["site-apixaban-aspirin"]),
        (("warfarin 3 mg tab", "diclofenac 1% gel"), []),
        (("apixaban 5 mg tab", "diclofenac 1% gel"), []),
    ],
)
def test_two_that_thin_the_blood(names: tuple[str, ...], rules: list[str]) -> None:
    rows = [supply(name, 3, "ทาวันละ 2 ครั้ง" if "gel" in name else ONCE) for name in names]
    assert fired(checked(*rows)) == rules


def test_an_anticoagulant_of_two_places_is_asked_about_and_said_once() -> None:
    rows = (supply("warfarin 3 mg tab", 10, place="F01"), supply("warfarin 5 mg tab", 10, place="F02"))
    finding = only(checked(*rows), "repeat-anticoagulant-places")
    assert (finding.level.value, finding.also) == ("consult", ("repeat-ingredient",))
    assert [(note.code, note.detail) for note in finding.notes] == [("places", "2")]
    whole = checked(*rows, supply("apixaban 5 mg tab", 3))
    assert fired(whole) == [TWO_OF_THEM]
    over = checked(supply("warfarin 3 mg tab", 200, place="F01"), rows[1])
    assert "repeat-anticoagulant-places" not in fired(over), "that of F01 ran out"


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("ไทลินอล 500 มก. เม็ด", ["paracetamol-4g"]), ("พาราเซตามอล 500 มิลลิกรัม เม็ด", ["paracetamol-4g"]),
        ("Tylenol 500 mg tab", ["paracetamol-4g"]), ("ไทลินอล 325 มก. เม็ด", []), ("ไทลินอล", []),
        ("ทิฟฟี่ 500 มก. เม็ด", []),  # of three in one tablet nobody said whose strength it is
    ],
)  # fmt: skip
def test_a_strength_in_thai_is_one(name: str, rules: list[str]) -> None:
    found = checked(supply(name, 1, "รับประทานครั้งละ 2 เม็ด ทุก 4 ชั่วโมง", 30))
    assert fired(found) == rules
