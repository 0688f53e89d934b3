"""One provision of a Consent, weighed: whom it concerns, which places and types, until when; or why it can't be told.

A condition that we do not weigh makes a permit worth nothing and a denial worth everything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from viewer.base.opaque import Opaque
from viewer.consent.grant import TREATMENT
from viewer.consent.moments import begins, ends
from viewer.consent.shape import Actor, Provision
from viewer.exchange.directory import Facility
from viewer.exchange.query import hcode_of
from viewer.exchange.shapes import Coding, Period, Reference
from viewer.signin.people import Post

PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
CUSTODIAN, RECIPIENT = "CST", "IRCP"


@dataclass(frozen=True, slots=True)
class Context:
    """Against what a Consent is read. ``facilities`` by Organization id; ``until`` what was asked for, if it was."""

    patient: Opaque
    post: Post
    wanted: frozenset[str]
    facilities: Mapping[str, Facility]
    now: datetime
    until: datetime | None = None

    def at(self, now: datetime) -> "Context":
        """The same, at another moment."""
        return replace(self, now=now)


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision, weighed. ``reason`` is why it permits nothing (or, of a deny, why all of it counts)."""

    permits: bool
    places: tuple[Facility, ...]  # empty = every place
    types: frozenset[str]  # empty = every type
    end: datetime | None
    data: tuple[datetime | None, datetime | None] = (None, None)
    reason: str = ""
    concerns_us: bool = True


def weigh(provision: Provision, root: Provision | None, context: Context) -> Rule:
    permits = provision.type == "permit"
    places = places_of((a.reference for a in actors_of(provision, CUSTODIAN)), context)
    types, unknown_class = _types(provision.class_ or ())
    ends_at = [end for one in (provision, root) if one is not None and (end := _end(one.period)) is not None]
    end = min(ends_at, default=None) if permits else _end(provision.period)
    reason = (
        ("type-of-provision" if provision.type not in ("permit", "deny") else "")
        or conditions(provision)
        or ("nested-too-deep" if root is not None and provision.provision else "")
        or ("class-not-a-type" if unknown_class else "")
        or period_reason(provision.period, context.now, permits=permits)
        or ("data-period-unreadable" if _unreadable(provision.data_period) else "")
    )
    concerns, whom = _concerns(provision, root, context.post)
    if permits and not concerns:
        reason = reason or whom
    if not permits and provision.data_period is not None:
        reason = reason or "data-period-of-a-deny"
    over = not permits and end is not None and end <= context.now
    return Rule(permits, places, types, end, _data(provision), reason, concerns and not over)


def conditions(provision: Provision) -> str:
    """A condition that we do not weigh."""
    present = (
        (provision.modifier_extension, "modifier-extension"),
        (provision.security_label, "security-label"),
        (provision.code, "code"),
        (provision.data, "data"),
        ([a for a in provision.actor or () if _role(a.role.codes if a.role else ()) == ""], "actor-role"),
    )
    actions = [coding.code for concept in provision.action or () for coding in concept.codes]
    if actions and "access" not in actions:
        return "action"
    return next((reason for value, reason in present if value), "")


def _concerns(provision: Provision, root: Provision | None, post: Post) -> tuple[bool, str]:
    """Is this about us, treating? Of a rule that says neither who nor what for, its root may."""
    purposes = provision.purpose or (root.purpose if root else None) or ()
    if purposes and not any(p.system == ACT_REASON and p.code == TREATMENT for p in purposes):
        return False, "purpose"
    actors = actors_of(provision, RECIPIENT) or (actors_of(root, RECIPIENT) if root else [])
    references = [actor.reference for actor in actors if actor.reference is not None]
    if provision.type == "deny":
        return not actors or _may_mean_us(references, post), "recipient"
    if len(references) < len(actors):
        return False, "recipient"
    if not references:
        # A permit in the open is one for everybody only where the root says so (PCF: "all in the community").
        return root is None, "recipient-not-stated"
    return _names_us(references, post), "recipient"


def _names_us(references: Sequence[Reference], post: Post) -> bool:
    """Our post by name; our facility only where it names nobody in particular."""
    roles = [role for reference in references if (role := reference.id_of("PractitionerRole"))]
    if roles:
        return post.id.reveal() in roles
    organizations = [one for reference in references if (one := reference.id_of("Organization"))]
    only_organizations = len(organizations) == len(references)
    return only_organizations and post.organization != "" and post.organization in organizations


def _may_mean_us(references: Sequence[Reference], post: Post) -> bool:
    """Of whom a denial speaks: anybody who is not surely somebody else."""
    others = [
        (role and role != post.id.reveal()) or (organization and organization != post.organization)
        for reference in references
        for role, organization in ((reference.id_of("PractitionerRole"), reference.id_of("Organization")),)
    ]
    return not others or not all(others)


def actors_of(provision: Provision | None, role: str) -> list[Actor]:
    """Its actors of one role: CUSTODIAN, RECIPIENT."""
    actors = provision.actor or () if provision else ()
    return [actor for actor in actors if _role(actor.role.codes if actor.role else ()) == role]


def _role(codings: Iterable[Coding]) -> str:
    known = (c.code for c in codings if c.system == PARTICIPATION and c.code in (CUSTODIAN, RECIPIENT))
    return next(known, None) or ""


def _types(codings: Sequence[Coding]) -> tuple[frozenset[str], bool]:
    known = frozenset(coding.code for coding in codings if coding.system == RESOURCE_TYPES and coding.code)
    return known, len(known) < len({(coding.system, coding.code) for coding in codings})


def places_of(references: Iterable[Reference | None], context: Context) -> tuple[Facility, ...]:
    """The facilities referred to. One that the directory does not know keeps its name and gets no hcode of ours."""
    found: list[Facility] = []
    for position, reference in enumerate(references):
        if reference is None:  # nobody's hcode, so that its line is never taken for a facility's
            found.append(Facility(f"?{position + 1}", ""))
            continue
        organization = reference.id_of("Organization")
        known = context.facilities.get(organization)
        hcode = hcode_of([reference.identifier] if reference.identifier else None)
        if known is not None:
            found.append(known)
        else:
            name = reference.display or ""
            found.append(Facility(hcode or f"?{organization}", name, organization=organization))
    return tuple(found)


def period_reason(period: Period | None, now: datetime, *, permits: bool) -> str:
    if period is None:
        return ""
    if _unreadable(period):
        return "period-unreadable"
    if not permits:
        return ""
    start = begins(period.start) if period.start else None
    if start is not None and start > now:
        return "not-yet"
    end = _end(period)
    return "past" if end is not None and end <= now else ""


def _unreadable(period: Period | None) -> bool:
    """It says a start or an end, and it cannot be told when that is."""
    if period is None:
        return False
    return bool(period.start and begins(period.start) is None) or bool(period.end and _end(period) is None)


def _end(period: Period | None) -> datetime | None:
    return ends(period.end) if period is not None and period.end else None


def _data(provision: Provision) -> tuple[datetime | None, datetime | None]:
    period = provision.data_period
    if period is None:
        return None, None
    return begins(period.start) if period.start else None, _end(period)
