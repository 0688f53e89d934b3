"""Stories of papers: one received, a link on a letter, writing a referral, printing forms."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

from pictures.album import BOONMEE, BOONRUEN, Album

from viewer.screen.context import PageContext
from viewer.screen.linking import LinkChoice, LinkDialog
from viewer.screen.pages.record.referral.leaving import Leaving
from viewer.screen.paper_reader import opened_paper
from viewer.screen.printing.dialog import FormsDialog
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C, REPLY
from viewer.visit.reconciliation import Choice
from viewer.visit.referral import Field
from viewer.visit.states import Open


async def a_paper_received(album: Album) -> None:
    """The letter of one person, opened beside their own record and beside another's."""
    await album.come_in()
    paper = b""
    for number in (BOONMEE, BOONRUEN):
        await album.ask(number)
        await album.answer("approve")
        await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
        chart, record = album.visit.chart, album.window.record
        assert chart is not None
        assert record is not None
        if not paper:
            await chart.open_page("referral")
            await album.picture("referral", 2.5)
            paper = await cast("Any", record.page).findChildren(Leaving)[0].printout().finished("save")
            paper = paper.pdf
        await chart.open_page("documents")
        await album.picture("documents", 0.8)
        record.errands.start(
            "picture", _received_pictures(album, cast("Any", record.page).page._context, paper)
        )
        await record.errands.finished()
        await album.visit.close()


async def a_link_on_a_letter(album: Album) -> None:
    """The switch below the ways out, what is asked before it is on, and what is told afterwards."""
    await album.open_record(BOONMEE)
    chart, record = album.visit.chart, album.window.record
    assert chart is not None
    assert record is not None
    await chart.open_page("referral")
    await album.picture("off", 2.5)
    page = cast("Any", record.page)
    choice = page.findChildren(LinkChoice)[0]
    choice._button.click()
    await asyncio.sleep(0.8)
    for shown in album.window.findChildren(LinkDialog):
        await album.dialog(shown, "asked")
        shown._agreed.setChecked(True)
        shown.accept()
    await album.picture("on", 0.8)
    paper = await page.findChildren(Leaving)[0].printout().finished("save")
    (album._folder / "letter.pdf").write_bytes(paper.pdf)
    await album.picture("told", 0.8)
    await album.visit.close()


async def _received_pictures(album: Album, context: PageContext, paper: bytes) -> None:
    for name, pdf in (("letter", paper), ("changed", paper + b"\n")):
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            shown, read = await opened_paper(context, Path(file.name))
        await shown.paper.show_pdf(read.pdf)
        shown.show()
        await album.dialog(shown, name)
        shown.accept()


async def referring(album: Album) -> None:
    """The page ส่งต่อ: empty, written, a fast track, rows of the record, templates, new data after it was printed."""
    await album.open_record(BOONMEE)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    await chart.open_page("referral")
    page: Any = record.page
    await album.picture("empty", 2.5)
    said = {
        Field.TO: "รพ.ศูนย์ธารสุวรรณ แผนกอายุรกรรมโรคไต",
        Field.TO_CODE: "99001",
        Field.URGENCY: "3",
        Field.REASON: "1",
        Field.CAUSE: "เกินศักยภาพของคลินิก",
        Field.ASKED: "ประเมินและปรับการรักษาไตเรื้อรังระยะ 4 ที่ค่าไตลดลงและโพแทสเซียมสูงขึ้น",
    }
    for name, text in said.items():
        chart.referring.type(name, text)
    to = page.input_of(Field.TO)
    to.line.setText("รพ")
    to.line.textEdited.emit("รพ")
    await album.dialog(to.completer.popup(), "facilities")
    to.completer.popup().hide()
    chart.referring.undo()
    page.go_to(Field.HISTORY)
    chart.referring.type(Field.HISTORY, "ขาบวม 2 ข้างมา 5 วัน เหนื่อยง่ายขึ้น ปัสสาวะลดลง กินยาแก้ปวดเข่าจากร้านยา")
    await album.picture("written", 2.5)
    record.errands.start("picture", _dialogs_of_referral(album, page))
    await record.errands.finished()
    for name, text in (
        (Field.SPECIAL, "02"), (Field.STROKE_WELL, "เช้านี้"), (Field.STROKE_NIHSS, "9"), (Field.URGENCY, "2"),
        (Field.SYSTOLIC, "186"), (Field.DIASTOLIC, "104"), (Field.PULSE, "88"), (Field.RESPIRATION, "20"),
        (Field.TEMPERATURE, "372"), (Field.SPO2, "96"), (Field.O2_DEVICE, "cannula"), (Field.O2_FLOW, "3"),
        (Field.GCS_EYE, "4"), (Field.GCS_VERBAL, "T"), (Field.GCS_MOTOR, "6"), (Field.MEASURED, "วันนี้ 8.05"),
        (Field.PUPIL_RIGHT, "3 ตอบสนองดี"), (Field.PUPIL_LEFT, "3 ตอบสนองดี"),
        (Field.LINES, "แขนซ้าย No.20 23 พ.ย."), (Field.DRIPS, "nicardipine 20 mg/100 mL 25 mL/hr"),
        (Field.ACCEPTED_BY, "พญ.รับดี อายุรแพทย์"), (Field.ACCEPTED_PHONE, "0-2000-9901 ต่อ 21"),
        (Field.RELATIVE, "นางสมใจ ภรรยา"), (Field.RELATIVE_PHONE, "08-0000-0000"), (Field.TRAVEL, "ambulance"),
        (Field.COVERAGE_TYPE, "UCS"), (Field.BILL_TO, "รพ.บ้านเหนือคลอง"), (Field.VALID, "until"),
        (Field.VALID_UNTIL, "31 ธ.ค. 2569"), (Field.VALID_TIMES, "0"), (Field.DEPARTMENT, "AMB"),
        (Field.SEEN, "emergency"), (Field.PATIENT_TYPE, "3"), (Field.CLINIC, "ห้องฉุกเฉิน"),
        (Field.PRINCIPAL, "I63.9"), (Field.COMORBID, "N18.4, I10"), (Field.ANAESTHESIA, "sedation"),
        (Field.PROCEDURE, "ใส่ท่อช่วยหายใจ"), (Field.PROCEDURE_CODE, "96.04"), (Field.NOTIFIED, "none"),
    ):  # fmt: skip
        chart.referring.type(name, text)
    await asyncio.sleep(0)
    for name in (Field.MEASURED, Field.LINES, Field.ACCEPTED_BY, Field.STROKE_WELL):
        page.go_to(name)
    await album.picture("fast-track", 2.5)
    for form in (REFERRAL_B, REFERRAL_C):
        chart.referring.choose(form)
        await album.picture(form, 2.5)
    await _reply(album, page)
    chart.referring.choose(REFERRAL)
    for name, shown in (
        (Field.GCS_EYE, "vital-signs"), (Field.ANAESTHESIA, "codes"), (Field.ADMITTED, "patient"),
        (Field.VALID_TIMES, "coverage"), (Field.ATTACHED_OTHER, "documents"), (Field.ACCEPTED_AT, "accepted"),
    ):  # fmt: skip
        page.go_to(name)
        await album.picture(shown, 0.8)
    page.preview.parent().verticalScrollBar().setValue(500)
    await album.picture("preview-below", 0.5)
    (await page.leaving.printout().finished("print")).left()
    state = album.visit.state
    assert isinstance(state, Open)
    supply = next(fact for fact in state.record.supplies if fact.drug.name.startswith("enalapril"))
    await album.change("99002", 1, supply.origin.type, supply.origin.id.reveal(), {"status": "stopped"})
    chart.facilities.refresh_all()
    await album.until(
        lambda state: isinstance(state, Open) and not any(line.again for line in state.ledger.lines)
    )
    await album.picture("new-after-printing", 2.0)


async def _reply(album: Album, page: Any) -> None:
    chart = album.visit.chart
    assert chart is not None
    chart.referring.choose(REPLY)
    await album.picture("reply-empty", 2.5)
    for name, text in (
        (Field.REPLY_TO, "รพ.สต.หนองบัวแก้ว"), (Field.REPLY_NUMBER, "45/2570 ลงวันที่ 1 พ.ย. 2569"),
        (Field.REPLY_REASON, "6"), (Field.REPLY_RESULT, "1"), (Field.REPLY_FROM, "2 พ.ย. 2569"),
        (Field.REPLY_DIAGNOSIS, "N18.4 CKD stage 4\nE87.5 Hyperkalemia"),
        (Field.REPLY_TREATMENT, "หยุด enalapril ให้ calcium polystyrene sulfonate 3 วัน โพแทสเซียมลดเหลือ 4.6"),
        (Field.REPLY_HOME, "losartan 50 มก. ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า 30 เม็ด"),
        (Field.REPLY_ADVICE, "งดยาแก้ปวดกลุ่ม NSAID ตรวจ Cr และ K ซ้ำใน 2 สัปดาห์"), (Field.REPLY_STAY, "here"),
    ):  # fmt: skip
        chart.referring.type(name, text)
    await asyncio.sleep(0)
    page.go_to(Field.REPLY_DIAGNOSIS)
    await album.picture("reply", 2.5)


async def _dialogs_of_referral(album: Album, page: Any) -> None:
    async def shows(start: Callable[[], None], of: Any, name: str) -> None:
        start()
        await asyncio.sleep(1.5)
        await album.dialog(of.shown, name)

    page.go_to(Field.EXAMINATION)
    await shows(page.drawing.draw, page.drawing, "draw")
    boxes = list(page.drawing.shown.boxes.values())
    for box in boxes[5:9]:
        box.setChecked(True)
    page.drawing.shown.accept()
    await asyncio.sleep(2.0)
    await album.picture("drawn", 0.5)
    await shows(page.drawing.choose, page.drawing, "rows")
    page.drawing.shown.reject()
    await asyncio.sleep(0.3)
    templates = page.templates
    await shows(
        lambda: templates._context.errands.start("template", templates._keep()), templates, "template"
    )
    templates.shown.name.setText("โรคไต ส่งปรึกษา")
    await album.dialog(templates.shown, "template-named")
    templates.shown.accept()
    await asyncio.sleep(0.5)
    menu = templates.menu()
    menu.popup(templates.button.mapToGlobal(templates.button.rect().bottomLeft()))
    await album.dialog(menu, "menu")
    menu.close()


async def printing(album: Album) -> None:
    """The menu of forms: what can be printed and why another cannot; trends with their tests, the consent;
    the patient's own list once the medicines are signed."""
    await album.open_record(BOONMEE)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    await _forms(album, "unsigned", "lab-trend", "patient-label", "consent", "consent-history")
    composer = record._context.composer
    state = album.visit.state
    assert isinstance(state, Open)
    needed = [one.medicine for one in composer.forms.review(state).standings.values() if one.needed]
    chart.reconciling.decide(needed, Choice.CONTINUE)
    state = album.visit.state
    assert isinstance(state, Open)
    await chart.reconciling.sign(composer.forms.review(state).seen, 0)
    await _forms(album, "signed", "medicine-list")


async def _forms(album: Album, name: str, *codes: str) -> None:
    record = album.window.record
    assert record is not None
    record.open_forms()
    await asyncio.sleep(1.5)
    shown = album.window.findChild(FormsDialog)
    assert shown is not None
    for code in codes:
        shown._buttons[code].click()
        await asyncio.sleep(2.0)
        await album.dialog(shown, f"{name}-{code}")
    shown.reject()
    await record.errands.finished()
