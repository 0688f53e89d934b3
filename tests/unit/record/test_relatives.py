"""Relatives as sent: Patient.contact and RelatedPerson in every spelling, those that hold no more, and never joined."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.relatives import Kin, Relative, relatives

TODAY = date(2026, 11, 23)
ASKED = Facility("99001", "รพ.ที่ตอบ")
MALI = {"text": "น.ส.มาลี ตัวอย่างดี"}


def read(*resources: dict[str, Any]) -> tuple[Relative, ...]:
    binder = Binder(TODAY, None)
    for number, resource in enumerate(resources):
        binder.add(json.dumps({"id": f"r{number}", **resource}).encode(), ASKED)
    return relatives(binder.record(), TODAY)


def contact(**told: Any) -> Relative:
    (found,) = read({"resourceType": "Patient", "contact": [told]})
    return found


def related(**told: Any) -> Relative:
    (found,) = read({"resourceType": "RelatedPerson", **told})
    return found


def code(word: str, system: str = "v3-RoleCode") -> dict[str, Any]:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": word}]}


@pytest.mark.parametrize(
    ("relationship", "words", "kin"),
    [
        ([{"text": "มารดา"}], "มารดา", Kin.PARENT),
        ("มารดา", "มารดา", Kin.PARENT),
        ([code("MTH")], "MTH", Kin.PARENT),
        (code("GUARD"), "GUARD", Kin.GUARDIAN),
        ([code("N", "v2-0131")], "N", Kin.OTHER),
        ([code("E", "v2-0131")], "E", Kin.NO_KIN),
        ([{**code("N", "v2-0131"), "text": "มารดา"}], "มารดา", Kin.PARENT),
        ([{"text": "ป้าข้างบ้าน"}], "ป้าข้างบ้าน", Kin.OTHER),
    ],
)
def test_the_relation_in_every_spelling(relationship: object, words: str, kin: Kin) -> None:
    for found in (
        contact(name=MALI, relationship=relationship),
        related(name=[MALI], relationship=relationship),
    ):
        assert [one.words for one in found.relations] == [words]
        assert found.kin is kin


@pytest.mark.parametrize(
    ("telecom", "phones"),
    [
        ([{"system": "phone", "value": "08-0000-0002"}], ("08-0000-0002",)),
        ([{"value": "08-0000-0002", "rank": "1"}], ("08-0000-0002",)),
        ({"system": "phone", "value": "08-0000-0002"}, ("08-0000-0002",)),
        ([{"system": "email", "value": "mali@example.org"}], ()),
        ([{"system": "phone", "value": "1"}, {"system": "phone", "value": "2"}], ("1", "2")),
        ([{"system": "phone", "value": "1"}, {"system": "phone", "value": "1"}], ("1",)),
    ],
)
def test_telephones(telecom: object, phones: tuple[str, ...]) -> None:
    assert contact(name=MALI, telecom=telecom).phones == phones
    assert related(name=[MALI], telecom=telecom).phones == phones


@pytest.mark.parametrize(
    ("period", "ended"),
    [
        ({"end": "2026-11-22"}, True),
        ({"end": "2026-11-23"}, False),
        ({"end": "2026"}, False),
        ({"end": "2025"}, True),
        ({"start": "2020"}, False),
        ({"end": "เมื่อปีก่อน"}, False),
    ],
)
def test_what_has_ended_for_certain(period: dict[str, str], ended: bool) -> None:
    assert contact(name=MALI, period=period).ended is ended
    assert related(name=[MALI], period=period).ended is ended


def test_a_related_person_that_is_not_active_holds_no_more() -> None:
    assert related(name=[MALI], active=False).ended
    assert not related(name=[MALI], active=True).ended


def test_a_place_in_the_stead_of_a_person() -> None:
    found = contact(organization={"display": "สถานสงเคราะห์เด็ก"}, telecom=[{"system": "phone", "value": "1"}])
    assert (found.organization, found.phones) == ("สถานสงเคราะห์เด็ก", ("1",))


def test_an_empty_contact_is_nobody_and_a_broken_one_leaves_a_remark() -> None:
    assert read({"resourceType": "Patient", "contact": [{}, {"relationship": []}]}) == ()
    binder = Binder(TODAY, None)
    binder.add(
        json.dumps({"resourceType": "Patient", "id": "p", "contact": ["มารดา", {"name": MALI}]}).encode(),
        ASKED,
    )
    (person,) = binder.record().persons
    assert [one.name.text for one in person.contacts] == [MALI["text"]]
    assert "contact" in {remark.detail for remark in person.remarks}


def test_two_sources_that_differ_stand_apart() -> None:
    told = {"name": MALI, "relationship": [{"text": "มารดา"}]}
    found = read(
        {"resourceType": "Patient", "contact": [{**told, "telecom": [{"value": "1"}]}]},
        {"resourceType": "RelatedPerson", "name": [MALI], "relationship": [{"text": "ป้า"}]},
    )
    assert [(one.name.text, one.relations[0].words, one.phones) for one in found] == [
        (MALI["text"], "มารดา", ("1",)), (MALI["text"], "ป้า", ()),
    ]  # fmt: skip
    assert [one.fact.origin.type for one in found] == ["Patient", "RelatedPerson"]
