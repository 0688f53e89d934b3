"""The patient says no, less, not in time, or no longer: what the clinician then sees, and what is not asked for."""

from journey.at_desk import AtDesk
from journey.conftest import Run

from viewer.exchange.ledger import LineState
from viewer.visit.states import Asking, Closed, CloseReason, Consenting, Identifying, Open

BUNRUEAN = "9983690060261"
NAME = "นางบุญเรือน ทดลองชัย"
PHARMACY, HERBALIST = "990110004", "990140006"


def test_refused(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.asks(BUNRUEAN)
        await phone.refuses()
        await desk.until(lambda: stage(desk) is Asking.REFUSED)
        desk.reads("The patient did not allow it")
        desk.reads("Explain, then ask again")
        assert not any("/at/" in line for line in desk.journal.lines), "a facility was asked"
        desk.presses("Explain, then ask again")
        await desk.until(lambda: stage(desk) is Asking.WAITING)
        again = await desk.patient_scans()
        await again.allows(only=("99001",))
        await desk.until(lambda: isinstance(desk.state, Open))

    run(story())


def test_two_facilities_are_left_out(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, but_not=(PHARMACY, HERBALIST))
        await desk.everybody_answered()
        for hcode in (PHARMACY, HERBALIST):
            await desk.line_says(hcode, LineState.NOT_CONSENTED)
            assert not any(f"/at/{hcode}/" in line for line in desk.journal.lines)
        await desk.reads_every_page()
        desk.sees_not("metronidazole", "ฟ้าทะลายโจร", "ขมิ้นชัน")
        await desk.turns_to("medicines")
        desk.sees("warfarin")

    run(story())


def test_withdrawn_while_it_is_read(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        await phone.withdraws()
        await desk.until(lambda: isinstance(desk.state, Closed))
        closed_is_closed(desk, CloseReason.WITHDRAWN)
        desk.reads("The patient withdrew consent. The record is closed and wiped from this machine")

    run(story())


def test_withdrawn_while_facilities_still_answer(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        for hcode in ("99001", "99002", PHARMACY):
            desk.weather(hcode, "slow", seconds=60)
        await desk.signs_in("on-anong")
        phone = await desk.opens(BUNRUEAN)
        await phone.withdraws()
        await desk.until(lambda: isinstance(desk.state, Closed))
        closed_is_closed(desk, CloseReason.WITHDRAWN)

    run(story())


def test_the_time_allowed_runs_out(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        desk.time_passes(2 * 3600)
        await desk.until(lambda: isinstance(desk.state, Closed))
        closed_is_closed(desk, CloseReason.EXPIRED)
        desk.reads("The time the patient allowed is over. The record is closed and wiped")

    run(story())


def test_the_code_runs_out_and_a_new_one_is_made(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.asks(BUNRUEAN)
        desk.time_passes(361)
        await desk.until(lambda: stage(desk) is Asking.EXPIRED)
        desk.reads("The code ran out before the patient answered")
        desk.presses("Make a new code")
        await desk.until(lambda: stage(desk) is Asking.WAITING)
        phone = await desk.patient_scans()
        await phone.allows(only=("99001",))
        await desk.until(lambda: isinstance(desk.state, Open))

    run(story())


def test_a_new_code_takes_the_old_one_back(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        old = await desk.asks(BUNRUEAN)
        first = desk.state
        assert isinstance(first, Consenting)
        desk.presses("Make a new code")
        await desk.until(
            lambda: isinstance(desk.state, Consenting) and desk.state.code not in ("", first.code)
        )
        assert first.link is not None
        await desk.until(lambda: any(line.startswith("PUT /fhir/Consent/") for line in desk.journal.lines))
        await told_of_it(desk, old, first)
        new = await desk.patient_scans()
        await new.allows(only=("99001",))
        await desk.until(lambda: isinstance(desk.state, Open))

    run(story())


def test_the_request_is_cancelled_and_the_phone_says_so(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.asks(BUNRUEAN)
        asked = desk.state
        assert isinstance(asked, Consenting)
        desk.presses("Cancel the request")
        await desk.until(lambda: isinstance(desk.state, Identifying))
        await told_of_it(desk, phone, asked)
        desk.sees_not(NAME, asked.code)

    run(story())


def test_allowed_before_opens_at_once(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        await desk.closes_record()
        await desk.finds(BUNRUEAN)
        desk.sees(NAME)
        await desk.confirms()
        assert isinstance(desk.state, Open)
        assert desk.journal.count("POST /fhir/Consent") == 1, "the patient was asked twice"
        assert desk.journal.count("written open-record summary") == 2
        await desk.everybody_answered()
        desk.sees("warfarin")

    run(story())


def stage(desk: AtDesk) -> Asking | None:
    """How far the asking has come."""
    return desk.state.stage if isinstance(desk.state, Consenting) else None


async def told_of_it(desk: AtDesk, phone: "object", asked: Consenting) -> None:
    """The phone, opened again, says that whoever asked took the request back."""
    from journey.phone import Phone

    assert isinstance(phone, Phone)
    assert asked.link is not None
    link = asked.link
    await desk.until(lambda: any(line.startswith("PUT /fhir/Consent/") for line in desk.journal.lines))
    for _ in range(200):
        await phone.scans(link)
        if "ผู้ขอยกเลิกคำขอแล้ว" in phone.page:
            return
    raise AssertionError("the phone still shows the request")


def closed_is_closed(desk: AtDesk, reason: CloseReason) -> None:
    """The record is gone from the screen and from the visit, and that was written down."""
    assert isinstance(desk.state, Closed)
    assert desk.state.reason is reason
    assert desk.app.window.record is None
    assert desk.app.visit.chart is None
    assert desk.journal.before("written close-record", "state Closed")
    desk.sees_not(NAME, "warfarin", "INR")
