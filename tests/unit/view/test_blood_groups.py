"""Blood groups that differ are told wherever the record warns; other words for the same group are no conflict."""

from typing import Any

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.base.words import Words
from viewer.view.band import band_of, cautions
from viewer.view.blood_groups import differing_groups

from .made import pen_of


def group(value: str, loinc: str = "882-1", text: str = "ABO + Rh") -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": text, "coding": [{"system": "http://loinc.org", "code": loinc}] if loinc else []},
        "effectiveDateTime": "2026-08-12",
        "valueString": value,
    }


@pytest.mark.parametrize(
    ("sent", "differ"),
    [
        ((("O Rh positive", "882-1"), ("O+", "")), False),
        ((("O Rh positive", "882-1"), ("O", "883-9"), ("Positive", "10331-7")), False),
        ((("AB-", "882-1"), ("AB Rh-negative", "")), False),
        ((("O Rh(D) -ve", "882-1"), ("หมู่ O", "883-9"), ("บวก", "10331-7")), True),
        ((("A Rh positive", "882-1"), ("AB", "883-9")), True),
        ((("O Rh ลบ", "882-1"), ("O Rh บวก", "")), True),
    ],
)
def test_a_group_is_compared_by_what_it_says(
    sent: tuple[tuple[str, str], ...], differ: bool, words: Words
) -> None:
    rows = [group(value, loinc, "Blood group" if not loinc else "group") for value, loinc in sent]
    assert bool(differing_groups(pen_of(words, *rows))) is differ


def test_the_summary_and_the_band_warn_of_groups_that_differ() -> None:
    told = Told(4, thai())
    (line,) = [line for line in cautions(told.pen) if "หมู่เลือด" in line]
    assert line.startswith(
        "หมู่เลือดไม่ตรงกัน: O Rh ลบ (B 12 ส.ค. 2569), O Rh บวก (C 13 ก.ค. 2569) — ใช้อ้างอิงเท่านั้น"
    )
    assert "หมู่เลือดไม่ตรงกัน" in [mark.word for mark in band_of(told.pen).notices]
    assert not [line for line in cautions(Told(1, told.pen.words).pen) if "หมู่เลือด" in line]
