"""Stories are strict: days, doses, fields and references are read as written or refused."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from viewer.sandbox.world import load
from viewer.sandbox.world.__main__ import export
from viewer.sandbox.world.days import Calendar, Moment
from viewer.sandbox.world.dosing import dosage
from viewer.sandbox.world.errors import StoryError

CALENDAR = Calendar(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("D", Moment("2026-11-23")),
        ("D-84", Moment("2026-08-31")),
        ("D+3", Moment("2026-11-26")),
        ("D-2 07:30", Moment("2026-11-21", "07:30")),
        ("2017", Moment("2017")),
        ("2021-08-05 18:30", Moment("2021-08-05", "18:30")),
        ("2022-01-03T17:00:00Z", Moment("2022-01-03", verbatim="2022-01-03T17:00:00Z")),
    ],
)
def test_days(told: str, moment: Moment) -> None:
    assert CALENDAR.moment(told) == moment


@pytest.mark.parametrize("told", ["", "D84", "yesterday", "23/11/2569", "69"])
def test_not_a_day(told: str) -> None:
    with pytest.raises(StoryError):
        CALENDAR.moment(told)


def test_a_repeating_day_goes_back_and_keeps_its_time() -> None:
    assert CALENDAR.back("D-3 06:45", 28) == "D-31 06:45"
    with pytest.raises(StoryError):
        CALENDAR.back("2025-01-14", 28)


def test_doses() -> None:
    assert dosage("2 tab; 2/d; PC") == {
        "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "tab"}}],
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "when": ["PC"]}},
    }
    assert dosage("q4-6h; prn:ไข้") == {
        "timing": {"repeat": {"frequency": 1, "period": 4, "periodUnit": "h", "periodMax": 6}},
        "asNeededCodeableConcept": {"text": "ไข้"},
    }
    assert dosage("sat,sun; HS")["timing"]["repeat"] == {"dayOfWeek": ["sat", "sun"], "when": ["HS"]}
    assert dosage("") == {}


@pytest.mark.parametrize("told", ["two tablets", "2/fortnight", "BREAKFAST", "mon-someday"])
def test_not_a_dose(told: str) -> None:
    with pytest.raises(StoryError):
        dosage(told)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    for name in ("facilities.json", "signers.json", "labs.json", "person-03.json"):
        shutil.copy(folder / name, tmp_path)
    return tmp_path


def _change(copy: Path, old: str, new: str) -> None:
    story = copy / "person-03.json"
    text = story.read_text(encoding="utf-8")
    assert old in text
    story.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unknown_field_is_refused_by_name(copy: Path) -> None:
    _change(copy, '"drug": "simvastatin', '"medicine": "simvastatin')
    with pytest.raises(StoryError, match=r"person-03\.json"):
        load(copy)


def test_an_unknown_facility_is_refused(copy: Path) -> None:
    _change(copy, '"named": ["F01"', '"named": ["F77"')
    with pytest.raises(StoryError, match="F77"):
        load(copy)


@pytest.mark.parametrize(
    ("old", "new", "hcode"),
    [
        ('"diagnoses": ["E78.5"]', '"diagnoses": ["E79"]', "99001"),
        ('"lab": "LDL"', '"lab": "LDI"', "99001"),
        ('"day": "D-95"', '"day": "last summer"', "99001"),
    ],
)
def test_what_cannot_be_written_is_refused_when_it_is(copy: Path, old: str, new: str, hcode: str) -> None:
    _change(copy, old, new)
    world = load(copy)
    with pytest.raises(StoryError):
        world.resources[hcode][world.people[0].patient_id]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"facilities\.json"):
        load(tmp_path / "nowhere")


def test_asking_whether_somebody_is_known_writes_nothing(copy: Path) -> None:
    _change(copy, '"lab": "LDL"', '"lab": "LDI"')
    world = load(copy)
    assert world.people[0].patient_id in world.resources["99001"]
    assert len(world.resources["99001"]) == 1


def test_the_deceased_are_told_as_such(copy: Path) -> None:
    story = json.loads((copy / "person-03.json").read_bytes())
    story["deceased"] = "2026-10-01"
    (copy / "person-03.json").write_text(json.dumps(story), encoding="utf-8")
    world = load(copy)
    human = world.people[0]
    assert human.deceased == "2026-10-01"
    for hcode in ("99001", "990110004"):
        patient = world.resources[hcode][human.patient_id][0]
        assert patient["deceasedDateTime"] == "2026-10-01"
        assert "deceasedBoolean" not in patient


def test_stories_can_be_handed_over_as_files(copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(load(copy), out) == 4
    bundle = json.loads((out / "person-03-99006.json").read_bytes())
    assert bundle["type"] == "searchset"
    assert bundle["entry"][0]["resource"]["resourceType"] == "Patient"
    assert not [name for name in out.iterdir() if "9011524493906" in name.name]
