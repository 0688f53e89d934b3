"""ใบส่งต่อผู้ป่วย, layout B: the structured form of referral systems, with its eight numbered items.

Fields and their order are those of the electronic form in use; what the record does not know and nobody wrote is a
line or a box.
"""

from collections.abc import Iterable

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
from viewer.view.forms.referring import (
    REASONS,
    URGENCIES,
    Said,
    coded_ticks,
    form_of,
    going_along,
    line,
    medicines,
    sender,
    vitals,
    written,
)
from viewer.view.imprint import Printing
from viewer.view.letter_results import omitted_words
from viewer.view.letter_story import open_problems
from viewer.view.particulars import address, hospital_number, phone_of, sex_of
from viewer.view.pen import Pen, row_key
from viewer.view.persons import age_words
from viewer.view.procedures import procedures
from viewer.view.referring.codes import COMORBID, COMPLICATION, PRINCIPAL, role_words
from viewer.view.referring.data import diagnoses_in
from viewer.view.referring.doubts import icd_codes
from viewer.view.sheet import Cell, Letter, LetterLine, Row, Section, Tone
from viewer.view.silence import silence

_FIVE = ("1", "2", "3", "4", "5")
_PLACED = frozenset(
    {
        "principal", "comorbid", "complication", "procedure", "procedure-code", "procedure-at", "anaesthesia", "nearby",
        "seen", "department", "notified", "bill-to", "valid", "valid-until", "valid-times",
    }
)  # fmt: skip


def structured(letter: Letter, pen: Pen, printing: Printing, said: Said) -> Form:
    """The form with everything the letter shows."""
    parts = (
        *_transfer(letter, pen, printing, said),
        *_story(letter, pen, said),
        Heading(pen.say("Vital signs")),
        *vitals(pen, said),
        *written(letter, pen, _PLACED),
        *_tables(letter, pen, said),
        *medicines(pen, letter),
        *going_along(letter, pen, said),
        Signatures((sender(pen, letter),), letter.legend),
    )
    title = pen.say("Referral form, structured")
    opening = _person(pen, printing, said)
    return form_of(letter, printing.house, REFERRAL_B, title, opening, parts)


def _person(pen: Pen, printing: Printing, said: Said) -> tuple[Block, ...]:
    say, birth = pen.say, pen.birth
    number = said.get("hn", "") or hospital_number(pen.record.persons, printing.post.hcode)
    return (
        Heading(say("Particulars of the patient")),
        Filled(
            (
                line(say("Citizen id"), printing.citizen_id),
                line(say("title, given name, family name"), printing.name),
                line("\n" + say("sex"), sex_of(pen)),
                line(say("born on"), pen.speech.when(birth) if birth else ""),
                line(say("age"), age_words(pen) if birth else ""),
                line("HN", number),
                line(say("telephone"), said.get("phone", "") or phone_of(pen)),
            ),
            70,
        ),
        Filled((*address(pen, said.get("address", "")), *_road(pen, said)), 70),
        _one_of(
            say("Kind of patient"),
            said.get("seen", ""),
            (("new", say("new")), ("known", say("known here")), ("emergency", say("emergency case"))),
        ),
        _one_of(say("Department"), said.get("department", ""), (("AMB", "OPD"), ("IMP", "IPD"))),
    )


def _road(pen: Pen, said: Said) -> tuple[LetterLine, ...]:
    """An address that is known stands in one piece: the road is in it."""
    nearby = line(pen.say("place nearby"), said.get("nearby", ""))
    known = said.get("address", "") or any(one.address for one in pen.record.persons)
    return (nearby,) if known else (line("\n" + pen.say("road")), nearby)


def _one_of(label: str, chosen: str, choices: Iterable[tuple[str, str]]) -> Ticks:
    """Boxes of which one is ticked."""
    return Ticks(label, tuple(Tick(text, code == chosen) for code, text in choices))


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
                line("\n" + say("Receiving facility"), said.get("to", "") or letter.to),
                line("HCODE", said.get("to-code", "")),
            ),
            110,
        ),
        *_validity(pen, said),
        Filled(
            (
                line(say("Coverage"), " ".join(filter(None, map(said.get, ("coverage-type", "coverage"))))),
                line(say("Coverage number"), said.get("coverage-number", "")),
                line(say("registered unit"), said.get("registered", "")),
                line(say("Bill to"), said.get("bill-to", "")),
            ),
            90,
        ),
        coded_ticks(say("Kind of referral"), REASONS, _FIVE, said.get("reason", "")),
    )


def _validity(pen: Pen, said: Said) -> tuple[Block, ...]:
    """How long it holds. A day that was written ticks its box where nothing else was chosen."""
    say, chosen, day, times = (
        pen.say,
        said.get("valid", ""),
        said.get("valid-until", ""),
        said.get("valid-times", ""),
    )
    until_return = say("until a physician finds that the person can return to the sending facility")
    choices = (
        Tick(say("for this treatment only"), chosen == "treatment"),
        Tick(until_return, chosen == "return"),
        Tick(say("until the day"), chosen == "until" or bool(day and not chosen), blank=True, said=day),
    )
    visits = (Filled((line(say("Valid for at most"), times),)),) if times else ()
    return (Ticks(say("Valid"), choices), *visits)


def _story(letter: Letter, pen: Pen, said: Said) -> tuple[Block, ...]:
    """The eight items."""
    say = pen.say
    present = "\n".join(filter(None, (letter.chief, letter.history, letter.examination)))
    others = "\n".join(filter(None, (letter.asked, letter.other)))
    urgent = coded_ticks("1. " + say("Urgency"), URGENCIES, _FIVE, said.get("urgency", ""))
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
        Told("8. " + say("Other particulars"), others, lines=1),
        _one_of(
            say("Notification of a communicable disease"),
            said.get("notified", ""),
            (
                ("none", say("does not have one")),
                ("notified", say("has one, notified")),
                ("not-yet", say("has one, not notified yet")),
            ),
        ),
    )


def _tables(letter: Letter, pen: Pen, said: Said) -> tuple[Block, ...]:
    say = pen.say
    allergy = allergies(pen).sections[0]
    return (
        Heading(say("Operations and procedures (ICD-9-CM)")),
        Ruled(procedures(pen, _done(said)), (20, 14, 22, 44), (0, 1, 2, 3)),
        Heading(say("Diagnoses (ICD-10)"), say("one principal diagnosis only")),
        Ruled(_diagnoses(letter, pen, said), (10, 44, 30, 16), (2,)),
        Heading(say("Allergies"), allergy.caption),
        Rows(allergy),
    )


def _done(said: Said) -> tuple[Row, ...]:
    """The operation of the page: what it lacks is a line to write on."""
    names = ("procedure-at", "procedure-code", "anaesthesia", "procedure")
    if not any(map(said.get, names)):
        return ()
    return (Row(row_key("done", "written"), tuple(Cell(said.get(name, "")) for name in names)),)


def _diagnoses(letter: Letter, pen: Pen, said: Said) -> Section:
    """Code and name apart, with the kind as it was written: of what nobody said which it is, a line to write on."""
    say = pen.say
    kinds, known = _kinds(said), open_problems(pen)
    rows = []
    for row in known:
        if row.key not in letter.problem_keys:
            continue
        name = row.cells[0]
        source = row.sources[0] if row.sources else None
        where = f"{source.letter or source.facility} {source.date}" if source else ""
        rows.append(
            Row(
                row_key("icd10", row.key),
                (Cell(name.code or "–"), Cell(name.text, tone=Tone.STRONG), Cell(kinds.get(name.code, "")),
                 Cell(where)),
            )
        )  # fmt: skip
    told = {row.cells[0].text for row in rows}
    rows[:0] = [_written_diagnosis(letter, code, kind) for code, kind in kinds.items() if code not in told]
    columns = ("ICD-10", say("Diagnosis"), say("Kind: principal, comorbid, complication"), say("Source"))
    return Section("icd10", say("Diagnoses (ICD-10)"), columns, tuple(rows),
                   empty=omitted_words(pen, len(known)) or _none_now(pen))  # fmt: skip


def _none_now(pen: Pen) -> str:
    """Why the record gives no row: what it has is over, or it has none."""
    if pen.record.problems:
        return pen.say("Only diagnoses that are over or ruled out were found")
    return silence(pen.ledger, pen.words, "Condition")


def _kinds(said: Said) -> dict[str, str]:
    """What each code that was written is: โรคหลัก, โรคร่วม, โรคแทรก. Of a code that stands in two places the first."""
    kinds: dict[str, str] = {}
    for name, role in (("principal", PRINCIPAL), ("comorbid", COMORBID), ("complication", COMPLICATION)):
        for code in icd_codes(said.get(name, "")):
            kinds.setdefault(code, role_words(role))
    return kinds


def _written_diagnosis(letter: Letter, code: str, kind: str) -> Row:
    """A code of the page that no row of the record has, with the words that the writer gave it."""
    beside = (one.text for line in letter.diagnoses for one in diagnoses_in(line) if one.icd == code)
    return Row(row_key("icd10", "written", code), (Cell(code), Cell(next(beside, "")), Cell(kind), Cell("")))
