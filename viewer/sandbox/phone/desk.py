"""The phone's addresses: type a code, open a request, answer it, take it back."""

from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viewer.sandbox.clock import BANGKOK, SandboxClock
from viewer.sandbox.errors import AnswerTooLate, FormUnreadable
from viewer.sandbox.fhir.consents import Consents, Kept
from viewer.sandbox.fhir.decision import facilities_asked, permissions
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.proposal import Proposal
from viewer.sandbox.phone.pages import Letter, active_page, asking_page, closed_page, code_page, lost_page
from viewer.sandbox.places import Places
from viewer.sandbox.thai import thai_moment
from viewer.sandbox.web import once, page, read_form

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789", " -")
_GUESSES = 20  # wrong codes in a row before the page asks for patience
_PATIENCE = 60  # seconds
_ENDED = {"patient": "ถอนความยินยอมแล้ว", "asker": "ผู้ขอยกเลิกคำขอแล้ว", "time": "สิ้นสุดเวลาที่อนุญาต"}


class Phone:
    """One phone for everybody: whoever has the link or the code is taken for the patient. It is a sandbox."""

    def __init__(self, places: Places, clock: SandboxClock, consents: Consents, directory: Directory) -> None:
        self._places = places
        self._clock = clock
        self._consents = consents
        self._directory = directory
        self._wrong: list[float] = []

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.phone).path
        return [
            Route(path, self.type_code, methods=["GET"]),
            Route(path, self.code_typed, methods=["POST"]),
            Route(f"{path}/c/{{secret}}", self.show, methods=["GET"]),
            Route(f"{path}/c/{{secret}}", self.answered, methods=["POST"]),
        ]

    async def type_code(self, _: Request) -> Response:
        """Ask for the six digits."""
        return page(code_page())

    async def code_typed(self, request: Request) -> Response:
        """Lead to the request behind a code that can still be answered."""
        now = self._clock.epoch()
        self._wrong = [moment for moment in self._wrong if now - moment < _PATIENCE]
        if len(self._wrong) >= _GUESSES:
            return page(code_page("ใส่รหัสผิดหลายครั้ง โปรดรอ 1 นาที"), status=429)
        try:
            code = once(await read_form(request), "code").translate(_DIGITS)
        except FormUnreadable:
            code = ""
        kept = self._consents.by_code(code)
        if kept is None or not self._consents.answerable(kept):
            self._wrong.append(now)
            return page(code_page("ไม่พบรหัสนี้ หรือรหัสหมดอายุแล้ว"), status=404)
        return RedirectResponse(self._places.letter(kept.secret), status_code=303)

    async def show(self, request: Request) -> Response:
        """The request as it stands now."""
        kept = self._consents.by_secret(request.path_params["secret"])
        return page(self._page(kept)) if kept else page(lost_page(), status=404)

    async def answered(self, request: Request) -> Response:
        """อนุญาต, ไม่อนุญาต or ถอนความยินยอม was pressed."""
        kept = self._consents.by_secret(request.path_params["secret"])
        if kept is None:
            return page(lost_page(), status=404)
        try:
            pairs = await read_form(request)
            answer = once(pairs, "answer")
            chosen = [value for name, value in pairs if name == "facility"]
            if answer == "approve" and not chosen and self._consents.answerable(kept):
                complaint = "เลือกสถานพยาบาลอย่างน้อย 1 แห่ง หรือกด ไม่อนุญาต"
                return page(self._page(kept, complaint), status=422)
            self._take(kept, answer, chosen)
        except FormUnreadable:
            return page(self._page(kept, "แบบฟอร์มไม่ถูกต้อง โปรดลองอีกครั้ง"), status=400)
        except AnswerTooLate:
            return page(self._page(kept), status=409)
        return RedirectResponse(self._places.letter(kept.secret), status_code=303)

    def _take(self, kept: Kept, answer: str, chosen: list[str]) -> None:
        if answer == "approve":
            self._consents.approve(kept, chosen)
        elif answer == "refuse":
            self._consents.refuse(kept)
        elif answer == "withdraw":
            self._consents.withdraw(kept)
        else:
            raise FormUnreadable("an answer is approve, refuse or withdraw")

    def _page(self, kept: Kept, complaint: str = "") -> str:
        letter = self._letter(kept, self._consents.proposal(kept))
        if self._consents.answerable(kept):
            return asking_page(letter, datetime.fromtimestamp(kept.code_until, BANGKOK), complaint)
        if kept.status == "active":
            return active_page(letter)
        at = thai_moment(datetime.fromtimestamp(kept.changed, BANGKOK))
        if kept.status == "rejected":
            return closed_page(letter, "ท่านไม่อนุญาต", f"ตอบเมื่อ {at} ไม่มีข้อมูลใดถูกส่งให้ผู้ขอ")
        if kept.status == "inactive":
            headline = _ENDED.get(kept.ended, _ENDED["time"])
            return closed_page(letter, headline, f"เมื่อ {at} ผู้ขอเปิดดูประวัติของท่านไม่ได้อีก")
        return closed_page(letter, "คำขอนี้หมดเวลาตอบแล้ว", "หากยังต้องการอนุญาต โปรดให้ผู้ขอส่งคำขอใหม่")

    def _letter(self, kept: Kept, proposal: Proposal) -> Letter:
        human = proposal.human
        facilities = []
        now, ruled = self._clock.now(), {}
        if kept.status == "active":
            ruled = permissions(kept.resource, self._directory)
        for hcode in facilities_asked(proposal):
            allowed = hcode not in human.refuses
            if kept.status == "active":
                allowed = any(permission.holds(now) for permission in ruled.get(hcode, ()))
            facilities.append((hcode, self._directory.name(hcode), allowed))
        return Letter(
            human.name,
            human.guardian,
            proposal.signer.name,
            proposal.signer.licence,
            proposal.post.role,
            self._directory.name(proposal.post.hcode),
            proposal.types,
            proposal.until,
            tuple(facilities),
        )
