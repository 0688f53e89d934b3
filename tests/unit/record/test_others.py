"""Rows read by the table: what they say, what they point to, and what hides them."""

import json
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.others import Other, Part, Pointed, Said
from viewer.record.reading.naming import is_reference, pointed_type
from viewer.record.story import Record, Tally

TODAY = date(2026, 11, 23)
F01 = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")
HIV = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B24"}]}


def read(*resources: dict[str, Any], one_by_one: bool = False) -> Record:
    binder = Binder(TODAY, None)
    if one_by_one:
        for resource in resources:
            binder.add(json.dumps(resource).encode(), F01)
    else:
        entries = [{"resource": resource} for resource in resources]
        binder.add(
            json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode(), F01
        )
    assert binder.record().account.total.adds_up
    return binder.record()


def only(*resources: dict[str, Any]) -> Other:
    (row,) = read(*resources).others
    return row


def first(row: Other, label: str) -> Said:
    return row.values(label)[0]


def task(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Task", "id": "t", "status": "requested", "intent": "order", **more}


def codes(row: Other) -> list[str]:
    return [remark.code for remark in row.remarks if remark.code != "facility-from-parcel"]


def test_an_unknown_type_is_a_row_with_what_it_has() -> None:
    row = only(
        {
            "resourceType": "Invented",
            "id": "1",
            "title": "ใหม่",
            "date": "2026-05",
            "text": {"div": "<p>ก</p>"},
        }
    )
    assert (row.words, row.when.raw if row.when else "", row.text) == ("ใหม่", "2026-05", "ก")


def test_a_copy_is_merged_and_a_newer_version_replaces_the_older() -> None:
    goal = {"resourceType": "Goal", "id": "g", "description": {"text": "เดิม"}, "meta": {"versionId": "1"}}
    record = read(goal, goal, {**goal, "description": {"text": "ใหม่"}, "meta": {"versionId": "2"}})
    assert [row.words for row in record.others] == ["ใหม่"]
    assert record.account.total == Tally(received=3, shown=1, merged=2)


def test_a_date_keeps_its_precision_and_the_first_usable_one_counts() -> None:
    row = only({"resourceType": "CarePlan", "period": {"start": "ต้นปี"}, "created": "2026-03"})
    assert row.when is not None
    assert (row.when.raw, row.when.precision.name) == ("2026-03", "MONTH")
    assert codes(row) == ["date-unreadable"]


def test_both_ends_of_a_period_are_read_also_without_a_start() -> None:
    row = only({"resourceType": "Flag", "period": {"end": "2026-03-04"}})
    assert (row.when, row.end.raw if row.end else "") == (None, "2026-03-04")


def test_narrative_is_kept_where_the_structure_does_not_say_it_all() -> None:
    text = {"div": "<div>เรื่องราว</div>"}
    told = [
        only({"resourceType": "Flag", "code": {"text": "x"}, "text": {"status": status, **text}}).text
        for status in ("generated", "additional", "extensions")
    ]
    assert told == ["", "เรื่องราว", "เรื่องราว"]
    assert only({"resourceType": "Flag", "text": {"status": "generated", **text}}).text == "เรื่องราว"


@pytest.mark.parametrize("sent", [True, "true", "True"])
def test_what_must_not_be_done_is_forbidden_however_it_is_sent(sent: object) -> None:
    assert only(
        {"resourceType": "ServiceRequest", "code": {"text": "เจาะเลือด"}, "doNotPerform": sent}
    ).forbidden


def test_what_is_neither_true_nor_false_leaves_a_remark() -> None:
    row = only({"resourceType": "ServiceRequest", "code": {"text": "เจาะเลือด"}, "doNotPerform": "ไม่แน่ใจ"})
    assert not row.forbidden
    assert codes(row) == ["field-unreadable"]


def test_an_entry_taken_off_a_list_says_so() -> None:
    row = only({"resourceType": "List", "entry": [{"item": {"display": "aspirin"}, "deleted": True}]})
    assert row.parts == (Part("entry", ("aspirin",), status="deleted"),)


def test_questions_and_answers_nest_to_their_depth_and_no_further() -> None:
    item: dict[str, Any] = {"text": "ลึกสุด", "answer": [{"valueString": "ใช่"}]}
    for depth in range(20):
        item = {"text": str(depth), "item": [item]}
    row = only({"resourceType": "QuestionnaireResponse", "item": [item]})
    assert [part.depth for part in row.parts] == list(range(9))
    assert codes(row) == ["field-unreadable"]


@pytest.mark.parametrize(
    "lost", [{"title": {"th": "แผน"}}, {"activity": ["ตรวจเท้า"]}, {"activity": [{"detail": "ก"}]}]
)
def test_an_element_of_the_wrong_kind_is_never_lost_silently(lost: dict[str, Any]) -> None:
    row = only({"resourceType": "CarePlan", "status": "active", **lost})
    assert "field-unreadable" in codes(row)


@pytest.mark.parametrize(
    "type_",
    ["Condition", "AllergyIntolerance", "MedicationStatement", "Procedure", "Observation", "Immunization"],
)
def test_a_row_that_is_only_its_narrative_keeps_it(type_: str) -> None:
    told = {
        "resourceType": type_,
        "id": "1",
        "text": {"status": "additional", "div": "<div><p>เล่าไว้</p></div>"},
    }
    (row,) = read(told).facts()
    assert row.note == "เล่าไว้"
    (hidden,) = read({**told, "text": {"div": "<div>ติดเชื้อเอชไอวี</div>"}}).facts()
    assert (hidden.restricted, hidden.number) == ("hiv", -1)
    (named,) = read({"resourceType": "Condition", "code": {"text": "เบาหวาน"}, "text": told["text"]}).facts()
    assert named.note == ""


def test_a_named_row_that_is_read_again_takes_no_narrative_either() -> None:
    later = {"resourceType": "Practitioner", "id": "x", "name": [{"text": "พญ. ขวัญใจ"}]}
    procedure = {
        "resourceType": "Procedure",
        "code": {"text": "ล้างไต"},
        "text": {"div": "<div>เล่าไว้</div>"},
        "performer": [{"actor": {"reference": "Practitioner/x"}}],
    }
    (row,) = read(procedure, later, one_by_one=True).procedures
    assert (row.performer, row.note) == ("พญ. ขวัญใจ", "")


def test_a_referral_comes_from_who_asks_not_from_where_it_goes() -> None:
    there = {"reference": "Organization/x", "display": "รพ.ปลายทาง"}
    row = only({"resourceType": "ServiceRequest", "performer": [there]})
    assert (row.origin.facility, first(row, "performer")) == ("รพ.ศูนย์ธารสุวรรณ", "รพ.ปลายทาง")
    here = {"reference": "Organization/y", "display": "รพ.ต้นทาง"}
    assert only(task(owner=there, requester=here)).origin.facility == "รพ.ต้นทาง"


# --- references


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ({"reference": "ServiceRequest/s"}, {}),
        ({"reference": "https://his.example.org/fhir/ServiceRequest/s"}, {}),
        ({"reference": "ServiceRequest/s/_history/2"}, {}),
        (
            {"reference": "ServiceRequest?identifier=urn:x|7"},
            {"identifier": [{"system": "urn:x", "value": "7"}]},
        ),
        (
            {"reference": "ServiceRequest?identifier=urn%3Ax%7C7"},
            {"identifier": [{"system": "urn:x", "value": "7"}]},
        ),
        (
            {"type": "ServiceRequest", "identifier": {"system": "urn:x", "value": "7"}},
            {"identifier": [{"system": "urn:x", "value": "7"}]},
        ),
        (
            {"identifier": {"system": "urn:x", "value": "7"}},
            {"identifier": [{"system": "urn:x", "value": "7"}]},
        ),
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_reference_finds_its_row_in_whatever_order_they_come(
    reference: dict[str, Any], target: dict[str, Any], order: tuple[int, int]
) -> None:
    request = {"resourceType": "ServiceRequest", "id": "s", "code": {"text": "ขอรถ"}, **target}
    both = (task(focus=reference), request)
    for one_by_one in (True, False):
        record = read(*(both[place] for place in order), one_by_one=one_by_one)
        (row,) = [row for row in record.others if row.origin.type == "Task"]
        assert (row.words, codes(row)) == ("ขอรถ", [])


def test_a_urn_finds_its_row_in_the_same_bundle() -> None:
    entries = [
        {"fullUrl": "urn:uuid:1", "resource": task(focus={"reference": "urn:uuid:2"})},
        {"fullUrl": "urn:uuid:2", "resource": {"resourceType": "Observation", "code": {"text": "Hb"}}},
    ]
    binder = Binder(TODAY, None)
    binder.add(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode(), F01)
    (row,) = binder.record().others
    assert (row.words, codes(row)) == ("Hb", [])


def test_a_contained_resource_lends_its_words() -> None:
    row = only(
        task(
            focus={"reference": "#s"},
            contained=[{"resourceType": "Specimen", "id": "s", "type": {"text": "เสมหะ"}}],
        )
    )
    assert (row.words, codes(row)) == ("เสมหะ", [])


@pytest.mark.parametrize(
    "reference", ["ServiceRequest/none", "urn:uuid:9", "#none", "https://x.example/fhir/Goal/1"]
)
def test_a_broken_reference_is_a_remark_on_its_row(reference: str) -> None:
    assert codes(only(task(focus={"reference": reference}))) == ["reference-broken"]


def test_a_reference_by_identifier_that_nothing_answers_is_not_called_broken() -> None:
    row = only(task(owner={"type": "Practitioner", "identifier": {"system": "urn:x", "value": "1"}}))
    assert (first(row, "owner"), codes(row)) == (Pointed("Practitioner"), [])


def test_a_performer_nobody_sent_is_a_remark_on_rows_read_by_hand_too() -> None:
    procedure = {"resourceType": "Procedure", "performer": [{"actor": {"reference": "Practitioner/none"}}]}
    (row,) = read(procedure).procedures
    assert "reference-broken" in [remark.code for remark in row.remarks]


@pytest.mark.parametrize(
    "untrue",
    [
        {
            "resourceType": "Condition",
            "code": {"text": "วัณโรค"},
            "verificationStatus": {"coding": [{"code": "refuted"}]},
        },
        {"resourceType": "Procedure", "code": {"text": "วัณโรค"}, "status": "not-done"},
        {"resourceType": "ServiceRequest", "code": {"text": "วัณโรค"}, "doNotPerform": True},
        {"resourceType": "AllergyIntolerance", "code": {"text": "วัณโรค"}},
    ],
)
def test_a_row_that_is_not_so_lends_no_words_to_who_points_to_it(untrue: dict[str, Any]) -> None:
    record = read({**untrue, "id": "x"}, task(focus={"reference": f"{untrue['resourceType']}/x"}))
    (row,) = [row for row in record.others if row.origin.type == "Task"]
    assert row.words == ""
    assert first(row, "for") == Pointed(untrue["resourceType"])


def test_the_type_that_is_pointed_to_is_read_from_any_reference() -> None:
    told = {
        "Goal/1": "Goal", "https://x.example/fhir/Goal/1/_history/2": "Goal", "Patient?identifier=a|b": "Patient",
        "urn:uuid:1": "", "#a": "", "1": "",
    }  # fmt: skip
    assert {target: pointed_type(target) for target in told} == told


def test_a_relative_is_a_row_and_still_lends_a_name() -> None:
    mother = {
        "resourceType": "RelatedPerson",
        "id": "m",
        "name": [{"text": "นางสมมติ"}],
        "relationship": [{"text": "มารดา"}],
    }
    allergy = {
        "resourceType": "AllergyIntolerance",
        "code": {"text": "กุ้ง"},
        "asserter": {"reference": "RelatedPerson/m"},
    }
    for one_by_one in (True, False):
        record = read(allergy, mother, one_by_one=one_by_one)
        assert record.allergies[0].informant == "นางสมมติ"
        assert [row.words for row in record.others] == ["นางสมมติ"]
        assert record.account.total == Tally(received=2, shown=2)


# --- restricted


@pytest.mark.parametrize(
    ("hidden", "category"),
    [
        ({"meta": {"security": [{"code": "R"}]}}, "label"),
        ({"code": HIV}, "hiv"),
        ({"note": [{"text": "เริ่มยา ritonavir"}]}, "hiv"),
        ({"location": {"display": "คลินิกนภา"}}, "hiv"),
        ({"description": "ติดตามผู้ติดเชื้อ HIV"}, "hiv"),
        ({"output": [{"type": {"text": "ผล"}, "valueString": "anti-HIV reactive"}]}, "hiv"),
        ({"text": {"status": "additional", "div": "<p>ติดเชื้อเอชไอวี</p>"}}, "hiv"),
        ({"reasonCode": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "A53.9"}]}}, "sti"),
    ],
)
def test_labels_codes_words_and_places_hide_a_row(hidden: dict[str, Any], category: str) -> None:
    row = only(task(**hidden))
    assert (row.restricted, row.number) == (category, -1)


def test_a_row_is_as_restricted_as_what_it_points_to_in_any_order_of_arrival() -> None:
    chain = [
        task(focus={"reference": "CarePlan/p", "display": "แผน"}),
        {
            "resourceType": "CarePlan",
            "id": "p",
            "addresses": [{"reference": "Condition/c", "display": "โรค"}],
        },
        {"resourceType": "Condition", "id": "c", "code": HIV},
    ]
    for order in permutations(chain):
        for one_by_one in (True, False):
            record = read(*order, one_by_one=one_by_one)
            assert [row.restricted for row in record.others] == ["hiv", "hiv"]
            assert record.account.total == Tally(received=3, restricted=3)


def test_rows_that_point_in_a_circle_are_read() -> None:
    record = read(
        {**task(focus={"reference": "Task/b"}), "id": "a"}, {**task(focus={"reference": "Task/a"}), "id": "b"},
        {**task(focus={"reference": "Task/c"}), "id": "c"},
    )  # fmt: skip
    assert len(record.others) == 3


def test_a_row_that_points_to_very_much_is_read_again_when_the_record_is_asked_for() -> None:
    many = range(300)
    entries = [{"item": {"reference": f"Goal/{number}"}} for number in many]
    goals = [{"resourceType": "Goal", "id": str(n), "description": {"text": f"เป้าหมาย {n}"}} for n in many]
    record = read({"resourceType": "List", "id": "l", "entry": entries}, *goals, one_by_one=True)
    (listed,) = [row for row in record.others if row.origin.type == "List"]
    assert [part.words for part in listed.parts] == [(f"เป้าหมาย {n}",) for n in many]
    assert codes(listed) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Practitioner/zz-1", True),
        ("https://x.example/fhir/Patient/1", True),
        ("https://x.example/fhir/Patient/1/_history/2", True),
        ("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", True),
        ("Amoxicillin/clavulanate", False),
        ("mg/dL", False),
        ("urn:oid:2.16.840.1.113883.6.1", False),
        ("https://x.example/Questionnaire/phq-9", False),
        ("นพ. ธีรเดช", False),
        ("", False),
    ],
)
def test_a_bare_text_is_a_reference_only_when_it_names_a_thing(text: str, expected: bool) -> None:
    assert is_reference(text) is expected
