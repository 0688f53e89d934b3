"""What went wrong, in its place on a page: what happened, what is safe, what to do."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.complaints import Complaint
from viewer.screen.look import Theme
from viewer.screen.widgets.labels import IconView, Label


class ComplaintBox(QFrame):
    """An amber box with up to three sentences; hidden while there is nothing to say. Read out when it changes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Complaint | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (14, 10, 12, 10)))
        row.setSpacing(theme.px(10))
        row.addWidget(
            IconView(theme, "triangle-alert", size=18, tone="amberink"), 0, Qt.AlignmentFlag.AlignTop
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        self._what = Label(theme, "", weight=600, tone="amberink", wrap=True)
        self._safe = Label(theme, "", size="small", wrap=True)
        self._todo = Label(theme, "", size="small", wrap=True)
        for label in (self._what, self._safe, self._todo):
            words.addWidget(label)
        row.addLayout(words, 1)
        self.hide()

    def show_complaint(self, complaint: Complaint | None) -> None:
        """Say this, or nothing."""
        if complaint == self._shown:
            return
        self._shown = complaint
        self.setVisible(complaint is not None)
        if complaint is None:
            return
        for label, text in zip(
            (self._what, self._safe, self._todo),
            (complaint.what, complaint.safe, complaint.todo),
            strict=True,
        ):
            label.setText(text)
            label.setVisible(bool(text))
        spoken = ". ".join(complaint.lines)
        self.setAccessibleName(spoken)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Amber ground with an edge and a heavier left side."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("amberline"), theme.px(1)))
        painter.setBrush(theme.colour("ambersoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
        painter.fillRect(0, theme.px(3), theme.px(4), self.height() - theme.px(6), theme.colour("amberline"))
