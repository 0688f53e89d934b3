"""One list: supplies of one medicine are one course by whatever name they came; what is not known stands by itself."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import pytest

from viewer.record.courses import Course, courses
from viewer.record.facts import Supply
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Coding, Concept

Make = Callable[..., Supply]
ONE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"


@pytest.fixture
def listed(supply: Make, today: date) -> Callable[..., tuple[Course, ...]]:
    """The courses of supplies with these names, each from a place of its own."""

    def made(*names: str | Concept) -> tuple[Course, ...]:
        rows: list[Supply] = []
        for number, name in enumerate(names):
            concept = Concept(name) if isinstance(name, str) else name
            row = supply(f"F{number:02}", 10 + number, "x 1 mg tab", ONE, 30)
            rows.append(msgspec.structs.replace(row, drug=read_drug(concept)))
        return courses(rows, today)

    return made


@pytest.mark.parametrize(
    ("names", "ingredients"),
    [
        (("metformin 500 mg tab", "Metformin hydrochloride 850 mg tablet", "Glucophage 500 mg tab", "เมตฟอร์มิน 500 มก.",
          "GLUCOPHAGE (Merck) (metformin hydrochloride 500 mg) film-coated tablet, 1 tablet"), ("metformin",)),
        (("Orfarin 3 mg tab", "warfarin sodium 2 mg tab", "วาร์ฟาริน 5 มก. เม็ด"), ("warfarin",)),
        (("Losartan 50 mg + hydrochlorothiazide 12.5 mg tab", "HCTZ 12.5 mg + losartan potassium 50 mg tab",
          "Hyzaar tab"),
         ("losartan", "hydrochlorothiazide")),
        (("amoxicillin+clavulanic acid 1 g tab", "Augmentin 1 g tab", "clavulanate potassium + amoxicillin tab"),
         ("amoxicillin", "clavulanic acid")),
    ],
)  # fmt: skip
def test_one_course_by_any_name(
    listed: Callable[..., tuple[Course, ...]], names: Sequence[str], ingredients: tuple[str, ...]
) -> None:
    (course,) = listed(*names)
    assert course.ingredients == ingredients
    assert (course.name, course.doubt) == (" + ".join(ingredients), "")
    assert [row.drug.name for row in course.supplies] == list(names)  # as sent, one glance away


def test_a_part_of_a_combination_is_another_medicine(listed: Callable[..., tuple[Course, ...]]) -> None:
    assert len(listed("losartan 50 mg tab", "Hyzaar tab", "HCTZ 25 mg tab")) == 3
    assert len(listed("prednisolone 5 mg tab", "prednisone 5 mg tab")) == 2
    assert len(listed("ferrous fumarate 200 mg tab", "ferrous sulfate 200 mg tab")) == 2


def test_what_is_not_known_is_a_row_of_its_own_under_its_name(
    listed: Callable[..., tuple[Course, ...]],
) -> None:
    found = listed("metformin 500 mg tab", "metfomin 500 mg tab", "ยาเบาหวานของหมอ", "ยาเบาหวานของหมอ")
    unread = {course.name: len(course.supplies) for course in found if course.doubt == "unresolved"}
    assert unread == {"metfomin 500 mg tab": 1, "ยาเบาหวานของหมอ": 2}
    assert [course.name for course in found if not course.doubt] == ["metformin"]
    assert all(course.ingredients == () for course in found if course.doubt)


def test_a_name_that_says_two_things_is_not_settled(listed: Callable[..., tuple[Course, ...]]) -> None:
    found = listed("omeprazole 20 mg cap", "Losec (furosemide 40 mg) tab", "furosemide 40 mg tab")
    (odd,) = [course for course in found if course.doubt]
    assert (odd.doubt, odd.ingredients, odd.name) == ("disagree", (), "Losec (furosemide 40 mg) tab")
    assert len(found) == 3


def test_a_display_that_names_another_medicine_is_not_settled(
    listed: Callable[..., tuple[Course, ...]],
) -> None:
    (course,) = listed(
        Concept("Losec 20 mg cap", (Coding("http://www.whocc.no/atc", "C03CA01", "furosemide"),))
    )
    assert (course.doubt, course.ingredients) == ("disagree", ())


def test_no_total_is_told_of_a_combination(listed: Callable[..., tuple[Course, ...]]) -> None:
    (course,) = listed("Augmentin 1 g tab")
    assert course.total is None
