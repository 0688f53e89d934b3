"""A doctor with one post: signs in, finds a patient, asks, reads every page, keeps the letter, closes, goes home."""

import pypdfium2
from journey.at_desk import AtDesk
from journey.conftest import Run

from viewer.exchange.ledger import LineState
from viewer.visit.states import Consenting, Open

BUNMI = "9660487647597"
NAME = "นายบุญมี สมมติวงศ์"


def test_from_sign_in_to_a_saved_letter(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        desk.sees("พญ.อรอนงค์ ตัวอย่างแพทย์ · ว.99001", "ข้อมูลจำลอง")
        await desk.finds(BUNMI)
        desk.sees(NAME, "14 มี.ค. 2503", "ชาย")
        await desk.confirms()
        phone = await desk.patient_scans()
        assert "พญ.อรอนงค์" in phone.page
        assert "คลินิกเวชกรรมใจดี" in phone.page
        await phone.allows()
        await desk.until(lambda: isinstance(desk.state, Open))
        await desk.everybody_answered()
        desk.sees(NAME, "ปฏิเสธการแพ้ยา", "metformin", "29 มล./นาที")
        await desk.reads_every_page()
        assert desk.tabs() == [
            "summary",
            "timeline",
            "medicines",
            "results",
            "allergies",
            "documents",
            "referral",
        ]
        await desk.line_says("99003", LineState.NOT_CONSENTED)
        letter = await desk.saves_letter("letter.pdf")
        assert letter.stat().st_mode & 0o077 == 0
        text = text_of(letter.read_bytes())
        assert "สมมติวงศ์" in text
        assert "9-6604-87647-59-7" in text
        await desk.closes_record()
        desk.reads("The record is closed and wiped from this machine")
        desk.sees_not(NAME, "metformin")

    run(story())


def test_the_patient_types_the_code_instead(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.asks(BUNMI)
        state = desk.state
        assert isinstance(state, Consenting)
        read = f"{state.code[:3]} {state.code[3:]}"
        desk.sees(read)
        await phone.types_code(read)
        await phone.allows()
        await desk.until(lambda: isinstance(desk.state, Open))

    run(story())


def text_of(pdf: bytes) -> str:
    """What can be searched for in a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
