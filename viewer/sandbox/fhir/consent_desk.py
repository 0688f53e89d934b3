"""Where programs ask for consent, look at it, and give it up: ``{base}/Consent``."""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Route

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import AnswerTooLate, FhirRefusal
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Caller, Door
from viewer.sandbox.fhir.consents import Consents, Kept
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.outcome import unknown_resource
from viewer.sandbox.fhir.people import People
from viewer.sandbox.fhir.proposal import read_proposal
from viewer.sandbox.fhir.reply import Reply, guarded, instance, reply
from viewer.sandbox.fhir.requests import resource_sent, search_pairs, strict
from viewer.sandbox.places import Places

_SEARCH = frozenset({"patient", "status", "actor", "_id", "_count", "_format", "_total"})


class ConsentDesk:
    """A program asks and looks; only the patient answers, on the phone."""

    def __init__(
        self,
        places: Places,
        clock: SandboxClock,
        door: Door,
        directory: Directory,
        people: People,
        consents: Consents,
    ) -> None:
        self._places = places
        self._clock = clock
        self._door = door
        self._directory = directory
        self._people = people
        self._consents = consents

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.base).path
        return [
            Route(f"{path}/Consent", guarded(self.ask_consent), methods=["POST"]),
            Route(f"{path}/Consent", guarded(self.find_consents), methods=["GET"]),
            Route(f"{path}/Consent/_search", guarded(self.find_consents), methods=["POST"]),
            Route(f"{path}/Consent/{{id}}", guarded(self.read_consent), methods=["GET"]),
            Route(f"{path}/Consent/{{id}}", guarded(self.give_up_consent), methods=["PUT"]),
        ]

    async def ask_consent(self, request: Request) -> Reply:
        """Put a request before the patient."""
        caller = self._door.caller(request)
        caller.need("Consent", "c")
        resource = await resource_sent(request, "Consent")
        proposal = read_proposal(resource, self._directory, self._people, self._clock.now(), caller)
        kept = self._consents.propose(resource, proposal)
        headers = {"Location": f"{self._places.base}/Consent/{kept.id}/_history/{kept.version}"}
        return reply(request, kept.resource, status=201, headers=headers | {"ETag": f'W/"{kept.version}"'})

    async def read_consent(self, request: Request) -> Reply:
        """A consent, for its recipient; 304 when nothing changed."""
        caller = self._door.caller(request)
        caller.need("Consent", "r")
        return instance(request, self._own_consent(request, caller).resource)

    async def give_up_consent(self, request: Request) -> Reply:
        """Who asked takes it back: the one change a program may make to a consent."""
        caller = self._door.caller(request)
        caller.need("Consent", "u")
        resource = await resource_sent(request, "Consent")
        kept = self._own_consent(request, caller)
        if resource.get("id") != kept.id or resource.get("status") != "inactive":
            text = "a program may only give a consent up: the same id, status inactive"
            raise FhirRefusal(422, "business-rule", text, detail="consent")
        version = request.headers.get("if-match", "")
        if version and version != f'W/"{kept.version}"':
            raise FhirRefusal(412, "conflict", "the consent has changed meanwhile", detail="consent")
        try:
            return instance(request, self._consents.withdraw(kept, "asker").resource)
        except AnswerTooLate as error:
            raise FhirRefusal(409, "conflict", str(error), detail="consent") from error

    def _own_consent(self, request: Request, caller: Caller) -> Kept:
        kept = self._consents.get(request.path_params["id"])
        if kept is None or kept.practitioner != caller.practitioner:
            raise unknown_resource()
        return kept

    async def find_consents(self, request: Request) -> Reply:
        """Consents of one patient in which the asking person is the recipient."""
        caller = self._door.caller(request)
        caller.need("Consent", "s")
        pairs = await search_pairs(request)
        understood = [(name, value) for name, value in pairs if name in _SEARCH]
        if strict(request) and len(understood) != len(pairs):
            raise FhirRefusal(400, "not-supported", "a parameter is not supported here", detail="parameter")
        found = self._chosen_consents(caller, dict(understood))
        address = search_url(self._places.base, "Consent", understood)
        return reply(request, searchset(self._places.base, address, found, total=len(found)))

    def _chosen_consents(self, caller: Caller, wanted: dict[str, str]) -> list[dict[str, Any]]:
        if not wanted.get("patient"):
            raise FhirRefusal(400, "required", "patient is required", detail="parameter")
        human = self._people.human(wanted["patient"])
        statuses = [status for status in wanted.get("status", "").split(",") if status]
        kept = self._consents.of(caller.practitioner, human.patient_id, statuses) if human else []
        if wanted.get("_id"):
            kept = [each for each in kept if each.id in wanted["_id"].split(",")]
        if wanted.get("actor"):
            post = self._directory.post(wanted["actor"])
            kept = [each for each in kept if post and self._consents.proposal(each).post == post[1]]
        return [each.resource for each in kept]
