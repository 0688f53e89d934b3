"""Asking one facility for one person: in order, within its time, to the end of every type; never raises.

What goes wrong is a state of the facility's line. Nothing that happens here reaches another facility.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import partial

from viewer.base.clock import Clock
from viewer.base.errors import PrawatError
from viewer.base.log import note
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange import errors
from viewer.exchange.again import Again, Reread
from viewer.exchange.client import ExchangeClient
from viewer.exchange.compartment import KINDS, Kind
from viewer.exchange.gate import Turn, Urgency
from viewer.exchange.judging import REFUSED, Another, Failed, judge
from viewer.exchange.ledger import ASKING_AGAIN, FAILED_AGAIN, Line, LineState
from viewer.exchange.pages import Received, Search, pages
from viewer.exchange.permit import Permit
from viewer.exchange.query import Capability, capability
from viewer.exchange.stint import Stint
from viewer.exchange.verdict import (
    FINAL,
    STOPPED,
    TIMED_OUT,
    WITHHELD,
    Count,
    refusal,
    verdict,
)


class _Over(Exception):
    """Enough of this facility: ends its other requests too. The counts say why."""


_STALE = 3  # pages in a row that bring nothing new: data that moves while it is read makes one or two such
Deliver = Callable[[Received, str, str], Awaitable[None]]


@dataclass(slots=True)
class Source:
    """One facility being asked. ``begin`` and ``ask`` may be called again when it has ended.

    ``deliver`` takes each page as it comes, its type, and why it is refused ("" = it is not), and may make us wait:
    that time is not the facility's. ``another``: see ``judge``.
    """

    client: ExchangeClient
    permit: Permit
    line: Line
    types: tuple[str, ...]  # to ask for
    not_granted: tuple[str, ...]  # wanted, but not in the consent
    narrowed: str  # what the consent keeps from us here, in the verdict's words; "" nothing
    limits: Limits
    clock: Clock
    deliver: Deliver
    another: Another = lambda _: ""
    capability: Capability = Capability()  # noqa: RUF009  frozen; what the facility says it can do, once it has
    _asked: frozenset[str] = frozenset()
    _counts: dict[str, Count] = field(default_factory=dict)
    _stint: Stint = field(default_factory=lambda: Stint(0))
    _ended_by: str = ""
    _handing_over: asyncio.Lock = field(default_factory=asyncio.Lock)

    def begin(self) -> None:
        """Set the line to asking, and decide what to ask: what is not complete yet, or else everything."""
        offered = [type_ for type_ in self.types if self.capability.offers(type_)]
        missing = [t for t in offered if t not in self._counts or self._counts[t].owing] or offered
        self._asked = frozenset({"Patient", *missing} & set(self.types))
        self._counts |= {type_: Count(full_page=self.limits.page_count) for type_ in self._asked}
        stopped = (
            self.line.state is LineState.ASKING and self._ended_by == STOPPED
        )  # before it was asked at all
        self._stint, self._ended_by = Stint(self.limits.facility), STOPPED if stopped else ""
        self.line = replace(
            self.line, state=LineState.ASKING, detail="", reference="", missing_types=(), took=None, again=""
        )
        self._recount()

    async def ask(self) -> None:
        """After ``begin``: ask, and leave ``line`` in its final state."""
        kinds = sorted((KINDS[type_] for type_ in self._asked), key=lambda kind: kind.urgency)
        try:
            async with self._stint.lasting():
                await self._ask_all(kinds)
        except TimeoutError:
            self._ended_by = self._ended_by or TIMED_OUT
        except PrawatError as error:
            self._ended_by = error.code
        except Exception as error:  # noqa: BLE001  whatever one facility sends must not stop the others
            note("facility-broke-the-reader", level=logging.ERROR, error=error, letter=self.line.letter)
            self._ended_by = "unexpected"
        self.line = self._concluded()

    @property
    def owing(self) -> bool:
        """Something that was asked for is missing."""
        return any(count.owing for count in self._counts.values())

    @property
    def may_be_asked_again(self) -> bool:
        """It has answered something to its end, and is not being asked."""
        done = any(count.complete for type_, count in self._counts.items() if type_ != "Patient")
        return done and self.line.state is not LineState.ASKING and self.line.again != ASKING_AGAIN

    def begin_again(self) -> None:
        """Set the line to being asked again; what it answered before stands meanwhile."""
        self.line = replace(self.line, again=ASKING_AGAIN)

    async def ask_again(self) -> Reread:
        """After ``begin_again``: hand on what is new or changed since; the answer says what is still there."""
        complete = {type_: count for type_, count in self._counts.items() if count.complete}
        since = {type_: count.began for type_, count in complete.items() if count.began}
        check = partial(self.permit.check, self.clock)
        again = Again(self.client, self.permit, self.line.facility, self.limits, check, self.deliver, since)
        reread = await again.ask(complete)
        for type_ in reread.types:
            complete[type_].now_holds(sum(kind == type_ for kind, _ in reread.ids), since.get(type_, ""))
        self._recount()
        state, detail = verdict(self._counts, self._ended_by, self.narrowed)
        answered = self.line.answered if reread.failed else self.clock.now()
        outcome = FAILED_AGAIN if reread.failed else ""
        self.line = replace(self.line, state=state, detail=detail, again=outcome, answered=answered)
        return reread

    def stop(self) -> None:
        """End it now; what has arrived stays."""
        if self.line.state is LineState.ASKING:
            self._ended_by = STOPPED
            self._stint.stop()

    async def _ask_all(self, kinds: Sequence[Kind]) -> None:
        """The Patient first: whose data this is, and whether we may have it, is known before the rest is asked for."""
        if self._ended_by:  # stopped before it began
            return
        try:
            async with asyncio.TaskGroup() as first:
                first.create_task(self._learn())
                for kind in kinds:
                    if kind.type == "Patient":
                        first.create_task(self._ask_one(kind))
            patient = self._counts.get("Patient")
            if patient is not None and patient.failure == WITHHELD:
                return
            for kind in kinds:
                if kind.type != "Patient" and not self.capability.offers(kind.type):
                    del self._counts[kind.type]
            rest = iter([kind for kind in kinds if kind.type != "Patient" and kind.type in self._counts])
            async with asyncio.TaskGroup() as group:
                for _ in range(self.limits.per_facility):
                    group.create_task(self._ask_each(rest))
        except BaseExceptionGroup as several:
            if several.split(_Over)[1] is not None:
                raise

    async def _learn(self) -> None:
        """What the facility offers. It is not waited for long: without it everything is tried."""
        if self.capability.types is None:
            patience = asyncio.timeout(None)

            def came() -> None:
                self._turn_came()
                if patience.when() is None:
                    patience.reschedule(asyncio.get_running_loop().time() + self.limits.connect)

            turn = replace(self._turn(Urgency.ALLERGIES_AND_MEDICINES), begun=came)
            try:
                with self._stint.asking():
                    async with patience:
                        address = Opaque(self.line.facility.endpoint)
                        self.capability = await capability(self.client, address, turn)
            except TimeoutError:
                return
            except PrawatError as error:
                self._ended_by = error.code
                raise _Over from None

    async def _ask_each(self, kinds: Iterator[Kind]) -> None:
        """What is left of the types, one after the other; several do so side by side."""
        for kind in kinds:
            await self._ask_one(kind)

    async def _ask_one(self, kind: Kind) -> None:
        """One type to its end; its failure is written down.

        Raises:
            _Over: the failure is the facility's, not the type's.
        """
        count = self._counts[kind.type]
        try:
            try:
                await self._read(kind, kind.includes)
            except errors.Refused as error:
                # A strict server that does not know the include refuses the whole search.
                if error.status != 400 or not kind.includes:
                    raise
                await self._read(kind, ())
            count.complete = True
        except Failed as failed:
            self._note(count, failed.detail, failed.reference)
        except errors.Refused as error:
            self._note(count, refusal(error), error.reference)
        except errors.ExchangeError as error:
            self._note(count, error.detail, error.reference)
        except PrawatError as error:  # the permit's and the session's: the same for every request from now on
            self._ended_by = error.code
            raise _Over from None
        if count.failure in FINAL:
            raise _Over

    def _note(self, count: Count, detail: str, reference: str) -> None:
        count.failure = detail
        if not self.line.reference:
            self.line = replace(self.line, reference=reference)

    async def _read(self, kind: Kind, includes: tuple[str, ...]) -> None:
        patient = self.permit.patient
        parameters = (
            (kind.parameter, patient.reveal()),
            ("_count", str(self.limits.page_count)),
            *(("_include", include) for include in includes),
        )
        address = Opaque(self.line.facility.endpoint)
        search = Search(address, kind.type, parameters, self._turn(kind.urgency))
        count, stale = self._counts[kind.type], 0
        with self._stint.asking():
            async with aclosing(pages(self.client, search)) as received:
                async for part in received:
                    known = count.matched
                    withheld = await self._take(part, kind.type)
                    stale = stale + 1 if part.page.entries and count.matched == known else 0
                    if withheld:
                        raise Failed(WITHHELD, part.reference)
                    if not part.whole or "cut" in part.page.flaws:
                        raise Failed("cut", part.reference)
                    if stale > _STALE:
                        raise Failed("pages-without-end", part.reference)
        count.seen.clear()

    async def _take(self, part: Received, type_: str) -> bool:
        """Judge a page and hand it on; True when it says that more is withheld."""
        self.permit.check(self.clock)
        try:
            withheld = judge(part, self._counts[type_], self.permit.patient, self.another)
        except Failed as failed:
            if failed.detail in REFUSED:  # nothing of it is read; that it came is kept
                await self._hand_over(part, type_, failed.detail)
            raise
        await self._hand_over(part, type_)
        return withheld

    def _turn(self, urgency: Urgency) -> Turn:
        return Turn(self.line.facility.hcode, urgency, self._turn_came, self._stint.waiting)

    async def _hand_over(self, part: Received, type_: str, refused: str = "") -> None:
        """Deliver one page at a time. However long the reader takes, the facility's clock stands meanwhile."""
        self._recount()
        async with self._handing_over:
            if not self._stint.over:
                with self._stint.busy():
                    await self.deliver(part, type_, refused)

    def _turn_came(self) -> None:
        """Just before each request: is it still allowed? The facility's clock starts with its first.

        Raises:
            PermitExpired: no longer.
        """
        self.permit.check(self.clock)
        self._stint.start()

    def _recount(self) -> None:
        counts = [count for type_, count in self._counts.items() if type_ != "Patient"]
        stated = [count.stated for count in counts if count.complete or count.stated is not None]
        known = [total for total in stated if total is not None]
        self.line = replace(
            self.line,
            received=sum(count.matched for count in counts),
            stated=sum(known) if known and len(known) == len(stated) else None,
            unreadable=sum(count.unreadable for count in self._counts.values()),
        )

    def _concluded(self) -> Line:
        self._recount()
        open_types = [type_ for type_, count in self._counts.items() if not count.complete]
        cut = [type_ for type_, count in self._counts.items() if count.cut_short or count.perhaps_cut]
        missing = sorted({*open_types, *cut, *self.not_granted})
        state, detail = verdict(self._counts, self._ended_by, self.narrowed)
        return replace(
            self.line,
            state=state,
            detail=detail,
            missing_types=tuple(missing),
            took=self._stint.took,
            answered=self.clock.now() if self.line.received or not open_types else self.line.answered,
        )
