"""A PDF that the patient brought is opened beside the record: whose it is, who signed it, what the exchange says."""

from io import BytesIO
from pathlib import Path

import keys_made
import pikepdf
import pytest
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_doctor_reads_and_refers import text_of
from journey.test_a_letter_is_signed import BUNMI, SIGN, at_the_letter, chooses, types
from PySide6.QtWidgets import QInputDialog, QLabel

from viewer.screen.paper_reader import PaperDialog
from viewer.writing.paper_code import new_code

OTHER = "9983690060261"
OPEN = "Open a PDF paper and check it"


@pytest.fixture
def site(tmp_path: Path) -> dict[str, object]:
    place = tmp_path / "ca.der"
    place.write_bytes(keys_made.trusted()[0])
    return {"trust": (place,)}


def dialog_of(desk: AtDesk) -> PaperDialog | None:
    return next((box for box in desk.window.findChildren(PaperDialog) if box.isVisible()), None)


async def reads(desk: AtDesk, paper: Path, *, page: str = "documents") -> str:
    """Open it, read the findings, close it again. ``page`` "": before any record."""
    if page:
        await desk.turns_to(page)
    desk.presses(OPEN)
    await chooses(desk, paper)
    await desk.until(lambda: dialog_of(desk) is not None)
    shown = dialog_of(desk)
    assert shown is not None
    said = "\n".join(label.text() for label in shown.findChildren(QLabel))
    desk.dialogs += 1
    shown.accept()
    await desk.until(lambda: not desk.busy("read paper"))
    return said


async def signs(desk: AtDesk, tmp_path: Path) -> Path:
    key = tmp_path / "key.p12"
    key.write_bytes(keys_made.key_file(passphrase=b"secret of paper"))
    where = desk.saved / "signed.pdf"
    desk.presses(SIGN)
    await chooses(desk, key)
    await types(desk, "secret of paper")
    await chooses(desk, where)
    await desk.until(lambda: not desk.busy("sign"))
    return where


def test_a_signed_letter_of_this_person_and_one_that_was_changed(
    run: Run, desk: AtDesk, tmp_path: Path
) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        paper = await signs(desk, tmp_path)
        said = await reads(desk, paper)
        assert "เป็นเอกสารของผู้ป่วยที่เปิดประวัติอยู่" in said
        assert "ลายมือชื่ออิเล็กทรอนิกส์ถูกต้อง" in said
        assert keys_made.NAME in said
        assert "เป็นไฟล์เดียวกับที่ออกไว้" in said
        assert "คลินิกเวชกรรมใจดี" in said
        changed = desk.saved / "changed.pdf"
        changed.write_bytes(paper.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>2"))
        said = await reads(desk, changed)
        assert "ลายมือชื่อไม่ถูกต้อง" in said or "ไฟล์ถูกแก้ไข" in said
        assert "เครือข่ายพบรหัสนี้ แต่เป็นของไฟล์อื่น" in said
        await desk.closes_record()

    run(story())


def test_the_code_on_a_paper_in_hand_is_typed(run: Run, desk: AtDesk) -> None:
    async def asks(typed: str) -> None:
        desk.presses("Check the code on a paper")
        await desk.until(lambda: any(box.isVisible() for box in desk.window.findChildren(QInputDialog)))
        (asking,) = (box for box in desk.window.findChildren(QInputDialog) if box.isVisible())
        asking.setTextValue(typed)
        desk.dialogs += 1
        asking.accept()
        await desk.until(lambda: not desk.busy("check code"))

    async def story() -> None:
        from viewer.paper.opening import opened

        await at_the_letter(desk)
        paper = await desk.saves_letter("letter.pdf")
        code = opened(paper.read_bytes()).code
        await desk.turns_to("documents")
        await asks(f" {code[:4].lower()} {code[4:8]}-{code[8:]}")
        desk.reads("A paper with this code was issued: compare facility, time and copy with the paper")
        await asks(code[:-1] + ("2" if code[-1] != "2" else "3"))
        desk.reads("This is no code: a sign is wrong or missing")
        await asks(new_code())
        desk.reads("The exchange knows no paper with this code")
        await desk.closes_record()

    run(story())


def test_another_persons_paper_is_told_loudly(run: Run, desk: AtDesk) -> None:
    papers: list[Path] = []

    async def story() -> None:
        await at_the_letter(desk)
        papers.append(await desk.saves_letter("of-bunmi.pdf"))
        await desk.closes_record()
        said = await reads(desk, papers[0], page="")
        assert "ยังไม่ได้เปิดประวัติผู้ป่วย จึงไม่ได้เทียบ" in said
        assert "เป็นไฟล์เดียวกับที่ออกไว้" in said
        await desk.opens(OTHER)
        await desk.everybody_answered()
        said = await reads(desk, papers[0])
        assert "เป็นเอกสารของผู้ป่วยรายอื่น" in said
        assert "ไม่มีลายมือชื่ออิเล็กทรอนิกส์" in said
        await desk.closes_record()

    run(story())
    assert "สมมติวงศ์" in text_of(papers[0].read_bytes())


def test_a_scan_without_data_and_what_is_no_pdf(run: Run, desk: AtDesk, tmp_path: Path) -> None:
    scan, huge, broken = tmp_path / "scan.pdf", tmp_path / "huge.pdf", tmp_path / "broken.pdf"
    for place, side in ((scan, 595), (huge, 14_400)):
        out = BytesIO()
        with pikepdf.new() as made:
            made.add_blank_page(page_size=(side, side))
            made.save(out)
        place.write_bytes(out.getvalue())
    broken.write_bytes(b"%PDF-1.7\nno more")

    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        said = await reads(desk, scan)
        assert "เอกสารไม่มีข้อมูลแนบ" in said
        assert "เอกสารไม่มีรหัสตรวจสอบ" in said
        assert "เกินกว่าจะแสดงได้" in await reads(desk, huge)
        desk.presses(OPEN)
        await chooses(desk, broken)
        await desk.until(lambda: not desk.busy("read paper"))
        desk.reads("The PDF cannot be opened, it is broken or locked")
        await desk.closes_record()

    run(story())
