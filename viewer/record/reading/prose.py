"""Text from elsewhere, made harmless: no control or bidi characters, narrative XHTML as plain text."""

import re
from bisect import bisect
from html import unescape

# Controls that reorder, hide or break text. Line feeds stay; the zero-width space is how some sources hint at
# Thai line breaks, and would defeat every comparison.
_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead",
    "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_STRIKING = frozenset({"del", "s", "strike"})
STRUCK_OUT = "ขีดฆ่า"  # stands in a source's own text, which is Thai wherever this is used
_VOID = frozenset({"br", "hr", "img", "col"})
# No part reaches past the next "<", which is no character of an attribute in XML: so one that fails costs little.
_MARKUP = re.compile(
    r"""<(?:(?P<aside>!--|!\[CDATA\[)|[!?][^<>]*+>|(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*+)"""
    r"""(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>)""",
    re.ASCII,
)
_END = re.compile(rf"-->|\]\]>|</({'|'.join(sorted(_SILENT))})[^<>]*+>", re.IGNORECASE | re.ASCII)
_VERBATIM = "![CDATA["
_OPENED_BY = {"-->": "!--", "]]>": _VERBATIM}
_HUGE = re.compile(
    "&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{7,}+);?"
)  # stands for no character, and may be too long to count


def harmless(text: str) -> str:
    """The text without control, bidi and zero-width characters; tabs become spaces, line breaks stay."""
    if text.isprintable():
        return text
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _HARMFUL.sub("", text))


def trimmed(text: str) -> str:
    """Harmless, and without the blanks that feeds leave around names."""
    if text.isprintable():
        return text.strip()
    return harmless(text).strip()


def plain(xhtml: str) -> str:
    """Narrative XHTML (FHIR R4 2.4.0) as plain text: a line per block, cells parted by " | ". Never rendered.

    Malformed markup gives whatever text can be found in it. One pass, for the markup is somebody else's: the parser of
    the standard library goes back to the start of an unclosed tag again and again, and raises on ``<![``.
    """
    page, position, ends = _Page(), 0, _ends(xhtml)
    while (opening := xhtml.find("<", position)) >= 0:
        page.say(xhtml[position:opening])
        tag = _MARKUP.match(xhtml, opening)
        position = tag.end() if tag else opening + 1
        if tag is None:
            page.say("<")
        elif aside := tag["aside"]:
            start, position = position, _next(ends, aside, position)
            if aside == _VERBATIM:
                page.say(xhtml[start : max(start, position - 3)], verbatim=True)
        elif name := (tag["name"] or "").lower():
            if name not in _SILENT:
                page.strike(name, tag[0], closing=bool(tag["close"]))
                page.mark(name, closing=bool(tag["close"]))
            elif not tag["close"] and not tag[0].endswith("/>"):
                position = _next(ends, name, position)
    page.say(xhtml[position:])
    page.end_strike()
    return page.text()


def _ends(xhtml: str) -> dict[str, list[int]]:
    """Where what is no markup or is never shown ends, by what opened it."""
    ends: dict[str, list[int]] = {}
    for found in _END.finditer(xhtml):
        name = found[1].lower() if found[1] else _OPENED_BY[found[0]]
        ends.setdefault(name, []).append(found.end())
    return ends


def _next(ends: dict[str, list[int]], name: str, position: int) -> int:
    """The first end after here; here itself where there is none, so that what follows is shown and not lost."""
    places = ends.get(name, [])
    place = bisect(places, position)
    return places[place] if place < len(places) else position


class _Page:
    """Keeps the words and the block structure, drops everything else."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._cell_open = False
        self._struck = ""  # the element that strikes out what stands in it, and how many of its name are open
        self._open = 0

    def strike(self, tag: str, sent: str, *, closing: bool) -> None:
        """What is struck out says so: a drug that somebody crossed out is none that is given."""
        if self._struck:
            self._open += 0 if tag != self._struck or sent.endswith("/>") else -1 if closing else 1
            if not self._open:
                self.end_strike()
        elif closing or sent.endswith("/>") or tag in _VOID:
            return
        elif tag in _STRIKING or "line-through" in sent.lower():
            self._struck, self._open = tag, 1
            self.say(f"[{STRUCK_OUT}: ")

    def end_strike(self) -> None:
        """The end of what is struck out, also where the markup forgot it."""
        if self._struck:
            self.say("]")
        self._struck, self._open = "", 0

    def say(self, text: str, *, verbatim: bool = False) -> None:
        """Words of the line that is being written."""
        if text:
            self._lines[-1].append(
                text if verbatim or "&" not in text else unescape(_HUGE.sub("\ufffd", text))
            )

    def mark(self, tag: str, *, closing: bool) -> None:
        """A tag: a block begins a line, a cell is parted from the one before."""
        if tag in _BLOCKS:
            if not (closing and tag in _VOID):
                self._break()
        elif tag in _CELLS and not closing:
            if self._cell_open:
                self._lines[-1].append(" | ")
            self._cell_open = True

    def _break(self) -> None:
        self._cell_open = False
        if self._lines[-1]:
            self._lines.append([])

    def text(self) -> str:
        """The lines that hold more than blanks and bars."""
        lines = (re.sub(r"\s+", " ", harmless("".join(line))).strip() for line in self._lines)
        return "\n".join(line for line in lines if line.strip(" |"))
