"""Cards: a head of 30 px with icon, title and one right-aligned caption; rows run edge to edge; a quiet footer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import IconView, Label

_HEAD = 30


class Card(QFrame):
    """A white sheet with a head. Put content into ``body`` (a QVBoxLayout without margins).

    Signals:
        news_wanted: the reader clicked "มีรายการใหม่ n แสดง" in the head (see ``announce``).
    """

    news_wanted = Signal()

    def __init__(
        self, theme: Theme, title: str = "", *, icon: str = "", caption: str = "", footer: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self._title = Label(theme, title, weight=600)
        self._count = Label(theme, "", tone="ink2")
        self._caption = Label(theme, caption, size="small", tone="ink2", elide=True, right=True)
        self._news = Button(theme, "", kind=Kind.LINK, size="small")
        self._news.clicked.connect(self.news_wanted)
        self._news.hide()
        if title:
            whole.addWidget(self._head(icon))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole.addLayout(self.body, 1)
        self._footer = Label(theme, footer, size="caption", tone="ink2", wrap=True)
        self._foot = self._foot_frame()
        whole.addWidget(self._foot)
        # Only now: a widget shown without a parent is a window of its own.
        self._foot.setVisible(bool(footer))

    def say(self, *, title: str | None = None, count: str | None = None, caption: str | None = None) -> None:
        """Change words of the head; what is left out stays."""
        if title is not None:
            self._title.setText(title)
            self.setAccessibleName(title)
        if count is not None:
            self._count.setText(count)
        if caption is not None:
            self._caption.setText(caption)

    def set_footer(self, text: str) -> None:
        """Words under the body, or "" for no footer."""
        self._footer.setText(text)
        self._foot.setVisible(bool(text))

    def announce(self, text: str) -> None:
        """Offer rows that wait to be shown ("มีรายการใหม่ 3 แสดง"); "" takes the offer away."""
        self._news.say(text)
        self._news.setVisible(bool(text))

    def add_act(self, act: QWidget) -> None:
        """A small button at the end of the head."""
        self._head_row.addWidget(act)

    def _head(self, icon: str) -> QFrame:
        head = QFrame()
        head.setProperty("role", "cardhead")
        head.setFixedHeight(self._theme.px(_HEAD))
        row = self._head_row = QHBoxLayout(head)
        row.setContentsMargins(self._theme.px(10), 0, self._theme.px(10), 0)
        row.setSpacing(self._theme.px(8))
        if icon:
            row.addWidget(IconView(self._theme, icon, tone="ink"))
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self._news)
        row.addWidget(self._caption, 1)
        return head

    def _foot_frame(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "cardfoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(self._theme.px(side) for side in (10, 4, 10, 4)))
        row.addWidget(self._footer)
        row.setAlignment(self._footer, Qt.AlignmentFlag.AlignVCenter)
        return foot


def column(*, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout; sizes in pixels of the theme's scale."""
    made = QVBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(*margins)
    return made


def line(*, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """A horizontal layout; sizes in pixels of the theme's scale."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(*margins)
    return made


def scrolled(page: QWidget) -> QScrollArea:
    """A page that may be larger than its window (big text on a small screen): it scrolls instead of growing it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def panel(role: str, parent: QWidget | None = None) -> QFrame:
    """A bare ground named in the stylesheet: "surface", "sunk", "well", "bar", "band", "strip", "drawer"."""
    made = QFrame(parent)
    made.setProperty("role", role)
    return made
