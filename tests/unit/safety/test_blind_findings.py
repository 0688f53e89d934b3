"""A hidden row speaks of what is to be done and of nothing else; what is open reads as if it had never been sent."""

import pytest
from unit.safety.people_of_rules import (
    LEDGER,
    D,
    book,
    checked,
    fired,
    formulary,
    last_period,
    person,
    record,
    result,
    supply,
)

from viewer.record.courses import courses
from viewer.record.facts import Supply
from viewer.safety.check import check
from viewer.safety.finding import Level


def hidden(name: str) -> Supply:
    return supply(f"{name} 100 mg tab", 20, place="F06", restricted="hiv")


def test_open_findings_are_what_they_were_without_the_hidden_row() -> None:
    rows = (
        supply("ergotamine 1 mg tab", 3),
        supply("clarithromycin 500 mg tab", 3),
        supply("simvastatin 20 mg tab", 3),
    )
    without = checked(*rows)
    with_it = checked(*rows, hidden("ritonavir"))
    shown = tuple(finding for finding in with_it.findings if not finding.restricted)
    assert [(one.key, one.fingerprint) for one in shown] == [
        (one.key, one.fingerprint) for one in without.findings
    ]
    assert with_it.coverage == without.coverage
    blind = [finding for finding in with_it.findings if finding.restricted]
    assert [[part.ingredient for part in finding.parts] for finding in blind] == [
        ["ergotamine"],
        ["simvastatin"],
    ]


def test_two_hidden_reasons_for_one_sentence_are_one_sentence() -> None:
    found = checked(supply("rifampicin 300 mg cap", 3), hidden("ritonavir"), hidden("dolutegravir"))
    assert [(finding.restricted, finding.level) for finding in found.findings] == [(True, Level.FORBIDDEN)]


def test_a_dose_limit_beside_a_hidden_medicine() -> None:
    label = "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร"
    found = checked(supply("metformin 850 mg tab", 3, label), hidden("dolutegravir")).findings
    assert [(one.restricted, one.rule, one.notes, [p.ingredient for p in one.parts]) for one in found] == [
        (True, "", (), ["metformin"])
    ]  # fmt: skip


def test_a_result_against_a_hidden_medicine_shows_no_value() -> None:
    found = checked(hidden("abacavir"), result("", "positive", name="HLA-B*57:01")).findings
    assert [(one.restricted, one.values, one.parts, one.rule) for one in found] == [(True, (), (), "")]


def test_a_hidden_result_against_an_open_medicine_shows_the_medicine_alone() -> None:
    secret = result("", "positive", name="HLA-B*58:01", restricted="genetic")
    found = checked(supply("allopurinol 100 mg tab", 3), secret).findings
    assert [(one.restricted, one.values, [p.ingredient for p in one.parts]) for one in found] == [
        (True, (), ["allopurinol"])
    ]  # fmt: skip


def test_what_could_not_be_decided_of_a_hidden_medicine_is_not_told() -> None:
    found = checked(hidden("abacavir"), hidden("dolutegravir"), who=person("female", 30))
    assert (found.coverage.unchecked, found.coverage.drugs, fired(found)) == ((), 0, [])


def test_opened_rows_are_open() -> None:
    opened = supply("ritonavir 100 mg tab", 20, place="F06")
    assert fired(checked(supply("ergotamine 1 mg tab", 3), opened, last_period(900))) == [
        "onc-27-ergot-cyp3a4"
    ]


def test_a_restricted_row_among_the_open_courses_is_an_error() -> None:
    made = record(hidden("ritonavir"))
    with pytest.raises(ValueError, match="restricted"):
        check(made, courses(made.supplies, D, formulary()), formulary(), book(), D, LEDGER)
