"""Signing in from the first document to the session, and every single thing that may be wrong on the way."""

import asyncio
import json
import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from openid_provider import ABSENT, BASE, ISSUER, OpenIdProvider, Visitor, elliptic, profile, rsa

from viewer.base import log
from viewer.base.clock import BANGKOK, StillClock
from viewer.signin.errors import (
    AnswerNotTrusted,
    BrowserUnavailable,
    IdentityNotTrusted,
    NotAClinician,
    ProviderUnreachable,
    ProviderUnsuited,
    SignInError,
    SignInRefused,
    SignInTimedOut,
)
from viewer.signin.flow import Session, sign_in
from viewer.signin.roles import scopes
from viewer.signin.wire import SignInLimits

NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
LIMITS = SignInLimits(browser=5, answer=5)


@pytest.fixture
def provider() -> OpenIdProvider:
    return OpenIdProvider(StillClock(NOW))


@pytest.fixture
def lines() -> Iterator[StringIO]:
    stream = StringIO()
    undo = log.setup(stream=stream, level=logging.DEBUG)
    yield stream
    undo()


async def signed_in(provider: OpenIdProvider, visitor: Visitor | None = None, **options: Any) -> Session:
    visitor = visitor or Visitor(provider)
    async with provider.client() as http:
        try:
            return await sign_in(profile(), http, provider.clock, visitor.open, limits=LIMITS, **options)
        finally:
            await visitor.done()


@pytest.mark.anyio
async def test_a_clinician_signs_in(provider: OpenIdProvider) -> None:
    session = await signed_in(provider)
    assert session.clinician.name == "พญ.ทดสอบ สมมติแพทย์"
    assert session.clinician.fhir_user == "Practitioner/pr-1"
    assert session.clinician.subject == "somchai"
    assert session.clinician.licence == ""
    assert session.granted_scopes == frozenset(scopes())
    assert (await session.tokens.bearer()).reveal().startswith("access-")
    assert "access-" not in repr(session)
    assert "somchai" not in repr(session)
    assert "prompt" not in provider.asked


@pytest.mark.anyio
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_both_signatures_are_taken(provider: OpenIdProvider, algorithm: str) -> None:
    provider.algorithm = algorithm
    assert (await signed_in(provider)).clinician.subject == "somchai"
    assert provider.jwks_asked == 1


@pytest.mark.anyio
async def test_no_two_questions_are_alike(provider: OpenIdProvider) -> None:
    questions = []
    for _ in range(2):
        await signed_in(provider)
        questions.append({name: provider.asked[name] for name in ("state", "nonce", "code_challenge")})
    values = [value for question in questions for value in question.values()]
    assert len(set(values)) == len(values)
    assert all(len(value) >= 43 for value in values)


@pytest.mark.anyio
async def test_another_person_can_be_demanded(provider: OpenIdProvider) -> None:
    await signed_in(provider, anew=True, scopes=["openid", "fhirUser", "offline_access"])
    assert provider.asked["prompt"] == "login consent"
    assert provider.asked["scope"] == "openid fhirUser offline_access"


@pytest.mark.anyio
async def test_an_endpoint_that_has_a_query_keeps_it(provider: OpenIdProvider) -> None:
    provider.smart = {"authorization_endpoint": f"{ISSUER}/authorize?tenant=th"}
    await signed_in(provider)
    assert provider.asked["tenant"] == "th"


@pytest.mark.anyio
async def test_what_was_not_granted_is_no_error(provider: OpenIdProvider) -> None:
    provider.token = {"scope": "openid fhirUser user/Patient.rs"}
    assert (await signed_in(provider)).granted_scopes == {"openid", "fhirUser", "user/Patient.rs"}


@pytest.mark.anyio
async def test_a_silent_scope_means_as_asked(provider: OpenIdProvider) -> None:
    provider.token = {"scope": ABSENT}
    assert (await signed_in(provider)).granted_scopes == frozenset(scopes())


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://other.example"}, "iss"),
        ({"iss": ISSUER + "/"}, "iss"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": ["prawat-desktop", "another-client"]}, "azp"),
        ({"azp": "another-client"}, "azp"),
        ({"aud": ["prawat-desktop", "another-client"], "azp": "another-client"}, "azp"),
        ({"exp": (NOW - timedelta(seconds=61)).timestamp()}, "exp"),
        ({"exp": (NOW - timedelta(seconds=60)).timestamp()}, "exp"),
        ({"iat": (NOW + timedelta(seconds=61)).timestamp()}, "iat"),
        ({"nonce": "of-another-sign-in"}, "nonce"),
        ({"nonce": ABSENT}, "nonce"),
        ({"at_hash": "of-another-token"}, "at_hash"),
        ({"exp": ABSENT}, "claims"),
        ({"exp": float("nan")}, "claims"),
        ({"exp": "4000000000"}, "claims"),
        ({"iat": ABSENT}, "claims"),
        ({"iss": ABSENT}, "claims"),
        ({"aud": ABSENT}, "claims"),
        ({"sub": ABSENT}, "claims"),
        ({"sub": ""}, "claims"),
        ({"sub": "x" * 256}, "claims"),
    ],
)
async def test_each_claim_is_held_to_its_rule(
    provider: OpenIdProvider, claims: dict[str, Any], reason: str
) -> None:
    provider.claims = claims
    with pytest.raises(IdentityNotTrusted) as refused:
        await signed_in(provider)
    assert refused.value.reason == reason
    assert provider.revoked == [provider.refresh]  # the token that came along is given back


@pytest.mark.anyio
@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["prawat-desktop"]},
        {"aud": ["prawat-desktop", "another-client"], "azp": "prawat-desktop"},
        {"azp": "prawat-desktop"},
        {"at_hash": ABSENT},
        {"exp": (NOW - timedelta(seconds=59)).timestamp()},  # clocks are a little apart
        {"iat": (NOW + timedelta(seconds=59)).timestamp()},
    ],
)
async def test_what_the_rules_allow_is_allowed(provider: OpenIdProvider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert (await signed_in(provider)).clinician.subject == "somchai"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("algorithm", "header", "reason"),
    [
        ("none", {}, "algorithm"),
        ("none", {"alg": "None"}, "algorithm"),
        ("HS256", {}, "algorithm"),
        ("RS512", {}, "algorithm"),
        ("PS256", {}, "algorithm"),
        ("RS256", {"kid": "never-heard-of"}, "kid"),
        ("RS256", {"kid": "ec-1"}, "kid"),
    ],
)
async def test_no_other_signature_is_taken(
    provider: OpenIdProvider, algorithm: str, header: dict[str, Any], reason: str
) -> None:
    provider.algorithm, provider.header = algorithm, header
    with pytest.raises(IdentityNotTrusted) as refused:
        await signed_in(provider)
    assert refused.value.reason == reason


@pytest.mark.anyio
async def test_an_algorithm_the_provider_does_not_announce_is_not_taken(provider: OpenIdProvider) -> None:
    provider.openid = {"id_token_signing_alg_values_supported": ["ES256"]}
    with pytest.raises(IdentityNotTrusted, match="algorithm"):
        await signed_in(provider)


@pytest.mark.anyio
async def test_a_symmetric_key_in_the_key_set_opens_nothing(provider: OpenIdProvider) -> None:
    public = urlsafe_b64encode(rsa().as_pem(private=False)).decode().rstrip("=")
    provider.published = [{"kty": "oct", "k": public, "kid": "rsa-1"}]
    provider.algorithm = "HS256"
    with pytest.raises(IdentityNotTrusted, match="algorithm"):
        await signed_in(provider)


@pytest.mark.anyio
async def test_a_key_of_somebody_else_does_not_fit(provider: OpenIdProvider) -> None:
    other = RSAKey.generate_key(2048, {"kid": "rsa-1"})
    provider.published = [dict(other.as_dict(private=False))]
    with pytest.raises(IdentityNotTrusted, match="signature"):
        await signed_in(provider)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "change",
    [
        {"use": "enc"},
        {"alg": "RS512"},
        {"n": "AQAB"},  # 24 bits
        {"n": None},
        {"n": "ไม่ใช่"},
        {"e": "!"},
    ],
)
async def test_a_key_that_is_not_for_this_is_not_used(
    provider: OpenIdProvider, change: dict[str, Any]
) -> None:
    provider.published = [dict(rsa().as_dict(private=False)) | change]
    with pytest.raises(IdentityNotTrusted, match="kid"):
        await signed_in(provider)
    assert provider.jwks_asked == 2


@pytest.mark.anyio
async def test_the_wrong_curve_is_no_es256(provider: OpenIdProvider) -> None:
    provider.algorithm = "ES256"
    other = ECKey.generate_key("P-384", {"kid": "ec-1"})
    provider.published = [dict(other.as_dict(private=False))]
    with pytest.raises(IdentityNotTrusted, match="signature"):
        await signed_in(provider)


@pytest.mark.anyio
async def test_an_unreadable_neighbour_in_the_key_set_does_no_harm(provider: OpenIdProvider) -> None:
    good = [dict(key.as_dict(private=False)) for key in (rsa(), elliptic())]
    provider.published = [{"kty": "AKP", "kid": "rsa-1"}, {}, {"kty": "RSA"}, *good]
    assert (await signed_in(provider)).clinician.subject == "somchai"


@pytest.mark.anyio
async def test_without_a_kid_only_where_there_is_no_choice(provider: OpenIdProvider) -> None:
    provider.header = {"kid": ABSENT}
    assert (await signed_in(provider)).clinician.subject == "somchai"  # one RSA key, one EC key
    second = RSAKey.generate_key(2048, {"kid": "rsa-2"})
    provider.published = [dict(key.as_dict(private=False)) for key in (rsa(), second)]
    with pytest.raises(IdentityNotTrusted, match="kid"):
        await signed_in(provider)


@pytest.mark.anyio
async def test_a_key_rotated_just_now_is_fetched_once_more(provider: OpenIdProvider) -> None:
    old = RSAKey.generate_key(2048, {"kid": "rsa-0"})
    provider.published = [dict(old.as_dict(private=False))]

    async def handle(request: httpx.Request) -> httpx.Response:
        answer = await provider.handle(request)
        if request.url.path == "/jwks":
            provider.published = None
        return answer

    visitor = Visitor(provider)
    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
        session = await sign_in(profile(), http, provider.clock, visitor.open, limits=LIMITS)
    await visitor.done()
    assert session.clinician.subject == "somchai"
    assert provider.jwks_asked == 2


@pytest.mark.anyio
@pytest.mark.parametrize("jwks", [b"{", b"[]", b"{}", b'{"keys": 7}', b"[" * 100_000])
async def test_unreadable_keys_are_said_to_be_so(provider: OpenIdProvider, jwks: bytes) -> None:
    async def handle(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(200, content=jwks)
            if request.url.path == "/jwks"
            else await provider.handle(request)
        )

    visitor = Visitor(provider)
    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
        with pytest.raises(ProviderUnsuited, match="jwks-unreadable"):
            await sign_in(profile(), http, provider.clock, visitor.open, limits=LIMITS)
    await visitor.done()


@pytest.mark.anyio
@pytest.mark.parametrize("token", ["", "x", "x.y.z", "e30.e30.", "ก.ข.ค", "W10.e30.e30"])
async def test_what_is_no_token_is_no_identity(provider: OpenIdProvider, token: str) -> None:
    provider.token = {"id_token": token}
    with pytest.raises(IdentityNotTrusted):
        await signed_in(provider)


@pytest.mark.anyio
async def test_a_bent_token_is_found_out(provider: OpenIdProvider) -> None:
    provider.bend = lambda token: token[:-8] + "AAAAAAAA"
    with pytest.raises(IdentityNotTrusted, match="signature"):
        await signed_in(provider)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        ({"iss": ABSENT}, AnswerNotTrusted, "issuer-missing"),
        ({"iss": "https://other.example"}, AnswerNotTrusted, "issuer-differs"),
        ({"iss": ""}, AnswerNotTrusted, "issuer-differs"),
        ({"code": ABSENT, "error": "access_denied"}, SignInRefused, "access_denied"),
        ({"code": ABSENT, "error": "login_required"}, SignInRefused, "login_required"),
        (
            {"code": ABSENT, "error": "temporarily_unavailable"},
            ProviderUnreachable,
            "temporarily_unavailable",
        ),
        ({"code": ABSENT, "error": "invalid_scope"}, ProviderUnsuited, "invalid_scope"),
        ({"code": ABSENT, "error": "1101700203450"}, ProviderUnsuited, "unknown-error"),
        (
            {"code": ABSENT, "error": "access_denied", "iss": "https://o.example"},
            AnswerNotTrusted,
            "issuer-differs",
        ),
        ({"code": "made-up"}, SignInRefused, "invalid_grant"),
    ],
)
async def test_each_answer_of_the_browser_is_held_to_its_rule(
    provider: OpenIdProvider, answer: dict[str, Any], error: type[SignInError], reason: str
) -> None:
    provider.answer = answer
    with pytest.raises(error) as refused:
        await signed_in(provider)
    assert refused.value.reason == reason


@pytest.mark.anyio
async def test_a_provider_that_never_names_itself_need_not(provider: OpenIdProvider) -> None:
    provider.openid = {"authorization_response_iss_parameter_supported": ABSENT}
    provider.answer = {"iss": ABSENT}
    assert (await signed_in(provider)).clinician.subject == "somchai"


@pytest.mark.anyio
async def test_somebody_else_s_page_cannot_end_a_sign_in(provider: OpenIdProvider) -> None:
    forged = ({"state": "guessed"}, {"state": "", "error": "access_denied", "code": ABSENT})
    visitor = Visitor(provider, first=forged)
    assert (await signed_in(provider, visitor)).clinician.subject == "somchai"
    assert visitor.statuses == [400, 400, 200]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("token", "error", "reason"),
    [
        ({"token_type": "DPoP"}, AnswerNotTrusted, "token-type"),
        ({"token_type": ABSENT}, AnswerNotTrusted, "token-unreadable"),
        ({"access_token": ""}, AnswerNotTrusted, "token-unreadable"),
        ({"expires_in": -1}, AnswerNotTrusted, "token-unreadable"),
        ({"id_token": ABSENT}, IdentityNotTrusted, "missing"),
    ],
)
async def test_a_token_answer_must_be_one(
    provider: OpenIdProvider, token: dict[str, Any], error: type[SignInError], reason: str
) -> None:
    provider.token = token
    with pytest.raises(error) as refused:
        await signed_in(provider)
    assert refused.value.reason == reason


@pytest.mark.anyio
@pytest.mark.parametrize("reference", [f"{BASE}/Practitioner/pr-1", "Practitioner/pr-1"])
async def test_the_practitioner_is_this_exchange_s(provider: OpenIdProvider, reference: str) -> None:
    provider.claims = {"fhirUser": reference}
    assert (await signed_in(provider)).clinician.fhir_user == "Practitioner/pr-1"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "reference",
    [
        ABSENT,
        "",
        f"{BASE}/Patient/p-1",
        "https://other.example/fhir/Practitioner/pr-1",
        f"{BASE}/Practitioner/",
        f"{BASE}/Practitioner/a/b",
        f"{BASE}/Practitioner/../Patient",
        "Practitioner/a?b",
    ],
)
async def test_who_is_no_practitioner_here_has_no_desk(provider: OpenIdProvider, reference: object) -> None:
    provider.claims = {"fhirUser": reference}
    with pytest.raises(NotAClinician):
        await signed_in(provider)
    assert provider.revoked == [provider.refresh]


@pytest.mark.anyio
async def test_a_broken_token_endpoint_is_said_to_be_so(provider: OpenIdProvider) -> None:
    provider.broken = 1
    with pytest.raises(ProviderUnreachable, match="token-status-503"):
        await signed_in(provider)


def _refuse(_: str) -> bool:
    return False


def _break(_: str) -> None:
    raise OSError("no such program: xdg-open")


async def _refuse_later(url: str) -> bool:
    await asyncio.sleep(0)
    return _refuse(url)


async def _break_later(url: str) -> None:
    await asyncio.sleep(0)
    _break(url)


@pytest.mark.anyio
@pytest.mark.parametrize("browser", [_refuse, _break, _refuse_later, _break_later])
async def test_no_browser_is_said_at_once(provider: OpenIdProvider, browser: Any) -> None:
    async with provider.client() as http:
        with pytest.raises(BrowserUnavailable):
            await sign_in(profile(), http, provider.clock, browser, limits=LIMITS)


@pytest.mark.anyio
async def test_a_browser_that_never_comes_back(provider: OpenIdProvider) -> None:
    async with provider.client() as http:
        with pytest.raises(SignInTimedOut):
            await sign_in(profile(), http, provider.clock, lambda _: None, limits=SignInLimits(browser=0))


@pytest.mark.anyio
async def test_cancelling_leaves_nothing_behind(provider: OpenIdProvider) -> None:
    opened, before = asyncio.Event(), asyncio.all_tasks()
    async with provider.client() as http:
        task = asyncio.create_task(
            sign_in(profile(), http, provider.clock, lambda _: opened.set(), limits=LIMITS)
        )
        await opened.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert asyncio.all_tasks() == before


@pytest.mark.anyio
async def test_the_log_knows_why_and_nothing_else(provider: OpenIdProvider, lines: StringIO) -> None:
    provider.answer = {"code": ABSENT, "error": "access_denied"}
    with pytest.raises(SignInRefused) as refused:
        await signed_in(provider)
    assert str(refused.value) == "sign-in-refused: access_denied"
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(line["event"], line["code"]) for line in said] == [("sign-in-failed", "access-denied")]
    assert provider.asked["state"] not in lines.getvalue()
    assert "example" not in lines.getvalue()
