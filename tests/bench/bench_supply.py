"""Supply of 2,000 medicine rows: courses with their days, states and totals, and what they cover over time."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.bench_read import HOSPITAL, TODAY, milliseconds

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.courses import courses
from viewer.record.cover import cover_of, supply_terms
from viewer.record.facts import Supply

if TYPE_CHECKING:
    from bench.run import Add

ROWS, ROUNDS = 2_000, 15
DRUGS = (
    "metformin 500 mg tab", "amlodipine 5 mg tab", "losartan 50 mg tab", "omeprazole 20 mg cap", "warfarin 3 mg tab",
    "simvastatin 20 mg tab", "salbutamol 100 mcg/dose MDI", "aspirin 81 mg tab", "folic acid 5 mg tab",
    "allopurinol 100 mg tab", "prednisolone 5 mg tab", "methotrexate 2.5 mg tab", "colchicine 0.6 mg tab",
    "furosemide 40 mg tab", "enalapril 20 mg tab", "atorvastatin 40 mg tab", "glipizide 5 mg tab",
    "gabapentin 300 mg cap",
    "hydroxychloroquine 200 mg tab", "levothyroxine 100 mcg tab",
)  # fmt: skip
LABELS = (
    "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า", "รับประทานครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
    "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์", "1x3 pc", "พ่นครั้งละ 2 กด เมื่อมีอาการหอบ",
    "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์",
    "วันที่ 1-3 ครั้งละ 2 เม็ด วันละ 3 ครั้ง วันที่ 4-6 ครั้งละ 1 เม็ด วันละ 3 ครั้ง", "",
)  # fmt: skip
PLACES = (
    HOSPITAL,
    Facility("99002", "รพ.บ้านเหนือคลอง"),
    Facility("990050002", "ร้านยา"),
    Facility("99008", "รพ.เอกชน"),
)


def supplies(rows: int) -> tuple[Supply, ...]:
    """So many rows of twenty drugs from four places, as a binder reads them."""
    binder = Binder(TODAY, None)
    for at, place in enumerate(PLACES):
        entries = [{"resource": dispense(number)} for number in range(at, rows, len(PLACES))]
        binder.add(
            json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode(), place
        )
    return binder.record().supplies


def dispense(number: int) -> dict[str, object]:
    """Refills every few weeks; one label in three changes from time to time."""
    day: date = TODAY - timedelta(days=3 + number // len(DRUGS) * 13)
    drug = number % len(DRUGS)
    label = LABELS[(drug + (number // 200) * (drug % 3 == 0)) % len(LABELS)]
    return {
        "resourceType": "MedicationDispense", "id": f"m{number}", "status": "completed",
        "subject": {"reference": "Patient/p"}, "whenHandedOver": day.isoformat(),
        "medicationCodeableConcept": {"text": DRUGS[drug]}, "quantity": {"value": 30 + number % 60, "unit": "เม็ด"},
        "dosageInstruction": [{"text": label}] if label else [],
    }  # fmt: skip


def reckoned(rows: tuple[Supply, ...]) -> list[object]:
    """Everything of supply that a page of medicines needs."""
    terms = supply_terms()
    return [(course, cover_of(course, TODAY, terms)) for course in courses(rows, TODAY)]


def measure(add: "Add") -> None:
    """Findings and supply together may take 100 ms; supply has half of it."""
    rows, half = supplies(ROWS), supplies(ROWS // 2)
    whole = min(milliseconds(lambda: reckoned(rows)) for _ in range(ROUNDS))
    part = min(milliseconds(lambda: reckoned(half)) for _ in range(ROUNDS))
    add(f"table: supply of {len(rows):,} medicine rows", whole, "ms", None, None, 50)
    add("table: the same to half of the rows", whole, "ms", part, whole / part, 2.5)
