"""A letter leaves with a code; whoever gets it asks the exchange; a newer letter takes its place."""

import json
from pathlib import Path

import httpx
import pytest
import zxingcpp
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_letter_is_signed import at_the_letter
from paper_samples import pages_of
from PIL import Image
from PySide6.QtWidgets import QPlainTextEdit

from viewer.commands.read import run as prawat_read


def code_on(pdf: bytes) -> list[str]:
    """What a telephone reads off the pages."""
    from viewer.paper.pages import (
        page_images,
    )  # only now: the program is the first to load it, off its window

    pages = (Image.frombytes("RGB", (w, h), pixels) for w, h, pixels in page_images(pdf, 150 / 72))
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def reads(paper: Path, *more: str) -> str:
    """What ``prawat read`` says of its code, in JSON's word for it."""
    out = paper.with_suffix(".json")
    code = prawat_read([str(paper), "--format", "json", "-o", str(out), *more])
    assert code in (0, 1)
    (told,) = json.loads(out.read_text("utf-8"))["papers"]
    assert told["verification"]["code"]
    return str(told["verification"]["standing"])


def writes_cause(desk: AtDesk, text: str) -> None:
    said = desk.app.words.say("Reason for referral")
    (field,) = (one for one in desk.window.findChildren(QPlainTextEdit) if one.accessibleName() == said)
    field.setPlainText(text)


@pytest.fixture
def profile(desk: AtDesk, tmp_path: Path) -> Path:
    place = tmp_path / "profile.json"
    place.write_text(desk.app.visit.profile.model_dump_json(), "utf-8")
    return place


def test_from_the_printer_to_whoever_gets_it(run: Run, desk: AtDesk, profile: Path, tmp_path: Path) -> None:
    papers: list[Path] = []

    async def story() -> None:
        await at_the_letter(desk)
        papers.append(await desk.saves_letter("first.pdf"))
        papers.append(await desk.saves_letter("copy.pdf"))
        writes_cause(desk, "ไตเสื่อมลงเร็ว")
        papers.append(await desk.saves_letter("second.pdf"))
        await desk.closes_record()

    run(story())
    first, copy, second = papers
    found = [code for paper in papers for code in code_on(paper.read_bytes())]
    assert len(set(found)) == 3, "each paper has its own"
    assert all(code.startswith(f"{desk.sandbox.verify}/") for code in found)
    assert reads(first) == "not-asked"
    asked = ("--site", str(profile), "--verify")
    assert [reads(paper, *asked) for paper in papers] == ["superseded", "superseded", "same"]
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(second.read_bytes() + b"\n")
    assert reads(changed, *asked) == "other"
    told = [
        httpx.get(code, headers={"Accept": "application/fhir+json"}, trust_env=False).json() for code in found
    ]
    assert [one["extension"][0]["valuePositiveInt"] for one in told] == [1, 2, 3]
    desk.sandbox.tell("reset")
    assert reads(second, *asked) == "unknown"
    assert copy.read_bytes() != first.read_bytes()


def test_what_the_exchange_does_not_take_leaves_without_a_code_and_says_so(run: Run, desk: AtDesk) -> None:
    papers: list[Path] = []

    async def story() -> None:
        await at_the_letter(desk)
        desk.journal.unreachable.add("/fhir/DocumentReference")
        papers.append(await desk.saves_letter("alone.pdf"))
        await desk.closes_record()

    run(story())
    from viewer.paper.opening import opened

    pdf = papers[0].read_bytes()
    assert code_on(pdf) == []
    assert opened(pdf).code == ""
    said = "เอกสารนี้ไม่มีรหัสตรวจสอบ: ติดต่อเครือข่ายไม่ได้ขณะออกเอกสาร"
    assert said in " ".join(pages_of(pdf)).replace("\u00a0", " ")
    assert desk.journal.count("POST /fhir/DocumentReference") == 1


@pytest.mark.parametrize("verify", ["", "http://127.0.0.1:9/verify"], ids=["none offered", "nobody there"])
def test_reading_where_nobody_answers(
    run: Run, desk: AtDesk, tmp_path: Path, verify: str, capfd: pytest.CaptureFixture[str]
) -> None:
    papers: list[Path] = []

    async def story() -> None:
        await at_the_letter(desk)
        papers.append(await desk.saves_letter("letter.pdf"))
        await desk.closes_record()

    run(story())
    place = tmp_path / "profile.json"
    profile = desk.app.visit.profile.model_copy(update={"verify": verify})
    place.write_text(profile.model_dump_json(), "utf-8")
    if verify:
        assert reads(papers[0], "--site", str(place), "--verify") == "no-answer"
    else:
        assert prawat_read([str(papers[0]), "--site", str(place), "--verify"]) == 2
        assert "[no-verifying]" in capfd.readouterr().err
