"""Pages of a finished PDF as pictures, for the preview and for printing through the desktop's own dialog."""

from collections.abc import Iterator
from threading import Lock

import pypdfium2 as pdfium

_MOST, _LARGEST = 60, 1700.0  # pages, and points of a side (A2)
_PDFIUM = Lock()  # pdfium keeps global state: one thread at a time (pdfium's own threading note)


def page_images(pdf: bytes, scale: float = 1.0) -> Iterator[tuple[int, int, bytes]]:
    """Each page in order as (width, height, RGB bytes), 72 × ``scale`` pixels an inch, rows top to bottom, no padding.

    May be consumed in any thread; pages are drawn one at a time over all threads.
    """
    for number in range(page_count(pdf)):
        yield page_image(pdf, number, scale)


def page_image(pdf: bytes, number: int, scale: float = 1.0) -> tuple[int, int, bytes]:
    """One page, counted from 0, as (width, height, RGB bytes).

    Raises:
        IndexError: the document has no such page.
    """
    with _PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            if not 0 <= number < len(document):
                raise IndexError(number)
            bitmap = document[number].render(scale=scale, rev_byteorder=True)
            pixels = bitmap.to_numpy()[:, :, :3].tobytes()
            return int(bitmap.width), int(bitmap.height), pixels
        finally:
            document.close()


def grey_page(pdf: bytes, number: int, scale: float) -> tuple[int, int, bytes]:
    """One page, counted from 0, as (width, height, bytes of grey), rows top to bottom, no padding: for printers."""
    with _PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            bitmap = document[number].render(scale=scale, grayscale=True)
            pixels = bitmap.to_numpy()
            return int(bitmap.width), int(bitmap.height), pixels.tobytes()
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    with _PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            return [(float(width), float(height)) for width, height in (page.get_size() for page in document)]
        finally:
            document.close()


def drawable(pdf: bytes) -> bool:
    """Whether a stranger's pages may be drawn: few enough, and none so large that its picture fills the memory."""
    try:
        sizes = page_sizes(pdf)
    except pdfium.PdfiumError:
        return False
    return len(sizes) <= _MOST and all(0 < side <= _LARGEST for size in sizes for side in size)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()
