"""One row per ingredient and route; its state and days left follow people 1, 3, 5, 6 and 8."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from viewer.record.courses import Course, CourseState, concerns_today, courses
from viewer.record.facts import Dose, Supply, SupplyKind
from viewer.record.totals import Total
from viewer.record.values import Quantity

Make = Callable[..., Supply]
TWICE = "รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"


def only(found: tuple[Course, ...]) -> Course:
    assert len(found) == 1, [(course.name, course.route) for course in found]
    return found[0]


def test_days_left_count_today(supply: Make, today: date) -> None:
    course = only(courses([supply("F01", 20, "losartan 50 mg tab", ONCE, 90)], today))
    assert (course.state, course.left, course.until) == (CourseState.USING, 70, date(2027, 1, 31))


def test_run_out_is_not_stopped(supply: Make, today: date) -> None:
    label = "รับประทานครั้งละ 1 เม็ด ก่อนนอน"
    course = only(courses([supply("F01", 95, "simvastatin 20 mg tab", label, 90)], today))
    assert (course.state, course.left) == (CourseState.RUN_OUT, -5)
    assert concerns_today(course, today)


def test_stopped_here_while_supply_of_there_runs_is_a_conflict(supply: Make, today: date) -> None:
    stop = supply(
        "F01", 20, "metformin 500 mg", kind=SupplyKind.STATEMENT, status="stopped", reason="eGFR ลดลง ให้หยุด"
    )
    given = supply("F02", 84, "metformin 500 mg tab", TWICE, 360)
    course = only(courses([stop, given], today))
    assert (course.state, course.left, course.halted) == (CourseState.CONFLICT, 6, stop)
    assert course.total is not None
    assert (course.total.amount, course.total.per) == (Fraction(2000), "day")


def test_stopped_by_the_place_that_supplied_is_stopped(supply: Make, today: date) -> None:
    given = supply("F01", 84, "metformin 500 mg tab", TWICE, 360)
    stop = supply("F01", 20, "metformin 500 mg", kind=SupplyKind.STATEMENT, status="stopped")
    course = only(courses([stop, given], today))
    assert course.state is CourseState.STOPPED
    assert not concerns_today(course, today)


def test_supplied_again_after_a_stop_is_in_use(supply: Make, today: date) -> None:
    stop = supply("F01", 60, "metformin 500 mg", kind=SupplyKind.STATEMENT, status="stopped")
    again = supply("F01", 10, "metformin 500 mg tab", TWICE, 120)
    assert only(courses([again, stop], today)).state is CourseState.USING


def test_two_strengths_of_one_day_are_one_weekly_dose(supply: Make, today: date) -> None:
    weekdays = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์"
    weekend = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันเสาร์-อาทิตย์"
    rows = [
        supply("F01", 28, "warfarin 3 mg tab", weekdays, 60),
        supply("F01", 28, "warfarin 2 mg tab", weekend, 24),
        supply("F01", 112, "warfarin 3 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน", 90),
    ]
    course = only(courses(rows, today))
    assert (course.state, course.left, len(course.current)) == (CourseState.USING, 56, 2)
    assert course.total is not None
    assert (course.total.amount, course.total.unit, course.total.per) == (Fraction(19), "mg", "week")


def test_a_clash_ends_totals_and_days_left(supply: Make, today: date) -> None:
    wrong = Dose(amount=Quantity(Decimal(4), "tab"), frequency=1, period=Quantity(Decimal(1), "d"))
    label = "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์"
    course = only(courses([supply("F06", 28, "methotrexate 2.5 mg tab", label, 48, structure=wrong)], today))
    assert (course.left, course.total, course.unclear) == (None, None, "clash")
    assert course.state is CourseState.UNKNOWN


def test_no_dose_no_arithmetic(supply: Make, today: date) -> None:
    course = only(courses([supply("F05", 5, "diclofenac 25 mg tab", "", 20)], today))
    assert (course.state, course.left, course.unclear) == (CourseState.UNKNOWN, None, "no-dose")


def test_as_needed_has_no_days_left(supply: Make, today: date) -> None:
    course = only(courses([supply("F11", 9, "diclofenac 25 mg tab", "1x3 pc prn", 10)], today))
    assert (course.state, course.left) == (CourseState.AS_NEEDED, None)


def test_an_order_is_not_a_supply(supply: Make, today: date) -> None:
    order = supply(
        "F12", 40, "rifampicin 600 mg cap", "วันละ 1 ครั้ง ก่อนนอน", kind=SupplyKind.REQUEST, status="active"
    )
    course = only(courses([order], today))
    assert (course.state, course.portions) == (CourseState.ORDERED_ONLY, ())


def test_an_order_beside_its_supply_changes_nothing(supply: Make, today: date) -> None:
    order = supply("F02", 12, "pyridoxine 50 mg tab", ONCE, 14, kind=SupplyKind.REQUEST, status="active")
    given = supply("F02", 12, "pyridoxine 50 mg tab", ONCE, 14)
    course = only(courses([order, given], today))
    assert (course.state, course.left, len(course.portions)) == (CourseState.USING, 2, 1)


def test_on_hold(supply: Make, today: date) -> None:
    given = supply("F01", 30, "enalapril 5 mg tab", ONCE, 90)
    hold = supply("F01", 5, "enalapril 5 mg tab", kind=SupplyKind.STATEMENT, status="on-hold")
    assert only(courses([hold, given], today)).state is CourseState.ON_HOLD


def test_supplies_of_the_past_are_never_added_up(supply: Make, today: date) -> None:
    rows = [supply("F02", days, "amlodipine 5 mg tab", ONCE, 90) for days in (10, 20, 30)]
    assert only(courses(rows, today)).left == 80


def test_the_same_supply_told_twice_counts_once(supply: Make, today: date) -> None:
    rows = [
        supply("F01", 28, "warfarin 3 mg tab", ONCE, 60),
        supply("F01", 28, "warfarin 3 mg tab", ONCE, 60, kind=SupplyKind.STATEMENT, status="active"),
    ]
    course = only(courses(rows, today))
    assert len(course.current) == 1
    assert course.total is not None
    assert course.total.amount == 3


def test_stated_days_against_quantity_are_not_chosen_between(supply: Make, today: date) -> None:
    agreed = only(courses([supply("F01", 10, "losartan 50 mg tab", ONCE, 90, stated_days=90)], today))
    assert agreed.left == 80
    torn = only(courses([supply("F01", 10, "losartan 50 mg tab", ONCE, 90, stated_days=30)], today))
    assert (torn.left, torn.unclear) == (None, "days-differ")


def test_a_half_is_exact_and_a_third_is_not_said(supply: Make, today: date) -> None:
    half = "รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
    course = only(courses([supply("F01", 28, "digoxin 0.25 mg tab", half, 42)], today))
    assert course.left == 56
    assert course.total is not None
    assert course.total.amount == Fraction(1, 8)


def test_different_routes_are_different_rows(supply: Make, today: date) -> None:
    rows = [
        supply("F01", 3, "salbutamol 100 mcg MDI", "พ่นครั้งละ 2 กด เมื่อมีอาการ", 1),
        supply("F01", 3, "salbutamol 2 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง", 30),
    ]
    assert {course.route for course in courses(rows, today)} == {"inhaled", "oral"}


def test_entered_in_error_gives_no_supply(supply: Make, today: date) -> None:
    course = only(
        courses([supply("F01", 3, "losartan 50 mg tab", ONCE, 90, status="entered-in-error")], today)
    )
    assert (course.state, course.left) == (CourseState.DENIED, None)


def test_strengths_of_one_list_are_told_together(supply: Make, today: date) -> None:
    rows = [
        supply(
            "IPS",
            60,
            f"levothyroxine {mcg} mcg tab",
            "1 each morning",
            kind=SupplyKind.STATEMENT,
            status="active",
        )
        for mcg in (75, 25)
    ]
    course = only(courses(rows, today))
    assert course.state is CourseState.USING
    assert [row.drug.strength for row in course.now] == ["75 mcg", "25 mcg"]
    assert (course.left, course.total) == (None, Total(Fraction(100), "mcg", "day"))
    assert [portion.supply for portion in course.summed] == rows


EACH = "1 tablet each morning"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("75 mcg", EACH), ("25 mcg", EACH)], Total(Fraction(100), "mcg", "day")),
        ([("75 mcg", EACH)], Total(Fraction(75), "mcg", "day")),
        (
            [("75 mcg", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์")],
            Total(Fraction(375), "mcg", "week"),
        ),
        ([("75 mcg", EACH), ("25 mcg", "")], None),  # of one nobody says how it is taken
        ([("75 mcg", EACH), ("25 mcg", "1 tablet when needed")], None),
        ([("75 mcg", EACH), ("", EACH)], None),
        ([("75 mcg", EACH), ("75 mcg", EACH)], None),  # the same row twice: one tablet or two?
    ],
)
def test_a_list_without_quantities_has_a_total_where_every_part_says_how_much(
    supply: Make, today: date, parts: list[tuple[str, str]], expected: Total | None
) -> None:
    rows = [
        supply("GP", 60, f"levothyroxine {strength} tab".replace("  ", " "), label, kind=SupplyKind.STATEMENT,
               status="active")
        for strength, label in parts
    ]  # fmt: skip
    course = only(courses(rows, today))
    assert course.total == expected
    assert course.left is None


def test_lists_of_two_places_or_two_days_are_not_added_up(supply: Make, today: date) -> None:
    def on_list(place: str, days_ago: int, mcg: int) -> Supply:
        name = f"levothyroxine {mcg} mcg tab"
        return supply(place, days_ago, name, EACH, kind=SupplyKind.STATEMENT, status="active")

    assert only(courses([on_list("A", 60, 75), on_list("B", 60, 25)], today)).total is None
    assert only(courses([on_list("A", 30, 75), on_list("A", 60, 25)], today)).total is None


def test_what_was_supplied_counts_and_a_list_beside_it_does_not(supply: Make, today: date) -> None:
    given = supply("A", 5, "levothyroxine 100 mcg tab", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนอาหารเช้า", 30)
    told = supply("B", 60, "levothyroxine 75 mcg tab", EACH, kind=SupplyKind.STATEMENT, status="active")
    assert only(courses([given, told], today)).total == Total(Fraction(100), "mcg", "day")


GIVEN = SupplyKind.ADMINISTRATION


def test_what_is_given_in_a_facility_is_no_supply_and_counts_no_days(supply: Make, today: date) -> None:
    course = only(courses([supply("F01", 3, "ceftriaxone 1 g inj", quantity=1, kind=GIVEN)], today))
    assert (course.state, course.portions, course.left) == (CourseState.GIVEN, (), None)
    assert concerns_today(course, today)
    old = only(courses([supply("F01", 60, "ceftriaxone 1 g inj", quantity=1, kind=GIVEN)], today))
    assert not concerns_today(old, today)


def test_an_administration_broken_off_stops_no_course(supply: Make, today: date) -> None:
    broken_off = supply("F01", 1, "losartan 50 mg tab", kind=GIVEN, status="stopped")
    course = only(courses([broken_off, supply("F01", 20, "losartan 50 mg tab", ONCE, 90)], today))
    assert (course.state, course.left, course.halted) == (CourseState.USING, 70, None)


def test_how_it_is_taken_at_home_is_not_told_by_what_was_given_by_the_hour(supply: Make, today: date) -> None:
    given = supply("F01", 1, "paracetamol 500 mg tab", "ให้ทันที", kind=GIVEN)
    listed = supply("F02", 30, "paracetamol 500 mg tab", ONCE, kind=SupplyKind.STATEMENT, status="active")
    course = only(courses([given, listed], today))
    assert (course.state, course.latest) == (CourseState.USING, listed)


def test_an_order_with_its_administration_was_not_left_unsupplied(supply: Make, today: date) -> None:
    rows = [
        supply("F01", 2, "ceftriaxone 1 g inj", kind=GIVEN),
        supply("F01", 2, "ceftriaxone 1 g inj", kind=SupplyKind.REQUEST, status="active"),
    ]
    assert only(courses(rows, today)).state is CourseState.GIVEN


def test_what_was_not_given_is_no_proof_of_giving(supply: Make, today: date) -> None:
    for status in ("not-done", "entered-in-error", "unknown"):
        row = supply("F01", 2, "enoxaparin 40 mg inj", kind=GIVEN, status=status)
        told = CourseState.DENIED if status == "entered-in-error" else CourseState.UNKNOWN
        assert only(courses([row], today)).state is told
