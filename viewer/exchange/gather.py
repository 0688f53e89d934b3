"""Asking every facility that may be asked, all at once: what arrives is handed on at once, and each has its line.

    async with Gathering(client, permit, facilities, readable, capability, limits, clock) as gathering:
        async for event in gathering.events():
            match event:
                case Arrived(): ...      # a page for the record
                case LineChanged(): ...  # gathering.ledger tells the new whole

Leaving the block ends every request; no task is left. There is no way in without a Permit.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Self

from viewer.base.clock import Clock
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange.again import Reread
from viewer.exchange.client import ExchangeClient
from viewer.exchange.compartment import KINDS
from viewer.exchange.directory import Facility
from viewer.exchange.gate import Urgency
from viewer.exchange.judging import Another
from viewer.exchange.ledger import ASKING_AGAIN, RETRIABLE, Ledger, Line, LineState, letter
from viewer.exchange.pages import Received
from viewer.exchange.permit import Grant, Permit
from viewer.exchange.query import Capability
from viewer.exchange.source import Source
from viewer.exchange.verdict import DATES_NOT_GRANTED, TYPE_NOT_GRANTED
from viewer.exchange.wire import Page

_WAITING_ROOM = 32  # pages that may wait for the reader; then the facilities wait


@dataclass(frozen=True, slots=True)
class Arrived:
    """One page of one facility, as received. ``page`` counts from 1 within its type."""

    facility: Facility
    letter: str
    type: str  # what was asked for; included resources may be of others
    body: bytes = field(repr=False)
    page: int
    split: Page = field(repr=False)  # the same body, already split
    refused: str = ""  # why nothing of it may be read: it is about somebody else
    since: datetime | None = None  # it was asked again: when it had answered before


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A facility's line is now this."""

    line: Line


Event = Arrived | LineChanged | Reread


class Gathering:
    """One person's data being gathered under one permit. Used from one event loop."""

    def __init__(
        self,
        client: ExchangeClient,
        permit: Permit,
        facilities: Mapping[str, Facility],
        readable: Iterable[str],
        capability: Capability,
        limits: Limits,
        clock: Clock,
        another: Another = lambda _: "",
    ) -> None:
        """``readable``: the FHIR types that role and token may read; ``facilities``: the directory, by hcode;
        ``another``: see ``judging.judge``."""
        self._readable = frozenset(readable)
        self._capability = capability
        wanted = {type_ for type_ in KINDS if capability.offers(type_)} & self._readable
        self._queue: asyncio.Queue[Event] = asyncio.Queue(_WAITING_ROOM)
        self._running: set[asyncio.Task[None]] = set()
        self._open = False
        self._sources: dict[str, Source] = {}
        self._shown: dict[str, Line] = {}
        for position, grant in enumerate(permit.grants):
            facility = facilities.get(grant.hcode) or Facility(grant.hcode, grant.name)
            granted = _granted(grant, permit, wanted)
            line = _first_line(position, grant, facility, granted, client)
            self._shown[grant.hcode] = line
            if line.state is LineState.ASKING:
                missing = tuple(sorted(wanted - granted))
                self._sources[grant.hcode] = Source(
                    client,
                    permit,
                    line,
                    tuple(type_ for type_ in KINDS if type_ in granted),
                    missing,
                    _narrowed(grant, missing),
                    limits,
                    clock,
                    partial(self._deliver, grant.hcode),
                    another,
                )

    async def __aenter__(self) -> Self:
        self._open = True
        for hcode in self._sources:
            self._start(hcode)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)

    @property
    def ledger(self) -> Ledger:
        """Every facility named for this person, as far as the events have been taken."""
        return Ledger(tuple(self._shown.values()), not_asked_types=self._not_asked())

    def _not_asked(self) -> tuple[str, ...]:
        """Types that somebody here is known to offer, or that every record has, and my role may not ask for."""
        said = (self._capability, *(source.capability for source in self._sources.values()))
        offered = {type_ for one in said for type_ in one.types or ()}
        usual = {kind.type for kind in KINDS.values() if kind.urgency < Urgency.REST}
        return tuple(sorted((offered | usual) - self._readable))

    async def events(self, *, stay: bool = True) -> AsyncIterator[Event]:
        """What happens, as it happens. With ``stay`` it goes on for retries until the block is left; without, it
        ends when nobody is being asked any more and all of it has been taken.
        """
        while stay or self.ledger.asking:
            event = await self._queue.get()
            if isinstance(event, LineChanged):
                self._shown[event.line.facility.hcode] = event.line
            yield event

    def stop(self, hcode: str) -> None:
        """Ask this facility no further; what has arrived stays."""
        source = self._sources.get(hcode)
        if source is not None:
            source.stop()

    def retry(self, hcode: str) -> None:
        """Ask this facility again for what it still owes, or for everything when it is not known what that is."""
        source = self._sources.get(hcode)
        if self._open and source is not None and source.line.state in RETRIABLE:
            self._start(hcode)

    def retry_all(self) -> None:
        """Ask again whoever did not answer to the end."""
        for hcode in self._sources:
            self.retry(hcode)

    def refresh(self, hcode: str) -> None:
        """Ask one that has answered for what is new, changed or gone since; others as ``retry``."""
        source = self._sources.get(hcode)
        if source is None or not self._open:
            return
        if source.line.state in RETRIABLE and source.owing:
            self.retry(hcode)
        elif source.may_be_asked_again:
            source.begin_again()
            self._run(self._follow_again(source))

    def refresh_all(self) -> None:
        """Ask everybody again who may be asked."""
        for hcode in self._sources:
            self.refresh(hcode)

    def _start(self, hcode: str) -> None:
        source = self._sources[hcode]
        source.begin()
        self._run(self._follow(source))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _follow(self, source: Source) -> None:
        await self._put(LineChanged(source.line))
        await source.ask()
        await self._put(LineChanged(source.line))

    async def _follow_again(self, source: Source) -> None:
        await self._put(LineChanged(source.line))
        await self._put(await source.ask_again())
        await self._put(LineChanged(source.line))

    async def _deliver(self, hcode: str, part: Received, type_: str, refused: str) -> None:
        if not part.page.entries:  # an empty answer is news for nobody but the line at its end
            return
        line = self._sources[hcode].line
        since = line.answered if line.again == ASKING_AGAIN else None
        page = Arrived(line.facility, line.letter, type_, part.body, part.number, part.page, refused, since)
        await self._put(page)
        await self._put(LineChanged(line))

    async def _put(self, event: Event) -> None:
        if self._open:  # after that nobody takes it any more
            await self._queue.put(event)


def _granted(grant: Grant, permit: Permit, wanted: set[str]) -> set[str]:
    """What may be asked of this facility: wanted, permitted in all, and permitted of it."""
    return wanted & permit.types & (grant.types or permit.types) if grant.permitted else set()


def _narrowed(grant: Grant, missing: tuple[str, ...]) -> str:
    dated = grant.data_since is not None or grant.data_until is not None
    return TYPE_NOT_GRANTED if missing else DATES_NOT_GRANTED if dated else ""


def _first_line(
    position: int, grant: Grant, facility: Facility, granted: set[str], client: ExchangeClient
) -> Line:
    state, detail = LineState.ASKING, ""
    if not grant.permitted:
        state = LineState.NOT_CONSENTED
    elif not granted:
        state, detail = LineState.NOT_CONSENTED, TYPE_NOT_GRANTED
    elif not facility.endpoint:
        state, detail = LineState.NOT_CONNECTED, "no-endpoint"
    elif not client.allows(Opaque(facility.endpoint)):
        state, detail = LineState.NOT_CONNECTED, "origin-refused"
    return Line(facility, letter(position), state, detail=detail)
