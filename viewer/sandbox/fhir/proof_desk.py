"""Where papers are registered, and where whoever holds one asks whether it is what it says: no sign-in is needed."""

import base64
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viewer.sandbox.clock import BANGKOK, SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.bundles import search_url, searchset
from viewer.sandbox.fhir.callers import Door
from viewer.sandbox.fhir.outcome import unknown_resource
from viewer.sandbox.fhir.proofs import COPY, SYSTEM, Proofs
from viewer.sandbox.fhir.reply import Reply, guarded, reply
from viewer.sandbox.fhir.requests import resource_sent, search_pairs
from viewer.sandbox.look import document
from viewer.sandbox.places import Places
from viewer.sandbox.thai import thai_moment
from viewer.sandbox.web import page

Resource = dict[str, Any]
_GUESSES = 60  # unknown codes in a row before everybody is asked for patience
_PATIENCE = 60  # seconds


class ProofDesk:
    """``POST DocumentReference`` with a token; ``GET /verify/CODE`` for all, as FHIR or as a page in Thai."""

    def __init__(self, places: Places, clock: SandboxClock, door: Door, proofs: Proofs) -> None:
        self._places, self._clock, self._door, self._proofs = places, clock, door, proofs
        self._wrong: list[float] = []

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        base, verify = urlsplit(self._places.base).path, urlsplit(self._places.verify).path
        return [
            Route(f"{base}/DocumentReference", guarded(self.register), methods=["POST"]),
            Route(f"{base}/DocumentReference", guarded(self.search), methods=["GET"]),
            Route(f"{base}/DocumentReference/_search", guarded(self.search), methods=["POST"]),
            Route(f"{verify}/{{code}}", self.verify, methods=["GET"]),
        ]

    async def register(self, request: Request) -> Reply:
        """Take one, once: the same code again changes nothing."""
        caller = self._door.caller(request)
        caller.need("DocumentReference", "c")
        kept, new = self._proofs.keep(caller.practitioner, await resource_sent(request, "DocumentReference"))
        headers = {
            "Location": f"{self._places.base}/DocumentReference/{kept['id']}/_history/1",
            "ETag": 'W/"1"',
        }
        return reply(request, kept, status=201 if new else 200, headers=headers)

    async def search(self, request: Request) -> Reply:
        """By its code, and by nothing else."""
        self._door.caller(request).need("DocumentReference", "s")
        pairs = await search_pairs(request)
        wanted = [value for name, value in pairs if name == "identifier"]
        system, _, code = wanted[0].partition("|") if len(wanted) == 1 else ("", "", "")
        if system != SYSTEM:
            raise FhirRefusal(400, "not-supported", f"by identifier={SYSTEM}|CODE only", detail="parameter")
        found = self._proofs.of(code)
        address = search_url(self._places.base, "DocumentReference", pairs)
        return reply(
            request, searchset(self._places.base, address, [found] if found else [], total=int(bool(found)))
        )

    async def verify(self, request: Request) -> Response:
        """What stands under a code."""
        as_fhir = "json" in request.headers.get("accept", "")
        now = self._clock.epoch()
        self._wrong = [moment for moment in self._wrong if now - moment < _PATIENCE]
        if len(self._wrong) >= _GUESSES:
            return Response(status_code=429, headers={"Retry-After": str(_PATIENCE)})
        found = self._proofs.of(request.path_params["code"])
        if found is None:
            self._wrong.append(now)
        if as_fhir:
            return await guarded(lambda asked: _told(asked, found))(request)
        return page(_known(found) if found else _unknown(), status=200 if found else 404)


async def _told(request: Request, found: Resource | None) -> Reply:
    if found is None:
        raise unknown_resource()
    return reply(request, found)


def _known(found: Resource) -> str:
    superseded = found["status"] == "superseded"
    state = (
        '<div class="state warn"><b>มีเอกสารฉบับใหม่ออกแทนแล้ว</b>โปรดขอฉบับล่าสุดจากสถานพยาบาลที่ออก</div>'
        if superseded
        else '<div class="state"><b>มีเอกสารนี้ในระบบ</b></div>'
    )
    copy = next(one["valuePositiveInt"] for one in found["extension"] if one["url"] == COPY)
    moment = thai_moment(_moment(found["date"]))
    digest = _hexadecimal(found["masterIdentifier"]["value"].partition(";")[2])
    rows = (
        ("สถานพยาบาลที่ออก", f"{found['custodian']['display']} ({found['custodian']['identifier']['value']})"),
        ("ออกเมื่อ", moment),
        ("สำเนาที่", str(copy)),
        ("ลายพิมพ์ข้อมูลของไฟล์ (SHA-256)", digest),
    )
    lines = "".join(
        f"<li><span>{escape(name)}</span><span>{escape(value)}</span></li>" for name, value in rows
    )
    return _page(
        "ตรวจสอบเอกสาร",
        f'{state}<ul class="places">{lines}</ul><p class="quiet">หน้านี้ไม่บอกว่าเอกสารเป็นของใครและมีเนื้อหาอะไร '
        "โปรดเทียบสถานพยาบาล วันเวลา และเลขสำเนากับที่พิมพ์บนกระดาษ "
        "หากมีไฟล์ PDF ให้เปิดด้วยโปรแกรมที่ตรวจลายพิมพ์ข้อมูลได้</p>",
    )


def _unknown() -> str:
    return _page(
        "ไม่พบรหัสนี้",
        '<div class="state no"><b>ไม่พบรหัสนี้ในระบบ</b>โปรดตรวจตัวอักษรอีกครั้ง '
        "หากตรงกับบนกระดาษ โปรดติดต่อสถานพยาบาลที่ออกเอกสาร</div>",
    )


def _page(title: str, main: str) -> str:
    return document(
        title,
        '<div class="phone"><header><span>ตรวจสอบเอกสาร</span><span class="stamp">ข้อมูลจำลอง</span></header>'
        f"<main><h1>{escape(title)}</h1>{main}</main></div>",
    )


def _hexadecimal(digest: str) -> str:
    """As sha256sum prints it, in groups that a narrow screen can break."""
    text = base64.urlsafe_b64decode(digest + "=").hex()
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(BANGKOK)
