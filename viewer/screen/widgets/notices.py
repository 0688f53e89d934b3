"""Notices at the bottom right: what happened, what is safe, what to do. At most two; never over the band."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import IconView, Label
from viewer.view.sheet import Tone

WIDTH = 400
SECONDS = 8
MOST = 2
_EDGES = {Tone.STOP: "red", Tone.DOUBT: "amberline"}
_ICONS = {Tone.STOP: "octagon-alert", Tone.DOUBT: "triangle-alert"}


class Notice(QFrame):
    """Three lines and a close button; with ``act`` a button that does it, and it stays until closed.

    Signals:
        closed: it was closed, acted upon, or its time ran out.
    """

    closed = Signal()

    def __init__(
        self, theme: Theme, lines: tuple[str, ...], *, tone: Tone = Tone.PLAIN, close: str = "",
        act: tuple[str, Callable[[], None]] | None = None, stays: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._tone = theme, tone
        self.setFixedWidth(theme.px(WIDTH))
        self.setAccessibleName(" ".join(lines))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (14, 10, 10, 10)))
        whole.setSpacing(theme.px(10))
        mark = IconView(theme, _ICONS.get(tone, "info"), size=18, tone=_EDGES.get(tone, "accent"))
        whole.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        for index, text in enumerate(line for line in lines if line):
            first = index == 0
            words.addWidget(
                Label(theme, text, size="base" if first else "small", weight=600 if first else None,
                      tone="ink" if first else "ink2", wrap=True)
            )  # fmt: skip
        if act is not None:
            button = Button(theme, act[0], size="small")
            button.clicked.connect(act[1])
            button.clicked.connect(self.close_now)
            words.addSpacing(theme.px(6))
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(words, 1)
        cross = Button(theme, "", kind=Kind.LINK, icon="x", name=close)
        cross.clicked.connect(self.close_now)
        whole.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        if act is None and not stays:  # a timer of our own: it goes when the notice goes
            self._time = QTimer(self, singleShot=True, interval=SECONDS * 1000)
            self._time.timeout.connect(self.close_now)
            self._time.start()

    def close_now(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, a lower edge of 2 px, and the coloured left edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -1)
        painter.setPen(QPen(self._theme.colour("line2"), self._theme.px(1)))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(box, self._theme.px(6), self._theme.px(6))
        painter.fillRect(0, 3, self._theme.px(4), self.height() - 7, self._theme.colour(self._edge))

    @property
    def _edge(self) -> str:
        return _EDGES.get(self._tone, "accent")


class NoticeStack(QObject):
    """Places notices in the corner of a window, the newest below; a third one sends the oldest away."""

    def __init__(self, theme: Theme, window: QWidget, close: str) -> None:
        super().__init__(window)
        self._theme, self._window, self._close = theme, window, close
        self._shown: list[Notice] = []
        window.installEventFilter(self)

    @property
    def shown(self) -> tuple[Notice, ...]:
        """Notices on screen, oldest first."""
        return tuple(self._shown)

    def tell(
        self, *lines: str, tone: Tone = Tone.PLAIN, act: tuple[str, Callable[[], None]] | None = None,
        stays: bool = False,
    ) -> Notice:  # fmt: skip
        """Show a notice and read it out."""
        for known in self._shown:
            if known.accessibleName() == " ".join(lines):
                return known
        while len(self._shown) >= MOST:
            self._shown[0].close_now()
        notice = Notice(
            self._theme, lines, tone=tone, close=self._close, act=act, stays=stays, parent=self._window
        )
        notice.closed.connect(lambda: self._drop(notice))
        self._shown.append(notice)
        self._place()
        notice.show()
        notice.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(notice, " ".join(lines)))
        return notice

    def clear(self) -> None:
        """Take all away, for instance when a record is closed."""
        for notice in tuple(self._shown):
            notice.close_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _drop(self, notice: Notice) -> None:
        if notice in self._shown:
            self._shown.remove(notice)
            notice.deleteLater()
            self._place()

    def _place(self) -> None:
        margin = self._theme.px(12)
        bottom = self._window.height() - margin
        for notice in reversed(self._shown):
            layout = notice.layout()
            high = layout.heightForWidth(notice.width()) if layout is not None else notice.sizeHint().height()
            notice.resize(notice.width(), max(high, self._theme.px(44)))
            bottom -= notice.height()
            notice.move(self._window.width() - notice.width() - margin, bottom)
            bottom -= self._theme.px(8)
