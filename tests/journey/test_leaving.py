"""Leaving at any moment: whatever was under way ends, nothing of it is left on this machine or at the exchange."""

import pytest
from journey.at_desk import AtDesk
from journey.conftest import UNHURRIED, Run

from viewer.visit.states import Confirming, Consenting, Identifying, Open, SignedOut, SigningIn

BUNMI = "9660487647597"
BUNRUEAN = "9983690060261"


@pytest.mark.parametrize("site", [UNHURRIED], ids=["unhurried"])
def test_the_window_is_closed_while_facilities_answer(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        for hcode in ("99001", "99008", "99010", "99012"):
            desk.weather(hcode, "timeout")
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.until(lambda: desk.open_now().revision > 1 and desk.open_now().ledger.asking > 0)
        desk.window.close()
        await desk.until(lambda: desk.left)
        closed = desk.journal.lines.index("written close-record")
        assert not [line for line in desk.journal.lines[closed:] if "/at/" in line], (
            "facilities were still asked"
        )
        assert isinstance(desk.state, SignedOut)
        assert desk.journal.count("POST /oidc/revoke") == 1
        assert [what for what in desk.journal.lines if what.startswith("written")][-2:] == [
            "written close-record",
            "written 110123",
        ]

    run(story())


def test_the_window_is_closed_while_the_patient_is_asked(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        phone = await desk.asks(BUNRUEAN)
        asked = desk.state
        assert isinstance(asked, Consenting)
        assert asked.link is not None
        desk.window.close()
        await desk.until(lambda: desk.left)
        await phone.scans(asked.link)
        assert "ผู้ขอยกเลิกคำขอแล้ว" in phone.page

    run(story())


@pytest.mark.parametrize("moment", [SigningIn, Identifying, Confirming])
def test_the_window_is_closed_earlier(moment: type, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        if moment is SigningIn:
            desk.presses("Sign in with {provider}", provider=desk.app.visit.profile.provider)
            await desk.until(lambda: isinstance(desk.state, SigningIn))
        else:
            await desk.signs_in("on-anong")
        if moment is Confirming:
            await desk.finds(BUNRUEAN)
        assert isinstance(desk.state, moment)
        desk.window.close()
        await desk.until(lambda: desk.left)
        assert isinstance(desk.state, SignedOut)

    run(story())


def test_closing_again_and_again_closes_once(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        desk.presses("Close record")
        desk.record.close_record()
        desk.window.close()
        desk.window.close()
        await desk.until(lambda: desk.left)
        assert desk.journal.count("written close-record") == 1
        assert desk.journal.count("written 110123") == 1

    run(story())


def test_signing_out_and_in_again_starts_anew(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        await desk.everybody_answered()
        await desk.closes_record()
        desk.presses("Sign out")
        await desk.until(lambda: isinstance(desk.state, SignedOut))
        await desk.until(lambda: not desk.busy("sign-out"))
        await desk.signs_in("siriporn")
        assert isinstance(desk.state, Identifying)
        desk.sees("ภญ.ศิริพร จำลองเภสัช")
        assert not [text for text in desk.words() if "อรอนงค์" in text]
        desk.sees_not("บุญเรือน")
        await desk.opens(BUNRUEAN, only=("99001",))
        assert desk.open_now().page == "medicines"

    run(story())


def test_the_clock_of_a_hidden_page_does_not_run(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001",))
        assert isinstance(desk.state, Open)
        assert not desk.app.window._consent._tick.isActive()
        assert not desk.app.window._sign_in._tick.isActive()

    run(story())
