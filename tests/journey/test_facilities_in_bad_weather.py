"""Facilities that fail: each in its own way, none harming another, nothing of anybody else on screen."""

import json

import pytest
from journey.at_desk import AtDesk
from journey.conftest import UNHURRIED, Run
from sandbox_process import PEOPLE

from viewer.exchange.ledger import LineState
from viewer.sandbox.world import load
from viewer.visit.states import Open

BUNMI = "9660487647597"
BUNRUEAN = "9983690060261"
FASAI = "9398259791901"
BORN = "ทารกคลอดปกติครบกำหนด"


def test_three_break_in_three_ways_while_the_others_answer(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.weather("99001", "500")
        desk.weather("99008", "cut")
        desk.weather("990050002", "timeout")
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        await desk.line_says("99001", LineState.UNREACHABLE)
        await desk.line_says("990050002", LineState.TIMED_OUT)
        broken = desk.open_now().ledger.line("99008")
        assert broken is not None
        # How much of a body comes before its connection breaks is the network's.
        assert broken.state in (LineState.UNREADABLE, LineState.PARTIAL, LineState.UNREACHABLE)
        await desk.line_says("99002", LineState.ANSWERED)
        desk.record.toggle_ledger()
        await desk.turns_to("medicines")
        desk.sees("metformin", "glipizide")
        desk.sees("รพ.ศูนย์ธารสุวรรณ")  # named among those that did not answer
        for hcode in ("99001", "99008", "990050002"):
            desk.weather(hcode, "off")
        await desk.looks_at("99001")
        desk.presses("Ask all again")
        await desk.until(lambda: desk.open_now().ledger.count(LineState.ANSWERED) == 4)
        desk.record.toggle_ledger()
        await desk.until(lambda: "losartan" in "\n".join(desk.words()))

    run(story())


@pytest.mark.parametrize("site", [UNHURRIED], ids=["unhurried"])
def test_one_is_stopped_and_asked_anew(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.weather("99001", "timeout")
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001", "99002"))
        line = await desk.looks_at("99001")
        desk.click(desk.button_of(line, desk.app.words.say("Stop asking")))
        await desk.until(lambda: state_of(desk, "99001") is LineState.STOPPED)
        await desk.line_says("99001", LineState.STOPPED)
        desk.weather("99001", "off")
        desk.click(desk.button_of(line, desk.app.words.say("Ask anew")))
        await desk.until(lambda: state_of(desk, "99001") is LineState.ANSWERED)
        await desk.line_says("99001", LineState.ANSWERED)
        desk.record.toggle_ledger()
        await desk.turns_to("medicines")
        desk.sees("warfarin")

    run(story())


@pytest.mark.parametrize("kind", ["ignores-parameters", "wrong-patient"])
def test_nothing_of_another_person_is_shown(kind: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.weather("99002", kind)
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001", "99002"))
        await desk.everybody_answered()
        await desk.line_says("99002", LineState.UNREADABLE)
        await desk.line_says("99001", LineState.ANSWERED)
        desk.record.toggle_ledger()
        await desk.reads_every_page()
        desk.sees_not("บุญมี", "ประสิทธิ์", "ฟ้าใส", "สมพร", "metformin", "apixaban", "aspirin", "isoniazid")
        facts = desk.open_now().record.facts()
        assert {fact.origin.hcode for fact in facts if fact.origin.hcode == "99002"} == set()

    run(story())


@pytest.mark.parametrize("under", ["an id of its own", "the mother's id"])
def test_the_newborn_under_the_mothers_number_is_refused_whole(under: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        text = (PEOPLE / "extra-13-newborn.json").read_text("utf-8")
        text = text.replace("ทารกแรกเกิด", BORN)  # which is also a choice of the referral's page
        if under == "the mother's id":  # then only its name and year of birth tell that it is not she
            (own,) = (
                e["resource"]["id"]
                for e in json.loads(text)["entry"]
                if e["resource"]["resourceType"] == "Patient"
            )
            mother = next(one.patient_id for one in load(PEOPLE).people if one.number == 4)
            text = text.replace(own, mother)
        parcel = json.loads(text)
        desk.journal.instead["/at/99002/"] = json.dumps(parcel, ensure_ascii=False).encode()
        desk.secrets |= {entry["resource"]["id"] for entry in parcel["entry"]}
        await desk.signs_in("sudarat")
        await desk.opens(FASAI, only=("99002", "99003"))
        await desk.everybody_answered()
        why = {
            "an id of its own": "ส่งข้อมูลของบุคคลอื่นมา ไม่รับทั้งหมด",
            "the mother's id": "ชื่อและปีเกิดเป็นของบุคคลอื่น ไม่รับทั้งหมด โปรดโทรสอบถาม",
        }
        await desk.line_says("99002", LineState.UNREADABLE, why[under])
        desk.record.toggle_ledger()
        account = desk.open_now().record
        assert {gap.code for gap in account.gaps if gap.hcode == "99002"} <= {"wrong-person", "other-person"}
        assert any(gap.hcode == "99002" for gap in account.gaps), "it is not said that it came"
        assert account.account.total.adds_up
        await desk.reads_every_page()
        desk.sees_not("บุตรนางฟ้าใส", "3.1 กก.", BORN)
        desk.sees_not("11 พ.ย. 2564")
        assert not [fact for fact in desk.open_now().record.facts() if fact.origin.hcode == "99002"]

    run(story())


def test_a_record_in_pages_is_read_to_its_end(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001", "99002"))
        await desk.everybody_answered()
        whole = len(list(desk.open_now().record.facts()))
        await desk.closes_record()
        desk.weather("99001", "paged", page_size=2)
        await desk.finds(BUNRUEAN)
        await desk.confirms()
        await desk.until(lambda: isinstance(desk.state, Open))
        await desk.everybody_answered()
        assert len(list(desk.open_now().record.facts())) == whole

    run(story())


def state_of(desk: AtDesk, hcode: str) -> LineState | None:
    """Where one facility's line stands."""
    line = desk.open_now().ledger.line(hcode)
    return line.state if line is not None else None
