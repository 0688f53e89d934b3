"""The bearer token: renewed in time, by one flight for all, never twice, and gone when it is over."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import pytest
from openid_provider import ABSENT, CLIENT, ISSUER, OpenIdProvider, profile

from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque
from viewer.signin.discovery import discover
from viewer.signin.errors import ProviderUnreachable, SignInAgain
from viewer.signin.tokens import Grant, Tokens

NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
MINUTE = timedelta(seconds=60)


@dataclass
class Desk:
    """A session of five minutes, just begun."""

    provider: OpenIdProvider
    clock: StillClock
    http: httpx.AsyncClient
    tokens: Tokens

    @property
    def renewals(self) -> int:
        return len(self.provider.forms)


async def begin(http: httpx.AsyncClient, provider: OpenIdProvider, *, refresh: bool = True) -> Tokens:
    provider.refresh = "refresh-0"
    first = Grant(
        access=Opaque("access-0"),
        refresh=Opaque("refresh-0") if refresh else None,
        expires=provider.clock.now() + 5 * MINUTE,
        margin=MINUTE,
        id_token=Opaque("not kept"),
    )
    return Tokens(first, await discover(profile(), http), CLIENT, http, provider.clock)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = StillClock(NOW)
    provider = OpenIdProvider(clock)
    async with provider.client() as http:
        yield Desk(provider, clock, http, await begin(http, provider))


@pytest.mark.anyio
async def test_a_good_token_is_used_as_it_is(desk: Desk) -> None:
    desk.clock.advance(4 * MINUTE - timedelta(seconds=1))
    assert await desk.tokens.bearer() == "access-0"
    assert desk.renewals == 0


@pytest.mark.anyio
async def test_it_is_renewed_a_minute_before_its_end(desk: Desk) -> None:
    desk.clock.advance(4 * MINUTE)
    new = await desk.tokens.bearer()
    assert new != "access-0"
    assert await desk.tokens.bearer() == new
    assert desk.provider.forms == [
        {"grant_type": "refresh_token", "refresh_token": "refresh-0", "client_id": CLIENT}
    ]


@pytest.mark.anyio
async def test_a_rotated_refresh_token_is_followed(desk: Desk) -> None:
    for _ in range(3):
        desk.clock.advance(5 * MINUTE)
        await desk.tokens.bearer()
    sent = [form["refresh_token"] for form in desk.provider.forms]
    assert len(set(sent)) == 3


@pytest.mark.anyio
async def test_a_refresh_token_that_is_not_rotated_stays(desk: Desk) -> None:
    desk.provider.rotates = False
    for _ in range(2):
        desk.clock.advance(5 * MINUTE)
        await desk.tokens.bearer()
    assert [form["refresh_token"] for form in desk.provider.forms] == ["refresh-0", "refresh-0"]


@pytest.mark.anyio
async def test_twenty_callers_share_one_flight(desk: Desk) -> None:
    desk.clock.advance(5 * MINUTE)
    desk.provider.gate = asyncio.Event()
    callers = [asyncio.create_task(desk.tokens.bearer()) for _ in range(10)]
    callers += [asyncio.create_task(desk.tokens.renewed(Opaque("access-0"))) for _ in range(10)]
    await desk.provider.knocked.wait()
    desk.provider.gate.set()
    assert len({token.reveal() for token in await asyncio.gather(*callers)}) == 1
    assert desk.renewals == 1


@pytest.mark.anyio
async def test_callers_that_come_late_with_the_old_token_get_the_new_one(desk: Desk) -> None:
    new = await desk.tokens.renewed(Opaque("access-0"))
    assert await desk.tokens.renewed(Opaque("access-0")) == new
    assert desk.renewals == 1
    assert await desk.tokens.renewed(new) != new  # refused again: that is a new refusal
    assert desk.renewals == 2


@pytest.mark.anyio
async def test_one_caller_s_cancellation_is_its_own(desk: Desk) -> None:
    desk.clock.advance(5 * MINUTE)
    desk.provider.gate = asyncio.Event()
    first, second = (asyncio.create_task(desk.tokens.bearer()) for _ in range(2))
    await desk.provider.knocked.wait()
    first.cancel()  # the one that started the flight
    with pytest.raises(asyncio.CancelledError):
        await first
    desk.provider.gate.set()
    assert (await second).reveal().startswith("access-")
    assert desk.renewals == 1


@pytest.mark.anyio
async def test_a_flight_that_everybody_left_still_lands(desk: Desk) -> None:
    desk.clock.advance(5 * MINUTE)
    desk.provider.gate = asyncio.Event()
    alone = asyncio.create_task(desk.tokens.bearer())
    await desk.provider.knocked.wait()
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    desk.provider.gate.set()
    assert (await desk.tokens.bearer()).reveal().startswith("access-")
    assert desk.renewals == 1  # a rotated token that nobody kept would have ended the session


@pytest.mark.anyio
async def test_a_spent_refresh_token_means_signing_in_again(desk: Desk) -> None:
    desk.provider.spent.add("refresh-0")
    callers = [desk.tokens.renewed(Opaque("access-0")) for _ in range(3)]
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert [type(result) for result in results] == [SignInAgain] * 3
    with pytest.raises(SignInAgain):
        await desk.tokens.bearer()
    assert desk.renewals == 1  # a dead token is not tried again


@pytest.mark.anyio
async def test_a_provider_that_is_away_does_not_end_a_good_token(desk: Desk) -> None:
    desk.provider.broken = 1
    desk.clock.advance(4 * MINUTE + timedelta(seconds=30))
    assert await desk.tokens.bearer() == "access-0"
    assert (await desk.tokens.bearer()).reveal() != "access-0"  # tried again, and it is back


@pytest.mark.anyio
async def test_a_provider_that_is_away_is_said_when_the_token_is_over(desk: Desk) -> None:
    desk.provider.broken = 1
    desk.clock.advance(5 * MINUTE)
    with pytest.raises(ProviderUnreachable):
        await desk.tokens.bearer()
    assert (await desk.tokens.bearer()).reveal().startswith("access-")  # the session itself is alive


@pytest.mark.anyio
async def test_without_a_refresh_token_it_lasts_as_long_as_it_lasts() -> None:
    clock = StillClock(NOW)
    provider = OpenIdProvider(clock)
    async with provider.client() as http:
        tokens = await begin(http, provider, refresh=False)
        clock.advance(4 * MINUTE + timedelta(seconds=59))
        assert await tokens.bearer() == "access-0"
        with pytest.raises(SignInAgain):
            await tokens.renewed(Opaque("access-0"))
        clock.advance(timedelta(seconds=1))
        with pytest.raises(SignInAgain):
            await tokens.bearer()
        await tokens.forget()
        assert provider.forms == []
        assert provider.revoked == ["access-0"]


@pytest.mark.anyio
async def test_a_short_lived_token_is_not_renewed_before_every_request(desk: Desk) -> None:
    desk.provider.token = {"expires_in": 30}
    desk.clock.advance(5 * MINUTE)
    await desk.tokens.bearer()
    desk.clock.advance(timedelta(seconds=14))
    await desk.tokens.bearer()
    assert desk.renewals == 1
    desk.clock.advance(timedelta(seconds=1))
    await desk.tokens.bearer()
    assert desk.renewals == 2


@pytest.mark.anyio
async def test_a_lifetime_that_is_not_stated_is_five_minutes(desk: Desk) -> None:
    desk.provider.token = {"expires_in": ABSENT}
    desk.clock.advance(5 * MINUTE)
    new = await desk.tokens.bearer()
    desk.clock.advance(4 * MINUTE - timedelta(seconds=1))
    assert await desk.tokens.bearer() == new


@pytest.mark.anyio
async def test_forgetting_wipes_and_tells_the_provider(desk: Desk) -> None:
    await desk.tokens.forget()
    assert desk.provider.revoked == ["refresh-0"]
    for attempt in (desk.tokens.bearer(), desk.tokens.renewed(Opaque("access-0"))):
        with pytest.raises(SignInAgain):
            await attempt
    await desk.tokens.forget()
    assert desk.provider.revoked == ["refresh-0"]
    assert b"access-0" not in repr(vars(desk.tokens)).encode()


@pytest.mark.anyio
async def test_forgetting_never_fails(desk: Desk) -> None:
    async def away(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no route to {ISSUER}")

    async with httpx.AsyncClient(transport=httpx.MockTransport(away)) as http:
        desk.tokens._http = http
        await desk.tokens.forget()
    with pytest.raises(SignInAgain):
        await desk.tokens.bearer()


@pytest.mark.anyio
async def test_forgetting_ends_a_flight_and_whoever_waits_for_it(desk: Desk) -> None:
    before = asyncio.all_tasks()
    desk.clock.advance(5 * MINUTE)
    desk.provider.gate = asyncio.Event()
    waiting = asyncio.create_task(desk.tokens.bearer())
    await desk.provider.knocked.wait()
    await desk.tokens.forget()
    with pytest.raises(SignInAgain):  # not CancelledError: nobody cancelled this caller
        await waiting
    assert asyncio.all_tasks() == before


@pytest.mark.anyio
async def test_a_failed_flight_is_not_the_next_caller_s_failure(desk: Desk) -> None:
    desk.provider.broken = 1
    with pytest.raises(ProviderUnreachable):
        await desk.tokens.renewed(Opaque("access-0"))
    assert (await desk.tokens.renewed(Opaque("access-0"))).reveal().startswith("access-")
