"""The exchange's own questions: facilities, posts, people, capability."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fake_exchange import BASE, Reply, Resource, Setting, bundle, outcome

from viewer.base.opaque import Opaque
from viewer.exchange import errors
from viewer.exchange.query import capability, facilities, find, posts
from viewer.identity.citizen import CitizenId

pytestmark = pytest.mark.anyio


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    async with setting.http:
        yield setting


CITIZEN = CitizenId.parse("9660487647597")


def organization(id_: str, system: str, hcode: str, **more: object) -> Resource:
    return {
        "resourceType": "Organization",
        "id": id_,
        "identifier": [{"system": "https://other.example", "value": "x"}, {"system": system, "value": hcode}],
        "name": f" รพ.{id_} ",
        **more,
    }


def endpoint(owner: str, address: str, kind: str = "hl7-fhir-rest", status: str = "active") -> Resource:
    return {
        "resourceType": "Endpoint",
        "status": status,
        "connectionType": {"code": kind},
        "managingOrganization": {"reference": f"Organization/{owner}"},
        "address": address,
    }


async def test_facilities_by_hcode_through_every_family_of_addresses(setting: Setting) -> None:
    setting.exchange.held["/fhir", "Organization"] = [
        organization("a", "https://terms.sil-th.org/id/th-moph-hcode", "01381", type=[{"text": "รพช."}]),
        organization("b", "https://bps.moph.go.th/hcode/5", "99002"),
        organization("c", "http://203.157.10.8/hcode_2020/query_set.php", "990040001"),
        organization("d", "http://bps.moph.go.th/hcode/5/", "99004"),
        organization("e", "https://unknown.example", "99005"),
        organization("f", "https://bps.moph.go.th/hcode/5", "99006", active=False),
    ]
    setting.exchange.held["/fhir", "Organization"][1]["telecom"] = [
        {"system": "email", "value": "x"},
        {"system": "phone", "value": "0-2000-9902"},
    ]
    setting.exchange.held["/fhir", "Endpoint"] = [
        endpoint("a", "https://hie.example/at/01381/fhir"),
        endpoint("b", "https://hie.example/dicom", kind="dicom-wado-rs"),
        endpoint("c", "https://hie.example/off", status="off"),
    ]
    setting.exchange.page_size = 2
    found = await facilities(setting.client)
    assert sorted(found) == ["01381", "99002", "99004", "990040001"]
    assert (found["01381"].name, found["01381"].kind) == ("รพ.a", "รพช.")
    assert found["01381"].endpoint == "https://hie.example/at/01381/fhir"
    assert found["01381"].organization == "a"
    assert found["99002"].phone == "0-2000-9902"
    assert found["99002"].endpoint == found["990040001"].endpoint == ""


async def test_posts_and_licence(setting: Setting) -> None:
    doctor = {
        "resourceType": "Practitioner",
        "id": "dr",
        "qualification": [{"identifier": [{"value": " "}, {"value": "ว.99001"}]}],
    }
    role = {
        "resourceType": "PractitionerRole",
        "id": "r1",
        "practitioner": {"reference": f"{BASE}/Practitioner/dr"},
        "organization": {"reference": "Organization/a"},
        "code": [{"coding": [{"code": "doctor"}]}],
        "specialty": [{"text": "เวชปฏิบัติทั่วไป"}],
    }
    others = [
        role | {"id": "r2", "practitioner": {"reference": "Practitioner/somebody"}},
        role | {"id": "r3", "active": False},
        role | {"id": "r4", "organization": {"reference": "Organization/unknown"}},
        role | {"id": "r5", "code": []},
    ]
    place = organization("a", "https://bps.moph.go.th/hcode/5", "99002")
    setting.exchange.script("/fhir/Practitioner/dr", Reply(body=doctor))
    setting.exchange.script("/fhir/PractitionerRole/_search", Reply(body=bundle(role, *others, place)))
    licence, found = await posts(setting.client, Opaque(f"{BASE}/Practitioner/dr"))
    assert licence == "ว.99001"
    (post,) = found
    assert (post.id.reveal(), post.role, post.hcode, post.facility, post.specialty, post.organization) == (
        "r1",
        "doctor",
        "99002",
        "รพ.a",
        "เวชปฏิบัติทั่วไป",
        "a",
    )


@pytest.mark.parametrize(
    "user", ["https://elsewhere.example/fhir/Practitioner/dr", "Patient/dr", "", f"{BASE}/Person/dr"]
)
async def test_who_is_no_practitioner_here_has_no_posts(setting: Setting, user: str) -> None:
    with pytest.raises(errors.ExchangeError):
        await posts(setting.client, Opaque(user))
    assert not setting.exchange.asked


def person(
    id_: str, system: str = "https://www.dopa.go.th", value: str = "9660487647597", **more: object
) -> Resource:
    return {
        "resourceType": "Patient",
        "id": id_,
        "identifier": [{"system": system, "value": value, "type": "CID"}],
        "name": [
            {"use": "old", "text": "น.ส.เก่า"},
            {"use": "official", "prefix": ["นาย"], "given": ["บุญมี "], "family": " สมมติวงศ์"},
        ],
        "gender": "male",
        "birthDate": "1960-03-14",
        **more,
    }


async def test_a_person_is_found_by_post_under_every_alias(setting: Setting) -> None:
    setting.exchange.script(
        "/fhir/Patient/_search",
        Reply(
            body=bundle(person("p1"), person("p1"), person("p2", "http://dopa.go.th", "9-6604-87647-59-7"))
        ),
    )
    found = await find(setting.client, CITIZEN)
    assert [one.patient.reveal() for one in found] == ["p1", "p2"]
    assert (found[0].name, found[0].gender, found[0].birth) == ("นายบุญมี สมมติวงศ์", "male", "1960-03-14")
    (asked,) = setting.exchange.asked
    assert (asked.method, asked.path) == ("POST", "/fhir/Patient/_search")
    assert asked.parameter("identifier") == (
        "https://terms.sil-th.org/id/th-cid|9660487647597,https://www.dopa.go.th|9660487647597,"
        "http://dopa.go.th|9660487647597"
    )


async def test_everybody_is_nobody(setting: Setting) -> None:
    """A server that ignores the identifier must not put a stranger before the clinician."""
    strangers = [
        person("s1", value="9291417776317"),
        person("s2", "https://sil-th.org/hn"),
        {"resourceType": "Patient", "id": "s3"},
    ]
    setting.exchange.script("/fhir/Patient/_search", Reply(body=bundle(*strangers)))
    assert await find(setting.client, CITIZEN) == ()


@pytest.mark.parametrize("dead", [{"deceasedBoolean": True}, {"deceasedDateTime": "2021"}])
async def test_the_dead_are_marked(setting: Setting, dead: dict[str, Any]) -> None:
    setting.exchange.script("/fhir/Patient/_search", Reply(body=bundle(person("p1", **dead))))
    assert (await find(setting.client, CITIZEN))[0].deceased


@pytest.mark.parametrize("empty", ["0000-00-00", "9999-12-31"])
async def test_an_empty_date_of_death_marks_nobody(setting: Setting, empty: str) -> None:
    found = bundle(person("p1", deceasedDateTime=empty))
    setting.exchange.script("/fhir/Patient/_search", Reply(body=found))
    assert not (await find(setting.client, CITIZEN))[0].deceased


@pytest.mark.parametrize("status", [405, 501])
async def test_the_citizen_id_never_stands_in_an_address(setting: Setting, status: int) -> None:
    setting.exchange.always("/fhir/Patient/_search", Reply(status))
    with pytest.raises(errors.ExchangeError):
        await find(setting.client, CITIZEN)
    assert {asked.method for asked in setting.exchange.asked} == {"POST"}


async def test_other_searches_fall_back_to_get(setting: Setting) -> None:
    setting.exchange.always("/fhir/Organization/_search", Reply(405))
    setting.exchange.held["/fhir", "Organization"] = [
        organization("a", "https://bps.moph.go.th/hcode/5", "99002")
    ]
    assert list(await facilities(setting.client)) == ["99002"]


async def test_capability(setting: Setting) -> None:
    rest = [
        {
            "mode": "server",
            "resource": [
                {"type": "Condition"},
                {"type": "AuditEvent", "updateCreate": True},
                {"type": "Organization"},
            ],
        }
    ]
    statement = {"resourceType": "CapabilityStatement", "rest": rest}
    setting.exchange.script("/fhir/metadata", Reply(body=statement))
    able = await capability(setting.client)
    assert (able.types, able.update_create) == (frozenset({"Condition"}), True)
    assert able.offers("Condition")
    assert not able.offers("Goal")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(401),
        Reply(404, outcome("not-found")),
        Reply(body=b"<html>", headers={"Content-Type": "text/html"}),
        Reply(body={"resourceType": "CapabilityStatement"}),
        Reply(body={"resourceType": "CapabilityStatement", "rest": [{"resource": [{"type": "Patient"}]}]}),
        Reply(body={"resourceType": "CapabilityStatement", "rest": "?"}),
    ],
)
async def test_a_server_that_does_not_say_is_asked_everything(setting: Setting, reply: Reply) -> None:
    setting.exchange.always("/fhir/metadata", reply)
    able = await capability(setting.client)
    assert able.types is None
    assert able.offers("Goal")


async def test_a_directory_that_is_none_is_an_error(setting: Setting) -> None:
    setting.exchange.always("/fhir/Endpoint/_search", Reply(body=outcome("processing")))
    with pytest.raises(errors.NotJson):
        await facilities(setting.client)


def _takes(*interactions: str) -> list[Resource]:
    return [{"code": code} for code in interactions]


@pytest.mark.parametrize(
    ("resources", "whole", "taken"),
    [
        (
            [("List", _takes("create", "read")), ("MedicationStatement", _takes("create"))],
            _takes("transaction"),
            True,
        ),
        ([("List", _takes("create")), ("MedicationStatement", _takes("read"))], _takes("transaction"), False),
        ([("List", _takes("create")), ("MedicationStatement", _takes("create"))], _takes("batch"), False),
        ([("List", []), ("MedicationStatement", [])], _takes("transaction"), False),
    ],
    ids=["both", "one-only", "no-transaction", "not-said"],
)
async def test_what_an_exchange_takes_is_what_it_says(
    setting: Setting, resources: list[tuple[str, list[Resource]]], whole: list[Resource], taken: bool
) -> None:
    told = [{"type": type_, "interaction": codes} for type_, codes in resources]
    statement = {"resourceType": "CapabilityStatement", "rest": [{"resource": told, "interaction": whole}]}
    setting.exchange.script("/fhir/metadata", Reply(body=statement))
    found = await capability(setting.client)
    assert found.takes(("List", "MedicationStatement")) is taken


async def test_what_is_only_written_is_not_what_can_be_searched(setting: Setting) -> None:
    told = [{"type": "List", "interaction": _takes("create", "read")}, {"type": "Patient"}]
    statement = {"resourceType": "CapabilityStatement", "rest": [{"resource": told}]}
    setting.exchange.script("/fhir/metadata", Reply(body=statement))
    assert (await capability(setting.client)).types is None, "it has not said what its facilities offer"
