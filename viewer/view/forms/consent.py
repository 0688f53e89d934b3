"""หนังสือแสดงความยินยอม and ประวัติความยินยอม: what was asked, what was granted, to whom, of which facilities, until when.

Both are told from the Consent at the exchange. No clinical row stands on them, and no id: the reference is the audit's.
Neither carries an electronic signature or a code to verify it by. A consent is the patient's act: they sign the paper
by hand, and what holds is the Consent at the exchange. The history is a list of those, and nobody signs it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from viewer.consent.history import ConsentTold
from viewer.exchange.permit import Grant, Permit
from viewer.signin.roles import CONSENT, CONSENT_HISTORY
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Place,
    Remark,
    Ruled,
    Signatures,
    Told,
)
from viewer.view.forms.head import form_about
from viewer.view.imprint import Printing
from viewer.view.pen import Pen, row_key
from viewer.view.relatives import guardians, is_minor, names_line
from viewer.view.sheet import Cell, LetterLine, Row, Section, Tone

_PLACES, _HISTORY = (44, 18, 38), (14, 17, 22, 33, 14)


def consent_form(
    pen: Pen, permit: Permit, told: ConsentTold | None, printing: Printing, *, sandbox: bool
) -> Form:
    """The consent that the open record stands on; ``told`` is the Consent itself, None when it could not be read."""
    say, speech = pen.say, pen.speech
    asked = speech.moment(told.asked) if told is not None and told.asked else ""
    who = " ".join(filter(None, (printing.clinician.name, printing.clinician.licence)))
    parts: tuple[Block, ...] = (
        Heading(say("Who reads, and what for")),
        Filled(
            (
                LetterLine(say("Reader"), who),
                LetterLine("\n" + say("Facility"), printing.post.facility),
                LetterLine("\n" + say("Purpose"), purposes(pen, (permit.purpose,))),
                *_agreed(pen, told),
                LetterLine("\n" + say("Asked on"), asked),
                LetterLine(
                    "\n" + say("The record was opened with it on"), speech.moment(permit.receipt.written)
                ),
                LetterLine("\n" + say("May be read until"), speech.moment(_here(permit.until, printing))),
            ),
            120,
        ),
        Told(say("What may be read"), _every_kind(pen, permit.types)),
        Heading(say("From which facilities")),
        Ruled(_places(pen, permit.grants), _PLACES),
        Heading(say("Rights of the patient")),
        *(Remark(sentence, small=False) for sentence in _rights(pen)),
        Signatures((_signs(pen, told), Place(say("who asked"), (f"({printing.clinician.name})",)))),
    )
    title = say("Consent to share health data")
    return form_about(pen, printing, CONSENT, title, parts, clinical=False, sandbox=sandbox)


def _agreed(pen: Pen, told: ConsentTold | None) -> tuple[LetterLine, ...]:
    """Who agreed, as the Consent says, and of a child who the sources say answers for it; never one for the other."""
    say, by_law = pen.say, guardians(pen)
    lines = []
    if told is not None and told.given_by:
        lines.append(LetterLine("\n" + say("Agreed to by"), ", ".join(told.given_by)))
    if by_law:
        lines.append(LetterLine("\n" + say("Guardian, as the sources say"), names_line(pen, by_law)))
    return tuple(lines)


def _signs(pen: Pen, told: ConsentTold | None) -> Place:
    """Of a child the guardian signs, by name where the Consent says who agreed."""
    if not is_minor(pen):
        return Place(pen.say("patient or who may act for them"))
    names = told.given_by if told is not None else ()
    return Place(pen.say("guardian or legal representative"), tuple(f"({name})" for name in names))


def consent_history(pen: Pen, found: Sequence[ConsentTold], printing: Printing, *, sandbox: bool) -> Form:
    """Every Consent that was asked of this person by who prints, the newest first."""
    say = pen.say
    rows = tuple(_row(pen, one, printing, number) for number, one in enumerate(found))
    section = Section(
        "consents",
        say("Consents"),
        (say("Asked on"), say("State"), say("Purpose, recipient"), say("Facilities, data"), say("Until")),
        rows,
        empty=say("The exchange holds no consent asked for by who prints"),
    )
    limits = say("Only consents whose recipient is who prints: the exchange tells of no others")
    parts: tuple[Block, ...] = (Heading(say("Consents")), Ruled(section, _HISTORY), Remark(limits))
    title = say("History of consents")
    return form_about(pen, printing, CONSENT_HISTORY, title, parts, clinical=False, sandbox=sandbox)


def _every_kind(pen: Pen, types: Iterable[str]) -> str:
    """Every kind by its name: what is consented to is never a number (PDPA section 26)."""
    return ", ".join(dict.fromkeys(pen.kinds.get(name, name) for name in sorted(types)))


def purposes(pen: Pen, codes: Sequence[str]) -> str:
    """v3-ActReason codes in words; a code that has none as it is."""
    say = pen.say
    named = {"TREAT": say("for treatment"), "BTG": say("emergency"), "ETREAT": say("emergency")}
    return " · ".join(dict.fromkeys(named.get(code, code) for code in codes))


def _here(moment: datetime, printing: Printing) -> datetime:
    return moment.astimezone(printing.now.tzinfo)


def _places(pen: Pen, grants: Sequence[Grant]) -> Section:
    say = pen.say
    rows = [
        Row(
            row_key("grant", grant.hcode),
            (
                Cell(grant.name or say("Facility not named"), tone=Tone.STRONG),
                Cell(say("allowed") if grant.permitted else say("not allowed")),
                Cell(_scope(pen, grant)),
            ),
        )
        for grant in grants
    ]
    columns = (say("Facility"), say("Answer"), say("Which data"))
    return Section(
        "grants", say("From which facilities"), columns, tuple(rows), empty=say("No facility is named")
    )


def _scope(pen: Pen, grant: Grant) -> str:
    """Which data of one facility; and of which days, where the consent says so."""
    if not grant.permitted:
        return ""
    say, speech = pen.say, pen.speech
    kinds = _every_kind(pen, grant.types) if grant.types else say("all that was asked for")
    since = say("from {day}", day=speech.day(grant.data_since.date())) if grant.data_since else ""
    until = say("before {day}", day=speech.day(grant.data_until.date())) if grant.data_until else ""
    return " · ".join(filter(None, (kinds, since, until)))


def _rights(pen: Pen) -> tuple[str, ...]:
    """What the law says, as far as it was read (PDPA 26, National Health Act 7), and what the program does."""
    say = pen.say
    return (
        say("Health data are sensitive personal data (PDPA B.E. 2562, section 26) and confidential to the person "
            "(National Health Act B.E. 2550, section 7)"),
        say("The patient may take the consent back at any time; the record is closed at once then"),
        say("Nothing of the record is kept by the program once it is closed; every access is written down"),
    )  # fmt: skip


# --- history


def _row(pen: Pen, one: ConsentTold, printing: Printing, number: int) -> Row:
    say, speech = pen.say, pen.speech
    over = one.until is not None and one.until <= printing.now
    refused = say("not allowed: {names}", names=", ".join(one.refused)) if one.refused else ""
    allowed = ", ".join(name for name in one.permitted if name not in one.refused)
    unread = "" if one.whole else say("Its terms could not be read")
    by = say("agreed to by {names}", names=", ".join(one.given_by)) if one.given_by else ""
    return Row(
        row_key("consent", one.id.reveal(), str(number)),
        (
            Cell(speech.moment(_here(one.asked, printing)) if one.asked else say("not stated")),
            Cell(_state(pen, one, over=over), tone=Tone.STRONG, note=unread or by),
            Cell(purposes(pen, one.purposes), note=" · ".join(one.recipients)),
            Cell(
                " · ".join(filter(None, (allowed, refused))),
                note=_every_kind(pen, one.types) if one.types else "",
            ),
            Cell(speech.moment(_here(one.until, printing)) if one.until else say("not stated")),
        ),
    )


def _state(pen: Pen, one: ConsentTold, *, over: bool) -> str:
    say = pen.say
    if one.status == "active" and over:
        return say("granted, past its time")
    return {
        "active": say("granted, in force"),
        "proposed": say("asked, not answered"),
        "rejected": say("refused"),
        "inactive": say("ended or taken back"),
        "draft": say("draft"),
        "entered-in-error": say("entered in error"),
    }.get(one.status, one.status)
