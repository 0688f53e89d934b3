"""The focus ring: 2 px of accent, 1 px off, round whatever has the keyboard. One ring per window, never removed."""

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget

from viewer.screen.look import Theme

_ON_BAR = "bar"  # property of grounds on which accent cannot be seen


class FocusRing(QWidget):
    """Follows the focus inside ``window`` and lies above everything in it, letting the mouse through.

    Tables draw the ring on their current cell themselves; for them the ring goes round the whole table too.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._over = theme, window
        self._watched: list[QObject] = []
        self._target: QWidget | None = None
        self._light = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def target(self) -> QWidget | None:
        """What the ring is round."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the widget and everything it stands in."""
        if event.type() in {
            QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange,
        }:  # fmt: skip
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = self._theme.px(2)
        painter.setPen(QPen(self._theme.colour("barink" if self._light else "accent"), stroke))
        inset = stroke / 2
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            with suppress(
                RuntimeError
            ):  # gone already: a window that closes takes what had the keyboard with it
                watched.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        if new is None or new.window() is not self._over.window() or isinstance(new, FocusRing):
            self.hide()
            return
        if new is self._over or new.focusPolicy() is Qt.FocusPolicy.NoFocus or _quiet(new):
            self.hide()
            return
        self._target = new
        ancestor: QWidget | None = new
        while ancestor is not None and ancestor is not self._over:
            ancestor.installEventFilter(self)
            self._watched.append(ancestor)
            ancestor.destroyed.connect(self._forget)
            ancestor = ancestor.parentWidget()
        self._light = _stands_on_bar(new)
        self._place()

    def _forget(self, gone: QObject) -> None:
        self._watched = [watched for watched in self._watched if watched is not gone]
        if self._target is gone:
            self._target = None
            self.hide()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        window = self._over
        grow = self._theme.px(3)
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-grow, -grow, grow, grow)
        # In a scrolled page the ring must not leave the part that can be seen.
        ancestor = target.parentWidget()
        while ancestor is not None and ancestor is not window:
            if isinstance(ancestor.parentWidget(), QAbstractScrollArea):
                port = QRect(ancestor.mapTo(window, QPoint(0, 0)), ancestor.size())
                box &= port.adjusted(-grow, -grow, grow, grow)
            ancestor = ancestor.parentWidget()
        box &= window.rect()
        self.setGeometry(box)
        self.setVisible(not box.isEmpty())
        self.raise_()


def _quiet(widget: QWidget) -> bool:
    # A table shows its current cell; an empty one still gets the ring.
    return isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid()


def _stands_on_bar(widget: QWidget) -> bool:
    ancestor: QWidget | None = widget
    while ancestor is not None:
        if ancestor.property("role") in {_ON_BAR, "brandside"}:
            return True
        ancestor = ancestor.parentWidget()
    return False
