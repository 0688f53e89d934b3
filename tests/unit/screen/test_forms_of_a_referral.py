"""The page of referrals writes each layout and the reply: its fields, what it lacks, what is printed of it."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import shiboken6
from paper_samples import pages_of
from PySide6.QtWidgets import QApplication, QMessageBox

from viewer.app import _paper
from viewer.base.settings import SitePaper
from viewer.base.words import Words
from viewer.paper.opening import data_in
from viewer.screen.pages.record.referral.page import ReferralPage
from viewer.screen.window import MainWindow
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C, REPLY
from viewer.view.forms.catalog import WRITTEN
from viewer.visit.reconciliation import Kind
from viewer.visit.referral import Field
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on
from .states import until

Story = Callable[["Desk"], Awaitable[None]]
Tell = Callable[..., None]


class Desk:
    """The page of referrals of person 1, open."""

    def __init__(self, window: MainWindow, visit: FakeVisit) -> None:
        self.window, self.visit = window, visit
        assert window.record is not None
        page = window.record.page
        assert isinstance(page, ReferralPage)
        self.page = page
        assert visit.chart is not None
        self.chart = visit.chart

    def chooses(self, form: str) -> None:
        self.page._layouts._parts[WRITTEN.index(form)].click()

    def seen(self) -> set[str]:
        return {block.block.name for block in self.page.blocks if not block.isHidden()}

    async def paper(self) -> bytes:
        made = await self.page.leaving.printout().finished("print")
        assert made is not None
        made.left()
        return made.pdf

    async def settled(self) -> None:
        assert isinstance(self.visit.state, Open)
        await until(lambda: self.page.preview.shows(self.chart.state))


@pytest.fixture
def tell(qapp: QApplication, run: Callable[..., Any]) -> Iterator[Tell]:
    """Run a story at the page; ``first``: the layout that the site begins with."""
    made: list[MainWindow] = []

    def at(story: Story, first: str = "A", role: str = "doctor") -> None:
        state = state_of(1)
        state = replace(state, page="referral", post=replace(state.post, role=role))
        site = SitePaper.model_validate({"referral": first})
        window, visit = window_on(state, paper=partial(_paper, Words("th")), site=site)
        made.append(window)
        window.show()
        visit.become(replace(state, revision=state.revision + 1))
        qapp.processEvents()

        async def whole_story() -> None:
            desk = Desk(window, visit)
            await desk.settled()
            await story(desk)
            await desk.settled()

        run(whole_story())

    yield at
    for window in made:
        window.hide()
        shiboken6.delete(window)


def test_the_reply_has_fields_of_its_own_and_the_layouts_share_theirs(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        shared = desk.seen()
        assert "reply" not in shared
        for form in (REFERRAL_B, REFERRAL_C):
            desk.chooses(form)
            assert desk.seen() == shared
        desk.chooses(REPLY)
        assert desk.seen() == {"reply"}
        desk.chooses(REFERRAL)
        assert desk.seen() == shared

    tell(story)


@pytest.mark.parametrize(("first", "form"), [("A", REFERRAL), ("B", REFERRAL_B), ("C", REFERRAL_C)])
def test_the_site_says_which_layout_comes_first(tell: Tell, first: str, form: str) -> None:
    async def story(desk: Desk) -> None:
        assert WRITTEN[desk.page._layouts.chosen] == form
        assert desk.page.leaving.printout().suggested == f"{form}.pdf"

    tell(story, first)


def test_each_form_names_what_it_lacks_itself(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        lacks: dict[str, str] = {}
        for form in WRITTEN:
            desk.chooses(form)
            lacks[form] = desk.page.leaving.lacks.text()
        assert "สิทธิ" in lacks[REFERRAL_B]
        assert "สิทธิ" not in lacks[REFERRAL]
        assert "ความดัน" in lacks[REFERRAL_C]
        assert "การวินิจฉัยสุดท้าย" in lacks[REPLY]
        assert "ความเร่งด่วน" not in lacks[REPLY]

    tell(story)


def test_what_is_printed_is_the_form_that_is_chosen_and_carries_its_rows(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        heads = {}
        for form in WRITTEN:
            desk.chooses(form)
            pdf = await desk.paper()
            heads[form] = pages_of(pdf)[0].splitlines()[0:6]
            assert b'"type":"document"' in data_in(pdf)
            assert desk.chart.acts[-1] == f"print {form}"
        assert len({tuple(lines) for lines in heads.values()}) == len(WRITTEN)

    tell(story)


ONLY = "ผู้ลงลายมือชื่ออิเล็กทรอนิกส์ได้: "


@pytest.mark.parametrize(
    ("role", "form", "why"),
    [
        ("doctor", REFERRAL_B, ""),
        ("doctor", REPLY, ""),
        ("referral-nurse", REFERRAL_C, ""),
        ("referral-nurse", REFERRAL, f"{ONLY}แพทย์ · ขณะนี้ท่านปฏิบัติงานในฐานะพยาบาลส่งต่อ"),
        ("referral-nurse", REPLY, f"{ONLY}แพทย์ · ขณะนี้ท่านปฏิบัติงานในฐานะพยาบาลส่งต่อ"),
        ("referral-clerk", REFERRAL_C, f"{ONLY}แพทย์, พยาบาลส่งต่อ · ขณะนี้ท่านปฏิบัติงานในฐานะเจ้าหน้าที่ส่งต่อ"),
    ],
)  # fmt: skip
def test_a_form_that_the_role_does_not_sign_says_who_does(tell: Tell, role: str, form: str, why: str) -> None:
    async def story(desk: Desk) -> None:
        desk.chooses(form)
        sign = desk.page.leaving._signing
        assert sign.isEnabled() == (not why)
        assert why in sign.toolTip()
        assert why in sign.accessibleDescription()

    tell(story, role=role)


def test_a_reply_is_typed_undone_and_printed_with_its_boxes_ticked(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.chooses(REPLY)
        page, referring = desk.page, desk.chart.referring
        box = page.input_of(Field.REPLY_DIAGNOSIS)
        assert box is not None
        referring.type(Field.REPLY_DIAGNOSIS, "I63.9 Ischemic stroke")
        referring.put({Field.REPLY_REASON: "6"})
        referring.put({Field.REPLY_RESULT: "1"})
        text = "".join(pages_of(await desk.paper())).replace("\u00a0", " ")
        assert "Ischemic stroke" in text
        assert desk.chart.state.referral.out
        desk.chooses(REFERRAL)
        page.undo()
        assert desk.chart.state.referral.form == REPLY, "what is undone comes in sight"
        assert desk.chart.state.referral.text(Field.REPLY_RESULT) == ""

    tell(story)


def test_closing_names_everything_that_would_be_lost(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        record = desk.window.record
        assert record is not None
        desk.chart.referring.type(Field.TO, "รพ.")
        desk.chart.reconciling.tell(denied=frozenset({Kind.HERB}))
        record.close_record()
        await until(lambda: bool(record.findChildren(QMessageBox)))
        (box,) = record.findChildren(QMessageBox)
        assert "ผลการพิจารณายา" in box.text()
        assert "ใบส่งต่อ" in box.text()
        box.reject()
        await until(lambda: not record.errands.busy("close"))

    tell(story)
