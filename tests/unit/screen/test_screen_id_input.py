"""The box for a citizen number: any grouping, Thai digits, words for what is odd."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from viewer.screen.look import Theme
from viewer.screen.widgets.id_input import IdInput, Typed, judge
from viewer.visit.states import Identifying

from .fakes import Desk
from .states import CLINIC, DOCTOR

NUMBER = "9660487647597"  # made up: nobody's number begins with 9


def shown(theme: Theme) -> IdInput:
    """The box, able to take keys."""
    box = IdInput(theme, "เลขประจำตัวประชาชน")
    box.show()
    return box


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", Typed.NOTHING),
        ("9-6604", Typed.SHORT),
        (NUMBER, Typed.GOOD),
        ("9 6604 87647 59 7", Typed.GOOD),
        ("๙-๖๖๐๔-๘๗๖๔๗-๕๙-๗", Typed.GOOD),
        ("9-6604-87647-59-1", Typed.DOUBTFUL),
        ("96604876475977", Typed.LONG),
        ("9-6604-8764x-59-7", Typed.LETTERS),
        ("1111111111119", Typed.PLACEHOLDER),
        ("๐๐๐๐๐๐๐๐๐๐๐๐๑", Typed.PLACEHOLDER),
    ],
)
def test_what_is_typed_is_judged(typed: str, found: Typed) -> None:
    assert judge(typed) is found
    assert found.searchable is (found in {Typed.GOOD, Typed.DOUBTFUL})


def test_digits_group_themselves_while_they_are_typed(theme: Theme) -> None:
    box = shown(theme)
    seen: list[Typed] = []
    box.judged.connect(seen.append)
    QGuiApplication.clipboard().setText("๙ ๖")
    box.paste()
    QTest.keyClicks(box, "604")
    assert box.text() == "9-6604"
    QTest.keyClicks(box, "87647597")
    assert box.text() == "9-6604-87647-59-7"
    assert seen[-1] is Typed.GOOD
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert box.text() == "9-6604-87647-59-"[:-1]
    box.deleteLater()


def test_the_cursor_stays_where_a_digit_was_put_in(theme: Theme) -> None:
    box = shown(theme)
    QTest.keyClicks(box, "9604876475977"[:4])
    box.setCursorPosition(1)
    QTest.keyClicks(box, "6")
    assert box.text() == "9-6604"
    assert box.cursorPosition() in {2, 3}
    QTest.keyClicks(box, "1")
    assert box.text() == "9-6160-4"
    box.deleteLater()


def test_letters_are_left_standing_so_that_the_reader_sees_them(theme: Theme) -> None:
    box = shown(theme)
    QTest.keyClicks(box, "96a")
    assert "a" in box.text()
    box.deleteLater()


def test_the_page_warns_in_words_and_only_searches_what_may_be_searched(desk: Callable[..., Desk]) -> None:
    made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,)))
    page = made.window._identify
    page._input.setText("9-6604-87647-59-1")
    assert "หลักตรวจสอบไม่ถูกต้อง ตรวจเลขอีกครั้ง (ยังค้นหาได้)" in page._hint.text()
    assert page._search.isEnabled()
    page._input.setText("1111111111119")
    assert "ไม่ใช่เลขของบุคคลใด" in page._hint.text()
    assert not page._search.isEnabled()
