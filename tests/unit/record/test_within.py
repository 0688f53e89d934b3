"""What a resource holds inside: results of a report become rows, a patient is held against those who are known."""

import json
import pickle
from typing import Any

import pytest
from unit.record.made import HB, HERE, REPORT, TODAY, body

from viewer.base.opaque import Opaque
from viewer.record.binder import Binder
from viewer.record.denials import denial
from viewer.record.described import confirmed_person
from viewer.record.facts import Result
from viewer.record.shelf import Shelf, Source, read_everything
from viewer.record.story import Tally

OURS, THEIRS = "9660487647597", "9291417776317"


def cid(number: str) -> list[dict[str, str]]:
    return [{"system": "https://www.dopa.go.th", "value": number}]


def patient(
    id_: str = "p", number: str = OURS, name: str = "นายสมชาย ใจดี", birth: str = "1979-05-30"
) -> dict[str, Any]:
    numbers = {"identifier": cid(number)} if number else {}
    return {"resourceType": "Patient", "id": id_, "name": [{"text": name}], "birthDate": birth, **numbers}


def shelf(*resources: dict[str, Any]) -> Shelf:
    found = read_everything([Source("a", body(*resources))], TODAY)
    assert found.account.total.adds_up
    return found


def results(*resources: dict[str, Any]) -> tuple[Result, ...]:
    return shelf(patient(), *resources).persons[0].record.results


@pytest.mark.parametrize("more", [{}, {"unknown": 1}])
def test_a_result_that_a_report_contains_is_a_row(more: dict[str, Any]) -> None:
    found = shelf(patient(), {**REPORT, **more})
    (person,) = found.persons
    (row,) = person.record.results
    assert (row.concept.words, row.origin.hcode, row.when and row.when.raw) == ("Hb", "99002", "2026-11-20")
    assert json.loads(row.origin.raw) == HB
    assert found.account.types["Observation"] == Tally(1, shown=1)


def test_a_report_alone_or_in_parameters_gives_up_its_results_too() -> None:
    alone = read_everything([Source("a", json.dumps(REPORT).encode())], TODAY)
    assert len(alone.persons[0].record.results) == 1
    parameters = {"resourceType": "Parameters", "parameter": [{"name": "return", "resource": REPORT}]}
    assert len(results(parameters)) == 1


def test_a_result_has_a_day_of_its_own_and_nothing_of_it_is_of_another_report() -> None:
    own = {**HB, "effectiveDateTime": "2026-01-01", "valueQuantity": {"value": 7}}
    other = {**REPORT, "id": "s", "contained": [own]}
    assert [row.when and row.when.raw for row in results(REPORT, other)] == ["2026-11-20", "2026-01-01"]
    assert len(results(REPORT, REPORT)) == 1


def test_results_without_a_name_of_their_own_are_told_apart_and_known_again() -> None:
    nameless, twice = {**HB, "id": ""}, {**HB, "code": {"text": "Hct"}}
    report = {**REPORT, "contained": [nameless, HB, twice]}
    assert [row.concept.words for row in results(report, report)] == ["Hb", "Hb", "Hct"]


def test_what_its_report_says_is_said_of_the_result() -> None:
    for status in ("entered-in-error", "cancelled"):
        (row,) = results({**REPORT, "status": status})
        assert denial(row) == status
    (row,) = results({**REPORT, "meta": {"security": [{"code": "R"}]}})
    assert row.restricted
    (row,) = results({**REPORT, "modifierExtension": [{"url": "http://x/not"}]})
    assert "modifier-unknown" in {remark.code for remark in row.remarks}


def test_a_report_that_contains_a_restricted_result_is_restricted() -> None:
    code = {"coding": [{"system": "http://loinc.org", "code": "20447-9"}]}
    record = shelf(patient(), {**REPORT, "contained": [{**HB, "code": code}]}).persons[0].record
    assert [row.restricted for row in (*record.results, *record.reports)] == ["hiv", "hiv"]


@pytest.mark.parametrize(
    "code", [{"text": "Anti-HIV"}, {"coding": [{"system": "http://loinc.org", "code": "20447-9"}]}]
)
def test_a_result_of_a_report_on_a_restricted_test_is_restricted(code: dict[str, Any]) -> None:
    copies = {**HB, "code": {"text": "Copies"}}
    record = shelf(patient(), {**REPORT, "code": code, "contained": [copies]}).persons[0].record
    assert [row.restricted for row in (*record.results, *record.reports)] == ["hiv", "hiv"]


def test_a_result_finds_what_its_report_contains() -> None:
    lab = {"resourceType": "Organization", "id": "lab", "name": "แล็บกลาง"}
    sent = {**REPORT, "contained": [{**HB, "performer": [{"reference": "#lab"}]}, lab]}
    del sent["identifier"]
    assert [row.origin.facility for row in results(sent)] == ["แล็บกลาง"]


@pytest.mark.parametrize(
    "contained", [{}, "x", [1, None, "x", []], [{"resourceType": ["Observation"]}], [{}]]
)
def test_what_is_no_result_breaks_nothing(contained: Any) -> None:
    assert results({**REPORT, "contained": contained}) == ()


def test_many_results_that_point_to_one_big_resource_cost_no_more_than_they_are() -> None:
    many = [{**HB, "id": f"o{n}", "performer": [{"reference": "#lab"}]} for n in range(2000)]
    lab = {"resourceType": "Organization", "id": "lab", "name": "x" * 1_000_000}
    assert len(results({**REPORT, "contained": [*many, lab]})) == 2000


def test_where_a_row_came_from_cannot_be_pickled_and_shows_no_id() -> None:
    origin = results(REPORT)[0].origin
    with pytest.raises(TypeError):
        pickle.dumps(origin)
    assert "r#hb" not in f"{origin!r}{origin.__rich_repr__()}"


def about(inner: dict[str, Any]) -> dict[str, Any]:
    return {**REPORT, "subject": {"reference": f"#{inner['id']}"}, "contained": [HB, inner]}


@pytest.mark.parametrize(
    ("inner", "rows"),
    [
        (patient("pp"), [1]),
        (patient("pp", name="Somchai", birth="1979"), [1]),
        (patient("pp", THEIRS), [0, 1]),
        (patient("pp", ""), [0, 1]),
        (patient("pp", OURS, "นางมาลี รักดี", "1950-01-01"), [0, 1]),  # a card that was lent
        ({**patient("pp"), "photo": [{"data": "x" * 9000}]}, [1]),
        ({**patient("pp"), "name": [{"text": "x" * 9000}]}, [0, 1]),  # too big to be kept beside each result
    ],
)  # fmt: skip
def test_a_patient_inside_is_held_against_the_known_ones(inner: dict[str, Any], rows: list[int]) -> None:
    found = shelf(patient(), about(inner))
    assert sorted(len(one.record.results) for one in found.persons) == rows


@pytest.mark.parametrize(
    ("inner", "refused"),
    [
        (patient("pp"), False),
        (patient("pp", THEIRS), True),
        (patient("pp", ""), True),
        (patient("pp", OURS, "นางมาลี รักดี", "1950-01-01"), True),
    ],
)
def test_of_an_exchange_only_the_consented_patient_inside_is_let_in(
    inner: dict[str, Any], refused: bool
) -> None:
    confirmed = confirmed_person("นายสมชาย ใจดี", "male", "1979-05-30", TODAY, OURS)
    binder = Binder(TODAY, Opaque("p"), confirmed=confirmed)
    assert binder.add(body(about(inner)), HERE).refused is refused
