"""Writing a referral: what is typed in one go is one step, undone over fields; what leaves is counted; what a consent
that ended leaves behind is what was typed, and nothing of the record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from unit.visit.on_visit import SOMCHAIS_NUMBER, OnVisit

from viewer.audit.errors import OutboxUnwritable
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque
from viewer.signin.roles import REFERRAL, REFERRAL_C, REPLY
from viewer.visit.chart import Chart
from viewer.visit.copies import Copies
from viewer.visit.errors import WrongMoment
from viewer.visit.keepsake import Keepsake, Kept
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.referral import (
    Field,
    ReferralDraft,
    drawn_into,
    filled,
    left_out,
    offered,
    typed_only,
    without,
    written,
)
from viewer.visit.referring import Referring
from viewer.visit.states import ChoosingPost, Closed, Open
from viewer.visit.undoing import MOST_STEPS

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
ROW = "N18.4 โรคไตเรื้อรัง ระยะที่ 4 (A 3 พ.ย. 2569, B)"


class Desk:
    """A clock, and the values that were shown."""

    def __init__(self, value: ReferralDraft = ReferralDraft(), *, allowed: bool = True) -> None:  # noqa: B008 - it is frozen
        self.clock = StillClock(NOW)
        self.shown: list[ReferralDraft] = []
        self.open = True
        self.acts = Referring(self.clock, value, self._check, self.shown.append, allowed=allowed)

    def _check(self) -> None:
        if not self.open:
            raise WrongMoment("the record is closed")

    def types(self, name: Field, text: str) -> None:
        """Key by key."""
        for end in range(1, len(text) + 1):
            self.acts.type(name, text[:end])

    def text(self, name: Field) -> str:
        return self.acts.value.text(name)


def test_what_is_typed_in_one_go_is_one_step_and_a_pause_begins_another() -> None:
    desk = Desk()
    desk.types(Field.HISTORY, "ขาบวม")
    desk.clock.advance(timedelta(seconds=1))
    desk.acts.type(Field.HISTORY, "ขาบวม 2")
    assert desk.acts.steps == (1, 0)
    desk.clock.advance(timedelta(seconds=2))
    desk.acts.type(Field.HISTORY, "ขาบวม 2 ข้าง")
    assert desk.acts.steps == (2, 0)
    assert desk.acts.undo() is Field.HISTORY
    assert desk.text(Field.HISTORY) == "ขาบวม 2"
    assert desk.acts.undo() is Field.HISTORY
    assert desk.acts.value == ReferralDraft()
    assert desk.acts.undo() is None
    assert desk.acts.redo() is Field.HISTORY
    assert desk.acts.redo() is Field.HISTORY
    assert desk.text(Field.HISTORY) == "ขาบวม 2 ข้าง"
    assert desk.acts.redo() is None


def test_undo_goes_from_field_to_field_and_something_new_ends_redo() -> None:
    desk = Desk()
    desk.types(Field.TO, "รพ.")
    desk.types(Field.ASKED, "โปรด")
    desk.acts.type(Field.URGENCY, "2")
    assert [desk.acts.undo(), desk.acts.undo()] == [Field.URGENCY, Field.ASKED]
    assert desk.text(Field.TO) == "รพ."
    desk.types(Field.CAUSE, "เกิน")
    assert desk.acts.steps == (2, 0)
    assert desk.acts.redo() is None


def test_what_is_pasted_is_a_step_of_its_own() -> None:
    desk = Desk()
    desk.types(Field.HISTORY, "ไข้")
    desk.acts.type(Field.HISTORY, "ไข้ ไอ มีเสมหะ เหนื่อย 3 วัน")
    desk.acts.type(Field.HISTORY, "ไข้ ไอ มีเสมหะ เหนื่อย 3 วัน.")
    assert desk.acts.steps == (3, 0)
    desk.acts.undo()
    desk.acts.undo()
    assert desk.text(Field.HISTORY) == "ไข้"


def test_a_template_fills_only_what_is_empty_and_is_one_step() -> None:
    desk = Desk()
    desk.types(Field.TO, "ก")
    desk.acts.fill({Field.TO: "รพ.อื่น", Field.ASKED: "โปรดรับไว้", Field.REASON: "1"})
    assert (desk.text(Field.TO), desk.text(Field.ASKED)) == ("ก", "โปรดรับไว้")
    desk.acts.undo()
    assert desk.acts.value.said == {Field.TO: "ก"}


def test_what_is_chosen_for_several_fields_replaces_what_stands_there_and_is_one_step() -> None:
    desk = Desk()
    desk.types(Field.TO, "ศูนย์")
    desk.acts.put({Field.TO: "รพ.ศูนย์", Field.TO_CODE: "99001"})
    assert (desk.text(Field.TO), desk.text(Field.TO_CODE)) == ("รพ.ศูนย์", "99001")
    desk.acts.undo()
    assert desk.acts.value.said == {Field.TO: "ศูนย์"}


def test_rows_put_in_are_undone_together_and_no_more_steps_are_kept_than_that() -> None:
    desk = Desk()
    desk.acts.draw(Field.PAST, (ROW, "I10 ความดันโลหิตสูง (B)"))
    assert desk.text(Field.PAST).splitlines() == [ROW, "I10 ความดันโลหิตสูง (B)"]
    desk.acts.leave_out(frozenset({"k"}))
    desk.acts.undo()
    assert desk.acts.undo() is Field.PAST
    assert desk.acts.value == ReferralDraft()
    for number in range(MOST_STEPS + 20):
        desk.acts.leave_out(frozenset({str(number)}))
    assert desk.acts.steps == (MOST_STEPS, 0)


def test_blank_is_nothing_and_the_same_again_is_no_step() -> None:
    desk = Desk()
    desk.acts.type(Field.TO, "  ")
    assert desk.acts.value.begun is False
    assert desk.shown == []


def test_what_is_pasted_loses_the_signs_that_hide_or_reorder_text() -> None:
    desk = Desk()
    desk.acts.type(Field.HISTORY, "ขา\u200bบวม\u202e 5 วัน\r\nไข้\tไอ\x00")
    assert desk.text(Field.HISTORY) == "ขาบวม 5 วัน\nไข้ ไอ"


def test_what_left_is_lost_no_more_until_it_changes() -> None:
    desk = Desk()
    desk.types(Field.TO, "รพ.")
    sent = desk.acts.value
    assert sent.would_be_lost
    desk.acts.left(REFERRAL, sent)
    after = desk.acts.value
    assert not after.would_be_lost
    desk.types(Field.TO, "รพ.ศูนย์")
    changed = desk.acts.value
    assert changed.would_be_lost
    desk.acts.left(REFERRAL, sent)
    assert desk.acts.value.would_be_lost, "what is on paper is not what stands here now"
    desk.acts.undo()
    assert not desk.acts.value.would_be_lost, "it stands again as it is on paper"


def lost(desk: Desk) -> bool:
    return desk.acts.value.would_be_lost


def test_a_reply_is_on_no_other_form_and_so_is_lost_until_it_left_itself() -> None:
    desk = Desk()
    desk.types(Field.TO, "รพ.")
    desk.types(Field.REPLY_DIAGNOSIS, "I63.9")
    desk.acts.left(REFERRAL_C, desk.acts.value)
    assert lost(desk)
    desk.acts.choose(REPLY)
    desk.acts.left(REPLY, desk.acts.value)
    assert not lost(desk)
    desk.acts.leave_out(frozenset({"k"}))
    assert lost(desk)
    desk.acts.undo()
    assert (desk.acts.value.form, lost(desk)) == (REPLY, False)


@pytest.mark.parametrize(
    "act",
    [
        lambda acts: acts.type(Field.TO, "x"),
        lambda acts: acts.fill({Field.TO: "x"}),
        lambda acts: acts.draw(Field.PAST, ("x",)),
        lambda acts: acts.leave_out(frozenset({"k"})),
        lambda acts: acts.undo(),
    ],
)
def test_once_the_record_is_closed_nothing_is_written(act: Callable[[Referring], object]) -> None:
    desk = Desk()
    desk.open = False
    with pytest.raises(WrongMoment):
        act(desk.acts)


def test_a_role_that_writes_no_referral_writes_none() -> None:
    with pytest.raises(WrongMoment):
        Desk(allowed=False).acts.type(Field.TO, "x")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (ROW, ""),
        (f"{ROW}\nตอนนี้บวมมากขึ้น", "ตอนนี้บวมมากขึ้น"),
        (f"{ROW} ตอนนี้บวมมากขึ้น", "… ตอนนี้บวมมากขึ้น"),
        (f"เดิม {ROW}", "เดิม …"),
        ("ไม่เกี่ยวกับประวัติเลย", "ไม่เกี่ยวกับประวัติเลย"),
        (ROW.replace("4 (A", "5 ต้องฟอกไตแล้ว (A"), "…5 ต้องฟอกไตแล้ว…"),
    ],
)
def test_what_came_from_the_record_is_taken_out_of_a_text(text: str, kept: str) -> None:
    assert without(text, (ROW,)) == kept


def test_only_what_was_typed_is_kept_when_a_consent_ends() -> None:
    typed = {Field.HISTORY: "ขาบวม", Field.URGENCY: "2", Field.TO_CODE: "99001", Field.BILL_TO: "สปสช."}
    draft = drawn_into(written(ReferralDraft(), typed), Field.HISTORY, (ROW,))
    draft = left_out(drawn_into(draft, Field.PAST, (ROW,)), frozenset({"k"}))
    kept = typed_only(draft)
    assert kept.said == typed
    assert kept.drawn == ()
    keepsake = Keepsake(lambda: pytest.fail("nobody asks"), lambda: None)
    keepsake.keep(Opaque("p1"), Kept("นายสมชาย", "•-7", NOW, referral=draft))
    assert list(keepsake.forms) == ["referral"]
    sealed = keepsake._sealed
    assert sealed is not None
    assert "ขาบวม".encode() not in sealed._sealed
    assert b"N18.4" not in sealed.open()
    assert keepsake.taken_up(Opaque("p1")) == (Reconciliation(), kept)
    assert keepsake.forms == ()


def test_a_draft_of_rows_of_the_record_alone_leaves_nothing_to_keep() -> None:
    keepsake = Keepsake(lambda: pytest.fail("nobody asks"), lambda: None)
    keepsake.keep(
        Opaque("p1"), Kept("นาย", "•-7", NOW, referral=drawn_into(ReferralDraft(), Field.PAST, (ROW,)))
    )
    assert not keepsake.holds


def test_a_template_never_replaces_what_somebody_wrote() -> None:
    draft = written(ReferralDraft(), {Field.ASKED: "โปรดรับ"})
    assert filled(draft, {Field.ASKED: "อื่น", Field.CAUSE: "เกินศักยภาพ"}).said == {
        Field.ASKED: "โปรดรับ",
        Field.CAUSE: "เกินศักยภาพ",
    }


# --- on a visit


async def opened(here: OnVisit) -> Chart:
    here.who = "doctor"  # who has two posts and takes the first
    await here.signed_in()
    state = here.visit.state
    assert isinstance(state, ChoosingPost)
    await here.visit.choose_post(state.posts[0])
    await here.visit.find(SOMCHAIS_NUMBER)
    await here.visit.confirm(here.confirming().candidates[0])
    await here.patient("approve")
    await here.until(lambda: isinstance(here.visit.state, Open))
    chart = here.visit.chart
    assert chart is not None
    return chart


@pytest.mark.anyio
async def test_the_draft_stays_over_pages_and_arrivals_and_goes_when_the_clinician_closes(
    on_visit: OnVisit,
) -> None:
    chart = await opened(on_visit)
    chart.referring.type(Field.TO, "รพ.ศูนย์")
    await chart.open_page("summary")
    assert chart.state.referral.text(Field.TO) == "รพ.ศูนย์"
    await on_visit.visit.close()
    assert isinstance(on_visit.visit.state, Closed)
    assert not on_visit.visit.keepsake.holds
    assert chart.state.referral == ReferralDraft()
    with pytest.raises(WrongMoment):
        chart.referring.type(Field.TO, "x")


@pytest.mark.anyio
async def test_each_copy_is_numbered_in_the_audit_and_remembered_with_what_the_record_held(
    on_visit: OnVisit,
) -> None:
    chart = await opened(on_visit)
    first = await chart.exported("print")
    second = await chart.exported("save")
    papers = chart.state.papers
    assert [(paper.act, paper.number) for paper in papers] == [("print", 1), ("save", 2)]
    assert [paper.reference for paper in papers] == [first, second]
    held = {one.number for fact in chart.state.record.facts() for one in chart.state.record.members(fact)}
    assert papers[0].rows == {number for number in held if number >= 0}
    told = [
        {part["type"]: part["valueString"] for entity in event["entity"] for part in entity.get("detail", ())}
        for event in on_visit.outbox.bodies
        if event["subtype"][0]["code"] in ("print", "save")
    ]
    assert told == [
        {"what": "referral", "copy": "1"},
        {"what": "referral", "copy": "2", "warned": "leaves-protection"},
    ]


@pytest.mark.anyio
async def test_a_copy_that_could_not_be_written_down_is_none(on_visit: OnVisit) -> None:
    chart = await opened(on_visit)
    on_visit.outbox.lock()
    with pytest.raises(OutboxUnwritable):
        await chart.exported("print")
    on_visit.outbox.lock(locked=False)
    assert chart.state.papers == ()
    await chart.exported("print")
    state = on_visit.visit.state
    assert isinstance(state, Open)
    assert len(state.papers) == 1


# --- what the record offers

OFFER = "น.ส.มาลี ตัวอย่างดี (มารดา) [C, K]"
OFFERS = {Field.RELATIVE: OFFER}


def test_an_offer_stands_only_where_nobody_wrote_and_is_nothing_that_would_be_lost() -> None:
    desk = Desk()
    assert offered(desk.acts.value, OFFERS).text(Field.RELATIVE) == OFFER
    assert not offered(ReferralDraft(), {}).begun
    assert not desk.acts.value.begun
    desk.acts.type(Field.RELATIVE, "บุตรสาวมาด้วย", OFFER)
    assert offered(desk.acts.value, OFFERS).text(Field.RELATIVE) == "บุตรสาวมาด้วย"


def test_an_emptied_field_stays_empty_whatever_arrives_until_that_is_undone() -> None:
    desk = Desk()
    desk.acts.type(Field.RELATIVE, "", OFFER)
    assert desk.acts.value.begun
    assert offered(desk.acts.value, OFFERS).text(Field.RELATIVE) == ""
    assert offered(desk.acts.value, {Field.RELATIVE: "นายใหม่ (บิดา) [A]"}).text(Field.RELATIVE) == ""
    assert typed_only(desk.acts.value).cleared == {Field.RELATIVE}
    assert desk.acts.undo() is Field.RELATIVE
    assert offered(desk.acts.value, OFFERS).text(Field.RELATIVE) == OFFER
    assert desk.acts.redo() is Field.RELATIVE
    desk.acts.type(Field.RELATIVE, "ป้า")
    assert desk.acts.value.cleared == frozenset()


def test_what_is_made_of_an_offer_stays_the_records_when_the_consent_ends() -> None:
    desk = Desk()
    desk.acts.type(Field.RELATIVE, f"{OFFER} มาถึงแล้ว", OFFER)
    kept = typed_only(desk.acts.value)
    assert "มาถึงแล้ว" in kept.text(Field.RELATIVE)
    assert "มาลี" not in kept.text(Field.RELATIVE)


def test_a_relatives_telephone_goes_with_the_name_that_it_was_offered_with() -> None:
    both = {**OFFERS, Field.RELATIVE_PHONE: "08-0000-0020 [C]"}

    def phone(**said: str) -> str:
        texts = {Field(name.replace("_", "-")): text for name, text in said.items()}
        return offered(written(ReferralDraft(), texts), both).text(Field.RELATIVE_PHONE)

    assert phone() == "08-0000-0020 [C]"
    assert phone(relative="นางสมใจ ภรรยา") == "", "the number is the mother's"
    assert phone(relative="") == ""
    assert phone(relative=OFFER) == "08-0000-0020 [C]"
    assert phone(relative="นางสมใจ ภรรยา", relative_phone="08-1111-1111") == "08-1111-1111"
    assert phone(relative="", relative_phone="08-1111-1111") == "08-1111-1111"


@pytest.mark.anyio
async def test_what_the_role_does_not_sign_is_never_written_down_as_signed(on_visit: OnVisit) -> None:
    await on_visit.opened()  # a pharmacist
    chart = on_visit.visit.chart
    assert chart is not None
    with pytest.raises(WrongMoment):
        await chart.exported("sign", "lab-trend")
    await chart.exported("print", "lab-trend")
    await chart.exported("sign", "reconciliation")
    assert [(paper.act, paper.form) for paper in chart.state.papers] == [
        ("print", "lab-trend"),
        ("sign", "reconciliation"),
    ]


@pytest.mark.anyio
async def test_copies_are_counted_over_closing_and_opening_by_patient_and_kind(on_visit: OnVisit) -> None:
    async def numbers(*kinds: str) -> list[int]:
        chart = on_visit.visit.chart
        assert chart is not None
        for kind in kinds:
            await chart.exported("print", "lab-trend", kind=kind)
        return [paper.number for paper in chart.state.papers]

    await on_visit.opened()
    assert await numbers("lab-trend cr", "lab-trend k", "lab-trend cr") == [1, 1, 2]
    await on_visit.visit.close()
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    await on_visit.visit.confirm(on_visit.confirming().candidates[0])
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Open))
    assert await numbers("lab-trend cr", "lab-trend k", "") == [3, 2, 1]
    await on_visit.visit.sign_out()
    await on_visit.signed_in()
    await on_visit.visit.find(SOMCHAIS_NUMBER)
    await on_visit.visit.confirm(on_visit.confirming().candidates[0])
    await on_visit.until(lambda: isinstance(on_visit.visit.state, Open))
    assert await numbers("lab-trend cr") == [1]


def test_whose_copies_were_counted_is_not_to_be_read() -> None:
    copies = Copies()
    assert [copies.next(Opaque("p-1"), "referral"), copies.next(Opaque("p-2"), "referral")] == [1, 1]
    assert copies.next(Opaque("p-1"), "referral") == 2
    held = repr(vars(copies))
    assert "p-1" not in held
    assert "referral" not in held
    assert not set(Copies()._counted) & set(copies._counted)
    copies.forget()
    assert copies.next(Opaque("p-1"), "referral") == 1
