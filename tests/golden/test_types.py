"""Every type of the table as a clinician reads it: four small resources each (ordinary, minimal, odd, broken), with the
text of the page they stand on beside them.

To renew a text, delete it (``types/Goal.txt``) and run this test: what is missing is written anew, and the test fails
once so that somebody reads what was written before it is committed.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.commands.written import sheets_text
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.reading.forms_care import PLANS
from viewer.record.reading.forms_found import FINDINGS
from viewer.view.sheet import Sheet
from viewer.view.sheets import sheet

FOLDER = Path(__file__).parent / "types"
TODAY = date(2026, 11, 23)
NAMES = ("ordinary", "minimal", "odd", "broken")
TYPES = sorted(path.stem for path in FOLDER.glob("*.json"))
SHEETS = {"MedicationAdministration": "medicines"}  # all others stand on the page of everything else


def cases(type_: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{type_}.json").read_text(encoding="utf-8"))
    return found


def shown(type_: str, case: dict[str, Any]) -> Sheet:
    """The page of one resource, only with the sections that have rows."""
    binder = Binder(TODAY, None)
    added = binder.add(json.dumps(case["resource"]).encode(), Facility("99001", "รพ.ตัวอย่าง"))
    assert (added.tally.received, added.tally.shown, added.tally.gaps) == (1, 1, 0), case["name"]
    page = sheet(SHEETS.get(type_, "others"), binder.record(), Ledger(), TODAY, Words("th"))
    assert [row for section in page.sections for row in section.rows], case["name"]
    return Sheet(case["name"], case["name"], tuple(one for one in page.sections if one.rows), page.gaps)


@pytest.mark.parametrize("type_", TYPES)
def test_four_of_a_type_read_as_they_did(type_: str) -> None:
    found = cases(type_)
    assert tuple(case["name"] for case in found) == NAMES
    text = sheets_text([(type_, [shown(type_, case) for case in found])], Words("th"))
    kept = FOLDER / f"{type_}.txt"
    if not kept.exists():
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was written anew: read it, then commit it")
    assert text == kept.read_text(encoding="utf-8")


def test_every_type_of_the_table_has_its_four() -> None:
    assert {form.type for form in (*PLANS, *FINDINGS)} <= set(TYPES)
