"""A letter goes to the printer: written down first, told when it went, told when there is none. No file is left."""

from pathlib import Path

import httpx
import pytest
import zxingcpp
from journey.at_desk import AtDesk
from journey.canary import files_under
from journey.conftest import Run
from journey.test_a_letter_is_signed import at_the_letter
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from viewer.screen.press import printer_for


async def prints_on(desk: AtDesk, printer: QPrinter) -> None:
    """What happens when the system's dialog is left with this printer chosen."""
    page = await desk.previews_letter()
    leaving = page.leaving
    leaving._context.errands.start("print", leaving.printout().print_on(printer))
    await desk.until(lambda: not desk.busy("print"))


def printer_into(place: Path) -> QPrinter:
    printer = printer_for((595.28, 841.89), "referral")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    return printer


def test_it_is_printed_and_written_down(run: Run, desk: AtDesk) -> None:
    place = desk.saved / "printed.pdf"

    async def story() -> None:
        await at_the_letter(desk)
        before = {name for name, _ in files_under(desk.home)}
        await prints_on(desk, printer_into(place))
        desk.reads("The letter was sent to the printer")
        desk.reads("Fetch it: it holds health data")
        desk.reads("The system's print queue holds a copy until it is printed; this program keeps none")
        assert desk.open_now().referral.out
        more = {name for name, _ in files_under(desk.home)} - before
        assert not [name for name in more if "audit" not in name and not name.endswith(".log")]
        await desk.closes_record()

    run(story())
    assert desk.journal.before("written print referral", "POST /fhir/DocumentReference")
    (code,) = codes_on(place)
    assert code.startswith(f"{desk.sandbox.verify}/")


def test_several_copies_are_papers_of_their_own(run: Run, desk: AtDesk) -> None:
    """Each with its number, reference and code, written down apart; the reprint counter goes on from them."""
    place, later = desk.saved / "three.pdf", desk.saved / "later.pdf"

    async def story() -> None:
        await at_the_letter(desk)
        printer = printer_into(place)
        printer.setCopyCount(3)
        await prints_on(desk, printer)
        desk.reads("The letter was sent to the printer")
        assert [(paper.act, paper.number) for paper in desk.open_now().papers] == [
            ("print", 1), ("print", 2), ("print", 3),
        ]  # fmt: skip
        assert len({paper.reference for paper in desk.open_now().papers}) == 3
        await prints_on(desk, printer_into(later))
        assert desk.open_now().papers[-1].number == 4
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written print referral") == 4
    codes = [code for pages in (place, later) for code in codes_on(pages)]
    assert len(set(codes)) == 4
    told = [
        httpx.get(code, headers={"Accept": "application/fhir+json"}, trust_env=False).json() for code in codes
    ]
    assert [one["extension"][0]["valuePositiveInt"] for one in told] == [1, 2, 3, 4]
    assert {one["status"] for one in told} == {"current"}, (
        "copies of one letter do not take each other's place"
    )


def codes_on(file: Path) -> list[str]:
    from viewer.paper.pages import page_images

    pages = (
        Image.frombytes("RGB", (w, h), pixels) for w, h, pixels in page_images(file.read_bytes(), 200 / 72)
    )
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_take_it(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await at_the_letter(desk)
        await prints_on(desk, printer_into(desk.saved / "nowhere" / "x.pdf"))
        desk.reads("The printer did not take the pages")
        assert not desk.open_now().referral.out
        desk.reads("Check the printer, then print again")
        await desk.closes_record()

    run(story())


def test_a_machine_without_printers(run: Run, desk: AtDesk) -> None:
    from PySide6.QtPrintSupport import QPrinterInfo

    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this machine has a printer")

    async def story() -> None:
        await at_the_letter(desk)
        desk.presses("Print")
        # Asked about what is not filled in, they print it as it is.
        await desk.until(lambda: desk.file_dialog() is None and not desk.busy("print"))
        desk.reads("No printer is set up on this machine")
        desk.reads("Nothing was printed")
        await desk.closes_record()

    run(story())
    assert desk.journal.count("written print referral") == 0
