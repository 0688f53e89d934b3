"""The site's crest as paper can hold it: grey, no larger than it is printed, a picture within the page's own content.

PNG and JPEG are read; what is see-through is white. A file that cannot be read leaves the place for a seal: no paper of
a patient waits for an ornament. What is wrong with it is told when the program starts, as far as its head says.
"""

import zlib
from base64 import a85encode
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from viewer.paper.ink import Pen
from viewer.paper.tags import Role

_FINE = 300  # most samples on a side: as many as a printer shows on 19 mm
_LARGEST = 6000  # of a picture that is opened at all


@dataclass(frozen=True, slots=True)
class Crest:
    """Grey samples of 8 bits, rows from the top."""

    width: int
    height: int
    samples: bytes


def crest_of(file: bytes) -> Crest | None:
    """The picture in a file, grey on white; None where there is none that can be read."""
    try:
        with Image.open(BytesIO(file), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > _LARGEST:
                return None
            seen = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    seen.thumbnail((_FINE, _FINE))
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    grey = white.convert("L")
    return Crest(grey.width, grey.height, grey.tobytes())


def draw_crest(pen: Pen, crest: Crest, x: float, top: float, side: float, said: str) -> None:
    """Draw it in the middle of a square whose top left corner is (x, top); ``said`` is what a screen reader says."""
    scale = side / max(crest.width, crest.height)
    width, height = crest.width * scale, crest.height * scale
    left, foot = x + (side - width) / 2, pen.foot - top - (side + height) / 2
    box = [round(corner, 2) for corner in (left, foot, left + width, foot + height)]
    with pen.tags.element(Role.PICTURE, alt=said, layout={"/O": "/Layout", "/BBox": box}):
        pen.picture(left, foot, width, height, (crest.width, crest.height), _packed(crest.samples))


def _packed(samples: bytes) -> str:
    """Flate within ASCII 85: the content of a page stays text (ISO 32000-1, 8.9.7)."""
    return a85encode(zlib.compress(samples, 9), wrapcol=120).decode("ascii")
