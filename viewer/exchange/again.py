"""Asking a facility again that has answered: what is new or changed since, and what it does not send any more.

``_lastUpdated=gt…`` finds new and changed rows; it cannot find vanished ones, so the ids alone are read again
(``_elements=id``). Since when is told by the server's own clock (Bundle.meta.lastUpdated, else the Date of its
answer), never by ours, and with a margin: what was being written meanwhile is rather sent twice than missed. A server
that does not know these parameters is read again in full; one that ignores them has then been.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from viewer.base.errors import PrawatError
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange import errors
from viewer.exchange.client import ExchangeClient
from viewer.exchange.compartment import KINDS, Kind
from viewer.exchange.directory import Facility
from viewer.exchange.gate import Turn
from viewer.exchange.guard import glance, lost_the_patient
from viewer.exchange.pages import Received, Search, pages
from viewer.exchange.permit import Permit
from viewer.exchange.shapes import fit
from viewer.exchange.verdict import Count
from viewer.exchange.wire import Mode

MARGIN = timedelta(minutes=2)
_STAMPED = 2 * 1024 * 1024  # larger pages are not looked into for their stamp
Parameters = tuple[tuple[str, str], ...]
Deliver = Callable[[Received, str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reread:
    """What a facility still holds: of ``types``, those whose ids were read to the end, exactly ``ids``."""

    facility: Facility
    types: frozenset[str]
    ids: frozenset[tuple[str, str]] = field(repr=False)  # (type, id)
    failed: bool = False  # of what was asked, something was not answered


class _Meta(msgspec.Struct):
    last_updated: str = msgspec.field(name="lastUpdated", default="")


class _Stamp(msgspec.Struct):
    meta: _Meta | None = None


class _Id(msgspec.Struct):
    id: str = ""


class _Stranger(Exception):
    """The page is about somebody else: nothing more is asked of this facility."""


def server_time(part: Received) -> str:
    """The server's own time when it answered, less the margin, as a FHIR instant; "" when it did not say."""
    stamp = fit(part.body, _Stamp) if len(part.body) < _STAMPED else None
    text = stamp.meta.last_updated if stamp is not None and stamp.meta is not None else ""
    moment = _instant(text) or _http_date(part.date)
    return (moment - MARGIN).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment is not None else ""


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


@dataclass(slots=True)
class Again:
    """One facility being asked again. ``since``: the server's time of the last answer, by type; renewed here."""

    client: ExchangeClient
    permit: Permit
    facility: Facility
    limits: Limits
    turn_came: Callable[[], None]
    deliver: Deliver
    since: dict[str, str]
    _ids: dict[str, set[str]] = field(default_factory=dict)  # by type, of those read to the end
    _failed: bool = False

    async def ask(self, types: Iterable[str]) -> Reread:
        """Deliver what is new or changed; what is still there is the answer. Never raises."""
        kinds = sorted((KINDS[type_] for type_ in types if type_ != "Patient"), key=lambda kind: kind.urgency)
        try:
            async with asyncio.timeout(self.limits.facility), asyncio.TaskGroup() as group:
                for kind in kinds:
                    group.create_task(self._one(kind))
        except TimeoutError:
            self._failed = True
        except BaseExceptionGroup as several:
            self._failed = True
            if several.split(_Stranger)[1] is not None:
                raise  # not one of ours
        ids = frozenset((type_, id_) for type_, found in self._ids.items() for id_ in found)
        return Reread(self.facility, frozenset(self._ids), ids, self._failed)

    async def _one(self, kind: Kind) -> None:
        try:
            since = self.since.get(kind.type, "")
            whole = not since
            if since:
                try:
                    await self._read(kind, (("_lastUpdated", f"gt{since}"),), deliver=True)
                except errors.Refused as error:
                    if error.status != 400:
                        raise
                    whole = True  # a strict server that does not know the parameter
            if not whole:
                try:
                    found = await self._read(kind, (("_elements", "id"),), deliver=False)
                except errors.Refused as error:
                    if error.status != 400:
                        raise
                    whole = True
            if whole:
                found = await self._read(kind, (), deliver=True)
            if found is None:
                self._failed = True
            else:
                self._ids[kind.type] = found
        except _Stranger:
            raise
        except PrawatError:
            self._failed = True

    async def _read(self, kind: Kind, more: Parameters, *, deliver: bool) -> set[str] | None:
        """Every page; the ids of all matches, or None when it is not certain that they are all."""
        patient = self.permit.patient
        parameters = ((kind.parameter, patient.reveal()), ("_count", str(self.limits.page_count)), *more)
        turn = Turn(self.facility.hcode, kind.urgency, self.turn_came)
        count, found, time, certain = Count(full_page=self.limits.page_count), set[str](), "", True
        search = Search(Opaque(self.facility.endpoint), kind.type, parameters, turn)
        async with aclosing(pages(self.client, search)) as received:
            async for part in received:
                await self._refuse_strangers(part, kind.type)
                if part.number == 1:
                    count.stated, time = part.page.total, server_time(part)
                certain &= part.whole and part.page.resource_type == "Bundle" and not part.page.unreadable
                for entry in part.page.entries:
                    if entry.raw and entry.mode is Mode.MATCH:
                        count.matched += 1
                        shape = fit(entry.raw, _Id)
                        if shape is not None and shape.id:
                            found.add(shape.id)
                if deliver:
                    await self.deliver(part, kind.type, "")
        if deliver and certain:
            self.since[kind.type] = time
        count.complete = True
        return found if certain and not count.falls_short and not count.perhaps_cut else None

    async def _refuse_strangers(self, part: Received, type_: str) -> None:
        patient = self.permit.patient
        lost = part.number == 1 and lost_the_patient(part.page, patient)
        if lost or any(glance(entry, patient).another for entry in part.page.entries):
            await self.deliver(part, type_, "self-lost-patient" if lost else "wrong-person")
            raise _Stranger
