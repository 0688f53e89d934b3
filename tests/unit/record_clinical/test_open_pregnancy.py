"""When a pregnancy is open: a last period dates one that something else says, and never makes one."""

from datetime import timedelta

import pytest
from unit.safety.people_of_rules import (
    D,
    last_period,
    origin,
    person,
    pregnant,
    problem,
    record,
    result,
    when,
)

from viewer.record.conditions import Expecting, expecting, pregnancy
from viewer.record.facts import Diagnosis, Problem, Result, Visit
from viewer.record.story import Record

WOMAN = person("female", 28)
TEST = "2106-3"


def visit(days_ago: int, *, department: str = "", code: str = "", restricted: str = "") -> Visit:
    diagnoses = (Diagnosis(code, code),) if code else ()
    return Visit(
        origin=origin("F01", "Encounter"), when=when(days_ago), status="finished", department=department,
        diagnoses=diagnoses, restricted=restricted,
    )  # fmt: skip


def with_visits(made: Record, *visits: Visit) -> Record:
    return Record(persons=made.persons, results=made.results, problems=made.problems, visits=visits)


@pytest.mark.parametrize(
    ("days", "rows", "open_"),
    [
        (20, (), False), (45, (), False), (150, (), False),
        (60, (problem("Z34.9", 10),), True), (60, (problem("O24.4", 10),), True), (60, (problem("Z32.1", 10),), True),
        (60, (problem("Z34.9", 900),), False),  # of an earlier pregnancy
        (60, (problem("Z34.9", 10, "resolved"),), False),
        (60, (problem("J00", 10),), False),
        (60, (result(TEST, "positive", "", 20),), True), (60, (result("", "บวก", "", 20, name="UPT"),), True),
        (60, (result(TEST, "negative", "", 20),), False), (60, (result(TEST, "รอผล", "", 20),), False),
        (60, (result(TEST, "negative", "", 5), result(TEST, "positive", "", 20)), False),  # the newest one holds
        (60, (result(TEST, "positive", "", 400),), False),
        (60, (result(TEST, "positive", "", 20, restricted="label"),), False),
    ],
)  # fmt: skip
def test_a_last_period_alone_is_none(days: int, rows: tuple[Problem | Result, ...], open_: bool) -> None:
    made = record(last_period(days), *rows, who=WOMAN)
    found = pregnancy(made, D)
    assert (found is not None) is open_
    assert (expecting(made, D).period is None) is open_
    if found is not None:
        assert found.weeks(D) == divmod(days, 7)


@pytest.mark.parametrize(
    ("seen", "open_"),
    [
        (visit(10, department="คลินิกฝากครรภ์"), True), (visit(10, department="ANC"), True),
        (visit(10, code="Z34.0"), True),
        (visit(300, department="คลินิกฝากครรภ์"), False), (visit(10, department="อายุรกรรม"), False),
        (visit(10, department="คลินิกฝากครรภ์", restricted="label"), False),
    ],
)  # fmt: skip
def test_an_antenatal_visit_since_then_bears_it_out(seen: Visit, open_: bool) -> None:
    made = with_visits(record(last_period(60), who=WOMAN), seen)
    assert (pregnancy(made, D) is not None) is open_


@pytest.mark.parametrize(
    "rows",
    [(last_period(45),), pregnant(45), (last_period(45), problem("Z34.9", 5)), (result(TEST, "positive"),)],
)
def test_never_in_a_man(rows: tuple[Problem | Result, ...]) -> None:
    made = record(*rows, who=person("male", 30))
    assert expecting(made, D) == Expecting()


@pytest.mark.parametrize(
    ("age", "rows", "open_"),
    [(60, (last_period(45),), False), (11, (last_period(30),), False), (11, pregnant(60), True)],
)
def test_no_age_makes_or_forbids_one(age: int, rows: tuple[Result, ...], open_: bool) -> None:
    assert (pregnancy(record(*rows, who=person("female", age)), D) is not None) is open_


def test_a_positive_test_alone_is_one_of_unknown_weeks() -> None:
    found = pregnancy(record(result(TEST, "positive", "", 3), who=WOMAN), D)
    assert found is not None
    assert found.weeks(D) is None
    assert pregnancy(record(result(TEST, "positive", "", 100), problem("O80.9", 3), who=WOMAN), D) is None
    assert pregnancy(record(result(TEST, "1500", "U/L", 3), who=WOMAN), D) is None, (
        "a number is the laboratory's"
    )


def test_a_due_date_is_one_and_a_period_that_cannot_belong_to_it_does_not_count_its_weeks() -> None:
    _, due = pregnant(200)
    made = record(last_period(20), due, who=WOMAN)
    found = pregnancy(made, D)
    assert found is not None
    assert (found.last_period, found.due) == (None, D + timedelta(days=80))
    assert found.weeks(D) == divmod(200, 7)


def test_a_restricted_delivery_closes_nothing() -> None:
    made = with_visits(record(*pregnant(275), who=WOMAN), visit(5, code="O80.9", restricted="label"))
    assert pregnancy(made, D) is not None
    assert pregnancy(with_visits(made, visit(5, code="O80.9")), D) is None


def test_a_delivery_after_it_closes_it() -> None:
    made = record(*pregnant(275), problem("Z34.9", 200), problem("O80.9", 5), who=WOMAN)
    assert expecting(made, D) == Expecting()
