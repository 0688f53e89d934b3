"""Setting Thai text: lines of at least 1.5 times the letters, words kept whole, badges among the words.

Widgets of Qt place lines at the font's own height, which cuts or crowds stacked marks ("ที่นี้", "ผู้ป่วย"), and know
no line height. Every text that Prawat paints goes through here: labels, cells, the allergy lines, the ledger words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from viewer.screen.look import Theme
from viewer.screen.thai import line_starts
from viewer.view.cuts import seams
from viewer.view.sheet import Segment, Tone

_NO_BREAK_SPACE = "\u00a0"
_SOFT = " \t\r\n"  # what may be dropped at the end of a line: never the hard space that holds a chip
_WORD = 24  # letters of a Thai word, at most, that are looked at beyond the room
_UNBOUNDED = 1_000_000.0
BADGE = 18  # side of a facility chip at 100 %
_BEFORE_BADGE, _AFTER_BADGE = 4, 2  # px of air: a chip must not touch the name it belongs to

TONES = {
    Tone.PLAIN: ("ink", None),
    Tone.STRONG: ("ink", 600),
    Tone.QUIET: ("ink3", None),
    Tone.DOUBT: ("amberink", 600),
    Tone.STOP: ("redink", 600),
    Tone.ACCENT: ("accent", 500),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one colour and weight; ``badge`` draws the text as a facility chip instead.

    ``colour`` is a token or "#RRGGBB", "" = the colour of the line; ``weight`` None = the weight of the line.
    """

    text: str
    colour: str = ""
    weight: int | None = None
    size: str = ""  # a step of the type scale, "" = that of the line
    badge: bool = False


def runs_of(segments: Iterable[Segment]) -> tuple[Run, ...]:
    """Segments of view as runs: tone becomes colour and weight."""
    made = []
    for segment in segments:
        colour, weight = TONES[segment.tone]
        plain = segment.tone is Tone.PLAIN
        made.append(Run(segment.text, "" if plain else colour, weight, badge=segment.badge))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text with one format; a badge takes the room of one hard space."""

    start: int
    length: int
    form: QTextCharFormat


class Typeset:
    """One paragraph, set once and drawn often. ``width`` None = one unbounded line; heights are in pixels.

    ``line`` overrides the line height of the type step; ``max_lines`` cuts with "…" (see ``elided``): never for
    doses and allergens.
    """

    def __init__(
        self, theme: Theme, runs: Sequence[Run] | str, *, size: str = "base", weight: int | None = None,
        width: int | None = None, max_lines: int = 0, line: int = 0,
    ) -> None:  # fmt: skip
        self._theme = theme
        self._font = theme.font(size, weight)
        self._line = line or theme.line(size)
        self._badges: dict[int, str] = {}
        self._pieces: list[_Piece] = []
        self.elided = False
        self._text = self._compose((Run(runs),) if isinstance(runs, str) else runs)
        whole = self._lay(self._text, 0)
        if "\n" not in self._text and (width is None or whole.width <= width):
            self._rows = [whole]
        else:
            self._rows = self._broken(whole, _UNBOUNDED if width is None else max(1, width))
        if max_lines and len(self._rows) > max_lines:
            self._elide(max(1, width or 1), max_lines)

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self._rows)

    @property
    def height(self) -> int:
        """Lines times line height."""
        return self.lines * self._line

    @property
    def natural_width(self) -> int:
        """Width of the widest line, rounded up."""
        return max(int(row.width) + 1 for row in self._rows)

    def draw(
        self, painter: QPainter, x: float, y: float, colour: str = "ink", room: int = 0, side: str = ""
    ) -> None:
        """Draw with the top left corner at (x, y). ``side`` "centre" or "right" places each line in ``room``."""
        for row in self._rows:
            spare = max(0.0, room - row.width) if side else 0.0
            left = x + (spare / 2 if side == "centre" else spare)
            # Set again for each line: drawing a chip changes the painter's state.
            painter.setPen(self._theme.colour(colour))
            row.layout.draw(painter, QPointF(left, y + (self._line - row.height) / 2))
            box = self._theme.px(BADGE)
            for at, letter in self._badges.items():
                if row.start <= at < row.start + len(row.layout.text()):
                    begin = round(left + row.x(at - row.start)) + self._theme.px(_BEFORE_BADGE)
                    spot = QRect(begin, round(y + (self._line - box) / 2), box, box)
                    paint_badge(painter, spot, letter, self._theme)
            y += self._line

    def _compose(self, runs: Sequence[Run]) -> str:
        text = ""
        for run in runs:
            words = _NO_BREAK_SPACE if run.badge else run.text
            if words and (run.badge or run.size or run.weight is not None or run.colour):
                form = QTextCharFormat()
                form.setFont(self._run_font(run))
                if run.colour and not run.badge:
                    form.setForeground(self._theme.colour(run.colour))
                self._pieces.append(_Piece(len(text), len(words), form))
            if run.badge:
                self._badges[len(text)] = run.text
            text += words
        return text

    def _run_font(self, run: Run) -> QFont:
        font = self._theme.font(run.size, run.weight) if run.size else QFont(self._font)
        if run.weight is not None:
            font.setWeight(QFont.Weight(run.weight))
        if run.badge:
            room = self._theme.px(_BEFORE_BADGE + BADGE + _AFTER_BADGE) - QFontMetricsF(
                font
            ).horizontalAdvance(_NO_BREAK_SPACE)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, room)
        return font

    def _lay(self, text: str, start: int) -> "_Row":
        """One line of the paragraph beginning at ``start``, with the formats that fall into it."""
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        end = start + len(text)
        layout.setFormats(
            [
                _range(max(piece.start, start) - start, min(piece.start + piece.length, end) - max(piece.start, start),
                       piece.form)
                for piece in self._pieces
                if piece.start < end and piece.start + piece.length > start
            ]
        )  # fmt: skip
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_UNBOUNDED)
        layout.endLayout()
        return _Row(layout, start)

    def _broken(self, whole: "_Row", width: float) -> list["_Row"]:
        text = self._text
        # A chip counts as a digit: it is not parted from the name that follows it.
        asked = "".join("0" if at in self._badges else letter for at, letter in enumerate(text))
        starts = line_starts(asked)
        rows, start = [], 0
        while start < len(text):
            hard = text.find("\n", start)
            until = len(text) if hard < 0 else hard
            end = self._line_end(whole, start, until, starts, width)
            rows.append(self._lay(text[start:end].rstrip(_SOFT), start))
            start = end + 1 if end == hard else end
        return rows or [whole]

    def _line_end(self, whole: "_Row", start: int, until: int, starts: Sequence[int], width: float) -> int:
        """Where the line that begins at ``start`` ends: at the last word that fits, else inside a long one."""
        text, left = self._text, whole.x(start)

        def fits(end: int) -> bool:
            shown = start + len(text[start:end].rstrip(_SOFT))
            return whole.x(shown) - left <= width

        if fits(until):
            return until
        inside = starts[bisect_right(starts, start) : bisect_left(starts, until)]
        count = bisect_left(inside, True, key=lambda end: not fits(end))
        if count:
            return inside[count - 1]
        # Nothing may break in this room: at a space all the same, between the words of a name, or between letters,
        # never below a mark.
        end = bisect_left(range(start + 1, until), True, key=lambda at: not fits(at)) + start
        space = text.rfind(" ", start + 1, end + 1)
        if space > start:
            return space + 1
        within = [start + at for at in seams(text[start : min(until, end + _WORD)]) if start + at <= end]
        end = max(end, start + 1) if not within else within[-1]
        while end < until and _is_mark(text[end]):
            end += 1
        return end

    def _elide(self, width: int, max_lines: int) -> None:
        self.elided = True
        last = self._rows[max_lines - 1]
        rest = self._text[last.start :].replace("\n", " ")
        whole, dots = self._lay(rest, last.start), self._lay("…", last.start)
        # As much of the rest as the last line holds, words cut where need be; never a letter without its marks.
        end = bisect_left(range(len(rest) + 1), True, key=lambda at: whole.x(at) + dots.width > width) - 1
        cut = dots
        while end > 0 and cut is dots:
            while 0 < end < len(rest) and _is_mark(rest[end]):
                end -= 1
            tried = self._lay(rest[:end].rstrip(_SOFT) + "…", last.start)
            cut = tried if tried.width <= width else dots
            end -= 1
        self._rows = [*self._rows[: max_lines - 1], cut]


class _Row:
    """One laid out line."""

    def __init__(self, layout: QTextLayout, start: int) -> None:
        self.layout, self.start = layout, start
        line = layout.lineAt(0)
        self.width, self.height = line.naturalTextWidth(), line.height()

    def x(self, at: int) -> float:
        """Left edge of the character ``at`` of the line."""
        # cursorToX answers (x, position); its stub says one number.
        found: Any = self.layout.lineAt(0).cursorToX(at)
        return float(found[0] if isinstance(found, tuple) else found)


def paint_badge(painter: QPainter, box: QRect, letter: str, theme: Theme) -> None:
    """A facility chip: its letter on its colour; outlined from the ninth facility on. Squeezes AA, AB."""
    look = theme.facility(letter)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke = theme.px(2) if look.outlined else theme.px(1)
    inset = stroke / 2
    painter.setPen(QPen(theme.colour(look.edge), stroke))
    painter.setBrush(theme.colour(look.fill))
    radius = theme.px(3)
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)
    font = theme.font("keycap", 700)
    font.setPixelSize(max(1, box.height() * (11 if len(letter) == 1 else 9) // BADGE))
    painter.setFont(font)
    painter.setPen(theme.colour(look.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


def advance(theme: Theme, text: str, size: str = "base", weight: int | None = None) -> int:
    """Width of a text on one line, rounded up."""
    return _advance(theme, text, size, weight)


def forget() -> None:
    """Drop the remembered widths: they are keyed by the words themselves."""
    _advance.cache_clear()


@lru_cache(maxsize=8192)
def _advance(theme: Theme, text: str, size: str, weight: int | None) -> int:
    return int(QFontMetricsF(theme.font(size, weight)).horizontalAdvance(text)) + 1


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _is_mark(character: str) -> bool:
    # Thai vowels and tone marks that stand above or below the letter before them.
    return character in "ัิีึืฺุู็่้๊๋์ํ๎" and character != ""
