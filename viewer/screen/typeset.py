"""Setting Thai text: lines of at least 1.5 times the letters, words kept whole, badges among the words.

Widgets of Qt place lines at the font's own height, which cuts or crowds stacked marks ("ที่นี้", "ผู้ป่วย"), and know
no line height. Every text that Prawat paints goes through here: labels, cells, the allergy lines, the ledger words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from viewer.screen.look import Theme
from viewer.screen.thai import for_display
from viewer.view.sheet import Segment, Tone

_NO_BREAK_SPACE = "\u00a0"
_UNBOUNDED = 1_000_000.0
BADGE = 18  # side of a facility chip at 100 %
_BADGE_GAP = 4

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


class Typeset:
    """One paragraph, set once and drawn often. ``width`` None = one unbounded line; heights are in pixels."""

    def __init__(
        self, theme: Theme, runs: Sequence[Run] | str, *, size: str = "base", weight: int | None = None,
        width: int | None = None, max_lines: int = 0, line: int = 0,
    ) -> None:  # fmt: skip
        self._theme = theme
        self._font = theme.font(size, weight)
        self._line = line or theme.line(size)
        self._badges: list[tuple[int, str]] = []
        self.elided = False
        runs = (Run(runs),) if isinstance(runs, str) else tuple(runs)
        text, formats = self._compose(runs)
        self._layout = self._set(text, formats, width)
        if max_lines and self._layout.lineCount() > max_lines:
            self._elide(text, formats, width, max_lines)

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return max(1, self._layout.lineCount())

    @property
    def height(self) -> int:
        """Lines times line height."""
        return self.lines * self._line

    @property
    def natural_width(self) -> int:
        """The width it takes up, rounded up."""
        return int(self._layout.maximumWidth() if self.lines == 1 else self._widest()) + 1

    def draw(self, painter: QPainter, x: float, y: float, colour: str = "ink") -> None:
        """Draw with the top left corner at (x, y)."""
        painter.setPen(self._theme.colour(colour))
        self._layout.draw(painter, QPointF(x, y))
        side = self._theme.px(BADGE)
        for position, letter in self._badges:
            line = self._layout.lineForTextPosition(position)
            if not line.isValid():
                continue
            left = _across(line, position)
            top = y + line.lineNumber() * self._line + (self._line - side) / 2
            paint_badge(painter, QRect(round(x + left), round(top), side, side), letter, self._theme)

    def _compose(self, runs: Sequence[Run]) -> tuple[str, list[QTextLayout.FormatRange]]:
        text, formats = "", []
        for run in runs:
            words = _NO_BREAK_SPACE if run.badge else for_display(run.text)
            form = QTextCharFormat()
            if run.badge:
                self._badges.append((len(text), run.text))
                form = self._room_for_badge()
            elif run.size or run.weight is not None:
                form.setFont(
                    self._theme.font(run.size, run.weight) if run.size else self._weighted(run.weight)
                )
            if run.colour and not run.badge:
                form.setForeground(self._theme.colour(run.colour))
            if words and (run.badge or run.size or run.weight is not None or run.colour):
                formats.append(_range(len(text), len(words), form))
            text += words
        return text, formats

    def _weighted(self, weight: int | None) -> QFont:
        font = QFont(self._font)
        if weight is not None:
            font.setWeight(QFont.Weight(weight))
        return font

    def _room_for_badge(self) -> QTextCharFormat:
        font = QFont(self._font)
        space = QFontMetricsF(font).horizontalAdvance(_NO_BREAK_SPACE)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, self._theme.px(BADGE + _BADGE_GAP) - space)
        form = QTextCharFormat()
        form.setFont(font)
        return form

    def _set(self, text: str, formats: list[QTextLayout.FormatRange], width: int | None) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setUseDesignMetrics(True)
        layout.setTextOption(option)
        layout.setFormats(formats)
        layout.beginLayout()
        while (row := layout.createLine()).isValid():
            row.setLineWidth(_UNBOUNDED if width is None else max(1, width))
            slack = (self._line - row.height()) / 2
            row.setPosition(QPointF(0, row.lineNumber() * self._line + slack))
        layout.endLayout()
        return layout

    def _elide(
        self, text: str, formats: list[QTextLayout.FormatRange], width: int | None, max_lines: int
    ) -> None:
        last = self._layout.lineAt(max_lines - 1)
        end = last.textStart() + last.textLength()
        self.elided = True
        while end > 0:
            # Never leave a base letter without its marks: step back over combining characters.
            while end > 0 and _is_mark(text[end : end + 1]):
                end -= 1
            shown = text[:end].rstrip() + "…"
            self._layout = self._set(shown, formats, width)
            if self._layout.lineCount() <= max_lines:
                return
            end -= 1

    def _widest(self) -> float:
        rows = range(self._layout.lineCount())
        return max((self._layout.lineAt(row).naturalTextWidth() for row in rows), default=0.0)


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


def size_of(typeset: Typeset) -> QSizeF:
    """Natural size of a set paragraph."""
    return QSizeF(typeset.natural_width, typeset.height)


@lru_cache(maxsize=8192)
def _advance(theme: Theme, text: str, size: str, weight: int | None) -> int:
    return int(QFontMetricsF(theme.font(size, weight)).horizontalAdvance(text)) + 1


def _across(line: QTextLine, position: int) -> float:
    # cursorToX answers (x, position); its stub says one number.
    found: Any = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _is_mark(character: str) -> bool:
    # Thai vowels and tone marks that stand above or below the letter before them.
    return character in "ัิีึืฺุู็่้๊๋์ํ๎" and character != ""
