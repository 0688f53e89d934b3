"""The patient's own list: signed rows only, plain words, nothing guessed, nothing lost."""

from dataclasses import replace

import pytest
from form_samples import PHARMACIST, SHOP, Told
from paper_samples import thai

from viewer.base.words import Words
from viewer.view.forms.blocks import Form, Heading, Paper, Remark, Ruled
from viewer.view.forms.medicine_list import medicine_list, obstacle
from viewer.view.sheet import Tone
from viewer.visit.reconciliation import Choice, Extra, Kind, Reconciliation, added


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def listed(told: Told, value: Reconciliation) -> Form:
    printing = told.printing(PHARMACIST, SHOP)
    return medicine_list(told.subject, told.signed(value), printing, paper=Paper.A5, sandbox=True)


def tables(form: Form) -> dict[str, list[list[str]]]:
    """The rows of each table below its heading, cells and notes joined."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for block in form.parts:
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Ruled):
            found[title] = [
                [" ".join(filter(None, (cell.text, cell.note.replace("\n", " ")))) for cell in row.cells]
                for row in block.section.rows
            ]
    return found


def remarks(form: Form) -> str:
    return "\n".join(block.text for block in form.parts if isinstance(block, Remark))


def test_nothing_is_printed_for_a_patient_that_nobody_signed(words: Words) -> None:
    told = Told(1, words)
    value = told.decide(Reconciliation(), Choice.CONTINUE)
    assert obstacle(told.subject, value) == "unsigned"
    assert obstacle(told.subject, told.signed(value)) == ""
    now = told.signed(value)
    assert now.signed is not None
    old = replace(now, signed=replace(now.signed, seen="other"))
    assert obstacle(told.subject, old) == "changed"
    assert obstacle(told.subject, told.signed(Reconciliation())) == "nothing"
    with pytest.raises(ValueError, match="signed"):
        medicine_list(told.subject, value, told.printing(), paper=Paper.A4, sandbox=True)


def test_each_medicine_stands_under_what_was_decided(words: Words) -> None:
    told = Told(1, words)
    value = told.decide(Reconciliation(), Choice.STOP, ["metformin"], reason="ค่าไตลดลง")
    value = told.decide(value, Choice.HOLD, ["etoricoxib"], reason="รอผลเลือด")
    value = told.decide(value, Choice.DOSE, ["amlodipine"], dose="ครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า")
    value = told.decide(value, Choice.SWITCH, ["simvastatin"], instead="rosuvastatin 10 มก.")
    value = told.decide(value, Choice.ASK, ["losartan"])
    value = told.decide(value, Choice.CONTINUE, ["glipizide", "diclofenac"])
    form = listed(told, value)
    found = tables(form)
    assert found["ยาที่ใช้ทุกวันตามเวลา"] == [
        [
            "amlodipine 5 มก. เม็ด ครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า ปรับขนาดใหม่",
            "ครึ่งเม็ด หลังอาหาร", "–", "–", "–",
        ],
        [
            "glipizide 5 มก. เม็ด รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง ก่อนอาหาร เช้า เย็น",
            "1 เม็ด ก่อนอาหาร", "–", "1 เม็ด ก่อนอาหาร", "–",
        ],
    ]  # fmt: skip
    assert "ยาที่ใช้ตามวิธีที่เขียนไว้" not in found
    assert found["ยาที่ยังไม่มีวิธีใช้เขียนไว้ ถามก่อนใช้"] == [
        ["rosuvastatin 10 มก.", "แทน simvastatin 20 มก. เม็ด · ไม่มีวิธีใช้ยาเขียนไว้ ถามแพทย์หรือเภสัชกรก่อนใช้"],
        ["diclofenac 25 มก. เม็ด", "ไม่มีวิธีใช้ยาเขียนไว้ ถามแพทย์หรือเภสัชกรก่อนใช้"],
    ]
    assert found["งดไว้ก่อน"] == [["etoricoxib 90 มก. เม็ดเคลือบฟิล์ม", "รอผลเลือด"]]
    assert found["หยุดใช้แล้ว ไม่ต้องใช้อีก"] == [
        ["metformin 500 มก. เม็ด", "ค่าไตลดลง"],
        ["simvastatin 20 มก. เม็ด", "เปลี่ยนเป็น: rosuvastatin 10 มก."],
    ]
    assert "รอแพทย์พิจารณา ถามแพทย์ก่อนใช้: losartan 50 มก. เม็ด" in remarks(form)
    assert "ยังไม่ได้ทบทวน ถามแพทย์หรือเภสัชกรก่อนใช้: atorvastatin 40 มก. เม็ด · enalapril 20 มก. เม็ด" in remarks(
        form
    )


def test_a_weekly_medicine_has_no_time_of_day_and_says_that_it_is_not_daily(words: Words) -> None:
    told = Told(8, words)
    form = listed(told, told.decide(Reconciliation(), Choice.CONTINUE))
    (row,) = (row for row in tables(form)["ยาที่ใช้ตามวิธีที่เขียนไว้"] if row[0].startswith("methotrexate"))
    assert row[1].endswith("สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์ ไม่ใช่ทุกวัน")
    ways = next(
        block.section for block in form.parts if isinstance(block, Ruled) and block.section.name == "other"
    )
    assert next(row.cells[1].tone for row in ways.rows if "methotrexate" in row.cells[0].text) is Tone.STRONG


def test_strengths_taken_on_other_days_are_two_packages(words: Words) -> None:
    told = Told(5, words)
    form = listed(told, told.decide(Reconciliation(), Choice.CONTINUE))
    rows = [row for row in tables(form)["ยาที่ใช้ตามวิธีที่เขียนไว้"] if row[0].startswith("warfarin")]
    assert rows == [
        ["warfarin 3 มก. เม็ด", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์ ไม่ใช่ทุกวัน"],
        ["warfarin 2 มก. เม็ด", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันเสาร์-อาทิตย์ ไม่ใช่ทุกวัน"],
    ]


def test_two_concentrations_are_two_bottles_and_never_one_dose(words: Words) -> None:
    told = Told(2, words)
    form = listed(told, told.decide(Reconciliation(), Choice.CONTINUE, ["paracetamol"]))
    rows = tables(form)["ยาที่ใช้ตามวิธีที่เขียนไว้"]
    assert [row[0] for row in rows] == [
        "paracetamol 250 มก./5 มล. น้ำเชื่อม",
        "paracetamol 120 มก./5 มล. น้ำเชื่อม",
    ]
    assert all(row[1].endswith("มีความเข้มข้นต่างกัน ตวงตามฉลากของแต่ละขวด") for row in rows)
    dose = "ครั้งละ 1 ช้อนชา วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
    form = listed(told, told.decide(Reconciliation(), Choice.DOSE, ["paracetamol"], dose=dose))
    assert tables(form)["ยาที่ใช้ตามวิธีที่เขียนไว้"] == [
        [
            "paracetamol 250 มก./5 มล. / 120 มก./5 มล. น้ำเชื่อม",
            f"{dose} มีหลายความแรง ถามแพทย์หรือเภสัชกรว่าใช้กับขนาดใด",
        ]
    ]


def test_a_new_dose_that_was_not_written_is_asked_for_and_never_the_old_one(words: Words) -> None:
    told = Told(1, words)
    form = listed(told, told.decide(Reconciliation(), Choice.DOSE, ["glipizide"]))
    assert tables(form)["ยาที่ยังไม่มีวิธีใช้เขียนไว้ ถามก่อนใช้"] == [
        ["glipizide 5 มก. เม็ด", "ยังไม่ได้เขียนขนาดใหม่ ถามแพทย์หรือเภสัชกรก่อนใช้"]
    ]


def test_what_the_patient_bought_stands_here_once_it_is_decided(words: Words) -> None:
    told = Told(1, words)
    herb = Extra("x1", Kind.HERB, "ขมิ้นชันแคปซูล", how="ครั้งละ 2 แคปซูล วันละ 3 ครั้ง หลังอาหาร เช้า กลางวัน เย็น")
    value = told.decide(added(Reconciliation(), herb), Choice.CONTINUE, ["ขมิ้นชัน"])
    (row,) = tables(listed(told, value))["ยาที่ใช้ทุกวันตามเวลา"]
    assert row[1:] == ["2 แคปซูล หลังอาหาร"] * 3 + ["–"]


def test_nothing_restricted_and_no_citizen_number_stands_on_it(words: Words) -> None:
    told = Told(3, words)
    value = told.decide(Reconciliation(), Choice.CONTINUE)
    said = repr(listed(told, value))
    assert told.printing().citizen_id not in said
    for secret in ("atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา"):
        assert secret not in said


def test_a_decision_whose_facts_changed_is_none(words: Words) -> None:
    told = Told(1, words)
    value = told.decide(Reconciliation(), Choice.CONTINUE, ["glipizide"])
    key, entry = next(iter(value.entries.items()))
    assert entry.decision is not None
    stale = replace(value, entries={key: replace(entry, decision=replace(entry.decision, basis="other"))})
    value = told.decide(stale, Choice.CONTINUE, ["losartan"])
    form = listed(told, value)
    names = [row[0] for rows in tables(form).values() for row in rows]
    assert [name.split()[0] for name in names] == ["losartan"]
    assert "glipizide" in remarks(form)
