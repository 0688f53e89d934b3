"""What a Consent allows this post to read, now. What we don't understand in it is not consented.

Two shapes are read. Ours: the root provision denies, nested provisions are its exceptions, one for each facility.
The one of IHE's Privacy Consent on FHIR: the root permits, for the facilities that the Consent is kept by
(``organization``) or that the root names, and nested provisions take away again.
FHIR R4 Consent, "Provisions": nested provisions are exceptions to the one they stand in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from viewer.base.opaque import Opaque
from viewer.consent.grant import TREATMENT, Consented, NotConsented, Reading
from viewer.consent.moments import begins, ends
from viewer.consent.shape import Actor, Consent, Provision
from viewer.exchange.directory import Facility
from viewer.exchange.permit import Grant
from viewer.exchange.query import hcode_of
from viewer.exchange.shapes import Coding, Period, Reference
from viewer.signin.people import Post

PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
PRIVACY = "patient-privacy"
CUSTODIAN, RECIPIENT = "CST", "IRCP"
UNBOUNDED = timedelta(hours=24)  # a consent without an end lasts a day here; then it is looked at again


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
class _Rule:
    """A provision, weighed. ``reason`` is why it permits nothing (or, of a deny, why all of it counts)."""

    permits: bool
    places: tuple[Facility, ...]  # empty = every place
    types: frozenset[str]  # empty = every type
    end: datetime | None
    data: tuple[datetime | None, datetime | None] = (None, None)
    reason: str = ""
    concerns_us: bool = True


def read(consent: Consent, context: Context) -> Reading:
    """The Consent as values. Never raises."""
    reason = _unfit(consent, context.patient)
    root = consent.provision
    if reason or root is None:
        return NotConsented((reason or "no-provision",))
    if root.type == "deny":
        return _exceptions_to_no(consent, root, context)
    if root.type == "permit":
        return _exceptions_to_yes(consent, root, context)
    return NotConsented(("root-neither-permits-nor-denies",))


def _unfit(consent: Consent, patient: Opaque) -> str:
    scope = consent.scope.codes if consent.scope else ()
    checks = (
        (consent.resource_type != "Consent", "not-a-consent"),
        (consent.status != "active", f"status-{consent.status or 'missing'}"),
        (bool(consent.modifier_extension), "modifier-extension"),
        (bool(consent.implicit_rules), "implicit-rules"),
        (not any(c.system == CONSENT_SCOPE and c.code == PRIVACY for c in scope), "scope"),
        (_patient_of(consent) != patient.reveal(), "another-patient"),
    )
    return next((reason for wrong, reason in checks if wrong), "")


def _patient_of(consent: Consent) -> str:
    return consent.patient.id_of("Patient") if consent.patient else ""


# --- root denies, nested permit: ours ----------------------------------------------------------------------------


def _exceptions_to_no(consent: Consent, root: Provision, context: Context) -> Reading:
    # What limits the "no" cannot be told from what widens it; the root's period frames all that stands in it.
    unread = _conditions(root) or _period_reason(root.period, context.now, permits=True)
    if unread:
        return NotConsented((unread,))
    rules = [_weigh(nested, root, context) for nested in root.provision or ()]
    keepers = _places(consent.organization or (), context)
    named = [place for rule in rules for place in rule.places or (keepers if rule.permits else ())]
    grants = [_grant(place, rules, keepers, context) for place in _each_once(tuple(named))]
    return _conclude(consent, grants, rules, context)


# --- root permits, nested deny: IHE PCF --------------------------------------------------------------------------


def _exceptions_to_yes(consent: Consent, root: Provision, context: Context) -> Reading:
    base = _weigh(root, None, context)
    nested = [_weigh(provision, root, context) for provision in root.provision or ()]
    taking = [rule for rule in nested if not rule.permits and rule.concerns_us]
    unread = next((rule.reason for rule in taking if rule.reason), "")
    if any(rule.permits for rule in nested):
        unread = unread or "nested-permit"
    if base.reason or unread:
        return NotConsented((base.reason or unread,))
    keepers = _places(consent.organization or (), context)
    named = (*(base.places or keepers), *(place for rule in taking for place in rule.places))
    rules = [base, *taking]
    grants = [_grant(place, rules, keepers, context) for place in _each_once(tuple(named))]
    return _conclude(consent, grants, rules, context)


# --- one provision -----------------------------------------------------------------------------------------------


def _weigh(provision: Provision, root: Provision | None, context: Context) -> _Rule:
    permits = provision.type == "permit"
    places = _places((a.reference for a in _actors(provision, CUSTODIAN)), context)
    types, unknown_class = _types(provision.class_ or ())
    ends_at = [end for one in (provision, root) if one is not None and (end := _end(one.period)) is not None]
    end = min(ends_at, default=None) if permits else _end(provision.period)
    reason = (
        ("type-of-provision" if provision.type not in ("permit", "deny") else "")
        or _conditions(provision)
        or ("nested-too-deep" if root is not None and provision.provision else "")
        or ("class-not-a-type" if unknown_class else "")
        or _period_reason(provision.period, context.now, permits=permits)
    )
    concerns, whom = _concerns(provision, root, context.post)
    if permits and not concerns:
        reason = reason or whom
    if not permits and provision.data_period is not None:
        reason = reason or "data-period-of-a-deny"
    over = not permits and end is not None and end <= context.now
    return _Rule(permits, places, types, end, _data(provision), reason, concerns and not over)


def _conditions(provision: Provision) -> str:
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
    actors = _actors(provision, RECIPIENT) or (_actors(root, RECIPIENT) if root else [])
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


def _actors(provision: Provision | None, role: str) -> list[Actor]:
    actors = provision.actor or () if provision else ()
    return [actor for actor in actors if _role(actor.role.codes if actor.role else ()) == role]


def _role(codings: Iterable[Coding]) -> str:
    known = (c.code for c in codings if c.system == PARTICIPATION and c.code in (CUSTODIAN, RECIPIENT))
    return next(known, None) or ""


def _types(codings: Sequence[Coding]) -> tuple[frozenset[str], bool]:
    known = frozenset(coding.code for coding in codings if coding.system == RESOURCE_TYPES and coding.code)
    return known, len(known) < len({(coding.system, coding.code) for coding in codings})


def _places(references: Iterable[Reference | None], context: Context) -> tuple[Facility, ...]:
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


def _period_reason(period: Period | None, now: datetime, *, permits: bool) -> str:
    if period is None:
        return ""
    start = begins(period.start) if period.start else None
    if (period.start and start is None) or (period.end and _end(period) is None):
        return "period-unreadable"
    if not permits:
        return ""
    if start is not None and start > now:
        return "not-yet"
    end = _end(period)
    return "past" if end is not None and end <= now else ""


def _end(period: Period | None) -> datetime | None:
    return ends(period.end) if period is not None and period.end else None


def _data(provision: Provision) -> tuple[datetime | None, datetime | None]:
    period = provision.data_period
    if period is None:
        return None, None
    return begins(period.start) if period.start else None, _end(period)


# --- putting the rules together ----------------------------------------------------------------------------------


def _grant(place: Facility, rules: Sequence[_Rule], keepers: tuple[Facility, ...], context: Context) -> Grant:
    """One facility's place: permitted by a rule that names it, and by no rule denied."""
    permits = [r for r in rules if r.permits and not r.reason and _among(place, r.places or keepers)]
    denies = [
        r for r in rules if not r.permits and r.concerns_us and (not r.places or _among(place, r.places))
    ]
    refused = Grant(place.hcode, place.name, permitted=False)
    if not permits or any(rule.reason or not rule.types for rule in denies):
        return refused
    permit = permits[0]
    types = permit.types
    taken = frozenset().union(*(rule.types for rule in denies))
    if taken:
        types = (types or context.wanted) - taken
        if not types:
            return refused
    return Grant(place.hcode, place.name, True, types, *permit.data)


def _conclude(consent: Consent, grants: Sequence[Grant], rules: Sequence[_Rule], context: Context) -> Reading:
    permitted = [grant for grant in grants if grant.permitted]
    reasons = tuple(dict.fromkeys(rule.reason for rule in rules if rule.reason))
    if not permitted:
        return NotConsented((*reasons, "no-facility-permitted" if grants else "no-facility-named"))
    types = frozenset().union(*(grant.types or context.wanted for grant in permitted))
    used = [rule.end for rule in rules if rule.permits and not rule.reason and rule.end is not None]
    until = min(used, default=context.now + UNBOUNDED)
    narrowed = (
        len(permitted) < len(grants)
        or any(context.wanted - (grant.types or context.wanted) for grant in permitted)
        or any(grant.data_since or grant.data_until for grant in permitted)
        or (context.until is not None and until < context.until - timedelta(minutes=1))
    )
    return Consented(
        Opaque(consent.id or ""),
        context.patient,
        context.post,
        context.wanted,
        types,
        until,
        tuple(grants),
        narrowed,
        reasons,
    )


def _among(place: Facility, places: Iterable[Facility]) -> bool:
    return any(one.hcode == place.hcode for one in places)


def _each_once(places: tuple[Facility, ...]) -> tuple[Facility, ...]:
    first = {place.hcode: place for place in reversed(places)}
    return tuple(first[hcode] for hcode in dict.fromkeys(place.hcode for place in places))
