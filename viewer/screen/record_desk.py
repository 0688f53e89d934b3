"""The open record: band, strip, the page that is open, the ledger over it. Built with the record, gone with it."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QStackedWidget, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.ask import confirm, dialog
from viewer.screen.band import PatientBand
from viewer.screen.context import Composer, PageContext, RecordPage, RecordPages, SetOnPaper
from viewer.screen.errands import Errands
from viewer.screen.look import Theme
from viewer.screen.printed import Printed
from viewer.screen.printing.dialog import show_forms
from viewer.screen.restricted import RestrictedDialog
from viewer.screen.strip import ConsentLine
from viewer.screen.widgets.cards import panel
from viewer.screen.widgets.notices import NoticeStack
from viewer.view.strip import consent_strip
from viewer.visit.journey import Visit
from viewer.visit.states import Open

LEDGER, RULES = "ledger", "rules"
_DRAWER, _MARGIN, _WIDEST = 1156, 12, 2200
_TICK_MS = 10_000


class RecordDesk(QWidget):
    """Shows an Open state. Pages are built when they are first opened and only the open one is drawn."""

    def __init__(
        self, *, visit: Visit, words: Words, theme: Theme, composer: Composer, pages: RecordPages,
        paper: SetOnPaper, notices: NoticeStack,
        report: Callable[[BaseException], None], window: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._visit, self._words, self._theme, self._composer = visit, words, theme, composer
        self._factories = pages
        self._built: dict[str, QWidget] = {}
        self.errands = Errands(self, report)
        self.errands.changed.connect(self._turn_on)
        self._next = ""
        self._number = ""  # the whole number, while it is held in sight
        self._context = PageContext(
            visit=visit, words=words, theme=theme, errands=self.errands, notices=notices, composer=composer,
            paper=paper, window=window, turn_to=self.turn_to,
        )  # fmt: skip
        self._state: Open | None = None
        self._printed = Printed(words, composer, notices, self.turn_to)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.band = PatientBand(theme, words)
        self.band.close_wanted.connect(self.close_record)
        self.band.restricted_wanted.connect(self.open_restricted)
        self._restricted: RestrictedDialog | None = None
        self.strip = ConsentLine(theme, words)
        self.strip.ledger_wanted.connect(self.toggle_ledger)
        self.strip.forms_wanted.connect(self.open_forms)
        self.drawer = self._make_drawer()
        self._stack = QStackedWidget()
        self._stack.installEventFilter(self)
        whole.addWidget(self.band)
        whole.addWidget(self.strip)
        whole.addWidget(self._stack, 1)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_consent)
        self._tick.start()

    @property
    def page(self) -> QWidget | None:
        """The page that is open."""
        return self._stack.currentWidget()

    def tabs(self, allowed: Sequence[str]) -> tuple[str, ...]:
        """Those of the allowed pages that can be built."""
        return tuple(slug for slug in allowed if slug in self._factories)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands now."""
        turned = self._state is None or self._state.page != state.page
        self._state = state
        self.band.show_band(self._composer.band(state))
        if self._number:  # what arrives does not mask what is being read
            self.band.identity.show_number(self._number)
        self.strip.show_ledger(self._composer.ledger(state))
        self._show_consent()
        page = self._page(state.page)
        if page is not None:
            cast("RecordPage", page).show_state(state)
            if self._stack.currentWidget() is not page:
                self._stack.setCurrentWidget(page)
            if turned and self.drawer.isHidden():
                _focus(page)
        if self.drawer.isVisible():
            cast("RecordPage", self._built[LEDGER]).show_state(state)
        if self._restricted is not None:
            self._restricted.show_list(self._composer.restricted(state))
        self._printed.show_state(state)

    def turn_to(self, slug: str) -> None:
        """Open another page; it is written down before anything of it is shown. What is asked for while another page
        opens is opened next: the last one asked for counts."""
        chart = self._visit.chart
        if chart is None or slug not in self._factories:
            return
        self._next = "" if self.errands.start("page", chart.open_page(slug)) else slug

    def close_record(self) -> None:
        """Close and wipe; what was decided or written and is nowhere else is asked about first."""
        say, state = self._words.say, self._state
        lost: list[str] = []
        if state is not None and state.reconciliation.would_be_lost:
            lost.append(say("Close without printing or sending what was decided on the medicines?"))
        if state is not None and state.referral.would_be_lost:
            lost.append(say("Close without printing or saving what was written of the referral?"))
        question = "\n".join(lost)
        self.errands.start("close", self._ask_and_close(question) if question else self._visit.close())

    async def _ask_and_close(self, question: str) -> None:
        say = self._words.say
        explanation = say("Once the record is closed it is gone")
        if await confirm(
            self, question, explanation, yes=say("Close record"), no=say("Stay with the record")
        ):
            await self._visit.close()

    def open_restricted(self) -> None:
        """The list of rows of restricted access; nothing where there are none, or none are for this role."""
        if self._state is not None and self._composer.band(self._state).opens:
            self.errands.start("restricted", self._show_restricted())

    def open_rules(self) -> None:
        """The rules that findings come from, with their sources."""
        if RULES in self._factories:
            self.errands.start("rules", dialog(cast("QDialog", self._factories[RULES](self._context))))

    def open_forms(self) -> None:
        """F10: the forms that can be printed, and why another cannot."""
        self.errands.start("forms", show_forms(self._context))

    def toggle_ledger(self) -> None:
        """Open or close the list of answers by facility."""
        if self.drawer.isVisible():
            self.drawer.hide()
            self.strip.show_drawer(opened=False)
            if self.page is not None:
                _focus(self.page)
            return
        if LEDGER not in self._factories or self._state is None:
            return
        if LEDGER not in self._built:
            self._built[LEDGER] = self._factories[LEDGER](self._context)
            layout = self.drawer.layout()
            if layout is not None:
                layout.addWidget(self._built[LEDGER])
        self._place_drawer()
        self.drawer.show()
        self.drawer.raise_()
        self.strip.show_drawer(opened=True)
        cast("RecordPage", self._built[LEDGER]).show_state(self._state)
        _focus(self._built[LEDGER])

    def hold_number(self, held: bool) -> None:
        """F8 held: the whole number, once that is written down; released: masked at once."""
        chart = self._visit.chart
        if held and chart is not None:
            self.errands.start("reveal", self._reveal())
        elif not held:
            self.errands.cancel("reveal")
            self._number = ""
            self.band.identity.show_number(self.band.masked)

    def print_now(self) -> None:
        """Ctrl+P: the open page prints itself when it can, otherwise the referral page opens."""
        printer = getattr(self.page, "print_now", None)
        if callable(printer):
            printer()
        else:
            self.turn_to("referral")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A very wide window keeps the page at a readable width."""
        super().resizeEvent(event)
        spare = max(0, self.width() - self._theme.px(_WIDEST)) // 2
        self._stack.setContentsMargins(spare, 0, spare, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The drawer follows the page when the band grows."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._place_drawer()
        return False

    async def _show_restricted(self) -> None:
        if self._state is None:
            return
        self._restricted = RestrictedDialog(self._context)
        self._restricted.show_list(self._composer.restricted(self._state))
        try:
            await dialog(self._restricted)
        finally:
            self._restricted = None

    def _turn_on(self, errand: str) -> None:
        if errand == "page" and self._next and not self.errands.busy("page"):
            self.turn_to(self._next)

    async def _reveal(self) -> None:
        chart = self._visit.chart
        if chart is not None:
            self._number = await chart.reveal_id()
            self.band.identity.show_number(self._number)

    def _page(self, slug: str) -> QWidget | None:
        if slug not in self._factories:
            return None
        if slug not in self._built:
            self._built[slug] = self._factories[slug](self._context)
            self._stack.addWidget(self._built[slug])
        return self._built[slug]

    def _show_consent(self) -> None:
        if self._state is not None:
            strip = consent_strip(
                self._state.permit, self._visit.clock.now(), self._words, self._state.unheard
            )
            self.strip.show_consent(strip)

    def _make_drawer(self) -> QFrame:
        drawer = panel("drawer", self)
        inner = QVBoxLayout(drawer)
        inner.setContentsMargins(1, 1, 1, 2)
        shut = QShortcut(QKeySequence("Esc"), drawer)
        shut.activated.connect(self.toggle_ledger)
        drawer.hide()
        return drawer

    def _place_drawer(self) -> None:
        margin = self._theme.px(_MARGIN)
        width = min(self._theme.px(_DRAWER), self.width() - 2 * margin)
        top = self._stack.mapTo(self, QPoint(0, 0)).y() + self._theme.px(6)
        height = self.height() - top - self._theme.px(8)
        self.drawer.setGeometry(QRect(self.width() - width - margin, top, width, max(0, height)))


def _focus(page: QWidget) -> None:
    first = getattr(page, "focus_first", None)
    if callable(first):
        first()
    else:
        page.setFocus()
