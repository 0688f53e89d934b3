"""People 15 to 18, whom the sandbox does not hold: what their traps name fires, and nothing else above "watch".

Person 13, a newborn under the mother's number, is refused whole before any rule (``test_journey_sandbox``); person 14
has a placeholder for a number, which the deny-list stops.
"""

import pytest
from unit.safety.people_of_rules import allergy, checked, fired, only, person, problem, result, supply

from viewer.record.facts import Allergy, Problem, Result, Supply
from viewer.safety.finding import Checked, Level

Row = Supply | Result | Allergy | Problem
TWICE = "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
WEEKLY = "รับประทานครั้งละ 3 เม็ด สัปดาห์ละ 1 ครั้ง 8 สัปดาห์"
DEFICIENT = result("", "G6PD: Deficient", days_ago=4, name="G6PD")
NOT_FOUND = result("", "ไม่พบ", days_ago=900, name="HLA-B*15:02")
POSITIVE = result("", "HLA-B*1502 positive", days_ago=400, name="HLA-B*1502")
THREE_YEARS = tuple(supply("carbamazepine 200 mg tab", day, TWICE, 180) for day in range(20, 1100, 90))


def loud(found: Checked) -> list[str]:
    return [finding.rule for finding in found.findings if finding.level is not Level.WATCH]


# --- 15: a migrant worker with vivax malaria, G6PD deficient


def test_person_15_daily_primaquine_is_forbidden_and_the_weekly_one_is_not() -> None:
    malaria = problem("B51.9", 6)
    daily = supply("primaquine 15 mg tab", 5, quantity=14, place="F03")
    weekly = supply("primaquine 15 mg tab", 2, WEEKLY, 24, "F10")
    other = supply("chloroquine 250 mg tab", 5, quantity=10, place="F03")
    found = checked(malaria, DEFICIENT, daily, other)
    assert loud(found) == ["g6pd-primaquine-daily"]
    assert found.findings[0].level is Level.FORBIDDEN
    assert loud(checked(malaria, DEFICIENT, weekly, other)) == []
    assert loud(checked(malaria, DEFICIENT, weekly, daily)) == ["g6pd-primaquine-daily"]


@pytest.mark.parametrize(
    "label",
    [
        "รับประทานครั้งละ 3 เม็ด สัปดาห์ละครั้ง นาน 8 สัปดาห์",
        "รับประทานครั้งละ 3 เม็ด ทุก 7 วัน",
        "รับประทานครั้งละ 3 เม็ด ทุก 1 สัปดาห์",
        "take 3 tablets once weekly for 8 weeks",
    ],
)
def test_person_15_once_a_week_however_it_is_written_is_not_told_forbidden(label: str) -> None:
    assert fired(checked(DEFICIENT, supply("primaquine 15 mg tab", 2, label, 24))) == []


@pytest.mark.parametrize("label", ["รับประทานครั้งละ 3 เม็ด สัปดาห์ละ 3 ครั้ง", "รับประทานครั้งละ 1 เม็ด วันเว้นวัน", ""])
def test_person_15_more_often_than_weekly_or_unknown_is_not_taken_for_weekly(label: str) -> None:
    assert fired(checked(DEFICIENT, supply("primaquine 15 mg tab", 2, label, 24))) == [
        "g6pd-primaquine-daily"
    ]


# --- 16: epilepsy, and two records that differ on HLA-B*15:02


def test_person_16_silent_where_the_allele_was_not_found() -> None:
    assert fired(checked(problem("G40.9"), NOT_FOUND, *THREE_YEARS)) == []


def test_person_16_two_records_that_differ_are_a_conflict_and_three_years_are_told() -> None:
    found = checked(problem("G40.9"), NOT_FOUND, POSITIVE, *THREE_YEARS)
    assert loud(found) == ["hla-b1502-carbamazepine"]
    finding = only(found, "hla-b1502-carbamazepine")
    assert finding.level is Level.CONSULT
    assert {note.code for note in finding.notes} == {"conflict", "long-use"}
    assert len(finding.values) == 2


def test_person_16_carbamazepine_that_begins_now_is_forbidden_though_one_record_denies() -> None:
    begins = supply("carbamazepine 200 mg tab", 5, TWICE, 60)
    finding = only(checked(NOT_FOUND, POSITIVE, begins), "hla-b1502-carbamazepine")
    assert finding.level is Level.FORBIDDEN
    assert [note.code for note in finding.notes] == ["conflict"]


# --- 17: maintenance with mercaptopurine, and a drug against gout from elsewhere


@pytest.mark.parametrize(
    ("gout", "rule", "level"),
    [
        ("febuxostat 80 mg tab", "onc-6-febuxostat-thiopurine", Level.FORBIDDEN),
        ("allopurinol 100 mg tab", "allopurinol-thiopurine", Level.CONSULT),
    ],
)
@pytest.mark.parametrize("name", ["mercaptopurine 50 mg tab", "6-mercaptopurine 50 mg tab"])
def test_person_17_mercaptopurine_with_a_drug_against_gout(
    name: str, gout: str, rule: str, level: Level
) -> None:
    rows: tuple[Row, ...] = (
        problem("C91.0"), problem("D70", 3), result("26499-4", "0.8", "10*3/uL", name="ANC"),
        supply(name, 5, quantity=30), supply(gout, 5, place="F08"),
        supply("capecitabine 500 mg tab", 5, "รับประทานครั้งละ 3 เม็ด วันละ 2 ครั้ง 14 วัน หยุด 7 วัน", 84),
    )  # fmt: skip
    found = checked(*rows, who=person("female", 44))
    assert loud(found) == [rule]
    assert found.findings[0].level is level
    assert (found.coverage.resolved, found.coverage.drugs) == (3, 3)


# --- 18: clozapine, lithium, and methadone that is restricted


def mind(*rows: Row) -> tuple[Row, ...]:
    return (
        problem("F20.0"), supply("clozapine 100 mg tab", 5), supply("lithium carbonate 300 mg cap", 5, TWICE),
        supply("enalapril 5 mg tab", 5), supply("ibuprofen 400 mg tab", 2, quantity=10, place="F11"),
        result("14334-7", "1.4", "mmol/L", name="Lithium"), *rows,
    )  # fmt: skip


def test_person_18_lithium_with_both_in_one_finding() -> None:
    found = checked(*mind())
    assert loud(found) == ["lithium-level"]
    assert {part.ingredient for part in found.findings[0].parts} == {"lithium", "enalapril", "ibuprofen"}


def test_person_18_restricted_methadone_speaks_where_a_rule_does_and_is_never_named() -> None:
    secret = supply("methadone 10 mg tab", 1, place="F06", restricted="R")
    assert loud(checked(*mind(secret))) == ["lithium-level"]
    found = checked(*mind(secret, supply("selegiline 5 mg tab", 3)))
    blind = [finding for finding in found.findings if finding.restricted]
    assert [finding.level for finding in blind] == [Level.FORBIDDEN]
    assert "selegiline" in {part.ingredient for part in blind[0].parts}
    assert "methadone" not in repr(blind).casefold()


def test_person_18_an_allergy_to_one_of_them_is_told_besides() -> None:
    assert loud(checked(*mind(allergy("ibuprofen")))) == ["allergy-same", "lithium-level"]
