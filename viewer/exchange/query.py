"""What is asked of the exchange itself: its facilities, who I am, who a person is, what it can do.

Identifier systems live in three families of addresses that mean the same (domain knowledge of Thai FHIR): all are
accepted, all are asked for.
"""

from collections.abc import Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from viewer.base.opaque import Opaque
from viewer.exchange.client import ExchangeClient
from viewer.exchange.compartment import KINDS
from viewer.exchange.directory import Facility
from viewer.exchange.errors import ExchangeError, NotJson
from viewer.exchange.gate import Turn
from viewer.exchange.pages import Search, pages
from viewer.exchange.shapes import (
    CapabilityStatement,
    Endpoint,
    Identifier,
    Organization,
    Patient,
    Practitioner,
    PractitionerRole,
    Shape,
    fit,
    id_in,
    kind_of,
)
from viewer.exchange.wire import Page
from viewer.identity.citizen import CitizenId, digits_of
from viewer.signin.people import Post

CITIZEN_SYSTEMS = ("https://terms.sil-th.org/id/th-cid", "https://www.dopa.go.th", "http://dopa.go.th")
HCODE_SYSTEMS = (
    "https://terms.sil-th.org/id/th-moph-hcode",
    "https://bps.moph.go.th/hcode/5",
    "https://bps.moph.go.th/hcode/9",
    "http://203.157.10.8/hcode_2020/query_set.php",
)
_HL7_REST = "hl7-fhir-rest"
_COUNT = "200"
_T = TypeVar("_T", bound=Shape)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person the exchange knows, before consent: who, never where."""

    patient: Opaque  # Patient id on the exchange
    name: str
    gender: str  # FHIR code, "" when not stated
    birth: str  # FHIR date as sent, "" when not stated
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """What a server says it can do. ``types`` None = it did not say: everything is tried and may be refused."""

    types: frozenset[str] | None = None
    update_create: bool = False  # PUT AuditEvent/{uuid} makes it
    creates: frozenset[str] = frozenset()  # types it says it takes
    transactions: bool = False  # it says it takes several at once, all or none
    updates: frozenset[str] = frozenset()  # types it says it lets change

    def offers(self, type_: str) -> bool:
        """Whether asking for this type makes sense."""
        return self.types is None or type_ in self.types

    def takes(self, types: Iterable[str]) -> bool:
        """Whether it says that it takes resources of these types, all or none of them."""
        return self.transactions and self.creates.issuperset(types)

    def revises(self, types: Iterable[str]) -> bool:
        """Whether it says that it lets resources of these types be changed, all or none of them."""
        return self.transactions and self.updates.issuperset(types)


async def facilities(client: ExchangeClient) -> dict[str, Facility]:
    """The network's facilities by hcode (mCSD Organization and its Endpoint). Those without an hcode are passed over.

    Raises:
        ExchangeError: the directory did not come.
    """
    count = ("_count", _COUNT)
    endpoints: dict[str, str] = {}
    for endpoint in await _all(client, "Endpoint", Endpoint, count):
        owner = endpoint.managing_organization.id_of("Organization") if endpoint.managing_organization else ""
        rest = endpoint.connection_type is not None and endpoint.connection_type.code == _HL7_REST
        if owner and rest and endpoint.address and endpoint.status in (None, "active"):
            endpoints.setdefault(owner, endpoint.address)
    found: dict[str, Facility] = {}
    for organization in await _all(client, "Organization", Organization, count):
        hcode = hcode_of(organization.identifier)
        if hcode and organization.active is not False:
            found[hcode] = _facility(organization, hcode, endpoints.get(organization.id or "", ""))
    return found


async def posts(client: ExchangeClient, fhir_user: Opaque) -> tuple[str, tuple[Post, ...]]:
    """The clinician's licence as printed ("" without one) and every post they hold, in the exchange's order.

    ``fhir_user`` is the Practitioner's reference, relative or absolute (SMART App Launch 2.2, fhirUser).

    Raises:
        ExchangeError: it did not come, or ``fhir_user`` is no Practitioner here.
    """
    reference = fhir_user.reveal()
    practitioner = id_in(reference, "Practitioner")
    elsewhere = "://" in reference and not reference.startswith(f"{client.base.reveal()}/")
    if not practitioner or elsewhere:
        raise NotJson("who signed in is no Practitioner")
    answer = await client.get(client.at("Practitioner", practitioner))
    person = fit(answer.body, Practitioner) or Practitioner()
    licence = next(
        (
            i.value
            for q in person.qualification or []
            for i in q.identifier or []
            if i.value and i.value.strip()
        ),
        "",
    )
    parameters = (
        ("practitioner", f"Practitioner/{practitioner}"),
        ("_include", "PractitionerRole:organization"),
        ("_count", _COUNT),
    )
    search = Search(client.base, "PractitionerRole", parameters)
    roles: list[PractitionerRole] = []
    organizations: dict[str, Organization] = {}
    async with aclosing(pages(client, search)) as received:
        async for part in received:
            roles += _shaped(part.page, "PractitionerRole", PractitionerRole)
            organizations |= {o.id: o for o in _shaped(part.page, "Organization", Organization) if o.id}
    mine = (role for role in roles if _is_mine(role, practitioner))
    return licence, tuple(post for role in mine if (post := _post(role, organizations)) is not None)


async def find(client: ExchangeClient, citizen: CitizenId) -> tuple[FoundPerson, ...]:
    """Everybody with this citizen id, each once. The id travels in the body, never in an address.

    A server that ignores the parameter answers with everybody: only who carries the number counts as found.

    Raises:
        ExchangeError: the answer did not come.
    """
    digits = citizen.digits()
    wanted = ",".join(f"{system}|{digits}" for system in CITIZEN_SYSTEMS)
    found = await _all(client, "Patient", Patient, ("identifier", wanted), secret=True)
    people = {person.id: person for person in found if person.id and _carries(person, digits)}
    return tuple(_found(Opaque(patient), person) for patient, person in people.items())


async def capability(
    client: ExchangeClient, address: Opaque | None = None, turn: Turn | None = None
) -> Capability:
    """What the exchange, or the FHIR base at ``address``, says of itself; empty when it does not say.

    Tried and refused is no error. A base that names nothing of a person's story (an exchange that only leads to
    its facilities) has not said what those offer.
    """
    metadata = Opaque(f"{(address or client.base).reveal().rstrip('/')}/metadata")
    try:
        answer = await client.get(metadata, turn=turn)
    except ExchangeError:
        return Capability()
    statement = fit(answer.body, CapabilityStatement)
    rests = (statement.rest if statement else None) or []
    resources = [r for rest in rests for r in rest.resource or []]
    # One that can only be written, or read by its id, is not searched for.
    searched = [r for r in resources if not r.interaction or r.takes("search-type")]
    types = frozenset(resource.type for resource in searched if resource.type in KINDS)
    return Capability(
        types if types - {"Patient"} else None,
        any(resource.type == "AuditEvent" and resource.update_create for resource in resources),
        frozenset(resource.type for resource in resources if resource.type and resource.takes("create")),
        any(one.code == "transaction" for rest in rests for one in rest.interaction or []),
        frozenset(resource.type for resource in resources if resource.type and resource.takes("update")),
    )


def hcode_of(identifiers: list[Identifier] | None) -> str:
    """The hospital code among identifiers, whichever family names it; "" when there is none."""
    for identifier in identifiers or []:
        value = (identifier.value or "").strip()
        if value and _same_system(identifier.system, HCODE_SYSTEMS):
            return value
    return ""


async def _all(
    client: ExchangeClient, type_: str, shape: type[_T], *parameters: tuple[str, str], secret: bool = False
) -> list[_T]:
    found: list[_T] = []
    search = Search(client.base, type_, parameters, secret=secret)
    async with aclosing(pages(client, search)) as received:
        async for part in received:
            if part.page.resource_type != "Bundle":
                raise NotJson("answered with something else than a Bundle", part.reference)
            found += _shaped(part.page, type_, shape)
    return found


def _shaped(page: Page, type_: str, shape: type[_T]) -> Iterator[_T]:
    for entry in page.entries:
        if entry.readable and kind_of(entry.raw) == type_:
            fitted = fit(entry.raw, shape)
            if fitted is not None:
                yield fitted


def _facility(organization: Organization, hcode: str, endpoint: str) -> Facility:
    return Facility(
        hcode,
        (organization.name or "").strip() or hcode,
        next((concept.words for concept in organization.type or [] if concept.words), ""),
        _phone(organization),
        endpoint,
        organization.id or "",
    )


def _phone(organization: Organization) -> str:
    return next((t.value for t in organization.telecom or [] if t.system == "phone" and t.value), "")


def _is_mine(role: PractitionerRole, practitioner: str) -> bool:
    owner = role.practitioner.id_of("Practitioner") if role.practitioner else ""
    return role.active is not False and owner == practitioner


def _post(role: PractitionerRole, organizations: dict[str, Organization]) -> Post | None:
    """A post, or None when the role, its code or its facility's hcode is not stated."""
    code = next((coding.code for concept in role.code or [] for coding in concept.codes if coding.code), "")
    where = role.organization.id_of("Organization") if role.organization else ""
    organization = organizations.get(where)
    hcode = hcode_of(organization.identifier) if organization else ""
    if not (role.id and code and organization and hcode):
        return None
    specialty = next((concept.words for concept in role.specialty or [] if concept.words), "")
    name = (organization.name or "").strip() or hcode
    return Post(Opaque(role.id), code, hcode, name, _phone(organization), specialty, where)


def _carries(person: Patient, digits: str) -> bool:
    return any(
        _same_system(identifier.system, CITIZEN_SYSTEMS) and digits_of(identifier.value or "") == digits
        for identifier in person.identifier or []
    )


def _found(patient: Opaque, person: Patient) -> FoundPerson:
    names = sorted(person.name or [], key=lambda name: name.use in ("old", "maiden", "nickname"))
    return FoundPerson(
        patient,
        next((name.words for name in names if name.words), ""),
        person.gender or "",
        person.birth_date or "",
        bool(person.deceased_boolean) or _is_day(person.deceased_date_time or ""),
    )


def _is_day(date: str) -> bool:
    """Zeros and the year 9999 stand where a system must write a date and knows none."""
    return bool(date) and not date.startswith(("0000", "9999"))


def _same_system(system: str | None, family: tuple[str, ...]) -> bool:
    """Equal but for http or https and a slash at the end: both spellings of each are met."""
    bare = (system or "").strip().rstrip("/").partition("://")[2]
    return bare != "" and bare in {alias.partition("://")[2] for alias in family}
