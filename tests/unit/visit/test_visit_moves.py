"""Every move in every state: it leads on, is ignored, or comes too late. Never anything else."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from unit.visit.on_visit import SOMCHAIS_NUMBER, OnVisit

from viewer.base.opaque import Opaque
from viewer.signin.people import Post
from viewer.visit.errors import WrongMoment
from viewer.visit.states import (
    Asking,
    Candidate,
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

pytestmark = pytest.mark.anyio
STRANGER = Candidate(Opaque("p-stranger"), "คนแปลกหน้า", "male", "1990")
ELSEWHERE = Post(Opaque("role-9"), "doctor", "99009", "ที่อื่น")
Way = Callable[[OnVisit], Awaitable[None]]


async def _nothing(_: OnVisit) -> None:
    pass


async def _signing_in(here: OnVisit) -> None:
    here.who = ""
    here._hands.append(asyncio.create_task(here.visit.sign_in()))
    await here.until(lambda: isinstance(here.visit.state, SigningIn))


async def _choosing(here: OnVisit) -> None:
    here.who = "doctor"
    await here.signed_in()
    assert isinstance(here.visit.state, ChoosingPost)


async def _closed(here: OnVisit) -> None:
    await here.opened()
    await here.visit.close()


WAYS: dict[str, Way] = {
    "signed-out": _nothing,
    "signing-in": _signing_in,
    "choosing": _choosing,
    "identifying": OnVisit.signed_in,
    "confirming": OnVisit.found,
    "consenting": OnVisit.asked,
    "open": OnVisit.opened,
    "closed": _closed,
}


def _first(here: OnVisit) -> Candidate:
    state = here.visit.state
    if isinstance(state, Confirming):
        return state.candidates[0]
    return state.candidate if isinstance(state, Consenting | Open) else STRANGER


MOVES: dict[str, Way] = {
    "find": lambda here: here.visit.find(SOMCHAIS_NUMBER),
    "confirm": lambda here: here.visit.confirm(_first(here)),
    "ask-again": lambda here: here.visit.ask_again(),
    "back": lambda here: here.visit.back(),
    "elsewhere": lambda here: here.visit.choose_post(ELSEWHERE),
}
FITS = {
    "find": {"identifying", "confirming", "closed"},
    "confirm": {"confirming"},
    "ask-again": {"consenting"},
    "back": {"identifying", "confirming", "consenting", "open", "closed"},
    "elsewhere": set(),
}


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("move", MOVES)
async def test_a_move_that_does_not_fit_changes_nothing(state: str, move: str, on_visit: OnVisit) -> None:
    await WAYS[state](on_visit)
    if state in FITS[move]:
        await MOVES[move](on_visit)
        return
    before, acts = on_visit.visit.state, list(on_visit.outbox.acts)
    with pytest.raises(WrongMoment):
        await MOVES[move](on_visit)
    if state != "open":  # a record goes on filling by itself
        assert on_visit.visit.state is before
    assert isinstance(on_visit.visit.state, type(before))
    assert on_visit.outbox.acts == acts
    if state == "signing-in":
        on_visit.visit.cancel_sign_in()


@pytest.mark.parametrize("state", [name for name in WAYS if name != "signed-out"])
async def test_signing_in_twice_is_ignored(state: str, on_visit: OnVisit) -> None:
    await WAYS[state](on_visit)
    before = type(on_visit.visit.state)
    await on_visit.visit.sign_in()
    assert isinstance(on_visit.visit.state, before)
    on_visit.visit.cancel_sign_in()


@pytest.mark.parametrize("state", [name for name in WAYS if name != "open"])
async def test_closing_what_is_not_open_is_ignored(state: str, on_visit: OnVisit) -> None:
    await WAYS[state](on_visit)
    before = on_visit.visit.state
    await on_visit.visit.close()
    assert on_visit.visit.state is before
    on_visit.visit.cancel_sign_in()


@pytest.mark.parametrize("state", WAYS)
async def test_signing_out_from_anywhere(state: str, on_visit: OnVisit) -> None:
    await WAYS[state](on_visit)
    await on_visit.visit.sign_out()
    assert on_visit.visit.state == SignedOut()
    assert on_visit.visit.chart is None
    if state not in ("signed-out", "signing-in"):
        assert on_visit.outbox.acts[-1] == "110123"
        assert on_visit.wire.count("POST /oidc/revoke") == 1


async def test_somebody_who_was_not_found_cannot_be_confirmed(on_visit: OnVisit) -> None:
    await on_visit.found()
    with pytest.raises(WrongMoment):
        await on_visit.visit.confirm(STRANGER)
    assert not on_visit.confirming().busy


async def test_the_whole_way(on_visit: OnVisit) -> None:
    await on_visit.opened()
    await on_visit.everything_asked()
    await on_visit.visit.close()
    kinds = [type(state) for state in on_visit.states]
    told = [kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] is not kind]
    assert told == [SigningIn, Identifying, Confirming, Consenting, Open, Closed]
    closed = on_visit.visit.state
    assert isinstance(closed, Closed)
    assert closed.reason is CloseReason.BY_CLINICIAN
    assert on_visit.outbox.acts == [
        "110122", "search-type", "create", "read", "open-record", "close-record",
    ]  # fmt: skip


async def test_another_post_takes_the_request_back(on_visit: OnVisit) -> None:
    on_visit.who = "doctor"
    await on_visit.signed_in()
    choosing = on_visit.visit.state
    assert isinstance(choosing, ChoosingPost)
    first, second = choosing.posts
    await on_visit.visit.choose_post(first)
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    await on_visit.visit.confirm(on_visit.confirming().candidates[0])
    await on_visit.visit.choose_post(second)
    assert isinstance(on_visit.visit.state, Identifying)
    assert on_visit.visit.state.post == second
    await on_visit.until(lambda: on_visit.wire.count("PUT /fhir/Consent") == 1)
    await on_visit.until_taken_back()
    assert isinstance(on_visit.visit.state, Identifying)


@pytest.mark.parametrize(
    ("answer", "stage"), [("refuse", Asking.REFUSED), ("withdraw", None)], ids=["refused", "allowed-then-not"]
)
async def test_answers(answer: str, stage: Asking | None, on_visit: OnVisit) -> None:
    await on_visit.asked()
    if stage is None:
        await on_visit.patient("approve")
        await on_visit.until(lambda: isinstance(on_visit.visit.state, Open))
        await on_visit.patient(answer)
        await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
        return
    await on_visit.patient(answer)
    await on_visit.until(
        lambda: isinstance(on_visit.visit.state, Consenting) and on_visit.visit.state.stage is stage
    )
    state = on_visit.visit.state
    assert isinstance(state, Consenting)
    assert on_visit.outbox.acts[-1] == "read", "that the patient refused is written down"
    await on_visit.visit.ask_again()
    again = on_visit.visit.state
    assert isinstance(again, Consenting)
    assert again.stage is Asking.WAITING
    assert again.code != state.code


async def test_the_tables_are_read_while_the_clinician_signs_in_and_not_by_the_window(
    on_visit: OnVisit,
) -> None:
    await on_visit.signed_in()
    (thread,) = on_visit.tables_read_on
    assert thread is not threading.main_thread()
