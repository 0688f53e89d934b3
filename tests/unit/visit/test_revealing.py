"""Opening restricted rows: with leave and a reason, once it is written down; nothing of the row is written."""

import asyncio
from datetime import date

import pytest
from unit.record.parcels import F01, bundle, row

from viewer.audit.errors import OutboxUnwritable
from viewer.base.opaque import Opaque
from viewer.record.binder import Binder
from viewer.signin.roles import DOCTOR, PHARMACIST, REFERRAL_CLERK, Role
from viewer.visit.errors import ReasonMissing, WrongMoment
from viewer.visit.revealing import MOST_WORDS, REASONS, Revealing

pytestmark = pytest.mark.anyio
HIV = {"text": "ritonavir 100 mg tab"}
ABORTION = {"text": "mifepristone 200 mg tab"}


class Desk:
    """A binder with one restricted row of each of two kinds, and what was written and shown."""

    def __init__(self, role: Role = DOCTOR) -> None:
        self.binder = Binder(date(2026, 11, 23), Opaque("p-1"))
        supplies = (
            row(
                "MedicationRequest",
                str(n),
                medicationCodeableConcept=c,
                meta={"lastUpdated": "2026-01-01T09:00:00Z"},
            )
            for n, c in enumerate((HIV, ABORTION))
        )
        self.binder.add(bundle(*supplies), F01)
        self.written: list[tuple[str, str]] = []
        self.full = False
        self.shown = 0
        self.revealing = Revealing(self.binder, role, self._write, self._show)

    async def _write(self, reason: str, words: str) -> None:
        assert not any(fact.revealed for fact in self.binder.record().facts()), "opened before it was written"
        if self.full:
            raise OutboxUnwritable("the disk is full")
        self.written.append((reason, words))

    def _show(self) -> None:
        self.shown += 1

    @property
    def numbers(self) -> list[int]:
        return [hidden.number for hidden in self.binder.restricted()]

    @property
    def opened(self) -> list[int]:
        return [hidden.number for hidden in self.binder.restricted() if hidden.opened]


async def test_one_is_opened_and_the_other_is_not() -> None:
    desk = Desk()
    await desk.revealing.reveal(desk.numbers[0], "treatment")
    assert desk.opened == desk.numbers[:1]
    assert desk.written == [("treatment", "")]
    assert desk.shown == 1


async def test_what_cannot_be_written_is_not_opened() -> None:
    desk = Desk()
    desk.full = True
    with pytest.raises(OutboxUnwritable):
        await desk.revealing.reveal(desk.numbers[0], "treatment")
    assert (desk.opened, desk.shown) == ([], 0)


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("curious", ""), ("other", ""), ("other", "  \n ")])
async def test_no_reason_opens_nothing_and_writes_nothing(reason: str, words: str) -> None:
    desk = Desk()
    with pytest.raises(ReasonMissing):
        await desk.revealing.reveal(desk.numbers[0], reason, words)
    assert (desk.opened, desk.written) == ([], [])


async def test_other_is_written_with_its_words_cut_to_size_and_the_codes_without() -> None:
    desk = Desk()
    await desk.revealing.reveal(desk.numbers[0], "other", " ประชุม \n ทีม " + "ก" * 900)
    ((reason, words),) = desk.written
    assert reason == "other"
    assert words.startswith("ประชุม ทีม ก")
    assert len(words) == MOST_WORDS


@pytest.mark.parametrize("reason", [code for code in REASONS if code != "other"])
async def test_words_beside_a_coded_reason_are_not_kept(reason: str) -> None:
    desk = Desk()
    await desk.revealing.reveal(desk.numbers[0], reason, "ชื่อยา")
    assert desk.written == [(reason, "")]


async def test_a_role_opens_only_what_its_line_in_the_table_lists() -> None:
    desk = Desk(PHARMACIST)
    hiv, abortion = desk.numbers
    await desk.revealing.reveal(hiv, "medicines")
    with pytest.raises(WrongMoment):
        await desk.revealing.reveal(abortion, "medicines")
    assert desk.opened == [hiv]
    assert len(desk.written) == 1


async def test_a_role_that_does_not_ask_for_it_opens_nothing() -> None:
    desk = Desk(REFERRAL_CLERK)
    for number in desk.numbers:
        with pytest.raises(WrongMoment):
            await desk.revealing.reveal(number, "treatment")
    assert (desk.opened, desk.written) == ([], [])


async def test_a_row_that_is_not_there_is_not_opened() -> None:
    desk = Desk()
    with pytest.raises(WrongMoment):
        await desk.revealing.reveal(99, "treatment")
    assert desk.written == []


async def test_it_is_hidden_again_and_what_is_not_open_stays_as_it_is() -> None:
    desk = Desk()
    await desk.revealing.reveal(desk.numbers[0], "treatment")
    desk.revealing.hide(desk.numbers[0])
    desk.revealing.hide(desk.numbers[1])
    desk.revealing.hide(99)
    assert desk.opened == []
    assert desk.shown == 2


async def test_a_row_replaced_while_it_is_written_down_is_not_opened() -> None:
    desk = Desk()
    number = desk.numbers[0]
    gate = asyncio.Event()

    async def slow(reason: str, words: str) -> None:
        await gate.wait()

    revealing = Revealing(desk.binder, DOCTOR, slow, desk._show)
    opening = asyncio.create_task(revealing.reveal(number, "treatment"))
    await asyncio.sleep(0)
    newer = row(
        "MedicationRequest", "0", medicationCodeableConcept=HIV, meta={"lastUpdated": "2026-11-23T09:00:00Z"}
    )
    desk.binder.add(bundle(newer), F01)
    assert number not in desk.numbers, "the story lost its point"
    gate.set()
    with pytest.raises(WrongMoment):
        await opening
    assert desk.opened == []
