"""Every form in which data come: each kind of Bundle, NDJSON, single resources, folders; one account for all."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Tally

TODAY = date(2026, 11, 23)
PATIENT = {"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:cid", "value": "7"}]}
SUBJECT = {"reference": "Patient/p"}
ROWS: list[dict[str, Any]] = [
    {"resourceType": "Condition", "id": "c", "subject": SUBJECT, "code": {"text": "เบาหวาน"}},
    {"resourceType": "Goal", "id": "g", "subject": SUBJECT, "description": {"text": "ลดน้ำหนัก"}},
    {"resourceType": "Coverage", "id": "v", "beneficiary": SUBJECT, "type": {"text": "UC"}},
    {"resourceType": "Task", "id": "t", "for": SUBJECT, "code": {"text": "เยี่ยมบ้าน"}},
    {"resourceType": "Appointment", "id": "a", "participant": [{"actor": SUBJECT}], "description": "นัด"},
]
EVERYTHING = Tally(received=6, shown=5, supporting=1)


def bundle(type_: str, **entry: Any) -> dict[str, Any]:
    entries = [
        {"fullUrl": f"urn:uuid:{place}", "resource": one, **entry}
        for place, one in enumerate([PATIENT, *ROWS])
    ]
    return {"resourceType": "Bundle", "type": type_, "total": 5, "entry": entries}


def body(content: Any) -> bytes:
    return json.dumps(content).encode()


FORMS = {
    "searchset of $everything": bundle("searchset", search={"mode": "match"}),
    "collection": bundle("collection"),
    "transaction": bundle("transaction", request={"method": "PUT", "url": "x"}),
    "transaction-response": bundle("transaction-response", response={"status": "200"}),
    "batch": bundle("batch", request={"method": "POST", "url": "x"}),
    "history": bundle("history", request={"method": "PUT", "url": "x"}, response={"status": "200"}),
    "message": bundle("message"),
    "batch-response of searchsets": {
        "resourceType": "Bundle", "type": "batch-response",
        "entry": [
            {"resource": bundle("searchset"), "response": {"status": "200"}},
            {"resource": {"resourceType": "OperationOutcome", "issue": []}, "response": {"status": "404"}},
            {"response": {"status": "204"}},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_each_kind_of_bundle_holds_the_same(content: dict[str, Any]) -> None:
    binder = Binder(TODAY, None)
    added = binder.add(body(content), UNKNOWN)
    assert added.tally == EVERYTHING
    assert len(binder.record().others) == 4
    shelf = read_everything([Source("a", body(content))], TODAY)
    assert shelf.account.total == EVERYTHING
    assert [one.patient.reveal() for one in shelf.persons] == ["p"]


def test_a_document_as_summary_gives_holds_its_composition_too() -> None:
    sections = [
        {
            "title": "ปัญหา",
            "entry": [{"reference": "urn:uuid:1"}],
            "section": [{"title": "ย่อย", "text": {"div": "<p>ก</p>"}}],
        }
    ]
    composition = {"resourceType": "Composition", "subject": SUBJECT, "title": "สรุป", "section": sections}
    content = bundle("document")
    content["entry"].insert(0, {"fullUrl": "urn:uuid:doc", "resource": composition})
    shelf = read_everything([Source("ips", body(content))], TODAY)
    assert shelf.account.total == EVERYTHING + Tally(received=1, shown=1)
    (narrative,) = shelf.persons[0].record.narratives
    assert [(part.title, part.text, part.entries) for part in narrative.passages] == [
        ("ปัญหา", "", 1),
        ("ย่อย", "ก", 0),
    ]


def test_a_document_that_is_only_its_narrative_is_kept() -> None:
    binder = Binder(TODAY, None)
    binder.add(
        body({"resourceType": "Composition", "title": "สรุป", "text": {"div": "<p>เล่าไว้</p>"}}), UNKNOWN
    )
    (narrative,) = binder.record().narratives
    assert [part.text for part in narrative.passages] == ["เล่าไว้"]


def test_lines_lists_single_resources_and_folders_hold_the_same() -> None:
    each = [PATIENT, *ROWS]
    ways = {
        "ndjson": [Source("a.ndjson", b"\n".join(map(body, each)))],
        "list": [Source("a.json", body(each))],
        "folder": [Source(f"{place}.json", body(one)) for place, one in enumerate(each)],
        "folder, rows first": [
            Source(f"{place}.json", body(one)) for place, one in enumerate(reversed(each))
        ],
        "folder of lines by type": [Source(f"{one['resourceType']}.ndjson", body(one)) for one in each],
    }
    for name, sources in ways.items():
        shelf = read_everything(sources, TODAY)
        assert shelf.account.total == EVERYTHING, name
        assert [one.patient.reveal() for one in shelf.persons] == ["p"], name


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/p"},
        {"reference": "https://his.example.org/fhir/Patient/p"},
        {"reference": "Patient/p/_history/3"},
        {"reference": "urn:uuid:pat"},
        {"reference": "Patient?identifier=urn:cid|7"},
        {"type": "Patient", "identifier": {"system": "urn:cid", "value": "7"}},
    ],
)
def test_whose_a_row_is_is_read_from_every_kind_of_reference(subject: dict[str, Any]) -> None:
    other = {"resourceType": "Patient", "id": "q"}
    content = {
        "resourceType": "Bundle", "type": "collection",
        "entry": [
            {"fullUrl": "urn:uuid:pat", "resource": PATIENT},
            {"fullUrl": "urn:uuid:other", "resource": other},
            {"resource": {"resourceType": "Goal", "id": "g", "subject": subject, "description": {"text": "x"}}},
        ],
    }  # fmt: skip
    shelf = read_everything([Source("a", body(content))], TODAY)
    assert {one.patient.reveal(): len(one.record.others) for one in shelf.persons} == {"p": 1, "q": 0}


def test_a_single_entry_without_a_list_around_it_is_read() -> None:
    shelf = read_everything(
        [Source("a", body({"resourceType": "Bundle", "type": "collection", "entry": {"resource": ROWS[0]}}))],
        TODAY,
    )
    assert shelf.account.total == Tally(received=1, shown=1)


def test_resources_in_the_place_of_their_entries_are_read() -> None:
    bare = {"resourceType": "Bundle", "type": "collection", "entry": [PATIENT, *ROWS]}
    assert read_everything([Source("a", body(bare))], TODAY).account.total == EVERYTHING
    mixed = {
        "resourceType": "Bundle",
        "entry": [ROWS[0], {"resource": PATIENT}, {"response": {"status": "204"}}],
    }
    assert read_everything([Source("a", body(mixed))], TODAY).account.total == Tally(2, shown=1, supporting=1)


def test_a_contained_patient_is_nobody_elses_though_called_the_same() -> None:
    def lab(id_: str, name: str) -> dict[str, Any]:
        person = {"resourceType": "Patient", "id": "pp", "name": [{"text": name}]}
        return {
            "resourceType": "Observation",
            "id": id_,
            "subject": {"reference": "#pp"},
            "contained": [person],
        }

    labs = [lab("1", "นาย ก"), lab("2", "นาง ข"), lab("3", "นาย ก")]
    files = [Source(str(place), body(one)) for place, one in enumerate(labs)]
    assert [len(one.record.results) for one in read_everything(files, TODAY).persons] == [2, 1]


def test_a_reference_to_nothing_contained_does_not_say_whose_a_row_is() -> None:
    lost = {"resourceType": "Observation", "id": "1", "subject": {"reference": "#pp"}}
    bundle_ = {"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": lost}]}
    (person,) = read_everything([Source("a", body(bundle_))], TODAY).persons
    assert len(person.record.results) == 1
