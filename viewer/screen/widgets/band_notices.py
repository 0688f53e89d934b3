"""Notices of the patient band: one under another, or two in a row where there is room; none is ever cut."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from viewer.screen.look import Theme

_FEW = 3  # as high as the band is without them: they need no second column


class BandNotices(QWidget):
    """In reading order, row by row: also for the keyboard and for screen readers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[QWidget] = []
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, theme.px(12), 0)
        self._grid.setSpacing(theme.px(4))
        self.hide()

    def show_notices(self, notices: Sequence[QWidget]) -> None:
        """These in place of those before."""
        for before in self._shown:
            self._grid.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._shown, self._columns = list(notices), 0
        self.setVisible(bool(notices))
        self.arrange(0)
        for notice in notices:
            notice.show()  # at once: until then a layout takes no height for it

    def arrange(self, free: int) -> bool:
        """In two columns where ``free`` px beside one column hold the other; whether that is new."""
        wide = len(self._shown) > _FEW and free >= self._width(2) - self._width(1)
        columns = 2 if wide else 1
        if columns == self._columns:
            return False
        self._columns = columns
        for at, notice in enumerate(self._shown):
            self._grid.removeWidget(notice)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(notice, at // columns, at % columns, left)
        self._grid.invalidate()
        self.updateGeometry()
        return True

    @property
    def narrow_width(self) -> int:
        """What one column takes."""
        return self._width(1) if self._shown else 0

    def _width(self, columns: int) -> int:
        """With the margin behind it."""
        widest = (
            max((one.sizeHint().width() for one in self._shown[at::columns]), default=0)
            for at in range(columns)
        )
        return sum(widest) + self._theme.px(4) * (columns - 1) + self._theme.px(12)
