"""Handing over: the places that come back, what is read back, and what counts as not kept."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from fake_exchange import Reply, Setting

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.exchange.errors import Refused, ServerFailed
from viewer.writing.delivery import deliver_list
from viewer.writing.errors import NotKept
from viewer.writing.reconciliation import Line, Reconciled
from viewer.writing.replacing import IDENTIFIER

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
SENT = Reconciled(
    "6f9619ff-8b86-4d01-b42d-00c04fc964ff", "แบบบันทึก", "การประสานรายการยา", Opaque("p-1"), Opaque("role-1"),
    Opaque("Practitioner/dr-1"), "ภญ.ทดสอบ", NOW, (Line("stop", "หยุด", "a"),),
)  # fmt: skip


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    async with setting.http:
        yield setting


def taken(*locations: str, status: str = "201 Created") -> Reply:
    entries = [{"response": {"status": status, "location": location}} for location in locations]
    return Reply(body={"resourceType": "Bundle", "type": "transaction-response", "entry": entries})


def listed(count: int) -> Reply:
    return Reply(body={"resourceType": "List", "id": "1", "entry": [{"item": {}}] * count})


@pytest.mark.parametrize(
    "locations",
    [
        ("List/1/_history/1", "MedicationStatement/2/_history/1"),
        ("List/1", "MedicationStatement/2"),
        (
            "https://hie.example/fhir/List/1/_history/7",
            "https://hie.example/fhir/MedicationStatement/2/_history/1",
        ),
    ],
)
async def test_it_is_posted_once_and_read_back(setting: Setting, locations: tuple[str, ...]) -> None:
    setting.exchange.script("/fhir", taken(*locations))
    setting.exchange.script("/fhir/List/1", listed(1))
    delivered = await deliver_list(setting.client, SENT)
    assert delivered.ids == ("1", "2")
    assert delivered.confirmed
    assert [one.method for one in setting.exchange.asked if one.path == "/fhir"] == ["POST"]
    assert "2" not in repr(delivered)


@pytest.mark.parametrize("status", [403, 404, 405])
async def test_what_may_not_be_read_back_is_sent_but_not_confirmed(setting: Setting, status: int) -> None:
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2"))
    setting.exchange.script("/fhir/List/1", Reply(status, {"resourceType": "OperationOutcome"}))
    assert not (await deliver_list(setting.client, SENT)).confirmed


@pytest.mark.parametrize(
    "answer",
    [
        taken("List/1"),
        taken("List/1", "MedicationStatement/2", "MedicationStatement/3"),
        taken("List/1", "MedicationStatement/2", status="422 Unprocessable"),
        taken("List/1", ""),
        Reply(body={"resourceType": "OperationOutcome"}),
        Reply(body=b""),
    ],
    ids=["too-few", "too-many", "refused-inside", "no-place", "outcome", "nothing"],
)
async def test_an_answer_without_a_place_for_each_is_not_kept(setting: Setting, answer: Reply) -> None:
    setting.exchange.script("/fhir", answer)
    with pytest.raises(NotKept):
        await deliver_list(setting.client, SENT)


@pytest.mark.parametrize(
    "back", [listed(0), listed(3), Reply(body={"resourceType": "Patient"})], ids=["fewer", "more", "other"]
)
async def test_a_list_that_does_not_come_back_whole_is_not_kept(setting: Setting, back: Reply) -> None:
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2"))
    setting.exchange.script("/fhir/List/1", back)
    with pytest.raises(NotKept) as error:
        await deliver_list(setting.client, SENT)
    assert "List/1" not in str(error.value)


@pytest.mark.parametrize(("status", "kind"), [(503, ServerFailed), (422, Refused)])
async def test_a_refusal_is_passed_on_and_not_repeated(setting: Setting, status: int, kind: Any) -> None:
    setting.exchange.script("/fhir", Reply(status, {"resourceType": "OperationOutcome"}))
    with pytest.raises(kind):
        await deliver_list(setting.client, SENT)
    assert len([one for one in setting.exchange.asked if one.path == "/fhir"]) == 1


# --- in place of an earlier one

MINE = [{"system": IDENTIFIER, "value": "x"}]
OLD: dict[str, Any] = {
    "resourceType": "List", "id": "old", "status": "current", "meta": {"versionId": "3"},
    "entry": [{"item": {"reference": "MedicationStatement/m"}}, {"item": {"reference": "MedicationStatement/n"}}],
}  # fmt: skip
STATED: dict[str, Any] = {
    "resourceType": "MedicationStatement",
    "id": "m",
    "status": "active",
    "identifier": MINE,
}


def sent_by(setting: Setting) -> list[dict[str, Any]]:
    (asked,) = [one for one in setting.exchange.asked if one.path == "/fhir" and one.method == "POST"]
    entries: list[dict[str, Any]] = json.loads(asked.body)["entry"]
    return entries


async def test_the_earlier_list_and_its_statements_are_taken_back(setting: Setting) -> None:
    exchange = setting.exchange
    exchange.script("/fhir/List/old", Reply(body=OLD), Reply(body=OLD | {"status": "retired"}))
    exchange.script("/fhir/MedicationStatement/m", Reply(body=STATED))
    exchange.script("/fhir/MedicationStatement/n", Reply(body=STATED | {"id": "n", "identifier": []}))
    answer = ("List/1", "MedicationStatement/2", "List/old/_history/4", "MedicationStatement/m/_history/2")
    exchange.script("/fhir", taken(*answer))
    exchange.script("/fhir/List/1", listed(1))
    delivered = await deliver_list(setting.client, SENT, "old")
    assert delivered.confirmed
    assert not delivered.stands
    changed = [entry for entry in sent_by(setting) if entry["request"]["method"] == "PUT"]
    assert [(one["request"]["url"], one["resource"]["status"]) for one in changed] == [
        ("List/old", "retired"),
        ("MedicationStatement/m", "entered-in-error"),
    ], "what another program wrote is left alone"
    assert changed[0]["request"]["ifMatch"] == 'W/"3"'


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_one_that_cannot_be_looked_at_stands_and_that_is_told(setting: Setting, status: int) -> None:
    setting.exchange.script("/fhir/List/old", Reply(status, {"resourceType": "OperationOutcome"}))
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2"))
    setting.exchange.script("/fhir/List/1", listed(1))
    delivered = await deliver_list(setting.client, SENT, "old")
    assert delivered.stands
    assert all(entry["request"]["method"] == "POST" for entry in sent_by(setting))


async def test_one_that_is_still_current_afterwards_is_not_kept(setting: Setting) -> None:
    setting.exchange.script("/fhir/List/old", Reply(body=OLD | {"entry": []}), Reply(body=OLD))
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2", "List/old/_history/4"))
    setting.exchange.script("/fhir/List/1", listed(1))
    with pytest.raises(NotKept):
        await deliver_list(setting.client, SENT, "old")


async def test_one_that_may_come_when_asked_again_is_asked_again_before_anything_is_sent(
    setting: Setting,
) -> None:
    setting.exchange.always("/fhir/List/old", Reply(503, {"resourceType": "OperationOutcome"}))
    with pytest.raises(ServerFailed):
        await deliver_list(setting.client, SENT, "old")
    assert not [one for one in setting.exchange.asked if one.path == "/fhir" and one.method == "POST"]
