"""The patient's decision written into a Consent, and read back from it when somebody asks a facility."""

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viewer.sandbox.fhir.codes import PARTICIPATION, RESOURCE_TYPES
from viewer.sandbox.fhir.dates import Stretch, stretch
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.proposal import Proposal, Wish

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Permission:
    """What one consent lets one facility answer, and when. ``data`` bounds the dates of what may be told."""

    types: frozenset[str]
    data: tuple[datetime | None, datetime | None] = (None, None)
    period: tuple[datetime | None, datetime | None] = (None, None)

    def holds(self, now: datetime) -> bool:
        """Whether it may be used at this moment."""
        begin, end = self.period
        return (begin is None or begin <= now) and (end is None or now < end)

    @property
    def bounded(self) -> bool:
        """Whether only rows of certain dates may be told."""
        return self.data != (None, None)

    def covers(self, when: Stretch | None) -> bool:
        """Whether a row of that date may be told; with a bound, a row without a date may not."""
        begin, end = self.data
        if not self.bounded:
            return True
        return when is not None and (begin is None or when.end > begin) and (end is None or when.start < end)


def decided(
    consent: Resource, proposal: Proposal, permitted: frozenset[str], directory: Directory, moment: datetime
) -> Resource:
    """The active Consent: one nested provision per facility named for the person, in the person's order."""
    human = proposal.human
    provisions = []
    for hcode in human.named:
        wish = _wish_for(proposal, hcode)
        if wish is not None:
            provisions.append(_provision(proposal, wish, directory.reference(hcode), hcode in permitted))
    active = copy.deepcopy(consent)
    active["status"] = "active"
    active["provision"] = {"type": "deny", "provision": provisions}
    active["verification"] = [
        {
            "verified": True,
            "verifiedWith": {"display": human.guardian or human.name},
            "verificationDate": moment.isoformat(timespec="seconds"),
        }
    ]
    # A child's guardian answers for the child (Consent.performer: who is agreeing).
    performer = (
        {"display": human.guardian} if human.guardian else {"reference": f"Patient/{human.patient_id}"}
    )
    active["performer"] = [performer]
    return active


def facilities_asked(proposal: Proposal) -> tuple[str, ...]:
    """The facilities to put before the patient: those that know the person and are asked for."""
    return tuple(hcode for hcode in proposal.human.named if _wish_for(proposal, hcode) is not None)


def permissions(consent: Resource, directory: Directory) -> dict[str, list[Permission]]:
    """What an active Consent lets each facility answer, by hcode; whether now, its periods say."""
    found: dict[str, list[Permission]] = {}
    for provision in consent["provision"].get("provision", []):
        if provision["type"] != "permit":
            continue
        types = frozenset(coding["code"] for coding in provision["class"])
        data, period = _bounds(provision.get("dataPeriod") or {}), _bounds(provision.get("period", {}))
        for actor in provision["actor"]:
            if actor["role"]["coding"][0]["code"] == "CST":
                hcode = directory.hcode(actor["reference"].get("reference", ""))
                found.setdefault(hcode, []).append(Permission(types, data, period))
    return found


def _wish_for(proposal: Proposal, hcode: str) -> Wish | None:
    """A wish that names the facility goes before one that means all."""
    named = [wish for wish in proposal.wishes if hcode in wish.sources]
    return next(iter(named or [wish for wish in proposal.wishes if not wish.sources]), None)


def _provision(proposal: Proposal, wish: Wish, source: Resource, allowed: bool) -> Resource:
    provision: Resource = {
        "type": "permit" if allowed else "deny",
        "period": wish.period,
        "actor": [
            *copy.deepcopy(proposal.recipients),
            {
                "role": {"coding": [{"system": PARTICIPATION, "code": "CST", "display": "custodian"}]},
                "reference": source,
            },
        ],
        "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
        "class": [{"system": RESOURCE_TYPES, "code": name} for name in wish.types],
    }
    return provision | {"dataPeriod": wish.data_period} if wish.data_period else provision


def _bounds(period: Resource) -> tuple[datetime | None, datetime | None]:
    begin, end = stretch(period.get("start", "")), stretch(period.get("end", ""))
    last = None if end is None else end.start if "T" in period["end"] else end.end
    return (begin.start if begin else None), last
