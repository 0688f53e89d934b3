"""A pharmacist types what is about to be dispensed; a doctor puts a finding aside and it comes back with new facts."""

from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.seen import words_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QRadioButton

from viewer.screen.pages.record.dispensing import DispensingDialog
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.prescribing import PrescriptionBox
from viewer.screen.pages.record.row_menu import row_menu

BUNMI, RUNGTIWA = "9660487647597", "9937396401751"


def box(desk: AtDesk) -> PrescriptionBox:
    found = desk.window.findChild(PrescriptionBox)
    assert found is not None
    return found


def field(desk: AtDesk, name: str) -> QLineEdit:
    return next(one for one in box(desk).findChildren(QLineEdit) if one.accessibleName() == name)


def test_an_nsaid_is_held_against_the_whole_record(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        name = field(desk, "ชื่อยา (สามัญหรือการค้า) เลือกจากรายการ")
        await desk.until(lambda: QApplication.focusWidget() is name)  # the pharmacist's landing box
        QTest.keyClicks(name, "ibup")
        assert "ibuprofen" in box(desk)._names.stringList()
        assert "ยาที่ไม่มีในรายการตรวจไม่ได้" in "\n".join(words_of(box(desk)))
        QTest.keyClicks(name, "rofen")
        field(desk, "ความแรง รูปแบบ").setText("400 mg tab")
        label = field(desk, "วิธีใช้ตามฉลาก")
        label.setText("รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร")
        QTest.keyClick(label, Qt.Key.Key_Return)
        await desk.until(lambda: bool(desk.open_now().proposals))
        await desk.until(lambda: box(desk)._list.isVisible())
        told = "\n".join(words_of(box(desk)))
        assert "ibuprofen 400 mg tab" in told
        assert "eGFR 29" in told
        desk.sees("ยาที่จะจ่าย")
        # Two lines that are pasted: one is known, the other is asked about and never guessed.
        QApplication.clipboard().setText("warfarin 3 mg tab\twarfarin 1x1 hs\nwarfarrin 5")
        name.setFocus()
        QTest.keyClick(name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await desk.until(lambda: len(desk.open_now().proposals) == 2)
        assert "ไม่รู้จักชื่อนี้" in "\n".join(words_of(box(desk)))
        QApplication.clipboard().clear()
        desk.click(desk.button_of(box(desk), "เลิกทำ"))
        await desk.until(lambda: len(desk.open_now().proposals) == 1)
        desk.click(desk.button_of(box(desk), "ล้าง"))
        await desk.until(lambda: not desk.open_now().proposals)
        # A whole line of a prescription where the name goes.
        name.setFocus()
        QTest.keyClicks(name, "Bactrim 1 tab bid pc #14")
        assert "ตรวจไม่ได้" not in "\n".join(words_of(box(desk)))
        QTest.keyClick(name, Qt.Key.Key_Return)
        await desk.until(lambda: bool(desk.open_now().proposals))
        (line,) = desk.open_now().proposals
        assert (line.name, line.label) == ("Bactrim", "1 tab bid pc")
        assert line.ingredients == ("sulfamethoxazole", "trimethoprim")

    run(story())


def test_what_she_says_of_breast_feeding_is_looked_at_until_the_record_closes(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(RUNGTIWA)
        await desk.everybody_answered()
        (tick,) = (one for one in box(desk).findChildren(QCheckBox) if one.text() == "ให้นมบุตร")
        assert tick.isVisible()
        assert not tick.isChecked()
        desk.sees("ไม่ทราบว่าให้นมบุตร")
        tick.click()
        await desk.until(lambda: desk.open_now().breast_feeding)
        await desk.until(lambda: any("methotrexate ขณะให้นมบุตร" in text for text in words_of(desk.window)))
        desk.sees("บอกวันนี้")
        await desk.closes_record()
        await desk.opens(BUNMI)  # a man is not asked
        await desk.everybody_answered()
        assert not desk.open_now().breast_feeding
        (tick,) = (one for one in box(desk).findChildren(QCheckBox) if one.text() == "ให้นมบุตร")
        assert not tick.isVisible()
        await desk.closes_record()

    run(story())


def test_what_was_dispensed_is_one_key_away(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        desk.dialogs += 1
        desk.click(desk.button_of(desk.window, "ประวัติการจ่ายยา"))
        await desk.until(lambda: bool(desk.window.findChildren(DispensingDialog)))
        shown = desk.window.findChild(DispensingDialog)
        assert shown is not None
        told = "\n".join(words_of(shown))
        assert "ยาควบคุม" in told
        assert "metformin 500" in told
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await desk.until(lambda: not desk.window.findChildren(DispensingDialog))

    run(story())


def test_a_finding_is_put_aside_with_a_reason_and_comes_back(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        page = desk.window.findChild(MedicinesPage)
        assert page is not None
        rows = [entry.row for entry in page._findings.table.rows.entries if entry.row]
        danger = rows[0]
        assert danger.cells[0].text.startswith("ห้ามใช้: metformin")
        desk.dialogs += 1
        menu = next(act for act in _acts(page, danger.key) if act.text() == "พักข้อนี้ไว้ (ระบุเหตุผล)")
        menu.trigger()
        await desk.until(lambda: bool(desk.window.findChildren(QRadioButton)))
        choice = next(
            one for one in desk.window.findChildren(QRadioButton) if one.text() == "ทราบแล้ว และติดตามอยู่"
        )
        choice.setChecked(True)
        desk.presses("Put aside")
        await desk.until(lambda: len(desk.open_now().dismissals) == 1)
        await desk.until(lambda: any("พักไว้โดย" in text for text in words_of(desk.window)))
        await desk.until(lambda: "rule:metformin-egfr-30 reason:known" in repr(desk.audit_received()))
        page = desk.window.findChild(MedicinesPage)
        assert page is not None
        next(act for act in _acts(page, danger.key) if act.text() == "ให้ข้อนี้กลับมาแสดง").trigger()
        await desk.until(lambda: not desk.open_now().dismissals)

    run(story())


def _acts(page: MedicinesPage, key: str) -> list[QAction]:
    """The menu of one finding."""
    row = next(entry.row for entry in page._findings.table.rows.entries if entry.row and entry.row.key == key)
    menu = row_menu(page._context, row, page, lambda: None, lambda: None)
    assert menu is not None
    return menu.actions()
