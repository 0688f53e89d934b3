"""A paper on its way out: what it is made of is settled when its key is pressed, and it has left once it really has."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from paper_samples import LETTER
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from viewer.app import _paper
from viewer.base.words import Words
from viewer.paper.formats import A4
from viewer.screen import printout as leaving
from viewer.screen.issuing import Copy, Sealing, fingerprint, issue
from viewer.screen.pages.record.reconciling.form_dialog import FormDialog
from viewer.screen.pages.record.referral.leaving import kind_of as kind_written
from viewer.screen.papers import Asked
from viewer.screen.press import NotPrinted, printer_for
from viewer.screen.printing.dialog import FormsDialog, kind_of
from viewer.screen.printout import Made, Printout, Told
from viewer.screen.window import MainWindow
from viewer.view.letter_parts import HealthLink
from viewer.visit.errors import WrongMoment
from viewer.visit.reconciliation import Choice
from viewer.visit.referral import Field, ReferralDraft
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on
from .states import until
from .test_press import numbered

Run = Callable[..., Any]
SIZE = (A4.page_width, A4.page_height)


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[tuple[MainWindow, FakeVisit]]:
    """A window on person 1, with real paper."""
    window, visit = window_on(state_of(1), paper=partial(_paper, Words("th")))
    window.show()
    qapp.processEvents()
    yield window, visit
    window.hide()
    shiboken6.delete(window)


class Notices:
    """Notes what is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.shown = ()

    def tell(self, *lines: str, **_: object) -> None:
        self.told.append(lines[0])


def printout(left: list[str], made: Callable[[str], Awaitable[Made | None]] | None = None) -> Printout:
    pages = numbered(SIZE, 1)

    async def finished(act: str, _sealing: Sealing | None = None) -> Made | None:
        return await made(act) if made is not None else Made(pages, lambda: left.append(act))

    notices: Any = Notices()
    told = Told("saved", "not saved", "printed", "signed")
    return Printout(None, Words("en"), notices, "form.pdf", told, finished)  # type: ignore[arg-type]  # asks nothing


def into(place: Path, copies: int = 1) -> QPrinter:
    printer = printer_for(SIZE, "form")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    printer.setCopyCount(copies)
    return printer


def test_every_copy_has_left_once_the_printer_took_them(run: Run, tmp_path: Path) -> None:
    left: list[str] = []
    run(printout(left).print_on(into(tmp_path / "out.pdf", 3)))
    assert left == ["print"] * 3


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_what_the_printer_did_not_take_has_not_left(run: Run, tmp_path: Path) -> None:
    left: list[str] = []
    with pytest.raises(NotPrinted):
        run(printout(left).print_on(into(tmp_path / "nowhere" / "out.pdf")))
    assert left == []


def test_copies_that_were_stopped_have_not_left(run: Run, tmp_path: Path) -> None:
    left: list[str] = []
    made = iter([Made(numbered(SIZE, 1), lambda: left.append("print")), None])

    async def one(_: str) -> Made | None:
        return next(made)

    run(printout(left, one).print_on(into(tmp_path / "out.pdf", 2)))
    assert left == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fits", [True, False])
def test_a_file_has_left_once_it_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fits: bool
) -> None:
    left: list[str] = []
    place = tmp_path / "form.pdf" if fits else tmp_path / "nowhere" / "form.pdf"

    async def agreed(*_: object) -> bool:
        return True

    async def chosen(*_: object) -> Path:
        return place

    monkeypatch.setattr(leaving, "leaves_protection", agreed)
    monkeypatch.setattr(leaving, "where_to_save", chosen)
    one = printout(left)
    run(one.save())
    assert left == (["save"] if fits else [])
    assert one.notices.told == (["saved"] if fits else ["not saved"])  # type: ignore[attr-defined]  # a fake of ours


def test_what_is_chosen_while_copies_are_made_is_of_the_next_paper(
    run: Run, opened: tuple[MainWindow, FakeVisit]
) -> None:
    window, visit = opened
    assert window.record is not None
    assert visit.chart is not None
    assert isinstance(visit.state, Open)
    shown = FormsDialog(window.record._context, visit.state)
    shown._buttons["summary"].click()
    job = shown._printout()
    shown._buttons["lab-trend"].click()

    async def story() -> None:
        for _ in range(2):
            assert await job.finished("print") is not None
        await until(lambda: window.record is not None and not window.record.errands.busy("form preview"))

    shown._later.stop()
    run(story())
    assert visit.chart.acts == ["print summary", "print summary"]


def test_copies_with_a_link_and_without_say_the_same_of_the_patient() -> None:
    linked = replace(LETTER, link=HealthLink("shlink:/x", "link", ("until tomorrow",)))
    assert fingerprint(linked) == fingerprint(replace(LETTER, link=None))
    assert fingerprint(linked) != fingerprint(replace(linked, diagnoses=("J18.9 ปอดอักเสบ",)))


def test_papers_of_one_kind_take_each_others_place() -> None:
    asked = Asked(analytes=frozenset({"cr", "egfr"}))
    assert kind_of("summary", asked) == kind_of("summary", Asked())
    assert kind_of("lab-trend", asked) == kind_of("lab-trend", Asked(analytes=asked.analytes))
    assert kind_of("lab-trend", asked) != kind_of("lab-trend", Asked(analytes=frozenset({"cr"})))
    one, other = (ReferralDraft({Field.REPLY_NUMBER: number}) for number in ("45/2570", "46/2570"))
    assert kind_written("referral-b", one) == kind_written("referral-b", other)
    assert kind_written("reply", one) != kind_written("reply", other)


@pytest.mark.parametrize("before", [True, False])
def test_a_record_that_is_closed_while_a_paper_is_made_lets_nothing_out(
    run: Run, opened: tuple[MainWindow, FakeVisit], *, before: bool
) -> None:
    window, visit = opened
    assert window.record is not None
    context, chart = window.record._context, visit.chart
    assert isinstance(visit.state, Open)
    letter = context.composer.letters.letter(visit.state, "")

    async def closes() -> None:
        assert chart is not None
        reference = await chart.exported("print")
        made = partial(issue, context, chart, letter, Copy("referral", reference))  # type: ignore[arg-type]  # a fake of ours
        closed: Any = object()
        if before:
            visit.state = closed
            await made()
        else:
            making = asyncio.ensure_future(made())
            await asyncio.sleep(0)
            visit.state = closed
            await making

    state = visit.state
    with pytest.raises(WrongMoment):
        run(closes())
    visit.state = state


async def nothing_came() -> None:
    """The record is what was seen."""


class Reviewed:
    """The dialog of the reconciliation form, signed by name."""

    def __init__(self, window: MainWindow, visit: FakeVisit) -> None:
        assert window.record is not None
        self.visit, self.context = visit, window.record._context
        assert isinstance(visit.state, Open)
        self.shown = FormDialog(self.context, visit.state)
        self.shown._later.stop()

    async def signed(self) -> None:
        visit, forms = self.visit, self.context.composer.forms
        assert visit.chart is not None
        needed = [one.medicine for one in forms.review(visit.chart.state).standings.values() if one.needed]
        visit.chart.reconciling.decide(needed, Choice.CONTINUE)
        await visit.chart.reconciling.sign(forms.review(visit.chart.state).seen, 0)
        self.follows()

    def follows(self) -> None:
        assert isinstance(self.visit.state, Open)
        self.shown.show_state(self.visit.state)
        self.shown._later.stop()

    def loses_a_row(self) -> None:
        state = self.visit.state
        assert isinstance(state, Open)
        fewer = replace(state.record, supplies=state.record.supplies[1:])
        self.visit.become(replace(state, record=fewer, revision=state.revision + 1))
        self.follows()


@pytest.mark.parametrize("when", ["never", "while the key is asked for", "while it is written down"])
def test_a_form_is_sealed_only_as_it_was_signed(
    run: Run, opened: tuple[MainWindow, FakeVisit], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    desk = Reviewed(*opened)
    chart = desk.visit.chart
    assert chart is not None
    sealing = Sealing(lambda _: ("sealed",), lambda _, pdf: pdf, nothing_came)
    exported = chart.exported

    async def meanwhile(*args: Any, **named: Any) -> str:
        reference = await exported(*args, **named)
        desk.loses_a_row()
        return reference

    async def story() -> None:
        await desk.signed()
        job = desk.shown._printout()
        before = len(chart.acts)
        if when == "while the key is asked for":
            desk.loses_a_row()
        elif when == "while it is written down":
            monkeypatch.setattr(chart, "exported", meanwhile)
        made = await job.finished("sign", sealing)
        if when == "never":
            assert made is not None
            assert not chart.reconciling.value.printed
            made.left()
            assert chart.reconciling.value.printed
        else:
            assert made is None
            assert desk.shown._trouble.text() == "มีข้อมูลใหม่หลังลงชื่อ กรุณาทบทวนและลงชื่อใหม่"
        written = [] if when == "while the key is asked for" else ["sign reconciliation"]
        assert chart.acts[before:] == written
        desk.shown._later.stop()

    run(story())
