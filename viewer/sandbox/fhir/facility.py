"""The facilities: each answers at its own address, what the patient consented to and nothing else."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viewer.sandbox import roles
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.faults import Fault
from viewer.sandbox.fhir import mischief, torn
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Caller, Door
from viewer.sandbox.fhir.capability import facility_capability
from viewer.sandbox.fhir.consents import Consents
from viewer.sandbox.fhir.cursors import Cursors
from viewer.sandbox.fhir.decision import Permission
from viewer.sandbox.fhir.matching import when
from viewer.sandbox.fhir.outcome import unknown_resource, unknown_type
from viewer.sandbox.fhir.papers import Papers
from viewer.sandbox.fhir.people import People, patient
from viewer.sandbox.fhir.reply import Reply, instance, refusal, reply
from viewer.sandbox.fhir.requests import search_pairs, strict
from viewer.sandbox.fhir.search import SUPPORTING, Search, chosen, included, parameters, read_search, trimmed
from viewer.sandbox.forecast import Meets
from viewer.sandbox.places import Places
from viewer.sandbox.weather import Weather
from viewer.sandbox.world import World

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants. A page further on keeps its search behind a cursor; an instance has only a ``key``."""

    hcode: str
    search: Search | None = None
    offset: int = 0
    mark: str = ""  # the cursor it came with
    resource_type: str = ""
    key: str = ""
    patient: str = ""

    @property
    def what(self) -> str:
        """What for, never for whom: the weather is drawn by it."""
        if self.search is None:
            return f"{self.resource_type}/"
        return f"{self.search.resource_type} {self.offset}"


class Facilities:
    """Searches, further pages and reads at ``/at/{hcode}/fhir``."""

    def __init__(
        self,
        world: World,
        places: Places,
        clock: SandboxClock,
        door: Door,
        consents: Consents,
        cursors: Cursors,
        weather: Weather,
        people: People,
        papers: Papers,
    ) -> None:
        self._people, self._papers = people, papers
        self._world = world
        self._places = places
        self._clock = clock
        self._door = door
        self._consents = consents
        self._cursors = cursors
        self._weather = weather
        self._hcodes = frozenset(entry.hcode for entry in world.facilities)
        self._owners: dict[str, dict[tuple[str, str], str]] = {}

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = "/at/{hcode}/fhir"
        return [
            Route(f"{path}/metadata", self.metadata),
            Route(f"{path}/{{type}}/_search", self.answer, methods=["POST"]),
            Route(f"{path}/{{type}}", self.answer, methods=["GET"]),
            Route(f"{path}/{{type}}/{{id}}", self.answer, methods=["GET"]),
        ]

    async def metadata(self, request: Request) -> Response:
        """CapabilityStatement; open to all."""
        hcode = request.path_params["hcode"]
        if hcode not in self._hcodes:
            return refusal(request, _unknown_facility()).response()
        meets = self._weather.steady(hcode)
        broken = await torn.before(self._weather, meets, self._moment(meets))
        if broken is not None:
            return broken
        searches = {name: parameters(name) for name in roles.CLINICAL | SUPPORTING}
        day = self._clock.now().date().isoformat()
        return reply(request, facility_capability(self._places, hcode, day, searches)).response()

    async def answer(self, request: Request) -> Response:
        """A search, a further page or a read, in whatever weather there is."""
        try:
            asked = await self._read(request)
        except FhirRefusal as error:
            return refusal(request, error).response()
        meets = self._weather.meets(asked.hcode, asked.patient, asked.what)
        response = await self._met(request, asked, meets)
        if meets.skew_hours:
            response.headers["Date"] = format_datetime(self._moment(meets).astimezone(UTC), usegmt=True)
        return response

    async def _met(self, request: Request, asked: Asked, meets: Meets) -> Response:
        self._revoke(request, asked, meets)
        broken = await torn.before(self._weather, meets, self._moment(meets))
        if broken is not None:
            return broken
        try:
            whole = (
                self._page(request, asked, meets) if asked.search else self._instance(request, asked, meets)
            )
        except FhirRefusal as error:
            return refusal(request, error).response()
        return torn.after(self._weather, meets, whole)

    def _moment(self, meets: Meets) -> datetime:
        """What the facility's own clock shows."""
        return self._clock.now() + timedelta(hours=meets.skew_hours)

    def _revoke(self, request: Request, asked: Asked, meets: Meets) -> None:
        """The patient takes the consent back, now or in a while, when the weather says so."""
        if meets.revokes:
            self._withdraw(request, asked)
        elif meets.revokes_in is not None:
            seconds = self._weather.scaled(meets.revokes_in)
            asyncio.get_running_loop().call_later(seconds, self._withdraw, request, asked)

    def _withdraw(self, request: Request, asked: Asked) -> None:
        with suppress(FhirRefusal):
            practitioner = self._door.caller(request).practitioner
            for kept in self._consents.of(practitioner, asked.patient, ["active"]):
                self._consents.withdraw(kept)

    async def _read(self, request: Request) -> Asked:
        hcode, resource_type = request.path_params["hcode"], request.path_params["type"]
        if hcode not in self._hcodes:
            raise _unknown_facility()
        key = request.path_params.get("id", "")
        if key:
            return Asked(
                hcode, resource_type=resource_type, key=key, patient=self._owner(hcode, resource_type, key)
            )
        pairs = await search_pairs(request)
        mark = dict(pairs).get("_cursor", "")
        if mark:
            kept = self._cursors.open(mark, hcode)
            return Asked(hcode, kept.search, kept.offset, mark, patient=kept.search.patient)
        search = read_search(resource_type, pairs, strict=strict(request))
        if not search.patient:  # by id alone: whoever it belongs to must have consented
            ids = next(value for name, value in search.filters if name == "_id")
            search = replace(search, patient=self._owner(hcode, resource_type, ids.split(",")[0]))
        return Asked(hcode, search, patient=search.patient)

    def _page(self, request: Request, asked: Asked, meets: Meets) -> Reply:
        search, fault = asked.search, meets.fault
        assert search is not None  # noqa: S101 - the caller looked
        caller = self._door.caller(request)
        caller.need(search.resource_type, "s")
        permissions = self._permissions(caller, asked, fault)
        held = mischief.held(self._world, fault, asked.hcode, search)
        held += self._written(asked.hcode, search.patient) if fault.kind not in mischief.LIES else []
        found = chosen(mischief.heard(search, fault), held, self._world.today)
        if fault.kind not in mischief.LIES:
            found = [each for each in found if _told(each, permissions)]
        size = min(search.count, meets.page_size or search.count)
        listed = mischief.doubled(found, meets.doubled, size)
        page = listed[asked.offset : asked.offset + size]
        told = [each for each in included(search, page, held) if _may_ride(caller, each, permissions)]
        more = 0 < size < len(listed) - asked.offset
        further = self._further(caller, asked, size if more else 0, meets.endless if page else "")
        base = self._places.facility(asked.hcode)
        matched = mischief.broken([trimmed(search, each) for each in page], search.resource_type, fault, held)
        bundle = searchset(
            base,
            search_url(base, search.resource_type, mischief.self_pairs(search, fault)),
            matched,
            total=max(len(found), len(matched)) if fault.kind == "unreadable" else len(found),
            includes=mischief.riders(self._world, fault, asked.hcode, search) + told,
            next_url=f"{base}/{search.resource_type}?_cursor={further}" if further else "",
            now=self._clock.now().isoformat(timespec="milliseconds"),
        )
        return reply(request, bundle)

    def _further(self, caller: Caller, asked: Asked, size: int, endless: str) -> str:
        """The cursor of the next page; "" when there is none. Where pages do not end, it leads to the last again."""
        assert asked.search is not None  # noqa: S101 - a page has its search
        if not size and not endless:
            return ""
        if not size and endless == "circle" and asked.mark:
            return asked.mark
        return self._cursors.keep(caller.signer.id, asked.hcode, asked.search, asked.offset + size)

    def _instance(self, request: Request, asked: Asked, meets: Meets) -> Reply:
        caller = self._door.caller(request)
        if asked.resource_type not in roles.CLINICAL | SUPPORTING:
            raise unknown_type(asked.resource_type)
        caller.need(asked.resource_type, "r")
        permissions = self._permissions(caller, asked, meets.fault)
        own = self._world.resources.get(asked.hcode, {}).get(asked.patient, ())
        for resource in (*own, *self._written(asked.hcode, asked.patient)):
            if (resource.get("resourceType"), resource.get("id")) == (asked.resource_type, asked.key):
                if _told(resource, permissions):
                    return instance(request, mischief.skewed(resource, meets.skew_hours))
                raise _not_permitted(asked.resource_type)
        raise unknown_resource()

    def _permissions(self, caller: Caller, asked: Asked, fault: Fault) -> list[Permission]:
        if fault.kind == "withheld":
            raise FhirRefusal(403, "forbidden", "this facility does not disclose", detail="withheld")
        if fault.kind in {"not-connected", "unconnected"}:
            raise FhirRefusal(404, "not-supported", "this facility is not connected", detail="not-connected")
        permissions = self._consents.permitted(caller.practitioner, asked.patient, asked.hcode)
        if not permissions:
            if asked.key and self._consents.any_at(caller.practitioner, asked.hcode):
                raise unknown_resource()  # whether it is unknown or another's is not told: ids can be guessed
            raise FhirRefusal(403, "forbidden", "no active consent covers this", detail="no-consent")
        wanted = asked.search.resource_type if asked.search else asked.resource_type
        if wanted not in SUPPORTING and not any(wanted in each.types for each in permissions):
            raise _not_permitted(wanted)
        return permissions

    def _owner(self, hcode: str, resource_type: str, key: str) -> str:
        """Whose resource an id is; "" when the facility does not hold it."""
        if hcode not in self._owners:
            self._owners[hcode] = {
                (str(resource.get("resourceType")), str(resource.get("id"))): patient
                for patient, resources in self._world.resources.get(hcode, {}).items()
                for resource in resources
            }
        return self._owners[hcode].get((resource_type, key), "") or self._papers.owner(
            hcode, resource_type, key
        )

    def _written(self, hcode: str, patient_id: str) -> list[Resource]:
        """What was written from here; where the facility knew nobody before, with the person it is about."""
        written = self._papers.of(hcode, patient_id)
        human = self._people.human(patient_id) if written else None
        if human is not None and patient_id not in self._world.resources.get(hcode, {}):
            return [patient(human), *written]
        return written


def _told(resource: Resource, permissions: list[Permission]) -> bool:
    kind = resource.get("resourceType")
    if kind in SUPPORTING:
        return True
    return any(
        kind in each.types and (not each.bounded or each.covers(when(resource))) for each in permissions
    )


def _may_ride(caller: Caller, resource: Resource, permissions: list[Permission]) -> bool:
    return caller.allows(str(resource.get("resourceType")), "r") and _told(resource, permissions)


def _not_permitted(resource_type: str) -> FhirRefusal:
    text = f"the consent does not cover {resource_type}"
    return FhirRefusal(403, "forbidden", text, detail="type-not-permitted")


def _unknown_facility() -> FhirRefusal:
    return FhirRefusal(404, "not-found", "no such facility", detail="unknown-facility")
