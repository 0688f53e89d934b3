"""The timeline holds every dated fact once; lanes add up; bars end where the supply does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.view.timeline import timeline

Patient = Callable[..., Any]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_open_fact_is_one_event_or_is_listed_undated(
    number: int, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    facts = [fact for fact in person.record.facts() if not fact.restricted]
    drawn = timeline(person.record, person.ledger, today, words)
    assert sum(len(lane.events) for lane in drawn.lanes) + drawn.undated == len(facts)
    for lane in drawn.lanes:
        if lane.tracks:
            assert sum(len(events) for _, events in lane.tracks) == len(lane.events)


@pytest.mark.parametrize("number", [1, 10, 12])
def test_events_point_to_the_row_behind_them(
    number: int, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    drawn = timeline(person.record, person.ledger, today, words)
    rows = drawn.sheet.sections[0].rows
    pointed = [0] * len(rows)
    for lane in drawn.lanes:
        for event in lane.events:
            assert rows[event.row].day == event.start
            pointed[event.row] += 1
    merged = {fact.number for joined in person.record.joined.values() for fact in joined.members[1:]}
    assert pointed == [sum(source.fact not in merged for source in row.sources) for row in rows]


def test_bars_of_person_1(patient: Patient, words: Words, today: date) -> None:
    person = patient(1)
    drawn = timeline(person.record, person.ledger, today, words)
    (medicines,) = (lane for lane in drawn.lanes if lane.name == "medicines")
    tracks = dict(medicines.tracks)
    last = tracks["losartan"][-1]
    assert (last.start, last.end, last.counted_to) == (date(2026, 11, 3), today, date(2027, 1, 31))
    assert [event.stopped for event in tracks["metformin"]][-1]
    diclofenac = tracks["diclofenac"][-1]
    assert (diclofenac.end, diclofenac.counted_to) == (None, None)


def test_empty_lanes_are_named_with_the_reason(patient: Patient, words: Words, today: date) -> None:
    person = patient(11, {"F02": LineState.ASKING})
    drawn = timeline(person.record, person.ledger, today, words)
    assert drawn.lanes == ()
    assert "วัคซีน" in drawn.empty_lanes
    assert drawn.empty_lanes.endswith("กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้")
