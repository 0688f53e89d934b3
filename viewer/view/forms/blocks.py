"""What a form is made of. Values only: a form is worded and tested here, and set by viewer.paper.form.

What nobody knows is a dotted line to write on, or an empty box to tick; never "none".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from viewer.view.issuing import Issuer
from viewer.view.sheet import AllergyBlock, HealthLink, Lane, LetterLine, Proof, Section, Trend


class Paper(StrEnum):
    """A size of paper."""

    A4 = "A4"
    A5 = "A5"


@dataclass(frozen=True, slots=True)
class Heading:
    """Words above what follows them; they stay on its page."""

    text: str
    aside: str = ""  # set smaller behind it


@dataclass(frozen=True, slots=True)
class Told:
    """A heading with what was written, or so many dotted lines. ``beside``: on the heading's own line. ``leads``: what
    follows begins on the same page.
    """

    heading: str
    text: str = ""
    lines: int = 1
    beside: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """Labelled values one after another; an empty value is a dotted line of ``width`` points.

    A label that begins with a newline begins a new line of the form. ``title`` stands before them, bold.
    """

    lines: tuple[LetterLine, ...]
    width: float = 60
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One box to tick; ``blank``: with a dotted line behind it, on which ``said`` stands."""

    text: str
    ticked: bool = False
    blank: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick behind their label, ``then`` labelled values. ``below``: each on a line of its own."""

    label: str
    choices: tuple[Tick, ...]
    below: bool = False
    then: tuple[LetterLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table, or the words that stand for no rows. In ``blanks`` columns an empty cell is a line to write on.

    ``shares`` of the width by column; () shares it by need.
    """

    section: Section
    shares: tuple[float, ...] = ()
    blanks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A section as the screen and ``prawat read`` show it: with marks, sources and what opens below a row."""

    section: Section


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence; phrases that are strong in the form are bold. ``boxed``: in a frame of its own."""

    text: str
    small: bool = True
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Points of one test in one unit. ``alt`` says the same in words: it is what a screen reader reads.

    ``span`` is the first and the last day of the time axis, ``levels`` the lines across, in the unit of the points.
    """

    title: str
    trend: Trend
    alt: str
    span: tuple[date, date]
    ends: tuple[str, str]  # of the time axis, in words
    levels: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Charts:
    """Small charts, two in a row."""

    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A lane as it is drawn: only events that begin, or bars that reach, within the span; ``aside`` counts all.

    ``more`` says what of it is not drawn.
    """

    lane: Lane
    aside: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes of events on one stretch of time. ``alt`` says the same in words: it is what a screen reader reads.

    ``span`` is the first and the last day, ``ticks`` days with the words at them, ``today`` a day within and its word.
    """

    strips: tuple[Strip, ...]
    span: tuple[date, date]
    ticks: tuple[tuple[date, str], ...]
    today: tuple[date, str]
    alt: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place to sign: ``as_who`` behind the line, below it who; () = lines to write a name and a date on.

    ``own``: whoever issues the paper signs here. The words of an electronic signature stand in its place, and beside it
    the code by which the paper is verified: a form without such a place has neither.
    """

    as_who: str
    who: tuple[str, ...] = ()
    draft: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign side by side, at most two in a row; ``legend`` says which facility each letter stands for."""

    places: tuple[Place, ...]
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TearOff:
    """A dashed line: what follows it, to the end of the next block without a gap, is torn off."""

    title: str
    blocks: tuple["Block", ...] = ()


Block = Heading | Told | Filled | Ticks | Ruled | Rows | Remark | Charts | Lanes | Signatures | TearOff


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready to be set. ``opening`` stands above the allergy box of page 1, ``parts`` below it.

    ``scale`` of the letters of both; ``draft`` words are bold wherever they stand.
    """

    code: str
    title: str
    issuer: Issuer
    running_head: str  # whose paper it is: on every page after the first
    allergy: AllergyBlock | None
    opening: tuple[Block, ...]
    parts: tuple[Block, ...]
    footer: tuple[str, ...]
    strong: tuple[str, ...] = ()
    subtitle: str = ""
    number: str = ""  # of the form itself, as the site counts its forms: บส.08
    privacy: str = ""
    paper: Paper = Paper.A4
    scale: float = 1.0
    ask: bool = True  # with a line to ask for allergies again
    synthetic: bool = False
    emergency: bool = False  # the record was opened for one
    data: bytes = field(
        default=b"", repr=False
    )  # its rows as a FHIR document, which goes along with the file
    data_said: str = ""
    sent: str = ""  # the moment it was made, as it stands in its blocks
    sealed: tuple[str, ...] = ()  # what is printed where it will be signed electronically
    proof: Proof | None = None  # None: nothing is said of it
    link: HealthLink | None = None  # to its data

    @property
    def facility(self) -> str:
        """Who issues it."""
        return self.issuer.name

    @property
    def signer(self) -> tuple[str, ...]:
        """Who is to sign for that; () = written by hand."""
        return next((place.who for place in self._places() if place.own), ())

    @property
    def vouched(self) -> bool:
        """Whether whoever issues it signs it."""
        return any(place.own for place in self._places())

    def _places(self) -> Iterator[Place]:
        for block in self.parts:
            if isinstance(block, Signatures):
                yield from block.places
