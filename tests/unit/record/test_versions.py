"""An old version beside a new one: of one address at one server the newer counts, also where no facility is named."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.binder import Binder
from viewer.record.story import Tally

HERE = Facility("99001", "รพ.หนองบัว")
OLD = {"versionId": "aa", "lastUpdated": "2026-01-01T00:00:05Z"}
NEW = {"versionId": "bb", "lastUpdated": "2026-01-01T00:00:05.5Z"}
URL = "http://his.example/fhir/AllergyIntolerance/1"


def allergy(meta: dict[str, str], name: str, id_: str = "1") -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "id": id_, "meta": meta, "code": {"text": name}}


def read(*entries: tuple[str, dict[str, Any]], facility: Facility = UNKNOWN) -> tuple[list[str], Tally]:
    binder = Binder(date(2026, 11, 23), None)
    for url, resource in entries:
        entry = {"resource": resource, **({"fullUrl": url} if url else {})}
        binder.add(json.dumps({"resourceType": "Bundle", "entry": [entry]}).encode(), facility)
    record = binder.record()
    assert record.account.total.adds_up
    return [row.substance.words for row in record.allergies], record.account.total


WAS, IS = allergy(OLD, "penicillin"), allergy(NEW, "amoxicillin")


@pytest.mark.parametrize("entries", [[WAS, IS], [IS, WAS], [WAS, IS, WAS, IS]])
def test_the_newer_of_one_address_counts(entries: list[dict[str, Any]]) -> None:
    rows, total = read(*[(URL, one) for one in entries])
    assert (rows, total) == (["amoxicillin"], Tally(len(entries), shown=1, merged=len(entries) - 1))


def test_a_version_is_in_the_address_or_not() -> None:
    assert read((f"{URL}/_history/1", WAS), (URL, IS))[0] == ["amoxicillin"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        (URL, ""),
        (URL, "http://other.example/fhir/AllergyIntolerance/1"),
        ("urn:uuid:1", "urn:uuid:1"),
        (f"{URL}2", f"{URL}2"),
    ],
)
def test_an_id_alone_proves_nothing(first: str, second: str) -> None:
    assert read((first, WAS), (second, IS))[0] == ["penicillin", "amoxicillin"]


def test_of_two_servers_each_has_its_newest() -> None:
    there = "http://other.example/fhir/AllergyIntolerance/1"
    rows, _ = read((URL, WAS), (there, allergy(OLD, "sulfa")), (there, allergy(NEW, "aspirin")), (URL, IS))
    assert sorted(rows) == ["amoxicillin", "aspirin"]


def test_the_same_content_is_a_copy_wherever_it_came_from() -> None:
    assert read((URL, WAS), ("", WAS), ("http://other.example/AllergyIntolerance/1", WAS))[0] == [
        "penicillin"
    ]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("2026-01-01T00:00:10Z", "2026-01-01T00:00:20Z", ["amoxicillin"]),
        ("2026-01-01T00:00:10.9Z", "2026-01-01T00:00:10.10z", ["penicillin"]),
        ("2026-01-01T09:00:00+07:00", "2026-01-01T09:00:01+07:00", ["amoxicillin"]),
        ("2026-01-01T09:00:00+07:00", "2026-01-01T09:00:01Z", ["penicillin", "amoxicillin"]),
    ],
)
def test_the_later_of_one_zone_is_the_newer(before: str, after: str, left: list[str]) -> None:
    was, is_ = (
        allergy({"versionId": f"v-{name}", "lastUpdated": at}, name)
        for at, name in ((before, "penicillin"), (after, "amoxicillin"))
    )
    assert read(("", was), ("", is_), facility=HERE)[0] == left
