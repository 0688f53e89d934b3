"""A doctor signs the referral with a certificate of their own; what goes wrong is told, and leaves nothing behind."""

from pathlib import Path

import keys_made
from journey.at_desk import AtDesk
from journey.conftest import Run
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QInputDialog, QLineEdit

from viewer.view.signature import Standing

BUNMI = "9660487647597"
SIGN = "Sign electronically (.p12 certificate file)"


async def chooses(desk: AtDesk, place: Path | None) -> None:
    """Type a path into the file dialog and press its button, or cancel."""
    await desk.until(lambda: desk.file_dialog() is not None)
    chooser = desk.file_dialog()
    assert chooser is not None
    if place is not None:
        (line,) = (one for one in chooser.findChildren(QLineEdit) if one.objectName() == "fileNameEdit")
        line.setText(str(place))
    saves = chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    kind = QDialogButtonBox.StandardButton.Save if saves else QDialogButtonBox.StandardButton.Open
    (box,) = chooser.findChildren(QDialogButtonBox)
    button = box.button(kind if place is not None else QDialogButtonBox.StandardButton.Cancel)
    assert button is not None
    desk.dialogs += 1
    desk.click(button)


async def types(desk: AtDesk, secret: str) -> None:
    """Answer the question for the passphrase."""
    await desk.until(lambda: any(box.isVisible() for box in desk.window.findChildren(QInputDialog)))
    (asking,) = (box for box in desk.window.findChildren(QInputDialog) if box.isVisible())
    (line,) = asking.findChildren(QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(line, secret)
    desk.dialogs += 1
    asking.accept()


async def at_the_letter(desk: AtDesk) -> None:
    await desk.signs_in("on-anong")
    await desk.opens(BUNMI)
    await desk.everybody_answered()
    await desk.turns_to("referral")
    await desk.previews_letter()


def test_a_letter_is_signed_saved_and_written_down(run: Run, desk: AtDesk, tmp_path: Path) -> None:
    secret = "a secret of paper"
    key = tmp_path / "key.p12"
    key.write_bytes(keys_made.key_file(passphrase=secret.encode()))
    desk.secrets.add(secret)
    where = desk.saved / "signed.pdf"

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await chooses(desk, key)
        await types(desk, secret)
        await chooses(desk, where)
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The letter is signed and saved")
        await desk.closes_record()

    run(story())
    from viewer.paper.opening import (
        data_in,  # only now: the program itself is the first to load them, off its window
    )
    from viewer.paper.sealing import signature_of

    signed = where.read_bytes()
    found = signature_of(signed, keys_made.NOW, keys_made.trusted())
    assert (found.standing, found.signer) == (Standing.TRUSTED, keys_made.NAME)
    assert b'"type":"document"' in data_in(signed)
    assert where.stat().st_mode & 0o077 == 0
    assert desk.journal.count("written sign referral") == 1


def test_a_wrong_passphrase_is_told_and_nothing_is_exported(run: Run, desk: AtDesk, tmp_path: Path) -> None:
    key = tmp_path / "key.p12"
    key.write_bytes(keys_made.key_file())

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await chooses(desk, key)
        await types(desk, "not this one")
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The passphrase does not open the certificate")
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written sign referral") == 0
    assert list(desk.saved.iterdir()) == []


def test_who_thinks_again_signs_nothing(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await chooses(desk, None)
        await desk.until(lambda: not desk.busy("sign"))
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written sign referral") == 0


def test_with_the_certificate_of_another_nothing_is_signed(run: Run, desk: AtDesk, tmp_path: Path) -> None:
    key = tmp_path / "key.p12"
    key.write_bytes(keys_made.key_file(passphrase=b"of another", name="สุดารัตน์ จำลองพยาบาล"))

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses(SIGN)
        await chooses(desk, key)
        await types(desk, "of another")
        await desk.until(lambda: not desk.busy("sign"))
        desk.reads("The certificate is not of who is signed in: nothing was signed")
        desk.sees("สุดารัตน์ จำลองพยาบาล")
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written sign referral") == 0
    assert list(desk.saved.iterdir()) == []
