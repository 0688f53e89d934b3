"""A pharmacist's day: decides by keys what becomes of each medicine, undoes, signs, saves, sends, and reads it back."""

from pathlib import Path

from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_doctor_reads_and_refers import text_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QWidget

from viewer.commands import read
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.reconciling.desk import ReconcilingDesk
from viewer.screen.pages.record.reconciling.told_dialog import ToldDialog
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.visit.reconciliation import Kind
from viewer.visit.states import Closed, Open

BUNMI, NAME, SHOP = "9660487647597", "นายบุญมี สมมติวงศ์", "990050002"


def test_decided_undone_signed_saved_sent_and_read_back(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(BUNMI)
        assert desk.open_now().page == "medicines"
        await desk.everybody_answered()
        await desk.until(lambda: len(rows(desk)) == 9)
        hands(desk).focus_first()
        desk.sees("การประสานรายการยา", "ตัดสินแล้ว 0 จาก 9", "ยังไม่ลงชื่อ")
        presses(desk, Qt.Key.Key_8)  # metformin: one place stopped it, another supplies it
        presses(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
        assert chosen(desk) == "enalapril"
        presses(desk, Qt.Key.Key_2)
        types(desk, "reason", "K 5.7 ได้ losartan แล้ว")
        types(desk, "taken", "เมื่อวาน 8.00")
        desk.sees("ตัดสินแล้ว 2 จาก 9", "กินครั้งสุดท้าย: 22 พ.ย. 2569 08.00")
        hands(desk).progress._all.click()
        desk.sees("ตัดสินแล้ว 9 จาก 9", "ใช้ต่อ 7 รายการ")
        presses(desk, Qt.Key.Key_Z, control=True)
        desk.sees("ตัดสินแล้ว 2 จาก 9")
        presses(desk, Qt.Key.Key_Y, control=True)
        desk.sees("ตัดสินแล้ว 9 จาก 9")
        await adds(desk, Kind.HERB, "ขมิ้นชันแคปซูล", "ร้านสมุนไพร")
        desk.sees("ขมิ้นชันแคปซูล", "ชื่อตามที่พิมพ์ ไม่ได้เลือกจากรายการ", "ตัดสินแล้ว 9 จาก 10")
        await signs_and_saves(desk)
        await sends(desk)
        await closes_and_opens_again(desk)

    run(story())
    returned = desk.saved / "returned"
    assert len(list(returned.iterdir())) == 10, "the list and nine statements"
    out = desk.saved / "read.json"
    asked = [str(returned), "--today", "2026-11-23", "--format", "json", "-o", str(out)]
    assert read.run(asked) in (0, 1)
    told = out.read_text("utf-8")
    for words in (
        "แบบบันทึกการประสานรายการยา", "ภญ.ศิริพร จำลองเภสัช", "หยุด: enalapril", "รอแพทย์พิจารณา: metformin",
        "ใช้ต่อ: losartan", "K 5.7 ได้ losartan แล้ว",
    ):  # fmt: skip
        assert all(part in told for part in words.split(": ")), words


def test_what_is_sent_again_takes_the_first_back(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        await desk.until(lambda: len(rows(desk)) == 9)
        hands(desk).focus_first()
        presses(desk, Qt.Key.Key_2)  # metformin is stopped ...
        hands(desk).progress._all.click()
        await signs_and_sends(desk)
        (first,) = desk.open_now().reconciliation.sent
        hands(desk).focus_first()
        presses(desk, Qt.Key.Key_3)  # ... no: put on hold
        desk.sees("มีการแก้ไขหลังส่งเมื่อ")
        await signs_and_sends(desk)
        second = desk.open_now().reconciliation.sent[1]
        assert not second.stands
        assert len(second.ids - first.ids) == 2, "the list, and of nine statements the one that changed"
        await desk.closes_record()
        await desk.finds(BUNMI)
        await desk.confirms()
        await desk.everybody_answered()
        record = desk.open_now().record
        lists = [fact for fact in record.others if fact.origin.type == "List"]
        assert sorted(fact.status for fact in lists) == ["current", "retired"]
        of_metformin = [
            fact for fact in record.supplies
            if fact.origin.hcode == SHOP and fact.status_reason and fact.drug.name.startswith("metformin")
        ]  # fmt: skip
        assert sorted(fact.status for fact in of_metformin) == ["entered-in-error", "on-hold"]
        desk.secrets |= first.ids | second.ids
        await desk.closes_record()

    run(story())


async def signs_and_sends(desk: AtDesk) -> None:
    sent = len(desk.open_now().reconciliation.sent)
    desk.record.print_now()
    await desk.until(lambda: hands(desk)._form is not None)
    desk.dialogs += 1
    desk.presses("Sign by name")
    await desk.until(lambda: desk.open_now().reconciliation.signed is not None)
    await desk.until(lambda: not desk.busy("form preview"))
    desk.presses("Send to the exchange")
    await desk.until(lambda: len(desk.open_now().reconciliation.sent) == sent + 1)
    assert desk.open_now().reconciliation.sent[-1].confirmed
    desk.click(desk.button_of(form(desk), desk.app.words.say("Close")))
    await desk.until(lambda: hands(desk)._form is None)


def test_the_consent_ends_and_what_was_typed_stays(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        phone = await desk.opens(BUNMI, only=("99001", "99002"))
        await desk.everybody_answered()
        await desk.until(lambda: len(rows(desk)) > 5)
        hands(desk).focus_first()
        presses(desk, Qt.Key.Key_2)
        types(desk, "reason", "eGFR 29")
        desk.record.print_now()
        await desk.until(lambda: hands(desk)._form is not None)
        desk.dialogs += 1
        await phone.withdraws()
        await desk.until(lambda: isinstance(desk.state, Closed))
        desk.reads(
            "What you decided on the medicines is kept, sealed, until another record is opened or you sign out"
        )
        desk.sees_not("metformin", "eGFR 29", NAME)
        desk.presses("Save as PDF")
        where = desk.saved / "kept.pdf"
        await desk.until(lambda: desk.file_dialog() is not None)
        desk.answers_file_dialog(where)
        await desk.until(lambda: not desk.busy("save kept"))
        assert desk.journal.before("written save reconciliation kept", "state Closed") is False
        assert desk.journal.count("written save reconciliation kept") == 1
        text = text_of(where.read_bytes())
        assert "eGFR 29" in text
        assert "ความยินยอมสิ้นสุดแล้ว" in text
        assert "รพ.ศูนย์ธารสุวรรณ" not in text
        desk.presses("Throw it away")
        assert not desk.app.visit.keepsake.holds
        assert not any("เก็บอยู่แบบเข้ารหัส" in text for text in desk.words())

    run(story())


def test_closing_what_would_be_lost_is_asked_about(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(BUNMI, only=("99002",))
        await desk.everybody_answered()
        await desk.until(lambda: len(rows(desk)) > 3)
        hands(desk).focus_first()
        presses(desk, Qt.Key.Key_1)
        desk.presses("Close record")
        await desk.until(lambda: any("ปิดโดยยังไม่ได้พิมพ์หรือส่ง" in text for text in desk.words()))
        desk.dialogs += 1
        desk.presses("Stay with the record")
        await desk.until(lambda: not desk.busy("close"))
        assert isinstance(desk.state, Open)
        desk.click(hands(desk).progress._undo)
        await desk.closes_record()

    run(story())


# --- hands and eyes


def page(desk: AtDesk) -> MedicinesPage:
    frame = desk.record.page
    assert isinstance(frame, RoomyPage)
    assert isinstance(frame.page, MedicinesPage)
    return frame.page


def hands(desk: AtDesk) -> ReconcilingDesk:
    reconciling = page(desk)._reconciling
    assert reconciling is not None
    return reconciling


def rows(desk: AtDesk) -> list[str]:
    entries = page(desk)._medicines.table.rows.entries
    return [entry.row.cells[0].text for entry in entries if entry.row is not None]


def chosen(desk: AtDesk) -> str:
    (one,) = hands(desk)._chosen()
    return one.medicine.name.split()[0]


def presses(desk: AtDesk, *keys: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(page(desk)._medicines.table, key, held)


def types(desk: AtDesk, field: str, text: str) -> None:
    """QTest has no keys for Thai."""
    box = hands(desk).bar._fields[field]
    box.setText(text)
    box.textEdited.emit(text)


async def adds(desk: AtDesk, kind: Kind, name: str, source: str) -> None:
    hands(desk).progress._add.click()
    await desk.until(lambda: bool(desk.window.findChildren(ToldDialog)))
    (dialog,) = desk.window.findChildren(ToldDialog)
    desk.dialogs += 1
    dialog._kinds[kind].setChecked(True)
    dialog._name.setText(name)
    dialog._source.setText(source)
    dialog._add.click()
    await desk.until(lambda: not desk.busy("add medicine"))


def form(desk: AtDesk) -> QWidget:
    shown = hands(desk)._form
    assert shown is not None
    return shown


async def signs_and_saves(desk: AtDesk) -> None:
    """Ctrl+P: the form; who told; sign; save."""
    desk.record.print_now()
    await desk.until(lambda: hands(desk)._form is not None)
    desk.dialogs += 1
    desk.reads("Sign it before it is sent")
    (patient,) = (one for one in form(desk).findChildren(QRadioButton) if one.text() == "ผู้ป่วย")
    desk.click(patient)
    desk.presses("Sign by name")
    await desk.until(lambda: desk.open_now().reconciliation.signed is not None)
    assert desk.journal.count("written sign-form reconciliation") == 1
    desk.sees("ลงชื่อโดย ภญ.ศิริพร จำลองเภสัช")
    await desk.until(lambda: not desk.busy("form preview"))
    where = desk.saved / "reconciled.pdf"
    desk.click(desk.button_of(form(desk), desk.app.words.say("Save as PDF")))
    await desk.until(lambda: desk.file_dialog() is not None)
    desk.answers_file_dialog(where)
    await desk.until(lambda: not desk.busy("form save"))
    assert where.stat().st_mode & 0o077 == 0
    text = text_of(where.read_bytes()).replace("\u00a0", " ")
    for words in (
        "แบบบันทึกการประสานรายการยา", "Medication Reconciliation", "สมมติวงศ์", "9-6604-87647-59-7", "ปฏิเสธการแพ้ยา",
        "K 5.7", "ขมิ้นชันแคปซูล", "ภ.99003", "ผู้ให้ข้อมูล: ผู้ป่วย", "ตอบแล้ว 13 จาก 14 แห่ง",
    ):  # fmt: skip
        assert words in text, words
    assert "ร่าง" not in text
    assert "รหัสตรวจสอบเอกสาร" in text
    assert desk.journal.before("written save reconciliation", "POST /fhir/DocumentReference")


async def sends(desk: AtDesk) -> None:
    """The exchange has it once that was written down, and gives it back whole."""
    desk.presses("Send to the exchange")
    await desk.until(lambda: desk.open_now().reconciliation.delivered is not None)
    assert desk.journal.before("written send reconciliation", "POST /fhir")
    sent = desk.open_now().reconciliation.delivered
    assert sent is not None
    assert sent.confirmed
    desk.secrets |= sent.ids
    desk.reads("The exchange has it")
    desk.click(desk.button_of(form(desk), desk.app.words.say("Close")))
    await desk.until(lambda: hands(desk)._form is None)


async def closes_and_opens_again(desk: AtDesk) -> None:
    """Nobody asks whether it would be lost: it is not. The next time the shop itself tells of it."""
    await desk.closes_record()
    await desk.finds(BUNMI)
    await desk.confirms()
    await desk.everybody_answered()
    ours = [
        fact for fact in desk.open_now().record.supplies if fact.origin.hcode == SHOP and fact.status_reason
    ]
    stopped = [fact for fact in ours if fact.status == "stopped"]
    assert [fact.drug.name.split()[0] for fact in stopped] == ["enalapril"]
    assert stopped[0].status_reason == "หยุด · K 5.7 ได้ losartan แล้ว"
    lists = [fact for fact in desk.open_now().record.others if fact.origin.type == "List"]
    assert len(lists) == 1
    _keep(desk.saved / "returned", [fact.origin.raw for fact in (*lists, *ours)])
    assert desk.open_now().reconciliation.entries == {}, "a new visit begins with nothing decided"


def _keep(folder: Path, resources: list[bytes]) -> None:
    folder.mkdir()
    for number, raw in enumerate(resources):
        (folder / f"{number}.json").write_bytes(raw)
