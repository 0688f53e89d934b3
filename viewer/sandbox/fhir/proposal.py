"""What a program may ask a patient to consent to: a proposed R4 Consent, checked.

The root provision denies; each nested provision permits, with its recipient (IRCP: a PractitionerRole and its
Organization), purpose TREAT, types (class) and period. Source facilities (CST) may be named; without them
"all that know me" are meant. https://hl7.org/fhir/R4/consent.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viewer.sandbox import roles
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.callers import Caller
from viewer.sandbox.fhir.dates import stretch
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.people import People
from viewer.sandbox.world import Human, Signer, SignerPost

Resource = dict[str, Any]
_NAMES_ITSELF = roles.DIRECTORY | {"Patient", "Consent", "AuditEvent"}
_KNOWN_TYPES = roles.CLINICAL | _NAMES_ITSELF


@dataclass(frozen=True, slots=True)
class Wish:
    """One nested permit. ``sources`` are the facilities asked for; empty = all that know the person."""

    types: tuple[str, ...]
    period: Resource
    until: datetime
    data_period: Resource | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request that may be put before the patient."""

    human: Human
    signer: Signer
    post: SignerPost
    recipients: tuple[Resource, ...]  # actors as sent
    wishes: tuple[Wish, ...]

    @property
    def until(self) -> datetime:
        """When the last of it ends."""
        return max(wish.until for wish in self.wishes)

    @property
    def types(self) -> tuple[str, ...]:
        """Every type asked for, each once."""
        return tuple(dict.fromkeys(name for wish in self.wishes for name in wish.types))


def read_proposal(
    resource: Resource, directory: Directory, people: People, now: datetime, caller: Caller | None = None
) -> Proposal:
    """Check a Consent with status proposed. With a ``caller``, the recipient must be that person.

    Raises:
        FhirRefusal: 422 naming the first element that does not fit.
    """
    _check_head(resource)
    human = people.human(_text(resource.get("patient"), "reference"))
    if human is None:
        raise _invalid("patient", "the patient is not known here")
    root = resource.get("provision")
    if not isinstance(root, dict) or root.get("type") != "deny":
        raise _invalid("provision.type", "the root provision must deny")
    nested = _objects(root.get("provision"))
    if not nested:
        raise _invalid("provision.provision", "nothing is asked for")
    recipients, signer, post = _recipient(nested[0], directory)
    if caller is not None and signer.practitioner_id != caller.practitioner:
        raise _invalid("provision.provision.actor", "the recipient must be the person who asks")
    wishes = []
    for provision in nested:
        if _recipient(provision, directory)[2] != post:
            raise _invalid("provision.provision.actor", "one request has one recipient")
        wishes.append(_wish(provision, directory, now))
    return Proposal(human, signer, post, tuple(recipients), tuple(wishes))


def _check_head(resource: Resource) -> None:
    if resource.get("resourceType") != "Consent":
        raise _invalid("resourceType", "a Consent is expected")
    if resource.get("status") != "proposed":
        raise _invalid("status", "only the patient makes a consent active: status must be proposed")
    if "patient-privacy" not in _codes(_objects([resource.get("scope")])):
        raise _invalid("scope", "scope must be patient-privacy")
    if not _objects(resource.get("category")):
        raise _invalid("category", "category is required")
    policies = _objects(resource.get("policy"))
    if not any(policy.get("uri") for policy in policies) and not resource.get("policyRule"):
        raise _invalid("policy", "ppc-1: either a policy or a policyRule", issue="invariant")


def _recipient(provision: Resource, directory: Directory) -> tuple[list[Resource], Signer, SignerPost]:
    actors = [actor for actor in _objects(provision.get("actor")) if _actor_role(actor) == "IRCP"]
    references = [_text(actor.get("reference"), "reference") for actor in actors]
    found = [post for post in map(directory.post, references) if post is not None]
    if len(found) != 1:
        raise _invalid(
            "provision.provision.actor", "exactly one PractitionerRole must be the recipient (IRCP)"
        )
    signer, post = found[0]
    organizations = [hcode for hcode in map(directory.hcode, references) if hcode]
    if organizations != [post.hcode]:
        raise _invalid(
            "provision.provision.actor", "the Organization of that role must be a recipient (IRCP)"
        )
    if len(references) != 2:
        raise _invalid("provision.provision.actor", "a recipient is not known here")
    return actors, signer, post


def _wish(provision: Resource, directory: Directory, now: datetime) -> Wish:
    if provision.get("type") != "permit":
        raise _invalid("provision.provision.type", "nested provisions must permit")
    purposes = [_text(purpose, "code") for purpose in _objects(provision.get("purpose"))]
    if purposes != ["TREAT"]:
        raise _invalid("provision.provision.purpose", "the purpose must be TREAT")
    types = tuple(_text(name, "code") for name in _objects(provision.get("class")))
    if not types or not set(types) <= _KNOWN_TYPES:
        raise _invalid("provision.provision.class", "types that are served here must be named")
    period = provision.get("period")
    until = _end(period)
    if until is None or until <= now:
        raise _invalid("provision.provision.period", "an end that is still to come is required")
    begin = stretch(_text(period, "start")) if _text(period, "start") else None
    if begin is not None and begin.start >= until:
        raise _invalid("provision.provision.period", "the period ends before it begins")
    data_period = provision.get("dataPeriod")
    return Wish(
        types,
        dict(period or {}),
        until,
        dict(data_period) if isinstance(data_period, dict) else None,
        tuple(_sources(provision, directory)),
    )


def _sources(provision: Resource, directory: Directory) -> Iterator[str]:
    for actor in _objects(provision.get("actor")):
        if _actor_role(actor) == "CST":
            hcode = directory.hcode(_text(actor.get("reference"), "reference"))
            if not hcode:
                raise _invalid("provision.provision.actor", "a source facility (CST) is not in the directory")
            yield hcode
        elif _actor_role(actor) != "IRCP":
            raise _invalid("provision.provision.actor", "actors are recipients (IRCP) or sources (CST)")


def _end(period: object) -> datetime | None:
    found = stretch(_text(period, "end"))
    if found is None:
        return None
    # A day or month lasts to its end; a moment is itself (FHIR R4 datatypes.html#Period).
    return found.start if "T" in _text(period, "end") else found.end


def _actor_role(actor: Resource) -> str:
    return next(iter(_codes(_objects([actor.get("role")]))), "")


def _codes(concepts: list[Resource]) -> list[str]:
    return [_text(coding, "code") for concept in concepts for coding in _objects(concept.get("coding"))]


def _objects(value: object) -> list[Resource]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _invalid(element: str, text: str, *, issue: str = "invalid") -> FhirRefusal:
    return FhirRefusal(422, issue, f"Consent.{element}: {text}", detail="consent")
