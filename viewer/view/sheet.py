"""A sheet: Thai words in an order, with marks and sources. Values only; drawn by screen, paper and commands.

A fact's row is built once here, so what is printed is what was seen. What a sheet has thousands of is a msgspec Struct:
as frozen as a dataclass, made five times as quickly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import Struct

from viewer.view.letter_parts import HealthLink as HealthLink
from viewer.view.letter_parts import LetterBlock as LetterBlock
from viewer.view.letter_parts import LetterLine as LetterLine
from viewer.view.letter_parts import Proof as Proof

SHEET_NAMES = (
    "summary",
    "timeline",
    "medicines",
    "results",
    "allergies",
    "problems",
    "vaccines",
    "documents",
    "others",
    "ledger",
    "dispensing",
)


class Shape(StrEnum):
    """The shape of a mark (look: 16 x 16, works in black and white)."""

    OCTAGON = "octagon"  # top level: stop and read
    TRIANGLE = "triangle"  # ask the doctor first / doubt
    RING_DOT = "ring-dot"  # watch
    DISC = "disc"  # ใช้อยู่
    RING = "ring"  # คาดว่ายาหมดแล้ว
    DIAMOND = "diamond"  # ข้อมูลขัดแย้ง
    SQUARE = "square"  # หยุดแล้ว
    CROSS_SQUARE = "cross-square"  # หยุดยา (เหตุการณ์)
    HALF_DISC = "half-disc"  # งดชั่วคราว
    DASHED_RING = "dashed-ring"  # ไม่ทราบ, ใช้เมื่อมีอาการ, สั่งแต่ไม่พบการจ่าย
    UP = "up"
    DOWN = "down"
    NEW = "new"  # 3 px accent line and a tag
    TAG = "tag"  # words only


class Tone(StrEnum):
    """How loud words are. Colour follows from it and never speaks alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    DOUBT = "doubt"  # amber
    STOP = "stop"  # red
    ACCENT = "accent"


class Mark(Struct, frozen=True, gc=False):
    """A shape and its word; the word is always there."""

    shape: Shape
    word: str
    tone: Tone = Tone.PLAIN


class SourceNote(Struct, frozen=True, gc=False):
    """Where a row came from, in words. ``fact`` numbers the fact in its binder: screen opens "ข้อความต้นทาง" by it."""

    facility: str
    letter: str
    type: str
    date: str
    fact: int = -1


class Cell(Struct, frozen=True, gc=False):
    """One cell: words, a second line, and how loud. Numbers set ``number`` to be right-aligned."""

    text: str
    note: str = ""
    tone: Tone = Tone.PLAIN
    number: bool = False
    unit: str = ""  # drawn quieter, after the text
    code: str = ""  # drawn quieter, after the text: ICD, LOINC
    icon: str = ""  # of a choice: a Lucide name


class Trend(Struct, frozen=True):
    """Points of a sparkline or chart, oldest first. One unit; ``low``/``high`` only when sent; ``goal``: the words that
    stand in the place of a range, for an INR under warfarin.

    ``sent`` runs beside the points: "" for a number as sent, else the words that say from what it was converted.
    """

    points: Sequence[tuple[date, float]]
    unit: str = ""
    letters: Sequence[str] = ()
    low: float | None = None
    high: float | None = None
    sent: tuple[str, ...] = ()
    place: int = 99  # among the key tests; those that are none stand behind them
    goal: str = ""


class SupplySpan(Struct, frozen=True, gc=False):
    """A supply bar: from the day supplied to the day counted to run out; None = cannot be computed."""

    start: date
    end: date | None
    letter: str


class Row(Struct, frozen=True):
    """One line. ``key`` is stable over refreshes and holds no id; ``details`` are opened below it."""

    key: str
    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...] = ()
    sources: Sequence[SourceNote] = ()
    details: Sequence["Row"] = ()
    trend: Trend | None = None
    spans: tuple[SupplySpan, ...] = ()
    day: date | None = None  # places the row in time
    group: str = ""  # group head it stands under, when the section is grouped


class Section(Struct, frozen=True):
    """A titled table. ``empty`` are the words when it has no rows: never "ไม่มี" unless a source said so."""

    name: str  # stable slug: "allergies", "key-results" ...
    title: str
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    caption: str = ""  # right-aligned in the head
    footer: str = ""
    empty: str = ""


class Sheet(Struct, frozen=True):
    """One page's worth of words. ``gaps`` are sentences: what is missing and why."""

    name: str
    title: str
    sections: tuple[Section, ...] = ()
    gaps: tuple[str, ...] = ()


class AllergyState(StrEnum):
    """The five states of the band's allergy block (clinical rulings: false "no allergy" kills)."""

    ALLERGIC = "allergic"
    CONFLICT = "conflict"
    DENIED = "denied"
    NOT_FOUND = "not-found"
    ASKING = "asking"


class Segment(Struct, frozen=True, gc=False):
    """A run of one line: words, or a facility letter to be drawn as a badge."""

    text: str
    tone: Tone = Tone.PLAIN
    badge: bool = False


@dataclass(frozen=True, slots=True)
class AllergyBlock:
    """The allergy block of band and paper: ``lines`` wrap and are never cut."""

    state: AllergyState
    headline: str
    tags: tuple[Mark, ...] = ()
    lines: tuple[tuple[Segment, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class BandFact:
    """A fact of the band: weight, eGFR ..."""

    label: str
    value: str
    caption: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Band:
    """The patient band. The citizen id is masked here; screen asks the visit for the full one on F8."""

    name: str
    about: str  # ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503
    masked_id: str
    allergy: AllergyBlock
    facts: tuple[BandFact, ...] = ()
    notices: tuple[Mark, ...] = ()  # deceased, alerts, a living will
    extra: str = ""  # สิทธิ
    restricted: str = ""  # that there is data of restricted access, or that it was not asked for
    opens: bool = False  # whether that leads to the list of such rows


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """One facility's cell in the ledger bar. ``state`` is a LineState value."""

    letter: str
    facility: str
    state: str
    words: str  # for the tooltip and the accessible name


@dataclass(frozen=True, slots=True)
class LedgerBar:
    """The ledger in one line. The words always add up to the total."""

    cells: tuple[LedgerCell, ...]
    words: tuple[Segment, ...]


class TimelineEvent(Struct, frozen=True, gc=False):
    """One event of a lane: ``end`` is None for a point. ``row`` is the index in the timeline sheet's rows."""

    start: date
    end: date | None
    letter: str
    row: int
    counted_to: date | None = None  # for supplies: the part that is counted to remain
    stopped: bool = False
    marks: tuple[Mark, ...] = ()  # RING_DOT opened, NEW new or changed, DASHED_RING gone at its source


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of the timeline: visits, diagnoses, medicines ... ``icon`` is a Lucide name."""

    name: str
    title: str
    icon: str
    events: tuple[TimelineEvent, ...] = ()
    tracks: tuple[tuple[str, tuple[TimelineEvent, ...]], ...] = ()  # named bars below the lane (medicines)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline page: its lanes and the sheet whose rows stand behind them."""

    lanes: tuple[Lane, ...]
    sheet: Sheet
    today: date
    facilities: tuple[tuple[str, str], ...] = ()  # (letter, name) of those with events, in letter order
    empty_lanes: str = ""  # named in one line below, with the reason
    undated: int = 0  # rows without a usable date: listed, never drawn
    signs: tuple[
        Mark, ...
    ] = ()  # the shapes of events' marks that are drawn, each with its word, for the legend


@dataclass(frozen=True, slots=True)
class Letter:
    """ใบส่งต่อผู้ป่วย, layout A, ready to be set on paper. Everything is worded already."""

    facility: str
    facility_lines: tuple[str, ...]  # code, telephone
    title: str
    privacy: str
    number: str
    sent: str  # วันที่ส่งออก in BE
    to: str
    urgency: str
    patient: tuple[LetterLine, ...]
    address: tuple[LetterLine, ...]
    running_head: str  # name, sex, age, id, number: on every page after the first
    allergy: AllergyBlock
    asked: str  # มาเพื่อโปรด
    history: str
    results_note: str
    results: Section
    diagnoses: tuple[str, ...]  # the writer's own
    treatment: str
    cause: str
    remarks: tuple[str, ...]
    medicines: Section
    legend: tuple[str, ...]  # A รพ.… · 0-2000-9901
    signer: tuple[str, ...]
    footer: tuple[str, ...]  # data as of, answered n of m, names of those that did not, who printed …
    synthetic: bool = False
    emergency: bool = False  # the record was opened for one
    strong: tuple[str, ...] = ()  # phrases of the footer and the remarks that are set bold
    medicines_given: str = ""  # 1. given by the sending facility; empty = dotted lines
    medicines_on_way: str = ""  # 2. during the transfer
    attachments: tuple[str, ...] = ()  # codes of what goes along: "pathology", "film", "lab" have boxes
    attached_other: str = ""  # the rest of it, in words
    data: bytes = field(
        default=b"", repr=False
    )  # its rows as a FHIR document, which goes along with the file
    data_said: str = ""  # what it is, in words
    sealed: tuple[
        str, ...
    ] = ()  # what is printed where it will be signed electronically; () = signed by hand
    proof: Proof | None = None  # None: nothing is said of it
    crest: bytes = field(default=b"", repr=False)  # a picture file; b"" leaves a place for a seal
    form_number: str = ""  # as the site counts its forms
    story: str = ""  # what the record tells in place of a history that nobody wrote
    problems: tuple[str, ...] = ()  # diseases and problems of the record, each with its sources
    problem_keys: tuple[str, ...] = ()  # of their rows
    chief: str = ""  # อาการสำคัญ, with its label
    other: str = ""  # รายละเอียดอื่น ๆ
    past: str = ""  # past and family history, the writer's own words
    examination: str = ""  # ผลการตรวจ, the writer's own words
    blocks: tuple[LetterBlock, ...] = ()  # what else was written, in the order of the form
    travel: str = ""  # code of the ticked box: "ambulance", "own", "other"
    travel_other: str = ""  # which other
    companion: str = ""
    companion_phone: str = ""
    reply_about: tuple[LetterLine, ...] = ()  # whom the slip to be torn off is about
    beware: tuple[str, ...] = ()  # of the person: below the allergies, where who receives them looks first
    link: HealthLink | None = None
