"""Pages on a printer: true size, in order, whole, and told when it fails. The printer writes what it gets to a file."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from paper_samples import LETTER, thai
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from viewer.paper.formats import A4, A5, MM
from viewer.paper.pages import page_images, page_sizes
from viewer.paper.referral import referral_pdf
from viewer.screen.press import NotPrinted, printer_for, put_on
from viewer.view.sheet import Proof

CARD, LABEL = (85.6 * MM, 54 * MM), (62 * MM, 29 * MM)
ADDRESS = "https://verify.example/paper/K7F392QDXM4P"
pytestmark = pytest.mark.usefixtures("qapp")


def numbered(size: tuple[float, float], pages: int) -> bytes:
    """Pages with as many black squares of 5 mm in their upper left corner as their number, and a frame round them."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(1, pages + 1):
        canvas.rect(1, 1, size[0] - 2, size[1] - 2)
        for n in range(number):
            canvas.rect((5 + 7 * n) * MM, size[1] - 10 * MM, 5 * MM, 5 * MM, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def into_file(size: tuple[float, float], place: Path) -> QPrinter:
    printer = printer_for(size, "referral")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    return printer


def shown(pdf: bytes, dpi: float = 100) -> list[Image.Image]:
    made = page_images(pdf, dpi / 72)
    return [Image.frombytes("RGB", (width, height), pixels).convert("L") for width, height, pixels in made]


def number_of(page: Image.Image, dpi: float = 100) -> int:
    """How many squares its first row has."""
    line = page.crop((0, int(7.5 / 25.4 * dpi), page.width, int(7.5 / 25.4 * dpi) + 1)).tobytes()
    dark = [value < 128 for value in line]
    return (
        sum(1 for before, now in zip([False, *dark], dark, strict=False) if now and not before) - 2
    )  # the frame


def printed(printer: QPrinter, *copies: bytes) -> list[int]:
    sides = put_on(printer, copies)
    pages = shown(Path(printer.outputFileName()).read_bytes())
    assert sides == len(pages)
    return [number_of(page) for page in pages]


def darkest(grey: Image.Image) -> int:
    return min(grey.tobytes())


def apart(one: Image.Image, other: Image.Image) -> float:
    """Grey levels between two pages, seen from so far that single strokes do not count."""
    far = [
        image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX) for image in (one, other)
    ]
    return float(ImageStat.Stat(ImageChops.difference(*far)).mean[0])


def test_a_letter_comes_out_as_it_was_previewed(tmp_path: Path) -> None:
    letter = referral_pdf(replace(LETTER, proof=Proof("รหัส", "K7F3", ADDRESS)), thai())
    printer = into_file((A4.page_width, A4.page_height), tmp_path / "out.pdf")
    assert put_on(printer, [letter]) == 2
    out = (tmp_path / "out.pdf").read_bytes()
    for before, after in zip(shown(letter), shown(out), strict=True):
        assert before.size == after.size
        assert apart(before, after) < 2 < apart(before, Image.new("L", before.size, 255))
    assert [code.text for page in shown(out, 200) for code in zxingcpp.read_barcodes(page)] == [ADDRESS]
    assert list(tmp_path.iterdir()) == [tmp_path / "out.pdf"]


@pytest.mark.parametrize(
    "size",
    [(A4.page_width, A4.page_height), (A5.page_width, A5.page_height), CARD, LABEL],
    ids=["A4", "A5", "card", "label"],
)
def test_every_size_of_paper_keeps_its_size_and_is_whole(tmp_path: Path, size: tuple[float, float]) -> None:
    pdf = numbered(size, 2)
    printer = into_file(size, tmp_path / "out.pdf")
    put_on(printer, [pdf])
    out = (tmp_path / "out.pdf").read_bytes()
    for printed_size in page_sizes(out):
        assert printed_size == pytest.approx(size, abs=1.5)
    for number, page in enumerate(shown(out), 1):
        assert number_of(page) == number
        edges = [page.crop(box) for box in (
            (0, 0, page.width, 5), (0, page.height - 5, page.width, page.height),
            (0, 0, 5, page.height), (page.width - 5, 0, page.width, page.height),
        )]  # fmt: skip
        assert all(darkest(edge) < 128 for edge in edges), "the frame stands on all four sides"


def test_a_range_of_pages(tmp_path: Path) -> None:
    pdf = numbered((300, 300), 5)
    printer = into_file((300, 300), tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert printed(printer, pdf) == [2, 3]
    printer = into_file((300, 300), tmp_path / "again.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,4-5"))
    assert printed(printer, pdf) == [1, 4, 5]


@pytest.mark.parametrize(
    ("duplex", "order", "expected"),
    [
        (QPrinter.DuplexMode.DuplexNone, QPrinter.PageOrder.FirstPageFirst, [1, 2, 3, 1]),
        (QPrinter.DuplexMode.DuplexNone, QPrinter.PageOrder.LastPageFirst, [3, 2, 1, 1]),
        (QPrinter.DuplexMode.DuplexLongSide, QPrinter.PageOrder.FirstPageFirst, [1, 2, 3, -2, 1]),
    ],
    ids=["one side", "last first", "both sides"],
)
def test_copies_one_after_another(
    tmp_path: Path, duplex: QPrinter.DuplexMode, order: QPrinter.PageOrder, expected: list[int]
) -> None:
    """Each is a paper of its own. A second one never begins on the back of the first: that side stays empty."""
    printer = into_file((300, 300), tmp_path / "out.pdf")
    printer.duplex = lambda: duplex  # type: ignore[method-assign]  # a file has one side and would say so
    printer.setPageOrder(order)
    assert printed(printer, numbered((300, 300), 3), numbered((300, 300), 1)) == expected


def test_on_smaller_paper_it_shrinks_and_nothing_is_cut(tmp_path: Path) -> None:
    printer = into_file((A4.page_width, A4.page_height), tmp_path / "out.pdf")
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    put_on(printer, [numbered((A4.page_width, A4.page_height), 1)])
    (page,) = shown((tmp_path / "out.pdf").read_bytes())
    assert darkest(page.crop((0, 0, page.width, 6))) < 128
    assert darkest(page.crop((0, page.height - 6, page.width, page.height))) < 128


def test_on_larger_paper_it_keeps_its_size(tmp_path: Path) -> None:
    """A card printed on A4 is as large as a card."""
    printer = into_file(CARD, tmp_path / "out.pdf")
    printer.setPageSize(QPageSize(QSizeF(A4.page_width, A4.page_height), QPageSize.Unit.Point))
    put_on(printer, [numbered(CARD, 1)])
    (page,) = shown((tmp_path / "out.pdf").read_bytes(), 200)
    left, top, right, foot = ImageChops.invert(page).getbbox() or (0, 0, 0, 0)
    assert ((right - left) / 200 * 25.4, (foot - top) / 200 * 25.4) == pytest.approx((85.6, 54), abs=1)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_what_the_printer_does_not_take_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotPrinted):
        put_on(into_file((300, 300), tmp_path / "nowhere" / "out.pdf"), [numbered((300, 300), 1)])


def test_the_queue_shows_no_name() -> None:
    printer = printer_for((300, 300), "referral")
    assert (printer.docName(), printer.creator()) == ("referral", "Prawat")
    assert printer.colorMode() is QPrinter.ColorMode.GrayScale
