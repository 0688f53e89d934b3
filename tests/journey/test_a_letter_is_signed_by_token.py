"""A doctor signs the referral with the token of their own; a wrong PIN and a token pulled out leave nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import keys_made
import pytest
import tokens_made
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_letter_is_signed import at_the_letter, chooses, types
from PySide6.QtWidgets import QInputDialog
from tokens_made import LABEL, PIN, Drawer, needs_token

from viewer.view.signature import Standing

SIGN = "Sign electronically (token or .p12 certificate file)"
pytestmark = needs_token


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    folder = tmp_path / "drawer"
    folder.mkdir()
    with tokens_made.drawer(folder) as made:
        made.put(keys_made.pair())
        yield made


@pytest.fixture
def site(drawer: Drawer) -> dict[str, object]:
    return {"token_module": drawer.module}


async def picks(desk: AtDesk, message: str) -> None:
    """Choose from a short list."""
    await desk.until(lambda: any(box.isVisible() for box in desk.window.findChildren(QInputDialog)))
    (asking,) = (box for box in desk.window.findChildren(QInputDialog) if box.isVisible())
    said = desk.app.words.say(message)
    assert said in asking.comboBoxItems()
    asking.setTextValue(said)
    desk.dialogs += 1
    asking.accept()


def question(desk: AtDesk) -> str:
    """What is being asked now; "" when nothing is."""
    return "".join(box.labelText() for box in desk.window.findChildren(QInputDialog) if box.isVisible())


def test_a_letter_is_signed_by_a_token(run: Run, desk: AtDesk) -> None:
    where = desk.saved / "signed.pdf"

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await picks(desk, "Token (card or USB stick)")
        await desk.until(lambda: LABEL in question(desk))
        await types(desk, PIN)
        await chooses(desk, where)
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The letter is signed and saved")
        await desk.closes_record()

    run(story())
    from viewer.paper.sealing import signature_of

    found = signature_of(where.read_bytes(), keys_made.NOW, keys_made.trusted())
    assert (found.standing, found.signer) == (Standing.TRUSTED, keys_made.NAME)


def test_a_wrong_pin_is_told_before_anything_is_exported(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await picks(desk, "Token (card or USB stick)")
        await desk.until(lambda: LABEL in question(desk))
        await types(desk, "135790")
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The token refuses the PIN")
        desk.presses(SIGN)
        await picks(desk, "Token (card or USB stick)")
        await desk.until(lambda: LABEL in question(desk))
        assert desk.app.words.say("a wrong PIN was entered before: it locks after a few") in question(desk)
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written sign referral") == 0
    assert list(desk.saved.iterdir()) == []


def test_pulled_out_while_a_place_is_chosen(run: Run, desk: AtDesk, drawer: Drawer) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await picks(desk, "Token (card or USB stick)")
        await desk.until(lambda: LABEL in question(desk))
        await types(desk, PIN)
        await desk.until(lambda: desk.file_dialog() is not None)
        drawer.pull()
        await chooses(desk, desk.saved / "signed.pdf")
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The token was taken out before it had signed")
        await desk.closes_record()

    run(story())
    assert list(desk.saved.iterdir()) == []


def test_no_token_in_the_reader(run: Run, desk: AtDesk, drawer: Drawer) -> None:
    drawer.pull()

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await picks(desk, "Token (card or USB stick)")
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("No token was found")
        await desk.closes_record()

    run(story())
