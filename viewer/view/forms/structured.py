"""ใบส่งต่อผู้ป่วย, layout B: the structured form of referral systems, with its eight numbered items.

Fields and their order are those of the electronic form in use; what the record does not know and nobody wrote is a
line or a box.
"""

from viewer.signin.roles import REFERRAL_B
from viewer.view.allergies import allergies
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Remark,
    Rows,
    Ruled,
    Signatures,
    Tick,
    Ticks,
    Told,
)
from viewer.view.forms.head import address, hospital_number, phone_of, sex_of
from viewer.view.forms.referring import (
    REASONS,
    URGENCIES,
    Said,
    coded_ticks,
    form_of,
    going_along,
    legend,
    line,
    medicines,
    sender,
    vitals,
    written,
)
from viewer.view.imprint import Printing
from viewer.view.pen import Pen, row_key
from viewer.view.persons import age_words
from viewer.view.problems import problem_rows
from viewer.view.procedures import procedures
from viewer.view.sheet import Cell, Letter, Row, Section, Tone
from viewer.view.silence import silence

_FIVE = ("1", "2", "3", "4", "5")


def structured(letter: Letter, pen: Pen, printing: Printing, said: Said) -> Form:
    """The form with everything the letter shows."""
    parts = (
        *_transfer(letter, pen, printing, said),
        *_story(letter, pen, said),
        Heading(pen.say("Vital signs")),
        vitals(pen, said),
        *((Remark(letter.results_note),) if letter.results_note else ()),
        *written(letter, pen),
        *_tables(letter, pen),
        Heading(pen.say("Medicines")),
        *medicines(pen, letter),
        *going_along(letter, pen),
        legend(pen, letter),
        Signatures((sender(pen, letter),)),
    )
    title = pen.say("Referral form, structured")
    return form_of(letter, printing.house, REFERRAL_B, title, _person(pen, printing), parts)


def _person(pen: Pen, printing: Printing) -> tuple[Block, ...]:
    say, birth = pen.say, pen.birth
    return (
        Heading(say("Particulars of the patient")),
        Filled(
            (
                line(say("Citizen id"), printing.citizen_id),
                line(say("title, given name, family name"), printing.name),
                line("\n" + say("sex"), sex_of(pen)),
                line(say("born on"), pen.speech.when(birth) if birth else ""),
                line(say("age"), age_words(pen) if birth else ""),
                line("HN", hospital_number(pen.record.persons, printing.post.hcode)),
                line(say("telephone"), phone_of(pen)),
            ),
            70,
        ),
        Filled((*address(pen), line("\n" + say("road")), line(say("place nearby"))), 70),
        Ticks(
            say("Kind of patient"), (Tick(say("new")), Tick(say("known here")), Tick(say("emergency case")))
        ),
        Ticks(say("Department"), (Tick("OPD"), Tick("IPD"))),
    )


def _transfer(letter: Letter, pen: Pen, printing: Printing, said: Said) -> tuple[Block, ...]:
    say, post = pen.say, printing.post
    return (
        Heading(say("Particulars of the transfer")),
        Filled(
            (
                line(say("Number of the referral at the sending facility"), letter.number),
                line(say("Sent on"), letter.sent),
                line("\n" + say("Sending facility"), post.facility),
                line("HCODE", post.hcode),
                line(say("tel."), post.phone),
                line("\n" + say("Receiving facility"), letter.to),
                line("HCODE"),
            ),
            110,
        ),
        Ticks(
            say("Valid"),
            (
                Tick(say("for this treatment only")),
                Tick(say("until a physician finds that the person can return to the sending facility")),
                Tick(say("until the day"), blank=True),
            ),
            below=True,
        ),
        Filled(
            (
                line(say("Coverage"), said.get("coverage", "")),
                line(say("Coverage number"), said.get("coverage-number", "")),
                line(say("registered unit"), said.get("registered", "")),
                line(say("Bill to")),
            ),
            90,
        ),
        coded_ticks(say("Kind of referral"), REASONS, _FIVE, said.get("reason", ""), below=True),
    )


def _story(letter: Letter, pen: Pen, said: Said) -> tuple[Block, ...]:
    """The eight items."""
    say = pen.say
    present = "\n".join(filter(None, (letter.history, letter.examination)))
    urgent = coded_ticks("1. " + say("Urgency"), URGENCIES, _FIVE, said.get("urgency", ""), below=True)
    return (
        urgent,
        *((Remark(letter.urgency, small=False),) if letter.urgency and not said.get("urgency") else ()),
        Told("2. " + say("Past and family history"), said.get("past", "") or letter.past, lines=2),
        Told("3. " + say("History of the present illness"), present, lines=2),
        *((Remark(letter.story),) if letter.story else ()),
        Heading("4. " + say("Important laboratory results")),
        Ruled(letter.results),
        Told("5. " + say("Provisional diagnosis") + " *", "\n".join(letter.diagnoses), lines=2),
        Told("6. " + say("Treatment given so far"), letter.treatment, lines=2),
        Told("7. " + say("Reason for referral") + " *", letter.cause, lines=1),
        Told("8. " + say("Other particulars"), letter.asked, lines=1),
        Ticks(
            say("Notification of a communicable disease"),
            (
                Tick(say("does not have one")),
                Tick(say("has one, notified")),
                Tick(say("has one, not notified yet")),
            ),
        ),
    )


def _tables(letter: Letter, pen: Pen) -> tuple[Block, ...]:
    say = pen.say
    allergy = allergies(pen).sections[0]
    return (
        Heading(say("Operations and procedures (ICD-9-CM)")),
        Ruled(procedures(pen), (20, 14, 22, 44), (2,)),
        Heading(say("Diagnoses (ICD-10)"), say("one principal diagnosis only")),
        Ruled(_diagnoses(letter, pen), (14, 46, 22, 18), (2,)),
        Heading(say("Allergies"), allergy.caption),
        Rows(allergy),
    )


def _diagnoses(letter: Letter, pen: Pen) -> Section:
    """Code and name apart, with the kind to be written: which is the principal one nobody has said."""
    say = pen.say
    shown = " ".join(letter.problems)
    rows = []
    for row in problem_rows(pen):
        name = row.cells[0]
        if f"{name.code} {name.text}".strip() not in shown:
            continue
        source = row.sources[0] if row.sources else None
        where = f"{source.letter or source.facility} {source.date}" if source else ""
        rows.append(
            Row(
                row_key("icd10", row.key),
                (Cell(name.code or "–"), Cell(name.text, tone=Tone.STRONG), Cell(""), Cell(where)),
            )
        )
    columns = ("ICD-10", say("Diagnosis"), say("Kind: principal, comorbid, complication"), say("Source"))
    return Section("icd10", say("Diagnoses (ICD-10)"), columns, tuple(rows),
                   empty=silence(pen.ledger, pen.words, "Condition"))  # fmt: skip
