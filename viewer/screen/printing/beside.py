"""What dialogs of forms have in common: at the left what makes a form, at the right the form as it will be printed."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout

from viewer.base.words import Words
from viewer.screen.context import PageContext
from viewer.screen.printout import Told
from viewer.screen.widgets.paper_view import PaperView

_PAGE = 760  # px: a page of the preview
_PAUSE_MS = 250  # after the last change before the preview is set again


class FormBeside(QDialog):
    """Its maker puts what is chosen into ``_whole``, then ``_paper``; ``_later`` starts when something has changed."""

    def __init__(self, context: PageContext, title: str, size: tuple[int, int]) -> None:
        super().__init__(context.window)
        self._context = context
        theme, words = context.theme, context.words
        self.setWindowTitle(title)
        self.resize(*(theme.px(side) for side in size))
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._set)
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(*(theme.px(12) for _ in range(4)))
        self._whole.setSpacing(theme.px(12))
        self._paper = PaperView(theme, words, words.say("Form as it will be printed"), _PAGE)
        self._paper.fits_otherwise.connect(self._later.start)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is set for a dialog that goes."""
        self._later.stop()
        super().closeEvent(event)

    async def _show(self) -> None:
        """Set the form and show it."""
        raise NotImplementedError

    def _is_here(self) -> bool:
        """Whether there is a form to be shown."""
        return True

    def _set(self) -> None:
        if self._is_here() and not self._context.errands.start("form preview", self._show()):
            self._later.start()


def told_of_a_form(words: Words) -> Told:
    """What is said when a form has left, or has not."""
    say = words.say
    return Told(
        say("The form is saved"), say("The form was not saved"), say("The form was sent to the printer"),
        say("The form is signed and saved"),
    )  # fmt: skip
