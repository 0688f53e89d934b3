"""Which allergies may stand on a card: those that somebody assessed, and nobody has assessed as none."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from viewer.record.allergy import Allergen
from viewer.record.assessed import Obstacle, judged, obstacle
from viewer.record.facts import Allergy, Stance
from viewer.record.values import Remark

Make = Callable[..., Allergy]

CASES: tuple[tuple[dict[str, Any], Obstacle | None], ...] = (
    ({"certainty": "certain"}, None),
    ({"certainty": "Probable"}, None),
    ({"certainty": "น่าจะใช่"}, None),
    ({"certainty": "certain", "verification": "confirmed"}, None),
    ({"certainty": "possible"}, Obstacle.POSSIBLE),
    ({"certainty": "possible", "verification": "confirmed", "assessor": "ภญ.ก"}, Obstacle.POSSIBLE),
    ({"certainty": "unlikely"}, Obstacle.NOT_ASSESSED),
    ({"certainty": "unclassified", "verification": "confirmed"}, Obstacle.NOT_ASSESSED),
    ({}, Obstacle.NOT_ASSESSED),
    ({"verification": "confirmed"}, Obstacle.NOT_ASSESSED),  # sources send every row so
    (
        {"verification": "confirmed", "recorder": "พว.ข"},
        Obstacle.NOT_ASSESSED,
    ),  # who writes it down, assesses nothing
    ({"verification": "confirmed", "informant": "ผู้ป่วย"}, Obstacle.NOT_ASSESSED),
    ({"verification": "confirmed", "assessor": "ภญ.ก"}, None),
    ({"certainty": "certain", "verification": "unconfirmed"}, Obstacle.UNCONFIRMED),
    ({"certainty": "certain", "clinical": "inactive"}, Obstacle.INACTIVE),
    ({"certainty": "certain", "remarks": (Remark("modifier-unknown", "x"),)}, Obstacle.UNREAD),
)


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_what_an_assessment_is(allergy: Make, fields: dict[str, Any], expected: Obstacle | None) -> None:
    row = msgspec.structs.replace(allergy("F01", "amoxicillin"), **fields)
    assert obstacle(row) is expected


def test_only_the_assessed_rows_of_an_allergen_are_taken_the_surest_first(allergy: Make) -> None:
    told = allergy("F01", "amoxicillin", informant="ผู้ป่วย")
    probable = msgspec.structs.replace(allergy("F02", "amoxicillin"), certainty="probable")
    certain = msgspec.structs.replace(allergy("F06", "amoxicillin"), certainty="certain")
    (one,) = judged([Allergen("amoxicillin", (told, probable, certain))], [])
    assert (one.rows, one.obstacle) == ((certain, probable), None)


@pytest.mark.parametrize("name", ["amoxicillin", "Amoxicillin", "penicillin", "เพนิซิลลิน"])
def test_what_another_place_found_to_be_none_is_on_no_card(allergy: Make, name: str) -> None:
    row = msgspec.structs.replace(allergy("F02", "amoxicillin"), certainty="probable")
    none = allergy("F06", name, Stance.REFUTED)
    (one,) = judged([Allergen("amoxicillin", (row,))], [none])
    assert (one.rows, one.obstacle, one.against) == ((), Obstacle.CONFLICT, (none,))


def test_another_drug_found_to_be_none_is_no_matter(allergy: Make) -> None:
    row = msgspec.structs.replace(allergy("F01", "carbamazepine"), certainty="certain")
    (one,) = judged([Allergen("carbamazepine", (row,))], [allergy("F06", "penicillin", Stance.REFUTED)])
    assert one.rows == (row,)


def test_the_obstacle_that_is_nearest_to_an_assessment_is_told(allergy: Make) -> None:
    told = allergy("F01", "aspirin")
    possible = msgspec.structs.replace(allergy("F02", "aspirin"), certainty="possible")
    (one,) = judged([Allergen("aspirin", (told, possible))], [])
    assert one.obstacle is Obstacle.POSSIBLE
