"""นายกิตติ: what is restricted is on no page, in no tooltip, told to no screen reader, in no letter; it is counted."""

import json
import re
from pathlib import Path

import pytest
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.seen import words_of
from journey.test_a_doctor_reads_and_refers import text_of
from journey.test_nothing_unwritten import lock
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from viewer.commands import read
from viewer.paper.opening import data_in
from viewer.record.facts import Supply
from viewer.screen.restricted import RestrictedDialog, reasons
from viewer.screen.widgets.tables import RowTable

KITTI = "9011524493906"
SECRETS = (
    "atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา", "B24", "A53", "ซิฟิลิส", "HIV", "เอชไอวี",
    "CD4", "iral load", "RPR", "48,000", "อะทาซานาเวียร์",
)  # fmt: skip


# The reference of the audit and the code of the paper are random: either may hold "B24".
_RANDOM = re.compile(r"อ้างอิง\s*[0-9A-F]{8}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def _told_in(letter: Path) -> str:
    told, random = _RANDOM.subn("", text_of(letter.read_bytes()))
    assert random
    return told


@pytest.mark.parametrize("who", ["on-anong", "siriporn"])
def test_on_every_page_and_in_the_letter(who: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in(who)
        await desk.opens(KITTI)
        await desk.everybody_answered()
        hidden = sum(1 for fact in desk.open_now().record.facts() if fact.restricted)
        assert hidden > 5, "the story lost its point"
        await desk.reads_every_page()
        desk.sees_not(*SECRETS)
        await desk.looks_at("99006")
        desk.sees_not(*SECRETS)
        desk.record.toggle_ledger()
        await desk.turns_to("medicines")
        desk.sees("omeprazole", f"มีข้อมูลที่จำกัดการเข้าถึง {hidden} รายการ ไม่แสดง")
        if "referral" in desk.tabs():
            await desk.turns_to("referral")
            letter = _told_in(await desk.saves_letter("letter.pdf"))
            assert "omeprazole" in letter
            assert [secret for secret in SECRETS if secret in letter] == []

    run(story())


def test_what_is_copied_holds_none_of_it(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(KITTI, only=("990040001", "99006"))
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        page = desk.record.page
        assert page is not None
        tables = page.findChildren(RowTable)
        copied = []
        for table in tables:
            table.selectAll()
            copied.append(table.copied())
        text = "\n".join(copied)
        assert "omeprazole" in text
        assert [secret for secret in SECRETS if secret in text] == []
        assert words_of(desk.window)

    run(story())


def test_one_is_opened_with_a_reason_and_the_rest_stay_hidden(run: Run, desk: AtDesk) -> None:
    """Written down first, with the reason's code and nothing of the row; marked where it stands; on no paper."""

    async def story() -> None:
        desk.secrets |= {"ritonavir", "atazanavir", "ซิฟิลิส"}
        await desk.signs_in("on-anong")
        await desk.opens(KITTI)
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        hidden = len(desk.open_now().record.hidden)
        shown = await _the_list(desk)
        words = "\n".join(words_of(shown, hidden_too=True))
        assert [secret for secret in (*SECRETS, "99006", "รพ.", "ไวรัส") if secret in words] == []
        assert "ยา รายการที่ 1" in words
        await _opens(desk, shown, "ยา รายการที่ 1", "medicines")
        written = [line for line in desk.journal.lines if "reveal-restricted" in line]
        assert written == ["written reveal-restricted reason:medicines"]
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await desk.until(lambda: not desk.busy("restricted"))
        (opened,) = (fact for fact in desk.open_now().record.facts() if fact.revealed)
        await desk.until(lambda: "จำกัดการเข้าถึง เปิดดูแล้ว" in "\n".join(words_of(desk.window, hidden_too=True)))
        assert isinstance(opened, Supply)
        name = opened.drug.name.split()[0]
        desk.sees(name, f"จำกัดการเข้าถึง: ซ่อน {hidden - 1} เปิดดู 1")
        others = [secret for secret in SECRETS if secret not in opened.drug.name.casefold()]
        desk.sees_not(*others)
        await desk.turns_to("referral")
        letter = _told_in(await desk.saves_letter("letter.pdf"))
        assert "omeprazole" in letter
        assert [secret for secret in SECRETS if secret in letter] == []
        assert "ข้อมูลที่จำกัดการเข้าถึง: ไม่พิมพ์" in letter
        (event,) = (e for e in map(_told, desk.audit_received()) if "reveal-restricted" in e)
        assert '"reason:medicines"' in event
        assert [secret for secret in (*SECRETS, "hiv", "sti") if secret in event] == []
        await desk.turns_to("medicines")
        shown = await _the_list(desk)
        desk.click(desk.button_of(shown, "ซ่อนอีกครั้ง ยา รายการที่ 1"))
        await desk.until(lambda: not any(row.opened for row in desk.open_now().record.hidden))
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await desk.until(lambda: not desk.busy("restricted"))
        desk.sees_not(*SECRETS)

    run(story())


def test_what_was_opened_stands_on_a_letter_that_is_told_to_show_it(run: Run, desk: AtDesk) -> None:
    """By a choice of the writer, written down as such; the rest stays hidden, and the reader opens it with a reason."""
    named: list[str] = []

    async def story() -> None:
        desk.secrets |= {"ritonavir", "atazanavir", "ซิฟิลิส"}
        await desk.signs_in("on-anong")
        await desk.opens(KITTI)
        await desk.everybody_answered()
        shown = await _the_list(desk)
        await _opens(desk, shown, "ยา รายการที่ 1", "medicines")
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await desk.until(lambda: not desk.busy("restricted"))
        (opened,) = (fact for fact in desk.open_now().record.facts() if fact.revealed)
        assert isinstance(opened, Supply)
        named.append(opened.drug.name.split()[0].casefold())
        await desk.turns_to("referral")
        page = await desk.previews_letter()
        assert not page.leaving._opened.isChecked()
        desk.click(page.leaving._opened)
        await desk.previews_letter()
        letter = _told_in(await desk.saves_letter("letter.pdf"))
        assert named[0] in letter.casefold()
        assert "พิมพ์เฉพาะรายการที่เปิดดูโดยมีเหตุผล" in "".join(letter.split())
        others = [secret for secret in SECRETS if secret not in opened.drug.name.casefold()]
        assert [secret for secret in others if secret in letter] == []

    run(story())
    assert desk.journal.count("written save referral with-restricted") == 1
    data = json.loads(data_in((desk.saved / "letter.pdf").read_bytes()))
    labelled = [entry["resource"] for entry in data["entry"]
                if entry["resource"].get("meta", {}).get("security")]  # fmt: skip
    assert [named[0] in json.dumps(one).casefold() for one in labelled] == [True] * len(labelled)
    assert labelled
    out = desk.saved / "account.json"
    asked = [str(desk.saved / "letter.pdf"), "--account", "--format", "json", "-o", str(out)]
    assert read.run(asked) in (0, 1)
    total = json.loads(out.read_text("utf-8"))["total"]
    assert total["restricted"] == len(labelled), "whoever reads it opens it with a reason of their own"


def test_what_cannot_be_written_down_is_not_opened(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(KITTI)
        await desk.everybody_answered()
        shown = await _the_list(desk)
        lock(desk)
        await _opens(desk, shown, "ผลตรวจ รายการที่ 1", "other", "ประชุมทีม", waits=False)
        await desk.until(lambda: "บันทึกการเข้าถึงไม่ได้" in "\n".join(words_of(shown)))
        lock(desk, locked=False)
        assert not any(row.opened for row in desk.open_now().record.hidden)
        desk.sees_not(*SECRETS)
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await desk.until(lambda: not desk.busy("restricted"))

    run(story())


def test_a_role_that_asks_for_none_is_told_so_and_has_no_list(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("jiraporn")
        await desk.opens(KITTI)
        await desk.everybody_answered()
        await desk.reads_every_page()
        await desk.turns_to("summary")
        desk.sees("ไม่ได้ขอข้อมูลที่จำกัดการเข้าถึง")
        desk.sees_not(*SECRETS, "มีข้อมูลที่จำกัดการเข้าถึง")
        QTest.keyClick(desk.window, Qt.Key.Key_F7)
        assert not desk.busy("restricted")

    run(story())


async def _the_list(desk: AtDesk) -> RestrictedDialog:
    """Press F7; the list."""
    desk.window.activateWindow()
    desk.record.open_restricted()
    await desk.until(lambda: desk.record._restricted is not None and desk.record._restricted.isVisible())
    desk.dialogs += 1
    shown = desk.record._restricted
    assert shown is not None
    return shown


async def _opens(
    desk: AtDesk, shown: RestrictedDialog, row: str, reason: str, words: str = "", *, waits: bool = True
) -> None:
    """Choose a row, say why, press "open"; without a reason the button cannot be pressed."""
    say = desk.app.words.say
    desk.click(desk.button_of(shown, f"{say('Open with a reason')} {row}"))
    go = desk.button_of(shown, say("Open this row"))
    assert not go.isEnabled()
    desk.click(desk.button_of(shown, reasons(desk.app.words)[reason]))
    if reason == "other":
        assert not go.isEnabled(), "it was not said which other reason"
        (line,) = (box for box in shown.findChildren(QLineEdit) if box.isVisible())
        line.setFocus()
        line.insert(words)  # QTest has no keys for Thai
    before = sum(one.opened for one in desk.open_now().record.hidden)
    desk.click(go)
    if waits:
        await desk.until(lambda: sum(one.opened for one in desk.open_now().record.hidden) == before + 1)


def _told(event: dict[str, object]) -> str:
    return json.dumps(event, ensure_ascii=False)
