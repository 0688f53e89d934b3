"""What goes wrong lands as a complaint where the clinician stands, and nothing is revealed; nothing waits for ever."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from unit.visit.on_visit import SOMCHAIS_NUMBER, OnVisit

from viewer.visit.errors import WrongMoment
from viewer.visit.states import (
    Asking,
    Closed,
    CloseReason,
    Confirming,
    Consenting,
    Identifying,
    Open,
    SignedOut,
    State,
)

pytestmark = pytest.mark.anyio


def complaint(state: State) -> str:
    """The code a state complains with."""
    assert isinstance(state, SignedOut | Identifying | Consenting), state
    return state.complaint


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("GET /fhir/.well-known", "provider-unreachable"),
        ("POST /oidc/token", "provider-unreachable"),
        ("GET /fhir/Practitioner", "server-failed"),
        ("POST /fhir/Organization", "server-failed"),
        ("POST /fhir/PractitionerRole", "server-failed"),
    ],
)
async def test_nobody_comes_in(line: str, code: str, on_visit: OnVisit) -> None:
    on_visit.wire.breaks(line)
    await on_visit.visit.sign_in()
    await on_visit.hands_down()
    assert on_visit.visit.state == SignedOut(code)
    assert on_visit.outbox.acts == []
    on_visit.wire.answers.clear()
    await on_visit.signed_in()
    on_visit.stands_at(Identifying)


async def test_no_post_in_a_role_we_know(on_visit: OnVisit) -> None:
    empty = {"resourceType": "Bundle", "type": "searchset", "total": 0}
    on_visit.wire.answers["POST /fhir/PractitionerRole"] = lambda _: httpx.Response(200, json=empty)
    await on_visit.signed_in()
    assert on_visit.visit.state == SignedOut("no-post")
    assert on_visit.wire.count("POST /oidc/revoke") == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1111111111119", "placeholder-number"),
        ("12345", "not-a-citizen-id"),
        ("", "not-a-citizen-id"),
        ("9100000000009", "not-found"),
    ],
)
async def test_numbers(typed: str, code: str, on_visit: OnVisit) -> None:
    await on_visit.signed_in()
    await on_visit.visit.find(typed)
    state = on_visit.visit.state
    assert isinstance(state, Identifying)
    assert (state.complaint, state.busy) == (code, False)
    assert on_visit.wire.count("POST /fhir/Patient") == (code == "not-found")


@pytest.mark.parametrize(
    ("line", "code"),
    [("POST /fhir/Patient", "server-failed"), ("POST /fhir/Consent/_search", "server-failed")],
)
async def test_the_exchange_fails(line: str, code: str, on_visit: OnVisit) -> None:
    await on_visit.signed_in()
    on_visit.wire.breaks(line)
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    if isinstance(on_visit.visit.state, Confirming):
        await on_visit.visit.confirm(on_visit.visit.state.candidates[0])
    assert complaint(on_visit.visit.state) == code
    on_visit.wire.answers.clear()
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    assert isinstance(on_visit.visit.state, Confirming)


async def test_the_request_is_not_taken(on_visit: OnVisit) -> None:
    await on_visit.found()
    on_visit.wire.answers["POST /fhir/Consent"] = lambda request: (
        httpx.Response(201, json={"resourceType": "Consent", "id": "1", "status": "proposed"})
        if request.url.path.endswith("/Consent")
        else httpx.Response(200, json={"resourceType": "Bundle", "type": "searchset", "total": 0})
    )
    await on_visit.visit.confirm(on_visit.confirming().candidates[0])
    state = on_visit.visit.state
    assert isinstance(state, Consenting)
    assert (state.stage, state.complaint) == (Asking.FAILED, "consent-request-not-taken")
    on_visit.wire.answers.clear()
    await on_visit.visit.ask_again()
    again = on_visit.visit.state
    assert isinstance(again, Consenting)
    assert again.stage is Asking.WAITING


async def test_an_error_that_nobody_foresaw_frees_the_page(on_visit: OnVisit) -> None:
    await on_visit.signed_in()

    def broken(_: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError

    on_visit.wire.answers["POST /fhir/Patient"] = broken
    with pytest.raises(ZeroDivisionError):
        await on_visit.visit.find(SOMCHAIS_NUMBER)
    state = on_visit.visit.state
    assert isinstance(state, Identifying)
    assert (state.complaint, state.busy) == ("unexpected", False)


async def test_an_error_that_nobody_foresaw_while_waiting(on_visit: OnVisit) -> None:
    await on_visit.asked()

    def broken(_: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError

    on_visit.wire.answers["GET /fhir/Consent/"] = broken
    await on_visit.until(lambda: bool(on_visit.troubles))
    state = on_visit.visit.state
    assert isinstance(state, Consenting)
    assert (state.stage, state.complaint) == (Asking.FAILED, "unexpected")
    on_visit.troubles.clear()
    on_visit.wire.answers.clear()


@pytest.mark.parametrize("how", ["refused", "unforeseen"])
async def test_a_record_that_cannot_be_watched_is_closed(how: str, on_visit: OnVisit) -> None:
    await on_visit.opened()

    def broken(_: httpx.Request) -> httpx.Response:
        if how == "refused":
            return httpx.Response(400, json={})
        raise ZeroDivisionError

    on_visit.wire.answers["GET /fhir/Consent/"] = broken
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
    state = on_visit.visit.state
    assert isinstance(state, Closed)
    assert state.reason is CloseReason.CONSENT_UNKNOWN
    await on_visit.until(lambda: how == "refused" or bool(on_visit.troubles))
    on_visit.troubles.clear()


async def test_a_network_that_is_away_for_a_moment_closes_nothing(on_visit: OnVisit) -> None:
    await on_visit.opened()
    on_visit.wire.breaks("GET /fhir/Consent/", 503)
    looks = on_visit.wire.count("GET /fhir/Consent/")
    await on_visit.until(lambda: on_visit.wire.count("GET /fhir/Consent/") > looks + 5)
    assert isinstance(on_visit.visit.state, Open)


async def test_the_code_runs_out(on_visit: OnVisit) -> None:
    await on_visit.asked()
    on_visit.time_passes(timedelta(seconds=361))
    await on_visit.until(
        lambda: isinstance(on_visit.visit.state, Consenting) and on_visit.visit.state.stage is Asking.EXPIRED
    )


async def test_the_time_allowed_runs_out(on_visit: OnVisit) -> None:
    await on_visit.opened()
    on_visit.time_passes(timedelta(hours=2))
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
    state = on_visit.visit.state
    assert isinstance(state, Closed)
    assert state.reason is CloseReason.EXPIRED


@pytest.mark.parametrize("act", ["110122", "search-type", "create", "read", "open-record"])
async def test_what_cannot_be_written_down_does_not_happen(act: str, on_visit: OnVisit) -> None:
    on_visit.outbox.full_from = act
    await on_visit.visit.sign_in()
    await on_visit.hands_down()
    if isinstance(on_visit.visit.state, Identifying):
        await on_visit.visit.find(SOMCHAIS_NUMBER)
    if isinstance(on_visit.visit.state, Confirming):
        await on_visit.visit.confirm(on_visit.visit.state.candidates[0])
    if isinstance(on_visit.visit.state, Consenting) and on_visit.visit.state.stage is Asking.WAITING:
        await on_visit.patient("approve")
        await on_visit.until(lambda: stage(on_visit) is not Asking.WAITING)
    assert complaint(on_visit.visit.state) == "audit-unwritable"
    assert act not in on_visit.outbox.acts
    assert on_visit.visit.chart is None
    assert on_visit.wire.count("POST /at/") == 0
    if act == "search-type":
        assert on_visit.wire.count("POST /fhir/Patient") == 0
    if act == "create":
        assert await on_visit.consents() == []


def stage(here: OnVisit) -> Asking | None:
    """How far the asking has come."""
    return here.visit.state.stage if isinstance(here.visit.state, Consenting) else None


async def test_allowed_but_not_written_opens_later_without_asking_again(on_visit: OnVisit) -> None:
    await on_visit.asked()
    on_visit.outbox.lock()
    await on_visit.patient("approve")
    await on_visit.until(lambda: stage(on_visit) is Asking.FAILED)
    on_visit.outbox.lock(False)
    await on_visit.visit.ask_again()
    assert isinstance(on_visit.visit.state, Open)
    assert len(await on_visit.consents()) == 1


async def test_a_record_closes_though_that_cannot_be_written(on_visit: OnVisit) -> None:
    await on_visit.opened()
    on_visit.outbox.lock()
    await on_visit.visit.close()
    assert isinstance(on_visit.visit.state, Closed)


async def test_one_who_watches_and_fails_stops_nobody(on_visit: OnVisit) -> None:
    def fails(_: State) -> None:
        raise ZeroDivisionError

    unwatch = on_visit.visit.watch(fails)
    late: list[State] = []
    on_visit.visit.watch(late.append)
    await on_visit.opened()
    await on_visit.everything_asked()
    unwatch()
    assert late[-1] is on_visit.visit.state
    assert {type(trouble["exception"]) for trouble in on_visit.troubles} == {ZeroDivisionError}
    on_visit.troubles.clear()


async def test_a_role_opens_and_sends_only_what_it_may(on_visit: OnVisit) -> None:
    await on_visit.opened()
    chart = on_visit.visit.chart
    assert chart is not None
    acts = list(on_visit.outbox.acts)
    for page in ("referral", "documents", "nonsense"):
        with pytest.raises(WrongMoment):
            await chart.open_page(page)
    with pytest.raises(WrongMoment):
        await chart.exported("save")
    assert on_visit.outbox.acts == acts
    await chart.open_page("results")
    state = on_visit.visit.state
    assert isinstance(state, Open)
    assert state.page == "results"


async def test_the_record_is_forgotten(on_visit: OnVisit) -> None:
    await on_visit.opened()
    await on_visit.everything_asked()
    chart = on_visit.visit.chart
    assert chart is not None
    assert chart.state.record.account.total.received
    await on_visit.visit.close()
    assert not chart.state.record.account.total.received
    assert not hasattr(on_visit.visit.state, "record")


async def test_the_exchange_cannot_keep_anybody_from_leaving(on_visit: OnVisit) -> None:
    await on_visit.opened()
    for line in ("PUT /fhir", "POST /oidc/revoke", "GET /fhir", "POST /at"):
        on_visit.wire.hold(line)
    async with asyncio.timeout(5):
        await on_visit.visit.sign_out()
    assert on_visit.visit.state == SignedOut()
    for line in ("PUT /fhir", "POST /oidc/revoke", "GET /fhir", "POST /at"):
        on_visit.wire.let_go(line)
