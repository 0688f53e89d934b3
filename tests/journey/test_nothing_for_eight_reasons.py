"""นายธนากร: not one row, for eight reasons; while it is asked and afterwards nothing says that there is nothing."""

import re

from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.seen import words_of
from journey.test_a_doctor_reads_and_refers import text_of

from viewer.exchange.ledger import LineState

THANAKORN = "9693719556270"
REASONS = {
    "99001": LineState.EMPTY,
    "99002": LineState.NOT_CONSENTED,
    "99003": LineState.NOT_CONNECTED,
    "990040001": LineState.TIMED_OUT,
    "990050002": LineState.WITHHELD,
    "99006": LineState.UNREADABLE,
    "99007": LineState.STOPPED,
    "99008": LineState.UNREACHABLE,
    "990090003": LineState.EMPTY,
}
# What may be said to be none: an answer of a facility, a right of mine, an entry of the directory.
TRUE = ("ตอบแล้ว ไม่มีข้อมูล", "ไม่มีสิทธิ", "ไม่มีในสารบบ", "ไม่มีช่วงอ้างอิง", "ยังไม่มีคำตอบ", "ไม่ได้แปลว่าไม่มี")


def test_eight_reasons_and_no_nothing(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.weather("99007", "slow", seconds=400)
        await desk.signs_in("wasan")
        await desk.opens(THANAKORN)
        line = await desk.looks_at("99007")  # at once: a slow machine must not let it time out first
        desk.click(desk.button_of(line, desk.app.words.say("Stop asking")))
        assert desk.open_now().ledger.asking
        desk.sees("กำลังสอบถาม")
        assert not [text for text in said(desk) if text.startswith("ไม่พบ")], "concluded while asking"
        says_nothing_is_not(desk)
        await desk.everybody_answered()
        for hcode, state in REASONS.items():
            await desk.line_says(hcode, state)
        await desk.line_says("99006", LineState.UNREADABLE, "3")
        desk.record.toggle_ledger()
        ledger = desk.open_now().ledger
        unknown = f"ตอบ {ledger.spoken} จาก {len(ledger.lines)} แห่ง"
        assert (ledger.spoken, len(ledger.lines)) == (2, 9)
        desk.sees("ไม่พบข้อมูลการแพ้", unknown, "0-2000-9908")
        await desk.turns_to("medicines")
        desk.sees(f"ไม่พบข้อมูล ({unknown})")
        for slug in desk.tabs():
            if desk.open_now().page != slug:
                await desk.turns_to(slug)
            says_nothing_is_not(desk)
        desk.sees_not("ไม่พบปัญหา", "ปฏิเสธการแพ้ยา")
        letter = text_of((await desk.saves_letter("letter.pdf")).read_bytes())
        assert re.sub(r"\s", "", unknown) in re.sub(r"\s", "", letter)
        says_nothing_is_not(desk, letter)

    run(story())


def said(desk: AtDesk) -> list[str]:
    """What the pages of the record hold."""
    return words_of(desk.record, hidden_too=True)


def says_nothing_is_not(desk: AtDesk, *texts: str) -> None:
    """Nowhere "ไม่มี", where the truth is that nobody knows."""
    for text in texts or said(desk):
        rest = text
        for true in TRUE:
            rest = rest.replace(true, "")
        assert "ไม่มี" not in rest, rest
