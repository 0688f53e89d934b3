"""A paper that is opened beside a record goes with it, at whatever moment the record is closed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from viewer.base.words import Words
from viewer.paper.formats import A4
from viewer.screen import paper_reader
from viewer.screen.look import Theme
from viewer.screen.paper_reader import PaperDialog, Read, read_paper
from viewer.screen.widgets.paper_view import PaperView
from viewer.view.proof import Proven, Verification
from viewer.view.signature import Signature, Standing

from .fakes import FakeVisit
from .states import open_state, settle, until
from .test_press import numbered

Run = Callable[[Any], Any]


@dataclass
class Beside:
    """The window of an open record."""

    visit: Any
    words: Words
    theme: Theme
    window: QWidget


@pytest.mark.parametrize("moment", ["its pages are drawn", "it is read"])
def test_nothing_of_it_stays_when_the_record_is_closed(
    moment: str, run: Run, words: Words, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, checked = numbered((A4.page_width, A4.page_height), 1), Verification(Proven.NO_CODE)
    read = Read(pdf, Signature(Standing.UNSIGNED), checked, None, shown=True)
    drawing = asyncio.Event()

    async def which_file(*_: object) -> Path:
        return Path("paper.pdf")

    async def show_pdf(*_: object) -> int:
        drawing.set()
        await asyncio.Event().wait()
        return 0

    monkeypatch.setattr(paper_reader, "which_file", which_file)
    monkeypatch.setattr(paper_reader, "_read", lambda *_: read)
    if moment == "its pages are drawn":
        monkeypatch.setattr(PaperView, "show_pdf", show_pdf)

    async def story() -> None:
        window = QWidget()
        reading = asyncio.create_task(
            read_paper(Beside(FakeVisit(open_state()).as_real(), words, theme, window))
        )
        await until(
            lambda: drawing.is_set() or any(box.isVisible() for box in window.findChildren(PaperDialog))
        )
        reading.cancel()
        await asyncio.wait([reading])
        await settle()
        assert reading.cancelled()
        assert window.findChildren(PaperDialog) == []
        window.deleteLater()

    run(story())
