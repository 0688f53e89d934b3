"""Where programs write: a transaction of lists of medicines, all of it or nothing (FHIR R4 http.html#transaction)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Route

from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.callers import Caller, Door
from viewer.sandbox.fhir.consents import Consents
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.outcome import unknown_resource
from viewer.sandbox.fhir.papers import TYPES, Papers
from viewer.sandbox.fhir.people import People
from viewer.sandbox.fhir.reply import Reply, guarded, instance, reply
from viewer.sandbox.fhir.requests import resource_sent
from viewer.sandbox.places import Places

Resource = dict[str, Any]
_MOST = 500  # entries of a transaction
_STATUSES = frozenset(
    {"active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"}
)
_MODES = frozenset({"working", "snapshot", "changes"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry, checked."""

    url: str
    resource: Resource
    sought: str  # ``system|value`` of ifNoneExist, "" without
    key: str = ""  # of what is changed; "" = it is made
    match: str = ""  # the version it must still have

    @property
    def type(self) -> str:
        """Its resource type."""
        return str(self.resource["resourceType"])


class WritingDesk:
    """Takes a transaction at the base, and gives each part back by its id."""

    def __init__(
        self,
        places: Places,
        door: Door,
        directory: Directory,
        people: People,
        consents: Consents,
        papers: Papers,
    ) -> None:
        self._places, self._door, self._directory = places, door, directory
        self._people, self._consents, self._papers = people, consents, papers

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.base).path
        return [
            Route(path, guarded(self.transact), methods=["POST"]),
            *(Route(f"{path}/{kind}/{{id}}", guarded(self._reader(kind)), methods=["GET"]) for kind in TYPES),
        ]

    async def transact(self, request: Request) -> Reply:
        """Take all entries, or none."""
        caller = self._door.caller(request)
        bundle = await resource_sent(request, "Bundle")
        entries = _entries(bundle)
        for kind, letter in {(entry.type, "u" if entry.key else "c") for entry in entries}:
            caller.need(kind, letter)
        patient = self._patient(caller, entries)
        hcode = self._place(caller, entries)
        known = [
            self._changed(hcode, patient, entry) if entry.key else self._known(hcode, entry)
            for entry in entries
        ]
        ids = [old["id"] if old else self._papers.new_id() for old in known]
        named = {
            entry.url: f"{entry.type}/{key}" for entry, key in zip(entries, ids, strict=True) if entry.url
        }
        told = []
        for entry, old, key in zip(entries, known, ids, strict=True):
            sent = _resolved(entry.resource, named) | {"id": key}
            if old is not None and entry.key:
                kept = self._papers.change(old, sent)
            else:
                kept = old or self._papers.keep(hcode, patient, sent)
            told.append(_told(kept, "200 OK" if old else "201 Created"))
        return reply(request, {"resourceType": "Bundle", "type": "transaction-response", "entry": told})

    def _reader(self, kind: str) -> Callable[[Request], Awaitable[Reply]]:
        async def read(request: Request) -> Reply:
            caller = self._door.caller(request)
            caller.need(kind, "r")
            found = self._papers.read(kind, request.path_params["id"])
            if found is None or not self._consents.of(caller.practitioner, found[0], ["active"]):
                raise unknown_resource()
            return instance(request, found[1])

        return read

    def _patient(self, caller: Caller, entries: list[_Entry]) -> str:
        """Whom it is about: one person, who lets the caller read them."""
        subjects = {_reference(entry.resource.get("subject")) for entry in entries}
        human = self._people.human(next(iter(subjects))) if len(subjects) == 1 else None
        if human is None:
            raise _unfit("subject", "every entry is about the same known person")
        if not self._consents.of(caller.practitioner, human.patient_id, ["active"]):
            raise FhirRefusal(403, "forbidden", "no active consent covers this", detail="no-consent")
        return human.patient_id

    def _place(self, caller: Caller, entries: list[_Entry]) -> str:
        """The facility of the post that the list says it comes from; it must be one of the caller's."""
        sources = {_reference(entry.resource.get("source")) for entry in entries if entry.type == "List"}
        post = self._directory.post(next(iter(sources))) if len(sources) == 1 else None
        if post is None or post[0].practitioner_id != caller.practitioner:
            raise _unfit(
                "List.source", "one List, written from a PractitionerRole of the person who sends it"
            )
        return post[1].hcode

    def _changed(self, hcode: str, patient: str, entry: _Entry) -> Resource:
        """What is to be changed: written from the same facility about the same person, and not changed meanwhile."""
        found = self._papers.read(entry.type, entry.key)
        if found is None or self._papers.owner(hcode, entry.type, entry.key) != patient:
            raise unknown_resource()
        if entry.match and entry.match != f'W/"{found[1]["meta"]["versionId"]}"':
            raise FhirRefusal(412, "conflict", "it was changed meanwhile", detail="if-match")
        return found[1]

    def _known(self, hcode: str, entry: _Entry) -> Resource | None:
        """What stands there already under the identifier it must not be made twice for."""
        if not entry.sought:
            return None
        found = self._papers.with_identifier(entry.type, hcode, entry.sought)
        if len(found) > 1:
            raise FhirRefusal(412, "multiple-matches", "several have this identifier", detail="if-none-exist")
        return found[0] if found else None


def _entries(bundle: Resource) -> list[_Entry]:
    """The entries, each one that may be written.

    Raises:
        FhirRefusal: 422 naming the first element that does not fit.
    """
    if bundle.get("type") != "transaction":
        raise _unfit("Bundle.type", "only a transaction is taken here")
    sent = bundle.get("entry")
    if not isinstance(sent, list) or not 0 < len(sent) <= _MOST:
        raise _unfit("Bundle.entry", f"1 to {_MOST} entries")
    return [_entry(one) for one in sent]


def _entry(sent: object) -> _Entry:
    entry = sent if isinstance(sent, dict) else {}
    resource, asked = entry.get("resource"), entry.get("request")
    if not isinstance(resource, dict) or not isinstance(asked, dict):
        raise _unfit("Bundle.entry", "a resource and a request are required")
    kind = resource.get("resourceType")
    key = _key(kind, resource, asked)
    (_check_list if kind == "List" else _check_statement)(resource)
    if kind == "List" and (resource["status"] == "current") is bool(key):
        raise _unfit("List.status", "a new one is current, one that is changed is not any more")
    name, _, sought = str(asked.get("ifNoneExist") or "").partition("=")
    if sought and name != "identifier":
        raise _unfit("Bundle.entry.request.ifNoneExist", "by identifier only")
    url = entry.get("fullUrl")
    return _Entry(url if isinstance(url, str) else "", resource, sought, key, str(asked.get("ifMatch") or ""))


def _key(kind: object, resource: Resource, asked: Resource) -> str:
    """The id of what is changed (PUT); "" of what is made (POST)."""
    if kind in TYPES and asked.get("method") == "POST" and asked.get("url") == kind:
        return ""
    key = resource.get("id")
    if kind in TYPES and asked.get("method") == "PUT" and key and asked.get("url") == f"{kind}/{key}":
        return str(key)
    raise _unfit("Bundle.entry.request", f"POST of {' or '.join(TYPES)}, or PUT of one by its id")


def _check_list(resource: Resource) -> None:
    """What R4 requires of a List, and its invariant lst-3."""
    entries = resource.get("entry", [])
    rules = (
        (resource.get("status") in ("current", "retired", "entered-in-error"), "List.status"),
        (resource.get("mode") in _MODES, "List.mode"),
        (isinstance(entries, list) and all(_lists_something(one) for one in entries), "List.entry.item"),
        (resource.get("mode") == "working" or not any("date" in one for one in entries), "List.entry.date"),
    )
    _keep_to(rules)


def _lists_something(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("item"), dict) and bool(entry["item"])


def _check_statement(resource: Resource) -> None:
    """What R4 requires of a MedicationStatement."""
    medication = resource.get("medicationCodeableConcept")
    rules = (
        (resource.get("status") in _STATUSES, "MedicationStatement.status"),
        (isinstance(medication, dict) and bool(medication), "MedicationStatement.medication[x]"),
        (isinstance(resource.get("subject"), dict), "MedicationStatement.subject"),
    )
    _keep_to(rules)


def _keep_to(rules: tuple[tuple[bool, str], ...]) -> None:
    for fits, element in rules:
        if not fits:
            raise _unfit(element, "missing, or not of its value set")


def _resolved(resource: Resource, named: dict[str, str]) -> Resource:
    """The same with references into the Bundle replaced by the places that were given."""
    return {name: _placed(part, named) for name, part in resource.items()}


def _placed(value: object, named: dict[str, str]) -> object:
    if isinstance(value, dict):
        told = {name: _placed(part, named) for name, part in value.items()}
        reference = told.get("reference")
        return told | {"reference": named[reference]} if reference in named else told
    return [_placed(part, named) for part in value] if isinstance(value, list) else value


def _told(kept: Resource, status: str) -> Resource:
    return {
        "response": {
            "status": status,
            "location": f"{kept['resourceType']}/{kept['id']}/_history/{kept['meta']['versionId']}",
            "etag": f'W/"{kept["meta"]["versionId"]}"',
            "lastModified": kept["meta"]["lastUpdated"],
        }
    }


def _reference(value: object) -> str:
    found = value.get("reference") if isinstance(value, dict) else ""
    return found if isinstance(found, str) else ""


def _unfit(element: str, text: str) -> FhirRefusal:
    return FhirRefusal(422, "invariant", f"{element}: {text}", detail="transaction")
