"""What cannot be written down does not happen; what happens is written down before, and told to the exchange once."""

import base64
import json
from collections import Counter
from typing import Any

import pytest
from journey.at_desk import AtDesk
from journey.conftest import KEY, UNHURRIED, Run
from journey.journal import what
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from viewer.audit.outbox import Outbox
from viewer.visit.states import Asking, Closed, Confirming, Consenting, Identifying, Open, SignedOut

BUNRUEAN = "9983690060261"
NAME = "นางบุญเรือน ทดลองชัย"
UNWRITTEN = "The access could not be written down"


def test_a_visit_is_written_down_before_it_happens(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        for page in ("medicines", "results", "referral"):
            await desk.turns_to(page)
        letter = await desk.saves_letter("letter.pdf")
        assert letter.exists()
        await desk.closes_record()
        journal = desk.journal
        for first, second in (
            ("written 110122", "state Identifying"),
            ("written search-type", "POST /fhir/Patient/_search"),
            ("written create", "POST /fhir/Consent"),
            ("written read active", "state Open summary"),
            ("written open-record summary", "state Open summary"),
            ("written view-page medicines", "state Open medicines"),
            ("written view-page results", "state Open results"),
            ("written view-page referral", "state Open referral"),
            ("written close-record", "state Closed"),
        ):
            place = journal.lines.index(first)
            assert place < journal.lines.index(second), (first, second)
        assert journal.count("written save referral") == 1
        before = [line for line in journal.lines if line.startswith("written")]
        desk.window.close()
        await desk.until(lambda: desk.left)
        told_once(desk, [*before, "written 110123"])

    run(story())


def told_once(desk: AtDesk, written: list[str]) -> None:
    """Each event is at the exchange once, in BALP's shape, without the number; each row stays here, marked as sent."""
    received: list[dict[str, Any]] = desk.audit_received()
    assert [f"written {what(event)}" for event in received] == written
    assert set(Counter(event["id"] for event in received).values()) == {1}
    text = json.dumps(received, ensure_ascii=False)
    assert BUNRUEAN not in text
    assert "บุญเรือน" not in text
    for event in received:
        assert event["resourceType"] == "AuditEvent"
        assert {"type", "subtype", "action", "recorded", "outcome", "agent", "source", "entity"} <= set(event)
        assert [agent["requestor"] for agent in event["agent"]] == [True, False]
        assert "poomp" not in text
    for event in received:
        for entity in event["entity"]:
            query = base64.b64decode(entity.get("query", "")).decode()
            assert BUNRUEAN not in query
    about = [event for event in received if "Patient/" in json.dumps(event["entity"])]
    assert {what(event).split()[0] for event in about} >= {
        "create",
        "open-record",
        "view-page",
        "save",
        "close-record",
    }
    assert desk.outbox.count_waiting() == 0
    assert desk.outbox.verify() == len(written)
    path = desk.home / "state" / "prawat" / "audit.db"
    kept = Outbox.open(path, KEY, desk.clock)
    assert kept.verify() == len(written)
    kept.close()
    assert path.stat().st_mode & 0o077 == 0


def test_nobody_is_let_in(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        lock(desk)
        await desk.signs_in("on-anong")
        desk.stands_at(SignedOut)
        desk.reads(UNWRITTEN)
        desk.sees_not("พญ.อรอนงค์")
        lock(desk, locked=False)
        await desk.signs_in("on-anong")
        assert isinstance(desk.state, Identifying)

    run(story())


def test_nobody_is_searched_for(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        lock(desk)
        await desk.finds(BUNRUEAN)
        desk.stands_at(Identifying)
        desk.reads(UNWRITTEN)
        assert desk.journal.count("POST /fhir/Patient/_search") == 0
        lock(desk, locked=False)
        await desk.finds(BUNRUEAN)
        assert isinstance(desk.state, Confirming)

    run(story())


def test_nobody_is_asked(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.finds(BUNRUEAN)
        lock(desk)
        await desk.confirms()
        await desk.until(lambda: isinstance(desk.state, Consenting) and desk.state.stage is Asking.FAILED)
        desk.reads(UNWRITTEN)
        assert desk.journal.count("POST /fhir/Consent") == 0
        lock(desk, locked=False)
        desk.presses("Try again")
        await desk.until(lambda: isinstance(desk.state, Consenting) and desk.state.stage is Asking.WAITING)

    run(story())


def test_nothing_is_opened_though_the_patient_allowed_it(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.asks(BUNRUEAN)
        lock(desk)
        await phone.allows(only=("99001",))
        await desk.until(lambda: isinstance(desk.state, Consenting) and desk.state.stage is Asking.FAILED)
        desk.reads(UNWRITTEN)
        assert not any("/at/" in line for line in desk.journal.lines)
        assert not any(line.startswith("state Open") for line in desk.journal.lines)
        lock(desk, locked=False)
        desk.presses("Try again")
        await desk.until(lambda: isinstance(desk.state, Open))
        assert desk.journal.count("POST /fhir/Consent") == 1, "the patient was asked twice"

    run(story())


def test_no_page_no_number_no_letter(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        await desk.turns_to("referral")
        await desk.previews_letter()
        lock(desk)
        desk.presses("Save as PDF")
        await desk.until(lambda: desk.file_dialog() is not None)
        desk.answers_file_dialog(desk.saved / "unwritten.pdf")
        await desk.until(lambda: not desk.busy("save"))
        assert list(desk.saved.iterdir()) == []
        desk.reads(UNWRITTEN)
        desk.record.turn_to("medicines")
        await desk.until(lambda: not desk.busy("page"))
        assert desk.open_now().page == "referral"
        desk.sees_not("warfarin 19")
        QTest.keyPress(desk.window, Qt.Key.Key_F8)
        await desk.until(lambda: not desk.busy("reveal"))
        desk.sees_not("9-9836-90060-26-1")
        QTest.keyRelease(desk.window, Qt.Key.Key_F8)

    run(story())


@pytest.mark.parametrize("site", [UNHURRIED], ids=["unhurried"])
def test_a_record_closes_though_that_cannot_be_written(run: Run, desk: AtDesk) -> None:
    """Two things broken at once: a facility that never answers, and a disk that is full, when consent is withdrawn."""

    async def story() -> None:
        desk.weather("99001", "timeout")
        await desk.signs_in("on-anong")
        phone = await desk.opens(BUNRUEAN, only=("99001",))
        lock(desk)
        await phone.withdraws()
        await desk.until(lambda: isinstance(desk.state, Closed))
        desk.reads("The patient withdrew consent. The record is closed and wiped from this machine")
        desk.sees_not(NAME, "warfarin")

    run(story())


def test_the_whole_number_shows_while_f8_is_held(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        desk.sees_not("9-9836-90060-26-1")
        QTest.keyPress(desk.window, Qt.Key.Key_F8)
        await desk.until(lambda: not desk.busy("reveal"))
        desk.sees("9-9836-90060-26-1")
        assert desk.journal.count("written reveal-id") == 1
        QTest.keyRelease(desk.window, Qt.Key.Key_F8)
        desk.sees_not("9-9836-90060-26-1")

    run(story())


def lock(desk: AtDesk, *, locked: bool = True) -> None:
    """The outbox's disk takes nothing more; or takes again."""
    desk.outbox._database.execute(f"PRAGMA query_only={'ON' if locked else 'OFF'}")
