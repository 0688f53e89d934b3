"""The Consent we send: a proposal to the patient, in words that every R4 server knows.

Root provision deny; one nested permit for "all that know me" (no custodian named: before consent nobody says which
facilities that is), to this post and its facility, for treatment, for these types, until then.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from viewer.base.opaque import Opaque
from viewer.consent.grant import TREATMENT
from viewer.consent.reading import CONSENT_SCOPE, PRIVACY
from viewer.consent.weighing import ACT_REASON, PARTICIPATION, RECIPIENT, RESOURCE_TYPES
from viewer.signin.people import Clinician, Post

POLICY = "https://prawat.example/policy/treatment"  # without a policy, invariant ppc-1 refuses it
_LOINC = "http://loinc.org"
_CONSENT_DOCUMENT = "59284-0"  # Consent Document

Json = dict[str, object]


def proposal(
    patient: Opaque, post: Post, clinician: Clinician, types: Iterable[str], now: datetime, until: datetime
) -> Json:
    """A Consent of status ``proposed``, as JSON values. Times are sent with Bangkok's offset, to the second."""
    permit: Json = {
        "type": "permit",
        "period": {"start": _moment(now), "end": _moment(until)},
        "actor": [
            _recipient(f"PractitionerRole/{post.id.reveal()}", clinician.name),
            _recipient(f"Organization/{post.organization}", post.facility),
        ],
        "purpose": [{"system": ACT_REASON, "code": TREATMENT}],
        "class": [{"system": RESOURCE_TYPES, "code": type_} for type_ in sorted(types)],
    }
    return {
        "resourceType": "Consent",
        "status": "proposed",
        "scope": {"coding": [{"system": CONSENT_SCOPE, "code": PRIVACY}]},
        "category": [{"coding": [{"system": _LOINC, "code": _CONSENT_DOCUMENT}]}],
        "patient": {"reference": f"Patient/{patient.reveal()}"},
        "dateTime": _moment(now),
        "policy": [{"uri": POLICY}],
        "provision": {"type": "deny", "provision": [permit]},
    }


def taken_back(sent: Json, consent: Opaque) -> bytes:
    """The same Consent, given up by who asked."""
    return encoded({**sent, "id": consent.reveal(), "status": "inactive"})


def encoded(consent: Json) -> bytes:
    """The JSON to send."""
    return msgspec.json.encode(consent)


def _recipient(reference: str, display: str) -> Json:
    return {
        "role": {"coding": [{"system": PARTICIPATION, "code": RECIPIENT}]},
        "reference": {"reference": reference, "display": display},
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
