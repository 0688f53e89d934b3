"""One story as pictures: the program on a sandbox, and a folder that the pictures go to."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from PySide6.QtWidgets import QWidget

from viewer.app import Stage
from viewer.commands.actors import press
from viewer.commands.rented import Rented
from viewer.visit.states import ChoosingPost, Confirming, Consenting, Open, State

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

    async def open_record(self, number: str) -> None:
        """From sign-in to a record that every facility has answered for; without pictures."""
        await self.come_in()
        await self.ask(number)
        await self.answer("approve")
        await self.until(lambda state: isinstance(state, Open) and not state.ledger.asking)

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
