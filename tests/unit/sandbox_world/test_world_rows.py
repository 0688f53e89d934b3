"""Rows that change on command, so that a record can be asked for again; a reset takes all of it back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from viewer.sandbox.clock import BANGKOK
from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.rows import Rows
from viewer.sandbox.world import World, load

PEOPLE = Path(__file__).resolve().parents[3] / "resources" / "people"
NOW = datetime(2026, 11, 23, 9, 10, tzinfo=BANGKOK)
F01 = "99001"


@pytest.fixture(scope="module")
def world() -> World:
    return load(PEOPLE)


def patient(world: World) -> str:
    return next(human.patient_id for human in world.people if human.number == 5)


def conditions(world: World) -> dict[str, dict[str, Any]]:
    held = world.resources[F01][patient(world)]
    return {str(one["id"]): one for one in held if one["resourceType"] == "Condition"}


def test_one_is_altered_one_added_one_taken_away_and_all_of_it_taken_back(world: World) -> None:
    rows, before = Rows(world), conditions(world)
    altered, gone = list(before)[:2]
    rows.change(F01, patient(world), ("Condition", altered), {"note": [{"text": "x"}]}, NOW)
    rows.change(F01, patient(world), ("Condition", gone), None, NOW)
    rows.change(F01, patient(world), ("Condition", "new"), {"code": {"text": "y"}}, NOW)
    after = conditions(world)
    assert set(after) == set(before) - {gone} | {"new"}
    assert after[altered]["note"] == [{"text": "x"}]
    assert after[altered]["meta"]["lastUpdated"] == "2026-11-23T09:10:00.000+07:00"
    assert after["new"]["resourceType"] == "Condition"
    versions = (before[altered].get("meta") or {}, after[altered]["meta"])
    assert versions[0] != versions[1]
    rows.change(
        F01, patient(world), ("Condition", "new"), {"code": {"text": "z"}}, NOW + timedelta(minutes=1)
    )
    assert conditions(world)["new"]["meta"]["versionId"] == "2"
    rows.reset()
    assert conditions(world) == before


@pytest.mark.parametrize(
    ("hcode", "key"),
    [("00000", ("Condition", "x")), (F01, ("Condition", "nobody")), ("990140006", ("Goal", "x"))],
)
def test_what_is_not_there_is_not_taken_away(hcode: str, key: tuple[str, str], world: World) -> None:
    with pytest.raises(FaultUnreadable):
        Rows(world).change(hcode, patient(world), key, None, NOW)
