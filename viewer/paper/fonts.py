"""The fonts of paper: Sarabun in three weights, and DejaVu Sans for the signs Sarabun has not (α β ✓ □ ...).

For names of people from elsewhere one weight each of Noto Sans Lao, Khmer, Myanmar, Devanagari and Arabic and of Droid
Sans Fallback (Chinese and Japanese); what none of them has is said in words (viewer.paper.shaping).

A Face is a constant read from our own files once per process and shared by all threads; what a document makes of
it (codes, subsets) lives in viewer.paper.embedding and dies with the document. ReportLab's own font registry is
global and its TTFont serves one document at a time: it is not used at all.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from viewer.base.resources import resource
from viewer.paper.errors import ShapingMissing

try:
    import uharfbuzz as hb
except ImportError as missing:  # refuse to start: see ShapingMissing
    raise ShapingMissing("uharfbuzz is not installed") from missing


class Weight(StrEnum):
    """How heavy the letters are. MEDIUM is for values between labels."""

    REGULAR = "regular"
    MEDIUM = "medium"
    BOLD = "bold"


_FILES = {
    Weight.REGULAR: ("Sarabun-Regular.ttf", "DejaVuSansSymbols.ttf"),
    Weight.MEDIUM: ("Sarabun-Medium.ttf", "DejaVuSansSymbols.ttf"),
    Weight.BOLD: ("Sarabun-Bold.ttf", "DejaVuSansSymbols-Bold.ttf"),
}


_FOREIGN = (
    "NotoSansLao-Regular.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoSansMyanmar-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "DroidSansFallbackHan.ttf",
)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file. Metrics are in thousandths of the font size."""

    name: str  # PostScript name
    data: bytes
    font: hb.Font
    characters: frozenset[int]
    scale: float  # thousandths per font unit
    ascent: float
    descent: float  # negative
    cap_height: float
    box: tuple[float, float, float, float]
    heavy: bool

    def advance(self, glyph: int) -> float:
        """Width of a glyph as the font file has it, before kerning."""
        return float(self.font.get_glyph_h_advance(glyph)) * self.scale

    def has(self, letter: str) -> bool:
        """Whether the font can draw this character."""
        return ord(letter) in self.characters


def faces(weight: Weight) -> tuple[Face, ...]:
    """Faces of a weight in the order they are tried."""
    return tuple(_face(name) for name in _FILES[weight])


def face_for(letter: str, weight: Weight) -> Face | None:
    """The first face that draws a character; those of other scripts are read when they are first needed. None: no
    font that we ship has it."""
    near = next((face for face in faces(weight) if face.has(letter)), None)
    return near or next((face for name in _FOREIGN if (face := _face(name)).has(letter)), None)


@cache
def _face(file: str) -> Face:
    """Read a font file (OpenType 1.9: head, OS/2; the rest by HarfBuzz)."""
    data = resource("fonts", file).read_bytes()
    face = hb.Face(hb.Blob(data))
    font = hb.Font(face)
    scale = 1000 / face.upem
    extents = font.get_font_extents("ltr")
    corners = struct.unpack(">4h", face.reference_table("head").data[36:44])
    (weight,) = struct.unpack(">H", face.reference_table("OS/2").data[4:6])
    capital = font.get_nominal_glyph(ord("H"))
    high = font.get_glyph_extents(capital).y_bearing if capital else extents.ascender
    return Face(
        name=file.removesuffix(".ttf"),
        data=data,
        font=font,
        characters=frozenset(face.unicodes),
        scale=scale,
        ascent=extents.ascender * scale,
        descent=extents.descender * scale,
        cap_height=high * scale,
        box=(corners[0] * scale, corners[1] * scale, corners[2] * scale, corners[3] * scale),
        heavy=weight >= 600,
    )
