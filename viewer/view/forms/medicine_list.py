"""รายการยาสำหรับผู้ป่วย: what a named clinician confirmed, in plain words, with a table of the times of the day.

Only rows of a signed reconciliation stand here (clinical rulings 12). What was stopped or held stands apart, what
nobody decided is named as such; a time of day or a meal stands in the table only where it is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose, Supply
from viewer.signin.roles import MEDICINE_LIST
from viewer.view import medicines as told
from viewer.view.allergy_words import allergy_block
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Paper,
    Place,
    Remark,
    Ruled,
    Signatures,
)  # fmt: skip
from viewer.view.forms.times import TIMES, times_of_day
from viewer.view.imprint import Printing, imprint
from viewer.view.ingredients import drug_name
from viewer.view.issuing import issuer
from viewer.view.particulars import hospital_number, sex_of
from viewer.view.pen import Pen, row_key
from viewer.view.persons import age_words
from viewer.view.reconciling.form import Subject
from viewer.view.reconciling.review import Standing
from viewer.view.sheet import Cell, LetterLine, Row, Section, Tone
from viewer.visit.reconciliation import Choice, Reconciliation, Signed

_TAKEN = frozenset({Choice.CONTINUE, Choice.RESUME, Choice.START, Choice.DOSE, Choice.SWITCH})
_TIMED_SHARES, _OTHER_SHARES, _STOPPED_SHARES = (48, 13, 13, 13, 13), (38, 62), (50, 50)
_SCALES = {Paper.A4: 1.3, Paper.A5: 1.05}


@dataclass(frozen=True, slots=True)
class _Use:
    """One medicine as its taker holds it: a name on a package, and how it is used."""

    key: str
    name: str
    words: str
    doses: tuple[Dose, ...]
    form: str
    note: str = ""
    loud: bool = False  # the note must not be overlooked
    seldom: bool = False  # not every day: nothing kills like a weekly medicine taken daily


def obstacle(subject: Subject, value: Reconciliation) -> str:
    """Why the list cannot be printed: "unsigned", "changed" since it was signed, "nothing" decided; "" when it can."""
    if value.signed is None:
        return "unsigned"
    if value.signed.seen != subject.cases(value).seen:
        return "changed"
    return "" if any(one.decided for one in subject.standings(value)) else "nothing"


def medicine_list(
    subject: Subject, value: Reconciliation, printing: Printing, *, paper: Paper, sandbox: bool
) -> Form:
    """The list of a signed reconciliation that still stands.

    Raises:
        ValueError: it is not signed, or the record changed since.
    """
    signed = value.signed
    if signed is None or obstacle(subject, value):
        raise ValueError("only what a clinician signed, and still stands, is printed for the patient")
    pen, say = subject.printed, subject.printed.say
    mine = replace(printing, citizen_id="")  # a paper that is carried about has no need of it
    foot = imprint(pen, mine, opened=subject.opened)
    return Form(
        code=MEDICINE_LIST,
        number=printing.house.number(MEDICINE_LIST),
        title=say("Medicine list of the patient"),
        subtitle=say("Show it to the doctor and the pharmacist every time"),
        issuer=issuer(printing.post, printing.house, pen.words),
        running_head=foot.header,
        allergy=allergy_block(pen, paper=True),
        opening=(_person(pen, printing),),
        parts=_parts(pen, signed, list(subject.standings(value)), printing),
        footer=foot.footer,
        strong=foot.strong,
        paper=paper,
        scale=_SCALES[paper],
        ask=False,
        synthetic=sandbox,
        emergency=printing.emergency,
    )


def _person(pen: Pen, printing: Printing) -> Filled:
    say, birth = pen.say, pen.birth
    return Filled(
        (
            LetterLine(say("Name"), printing.name),
            LetterLine(say("sex"), sex_of(pen)),
            LetterLine(say("age"), age_words(pen) if birth else ""),
            LetterLine(say("born on"), pen.speech.when(birth) if birth else ""),
            LetterLine("HN", hospital_number(pen.record.persons, printing.post.hcode)),
        ),
        40,
    )


def _parts(pen: Pen, signed: Signed, found: Sequence[Standing], printing: Printing) -> tuple[Block, ...]:
    say = pen.say
    uses = [use for one in found if one.decided and _choice(one) in _TAKEN for use in _uses(pen, one)]
    timed = [use for use in uses if times_of_day(use.doses, use.form)]
    other = [use for use in uses if use.words and not times_of_day(use.doses, use.form)]
    unwritten = [use for use in uses if not use.words]
    held = [one for one in found if one.decided and _choice(one) is Choice.HOLD]
    ended = [one for one in found if one.decided and _choice(one) in (Choice.STOP, Choice.SWITCH)]
    blocks: list[Block] = [Remark(_reviewed(pen, signed), boxed=True)]
    if timed:
        blocks += [Heading(say("Use every day at these times")), Ruled(_timed(pen, timed), _TIMED_SHARES)]
    if other:
        blocks += [Heading(say("Use as written")), Ruled(_others(pen, other), _OTHER_SHARES)]
    if unwritten:
        blocks += [
            Heading(say("How to use these is not written")),
            Ruled(_others(pen, unwritten), _OTHER_SHARES),
        ]
    if held:
        aside = say("do not use it until the doctor says so")
        blocks += [Heading(say("Held for now"), aside), Ruled(_ended(pen, held), _STOPPED_SHARES)]
    if ended:
        blocks += [Heading(say("Stopped, do not use any more")), Ruled(_ended(pen, ended), _STOPPED_SHARES)]
    blocks += _open(pen, found)
    phone = printing.post.phone
    call = say("Questions about the medicines: call {phone}", phone=phone) if phone else ""
    blocks += [
        Remark(" · ".join(filter(None, (say("Not on this list does not mean stopped: ask first"), call))))
    ]
    return (*blocks, Signatures((_reviewer(pen, signed),)))


def _choice(one: Standing) -> Choice | None:
    return one.entry.decision.choice if one.entry and one.entry.decision else None


def _reviewed(pen: Pen, signed: Signed) -> str:
    who = " ".join(filter(None, (signed.name, signed.licence)))
    return pen.say(
        "Looked through by {who}, {place}, {moment}",
        who=who,
        place=signed.facility,
        moment=pen.speech.moment(signed.when),
    )


def _reviewer(pen: Pen, signed: Signed) -> Place:
    licence = pen.say("licence {number}", number=signed.licence) if signed.licence else ""
    who = (f"({signed.name})", licence, signed.facility)
    return Place(pen.say("reviewer"), tuple(filter(None, who)), own=True)


# --- what is used


def _uses(pen: Pen, one: Standing) -> Iterable[_Use]:
    """As many as there are packages: strengths that are taken together are two."""
    entry, say = one.entry, pen.say
    assert entry is not None  # noqa: S101 - it is decided
    choice = _choice(one)
    key = row_key("use", one.medicine.key)
    if choice is Choice.SWITCH:
        name = entry.instead or say("what instead is not written yet")
        yield _typed(pen, key, name, entry.dose, say("instead of {name}", name=one.medicine.name))
    elif entry.dose and len(_strengths(one)) > 1:
        ask = say("Several strengths: ask which one this is for")
        yield _Use(key, one.medicine.name, entry.dose, (), "", ask, loud=True)
    elif entry.dose:
        yield _typed(pen, key, one.medicine.name, entry.dose, _changed(pen, choice))
    elif choice is Choice.DOSE:
        yield _Use(
            key, one.medicine.name, "", (), "", say("new dose not written yet: ask before using"), loud=True
        )
    elif one.extra is not None:
        yield _typed(pen, key, one.extra.name, one.extra.how, "")
    elif one.course is not None:
        yield from _supplied(pen, key, one)


def _strengths(one: Standing) -> set[str]:
    return {supply.drug.strength for supply in one.course.now} if one.course is not None else set()


def _changed(pen: Pen, choice: Choice | None) -> str:
    return pen.say("new dose") if choice is Choice.DOSE else ""


def _typed(pen: Pen, key: str, name: str, how: str, note: str) -> _Use:
    """What a clinician wrote, read as any label is."""
    if how:
        doses = (Dose(text=how),)
        return _Use(key, name, how, doses, name, note, seldom=_seldom(doses, name))
    ask = pen.say("How to use it is not written: ask before using")
    return _Use(key, name, "", (), "", " · ".join(filter(None, (note, ask))), loud=True)


def _supplied(pen: Pen, key: str, one: Standing) -> Iterable[_Use]:
    course = one.course
    assert course is not None  # noqa: S101 - the caller looked
    several = len({strength for strength in _strengths(one) if "/" in strength}) > 1
    liquid = pen.say("Different concentrations: measure by the label of each bottle") if several else ""
    strengths: dict[str, list[Supply]] = {}
    for supply in course.now:
        strengths.setdefault(supply.drug.strength, []).append(supply)
    for strength, supplies in strengths.items():
        name = told.full_name(pen, course) if len(strengths) == 1 else drug_name(pen, supplies[0].drug)
        use = _package(pen, row_key(key, strength), name, supplies)
        yield replace(use, note=liquid, doses=(), loud=True) if liquid else use


def _package(pen: Pen, key: str, name: str, supplies: Sequence[Supply]) -> _Use:
    """Of one strength; where two sources say different things, both stand here and no time does."""
    say = pen.say
    words = dict.fromkeys(plain(pen, supply) for supply in supplies if supply.doses)
    first = next((supply for supply in supplies if supply.doses), supplies[0])
    form = first.drug.form or first.drug.name
    reasons = dict.fromkeys(supply.reason for supply in supplies if supply.reason)
    why = say("for: {reason}", reason=" · ".join(reasons)) if reasons else ""
    if not words:
        return _Use(key, name, "", (), "", say("How to use it is not written: ask before using"), loud=True)
    if len(words) > 1:
        ask = say("The sources say different things: ask before using")
        return _Use(key, name, " / ".join(words), (), "", ask, loud=True)
    return _Use(key, name, next(iter(words)), first.doses, form, why, seldom=_seldom(first.doses, form))


def _seldom(doses: tuple[Dose, ...], form: str) -> bool:
    """Whether it is written for some days only."""
    told_of = [read_regimen((dose,), form) for dose in doses]
    return any(one.weekly or one.days or one.interval > 1 for one in told_of)


def plain(pen: Pen, supply: Supply) -> str:
    """How it is taken without shorthand: what the shorthand reads as, else the words as sent."""
    said = pen.speech.dose(supply.doses, supply.drug.form)
    text = " ".join(supply.doses[0].text.split())
    alone = len(supply.doses) == 1 and pen.speech.reading(text, supply.drug.form)
    return said.removeprefix(f"{text} = ") if alone else said


# --- tables


def _timed(pen: Pen, uses: Sequence[_Use]) -> Section:
    say = pen.say
    meals = {"AC": say("before meal"), "PC": say("after meal"), "C": say("with meal")}
    rows = []
    for use in uses:
        times = times_of_day(use.doses, use.form)
        cells = [
            Cell(times[time].words(pen.speech), note=meals.get(times[time].meal, ""), tone=Tone.STRONG)
            if time in times
            else Cell("–")
            for time in TIMES
        ]
        rows.append(Row(use.key, (_named(use), *cells)))
    columns = (
        say("Medicine and how to use it"), say("morning"), say("noon"), say("evening"), say("bedtime"),
    )  # fmt: skip
    return Section("timed", say("Use every day at these times"), columns, tuple(rows))


def _named(use: _Use) -> Cell:
    return Cell(use.name, note="\n".join(filter(None, (use.words, use.note))), tone=Tone.STRONG)


def _others(pen: Pen, uses: Sequence[_Use]) -> Section:
    say = pen.say
    rows = [
        Row(
            use.key,
            (
                Cell(use.name, note="" if use.loud else use.note, tone=Tone.STRONG),
                _how(pen, use),
            ),
        )
        for use in uses
    ]
    return Section(
        "other", say("Use as written"), (say("Name of the medicine"), say("How to use it")), tuple(rows)
    )


def _how(pen: Pen, use: _Use) -> Cell:
    """In words; loud where it is not written, where sources differ, and where it is not for every day."""
    if not use.words:
        return Cell(use.note, tone=Tone.DOUBT)
    notes = (pen.say("not every day") if use.seldom else "", use.note if use.loud else "")
    return Cell(
        use.words, note=" · ".join(filter(None, notes)), tone=Tone.STRONG if use.seldom else Tone.PLAIN
    )


def _ended(pen: Pen, found: Sequence[Standing]) -> Section:
    say = pen.say
    rows = []
    for one in found:
        entry = one.entry
        instead = say("instead: {name}", name=entry.instead) if entry and entry.instead else ""
        why = " · ".join(filter(None, (instead, entry.reason if entry else "")))
        rows.append(
            Row(row_key("ended", one.medicine.key), (Cell(one.medicine.name, tone=Tone.STRONG), Cell(why)))
        )
    return Section("ended", say("Stopped"), (say("Name of the medicine"), say("Reason")), tuple(rows))


def _open(pen: Pen, found: Sequence[Standing]) -> list[Block]:
    """What is not confirmed: it has no row, and is not to be taken for stopped."""
    say = pen.say
    asked = [one.medicine.name for one in found if one.decided and _choice(one) is Choice.ASK]
    undecided = [one.medicine.name for one in found if one.open]
    told_of: list[Block] = []
    if asked:
        told_of.append(Remark(say("The doctor still has to decide: {names}", names=" · ".join(asked))))
    if undecided:
        told_of.append(Remark(say("Not looked through yet: {names}", names=" · ".join(undecided))))
    return told_of
