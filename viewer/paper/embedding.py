"""Fonts inside one PDF: a code for every glyph and what it reads as, so that the drawn can be searched and copied.

Each face becomes a Type 0 font over a CIDFontType2 (ISO 32000-1, 9.7): two-byte codes, a CIDToGIDMap to the glyphs,
a true ToUnicode map, and a subset of the font file holding just the glyphs drawn. Nothing is
left unembedded and no code is a private-use character.
"""

import hashlib
from dataclasses import dataclass, field

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from viewer.paper.fonts import Face
from viewer.paper.shaping import Glyph

_SYMBOLIC = 4  # font flag: glyphs are not addressed by a standard encoding (ISO 32000-1, table 123)
_CMAP_ROWS = 100  # most entries a bfchar block may hold (Adobe technical note 5411)
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@dataclass(slots=True)
class EmbeddedFont:
    """One face in one document. ``name`` is how pages call it: F1, F2 ..."""

    face: Face
    name: str
    _codes: dict[tuple[int, str], int] = field(default_factory=dict, init=False)
    _widths: list[float] = field(default_factory=lambda: [0.0], init=False)

    def code(self, glyph: Glyph) -> int:
        """The code that draws this glyph and reads as it should; from 1 (0 is .notdef)."""
        key = (glyph.id, glyph.reads)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self._widths)
            self._widths.append(round(self.face.advance(glyph.id), 2))
        return code

    def width(self, code: int) -> float:
        """How far a reader moves its pen for a code, in thousandths of the font size."""
        return self._widths[code]

    def write(self, document: PDFDocument) -> None:
        """Add the font's objects to the document under its name. Call once, when every page is drawn."""
        program = self._subset()
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
        base = PDFName(f"{tag}+{self.face.name}")
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": _refer(document, self._descriptor(document, base, program)),
                "DW": 0,
                "W": PDFArray([0, PDFArray(self._widths)]),
                "CIDToGIDMap": _refer(document, _stream(self._glyph_map())),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": base,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([_refer(document, descendant)]),
                "ToUnicode": _refer(document, _stream(self._to_unicode())),
            }
        )
        # BasicFonts is the dictionary that ReportLab gives every page as its fonts.
        document.idToObject[BasicFonts].dict[self.name] = _refer(document, font)  # type: ignore[attr-defined]  # typed as PDFObject

    def _descriptor(self, document: PDFDocument, base: object, program: bytes) -> PDFDictionary:
        face, stream = self.face, _stream(program)
        stream.dictionary["Length1"] = len(program)
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": _SYMBOLIC,
                "FontBBox": PDFArray([round(corner) for corner in face.box]),
                "ItalicAngle": 0,
                "Ascent": round(face.ascent),
                "Descent": round(face.descent),
                "CapHeight": round(face.cap_height),
                "StemV": 140 if face.heavy else 80,
                "FontFile2": _refer(document, stream),
            }
        )

    def _subset(self) -> bytes:
        """The font file with only the glyphs drawn, under the numbers they had."""
        wanted = hb.SubsetInput()
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NOTDEF_OUTLINE
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        glyphs, dropped = (
            wanted.sets(hb.SubsetInputSets.GLYPH_INDEX),
            wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG),
        )
        for glyph, _ in self._codes:
            glyphs.add(glyph)
        for tag in (b"GSUB", b"GPOS", b"GDEF", b"name", b"post"):
            dropped.add(int.from_bytes(tag, "big"))
        return bytes(hb.subset(hb.Face(hb.Blob(self.face.data)), wanted).blob.data)

    def _glyph_map(self) -> bytes:
        return b"\0\0" + b"".join(glyph.to_bytes(2, "big") for glyph, _ in self._codes)

    def _to_unicode(self) -> bytes:
        rows = [f"<{code:04X}> <{hexadecimal(text)}>" for (_, text), code in self._codes.items()]
        blocks = [rows[start : start + _CMAP_ROWS] for start in range(0, len(rows), _CMAP_ROWS)]
        body = (f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
        return "\n".join((_CMAP_HEAD, *body, _CMAP_TAIL)).encode("ascii")


@dataclass(slots=True)
class FontCase:
    """All the fonts of one document; made with it, written once at its end."""

    _fonts: dict[Face, EmbeddedFont] = field(default_factory=dict, init=False)

    def font(self, face: Face) -> EmbeddedFont:
        """The document's font for a face."""
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return font

    def write(self, document: PDFDocument) -> None:
        """Add every font that was used."""
        for font in self._fonts.values():
            font.write(document)


def hexadecimal(text: str) -> str:
    """UTF-16BE in hexadecimal, as PDF maps and marks want it (ISO 32000-1, 7.9.2.2)."""
    return text.encode("utf-16-be", "replace").hex().upper()


def _refer(document: PDFDocument, thing: PDFObject) -> PDFObject:
    """Put an object into the document; what comes back is a reference to it."""
    reference: PDFObject = document.Reference(thing)  # type: ignore[no-untyped-call]  # the stubs leave it untyped
    return reference


def _stream(content: bytes) -> PDFStream:
    return PDFStream(content=content, filters=[PDFZCompress])
