"""Findings over 2,000 rows of medicines; 100 ms are for them and for the counting of their supplies together."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from viewer.exchange.ledger import Ledger
from viewer.record.courses import Course, courses
from viewer.record.facts import Dose, Supply, SupplyKind
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.story import Record
from viewer.record.values import Concept, Origin, Quantity, When
from viewer.safety.check import check
from viewer.safety.rulebook import Rulebook, rulebook

if TYPE_CHECKING:
    from bench.run import Add

TODAY = date(2026, 11, 23)
MEALS = ("หลังอาหารเช้า", "หลังอาหารเย็น", "ก่อนอาหารเช้า", "ก่อนนอน", "พร้อมอาหารเย็น")
SAID = ("", " ลดความดัน", " ห้ามหยุดยาเอง", " งดดื่มแอลกอฮอล์")
# Sixty labels; rows with one label share its doses, as the reader has them share (reading/doses.py).
LABELS = tuple(
    (Dose(text=f"รับประทานครั้งละ {amount} เม็ด วันละ 1 ครั้ง {meal}{more}"),)
    for amount in ("1", "2", "ครึ่ง")
    for meal in MEALS
    for more in SAID
)
BUDGET = 100.0  # ms, of both together
ROUNDS = 7


def measure(add: "Add") -> None:
    """Milliseconds of courses and findings, best of several; the second number is four times the rows."""
    formulary = load_formulary()
    book = rulebook(formulary)
    small, large = supplies(formulary, 500), supplies(formulary, 2000)
    counted = best(lambda: courses(large, TODAY, formulary))
    ours = courses(large, TODAY, formulary)
    took = best(lambda: findings(large, ours, formulary, book))
    add("table: courses of 2,000 rows of medicines", counted, "ms")
    add("table: findings over 2,000 rows of medicines", took, "ms")
    add("table: findings and supply over 2,000 rows", counted + took, "ms", None, None, BUDGET)
    less = courses(small, TODAY, formulary)
    quarter = best(lambda: findings(small, less, formulary, book))
    add("table: findings over 2,000 rows, to those over 500", took, "ms", quarter, took / quarter, 6)


def findings(
    rows: tuple[Supply, ...], ours: tuple[Course, ...], formulary: Formulary, book: Rulebook
) -> object:
    """One check."""
    return check(Record(supplies=rows), ours, formulary, book, TODAY, Ledger())


def best(work: Callable[[], object]) -> float:
    """The quickest of several runs, in ms of processor time."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def supplies(formulary: Formulary, many: int) -> tuple[Supply, ...]:
    """Refills of 150 medicines from five facilities, newest first."""
    names = sorted(formulary.ingredients)[: min(150, many // 4)]
    number = count()
    made = [
        Supply(
            origin=Origin(f"H{place % 5}", "รพ.", "MedicationDispense", f"m{next(number)}"),
            when=_when(3 + 30 * (place // len(names))),
            status="completed",
            kind=SupplyKind.DISPENSE,
            drug=read_drug(Concept(f"{names[place % len(names)]} 10 mg tab")),
            doses=LABELS[place % len(LABELS)],
            quantity=Quantity(Decimal(30), "เม็ด"),
            number=place,
        )
        for place in range(many)
    ]
    return tuple(made)


def _when(days_ago: int) -> When:
    day = TODAY - timedelta(days=days_ago)
    return When(day.isoformat(), year=day.year, month=day.month, day=day.day)
