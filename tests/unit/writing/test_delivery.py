"""Handing over: the places that come back, what is read back, and what counts as not kept."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fake_exchange import Reply, Setting

from viewer.exchange.errors import Refused, ServerFailed
from viewer.writing.delivery import deliver_list
from viewer.writing.errors import NotKept

pytestmark = pytest.mark.anyio
BUNDLE = b'{"resourceType":"Bundle"}'


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
    delivered = await deliver_list(setting.client, BUNDLE, 1)
    assert delivered.ids == ("1", "2")
    assert delivered.confirmed
    assert [one.method for one in setting.exchange.asked if one.path == "/fhir"] == ["POST"]
    assert "2" not in repr(delivered)


@pytest.mark.parametrize("status", [403, 404, 405])
async def test_what_may_not_be_read_back_is_sent_but_not_confirmed(setting: Setting, status: int) -> None:
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2"))
    setting.exchange.script("/fhir/List/1", Reply(status, {"resourceType": "OperationOutcome"}))
    assert not (await deliver_list(setting.client, BUNDLE, 1)).confirmed


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
        await deliver_list(setting.client, BUNDLE, 1)


@pytest.mark.parametrize(
    "back", [listed(0), listed(3), Reply(body={"resourceType": "Patient"})], ids=["fewer", "more", "other"]
)
async def test_a_list_that_does_not_come_back_whole_is_not_kept(setting: Setting, back: Reply) -> None:
    setting.exchange.script("/fhir", taken("List/1", "MedicationStatement/2"))
    setting.exchange.script("/fhir/List/1", back)
    with pytest.raises(NotKept) as error:
        await deliver_list(setting.client, BUNDLE, 1)
    assert "List/1" not in str(error.value)


@pytest.mark.parametrize(("status", "kind"), [(503, ServerFailed), (422, Refused)])
async def test_a_refusal_is_passed_on_and_not_repeated(setting: Setting, status: int, kind: Any) -> None:
    setting.exchange.script("/fhir", Reply(status, {"resourceType": "OperationOutcome"}))
    with pytest.raises(kind):
        await deliver_list(setting.client, BUNDLE, 1)
    assert len([one for one in setting.exchange.asked if one.path == "/fhir"]) == 1
