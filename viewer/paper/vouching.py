"""Where a paper is signed and by what it is verified: the same on every form that whoever issues it signs."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import capped
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Span, Style
from viewer.paper.look import BODY, SMALL, SMALL_STRONG
from viewer.paper.proof import proof_block
from viewer.paper.text import Lines, Setter
from viewer.view.sheet import Proof

_LONG_LEGEND = 14  # entries that fit beside the signature
_DRAFT = (100.0, 17.0)  # points: the box that says it is one
_PAD = 6.0


def draft_box(setter: Setter, words: Words, width: float) -> Drawing:
    """ร่าง ยังไม่ลงนาม, above a place to sign that is so wide."""
    wide, high = _DRAFT
    said = setter.lines(words.say("Draft, not signed yet"), replace(SMALL, align=Align.CENTRE), wide - 8)
    left = (width - wide) / 2

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x + left, top + 1, wide, high, line=0.7, shade=0.0)
        said.draw(pen, x + left + 4, top + 2.5)

    return Drawing(high + 7, ink)


def seal_box(setter: Setter, sealed: Sequence[str], width: float, style: Style = BODY) -> Drawing:
    """The words of an electronic signature in their frame, which is the place of the signature itself."""
    centred = replace(style, align=Align.CENTRE)
    block = stack([setter.lines(line, centred, width - 2 * _PAD) for line in sealed])
    high = block.height + 8

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top + 1, width, high, line=0.9, shade=0.0)
        pen.sign_here(x, top + 1, width, high, sealed[0])
        block.draw(pen, x + _PAD, top + 5)

    return Drawing(high + 2, ink)


def code_block(proof: Proof | None, setter: Setter) -> tuple[Drawing | None, float]:
    """What a paper is verified by, and how wide that is; None and 0 where there is nothing."""
    if proof is None or not proof.address:
        return None, 0.0
    return proof_block(proof, setter)


def why_no_code(proof: Proof | None, setter: Setter) -> list[Part]:
    """That there is no code, and why: whoever looks for one must not take its absence for a forgery."""
    if proof is None or proof.address:
        return []
    return [Gap(3), setter.lines(proof.said, SMALL, setter.paper.width)]


def ending(
    setter: Setter, words: Words, legend: Sequence[str], proof: Proof | None, sign: Callable[[float], Drawing]
) -> list[Part]:
    """The letters of facilities and the place to sign (made for a width) side by side, what the paper is verified by
    between them; a legend of very many facilities runs over the whole width above."""
    whole, code = setter.paper.width, code_block(proof, setter)
    wide = whole * (0.46 if code[0] else 0.5)
    signature, entries = sign(wide), [" ".join(entry.split()) for entry in legend]
    if not entries or len(entries) > _LONG_LEGEND:
        row = side_by_side(((code[0], 0.0), (signature, whole - wide)))
        above: list[Part] = [letters_of_facilities(setter, words, entries), Gap(6)] if entries else []
        return [*above, row, *why_no_code(proof, setter)]
    width = whole - wide - (code[1] or whole * 0.06)
    lines = [setter.lines(words.say("Letters of facilities"), SMALL_STRONG, width - 16)]
    lines += [capped(setter.lines(entry, SMALL, width - 16), 3, setter) for entry in entries]
    told = stack(lines)
    beside = side_by_side(((code[0], width), (signature, whole - wide)))
    height = max(told.height + 14, beside.height)

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, width, height, line=0.6, shade=0.4, dash=(1.5, 1.5))
        told.draw(pen, x + 8, top + 7)
        beside.draw(pen, x, top)

    return [Drawing(height, ink), *why_no_code(proof, setter)]


def letters_of_facilities(setter: Setter, words: Words, entries: Sequence[str]) -> Lines:
    """Over the whole width; it stays with what follows."""
    said = [Span(words.say("Letters of facilities") + "  ", Weight.BOLD), Span("; ".join(entries))]
    return setter.lines(said, SMALL, setter.paper.width, keep=True)


def side_by_side(parts: Sequence[tuple[Drawing | None, float]]) -> Drawing:
    """Each part so many points from the left; what is None is left out."""
    placed = [(part, by) for part, by in parts if part is not None]

    def ink(pen: Pen, x: float, top: float) -> None:
        for part, by in placed:
            part.draw(pen, x + by, top)

    return Drawing(max(part.height for part, _ in placed), ink)
