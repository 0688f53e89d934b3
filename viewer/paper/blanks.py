"""Lines of a form: a label with its value on a dotted line, or the dotted line alone where nothing is known."""

from collections.abc import Iterable

from viewer.paper.fonts import Weight
from viewer.paper.inline import Blank, Inline, Span
from viewer.view.sheet import LetterLine

LABEL = 32  # letters: what is no longer stands on one line


def filled(value: str, width: float, *, grows: bool = False) -> list[Inline]:
    """A value on its dotted line, or the dotted line alone."""
    return [Span(f"\u00a0{value}\u00a0", Weight.MEDIUM, dotted=True)] if value else [Blank(width, grows)]


def or_blank(text: str) -> list[Inline]:
    """The text, or a dotted line to the end of its own."""
    return [Span(text)] if text else [Blank(60, grows=True)]


def labelled(lines: Iterable[LetterLine], width: float, *, grows: bool = False) -> list[Inline]:
    """Labels and values one after another, as a form has them."""
    content: list[Inline] = []
    for line in lines:
        label = line.label.lstrip("\n")
        lead = "\n" if line.label.startswith("\n") and content else " " if content else ""
        content += [Span(lead), Span(f"{label}\u00a0", whole=len(label) <= LABEL)]
        content.extend(filled(line.value, width, grows=grows))
    return content
