"""What the forms of a referral have in common: their head, coded choices to tick, vital signs, medicines.

A referral form is made of the letter (layout A) where it has the words, and of ``said``: what else was written, by
the names of viewer.visit.referral's fields where the page has them. What neither holds is a line to write on.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from viewer.record.codes import thai_label, thai_words
from viewer.view.forms.blocks import Block, Filled, Form, Heading, Place, Remark, Ruled, Tick, Ticks, Told
from viewer.view.issuing import House, Issuer
from viewer.view.letter_vitals import PRESSURE, measured, newest, vital_line
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Letter, LetterLine, Row, Section

REASONS, URGENCIES = "cs-thcc-refer-in-reason", "cs-thcc-refer-thai-priority"
_VITALS = ("pain", PRESSURE, "temperature", "pulse", "spo2", "respiration")
_IN_TABLE = frozenset(
    {"measured", "systolic", "diastolic", "temperature", "pulse", "spo2", "respiration", "pain"}
)
_HALF = "......"  # of a blood pressure that was measured in part
_WHEN = "........................"  # of a moment that nobody wrote
_SHARES = (24, 17, 16, 12, 11, 9.5, 10.5)
MEDICINE_SHARES = (5, 45.2, 50, 45.5, 16, 22.3, 22)

Said = Mapping[str, str]
"""Words by the name of a field; a field that is not there is empty."""


def form_of(
    letter: Letter,
    house: House,
    code: str,
    title: str,
    opening: tuple[Block, ...],
    parts: tuple[Block, ...],
) -> Form:
    """The form in the frame of the letter, with its data: the letter was made for this form (letter_of)."""
    return Form(
        code=code,
        title=title,
        privacy=letter.privacy,
        number=house.number(code),
        issuer=Issuer(letter.facility, letter.facility_lines, house.crest),
        running_head=letter.running_head,
        allergy=letter.allergy,
        opening=opening,
        parts=(*(Remark(told, small=False) for told in letter.beware), *parts),
        footer=letter.footer,
        strong=letter.strong,
        synthetic=letter.synthetic,
        emergency=letter.emergency,
        data=letter.data,
        data_said=letter.data_said,
        sent=letter.sent,
    )


def coded_ticks(
    label: str, system: str, codes: Collection[str], ticked: str, *, below: bool = False
) -> Ticks:
    """Boxes for the codes of a Thai system, each with its words and its code; the system is named with the label."""
    name = thai_label(system)
    choices = tuple(Tick(f"{code} {thai_words(system, code)}", code == ticked) for code in codes)
    return Ticks(f"{label} ({name})" if name else label, choices, below=below)


def vitals(pen: Pen, said: Said) -> tuple[Block, ...]:
    """A row for what was measured before leaving, with its time, and one for the newest of the record with source and
    date; below them what else of the record has no column."""
    say = pen.say
    high, low = said.get("systolic", ""), said.get("diastolic", "")
    pressure = f"{high or _HALF}/{low or _HALF}" if high or low else ""
    told = {**said, "pressure": pressure}
    before = f"{say('before leaving')}\n{told.get('measured') or _WHEN}"
    first = Row(row_key("vitals", "now"), (Cell(before), *(Cell(told.get(name, "")) for name in _VITALS)))
    last = _newest(pen)
    known = Row(
        row_key("vitals", "record"),
        (Cell(say("newest in the record")), *(last.get(name) or Cell("–") for name in _VITALS)),
    )
    columns = (
        say("Measured on, at"),
        say("Pain score 0–10"),
        f"{say('Blood pressure')} {pen.speech.unit('mm[Hg]')}",
        f"{say('Temperature')} {pen.speech.unit('Cel')}",
        f"PR {pen.speech.unit('/min')}",
        "SpO₂ %",
        f"RR {pen.speech.unit('/min')}",
    )
    section = Section("vitals", say("Vital signs"), columns, (first, *((known,) if last else ())))
    table = Ruled(section, _SHARES, tuple(range(1, len(columns))))
    more = vital_line(pen, _VITALS)
    return (table, Remark(say("In the record: {list}", list=more))) if more else (table,)


def _newest(pen: Pen) -> dict[str, Cell]:
    """The newest value of each sign as sent, with its source and date."""
    found: dict[str, Cell] = {}
    for one in pen.pressures[:1]:
        found[PRESSURE] = Cell(f"{one.systolic}/{one.diastolic}", note=measured(pen, one.rows[0]))
    for slug in _VITALS:
        if (latest := newest(pen, slug)) is not None:
            found[slug] = Cell(pen.speech.value(latest.value), note=measured(pen, latest))
    return found


def written(letter: Letter, pen: Pen, placed: Collection[str] = ()) -> tuple[Block, ...]:
    """What was written beyond the fields of the form: nothing that was typed is left off a paper in silence. Fields
    with the names ``placed`` have places of their own on it."""
    parts: list[Block] = []
    for block in letter.blocks:
        lines = tuple(line for line in block.lines if line.name not in _IN_TABLE and line.name not in placed)
        if lines:
            parts.append(Filled(lines, 62, block.title))
    return tuple(parts)


def going_along(letter: Letter, pen: Pen, said: Said) -> tuple[Block, ...]:
    """How the person goes, with whom and with what."""
    say = pen.say
    ways = (("ambulance", say("ambulance")), ("own", say("own car")), ("other", say("other")))
    goes = (
        Tick(
            text,
            letter.travel == code,
            blank=code == "other",
            said=letter.travel_other if code == "other" else "",
        )
        for code, text in ways
    )
    papers = (
        ("lab", "LAB"), ("ekg", "EKG"), ("exam", say("physical examination")), ("ct", "CT"),
        ("film", say("film or its report")), ("pathology", say("pathology result")),
    )  # fmt: skip
    other = said.get("attached-other", "")
    companion = (line(say("Accompanied by"), letter.companion), line(say("tel."), letter.companion_phone))
    return (
        Ticks(say("Travels by"), tuple(goes), then=companion),
        Ticks(
            say("Further documents"),
            (
                *(Tick(text, code in letter.attachments) for code, text in papers),
                Tick(say("other"), bool(other), blank=True, said=other),
            ),
        ),
    )


def medicines(pen: Pen, letter: Letter) -> tuple[Block, ...]:
    """Under the three heads that Thai referrals keep apart; each row with its source, date and quantity. What warns of
    them stands before them under a heading of its own, so that theirs is never parted from them."""
    say = pen.say
    return (
        *cautions(pen, letter),
        Heading(say("Medicines")),
        *_handed(
            letter,
            "1. " + say("Medicines given by the sending facility"),
            "2. " + say("Medicines during the transfer"),
        ),
        Told(
            "3. " + say("Other medicines (taken regularly)"),
            letter.medicines.caption or " ",
            beside=True,
            leads=True,
        ),
        Ruled(letter.medicines, MEDICINE_SHARES, (-1,)),
    )


def cautions(pen: Pen, letter: Letter) -> tuple[Block, ...]:
    """What the reader of the medicines must see first."""
    if not letter.remarks:
        return ()
    return (Heading(pen.say("Cautions on medicines")), *(Remark(remark) for remark in letter.remarks))


def _handed(letter: Letter, given: str, on_way: str) -> tuple[Block, ...]:
    """The first two lists; where nobody wrote either, their lines stand side by side."""
    if not letter.medicines_given and not letter.medicines_on_way:
        return (Filled((line(given), line(on_way)), 110),)
    return (
        Told(given, letter.medicines_given, beside=True),
        Told(on_way, letter.medicines_on_way, beside=True),
    )


def whose(letter: Letter) -> tuple[Block, ...]:
    """The person's lines and the address, as the letter has them."""
    first, *others = letter.address
    label = first.label if first.label.startswith("\n") else "\n" + first.label
    return (Filled((*letter.patient, replace(first, label=label), *others), 44),)


def sender(pen: Pen, letter: Letter) -> Place:
    """Where the sending physician signs."""
    return Place(pen.say("sending physician"), letter.signer, draft=True, own=True)


def line(label: str, value: str = "") -> LetterLine:
    """A label with its value, or a line to write on."""
    return LetterLine(label, value)
