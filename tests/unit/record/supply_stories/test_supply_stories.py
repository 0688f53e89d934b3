"""Labelled stories of supplies, read from the bytes a facility would send: state, days left, or "cannot be told".

The labels in stories.json were written from the wording rules; where one says that it cannot be told, any number is a
failure, and so is the wrong reason.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.courses import Course, courses
from viewer.record.cover import Cover, cover_of, supply_terms

D = date(2026, 11, 23)
TOLD = json.loads((Path(__file__).parent / "stories.json").read_text(encoding="utf-8"))
STORIES: list[dict[str, Any]] = TOLD["stories"]
LABELS: dict[str, str] = TOLD["labels"]
PERSON = {"reference": "Patient/p"}
KINDS = {
    "dispense": ("MedicationDispense", "whenHandedOver", "dosageInstruction", "completed"),
    "request": ("MedicationRequest", "authoredOn", "dosageInstruction", "active"),
    "statement": ("MedicationStatement", "effectiveDateTime", "dosage", "active"),
    "given": ("MedicationAdministration", "effectiveDateTime", "dosage", "completed"),
}
QUANTITY = "https://example.org/fhir/StructureDefinition/MedicationQuantity"


def _day(ago: int | str | None) -> str | None:
    return (D - timedelta(days=ago)).isoformat() if isinstance(ago, int) else ago


def _quantity(text: str) -> dict[str, Any] | None:
    number, _, unit = text.partition(" ")
    return ({"value": int(number)} | ({"unit": unit} if unit else {})) if number else None


def _amount(dose: dict[str, Any]) -> list[dict[str, Any]]:
    def quantity(value: float) -> dict[str, Any]:
        return {"value": value} | ({"unit": dose["unit"]} if "unit" in dose else {})

    if "n" not in dose:
        return []
    if isinstance(dose["n"], list):
        low, high = dose["n"]
        return [{"doseRange": {"low": quantity(low), "high": quantity(high)}}]
    return [{"doseQuantity": quantity(dose["n"])}]


def _dosage(dose: dict[str, Any], text: str) -> dict[str, Any]:
    repeat: dict[str, Any] = {
        name: dose[key]
        for key, name in (
            ("times", "frequency"),
            ("times_max", "frequencyMax"),
            ("when", "when"),
            ("days", "dayOfWeek"),
        )
        if key in dose
    }
    if "per" in dose:
        repeat |= {"period": dose["per"][0], "periodUnit": dose["per"][1]}
    if "for" in dose:
        repeat["boundsDuration"] = {"value": dose["for"][0], "unit": dose["for"][1]}
    sent = {
        "text": text,
        "timing": {"repeat": repeat},
        "doseAndRate": _amount(dose),
        "sequence": dose.get("seq"),
    }
    if isinstance(dose.get("prn"), str):
        sent["asNeededCodeableConcept"] = {"text": dose["prn"]}
    elif dose.get("prn"):
        sent["asNeededBoolean"] = True
    return {key: value for key, value in sent.items() if value}


def _resource(row: list[Any], number: int, earlier: int) -> tuple[str, dict[str, Any]]:
    place, ago, drug, label, quantity, more = (*row, {})[:6]
    kind = more.get("kind", "dispense")
    type_, when, dosage, status = KINDS[kind]
    ago = ago + earlier if isinstance(ago, int) else ago
    text = LABELS.get(label, label)
    doses = [_dosage(dose, text) for dose in more.get("doses", ({},) if text else ())]
    amount = _quantity(quantity)
    sent: dict[str, Any] = {
        "resourceType": type_, "id": f"r{number}", "status": more.get("status", status), "subject": PERSON,
        "medicationCodeableConcept": {"text": drug}, when: _day(ago),
        dosage: doses[0] if kind == "given" and doses else doses,
    }  # fmt: skip
    if kind == "statement":
        sent["extension"] = [{"url": QUANTITY, "valueQuantity": amount}] if amount else None
        if "end" in more:
            sent["effectivePeriod"] = {"start": sent.pop(when), "end": _day(more["end"])}
    elif kind == "request":
        sent |= {"intent": more.get("intent", "order"), "doNotPerform": more.get("forbidden")}
        sent["dispenseRequest"] = {"quantity": amount} if amount else None
    elif kind == "dispense":
        stated = more.get("days")
        value, unit = stated if isinstance(stated, list) else (stated, "d")
        sent |= {"quantity": amount, "daysSupply": None if stated is None else {"value": value, "unit": unit}}
    if "why" in more:
        sent["statusReason"] = [{"text": more["why"]}]
    if "category" in more:
        category = {"coding": [{"code": more["category"]}]}
        sent["category"] = [category] if kind == "request" else category
    return place, {key: value for key, value in sent.items() if value not in (None, [], "")}


def _resources(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    number = 0
    for row in story["rows"]:
        more = row[5] if len(row) > 5 else {}
        for again in range(more.get("times", 1)):
            number += 1
            yield _resource(row, number, again * more.get("every", 0))


def read(story: dict[str, Any]) -> Course:
    binder = Binder(D, None)
    for place, resource in _resources(story):
        bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": resource}]}
        binder.add(json.dumps(bundle).encode(), Facility(place, f"รพ.{place}"))
    found = courses(binder.record().supplies, D)
    assert len(found) == 1, [(course.name, course.route) for course in found]
    return found[0]


def _ago(day: date) -> int:
    return (D - day).days


def _spans(cover: Cover, name: str) -> list[list[int]]:
    found = cover.overlaps if name == "overlap" else cover.gaps
    return sorted([[_ago(span.start), _ago(span.end)] for span in found], reverse=True)


@pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])
def test_story(story: dict[str, Any]) -> None:
    course = read(story)
    assert course.state == story["state"], story["of"]
    if "left" in story:
        assert course.left == story["left"], (story["of"], course.unclear)
    if story.get("left", 0) is None:
        assert (course.unclear if course.portions else "no-supply") == story["why"], story["of"]
    cover = cover_of(course, D, supply_terms())
    for name in ("overlap", "gap"):
        if name in story:
            assert _spans(cover, name) == story[name], (name, story["of"])
    if "early" in story:
        assert [[_ago(one.portion.start or D), one.left] for one in reversed(cover.early)] == story["early"]
    if "over" in story:
        assert [[_ago(one.portion.start or D), str(one.amount)] for one in cover.over] == story["over"]
    if "covered" in story:
        assert {str(one.window): one.percent for one in cover.covered} == story["covered"]


def test_the_set_is_large_and_every_story_stands_once() -> None:
    assert len(STORIES) >= 150
    assert len({story["id"] for story in STORIES}) == len(STORIES)
    assert {story["state"] for story in STORIES} == {
        "using", "run-out", "stopped", "conflict", "ordered-only", "inpatient", "given", "as-needed", "on-hold",
        "unknown", "denied",
    }  # fmt: skip


def test_what_cannot_be_told_has_its_reason_and_nothing_else() -> None:
    for story in STORIES:
        if "left" in story:
            assert (story["left"] is None) == ("why" in story), story["id"]


@pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])
def test_every_number_can_explain_itself(story: dict[str, Any]) -> None:
    for portion in read(story).portions:
        assert (portion.end is None) == bool(portion.unclear)
        assert (portion.reckoning is None) == (portion.end is None)
        if portion.reckoning is not None and portion.reckoning.by == "quantity":
            quantity, a_week = portion.reckoning.quantity, portion.regimen.a_week
            assert quantity is not None
            assert a_week is not None
            assert portion.reckoning.days == int(quantity * 7 / a_week)
