"""The allergy frame of paper: which facility recorded each allergen and when, as precise as it was sent."""

from typing import Any

import pytest
from form_samples import Told
from paper_samples import pages_of, thai

from viewer.base.words import Words
from viewer.paper.form import form_pdf
from viewer.view.allergy_words import allergy_block
from viewer.view.forms.trends import lab_trends
from viewer.view.pen import Pen

from .made import pen_of

HCODE = "https://bps.moph.go.th/hcode/5"


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def allergy(name: str, day: str = "", place: str = "", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance", "code": {"text": name}, "category": ["medication"],
        **({"recordedDate": day} if day else {}),
        **({"identifier": [{"system": HCODE, "value": place}]} if place else {}),
        **more,
    }  # fmt: skip


def lines(pen: Pen, *, paper: bool = True) -> list[str]:
    block = allergy_block(pen, paper=paper)
    return [
        "".join(f"[{part.text}]" if part.badge else part.text for part in line).strip()
        for line in block.lines
    ]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2015-08-09", "9 ส.ค. 2558"),
        ("2015-08", "ส.ค. 2558"),
        ("2015", "พ.ศ. 2558"),
        ("", "ไม่ระบุวันที่"),
    ],
)
def test_the_date_as_precise_as_it_was_sent(words: Words, day: str, told: str) -> None:
    assert lines(pen_of(words, allergy("amoxicillin", day))) == [f"amoxicillin[A] รพ.ตัวอย่าง {told}"]


def test_the_band_names_the_letter_alone(words: Words) -> None:
    assert lines(pen_of(words, allergy("amoxicillin", "2015-08-09")), paper=False) == ["amoxicillin[A]"]


def test_every_drug_has_a_line_and_every_place_its_newest_date(words: Words) -> None:
    pen = pen_of(
        words, allergy("amoxicillin", "2015", "99002"), allergy("amoxicillin", "2020-01-02"),
        allergy("amoxicillin", "2019-03-04"), allergy("ibuprofen", "2021-05"),
    )  # fmt: skip
    assert sorted(lines(pen)) == [
        "amoxicillin[A] รพ.ตัวอย่าง 2 ม.ค. 2563, 99002 พ.ศ. 2558", "ibuprofen[A] รพ.ตัวอย่าง พ.ค. 2564",
    ]  # fmt: skip


def test_of_many_places_the_newest_three_are_dated(words: Words) -> None:
    told = [allergy("amoxicillin", f"20{n}-01-02", f"9900{n - 10}") for n in range(12, 17)]
    (line,) = lines(pen_of(words, *told))
    assert line.count(" ม.ค. ") == 3
    assert line.index("99006") < line.index("99005") < line.index("99004")
    assert line.endswith("99004 2 ม.ค. 2557, 99003, 99002"), "no place is lost"


def test_food_and_what_is_no_denial_are_dated_too(words: Words) -> None:
    shrimp = allergy("กุ้ง", "2025-10-19", category=["food"])
    assert lines(pen_of(words, shrimp))[-1] == "แพ้อาหาร: กุ้ง[A] รพ.ตัวอย่าง 19 ต.ค. 2568"
    unknown = lines(pen_of(words, allergy("-", "2025-10-19")))
    assert any(line.endswith("[A] รพ.ตัวอย่าง 19 ต.ค. 2568") for line in unknown)


@pytest.mark.parametrize("number", [2, 8, 12])
def test_the_place_and_the_date_stand_on_every_page(number: int, words: Words) -> None:
    told = Told(number, words)
    newest = told.pen.finding.drugs[0].rows[0]
    wanted = "".join(f"{told.pen.facility(newest)}{told.pen.date(newest.when)}".split())
    for page in pages_of(form_pdf(lab_trends(told.pen, told.printing(), sandbox=True), words)):
        assert wanted in "".join(page.replace("\u00a0", " ").split())
