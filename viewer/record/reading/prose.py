"""Text from elsewhere, made harmless: no control or bidi characters, narrative XHTML as plain text."""

import re
from html.parser import HTMLParser

# Controls that reorder, hide or break text. Line feeds stay; the zero-width space is how some sources hint at
# Thai line breaks, and would defeat every comparison.
_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
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
_VOID = frozenset({"br", "hr", "img", "col"})
LONGEST_NARRATIVE = 200_000


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


def is_trim(text: str) -> bool:
    """Whether ``trimmed`` would change nothing."""
    return text.isprintable() and text.strip() == text


def plain(xhtml: str) -> str:
    """Narrative XHTML (FHIR R4 2.4.0) as plain text: a line per block, cells parted by " | ". Never rendered.

    Malformed markup gives whatever text can be found in it.
    """
    stripper = _Stripper()
    stripper.feed(xhtml[:LONGEST_NARRATIVE])
    stripper.close()
    return stripper.text()


class _Stripper(HTMLParser):
    """Keeps the words and the block structure, drops everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._silent = 0
        self._cell_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._break()
        elif tag in _CELLS:
            if self._cell_open:
                self._lines[-1] += " | "
            self._cell_open = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            return
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag not in _VOID:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._lines[-1] += data

    def _break(self) -> None:
        self._cell_open = False
        if self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        lines = (re.sub(r"\s+", " ", harmless(line)).strip() for line in self._lines)
        return "\n".join(line for line in lines if line.strip(" |"))
