"""Where to sign in: both documents are read, and neither may lead out of the profile."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from openid_provider import ABSENT, BASE, ISSUER, OpenIdProvider, profile

from viewer.base.clock import BANGKOK, StillClock
from viewer.base.settings import Profile
from viewer.signin.discovery import Provider, discover, sandbox_offset
from viewer.signin.errors import ProviderUnreachable, ProviderUnsuited, SignInError
from viewer.signin.wire import SignInLimits

CLOCK = StillClock(datetime(2026, 11, 23, 9, tzinfo=BANGKOK))
LOCAL = "http://127.0.0.1:9000"


async def discovered(provider: OpenIdProvider, site: Profile | None = None) -> Provider:
    async with provider.client() as http:
        return await discover(site or profile(), http)


@pytest.mark.anyio
async def test_both_documents_make_one_provider() -> None:
    found = await discovered(OpenIdProvider(CLOCK))
    assert found.authorization == f"{ISSUER}/authorize"
    assert found.token == f"{ISSUER}/token"
    assert found.jwks == f"{ISSUER}/jwks"
    assert found.revocation == f"{ISSUER}/revoke"
    assert found.algorithms == ("RS256", "ES256")  # HS256 is offered, and not taken
    assert found.names_itself
    assert "permission-v2" in found.capabilities


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("document", "changes", "reason"),
    [
        ("openid", {"issuer": "https://other.example"}, "issuer-differs"),
        ("openid", {"issuer": ISSUER + "/"}, "issuer-differs"),
        ("smart", {"issuer": "https://other.example"}, "issuer-differs"),
        ("smart", {"code_challenge_methods_supported": ABSENT}, "no-s256"),
        ("smart", {"code_challenge_methods_supported": ["plain"]}, "no-s256"),
        ("openid", {"id_token_signing_alg_values_supported": ["HS256", "none"]}, "algorithms"),
        ("openid", {"id_token_signing_alg_values_supported": []}, "openid-unreadable"),
        ("openid", {"jwks_uri": ABSENT}, "openid-unreadable"),
        ("smart", {"token_endpoint": 7}, "smart-unreadable"),
        ("smart", {"authorization_endpoint": "https://other.example/a"}, "authorization-endpoint-origin"),
        ("smart", {"token_endpoint": "https://id.example:8443/token"}, "token-endpoint-origin"),
        ("smart", {"token_endpoint": "https://id.example.evil.example/token"}, "token-endpoint-origin"),
        ("smart", {"token_endpoint": "http://id.example/token"}, "token-endpoint-not-https"),
        ("smart", {"token_endpoint": "https://exchange.example@evil.example/"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "https://evil.example\\@id.example/"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "https://id.example/\\evil.example"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "https://id.example/\ttoken"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "https://id.example/token#x"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "https://id.example:port/"}, "token-endpoint-address"),
        ("smart", {"token_endpoint": "/token"}, "token-endpoint-address"),
        ("smart", {"revocation_endpoint": "https://other.example/r"}, "revocation-endpoint-origin"),
        ("openid", {"revocation_endpoint": "https://other.example/r"}, "revocation-endpoint-origin"),
        ("openid", {"jwks_uri": "https://other.example/jwks"}, "jwks-origin"),
    ],
)
async def test_an_unfit_document_is_refused(document: str, changes: dict[str, Any], reason: str) -> None:
    changed: dict[str, Any] = {document: changes}
    provider = OpenIdProvider(CLOCK, **changed)
    with pytest.raises(ProviderUnsuited) as refused:
        await discovered(provider)
    assert refused.value.reason == reason


@pytest.mark.anyio
async def test_an_endpoint_at_the_exchange_itself_is_allowed() -> None:
    found = await discovered(
        OpenIdProvider(CLOCK, smart={"token_endpoint": "https://EXCHANGE.example:443/token"})
    )
    assert found.token == "https://EXCHANGE.example:443/token"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://id.example"},
        {"issuer": "http://id.example", "sandbox": True},  # a sandbox is on this machine, nowhere else
        {"issuer": LOCAL},  # this machine, but no sandbox
        {"base": f"{LOCAL}/fhir", "origins": (LOCAL,)},
    ],
)
async def test_plain_http_is_for_a_sandbox_on_this_machine(changes: dict[str, Any]) -> None:
    with pytest.raises(ProviderUnsuited, match="not-https"):
        await discovered(OpenIdProvider(CLOCK), profile(**changes))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host", ["10.0.0.7", "192.168.1.1", "127.0.0.1", "[::1]", "[fe80::1]", "localhost", "id.local"]
)
@pytest.mark.parametrize("sandbox", [True, False])
async def test_no_code_is_sent_into_somebody_s_own_network(host: str, sandbox: bool) -> None:
    inside = f"https://{host}"
    site = profile(issuer=inside, sandbox=sandbox)
    here = sandbox and host in ("127.0.0.1", "[::1]", "localhost")
    with pytest.raises(ProviderUnsuited) as refused:
        await discovered(OpenIdProvider(CLOCK, smart={"issuer": inside}), site)
    assert refused.value.reason == ("openid-status-404" if here else "issuer-private")


@pytest.mark.anyio
@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost:9000", "[::1]:9000"])
async def test_a_sandbox_on_this_machine_is_spoken_to_in_plain_http(host: str) -> None:
    origin = f"http://{host}"
    documents = {
        "/fhir/.well-known/smart-configuration": {
            "authorization_endpoint": f"{origin}/oidc/authorize",
            "token_endpoint": f"{origin}/oidc/token",
            "code_challenge_methods_supported": ["S256"],
            "now": "2026-11-23T09:00:00+07:00",
        },
        "/oidc/.well-known/openid-configuration": {
            "issuer": f"{origin}/oidc",
            "jwks_uri": f"{origin}/oidc/jwks",
            "id_token_signing_alg_values_supported": ["ES256"],
        },
    }
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=documents[request.url.path]))
    site = profile(base=f"{origin}/fhir", issuer=f"{origin}/oidc", origins=(origin,), sandbox=True)
    async with httpx.AsyncClient(transport=transport) as http:
        found = await discover(site, http)
        early = StillClock(CLOCK.moment - timedelta(days=30))
        assert await sandbox_offset(site, http, early) == timedelta(days=30)
        assert await sandbox_offset(profile(), http, early) == timedelta()  # no other site moves our clock
    assert found.algorithms == ("ES256",)
    assert not found.names_itself
    assert found.revocation is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        (httpx.Response(404), ProviderUnsuited, "smart-status-404"),
        (
            httpx.Response(302, headers={"location": "https://other.example/"}),
            ProviderUnsuited,
            "smart-status-302",
        ),
        (httpx.Response(503), ProviderUnreachable, "smart-status-503"),
        (httpx.Response(429), ProviderUnreachable, "smart-status-429"),
        (httpx.Response(200, content=b"{" * 2_000), ProviderUnsuited, "smart-unreadable"),
        (httpx.Response(200, content=b" " * 2_001), ProviderUnsuited, "smart-too-long"),
        (httpx.ConnectError(f"no route to {BASE}"), ProviderUnreachable, "smart"),
    ],
)
async def test_no_document_is_not_a_document(
    answer: httpx.Response | Exception, error: type[SignInError], reason: str
) -> None:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx.MockTransport(handle)
    # Even a client that follows redirects elsewhere follows none here.
    async with httpx.AsyncClient(transport=transport, follow_redirects=True) as http:
        with pytest.raises(error) as refused:
            await discover(profile(), http, SignInLimits(document=2_000))
    assert refused.value.reason == reason
    assert "example" not in str(refused.value)
    assert refused.value.__cause__ is None
