"""Text to glyphs, by HarfBuzz, each glyph told which characters it stands for.

Thai stacks marks over and under consonants and lets some of them change shape; one glyph a character draws
16 of 28 common words wrong. What is drawn must also be found again: so every glyph carries its source text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import uharfbuzz as hb

from viewer.paper.fonts import Face, Weight, face_for, faces

NOTHING = "\u200b"  # what a glyph reads as when its cluster is already told: readers skip it
_SARA_AM, _NIKHAHIT, _SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
_ALIKE = 12  # thousandths: SARA AM whole or drawn in two parts this near to each other look the same
_REACH = (
    600  # farther than any mark of a real word stands from its place: piled marks never cover other lines
)
_LAST = "\uffff"  # of the characters that every reader takes from an ActualText
_FEATURES = {"kern": True, "liga": True}

_DROPPED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\t\u000b\u000c\u0085\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph in its place. Lengths are in thousandths of the font size."""

    face: Face
    id: int
    text: str  # the characters it stands for; "" when another glyph of its cluster stands for them
    reads: str  # what a reader that knows only glyphs takes it for
    advance: float  # how far the pen moves, kerning included
    dx: float
    dy: float
    turned: bool = (
        False  # of a word from right to left: its glyphs stand from the left on, each with its own text
    )

    @property
    def awkward(self) -> bool:
        """Whether a reader of the file could misplace it without being told the text of its word."""
        return self.text != self.reads or len(self.text) > 1 or self.dy != 0 or self.dx != 0


@dataclass(frozen=True, slots=True)
class Shaped:
    """A piece of text as glyphs; ``width`` in thousandths of the font size."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    turned: bool = False  # it is read from right to left, and so are such words one after another


def clean(text: str) -> str:
    """Text as paper can hold it: composed, no control, bidi-override or invisible characters, one kind of newline.

    Text from elsewhere may hold NUL, lone surrogates or direction overrides that would show other words than it says.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


class Shaper:
    """Shapes the words of one document, and keeps them until the document is done: most words come again."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[str, Weight], Shaped] = {}

    def shape(self, text: str, weight: Weight) -> Shaped:
        """Glyphs of one word or phrase, already ``clean``, as they stand from left to right."""
        known = self._known.get((text, weight))
        if known is None:
            runs = list(_itemise(text, weight))
            turned = bool(runs) and runs[0].turned and all(map(_goes_along, runs))
            in_sight = reversed(runs) if turned else runs
            glyphs = tuple(glyph for run in in_sight for glyph in _drawn(run, turned))
            known = Shaped(text, glyphs, sum(glyph.advance for glyph in glyphs), turned)
            self._known[text, weight] = known
        return known


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that one face draws; ``instead`` are the words for those that none draws."""

    face: Face
    text: str
    instead: str = ""
    turned: bool = False  # from right to left


def _itemise(text: str, weight: Weight) -> Iterator[_Run]:
    """Runs of the text with the first face that can draw them, and with words instead of what none can draw."""
    start, before = 0, _Run(faces(weight)[0], "")
    for at, letter in enumerate(text):
        run = _kind(letter, weight)
        if unicodedata.category(letter) == "Mn" and not before.instead and before.face.has(letter):
            run = before  # a mark is drawn as its letter is, where that can be
        if at > start and run != before:
            yield _ended(before, text[start:at])
            start = at
        before = run
    if text:
        yield _ended(before, text[start:])


@lru_cache(maxsize=4096)
def _kind(letter: str, weight: Weight) -> _Run:
    """How one character is drawn, as a run without its text."""
    face = face_for(letter, weight)
    if face is None:
        return _Run(faces(weight)[0], "", _strange(letter))
    return _Run(face, "", turned=unicodedata.bidirectional(letter) in ("R", "AL"))


def _ended(kind: _Run, text: str) -> _Run:
    return replace(kind, text=text, instead=_instead(kind.instead, text))


def _strange(letter: str) -> str:
    """What a character that no font has is called: its script where it is a letter or its mark, else its number."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    is_letter = unicodedata.category(letter)[0] in "LM" and script.isalpha() and letter <= _LAST
    return script.title() if is_letter else f"U+{ord(letter):04X}"


def _instead(name: str, run: str) -> str:
    """[Arabic×5]: never an empty box, which reads as a box to tick or as nothing."""
    return f"[{name}×{len(run)}]" if name and len(run) > 1 else f"[{name}]" if name else ""


def _drawn(run: _Run, turned: bool) -> Iterator[Glyph]:
    """The run's glyphs, as part of a word that is ``turned`` or not.

    What is drawn instead of it still reads as what was sent; but for private characters, and those that pdfium cannot
    read from an ActualText: they read as their numbers.
    """
    if run.turned:
        yield from _turned(run.text, run.face)
        return
    if not run.instead:
        for glyph in _glyphs(run.text, run.face):
            yield replace(glyph, turned=True) if turned else glyph
        return
    sent = (
        "" if any(letter > _LAST or unicodedata.category(letter) == "Co" for letter in run.text) else run.text
    )
    for number, glyph in enumerate(_glyphs(run.instead, run.face)):
        yield replace(glyph, text="" if number else sent) if sent else glyph


def _glyphs(text: str, face: Face) -> Iterator[Glyph]:
    """HarfBuzz's glyphs of a run in one face, with the characters of each cluster dealt out among its glyphs."""
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_codepoints([ord(letter) for letter in text])
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    hb.shape(face.font, buffer, _FEATURES)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    starts = [0, *(n for n in range(1, len(infos)) if infos[n].cluster != infos[n - 1].cluster), len(infos)]
    for first, beyond in pairwise(starts):
        until = infos[beyond].cluster if beyond < len(infos) else len(text)
        cluster = text[infos[first].cluster : until]
        ids = [info.codepoint for info in infos[first:beyond]]
        if cluster == _SARA_AM and _is_whole(face, ids, places[first]):
            yield _whole_sara_am(face)
            continue
        for id_, at, (source, reads) in zip(ids, places[first:beyond], _deal(cluster, len(ids)), strict=True):
            yield Glyph(
                face,
                id_,
                source,
                reads,
                at.x_advance * face.scale,
                _held(at.x_offset * face.scale),
                _held(at.y_offset * face.scale),
            )


def _goes_along(run: _Run) -> bool:
    """Whether it is from right to left, or has no direction of its own: the hyphen and the brackets of a name."""
    return run.turned or not (run.instead or any(letter.isalnum() for letter in run.text))


def _turned(text: str, face: Face) -> Iterator[Glyph]:
    """HarfBuzz's glyphs of a run from right to left, as they stand from the left on."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(letter) for letter in text])
    buffer.guess_segment_properties()
    buffer.direction = "rtl"
    hb.shape(face.font, buffer, _FEATURES)
    end = len(text)
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        # A reader turns all that it met, and so the letters of a ligature, which have to stand turned as well.
        reads, end = text[info.cluster : end][::-1] or NOTHING, min(end, info.cluster)
        dx, dy = _held(at.x_offset * face.scale), _held(at.y_offset * face.scale)
        told = "" if reads == NOTHING else reads
        yield Glyph(face, info.codepoint, told, reads, at.x_advance * face.scale, dx, dy, turned=True)


def _held(offset: float) -> float:
    return max(-_REACH, min(_REACH, offset))


def _is_whole(face: Face, ids: list[int], at: hb.GlyphPosition) -> bool:
    """Whether a SARA AM that was taken apart looks like the font's own: over all but the tall consonants."""
    parts = [face.font.get_nominal_glyph(ord(letter)) for letter in (_NIKHAHIT, _SARA_AA)]
    return ids == parts and abs(at.x_offset * face.scale) <= _ALIKE and not at.y_offset


def _whole_sara_am(face: Face) -> Glyph:
    """One glyph for one character: even readers that skip ActualText find the word."""
    id_ = face.font.get_nominal_glyph(ord(_SARA_AM))
    return Glyph(face, id_, _SARA_AM, _SARA_AM, face.advance(id_), 0.0, 0.0)


def _deal(cluster: str, glyphs: int) -> list[tuple[str, str]]:
    """Characters of one cluster for each of its glyphs, in order: joined they are the cluster.

    Each with what a reader of glyphs takes it for. Fewer glyphs (a ligature): the last one takes the rest. SARA AM in
    two parts reads as its decomposition; otherwise glyphs without a character read as NOTHING.
    """
    if glyphs <= len(cluster):
        return [(part, part) for part in (*cluster[: glyphs - 1], cluster[glyphs - 1 :])]
    if cluster == _SARA_AM and glyphs == 2:
        return [(_SARA_AM, _NIKHAHIT), ("", _SARA_AA)]
    return [*((part, part) for part in cluster), *[("", NOTHING)] * (glyphs - len(cluster))]
