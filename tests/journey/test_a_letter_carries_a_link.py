"""A SMART Health Link on a letter: off by itself, with the patient's word only, opened by whoever has the passcode."""

import base64
import json
from typing import Any

import httpx
import zxingcpp
from joserfc import jwe
from joserfc.jwk import OctKey
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_doctor_reads_and_refers import text_of
from journey.test_a_letter_is_signed import at_the_letter
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from viewer.screen.linking import LinkDialog

LINK = "Link to the data on the next copy …"
JSON = {"Content-Type": "application/json"}


def link_on(pdf: bytes) -> list[str]:
    from viewer.paper.pages import (
        page_images,
    )  # only now: the program is the first to load it, off its window

    pages = (Image.frombytes("RGB", (w, h), pixels) for w, h, pixels in page_images(pdf, 200 / 72))
    codes = [found.text for page in pages for found in zxingcpp.read_barcodes(page)]
    return [code for code in codes if code.startswith("shlink:/")]


def bare(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def asks_for_link(desk: AtDesk, *, agreed: bool) -> None:
    desk.presses(LINK)
    await desk.until(lambda: any(box.isVisible() for box in desk.window.findChildren(LinkDialog)))
    (asking,) = (box for box in desk.window.findChildren(LinkDialog) if box.isVisible())
    yes = desk.button_of(asking, desk.app.words.say("Put it on the next copy"))
    assert not yes.isEnabled(), "nothing before the patient's word"
    desk.dialogs += 1
    if not agreed:
        desk.click(desk.button_of(asking, desk.app.words.say("Without a link")))
        await desk.until(lambda: not desk.busy("health link"))
        return
    (box,) = asking.findChildren(QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    desk.click(yes)
    await desk.until(lambda: not desk.busy("health link"))


def passcode(desk: AtDesk) -> str:
    said = desk.app.words.say("Passcode of the link on this letter: {digits}", digits="")
    (digits,) = {text.removeprefix(said).split()[0] for text in desk.words() if text.startswith(said)}
    return digits


def manifest(url: str, **body: object) -> httpx.Response:
    return httpx.post(url, json={"recipient": "รพ.ปลายทาง", **body}, headers=JSON, trust_env=False)


def test_the_receiving_hospital_reads_the_letters_data(run: Run, desk: AtDesk) -> None:
    papers: list[bytes] = []
    digits: list[str] = []

    async def story() -> None:
        await at_the_letter(desk)
        papers.append((await desk.saves_letter("without.pdf")).read_bytes())
        await asks_for_link(desk, agreed=False)
        papers.append((await desk.saves_letter("refused.pdf")).read_bytes())
        await asks_for_link(desk, agreed=True)
        desk.reads("The next copy gets a link for {n} days: press to take it off", n=1)
        papers.append((await desk.saves_letter("with.pdf")).read_bytes())
        digits.append(passcode(desk))
        papers.append((await desk.saves_letter("after.pdf")).read_bytes())
        await desk.closes_record()

    run(story())
    assert [len(link_on(paper)) for paper in papers] == [0, 0, 1, 0], "for one copy only"
    paper, code = papers[2], digits[0]
    assert code not in text_of(paper)
    acts = [
        line for line in desk.journal.lines if line.startswith("written health-link") or line == "POST /links"
    ]
    assert [line.split()[0] for line in acts] == ["written", "POST"]
    (link,) = link_on(paper)
    told: dict[str, Any] = json.loads(bare(link.removeprefix("shlink:/")))
    assert told["flag"] == "P"
    wrong = manifest(told["url"], passcode="x" + code)
    assert (wrong.status_code, wrong.json()) == (401, {"remainingAttempts": 4})
    (file,) = manifest(told["url"], passcode=code).json()["files"]
    opened = jwe.decrypt_compact(
        file["embedded"], OctKey.import_key(bare(told["key"])), algorithms=["dir", "A256GCM"]
    )
    from viewer.paper.opening import data_in

    assert opened.plaintext == data_in(paper), "the very rows that the paper carries"
    desk.sandbox.tell("clock", advance=2 * 86_400)
    assert manifest(told["url"], passcode=code).status_code == 404


def test_where_the_link_cannot_be_kept_nothing_leaves(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        await asks_for_link(desk, agreed=True)
        desk.journal.unreachable.add("/links")
        where = await desk.saves_letter("with.pdf")
        assert not where.exists()
        await desk.closes_record()

    run(story())
    assert desk.journal.count("POST /links") == 1
