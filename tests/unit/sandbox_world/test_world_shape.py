"""Every resource is one a FHIR R4 reader can take, except where a dialect's defect is meant."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from viewer.sandbox.world import World

STATUSES = {
    "MedicationStatement": {"active", "completed", "stopped", "intended", "on-hold", "unknown", "not-taken"},
    "MedicationDispense": {"completed", "in-progress", "declined", "cancelled", "stopped"},
    "MedicationRequest": {"active", "completed", "stopped", "cancelled", "on-hold", "draft"},
    "MedicationAdministration": {"completed", "in-progress", "not-done", "stopped"},
    "Observation": {"final", "preliminary", "amended"},
    "DiagnosticReport": {"final", "preliminary"},
    "Encounter": {"finished", "in-progress", "planned"},
    "Immunization": {"completed", "not-done"},
    "DocumentReference": {"current", "superseded"},
    "Procedure": {"completed", "in-progress", "not-done"},
    "Appointment": {"booked", "fulfilled"},
    "CarePlan": {"active", "completed"},
    "ServiceRequest": {"active", "completed"},
    "EpisodeOfCare": {"active", "finished"},
    "Communication": {"completed", "not-done"},
    "Flag": {"active", "inactive"},
    "Task": {"completed", "requested"},
    "Coverage": {"active"},
    "Device": {"active"},
}
PLANTED_DATES = {"0000-00-00T00:00:00.000Z", "2522-05-30"}
DATE_KEY = re.compile(
    r".*(Date|DateTime|On|Over)|start|end|sent|date|creation|created|lastUpdated|time|birthDate"
)
REFERENCED = re.compile(r"(#?)(\w+)/?(.*)")


@pytest.fixture(scope="module")
def everything(world: World) -> list[tuple[Any, Any, list[dict[str, Any]]]]:
    entries = {facility.hcode: facility for facility in world.facilities}
    return [
        (entries[hcode], human, list(shelf[human.patient_id]))
        for hcode, shelf in world.resources.items()
        for human in world.people
        if human.patient_id in shelf
    ]


def _walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner, found in value.items():
            yield inner, found
            yield from _walk(found, inner)
    elif isinstance(value, list):
        for found in value:
            yield from _walk(found, key)


def test_ids_are_legal_and_unique_within_their_facility(everything: Any) -> None:
    seen: dict[str, set[tuple[str, str]]] = {}
    for facility, _human, rows in everything:
        here = seen.setdefault(facility.hcode, set())
        for row in rows:
            assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", row["id"]), row["id"]
            assert row["meta"]["versionId"] == "1"
            datetime.fromisoformat(row["meta"]["lastUpdated"])
            if row["resourceType"] != "Organization":
                assert (row["resourceType"], row["id"]) not in here
            here.add((row["resourceType"], row["id"]))


def test_statuses_are_codes_of_r4(everything: Any) -> None:
    for _facility, _human, rows in everything:
        for row in rows:
            if row["resourceType"] in STATUSES:
                assert row["status"] in STATUSES[row["resourceType"]], (row["resourceType"], row["status"])


def test_rows_belong_to_their_person(everything: Any) -> None:
    for _facility, human, rows in everything:
        assert [row["id"] for row in rows if row["resourceType"] == "Patient"] == [human.patient_id]
        for row in rows:
            for role in ("subject", "patient", "beneficiary", "for"):
                if role in row:
                    assert row[role]["reference"] == f"Patient/{human.patient_id}"


def test_references_resolve_within_the_facility(everything: Any) -> None:
    for facility, _human, rows in everything:
        known = {f"{row['resourceType']}/{row['id']}" for row in rows}
        for row in rows:
            contained = {f"#{inner['id']}" for inner in row.get("contained", [])}
            for key, found in _walk(row):
                if key != "reference" or found in known | contained:
                    continue
                assert facility.dialect == "PHR", (row["resourceType"], found)
                assert found.startswith("พท."), "only a licence stands where a reference should be"


def test_dates_are_real_except_the_planted_ones(everything: Any) -> None:
    planted = set()
    for _facility, _human, rows in everything:
        for row in rows:
            for key, found in _walk(row):
                if not (isinstance(found, str) and DATE_KEY.fullmatch(key)):
                    continue
                if found in PLANTED_DATES:
                    planted.add(found)
                elif len(found) > len("2026-11"):
                    date.fromisoformat(found[:10])
                    if "T" in found:
                        datetime.fromisoformat(found.replace("Z", "+00:00"))
    assert planted == PLANTED_DATES


def test_nothing_is_known_before_the_sandbox_day_begins(everything: Any, world: World) -> None:
    morning = f"{world.today.isoformat()}T09:00:00+07:00"
    for _facility, _human, rows in everything:
        for row in rows:
            assert row["meta"]["lastUpdated"] <= morning, row["id"]
