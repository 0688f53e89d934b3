"""Signing in at the running sandbox, over real sockets, as each of its people."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from sandbox_process import SIGNERS, Sandbox, ScriptedBrowser, start

from viewer.base.clock import MachineClock
from viewer.signin.discovery import sandbox_offset
from viewer.signin.errors import SignInAgain, SignInRefused
from viewer.signin.flow import Session, sign_in
from viewer.signin.roles import DOCTOR, PHARMACIST, REFERRAL_CLERK, REFERRAL_NURSE, Role, readable
from viewer.signin.wire import SignInLimits

pytestmark = pytest.mark.anyio
LIMITS = SignInLimits(browser=30)
ROLE_OF: dict[str, Role] = {
    "on-anong": DOCTOR,
    "theeradet": DOCTOR,
    "siriporn": PHARMACIST,
    "jiraporn": REFERRAL_CLERK,
    "sudarat": REFERRAL_NURSE,
    "wasan": DOCTOR,
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def signed_in(sandbox: Sandbox, http: httpx.AsyncClient, browser: ScriptedBrowser) -> Session:
    offset = await sandbox_offset(sandbox.profile(), http, MachineClock())
    try:
        return await sign_in(sandbox.profile(), http, MachineClock(offset), browser.open, limits=LIMITS)
    finally:
        await browser.done()


async def practitioner(sandbox: Sandbox, http: httpx.AsyncClient, session: Session) -> httpx.Response:
    token = await session.tokens.bearer()
    return await http.get(
        f"{sandbox.base}/{session.clinician.fhir_user.reveal()}",
        headers={"Authorization": f"Bearer {token.reveal()}"},
    )


@pytest.mark.parametrize("who", SIGNERS)
async def test_each_of_its_people_signs_in(sandbox: Sandbox, http: httpx.AsyncClient, who: str) -> None:
    browser = ScriptedBrowser(who)
    session = await signed_in(sandbox, http, browser)
    shown = await practitioner(sandbox, http, session)
    assert shown.status_code == 200
    assert shown.json()["resourceType"] == "Practitioner"
    assert session.clinician.name
    assert "กลับไปที่โปรแกรมประวัติได้เลย" in browser.page
    role = ROLE_OF[who]
    assert role.types <= readable(role, session.granted_scopes)  # its exchange grants what our table needs
    await session.tokens.forget()


async def test_the_clock_follows_the_sandbox_s_day(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    offset = await sandbox_offset(sandbox.profile(), http, MachineClock())
    assert MachineClock(offset).today() == sandbox.now.date()


async def test_a_session_is_renewed_and_ended(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    session = await signed_in(sandbox, http, ScriptedBrowser("on-anong"))
    first = await session.tokens.bearer()
    second = await session.tokens.renewed(first)
    assert second != first
    assert (await practitioner(sandbox, http, session)).status_code == 200
    await session.tokens.forget()
    answer = await http.get(f"{sandbox.base}/Patient", headers={"Authorization": f"Bearer {second.reveal()}"})
    assert answer.status_code == 401
    with pytest.raises(SignInAgain):
        await session.tokens.bearer()


async def test_going_back_at_its_page_is_a_refusal(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    with pytest.raises(SignInRefused, match="access_denied"):
        await signed_in(sandbox, http, ScriptedBrowser("cancel"))
