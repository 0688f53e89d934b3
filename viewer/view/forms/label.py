"""สติกเกอร์ผู้ป่วย: what a label for a tube or the chart says of whose it is, and which allergies are known.

Two things tell a person: the name with the birth date, and the hospital number of who prints. No citizen id stands on
it, whole or in part: a tube goes through many hands. The symbol holds the hospital number and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from viewer.record.allergy import Allergen, AllergyVerdict
from viewer.record.facts import Allergy
from viewer.view.allergy_words import allergy_block, informant
from viewer.view.imprint import Printing
from viewer.view.particulars import hospital_number, sex_of
from viewer.view.pen import Pen, ago
from viewer.view.persons import age_words
from viewer.view.telling import informant_name


class LabelSize(StrEnum):
    """A size of sticker, in millimetres."""

    LARGE = "70 × 35"
    SMALL = "50 × 25"


@dataclass(frozen=True, slots=True)
class PatientLabel:
    """A label ready to be set. ``allergens`` are kinds ("" = drugs) with their names, never one left out; ``loud``: the
    headline says that there is an allergy. ``number`` is the hospital number, "" = a line to write on.
    """

    size: LabelSize
    title: str
    name: str
    number: str
    about: tuple[str, ...]
    allergy: str
    told: str  # beside the headline: of a denial its date; what it does not mean
    allergens: tuple[tuple[str, tuple[str, ...]], ...]
    loud: bool
    foot: tuple[str, ...]
    synthetic: bool
    emergency: bool = False


def patient_label(pen: Pen, printing: Printing, size: LabelSize, *, sandbox: bool) -> PatientLabel:
    """The label of an open record. ``pen`` must have been given nothing that may not be printed."""
    say, verdict = pen.say, pen.finding.verdict
    born = say("born {date}", date=pen.speech.when(pen.birth)) if pen.birth else ""
    return PatientLabel(
        size=size,
        title=say("Patient label"),
        name=printing.name,
        number=hospital_number(pen.record.persons, printing.post.hcode),
        about=tuple(filter(None, (sex_of(pen), age_words(pen) if pen.birth else "", born))),
        allergy=_headline(pen),
        told=_told(pen),
        allergens=tuple(_allergens(pen)),
        loud=verdict in (AllergyVerdict.ALLERGIC, AllergyVerdict.CONFLICT),
        foot=tuple(_foot(pen, printing, size)),
        synthetic=sandbox,
        emergency=printing.emergency,
    )


def _headline(pen: Pen) -> str:
    """As everywhere; of a conflict in fewer words, so that the names have room."""
    if pen.finding.verdict is AllergyVerdict.CONFLICT:
        return pen.say("Allergic (conflicting data)")
    return allergy_block(pen).headline


def _told(pen: Pen) -> str:
    """Who denied it and when, for that ages; and that silence is no denial."""
    finding = pen.finding
    if finding.verdict is AllergyVerdict.DENIED:
        return _denied(pen, finding.denials[0])
    if finding.verdict is AllergyVerdict.NOT_FOUND:
        return pen.say("ask the patient")
    return ""


def _denied(pen: Pen, row: Allergy) -> str:
    """(ผู้ป่วย 12 มี.ค. 2563, 6 ปี 8 เดือนก่อน) ถามซ้ำ: a sticker is read long after it was printed."""
    here = "แห่งนี้" in row.informant  # read elsewhere it would be the reader's own
    who = informant_name(pen, row.informant) if row.informant and not here else informant(pen, row)
    told = ", ".join(filter(None, (f"{who} {pen.date(row.when)}", ago(pen, row.when))))
    return f"({told}) {pen.say('ask again')}"


def _allergens(pen: Pen) -> Iterator[tuple[str, tuple[str, ...]]]:
    finding, say = pen.finding, pen.say
    kinds: tuple[tuple[str, tuple[Allergen, ...]], ...] = (
        ("", tuple(finding.drugs)), (say("Food allergy"), tuple(finding.foods)),
        (say("Other allergy"), tuple(finding.others)),
    )  # fmt: skip
    for kind, allergens in kinds:
        if allergens:
            yield kind, tuple(allergen.name or say("Nothing written") for allergen in allergens)


def _foot(pen: Pen, printing: Printing, size: LabelSize) -> Iterator[str]:
    """Whose number it is, how old the data are, who had answered; where there is room, the log's reference."""
    say, ledger = pen.say, pen.ledger
    yield printing.post.facility
    yield say(
        "as of {moment}", moment=f"{pen.speech.day(printing.as_of.date())} {pen.speech.clock(printing.as_of)}"
    )
    if ledger.lines and not ledger.complete:
        yield say("Answered {n} of {m} facilities", n=ledger.spoken, m=len(ledger.lines))
    if printing.reference and size is LabelSize.LARGE:
        yield say("reference {number}", number=printing.reference)
