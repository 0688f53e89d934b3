"""A report that is corrected as a whole: what its newer version does not contain is marked as not sent any more."""

import json
from itertools import permutations
from typing import Any

import pytest
from unit.record.made import HB, HERE, REPORT, TODAY, body

from viewer.exchange.directory import UNKNOWN
from viewer.record.arrivals import arrivals_in
from viewer.record.binder import Binder
from viewer.record.news import is_gone

HCT = {**HB, "id": "hct", "code": {"text": "Hct"}}
BOTH = {**REPORT, "meta": {"versionId": "1"}, "contained": [HB, HCT]}
ONE = {**REPORT, "meta": {"versionId": "2"}, "contained": [HCT]}
AGAIN = {**REPORT, "meta": {"versionId": "3"}, "contained": [HB]}


def told(*versions: dict[str, Any], pages: bool = False) -> dict[str, bool]:
    """By name whether its row says that the source does not send it any more."""
    binder = Binder(TODAY, None)
    bodies = [body(one) for one in versions] if pages else [body(*versions)]
    for sent in bodies:
        binder.add(sent, HERE)
    record = binder.record()
    assert record.account.total.adds_up
    return {row.concept.words: is_gone(row) for row in record.results}


@pytest.mark.parametrize("pages", [False, True])
def test_a_result_that_the_newer_version_of_its_report_does_not_contain_says_so(pages: bool) -> None:
    for versions in permutations((BOTH, ONE)):
        assert told(*versions, pages=pages) == {"Hb": True, "Hct": False}
    for versions in permutations((BOTH, ONE, AGAIN)):
        assert told(*versions, pages=pages) == {"Hb": False, "Hct": True}
    assert told(BOTH, BOTH, pages=pages) == {"Hb": False, "Hct": False}


def test_a_result_that_comes_after_its_report_was_judged_says_so_too() -> None:
    """A page may be read in parts: a report in one, what it contains in the next."""
    binder = Binder(TODAY, None)
    binder.add(body(ONE), HERE)
    report, *inside = arrivals_in(body(BOTH))
    binder.take([report], HERE)
    binder.take(inside, HERE)
    assert {row.concept.words: is_gone(row) for row in binder.record().results} == {"Hb": True, "Hct": False}


def test_a_result_is_sent_still_as_long_as_its_report_is() -> None:
    binder = Binder(TODAY, None)
    binder.add(body(BOTH), HERE)
    both = frozenset({"Observation", "DiagnosticReport"})
    for types, ids, gone in (
        (frozenset({"Observation"}), frozenset[tuple[str, str]](), False),  # nothing was asked about reports
        (both, frozenset({("DiagnosticReport", "r")}), False),
        (both, frozenset[tuple[str, str]](), True),
        (both, frozenset({("DiagnosticReport", "r")}), False),
    ):
        binder.reread(HERE, types, ids)
        assert [is_gone(row) for row in binder.record().results] == [gone, gone]


def test_what_a_report_took_back_stays_so_when_the_facility_is_asked_again() -> None:
    binder = Binder(TODAY, None)
    binder.add(body(BOTH), HERE)
    binder.add(body(ONE), HERE)
    types = frozenset({"Observation", "DiagnosticReport"})
    for ids, gone in (
        (frozenset({("DiagnosticReport", "r")}), {"Hb": True, "Hct": False}),
        (frozenset[tuple[str, str]](), {"Hb": True, "Hct": True}),
    ):
        binder.reread(HERE, types, ids)
        binder.add(body({"resourceType": "Condition", "id": "c", "code": {"text": "x"}}), HERE)
        assert {row.concept.words: is_gone(row) for row in binder.record().results} == gone


def test_a_copy_takes_no_result_back() -> None:
    other = {**REPORT, "contained": [HCT]}
    assert told(REPORT, other, other) == {"Hb": False, "Hct": False}
    assert told(other, REPORT, other, REPORT) == {"Hb": False, "Hct": False}


def test_a_report_that_had_to_be_mended_is_read_for_what_it_contains() -> None:
    """A raw line break in a text: what was sent is no JSON."""
    for older, newer, gone in ((BOTH, {**BOTH, "meta": {"versionId": "2"}}, False), (BOTH, ONE, True)):
        binder = Binder(TODAY, None)
        for sent in (older, newer):
            binder.add(body({**sent, "conclusion": "a|b"}).replace(b"a|b", b"a\nb"), HERE)
        assert {row.concept.words: is_gone(row) for row in binder.record().results} == {
            "Hb": gone,
            "Hct": False,
        }


def test_an_id_with_a_sign_of_its_own_is_no_result_of_a_report() -> None:
    binder = Binder(TODAY, None)
    rows = [
        {"resourceType": type_, "id": "HN1#2", "code": {"text": "x"}}
        for type_ in ("Condition", "Observation")
    ]
    binder.add(body(*rows), HERE)
    types = frozenset({"Condition", "Observation", "DiagnosticReport"})
    binder.reread(HERE, types, frozenset({("Condition", "HN1#2"), ("Observation", "HN1#2")}))
    assert not any(map(is_gone, binder.record().facts()))


def test_of_an_unknown_facility_no_report_takes_back_what_another_of_its_id_contains() -> None:
    """Two servers call a report "r"; that one of them corrects its own says nothing of the other's."""
    alone = {name: value for name, value in REPORT.items() if name != "identifier"}
    sent = [
        ("a", {**alone, "effectiveDateTime": "2026-01-01", "meta": {"versionId": "1"}, "contained": [HCT]}),
        ("b", {**alone, "meta": {"versionId": "1"}, "contained": [HB]}),
        ("b", {**alone, "meta": {"versionId": "2"}, "contained": [HB], "conclusion": "x"}),
    ]
    binder = Binder(TODAY, None)
    for server, report in sent:
        entry = {"fullUrl": f"https://{server}.example/DiagnosticReport/r", "resource": report}
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [entry]}
        binder.add(json.dumps(bundle).encode(), UNKNOWN)
    assert not any(map(is_gone, binder.record().results))
