"""Stories of the record: coming in, reading it, what is restricted, asking again, odd rows, reconciling, cards."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from pictures.album import BOONMEE, BOONRUEN, KITTI, PRASIT, RUNGTIWA, TRAVELLER, Album
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from viewer.record.facts import Fact, Problem, Procedure, Result, Supply
from viewer.record.values import Quantity
from viewer.screen.pages.record.allergy_card import CardDialog, show_card
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.visit.reconciliation import Informant, Kind
from viewer.visit.states import Asking, Consenting, Open

Change = dict[str, Any]


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


def first_page(number: str) -> Callable[[Album], Awaitable[None]]:
    """The page that is read first, and the medicines under the same band."""

    async def story(album: Album) -> None:
        await album.open_record(number)
        await album.picture("summary", 0.8)
        chart = album.visit.chart
        assert chart is not None
        await chart.open_page("medicines")
        await album.picture("medicines", 0.8)

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
    await album.open_record(KITTI)
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
    await album.open_record(BOONRUEN)
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
    await album.open_record(number)
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
    assert isinstance(record.page, RoomyPage)
    page = record.page.page  # inside its frame
    assert isinstance(page, MedicinesPage)
    desk, table = page._reconciling, page._medicines.table
    assert desk is not None
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
    row = table.row_at(table.currentIndex())
    assert row is not None
    desk._offer(row, table.mapToGlobal(table.rect().center()))
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
    record.errands.start("picture", _form_pictures(album, desk))
    await record.errands.finished()


def _types(field: QLineEdit, text: str) -> None:
    """QTest has no keys for Thai."""
    field.setText(text)
    field.textEdited.emit(text)


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
