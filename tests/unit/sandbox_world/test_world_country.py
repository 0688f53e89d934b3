"""A sandbox of hundreds of facilities: invented codes and names, and someone whom all of them know."""

from collections import Counter
from pathlib import Path

import pytest
from sandbox_process import PEOPLE

from viewer.identity.citizen import CitizenId
from viewer.sandbox.world import FacilityEntry, World, load
from viewer.sandbox.world.country import enlarged
from viewer.sandbox.world.traveller import CID, NUMBER


@pytest.fixture(scope="module")
def country() -> World:
    return load(PEOPLE, 7, 300)


def test_no_code_key_or_name_is_there_twice(country: World) -> None:
    assert len(country.facilities) == 300
    for field in ("key", "hcode", "name"):
        assert len({getattr(entry, field) for entry in country.facilities}) == 300, field
    assert all(len(entry.hcode) in (5, 9) and entry.hcode.startswith("99") for entry in country.facilities)
    assert all(entry.hcode.isdecimal() and entry.phone.startswith("0-2") for entry in country.facilities[14:])
    dialects = Counter(entry.dialect for entry in country.facilities)
    assert set(dialects) == {"HL", "PHR", "SIL"}
    assert min(dialects.values()) > 90
    assert len({entry.kind for entry in country.facilities[14:]}) == 6


def test_more_facilities_never_take_a_code_that_is_taken() -> None:
    taken = FacilityEntry("F01", "99100", "หนึ่ง", "รพช.", "HL")
    larger = enlarged([taken], 2000)
    assert len({entry.hcode for entry in larger}) == len({entry.name for entry in larger}) == 2000
    assert enlarged(larger, 5) == larger
    with pytest.raises(ValueError, match="at most"):
        enlarged([taken], 10**8)


def test_the_traveller_is_known_everywhere_with_a_realistic_record(country: World) -> None:
    human = country.people[-1]
    assert (human.number, human.cid) == (NUMBER, CID)
    assert CitizenId.parse(CID).check_digit_ok
    assert human.named == tuple(entry.hcode for entry in country.facilities)
    sizes = [len(country.resources[hcode][human.patient_id]) for hcode in human.named]
    assert min(sizes) >= 15
    assert max(sizes) <= 75
    assert 25 < sum(sizes) / len(sizes) < 45
    types = Counter(
        r["resourceType"] for hcode in human.named for r in country.resources[hcode][human.patient_id]
    )
    assert {"AllergyIntolerance", "Condition", "Observation", "Encounter", "Immunization"} < set(types)
    assert types["Patient"] == types["Organization"] == 300


def test_the_same_seed_is_the_same_country(country: World) -> None:
    human, again = country.people[-1], load(PEOPLE, 7, 300)
    for hcode in human.named[::50]:
        assert again.resources[hcode][human.patient_id] == country.resources[hcode][human.patient_id]
    other = load(PEOPLE, 8, 300)
    hcode = human.named[100]
    assert other.resources[hcode][other.people[-1].patient_id] != country.resources[hcode][human.patient_id]


def test_without_more_facilities_nobody_is_invented(tmp_path: Path) -> None:
    assert all(human.cid != CID for human in load(PEOPLE).people)
    assert load(PEOPLE, 1, 14).facilities == load(PEOPLE).facilities
