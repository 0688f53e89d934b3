"""Two things at once: what comes later counts, what comes too late changes nothing, nothing is left half done."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from unit.visit.on_visit import SOMCHAIS_NUMBER, OnVisit

from viewer.visit.errors import WrongMoment
from viewer.visit.states import (
    Asking,
    ChoosingPost,
    Closed,
    CloseReason,
    Confirming,
    Consenting,
    Identifying,
    Open,
    SignedOut,
    SigningIn,
)

Act = Callable[[], Coroutine[Any, Any, object]]
pytestmark = pytest.mark.anyio


async def test_back_while_the_request_is_sent(on_visit: OnVisit) -> None:
    await on_visit.found()
    on_visit.wire.hold("POST /fhir/Consent$")
    confirming = asyncio.create_task(on_visit.visit.confirm(on_visit.confirming().candidates[0]))
    await on_visit.until(lambda: "POST /fhir/Consent" in on_visit.wire.waiting)
    on_visit.stands_at(Consenting)
    await on_visit.visit.back()
    on_visit.wire.let_go("POST /fhir/Consent$")
    await confirming
    await on_visit.until_taken_back()
    assert isinstance(on_visit.visit.state, Identifying), "the page jumped back"
    assert [kept["status"] for kept in await on_visit.consents()] == ["inactive"]


async def test_a_new_code_is_refused_while_one_is_sent(on_visit: OnVisit) -> None:
    await on_visit.found()
    on_visit.wire.hold("POST /fhir/Consent$")
    confirming = asyncio.create_task(on_visit.visit.confirm(on_visit.confirming().candidates[0]))
    await on_visit.until(lambda: "POST /fhir/Consent" in on_visit.wire.waiting)
    with pytest.raises(WrongMoment):
        await on_visit.visit.ask_again()
    on_visit.wire.let_go("POST /fhir/Consent$")
    await confirming
    assert on_visit.wire.asked.count("POST /fhir/Consent") == 1


async def test_confirming_twice_asks_once(on_visit: OnVisit) -> None:
    await on_visit.found()
    candidate = on_visit.confirming().candidates[0]
    first = asyncio.create_task(on_visit.visit.confirm(candidate))
    await asyncio.sleep(0)
    with pytest.raises(WrongMoment):
        await on_visit.visit.confirm(candidate)
    with pytest.raises(WrongMoment):
        await on_visit.visit.find(SOMCHAIS_NUMBER)
    await first
    assert len(await on_visit.consents()) == 1


async def test_another_post_while_an_earlier_consent_is_looked_for(on_visit: OnVisit) -> None:
    on_visit.who = "doctor"
    await on_visit.signed_in()
    choosing = on_visit.visit.state
    assert isinstance(choosing, ChoosingPost)
    await on_visit.visit.choose_post(choosing.posts[0])
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    on_visit.wire.hold("POST /fhir/Consent/_search")
    confirming = asyncio.create_task(on_visit.visit.confirm(on_visit.confirming().candidates[0]))
    await on_visit.until(lambda: bool(on_visit.wire.waiting))
    await on_visit.visit.choose_post(choosing.posts[1])
    on_visit.wire.let_go("POST /fhir/Consent/_search")
    await confirming
    state = on_visit.visit.state
    assert isinstance(state, Identifying)
    assert state.post == choosing.posts[1]
    assert await on_visit.consents() == []


@pytest.mark.parametrize("line", ["POST /fhir/Patient", "POST /fhir/Consent/_search", "POST /fhir/Consent$"])
async def test_signing_out_while_something_is_asked(line: str, on_visit: OnVisit) -> None:
    if line == "POST /fhir/Patient":
        await on_visit.signed_in()
        on_visit.wire.hold(line)
        move = asyncio.create_task(on_visit.visit.find(SOMCHAIS_NUMBER))
    else:
        await on_visit.found()
        on_visit.wire.hold(line)
        move = asyncio.create_task(on_visit.visit.confirm(on_visit.confirming().candidates[0]))
    await on_visit.until(lambda: bool(on_visit.wire.waiting))
    await on_visit.visit.sign_out()
    await move
    assert on_visit.visit.state == SignedOut()
    assert [type(state) for state in on_visit.states[-1:]] == [SignedOut]


async def test_a_search_that_was_left_finds_nobody(on_visit: OnVisit) -> None:
    await on_visit.signed_in()
    on_visit.wire.hold("POST /fhir/Patient")
    finding = asyncio.create_task(on_visit.visit.find(SOMCHAIS_NUMBER))
    await on_visit.until(lambda: bool(on_visit.wire.waiting))
    await on_visit.visit.back()
    on_visit.wire.let_go("POST /fhir/Patient")
    await finding
    assert isinstance(on_visit.visit.state, Identifying)
    assert not on_visit.visit.state.busy


async def test_signing_out_while_the_browser_is_open(on_visit: OnVisit) -> None:
    on_visit.who = ""
    coming = asyncio.create_task(on_visit.visit.sign_in())
    await on_visit.until(lambda: isinstance(on_visit.visit.state, SigningIn))
    await on_visit.visit.sign_out()
    await coming
    assert on_visit.visit.state == SignedOut()


async def test_signing_out_at_the_last_moment_of_signing_in(on_visit: OnVisit) -> None:
    """The desk is set up, its last answer here, but the move has not gone on yet: nobody stays signed in."""
    on_visit.wire.hold("GET /fhir/metadata")
    coming = asyncio.create_task(on_visit.visit.sign_in())
    await on_visit.until(lambda: "GET /fhir/metadata" in on_visit.wire.waiting)
    await on_visit.hands_down()
    entering = on_visit.visit._entering
    assert entering is not None
    entering.add_done_callback(lambda _: leaving.append(asyncio.ensure_future(on_visit.visit.sign_out())))
    leaving: list[asyncio.Future[None]] = []
    on_visit.wire.let_go("GET /fhir/metadata")
    await coming
    await leaving[0]
    assert on_visit.visit.state == SignedOut()
    assert on_visit.wire.count("POST /oidc/revoke") == 1, "the tokens were kept"


async def test_a_sign_in_whose_page_goes_away(on_visit: OnVisit) -> None:
    on_visit.who = ""
    coming = asyncio.create_task(on_visit.visit.sign_in())
    await on_visit.until(lambda: isinstance(on_visit.visit.state, SigningIn))
    coming.cancel()
    with pytest.raises(asyncio.CancelledError):
        await coming
    assert on_visit.visit.state == SignedOut()


async def test_withdrawn_while_a_page_turn_is_written_down(on_visit: OnVisit) -> None:
    await on_visit.opened()
    await on_visit.everything_asked()
    chart = on_visit.visit.chart
    assert chart is not None
    on_visit.outbox.holds = "view-page"
    turning = asyncio.create_task(chart.open_page("results"))
    await asyncio.to_thread(on_visit.outbox.reached.wait, 10)
    await on_visit.patient("withdraw")
    await on_visit.until(lambda: on_visit.visit.chart is None)
    on_visit.outbox.gate.set()
    with pytest.raises(WrongMoment):
        await turning
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
    first = next(at for at, state in enumerate(on_visit.states) if isinstance(state, Closed))
    assert not any(isinstance(state, Open) for state in on_visit.states[first:]), "it came up again"
    assert not any(isinstance(state, Open) and state.page == "results" for state in on_visit.states)


@pytest.mark.parametrize("act", ["reveal-id", "view-as-sent", "save"])
async def test_closed_while_something_is_revealed(act: str, on_visit: OnVisit) -> None:
    on_visit.who = "clerk" if act == "save" else "pharmacist"
    await on_visit.opened()
    await on_visit.everything_asked()
    chart = on_visit.visit.chart
    assert chart is not None
    on_visit.outbox.holds = act
    work: dict[str, Act] = {
        "reveal-id": chart.reveal_id,
        "view-as-sent": lambda: chart.as_sent(0),
        "save": lambda: chart.exported("save"),
    }
    revealing = asyncio.create_task(work[act]())
    await asyncio.to_thread(on_visit.outbox.reached.wait, 10)
    closing = asyncio.create_task(on_visit.visit.close())
    await on_visit.until(lambda: on_visit.visit.chart is None)
    on_visit.outbox.gate.set()
    with pytest.raises(WrongMoment):
        await revealing
    await closing
    with pytest.raises(WrongMoment):
        await work[act]()


async def test_closed_and_withdrawn_at_once_is_written_once(on_visit: OnVisit) -> None:
    await on_visit.opened()
    await on_visit.everything_asked()
    on_visit.outbox.holds = "close-record"
    await on_visit.patient("withdraw")
    await asyncio.to_thread(on_visit.outbox.reached.wait, 10)
    closing = [asyncio.create_task(on_visit.visit.close()) for _ in range(3)]
    await asyncio.sleep(0)
    on_visit.outbox.gate.set()
    await asyncio.gather(*closing)
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
    assert on_visit.outbox.acts.count("close-record") == 1
    assert [type(state) for state in on_visit.states].count(Closed) == 1
    state = on_visit.visit.state
    assert isinstance(state, Closed)
    assert state.reason is CloseReason.WITHDRAWN


async def test_signing_out_and_withdrawn_at_once(on_visit: OnVisit) -> None:
    await on_visit.opened()
    await on_visit.patient("withdraw")
    await asyncio.gather(on_visit.visit.sign_out(), on_visit.visit.close(), on_visit.visit.sign_out())
    assert on_visit.visit.state == SignedOut()
    assert on_visit.outbox.acts.count("close-record") == 1
    assert on_visit.outbox.acts.count("110123") == 1


async def test_whoever_closes_may_be_cancelled(on_visit: OnVisit) -> None:
    await on_visit.opened()
    on_visit.outbox.holds = "close-record"
    closing = asyncio.create_task(on_visit.visit.close())
    await asyncio.to_thread(on_visit.outbox.reached.wait, 10)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert on_visit.visit.chart is None
    on_visit.outbox.gate.set()
    await on_visit.visit.sign_out()
    assert on_visit.outbox.acts[-2:] == ["close-record", "110123"]


async def test_a_stuck_disk_keeps_no_record_on_screen(on_visit: OnVisit) -> None:
    await on_visit.opened()
    on_visit.outbox.holds = "close-record"
    await asyncio.wait_for(on_visit.visit.close(), 5)
    assert isinstance(on_visit.visit.state, Closed)
    on_visit.outbox.gate.set()


async def test_nothing_is_asked_of_a_facility_once_it_is_closed(on_visit: OnVisit) -> None:
    on_visit.wire.hold("POST /at/")
    await on_visit.opened()
    await on_visit.until(lambda: bool(on_visit.wire.waiting))
    await on_visit.visit.close()
    asked = on_visit.wire.count("POST /at/")
    on_visit.wire.let_go("POST /at/")
    for _ in range(50):
        await asyncio.sleep(0)
    assert on_visit.wire.count("POST /at/") == asked
    state = on_visit.visit.state
    assert isinstance(state, Closed)
    assert state.reason is CloseReason.BY_CLINICIAN


async def test_cancelled_just_after_the_patient_allowed_it(on_visit: OnVisit) -> None:
    """The clinician goes back while the answer is written down: nothing opens, and the consent is given back."""
    await on_visit.asked()
    on_visit.outbox.holds = "read"
    await on_visit.patient("approve")
    await asyncio.to_thread(on_visit.outbox.reached.wait, 10)
    await on_visit.visit.back()
    on_visit.outbox.gate.set()
    await on_visit.until_taken_back()
    assert isinstance(on_visit.visit.state, Identifying)
    assert not any(isinstance(state, Open) for state in on_visit.states)
    assert [kept["status"] for kept in await on_visit.consents()] == ["inactive"]


async def test_two_new_codes_at_once(on_visit: OnVisit) -> None:
    await on_visit.asked()
    first = asyncio.create_task(on_visit.visit.ask_again())
    await asyncio.sleep(0)
    with pytest.raises(WrongMoment):
        await on_visit.visit.ask_again()
    await first
    state = on_visit.visit.state
    assert isinstance(state, Consenting)
    assert state.stage is Asking.WAITING
    assert on_visit.wire.asked.count("POST /fhir/Consent") == 2


async def test_found_again_while_confirming(on_visit: OnVisit) -> None:
    await on_visit.found()
    await on_visit.visit.find("9291417776317")
    state = on_visit.visit.state
    assert isinstance(state, Confirming)
    assert [one.name for one in state.candidates] == ["ด.ญ.มะลิ ทดสอบ"]
    await on_visit.visit.confirm(state.candidates[0])
    await on_visit.patient("approve")
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Open))
    chart = on_visit.visit.chart
    assert chart is not None
    assert chart.citizen_for_paper() == "9-2914-17776-31-7"
