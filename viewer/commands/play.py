"""The visit of the demo, played offscreen: the real window draws each step, the real exchange answers."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from viewer.app import FIRST_SIZE, Stage, stage
from viewer.base.words import Words
from viewer.commands.actors import Browser, press
from viewer.commands.rented import FIRST_PATIENT, Rented, sandbox
from viewer.screen.pages.record.referral.page import ReferralPage
from viewer.visit.states import Confirming, Consenting, Open, State

WHO = "on-anong"
PAGES = ("timeline", "medicines", "results", "allergies", "documents", "referral")
_PATIENCE = 120.0  # seconds for any one step
_LATENCY = "0.1"  # the slow facilities of the sandbox answer ten times faster than in life


def play(folder: Path) -> int:
    """Play the visit; pictures and referral.pdf into ``folder``. The exit code: 0 when every step was reached."""
    folder.mkdir(parents=True, exist_ok=True)
    with sandbox("--latency", _LATENCY) as rented, stage(rented.profile, rented.now, Browser(WHO)) as made:
        made.loop.run_until_complete(_Play(made, rented, folder).all())
    words = Words()
    count = len(list(folder.glob("*.png")))
    sys.stdout.write(words.say("{n} pictures and referral.pdf in {folder}", n=count, folder=folder) + "\n")
    return 0


class _Play:
    def __init__(self, made: Stage, rented: Rented, folder: Path) -> None:
        self._made, self._rented, self._folder = made, rented, folder
        self._visit, self._window = made.desk.visit, made.desk.window
        self._count = 0

    async def all(self) -> None:
        """From sign-in to close."""
        self._window.resize(*FIRST_SIZE)
        self._window.show()
        await self._picture("sign-in", 1.0)
        await self._visit.sign_in()
        await self._picture("identify")
        await self._visit.find(FIRST_PATIENT)
        await self._picture("confirm")
        state = self._visit.state
        assert isinstance(state, Confirming)  # noqa: S101 - the sandbox knows this number
        await self._visit.confirm(state.candidates[0])
        await self._picture("consent")
        await self._patient_agrees()
        await self._until(lambda state: isinstance(state, Open))
        await self._picture("arriving", 0.6)
        await self._until(lambda state: isinstance(state, Open) and not state.ledger.asking)
        await self._picture("summary", 0.6)
        await self._read_on()
        await self._visit.close()
        await self._picture("closed")
        await self._visit.sign_out()

    async def _read_on(self) -> None:
        chart = self._visit.chart
        assert chart is not None  # noqa: S101 - the record is open
        for page in PAGES:
            await chart.open_page(page)
            await self._picture(page, 3.0 if page == "referral" else 0.5)
        record = self._window.record
        assert record is not None  # noqa: S101 - the record is open
        last = record.page
        assert isinstance(last, ReferralPage)  # noqa: S101 - it is the last of PAGES
        letter = await last.leaving.printout().finished("save")
        assert letter is not None  # noqa: S101 - the record is open
        (self._folder / "referral.pdf").write_bytes(letter.pdf)
        letter.left()
        record.toggle_ledger()
        await self._picture("ledger")

    async def _patient_agrees(self) -> None:
        """The patient scans the code and presses "allow" on their own phone."""
        state = self._visit.state
        if isinstance(state, Consenting) and state.link is not None:
            await asyncio.to_thread(press, state.link.reveal(), "answer", "approve")

    async def _until(self, reached: Callable[[State], bool]) -> None:
        news = asyncio.Event()
        unwatch = self._visit.watch(lambda _: news.set())
        try:
            async with asyncio.timeout(_PATIENCE):
                while not reached(self._visit.state):
                    news.clear()
                    await news.wait()
        finally:
            unwatch()

    async def _picture(self, name: str, settle: float = 0.3) -> None:
        await asyncio.sleep(settle)
        self._count += 1
        self._window.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))
