"""Whose a row is: a citizen id, another server's address or a name beside the reference is never passed over."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.described import confirmed_person, tells_of_another
from viewer.record.shelf import Shelf, Source, read_everything
from viewer.record.story import Tally

TODAY = date(2026, 11, 23)
HERE = Facility("99002", "รพ.บ้านเหนือคลอง")
OURS, THEIRS = "9660487647597", "9291417776317"
CONFIRMED = confirmed_person("นายสมชาย ใจดี", "male", "1979-05-30", TODAY, OURS)
URL = "http://mine.example/fhir/Patient/p"


def cid(value: str, system: str = "https://www.dopa.go.th") -> dict[str, str]:
    return {"system": system, "value": value}


def patient(
    id_: str = "p", number: str = OURS, name: str = "นายสมชาย ใจดี", birth: str = "1979-05-30"
) -> dict[str, Any]:
    numbers = {"identifier": [cid(number)]} if number else {}
    return {"resourceType": "Patient", "id": id_, "name": [{"text": name}], "birthDate": birth, **numbers}


def allergy(whose: Any, id_: str = "1") -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "id": id_, "patient": whose, "code": {"text": "penicillin"}}


def body(*resources: dict[str, Any]) -> bytes:
    entries = [
        {"fullUrl": URL, "resource": one} if one.get("id") == "p" else {"resource": one} for one in resources
    ]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode()


def shelf(*files: bytes) -> Shelf:
    return read_everything([Source(str(number), file) for number, file in enumerate(files)], TODAY)


def rows(found: Shelf) -> list[int]:
    return [len(one.record.allergies) for one in found.persons]


ANOTHERS = [
    {"identifier": cid(THEIRS, "http://dopa.go.th"), "display": "Malee Rakdee"},
    {"identifier": {"type": {"coding": [{"code": "NI"}]}, "value": THEIRS}},
    {"reference": f"Patient?identifier=http://dopa.go.th|{THEIRS}"},
    {"reference": f"Patient?identifier=http%3A%2F%2Fdopa.go.th%7C{THEIRS}"},
    {"reference": "Patient/p", "identifier": cid(THEIRS)},
    {"reference": "http://other.example/fhir/Patient/p"},
]
OWN = [
    {"identifier": cid(OURS, "http://dopa.go.th")},
    {"reference": f"Patient?identifier=http://dopa.go.th|{OURS}"},
    {"reference": "Patient/p", "identifier": cid(OURS, "https://terms.sil-th.org/id/th-cid")},
    {"reference": "Patient/p", "identifier": cid("1111111111119")},
    {"reference": URL},
    {"reference": "https://MINE.example/fhir/Patient/p/_history/2"},
]
UNSURE = [
    ({"display": "นางมาลี รักดี"}, "subject-named-otherwise"),
    ({"display": "Somebody Else"}, "subject-unnumbered"),
    ({"identifier": cid("1111111111119")}, "subject-unnumbered"),
    ({"identifier": cid("9291417776318")}, "subject-unnumbered"),
    ({"identifier": {"system": "https://sil-th.org/hn", "value": "12"}}, "subject-unnumbered"),
    ({"display": "สมชาย ใจดี"}, ""),
]  # fmt: skip


@pytest.mark.parametrize("whose", ANOTHERS)
def test_another_persons_row_is_not_the_patients(whose: dict[str, Any]) -> None:
    found = shelf(body(patient(), allergy(whose)))
    assert rows(found) == [0, 1], "a person of their own"
    assert THEIRS not in found.persons[1].patient.reveal()
    assert found.account.total == Tally(received=2, shown=1, supporting=1)
    binder = Binder(TODAY, Opaque("p"))
    assert binder.add(body(patient(), allergy(whose)), HERE).refused
    assert [(gap.code, gap.count) for gap in binder.record().gaps] == [
        ("wrong-person", 1),
        ("wrong-person", 1),
    ]


@pytest.mark.parametrize("whose", OWN)
def test_the_patients_own_row_is(whose: dict[str, Any]) -> None:
    assert rows(shelf(body(patient(), allergy(whose)))) == [1]
    binder = Binder(TODAY, Opaque("p"), confirmed=CONFIRMED)
    assert not binder.add(body(patient(), allergy(whose)), HERE).refused
    for one in (shelf(body(patient(), allergy(whose))).persons[0].record, binder.record()):
        assert not [r.code for r in one.allergies[0].remarks if r.code.startswith("subject")]


@pytest.mark.parametrize(("whose", "remark"), UNSURE)
def test_a_row_that_does_not_surely_tell_whose_it_is_says_so(whose: dict[str, Any], remark: str) -> None:
    binder = Binder(TODAY, Opaque("p"), confirmed=CONFIRMED)
    assert not binder.add(body(patient(), allergy(whose)), HERE).refused
    for record in (shelf(body(patient(), allergy(whose))).persons[0].record, binder.record()):
        told = [r.code for r in record.allergies[0].remarks if r.code.startswith("subject")]
        assert told == ([remark] if remark else [])
    apart = shelf(body(patient()), body(allergy(whose)))
    assert rows(apart) == [1]
    assert [r.code for r in apart.persons[0].record.allergies[0].remarks] == ([remark] if remark else [])


@pytest.mark.parametrize("whose", [one for one in ANOTHERS if "other.example" not in str(one)])
def test_the_confirmed_number_refuses_before_any_patient_came(whose: dict[str, Any]) -> None:
    assert Binder(TODAY, Opaque("p"), confirmed=CONFIRMED).add(body(allergy(whose)), HERE).refused
    ask = tells_of_another(CONFIRMED, TODAY)
    assert ask(json.dumps(allergy(whose)).encode()) == "wrong-person"
    assert not any(ask(json.dumps(allergy(own)).encode()) for own in OWN)
    assert ask(json.dumps(patient(number=THEIRS)).encode()) == "wrong-person"


def test_a_patient_of_the_same_id_and_another_number_is_refused() -> None:
    binder = Binder(TODAY, Opaque("p"), confirmed=CONFIRMED)
    assert binder.add(body(patient(number=THEIRS)), HERE).refused
    assert not binder.add(body(patient(number="")), HERE).refused


def test_one_id_and_two_citizen_ids_are_two_people() -> None:
    mine = body(patient("1"), allergy({"reference": "Patient/1"}))
    theirs = body(patient("1", THEIRS, "นางมาลี รักดี", ""), allergy({"reference": "Patient/1"}, "2"))
    for files in ((mine, theirs), (theirs, mine)):
        found = shelf(*files)
        assert rows(found) == [1, 1]
        assert [len(one.record.persons) for one in found.persons] == [1, 1]


def test_placeholders_and_broken_numbers_part_nobody_and_join_nobody() -> None:
    mine = body(patient("1"), allergy({"reference": "Patient/1"}))
    for number in ("1111111111119", "9291417776318"):
        assert rows(shelf(mine, body(patient("1", number)))) == [1]
        assert rows(shelf(body(patient("1", number)), body(patient("2", number, "นางมาลี รักดี")))) == [0, 0]


def test_people_known_by_a_number_alone_are_kept_apart() -> None:
    each = [allergy({"identifier": cid(number)}, number) for number in (OURS, THEIRS)]
    assert rows(shelf(*(json.dumps(one).encode() for one in each))) == [1, 1]
    by_id = [
        allergy({"reference": "Patient/p", "identifier": cid(number)}, number) for number in (OURS, THEIRS)
    ]
    assert rows(shelf(body(*by_id))) == [1, 1]


def test_a_patient_without_a_number_and_rows_with_one_cannot_be_compared() -> None:
    found = shelf(body(patient(number=""), allergy({"identifier": cid(OURS)})))
    assert rows(found) == [1]
    assert [r.code for r in found.persons[0].record.allergies[0].remarks] == ["subject-unnumbered"]


OTHERS = [*ANOTHERS, {"reference": "Patient/q"}, {"display": "นางมาลี รักดี"}]


@pytest.mark.parametrize("second", OTHERS)
def test_a_row_that_names_two_people_is_never_one_s_without_a_doubt(second: dict[str, Any]) -> None:
    two = body(patient(), {**allergy(second), "subject": {"reference": "Patient/p"}})
    for found in (shelf(two), shelf(body(patient("q", THEIRS, "นางมาลี รักดี", "1960-01-02")), two)):
        told = [r.code for one in found.persons for row in one.record.allergies for r in row.remarks]
        assert "subject-named-otherwise" in told
    binder = Binder(TODAY, Opaque("p"), confirmed=CONFIRMED)
    refused = binder.add(two, HERE).refused
    doubted = [r.code for row in binder.record().allergies for r in row.remarks]
    assert refused or "subject-named-otherwise" in doubted


@pytest.mark.parametrize(
    "second", [*OWN, {"display": "สมชาย ใจดี"}, {"display": "Somebody"}, {"reference": "Patient/p"}]
)
def test_a_row_that_names_one_person_twice_is_theirs(second: dict[str, Any]) -> None:
    twice = body(patient(), {**allergy(second), "subject": {"reference": "Patient/p"}})
    binder = Binder(TODAY, Opaque("p"), confirmed=CONFIRMED)
    assert not binder.add(twice, HERE).refused
    for one in (shelf(twice).persons[0].record, binder.record()):
        assert not [r.code for r in one.allergies[0].remarks if r.code.startswith("subject")]
