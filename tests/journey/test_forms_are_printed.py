"""A doctor prints from the menu of forms: what cannot be printed and why; what leaves is written down first."""

from pathlib import Path

import httpx
import keys_made
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.test_a_doctor_reads_and_refers import text_of
from journey.test_a_letter_is_signed import chooses, types
from PySide6.QtWidgets import QRadioButton

from viewer.screen.printing.dialog import FormsDialog
from viewer.view.signature import Standing
from viewer.visit.referral import Field
from viewer.writing.paper_code import digest

BUNMI = "9660487647597"


async def opens_the_menu(desk: AtDesk) -> FormsDialog:
    """Press the button beside the answers."""
    desk.presses("Print a form")
    await desk.until(lambda: any(box.isVisible() for box in desk.window.findChildren(FormsDialog)))
    (shown,) = (box for box in desk.window.findChildren(FormsDialog) if box.isVisible())
    return shown


async def saves(desk: AtDesk, shown: FormsDialog, title: str, where: Path) -> str:
    """Choose a form by its title, wait for its preview, save it; what it says."""
    desk.click(desk.button_of(shown, desk.app.words.say(title)))
    await desk.until(lambda: not shown._later.isActive() and not desk.busy("form preview"))
    desk.click(desk.button_of(shown, desk.app.words.say("Save as PDF")))
    await desk.until(lambda: desk.file_dialog() is not None)
    desk.answers_file_dialog(where)
    await desk.until(lambda: not desk.busy("form save"))
    return said_by(where)


async def chooses_the_form(desk: AtDesk, title: str) -> None:
    """By its title in the menu: the page of referrals opens on it."""
    shown = await opens_the_menu(desk)
    desk.click(desk.button_of(shown, desk.app.words.say(title)))
    desk.dialogs += 1
    desk.click(desk.button_of(shown, desk.app.words.say("Open its page")))
    await desk.until(lambda: desk.open_now().page == "referral")
    await desk.previews_letter()


async def signs(desk: AtDesk, key: Path, secret: str, where: Path, errand: str) -> None:
    """The key's file, its passphrase, the place."""
    await chooses(desk, key)
    await types(desk, secret)
    await chooses(desk, where)
    await desk.until(lambda: not desk.busy(errand))


def said_by(file: Path) -> str:
    """Its words without any space: lines are broken within them. Only its owner may read the file."""
    assert file.stat().st_mode & 0o077 == 0
    return "".join(text_of(file.read_bytes()).split())


def test_forms_leave_once_they_are_written_down(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI, but_not=("99003",))
        await desk.everybody_answered()
        shown = await opens_the_menu(desk)
        desk.reads("Nobody has signed the medicines yet: decide and sign on the page of medicines")
        (mine,) = (
            one for one in shown.findChildren(QRadioButton)
            if one.text() == desk.app.words.say("Medicine list of the patient")
        )  # fmt: skip
        assert not mine.isEnabled()
        history = await saves(desk, shown, "History of consents", desk.saved / "history.pdf")
        assert "ยินยอม(ยังมีผล)" in history
        assert "รพ.สต.หนองบัวแก้ว" in history
        trend = await saves(desk, shown, "Laboratory results over time", desk.saved / "trend.pdf")
        assert "Creatinine" in trend
        assert "9-6604-87647-59-7" in trend
        desk.dialogs += 1
        desk.click(desk.button_of(shown, desk.app.words.say("Close")))
        await desk.until(lambda: not desk.busy("forms"))
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written save consent-history") == 1
    assert desk.journal.count("written save lab-trend") == 1
    assert desk.journal.count("written view-page consents") == 1
    assert sorted(path.name for path in desk.saved.iterdir()) == ["history.pdf", "trend.pdf"]


def test_a_form_with_a_page_of_its_own_leads_there(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        shown = await opens_the_menu(desk)
        desk.click(desk.button_of(shown, desk.app.words.say("Referral letter")))
        desk.dialogs += 1
        desk.click(desk.button_of(shown, desk.app.words.say("Open its page")))
        await desk.until(lambda: desk.open_now().page == "referral")
        await desk.previews_letter()
        await desk.closes_record()

    run(story())


def test_a_written_referral_leaves_as_the_structured_form_that_names_what_it_lacks(
    run: Run, desk: AtDesk
) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI, but_not=("99003",))
        await desk.everybody_answered()
        chart = desk.app.visit.chart
        assert chart is not None
        for name, text in (
            (Field.TO, "รพ.ศูนย์ธารสุวรรณ"),
            (Field.SYSTOLIC, "148"),
            (Field.DRIPS, "NSS 80 mL/hr"),
        ):
            chart.referring.type(name, text)
        await chooses_the_form(desk, "Referral form, structured")
        desk.presses("Save as PDF")
        await desk.until(lambda: desk.file_dialog() is not None)
        desk.answers_file_dialog(desk.saved / "b.pdf")
        await desk.until(lambda: not desk.busy("save"))
        text = said_by(desk.saved / "b.pdf")
        (asked,) = desk.asked
        assert "สิทธิ" in asked
        assert "ถึง (สถานพยาบาล แผนก)" not in asked
        for words in ("รพ.ศูนย์ธารสุวรรณ", "148", "NSS80mL/hr", "สำเนาที่1"):
            assert words in text, words
        await desk.closes_record()  # it is on paper as it stands: nobody asks

    run(story())


def test_a_form_is_signed_and_carries_its_data(run: Run, desk: AtDesk, tmp_path: Path) -> None:
    """Layout C and the patient's chart: each with the doctor's signature, its code, and C with its rows."""
    secret = "a secret of forms"
    key = tmp_path / "key.p12"
    key.write_bytes(keys_made.key_file(passphrase=secret.encode()))
    desk.secrets.add(secret)

    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(BUNMI)
        await desk.everybody_answered()
        await chooses_the_form(desk, "Transfer form, primary care unit")
        desk.presses("Sign the letter")
        await signs(desk, key, secret, desk.saved / "c.pdf", "sign")
        desk.reads("The letter is signed and saved")
        shown = await opens_the_menu(desk)
        desk.click(desk.button_of(shown, desk.app.words.say("Laboratory results over time")))
        await desk.until(lambda: not shown._later.isActive() and not desk.busy("form preview"))
        desk.click(shown._sign)
        await signs(desk, key, secret, desk.saved / "trend.pdf", "form sign")
        desk.reads("The form is signed and saved")
        desk.click(desk.button_of(shown, desk.app.words.say("History of consents")))
        assert not shown._sign.isEnabled(), "nobody signs a list of consents"
        desk.dialogs += 1
        desk.click(desk.button_of(shown, desk.app.words.say("Close")))
        await desk.until(lambda: not desk.busy("forms"))
        await desk.closes_record()

    run(story())
    from viewer.paper.opening import data_in, opened
    from viewer.paper.sealing import signature_of

    for name in ("c.pdf", "trend.pdf"):
        pdf = (desk.saved / name).read_bytes()
        found = signature_of(pdf, keys_made.NOW, keys_made.trusted())
        assert (found.standing, found.signer) == (Standing.TRUSTED, keys_made.NAME)
        code = opened(pdf, needs_data=False).code
        told = httpx.get(
            f"{desk.sandbox.verify}/{code}", headers={"Accept": "application/fhir+json"}, trust_env=False
        ).json()
        assert told["masterIdentifier"]["value"] == digest(pdf)
    assert b'"type":"document"' in data_in((desk.saved / "c.pdf").read_bytes())
    assert desk.journal.count("written sign referral-c") == 1
    assert desk.journal.count("written sign lab-trend") == 1
