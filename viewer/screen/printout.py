"""A form leaving the program: saved where the clinician says, or printed as it was previewed."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from viewer.base.words import Words
from viewer.paper.pages import page_images
from viewer.screen.ask import dialog, where_to_save
from viewer.screen.widgets.notices import NoticeStack
from viewer.screen.widgets.paper_view import picture
from viewer.view.sheet import Tone

PRINT_DPI = 300


@dataclass(frozen=True, slots=True)
class Told:
    """What is said when it has left, or has not."""

    saved: str
    not_saved: str
    printed: str


@dataclass(frozen=True, slots=True)
class Printout:
    """``finished`` writes down that it leaves ("save", "print") and then makes it; None where that is not to be."""

    window: QWidget
    words: Words
    notices: NoticeStack
    suggested: str  # says what it is and never whose
    told: Told
    finished: Callable[[str], Awaitable[bytes | None]]

    async def save(self) -> None:
        """Ask where, then save it there."""
        say = self.words.say
        path = await where_to_save(self.window, say("Save as PDF"), self.suggested, "PDF (*.pdf)")
        if path is None:
            return
        pdf = await self.finished("save")
        if pdf is None:
            return
        try:
            await asyncio.to_thread(write_whole, path, pdf)
        except OSError:
            self.notices.tell(
                self.told.not_saved, say("The file could not be written: disk full or no permission"),
                say("Choose another place or print it"), tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return
        self.notices.tell(self.told.saved, say("It holds health data: keep it safe"))

    async def print(self) -> None:
        """Ask for the printer, then send it there."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        chooser = QPrintDialog(printer, self.window)
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
            painter.drawImage(QRectF(whole.translated(-shift)), picture(image))
        painter.end()
        self.notices.tell(self.told.printed, self.words.say("Fetch it: it holds health data"))


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
