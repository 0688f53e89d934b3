"""A dismissal holds as long as the facts do, and no longer."""

from datetime import datetime

import msgspec
import pytest
from unit.safety.people_of_rules import ONCE, Row, checked, result, supply

from viewer.base.clock import BANGKOK
from viewer.safety.dismissal import Dismissal, dismiss, sift
from viewer.safety.finding import Checked

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)
WARFARIN = supply("warfarin 3 mg tab", 20)
NSAID = supply("diclofenac 25 mg tab", 5)
INR = result("6301-6", "6.1")


def put_aside(found: Checked, rule: str) -> Dismissal:
    finding = next(one for one in found.findings if one.rule == rule)
    return dismiss(finding, "ผู้ป่วยไม่ได้ใช้แล้ว", "ภญ.ศิริพร จำลองเภสัช", NOW)


def test_it_is_put_aside_with_reason_name_and_time() -> None:
    found = checked(WARFARIN, NSAID)
    kept = put_aside(found, "warfarin-nsaid")
    sifted = sift(found.findings, [kept])
    assert (sifted.standing, sifted.lapsed) == ((), ())
    assert sifted.aside == ((found.findings[0], kept),)
    assert (kept.who, kept.when) == ("ภญ.ศิริพร จำลองเภสัช", NOW)


def test_it_holds_over_another_check_of_the_same_facts() -> None:
    kept = put_aside(checked(WARFARIN, NSAID), "warfarin-nsaid")
    again = checked(WARFARIN, NSAID, supply("amlodipine 5 mg tab", 3))
    assert not sift(again.findings, [kept]).standing


@pytest.mark.parametrize(
    "rows",
    [
        (WARFARIN, NSAID, supply("ibuprofen 400 mg tab", 1)),  # another of the same rule
        (WARFARIN, NSAID, supply("diclofenac 50 mg tab", 1, ONCE, 10, "F09")),  # more of it, elsewhere
        (WARFARIN, msgspec.structs.replace(NSAID, status="in-progress")),
        (WARFARIN, msgspec.structs.replace(NSAID, origin=msgspec.structs.replace(NSAID.origin, version="2"))),
    ],
)
def test_it_lapses_when_a_row_changes(rows: tuple[Row, ...]) -> None:
    kept = put_aside(checked(WARFARIN, NSAID), "warfarin-nsaid")
    sifted = sift(checked(*rows).findings, [kept])
    assert kept in sifted.lapsed
    assert not sifted.aside


def test_it_lapses_when_a_value_changes() -> None:
    kept = put_aside(checked(WARFARIN, INR), "inr-critical")
    newer = checked(WARFARIN, INR, result("6301-6", "7.4", days_ago=1))
    sifted = sift(newer.findings, [kept])
    assert [finding.rule for finding in sifted.standing] == ["inr-critical"]
    assert sifted.lapsed == (kept,)


def test_the_newest_of_two_counts_and_one_for_nothing_has_lapsed() -> None:
    found = checked(WARFARIN, NSAID)
    first = put_aside(found, "warfarin-nsaid")
    old = Dismissal(first.key, "other facts", "x", "y", NOW.replace(hour=8))
    assert not sift(found.findings, [first, old]).standing
    assert not sift(found.findings, [old, first]).standing
    assert sift((), [first]).lapsed == (first,)


@pytest.mark.parametrize(("reason", "who"), [("", "ภญ."), ("  ", "ภญ."), ("เหตุผล", " ")])
def test_nothing_is_put_aside_without_reason_and_name(reason: str, who: str) -> None:
    with pytest.raises(ValueError, match="reason and a name"):
        dismiss(checked(WARFARIN, NSAID).findings[0], reason, who, NOW)


def test_keys_and_fingerprints_tell_nothing() -> None:
    hidden = checked(supply("ergotamine 1 mg tab", 3), supply("ritonavir 100 mg tab", 3, restricted="hiv"))
    for finding in (*hidden.findings, *checked(WARFARIN, NSAID).findings):
        assert len(finding.key) == len(finding.fingerprint) == 24
        assert set(finding.key + finding.fingerprint) <= set("0123456789abcdef")
