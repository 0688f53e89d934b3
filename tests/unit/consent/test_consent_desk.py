"""The consent desk: asked, answered in every way, watched, and the Permit that comes of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fake_exchange import BASE, NOW, Asked, FakeExchange, Reply, Resource, Setting, bundle, outcome, profile

from viewer.base.opaque import Opaque
from viewer.consent.answers import Answer, ConsentRequest, Ended, Outcome, Rhythm
from viewer.consent.desk import ConsentDesk
from viewer.consent.errors import RequestNotTaken
from viewer.exchange import errors
from viewer.exchange.directory import Facility
from viewer.exchange.permit import PermitExpired, Receipt
from viewer.signin.errors import SignInAgain
from viewer.signin.people import Clinician, Post

pytestmark = pytest.mark.anyio
PLACES = {f"9900{n}": Facility(f"9900{n}", f"รพ. {n}", organization=f"org-{n}") for n in range(1, 5)}
POST = Post(Opaque("role-1"), "doctor", "99004", "คลินิกใจดี", organization="org-4")
DOCTOR = Clinician(Opaque("sub"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque(f"{BASE}/Practitioner/dr"))
PATIENT = Opaque("p")
TYPES = frozenset({"Patient", "Condition"})
UNTIL = NOW + timedelta(hours=8)
RECEIPT = Receipt("event", NOW)
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


class Phone(FakeExchange):
    """An exchange with one patient, who answers on their phone when ``plan`` says so: at the n-th look."""

    def __init__(self) -> None:
        super().__init__()
        self.consents: dict[str, Resource] = {}
        self.version = 1
        self.looks = 0
        self.plan: dict[int, Callable[[], None]] = {}

    def usual(self, asked: Asked) -> Reply:
        if asked.path == "/fhir/Consent/_search":
            return Reply(body=bundle(*[c for c in self.consents.values() if c["status"] == "active"]))
        if (asked.method, asked.path) == ("POST", "/fhir/Consent"):
            return self._propose(json.loads(asked.body))
        key = asked.path.removeprefix("/fhir/Consent/")
        if asked.method == "GET" and key in self.consents:
            self.looks += 1
            self.plan.get(self.looks, lambda: None)()
            etag = f'W/"{self.version}"'
            if asked.headers.get("If-None-Match") == etag:
                return Reply(304)
            return Reply(body=self.consents[key], headers={"ETag": etag})
        return super().usual(asked)

    def _propose(self, sent: Resource) -> Reply:
        until = (NOW + timedelta(minutes=6)).isoformat()
        code: Resource = {
            "system": "https://prawat.example/consent-code",
            "value": "493817",
            "extension": [
                {
                    "url": "https://prawat.example/consent-link",
                    "valueUrl": "https://hie.example/phone/c/secret",
                },
                {"url": "https://prawat.example/consent-code-until", "valueDateTime": until},
            ],
        }
        self.consents["c1"] = sent | {"id": "c1", "identifier": [{"system": "x", "value": "1"}, code]}
        return Reply(201, self.consents["c1"])

    def approve(self, *places: int, refused: tuple[int, ...] = (), **change: object) -> None:
        wish = self.consents["c1"]["provision"]["provision"][0]
        self._change("active", [self._one(wish, n, "permit") | change for n in places])
        self.consents["c1"]["provision"]["provision"] += [self._one(wish, n, "deny") for n in refused]

    def refuse(self) -> None:
        self._change("rejected", [])

    def withdraw(self) -> None:
        self._change("inactive", [])

    def touch(self) -> None:
        self.version += 1

    def _change(self, status: str, provisions: list[Resource]) -> None:
        self.version += 1
        provision = {"type": "deny", "provision": provisions}
        self.consents["c1"] = self.consents["c1"] | {"status": status, "provision": provision}

    @staticmethod
    def _one(wish: Resource, place: int, kind: str) -> Resource:
        source = {
            "role": {"coding": [{"system": PARTICIPATION, "code": "CST"}]},
            "reference": {"reference": f"Organization/org-{place}"},
        }
        return wish | {"type": kind, "actor": [*wish["actor"], source]}


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting(exchange=Phone())
    async with setting.http:
        yield setting


@pytest.fixture
def phone(setting: Setting) -> Phone:
    assert isinstance(setting.exchange, Phone)
    return setting.exchange


@pytest.fixture
def desk(setting: Setting) -> ConsentDesk:
    return ConsentDesk(
        setting.client, profile(), PLACES, setting.clock, setting.naps.sleep, chance=lambda low, high: high
    )


async def ask(desk: ConsentDesk) -> ConsentRequest:
    return await desk.request(PATIENT, POST, DOCTOR, TYPES, UNTIL)


async def answered(desk: ConsentDesk) -> Outcome:
    return await desk.wait(await ask(desk))


async def test_what_is_sent(desk: ConsentDesk, phone: Phone) -> None:
    request = await ask(desk)
    assert (request.code, request.code_until) == ("493817", NOW + timedelta(minutes=6))
    assert request.link == Opaque("https://hie.example/phone/c/secret")
    assert "secret" not in repr(request)
    assert "Patient/p" not in repr(request)
    sent: Any = json.loads(phone.asked[0].body)
    assert (sent["status"], sent["patient"]) == ("proposed", {"reference": "Patient/p"})
    assert sent["policy"][0]["uri"]
    root = sent["provision"]
    (permit,) = root["provision"]
    assert (root["type"], permit["type"]) == ("deny", "permit")
    assert [a["reference"]["reference"] for a in permit["actor"]] == [
        "PractitionerRole/role-1",
        "Organization/org-4",
    ]
    assert {a["role"]["coding"][0]["code"] for a in permit["actor"]} == {"IRCP"}
    assert permit["purpose"][0]["code"] == "TREAT"
    assert [c["code"] for c in permit["class"]] == sorted(TYPES)
    assert permit["period"] == {"start": "2026-11-23T09:00:00+07:00", "end": "2026-11-23T17:00:00+07:00"}


async def test_a_lost_request_is_not_sent_twice(desk: ConsentDesk, phone: Phone) -> None:
    phone.script("/fhir/Consent", Reply(error=httpx.ReadError))
    with pytest.raises(errors.Unreachable):
        await ask(desk)
    assert len(phone.asked) == 1


@pytest.mark.parametrize("body", [b"", b"{}", {"resourceType": "Consent", "id": "c1"}])
async def test_an_answer_without_a_code_cannot_be_shown(
    desk: ConsentDesk, phone: Phone, body: bytes | Resource
) -> None:
    phone.script("/fhir/Consent", Reply(201, body))
    with pytest.raises(RequestNotTaken):
        await ask(desk)


async def test_approved(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan[3] = lambda: phone.approve(1, 2)
    outcome_ = await answered(desk)
    assert outcome_.answer is Answer.ACTIVE
    assert outcome_.consented is not None
    permit = desk.permit(outcome_.consented, RECEIPT)
    assert [(g.hcode, g.name, g.permitted) for g in permit.grants] == [
        ("99001", "รพ. 1", True),
        ("99002", "รพ. 2", True),
    ]
    assert (permit.patient, permit.purpose, permit.until, permit.types) == (PATIENT, "TREAT", UNTIL, TYPES)
    assert permit.receipt is RECEIPT


async def test_narrowed(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan[1] = lambda: phone.approve(1, refused=(2,))
    outcome_ = await answered(desk)
    assert outcome_.answer is Answer.NARROWED
    assert outcome_.consented is not None
    assert [g.permitted for g in outcome_.consented.grants] == [True, False]


async def test_refused_and_withdrawn_before_we_looked(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan[2] = phone.refuse
    assert (await answered(desk)).answer is Answer.REJECTED
    phone.looks, phone.plan = 0, {1: phone.withdraw}
    assert (await answered(desk)).answer is Answer.INACTIVE


async def test_approved_in_a_way_we_do_not_understand(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan[1] = lambda: phone.approve(1, securityLabel=[{"code": "R"}])
    outcome_ = await answered(desk)
    assert (outcome_.answer, outcome_.consented) == (Answer.NOTHING_GRANTED, None)
    assert "security-label" in outcome_.reasons


async def test_nobody_answers(desk: ConsentDesk, phone: Phone, setting: Setting) -> None:
    assert (await answered(desk)).answer is Answer.EXPIRED
    assert setting.clock.now() == NOW + timedelta(minutes=6)
    naps = setting.naps.taken
    soon = [nap for nap in naps if nap == pytest.approx(2.4)]
    later = [nap for nap in naps if nap == pytest.approx(6.0)]
    assert len(soon) == 25, "every 2 s (20 % more here) for a minute"
    assert len(later) == 49 or len(later) == 50, "then every 5 s"
    assert all(
        a.headers.get("If-None-Match") for a in phone.asked if a.method == "GET" and a != phone.asked[1]
    )


async def test_an_answer_in_the_last_moment_counts(desk: ConsentDesk, phone: Phone, setting: Setting) -> None:
    request = await ask(desk)
    setting.clock.moment = request.code_until
    phone.plan[1] = lambda: phone.approve(1)
    assert (await desk.wait(request)).answer is Answer.ACTIVE


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(503),
        Reply(500),
        Reply(error=httpx.ConnectError),
        Reply(error=httpx.ReadTimeout),
        Reply(body=b"{}"),
    ],
    ids=["503", "500", "no-connection", "silence", "nonsense"],
)
async def test_a_bad_line_is_no_answer(desk: ConsentDesk, phone: Phone, trouble: Reply) -> None:
    phone.script("/fhir/Consent/c1", *[trouble] * 6)
    phone.plan[1] = lambda: phone.approve(1)
    assert (await answered(desk)).answer is Answer.ACTIVE


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_request_that_is_gone_is_no(desk: ConsentDesk, phone: Phone, status: int) -> None:
    phone.script("/fhir/Consent/c1", Reply(status))
    assert (await answered(desk)).answer is Answer.INACTIVE


async def test_earlier_consents_are_used(desk: ConsentDesk, phone: Phone) -> None:
    assert await desk.earlier(PATIENT, POST, TYPES) is None
    await ask(desk)
    phone.approve(1)
    phone.consents["wide"] = phone.consents["c1"] | {"id": "wide"}
    phone.approve(1, 2)
    phone.consents["wide"], phone.consents["c1"] = (
        phone.consents["c1"] | {"id": "wide"},
        phone.consents["wide"],
    )
    phone.consents["odd"] = {"resourceType": "Consent", "status": "active", "id": "odd"}
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is not None
    assert found.id == Opaque("wide")
    asked = phone.asked[-1]
    assert asked.parameters == (("patient", "p"), ("status", "active"))
    somebody_else = Post(Opaque("role-2"), "doctor", "99004", "คลินิกใจดี", organization="org-4")
    assert await desk.earlier(PATIENT, somebody_else, TYPES) is None


async def watched(desk: ConsentDesk, phone: Phone) -> Ended:
    await ask(desk)
    phone.approve(1, 2)
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is not None
    return await desk.watch(desk.permit(found, RECEIPT))


async def test_withdrawn_while_open(desk: ConsentDesk, phone: Phone, setting: Setting) -> None:
    phone.plan[3] = phone.withdraw
    assert await watched(desk, phone) is Ended.WITHDRAWN
    assert setting.naps.taken == [36.0] * 3


async def test_a_facility_taken_back_while_open_is_a_withdrawal(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan[2] = lambda: phone.approve(1, refused=(2,))
    # approve() reads the wish from what stands there now: a permit of facility 1.
    assert await watched(desk, phone) is Ended.WITHDRAWN


async def test_a_new_version_that_takes_nothing_changes_nothing(desk: ConsentDesk, phone: Phone) -> None:
    phone.plan = {2: phone.touch, 5: phone.withdraw}
    assert await watched(desk, phone) is Ended.WITHDRAWN
    assert phone.looks == 5


@pytest.mark.parametrize("status", [403, 404])
async def test_a_consent_that_is_gone_is_withdrawn(desk: ConsentDesk, phone: Phone, status: int) -> None:
    phone.script("/fhir/Consent/c1", Reply(304), Reply(503), Reply(503), Reply(503), Reply(status))
    assert await watched(desk, phone) is Ended.WITHDRAWN


async def test_it_ends_with_its_time(desk: ConsentDesk, phone: Phone, setting: Setting) -> None:
    assert await watched(desk, phone) is Ended.EXPIRED
    assert setting.clock.now() == UNTIL
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is None


async def test_a_refusal_that_says_nothing_of_the_consent_is_an_error(
    desk: ConsentDesk, phone: Phone
) -> None:
    phone.always("/fhir/Consent/c1", Reply(400, outcome("invalid")))
    with pytest.raises(errors.Refused):
        await watched(desk, phone)


async def test_the_permit_expires_by_itself(desk: ConsentDesk, phone: Phone, setting: Setting) -> None:
    await ask(desk)
    phone.approve(1)
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is not None
    permit = desk.permit(found, RECEIPT)
    permit.check(setting.clock)
    setting.clock.moment = UNTIL
    with pytest.raises(PermitExpired):
        permit.check(setting.clock)


async def test_cancelling_takes_the_request_back_where_it_can(desk: ConsentDesk, phone: Phone) -> None:
    request = await ask(desk)
    phone.script("/fhir/Consent/c1", Reply(200))
    assert await desk.cancel(request)
    put = phone.asked[-1]
    sent = json.loads(put.body)
    assert (put.method, sent["status"], sent["id"]) == ("PUT", "inactive", "c1")
    assert not await desk.cancel(request), "an exchange without that door"


async def test_waiting_can_be_cancelled(setting: Setting, phone: Phone) -> None:
    forever = asyncio.Event()

    async def sleep(_: float) -> None:
        await forever.wait()

    desk = ConsentDesk(setting.client, profile(), PLACES, setting.clock, sleep, Rhythm())
    before = asyncio.all_tasks()
    task = asyncio.create_task(answered(desk))
    while phone.looks == 0:  # noqa: ASYNC110 - the loop has nothing else to wait on
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert asyncio.all_tasks() == before


async def test_a_provider_that_is_down_ends_nothing_and_is_told(
    desk: ConsentDesk, phone: Phone, setting: Setting
) -> None:
    """The token runs out while the provider does not answer: the permit stands, and it is said that nobody looks."""
    told: list[bool] = []
    await ask(desk)
    phone.approve(1)
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is not None
    setting.purse.down = 3
    phone.plan[2] = phone.withdraw
    assert await desk.watch(desk.permit(found, RECEIPT), told.append) is Ended.WITHDRAWN
    assert told == [False, False, False, True, True]


async def test_a_session_that_was_revoked_is_an_error(
    desk: ConsentDesk, phone: Phone, setting: Setting
) -> None:
    await ask(desk)
    phone.approve(1)
    found = await desk.earlier(PATIENT, POST, TYPES)
    assert found is not None
    setting.purse.revoked = True
    with pytest.raises(SignInAgain):
        await desk.watch(desk.permit(found, RECEIPT))
