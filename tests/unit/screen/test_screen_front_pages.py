"""From sign-in to consent: each state says what is so and what comes next, with the keyboard in the right place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.screen import persons
from viewer.screen.pages.asked import data_asked
from viewer.screen.pages.code_panel import read_aloud
from viewer.screen.readiness import Readiness, findings
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.qr import QUIET, QrView
from viewer.visit.states import (
    Asking,
    Candidate,
    ChoosingPost,
    CloseReason,
    Confirming,
    Identifying,
    SignedOut,
    SigningIn,
)

from .fakes import Desk
from .states import BUNMI, CLINIC, DOCTOR, HOSPITAL, NOW, closed, consenting, settle, until

Run = Callable[[Any], Any]
Make = Callable[..., Desk]


def texts(widget: QWidget) -> str:
    """All words that can be seen."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(widget: QWidget, words: str) -> Button:
    return next(
        item for item in widget.findChildren(Button) if item.text() == words and item.isVisibleTo(widget)
    )


def test_sign_in_says_what_is_known_of_the_machine_and_nothing_else(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(SignedOut())
        made.window.show()
        await settle()
        said = texts(made.window)
        assert "ติดต่อได้" in said
        assert "ค้างส่ง 2 รายการ จะส่งเองเมื่อเข้าใช้" in said
        assert "เครื่องอ่านบัตร" not in said
        assert "ข้อมูลจำลอง" in [item.accessibleName() for item in made.window.findChildren(QWidget)]

    run(story())


def test_what_was_not_found_out_is_not_said(words: Words) -> None:
    titles = [finding.title for finding in findings(Readiness(reachable=False), words)]
    assert titles[0] == "เครือข่าย"
    assert "นาฬิกาเครื่อง" not in titles
    late = findings(Readiness(clock_off=timedelta(minutes=5)), words)[0]
    assert not late.good
    assert "5 นาที" in late.words


def test_signing_in_counts_in_words_and_can_be_cancelled(desk: Make) -> None:
    made = desk(SignedOut())
    made.window.show()
    made.visit.become(SigningIn(NOW - timedelta(seconds=12)))
    assert "รอมาแล้ว 12 วินาที" in texts(made.window)
    button(made.window, "ยกเลิก").click()
    assert made.visit.moves == ["cancel-sign-in"]
    made.visit.become(SignedOut("browser-unavailable"))
    said = texts(made.window)
    assert "เปิดเบราว์เซอร์ไม่ได้" in said
    assert "ไม่มีประวัติใดถูกเปิด" in said
    assert "ตั้งเบราว์เซอร์หลัก" in said


def test_a_post_is_chosen_by_its_key(desk: Make, run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        made = desk(ChoosingPost(DOCTOR, (HOSPITAL, CLINIC)))
        made.window.show()
        await settle()
        assert qapp.focusWidget() is made.window._posts._card._choices[0]
        QTest.keyClick(made.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        await until(lambda: made.visit.moves)
        await settle()
        assert made.visit.moves == ["post 99004"]

    run(story())


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_enter_searches_and_enter_confirms_the_one_found(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,)))
        made.window.show()
        await settle()
        QTest.keyClicks(focused(), "9660487647597")
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        await settle()
        said = texts(made.window)
        assert "นายบุญมี สมมติวงศ์" in said
        assert "14 มี.ค. 2503" in said
        assert "66 ปี 8 เดือน" in said
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        await until(lambda: len(made.visit.moves) == 2)
        assert made.visit.moves == ["find 9-6604-87647-59-7", "confirm นายบุญมี สมมติวงศ์"]

    run(story())


def test_no_facility_is_named_before_consent(desk: Make) -> None:
    made = desk(Confirming(DOCTOR, CLINIC, (CLINIC,), (BUNMI,)))
    said = texts(made.window._identify)
    assert "ศูนย์ธารสุวรรณ" not in said
    assert "ก่อนผู้ป่วยยินยอม" in said


def test_two_with_one_number_stand_side_by_side_and_nobody_is_preselected(
    desk: Make, run: Run, qapp: QApplication
) -> None:
    async def story() -> None:
        other = Candidate(Opaque("p-2"), "นางสาวธัญญารัตน์ ตัวอย่าง", "female", "1961", deceased=True)
        made = desk(Confirming(DOCTOR, CLINIC, (CLINIC,), (BUNMI, other)))
        made.window.show()
        await settle()
        said = texts(made.window)
        assert "พบ 2 คนที่ใช้เลขนี้" in said
        assert "พ.ศ. 2504" in said
        names = [item.accessibleName() for item in made.window.findChildren(QWidget)]
        assert "ต้นทางระบุว่าเสียชีวิตแล้ว" in names
        focused = qapp.focusWidget()
        assert isinstance(focused, Button)
        assert focused.text() == "ไม่ใช่คนเหล่านี้"

    run(story())


def test_nobody_found_says_that_it_does_not_mean_no_record(desk: Make) -> None:
    made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,), "not-found"))
    said = texts(made.window)
    assert "ไม่พบผู้ที่ใช้เลขนี้ในเครือข่าย" in said
    assert "ไม่ได้แปลว่าผู้ป่วยไม่เคยมีประวัติที่ใดเลย" in said


@pytest.mark.parametrize("reason", list(CloseReason))
def test_every_way_a_record_closes_is_told_and_the_number_is_gone(desk: Make, reason: CloseReason) -> None:
    made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,)))
    made.window._identify._input.setText("9660487647597")
    made.visit.become(closed(reason))
    assert "ล้าง" in texts(made.window)
    assert made.window._identify._input.text() == ""


def test_consent_shows_code_words_and_time_left(desk: Make) -> None:
    made = desk(consenting())
    said = texts(made.window)
    assert "482 913" in said
    assert "สี่ แปด สอง · เก้า หนึ่ง สาม" in said
    assert "รหัสใช้ได้อีก 4 นาที 22 วินาที" in said
    assert "16.00 น. วันนี้" in said
    assert "127.0.0.1" not in said


@pytest.mark.parametrize(
    ("stage", "title", "again"),
    [
        (Asking.REFUSED, "ผู้ป่วยไม่อนุญาต", "อธิบายแล้วขอใหม่"),
        (Asking.EXPIRED, "รหัสหมดอายุก่อนผู้ป่วยตอบ", "สร้างรหัสใหม่"),
        (Asking.FAILED, "ส่งคำขอไม่สำเร็จ", "ลองใหม่"),
    ],
)
def test_every_end_of_asking_has_its_next_step(
    desk: Make, run: Run, stage: Asking, title: str, again: str
) -> None:
    async def story() -> None:
        made = desk(consenting())
        made.window.show()
        made.visit.become(consenting(stage=stage, complaint="timed-out" if stage is Asking.FAILED else ""))
        said = texts(made.window)
        assert title in said
        assert "ยังไม่ได้ดึงข้อมูลของผู้ป่วย" in said
        assert "482 913" not in said
        button(made.window, again).click()
        await until(lambda: made.visit.moves)
        await settle()
        assert made.visit.moves == ["ask-again"]

    run(story())


def test_escape_takes_the_request_back(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(consenting())
        made.window.show()
        await settle()
        QTest.keyClick(made.window, Qt.Key.Key_Escape)
        await until(lambda: made.visit.moves)
        await settle()
        assert made.visit.moves == ["back"]

    run(story())


def test_the_qr_has_four_modules_of_white_and_is_wiped(qapp: QApplication, theme: Any) -> None:
    view = QrView(theme, "คิวอาร์โค้ด")
    view.resize(view.sizeHint())
    view.show_link(Opaque("https://exchange.example/phone/c/abcdefghij"))
    image = view.grab().toImage()
    module = image.width() // (view.modules + 2 * QUIET)
    left = (image.width() - module * view.modules) // 2
    assert view.modules * module >= 150
    assert left >= QUIET * module
    dark = [
        x for x in range(2, image.width() - 2) if image.pixelColor(x, left + module // 2).lightness() < 100
    ]
    assert dark[0] == left
    assert dark[-1] == left + module * view.modules - 1
    view.show_link(None)
    assert view.modules == 0
    view.deleteLater()


def test_words_for_codes_and_data(words: Words) -> None:
    assert read_aloud(words, "100020") == "หนึ่ง ศูนย์ ศูนย์ · ศูนย์ สอง ศูนย์"
    assert data_asked(words, ("Observation", "MedicationRequest", "MedicationDispense")) == "ยา · ผลตรวจ"
    assert data_asked(words, ()) == "ทุกอย่างที่ผู้ป่วยอนุญาต"


def test_a_person_without_a_birth_date_is_said_to_have_none_given(words: Words) -> None:
    unknown = Candidate(Opaque("x"), "", "unknown", "")
    assert persons.birth(unknown, words, NOW.date()) == "ไม่ระบุวันเกิด"
    assert "เกิด" not in persons.about(unknown, words, NOW.date())
    half = Candidate(Opaque("x"), "", "male", "2503-03")
    assert "2503" in persons.birth(half, words, NOW.date())


def test_a_damaged_log_and_refused_rows_are_told_and_a_whole_one_is_not(words: Words) -> None:
    told = [finding.words for finding in findings(Readiness(waiting=3, refused=2, damaged=True), words)]
    assert any("เครือข่ายไม่รับ 2 รายการ" in text for text in told)
    assert any("เสียหาย" in text and "ไม่ได้ซ่อมแซม" in text for text in told)
    whole = findings(Readiness(waiting=0, refused=0, damaged=False), words)
    assert all("เสียหาย" not in finding.words and "ไม่รับ" not in finding.words for finding in whole)
