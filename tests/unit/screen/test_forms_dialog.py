"""The menu of forms: what can be printed, why another cannot, and that nothing leaves before it is written down."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
import shiboken6
from paper_samples import pages_of
from PySide6.QtWidgets import QApplication

from viewer.app import _paper
from viewer.base.words import Words
from viewer.paper.pages import page_sizes
from viewer.screen.printing.dialog import FormsDialog
from viewer.screen.window import MainWindow
from viewer.view.forms.label import LabelSize
from viewer.visit.reconciliation import Choice
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on
from .states import until

Shown = tuple[MainWindow, FakeVisit]
Story = Callable[["Desk"], Awaitable[None]]
Told = Callable[..., None]
HERE = ("lab-trend", "visits", "summary", "consent", "consent-history")
TOLD = ["summary", "consent", "consent-history"]
UNSIGNED = "ยังไม่มีผู้ลงนามรายการยา ตัดสินและลงชื่อที่หน้ายาก่อน"


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Callable[..., Shown]]:
    """A window on a sandbox person, as the given role."""
    made: list[MainWindow] = []

    def build(number: int, role: str = "doctor") -> Shown:
        state = state_of(number)
        window, visit = window_on(
            replace(state, post=replace(state.post, role=role)), paper=partial(_paper, Words("th"))
        )
        made.append(window)
        window.show()
        qapp.processEvents()
        return window, visit

    yield build
    for window in made:
        window.hide()
        shiboken6.delete(window)


async def _dialog(window: MainWindow) -> FormsDialog:
    assert window.record is not None
    window.record.open_forms()
    await until(lambda: window.findChildren(FormsDialog))
    (shown,) = window.findChildren(FormsDialog)
    await _settled(window, shown)
    return shown


async def _settled(window: MainWindow, shown: FormsDialog) -> None:
    record = window.record
    assert record is not None
    await until(lambda: not shown._later.isActive() and not record.errands.busy("form preview"))


async def _close(window: MainWindow, shown: FormsDialog) -> None:
    record = window.record
    assert record is not None
    if shiboken6.isValid(shown):
        shown.reject()
    await until(lambda: not record.errands.busy())


@dataclass(frozen=True)
class Desk:
    """A window with its dialog of forms open."""

    window: MainWindow
    visit: FakeVisit
    shown: FormsDialog

    @property
    def acts(self) -> list[str]:
        assert self.visit.chart is not None
        return self.visit.chart.acts

    async def settled(self) -> None:
        await _settled(self.window, self.shown)

    async def goes_out(self, act: str) -> bytes:
        """The form of the preview, as it leaves."""
        await self.settled()
        made = await self.shown._printout().finished(act)
        assert made is not None
        return made.pdf


@pytest.fixture
def told(opened: Callable[..., Shown], run: Callable[..., Any]) -> Told:
    """Run a story at the dialog of forms of a sandbox person, then close the dialog."""

    def tell(story: Story, number: int = 1, role: str = "doctor") -> None:
        window, visit = opened(number, role)

        async def whole() -> None:
            shown = await _dialog(window)
            await story(Desk(window, visit, shown))
            await _close(window, shown)

        run(whole())

    return tell


def test_the_menu_says_why_a_form_cannot_be_printed(told: Told) -> None:
    async def story(desk: Desk) -> None:
        shown, visit, record = desk.shown, desk.visit, desk.window.record
        assert not shown._buttons["medicine-list"].isEnabled()
        assert shown._whys["medicine-list"].text() == UNSIGNED
        assert shown._buttons["patient-label"].isChecked()
        assert shown._print.isEnabled()
        assert isinstance(visit.state, Open)
        assert record is not None
        assert visit.chart is not None
        forms = record._context.composer.forms
        needed = [one.medicine for one in forms.review(visit.state).standings.values() if one.needed]
        visit.chart.reconciling.decide(needed, Choice.CONTINUE)
        assert isinstance(visit.state, Open)
        await visit.chart.reconciling.sign(forms.review(visit.state).seen, 0)
        assert shown._buttons["medicine-list"].isEnabled(), "it is offered at once"
        assert shown._whys["medicine-list"].text() != UNSIGNED
        shown._buttons["medicine-list"].click()
        assert "รายการยาของผู้ป่วย" in pages_of(await desk.goes_out("print"))[0]
        assert desk.acts[-1] == "print medicine-list"

    told(story)


def test_each_form_is_written_down_before_it_leaves(told: Told) -> None:
    async def story(desk: Desk) -> None:
        for code in HERE:
            desk.shown._buttons[code].click()
            await desk.settled()
            before = len(desk.acts)
            pdf = await desk.goes_out("save")
            assert pdf.startswith(b"%PDF-")
            assert desk.acts[before:] == [f"save {code}"]
            assert "7F3K2291" in "".join(pages_of(pdf)), "the reference of the audit"
        assert desk.acts.count("look at consents") == 1

    told(story)


@pytest.mark.parametrize(
    ("code", "page", "form"),
    [("reconciliation", "medicines", ""), ("referral-c", "referral", "referral-c"), ("reply", "referral", "reply")],
)  # fmt: skip
def test_a_form_with_a_page_of_its_own_opens_that_page(told: Told, code: str, page: str, form: str) -> None:
    async def story(desk: Desk) -> None:
        desk.shown._buttons[code].click()
        assert not desk.shown._print.isEnabled()
        desk.shown._go.click()
        await until(lambda: f"page {page}" in desk.acts)
        assert desk.visit.chart is not None
        assert desk.visit.chart.state.referral.form == form

    told(story)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("pharmacist", ["medicine-list", "reconciliation", "allergy-card", "patient-label", "lab-trend", *TOLD]),
        ("referral-clerk", ["referral", "referral-b", "referral-c", "reply", "patient-label", *TOLD]),
    ],
)  # fmt: skip
def test_a_role_is_offered_what_it_writes(told: Told, role: str, offered: list[str]) -> None:
    async def story(desk: Desk) -> None:
        assert list(desk.shown._buttons) == offered

    told(story, role=role)


def test_the_tests_of_a_trend_are_chosen(told: Told) -> None:
    async def story(desk: Desk) -> None:
        desk.shown._buttons["lab-trend"].click()
        for box in desk.shown._options._tests.values():
            box.setChecked(box.text() == "Potassium")
        text = "".join(pages_of(await desk.goes_out("print")))
        assert "Potassium" in text
        assert "Creatinine" not in text
        for box in desk.shown._options._tests.values():
            box.setChecked(False)
        assert not desk.shown._print.isEnabled(), "a page of no test says nothing"
        assert not desk.shown._save.isEnabled()
        next(iter(desk.shown._options._tests.values())).setChecked(True)
        assert desk.shown._print.isEnabled()

    told(story)


@pytest.mark.parametrize(("size", "sides"), [(LabelSize.LARGE, (70, 35)), (LabelSize.SMALL, (50, 25))])
def test_a_label_is_printed_in_the_size_that_is_chosen_and_signed_by_nobody(
    told: Told, size: LabelSize, sides: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        shown = desk.shown
        shown._buttons["patient-label"].click()
        shown._options._labels[size].setChecked(True)
        await desk.settled()
        assert shown._print.isEnabled()
        assert not shown._sign.isEnabled(), "no code and no signature stand on a sticker"
        assert [round(side / 72 * 25.4) for side in shown._printout().size] == list(sides)
        pdf = await desk.goes_out("print")
        assert [round(side / 72 * 25.4) for side in page_sizes(pdf)[0]] == list(sides)
        assert "นางฟ้าใส" in pages_of(pdf)[0]
        assert desk.acts[-1] == "print patient-label"

    told(story, 4)


@pytest.mark.parametrize(
    ("role", "code", "why"),
    [
        ("doctor", "summary", ""),
        ("referral-nurse", "lab-trend", ""),
        ("pharmacist", "summary", "ผู้ลงลายมือชื่ออิเล็กทรอนิกส์ได้: แพทย์, พยาบาลส่งต่อ · ขณะนี้ท่านปฏิบัติงานในฐานะเภสัชกร"),
        ("doctor", "consent", "แบบฟอร์มนี้ไม่ลงลายมือชื่ออิเล็กทรอนิกส์"),
    ],
)  # fmt: skip
def test_a_form_that_the_role_does_not_sign_says_who_does(told: Told, role: str, code: str, why: str) -> None:
    async def story(desk: Desk) -> None:
        desk.shown._buttons[code].click()
        sign = desk.shown._sign
        assert sign.isEnabled() == (not why)
        assert why in sign.toolTip()
        assert why in sign.accessibleDescription()
        assert desk.shown._print.isEnabled(), "it is printed all the same"

    told(story, role=role)
