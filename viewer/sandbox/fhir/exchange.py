"""The exchange's own base: discovery, directory, people, audit. Consents have a desk of their own."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.audit import AuditBook
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Door
from viewer.sandbox.fhir.capability import exchange_capability, smart_configuration
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.lookup import Lookup
from viewer.sandbox.fhir.outcome import unknown_resource, unknown_type
from viewer.sandbox.fhir.people import People, patient
from viewer.sandbox.fhir.reply import Reply, guarded, instance, reply
from viewer.sandbox.fhir.requests import resource_sent, search_pairs, strict
from viewer.sandbox.places import Places


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
        audit: AuditBook,
    ) -> None:
        self._places = places
        self._clock = clock
        self._door = door
        self._directory = directory
        self._lookup = lookup
        self._people = people
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


def _in_url() -> FhirRefusal:
    return FhirRefusal(
        400,
        "security",
        "people are searched by POST Patient/_search: no identifier in a URL",
        detail="use-post",
    )
