"""Qt's own texts speak Thai when the window does, and English when it does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QMessageBox

from viewer.screen.qt_words import QtWords

BUTTONS = QDialogButtonBox.StandardButton


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[QtWords]:
    made = QtWords()
    made.speak(qapp, "th")
    yield made
    made.speak(qapp, "en")


def test_standard_buttons_are_thai(spoken: QtWords) -> None:
    box = QDialogButtonBox(
        BUTTONS.Ok | BUTTONS.Cancel | BUTTONS.Save | BUTTONS.Close | BUTTONS.Yes | BUTTONS.No
    )
    said = {box.button(which).text() for which in
            (BUTTONS.Ok, BUTTONS.Cancel, BUTTONS.Save, BUTTONS.Close, BUTTONS.Yes, BUTTONS.No)}  # fmt: skip
    assert said == {"ตกลง", "ยกเลิก", "บันทึก", "ปิด", "ใช่", "ไม่ใช่"}
    box.deleteLater()


def test_every_standard_button_has_a_word(spoken: QtWords) -> None:
    box = QMessageBox()
    for button in QMessageBox.StandardButton:
        if button.name in {"NoButton", "FirstButton", "LastButton", "YesAll", "NoAll", "Default", "Escape",
                           "FlagMask", "ButtonMask"}:  # fmt: skip
            continue
        made = box.addButton(button)
        assert any("ก" <= letter <= "๛" for letter in made.text()), button
    box.deleteLater()


def test_the_menu_of_a_line_is_thai(spoken: QtWords) -> None:
    line = QLineEdit("x")
    menu = line.createStandardContextMenu()
    said = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert said == ["เลิกทำ", "ทำซ้ำ", "ตัด", "คัดลอก", "วาง", "ลบ", "เลือกทั้งหมด"]
    menu.deleteLater()
    line.deleteLater()


def test_english_is_qt_own(qapp: QApplication, spoken: QtWords) -> None:
    assert QCoreApplication.translate("QFileDialog", "File &name:") == "ชื่อไฟล์:"
    spoken.speak(qapp, "en")
    assert QCoreApplication.translate("QFileDialog", "File &name:") == "File &name:"


def test_what_has_no_thai_word_keeps_its_own(spoken: QtWords) -> None:
    """A page size without a name is none, and whatever is printed on it stays white."""
    assert QCoreApplication.translate("QPageSize", "A4") == "A4"
    for size in (QPageSize(QPageSize.PageSizeId.A5), QPageSize(QSizeF(243, 153), QPageSize.Unit.Point)):
        assert size.isValid()
        assert QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()).isValid()
