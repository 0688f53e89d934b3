"""The page on which a referral is written: its fields, its codes with their system, and what is missing by name."""

from typing import Any

import pytest
from unit.view.made import SITE, draft_of

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C
from viewer.view.referring.asked import Takes
from viewer.view.referring.codes import coded, priority, told
from viewer.view.referring.fields import blocks
from viewer.view.referring.missing import REQUIRED, missing, urgent
from viewer.visit.referral import Field, ReferralDraft

F = Field


# --- codes


@pytest.mark.parametrize("list_", ["thcc", "43plus", "std15", "eclaim"])
def test_each_reason_is_told_with_its_system(list_: Any, spoken: Words) -> None:
    found = coded(F.REASON, spoken, ReferralCodes(reason=list_))
    labels = {"thcc": "THCC", "43plus": "43 แฟ้มพลัส", "std15": "Std15", "eclaim": "e-Claim"}
    assert found
    assert all(one.told == f"{one.words} ({labels[list_]} {one.code})" for one in found)
    assert all(one.system.startswith("https://terms.sil-th.org/core/CodeSystem/cs-") for one in found)


def test_the_same_digit_means_what_its_system_says(spoken: Words) -> None:
    six = {
        list_: told(F.REASON, "6", spoken, ReferralCodes(reason=list_))
        for list_ in ("43plus", "std15", "thcc")
    }
    assert six["thcc"] is None
    assert six["43plus"] is not None
    assert six["43plus"].words == "ส่งกลับไปยังสถานพยาบาลที่ส่งมา"
    assert six["std15"] is not None
    assert six["std15"].words == "เพื่อหัตถการหรือตรวจทางห้องปฏิบัติการเฉพาะเรื่อง"


@pytest.mark.parametrize(
    ("list_", "code", "expected"),
    [("thcc", "1", "stat"), ("thcc", "2", "stat"), ("thcc", "3", "urgent"), ("thcc", "5", "routine"),
     ("eclaim", "E", "stat"), ("eclaim", "R", "routine")],
)  # fmt: skip
def test_priorities(list_: Any, code: str, expected: str, spoken: Words) -> None:
    found = told(F.URGENCY, code, spoken, ReferralCodes(urgency=list_))
    assert found is not None
    assert priority(found) == expected


def test_every_field_is_on_the_page_once_and_every_coded_one_has_its_list(spoken: Words) -> None:
    asked = [one for block in blocks(spoken, SITE) for one in block.fields]
    assert sorted(one.name for one in asked) == sorted(Field)
    assert [one.name for one in asked if (one.takes in (Takes.CODE, Takes.CODES)) != bool(one.codes)] == []
    assert [block.name for block in blocks(spoken, SITE) if block.open] == ["letter", "reply"], "a calm page"


# --- what is missing


def test_what_the_form_asks_for_is_named_until_it_is_there() -> None:
    order = [one_of[0] for one_of in REQUIRED[REFERRAL]]
    assert missing(ReferralDraft(), REFERRAL, diagnosed=False, urgent=False) == tuple(
        sorted(order, key=list(Field).index)
    )
    assert F.DIAGNOSIS not in missing(ReferralDraft(), REFERRAL, diagnosed=True, urgent=False)
    coded_only = draft_of({F.TO: "รพ.", F.URGENCY: "3", F.REASON: "1", F.ASKED: "โปรด"})
    assert missing(coded_only, REFERRAL, diagnosed=True, urgent=False) == ()


@pytest.mark.parametrize(
    ("form", "asked"),
    [(REFERRAL, F.ASKED), (REFERRAL_B, F.COVERAGE_TYPE), (REFERRAL_B, F.REASON), (REFERRAL_C, F.SYSTOLIC)],
)
def test_each_form_asks_for_its_own(form: str, asked: Field) -> None:
    assert asked in missing(ReferralDraft(), form, diagnosed=True, urgent=False)
    others = {REFERRAL, REFERRAL_B, REFERRAL_C} - {form}
    assert any(asked not in missing(ReferralDraft(), other, diagnosed=True, urgent=False) for other in others)


@pytest.mark.parametrize(("track", "asked"), [("01", F.STEMI_ONSET), ("02", F.STROKE_WELL), ("03", F.TRAUMA_HOW),
                                              ("05", F.SEPSIS_ANTIBIOTIC)])  # fmt: skip
def test_a_fast_track_asks_for_what_it_is_for(track: str, asked: Field) -> None:
    assert asked in missing(draft_of({F.SPECIAL: track}), REFERRAL, diagnosed=True, urgent=False)
    assert asked not in missing(draft_of({F.SPECIAL: "04"}), REFERRAL, diagnosed=True, urgent=False)


def test_what_cannot_wait_asks_for_the_state_the_person_left_in(spoken: Words) -> None:
    assert urgent(draft_of({F.URGENCY: "2"}), spoken, SITE)
    assert not urgent(draft_of({F.URGENCY: "3"}), spoken, SITE)
    assert not urgent(ReferralDraft(), spoken, SITE)
    assert F.SPO2 in missing(draft_of({F.URGENCY: "2"}), REFERRAL, diagnosed=True, urgent=True)
