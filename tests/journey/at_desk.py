"""Somebody at the desk: acts through the window as a hand and an eye would, and reads only what it shows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from journey.journal import HeardOutbox, Journal
from journey.phone import Phone
from journey.seen import words_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from sandbox_process import Sandbox, ScriptedBrowser

from viewer.app import Desk
from viewer.base.clock import BANGKOK
from viewer.exchange.ledger import LineState
from viewer.screen.bar import PageTab
from viewer.screen.pages.record.ledger import LedgerPage
from viewer.screen.pages.record.referral import ReferralPage
from viewer.screen.record_desk import RecordDesk
from viewer.screen.widgets.id_input import IdInput
from viewer.view import terms
from viewer.visit.states import Closed, Confirming, Consenting, Identifying, Open, State

At = TypeVar("At", bound=State)
PATIENCE = 60.0  # seconds for anything to happen; a busy machine is slow
_HEARTBEAT = 0.02  # between two looks at what rings no bell: a dialog that opens, a page that is painted


@dataclass
class DeskClock:
    """The machine's clock at the sandbox's day; moved ahead together with the sandbox's."""

    offset: timedelta

    def now(self) -> datetime:
        """The moment there."""
        return datetime.now(BANGKOK) + self.offset

    def today(self) -> date:
        """The day there."""
        return self.now().date()


class Browser:
    """The system's browser: whoever sits before it presses ``who``; with "" nobody sits there."""

    def __init__(self) -> None:
        self.who = ""
        self.opened: list[ScriptedBrowser] = []

    def __call__(self, address: str) -> bool:
        """Open an address."""
        if self.who:
            self.opened.append(ScriptedBrowser(self.who))
            self.opened[-1].open(address)
        return True

    async def done(self) -> None:
        """Every page that was opened has been read to its end."""
        for browser in self.opened:
            await browser.done()
        self.opened.clear()


@dataclass
class AtDesk:
    """The program, its surroundings, and the hands and eyes before it."""

    app: Desk
    sandbox: Sandbox
    clock: DeskClock
    outbox: HeardOutbox
    journal: Journal
    browser: Browser
    home: Path  # where the program may write
    saved: Path  # where the clinician keeps what they save
    secrets: set[str] = field(default_factory=set)  # what must be nowhere when the visit is over
    phones: list[Phone] = field(default_factory=list)
    left: bool = False
    asked: list[str] = field(default_factory=list)  # what was asked before a file was saved
    dialogs: int = (
        0  # how many have been answered: each takes the keyboard, and offscreen nobody gives it back
    )

    # --- the clinician's hands

    async def signs_in(self, who: str) -> None:
        """Press the button, choose oneself in the browser, come back."""
        self.browser.who = who
        self.presses("Sign in with {provider}", provider=self.app.visit.profile.provider)
        await self.until(lambda: not self.busy("sign-in"))
        await self.browser.done()

    def presses(self, message: str, **values: object) -> None:
        """Press the one button in sight that says this."""
        self.click(self.button(message, **values))

    def click(self, button: QAbstractButton) -> None:
        """Press a button that can be pressed."""
        assert button.isVisible(), f"{button.text()} is not in sight"
        assert button.isEnabled(), f"{button.text()} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def button(self, message: str, **values: object) -> QAbstractButton:
        """The one button in sight that says this."""
        said = self.app.words.say(message, **values)
        return self.button_of(self.window, said)

    def button_of(self, root: QWidget, said: str) -> QAbstractButton:
        """The one button in sight inside ``root`` with these words."""
        seen = [button for button in root.findChildren(QAbstractButton) if button.isVisible()]
        found = [button for button in seen if said in (button.text(), button.accessibleName())]
        assert len(found) == 1, f"{len(found)} buttons say {said!r}; there are {[b.text() for b in seen]}"
        return found[0]

    def types_number(self, digits: str, *, and_enter: bool = True) -> None:
        """Type a citizen number key by key, over whatever stands there."""
        (box,) = (box for box in self.window.findChildren(IdInput) if box.isVisible())
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, digits)
        if and_enter:
            QTest.keyClick(box, Qt.Key.Key_Return)

    async def finds(self, digits: str) -> None:
        """Type a number, press Enter, and look at who was found."""
        self.types_number(digits)
        await self.until(lambda: not self.busy("find"))

    async def asks(self, digits: str) -> Phone:
        """Find this person, confirm, and hand the code over: the patient's phone shows the request."""
        await self.finds(digits)
        assert isinstance(self.state, Confirming), self.state
        self.presses("Confirm the person")
        await self.until(lambda: isinstance(self.state, Consenting) and bool(self.state.code))
        return await self.patient_scans()

    async def confirms(self) -> None:
        """It is this person."""
        self.presses("Confirm the person")
        await self.until(lambda: not self.busy("confirm"))

    async def patient_scans(self) -> Phone:
        """The patient holds their phone before the QR code on the screen."""
        state = self.state
        assert isinstance(state, Consenting)
        assert state.link is not None
        self.secrets |= {state.link.reveal(), state.link.reveal().rpartition("/")[2]}
        phone = Phone(self.sandbox.phone)
        await phone.scans(state.link)
        self.phones.append(phone)
        return phone

    async def opens(self, digits: str, *, but_not: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> Phone:
        """Find, confirm, ask; the patient allows; the record is open."""
        phone = await self.asks(digits)
        await phone.allows(but_not=but_not, only=only)
        await self.until(lambda: isinstance(self.state, Open))
        return phone

    async def turns_to(self, slug: str) -> None:
        """Press the tab of a page and wait until it is shown."""
        (tab,) = (
            tab for tab in self.window.findChildren(PageTab) if tab.page.slug == slug and tab.isVisible()
        )
        self.click(tab)
        await self.until(lambda: isinstance(self.state, Open) and self.state.page == slug)

    def tabs(self) -> list[str]:
        """The pages that this role may open, in their order on the bar."""
        tabs = [tab for tab in self.window.findChildren(PageTab) if tab.isVisible()]
        return [tab.page.slug for tab in sorted(tabs, key=lambda tab: tab.page.number)]

    async def reads_every_page(self) -> None:
        """Turn to each page once."""
        for slug in self.tabs():
            if self.open_now().page != slug:
                await self.turns_to(slug)

    async def looks_at(self, hcode: str) -> QWidget:
        """One facility's line in the list of answers, which is opened."""
        record = self.record
        if record.drawer.isHidden():
            record.toggle_ledger()
        ledger = record._built["ledger"]
        assert isinstance(ledger, LedgerPage)
        line = ledger._lines[hcode]  # an eye finds it by its name
        await self.until(line.isVisible)
        return line

    async def saves_letter(self, name: str) -> Path:
        """Wait for the preview, press "save", choose where; the file that is then there."""
        await self.previews_letter()
        where = self.saved / name
        self.presses("Save as PDF")
        await self.until(lambda: self.file_dialog() is not None)
        self.answers_file_dialog(where)
        await self.until(lambda: not self.busy("save"))
        return where

    async def previews_letter(self) -> ReferralPage:
        """The letter as it will be printed, with everything that is known now."""
        page = self.record.page
        assert isinstance(page, ReferralPage)

        def shown() -> bool:
            state = self.state
            assert isinstance(state, Open)
            return page.preview.shows(state)

        await self.until(shown)
        return page

    def file_dialog(self) -> QFileDialog | None:
        """The dialog that asks where to save, while it is open. What is asked before it is agreed to: that a file is
        out of our hands, that fields are missing."""
        for box in self.window.findChildren(QMessageBox):
            if box.isVisible():
                self.asked.append(f"{box.text()}\n{box.informativeText()}")
                self.dialogs += 1
                (agree,) = (
                    one for one in box.buttons() if box.buttonRole(one) is QMessageBox.ButtonRole.AcceptRole
                )
                self.click(agree)
        return next((box for box in self.window.findChildren(QFileDialog) if box.isVisible()), None)

    def answers_file_dialog(self, where: Path | None) -> None:
        """Type a path and press "save", or press "cancel"."""
        chooser = self.file_dialog()
        assert chooser is not None
        self.dialogs += 1
        if where is not None:
            (line,) = (
                line for line in chooser.findChildren(QLineEdit) if line.objectName() == "fileNameEdit"
            )
            line.setText(str(where))
        kind = (
            QDialogButtonBox.StandardButton.Save
            if where is not None
            else QDialogButtonBox.StandardButton.Cancel
        )
        (box,) = chooser.findChildren(QDialogButtonBox)
        button = box.button(kind)
        assert button is not None
        self.click(button)

    async def closes_record(self) -> None:
        """Press "close record"."""
        self.presses("Close record")
        await self.until(lambda: isinstance(self.state, Closed))

    async def goes_home(self) -> None:
        """Close the window and wait until the program may end."""
        if not self.left:
            self.window.close()
            await self.until(lambda: self.left)
        await self.browser.done()

    # --- the clinician's eyes

    @property
    def state(self) -> State:
        """Where the visit stands."""
        return self.app.visit.state

    @property
    def window(self) -> QWidget:
        """The window."""
        return self.app.window

    @property
    def record(self) -> RecordDesk:
        """The open record on screen."""
        assert self.app.window.record is not None, "no record is open"
        return self.app.window.record

    def stands_at(self, kind: type[At]) -> At:
        """The state now, which is of this kind."""
        state = self.state
        assert isinstance(state, kind), state
        return state

    def open_now(self) -> Open:
        """The open state."""
        assert isinstance(self.state, Open), self.state
        return self.state

    def reads(self, message: str, **values: object) -> None:
        """These words of ours stand in sight."""
        self.sees(self.app.words.say(message, **values))

    def words(self) -> list[str]:
        """What is in sight."""
        return words_of(self.window)

    def sees(self, *texts: str) -> None:
        """These words stand in sight somewhere."""
        seen = "\n".join(self.words())
        missing = [text for text in texts if text not in seen]
        assert not missing, f"not in sight: {missing}\n{seen}"

    def sees_not(self, *texts: str) -> None:
        """These words stand nowhere: not in sight, in no tooltip, in no closed row, for no screen reader."""
        held = words_of(self.window, hidden_too=True)
        found = [(text, held_text) for text in texts for held_text in held if text in held_text]
        assert not found, found

    async def line_says(self, hcode: str, state: LineState, *more: str) -> None:
        """The facility's line is in this state and says so, and more."""
        shown = "\n".join(words_of(await self.looks_at(hcode)))
        for text in (terms.line_states(self.app.words)[state], *more):
            assert text in shown, (text, shown)

    def busy(self, errand: str) -> bool:
        """Whether an errand of the window or of the open record is under way."""
        window = self.app.window
        return window._errands.busy(errand) or (
            window.record is not None and window.record.errands.busy(errand)
        )

    # --- waiting

    async def everybody_answered(self) -> None:
        """No facility is asked any more."""
        await self.until(lambda: not self.open_now().ledger.asking)
        self.secrets |= {fact.origin.id.reveal() for fact in self.open_now().record.facts() if fact.origin.id}

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for something to be so; each state, request and act asks anew."""
        rung = asyncio.Event()
        self.journal.ring = rung.set
        try:
            async with asyncio.timeout(PATIENCE):
                while not await _holds(reached):
                    rung.clear()
                    try:
                        async with asyncio.timeout(_HEARTBEAT):
                            await rung.wait()
                    except TimeoutError:
                        continue
        except TimeoutError:
            await self._tell_where_it_stands()
            raise
        finally:
            self.journal.ring = lambda: None

    async def _tell_where_it_stands(self) -> None:
        tail = "\n".join(self.journal.lines[-15:])
        seen = " | ".join(words_of(self.window))[:3000]
        raise AssertionError(f"waited in vain\n{tail}\n{type(self.state).__name__}\n{seen}")

    # --- the world around

    def weather(self, hcode: str, kind: str, **more: object) -> None:
        """Something goes wrong at a facility from now on."""
        self.sandbox.tell("faults", hcode=hcode, fault={"kind": kind, **more})

    def time_passes(self, seconds: float) -> None:
        """Both clocks move ahead: ours and the exchange's."""
        self.sandbox.tell("clock", advance=seconds)
        self.clock.offset += timedelta(seconds=seconds)

    def audit_received(self) -> list[dict[str, object]]:
        """The events that the exchange has."""
        import httpx

        events: list[dict[str, object]] = httpx.get(f"{self.sandbox.control}/audit", trust_env=False).json()
        return events

    def clipboard(self) -> str:
        """What a paste would bring."""
        return QApplication.clipboard().text()

    def waits_for_a_number(self) -> bool:
        """The page where a number is typed stands open."""
        return isinstance(self.state, Identifying | Closed)


async def _holds(reached: Callable[[], bool]) -> bool:
    """So, and still so a turn of Qt's loop later: then what it was told to delete is gone."""
    if reached():
        await asyncio.sleep(0)
        return reached()
    return False
