"""Decisions on medicines once they leave the program: the form, what is sent, what stays off both."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from form_samples import NOW, PHARMACIST, SHOP
from unit.view.made import D, Gathered, decide, medicine

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.view.imprint import Printing
from viewer.view.medicines import medicines
from viewer.view.pen import Pen
from viewer.view.reconciling.form import MedicinesForm, Subject, kept_form, medicines_form
from viewer.view.reconciling.review import cases
from viewer.view.reconciling.sending import reconciled
from viewer.view.sheets import sheet_of
from viewer.visit.prescription import Proposed
from viewer.visit.reconciliation import (
    Choice,
    Extra,
    Informant,
    Kind,
    LastTaken,
    Reconciliation,
    Signed,
    added,
    noted,
    told,
)
from viewer.writing.reconciliation import Reconciled

Strings = Callable[[Any], list[str]]
SECRETS = ("atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา")


def signed(pen: Pen, value: Reconciliation) -> Reconciliation:
    by = Signed(
        PHARMACIST.name, PHARMACIST.licence, SHOP.facility, NOW, "6f9619ff-8b86-4d01-b42d-00c04fc964ff", ""
    )
    return replace(value, signed=replace(by, seen=cases(pen, value.own).seen))


def printing(name: str) -> Printing:
    return Printing(PHARMACIST, SHOP, name, "9-6604-87647-59-7", NOW, NOW, "7F3K2291")


def formed(one: Gathered, pen: Pen, value: Reconciliation, *, opened: bool = False) -> MedicinesForm:
    subject = Subject.of(pen, one.binder.record(), opened=opened)
    return medicines_form(subject, value, printing(one.human.name), sandbox=True)


def sending(one: Gathered, pen: Pen, value: Reconciliation, *, opened: bool = False) -> Reconciled:
    assert value.signed is not None
    subject = Subject.of(pen, one.binder.record(), opened=opened)
    return reconciled(subject, value, value.signed, Opaque("p"), PHARMACIST, SHOP)


# --- the form


def test_unsigned_it_is_a_draft_with_lines_to_write_on(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    form = formed(one, pen, Reconciliation())
    assert form.title == "แบบบันทึกการประสานรายการยา"
    assert form.draft
    assert form.signer == ()
    assert form.allergy is not None
    assert form.allergy.headline == "ปฏิเสธการแพ้ยา"
    assert [row.cells[-1].text for row in form.medicines.rows] == [""] * 9
    assert form.remarks[0] == "ตัดสินแล้ว 0 จาก 9 · ไม่ได้ระบุผู้ให้ข้อมูล"
    assert form.others.footer == "ยาซื้อใช้เอง: ยังไม่ได้บันทึกว่าถามแล้ว · สมุนไพร อาหารเสริม: ยังไม่ได้บันทึกว่าถามแล้ว"
    assert any("ตอบแล้ว 14 จาก 14 แห่ง" in line for line in form.footer)
    assert form.running_head.startswith("นายบุญมี สมมติวงศ์ · ชาย · 66 ปี 8 เดือน")


def test_signed_it_says_who_and_when_until_the_record_changes(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = told(
        decide(pen, Reconciliation(), Choice.CONTINUE),
        informant=Informant.PATIENT,
        denied=frozenset({Kind.HERB}),
    )
    value = signed(pen, value)
    form = formed(one, pen, value)
    assert not form.draft
    assert form.signer == (
        "(ภญ.ศิริพร จำลองเภสัช)",
        "เลขที่ใบอนุญาต ภ.99003 · ร้านยาเภสัชรุ่งเรือง",
        "ลงชื่อในโปรแกรม 23 พ.ย. 2569 เวลา 14.20 น.",
    )
    assert "ผู้ให้ข้อมูล: ผู้ป่วย" in form.remarks[0]
    assert "สมุนไพร อาหารเสริม: ผู้ให้ข้อมูลบอกว่าไม่มี" in form.others.footer
    one.states("F08", "stopped", "enalapril 20 mg tablet", "n")
    later = formed(one, one.pen(spoken), value)
    assert later.draft
    assert later.signer == ()
    assert "มีข้อมูลใหม่หลังลงชื่อ กรุณาทบทวนและลงชื่อใหม่" in later.remarks
    assert "ข้อมูลเปลี่ยนหลังตัดสินใจ: enalapril 20 มก. เม็ด" in later.remarks
    (row,) = (row for row in later.medicines.rows if row.cells[1].text.startswith("enalapril"))
    assert row.cells[-1].text == "ยังไม่ตัดสิน", "a decision that does not stand is not printed as one"
    assert row.cells[-1].note.startswith("ข้อมูลเปลี่ยนหลังตัดสินใจ · เดิม: ใช้ต่อ")


def test_a_new_allergy_takes_the_signature_away(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = signed(pen, decide(pen, Reconciliation(), Choice.CONTINUE))
    allergy = {
        "resourceType": "AllergyIntolerance", "id": "a", "code": {"text": "enalapril"},
        "patient": {"reference": f"Patient/{one.human.patient_id}"}, "recordedDate": "2026-11-23",
    }  # fmt: skip
    one.sends("F08", allergy)
    assert formed(one, one.pen(spoken), value).draft


def test_before_all_answered_the_form_says_so(spoken: Words) -> None:
    one = Gathered(1, asking=("F08",))
    form = formed(one, one.pen(spoken), Reconciliation())
    assert any(line.startswith("พิมพ์ก่อนได้คำตอบครบ") and "รพ.เอกชนสุขสันต์เวช" in line for line in form.remarks)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (4, "ตั้งครรภ์ GA 27+6 สัปดาห์"),
        (8, "ตั้งครรภ์: ไม่ทราบ (ไม่พบบันทึก โปรดถาม)"),
        (12, "ฟอกเลือด/ล้างไต (M 20 พ.ย. 2569)"),
    ],
)
def test_the_form_says_of_the_person_what_decides_on_medicines(number: int, line: str, spoken: Words) -> None:
    one = Gathered(number)
    form = formed(one, one.pen(spoken), Reconciliation())
    (warned,) = [remark for remark in form.remarks if remark.startswith("ข้อควรระวัง: ")]
    assert line in warned
    for source in re.findall(r"\(([A-Z]) \d", warned):
        assert any(entry.startswith(f"{source} ") for entry in form.legend), source


# --- what is of restricted access


def _all_words(form: MedicinesForm, strings: Strings) -> str:
    parts = (form.remarks, form.medicines, form.others, form.legend, form.footer, form.strong, form.allergy)
    return "\n".join(text for part in parts for text in strings(part))


def test_what_is_about_to_be_dispensed_is_on_no_paper(spoken: Words) -> None:
    one = Gathered(1)
    known = one.pen(spoken)
    proposals = (Proposed("naproxen", ("naproxen",), "250 mg"),)
    pen = Pen(known.record, known.ledger, D, spoken, proposals=proposals)
    value = decide(known, Reconciliation(), Choice.CONTINUE)
    assert "naproxen" in repr(medicines(pen)) + repr(pen.checked.findings)
    assert "naproxen" not in repr(formed(one, pen, value))
    assert "naproxen" not in repr(sheet_of("summary", Subject.of(pen, known.record, opened=False).printed))


def test_opened_rows_are_left_off_paper_and_wire_unless_chosen(spoken: Words, strings: Strings) -> None:
    one = Gathered(3)
    for hidden in one.binder.record().hidden:
        one.binder.reveal(hidden.number)
    pen = one.pen(spoken)
    value = signed(pen, decide(pen, Reconciliation(), Choice.CONTINUE))
    assert any(name in entry.name for entry in value.entries.values() for name in SECRETS), (
        "the story lost its point"
    )
    assert any(entry.restricted for entry in value.entries.values())
    closed = _all_words(formed(one, pen, value), strings) + str(sending(one, pen, value).lines)
    assert [secret for secret in SECRETS if secret in closed] == []
    assert "ข้อมูลที่จำกัดการเข้าถึง: ไม่พิมพ์" in closed
    chosen = _all_words(formed(one, pen, value, opened=True), strings)
    assert any(secret in chosen for secret in SECRETS)
    assert "ข้อมูลที่จำกัดการเข้าถึง: พิมพ์เฉพาะรายการที่เปิดดูโดยมีเหตุผล" in chosen
    assert any(secret in str(sending(one, pen, value, opened=True).lines) for secret in SECRETS)


def test_what_is_kept_when_a_consent_ends_holds_nothing_of_the_record(
    spoken: Words, strings: Strings
) -> None:
    one = Gathered(3)
    for hidden in one.binder.record().hidden:
        one.binder.reveal(hidden.number)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE)
    value = added(value, Extra("e", Kind.BOUGHT, "ibuprofen"))
    form = kept_form(pen, value, printing(one.human.name), head="นายกิตติ · •-7", sandbox=True)
    assert form.allergy is None, "nothing is known any more: not even that nothing is known"
    assert form.draft
    text = _all_words(form, strings)
    assert "ibuprofen" in text
    assert "ใช้ต่อ" in text
    assert "ความยินยอมสิ้นสุดแล้ว" in text
    assert [secret for secret in (*SECRETS, "รพ.ศูนย์ธารสุวรรณ", "ไม่พบข้อมูล") if secret in text] == []


# --- what is sent


def test_what_is_sent_is_what_was_decided(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.STOP, "enalapril", "etoricoxib")
    value = decide(pen, value, Choice.SWITCH, "simvastatin")
    value = noted(
        value, medicine(pen, value, "simvastatin"), None, "ซ้ำกับ atorvastatin", "", "atorvastatin 40 mg"
    )
    value = decide(pen, value, Choice.DOSE, "amlodipine")
    value = noted(value, medicine(pen, value, "amlodipine"), LastTaken("เมื่อคืน"), "", "ครั้งละ 2 เม็ด", "")
    value = signed(pen, told(value, informant=Informant.PATIENT))
    made = sending(one, pen, value)
    by_name = {(line.name.split()[0], line.choice): line for line in made.lines}
    assert set(by_name) == {
        ("enalapril", "stop"), ("etoricoxib", "stop"), ("simvastatin", "switch"), ("atorvastatin", "start"),
        ("amlodipine", "dose"),
    }  # fmt: skip
    assert by_name["enalapril", "stop"].dose.startswith("รับประทานครั้งละ 1 เม็ด")
    assert by_name["amlodipine", "dose"].dose == "ครั้งละ 2 เม็ด"
    assert "กินครั้งสุดท้าย เมื่อคืน" in by_name["amlodipine", "dose"].notes
    assert by_name["simvastatin", "switch"].notes == ("เปลี่ยนเป็น: atorvastatin 40 mg",)
    assert by_name["atorvastatin", "start"].notes[0].startswith("แทน simvastatin")
    assert made.told
    assert made.notes[0] == "ตัดสินแล้ว 4 จาก 9"
    (left,) = (note for note in made.notes if note.startswith("ยังไม่ตัดสิน: "))
    assert "metformin" in left


def test_a_decision_that_does_not_stand_is_not_sent(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE, "enalapril", "losartan")
    one.states("F08", "stopped", "enalapril 20 mg tablet", "n")
    later = one.pen(spoken)
    made = sending(one, later, signed(later, value))
    assert [line.name.split()[0] for line in made.lines] == ["losartan"]
    assert "enalapril" in next(note for note in made.notes if note.startswith("ยังไม่ตัดสิน"))
