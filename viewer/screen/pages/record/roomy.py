"""A page that keeps the room it needs: on a small screen with big text it scrolls instead of cutting or overlapping."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.visit.states import Open

LEAST_WIDE, LEAST_HIGH = 1280, 440  # px at 100 %


class _Page(Protocol):
    def show_state(self, state: Open) -> None: ...

    def focus_first(self) -> None: ...


class RoomyPage(QWidget):
    """Holds the page in a scroll area; stands for it in every way the desk asks of a page."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__()
        self.page = page
        self._least = (context.theme.px(LEAST_WIDE), context.theme.px(LEAST_HIGH))
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fills the window, or keeps its least size and scrolls."""
        super().resizeEvent(event)
        wide, high = self._least
        across = self._area.verticalScrollBar().sizeHint().width() if self.height() < high else 0
        below = self._area.horizontalScrollBar().sizeHint().height() if self.width() < wide else 0
        self.page.resize(max(self.width() - across, wide), max(self.height() - below, high))

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        cast("_Page", self.page).show_state(state)

    @property
    def print_now(self) -> object:
        """What Ctrl+P does on the page itself; None where it prints nothing of its own."""
        return getattr(self.page, "print_now", None)

    def focus_first(self) -> None:
        """The keyboard to where reading begins."""
        cast("_Page", self.page).focus_first()


def roomy(page: Callable[[PageContext], QWidget]) -> Callable[[PageContext], QWidget]:
    """A factory of such pages."""
    return lambda context: RoomyPage(context, page(context))
