"""The exchange's own base: discovery, directory, people, consents, audit."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import AnswerTooLate, FhirRefusal
from viewer.sandbox.fhir.audit import AuditBook
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Caller, Door
from viewer.sandbox.fhir.capability import exchange_capability, smart_configuration
from viewer.sandbox.fhir.consents import Consents, Kept
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.lookup import Lookup
from viewer.sandbox.fhir.outcome import unknown_resource, unknown_type
from viewer.sandbox.fhir.people import People, patient
from viewer.sandbox.fhir.proposal import read_proposal
from viewer.sandbox.fhir.reply import Reply, instance, refusal, reply
from viewer.sandbox.fhir.requests import resource_sent, search_pairs, strict
from viewer.sandbox.places import Places

Answer = Callable[[Request], Awaitable[Reply]]
_CONSENT_SEARCH = frozenset({"patient", "status", "actor", "_id", "_count", "_format", "_total"})


class Exchange:
    """Everything under the base. Each method is one address; all but discovery need a token."""

    def __init__(
        self,
        places: Places,
        clock: SandboxClock,
        door: Door,
        directory: Directory,
        lookup: Lookup,
        people: People,
        consents: Consents,
        audit: AuditBook,
    ) -> None:
        self._places = places
        self._clock = clock
        self._door = door
        self._directory = directory
        self._lookup = lookup
        self._people = people
        self._consents = consents
        self._audit = audit

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.base).path
        return [
            Route(f"{path}/.well-known/smart-configuration", self.smart),
            Route(f"{path}/metadata", guarded(self.metadata)),
            Route(f"{path}/Patient/_search", guarded(self.find_people), methods=["POST"]),
            Route(f"{path}/Patient", guarded(self.no_identifiers_in_urls), methods=["GET"]),
            Route(f"{path}/Patient/{{id}}", guarded(self.read_patient), methods=["GET"]),
            Route(f"{path}/Consent", guarded(self.ask_consent), methods=["POST"]),
            Route(f"{path}/Consent", guarded(self.find_consents), methods=["GET"]),
            Route(f"{path}/Consent/_search", guarded(self.find_consents), methods=["POST"]),
            Route(f"{path}/Consent/{{id}}", guarded(self.read_consent), methods=["GET"]),
            Route(f"{path}/Consent/{{id}}", guarded(self.give_up_consent), methods=["PUT"]),
            Route(f"{path}/AuditEvent", guarded(self.post_audit), methods=["POST"]),
            Route(f"{path}/AuditEvent/{{id}}", guarded(self.put_audit), methods=["PUT"]),
            Route(f"{path}/{{type}}", guarded(self.look_up), methods=["GET"]),
            Route(f"{path}/{{type}}/_search", guarded(self.look_up), methods=["POST"]),
            Route(f"{path}/{{type}}/{{id}}", guarded(self.read_directory), methods=["GET"]),
        ]

    async def smart(self, _: Request) -> Response:
        """SMART configuration; open to all."""
        return JSONResponse(smart_configuration(self._places, self._clock.now()))

    async def metadata(self, request: Request) -> Reply:
        """CapabilityStatement; open to all."""
        return reply(request, exchange_capability(self._places, self._clock.now().date().isoformat()))

    async def find_people(self, request: Request) -> Reply:
        """People by identifier."""
        self._door.caller(request).need("Patient", "s")
        if request.url.query:
            raise _in_url()
        humans, understood = self._people.found(await search_pairs(request), strict=strict(request))
        # The identifiers stay out of the self link too: links are what logs and histories keep.
        silent = [(name, value) for name, value in understood if name != "identifier"]
        address = search_url(self._places.base, "Patient", silent)
        bundle = searchset(self._places.base, address, map(patient, humans), total=len(humans))
        return reply(request, bundle)

    async def no_identifiers_in_urls(self, request: Request) -> Reply:
        """Searching people by GET is refused, whatever the parameter."""
        self._door.caller(request)
        raise _in_url()

    async def read_patient(self, request: Request) -> Reply:
        """The same few facts of one person, by the opaque id."""
        self._door.caller(request).need("Patient", "r")
        human = self._people.human(request.path_params["id"])
        if human is None:
            raise unknown_resource()
        return instance(request, patient(human))

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
            return instance(request, self._consents.give_up(kept).resource)
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
        understood = [(name, value) for name, value in pairs if name in _CONSENT_SEARCH]
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

    async def put_audit(self, request: Request) -> Reply:
        """Keep an event under its own id."""
        self._door.caller(request).need("AuditEvent", "u")
        event = await resource_sent(request, "AuditEvent")
        kept, new = self._audit.put(request.path_params["id"], event)
        return reply(request, kept, status=201 if new else 200, headers={"ETag": 'W/"1"'})

    async def post_audit(self, request: Request) -> Reply:
        """Keep an event under an id of ours."""
        self._door.caller(request).need("AuditEvent", "c")
        kept = self._audit.post(await resource_sent(request, "AuditEvent"))
        headers = {"Location": f"{self._places.base}/AuditEvent/{kept['id']}/_history/1", "ETag": 'W/"1"'}
        return reply(request, kept, status=201, headers=headers)

    async def look_up(self, request: Request) -> Reply:
        """Search the directory."""
        self._door.caller(request)
        pairs = await search_pairs(request)
        return reply(request, self._lookup.search(request.path_params["type"], pairs, strict=strict(request)))

    async def read_directory(self, request: Request) -> Reply:
        """Read the directory."""
        self._door.caller(request)
        resource_type, key = request.path_params["type"], request.path_params["id"]
        if resource_type not in self._directory.resources:
            raise unknown_type(resource_type)
        resource = self._lookup.read(resource_type, key)
        if resource is None:
            raise unknown_resource()
        return instance(request, resource)


def guarded(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Turns refusals into OperationOutcomes."""

    async def respond(request: Request) -> Response:
        try:
            return (await answer(request)).response()
        except FhirRefusal as error:
            return refusal(request, error).response()

    return respond


def _in_url() -> FhirRefusal:
    return FhirRefusal(
        400,
        "security",
        "people are searched by POST Patient/_search: no identifier in a URL",
        detail="use-post",
    )
