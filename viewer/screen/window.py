"""The window: it watches the visit and shows the page that fits. Its title never says whose record is open."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from viewer.base.frozen import FROZEN
from viewer.base.words import Words
from viewer.screen import fonts
from viewer.screen.ask import dialog
from viewer.screen.bar import PAGES, TopBar
from viewer.screen.complaints import code_of, complaint
from viewer.screen.context import Composer, RecordPages, SetOnPaper
from viewer.screen.errands import Errands
from viewer.screen.front import Front
from viewer.screen.help import HelpDialog
from viewer.screen.issuing import Sealing
from viewer.screen.look import LARGEST, SMALLEST, Theme
from viewer.screen.pages.consent import ConsentPage
from viewer.screen.pages.identify import IdentifyPage
from viewer.screen.pages.posts import PostPage
from viewer.screen.pages.sign_in import SignInPage
from viewer.screen.printout import Made, Printout, Told
from viewer.screen.qt_words import QtWords
from viewer.screen.readiness import Check
from viewer.screen.record_desk import RecordDesk
from viewer.screen.widgets.cards import scrolled
from viewer.screen.widgets.focus import FocusRing
from viewer.screen.widgets.notices import NoticeStack
from viewer.screen.wiping import forget_drawn_words
from viewer.signin.roles import RECONCILIATION, ROLES
from viewer.view.sheet import Tone
from viewer.visit.journey import Visit
from viewer.visit.states import AtDesk, ChoosingPost, Consenting, Open, SignedOut, SigningIn, State

TITLE = "ประวัติ"
LEAVING_SECONDS = 5.0
SMALLEST_WINDOW = (1024, 640)


class MainWindow(QMainWindow):
    """Built once in app. Language and text size rebuild what is inside at once.

    Signals:
        tasted(str, int): language and text size (%) were changed; app keeps them.
        left: the record is wiped, nobody is signed in, no errand runs: the program may end.
    """

    tasted = Signal(str, int)
    left = Signal()

    def __init__(
        self, *, visit: Visit, words: Words, composer: Composer, record_pages: RecordPages,
        paper: SetOnPaper, check: Check, theme: Theme | None = None, version: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._visit, self._words, self._composer, self._pages = visit, words, composer, record_pages
        self._paper, self._check, self._version = paper, check, version
        self.theme = theme or Theme()
        self._qt_words = QtWords(self)
        self._errands = Errands(self, self._complain)
        self.record: RecordDesk | None = None
        self._may_close = False
        self._frames: dict[QWidget, QScrollArea] = {}
        self._looked = False
        self.setWindowTitle(TITLE)
        self._unwatch = visit.watch(self._show)
        self._shortcuts()
        self._build()

    @property
    def notices(self) -> NoticeStack:
        """The notices at the bottom right."""
        return self._notices

    def speak(self, language: str) -> None:
        """Another language, at once."""
        self._words.speak(language)
        self._build()
        self.tasted.emit(language, self.theme.scale)

    def resize_text(self, scale: int) -> None:
        """Another text size, at once."""
        self.theme = Theme(self.theme.colours, max(SMALLEST, min(LARGEST, scale)))
        self._build()
        self.tasted.emit(self._words.language, self.theme.scale)

    def open_help(self) -> None:
        """F1: what the program is like, wherever one is."""
        self._errands.start("help", dialog(HelpDialog(self.theme, self._words, self)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 shows the whole number while it is held."""
        if event.key() == Qt.Key.Key_F8 and not event.isAutoRepeat() and self.record is not None:
            self.record.hold_number(held=True)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """And masks it again."""
        if event.key() == Qt.Key.Key_F8 and not event.isAutoRepeat() and self.record is not None:
            self.record.hold_number(held=False)
            return
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key released over another window is not heard here: mask when this one is left."""
        super().changeEvent(event)
        if (
            event.type() is QEvent.Type.ActivationChange
            and not self.isActiveWindow()
            and self.record is not None
        ):
            self.record.hold_number(held=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wipe first, then close: nothing of a patient and no task is left behind."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self._errands.start("leave", self._leave())

    # --- building

    def _build(self) -> None:
        """Everything inside, in the present language and size; then the present state."""
        self._close_record()
        self._looked = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            fonts.dress(application, self.theme)
            self._qt_words.speak(application, self._words.language)
        self.setMinimumSize(*SMALLEST_WINDOW)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._bar = TopBar(self.theme, self._words, simulated=self._visit.profile.sandbox)
        self._bar.page_wanted.connect(self._turn_to)
        self._bar.help_wanted.connect(self.open_help)
        whole.addWidget(self._bar)
        self._stack = QStackedWidget()
        whole.addWidget(self._stack, 1)
        front = Front(
            self._visit, self._words, self.theme, self._errands, self._check, self.speak, self.resize_text, self,
            self._version, self.open_help,
        )  # fmt: skip
        self._sign_in, self._posts = SignInPage(front), PostPage(front)
        self._identify, self._consent = IdentifyPage(front), ConsentPage(front)
        self._identify.kept_wanted.connect(
            lambda form: self._errands.start("save kept", self._kept(form).save())
        )
        self._frames = {}
        for page in (self._sign_in, self._posts, self._identify, self._consent):
            self._frames[page] = scrolled(page)
            self._stack.addWidget(self._frames[page])
        self.setCentralWidget(inside)
        self._notices = NoticeStack(self.theme, inside, self._words.say("Close"))
        self._ring = FocusRing(self.theme, inside)
        self._show(self._visit.state)

    def _shortcuts(self) -> None:
        for page in PAGES:
            self._key(f"Ctrl+{page.number}", partial(self._turn_to, page.slug))
        self._key("F1", self.open_help)
        self._key("F6", partial(self._ask_record, RecordDesk.toggle_ledger))
        self._key("F7", partial(self._ask_record, RecordDesk.open_restricted))
        self._key("F9", partial(self._ask_record, RecordDesk.open_rules))
        self._key("F10", partial(self._ask_record, RecordDesk.open_forms))
        self._key("Ctrl+P", partial(self._ask_record, RecordDesk.print_now))
        self._key("Ctrl+W", partial(self._ask_record, RecordDesk.close_record))
        self._key("Ctrl+Q", self.close)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _ask_record(self, what: Callable[[RecordDesk], None]) -> None:
        if self.record is not None:
            what(self.record)

    # --- showing

    def _show(self, state: State) -> None:
        if not isinstance(state, Open):
            self._close_record()
        self._forget_people(state)
        self._show_bar(state)
        if isinstance(state, Open):
            record = self._open_record()
            self._stack.setCurrentWidget(record)
            record.show_state(state)
            return
        page = self._front_page(state)
        came = self._stack.currentWidget() is not self._frames[page]
        self._stack.setCurrentWidget(self._frames[page])
        page.show_state(state)
        if page is self._sign_in and (came or not self._looked):
            self._looked = True
            # In a moment: the first state is shown before the loop runs.
            QTimer.singleShot(0, self._sign_in, self._sign_in.check)

    def _forget_people(self, state: State) -> None:
        """Hidden pages keep nobody: a request goes with its answer, a number when a record opens or nobody is in."""
        if not isinstance(state, Consenting):
            self._consent.forget()
        if isinstance(state, Open | SignedOut | SigningIn | ChoosingPost):
            self._identify.forget()

    def _show_bar(self, state: State) -> None:
        self._bar.setVisible(not isinstance(state, SignedOut | SigningIn))
        if isinstance(state, ChoosingPost):
            self._bar.show_person(state.clinician, None)
        elif isinstance(state, AtDesk):
            self._bar.show_person(state.clinician, state.post)
        if isinstance(state, Open):
            role = ROLES.get(state.post.role)
            self._bar.show_pages([slug for slug in (role.pages if role else ()) if slug in self._pages])
            self._bar.show_open(state.page)
        else:
            self._bar.show_pages(())

    def _front_page(self, state: State) -> SignInPage | PostPage | IdentifyPage | ConsentPage:
        match state:
            case SignedOut() | SigningIn():
                return self._sign_in
            case ChoosingPost():
                return self._posts
            case Consenting():
                return self._consent
            case _:
                return self._identify

    def _open_record(self) -> RecordDesk:
        if self.record is None:
            self.record = RecordDesk(
                visit=self._visit, words=self._words, theme=self.theme, composer=self._composer, pages=self._pages,
                paper=self._paper, notices=self._notices, report=self._complain, window=self,
            )  # fmt: skip
            self._stack.addWidget(self.record)
        return self.record

    def _close_record(self) -> None:
        """The pages of a record go at once, not when Qt finds the time."""
        record, self.record = self.record, None
        if record is None:
            return
        record.errands.cancel()
        self._stack.removeWidget(record)
        record.deleteLater()
        self._composer.forms.forget()
        self._notices.clear()
        QToolTip.hideText()
        forget_drawn_words()
        # Once they are gone: a tick meanwhile may have frozen them (see garbage).
        QTimer.singleShot(0, FROZEN.thaw)

    def _kept(self, form: str) -> Printout:
        """What the clinician wrote before a consent ended, on its way out."""
        say = self._words.say
        told = Told(
            say("The form is saved"), say("The form was not saved"), say("The form was sent to the printer")
        )
        return Printout(
            self, self._words, self._notices, f"{form}.pdf", told, partial(self._kept_on_paper, form)
        )

    async def _kept_on_paper(self, form: str, act: str, _sealing: Sealing | None = None) -> Made | None:
        """What was kept is not signed: its record is closed."""
        kept, reference = await self._visit.keepsake.leaves(act, form)
        state = self._visit.state
        if not isinstance(state, AtDesk):
            return None
        forms, letters = self._composer.forms, self._composer.letters
        made = (
            forms.kept(state, kept, reference)
            if form == RECONCILIATION
            else letters.kept(state, kept, reference)
        )
        return Made(await self._paper(made))

    def _turn_to(self, slug: str) -> None:
        if self.record is not None:
            self.record.turn_to(slug)

    def _complain(self, error: BaseException) -> None:
        told = complaint(self._words, code_of(error))
        self._notices.tell(*told.lines, tone=Tone.DOUBT, stays=True)

    async def _leave(self) -> None:
        self._close_record()
        self._notices.clear()
        # Leaving never hangs on a network that does not answer; the record is wiped before anything is sent.
        with contextlib.suppress(Exception):  # nobody is left to be told
            await asyncio.wait_for(self._visit.sign_out(), LEAVING_SECONDS)
        self._errands.cancel()
        await self._errands.finished()
        self._unwatch()
        self._may_close = True
        self.close()
        self.left.emit()
