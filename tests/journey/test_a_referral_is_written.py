"""A referral is written: field by field, undone, over pages, saved with its data, kept when the consent ends, from a
template, printed in an emergency, and told of what came after it had left."""

import json
from typing import Any

import pytest
from journey.at_desk import AtDesk
from journey.conftest import UNHURRIED, Run
from journey.seen import words_of
from journey.test_a_doctor_reads_and_refers import text_of
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QWidget

from viewer.commands import read
from viewer.exchange.ledger import LineState
from viewer.screen.pages.record.referral import ReferralPage
from viewer.screen.pages.record.referral.inputs import CodeInput, CodesInput, LineInput, TextInput
from viewer.screen.pages.record.referral.receiver import HcodeInput, ReceiverInput
from viewer.visit.referral import Field, ReferralDraft
from viewer.visit.states import Closed, Open

BUNMI, NAME = "9660487647597", "นายบุญมี สมมติวงศ์"
PHUPHA = "9291417776317"  # a child
F = Field


def test_written_undone_over_pages_saved_and_read_back(run: Run, desk: AtDesk) -> None:
    where = desk.saved / "letter.pdf"

    async def story() -> None:
        await at_the_page(desk)
        desk.sees("ยังไม่ได้กรอก: ถึง (สถานพยาบาล แผนก) · ความเร่งด่วน · สาเหตุที่ส่ง · มาเพื่อโปรด")
        desk.presses("Go there")
        assert desk.window.focusWidget() is line(desk, F.TO)
        types(desk, F.TO, "รพ.ศูนย์ธารสุวรรณ แผนกไต")
        chooses(desk, F.URGENCY, "3")
        chooses(desk, F.REASON, "1")
        types(desk, F.ASKED, "ประเมินไตเรื้อรังระยะ 4")
        desk.sees_not("ยังไม่ได้กรอก: ถึง")
        types(desk, F.HISTORY, "ขาบวม 5 วัน")
        types(desk, F.SYSTOLIC, "148")
        types(desk, F.DIASTOLIC, "86")
        types(desk, F.MEASURED, "วันนี้ 8.30")
        leaves(desk, F.MEASURED)
        assert draft(desk).text(F.MEASURED) == "23 พ.ย. 2569 08.30"
        ticks(desk, F.CARE, "3")
        await desk.previews_letter()
        desk.presses("Undo (Ctrl+Z)")
        assert draft(desk).text(F.CARE) == ""
        press(desk, Qt.Key.Key_Y)
        assert draft(desk).text(F.CARE) == "3"
        await desk.turns_to("summary")
        await desk.turns_to("referral")
        assert shown(desk, F.HISTORY) == "ขาบวม 5 วัน"
        for _ in range(12):
            press(desk, Qt.Key.Key_Z)
        assert draft(desk) == ReferralDraft(), (
            "all of it is undone, also what was written before the page was left"
        )
        assert shown(desk, F.TO) == ""
        for _ in range(12):
            press(desk, Qt.Key.Key_Y)
        assert shown(desk, F.TO) == "รพ.ศูนย์ธารสุวรรณ แผนกไต"
        await desk.saves_letter("letter.pdf")
        (asked,) = desk.asked
        assert "นอกการคุ้มครองของโปรแกรมนี้" in asked
        assert "ยังไม่ได้กรอก" not in asked
        await desk.saves_letter("again.pdf")
        await desk.closes_record()

    run(story())
    text = " ".join(text_of(where.read_bytes()).replace("\u00a0", " ").split())
    for words in (
        "เร่งด่วน (urgent) (THCC 3)",
        "เพื่อการวินิจฉัยและรักษา (THCC 1)",
        "ขาบวม 5 วัน",
        "148/86",
        "สำเนาที่ 1",
    ):
        assert words in text, words
    assert "สำเนาที่ 2" in text_of((desk.saved / "again.pdf").read_bytes())
    told = copies(desk)
    assert told == [("save", "1", "leaves-protection"), ("save", "2", "leaves-protection")]
    out = desk.saved / "read.json"
    assert read.run([str(where), "--today", "2026-11-23", "--format", "json", "-o", str(out)]) in (0, 1)
    back = out.read_text("utf-8")
    for words in (
        "148/86",
        "ประเมินไตเรื้อรังระยะ 4",
        "ขาบวม 5 วัน",
        "รพ.ศูนย์ธารสุวรรณ แผนกไต",
        "23 พ.ย. 2569 08.30",
    ):
        assert words in back, words


def test_the_receiving_hospital_is_chosen_with_its_code_and_another_name_is_doubted(
    run: Run, desk: AtDesk
) -> None:
    async def story() -> None:
        await at_the_page(desk)
        to, code = go_to(desk, F.TO), go_to(desk, F.TO_CODE)
        assert isinstance(to, ReceiverInput)
        assert isinstance(code, HcodeInput)
        desk.dialogs += 1  # the list of facilities is a window
        to.line.setText("ศูนย์")
        to.line.textEdited.emit("ศูนย์")  # as from the keyboard
        offered = to.completer.completionModel()
        assert [offered.index(0, 0).data()] == ["รพ.ศูนย์ธารสุวรรณ · 99001"]
        popup = to.completer.popup()
        assert popup is not None
        popup.hide()
        to.completer.activated.emit("รพ.ศูนย์ธารสุวรรณ · 99001")
        assert draft(desk).said == {F.TO: "รพ.ศูนย์ธารสุวรรณ", F.TO_CODE: "99001"}
        assert (shown(desk, F.TO), shown(desk, F.TO_CODE)) == ("รพ.ศูนย์ธารสุวรรณ", "99001")
        assert code.line.accessibleDescription() == "รพ.ศูนย์ธารสุวรรณ"
        types(desk, F.TO, "รพ.ศูนย์ธารสุวรรณ แผนกไต")
        assert "ไม่ตรงกับรายชื่อสถานพยาบาล" not in desk.words()
        types(desk, F.TO, "รพ.บ้านเหนือคลอง")
        desk.sees("ไม่ตรงกับรายชื่อสถานพยาบาล")
        types(desk, F.TO, "")
        types(desk, F.TO_CODE, "99002")
        leaves(desk, F.TO_CODE)
        assert draft(desk).text(F.TO) == code.line.accessibleDescription(), "nobody typed a name"
        assert "ไม่ตรงกับรายชื่อสถานพยาบาล" not in desk.words()
        types(desk, F.VALID_UNTIL, "31/12/2569")
        leaves(desk, F.VALID_UNTIL)
        chooses(desk, F.DEPARTMENT, "IMP")
        assert draft(desk).text(F.VALID_UNTIL) == "31 ธ.ค. 2569"
        for _ in range(12):
            press(desk, Qt.Key.Key_Z)
        assert draft(desk) == ReferralDraft()
        assert (shown(desk, F.TO_CODE), code.line.accessibleDescription()) == ("", "")
        await desk.closes_record()

    run(story())


def test_rows_of_the_record_are_put_in_and_left_off(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_page(desk)
        go_to(desk, F.EXAMINATION)
        hands = page(desk).drawing
        hands.draw()
        await desk.until(lambda: hands.shown is not None)
        assert hands.shown is not None
        potassium = next(
            key for key, box in hands.shown.boxes.items() if box.accessibleName().startswith("K ")
        )
        hands.shown.boxes[potassium].setChecked(True)
        desk.dialogs += 1
        desk.click(desk.button_of(hands.shown, "ใส่ในข้อความ"))
        await desk.until(lambda: not desk.busy("rows"))
        assert draft(desk).text(F.EXAMINATION) == "K 5.7 มมล./ล. (A 3 พ.ย. 2569)"
        types(desk, F.EXAMINATION, "K 5.7 มมล./ล. (A 3 พ.ย. 2569) EKG ปกติ")
        hands.choose()
        await desk.until(lambda: hands.shown is not None)
        box = next(b for b in hands.shown.boxes.values() if b.accessibleName().startswith("M17.9"))
        box.setChecked(False)
        desk.click(desk.button_of(hands.shown, "ใช้แถวเหล่านี้"))
        await desk.until(lambda: not desk.busy("rows"))
        assert len(draft(desk).left_out) == 1
        letter = await desk.saves_letter("letter.pdf")
        text = text_of(letter.read_bytes())
        assert "EKG ปกติ" in text
        assert "ผู้เขียนเลือกไม่พิมพ์" in text.replace("\n", " ")
        assert "M17.9 " not in text
        await desk.closes_record()

    run(story())


def test_what_the_sources_say_of_a_relative_stands_in_its_field_until_somebody_writes(
    run: Run, desk: AtDesk
) -> None:
    mother = "น.ส.มาลี ตัวอย่างดี (มารดา)"

    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(PHUPHA, only=("99003", "990090003"))
        await desk.everybody_answered()
        await desk.turns_to("referral")
        go_to(desk, F.RELATIVE)
        assert shown(desk, F.RELATIVE).startswith(mother)
        assert "08-0000-0020" in shown(desk, F.RELATIVE_PHONE)
        assert not draft(desk).begun, "nobody wrote anything: nothing would be lost"
        types(desk, F.RELATIVE_PHONE, "")
        assert shown(desk, F.RELATIVE_PHONE) == ""
        types(desk, F.ASKED, "โปรดรับไว้")
        letter = await desk.saves_letter("letter.pdf")
        text = " ".join(text_of(letter.read_bytes()).replace("\u00a0", " ").split())
        assert mother in text
        assert "08-0000-0020" not in text, "the field was emptied"
        desk.presses("Undo (Ctrl+Z)")
        desk.presses("Undo (Ctrl+Z)")
        assert "08-0000-0020" in shown(desk, F.RELATIVE_PHONE)
        types(desk, F.RELATIVE, "ยายมาด้วย")
        assert shown(desk, F.RELATIVE_PHONE) == "", "the number is the mother's"
        letter = await desk.saves_letter("again.pdf")
        text = text_of(letter.read_bytes())
        assert "ยายมาด้วย" in text
        assert mother not in text
        await desk.closes_record()

    run(story())


def test_an_emergency_is_printed_without_a_question_and_what_can_wait_names_what_is_missing(
    run: Run, desk: AtDesk
) -> None:
    async def story() -> None:
        await at_the_page(desk)
        types(desk, F.ASKED, "โปรดรับ")
        go_to(desk, F.ASKED)
        page(desk).print_now()
        await desk.until(lambda: bool(boxes(desk)))
        (box,) = boxes(desk)
        assert "พิมพ์โดยเว้นเส้นประ" in box.text()
        assert "ความเร่งด่วน" in box.informativeText()
        desk.dialogs += 1
        desk.click(desk.button_of(box, "กลับไปกรอก"))
        await desk.until(lambda: not desk.busy("print"))
        assert desk.window.focusWidget() is line(desk, F.TO)
        chooses(desk, F.URGENCY, "1")
        desk.sees("ความดันโลหิต ตัวบน", "ผู้รับส่งต่อ (ชื่อ ตำแหน่ง)")
        page(desk).print_now()
        choosers = desk.window.findChildren
        await desk.until(lambda: bool(choosers(QPrintDialog)) or bool(boxes(desk)) or not desk.busy("print"))
        assert boxes(desk) == []
        for chooser in choosers(QPrintDialog):  # where there is a printer
            chooser.reject()
        await desk.until(lambda: not desk.busy("print"))
        assert copies(desk) == [], "nothing left"
        await closes_what_would_be_lost(desk)

    run(story())


def test_when_the_consent_ends_what_was_typed_is_kept_and_nothing_of_the_record(
    run: Run, desk: AtDesk
) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.opens(BUNMI, only=("99001", "99002"))
        await desk.everybody_answered()
        await desk.turns_to("referral")
        types(desk, F.HISTORY, "ขาบวมมาห้าวัน")
        chart = desk.app.visit.chart
        assert chart is not None
        chart.referring.draw(F.PAST, ["N18.4 โรคไตเรื้อรัง ระยะที่ 4 (A 3 พ.ย. 2569, B)"])
        types(desk, F.RELATIVE, "ลูกสาวมาด้วย")
        await phone.withdraws()
        await desk.until(lambda: isinstance(desk.state, Closed))
        desk.reads(
            "What you wrote of the referral is kept, sealed, until another record is opened or you sign out"
        )
        desk.sees_not("ขาบวมมาห้าวัน", "ลูกสาวมาด้วย", "N18.4", NAME)
        desk.presses("Save as PDF")
        where = desk.saved / "kept.pdf"
        await desk.until(lambda: desk.file_dialog() is not None)
        desk.answers_file_dialog(where)
        await desk.until(lambda: not desk.busy("save kept"))
        assert desk.journal.count("written save referral kept") == 1
        text = text_of(where.read_bytes())
        assert "ขาบวมมาห้าวัน" in text
        assert "ลูกสาวมาด้วย" in text
        assert "ความยินยอมสิ้นสุดแล้ว" in text
        for words in ("N18.4", "metformin", "9-6604", "รพ.ศูนย์ธารสุวรรณ", "ปฏิเสธการแพ้ยา"):
            assert words not in text, words
        desk.presses("Throw it away")
        assert not desk.app.visit.keepsake.holds

    run(story())


def test_closing_a_letter_that_is_nowhere_else_is_asked_about(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_page(desk)
        types(desk, F.HISTORY, "ขาบวม")
        desk.presses("Close record")
        await desk.until(lambda: any("ปิดโดยยังไม่ได้พิมพ์หรือบันทึกใบส่งต่อ" in text for text in desk.words()))
        desk.dialogs += 1
        desk.presses("Stay with the record")
        await desk.until(lambda: not desk.busy("close"))
        assert isinstance(desk.state, Open)
        await desk.saves_letter("letter.pdf")
        await desk.closes_record()
        desk.sees_not("ขาบวม")

    run(story())


def test_a_template_is_kept_without_the_patient_and_fills_what_is_empty(run: Run, desk: AtDesk) -> None:
    place = desk.home / "config" / "prawat" / "referral-templates.json"

    async def story() -> None:
        await at_the_page(desk)
        types(desk, F.ASKED, "โปรดประเมินเพื่อบำบัดทดแทนไต")
        types(desk, F.CAUSE, "เกินศักยภาพ")
        types(desk, F.TREATMENT, f"{NAME} ได้ furosemide")
        chooses(desk, F.REASON, "1")
        templates = page(desk).templates
        act(templates.menu(), "เก็บข้อความนี้เป็นแม่แบบ")
        await desk.until(lambda: templates.shown is not None)
        assert templates.shown is not None
        shown_ = "\n".join(words_in(templates.shown))
        assert "ไม่เก็บ: การรักษาที่ได้ให้ไว้แล้ว (มีชื่อผู้ป่วย)" in shown_
        templates.shown.name.setText("โรคไต")
        desk.dialogs += 1
        desk.click(desk.button_of(templates.shown, "เก็บ"))
        await desk.until(lambda: not desk.busy("template"))
        kept = json.loads(place.read_text("utf-8"))["templates"]
        assert [(one["name"], one["clinic"], sorted(one["texts"])) for one in kept] == [
            ("โรคไต", "เวชปฏิบัติทั่วไป", ["asked", "cause", "reason"])
        ]
        types(desk, F.CAUSE, "ตามความต้องการของผู้ป่วย")
        types(desk, F.ASKED, "")
        act(templates.menu(), "โรคไต · เวชปฏิบัติทั่วไป")
        assert draft(desk).text(F.ASKED) == "โปรดประเมินเพื่อบำบัดทดแทนไต"
        assert draft(desk).text(F.CAUSE) == "ตามความต้องการของผู้ป่วย"
        desk.reads("Fields that held something were left as they are")
        await closes_what_would_be_lost(desk)

    run(story())


@pytest.mark.parametrize("site", [UNHURRIED], ids=["unhurried"])
def test_a_facility_that_answers_after_the_letter_left_is_told_on_every_page(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.weather("99001", "timeout")
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI, only=("99001", "99002"))
        await desk.until(
            lambda: _state(desk, "99002") is LineState.ANSWERED
        )  # all of it is there before the letter
        await desk.turns_to("referral")
        letter = await desk.saves_letter("letter.pdf")
        assert "พิมพ์ก่อนได้คำตอบครบ" in text_of(letter.read_bytes())
        await desk.turns_to("summary")
        assert not any("มีข้อมูลใหม่หลังพิมพ์" in text for text in desk.words())
        desk.weather("99001", "off")
        chart = desk.app.visit.chart
        assert chart is not None
        chart.facilities.stop("99001")
        await desk.until(lambda: desk.open_now().ledger.lines[0].state is LineState.STOPPED)
        chart.facilities.retry("99001")
        await desk.until(lambda: any("มีข้อมูลใหม่หลังพิมพ์" in text for text in desk.words()))
        desk.sees("รพ.ศูนย์ธารสุวรรณ", "ข้อมูลนี้ไม่อยู่ในเอกสารที่ออกไปแล้ว")
        await desk.everybody_answered()
        desk.presses("Look at it and print it again")
        await desk.until(lambda: desk.open_now().page == "referral")
        desk.sees("มีข้อมูลใหม่หลังพิมพ์")
        again = await desk.saves_letter("again.pdf")
        assert "สำเนาที่ 2" in text_of(again.read_bytes())
        await desk.until(lambda: not page(desk).leaving.since.isVisible())
        await desk.closes_record()

    run(story())


# --- hands and eyes


async def at_the_page(desk: AtDesk) -> None:
    await desk.signs_in("on-anong")
    await desk.opens(BUNMI)
    await desk.everybody_answered()
    await desk.turns_to("referral")
    await desk.previews_letter()


async def closes_what_would_be_lost(desk: AtDesk) -> None:
    desk.presses("Close record")
    await desk.until(lambda: bool(boxes(desk)))
    desk.dialogs += 1
    (box,) = boxes(desk)
    desk.click(desk.button_of(box, desk.app.words.say("Close record")))
    await desk.until(lambda: isinstance(desk.state, Closed))


def _state(desk: AtDesk, hcode: str) -> LineState | None:
    line = desk.open_now().ledger.line(hcode)
    return line.state if line is not None else None


def page(desk: AtDesk) -> ReferralPage:
    found = desk.record.page
    assert isinstance(found, ReferralPage)
    return found


def draft(desk: AtDesk) -> ReferralDraft:
    return desk.open_now().referral


def go_to(desk: AtDesk, name: Field) -> Any:
    """Open its block and put the keyboard there; offscreen the window may not have it."""
    page(desk).go_to(name)
    made = page(desk).input_of(name)
    assert made is not None
    made.entered.emit(name)
    return made


def types(desk: AtDesk, name: Field, text: str) -> None:
    """QTest has no keys for Thai."""
    made = go_to(desk, name)
    if isinstance(made, LineInput):
        made.line.setText(text)
    else:
        assert isinstance(made, TextInput)
        made.text.setPlainText(text)


def line(desk: AtDesk, name: Field) -> QLineEdit:
    made = page(desk).input_of(name)
    assert isinstance(made, LineInput)
    return made.line


def leaves(desk: AtDesk, name: Field) -> None:
    line(desk, name).editingFinished.emit()


def chooses(desk: AtDesk, name: Field, code: str) -> None:
    made = go_to(desk, name)
    assert isinstance(made, CodeInput)
    made.list.setCurrentIndex(made.list.findData(code))


def ticks(desk: AtDesk, name: Field, code: str) -> None:
    made = go_to(desk, name)
    assert isinstance(made, CodesInput)
    made.boxes[code].click()


def shown(desk: AtDesk, name: Field) -> str:
    made = page(desk).input_of(name)
    if isinstance(made, LineInput):
        return made.line.text()
    assert isinstance(made, TextInput)
    return made.text.toPlainText()


def press(desk: AtDesk, key: Qt.Key) -> None:
    """With Ctrl held, where the keyboard is; in the first field where it is nowhere."""
    target = QApplication.focusWidget() or line(desk, F.TO)
    QTest.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)


def boxes(desk: AtDesk) -> list[QMessageBox]:
    return [box for box in desk.window.findChildren(QMessageBox) if box.isVisible()]


def words_in(widget: QWidget) -> list[str]:
    return words_of(widget)


def act(menu: QMenu, said: str) -> None:
    (found,) = (one for one in menu.actions() if one.text() == said)
    found.trigger()
    menu.deleteLater()


def copies(desk: AtDesk) -> list[tuple[str, str, str]]:
    """(act, copy, warned) of every paper that left, as the exchange has it or will have."""
    found = []
    for event in desk.outbox.bodies:
        told = {
            part["type"]: part["valueString"]
            for entity in event["entity"]
            for part in entity.get("detail", ())
        }
        if "copy" in told:
            found.append((event["subtype"][0]["code"], told["copy"], told.get("warned", "")))
    return found
