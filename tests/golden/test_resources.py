"""FHIR to facts: small resources of every type, ordinary, minimal, odd and broken, with what must be read from them."""

import json
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sheet_fields import field_names

from viewer.base.opaque import Opaque
from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.facts import Drug, Fact
from viewer.record.values import Concept, Quantity, Range, Ratio, Remark, When

AS_SENT = msgspec.json.Encoder(decimal_format="number")  # digits as they stand in the golden file
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "record").glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
]


@pytest.mark.parametrize("case", CASES)
def test_a_resource_reads_as_expected(case: dict[str, Any]) -> None:
    text = AS_SENT.encode(case["resource"])
    binder = Binder(date(2026, 11, 23), None)
    added = binder.add(text, UNKNOWN)
    record = binder.record()
    assert added.tally.received == 1
    assert added.tally.gaps == 0
    assert record.account.total.adds_up
    fact = next(iter(record.facts()), None) or record.persons[0]
    found = told(fact)
    assert {name: found[name] for name in case["fact"]} == case["fact"]
    assert fact.origin.raw == text


def told(fact: Fact) -> dict[str, Any]:
    """A fact as plain values that can be written into a golden file."""
    values = {name: plain(getattr(fact, name)) for name in field_names(fact)}
    values |= {"hcode": fact.origin.hcode, "facility": fact.origin.facility, "numbered": fact.number >= 0}
    drug = getattr(fact, "drug", None)
    if isinstance(drug, Drug):
        values |= {"drug": drug.name, "ingredients": list(drug.ingredients)}
        values |= {"strength": drug.strength, "form": drug.form}
    return values


def plain(value: Any) -> Any:
    """Values in the short form of the golden files."""
    if isinstance(value, When):
        return value.raw
    if isinstance(value, Concept):
        return value.words
    if isinstance(value, Remark):
        return f"{value.code}:{value.detail}"
    if isinstance(value, Quantity | Range | Ratio):
        return amount(value)
    if isinstance(value, Opaque | Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if names := field_names(value):
        return {name: plain(getattr(value, name)) for name in names}
    return value


def amount(value: Quantity | Range | Ratio | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Ratio):
        return f"{amount(value.numerator)} : {amount(value.denominator)}"
    if isinstance(value, Range):
        sides = " – ".join(amount(side) for side in (value.low, value.high) if side)
        return " ".join(part for part in (sides, f"({value.text})" if value.text else "") if part)
    if value.value is None:
        told = f"({value.text})" if value.text else "?"
        return f"{told} {value.unit}".strip()
    return f"{value.comparator}{value.value} {value.unit}".strip()
