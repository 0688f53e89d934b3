"""A visit that only holds a state, its acts noted down; and a window's words and pages that count."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer.audit.event import Act
from viewer.base.clock import StillClock
from viewer.base.settings import Profile
from viewer.base.words import Words
from viewer.consent.history import ConsentTold
from viewer.exchange.permit import Receipt
from viewer.exchange.query import Capability
from viewer.screen.composing import Composing
from viewer.screen.context import Composer, PageContext
from viewer.screen.forms import Forms
from viewer.screen.letters import Letters
from viewer.screen.papers import Papers
from viewer.screen.window import MainWindow
from viewer.signin.people import Post
from viewer.signin.roles import ROLES
from viewer.view.prescription import PrescriptionCheck
from viewer.view.restricted import RestrictedList
from viewer.view.sheet import (
    AllergyBlock,
    AllergyState,
    Band,
    BandFact,
    Mark,
    Section,
    Segment,
    Shape,
    Sheet,
    Timeline,
    Tone,
)
from viewer.view.strip import ledger_bar
from viewer.visit.errors import WrongMoment
from viewer.visit.journey import Visit
from viewer.visit.keepsake import Keepsake
from viewer.visit.merges import Merges
from viewer.visit.papers import Paper
from viewer.visit.prescription import Prescription
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.reconciling import Reconciling
from viewer.visit.referral import ReferralDraft
from viewer.visit.referring import Referring
from viewer.visit.states import (
    Candidate,
    Confirming,
    Identifying,
    Open,
    SignedOut,
    State,
)

from .states import (
    BUNMI,
    CLINIC,
    DOCTOR,
    HOSPITAL,
    NOW,
    open_state,
)

if TYPE_CHECKING:
    from viewer.exchange.directory import Facility


@dataclass
class FakeChart:
    """The acts of an open record, noted down."""

    visit: "FakeVisit"
    acts: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None
    merges: Merges | None = None  # of a real binder, where a test has one
    made: Reconciling | None = None
    writing: Referring | None = None
    prescription: Prescription = field(default_factory=lambda: Prescription(lambda: None))

    @property
    def reconciling(self) -> Reconciling:
        """The real one, at a desk of which only what it asks for is there."""
        if self.made is None:
            state = self.visit.state
            assert isinstance(state, Open)
            desk: Any = SimpleNamespace(
                clinician=state.clinician, post=state.post, role=ROLES[state.post.role], clock=self.visit.clock,
                session=SimpleNamespace(granted_scopes=()), capability=Capability(),
            )  # fmt: skip
            self.made = Reconciling(desk, state.reconciliation, lambda: None, self._write, self._show)
        return self.made

    @property
    def referring(self) -> Referring:
        """The real one."""
        if self.writing is None:
            state = self.visit.state
            assert isinstance(state, Open)
            self.writing = Referring(
                self.visit.clock, state.referral, lambda: None, self._show_referral, allowed=True
            )
        return self.writing

    @property
    def state(self) -> Open:
        assert isinstance(self.visit.state, Open)
        return self.visit.state

    def _show_referral(self, value: ReferralDraft) -> None:
        self.visit.become(replace(self.state, referral=value))

    async def _write(self, act: Act, detail: str = "", *, failed: bool = False) -> Receipt:
        self.acts.append(f"{act.name} {detail}")
        return Receipt("12345678-uuid", self.visit.clock.now())

    async def exported(
        self, act: str, form: str = "referral", *, kind: str = "", with_restricted: bool = False
    ) -> str:
        self.acts.append(f"{act} {form}{' with restricted' if with_restricted else ''}")
        state = self.state
        paper = Paper(form, act, len(state.papers) + 1, "7F3K2291", self.visit.clock.now())
        self.visit.become(replace(state, papers=(*state.papers, paper)))
        return paper.reference

    def check_open(self) -> None:
        if not isinstance(self.visit.state, Open):
            raise WrongMoment("the record is closed")

    def citizen_for_paper(self) -> str:
        return "9-6604-87647-59-7"

    def _show(self, value: Reconciliation) -> None:
        state = self.visit.state
        assert isinstance(state, Open)
        self.visit.become(replace(state, reconciliation=value))

    @property
    def facilities(self) -> "FakeChart":
        return self

    @property
    def consents(self) -> "FakeChart":
        return self

    async def look(self) -> tuple[ConsentTold, ...]:
        self.acts.append("look at consents")
        state = self.visit.state
        assert isinstance(state, Open)
        return (ConsentTold(state.permit.consent, "active", NOW, types=("Flag",), permitted=("รพ.หนึ่ง",)),)

    async def open_page(self, name: str) -> None:
        self.acts.append(f"page {name}")
        state = self.visit.state
        assert isinstance(state, Open)
        self.visit.become(Open(**{**_fields(state), "page": name}))

    async def reveal_id(self) -> str:
        self.acts.append("reveal")
        if self.gate is not None:
            await self.gate.wait()
        return "9-6604-87647-59-7"

    def stop(self, hcode: str) -> None:
        self.acts.append(f"stop {hcode}")

    def retry(self, hcode: str) -> None:
        self.acts.append(f"retry {hcode}")

    def retry_all(self) -> None:
        self.acts.append("retry all")

    def refresh(self, hcode: str) -> None:
        self.acts.append(f"refresh {hcode}")

    def refresh_all(self) -> None:
        self.acts.append("refresh all")


class FakeVisit:
    """Holds a state and moves as the real visit does, without a network."""

    def __init__(self, state: State | None = None) -> None:
        self.state: State = state or SignedOut()
        self.profile = Profile(
            name="sandbox", title="ชุดทดลอง", base="http://127.0.0.1:1/fhir", issuer="http://127.0.0.1:1/oidc",
            client_id="prawat-desktop", origins=("http://127.0.0.1:1",), sandbox=True,
        )  # fmt: skip
        self.clock = StillClock(NOW)
        self.chart: FakeChart | None = FakeChart(self) if isinstance(state, Open) else None
        self.directory: dict[str, Facility] = {}
        self.moves: list[str] = []
        self.keepsake = Keepsake(lambda: pytest.fail("nobody is at the desk"), lambda: None)
        self.trouble: Exception | None = None
        self._watchers: list[Callable[[State], None]] = []

    def as_real(self) -> Visit:
        """What takes a visit takes this one: test_fakes holds it to that."""
        return cast("Visit", self)

    def watch(self, on_change: Callable[[State], None]) -> Callable[[], None]:
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change)

    def become(self, state: State) -> None:
        self.state = state
        if not isinstance(state, Open):
            self.chart = None
        elif self.chart is None:
            self.chart = FakeChart(self)
        for watcher in tuple(self._watchers):
            watcher(state)

    async def _move(self, name: str, state: State | None = None) -> None:
        self.moves.append(name)
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble
        if state is not None:
            self.become(state)

    async def sign_in(self) -> None:
        await self._move("sign-in", Identifying(DOCTOR, CLINIC, (CLINIC,)))

    def cancel_sign_in(self) -> None:
        self.moves.append("cancel-sign-in")

    async def choose_post(self, post: Post) -> None:
        await self._move(f"post {post.hcode}", Identifying(DOCTOR, post, (HOSPITAL, CLINIC)))

    async def find(self, typed: str) -> None:
        await self._move(f"find {typed}", Confirming(DOCTOR, CLINIC, (CLINIC,), (BUNMI,)))

    async def confirm(self, candidate: Candidate) -> None:
        await self._move(f"confirm {candidate.name}", open_state())

    async def back(self) -> None:
        await self._move("back", Identifying(DOCTOR, CLINIC, (CLINIC,)))

    async def ask_again(self) -> None:
        await self._move("ask-again")

    async def close(self) -> None:
        await self._move("close", Identifying(DOCTOR, CLINIC, (CLINIC,)))

    async def sign_out(self) -> None:
        await self._move("sign-out", SignedOut())


def _fields(state: Open) -> dict[str, Any]:
    return {name: getattr(state, name) for name in (*type(state).__slots__, "clinician", "post", "posts")}


DENIED = AllergyBlock(
    AllergyState.DENIED,
    "ปฏิเสธการแพ้ยา",
    (Mark(Shape.TAG, "ข้อมูลเก่า 6 ปี 8 เดือน ควรถามซ้ำ"),),
    (
        (Segment("ผู้ป่วยให้ข้อมูล · "), Segment("A", badge=True), Segment("รพ.ศูนย์ธารสุวรรณ · 12 มี.ค. 2563")),
        (Segment("อีก 3 แห่งที่มีประวัติ: ไม่พบข้อมูลการแพ้ · "), Segment("ยังรอ 2 แห่ง ยังสรุปไม่ได้", Tone.STRONG)),
    ),
)


@dataclass
class Sheets:
    """What view would compose; tests change ``allergy``."""

    words: Words
    allergy: AllergyBlock = DENIED
    facts: tuple[BandFact, ...] = (
        BandFact("น้ำหนัก", "71 กก.", "3 พ.ย. 2569 · BMI 26.1"),
        BandFact("eGFR ที่ใช้ตรวจยา", "29 มล./นาที/1.73 ม.²", "3 พ.ย. 2569 · CKD-EPI 2009"),
    )
    notices: tuple[Mark, ...] = ()

    def composer(self) -> Composer:
        visit = FakeVisit().as_real()
        forms = Forms(visit, self.words, Composing(self.words, NOW.date))
        return Composer(
            band=self.band,
            ledger=lambda state: ledger_bar(state.ledger, self.words),
            sheet=lambda state, name: Sheet(name, name),
            timeline=lambda state: Timeline((), Sheet("timeline", ""), date(2026, 11, 23)),
            restricted=lambda state: RestrictedList(()),
            rules=lambda: Sheet("rules", ""),
            prescription=lambda state: PrescriptionCheck(Section("prescription", "")),
            medicine_named=lambda name: None,
            medicines_like=lambda text: (),
            proposed_from=lambda line: None,
            finding=lambda state, key: None,
            forms=forms,
            papers=Papers(forms, lambda *_: pytest.fail("no letter was asked for"), sandbox=True),
            letters=Letters(visit, self.words, Composing(self.words, NOW.date), forms),
        )

    def band(self, state: Open) -> Band:
        about = "ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503"
        return Band(
            BUNMI.name, about, BUNMI.masked_id, self.allergy, self.facts, self.notices, "บัตรทอง (UCS)"
        )


class PlainPage(QWidget):
    """A record page that counts how often it was drawn."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.context, self.name, self.drawn = context, name, 0
        self.label = QLabel(name)
        QVBoxLayout(self).addWidget(self.label)

    def show_state(self, state: Open) -> None:
        self.drawn += 1


@dataclass
class Desk:
    """A window and what it stands on."""

    window: MainWindow
    visit: FakeVisit
    sheets: Sheets
    words: Words
    built: list[PlainPage]
