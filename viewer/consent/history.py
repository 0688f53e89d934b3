"""What was asked of this person before, and how it was answered: every Consent in which who asks now is the recipient.

Told, never weighed: what a Consent permits is consent.reading's to say. One that cannot be read is told by its status.
"""

from collections.abc import Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from viewer.base.opaque import Opaque
from viewer.consent.moments import begins, ends
from viewer.consent.shape import Consent, Provision
from viewer.consent.weighing import ACT_REASON, CUSTODIAN, RECIPIENT, RESOURCE_TYPES, actors_of
from viewer.exchange.client import ExchangeClient
from viewer.exchange.directory import Facility
from viewer.exchange.pages import Search, pages
from viewer.exchange.shapes import Reference, Shape, fit

MOST = 200  # consents that are told; nobody reads more of them


@dataclass(frozen=True, slots=True)
class ConsentTold:
    """One Consent (FHIR R4) as values. Empty where it does not say; ``permitted`` and ``refused`` name facilities."""

    id: Opaque
    status: str  # FHIR consent-state-codes: proposed, active, rejected, inactive
    asked: datetime | None = None
    until: datetime | None = None
    purposes: tuple[str, ...] = ()  # v3-ActReason codes
    recipients: tuple[str, ...] = ()
    types: tuple[str, ...] = ()  # FHIR types
    permitted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    given_by: tuple[str, ...] = ()
    whole: bool = True  # all of it was read


async def past_consents(
    client: ExchangeClient, patient: Opaque, facilities: Mapping[str, Facility]
) -> tuple[ConsentTold, ...]:
    """All of them, the newest first; ``facilities`` of the directory by hcode.

    Raises:
        ExchangeError: the exchange did not say.
    """
    known = {one.organization: one.name for one in facilities.values() if one.organization}
    found: list[ConsentTold] = []
    search = Search(client.base, "Consent", (("patient", patient.reveal()),))
    async with aclosing(pages(client, search)) as received:
        async for part in received:
            found += [told for entry in part.page.entries if (told := told_of(entry.raw, known)) is not None]
            if len(found) >= MOST:
                break
    found.sort(key=lambda one: one.asked.timestamp() if one.asked else 0.0, reverse=True)
    return tuple(found[:MOST])


def told_of(raw: bytes, names: Mapping[str, str]) -> ConsentTold | None:
    """One Consent; None of what is none. ``names`` of facilities by Organization id."""
    bare = fit(raw, _Bare)
    if bare is None or bare.resource_type != "Consent" or not bare.status:
        return None
    asked = begins(bare.date_time) if bare.date_time else None
    consent = fit(raw, Consent)
    root = consent.provision if consent is not None else None
    if consent is None or root is None:
        return ConsentTold(Opaque(bare.id or ""), bare.status, asked, whole=False)
    rules = [root, *(root.provision or ())]
    periods = [rule.period.end for rule in rules if rule.period is not None and rule.period.end]
    return ConsentTold(
        id=Opaque(bare.id or ""),
        status=bare.status,
        asked=asked,
        until=min(filter(None, map(ends, periods)), default=None),
        purposes=_once(p.code for rule in rules for p in rule.purpose or () if p.system == ACT_REASON),
        recipients=_once(
            actor.reference.display
            for rule in rules
            for actor in actors_of(rule, RECIPIENT)
            if actor.reference is not None
        ),
        types=_once(c.code for rule in rules for c in rule.class_ or () if c.system == RESOURCE_TYPES),
        permitted=_once(_places(rules, "permit", names)),
        refused=_once(_places(rules, "deny", names)),
        given_by=_once(reference.display for reference in consent.performer or ()),
    )


class _Bare(Shape):
    """What every Consent says, also one that we do not understand."""

    resource_type: str | None = None
    id: str | None = None
    status: str | None = None
    date_time: str | None = None


def _places(rules: list[Provision], decision: str, names: Mapping[str, str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == decision:
            yield from (_name(actor.reference, names) for actor in actors_of(rule, CUSTODIAN))


def _name(reference: Reference | None, names: Mapping[str, str]) -> str:
    if reference is None:
        return ""
    return names.get(reference.id_of("Organization")) or reference.display or ""


def _once(words: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
