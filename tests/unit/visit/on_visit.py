"""A visit on the sandbox over ASGI, and a wire whose requests can be held back, broken and listened to."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx
from sandbox_process import forms
from unit.sandbox.desk import ORIGIN, Seconds

from viewer.audit.event import Event
from viewer.audit.outbox import Outbox
from viewer.base.clock import StillClock
from viewer.exchange.permit import Receipt
from viewer.sandbox.app import Sandbox
from viewer.visit.journey import Visit
from viewer.visit.states import Confirming, Consenting, Open, State

PATIENCE = 10.0
SOMCHAIS_NUMBER = "9660487647597"
At = TypeVar("At", bound=State)
Answer = Callable[[httpx.Request], httpx.Response]


class Wire(httpx.AsyncBaseTransport):
    """Straight into the sandbox. ``hold`` keeps requests from arriving until they are let go.

    A line is the beginning of "POST /fhir/Consent/…"; with a "$" at its end it is the whole.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._inside = httpx.ASGITransport(sandbox.app)
        self._held: dict[str, asyncio.Event] = {}
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.waiting: list[str] = []

    def hold(self, line: str) -> None:
        """Keep requests that begin like this ("POST /fhir/Consent") waiting."""
        self._held[line] = asyncio.Event()

    def let_go(self, line: str) -> None:
        """Let them arrive."""
        self._held.pop(line).set()

    def breaks(self, line: str, status: int = 500) -> None:
        """Answer requests that begin like this with an error."""
        self.answers[line] = lambda _: httpx.Response(status, json={})

    def count(self, line: str) -> int:
        """How many requests began like this."""
        return sum(asked.startswith(line) for asked in self.asked)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Note it, hold it, break it or pass it on."""
        line = f"{request.method} {request.url.path}"
        self.asked.append(line)
        for start, gate in list(self._held.items()):
            if _fits(line, start):
                self.waiting.append(line)
                await gate.wait()
        for start, answer in self.answers.items():
            if _fits(line, start):
                return answer(request)
        return await self._inside.handle_async_request(request)


def _fits(line: str, start: str) -> bool:
    return line == start[:-1] if start.endswith("$") else line.startswith(start)


class SlowOutbox(Outbox):
    """The real outbox in memory; acts can be held before they are written, or refused as by a full disk."""

    holds: str = ""
    full_from: str = ""  # the disk takes this act no more, and nothing after it
    reached: threading.Event
    gate: threading.Event
    acts: list[str]
    bodies: list[dict[str, Any]]

    def write(self, event: Event) -> Receipt:
        """Write it, when it may be."""
        act = event.body["subtype"][0]["code"]
        if self.full_from == act:
            self.lock()
        if self.holds == act:
            self.reached.set()
            assert self.gate.wait(PATIENCE)
        receipt = super().write(event)
        self.acts.append(act)
        self.bodies.append(event.body)
        return receipt

    def lock(self, locked: bool = True) -> None:
        """The disk takes nothing more; or takes again."""
        self._database.execute(f"PRAGMA query_only={'ON' if locked else 'OFF'}")


@dataclass
class OnVisit:
    """The visit and all it stands on."""

    visit: Visit
    sandbox: Sandbox
    wire: Wire
    outbox: SlowOutbox
    clock: StillClock
    seconds: Seconds
    states: list[State] = field(default_factory=list)
    who: str = "pharmacist"
    troubles: list[dict[str, Any]] = field(default_factory=list)  # what reached the loop's exception handler
    tables_read_on: list[threading.Thread] = field(default_factory=list)
    _hands: list[asyncio.Task[None]] = field(default_factory=list)

    # --- the world

    def opens_browser(self, address: str) -> bool:
        """Somebody signs in as ``who``; with "" the page just stands there."""
        if self.who:
            self._hands.append(asyncio.get_running_loop().create_task(self._browse(address)))
        return True

    async def _browse(self, address: str) -> None:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.sandbox.app), base_url=ORIGIN
        ) as http:
            page = await http.get(address)
            (form,) = forms(page.text)
            name, value = form.button(self.who)
            action = urljoin(address, form.action)
            answer = await http.post(action, data={**form.fields, name: value})
        async with httpx.AsyncClient(trust_env=False) as browser:
            await browser.get(answer.headers["location"])

    async def hands_down(self) -> None:
        """The browser's errands are over."""
        for hand in self._hands:
            await asyncio.wait_for(hand, PATIENCE)
        self._hands.clear()

    async def control(self, path: str, **body: Any) -> None:
        """The sandbox's own switches."""
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.sandbox.app), base_url=ORIGIN
        ) as http:
            answer = await http.post(f"/control/{path}", json=body)
            assert answer.status_code == 200, answer.text

    async def consents(self) -> list[dict[str, Any]]:
        """Every consent the sandbox knows."""
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.sandbox.app), base_url=ORIGIN
        ) as http:
            told: list[dict[str, Any]] = (await http.get("/control/consents")).json()
            return told

    async def patient(self, answer: str) -> None:
        """The patient approves, refuses or withdraws what was asked last."""
        code = (await self.consents())[-1]["code"]
        await self.control(f"consents/{code}", answer=answer)

    def time_passes(self, by: timedelta) -> None:
        """On both clocks."""
        self.seconds.passed += by.total_seconds()
        self.clock.advance(by)

    # --- the way to a state

    async def signed_in(self) -> None:
        """Up to Identifying; a clinician with several posts takes the first."""
        await self.visit.sign_in()
        await self.hands_down()

    async def found(self) -> None:
        """Up to Confirming."""
        await self.signed_in()
        await self.visit.find(SOMCHAIS_NUMBER)
        assert isinstance(self.visit.state, Confirming)

    async def asked(self) -> None:
        """Up to Consenting, waiting."""
        await self.found()
        await self.visit.confirm(self.confirming().candidates[0])
        assert isinstance(self.visit.state, Consenting)

    async def opened(self) -> None:
        """Up to Open."""
        await self.asked()
        await self.patient("approve")
        await self.until(lambda: isinstance(self.visit.state, Open))

    def stands_at(self, kind: type[At]) -> At:
        """The state now, which is of this kind."""
        state = self.visit.state
        assert isinstance(state, kind), state
        return state

    def confirming(self) -> Confirming:
        """The state, which must be this one."""
        assert isinstance(self.visit.state, Confirming), self.visit.state
        return self.visit.state

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for something to be so, turn of the loop by turn of the loop."""
        async with asyncio.timeout(PATIENCE):
            while not reached():  # noqa: ASYNC110 - over ASGI there is no clock to wait for, only turns
                await asyncio.sleep(0)

    async def everything_asked(self) -> None:
        """No facility is asked any more."""

        def quiet() -> bool:
            state = self.visit.state
            return isinstance(state, Open) and not state.ledger.asking

        await self.until(quiet)

    async def until_taken_back(self) -> None:
        """The exchange has heard that the request counts no more."""
        async with asyncio.timeout(PATIENCE):
            while not all(one["status"] == "inactive" for one in await self.consents()):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0)
