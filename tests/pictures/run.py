"""Pictures of every page in every state, from the real program on the real sandbox: ``python tests/pictures/run.py``.

They go to out/pictures/, one folder per story, to be looked at: clipped Thai, overlapping marks, dull or cramped
layout are defects that no assertion finds. WORDS pick stories by name.
"""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

import httpx
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from viewer.app import Stage, stage
from viewer.base.settings import Preferences
from viewer.commands.actors import Browser, press
from viewer.commands.rented import Rented, sandbox
from viewer.record.facts import Fact, Problem, Procedure, Result, Supply
from viewer.record.values import Quantity
from viewer.screen.context import PageContext
from viewer.screen.linking import LinkChoice, LinkDialog
from viewer.screen.pages.record.allergy_card import CardDialog, show_card
from viewer.screen.pages.record.referral.leaving import Leaving
from viewer.screen.paper_reader import opened_paper
from viewer.screen.printing.dialog import FormsDialog
from viewer.visit.reconciliation import Choice, Informant, Kind
from viewer.visit.referral import Field
from viewer.visit.states import Asking, ChoosingPost, Confirming, Consenting, Open, State

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "out" / "pictures"
SMALL, LARGE = (1366, 768), (1920, 1080)
Change = dict[str, Any]
TRAVELLER = "9300030003009"
BOONMEE, BOONRUEN, PRASIT = "9660487647597", "9983690060261", "9526859693842"
RUNGTIWA, THANAKORN, THONGSUK, KITTI, PHUPHA = (
    "9937396401751", "9693719556270", "9995560636229", "9011524493906", "9291417776317",
)  # fmt: skip


class Album:
    """One story: the program on a sandbox, and a folder of numbered pictures."""

    def __init__(self, made: Stage, rented: Rented, folder: Path) -> None:
        self.visit, self.window, self._rented, self._folder = (
            made.desk.visit,
            made.desk.window,
            rented,
            folder,
        )
        self._count = 0

    async def picture(self, name: str, settle: float = 0.4) -> None:
        """Take one when the window has settled."""
        await asyncio.sleep(settle)
        self._count += 1
        self.window.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))

    async def dialog(self, shown: QWidget, name: str) -> None:
        """Take one of a dialog: it is a window of its own."""
        await asyncio.sleep(0.3)
        self._count += 1
        shown.grab().save(str(self._folder / f"{self._count:02d}-dialog-{name}.png"))

    async def until(self, reached: Callable[[State], bool]) -> None:
        """Wait for a state."""
        news = asyncio.Event()
        unwatch = self.visit.watch(lambda _: news.set())
        async with asyncio.timeout(180):
            while not reached(self.visit.state):
                news.clear()
                await news.wait()
        unwatch()

    async def come_in(self, post: int = -1) -> None:
        """Sign in and choose a post."""
        await self.visit.sign_in()
        if isinstance(self.visit.state, ChoosingPost):
            await self.picture("posts")
            await self.visit.choose_post(self.visit.state.posts[post])

    async def ask(self, number: str) -> None:
        """Find, confirm, ask consent."""
        await self.visit.find(number)
        state = self.visit.state
        assert isinstance(state, Confirming)
        await self.visit.confirm(state.candidates[0])

    async def answer(self, answer: str) -> None:
        """The patient presses a button on the phone."""
        state = self.visit.state
        assert isinstance(state, Consenting)
        assert state.link is not None
        await asyncio.to_thread(press, state.link.reveal(), "answer", answer)

    async def change(
        self, hcode: str, person: int, kind: str, id_: str, change: dict[str, Any] | None
    ) -> None:
        """A facility alters a row, or takes it away."""
        control = f"{self._rented.profile.base.removesuffix('/fhir')}/control/rows"
        body = {"hcode": hcode, "person": person, "type": kind, "id": id_, "change": change}
        async with httpx.AsyncClient(trust_env=False) as there:
            (await there.post(control, json=body)).raise_for_status()

    async def read(self) -> None:
        """Every page the role may open, then the ledger."""
        await self.until(lambda state: isinstance(state, Open))
        await self.picture("arriving", 0.3)
        await self.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
        chart, record = self.visit.chart, self.window.record
        assert chart is not None
        assert record is not None
        state = self.visit.state
        assert isinstance(state, Open)
        await self.picture(state.page, 1.0)
        for page in ("summary", "timeline", "medicines", "results", "allergies", "documents", "referral"):
            if page != state.page and page in chart.pages:
                await chart.open_page(page)
                await self.picture(page, 2.5 if page == "referral" else 0.6)
        record.toggle_ledger()
        await self.picture("ledger")


async def before_the_record(album: Album) -> None:
    """Sign-in, identify with every complaint, found, consent in every stage."""
    await album.picture("sign-in", 1.5)
    await album.come_in()
    await album.picture("identify")
    for name, typed in (("typing", "96604876"), ("wrong-digit", "9660487647598"), ("complete", BOONMEE)):
        field = album.window.focusWidget()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, typed)
        await album.picture(f"identify-{name}")
    for name, typed in (("placeholder", "0000000000001"), ("not-found", "9341672110689")):
        await album.visit.find(typed)
        await album.picture(f"identify-{name}")
    await album.visit.find(BOONMEE)
    await album.picture("confirm")
    await album.ask(BOONMEE)
    await album.picture("consent")
    await album.answer("refuse")
    await album.until(lambda state: isinstance(state, Consenting) and state.stage is Asking.REFUSED)
    await album.picture("refused")
    await album.visit.ask_again()
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open))


def reading(number: str, post: int = -1) -> Callable[[Album], Awaitable[None]]:
    """One person, every page."""

    async def story(album: Album) -> None:
        await album.come_in(post)
        await album.ask(number)
        await album.answer("approve")
        await album.read()

    return story


async def everywhere(album: Album) -> None:
    """Someone whom 300 facilities know, in bad weather: the bar and the list of answers, before and after."""
    await album.come_in()
    await album.ask(TRAVELLER)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and bool(state.record.account.total.received))
    record = album.window.record
    assert record is not None
    await album.picture("arriving", 1.0)
    record.toggle_ledger()
    await album.picture("ledger-arriving", 1.0)
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    await album.picture("ledger", 1.0)
    record.toggle_ledger()
    await album.picture("summary", 1.0)


async def opening_what_is_restricted(album: Album) -> None:
    """The list of restricted rows, why one is opened, how it looks then; the same for a role that asks for none."""
    await album.come_in()
    await album.ask(KITTI)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    record.open_restricted()
    await album.picture("list", 0.8)
    shown = record._restricted
    assert shown is not None
    await album.dialog(shown, "list")
    first = next(row for row in shown._list.rows if row.words.startswith("ยา"))
    shown._ask_why(first)
    await album.dialog(shown, "why")
    shown._why._reasons["other"].setChecked(True)
    shown._why._words.setText("ปรึกษาเภสัชกรเรื่องยาที่ใช้ร่วมกัน")
    await album.dialog(shown, "other")
    shown._why._press()
    await album.until(
        lambda state: isinstance(state, Open) and any(row.opened for row in state.record.hidden)
    )
    await album.dialog(shown, "opened")
    shown.accept()
    for page in ("medicines", "timeline", "summary"):
        if page in chart.pages:
            await chart.open_page(page)
            await album.picture(f"opened-{page}", 0.6)
    record.toggle_ledger()
    await album.picture("ledger")


async def asking_again(album: Album) -> None:
    """A facility adds, alters and takes away rows; F5; the marks on each page and the list of answers."""
    await album.come_in()
    await album.ask(BOONRUEN)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    state, chart, record = album.visit.state, album.visit.chart, album.window.record
    assert isinstance(state, Open)
    assert chart is not None
    assert record is not None
    here = [fact for fact in state.record.problems if fact.origin.hcode == "99001"]
    supply = next(fact for fact in state.record.supplies if fact.origin.hcode == "99001")
    for fact, change in (
        (here[0], None),
        (here[1], {"note": [{"text": "ทบทวนแล้ว"}]}),
        (supply, {"note": []}),
    ):
        await album.change("99001", 5, fact.origin.type, fact.origin.id.reveal(), change)
    chart.facilities.refresh_all()
    await album.until(
        lambda state: isinstance(state, Open) and not any(line.again for line in state.ledger.lines)
        and any(remark.code == "vanished" for fact in state.record.facts() for remark in fact.remarks)
    )  # fmt: skip
    for page in ("summary", "medicines", "allergies", "timeline"):
        await chart.open_page(page)
        await album.picture(page, 0.8)
    record.toggle_ledger()
    await album.picture("ledger")


async def changed(album: Album, number: str, person: int, alter: Callable[[Fact], Change | None]) -> None:
    """Read somebody, let the facilities alter their rows as ``alter`` says, ask again."""
    await album.come_in()
    await album.ask(number)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    state, chart = album.visit.state, album.visit.chart
    assert isinstance(state, Open)
    assert chart is not None
    count = 0
    for fact in state.record.facts():
        if (change := alter(fact)) is not None:
            origin = fact.origin
            await album.change(origin.hcode, person, origin.type, origin.id.reveal(), change)
            count += 1
    assert count, "the person has none of these rows any more"
    chart.facilities.refresh_all()
    await album.until(
        lambda state: isinstance(state, Open) and any(line.again for line in state.ledger.lines)
    )
    await album.until(
        lambda state: isinstance(state, Open) and not any(line.again for line in state.ledger.lines)
    )


async def two_units(album: Album) -> None:
    """One hospital reports in SI units: what stands on one axis, what the grid and the summary say of it."""
    await changed(album, BOONMEE, 1, _in_si_units)
    chart = album.visit.chart
    assert chart is not None
    for page in ("results", "summary", "referral"):
        await chart.open_page(page)
        await album.picture(page, 2.5 if page == "referral" else 0.8)


def _in_si_units(fact: Fact) -> Change | None:
    """Creatinine in µmol/L and HbA1c in mmol/mol from one of the hospitals."""
    if not isinstance(fact, Result) or fact.origin.hcode != "99002" or not isinstance(fact.value, Quantity):
        return None
    value = float(fact.value.value or 0)
    if fact.loinc == "2160-0":
        return {
            "valueQuantity": _ucum(round(value * 88.4), "umol/L"),
            "code": _loinc("14682-9", "Creatinine"),
        }
    if fact.loinc == "4548-4":
        number = round((value - 2.15) / 0.0915)
        return {"valueQuantity": _ucum(number, "mmol/mol"), "code": _loinc("59261-8", "HbA1c")}
    return None


def _ucum(value: float, unit: str) -> Change:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def _loinc(code: str, display: str) -> Change:
    return {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]}


async def negations(album: Album) -> None:
    """Not taken, declined, refuted, not done: each must read as what it is on every page."""
    await changed(album, PRASIT, 7, _turned)
    chart = album.visit.chart
    assert chart is not None
    for page in ("summary", "timeline", "medicines", "allergies", "documents", "referral"):
        await chart.open_page(page)
        await album.picture(page, 2.5 if page == "referral" else 0.8)


def _turned(fact: Fact) -> Change | None:
    """Another status for some rows."""
    match fact:
        case Supply() if "apixaban" in fact.drug.name:
            return {"status": "not-taken"}
        case Supply() if "aspirin" in fact.drug.name:
            return {"status": "not-taken" if fact.origin.type == "MedicationStatement" else "declined"}
        case Problem() if fact.icd.startswith("I48"):
            return {"verificationStatus": {"coding": [{"code": "refuted"}]}}
        case Procedure():
            return {"status": "not-done"}
        case _:
            return None


async def reconciling(album: Album) -> None:
    """A pharmacist decides by keys: one, several, all others; notes; a bought drug; what changes after a decision; the
    form unsigned, signed and sent."""
    await album.come_in()
    await album.ask(BOONMEE)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and bool(state.record.supplies))
    await album.picture("arriving", 0.2)
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    page = record.page.page  # the page inside its frame
    desk, table = page._reconciling, page._medicines.table
    page.focus_first()
    await album.picture("begun", 2.2)
    table.selectRow(0)
    for key in (Qt.Key.Key_8, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_2):
        QTest.keyClick(table, key)
    _types(desk.bar._fields["reason"], "K 5.7 ใช้ losartan อยู่แล้ว")
    _types(desk.bar._fields["taken"], "เมื่อวาน 20.00")
    await album.picture("two-decided")
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_4):
        QTest.keyClick(table, key)
    _types(desk.bar._fields["dose"], "ครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า")
    await album.picture("dose")
    desk._offer(table.row_at(table.currentIndex()), table.mapToGlobal(table.rect().center()))
    await asyncio.sleep(0.3)
    menu = album.window.findChild(QMenu)
    assert menu is not None
    await album.dialog(menu, "menu")
    menu.close()
    chart.reconciling.add(Kind.BOUGHT, "ibuprofen 400 mg", listed=False, how="เวลาปวด", source="ร้านยาใกล้บ้าน")
    chart.reconciling.add(Kind.HERB, "ขมิ้นชันแคปซูล", listed=False)
    page._medicines.let_in()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    await album.picture("several-chosen")
    table.selectRow(1)
    desk.progress.all_wanted.emit()
    await album.picture("all-others")
    state = album.visit.state
    assert isinstance(state, Open)
    supply = next(fact for fact in state.record.supplies if fact.drug.name.startswith("enalapril"))
    await album.change("99002", 1, supply.origin.type, supply.origin.id.reveal(), {"status": "stopped"})
    chart.facilities.refresh_all()
    await album.until(
        lambda state: isinstance(state, Open) and not any(line.again for line in state.ledger.lines)
    )
    await album.picture("changed-after", 0.8)
    desk.progress._only.click()
    await album.picture("undecided-only")
    desk.progress._only.click()
    album.window.record.errands.start("picture", _form_pictures(album, desk))
    await album.window.record.errands.finished()


async def allergy_cards(album: Album) -> None:
    """A card of what was assessed, and why there is none of what nobody assessed."""
    await album.come_in()
    for number in (RUNGTIWA, PRASIT):
        await album.ask(number)
        await album.answer("approve")
        await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
        chart, record = album.visit.chart, album.window.record
        assert chart is not None
        assert record is not None
        await chart.open_page("allergies")
        await album.picture("allergies", 0.8)
        page: Any = record.page
        record.errands.start("allergy card", show_card(page.page._context))
        await asyncio.sleep(2.0)
        for shown in album.window.findChildren(CardDialog):
            await album.dialog(shown, "card")
            shown.accept()
        await album.picture("after")
        await album.visit.close()


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
            paper = await cast("Any", record.page).findChildren(Leaving)[0].finished("save")
        await chart.open_page("documents")
        await album.picture("documents", 0.8)
        record.errands.start(
            "picture", _received_pictures(album, cast("Any", record.page).page._context, paper)
        )
        await record.errands.finished()
        await album.visit.close()


async def a_link_on_a_letter(album: Album) -> None:
    """The switch below the ways out, what is asked before it is on, and what is told afterwards."""
    await album.come_in()
    await album.ask(BOONMEE)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
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
    paper = await page.findChildren(Leaving)[0].finished("save")
    (album._folder / "letter.pdf").write_bytes(paper)
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


def _types(field: QLineEdit, text: str) -> None:
    """QTest has no keys for Thai."""
    field.setText(text)
    field.textEdited.emit(text)


async def referring(album: Album) -> None:
    """The page ส่งต่อ: empty, written, a fast track, rows of the record, templates, new data after it was printed."""
    await album.come_in()
    await album.ask(BOONMEE)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    await chart.open_page("referral")
    page: Any = record.page
    await album.picture("empty", 2.5)
    said = {
        Field.TO: "รพ.ศูนย์ธารสุวรรณ แผนกอายุรกรรมโรคไต",
        Field.URGENCY: "3",
        Field.REASON: "1",
        Field.CAUSE: "เกินศักยภาพของคลินิก",
        Field.ASKED: "ประเมินและปรับการรักษาไตเรื้อรังระยะ 4 ที่ค่าไตลดลงและโพแทสเซียมสูงขึ้น",
    }
    for name, text in said.items():
        chart.referring.type(name, text)
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
        (Field.COVERAGE, "บัตรทอง (UCS)"),
    ):  # fmt: skip
        chart.referring.type(name, text)
    await asyncio.sleep(0)
    for name in (Field.MEASURED, Field.LINES, Field.ACCEPTED_BY, Field.STROKE_WELL):
        page.go_to(name)
    await album.picture("fast-track", 2.5)
    page.go_to(Field.GCS_EYE)
    await album.picture("vital-signs", 0.8)
    page.preview.parent().verticalScrollBar().setValue(500)
    await album.picture("preview-below", 0.5)
    await page.leaving.finished("print")
    state = album.visit.state
    assert isinstance(state, Open)
    supply = next(fact for fact in state.record.supplies if fact.drug.name.startswith("enalapril"))
    await album.change("99002", 1, supply.origin.type, supply.origin.id.reveal(), {"status": "stopped"})
    chart.facilities.refresh_all()
    await album.until(
        lambda state: isinstance(state, Open) and not any(line.again for line in state.ledger.lines)
    )
    await album.picture("new-after-printing", 2.0)


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


async def _form_pictures(album: Album, desk: Any) -> None:
    desk.open_form()
    await asyncio.sleep(2.0)
    form = desk._form
    await album.dialog(form, "form-unsigned")
    form._informants[Informant.PATIENT].click()
    form._sign.click()
    await asyncio.sleep(2.0)
    await album.dialog(form, "form-signed")
    form._send.click()
    await asyncio.sleep(2.0)
    await album.dialog(form, "form-sent")
    form.accept()


async def printing(album: Album) -> None:
    """The menu of forms: what can be printed and why another cannot; trends with their tests, the consent, the reply;
    the patient's own list once the medicines are signed."""
    await album.come_in()
    await album.ask(BOONMEE)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    record, chart = album.window.record, album.visit.chart
    assert record is not None
    assert chart is not None
    await _forms(album, "unsigned", "referral-b", "reply", "lab-trend", "consent", "consent-history")
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


STORIES: dict[str, tuple[str, tuple[int, int], Preferences, Callable[[Album], Awaitable[None]]]] = {
    "before": ("theeradet", SMALL, Preferences(), before_the_record),
    "before-1920": ("theeradet", LARGE, Preferences(), before_the_record),
    "before-en": ("on-anong", SMALL, Preferences(language="en"), before_the_record),
    "boonmee": ("on-anong", SMALL, Preferences(), reading(BOONMEE)),
    "boonmee-1920": ("on-anong", LARGE, Preferences(), reading(BOONMEE)),
    "boonmee-150": ("on-anong", LARGE, Preferences(scale=150), reading(BOONMEE)),
    "boonmee-en": ("on-anong", SMALL, Preferences(language="en"), reading(BOONMEE)),
    "boonruen": ("theeradet", SMALL, Preferences(), reading(BOONRUEN)),
    "rungtiwa-pharmacist": ("siriporn", SMALL, Preferences(), reading(RUNGTIWA)),
    "prasit-nurse": ("sudarat", SMALL, Preferences(), reading(PRASIT)),
    "prasit-clerk": ("jiraporn", SMALL, Preferences(), reading(PRASIT)),
    "kitti": ("on-anong", SMALL, Preferences(), reading(KITTI)),
    "asking-again": ("on-anong", SMALL, Preferences(), asking_again),
    "two-units": ("on-anong", SMALL, Preferences(), two_units),
    "negations": ("theeradet", SMALL, Preferences(), negations),
    "cards": ("siriporn", SMALL, Preferences(), allergy_cards),
    "cards-en": ("siriporn", SMALL, Preferences(language="en"), allergy_cards),
    "linked": ("on-anong", SMALL, Preferences(), a_link_on_a_letter),
    "received": ("on-anong", SMALL, Preferences(), a_paper_received),
    "received-150": ("on-anong", LARGE, Preferences(scale=150), a_paper_received),
    "reconciling": ("siriporn", SMALL, Preferences(), reconciling),
    "reconciling-1920": ("siriporn", LARGE, Preferences(), reconciling),
    "reconciling-150": ("siriporn", LARGE, Preferences(scale=150), reconciling),
    "reconciling-en": ("siriporn", SMALL, Preferences(language="en"), reconciling),
    "printing": ("on-anong", SMALL, Preferences(), printing),
    "printing-en": ("on-anong", SMALL, Preferences(language="en"), printing),
    "referring": ("on-anong", SMALL, Preferences(), referring),
    "referring-1920": ("on-anong", LARGE, Preferences(), referring),
    "referring-150": ("on-anong", LARGE, Preferences(scale=150), referring),
    "referring-en": ("on-anong", SMALL, Preferences(language="en"), referring),
    "two-names": ("on-anong", SMALL, Preferences(), reading("9773546848745")),
    "restricted": ("on-anong", SMALL, Preferences(), opening_what_is_restricted),
    "restricted-150": ("on-anong", LARGE, Preferences(scale=150), opening_what_is_restricted),
    "phupha": ("siriporn", SMALL, Preferences(), reading(PHUPHA)),
    "thanakorn-empty": ("wasan", SMALL, Preferences(), reading(THANAKORN)),
    "thongsuk-3000": ("wasan", SMALL, Preferences(), reading(THONGSUK)),
    "thongsuk-1920": ("wasan", LARGE, Preferences(), reading(THONGSUK)),
    "everywhere": ("on-anong", SMALL, Preferences(), everywhere),
    "everywhere-1920": ("on-anong", LARGE, Preferences(), everywhere),
}
MANY = (
    "--facilities",
    "300",
    "--seed",
    "7",
    "--weather",
    str(ROOT / "resources" / "weather" / "monsoon.json"),
)


def main(words: list[str]) -> int:
    """Take the pictures of the stories whose names hold one of the words; all without words."""
    for name, (who, size, preferences, story) in STORIES.items():
        if words and not any(word in name for word in words):
            continue
        folder = OUT / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with (
            sandbox("--latency", "0.05", *(MANY if "everywhere" in name else ())) as rented,
            stage(rented.profile, rented.now, Browser(who), preferences=preferences) as made,
        ):
            made.desk.window.resize(*size)
            made.desk.window.show()
            album = Album(made, rented, folder)

            async def played(story: Callable[[Album], Awaitable[None]] = story, album: Album = album) -> None:
                await story(album)
                await album.visit.sign_out()

            made.loop.run_until_complete(played())
        sys.stdout.write(f"{name}: {len(list(folder.iterdir()))} pictures\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
