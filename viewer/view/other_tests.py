"""Tests of the record that a table does not show: counted, so that none is left out in silence.

Vital signs, scores and the dates of a pregnancy are no tests: each has its own place.
"""

from collections.abc import Iterable

from viewer.record.conditions import EDC_LOINC, LMP_LOINC
from viewer.record.facts import Result
from viewer.record.key_results import VOID
from viewer.view.panels import panel_of
from viewer.view.pen import Pen

SCORES = {"72089-6": "NIHSS", "9269-2": "GCS"}  # by LOINC
_NO_TESTS = LMP_LOINC | EDC_LOINC | SCORES.keys()


def others(pen: Pen, shown: Iterable[Result]) -> int:
    """How many tests arrived besides those of the results ``shown``."""
    known = {_test(result) for result in shown}
    firsts = (group[0][1] for group in pen.alike if any(result.status not in VOID for _, result in group))
    return len({_test(result) for result in firsts if _is_test(result)} - known)


def _test(result: Result) -> str:
    """What a test is counted by: a key test, else its code, else its name."""
    return result.slug or result.loinc or " ".join(result.concept.words.casefold().split())


def _is_test(result: Result) -> bool:
    return result.loinc not in _NO_TESTS and panel_of(result) != "vital-signs"
