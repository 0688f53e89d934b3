"""What was opened, is new, or is gone at its source is marked on the timeline itself: a shape, and words for it."""

import json
from datetime import date
from typing import Any

from unit.view.made import HERE

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.arrivals import arrivals_in
from viewer.record.binder import Binder
from viewer.view.sheet import Mark, Shape, Timeline
from viewer.view.timeline import timeline

BEFORE = "2026-11-23T09:00:00+07:00"


def visit(id_: str, day: str) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "id": id_,
        "status": "finished",
        "period": {"start": f"2026-10-{day}"},
    }


def supply(id_: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense", "id": id_, "status": "completed", "whenHandedOver": f"2026-10-{day}",
        "medicationCodeableConcept": {"text": "Metformin 500 mg"}, **more,
    }  # fmt: skip


def add(binder: Binder, *resources: dict[str, Any], since: str = "") -> None:
    for resource in resources:
        binder.take(arrivals_in(json.dumps(resource).encode()), HERE, since=since)


def drawn(binder: Binder, today: date, words: Words) -> Timeline:
    return timeline(binder.record(), Ledger(), today, words)


def signs(found: Timeline) -> dict[tuple[str, str], tuple[tuple[Shape, str], ...]]:
    return {
        (lane.name, event.start.isoformat()): tuple((mark.shape, mark.word) for mark in event.marks)
        for lane in found.lanes
        for event in (*lane.events, *(event for _, track in lane.tracks for event in track))
        if event.marks
    }


def test_a_record_without_news_has_no_signs(today: date, words: Words) -> None:
    binder = Binder(today, None)
    add(binder, visit("v1", "02"), supply("s1", "02"))
    found = drawn(binder, today, words)
    assert signs(found) == {}
    assert found.signs == ()


def test_each_kind_has_a_shape_of_its_own_on_marks_and_bars_and_in_the_legend(
    today: date, words: Words
) -> None:
    hiv = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B20"}]}
    binder = Binder(today, None)
    add(binder, visit("v1", "02"), supply("s1", "03"))
    add(binder, {"resourceType": "Condition", "id": "c1", "code": hiv, "recordedDate": "2026-10-04"})
    add(binder, supply("s2", "05"), since=BEFORE)
    binder.reread(HERE, frozenset({"Encounter"}), frozenset())
    (hidden,) = binder.restricted()
    binder.reveal(hidden.number)
    found = drawn(binder, today, words)
    assert signs(found) == {
        ("visits", "2026-10-02"): ((Shape.DASHED_RING, "ต้นทางไม่ส่งรายการนี้แล้ว"),),
        ("diagnoses", "2026-10-04"): ((Shape.RING_DOT, "จำกัดการเข้าถึง เปิดดูแล้ว"),),
        ("medicines", "2026-10-05"): ((Shape.NEW, "ใหม่ตั้งแต่ 09.00 น."),),
    }
    assert [mark.shape for mark in found.signs] == [Shape.RING_DOT, Shape.NEW, Shape.DASHED_RING]
    assert all(isinstance(mark, Mark) and mark.word for mark in found.signs)
    (event,) = next(lane for lane in found.lanes if lane.name == "visits").events
    row = found.sheet.sections[0].rows[event.row]
    assert {mark.word for mark in event.marks} <= {mark.word for mark in row.marks}, (
        "the same words as in the list"
    )


def test_what_is_hidden_again_has_no_sign(today: date, words: Words) -> None:
    hiv = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B20"}]}
    binder = Binder(today, None)
    add(binder, {"resourceType": "Condition", "id": "c1", "code": hiv, "recordedDate": "2026-10-04"})
    (hidden,) = binder.restricted()
    binder.reveal(hidden.number)
    binder.reveal(hidden.number, hide_again=True)
    assert drawn(binder, today, words).signs == ()
