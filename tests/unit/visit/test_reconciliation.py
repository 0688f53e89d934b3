"""What a clinician decided, as values: what a change does to the signature, what would be lost, what is kept."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.visit.keepsake import Keepsake, Kept
from viewer.visit.reconciliation import (
    Choice,
    Extra,
    Informant,
    Kind,
    LastTaken,
    Medicine,
    Reconciliation,
    Sent,
    Signed,
    added,
    decided,
    noted,
    removed,
    told,
)
from viewer.visit.referral import ReferralDraft

NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
METFORMIN, ENALAPRIL = (
    Medicine("k1", "metformin", "b1", "ใช้อยู่"),
    Medicine("k2", "enalapril", "b2", restricted=True),
)
SIGNED = Signed("ภญ.ทดสอบ", "ภ.1", "ร้านยา", NOW, "form-1", "seen-1")


def begun() -> Reconciliation:
    value = decided(Reconciliation(), [METFORMIN, ENALAPRIL], Choice.STOP, "ภญ.ทดสอบ", NOW)
    return noted(value, METFORMIN, LastTaken("เมื่อวาน", date(2026, 11, 22), time(20)), "eGFR 29", "", "")


def test_a_decision_says_what_who_when_and_on_which_facts() -> None:
    entry = begun().entries["k1"]
    assert entry.decision is not None
    assert (entry.decision.choice, entry.decision.who, entry.decision.when) == (Choice.STOP, "ภญ.ทดสอบ", NOW)
    assert (entry.decision.basis, entry.decision.then) == ("b1", "ใช้อยู่")
    assert entry.reason == "eGFR 29"
    assert begun().entries["k2"].restricted


def test_taking_a_decision_back_leaves_the_notes_and_nothing_else() -> None:
    value = decided(begun(), [METFORMIN, ENALAPRIL], None, "x", NOW)
    assert set(value.entries) == {"k1"}
    assert value.entries["k1"].decision is None
    assert value.entries["k1"].reason == "eGFR 29"
    assert noted(value, METFORMIN, None, "", "", "").entries == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda value: decided(value, [METFORMIN], Choice.HOLD, "x", NOW),
        lambda value: decided(value, [METFORMIN], None, "x", NOW),
        lambda value: noted(value, METFORMIN, None, "อื่น", "", ""),
        lambda value: added(value, Extra("e", Kind.HERB, "ขมิ้นชัน")),
        lambda value: removed(value, "k1"),
        lambda value: told(value, informant=Informant.PATIENT),
        lambda value: told(value, denied=frozenset({Kind.HERB})),
    ],
    ids=["choice", "taken-back", "note", "added", "removed", "informant", "denied"],
)
def test_whatever_changes_is_signed_and_printed_by_nobody(change: object) -> None:
    assert callable(change)
    value = replace(begun(), signed=SIGNED, printed=True)
    changed = change(value)
    assert changed.signed is None
    assert not changed.printed
    assert changed.would_be_lost


def test_what_changes_nothing_leaves_the_signature() -> None:
    value = replace(begun(), signed=SIGNED, printed=True)
    entry = value.entries["k1"]
    assert noted(value, METFORMIN, entry.taken, entry.reason, "", "") is value
    assert told(value, informant=Informant.NOT_SAID) is value
    assert removed(value, "nothing") is value


def test_only_what_is_nowhere_else_would_be_lost() -> None:
    assert not Reconciliation().would_be_lost
    signed = replace(begun(), signed=SIGNED)
    assert signed.would_be_lost
    assert not replace(signed, printed=True).would_be_lost
    sent = replace(signed, sent=(Sent("form-1", NOW, frozenset({"1"})),))
    assert not sent.would_be_lost
    assert sent.own == {"1"}
    assert replace(sent, signed=replace(SIGNED, form="form-2")).would_be_lost, "another version was sent"


def test_what_the_patient_has_is_not_denied() -> None:
    value = told(Reconciliation(), denied=frozenset({Kind.HERB, Kind.BOUGHT}))
    value = added(value, Extra("e", Kind.HERB, "ขมิ้นชัน"))
    assert value.denied == {Kind.BOUGHT}
    assert told(value, denied=frozenset({Kind.HERB})).denied == frozenset()


def test_a_keepsake_gives_back_what_it_was_given_to_the_same_person_only() -> None:
    value = replace(added(begun(), Extra("e", Kind.NEW, "ยา")), signed=SIGNED, denied=frozenset({Kind.HERB}))
    keepsake = Keepsake(lambda: pytest.fail("nobody asks"), lambda: None)
    keepsake.keep(Opaque("p1"), Kept("นายสมชาย", "•-7", NOW, value))
    assert keepsake.open() == Kept("นายสมชาย", "•-7", NOW, value)
    assert keepsake.taken_up(Opaque("p1")) == (value, ReferralDraft())
    assert not keepsake.holds
    keepsake.keep(Opaque("p1"), Kept("นายสมชาย", "•-7", NOW, value))
    assert keepsake.taken_up(Opaque("p2")) == (Reconciliation(), ReferralDraft())
    assert not keepsake.holds
    assert keepsake.taken_up(Opaque("p1")) == (Reconciliation(), ReferralDraft())


def test_nothing_is_kept_of_nothing_and_nothing_readable_of_something() -> None:
    dropped: list[int] = []
    keepsake = Keepsake(lambda: pytest.fail("nobody asks"), lambda: dropped.append(1))
    keepsake.keep(Opaque("p1"), Kept("นายสมชาย", "•-7", NOW, Reconciliation()))
    assert not keepsake.holds
    keepsake.keep(Opaque("p1"), Kept("นายสมชาย", "•-7", NOW, begun()))
    sealed = keepsake._sealed
    assert sealed is not None
    assert "สมชาย".encode() not in sealed._sealed
    assert "สมชาย" not in repr(sealed)
    keepsake.drop()
    assert sealed.open() == b""
    assert dropped == [1]
