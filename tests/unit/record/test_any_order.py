"""Versions, copies, restricted rows, two facilities, in any order: the books add up and the rows are the same."""

import json
from datetime import date
from random import Random
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.story import Record

PLACES = (Facility("99001", "รพ.หนองบัว"), Facility("99002", "รพ.บ้านเหนือคลอง"))
Pages = list[tuple[Facility, list[dict[str, Any]]]]


def resource(draw: Random, place: Facility) -> dict[str, Any]:
    """One of few rows in one of few versions; what it says follows from these alone."""
    type_ = draw.choice(["Observation", "Condition", "Procedure", "DiagnosticReport"])
    id_, version = draw.randrange(4), draw.randrange(1, 4)
    rest = Random(f"{place.hcode} {type_} {id_} {version}")
    label = [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV"}]
    hidden = {"security": label} if rest.random() < 0.2 else {}
    inner = {
        "resourceType": "Observation",
        "id": "c",
        "status": "final",
        "code": {"text": f"inner {version}"},
    }
    day = "recordedDate" if type_ == "Condition" else "effectiveDateTime"
    return {
        "resourceType": type_, "id": f"{id_}", "status": "completed" if type_ == "Procedure" else "final",
        "meta": {"lastUpdated": f"2026-01-0{version}T00:00:00Z", **hidden},
        "code": {"text": f"{type_} {id_} {version}"},
        day: f"2025-0{version}-1{id_}",
        **({"contained": [inner]} if type_ == "DiagnosticReport" else {}),
    }  # fmt: skip


def read(pages: Pages) -> Record:
    binder, received = Binder(date(2026, 11, 23), None), 0
    for place, resources in pages:
        body = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
        added = binder.add(json.dumps(body).encode(), place)
        received += added.tally.received
        assert added.tally.adds_up
    record = binder.record()
    total, rows = record.account.total, list(record.facts())
    assert (total.received, total.adds_up) == (received, True)
    assert (total.shown, total.restricted) == (
        sum(not row.restricted for row in rows),
        sum(bool(row.restricted) for row in rows),
    )
    return record


def said(record: Record) -> list[tuple[str, ...]]:
    return sorted(
        (
            row.origin.type,
            row.origin.hcode,
            row.origin.id.reveal(),
            row.origin.updated,
            row.restricted,
            str(row.when),
        )
        for row in record.facts()
    )


@pytest.mark.parametrize("seed", range(40))
def test_in_any_order_the_same_rows(seed: int) -> None:
    draw = Random(seed)
    pages: Pages = [
        (place, [resource(draw, place) for _ in range(draw.randrange(1, 30))])
        for place in draw.choices(PLACES, k=4)
    ]
    first = said(read(pages))
    for _, resources in pages:
        draw.shuffle(resources)
    draw.shuffle(pages)
    assert said(read(pages)) == first
