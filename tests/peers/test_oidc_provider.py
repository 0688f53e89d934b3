"""Signing in through an OpenID provider that others wrote and certified: npm's oidc-provider."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urljoin

import httpx
import pytest
from peers.oidc_process import Peer, start
from sandbox_process import Form, ScriptedBrowser

from viewer.base.clock import MachineClock
from viewer.base.opaque import Opaque
from viewer.signin.errors import ProviderUnsuited, SignInAgain, SignInRefused
from viewer.signin.flow import Session, sign_in
from viewer.signin.roles import DOCTOR, readable, scopes
from viewer.signin.wire import SignInLimits

pytestmark = [pytest.mark.peers, pytest.mark.anyio]
LIMITS = SignInLimits(browser=30)
ASKED = scopes(offline=True)
OFFERED = [scope for scope in ASKED if scope != "user/Flag.rs"]  # one is not to be had


class PeerBrowser(ScriptedBrowser):
    """Fills the plain forms of its development pages: a name, then consent."""

    def __init__(self, who: str, *, swap: tuple[str, str] = ("", "")) -> None:
        super().__init__(who)
        self._swap = swap

    def open(self, url: str) -> None:
        super().open(url.replace(*self._swap) if all(self._swap) else url)

    async def fill(self, http: httpx.AsyncClient, where: str, form: Form) -> httpx.Response:
        given = {"login": self.who, "password": "any"} if "login" in form.fields else {}
        return await http.post(urljoin(where, form.action), data=form.fields | given)


class Reluctant(ScriptedBrowser):
    """Presses "Cancel" on the first page."""

    async def fill(self, http: httpx.AsyncClient, where: str, form: Form) -> httpx.Response:
        assert form.fields["prompt"] == "login"
        return await http.get(f"{where}/abort")


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with start(OFFERED) as listening:
        yield listening


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def signed_in(peer: Peer, http: httpx.AsyncClient, browser: ScriptedBrowser) -> Session:
    try:
        return await sign_in(peer.profile(), http, MachineClock(), browser.open, ASKED, LIMITS)
    finally:
        await browser.done()


async def answers(peer: Peer, http: httpx.AsyncClient, token: Opaque) -> int:
    """What the provider says to a bearer of this token."""
    shown = await http.get(peer.userinfo, headers={"Authorization": f"Bearer {token.reveal()}"})
    return shown.status_code


async def test_a_clinician_signs_in_through_it(peer: Peer, http: httpx.AsyncClient) -> None:
    browser = PeerBrowser("anong")
    session = await signed_in(peer, http, browser)
    assert session.clinician.name == "ทดสอบ anong"
    assert session.clinician.fhir_user == "Practitioner/anong"
    assert session.granted_scopes == set(OFFERED)
    assert DOCTOR.types - readable(DOCTOR, session.granted_scopes) == {"Flag"}
    assert "กลับไปที่โปรแกรมประวัติได้เลย" in browser.page
    assert browser.visited[-1].startswith("http://127.0.0.1:")
    assert await answers(peer, http, await session.tokens.bearer()) == 200
    await session.tokens.forget()


async def test_its_elliptic_signature_is_taken(http: httpx.AsyncClient) -> None:
    with start(OFFERED, algorithm="ES256") as peer:
        session = await signed_in(peer, http, PeerBrowser("anong"))
        assert session.clinician.subject == "anong"
        await session.tokens.forget()


async def test_tokens_are_renewed_and_rotated(peer: Peer, http: httpx.AsyncClient) -> None:
    session = await signed_in(peer, http, PeerBrowser("anong"))
    seen = [await session.tokens.bearer()]
    for _ in range(3):
        seen.append(await session.tokens.renewed(seen[-1]))
    assert len(set(seen)) == 4
    assert await answers(peer, http, seen[-1]) == 200
    await session.tokens.forget()


async def test_a_sign_out_ends_the_grant_there_too(peer: Peer, http: httpx.AsyncClient) -> None:
    session = await signed_in(peer, http, PeerBrowser("anong"))
    token = await session.tokens.bearer()
    assert await answers(peer, http, token) == 200
    await session.tokens.forget()
    assert await answers(peer, http, token) == 401


async def test_a_refresh_token_used_twice_ends_the_session(peer: Peer, http: httpx.AsyncClient) -> None:
    session = await signed_in(peer, http, PeerBrowser("anong"))
    tokens = session.tokens
    stolen = tokens._grant
    new = await tokens.renewed(await tokens.bearer())
    tokens._grant = stolen  # somebody has a copy of the old one
    assert stolen is not None
    with pytest.raises(SignInAgain, match="invalid_grant"):
        await tokens.renewed(stolen.access)
    assert await answers(peer, http, new) == 401


async def test_going_back_at_its_page_is_a_refusal(peer: Peer, http: httpx.AsyncClient) -> None:
    with pytest.raises(SignInRefused, match="access_denied"):
        await signed_in(peer, http, Reluctant("nobody"))


async def test_it_holds_us_to_our_proof(peer: Peer, http: httpx.AsyncClient) -> None:
    with pytest.raises(SignInRefused, match="invalid_grant"):
        await signed_in(peer, http, PeerBrowser("anong", swap=("code_challenge=", "code_challenge=x")))


async def test_without_a_proof_it_does_not_answer(peer: Peer, http: httpx.AsyncClient) -> None:
    with pytest.raises(ProviderUnsuited, match="invalid_request"):
        await signed_in(peer, http, PeerBrowser("anong", swap=("code_challenge", "no_challenge")))
