"""สติกเกอร์ผู้ป่วย at its true size, for a label printer: black only, a label a page.

Nothing is cut or left out. A name is set smaller until it fits its line, then wrapped; allergies that have no room on
the first label go on to a further one, and every label says whose it is and how many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, Placed, paginate, stack
from viewer.paper.fonts import Weight
from viewer.paper.formats import LABELS, MM
from viewer.paper.furniture import capped
from viewer.paper.ink import Pen
from viewer.paper.inline import Blank, Inline, Sign, Span, Style
from viewer.paper.proof import QUIET, modules
from viewer.paper.tags import Role
from viewer.paper.text import Lines, Setter
from viewer.view.forms.label import LabelSize, PatientLabel
from viewer.view.sheet import Shape

_LEADING = 1.36  # of a size of Sarabun: under that tone marks touch the line above
_LEAST = 6.0  # points: the smallest letters that a printer of 203 dots an inch draws legibly
_STEPS, _STEP = 12, 0.05  # how often letters are set smaller until all fits on one label, and by which share
_FOOT_LINES = 3
_HEADLINE = 3  # parts of a first label before its names: head, gap or rule, headline
_LONGEST_CODE = 24  # signs of a hospital number that a symbol of this size can hold
_NAME_LINES = 2  # a name takes so many before it is set as small as can be


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes of letters in points, and of a module of the symbol: three or four dots of a label printer."""

    name: float
    number: float
    about: float
    allergy: float
    foot: float
    module: float

    def smaller(self, step: int) -> "_Look":
        """Every letter but the foot's by so many steps, none under the least."""
        by = 1 - step * _STEP
        name, number, about, allergy = (
            max(_LEAST, size * by) for size in (self.name, self.number, self.about, self.allergy)
        )
        return replace(self, name=name, number=number, about=about, allergy=allergy)


_LOOKS = {
    LabelSize.LARGE: _Look(13, 12, 9, 10.5, 6, 0.42 * MM),
    LabelSize.SMALL: _Look(9.5, 8.5, 6.5, 7.5, 5, 0.375 * MM),
}


def label_pdf(label: PatientLabel, words: Words) -> bytes:
    """The label, and those that it goes on to.

    Raises:
        PaperError: no page can be made of it.
    """
    return _Sticker(label, words).pdf()


class _Sticker:
    """Lays one label out."""

    def __init__(self, label: PatientLabel, words: Words) -> None:
        self._label, self._words, self._look = label, words, _LOOKS[label.size]
        self._paper = LABELS[label.size]
        self._setter = Setter(self._paper)
        self._matrix = modules(label.number) if 0 < len(label.number) <= _LONGEST_CODE else ()

    def pdf(self) -> bytes:
        """All labels, one a page."""
        pen = Pen(title=self._label.title, language=self._words.language, paper=self._paper)
        pages, left = self._pages(), self._paper.side
        for number, parts in enumerate(pages, 1):
            if number > 1:
                pen.turn_page()
                with pen.tags.repeated():
                    self._later().draw(pen, left, self._paper.top)
            for top, part in parts:
                part.draw(pen, left, top)
            foot = self._foot(number, len(pages))
            foot.draw(pen, left, self._paper.floor - foot.height)
        return pen.finish()

    def _pages(self) -> list[list[Placed]]:
        """Head and allergies: as large as they fit on one label; else the headline with as many of the names as there
        is room for, and the others on further labels. A head that leaves no room for the headline flows as well."""
        top, floor = self._paper.top, self._paper.floor
        later = top + self._later().height
        for step in range(_STEPS):
            look = self._look.smaller(step)
            pages = paginate(
                [self._head(look), *self._together(look)], top, later, floor - self._foot(1, 1).height
            )
            if len(pages) == 1:
                return pages
        floor -= self._foot(8, 9).height
        pages = paginate([self._head(look), *self._apart(look)], top, later, floor)
        if len(pages[0]) > _HEADLINE:
            return pages
        return paginate([*self._loose_head(look), *self._apart(look)], top, later, floor)

    # --- parts

    def _head(self, look: _Look) -> Drawing:
        """Name, number, sex, age and birth date; the symbol beside them."""
        symbol = self._symbol()
        column = self._paper.width - (symbol.height if symbol is not None else 0)
        words = stack([self._name(look, column), *self._about(look, column)])
        height = max(words.height, symbol.height if symbol is not None else 0)

        def ink(pen: Pen, x: float, top: float) -> None:
            words.draw(pen, x, top)
            if symbol is not None:
                symbol.draw(pen, x + column, top)

        return Drawing(height, ink)

    def _loose_head(self, look: _Look) -> list[Part]:
        """The same words over the whole width, as parts that may go on to a further label."""
        name = self._set(self._label.name, _LEAST, weight=Weight.BOLD, role=Role.TITLE)
        return [name, *self._about(look, self._paper.width)]

    def _about(self, look: _Look, column: float) -> list[Part]:
        label = self._label
        number: list[Inline] = [Span("HN ", Weight.BOLD)]
        number.append(Span(label.number, Weight.BOLD) if label.number else Blank(60, grows=True))
        return [
            self._set(number, look.number, column),
            self._set(" · ".join(label.about), look.about, column),
        ]

    def _name(self, look: _Look, column: float) -> Part:
        """On one line if it can be, else on two; only what is as small as can be takes more."""
        for lines in (1, _NAME_LINES):
            size = look.name
            while size >= min(look.name, _LEAST + 1):
                made = self._set(self._label.name, size, column, weight=Weight.BOLD, role=Role.TITLE)
                if len(made.lines) <= lines:
                    return made
                size -= 0.5
        return self._set(self._label.name, _LEAST, column, weight=Weight.BOLD, role=Role.TITLE)

    def _later(self) -> Drawing:
        """Whose a further label is; the name in full stands on the first."""
        label = self._label
        whose = " · ".join(filter(None, (f"HN {label.number}" if label.number else "", label.name)))
        set_ = self._set(whose, max(_LEAST, self._look.about), weight=Weight.BOLD)
        return stack([capped(set_, _NAME_LINES, self._setter)])

    def _together(self, look: _Look) -> list[Part]:
        """The headline with the drugs and each other kind, a rule above."""
        label = self._label
        drugs = [name for kind, names in label.allergens if not kind for name in names]
        content = [*self._headline(drugs), *self._told()]
        for kind, names in label.allergens:
            if kind:
                content += [Span(f" · {kind}: "), Span(", ".join(names), Weight.BOLD)]
        return [*self._ruled(), self._set(content, look.allergy)]

    def _apart(self, look: _Look) -> list[Part]:
        """The headline on the first label, whatever room there is; every name a line that may begin a further one."""
        parts = [*self._ruled(), self._set([*self._headline(()), *self._told()], look.allergy)]
        for kind, names in self._label.allergens:
            for name in names:
                lead: list[Inline] = [Span(f"{kind}: ")] if kind else []
                parts.append(self._set([*lead, Span(name, Weight.BOLD)], look.allergy))
        return parts

    def _ruled(self) -> list[Part]:
        width = self._paper.width
        rule = Drawing(
            2, lambda pen, x, top: pen.line(x, top + 0.8, x + width, top + 0.8, width=0.8, shade=0), keep=True
        )
        return [Gap(1), rule]

    def _headline(self, drugs: Sequence[str]) -> list[Inline]:
        label = self._label
        head = Span(label.allergy, Weight.BOLD if label.loud else Weight.MEDIUM)
        return [head, Span(f": {', '.join(drugs)}", Weight.BOLD)] if drugs else [head]

    def _told(self) -> list[Inline]:
        return [Span(f" {self._label.told}")] if self._label.told else []

    def _foot(self, number: int, total: int) -> Lines:
        say = self._words.say
        strong = (
            say("label {n}/{m}", n=number, m=total) if total > 1 else "",
            say("goes on") if number < total else "",
            say("Simulated data") if self._label.synthetic else "",
        )
        bold = " · ".join(filter(None, strong))
        told: list[Inline] = [
            Span(f"{bold} · " if bold else "", Weight.BOLD),
            Span(" · ".join(self._label.foot)),
        ]
        if self._label.emergency:
            sign = Sign(Shape.TRIANGLE)
            told = [
                sign,
                Span(f" {say('Record opened in an emergency')} ", Weight.BOLD),
                sign,
                Span(" · "),
                *told,
            ]
        return capped(self._set(told, self._look.foot), _FOOT_LINES + self._label.emergency, self._setter)

    def _symbol(self) -> Drawing | None:
        """A QR code of the hospital number; its white reaches over the label's margin."""
        matrix = self._matrix
        if not matrix:
            return None
        module, inner = self._look.module, len(matrix) * self._look.module
        white = QUIET * module
        side = inner + white

        def ink(pen: Pen, x: float, top: float) -> None:
            left = x + white
            corners = [left, pen.foot - top - inner, left + inner, pen.foot - top]
            layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
            with pen.tags.element(Role.PICTURE, alt=f"QR: HN {self._label.number}", layout=layout):
                pen.squares(left, top, module, matrix)

        return Drawing(side, ink)

    def _set(
        self, content: str | Sequence[Inline], size: float, column: float = 0, *, weight: Weight = Weight.REGULAR,
        role: Role = Role.PARAGRAPH,
    ) -> Lines:  # fmt: skip
        style = Style(size, size * _LEADING, weight)
        return self._setter.lines(content, style, column or self._paper.width, role=role)
