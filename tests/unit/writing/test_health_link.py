"""A SMART Health Link, read as the standard says a receiving program reads it."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_exchange import Reply, Setting
from joserfc import jwe
from joserfc.jwk import OctKey

from viewer.base.opaque import Opaque
from viewer.exchange.errors import OriginRefused, Refused
from viewer.writing.errors import NotKept
from viewer.writing.health_link import Deposit, encrypted, health_link, link_of, new_passcode

pytestmark = pytest.mark.anyio
UNTIL = datetime(2026, 11, 30, 7, tzinfo=UTC)
BUNDLE = b'{"resourceType":"Bundle","type":"document","entry":[]}' * 20
DEPOSIT = Deposit(BUNDLE, UNTIL, Opaque("135790"), "ใบส่งต่อผู้ป่วย")
MANIFEST = "https://hie.example/links/" + "x" * 43 + "/m"


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    async with setting.http:
        yield setting


def bare(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def payload(link: str) -> dict[str, Any]:
    assert link.startswith("shlink:/")
    found: dict[str, Any] = json.loads(bare(link.removeprefix("shlink:/")))
    return found


async def test_what_is_deposited_opens_with_the_links_key_only(setting: Setting) -> None:
    setting.exchange.script("/links", Reply(201, {"url": MANIFEST}, {"Content-Type": "application/json"}))
    link = await health_link(setting.client, "https://hie.example/links", DEPOSIT)
    (asked,) = setting.exchange.asked
    sent = json.loads(asked.body)
    assert (asked.method, asked.headers["Content-Type"]) == ("POST", "application/json")
    assert (sent["exp"], sent["passcode"]) == (int(UNTIL.timestamp()), "135790")
    told = payload(link.reveal())
    assert told["key"] not in asked.body.decode(), "the exchange cannot read it"
    assert b"Bundle" not in asked.body
    opened = jwe.decrypt_compact(
        sent["files"][0]["jwe"], OctKey.import_key(bare(told["key"])), algorithms=["dir", "A256GCM"]
    )
    assert opened.plaintext == BUNDLE
    assert opened.headers() == {"alg": "dir", "enc": "A256GCM", "cty": "application/fhir+json"}


def test_the_payload_is_the_standards() -> None:
    told = payload(link_of(MANIFEST, bytes(range(32)), DEPOSIT).reveal())
    assert told == {
        "url": MANIFEST, "flag": "P", "key": base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("="),
        "exp": int(UNTIL.timestamp()), "label": "ใบส่งต่อผู้ป่วย",
    }  # fmt: skip
    assert len(told["key"]) == 43


def test_no_two_files_are_encrypted_alike() -> None:
    assert len({encrypted(BUNDLE, bytes(32)) for _ in range(20)}) == 20


def test_passcodes_are_six_digits_and_show_nothing() -> None:
    drawn = {new_passcode().reveal() for _ in range(200)}
    assert len(drawn) > 190
    assert all(len(one) == 6 and one.isdigit() for one in drawn)
    assert "135790" not in repr(DEPOSIT)
    assert "Bundle" not in repr(DEPOSIT)


@pytest.mark.parametrize(
    "body",
    [{}, {"url": ""}, {"url": "https://elsewhere.example/x"}, {"url": MANIFEST + "m" * 128}, []],
    ids=["nothing", "empty", "elsewhere", "too long", "no object"],
)
async def test_an_address_that_no_link_may_hold_is_not_kept(setting: Setting, body: Any) -> None:
    setting.exchange.script(
        "/links", Reply(201, json.dumps(body).encode(), {"Content-Type": "application/json"})
    )
    with pytest.raises(NotKept):
        await health_link(setting.client, "https://hie.example/links", DEPOSIT)


async def test_a_refusal_is_told_and_a_strange_origin_gets_nothing(setting: Setting) -> None:
    setting.exchange.script("/links", Reply(422, {"resourceType": "OperationOutcome"}))
    with pytest.raises(Refused):
        await health_link(setting.client, "https://hie.example/links", DEPOSIT)
    with pytest.raises(OriginRefused):
        await health_link(setting.client, "https://elsewhere.example/links", DEPOSIT)
    assert len(setting.exchange.asked) == 1
