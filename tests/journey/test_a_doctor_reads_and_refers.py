"""A doctor with one post: signs in, finds a patient, asks, reads every page, keeps the letter, closes, goes home."""

from journey.at_desk import AtDesk
from journey.conftest import Run

BUNMI = "9660487647597"


def test_from_sign_in_to_a_saved_letter(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        await desk.turns_to("referral")
        letter = await desk.saves_letter("letter.pdf")
        assert letter.read_bytes().startswith(b"%PDF-")
        await desk.closes_record()

    run(story())
