"""Before any record: numbers that are typed, nobody found, numbers that belong to nobody, and what is not told yet."""

import pytest
from journey.at_desk import AtDesk
from journey.conftest import Run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.screen.widgets.id_input import IdInput
from viewer.visit.states import Confirming, Identifying

BUNMI = "9660487647597"
NAME = "นายบุญมี สมมติวงศ์"
NOBODY = "9100000000009"


def test_nobody_has_this_number(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.finds(NOBODY)
        assert isinstance(desk.state, Identifying)
        desk.reads("Nobody found")
        desk.reads("This does not mean that the person has no record anywhere")
        desk.sees_not("ไม่มีประวัติ")

    run(story())


@pytest.mark.parametrize("number", ["0000000000001", "1111111111119", "9999999999994"])
def test_a_number_that_belongs_to_nobody_is_not_searched(number: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("wasan")
        desk.types_number(number)
        desk.reads(
            "This number is used for people without a number and belongs to nobody. "
            "Use the number on the person's own card"
        )
        assert not desk.button("Find the patient").isEnabled()
        assert desk.journal.count("POST /fhir/Patient/_search") == 0
        assert not any(line.startswith("written search") for line in desk.journal.lines)

    run(story())


def test_a_wrong_check_digit_warns_and_may_still_be_searched(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        desk.types_number("9722846428920", and_enter=False)  # the district's list: one digit wrong
        desk.reads("The check digit does not fit. Check the number again (you can still search)")
        desk.presses("Find the patient")
        await desk.until(lambda: not desk.busy("find"))
        desk.reads("Nobody found")

    run(story())


@pytest.mark.parametrize(
    "typed", ["๙๖๖๐๔๘๗๖๔๗๕๙๗", "9-6604-87647-59-7", "9 6604 87647 59 7"], ids=["thai", "dashes", "spaces"]
)
def test_thai_digits_and_any_grouping(typed: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        (box,) = (box for box in desk.window.findChildren(IdInput) if box.isVisible())
        QApplication.clipboard().setText(typed)
        box.paste()
        QApplication.clipboard().clear()
        QTest.keyClick(box, Qt.Key.Key_Return)
        await desk.until(lambda: isinstance(desk.state, Confirming))
        desk.sees(NAME)

    run(story())


def test_before_the_patient_allows_it_no_facility_is_named(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.asks(BUNMI)
        desk.sees(NAME)
        desk.sees_not("รพ.ศูนย์ธารสุวรรณ", "รพ.บ้านเหนือคลอง", "ร้านยาเภสัชรุ่งเรือง")
        assert not any("/at/" in line for line in desk.journal.lines)

    run(story())


def test_not_this_person(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.finds(BUNMI)
        desk.presses("Not this person")
        await desk.until(lambda: isinstance(desk.state, Identifying))
        desk.sees_not(NAME)
        assert desk.journal.count("POST /fhir/Consent") == 0

    run(story())


def test_the_number_does_not_come_back(run: Run, desk: AtDesk) -> None:
    """Neither after the record is closed, nor by Ctrl+Z, nor for the colleague who signs in next."""

    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI, only=("99001",))
        await desk.closes_record()
        (box,) = (box for box in desk.window.findChildren(IdInput) if box.isVisible())
        assert box.text() == ""
        QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert box.text() == ""
        await desk.finds(BUNMI)
        desk.presses("Sign out")
        await desk.until(lambda: not desk.busy("sign-out"))
        await desk.signs_in("siriporn")
        (box,) = (box for box in desk.window.findChildren(IdInput) if box.isVisible())
        assert box.text() == ""
        desk.sees_not(NAME, "9-6604")

    run(story())
