"""Files: whose row is whose, whatever the files are called and however they are cut."""

import json
from datetime import date
from typing import Any

from viewer.record.shelf import Source, bodies_in, read_everything
from viewer.record.story import Tally

TODAY = date(2026, 11, 23)


def source(name: str, *resources: Any, ndjson: bool = False) -> Source:
    if ndjson:
        return Source(name, "\n".join(json.dumps(one) for one in resources).encode())
    body = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    return Source(name, json.dumps(body).encode())


def patient(id_: str) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id_}


def lab(id_: str, whose: str = "") -> dict[str, Any]:
    about = {"subject": {"reference": f"Patient/{whose}"}} if whose else {}
    return {"resourceType": "Observation", "id": id_, "code": {"text": id_}, **about}


def rows(shelf: Any) -> dict[str, list[str]]:
    return {
        one.patient.reveal(): sorted(fact.origin.id.reveal() for fact in one.record.facts())
        for one in shelf.persons
    }


def test_bulk_files_are_put_together_by_reference() -> None:
    shelf = read_everything(
        [
            source("Observation.ndjson", lab("1", "a"), lab("2", "b"), lab("3", "a"), ndjson=True),
            source(
                "Organization.ndjson", {"resourceType": "Organization", "id": "o", "name": "รพ."}, ndjson=True
            ),
            source("Patient.ndjson", patient("a"), patient("b"), ndjson=True),
        ],
        TODAY,
    )
    assert rows(shelf) == {"a": ["1", "3"], "b": ["2"]}
    assert [len(one.record.persons) for one in shelf.persons] == [1, 1]
    assert shelf.account.total == Tally(received=6, shown=3, supporting=3)


def test_a_row_about_nobody_belongs_to_the_only_person_of_its_file() -> None:
    shelf = read_everything([source("a", patient("a"), lab("1")), source("b", patient("b"), lab("2"))], TODAY)
    assert rows(shelf) == {"a": ["1"], "b": ["2"]}


def test_a_row_about_nobody_among_several_is_kept_in_a_nameless_record() -> None:
    shelf = read_everything([source("a", patient("a"), patient("b"), lab("1"), lab("2", "b"))], TODAY)
    assert rows(shelf) == {"a": [], "b": ["2"], "": ["1"]}
    assert shelf.account.total == Tally(received=4, shown=2, supporting=2)


def test_a_folder_of_one_person_needs_no_references() -> None:
    shelf = read_everything([source("a", patient("a")), source("b", lab("1"))], TODAY)
    assert rows(shelf) == {"a": ["1"]}


def test_rare_and_unreadable_resources_stay_in_the_account() -> None:
    shelf = read_everything(
        [source("a", patient("a"), {"resourceType": "Goal", "subject": {"reference": "Patient/a"}}),
         source("b", patient("b")), Source("c", b"not json")],
        TODAY,
    )  # fmt: skip
    assert shelf.account.total == Tally(received=4, shown=1, supporting=2, gaps=1)
    assert {gap.code for one in shelf.persons for gap in one.record.gaps} == {"unreadable"}


def test_the_same_file_twice_is_merged() -> None:
    file = source("a", patient("a"), lab("1"))
    shelf = read_everything([file, file], TODAY)
    assert shelf.account.total == Tally(received=4, shown=1, supporting=1, merged=2)


def test_references_are_resolved_in_the_own_file_first_and_never_when_two_files_disagree() -> None:
    def medicine(name: str) -> dict[str, Any]:
        return {"resourceType": "Medication", "id": "m", "code": {"text": name}}

    def request(id_: str, whose: str) -> dict[str, Any]:
        return {
            "resourceType": "MedicationRequest", "id": id_, "subject": {"reference": f"Patient/{whose}"},
            "medicationReference": {"reference": "Medication/m"},
        }  # fmt: skip

    own = [source("a", patient("a"), medicine("x 1 mg tab"), request("1", "a")),
           source("b", patient("b"), medicine("y 2 mg tab"), request("2", "b"))]  # fmt: skip
    shelf = read_everything([*own, source("c", request("3", "a"))], TODAY)
    named = {fact.origin.id.reveal(): fact.drug.name for one in shelf.persons for fact in one.record.supplies}
    assert named == {"1": "x 1 mg tab", "2": "y 2 mg tab", "3": ""}
    shelf = read_everything([own[0], source("c", request("3", "a"))], TODAY)
    assert [fact.drug.name for fact in shelf.persons[0].record.supplies] == ["x 1 mg tab", "x 1 mg tab"]


def test_the_ledger_of_files_says_what_came_from_where() -> None:
    named = {**lab("1", "a"), "performer": [{"reference": "Organization/o", "display": "รพ.ก"}]}
    (one,) = read_everything(
        [source("a.json", patient("a"), named, lab("2", "a")), source("b.json", lab("3", "a"))], TODAY
    ).persons
    assert [(line.file, line.facility, line.rows) for line in one.files] == [
        ("a.json", "", 1), ("a.json", "รพ.ก", 1), ("b.json", "", 1),
    ]  # fmt: skip


def test_rows_that_name_no_facility_come_from_the_only_one_that_their_file_describes() -> None:
    def organisation(hcode: str) -> dict[str, Any]:
        system = "https://bps.moph.go.th/hcode/5"
        return {
            "resourceType": "Organization", "id": hcode, "name": f"รพ.{hcode}",
            "identifier": [{"system": system, "value": hcode}],
        }  # fmt: skip

    one = source("one", patient("a"), lab("1"), organisation("99001"))
    two = source("two", patient("a"), lab("2"), organisation("99002"), organisation("99003"))
    (shelved,) = read_everything([one, two], TODAY).persons
    places = {fact.origin.id.reveal(): fact.origin.facility for fact in shelved.record.results}
    assert places == {"1": "รพ.99001", "2": ""}
    assert {remark.code for fact in shelved.record.results for remark in fact.remarks} == {
        "facility-from-parcel"
    }


def test_ways_to_cut_a_file() -> None:
    assert bodies_in(b'{"a":1}\n{"a":2}\r\n\n{"a":3}') == [b'{"a":1}', b'{"a":2}', b'{"a":3}']
    assert bodies_in(b'{\n "a": 1\n}\n') == [b'{\n "a": 1\n}']
    assert bodies_in(b'[{"a":1}, {"a":2}]') == [b'{"a":1}', b'{"a":2}']
    assert bodies_in('{"a":"ก"}'.encode("utf-16")) == ['{"a":"ก"}'.encode()]
    assert bodies_in(b'\xef\xbb\xbf{"a":1}') == [b'{"a":1}']
    assert bodies_in(b" \n ") == []


def test_a_broken_first_line_loses_only_itself() -> None:
    lines = [json.dumps(one).encode() for one in (patient("a"), lab("1", "a"), lab("2", "a"))]
    for broken in (b"no json", b'{"resourceType": "Patient"', b'{"resourceType": "Observation", "id": NaN}}'):
        shelf = read_everything([Source("x.ndjson", b"\n".join([broken, *lines]))], TODAY)
        assert rows(shelf)["a"] == ["1", "2"]
        assert (shelf.account.total.received, shelf.account.total.gaps) == (4, 1)


def test_a_broken_bundle_over_several_lines_is_no_ndjson() -> None:
    entry = json.dumps({"resource": lab("1")})
    for body in (
        f'{{\n"resourceType": "Bundle",\n"entry": [\n{entry},\n{entry}\n], "x": NaN\n}}',
        f'{{"x": NaN, "resourceType": "Bundle", "entry": [\n{entry},\n{entry},\n{entry}\n]}}',
    ):
        assert bodies_in(body.encode()) == [body.encode()]


# --- who is who

CID = "9660487647597"
SYSTEMS = ("https://www.dopa.go.th", "http://dopa.go.th", "https://terms.sil-th.org/id/th-cid")


def person(id_: str, name: str, birth: str, number: str = CID, system: str = SYSTEMS[0]) -> dict[str, Any]:
    identifiers = [{"system": system, "value": number}] if number else []
    return {**patient(id_), "name": [{"text": name}], "birthDate": birth, "identifier": identifiers}


def remarks(shelf: Any) -> list[list[str]]:
    return [[r.code for one in shelved.record.persons for r in one.remarks] for shelved in shelf.persons]


def test_one_citizen_id_in_three_spellings_is_one_person_with_all_sources_side_by_side() -> None:
    people = [
        person(id_, "นายบุญมี สมมติวงศ์", "1960-03-14", system=s) for id_, s in zip("abc", SYSTEMS, strict=True)
    ]
    shelf = read_everything([source(p["id"], p, lab(p["id"], p["id"])) for p in people], TODAY)
    assert rows(shelf) == {"a": ["a", "b", "c"]}
    assert len(shelf.persons[0].record.persons) == 3
    assert [also.reveal() for also in shelf.persons[0].also] == ["b", "c"]


def test_one_number_where_only_the_name_differs_is_one_person_and_says_so() -> None:
    files = [source("a", person("a", "น.ส.ฟ้าใส ปรีชาจำลอง", "1995-08-19"), lab("1", "a")),
             source("b", person("b", "นางฟ้าใส ตัวอย่างสกุล", "2538-08-19"), lab("2", "b"))]  # fmt: skip
    shelf = read_everything(files, TODAY)
    assert rows(shelf) == {"a": ["1", "2"]}
    assert "name-differs" in remarks(shelf)[0]


def test_one_number_where_name_and_year_differ_is_two_people() -> None:
    files = [source("a", person("a", "นางฟ้าใส ตัวอย่างสกุล", "1995-08-19"), lab("1", "a")),
             source("b", person("b", "บุตรนางฟ้าใส ตัวอย่างสกุล", "2021-11-11"), lab("2", "b"))]  # fmt: skip
    shelf = read_everything(files, TODAY)
    assert rows(shelf) == {"a": ["1"], "b": ["2"]}
    assert shelf.account.total == Tally(received=4, shown=2, supporting=2)


def test_a_placeholder_number_makes_nobody_the_same() -> None:
    files = [source(id_, person(id_, "นายบุญมี สมมติวงศ์", "1960-03-14", number="1111111111119"), lab(id_, id_))
             for id_ in "ab"]  # fmt: skip
    assert rows(read_everything(files, TODAY)) == {"a": ["a"], "b": ["b"]}


def test_a_mistyped_number_makes_nobody_the_same() -> None:
    files = [source(id_, person(id_, "นายบุญมี สมมติวงศ์", "1960-03-14", number="9660487647598"), lab(id_, id_))
             for id_ in "ab"]  # fmt: skip
    assert rows(read_everything(files, TODAY)) == {"a": ["a"], "b": ["b"]}


def test_one_id_used_for_two_people_in_two_files_is_two_people() -> None:
    files = [source("a", person("1", "นายบุญมี สมมติวงศ์", "1960-03-14", number=""), lab("x", "1")),
             source("b", person("1", "ด.ญ.มะลิ จำลองสุข", "2021-11-11", number=""), lab("y", "1"))]  # fmt: skip
    shelf = read_everything(files, TODAY)
    assert rows(shelf) == {"1": ["x"], "1#2": ["y"]}


def test_a_row_of_a_file_without_patient_belongs_to_nobody_when_two_people_have_the_id() -> None:
    files = [source("a", person("1", "นายบุญมี สมมติวงศ์", "1960-03-14", number="")),
             source("b", person("1", "ด.ญ.มะลิ จำลองสุข", "2021-11-11", number="")),
             source("c", lab("z", "1"))]  # fmt: skip
    assert rows(read_everything(files, TODAY)) == {"1": [], "1#2": [], "": ["z"]}


def test_two_people_of_one_id_in_one_file_leave_its_rows_to_nobody() -> None:
    file = source("a", person("1", "นายบุญมี สมมติวงศ์", "1960-03-14", number=""),
                  person("1", "ด.ญ.มะลิ จำลองสุข", "2021-11-11", number=""), lab("z", "1"))  # fmt: skip
    shelf = read_everything([file], TODAY)
    assert rows(shelf) == {"1": [], "1#2": [], "": ["z"]}
    assert shelf.account.total == Tally(received=3, shown=1, supporting=2)
