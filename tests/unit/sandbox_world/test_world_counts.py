"""Who there is, which facilities know them, and how many rows each holds."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewer.sandbox.world import World, load

SUPPORTING = {"Patient", "Organization", "Practitioner", "Medication"}

# person -> facility -> rows that are not supporting
ROWS = {
    1: {"F01": 18, "F02": 39, "F03": 3, "F05": 2, "F08": 3},
    2: {"F03": 17, "F09": 11, "F10": 15, "F11": 8},
    3: {"F01": 4, "F04": 6, "F06": 28, "F11": 2},
    4: {"F02": 34, "F03": 9, "F04": 2, "F11": 4},
    5: {"F01": 24, "F02": 8, "F11": 3, "F14": 4},
    6: {"F02": 32, "F03": 1, "F05": 2, "F12": 9},
    7: {"F02": 25, "F08": 4},
    8: {"F01": 2, "F02": 2, "F04": 4, "F06": 19, "F08": 2, "F11": 2},
    9: {"F08": 12, "F10": 7},
    10: {"F01": 6, "F07": 59, "F08": 1, "F11": 1},
    11: {"F01": 0, "F06": 0},
    12: {"F01": 269, "F02": 65, "F04": 17, "F06": 304, "F08": 15, "F13": 2326, "F14": 4},
}


def test_twelve_people_fourteen_facilities_six_signers(world: World) -> None:
    assert [human.number for human in world.people] == list(range(1, 13))
    assert [facility.key for facility in world.facilities] == [f"F{n:02d}" for n in range(1, 15)]
    assert [signer.id for signer in world.signers] == [
        "on-anong",
        "theeradet",
        "siriporn",
        "jiraporn",
        "sudarat",
        "wasan",
    ]
    assert world.today.isoformat() == "2026-11-23"


@pytest.mark.parametrize("number", ROWS)
def test_rows_of_each_person_at_each_facility(world: World, held: Callable[..., Any], number: int) -> None:
    human = world.people[number - 1]
    found = {
        facility.key: sum(row["resourceType"] not in SUPPORTING for row in held(number, facility.key))
        for facility in world.facilities
        if human.patient_id in world.resources[facility.hcode]
    }
    assert found == ROWS[number]


def test_the_long_record_comes_to_three_thousand(folder: Path, held: Callable[..., Any]) -> None:
    wanted = json.loads((folder / "person-12.json").read_bytes())["counts"]
    found = Counter(row["resourceType"] for row in held(12))
    assert {kind: found[kind] for kind in wanted} == wanted
    assert sum(wanted.values()) == 3000
    assert set(found) - set(wanted) == {"Patient", "Organization", "Medication"}


def test_every_citizen_id_has_a_valid_check_digit(world: World) -> None:
    numbers = [human.cid for human in world.people if human.cid]
    assert len(numbers) == 11
    for cid in numbers:
        total = sum(int(digit) * (13 - place) for place, digit in enumerate(cid[:12]))
        assert (11 - total % 11) % 10 == int(cid[12]), cid


def test_people_are_named_only_where_they_may_be_known(world: World) -> None:
    for human in world.people:
        assert len(set(human.named)) == len(human.named)
        holding = {h for h, shelf in world.resources.items() if human.patient_id in shelf}
        assert holding <= set(human.named)
        assert set(human.refuses) | set(human.unconnected) | set(human.habits) <= set(human.named)


def test_the_first_person_is_known_everywhere_and_refuses_one(world: World) -> None:
    boonmee = world.people[0]
    assert boonmee.named == tuple(facility.hcode for facility in world.facilities)
    assert boonmee.refuses == ("99003",)
    assert boonmee.habits == {"99008": {"kind": "slow", "seconds": 15}}


def test_same_seed_same_world_other_seed_other_ids(folder: Path, world: World) -> None:
    again, other = load(folder), load(folder, seed=2)
    for human, twin, stranger in zip(world.people, again.people, other.people, strict=True):
        assert human == twin
        assert human.patient_id != stranger.patient_id
        for hcode, shelf in world.resources.items():
            assert shelf.get(human.patient_id) == again.resources[hcode].get(human.patient_id)


def test_no_patient_id_tells_who_it_is(world: World) -> None:
    for human in world.people:
        assert human.patient_id.startswith("p-")
        assert not human.cid or human.cid not in human.patient_id


def test_signers_hold_their_posts(world: World) -> None:
    posts = {s.id: [(post.role, post.hcode) for post in s.posts] for s in world.signers}
    assert posts["theeradet"] == [("doctor", "99001"), ("doctor", "99002")]
    assert posts["siriporn"] == [("pharmacist", "990050002")]
    assert posts["sudarat"] == [("referral-nurse", "99002")]
    assert len({post.role_id for s in world.signers for post in s.posts}) == 7
