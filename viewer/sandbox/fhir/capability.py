"""What the exchange says it can do: SMART configuration and CapabilityStatements.

https://hl7.org/fhir/smart-app-launch/conformance.html, https://hl7.org/fhir/R4/capabilitystatement.html
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from viewer.sandbox import roles
from viewer.sandbox.fhir.papers import TYPES
from viewer.sandbox.places import Places

Resource = dict[str, Any]
_SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def smart_configuration(places: Places, now: datetime) -> dict[str, Any]:
    """``.well-known/smart-configuration``, with the sandbox's time as ``now``."""
    return {
        "issuer": places.issuer,
        "jwks_uri": f"{places.issuer}/jwks",
        "authorization_endpoint": f"{places.issuer}/authorize",
        "token_endpoint": f"{places.issuer}/token",
        "revocation_endpoint": f"{places.issuer}/revoke",
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": ["authorization_code"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(roles.SUPPORTED),
        "capabilities": [
            "launch-standalone",
            "client-public",
            "sso-openid-connect",
            "permission-v1",
            "permission-v2",
            "permission-user",
            "permission-offline",
            "permission-online",
        ],
        "now": now.isoformat(timespec="seconds"),
    }


def exchange_capability(places: Places, day: str) -> Resource:
    """Of the exchange's own base."""
    resources = [
        _type(
            "Patient",
            ["read", "search-type"],
            ["identifier"],
            "Search by POST only: an identifier must not stand in a URL.",
        ),
        _type("Practitioner", ["read", "search-type"], ["_id"]),
        _type(
            "PractitionerRole",
            ["read", "search-type"],
            ["_id", "practitioner", "organization"],
            include=["PractitionerRole:organization", "PractitionerRole:practitioner"],
        ),
        _type("Organization", ["read", "search-type"], ["_id", "identifier"]),
        _type(
            "Endpoint", ["read", "search-type"], ["_id", "organization"], include=["Endpoint:organization"]
        ),
        _type("Consent", ["create", "read", "update", "search-type"], ["_id", "patient", "status", "actor"]),
        _type("AuditEvent", ["create", "update"], []) | {"updateCreate": True},
        _type("DocumentReference", ["create"], [], _PROVEN) | {"conditionalCreate": True},
        *(
            _type(name, ["create", "read", "update"], [], _WRITTEN) | {"conditionalCreate": True}
            for name in TYPES
        ),
    ]
    words = "Finds people, asks for consent, keeps the directory. What a facility holds is read at its own Endpoint."
    statement = _statement(places, places.base, day, resources, words)
    statement["rest"][0]["interaction"] = [{"code": "transaction"}]
    return statement


_PROVEN = (
    "A paper's digest under the code on it, found by that code alone. Nobody's documents are searched here."
)
_WRITTEN = (
    "Taken, and taken back, in a transaction; searched at the facility of the post it was written from."
)


def facility_capability(
    places: Places, hcode: str, day: str, searches: Mapping[str, Iterable[str]]
) -> Resource:
    """Of one facility. ``searches`` names the parameters of each type."""
    resources = [
        _type(name, ["read", "search-type"], list(parameters), include=["*"])
        for name, parameters in sorted(searches.items())
    ]
    words = "One facility of the exchange. Answers only what the patient consented to."
    return _statement(places, places.facility(hcode), day, resources, words)


def _statement(places: Places, base: str, day: str, resources: list[Resource], words: str) -> Resource:
    uris = [
        {"url": "authorize", "valueUri": f"{places.issuer}/authorize"},
        {"url": "token", "valueUri": f"{places.issuer}/token"},
        {"url": "revoke", "valueUri": f"{places.issuer}/revoke"},
    ]
    security = {
        "extension": [
            {
                "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                "extension": uris,
            }
        ],
        "service": [{"coding": [{"system": _SECURITY_SERVICE, "code": "SMART-on-FHIR"}]}],
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": day,
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "software": {"name": "Prawat sandbox exchange"},
        "implementation": {"description": words, "url": base},
        "rest": [{"mode": "server", "security": security, "resource": resources}],
    }


def _type(
    name: str, interactions: list[str], searches: list[str], words: str = "", include: list[str] | None = None
) -> Resource:
    entry: Resource = {
        "type": name,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "versioned",
    }
    if searches:
        entry["searchParam"] = [{"name": search, "type": _KINDS.get(search, "token")} for search in searches]
    if include:
        entry["searchInclude"] = include
    if words:
        entry["documentation"] = words
    return entry


_KINDS = {
    "patient": "reference",
    "subject": "reference",
    "practitioner": "reference",
    "organization": "reference",
    "actor": "reference",
    "date": "date",
    "_lastUpdated": "date",
}
