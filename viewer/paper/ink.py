"""A page to draw on, measured in points from its top left corner.

Only black and greys: everything must survive a black-and-white printer. Text goes down as shaped glyphs; signs
(boxes to tick, ■ ▲ ○) are drawn as shapes, so no font has to have them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from viewer.paper.embedding import EmbeddedFont, FontCase, hexadecimal
from viewer.paper.finish import Attachment, SignHere, finished
from viewer.paper.formats import A4, Format
from viewer.paper.shaping import Glyph, Shaped
from viewer.paper.tags import Tags

BLACK, INK, GREY, PALE = 0.0, 0.10, 0.45, 0.929


@dataclass(frozen=True, slots=True)
class Run:
    """Shaped text of one size."""

    shaped: Shaped
    size: float

    @property
    def width(self) -> float:
        """In points."""
        return self.shaped.width * self.size / 1000


class _BareCanvas(Canvas):
    """ReportLab's canvas without the Helvetica that it names on every page: all our fonts are embedded."""

    _doc: PDFDocument  # the stubs keep it from us; ReportLab has no public way to add a font of one's own making

    def _make_preamble(self) -> None:
        self._preamble = ""

    def embed(self, fonts: FontCase) -> None:
        """Write the document's fonts."""
        fonts.write(self._doc)


class Pen:
    """Draws a document page by page; ``finish`` gives the bytes. One pen serves one document and one thread.

    ``tags`` is told what is being drawn; what nobody names is a paragraph where it is text, and else an artifact.
    """

    def __init__(self, *, title: str, subject: str = "", language: str = "th", paper: Format = A4) -> None:
        """Metadata never holds a name or a number of a person: readers show it as the window's title."""
        self._file = BytesIO()
        self._canvas = _BareCanvas(
            self._file,
            pagesize=(paper.page_width, paper.page_height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=language,
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("")
        self._canvas.setCreator("Prawat")
        self._fonts = FontCase()
        self._title, self._language = title, language
        self.foot = paper.page_height  # where a page ends, counted from its top
        self._page = 0
        self._place: SignHere | None = None
        self.tags = Tags(self._canvas.addLiteral)

    def turn_page(self) -> None:
        """Finish the page and begin another."""
        self._page += 1
        self.tags.turn_page()
        self._canvas.showPage()

    def finish(self, attachment: Attachment | None = None, identifier: str = "") -> bytes:
        """The document, with what it carries and the identifier it can be asked about by. The pen is spent."""
        self.tags.turn_page()
        self._canvas.embed(self._fonts)
        self._canvas.save()
        return finished(
            self._file.getvalue(),
            self.tags.root,
            title=self._title,
            language=self._language,
            attachment=attachment,
            place=self._place,
            identifier=identifier,
        )

    def text(self, x: float, baseline: float, runs: Iterable[Run], shade: float = BLACK) -> None:
        """Draw runs one after another on one baseline, from x."""
        glyphs = [(glyph, run.size) for run in runs for glyph in run.shaped.glyphs]
        if glyphs:
            writing = _Writing(self._fonts)
            self.tags.words()
            self._canvas.addLiteral(writing.operators(x, self.foot - baseline, glyphs, shade))

    def picture(
        self, left: float, foot: float, width: float, height: float, size: tuple[int, int], packed: str
    ) -> None:
        """A grey picture of ``size`` samples of 8 bits, within the content (no object: nothing outside is drawn)."""
        self.tags.shape()
        place = " ".join(map(_number, (width, 0, 0, height, left, foot)))
        head = f"/W {size[0]} /H {size[1]} /BPC 8 /CS /G /F [/A85 /Fl]"
        self._canvas.addLiteral(f"q {place} cm BI {head} ID\n{packed}~>\nEI Q")

    def sign_here(self, x: float, y: float, width: float, height: float, said: str) -> None:
        """Keep this rectangle for an electronic signature; y is its top, ``said`` what a screen reader calls it."""
        foot = self.foot - y - height
        self._place = SignHere(self._page, (x, foot, x + width, foot + height), said)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        width: float = 0.5,
        shade: float = GREY,
        dash: Sequence[float] = (),
    ) -> None:
        """A straight line."""
        self._stroke(width, shade, dash)
        self._canvas.line(x1, self.foot - y1, x2, self.foot - y2)

    def dots(self, x1: float, x2: float, y: float) -> None:
        """A dotted line to write on."""
        self.tags.shape()  # outside the state that is saved: marks and states never cross
        self._canvas.saveState()
        self._canvas.setLineCap(1)
        self.line(x1 + 0.5, y, x2 - 0.5, y, width=0.85, shade=0.2, dash=(0, 2.5))
        self._canvas.restoreState()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        line: float = 0.5,
        shade: float = GREY,
        dash: Sequence[float] = (),
    ) -> None:
        """An outlined rectangle; y is its top."""
        self._stroke(line, shade, dash)
        self._canvas.rect(x, self.foot - y - height, width, height, stroke=1, fill=0)

    def fill(self, x: float, y: float, width: float, height: float, shade: float = PALE) -> None:
        """A filled rectangle; y is its top."""
        self.tags.shape()
        self._canvas.setFillGray(shade)
        self._canvas.rect(x, self.foot - y - height, width, height, stroke=0, fill=1)

    def squares(self, x: float, y: float, side: float, rows: Sequence[Sequence[bool]]) -> None:
        """Black squares in rows from (x, y) downwards, as one shape: no reader draws a hairline between two."""
        self.tags.shape()
        self._canvas.setFillGray(BLACK)
        path = self._canvas.beginPath()
        for number, row in enumerate(rows):
            foot = self.foot - y - (number + 1) * side
            for start, length in _dark(row):
                path.rect(x + start * side, foot, length * side, side)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        line: float = 0.8,
        filled: bool = False,
        dash: Sequence[float] = (),
    ) -> None:
        """A circle round (x, y)."""
        self._stroke(line, BLACK, dash)
        self._canvas.setFillGray(BLACK)
        self._canvas.circle(x, self.foot - y, radius, stroke=1, fill=int(filled))

    def polygon(
        self,
        corners: Sequence[tuple[float, float]],
        *,
        line: float = 0.8,
        filled: bool = False,
        closed: bool = True,
    ) -> None:
        """A closed or open outline through the corners."""
        self._stroke(line, BLACK, ())
        self._canvas.setFillGray(BLACK)
        path = self._canvas.beginPath()
        path.moveTo(corners[0][0], self.foot - corners[0][1])
        for x, y in corners[1:]:
            path.lineTo(x, self.foot - y)
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=1, fill=int(filled))

    def _stroke(self, width: float, shade: float, dash: Sequence[float]) -> None:
        self.tags.shape()
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(shade)
        self._canvas.setDash(list(dash))


def _dark(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of dark squares begins, and how long it is."""
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length


class _Writing:
    """The text operators of one line (ISO 32000-1, 9.4), with ActualText round words that need it (14.9.4); words from
    right to left are told to be so (14.8.2.3.3)."""

    __slots__ = ("_at", "_fonts", "_open", "_out", "_pen", "_set")

    def __init__(self, fonts: FontCase) -> None:
        self._fonts = fonts
        self._out: list[str] = []
        self._open: list[str] = []  # entries of the TJ array being filled
        self._at = 0.0  # where the glyph belongs, in points from the line's start
        self._pen = 0.0  # where a reader's pen stands
        self._set: tuple[EmbeddedFont, float, float] | None = None  # font, size, rise in force

    def operators(self, x: float, y: float, glyphs: Sequence[tuple[Glyph, float]], shade: float) -> str:
        """One BT ... ET for the glyphs, each with its size."""
        self._out = [f"BT {_number(shade)} g 1 0 0 1 {_number(x)} {_number(y)} Tm"]
        for word in _words(glyphs):
            self._word(word)
        self._close()
        self._out.append("0 Ts ET")
        return " ".join(self._out)

    def _word(self, glyphs: Sequence[tuple[Glyph, float]]) -> None:
        turned = bool(glyphs) and glyphs[0][0].turned
        awkward = not turned and any(glyph.awkward for glyph, _ in glyphs)
        if (
            turned
        ):  # readers know such words by their glyphs; an ActualText they would take for turned as well
            self._close()
            self._out.append("/ReversedChars BMC")
        if awkward:
            self._close()
            text = "".join(glyph.text for glyph, _ in glyphs)
            self._out.append(f"/Span <</ActualText <FEFF{hexadecimal(text)}>>> BDC")
        for glyph, size in glyphs:
            self._glyph(glyph, size)
        if awkward or turned:
            self._settle()
            self._close()
            self._out.append("EMC")

    def _glyph(self, glyph: Glyph, size: float) -> None:
        font, em = self._fonts.font(glyph.face), size / 1000
        wanted = (font, size, glyph.dy * em)
        if wanted != self._set:
            self._close()
            self._out.extend(_changes(self._set, wanted))
            self._set = wanted
        adjust = round((self._pen - (self._at + glyph.dx * em)) / em, 1)
        if adjust:
            self._open.append(_number(adjust))
            self._pen -= adjust * em
        code = font.code(glyph)
        self._open.append(f"<{code:04X}>")
        self._pen += font.width(code) * em
        self._at += glyph.advance * em

    def _settle(self) -> None:
        """Bring the reader's pen to where the next glyph belongs, so that a space after a shifted mark is not lost."""
        if self._set is not None and (adjust := round((self._pen - self._at) * 1000 / self._set[1], 1)):
            self._open.append(_number(adjust))
            self._pen = self._at

    def _close(self) -> None:
        if self._open:
            self._out.append(f"[{''.join(self._open).replace('><', '')}] TJ")
            self._open = []


def _words(glyphs: Sequence[tuple[Glyph, float]]) -> Iterator[Sequence[tuple[Glyph, float]]]:
    """Words of a line, each with the space behind it: pdfium loses a space that stands outside the word's mark. What is
    read from the right on is apart from what is not."""
    start, spaced = 0, False
    for n, (glyph, _) in enumerate(glyphs):
        space = glyph.reads.isspace()
        if (spaced and not space) or (n > start and glyph.turned != glyphs[n - 1][0].turned):
            yield glyphs[start:n]
            start = n
        spaced = space
    yield glyphs[start:]


def _changes(
    now: tuple[EmbeddedFont, float, float] | None, wanted: tuple[EmbeddedFont, float, float]
) -> Iterator[str]:
    font, size, rise = wanted
    if now is None or now[:2] != (font, size):
        yield f"/{font.name} {_number(size)} Tf"
    if now is None or now[2] != rise:
        yield f"{_number(rise)} Ts"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
