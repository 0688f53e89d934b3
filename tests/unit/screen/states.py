"""States of a visit at a fixed moment, with people and posts that stand for real ones; waiting for Qt."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.record.story import Record
from viewer.signin.people import Clinician, Post
from viewer.visit.states import (
    Candidate,
    Closed,
    CloseReason,
    Consenting,
    Open,
)

NOW = datetime(2026, 11, 23, 14, 18, tzinfo=BANGKOK)
DOCTOR = Clinician(Opaque("sub"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/1"))
CLINIC = Post(Opaque("r1"), "doctor", "99004", "คลินิกเวชกรรมใจดี", "0-2000-9904", "เวชปฏิบัติทั่วไป")
HOSPITAL = Post(Opaque("r2"), "doctor", "99002", "รพ.บ้านเหนือคลอง", "0-2000-9902", "ผู้ป่วยนอก")
BUNMI = Candidate(Opaque("p-1"), "นายบุญมี สมมติวงศ์", "male", "1960-03-14", masked_id="•-••••-••••7-59-7")
NAMES = (
    "รพ.ศูนย์ธารสุวรรณ", "รพ.บ้านเหนือคลอง", "รพ.สต.หนองบัวแก้ว", "คลินิกเวชกรรมใจดี", "ร้านยาเภสัชรุ่งเรือง",
    "รพ.มหาวิทยาลัยศรีนคร", "ศูนย์บริการสาธารณสุข 99", "รพ.เอกชนสุขสันต์เวช", "คลินิกเด็กอบอุ่น",
    "รพ.ทั่วไปเมืองชายน้ำ", "ร้านยาชุมชนใกล้บ้าน", "สถาบันโรคทรวงอกเหนือธาร", "ศูนย์ไตเทียมเพื่อนไต",
    "คลินิกแพทย์แผนไทยตำรับสยาม",
)  # fmt: skip


async def settle() -> None:
    """Let Qt and the loop take a few turns."""
    for _ in range(12):
        await asyncio.sleep(0)


async def until(true: Callable[[], object]) -> None:
    """Wait for a condition, at most five seconds."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for are Qt's own events
            await asyncio.sleep(0.005)


def ledger(*states: LineState) -> Ledger:
    """Lines of as many facilities as there are states."""
    return Ledger(
        tuple(
            Line(Facility(f"990{at + 1:02d}", NAMES[at % 14], phone="0-2000-9901"), letter(at), state)
            for at, state in enumerate(states)
        )
    )


def permit(until: datetime | None = None, facilities: int = 14) -> Permit:
    """A permit for all but the third facility."""
    grants = tuple(Grant(f"990{at + 1:02d}", NAMES[at % 14], at != 2) for at in range(facilities))
    receipt = Receipt("uuid", NOW.astimezone(UTC))
    return Permit(
        Opaque("c"),
        Opaque("p-1"),
        "TREAT",
        until or NOW + timedelta(minutes=102),
        grants,
        frozenset(),
        receipt,
    )


def open_state(page: str = "summary", lines: Ledger | None = None, revision: int = 0) -> Open:
    """An open record that knows nothing but its ledger."""
    shown = lines or ledger(*[LineState.ANSWERED] * 2, LineState.NOT_CONSENTED, *[LineState.EMPTY] * 9,
                            LineState.ASKING, LineState.ASKING)  # fmt: skip
    return Open(
        DOCTOR, CLINIC, (CLINIC,), BUNMI, permit(), Record(), shown, NOW, NOW, revision=revision, page=page
    )


def consenting(**changes: Any) -> Consenting:
    """A consent that waits; fields can be changed."""
    from viewer.visit.states import Asking

    fields: dict[str, Any] = {
        "clinician": DOCTOR, "post": CLINIC, "posts": (CLINIC,), "candidate": BUNMI, "stage": Asking.WAITING,
        "since": NOW - timedelta(seconds=38), "code": "482913", "link": Opaque("http://127.0.0.1:5000/phone/c/abcdef"),
        "code_until": NOW + timedelta(minutes=4, seconds=22), "until": NOW.replace(hour=16, minute=0),
        "types": ("AllergyIntolerance", "MedicationRequest", "Condition", "Observation", "Encounter",
                  "Immunization", "DocumentReference", "Procedure"),
    }  # fmt: skip
    return Consenting(**{**fields, **changes})


def closed(reason: CloseReason = CloseReason.WITHDRAWN) -> Closed:
    """A record that was closed."""
    return Closed(DOCTOR, CLINIC, (CLINIC,), reason, NOW)
