"""แบบบันทึกการประสานรายการยา in words: every medicine with its sources, what was decided, by whom and when.

What nobody decided or noted is a dotted line to write on. Restricted rows that were opened are left out unless they
were chosen to be printed; unsigned it is a draft, and a draft it is again when the record changed since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from viewer.exchange.ledger import Ledger
from viewer.record.courses import concerns_today
from viewer.record.facts import Fact
from viewer.record.story import Record
from viewer.safety.reference import Reference
from viewer.signin.roles import RECONCILIATION
from viewer.view import medicines as told
from viewer.view.allergy_words import allergy_block
from viewer.view.band import beware, beware_word, caution_rows, still_asking
from viewer.view.discretion import printable
from viewer.view.findings_on_paper import level_phrases, rows_named
from viewer.view.imprint import Printing, imprint
from viewer.view.issuing import issuer
from viewer.view.letter_medicines import supplied
from viewer.view.pen import Pen
from viewer.view.reconciling.review import Cases, Standing, cases, progress, standings, typed_note
from viewer.view.reconciling.terms import choices, informants, kinds, notes_of, taken_words
from viewer.view.reconciling.warned import apart, rules_said, warned
from viewer.view.sheet import AllergyBlock, Cell, Proof, Row, Section, Tone
from viewer.view.silence import silence
from viewer.visit.reconciliation import ASKED, Informant, Reconciliation


@dataclass(frozen=True, slots=True)
class MedicinesForm:
    """The form, ready to be set on paper. Everything is worded already."""

    title: str
    facility: str
    facility_lines: tuple[str, ...]
    running_head: str
    allergy: AllergyBlock | None  # None: nothing of the record is at hand any more
    remarks: tuple[str, ...]
    strong: tuple[str, ...]  # phrases of remarks and footer that are set bold
    medicines: Section
    others: Section  # bought, herbs, from elsewhere, begun today
    legend: tuple[str, ...]
    signer: tuple[str, ...]  # who signed, and when; () = a line to sign on
    draft: bool
    footer: tuple[str, ...]
    synthetic: bool = False
    emergency: bool = False  # the record was opened for one
    findings: tuple[
        str, ...
    ] = ()  # below the medicines: what the rules say of none of them, how far the check went
    crest: bytes = field(default=b"", repr=False)
    number: str = ""  # of the form itself, as the site counts its forms
    sealed: tuple[str, ...] = ()  # what is printed where it will be signed electronically
    proof: Proof | None = None  # None: nothing is said of it


@dataclass(frozen=True, slots=True)
class Subject:
    """Two pens on one record: what was seen while deciding, and what may be printed of it."""

    seen: Pen
    printed: Pen
    opened: bool  # restricted rows that were opened are printed too

    @classmethod
    def of(cls, pen: Pen, record: Record, *, opened: bool) -> "Subject":
        """``record`` is the whole one, as the pen was given it. What is about to be dispensed is seen, and on no
        paper: nobody takes it yet."""
        if not (record.hidden or pen.hidden or pen.proposals):
            return cls(pen, pen, opened=False)
        opened = opened and any(row.opened for row in record.hidden)
        return cls(pen, paper_pen(pen, record, opened=opened), opened)

    def cases(self, value: Reconciliation) -> Cases:
        """The medicines as they were seen."""
        return cases(self.seen, value.own)

    def standings(self, value: Reconciliation) -> list[Standing]:
        """Judged by what was seen, told by what may be printed."""
        judged = standings(self.cases(value), value)
        if self.seen is self.printed:
            return list(judged)
        shown = {one.medicine.key: one.course for one in cases(self.printed, value.own).courses}
        found = []
        for one in judged:
            if one.course is None:
                found += [] if one.medicine.restricted else [one]
            elif one.medicine.key in shown:
                found.append(replace(one, course=shown[one.medicine.key]))
        return found


def paper_pen(pen: Pen, record: Record, *, opened: bool) -> Pen:
    """A pen for paper: of ``record`` only what may be printed, nothing that is about to be dispensed; all else is as
    the pen has it."""
    desk = Reference(pen.formulary, pen.book)
    return Pen(
        printable(record, opened=opened), pen.ledger, pen.today, pen.words, desk, pen.dismissals,
        breast_feeding=pen.breast_feeding,
    )  # fmt: skip


def medicines_form(
    subject: Subject, value: Reconciliation, printing: Printing, *, sandbox: bool
) -> MedicinesForm:
    """The form of an open record."""
    pen, say = subject.printed, subject.printed.say
    found = [one for one in subject.standings(value) if one.needed or one.entry is not None]
    foot = imprint(pen, printing, opened=subject.opened)
    changed = value.signed is not None and value.signed.seen != subject.cases(value).seen
    stale = " · ".join(one.medicine.name for one in found if one.stale)
    loud = [
        *filter(None, (still_asking(pen),)),
        *([say("New data came after it was signed: look through it again")] if changed else []),
        *([say("Data changed after the decision: {names}", names=stale)] if stale else []),
    ]
    issued = issuer(printing.post, printing.house, pen.words)
    aside = apart(pen, [one.course for one in found if one.course])
    return MedicinesForm(
        title=say("Medication reconciliation record"),
        facility=issued.name,
        facility_lines=issued.lines,
        crest=issued.crest,
        number=printing.house.number(RECONCILIATION),
        running_head=foot.header,
        allergy=allergy_block(pen, paper=True),
        remarks=(" · ".join((progress(pen, found), _informant(pen, value))), *loud, beware(pen)),
        strong=(*foot.strong, *loud, beware_word(pen), *level_phrases(pen, aside)),
        medicines=_medicines(pen, [one for one in found if one.extra is None]),
        findings=rules_said(pen, aside, opened=subject.opened),
        others=_others(pen, [one for one in found if one.extra is not None], value),
        legend=_legend(pen, found, (*rows_named(aside), *caution_rows(pen))),
        signer=_signer(pen, value) if not changed else (),
        draft=value.signed is None or changed,
        footer=foot.footer,
        synthetic=sandbox,
        emergency=printing.emergency,
    )


def kept_form(
    pen: Pen, value: Reconciliation, printing: Printing, *, head: str, sandbox: bool
) -> MedicinesForm:
    """The form of a record that is closed because its consent ended: what the clinician wrote, and nothing else."""
    empty = Pen(Record(), Ledger(), pen.today, pen.words)
    found = [
        one if one.extra else replace(one, needed=True)
        for one in standings(cases(empty, value.own), value)
        if not one.medicine.restricted
    ]
    form = medicines_form(Subject(empty, empty, opened=False), Reconciliation(), printing, sandbox=sandbox)
    why = pen.say("The consent has ended: only what the reviewer wrote is here, and nothing of the record")
    return replace(
        form,
        running_head=head,
        allergy=None,
        remarks=(why, _informant(pen, value)),
        strong=(*form.strong, why),
        medicines=_medicines(empty, [one for one in found if one.extra is None], kept=True),
        findings=(),
        others=_others(empty, [one for one in found if one.extra is not None], value),
        signer=_signer(pen, value),
        draft=value.signed is None,
        footer=(why, form.footer[-1]),
    )


def _informant(pen: Pen, value: Reconciliation) -> str:
    named = informants(pen.words)[value.informant]
    return named if value.informant is Informant.NOT_SAID else pen.say("Informant: {who}", who=named)


def _medicines(pen: Pen, found: Sequence[Standing], *, kept: bool = False) -> Section:
    say = pen.say
    past = sum(not concerns_today(course, pen.today) for course in pen.courses)
    past -= sum(one.course is not None and not one.needed for one in found)
    return Section(
        name="reconciled",
        title=say("Medicines of the record"),
        columns=_columns(pen),
        rows=tuple(_row(pen, one, number, kept) for number, one in enumerate(found, 1)),
        footer=say("{n} more medicines used before or stopped are not printed here", n=past) if past else "",
        empty=say("Nothing written") if kept else silence(pen.ledger, pen.words, *told.TYPES),
    )


def _columns(pen: Pen) -> tuple[str, ...]:
    say = pen.say
    return (
        "",
        say("Medicine, strength"),
        say("How taken, as sent"),
        say("Source · date · quantity"),
        say("Last taken"),
        say("Consideration"),
    )


def _row(pen: Pen, one: Standing, number: int, kept: bool) -> Row:
    course = one.course
    if course is None:
        gone = "" if kept else pen.say("Not in the list any more")
        cells = (Cell(one.medicine.name, note=gone, tone=Tone.STRONG), Cell("–"), Cell("–"))
        return Row(one.medicine.key, (Cell(str(number)), *cells, *_decided(pen, one)))
    extras, beside = [mark.word for mark in told.course_marks(pen, course)], list(warned(pen, course))
    taken, choice = _decided(pen, one)
    if choice.text:  # beside what was decided; else with the name, for the cell is a line to write on
        choice = Cell(choice.text, note="\n".join(filter(None, (choice.note, *beside))), tone=choice.tone)
    else:
        extras += beside
    cells = (
        Cell(told.full_name(pen, course), note=" · ".join(extras), tone=Tone.STRONG),
        Cell(told.dose_of(pen, course, between="\n"), note=told.clash_note(pen, course)),
        Cell("\n".join(supplied(pen, course, why=True))),
    )
    return Row(
        one.medicine.key,
        (Cell(str(number)), *cells, taken, choice),
        sources=pen.sources(course.supplies),
    )


def _decided(pen: Pen, one: Standing) -> tuple[Cell, Cell]:
    """Last taken, and the choice with its reason; empty = a line to write on."""
    entry = one.entry
    if entry is None:
        return Cell(""), Cell("")
    taken = Cell(taken_words(pen.speech, entry.taken))
    notes = list(notes_of(pen.words, entry))
    if entry.decision is None:
        return taken, Cell("", note=" · ".join(notes))
    if one.stale and (one.course is not None or one.extra is not None):
        was = pen.say("before: {choice}", choice=choices(pen.words)[entry.decision.choice])
        note = " · ".join((pen.say("Data changed after the decision"), was, *notes))
        return taken, Cell(pen.say("Not decided"), note=note)
    return taken, Cell(choices(pen.words)[entry.decision.choice], note=" · ".join(notes), tone=Tone.STRONG)


def _others(pen: Pen, found: Sequence[Standing], value: Reconciliation) -> Section:
    """What the patient told and what is begun today; under it what was asked for, and what was not."""
    say, named = pen.say, kinds(pen.words)
    rows = []
    for number, one in enumerate(found, 1):
        extra = one.extra
        assert extra is not None  # noqa: S101 - the caller looked
        name = Cell(
            extra.name,
            note=" · ".join(filter(None, (named[extra.kind], typed_note(pen, extra)))),
            tone=Tone.STRONG,
        )
        cells = (Cell(str(number)), name, Cell(extra.how), Cell(extra.source), *_decided(pen, one))
        rows.append(Row(extra.key, cells))
    told_of = {one.extra.kind for one in found if one.extra is not None}
    asked = [
        say("{kind}: none, says the informant", kind=named[kind])
        if kind in value.denied
        else say("{kind}: not noted whether it was asked", kind=named[kind])
        for kind in ASKED
        if kind not in told_of
    ]
    return Section(
        name="told",
        title=say("Bought, herbs, from elsewhere, new"),
        columns=_columns(pen),
        rows=tuple(rows),
        footer=" · ".join(asked),
    )


def _legend(pen: Pen, found: Iterable[Standing], named: Iterable[Fact]) -> tuple[str, ...]:
    """The facilities whose letters stand on the form, with their telephones."""
    supplies = (supply for one in found if one.course for supply in one.course.supplies)
    used = set(pen.badges((*supplies, *named)))
    return tuple(
        " · ".join(filter(None, (f"{line.letter} {line.facility.name}", line.facility.phone)))
        for line in pen.ledger.lines
        if line.letter in used
    )


def _signer(pen: Pen, value: Reconciliation) -> tuple[str, ...]:
    signed = value.signed
    if signed is None:
        return ()
    licence = pen.say("licence {number}", number=signed.licence) if signed.licence else ""
    return (
        f"({signed.name})",
        " · ".join(filter(None, (licence, signed.facility))),
        pen.say("signed in the program {moment}", moment=pen.speech.moment(signed.when)),
    )
