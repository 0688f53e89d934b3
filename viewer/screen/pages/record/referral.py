"""ส่งต่อ: what the clinician adds on the left, the letter as it will be printed on the right; save, print."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.paper.pages import page_images
from viewer.screen.ask import dialog, where_to_save
from viewer.screen.context import PageContext
from viewer.screen.look import Theme
from viewer.screen.pages.record.signing import Change, Signing
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.labels import Label
from viewer.view.letter import LetterDraft
from viewer.view.sheet import Tone
from viewer.visit.states import Open

PageImage = tuple[int, int, bytes]  # width, height, RGB

FORM, SHEET_WIDTH = 400, 820  # px: the fields; a page of the preview
PAUSE_MS = 400  # after the last key before the letter is set again
PRINT_DPI = 300
# Field of the draft, message, lines: in the order of the letter.
FIELDS = (
    ("to", "To (facility, department)", 1),
    ("urgency", "Urgency", 1),
    ("asked", "Please", 3),
    ("treatment", "Treatment given so far", 3),
    ("cause", "Reason for referral", 2),
)


class ReferralPage(QWidget):
    """The letter is set again a moment after each change; what is printed is what was seen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._state: Open | None = None
        self._shown_for: tuple[object, ...] = ()
        self._fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        theme = context.theme
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self._set)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        form = self._form()
        form.setFixedWidth(theme.px(FORM))
        whole.addWidget(form)
        self._preview = Card(theme, context.words.say("Letter as it will be printed"), icon="file-text")
        self._paper = QWidget()
        self._pages = QVBoxLayout(self._paper)
        self._pages.setSpacing(theme.px(12))
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._paper)
        scroll.setAccessibleName(context.words.say("Letter as it will be printed"))
        self._preview.body.addWidget(scroll, 1)
        whole.addWidget(self._preview, 1)

    def show_state(self, state: Open) -> None:
        """Set the letter anew when the record or the ledger changed; what was typed stays."""
        self._state = state
        if self._shown_for != (state.record, state.ledger):
            self._later.start()

    def focus_first(self) -> None:
        """Keyboard to the first field."""
        self._fields["to"].setFocus()

    def print_now(self) -> None:
        """Ctrl+P."""
        self._context.errands.start("print", self._print())

    def draft(self) -> LetterDraft:
        """What was typed."""
        typed = {
            name: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for name, field in self._fields.items()
        }
        return LetterDraft(
            to=typed["to"], urgency=typed["urgency"], asked=typed["asked"], treatment=typed["treatment"],
            cause=typed["cause"],
        )  # fmt: skip

    # --- building

    def _form(self) -> Card:
        say, theme = self._context.words.say, self._context.theme
        card = Card(theme, say("Referral letter"), icon="send")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(*(theme.px(side) for side in (14, 8, 14, 12)))
        body.setSpacing(theme.px(4))
        for name, message, lines in FIELDS:
            body.addWidget(Label(theme, say(message), size="small", weight=600))
            body.addWidget(self._field(name, say(message), lines))
            body.addSpacing(theme.px(6))
        hint = say("Fields left empty are printed as dotted lines to write on")
        body.addWidget(Label(theme, hint, size="caption", tone="ink2", wrap=True))
        body.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(8))
        self._save_button = Button(theme, say("Save as PDF"), icon="save")
        self._save_button.clicked.connect(lambda: self._context.errands.start("save", self._save()))
        self._print_button = Button(theme, say("Print"), kind=Kind.PRIMARY, icon="printer", key="Ctrl+P")
        self._print_button.clicked.connect(self.print_now)
        self._sign_button = Button(
            theme, say("Sign electronically (.p12 certificate file)"), icon="shield-check"
        )
        self._sign_button.clicked.connect(lambda: self._context.errands.start("sign", self._sign()))
        keys.addWidget(self._save_button)
        keys.addWidget(self._print_button, 1)
        body.addLayout(keys)
        body.addWidget(self._sign_button)
        card.body.addWidget(inside, 1)
        return card

    def _field(self, name: str, label: str, lines: int) -> QWidget:
        theme = self._context.theme
        field: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else QPlainTextEdit()
        if isinstance(field, QPlainTextEdit):
            field.setFixedHeight(theme.px(18) + theme.line("base") * lines)
            field.setTabChangesFocus(True)
        field.setAccessibleName(label)
        field.textChanged.connect(self._later.start)
        self._fields[name] = field
        return field

    # --- setting the letter

    def _set(self) -> None:
        if self._state is None:
            return
        if not self._context.errands.start("letter", self._show_letter(self._state)):
            self._later.start()

    async def _show_letter(self, state: Open) -> None:
        letter = self._context.composer.letter(state, self.draft(), "")
        pdf = await self._context.paper(letter)
        scale = self._context.theme.px(SHEET_WIDTH) * self.devicePixelRatioF() / 595
        images = await asyncio.to_thread(lambda: list(page_images(pdf, scale)))
        self._shown_for = (state.record, state.ledger)
        self._show_pages(images)

    def _show_pages(self, images: Sequence[PageImage]) -> None:
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        say, theme = self._context.words.say, self._context.theme
        for number, image in enumerate(images, 1):
            name = say("Page {n} of {m}", n=number, m=len(images))
            self._pages.addWidget(_PaperSheet(theme, image, self.devicePixelRatioF(), name))
        self._preview.say(caption=say("{n} pages", n=len(images)))

    # --- leaving the program

    async def finished(self, act: str, change: Change | None = None) -> bytes | None:
        """The letter with its reference, written down first; ``change`` is made to it at the end."""
        chart = self._context.visit.chart
        if chart is None or self._state is None:
            return None
        reference = await chart.exported(act)
        letter = self._context.composer.letter(self._state, self.draft(), reference)
        return await self._context.paper(change(letter) if change is not None else letter)

    async def _save(self) -> None:
        say = self._context.words.say
        # The suggested name says what it is and never whose.
        path = await where_to_save(self._context.window, say("Save as PDF"), "referral.pdf", "PDF (*.pdf)")
        if path is None:
            return
        pdf = await self.finished("save")
        if pdf is not None:
            try:
                await asyncio.to_thread(write_whole, path, pdf)
            except OSError:
                self._not_saved()
                return
            self._context.notices.tell(say("The letter is saved"), say("It holds health data: keep it safe"))

    def _not_saved(self) -> None:
        say = self._context.words.say
        self._context.notices.tell(
            say("The letter was not saved"), say("The file could not be written: disk full or no permission"),
            say("Choose another place or print it"), tone=Tone.DOUBT, stays=True,
        )  # fmt: skip

    async def _sign(self) -> None:
        say = self._context.words.say
        try:
            path = await Signing(self._context, self.finished, write_whole).sign()
        except OSError:
            self._not_saved()
            return
        if path is not None:
            self._context.notices.tell(
                say("The letter is signed and saved"), say("It holds health data: keep it safe")
            )

    async def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        chooser = QPrintDialog(printer, self._context.window)
        if await dialog(chooser) != QDialog.DialogCode.Accepted.value:
            return
        pdf = await self.finished("print")
        if pdf is None:
            return
        images = await asyncio.to_thread(lambda: list(page_images(pdf, PRINT_DPI / 72)))
        painter = QPainter(printer)
        for number, image in enumerate(images):
            if number:
                printer.newPage()
            whole = printer.paperRect(QPrinter.Unit.DevicePixel)
            shift = printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
            painter.drawImage(QRectF(whole.translated(-shift)), _image(image))
        painter.end()
        say = self._context.words.say
        self._context.notices.tell(
            say("The letter was sent to the printer"), say("Fetch it: it holds health data")
        )


class _PaperSheet(QWidget):
    """One page of the preview, white in every theme."""

    def __init__(self, theme: Theme, image: PageImage, ratio: float, name: str) -> None:
        super().__init__()
        self._picture = QPixmap.fromImage(_image(image))
        self._picture.setDevicePixelRatio(ratio)
        self._edge = theme.colour("line2")
        self.setFixedSize(self._picture.deviceIndependentSize().toSize())
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page and its edge."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(self._edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file readable by its owner only, all of it or nothing.

    Raises:
        OSError: it is not there, or not whole; what stood there before still does.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".prawat-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _image(page: PageImage) -> QImage:
    width, height, pixels = page
    made = QImage(pixels, width, height, width * 3, QImage.Format.Format_RGB888)
    return made.copy()  # QImage does not own the bytes it is made from
