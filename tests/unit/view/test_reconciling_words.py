"""Deciding on medicines in words: the column, what asks to be decided again, the form, what is sent, what stays off."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from paper_samples import thai
from sandbox_people import world as sandbox_world

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.binder import Binder
from viewer.signin.people import Clinician, Post
from viewer.view.imprint import Printing
from viewer.view.medicines import medicines
from viewer.view.pen import Pen
from viewer.view.reconciling.form import MedicinesForm, Subject, kept_form, medicines_form
from viewer.view.reconciling.review import Review, cases, review, standings, together
from viewer.view.reconciling.sending import reconciled
from viewer.view.sheet import Tone
from viewer.view.sheets import sheet_of
from viewer.visit.prescription import Proposed
from viewer.visit.reconciliation import (
    Choice,
    Extra,
    Informant,
    Kind,
    LastTaken,
    Reconciliation,
    Sent,
    Signed,
    added,
    decided,
    noted,
    told,
)
from viewer.writing.reconciliation import Reconciled

from .conftest import D

Strings = Callable[[Any], list[str]]
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
PHARMACIST = Clinician(Opaque("s"), "ภญ.ศิริพร จำลองเภสัช", "ภ.99003", Opaque("Practitioner/x"))
SHOP = Post(Opaque("r"), "pharmacist", "990050002", "ร้านยาเภสัชรุ่งเรือง", "0-2000-9905")
SECRETS = ("atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา")


@pytest.fixture(scope="module")
def spoken() -> Words:
    return thai()


class Told:
    """A sandbox person as told by some facilities, with more rows of our own."""

    def __init__(self, number: int, but_not: Iterable[str] = (), asking: Iterable[str] = ()) -> None:
        world = sandbox_world()
        self.human = next(person for person in world.people if person.number == number)
        names = {f.hcode: f.name for f in world.facilities}
        self.binder = Binder(D, Opaque(self.human.patient_id), names)
        self._lines: dict[str, Line] = {}
        for place, entry in enumerate(world.facilities):
            held = world.resources[entry.hcode].get(self.human.patient_id, ())
            silent = entry.key in (*but_not, *asking)
            state = LineState.ASKING if entry.key in asking else LineState.ANSWERED
            facility = Facility(entry.hcode, entry.name, entry.kind, entry.phone)
            self._lines[entry.key] = Line(facility, letter(place), state, len(held))
            if not silent:
                self.sends(entry.key, *held)

    def sends(self, key: str, *resources: Any) -> None:
        bundle = {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": r} for r in resources],
        }
        self.binder.add(json.dumps(bundle).encode(), self._lines[key].facility)

    def states(self, key: str, status: str, drug: str, id_: str, **more: Any) -> None:
        """A MedicationStatement of one facility."""
        subject = {"reference": f"Patient/{self.human.patient_id}"}
        medication = {"medicationCodeableConcept": {"text": drug}}
        row = {"resourceType": "MedicationStatement", "id": id_, "status": status, "subject": subject}
        self.sends(key, {**row, **medication, **more})

    def pen(self, words: Words, today: date = D) -> Pen:
        return Pen(self.binder.record(), Ledger(tuple(self._lines.values())), today, words)


def reviewed(pen: Pen, value: Reconciliation) -> Review:
    return review(cases(pen, value.own), value, medicines(pen).sections[0])


def decide(pen: Pen, value: Reconciliation, choice: Choice, *names: str) -> Reconciliation:
    """The same choice for medicines by the beginning of their names; all that are needed without names."""
    found = [
        one.medicine
        for one in standings(cases(pen, value.own), value)
        if (one.needed if not names else one.medicine.name.startswith(names))
    ]
    assert found
    return decided(value, found, choice, PHARMACIST.name, NOW)


def cell(made: Review, name: str) -> Any:
    (row,) = (row for row in made.section.rows if row.cells[0].text.startswith(name))
    return row.cells[-1]


def medicine(pen: Pen, value: Reconciliation, name: str) -> Any:
    return next(
        one.medicine for one in standings(cases(pen, value.own), value) if one.medicine.name.startswith(name)
    )


def signed(pen: Pen, value: Reconciliation) -> Reconciliation:
    by = Signed(
        PHARMACIST.name, PHARMACIST.licence, SHOP.facility, NOW, "6f9619ff-8b86-4d01-b42d-00c04fc964ff", ""
    )
    return replace(value, signed=replace(by, seen=cases(pen, value.own).seen))


def printing(name: str) -> Printing:
    return Printing(PHARMACIST, SHOP, name, "9-6604-87647-59-7", NOW, NOW, "7F3K2291")


def formed(one: Told, pen: Pen, value: Reconciliation, *, opened: bool = False) -> MedicinesForm:
    subject = Subject.of(pen, one.binder.record(), opened=opened)
    return medicines_form(subject, value, printing(one.human.name), sandbox=True)


def sending(one: Told, pen: Pen, value: Reconciliation, *, opened: bool = False) -> Reconciled:
    assert value.signed is not None
    subject = Subject.of(pen, one.binder.record(), opened=opened)
    return reconciled(subject, value, value.signed, Opaque("p"), PHARMACIST, SHOP)


# --- the column


def test_every_medicine_of_today_is_to_be_decided(spoken: Words) -> None:
    made = reviewed(Told(1).pen(spoken), Reconciliation())
    assert made.progress == "ตัดสินแล้ว 0 จาก 9"
    assert len(made.undecided) == 9
    assert made.section.columns[-1] == "การพิจารณา"
    assert {row.cells[-1].text for row in made.section.rows} == {"เลือก"}


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (Choice.CONTINUE, "ใช้ต่อ"),
        (Choice.STOP, "หยุด"),
        (Choice.HOLD, "งดชั่วคราว"),
        (Choice.DOSE, "ปรับขนาด"),
        (Choice.SWITCH, "เปลี่ยน"),
        (Choice.RESUME, "กลับมาใช้"),
        (Choice.START, "เริ่มใหม่"),
        (Choice.ASK, "รอแพทย์พิจารณา"),
    ],
)
def test_each_choice_has_its_word_and_icon(choice: Choice, word: str, spoken: Words) -> None:
    pen = Told(1).pen(spoken)
    made = reviewed(pen, decide(pen, Reconciliation(), choice, "enalapril"))
    told_of = cell(made, "enalapril")
    assert told_of.text == word
    assert told_of.icon
    assert told_of.tone is Tone.ACCENT
    assert made.progress == "ตัดสินแล้ว 1 จาก 9"


def test_notes_stand_below_and_what_is_missing_is_said(spoken: Words) -> None:
    pen = Told(1).pen(spoken)
    value = decide(pen, Reconciliation(), Choice.DOSE, "enalapril")
    assert cell(reviewed(pen, value), "enalapril").note == "ยังไม่ได้ระบุขนาดใหม่"
    one = medicine(pen, value, "enalapril")
    taken = LastTaken("เมื่อวาน 20.00", date(2026, 11, 22), time(20))
    value = noted(value, one, taken, "K 5.7", "ครึ่งเม็ด", "")
    note = cell(reviewed(pen, value), "enalapril").note
    assert note == "ใหม่: ครึ่งเม็ด · K 5.7 · กินครั้งสุดท้าย 22 พ.ย. 2569 20.00"
    value = decide(pen, Reconciliation(), Choice.SWITCH, "enalapril")
    assert cell(reviewed(pen, value), "enalapril").note == "ยังไม่ได้ระบุยาที่ใช้แทน"


def test_when_another_facility_stops_it_the_decision_asks_again(spoken: Words) -> None:
    before = Told(1, but_not=("F01",))
    pen = before.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE)
    assert not reviewed(pen, value).undecided
    after = Told(1).pen(spoken)
    made = reviewed(after, value)
    asked_again = cell(made, "metformin")
    assert asked_again.tone is Tone.DOUBT
    assert asked_again.note.startswith("ข้อมูลเปลี่ยนหลังตัดสินใจ · ตัดสินเมื่อ: ใช้อยู่ · B 31 ส.ค. 2569")
    assert cell(made, "glipizide").tone is Tone.ACCENT, "what did not change stands"
    assert made.progress.endswith("ข้อมูลเปลี่ยน 1")
    again = decide(after, value, Choice.STOP, "metformin")
    assert cell(reviewed(after, again), "metformin").text == "หยุด"


@pytest.mark.parametrize(
    "change",
    [
        lambda told_of: told_of.states(
            "F02", "active", "enalapril 20 mg tablet", "n1", effectiveDateTime="2026-11-20"
        ),
        lambda told_of: told_of.states("F08", "stopped", "enalapril 20 mg tablet", "n2"),
        lambda told_of: told_of.states("F08", "on-hold", "enalapril 5 mg tablet", "n3"),
    ],
    ids=["new-supply", "stopped-elsewhere", "another-strength"],
)
def test_a_new_fact_is_a_change(change: Callable[[Told], None], spoken: Words) -> None:
    one = Told(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE, "enalapril")
    change(one)
    made = reviewed(one.pen(spoken), value)
    assert [entry.stale for entry in made.standings.values() if entry.entry is not None] == [True]


def test_neither_another_day_nor_what_we_sent_ourselves_is_a_change(spoken: Words) -> None:
    one = Told(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.STOP, "enalapril")
    tomorrow = reviewed(one.pen(spoken, date(2026, 11, 24)), value)
    assert cell(tomorrow, "enalapril").tone is Tone.ACCENT
    one.states("F05", "stopped", "enalapril 20 mg tablet", "ours")
    assert cell(reviewed(one.pen(spoken), value), "enalapril").tone is Tone.DOUBT
    own = replace(value, sent=(Sent("f", NOW, frozenset({"ours"})),))
    assert cell(reviewed(one.pen(spoken), own), "enalapril").tone is Tone.ACCENT
    assert cases(pen, own.own).seen == cases(one.pen(spoken), own.own).seen


def test_what_is_not_in_the_record_any_more_stays_and_asks_to_be_looked_at(spoken: Words) -> None:
    pen = Told(1).pen(spoken)
    value = decide(pen, Reconciliation(), Choice.STOP, "diclofenac")
    made = reviewed(Told(1, but_not=("F05",)).pen(spoken), value)
    first = made.section.rows[0]
    assert first.cells[0].text.startswith("diclofenac")
    assert first.cells[5].text == "ไม่อยู่ในรายการแล้ว"
    assert first.key in made.undecided


def test_only_what_is_shown_and_in_no_doubt_goes_on_at_one_stroke(spoken: Words) -> None:
    pen = Told(1).pen(spoken)
    made = reviewed(pen, Reconciliation())
    keys = [row.key for row in made.section.rows]
    medicines_, apart = together(made.standings, keys)
    assert len(medicines_) == 8
    assert apart == 1
    assert not any(one.name.startswith("metformin") for one in medicines_), "A stopped it, B supplies it"
    assert len(together(made.standings, keys[:3])[0]) == 2
    value = decided(Reconciliation(), medicines_, Choice.CONTINUE, "x", NOW)
    assert together(reviewed(pen, value).standings, keys) == ([], 1)


def test_told_medicines_stand_below_what_is_taken_now(spoken: Words) -> None:
    pen = Told(1).pen(spoken)
    value = added(Reconciliation(), Extra("e1", Kind.HERB, "ขมิ้นชัน", how="เช้า", source="ตลาด"))
    value = added(value, Extra("e2", Kind.BOUGHT, "ibuprofen", listed=True))
    made = reviewed(pen, value)
    herb, bought = (row for row in made.section.rows if row.key in ("e1", "e2"))
    assert [each.text for each in herb.cells[:3]] == ["ขมิ้นชัน", "เช้า", "ตลาด"]
    assert herb.cells[0].note == "ชื่อตามที่พิมพ์ ไม่ได้เลือกจากรายการ"
    assert bought.cells[0].note == ""
    assert bought.cells[1].text == "ไม่ได้บอกวิธีใช้"
    assert made.progress == "ตัดสินแล้ว 0 จาก 11"


def test_while_facilities_answer_that_is_said(spoken: Words) -> None:
    made = reviewed(Told(1, asking=("F02", "F08")).pen(spoken), Reconciliation())
    assert made.waiting == "ยังรอคำตอบ 2 แห่ง อาจมียาเพิ่ม"
    assert made.asking == 2
    empty = reviewed(Told(11, asking=("F04",)).pen(spoken), Reconciliation())
    assert empty.section.rows == ()
    assert empty.section.empty == "กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้"


# --- the form


def test_unsigned_it_is_a_draft_with_lines_to_write_on(spoken: Words) -> None:
    one = Told(1)
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
    one = Told(1)
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
    one = Told(1)
    pen = one.pen(spoken)
    value = signed(pen, decide(pen, Reconciliation(), Choice.CONTINUE))
    allergy = {
        "resourceType": "AllergyIntolerance", "id": "a", "code": {"text": "enalapril"},
        "patient": {"reference": f"Patient/{one.human.patient_id}"}, "recordedDate": "2026-11-23",
    }  # fmt: skip
    one.sends("F08", allergy)
    assert formed(one, one.pen(spoken), value).draft


def test_before_all_answered_the_form_says_so(spoken: Words) -> None:
    one = Told(1, asking=("F08",))
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
    one = Told(number)
    form = formed(one, one.pen(spoken), Reconciliation())
    (warned,) = [remark for remark in form.remarks if remark.startswith("ข้อควรระวัง: ")]
    assert line in warned
    for source in re.findall(r"\(([A-Z]) \d", warned):
        assert any(entry.startswith(f"{source} ") for entry in form.legend), source


# --- what is of restricted access


def test_what_is_about_to_be_dispensed_is_on_no_paper(spoken: Words) -> None:
    one = Told(1)
    known = one.pen(spoken)
    proposals = (Proposed("naproxen", ("naproxen",), "250 mg"),)
    pen = Pen(known.record, known.ledger, D, spoken, proposals=proposals)
    value = decide(known, Reconciliation(), Choice.CONTINUE)
    assert "naproxen" in repr(medicines(pen)) + repr(pen.checked.findings)
    assert "naproxen" not in repr(formed(one, pen, value))
    assert "naproxen" not in repr(sheet_of("summary", Subject.of(pen, known.record, opened=False).printed))


def test_opened_rows_are_left_off_paper_and_wire_unless_chosen(spoken: Words, strings: Strings) -> None:
    one = Told(3)
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


def _all_words(form: MedicinesForm, strings: Strings) -> str:
    parts = (form.remarks, form.medicines, form.others, form.legend, form.footer, form.strong, form.allergy)
    return "\n".join(text for part in parts for text in strings(part))


def test_what_is_kept_when_a_consent_ends_holds_nothing_of_the_record(
    spoken: Words, strings: Strings
) -> None:
    one = Told(3)
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
    one = Told(1)
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
    one = Told(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE, "enalapril", "losartan")
    one.states("F08", "stopped", "enalapril 20 mg tablet", "n")
    later = one.pen(spoken)
    made = sending(one, later, signed(later, value))
    assert [line.name.split()[0] for line in made.lines] == ["losartan"]
    assert "enalapril" in next(note for note in made.notes if note.startswith("ยังไม่ตัดสิน"))
