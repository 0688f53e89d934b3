"""What stands where, told to those who cannot see it: the structure tree and the marks in the pages' content.

Text is marked as the content of the element that is open, whatever is only drawn (rules, grounds, dotted lines, signs
beside their word) as an artifact, and so is the furniture that repeats on every page (ISO 32000-1, 14.6 to 14.8).
A paragraph, a row or a table that goes on overleaf stays one element: it is known again by what it was laid from.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """Standard structure types (ISO 32000-1, 14.8.4), as far as our paper has them."""

    DOCUMENT = "Document"
    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    TABLE = "Table"
    ROW = "TR"
    HEAD_CELL = "TH"
    CELL = "TD"
    PICTURE = "Figure"


HEADINGS = (Role.TITLE, Role.HEADING)


class Mark(NamedTuple):
    """One piece of a page's content. Both count from 0."""

    page: int
    number: int


class Place(NamedTuple):
    """Where a heading begins: page from 0, and points from the page's top."""

    page: int
    top: float


@dataclass(slots=True)
class Element:
    """One element of the tree, its kids in reading order. ``layout`` holds attributes: names begin with "/"."""

    role: Role
    alt: str = ""
    layout: Mapping[str, object] = field(default_factory=dict)
    kids: list["Element | Mark"] = field(default_factory=list)
    text: str = ""  # of a heading, for the outline
    place: Place | None = None  # of a heading


class Tags:
    """Keeps the tree while pages are drawn and writes the marks through ``write``, as few as there can be."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.root = Element(Role.DOCUMENT)
        self._write = write
        self._open = [self.root]
        self._known: dict[object, Element] = {}
        self._page = 0
        self._marks = 0  # on this page
        self._marked: Element | str | None = None  # what the open mark belongs to
        self._repeated = False

    def turn_page(self) -> None:
        """The page is done."""
        self._close()
        self._page += 1
        self._marks = 0

    def met(self, whole: object) -> bool:
        """Whether a part of this was drawn before."""
        return whole in self._known

    @contextmanager
    def element(
        self, role: Role, whole: object = None, *, alt: str = "", layout: Mapping[str, object] | None = None
    ) -> Iterator[Element]:
        """What is drawn meanwhile belongs to this element; the same ``whole`` is the same element."""
        found = self._known.get(whole) if whole is not None else None
        if found is None:
            found = Element(role, alt, layout or {})
            if not self._repeated:
                self._open[-1].kids.append(found)
                if whole is not None:
                    self._known[whole] = found
        self._open.append(found)
        try:
            yield found
        finally:
            self._open.pop()

    @contextmanager
    def repeated(self) -> Iterator[None]:
        """What is drawn meanwhile stands elsewhere already: an artifact, text and all."""
        before, self._repeated = self._repeated, True
        try:
            yield
        finally:
            self._repeated = before

    def heading(self, element: Element, text: str, top: float) -> None:
        """Remember where a heading stands."""
        if not element.text and not self._repeated:
            element.text, element.place = text, Place(self._page, top)

    def words(self) -> None:
        """Text follows."""
        if self._repeated:
            self._artifact("/Artifact <</Type /Pagination>> BDC")
            return
        if self._open[-1] is self.root:
            with self.element(Role.PARAGRAPH) as element:
                self._belongs(element)
        else:
            self._belongs(self._open[-1])

    def shape(self) -> None:
        """Something that is only drawn follows; within a picture it is the picture."""
        if self._open[-1].role is Role.PICTURE and not self._repeated:
            self._belongs(self._open[-1])
        else:
            self._artifact("/Artifact BMC")

    def _belongs(self, element: Element) -> None:
        if self._marked is element:
            return
        self._close()
        element.kids.append(Mark(self._page, self._marks))
        self._write(f"/{element.role} <</MCID {self._marks}>> BDC")
        self._marks += 1
        self._marked = element

    def _artifact(self, operator: str) -> None:
        if self._marked != operator:
            self._close()
            self._write(operator)
            self._marked = operator

    def _close(self) -> None:
        if self._marked is not None:
            self._write("EMC")
            self._marked = None
