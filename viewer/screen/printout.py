"""A form leaving the program: saved where the clinician says, or printed as it was previewed."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from viewer.base.words import Words
from viewer.paper.formats import A4
from viewer.screen.ask import dialog, where_to_save
from viewer.screen.press import printer_for, put_on
from viewer.screen.widgets.notices import NoticeStack
from viewer.view.sheet import Tone


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
    size: tuple[float, float] = (
        A4.page_width,
        A4.page_height,
    )  # points; the paper that the dialog begins with

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
        say = self.words.say
        if not QPrinterInfo.availablePrinterNames():
            self.notices.tell(
                say("No printer is set up on this machine"), say("Nothing was printed"),
                say("Set one up in the system's settings, or save it as PDF"), tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return
        printer = printer_for(self.size, Path(self.suggested).stem)
        chooser = QPrintDialog(printer, self.window)
        # Saving has a key of its own, which warns and writes down that a file leaves.
        chooser.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
        if await dialog(chooser) != QDialog.DialogCode.Accepted.value:
            return
        await self.print_on(printer)

    async def print_on(self, printer: QPrinter) -> None:
        """Send it to a printer that was chosen.

        Raises:
            OutboxUnwritable: it may not leave.
            NotPrinted: the printer did not take it.
        """
        pdf = await self.finished("print")
        if pdf is None:
            return
        await asyncio.to_thread(put_on, printer, pdf)
        say = self.words.say
        self.notices.tell(
            self.told.printed, say("Fetch it: it holds health data"),
            say("The system's print queue holds a copy until it is printed; this program keeps none"),
        )  # fmt: skip


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
