"""Deciding on an open record: undone and done again, signed once it is written down, sent where it is taken, kept when
the consent ends, and refused once the record is closed."""

import json
from typing import Any

import pytest
from unit.sandbox.small_world import SOMCHAI
from unit.visit.on_visit import OnVisit

from viewer.audit.errors import OutboxUnwritable
from viewer.base.opaque import Opaque
from viewer.exchange.errors import ExchangeError
from viewer.exchange.query import Capability
from viewer.visit.chart import Chart
from viewer.visit.errors import WrongMoment
from viewer.visit.reconciliation import Choice, Kind, LastTaken, Medicine, Reconciliation
from viewer.visit.states import Closed, Open
from viewer.writing.delivery import deliver_list
from viewer.writing.reconciliation import Line, Reconciled

pytestmark = pytest.mark.anyio
AMLODIPINE = Medicine("k1", "amlodipine 5 mg", "b1")


async def opened(here: OnVisit) -> Chart:
    await here.opened()
    chart = here.visit.chart
    assert chart is not None
    return chart


def value(here: OnVisit) -> Reconciliation:
    assert isinstance(here.visit.state, Open)
    return here.visit.state.reconciliation


def form(here: OnVisit) -> Reconciled:
    """What view would make of it."""
    state = here.visit.state
    assert isinstance(state, Open)
    signed = state.reconciliation.signed
    assert signed is not None
    return Reconciled(
        signed.form, "แบบบันทึก", "การประสานรายการยา", Opaque(SOMCHAI), state.post.id, state.clinician.fhir_user,
        signed.name, signed.when, (Line("stop", "หยุด", "amlodipine 5 mg", reason="บวม"),),
    )  # fmt: skip


async def test_steps_are_undone_and_done_again(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    assert acts.allowed
    assert not acts.undo()
    acts.decide([AMLODIPINE], Choice.STOP)
    for text in ("บ", "บว", "บวม"):
        acts.note(AMLODIPINE, None, reason=text, dose="", instead="")
    key = acts.add(Kind.BOUGHT, "  ibuprofen   400 ", listed=False)
    assert value(on_visit).extras[0].name == "ibuprofen 400"
    assert acts.steps == (3, 0), "what was typed of one medicine is one step"
    acts.remove(key)
    assert acts.undo()
    assert acts.undo()
    assert value(on_visit).extras == ()
    assert value(on_visit).entries["k1"].reason == "บวม"
    assert acts.undo()
    assert value(on_visit).entries["k1"].reason == ""
    assert acts.redo()
    assert value(on_visit).entries["k1"].reason == "บวม"
    acts.decide([AMLODIPINE], Choice.STOP)
    assert acts.steps == (2, 2), "the same again at the same moment is no step"
    acts.decide([AMLODIPINE], Choice.HOLD)
    assert acts.steps == (3, 0)


async def test_what_is_begun_today_is_decided_by_that(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    key = acts.add(Kind.NEW, "losartan 50 mg", listed=True, how="1x1")
    decision = value(on_visit).entries[key].decision
    assert decision is not None
    assert decision.choice is Choice.START
    assert decision.who == "ภญ.ทดสอบ เภสัช"


async def test_it_is_signed_once_that_is_written_down(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    with pytest.raises(WrongMoment):
        await acts.sign("seen", 0)
    acts.decide([AMLODIPINE], Choice.STOP)
    assert acts.obstacle == "unsigned"
    on_visit.outbox.lock(True)
    with pytest.raises(OutboxUnwritable):
        await acts.sign("seen", 2)
    assert value(on_visit).signed is None
    on_visit.outbox.lock(False)
    await acts.sign("seen", 2)
    signed = value(on_visit).signed
    assert signed is not None
    assert (signed.name, signed.licence, signed.seen, signed.asking) == (
        "ภญ.ทดสอบ เภสัช",
        "ภ.1",
        "seen",
        2,
    )
    assert on_visit.outbox.acts[-1] == "sign-form"
    acts.decide([AMLODIPINE], Choice.HOLD)
    assert value(on_visit).signed is None


async def test_it_is_sent_once_and_read_back(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    await acts.sign("seen", 0)
    assert acts.obstacle == ""
    sent = await acts.send(form(on_visit))
    assert sent.confirmed
    assert value(on_visit).delivered == sent
    assert acts.obstacle == "sent"
    assert on_visit.outbox.acts[-1] == "send"
    with pytest.raises(WrongMoment):
        await acts.send(form(on_visit))
    assert acts.undo(), "the signature"
    assert value(on_visit).signed is None
    assert value(on_visit).sent == (sent,), "what was sent cannot be undone"
    held = on_visit.sandbox.store.all("select type, patient, hcode from papers")
    assert [row["type"] for row in held] == ["List", "MedicationStatement"]
    assert {(row["patient"], row["hcode"]) for row in held} == {(SOMCHAI, "990040001")}


async def test_after_an_error_all_is_kept_and_it_may_be_sent_again(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    await acts.sign("seen", 0)
    before = value(on_visit)
    on_visit.wire.breaks("POST /fhir$", 503)
    with pytest.raises(ExchangeError):
        await acts.send(form(on_visit))
    assert value(on_visit) == before
    assert acts.obstacle == ""
    assert on_visit.outbox.acts[-2:] == ["send", "send"], "that it was tried, and that it failed"
    del on_visit.wire.answers["POST /fhir$"]
    assert (await acts.send(form(on_visit))).confirmed


async def test_what_the_exchange_does_not_take_or_the_token_not_hold_is_not_sent(on_visit: OnVisit) -> None:
    chart = await opened(on_visit)
    acts: Any = chart.reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    await acts.sign("seen", 0)
    real = acts._desk
    acts._desk = _changed(real, capability=Capability())
    assert acts.obstacle == "not-taken"
    with pytest.raises(WrongMoment):
        await acts.send(form(on_visit))
    acts._desk = _changed(real, session=_changed(real.session, granted_scopes=frozenset({"user/List.rs"})))
    assert acts.obstacle == "not-granted"


async def _twice(on_visit: OnVisit, acts: Any) -> Any:
    """Sent, changed, signed and sent again."""
    acts.decide([AMLODIPINE], Choice.STOP)
    await acts.sign("seen", 0)
    await acts.send(form(on_visit))
    acts.decide([AMLODIPINE], Choice.HOLD)
    await acts.sign("seen", 0)
    return await acts.send(form(on_visit))


def _lists(on_visit: OnVisit) -> list[str]:
    rows = on_visit.sandbox.store.all("select body from papers where type = 'List' order by rowid")
    return [json.loads(row["body"])["status"] for row in rows]


async def test_sent_again_it_takes_the_first_back(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    second = await _twice(on_visit, acts)
    assert (second.confirmed, second.stands) == (True, False)
    assert _lists(on_visit) == ["retired", "current"]
    assert second.listed
    assert second.listed not in repr(value(on_visit))


async def test_a_retry_after_a_broken_answer_takes_it_back_once(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    await acts.sign("seen", 0)
    await acts.send(form(on_visit))
    acts.decide([AMLODIPINE], Choice.HOLD)
    await acts.sign("seen", 0)
    made = form(on_visit)
    first = value(on_visit).sent[0].listed
    await deliver_list(acts._desk.client, made, first)  # it got there, the answer did not
    assert (await acts.send(made)).confirmed
    assert _lists(on_visit) == ["retired", "current"]
    versions = on_visit.sandbox.store.all("select body from papers order by rowid")
    assert [json.loads(row["body"])["meta"]["versionId"] for row in versions] == ["2", "1", "1"]


@pytest.mark.parametrize("why", ["exchange", "token"])
async def test_where_nothing_may_be_changed_the_first_stands_and_that_is_told(
    on_visit: OnVisit, why: str
) -> None:
    acts: Any = (await opened(on_visit)).reconciling
    real = acts._desk
    if why == "exchange":
        acts._desk = _changed(real, capability=_changed(real.capability, updates=frozenset()))
    else:
        scopes = frozenset({"user/List.c", "user/MedicationStatement.c"})
        acts._desk = _changed(real, session=_changed(real.session, granted_scopes=scopes))
    second = await _twice(on_visit, acts)
    assert (second.confirmed, second.stands) == (True, True)
    assert _lists(on_visit) == ["current", "current"]


def _changed(frozen: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(frozen, **changes)


async def test_what_was_typed_survives_the_consent_and_nothing_else_does(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    acts.note(AMLODIPINE, LastTaken("เมื่อวาน"), reason="บวม", dose="", instead="")
    typed = value(on_visit)
    await on_visit.patient("withdraw")
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Closed))
    state = on_visit.visit.state
    assert isinstance(state, Closed)
    assert state.kept
    kept, reference = await on_visit.visit.keepsake.leaves("save", "reconciliation")
    assert kept.reconciliation == typed
    assert len(reference) == 8
    assert on_visit.outbox.acts[-1] == "save"
    with pytest.raises(WrongMoment):
        acts.decide([AMLODIPINE], Choice.HOLD)
    await on_visit.opened()
    assert value(on_visit) == typed, "the same person, opened again: gone on with"
    assert not on_visit.visit.keepsake.holds


async def test_what_the_clinician_closes_is_gone(on_visit: OnVisit) -> None:
    acts = (await opened(on_visit)).reconciling
    acts.decide([AMLODIPINE], Choice.STOP)
    await on_visit.visit.close()
    assert not on_visit.visit.keepsake.holds
    with pytest.raises(WrongMoment):
        await on_visit.visit.keepsake.leaves("save", "reconciliation")


async def test_no_audit_event_says_what_was_decided(on_visit: OnVisit) -> None:
    chart = await opened(on_visit)
    chart.reconciling.decide([AMLODIPINE], Choice.STOP)
    await chart.reconciling.sign("seen", 0)
    await chart.exported("print", "reconciliation", with_restricted=True)
    await chart.reconciling.send(form(on_visit))
    bodies = on_visit.outbox.bodies
    told = json.dumps(bodies, ensure_ascii=False)
    assert "reconciliation with-restricted" in told
    assert not [word for word in ("amlodipine", "บวม", "stop") if word in told]
    assert all(body["resourceType"] == "AuditEvent" for body in bodies)
