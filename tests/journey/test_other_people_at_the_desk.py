"""The other roles: where each lands, which pages each has, whose name the patient reads."""

import pytest
from journey.at_desk import AtDesk
from journey.conftest import Run
from PySide6.QtWidgets import QAbstractButton

from viewer.screen.widgets.choices import Choice
from viewer.visit.states import ChoosingPost, Confirming, Identifying, Open

PRASIT = "9526859693842"
CLINICAL = ["summary", "timeline", "medicines", "results", "allergies"]


def test_a_doctor_with_two_posts_chooses_one_and_changes_it(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("theeradet")
        assert isinstance(desk.state, ChoosingPost)
        desk.sees("นพ.ธีรเดช จำลองแพทย์", "รพ.ศูนย์ธารสุวรรณ", "รพ.บ้านเหนือคลอง")
        desk.click(post(desk, "รพ.บ้านเหนือคลอง"))
        await desk.until(lambda: isinstance(desk.state, Identifying))
        phone = await desk.asks(PRASIT)
        assert "รพ.บ้านเหนือคลอง" in phone.page
        assert "นพ.ธีรเดช" in phone.page
        desk.presses("Cancel the request")
        await desk.until(lambda: isinstance(desk.state, Identifying))
        desk.click(post(desk, "รพ.ศูนย์ธารสุวรรณ"))
        await desk.until(lambda: not desk.busy("choose-post"))
        desk.sees("แพทย์ · รพ.ศูนย์ธารสุวรรณ")
        phone = await desk.opens(PRASIT, only=("99002",))
        assert desk.open_now().post.hcode == "99001"
        await desk.everybody_answered()
        await desk.turns_to("referral")
        assert (await desk.saves_letter("two-posts.pdf")).exists()

    run(story())


@pytest.mark.parametrize(
    ("who", "name", "place", "lands", "pages"),
    [
        ("wasan", "นพ.วสันต์", "รพ.ศูนย์ธารสุวรรณ", "summary", [*CLINICAL, "documents", "referral"]),
        ("siriporn", "ภญ.ศิริพร", "ร้านยาเภสัชรุ่งเรือง", "medicines", CLINICAL),
        ("sudarat", "พว.สุดารัตน์", "รพ.บ้านเหนือคลอง", "summary", [*CLINICAL, "documents", "referral"]),
        ("jiraporn", "น.ส.จิราพร", "รพ.บ้านเหนือคลอง", "referral", ["summary", "documents", "referral"]),
    ],
    ids=["er-doctor", "pharmacist", "referral-nurse", "referral-clerk"],
)
def test_each_role_lands_on_its_page(
    who: str, name: str, place: str, lands: str, pages: list[str], run: Run, desk: AtDesk
) -> None:
    async def story() -> None:
        await desk.signs_in(who)
        phone = await desk.asks(PRASIT)
        assert name in phone.page
        assert place in phone.page
        await phone.allows(only=("99002", "99008"))
        await desk.until(lambda: isinstance(desk.state, Open))
        assert desk.open_now().page == lands
        assert desk.tabs() == pages
        await desk.everybody_answered()
        desk.sees("นายประสิทธิ์ ทดลองชัย")
        await desk.reads_every_page()
        if "referral" in pages:
            await desk.turns_to("referral")
            assert (await desk.saves_letter(f"{who}.pdf")).read_bytes().startswith(b"%PDF-")
        else:
            desk.sees_not("ใบส่งต่อผู้ป่วย")
        await desk.closes_record()

    run(story())


def test_no_key_opens_a_page_that_the_role_does_not_have(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("siriporn")
        await desk.opens(PRASIT, only=("99002",))
        desk.record.turn_to("referral")  # as Ctrl+7 does
        await desk.until(lambda: not desk.busy("page"))
        assert desk.open_now().page == "medicines"
        desk.reads("That click came too late, the page has changed")
        assert desk.journal.count("written view-page referral") == 0

    run(story())


def post(desk: AtDesk, facility: str) -> QAbstractButton:
    """The choice of a facility."""
    (found,) = (
        choice
        for choice in desk.window.findChildren(Choice)
        if choice.text() == facility and choice.isVisible()
    )
    assert not isinstance(desk.state, Confirming)
    return found
