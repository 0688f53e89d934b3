"""A paper that came as a PDF: its pages, how its signature stands, what the exchange says of its code, whose it is.

The file stays where it is; nothing of it joins the record. Only its code is asked about, at the address of the profile.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from viewer.base.clock import MachineClock
from viewer.base.settings import Profile, SettingsUnreadable
from viewer.base.words import Words
from viewer.exchange.errors import ExchangeError
from viewer.exchange.verifying import proof_of
from viewer.record.facts import Person
from viewer.record.shelf import Source, read_everything
from viewer.screen.ask import dialog, line_of, which_file
from viewer.screen.context import PageContext
from viewer.screen.look import Theme
from viewer.screen.typeset import TONES
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.marks import SIDE, paint_mark
from viewer.screen.widgets.paper_view import PaperView
from viewer.view.proof import Proven, Verification, verification_words, verified
from viewer.view.received import Whose, received_marks, whose
from viewer.view.sheet import Mark, Tone
from viewer.view.signature import Signature
from viewer.visit.journey import Visit
from viewer.writing.paper_code import code_in

_SIZE, _PAGE = (940, 720), 820  # px


class Around(Protocol):
    """What a page before the record and one of it are both given."""

    @property
    def visit(self) -> Visit: ...

    @property
    def words(self) -> Words: ...

    @property
    def theme(self) -> Theme: ...

    @property
    def window(self) -> QWidget: ...


@dataclass(frozen=True, slots=True)
class Read:
    """What was found out. ``persons`` None: it carries no data. ``shown``: its pages may be drawn."""

    pdf: bytes = field(repr=False)
    signature: Signature
    verification: Verification
    persons: tuple[Person, ...] | None = field(repr=False)
    shown: bool


async def read_paper(context: Around) -> None:
    """Ask for a file and show it.

    Raises:
        PdfUnreadable: it is no PDF that can be opened.
        SettingsUnreadable: a certificate of the site's cannot be read.
    """
    file = await which_file(context.window, context.words.say("Open a PDF paper"), "PDF (*.pdf)")
    if file is None:
        return
    shown, read = await opened_paper(context, file)
    try:
        if read.shown:
            await shown.paper.show_pdf(read.pdf)
        await dialog(shown)
    finally:
        if isValid(shown):  # the record may be closed while its pages are drawn: the window would keep them
            shown.deleteLater()


async def opened_paper(context: Around, file: Path) -> "tuple[PaperDialog, Read]":
    """The file's findings in a dialog that is not open yet. Raises as ``read_paper`` does."""
    read = await asyncio.to_thread(_read, file, context.visit.profile, context.visit.clock.today())
    chart = context.visit.chart
    about = whose(read.persons, chart.citizen_for_paper()) if chart is not None else Whose.ALONE
    marks = received_marks(read.signature, read.verification, about, context.words)
    shown = PaperDialog(context, marks)
    if not read.shown:
        shown.tell(context.words.say("Its pages are too many or too large to be shown"))
    return shown, read


async def check_code(context: PageContext) -> None:
    """Ask for the code on a paper in hand, and tell what the exchange says of it."""
    say = context.words.say
    typed = await line_of(
        context.window, say("Code on a paper"), say("Twelve signs below the QR code, K7F3-92QD-XM4P")
    )
    if typed is None:
        return
    code = code_in(typed)
    if not code:
        context.notices.tell(
            say("This is no code: a sign is wrong or missing"), say("It has twelve signs, without O, 0, I, 1, L and U"),
            tone=Tone.DOUBT,
        )  # fmt: skip
        return
    found = await asyncio.to_thread(_verified, context.visit.profile.verify, code, "")
    calm = found.standing is Proven.ISSUED
    context.notices.tell(
        verification_words(found, context.words),
        tone=Tone.PLAIN if calm else Tone.DOUBT, stays=True,
    )  # fmt: skip


def _read(file: Path, profile: Profile, today: date) -> Read:
    from viewer.paper.errors import PdfTooLarge, PdfUnreadable
    from viewer.paper.opening import LARGEST_PDF
    from viewer.paper.pages import drawable
    from viewer.paper.receiving import certificate, received

    try:
        trusted = [certificate(one) for one in profile.trust]
    except (OSError, ValueError):
        raise SettingsUnreadable("trust") from None
    try:
        if file.stat().st_size > LARGEST_PDF:
            raise PdfTooLarge("the file")
        content = file.read_bytes()
    except OSError:
        raise PdfUnreadable("cannot be read") from None
    paper = received(content, MachineClock().now(), trusted, needs_data=False)
    persons = _persons(paper.data, today) if paper.data else None
    verification = _verified(profile.verify, paper.code, paper.digest)
    return Read(content, paper.signature, verification, persons, drawable(content))


def _persons(data: bytes, today: date) -> tuple[Person, ...]:
    shelf = read_everything([Source("referral.fhir.json", data)], today)
    return tuple(person for one in shelf.persons for person in one.record.persons)


def _verified(verify: str, code: str, digest: str) -> Verification:
    if not code or not verify:
        return Verification(Proven.NOT_ASKED if code else Proven.NO_CODE, code)
    try:
        told = proof_of(verify, code)
    except ExchangeError:
        return Verification(Proven.NO_ANSWER, code)
    return verified(code, digest, told)


class PaperDialog(QDialog):
    """Its findings above, its pages below."""

    def __init__(self, context: Around, marks: tuple[Mark, ...]) -> None:
        super().__init__(context.window)
        theme, say = context.theme, context.words.say
        self.setWindowTitle(say("Paper that was received"))
        self.resize(*(theme.px(side) for side in _SIZE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(12) for _ in range(4)))
        whole.setSpacing(theme.px(6))
        for mark in marks:
            whole.addWidget(_Finding(theme, mark))
        about = say("Its data do not join the record. To read them as a record use prawat read")
        whole.addWidget(Label(theme, about, size="small", tone="ink2", wrap=True))
        self.paper = PaperView(theme, context.words, say("Pages of the paper"), _PAGE)
        self._instead = Label(theme, "", tone="ink2", wrap=True)
        whole.addWidget(self.paper, 1)
        self._instead.setVisible(False)
        whole.addWidget(self._instead)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(theme, say("Close"), kind=Kind.PRIMARY, key="Esc")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        whole.addLayout(row)
        close.setFocus()

    def tell(self, said: str) -> None:
        """Words in place of the pages."""
        self.paper.setVisible(False)
        self._instead.setText(said)
        self._instead.setVisible(True)


class _Finding(QWidget):
    """A mark beside its words."""

    def __init__(self, theme: Theme, mark: Mark) -> None:
        super().__init__()
        self._theme, self._mark = theme, mark
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(SIDE + 8), 0, 0, 0)
        tone, weight = TONES[mark.tone]
        row.addWidget(Label(theme, mark.word, tone=tone, weight=weight, wrap=True))
        self.setAccessibleName(mark.word)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark, at the height of the first line."""
        side = self._theme.px(SIDE)
        painter = QPainter(self)
        paint_mark(
            painter,
            QRect(0, (self._theme.line("base") - side) // 2, side, side),
            self._mark.shape,
            self._theme,
        )
        painter.end()
