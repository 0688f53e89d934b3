"""A desk to speak with the sandbox from, over ASGI."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from unit.sandbox.small_world import SOMCHAI

from viewer.sandbox.app import Sandbox

ORIGIN = "http://127.0.0.1:8000"
VERIFIER = "correct-horse-battery-staple-correct-horse-battery"
REDIRECT = "http://127.0.0.1:53211/callback"
SCOPE = "openid fhirUser online_access user/*.rs user/Consent.crus user/AuditEvent.cu"
TYPES = ("AllergyIntolerance", "Condition", "MedicationRequest", "Observation")


@dataclass
class Seconds:
    """Real seconds, moved by the test."""

    passed: float = 0.0

    def __call__(self) -> float:
        return self.passed


class Http:
    """An HTTP client straight into the application, without a socket; each call runs to its end."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(sandbox.app)
        self._client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, trust_env=False)

    def get(self, url: str, **more: Any) -> httpx.Response:
        """GET."""
        return self._runner.run(self._client.get(url, **more))

    def post(self, url: str, **more: Any) -> httpx.Response:
        """POST."""
        return self._runner.run(self._client.post(url, **more))

    def put(self, url: str, **more: Any) -> httpx.Response:
        """PUT."""
        return self._runner.run(self._client.put(url, **more))

    def close(self) -> None:
        """End the loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()


@dataclass
class Desk:
    """A program that speaks with the sandbox over ASGI."""

    sandbox: Sandbox
    seconds: Seconds
    http: "Http"
    challenge: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        self.challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def request(self, **changes: str) -> dict[str, str]:
        """Parameters of an authorization request; an empty change leaves a parameter out."""
        asked = {
            "client_id": "prawat-desktop",
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": SCOPE,
            "state": "state-1",
            "nonce": "nonce-1",
            "aud": self.sandbox.places.base,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        } | changes
        return {name: value for name, value in asked.items() if value}

    def page(self, **changes: str) -> httpx.Response:
        """The sign-in page, or the refusal."""
        return self.http.get("/oidc/authorize", params=self.request(**changes))

    def press(self, page: httpx.Response, who: str) -> httpx.Response:
        """Press a name on the page."""
        action = re.search(r'action="([^"]+)"', page.text)
        hidden = re.search(r'name="request" value="([^"]+)"', page.text)
        assert action
        assert hidden
        return self.http.post(action[1], data={"request": hidden[1], "who": who})

    def code(self, who: str = "doctor", **changes: str) -> str:
        """A code, by signing in."""
        return answer(self.press(self.page(**changes), who))["code"]

    def redeem(self, code: str, **changes: str) -> httpx.Response:
        """Redeem a code."""
        form = {
            "grant_type": "authorization_code",
            "client_id": "prawat-desktop",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
        } | changes
        return self.http.post("/oidc/token", data={name: value for name, value in form.items() if value})

    def sign_in(self, who: str = "doctor", **changes: str) -> dict[str, str]:
        """Headers with an access token."""
        tokens = self.redeem(self.code(who, **changes)).json()
        return {"Authorization": f"Bearer {tokens['access_token']}"}

    def ask(self, headers: dict[str, str], **changes: Any) -> httpx.Response:
        """POST a proposed Consent."""
        return self.http.post("/fhir/Consent", headers=headers, json=proposal(**changes))

    def consent(self, headers: dict[str, str], facilities: list[str] | None = None, **changes: Any) -> str:
        """An active Consent; its id."""
        asked = self.ask(headers, **changes).json()
        code = asked["identifier"][0]["value"]
        answered = self.http.post(
            f"/control/consents/{code}", json={"answer": "approve", "facilities": facilities}
        )
        assert answered.status_code == 200, answered.text
        return str(asked["id"])

    def search(
        self, headers: dict[str, str], hcode: str, resource_type: str, *, lenient: bool = False, **form: str
    ) -> httpx.Response:
        """POST a search at a facility; strict unless ``lenient``. ``patient`` is Somchai unless said otherwise."""
        wanted = {"patient": SOMCHAI} | form
        prefer = {} if lenient else {"Prefer": "handling=strict"}
        return self.http.post(
            f"/at/{hcode}/fhir/{resource_type}/_search",
            headers=headers | prefer,
            data={name: value for name, value in wanted.items() if value},
        )

    def fault(self, hcode: str, kind: str, **more: Any) -> None:
        """Switch a fault on."""
        person = {"person": more.pop("person")} if "person" in more else {}
        body = {"hcode": hcode, "fault": {"kind": kind, **more}, **person}
        answered = self.http.post("/control/faults", json=body)
        assert answered.status_code == 200, answered.text


MakeDesk = Callable[..., Desk]
"""The fixture ``make_desk``: a world, a file for the state and options of Weather may be given."""


def answer(redirect: httpx.Response) -> dict[str, str]:
    """The parameters of a redirect to the loopback."""
    assert redirect.status_code == 303, redirect.text
    location = redirect.headers["location"]
    assert location.startswith(f"{REDIRECT}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def proposal(
    patient: str = SOMCHAI,
    role: str = "role-1",
    organization: str = "99001",
    types: tuple[str, ...] = TYPES,
    until: str = "2026-11-23T17:00:00+07:00",
    start: str = "2026-11-23T09:00:00+07:00",
    sources: tuple[str, ...] = (),
    data_period: dict[str, str] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """A Consent of status proposed."""
    actors = [("IRCP", f"PractitionerRole/{role}"), ("IRCP", f"Organization/{organization}")]
    actors += [("CST", f"Organization/{source}") for source in sources]
    participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
    permit: dict[str, Any] = {
        "type": "permit",
        "period": {"start": start, "end": until},
        "actor": [
            {
                "role": {"coding": [{"system": participation, "code": code}]},
                "reference": {"reference": reference},
            }
            for code, reference in actors
        ],
        "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
        "class": [{"system": "http://hl7.org/fhir/resource-types", "code": name} for name in types],
    }
    if data_period:
        permit["dataPeriod"] = data_period
    consent = {
        "resourceType": "Consent",
        "status": "proposed",
        "scope": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
            ]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": f"Patient/{patient}"},
        "policy": [{"uri": "https://prawat.example/policy/treatment"}],
        "provision": {"type": "deny", "provision": [permit]},
    }
    return {name: value for name, value in (consent | changes).items() if value is not None}


def detail(response: httpx.Response) -> str:
    """Our own code of an OperationOutcome."""
    issue = response.json()["issue"][0]
    return str(issue["details"].get("coding", [{"code": ""}])[0]["code"])
