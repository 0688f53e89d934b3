"""OperationOutcome: how a FHIR server says no (https://hl7.org/fhir/R4/operationoutcome.html)."""

from typing import Any

from viewer.sandbox.errors import FhirRefusal

DETAILS = "https://prawat.example/outcome"
"""System of our own detail codes: no-consent, withheld, not-connected, type-not-permitted, not-granted, ..."""


def outcome(issue: str, text: str, *, detail: str = "", severity: str = "error") -> dict[str, Any]:
    """An OperationOutcome of one issue. ``issue`` is a code of the value set issue-type."""
    details: dict[str, Any] = {"text": text}
    if detail:
        details["coding"] = [{"system": DETAILS, "code": detail}]
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": issue, "details": details, "diagnostics": text}],
    }


def refused(refusal: FhirRefusal) -> dict[str, Any]:
    """The OperationOutcome of a refusal."""
    return outcome(refusal.issue, refusal.text, detail=refusal.detail)


def unknown_type(name: str) -> FhirRefusal:
    """No such type is served here."""
    return FhirRefusal(404, "not-supported", f"{name} is not served here", detail="unknown-type")


def unknown_resource() -> FhirRefusal:
    """No such resource, or none that the asker may know of."""
    return FhirRefusal(404, "not-found", "no such resource, or not for you to know")
