"""The pages that tell who answered: each facility by its state, many of them in few cells, and why there is nothing."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.exchange.ledger import FINISHED_WELL, RETRIABLE, Ledger, Line, LineState, letter
from viewer.screen.pages.record.facility_line import FacilityLine
from viewer.screen.pages.record.ledger import LedgerPage
from viewer.screen.pages.record.nothing import NothingPage
from viewer.screen.pages.record.summary import SummaryPage
from viewer.screen.widgets.labels import Label
from viewer.visit.states import Open

from .record_people import state_of
from .record_windows import (
    SILENT,
    Show,
    cards_of,
    let_draw,
    nothing,
    page_of,
    windows,  # noqa: F401  the fixture "show"
)
from .states import ledger, settle


def all_states() -> Open:
    state = state_of(1)
    lines = tuple(
        replace(line, state=line_state, received=3, unreadable=2, stated=5)
        for line, line_state in zip(state.ledger.lines, LineState, strict=False)
    )
    return replace(state, ledger=Ledger(lines, 0, ("Task",)))


def elided(label: Label) -> bool:
    return label._elide and label._typeset(label.width()).elided


def test_the_list_of_answers_tells_all_eleven_states_whole(show: Show, qapp: QApplication) -> None:
    state = all_states()
    window, visit = show(state)
    assert window.record is not None
    window.record.toggle_ledger()
    let_draw(qapp)
    page = window.record._built["ledger"]
    assert isinstance(page, LedgerPage)
    lines = page.findChildren(FacilityLine)
    assert len(lines) == len(LineState) == 11
    for line, told in zip(lines, state.ledger.lines, strict=True):
        assert told.facility.name in line.accessibleName()
        assert line._act.isVisible() == (told.state in RETRIABLE | FINISHED_WELL | {LineState.ASKING})
        for place in (2, 3, 4, 5, 6):
            assert not elided(line._labels[place]), line.accessibleName()
    assert "งานที่มอบหมาย" in page._foot.text(), "what the role does not ask for"
    assert page._again.text() == "ถามใหม่ทุกแห่ง"
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    assert visit.chart is not None
    assert visit.chart.acts == ["refresh all"]
    QTest.mouseClick(page._close, Qt.MouseButton.LeftButton)
    assert window.record.drawer.isHidden()


def test_one_facility_is_asked_again_or_stopped_on_its_line(show: Show, qapp: QApplication) -> None:
    window, visit = show(all_states())
    assert window.record is not None
    window.record.toggle_ledger()
    let_draw(qapp)
    lines: dict[LineState, tuple[Line, FacilityLine]] = {
        line._line.state: (line._line, line) for line in window.record.drawer.findChildren(FacilityLine)
    }
    for state in (LineState.ASKING, LineState.TIMED_OUT, LineState.ANSWERED, LineState.EMPTY):
        QTest.mouseClick(lines[state][1]._act, Qt.MouseButton.LeftButton)
    assert visit.chart is not None
    assert visit.chart.acts == [
        f"stop {lines[LineState.ASKING][0].facility.hcode}",
        *(f"refresh {lines[state][0].facility.hcode}"
          for state in (LineState.TIMED_OUT, LineState.ANSWERED, LineState.EMPTY)),
    ]  # fmt: skip


def many_states() -> Open:
    """A hundred facilities: every tenth lacks something, every seventh is being asked."""
    states = [
        LineState.UNREADABLE if at % 10 == 3 else LineState.ASKING if at % 7 == 5 else LineState.ANSWERED
        for at in range(100)
    ]
    return replace(state_of(1), ledger=ledger(*states))


def test_of_many_facilities_who_lacks_something_stands_first(show: Show, qapp: QApplication) -> None:
    state = many_states()
    window, _ = show(state)
    assert window.record is not None
    window.record.toggle_ledger()
    let_draw(qapp)
    page = window.record._built["ledger"]
    assert isinstance(page, LedgerPage)

    def order() -> list[FacilityLine]:
        items = [page._body.itemAt(at) for at in range(page._body.count())]
        return [
            line for item in items if item is not None and isinstance(line := item.widget(), FacilityLine)
        ]

    lines = order()
    assert len(lines) == 100
    tally = state.ledger.tally
    lacking, asking = tally[LineState.UNREADABLE], tally[LineState.ASKING]
    assert {line._line.state for line in lines[:lacking]} == {LineState.UNREADABLE}
    assert {line._line.state for line in lines[lacking : lacking + asking]} == {LineState.ASKING}
    letters = [line._line.letter for line in lines[lacking + asking :]]
    assert letters == sorted(letters, key=lambda text: (len(text), text))
    assert f"ตอบแล้ว {tally[LineState.ANSWERED]} จาก 100 แห่ง" in page._as_of.text()
    assert f"กำลังสอบถาม {asking}" in page._as_of.text()
    answered = replace(state, ledger=ledger(*[LineState.ANSWERED] * 100))
    window.record.show_state(answered)
    assert order() == lines, "no line moves while it is being read"
    window.record.toggle_ledger()
    window.record.toggle_ledger()
    let_draw(qapp)
    assert [line._line.letter for line in order()] == [line.letter for line in answered.ledger.lines]


def test_of_many_facilities_the_bar_has_a_cell_for_each_state(show: Show, qapp: QApplication) -> None:
    state = many_states()
    window, _ = show(state)
    assert window.record is not None
    cells = window.record.strip.cells
    drawn = list(cells._placed())
    tally = state.ledger.tally
    assert {cell.state: int(cell.text) for _, cell in drawn} == {
        found.value: count for found, count in tally.items()
    }
    assert cells.sizeHint().width() < 300
    boxes = [box for box, _ in drawn]
    assert all(before.right() < after.left() for before, after in pairwise(boxes))
    assert cells.accessibleDescription().count("\n") == 99, "who listens is told every facility"
    window.record.show_state(replace(state, ledger=ledger(*[LineState.ANSWERED] * 28)))
    assert [cell.text for _, cell in cells._placed()] == [letter(at) for at in range(28)]


def test_nothing_to_show_says_why_for_each_facility(
    show: Show, run: Callable[..., object], qapp: QApplication
) -> None:
    async def story() -> None:
        window, visit = show(nothing(state_of(11, SILENT)))
        page = page_of(window)
        assert isinstance(page, SummaryPage)
        why = page.findChild(NothingPage)
        assert why is not None
        assert why.isVisible()
        assert not cards_of(window)
        assert "ไม่มี" not in why._title.text()
        assert "ไม่พบ" in why._title.text()
        assert "7" in why._about.text()
        lines = why.findChildren(FacilityLine)
        assert len(lines) == 14
        for line in lines:
            assert not any(elided(line._labels[place]) for place in (2, 3, 6)), line.accessibleName()
        assert why._again_title.text() == "ถามใหม่ 4 แห่ง"
        QTest.keyClick(why._again, Qt.Key.Key_F5)
        assert visit.chart is not None
        assert visit.chart.acts == ["retry all"]
        QTest.mouseClick(why._letter, Qt.MouseButton.LeftButton)
        await settle()
        assert visit.chart.acts[-1] == "page referral"

    run(story())


def test_while_facilities_are_asked_nothing_is_concluded(show: Show) -> None:
    window, _ = show(nothing(state_of(11, {**SILENT, "F01": LineState.ASKING})))
    why = page_of(window).findChild(NothingPage)
    assert why is not None
    assert not why.isVisible()
    assert cards_of(window)


def test_everybody_answered_and_knows_nothing(show: Show) -> None:
    window, _ = show(nothing(state_of(11)))
    why = page_of(window).findChild(NothingPage)
    assert why is not None
    assert why.isVisible()
    assert why._title.text() == "ไม่พบประวัติ ทุกแห่งตอบครบแล้ว"
    assert why._again_row.isHidden()
