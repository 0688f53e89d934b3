"""Pages of a finished PDF as pictures, for the preview and for printing through the desktop's own dialog."""

from collections.abc import Iterator

import pypdfium2 as pdfium


def page_images(pdf: bytes, scale: float = 1.0) -> Iterator[tuple[int, int, bytes]]:
    """Each page in order as (width, height, RGB bytes), 72 × ``scale`` pixels an inch, rows top to bottom, no padding.

    pdfium is not safe in several threads at once: draw from one thread at a time.
    """
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=scale, rev_byteorder=True, no_smoothtext=False)
            array = bitmap.to_numpy()
            yield bitmap.width, bitmap.height, array[:, :, :3].tobytes()
            page.close()
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
