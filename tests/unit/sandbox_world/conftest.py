"""The world as shipped, loaded once, and short ways to look into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from viewer.sandbox.world import World, load

FOLDER = Path(__file__).parents[3] / "resources" / "people"

Resource = dict[str, Any]
Held = Callable[..., list[Resource]]


@pytest.fixture(scope="session")
def folder() -> Path:
    return FOLDER


@pytest.fixture(scope="session")
def world() -> World:
    return load(FOLDER)


@pytest.fixture(scope="session")
def held(world: World) -> Held:
    """``held(5, "F01", "Observation")``: what a facility ("" = all of them) holds of a type ("" = every type)."""
    hcode_of = {facility.key: facility.hcode for facility in world.facilities}
    patient_of = {human.number: human.patient_id for human in world.people}

    def look(number: int, key: str = "", kind: str = "") -> list[Resource]:
        hcodes = [hcode_of[key]] if key else list(world.resources)
        return list(_found(world, hcodes, patient_of[number], kind))

    return look


def _found(world: World, hcodes: list[str], patient: str, kind: str) -> Iterator[Resource]:
    for hcode in hcodes:
        for resource in world.resources[hcode].get(patient, ()):
            if kind in ("", resource["resourceType"]):
                yield resource
