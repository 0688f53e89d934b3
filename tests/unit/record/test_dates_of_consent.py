"""A consent limited to certain dates: what a facility sends beyond them is a gap; what cannot be judged stays."""

from datetime import date
from typing import Any

import pytest
from unit.record.parcels import F01, F02, TODAY, bundle, row

from viewer.base.opaque import Opaque
from viewer.record.binder import Binder
from viewer.record.dates import Dates
from viewer.record.story import Tally

LIMITS = Dates(date(2025, 1, 1), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("type_", "fields", "taken"),
    [
        ("Condition", {"recordedDate": "2024-12-31"}, False),
        ("Condition", {"recordedDate": "2025-01-01"}, True),
        ("Condition", {"recordedDate": "2026-06-30"}, True),
        ("Condition", {"recordedDate": "2026-07-01"}, False),
        ("Condition", {"recordedDate": "2026-06-30T23:30:00+07:00"}, True),
        ("Condition", {"recordedDate": "2026-06-30T17:30:00Z"}, False),  # July in Bangkok
        ("Condition", {"recordedDate": "2026"}, True),  # may be within
        ("Condition", {"recordedDate": "2024"}, False),
        ("Condition", {"recordedDate": "2024-12"}, False),
        ("Condition", {"recordedDate": "2026-07"}, False),
        ("Condition", {}, True),  # without a date
        ("Condition", {"recordedDate": "2567-05-05"}, True),  # a Buddhist year is never converted
        ("Condition", {"recordedDate": "0000-00-00"}, True),
        ("Encounter", {"period": {"start": "2024-12-20", "end": "2025-01-03"}}, True),
        ("Encounter", {"period": {"start": "2024-12-20", "end": "2024-12-24"}}, False),
        ("AllergyIntolerance", {"recordedDate": "2020-01-01"}, False),
        ("AllergyIntolerance", {}, True),
        ("Observation", {"effectiveDateTime": "2023-01-01"}, False),
    ],
)
def test_only_what_surely_lies_outside_is_left_out(type_: str, fields: dict[str, Any], taken: bool) -> None:
    binder = Binder(TODAY, Opaque("p-1"), dates={"99001": LIMITS})
    binder.add(bundle(row(type_, "1", **fields)), F01)
    record = binder.record()
    assert len(list(record.facts())) == taken
    assert [(gap.code, gap.type, gap.hcode) for gap in record.gaps] == (
        [] if taken else [("outside-dates", type_, "99001")]
    )
    assert record.account.total == Tally(received=1, shown=int(taken), gaps=int(not taken))


def test_the_limits_are_those_of_the_facility_that_was_asked() -> None:
    binder = Binder(TODAY, Opaque("p-1"), dates={"99001": LIMITS})
    binder.add(bundle(row("Condition", "1", recordedDate="2020-01-01")), F02)
    assert len(binder.record().problems) == 1


@pytest.mark.parametrize(
    ("limits", "day", "taken"),
    [
        (Dates(since=date(2025, 1, 1)), "2030-01-01", True),
        (Dates(since=date(2025, 1, 1)), "2020-01-01", False),
        (Dates(until=date(2025, 1, 1)), "1950-01-01", True),
        (Dates(until=date(2025, 1, 1)), "2025-01-01", False),
    ],
)
def test_one_end_may_be_open(limits: Dates, day: str, taken: bool) -> None:
    binder = Binder(TODAY, Opaque("p-1"), dates={"99001": limits})
    binder.add(bundle(row("Condition", "1", recordedDate=day)), F01)
    assert len(binder.record().problems) == taken


def test_the_person_is_never_outside() -> None:
    binder = Binder(TODAY, Opaque("p-1"), dates={"99001": LIMITS})
    binder.add(bundle({"resourceType": "Patient", "id": "p-1", "birthDate": "1960-01-01"}), F01)
    assert len(binder.record().persons) == 1
