"""A form leaving the program: saved where the clinician says, or printed as it was previewed."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from viewer.base.words import Words
from viewer.paper.formats import A4
from viewer.screen.ask import confirm, dialog, where_to_save
from viewer.screen.issuing import Sealing
from viewer.screen.press import printer_for, put_on
from viewer.screen.widgets.notices import NoticeStack
from viewer.view.sheet import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """What is said when it has left, or has not."""

    saved: str
    not_saved: str
    printed: str
    signed: str = ""  # of a paper that is signed electronically


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that is written down and may leave; ``left`` is called once it has."""

    pdf: bytes
    left: Callable[[], None] = lambda: None


class Finish(Protocol):
    """Writes down that a copy leaves ("save", "print", "sign"), then makes it, signed where a key is in hand."""

    def __call__(self, act: str, sealing: Sealing | None = None, /) -> Awaitable[Made | None]:
        """None where that is not to be. Raises OutboxUnwritable where it may not leave."""
        ...


@dataclass(frozen=True, slots=True)
class Printout:
    """One paper on its way out: ``finished`` makes each copy of it. ``lacking`` names what is not filled in, "" when
    nothing is: it is named before a file is saved, and stops nothing.
    """

    window: QWidget
    words: Words
    notices: NoticeStack
    suggested: str  # says what it is and never whose
    told: Told
    finished: Finish
    size: tuple[float, float] = (
        A4.page_width,
        A4.page_height,
    )  # points; the paper that the dialog begins with
    lacking: Callable[[], str] = lambda: ""

    async def save(self) -> None:
        """Say that a file is out of our hands, ask where, then save it there."""
        await self._keep(partial(self.finished, "save"), self.suggested, self.told.saved)

    async def sign(self, sealing: Sealing) -> None:
        """The same with a signed file."""
        place = Path(self.suggested)

        async def finished() -> Made | None:
            await sealing.unchanged()  # before it is written down that it leaves
            return await self.finished("sign", sealing)

        await self._keep(finished, f"{place.stem}-signed{place.suffix}", self.told.signed)

    async def _keep(self, finished: Callable[[], Awaitable[Made | None]], suggested: str, kept: str) -> None:
        say = self.words.say
        if not await leaves_protection(self.window, self.words, self.lacking()):
            return
        path = await where_to_save(self.window, say("Save as PDF"), suggested, "PDF (*.pdf)")
        if path is None:
            return
        made = await finished()
        if made is None:
            return
        try:
            await asyncio.to_thread(write_whole, path, made.pdf)
        except OSError:
            self.notices.tell(
                self.told.not_saved, say("The file could not be written: disk full or no permission"),
                say("Choose another place or print it"), tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return
        made.left()
        self.notices.tell(kept, say("It holds health data: keep it safe"))

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
        # Copies are papers of their own, one after another: pages of several are never mixed.
        chooser.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, on=False)
        if await dialog(chooser) != QDialog.DialogCode.Accepted.value:
            return
        await self.print_on(printer)

    async def print_on(self, printer: QPrinter) -> None:
        """Send it to a printer that was chosen: as many papers as copies were asked for, each with its own number,
        written down apart.

        Raises:
            OutboxUnwritable: one of them may not leave: then none does.
            NotPrinted: the printer did not take it.
        """
        wanted = max(1, printer.copyCount())
        printer.setCopyCount(1)  # else the driver would make more of each
        copies = await self._copies(wanted)
        if len(copies) < wanted:
            return
        await asyncio.to_thread(put_on, printer, [made.pdf for made in copies])
        for made in copies:
            made.left()
        say = self.words.say
        several = say("{n} copies, each written down apart", n=wanted) if wanted > 1 else ""
        self.notices.tell(
            self.told.printed, " · ".join(filter(None, (several, say("Fetch it: it holds health data")))),
            say("The system's print queue holds a copy until it is printed; this program keeps none"),
        )  # fmt: skip

    async def _copies(self, wanted: int) -> list[Made]:
        """So many, or fewer where that is not to be, or the reader stopped it: then nothing is printed."""
        say, stopped, made = self.words.say, asyncio.Event(), list[Made]()
        notice = None
        if wanted > 1:
            notice = self.notices.tell(
                say("{n} copies, each written down apart", n=wanted), say("They are being made"),
                act=(say("Print none of them"), stopped.set),
            )  # fmt: skip
        while len(made) < wanted and not stopped.is_set():
            copy = await self.finished("print")
            if copy is None:
                break
            made.append(copy)
        if notice is not None and notice in self.notices.shown:
            notice.close_now()
        return [] if stopped.is_set() else made


async def leaves_protection(window: QWidget, words: Words, lacking: str) -> bool:
    """Say that a saved file leaves what this program protects, and name what is ``lacking``; whether to go on."""
    say = words.say
    told = say(
        "Whoever can open its folder can read it, it is not wiped when the record is closed, and it is not withdrawn "
        "with the consent. That you were told is written down"
    )
    missing = say("Still missing: {list}", list=lacking) if lacking else ""
    explanation = "\n\n".join(filter(None, (told, missing)))
    question = say("Save it as a file, outside of this program's protection?")
    return await confirm(window, question, explanation, yes=say("Go on and save"), no=say("Cancel"))


async def goes_as_it_is(window: QWidget, words: Words, lacking: str) -> bool:
    """Name what is ``lacking`` before it is printed; whether it is printed all the same."""
    say = words.say
    question = say("Print with dotted lines for what is missing?")
    explanation = say("Still missing: {list}", list=lacking)
    return await confirm(window, question, explanation, yes=say("Print as it is"), no=say("Fill it in"))


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
