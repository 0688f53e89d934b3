"""The facilities: each answers at its own address, what the patient consented to and nothing else."""

from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viewer.sandbox import roles
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir import mischief, torn
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Caller, Door
from viewer.sandbox.fhir.capability import facility_capability
from viewer.sandbox.fhir.consents import Consents
from viewer.sandbox.fhir.cursors import Cursors
from viewer.sandbox.fhir.decision import Permission
from viewer.sandbox.fhir.matching import when
from viewer.sandbox.fhir.outcome import unknown_resource, unknown_type
from viewer.sandbox.fhir.reply import Reply, instance, refusal, reply
from viewer.sandbox.fhir.requests import search_pairs, strict
from viewer.sandbox.fhir.search import SUPPORTING, Search, chosen, included, parameters, read_search, trimmed
from viewer.sandbox.places import Places
from viewer.sandbox.weather import Fault, Weather
from viewer.sandbox.world import World

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants. A page further on keeps its search behind a cursor; an instance has only a ``key``."""

    hcode: str
    search: Search | None = None
    offset: int = 0
    resource_type: str = ""
    key: str = ""
    patient: str = ""


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
    ) -> None:
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
        broken = await torn.before(self._weather, self._weather.steady(hcode))
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
        fault = self._weather.at(asked.hcode, asked.patient)
        broken = await torn.before(self._weather, fault)
        if broken is not None:
            return broken
        try:
            whole = (
                self._page(request, asked, fault) if asked.search else self._instance(request, asked, fault)
            )
        except FhirRefusal as error:
            return refusal(request, error).response()
        return torn.after(self._weather, fault, whole)

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
            return Asked(hcode, kept.search, kept.offset, patient=kept.search.patient)
        search = read_search(resource_type, pairs, strict=strict(request))
        if not search.patient:  # by id alone: whoever it belongs to must have consented
            ids = next(value for name, value in search.filters if name == "_id")
            search = replace(search, patient=self._owner(hcode, resource_type, ids.split(",")[0]))
        return Asked(hcode, search, patient=search.patient)

    def _page(self, request: Request, asked: Asked, fault: Fault) -> Reply:
        search = asked.search
        assert search is not None  # noqa: S101 - the caller looked
        caller = self._door.caller(request)
        caller.need(search.resource_type, "s")
        permissions = self._permissions(caller, asked, fault)
        held = mischief.held(self._world, fault, asked.hcode, search)
        found = chosen(mischief.heard(search, fault), held, self._world.today)
        if fault.kind not in mischief.LIES:
            found = [each for each in found if _told(each, permissions)]
        size = min(search.count, fault.page_size) if fault.kind == "paged" else search.count
        page = found[asked.offset : asked.offset + size]
        told = [each for each in included(search, page, held) if _may_ride(caller, each, permissions)]
        more = 0 < size < len(found) - asked.offset
        further = (
            self._cursors.keep(caller.signer.id, asked.hcode, search, asked.offset + size) if more else ""
        )
        base = self._places.facility(asked.hcode)
        matched: list[Any] = [trimmed(search, each) for each in page]
        total = len(found)
        if fault.kind == "unreadable":
            matched = mischief.broken(matched, search.resource_type, fault, held)
            total = max(total, len(matched))
        understood = mischief.self_pairs(search, fault)
        bundle = searchset(
            base,
            search_url(base, search.resource_type, understood),
            matched,
            total=total,
            includes=mischief.riders(self._world, fault, asked.hcode, search) + told,
            next_url=f"{base}/{search.resource_type}?_cursor={further}" if further else "",
            now=self._clock.now().isoformat(timespec="milliseconds"),
        )
        return reply(request, bundle)

    def _instance(self, request: Request, asked: Asked, fault: Fault) -> Reply:
        caller = self._door.caller(request)
        if asked.resource_type not in roles.CLINICAL | SUPPORTING:
            raise unknown_type(asked.resource_type)
        caller.need(asked.resource_type, "r")
        permissions = self._permissions(caller, asked, fault)
        for resource in self._world.resources[asked.hcode][asked.patient]:
            if (resource.get("resourceType"), resource.get("id")) == (asked.resource_type, asked.key):
                if _told(resource, permissions):
                    return instance(request, resource)
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
        return self._owners[hcode].get((resource_type, key), "")


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
