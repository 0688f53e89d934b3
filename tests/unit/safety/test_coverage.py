"""How far the check went: unresolved medicines and allergies, what was not asked, who has not answered."""

from unit.safety.people_of_rules import allergy, book, checked, supply

from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.facts import SupplyKind


def line(code: str, state: LineState) -> Line:
    return Line(Facility(code, f"รพ.{code}"), code[-1], state)


def test_unresolved_medicines_are_named_and_those_of_the_past_do_not_count() -> None:
    found = checked(
        supply("amlodipine 5 mg tab", 3),
        supply("ยาชุดไม่ทราบชื่อ", 3),
        supply("metfomin 500 mg tab", 3),
        supply("losartan 50 mg tab", 300),
        supply("glipizide 5 mg tab", 31, kind=SupplyKind.REQUEST, status="active"),
        supply("gliclazide 80 mg tab", 30, kind=SupplyKind.REQUEST, status="active"),
    ).coverage
    assert (found.resolved, found.drugs) == (2, 4)
    assert [course.name for course in found.orders_aside] == ["glipizide"]
    assert {course.name for course in found.unresolved} == {"ยาชุดไม่ทราบชื่อ", "metfomin 500 mg tab"}


def test_facilities_types_and_restricted_rows_that_were_not_asked() -> None:
    ledger = Ledger(
        (
            line("F01", LineState.ANSWERED), line("F02", LineState.EMPTY), line("F03", LineState.ASKING),
            line("F04", LineState.TIMED_OUT), line("F05", LineState.NOT_CONSENTED), line("F06", LineState.PARTIAL),
        ),
        not_asked_types=("Observation",), restricted_not_asked=True,
    )  # fmt: skip
    found = checked(supply("amlodipine 5 mg tab", 3), ledger=ledger).coverage
    assert [one.facility.hcode for one in found.asking] == ["F03"]
    assert [one.facility.hcode for one in found.unanswered] == ["F04", "F05", "F06"]
    assert found.not_asked_types == ("Observation",)
    assert found.restricted_not_asked


def test_rules_are_counted_with_those_that_are_unverified() -> None:
    found = checked(supply("amlodipine 5 mg tab", 3)).coverage
    counted = [entry for entry in book().entries if not entry.why and entry.rule.counted]
    assert (found.rules, found.unverified) == (
        len(counted),
        sum(not entry.rule.verified for entry in counted),
    )
    assert 0 < found.unverified < found.rules


def test_of_nothing_nothing_is_said_to_be_well() -> None:
    found = checked(allergy("แพ้ยาแก้อักเสบ"))
    assert (found.findings, found.coverage.drugs, len(found.coverage.allergies_unresolved)) == ((), 0, 1)


def test_a_misspelt_name_is_unresolved_even_where_its_parts_are_known() -> None:
    found = checked(supply("Losec (furosemide 40 mg) tab", 3)).coverage
    assert (found.resolved, len(found.unresolved)) == (0, 1)
