"""A reconciled list as FHIR: what each decision becomes, and that nothing is invented on the way."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.visit.reconciliation import Choice
from viewer.writing.reconciliation import CHOICE, Line, Reconciled, transaction
from viewer.writing.replacing import IDENTIFIER, Earlier

FORM = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)


def reconciled(*lines: Line, told: bool = False, notes: tuple[str, ...] = ()) -> Reconciled:
    return Reconciled(
        FORM, "แบบบันทึก", "การประสานรายการยา", Opaque("p-1"), Opaque("role-1"), Opaque("Practitioner/dr-1"),
        "ภญ.ทดสอบ ภ.1", NOW, lines, told, notes,
    )  # fmt: skip


def resources(sent: Reconciled) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(transaction(sent).body)["entry"]]


def statement(line: Line, **more: Any) -> dict[str, Any]:
    return resources(reconciled(line, **more))[1]


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        ("continue", "active"),
        ("stop", "stopped"),
        ("hold", "on-hold"),
        ("dose", "active"),
        ("switch", "stopped"),
        ("resume", "active"),
        ("start", "intended"),
        ("ask", "unknown"),
    ],
)
def test_every_choice_has_its_status_and_says_itself(choice: str, status: str) -> None:
    made = statement(Line(choice, "คำ", "metformin", reason="eGFR 29"))
    assert made["status"] == status
    (reason,) = made["statusReason"]
    assert reason["coding"] == [{"system": CHOICE, "code": choice, "display": "คำ"}]
    assert reason["text"] == "คำ · eGFR 29"


def test_no_choice_is_without_a_status() -> None:
    for choice in Choice:
        assert statement(Line(choice.value, "x", "y"))["status"]


def test_a_statement_says_whose_what_when_and_who_told() -> None:
    made = statement(
        Line("stop", "หยุด", "metformin 500 มก.", (("urn:tmt", "123", ""),), dose="1x2 pc", notes=("ก", "ข"))
    )
    assert made["subject"] == {"reference": "Patient/p-1"}
    assert made["dateAsserted"] == "2026-11-23T14:20:00+07:00"
    assert made["medicationCodeableConcept"] == {
        "text": "metformin 500 มก.",
        "coding": [{"system": "urn:tmt", "code": "123"}],
    }
    assert made["dosage"] == [{"text": "1x2 pc"}], "as text: no number is made of it"
    assert made["note"] == [{"text": "ก"}, {"text": "ข"}]
    assert made["informationSource"] == {"reference": "Practitioner/dr-1", "display": "ภญ.ทดสอบ ภ.1"}
    assert statement(Line("stop", "หยุด", "x"), told=True)["informationSource"] == {"reference": "Patient/p-1"}


def test_what_is_not_known_is_not_there() -> None:
    made = statement(Line("ask", "รอแพทย์พิจารณา", "diclofenac"))
    assert not {"dosage", "note", "effectiveDateTime", "effectivePeriod", "reasonCode"} & set(made)
    assert "coding" not in made["medicationCodeableConcept"]


def test_the_list_names_each_in_its_order_with_its_choice() -> None:
    sent = reconciled(Line("stop", "หยุด", "a"), Line("continue", "ใช้ต่อ", "b"), notes=("ตัดสินแล้ว 2 จาก 3",))
    bundle = json.loads(transaction(sent).body)
    listed = bundle["entry"][0]["resource"]
    assert (listed["status"], listed["mode"]) == ("current", "snapshot")
    assert listed["source"] == {"reference": "PractitionerRole/role-1", "display": "ภญ.ทดสอบ ภ.1"}
    assert listed["code"]["coding"][0]["code"] == "medications"
    assert [one["item"]["display"] for one in listed["entry"]] == ["a", "b"]
    assert [one["flag"]["text"] for one in listed["entry"]] == ["หยุด", "ใช้ต่อ"]
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert [one["item"]["reference"] for one in listed["entry"]] == urls[1:]
    assert len(set(urls)) == 3
    assert not any("date" in one or "deleted" in one for one in listed["entry"]), "lst-2 and lst-3"


def test_every_entry_is_made_only_where_it_is_not_there() -> None:
    sent = reconciled(Line("stop", "หยุด", "a"), Line("stop", "หยุด", "a"))
    entries = json.loads(transaction(sent).body)["entry"]
    numbers = [entry["resource"]["identifier"][0]["value"] for entry in entries]
    assert numbers == [FORM, f"{FORM}-1", f"{FORM}-2"]
    for entry, number in zip(entries, numbers, strict=True):
        assert entry["request"] == {
            "method": "POST",
            "url": entry["resource"]["resourceType"],
            "ifNoneExist": f"identifier={IDENTIFIER}|{number}",
        }
    assert transaction(sent) == transaction(sent)


def test_no_part_of_it_shows_an_id_by_accident() -> None:
    assert "p-1" not in repr(reconciled())
    assert "role-1" not in str(reconciled())


# --- a later version


def stored(sent: Reconciled, version: str = "1") -> Earlier:
    """What an exchange would give back of it, with ids of its own."""
    entries = json.loads(transaction(sent).body)["entry"]
    ids = {entry["fullUrl"]: f"s{number}" for number, entry in enumerate(entries)}
    meta = {"meta": {"versionId": version, "lastUpdated": "2026-11-23T07:20:01Z"}}
    listed, *statements = [{**entry["resource"], "id": ids[entry["fullUrl"]], **meta} for entry in entries]
    for item in listed["entry"]:
        place = ids[item["item"]["reference"]]
        item["item"] = {**item["item"], "reference": f"MedicationStatement/{place}"}
    return Earlier(listed, tuple(statements))


LATER = "6f9619ff-8b86-4d01-b42d-00c04fc96500"
STOPS, GOES_ON = Line("stop", "หยุด", "a"), Line("continue", "ใช้ต่อ", "a")
SAME = Line("continue", "ใช้ต่อ", "b")


def test_a_later_version_takes_the_first_back_and_keeps_what_has_not_changed() -> None:
    first = reconciled(STOPS, SAME)
    later = replace(reconciled(GOES_ON, SAME), form=LATER, when=NOW + timedelta(minutes=9))
    made = transaction(later, stored(first))
    entries = json.loads(made.body)["entry"]
    assert (made.entries, made.listed, made.kept) == (4, 2, frozenset({"s2"}))
    listed, new, retired, wrong = entries
    assert listed["request"]["method"] == new["request"]["method"] == "POST"
    assert [one["item"]["reference"] for one in listed["resource"]["entry"]] == [
        new["fullUrl"],
        "MedicationStatement/s2",
    ]
    assert new["resource"]["identifier"][0]["value"] == f"{LATER}-1"
    assert retired["request"] == {"method": "PUT", "url": "List/s0", "ifMatch": 'W/"1"'}
    assert (retired["resource"]["status"], retired["resource"]["title"]) == ("retired", "แบบบันทึก")
    assert wrong["request"] == {"method": "PUT", "url": "MedicationStatement/s1", "ifMatch": 'W/"1"'}
    assert (wrong["resource"]["status"], wrong["resource"]["medicationCodeableConcept"]) == (
        "entered-in-error",
        {"text": "a"},
    )


def test_what_was_taken_back_already_is_not_taken_back_again() -> None:
    first = stored(reconciled(STOPS, SAME))
    done = Earlier(
        first.listed | {"status": "retired"},
        (first.statements[0] | {"status": "entered-in-error"}, first.statements[1]),
    )
    later = replace(reconciled(GOES_ON, SAME), form=LATER)
    made = transaction(later, done)
    assert [entry["request"]["method"] for entry in json.loads(made.body)["entry"]] == ["POST", "POST"]
    assert made.kept == {"s2"}


def test_two_alike_are_kept_once_each_and_a_wrong_one_never() -> None:
    first = stored(reconciled(SAME, SAME))
    made = transaction(replace(reconciled(SAME, SAME, SAME), form=LATER), first)
    items = json.loads(made.body)["entry"][0]["resource"]["entry"]
    assert [one["item"]["reference"] for one in items[:2]] == [
        "MedicationStatement/s1",
        "MedicationStatement/s2",
    ]
    assert items[2]["item"]["reference"].startswith("urn:uuid:")
    wrong = Earlier(first.listed, tuple(one | {"status": "entered-in-error"} for one in first.statements))
    assert transaction(replace(reconciled(SAME), form=LATER), wrong).kept == frozenset()


@pytest.mark.parametrize(
    "change", [{"said": "งด"}, {"reason": "x"}, {"dose": "1x1"}, {"notes": ("n",)}, {"name": "c"}]
)
def test_a_word_that_differs_makes_another_statement(change: dict[str, Any]) -> None:
    first = stored(reconciled(SAME))
    assert transaction(replace(reconciled(replace(SAME, **change)), form=LATER), first).kept == frozenset()
