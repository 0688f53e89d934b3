"""Pages of a finished PDF on a printer: in their true size, grey, one at a time, as the system's dialog asked.

What the dialog leaves to programs is done here: a range of pages, copies (each is a paper of its own), the last page
first. The pages go straight to the system's queue, which keeps them until they are printed; we make no file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from viewer.base.errors import PrawatError
from viewer.paper.pages import grey_page, page_sizes

FINEST_DPI = 600  # finer is not seen, and a page has 35 MB at it
Size = tuple[float, float]


class NotPrinted(PrawatError):
    """The printer, or the system's queue, did not take it."""

    code = "not-printed"


def printer_for(size: Size, name: str) -> QPrinter:
    """A printer set for pages of this size (points), grey. ``name`` stands in the system's queue: never a person's."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("Prawat")
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    width, height = size
    upright = QSizeF(min(size), max(size))
    matching = QPageSize.SizeMatchPolicy.FuzzyMatch
    kind = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(
        QPageLayout(QPageSize(upright, QPageSize.Unit.Point, "", matching), kind, QMarginsF(0, 0, 0, 0))
    )
    return printer


def put_on(printer: QPrinter, copies: Sequence[bytes]) -> int:
    """Print them, one after another; how many sides went out. Blocks: call it on a worker thread, where QPainter may
    draw on a printer.

    Raises:
        NotPrinted: the printer did not begin, or gave up on the way.
    """
    printer.setFullPage(True)
    dpi = min(printer.resolution(), FINEST_DPI)
    painter, sides = QPainter(), 0
    for side in _sides(printer, copies):
        if not sides:
            if not painter.begin(printer):
                raise NotPrinted("it did not begin")
        elif not printer.newPage():
            painter.end()
            raise NotPrinted("it gave up")
        sides += 1
        if side is not None:
            painter.drawImage(_place(printer, side.size), _image(side.pdf, side.number, dpi))
    if painter.isActive() and not painter.end():
        raise NotPrinted("it did not end")
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise NotPrinted("it gave up")
    return sides


@dataclass(frozen=True, slots=True)
class _Side:
    """One page of a copy, counted from 0."""

    pdf: bytes
    number: int
    size: Size


def _sides(printer: QPrinter, copies: Sequence[bytes]) -> Iterator[_Side | None]:
    """In their order; None is an empty side, so that a copy never begins on the back of another."""
    both_sides = printer.duplex() in (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide)
    out = 0
    for pdf in copies:
        wanted = [
            _Side(pdf, number, size)
            for number, size in enumerate(page_sizes(pdf))
            if _in_range(printer, number + 1)
        ]
        if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
            wanted.reverse()
        if both_sides and out % 2:
            yield None
            out += 1
        yield from wanted
        out += len(wanted)


def _in_range(printer: QPrinter, page: int) -> bool:
    if printer.printRange() is not QPrinter.PrintRange.PageRange:
        return True
    ranges = printer.pageRanges()
    if not ranges.isEmpty():
        return ranges.contains(page)
    return printer.fromPage() <= page <= (printer.toPage() or page)


def _place(printer: QPrinter, size: Size) -> QRectF:
    """Where a page of this size goes: as large as it is, in the middle; smaller only where the paper is."""
    paper, per_point = printer.paperRect(QPrinter.Unit.DevicePixel), printer.resolution() / 72
    width, height = size[0] * per_point, size[1] * per_point
    scale = min(1.0, paper.width() / width, paper.height() / height)
    width, height = width * scale, height * scale
    return QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)


def _image(pdf: bytes, number: int, dpi: int) -> QImage:
    width, height, pixels = grey_page(pdf, number, dpi / 72)
    made = QImage(pixels, width, height, width, QImage.Format.Format_Grayscale8)
    return made.copy()  # QImage does not own the bytes it is made from
