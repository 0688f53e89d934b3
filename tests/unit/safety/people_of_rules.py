"""Records for the rules, as short as a line of a story: one medicine, one result, one person."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import TypeVar

from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.courses import Course, courses
from viewer.record.facts import (
    Allergy,
    Dose,
    Person,
    Problem,
    Result,
    Stance,
    Supply,
    SupplyKind,
)  # fmt: skip
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.key_results import named, phase_in
from viewer.record.reading.drugs import read_drug
from viewer.record.story import Record
from viewer.record.values import Coding, Concept, Origin, Quantity, Value, When
from viewer.safety.check import check
from viewer.safety.finding import Checked, Finding
from viewer.safety.rulebook import Rulebook, rulebook

D = date(2026, 11, 23)
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
Row = Supply | Result | Allergy | Problem
Of = TypeVar("Of", Supply, Result, Allergy, Problem)
_NUMBERS = count()


@cache
def formulary() -> Formulary:
    return load_formulary()


@cache
def book() -> Rulebook:
    return rulebook(formulary())


def when(days_ago: int | None) -> When | None:
    if days_ago is None:
        return None
    day = D - timedelta(days=days_ago)
    return When(day.isoformat(), year=day.year, month=day.month, day=day.day)


def origin(place: str, type_: str) -> Origin:
    return Origin(place, f"รพ.{place}", type_, f"id-{next(_NUMBERS)}")


def supply(
    name: str,
    days_ago: int | None = 10,
    label: str = ONCE,
    quantity: int | None = 90,
    place: str = "F01",
    *,
    unit: str = "เม็ด",
    kind: SupplyKind = SupplyKind.DISPENSE,
    status: str = "completed",
    restricted: str = "",
    category: str = "",
    structure: Dose | None = None,
) -> Supply:
    dose = structure or (Dose(text=label) if label else None)
    return Supply(
        origin=origin(place, "MedicationDispense"), when=when(days_ago), status=status, kind=kind,
        drug=read_drug(Concept(name)), doses=(dose,) if dose else (), restricted=restricted, category=category,
        quantity=Quantity(Decimal(quantity), unit) if quantity is not None else None,
        number=-1 if restricted else next(_NUMBERS),
    )  # fmt: skip


def result(
    test: str, value: str, unit: str = "", days_ago: int | None = 3, *, name: str = "", restricted: str = ""
) -> Result:
    """``test`` is a LOINC code; "" for a result known by its name. "<15" is a value with its comparator."""
    number = value.lstrip("<>=")
    told: Value = value
    if number and number.replace(".", "", 1).isdigit() and test:
        told = Quantity(Decimal(number), unit, value[: len(value) - len(number)])
    return Result(
        origin=origin("F01", "Observation"), when=when(days_ago), status="final", value=told, loinc=test,
        concept=Concept(name, (Coding("http://loinc.org", test),) if test else ()), slug=named(test, name),
        phase=phase_in(name), restricted=restricted, number=-1 if restricted else next(_NUMBERS),
    )  # fmt: skip


def allergy(
    name: str, stance: Stance = Stance.ALLERGIC, *, place: str = "F02", restricted: str = "",
    categories: tuple[str, ...] = ("medication",),
) -> Allergy:  # fmt: skip
    return Allergy(
        origin=origin(place, "AllergyIntolerance"), when=when(400), substance=Concept(name), stance=stance,
        categories=categories, restricted=restricted, number=-1 if restricted else next(_NUMBERS),
    )  # fmt: skip


def problem(icd: str, days_ago: int = 300, clinical: str = "active") -> Problem:
    return Problem(
        origin=origin("F01", "Condition"), when=when(days_ago), concept=Concept(icd), icd=icd, clinical=clinical,
        number=next(_NUMBERS),
    )  # fmt: skip


def person(gender: str = "male", age: int | None = 50) -> Person:
    birth = When(f"{D.year - age}-01-15", year=D.year - age, month=1, day=15) if age is not None else None
    return Person(origin=origin("F01", "Patient"), gender=gender, birth=birth)


def last_period(days_ago: int) -> Result:
    row = result("8665-2", "x", name="LMP", days_ago=days_ago)
    return Result(origin=row.origin, when=when(days_ago), status="final", value=when(days_ago), loinc="8665-2",
                  concept=row.concept, number=next(_NUMBERS))  # fmt: skip


def pregnant(days: int) -> tuple[Result, Result]:
    """An open pregnancy of so many days, dated by its last period and a due date."""
    due = when(days - 280)
    return last_period(days), Result(origin=origin("F01", "Observation"), when=when(days), status="final", value=due,
                                     loinc="11778-8", concept=Concept("EDC"), number=next(_NUMBERS))  # fmt: skip


def record(*rows: Row, who: Person | None = None) -> Record:
    def of(kind: type[Of]) -> tuple[Of, ...]:
        found = [row for row in rows if isinstance(row, kind)]
        return tuple(sorted(found, key=lambda row: row.when.age if row.when is not None else 1 << 60))

    return Record(
        persons=(who or person(),), supplies=of(Supply), results=of(Result),
        allergies=of(Allergy), problems=of(Problem),
    )  # fmt: skip


LEDGER = Ledger((Line(Facility("F01", "รพ.F01"), "A", LineState.ANSWERED, 5),))


def checked(
    *rows: Row,
    who: Person | None = None,
    rules: Rulebook | None = None,
    proposed: Sequence[Course] = (),
    ledger: Ledger = LEDGER,
) -> Checked:
    """Check a record made of these rows."""
    made = record(*rows, who=who)
    open_courses = courses([row for row in made.supplies if not row.restricted], D, formulary())
    return check(made, (*open_courses, *proposed), formulary(), rules or book(), D, ledger)


def fired(found: Checked) -> list[str]:
    """The rules that spoke, in their order; "" of a blind finding."""
    return [finding.rule for finding in found.findings]


def only(found: Checked, rule: str) -> Finding:
    speaking = [finding for finding in found.findings if finding.rule == rule]
    assert len(speaking) == 1, fired(found)
    return speaking[0]
