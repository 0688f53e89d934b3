"""Blood groups that differ are told wherever the record warns; other words for the same group are no conflict."""

from typing import Any

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.base.words import Words
from viewer.view.band import band_of, cautions
from viewer.view.blood_groups import blood_groups, differing_groups

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


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("หมู่โลหิต", True),
        ("กรุ๊ปเลือด", True),
        ("Blood type", True),
        ("ABO/Rh and antibody screen", True),
        ("Blood group antibody screen [Presence] in Serum or Plasma", False),  # LOINC 890-4
        ("Rh immune globulin", False),
    ],
)
def test_a_test_for_antibodies_is_no_group_and_groups_have_many_names(
    name: str, is_one: bool, words: Words
) -> None:
    rows = [group("O Rh positive"), group("A Rh negative" if is_one else "Negative", "", name)]
    assert len(differing_groups(pen_of(words, *rows))) == (2 if is_one else 0)


def test_the_summary_and_the_band_warn_of_groups_that_differ() -> None:
    told = Told(4, thai())
    (line,) = [line for line in cautions(told.pen) if "หมู่เลือด" in line]
    assert line.startswith(
        "หมู่เลือดไม่ตรงกัน: O Rh ลบ (B 12 ส.ค. 2569), O Rh บวก (C 13 ก.ค. 2569) — ใช้อ้างอิงเท่านั้น"
    )
    assert "หมู่เลือดไม่ตรงกัน" in [mark.word for mark in band_of(told.pen).notices]
    assert not [line for line in cautions(Told(1, told.pen.words).pen) if "หมู่เลือด" in line]


def test_a_group_that_its_source_took_back_is_none(words: Words) -> None:
    pen = pen_of(words, {**group("A Rh positive"), "status": "entered-in-error"}, group("O Rh positive"))
    assert [result.value for result in blood_groups(pen)] == ["O Rh positive"]
    assert differing_groups(pen) == ()
