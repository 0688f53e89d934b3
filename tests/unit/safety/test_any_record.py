"""Whatever a feed sends, the check ends, names nothing hidden, and says what it did not look at."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.safety.people_of_rules import (
    LEDGER,
    D,
    allergy,
    book,
    checked,
    formulary,
    person,
    problem,
    result,
    supply,
)  # fmt: skip

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.courses import courses
from viewer.record.facts import Allergy, Problem, Result, Supply
from viewer.safety.check import check
from viewer.safety.dismissal import sift

CORPUS = sorted((Path(__file__).parents[2] / "fuzz" / "corpus" / "reading").glob("*.json"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_over_all_that_was_found_by_fuzzing(path: Path) -> None:
    binder = Binder(D, None)
    binder.add(path.read_bytes(), Facility("F01", "รพ.F01"))
    record = binder.record()
    rows = courses([row for row in record.supplies if not row.restricted], D, formulary())
    found = check(record, rows, formulary(), book(), D, LEDGER)
    assert found.coverage.rules > 0


NAMES = st.sampled_from(
    ["warfarin 3 mg tab", "ergotamine 1 mg tab", "Bactrim", "paracetamol 120 mg/5 mL syrup", "metformin 500 mg tab",
     "ritonavir 100 mg tab", "อะไรก็ไม่รู้", "", "simvastatin 40 mg tab", "methotrexate 2.5 mg tab",
     "amoxicillin 500 mg cap"]
)  # fmt: skip
LABELS = st.text(max_size=20) | st.sampled_from(
    ["", "1x3 pc prn", "รับประทานครั้งละ 2 เม็ด ทุก 4 ชั่วโมง", "สัปดาห์ละ 1 ครั้ง", "ครั้งละ ๆ"]
)
DAYS = st.none() | st.integers(-5, 4000)
SUPPLIES = st.builds(
    supply, NAMES, DAYS, LABELS, st.none() | st.integers(0, 10**7), st.sampled_from(["F01", "F02"]),
    restricted=st.sampled_from(["", "", "hiv"]), status=st.sampled_from(["completed", "stopped", "active", "?"]),
)  # fmt: skip
RESULTS = st.builds(
    result, st.sampled_from(["62238-1", "2160-0", "2823-3", "6301-6", "29463-7", "1920-8"]),
    st.sampled_from(["0", "6.1", "<15", ">=6", "99999999999", "pos"]),
    st.sampled_from(["", "mg/dL", "mmol/L", "kg", "ml/min/1.73m2"]), DAYS,
)  # fmt: skip
ALLERGIES = st.builds(allergy, NAMES, restricted=st.sampled_from(["", "label"]))
PROBLEMS = st.builds(problem, st.sampled_from(["N18.4", "Z99.2", "O24.4", "D55.0"]))
ROWS = st.lists(SUPPLIES | RESULTS | ALLERGIES | PROBLEMS, max_size=12)


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(ROWS, st.sampled_from(["male", "female", ""]), st.none() | st.integers(0, 100))
def test_over_any_rows(rows: list[Supply | Result | Allergy | Problem], gender: str, age: int | None) -> None:
    who = person(gender, age)
    found = checked(*rows, who=who)
    again = checked(*rows, who=who).findings
    assert [(one.key, one.fingerprint) for one in found.findings] == [
        (one.key, one.fingerprint) for one in again
    ]
    places = [finding.level.place for finding in found.findings]
    assert places == sorted(places)
    keys = [finding.key for finding in found.findings]
    assert len(set(keys)) == len(keys)
    for finding in found.findings:
        assert not any(fact.restricted for fact in finding.rows)
        assert finding.restricted == (not finding.rule)
    shown = [finding for finding in found.findings if not finding.restricted]
    alone = checked(*(row for row in rows if not row.restricted), who=who)
    assert [(one.key, one.fingerprint) for one in shown] == [
        (one.key, one.fingerprint) for one in alone.findings
    ]
    assert alone.coverage == found.coverage
    assert not sift(found.findings, []).aside
