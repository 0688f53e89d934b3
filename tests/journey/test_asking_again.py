"""F5 while a record is open: what is new, changed, or gone at its source since, each marked on its row."""

from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.seen import words_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from viewer.exchange.ledger import LineState
from viewer.record.facts import Fact, Problem

BUNRUEAN = "9983690060261"
F01 = "99001"


def test_new_changed_and_vanished_rows_are_marked(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=(F01, "99002"))
        await desk.everybody_answered()
        await desk.turns_to("allergies")
        before = {fact.origin.id.reveal() for fact in desk.open_now().record.facts()}
        kept, gone, changed = _problems(desk)[:3]
        desk.time_passes(600)
        _change(desk, gone, None)
        _change(desk, changed, {"note": [{"text": "ทบทวนแล้วเมื่อเช้านี้"}]})
        desk.sandbox.tell("rows", hcode=F01, person=5, type="Condition", id="dx-added", change={
            "subject": {"reference": f"Patient/{desk.open_now().permit.patient.reveal()}"},
            "code": {"text": "ข้อเข่าเสื่อม"}, "recordedDate": "2026-11-23",
        })  # fmt: skip
        desk.secrets.add("dx-added")
        line = await desk.looks_at(F01)
        assert desk.button_of(line, desk.app.words.say("Ask anew") + f" {_name(desk)}").isEnabled()
        QTest.keyClick(desk.window, Qt.Key.Key_F5)
        await desk.until(lambda: _marks(desk, "dx-added") == {"new-since"})
        await desk.until(lambda: not any(line.again for line in desk.open_now().ledger.lines))
        assert _marks(desk, gone.origin.id.reveal()) == {"vanished"}
        assert _marks(desk, changed.origin.id.reveal()) == {"changed-since"}
        assert _marks(desk, kept.origin.id.reveal()) == set()
        record = desk.open_now().record
        assert {fact.origin.id.reveal() for fact in record.facts()} == before | {"dx-added"}, (
            "nothing goes in silence"
        )
        assert record.account.total.adds_up
        await desk.line_says(F01, LineState.ANSWERED)
        desk.record.toggle_ledger()
        shown = "\n".join(words_of(desk.window, hidden_too=True))
        for words in ("ข้อเข่าเสื่อม", "ใหม่ตั้งแต่ ", "เปลี่ยนจากเมื่อ ", "ต้นทางไม่ส่งรายการนี้แล้ว"):
            assert words in shown, words

    run(story())


def test_a_facility_that_does_not_answer_again_keeps_what_it_said(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=(F01,))
        await desk.everybody_answered()
        before = desk.open_now().record
        desk.weather(F01, "500")
        line = await desk.looks_at(F01)
        desk.click(desk.button_of(line, desk.app.words.say("Ask anew") + f" {_name(desk)}"))
        await desk.until(lambda: desk.open_now().ledger.lines[0].again == "failed")
        await desk.line_says(F01, LineState.ANSWERED, "ถามใหม่แล้วได้ไม่ครบ ยังใช้คำตอบเดิม")
        assert list(desk.open_now().record.facts()) == list(before.facts())

    run(story())


def _problems(desk: AtDesk) -> list[Problem]:
    return [
        fact for fact in desk.open_now().record.problems if fact.origin.hcode == F01 and not fact.restricted
    ]


def _change(desk: AtDesk, fact: Fact, change: dict[str, object] | None) -> None:
    desk.sandbox.tell(
        "rows", hcode=F01, person=5, type=fact.origin.type, id=fact.origin.id.reveal(), change=change
    )


def _marks(desk: AtDesk, id_: str) -> set[str]:
    facts = (fact for fact in desk.open_now().record.facts() if fact.origin.id.reveal() == id_)
    codes = {remark.code for fact in facts for remark in fact.remarks}
    return codes & {"new-since", "changed-since", "vanished"}


def _name(desk: AtDesk) -> str:
    line = desk.open_now().ledger.line(F01)
    assert line is not None
    return line.facility.name
