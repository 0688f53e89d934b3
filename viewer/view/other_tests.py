"""Tests of the record that a table does not show: counted, so that none is left out in silence.

Vital signs, scores and the dates of a pregnancy are no tests: each has its own place.
"""

from collections.abc import Iterable
from datetime import date

from viewer.record.conditions import EDC_LOINC, LMP_LOINC
from viewer.record.facts import Result
from viewer.record.key_results import VOID, day_of
from viewer.view.panels import panel_of
from viewer.view.pen import Pen

SCORES = {"72089-6": "NIHSS", "9269-2": "GCS"}  # by LOINC
_NO_TESTS = LMP_LOINC | EDC_LOINC | SCORES.keys()


def others(pen: Pen, shown: Iterable[Result]) -> int:
    """How many tests arrived besides those of the results ``shown``."""
    return len(other_tests(pen, shown))


def other_tests(pen: Pen, shown: Iterable[Result]) -> list[Result]:
    """The newest result of each of them, the newest test first."""
    known = {_test(result) for result in shown}
    newest: dict[str, Result] = {}
    for group in pen.record.alike:
        first = group[0][1]
        test = _test(first)
        if test in known or first.status in VOID:
            continue
        result = next((one for _, one in group if _is_test(one)), None)
        if result is not None and (test not in newest or _day(result) > _day(newest[test])):
            newest[test] = result
    return sorted(newest.values(), key=_day, reverse=True)


def _day(result: Result) -> date:
    return day_of(result) or date.min


def _test(result: Result) -> str:
    """What a test is counted by: a key test, else its code, else its name."""
    return result.slug or result.loinc or " ".join(result.concept.words.casefold().split())


def _is_test(result: Result) -> bool:
    return result.loinc not in _NO_TESTS and panel_of(result) != "vital-signs"
