"""Searches in the directory: small, open to whoever is signed in, paged by an offset."""

from typing import Any

from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.codes import same_system
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.outcome import unknown_type
from viewer.sandbox.fhir.requests import number
from viewer.sandbox.places import Places
from viewer.sandbox.weather import Weather
from viewer.sandbox.web import Pairs

Resource = dict[str, Any]
_LARGEST_PAGE = 200
_SILENT = frozenset({"_count", "_format", "_total", "_offset", "_include"})
# parameter -> the element that holds the reference
_REFERENCES = {
    "PractitionerRole": {"practitioner": "practitioner", "organization": "organization"},
    "Endpoint": {"organization": "managingOrganization"},
}


class Lookup:
    """Reads and searches Organization, Endpoint, Practitioner and PractitionerRole."""

    def __init__(self, directory: Directory, places: Places, weather: Weather) -> None:
        self._directory = directory
        self._base = places.base
        self._weather = weather

    def read(self, resource_type: str, key: str) -> Resource | None:
        """One resource of the directory."""
        resource = self._directory.resources[resource_type].get(key)
        return resource if resource is not None and self._listed(resource) else None

    def search(self, resource_type: str, pairs: Pairs, *, strict: bool) -> Resource:
        """A page of the directory.

        Raises:
            FhirRefusal: unknown type; unknown parameter when strict; a count that is no number.
        """
        if resource_type not in self._directory.resources:
            raise unknown_type(resource_type)
        understood = self._understood(resource_type, pairs, strict=strict)
        found = [
            resource
            for resource in self._directory.resources[resource_type].values()
            if self._listed(resource) and all(self._fits(resource, *pair) for pair in understood)
        ]
        count = number(understood, "_count", 50, _LARGEST_PAGE)
        offset = number(understood, "_offset", 0, len(found))
        page = found[offset : offset + count]
        rest = [pair for pair in understood if pair[0] != "_offset"]
        further = [*rest, ("_offset", str(offset + count))]
        more = count > 0 and offset + count < len(found)
        return searchset(
            self._base,
            search_url(self._base, resource_type, understood),
            page,
            total=len(found),
            includes=self._included(page, [value for name, value in understood if name == "_include"]),
            next_url=search_url(self._base, resource_type, further) if more else "",
        )

    def _understood(self, resource_type: str, pairs: Pairs, *, strict: bool) -> Pairs:
        references = _REFERENCES.get(resource_type, {})
        known = _SILENT | {"_id"} | set(references)
        known |= {"identifier"} if resource_type == "Organization" else set()
        includes = {f"{resource_type}:{name}" for name in references}
        understood = [
            (name, value)
            for name, value in pairs
            if name in known and (name != "_include" or value in includes)
        ]
        if strict and len(understood) != len(pairs):
            raise FhirRefusal(400, "not-supported", "a parameter is not supported here", detail="parameter")
        return understood

    def _fits(self, resource: Resource, name: str, value: str) -> bool:
        if name in _SILENT:
            return True
        wanted = value.split(",")
        if name == "_id":
            return resource["id"] in wanted
        if name == "identifier":
            return any(_identified(resource, token) for token in wanted)
        element = _REFERENCES[resource["resourceType"]][name]
        key = resource[element]["reference"].rsplit("/", 1)[-1]
        return key in {reference.rsplit("/", 1)[-1] for reference in wanted}

    def _included(self, page: list[Resource], includes: list[str]) -> list[Resource]:
        found: dict[str, Resource] = {}
        for resource in page:
            for include in includes:
                name = include.partition(":")[2]
                element = _REFERENCES[resource["resourceType"]][name]
                kind, _, key = resource[element]["reference"].partition("/")
                found[f"{kind}/{key}"] = self._directory.resources[kind][key]
        return list(found.values())

    def _listed(self, resource: Resource) -> bool:
        """A facility that is not connected has no Endpoint here."""
        if resource["resourceType"] != "Endpoint":
            return True
        hcode = self._directory.hcode(resource["managingOrganization"]["reference"])
        return not self._weather.unconnected(hcode)


def _identified(resource: Resource, token: str) -> bool:
    system, bar, value = token.rpartition("|")
    return any(
        own["value"] == value and (not bar or same_system(system, own["system"]))
        for own in resource["identifier"]
    )
