"""One request: token, limits, retries, and errors that name no address."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from email.utils import format_datetime

import httpx
import pytest
from fake_exchange import BASE, NOW, Reply, Setting, bundle, outcome

from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange import errors
from viewer.exchange.client import Request, build_http
from viewer.exchange.gate import Turn

pytestmark = pytest.mark.anyio
PATH = "/fhir/Thing/1"


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    async with setting.http:
        yield setting


async def test_a_read_carries_the_token_and_a_number(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(body={"resourceType": "Thing"}, headers={"ETag": 'W/"3"'}))
    answer = await setting.client.get(setting.client.at("Thing", "1"))
    (asked,) = setting.exchange.asked
    assert asked.headers["Authorization"] == "Bearer t0"
    assert asked.headers["Accept-Encoding"] == "gzip"
    assert asked.headers["X-Request-Id"] == answer.reference
    assert len(answer.reference) == 9
    assert (answer.status, answer.etag, answer.whole) == (200, 'W/"3"', True)


async def test_not_modified_is_an_answer(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(304))
    answer = await setting.client.get(setting.client.at("Thing", "1"), etag='W/"3"')
    assert (answer.status, answer.body) == (304, b"")
    assert setting.exchange.asked[0].headers["If-None-Match"] == 'W/"3"'


async def test_no_token_goes_elsewhere(setting: Setting) -> None:
    with pytest.raises(errors.OriginRefused):
        await setting.client.get(Opaque("https://evil.example/fhir/Thing/1"))
    assert not setting.exchange.asked


async def test_a_redirect_is_an_error_and_not_followed(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(302, headers={"Location": "https://hie.example/fhir/Other"}))
    with pytest.raises(errors.Redirected):
        await setting.client.get(setting.client.at("Thing", "1"))
    assert len(setting.exchange.asked) == 1


@pytest.mark.parametrize(
    "trouble",
    [Reply(502), Reply(503), Reply(504), Reply(error=httpx.ReadError), Reply(error=httpx.ConnectError)],
    ids=["502", "503", "504", "broken", "no-connection"],
)
async def test_a_read_is_asked_again_twice_with_growing_pauses(setting: Setting, trouble: Reply) -> None:
    setting.exchange.script(PATH, trouble, trouble, Reply(body={"id": "1"}))
    assert (await setting.client.get(setting.client.at("Thing", "1"))).status == 200
    first, second = setting.naps.taken
    assert 0.15 <= first <= 0.45
    assert 0.3 <= second <= 0.9


async def test_then_it_is_given_up(setting: Setting) -> None:
    setting.exchange.always(PATH, Reply(503))
    with pytest.raises(errors.ServerFailed) as failed:
        await setting.client.get(setting.client.at("Thing", "1"))
    assert failed.value.detail == "server-503"
    assert len(setting.exchange.asked) == 3


@pytest.mark.parametrize("trouble", [Reply(503), Reply(error=httpx.ReadError)], ids=["503", "broken"])
async def test_a_write_is_sent_once(setting: Setting, trouble: Reply) -> None:
    setting.exchange.script("/fhir/Consent", trouble, Reply(201))
    with pytest.raises((errors.ServerFailed, errors.Unreachable)):
        await setting.client.write("POST", setting.client.at("Consent"), b"{}")
    assert len(setting.exchange.asked) == 1


@pytest.mark.parametrize("status", [500, 501, 505])
async def test_other_failures_of_the_server_are_final(setting: Setting, status: int) -> None:
    setting.exchange.always(PATH, Reply(status))
    with pytest.raises(errors.ServerFailed):
        await setting.client.get(setting.client.at("Thing", "1"))
    assert len(setting.exchange.asked) == 1


async def test_silence_is_not_asked_again(setting: Setting) -> None:
    setting.exchange.always(PATH, Reply(error=httpx.ReadTimeout))
    with pytest.raises(errors.TimedOut):
        await setting.client.get(setting.client.at("Thing", "1"))
    assert len(setting.exchange.asked) == 1


@pytest.mark.parametrize(
    ("header", "least"),
    [
        ("2", 2.0),
        ("Mon, 23 Nov 2026 02:00:07 GMT", 7.0),
        ("", 1.0),
        ("soon", 1.0),
        ("Mon, 23 Nov 20269999999999 02:00:07 GMT", 1.0),
    ],
)
async def test_too_many_requests_is_obeyed(setting: Setting, header: str, least: float) -> None:
    assert setting.clock.now() == NOW
    setting.exchange.script(PATH, Reply(429, headers={"Retry-After": header}), Reply(body={"id": "1"}))
    await setting.client.get(setting.client.at("Thing", "1"))
    (pause,) = setting.naps.taken
    assert least <= pause <= least + 0.3


@pytest.mark.parametrize("hours", [-9, 0, 31])
async def test_a_date_to_come_back_at_is_read_by_the_clock_that_wrote_it(
    setting: Setting, hours: int
) -> None:
    sent = NOW + timedelta(hours=hours)
    headers = {
        "Date": format_datetime(sent.astimezone(UTC), usegmt=True),
        "Retry-After": format_datetime((sent + timedelta(seconds=7)).astimezone(UTC), usegmt=True),
    }
    setting.exchange.script(PATH, Reply(429, headers=headers), Reply(body={"id": "1"}))
    await setting.client.get(setting.client.at("Thing", "1"))
    (pause,) = setting.naps.taken
    assert 7 <= pause <= 7.3


async def test_but_not_for_ever(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(429, headers={"Retry-After": "3600"}))
    with pytest.raises(errors.Busy):
        await setting.client.get(setting.client.at("Thing", "1"))
    setting.exchange.always(PATH, Reply(429, headers={"Retry-After": "0"}))
    with pytest.raises(errors.Busy):
        await setting.client.get(setting.client.at("Thing", "1"))
    assert len(setting.exchange.asked) == 1 + 6


async def test_401_renews_the_token_once(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(401), Reply(body={"id": "1"}))
    await setting.client.get(setting.client.at("Thing", "1"))
    assert [asked.headers["Authorization"] for asked in setting.exchange.asked] == ["Bearer t0", "Bearer t1"]
    setting.exchange.always(PATH, Reply(401))
    with pytest.raises(errors.SessionRefused):
        await setting.client.get(setting.client.at("Thing", "1"))
    assert setting.purse.renewals == 2


async def test_a_refusal_carries_its_codes_and_no_address(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(403, outcome("forbidden", "withheld")))
    with pytest.raises(errors.Refused) as refused:
        await setting.client.get(setting.client.at("Thing", "1"))
    assert (refused.value.status, refused.value.codes) == (403, ("withheld", "forbidden"))
    assert refused.value.reference in str(refused.value)


@pytest.mark.parametrize(
    "kind", [httpx.ReadError, httpx.ReadTimeout, httpx.ConnectTimeout, httpx.DecodingError]
)
async def test_no_error_names_an_address(setting: Setting, kind: type[httpx.TransportError]) -> None:
    setting.exchange.always(PATH, Reply(error=kind))
    with pytest.raises(errors.ExchangeError) as failed:
        await setting.client.get(setting.client.at("Thing", "1"))
    chain: BaseException | None = failed.value
    while chain is not None and not chain.__suppress_context__:
        assert "hie.example" not in str(chain)
        chain = chain.__cause__ or chain.__context__
    assert "hie.example" not in str(failed.value)
    assert failed.value.__cause__ is None


async def test_a_page_too_large_is_not_read_to_its_end() -> None:
    setting = Setting(Limits(page_bytes=1000))
    async with setting.http:
        bomb = gzip.compress(b" " * 1_000_000)
        setting.exchange.script(PATH, Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
        with pytest.raises(errors.TooLarge):
            await setting.client.get(setting.client.at("Thing", "1"))


async def test_a_login_page_is_not_json(setting: Setting) -> None:
    setting.exchange.script(PATH, Reply(body=b"<html>", headers={"Content-Type": "text/html"}))
    with pytest.raises(errors.NotJson):
        await setting.client.get(setting.client.at("Thing", "1"))


async def test_a_body_that_stays_cut_is_kept_as_far_as_it_came(setting: Setting) -> None:
    setting.exchange.always(PATH, Reply(body=b'{"resourceType"', breaks=True))
    answer = await setting.client.get(setting.client.at("Thing", "1"))
    assert (answer.body, answer.whole) == (b'{"resourceType"', False)
    assert len(setting.exchange.asked) == 3


async def test_repeated_parameters_are_all_sent(setting: Setting) -> None:
    setting.exchange.script("/fhir/Thing/_search", Reply(body=bundle()))
    form = (("_include", "a"), ("_include", "b"), ("name", "ก&ข"))
    await setting.client.ask(Request("POST", Opaque(f"{BASE}/Thing/_search"), form))
    assert setting.exchange.asked[0].parameters == form


async def test_never_more_than_allowed_at_once() -> None:
    setting = Setting(Limits(in_all=4, per_facility=2, pace=0))
    async with setting.http:
        setting.exchange.always(PATH, Reply(body={"id": "1"}))
        url = setting.client.at("Thing", "1")
        await asyncio.gather(*(setting.client.get(url, turn=Turn(str(n % 5))) for n in range(40)))
        assert setting.exchange.most_at_once == 4
        setting.exchange.most_at_once = 0
        await asyncio.gather(*(setting.client.get(url, turn=Turn("one")) for n in range(10)))
        assert setting.exchange.most_at_once == 2


async def test_the_pool_follows_nothing_and_trusts_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    http = await asyncio.to_thread(build_http, Limits(connect=5, silence=20))
    async with http:
        assert not http.follow_redirects
        assert (http.timeout.connect, http.timeout.read, http.timeout.pool) == (5, 20, None)
        assert not http._mounts
