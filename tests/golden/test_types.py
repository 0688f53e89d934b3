"""Every type that is known, as a clinician reads it: four cases each (ordinary, minimal, odd, broken), with the text of
the pages they stand on beside them.

A case is one resource or several. A type that only lends its words to others has the rows it lends to ``beside`` it,
and the account, for it is no row itself; a Bundle and an OperationOutcome have the account, too.

To renew a text, delete it (``types/Goal.txt``) and run this test: what is missing is written anew, and the test fails
once so that somebody reads what was written before it is committed.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from viewer.base.words import Words
from viewer.commands.written import accounts_text, sheets_text
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.reading.table import READERS, SUPPORTING
from viewer.record.story import Record, Tally
from viewer.view.sheet import Sheet
from viewer.view.sheets import sheet

AS_SENT = msgspec.json.Encoder(decimal_format="number")  # digits as they stand in the case
FOLDER = Path(__file__).parent / "types"
TODAY = date(2026, 11, 23)
THAI = Words("th")
NAMES = ("ordinary", "minimal", "odd", "broken")
TYPES = sorted(path.stem for path in FOLDER.glob("*.json"))
ENVELOPES = frozenset({"Bundle", "OperationOutcome"})
PAGES: dict[str, tuple[str, ...]] = {
    "AllergyIntolerance": ("allergies", "summary"),
    "Bundle": ("results", "documents"),
    "Composition": ("documents",),
    "Condition": ("problems", "summary"),
    "DiagnosticReport": ("documents",),
    "DocumentReference": ("documents",),
    "Encounter": ("others", "summary"),
    "Endpoint": ("documents",),
    "Immunization": ("vaccines",),
    "Medication": ("medicines",),
    "MedicationAdministration": ("medicines",),
    "MedicationDispense": ("medicines", "summary"),
    "MedicationRequest": ("medicines", "summary"),
    "MedicationStatement": ("medicines", "summary"),
    "Observation": ("results", "summary"),
    "OperationOutcome": ("results",),
    "Patient": ("summary", "ledger"),
    "Practitioner": ("medicines",),
    "PractitionerRole": ("medicines",),
}
"""The pages a type stands on; all others on the page of everything else."""


def cases(type_: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{type_}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)
    return found


def own(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of the type that a case is about."""
    return case.get("resources") or [case["resource"]]


def is_row(type_: str) -> bool:
    return type_ not in SUPPORTING and type_ not in ENVELOPES


def read(type_: str, case: dict[str, Any]) -> Record:
    """What is read of a case. Rows come before what they take their words from, the order that is harder."""
    binder = Binder(TODAY, None)
    sent = [*case.get("beside", ()), *own(case)]
    total = Tally()
    for resource in sent:
        total += binder.add(AS_SENT.encode(resource), Facility("99001", "รพ.ตัวอย่าง")).tally
    record = binder.record()
    assert record.account.total.adds_up
    if is_row(type_):
        count = len(sent)
        assert (total.received, total.shown, total.gaps) == (count, count, 0), case["name"]
    elif type_ in SUPPORTING:
        assert record.account.types[type_].supporting == len(own(case)), case["name"]
    return record


def pages_of(type_: str) -> tuple[str, ...]:
    return PAGES.get(type_, ("others",))


def shown(type_: str, case: dict[str, Any], record: Record) -> Iterator[Sheet]:
    """The pages of a case, only with the sections that have rows."""
    pages = pages_of(type_)
    for name in pages:
        page = sheet(name, record, Ledger(), TODAY, THAI)
        filled = tuple(section for section in page.sections if section.rows)
        assert filled or name != pages[0] or not is_row(type_), case["name"]
        title = case["name"] if len(pages) == 1 else f"{case['name']} · {page.title}"
        yield Sheet(name, title, filled, page.gaps)


def told(type_: str) -> str:
    """The cases of a type as text; of what is no row with the account."""
    sheets: list[Sheet] = []
    accounts = ""
    for case in cases(type_):
        record = read(type_, case)
        sheets += shown(type_, case, record)
        if not is_row(type_):
            accounts += f"\n── {case['name']} ──\n\n{accounts_text(record.account, THAI)}"
    return sheets_text([(type_, sheets)], THAI) + accounts


@pytest.mark.parametrize("type_", TYPES)
def test_four_of_a_type_read_as_they_did(type_: str) -> None:
    assert tuple(case["name"] for case in cases(type_)) == NAMES
    text = told(type_)
    kept = FOLDER / f"{type_}.txt"
    if not kept.exists():
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was written anew: read it, then commit it")
    assert text == kept.read_text(encoding="utf-8")


def test_every_type_that_is_known_has_its_four() -> None:
    assert READERS.keys() | SUPPORTING | ENVELOPES <= set(TYPES)


def test_a_case_is_of_the_type_it_stands_for() -> None:
    for type_ in TYPES:
        assert {resource["resourceType"] for case in cases(type_) for resource in own(case)} == {type_}
