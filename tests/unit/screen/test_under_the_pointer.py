"""What is drawn by hand and can be pressed is drawn anew when the pointer comes and goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHoverEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from viewer.screen.bar import PAGES, PageTab
from viewer.screen.look import Theme
from viewer.screen.pages.record.referral.block import BlockHead
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.choices import Choice
from viewer.screen.widgets.segments import Segments

MADE: dict[str, Callable[[Theme], QWidget]] = {
    "button": lambda theme: Button(theme, "พิมพ์"),
    "choice": lambda theme: Choice(theme, "คลินิก", "แพทย์"),
    "segment": lambda theme: Segments(theme, ["1 ปี", "5 ปี"], "ช่วง"),
    "tab": lambda theme: PageTab(theme, PAGES[0], "สรุปประวัติ"),
    "block": lambda theme: BlockHead(theme, "สัญญาณชีพ"),
}


class Paints(QObject):
    """Counts how often something is drawn."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.mark.parametrize("name", MADE)
def test_it_is_drawn_anew_when_the_pointer_comes_and_goes(name: str, qtbot: QtBot, theme: Theme) -> None:
    widget = MADE[name](theme)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()
    paints = Paints()
    pressed = widget if isinstance(widget, QAbstractButton) else widget.findChildren(QAbstractButton)[0]
    pressed.installEventFilter(paints)
    for number, kind in enumerate((QEvent.Type.HoverEnter, QEvent.Type.HoverLeave), 1):
        QApplication.sendEvent(pressed, QHoverEvent(kind, QPointF(3, 3), QPointF(3, 3), QPointF(9, 9)))
        QApplication.processEvents()
        assert paints.count == number
    assert pressed.testAttribute(Qt.WidgetAttribute.WA_Hover), "else nobody sends it these events"
