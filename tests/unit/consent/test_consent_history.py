"""What was asked before, told from the Consents themselves: ours, the PCF shape, and what cannot be read."""

import json
from typing import Any

import pytest
from fake_exchange import Reply, Setting, bundle

from viewer.base.opaque import Opaque
from viewer.consent.history import past_consents, told_of
from viewer.exchange import errors
from viewer.exchange.directory import Facility

NAMES = {"org-1": "รพ. หนึ่ง", "org-2": "รพ. สอง"}
PLACES = {f"9900{n}": Facility(f"9900{n}", f"รพ. {n}", organization=f"org-{n}") for n in range(1, 3)}
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
TYPES = "http://hl7.org/fhir/resource-types"


def actor(role: str, reference: str, display: str = "") -> dict[str, Any]:
    coding = {"coding": [{"system": PARTICIPATION, "code": role}]}
    return {"role": coding, "reference": {"reference": reference, "display": display}}


def permit(place: str, kind: str = "permit") -> dict[str, Any]:
    return {
        "type": kind,
        "period": {"start": "2026-11-23T14:00:00+07:00", "end": "2026-11-23T16:00:00+07:00"},
        "actor": [
            actor("IRCP", "PractitionerRole/r", "พญ.อรอนงค์"),
            actor("CST", f"Organization/{place}", "ที่อื่น"),
        ],
        "purpose": [{"system": REASON, "code": "TREAT"}],
        "class": [{"system": TYPES, "code": "Observation"}],
    }


def consent(status: str = "active", day: str = "2026-11-23", **more: Any) -> dict[str, Any]:
    nested = [permit("org-1"), permit("org-9"), permit("org-2", "deny")]
    return {
        "resourceType": "Consent", "id": f"c-{day}", "status": status, "dateTime": f"{day}T13:58:00+07:00",
        "performer": [{"display": "ผู้ป่วย"}], "provision": {"type": "deny", "provision": nested}, **more,
    }  # fmt: skip


def read(resource: dict[str, Any]) -> Any:
    return told_of(json.dumps(resource).encode(), NAMES)


def test_who_what_for_which_data_where_until_when() -> None:
    told = read(consent())
    assert (told.status, told.purposes, told.recipients) == ("active", ("TREAT",), ("พญ.อรอนงค์",))
    assert told.types == ("Observation",)
    assert told.permitted == ("รพ. หนึ่ง", "ที่อื่น")  # of the directory, else as the Consent calls it
    assert told.refused == ("รพ. สอง",)
    assert told.asked.isoformat() == "2026-11-23T13:58:00+07:00"
    assert told.until.isoformat() == "2026-11-23T16:00:00+07:00"
    assert told.given_by == ("ผู้ป่วย",)
    assert told.whole


def test_the_shape_of_pcf() -> None:
    root = permit("org-1") | {"provision": [permit("org-2", "deny")]}
    told = read(consent(provision=root))
    assert (told.permitted, told.refused) == (("รพ. หนึ่ง",), ("รพ. สอง",))


@pytest.mark.parametrize("status", ["proposed", "rejected", "inactive", "entered-in-error"])
def test_every_answer_is_told(status: str) -> None:
    assert read(consent(status)).status == status


def test_what_cannot_be_read_is_told_by_its_status() -> None:
    told = read(consent(provision={"type": "permit", "madeUp": 1}))
    assert (told.status, told.whole, told.permitted) == ("active", False, ())
    assert read(consent(provision=None)).whole is False


@pytest.mark.parametrize(
    "other", [{"resourceType": "Patient", "id": "p"}, {"resourceType": "Consent"}, {}, []]
)
def test_what_is_no_consent_is_none(other: Any) -> None:
    assert told_of(json.dumps(other).encode(), NAMES) is None


@pytest.mark.anyio
async def test_all_of_them_the_newest_first() -> None:
    setting = Setting()
    days = ("2026-01-02", "2026-11-23", "2025-06-30")
    body = bundle(*(consent("inactive", day) for day in days))
    setting.exchange.script("/fhir/Consent/_search", Reply(body=body))
    async with setting.http:
        found = await past_consents(setting.client, Opaque("p"), PLACES)
    assert [one.asked.date().isoformat() for one in found if one.asked] == [
        "2026-11-23",
        "2026-01-02",
        "2025-06-30",
    ]
    assert found[0].permitted == ("รพ. 1", "ที่อื่น")


@pytest.mark.anyio
async def test_an_exchange_that_does_not_say_is_no_empty_history() -> None:
    setting = Setting()
    setting.exchange.script("/fhir/Consent/_search", Reply(403))
    async with setting.http:
        with pytest.raises(errors.Refused):
            await past_consents(setting.client, Opaque("p"), PLACES)
