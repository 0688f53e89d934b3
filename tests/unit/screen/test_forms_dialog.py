"""The menu of forms: what can be printed, why another cannot, and that nothing leaves before it is written down."""

from collections.abc import Callable, Iterator
from dataclasses import replace
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

from .conftest import FakeVisit, until
from .record_people import state_of, window_on

Shown = tuple[MainWindow, FakeVisit]
HERE = ("referral-b", "referral-c", "reply", "lab-trend", "visits", "summary", "consent", "consent-history")
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
    shown.reject()
    await until(lambda: not record.errands.busy())


def test_the_menu_says_why_a_form_cannot_be_printed(
    opened: Callable[..., Shown], run: Callable[..., Any]
) -> None:
    window, visit = opened(1)
    chart = visit.chart
    assert chart is not None

    async def story() -> None:
        shown = await _dialog(window)
        assert not shown._buttons["medicine-list"].isEnabled()
        assert shown._whys["medicine-list"].text() == UNSIGNED
        assert shown._buttons["referral-b"].isChecked()
        assert shown._print.isEnabled()
        state = visit.state
        assert isinstance(state, Open)
        forms = window.record._context.composer.forms
        needed = [one.medicine for one in forms.review(state).standings.values() if one.needed]
        chart.reconciling.decide(needed, Choice.CONTINUE)
        state = visit.state
        assert isinstance(state, Open)
        await chart.reconciling.sign(forms.review(state).seen, 0)
        assert shown._buttons["medicine-list"].isEnabled(), "it is offered at once"
        assert shown._whys["medicine-list"].text() != UNSIGNED
        shown._buttons["medicine-list"].click()
        await _settled(window, shown)
        pdf = await shown._finished("print")
        assert pdf is not None
        assert "รายการยาของผู้ป่วย" in pages_of(pdf)[0]
        assert chart.acts[-1] == "print medicine-list"
        await _close(window, shown)

    run(story())


def test_each_form_is_written_down_before_it_leaves(
    opened: Callable[..., Shown], run: Callable[..., Any]
) -> None:
    window, visit = opened(1)
    chart = visit.chart
    assert chart is not None

    async def story() -> None:
        shown = await _dialog(window)
        for code in (
            "referral-b",
            "referral-c",
            "reply",
            "lab-trend",
            "visits",
            "summary",
            "consent",
            "consent-history",
        ):
            shown._buttons[code].click()
            await _settled(window, shown)
            before = len(chart.acts)
            pdf = await shown._finished("save")
            assert pdf is not None
            assert pdf.startswith(b"%PDF-")
            assert chart.acts[before:] == [f"save {code}"]
            assert "7F3K2291" in "".join(pages_of(pdf)), "the reference of the audit"
        assert chart.acts.count("look at consents") == 1
        await _close(window, shown)

    run(story())


def test_a_form_with_a_page_of_its_own_opens_that_page(
    opened: Callable[..., Shown], run: Callable[..., Any]
) -> None:
    window, visit = opened(1)
    chart = visit.chart
    assert chart is not None

    async def story() -> None:
        shown = await _dialog(window)
        shown._buttons["reconciliation"].click()
        assert not shown._print.isEnabled()
        shown._go.click()
        await until(lambda: "page medicines" in chart.acts)
        record = window.record
        assert record is not None
        await until(lambda: not record.errands.busy())

    run(story())


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("pharmacist", ["medicine-list", "reconciliation", "allergy-card", "patient-label", "lab-trend", *TOLD]),
        ("referral-clerk", ["referral", "referral-b", "referral-c", "reply", "patient-label", *TOLD]),
    ],
)  # fmt: skip
def test_a_role_is_offered_what_it_writes(
    opened: Callable[..., Shown], run: Callable[..., Any], role: str, offered: list[str]
) -> None:
    window, _ = opened(1, role)

    async def story() -> None:
        shown = await _dialog(window)
        assert list(shown._buttons) == offered
        await _close(window, shown)

    run(story())


def test_what_is_typed_into_the_reply_stands_on_it(
    opened: Callable[..., Shown], run: Callable[..., Any]
) -> None:
    window, _ = opened(1)

    async def story() -> None:
        shown = await _dialog(window)
        shown._buttons["reply"].click()
        shown._options._fields["reply-diagnosis"].setText("ไตวายเรื้อรังระยะที่ 4")
        await _settled(window, shown)
        pdf = await shown._finished("print")
        assert pdf is not None
        assert "ไตวายเรื้อรังระยะที่ 4" in "".join(pages_of(pdf))
        await _close(window, shown)

    run(story())


def test_the_tests_of_a_trend_are_chosen(opened: Callable[..., Shown], run: Callable[..., Any]) -> None:
    window, _ = opened(1)

    async def story() -> None:
        shown = await _dialog(window)
        shown._buttons["lab-trend"].click()
        for box in shown._options._tests.values():
            box.setChecked(box.text() == "Potassium")
        await _settled(window, shown)
        pdf = await shown._finished("print")
        assert pdf is not None
        text = "".join(pages_of(pdf))
        assert "Potassium" in text
        assert "Creatinine" not in text
        await _close(window, shown)

    run(story())


@pytest.mark.parametrize(("size", "sides"), [(LabelSize.LARGE, (70, 35)), (LabelSize.SMALL, (50, 25))])
def test_a_label_is_printed_in_the_size_that_is_chosen_and_signed_by_nobody(
    opened: Callable[..., Shown], run: Callable[..., Any], size: LabelSize, sides: tuple[int, int]
) -> None:
    window, visit = opened(4)
    chart = visit.chart
    assert chart is not None

    async def story() -> None:
        shown = await _dialog(window)
        shown._buttons["patient-label"].click()
        shown._options._labels[size].setChecked(True)
        await _settled(window, shown)
        assert shown._print.isEnabled()
        assert not shown._sign.isEnabled(), "no code and no signature stand on a sticker"
        assert [round(side / 72 * 25.4) for side in shown._printout().size] == list(sides)
        pdf = await shown._finished("print")
        assert pdf is not None
        assert [round(side / 72 * 25.4) for side in page_sizes(pdf)[0]] == list(sides)
        assert "นางฟ้าใส" in pages_of(pdf)[0]
        assert chart.acts[-1] == "print patient-label"
        await _close(window, shown)

    run(story())
