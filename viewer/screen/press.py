"""Pages of a finished PDF on a printer: in their true size, grey, one at a time, as the system's dialog asked.

What the dialog leaves to programs is done here: a range of pages, copies that the driver does not make, the last page
first. The pages go straight to the system's queue, which keeps them until they are printed; we make no file.
"""

from collections.abc import Iterator

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


def put_on(printer: QPrinter, pdf: bytes) -> int:
    """Print it; how many sides went out. Blocks: call it on a worker thread, where QPainter may draw on a printer.

    Raises:
        NotPrinted: the printer did not begin, or gave up on the way.
    """
    printer.setFullPage(True)
    sizes = page_sizes(pdf)
    dpi = min(printer.resolution(), FINEST_DPI)
    painter, sides = QPainter(), 0
    for number in _order(printer, len(sizes)):
        if not sides:
            if not painter.begin(printer):
                raise NotPrinted("it did not begin")
        elif not printer.newPage():
            painter.end()
            raise NotPrinted("it gave up")
        sides += 1
        if number is not None:
            painter.drawImage(_place(printer, sizes[number]), _image(pdf, number, dpi))
    if painter.isActive() and not painter.end():
        raise NotPrinted("it did not end")
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise NotPrinted("it gave up")
    return sides


def _order(printer: QPrinter, count: int) -> Iterator[int | None]:
    """Numbers of pages from 0; None is an empty side, so that a copy never begins on the back of another."""
    wanted = [number for number in range(count) if _in_range(printer, number + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    both_sides = printer.duplex() in (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide)
    for copy in range(copies):
        if copy and both_sides and len(wanted) % 2:
            yield None
        yield from wanted


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
