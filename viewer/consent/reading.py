"""What a Consent allows this post to read, now. What we don't understand in it is not consented.

Two shapes are read. Ours: the root provision denies, nested provisions are its exceptions, one for each facility.
The one of IHE's Privacy Consent on FHIR: the root permits, for the facilities that the Consent is kept by
(``organization``) or that the root names, and nested provisions take away again.
FHIR R4 Consent, "Provisions": nested provisions are exceptions to the one they stand in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from viewer.base.opaque import Opaque
from viewer.consent.grant import Consented, NotConsented, Reading
from viewer.consent.shape import Consent, Provision
from viewer.consent.weighing import Context, Rule, conditions, period_reason, places_of, weigh
from viewer.exchange.directory import Facility
from viewer.exchange.permit import Grant

CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
PRIVACY = "patient-privacy"
UNBOUNDED = timedelta(hours=24)  # a consent without an end lasts a day here; then it is looked at again


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
    unread = conditions(root) or period_reason(root.period, context.now, permits=True)
    if unread:
        return NotConsented((unread,))
    rules = [weigh(nested, root, context) for nested in root.provision or ()]
    keepers = places_of(consent.organization or (), context)
    named = [place for rule in rules for place in rule.places or (keepers if rule.permits else ())]
    grants = _grants(_each_once(tuple(named)), rules, keepers, context)
    return _conclude(consent, grants, rules, context)


# --- root permits, nested deny: IHE PCF --------------------------------------------------------------------------


def _exceptions_to_yes(consent: Consent, root: Provision, context: Context) -> Reading:
    base = weigh(root, None, context)
    nested = [weigh(provision, root, context) for provision in root.provision or ()]
    taking = [rule for rule in nested if not rule.permits and rule.concerns_us]
    unread = next((rule.reason for rule in taking if rule.reason), "")
    if any(rule.permits for rule in nested):
        unread = unread or "nested-permit"
    if base.reason or unread:
        return NotConsented((base.reason or unread,))
    keepers = places_of(consent.organization or (), context)
    named = (*(base.places or keepers), *(place for rule in taking for place in rule.places))
    rules = [base, *taking]
    grants = _grants(_each_once(tuple(named)), rules, keepers, context)
    return _conclude(consent, grants, rules, context)


# --- putting the rules together ----------------------------------------------------------------------------------


def _grants(
    places: Iterable[Facility], rules: Sequence[Rule], keepers: tuple[Facility, ...], context: Context
) -> list[Grant]:
    """Each facility's place, by the rules that name it: a consent may hold one for each of hundreds."""
    permits, denies = defaultdict[str, list[Rule]](list), defaultdict[str, list[Rule]](list)
    everywhere = [rule for rule in rules if not rule.permits and rule.concerns_us and not rule.places]
    for rule in rules:
        if rule.permits and not rule.reason:
            for hcode in {place.hcode for place in rule.places or keepers}:
                permits[hcode].append(rule)
        elif not rule.permits and rule.concerns_us:
            for hcode in {place.hcode for place in rule.places}:
                denies[hcode].append(rule)
    return [
        _grant(place, permits[place.hcode], (*everywhere, *denies[place.hcode]), context) for place in places
    ]


def _grant(place: Facility, permits: Sequence[Rule], denies: Sequence[Rule], context: Context) -> Grant:
    """One facility's place: permitted by a rule that names it, and by no rule denied."""
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


def _conclude(consent: Consent, grants: Sequence[Grant], rules: Sequence[Rule], context: Context) -> Reading:
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


def _each_once(places: tuple[Facility, ...]) -> tuple[Facility, ...]:
    first = {place.hcode: place for place in reversed(places)}
    return tuple(first[hcode] for hcode in dict.fromkeys(place.hcode for place in places))
