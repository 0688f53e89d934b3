"""What is sent of a signed form: the same words that stand on its paper, decision by decision."""

from collections.abc import Iterator

from viewer.base.opaque import Opaque
from viewer.signin.people import Clinician, Post
from viewer.view import medicines as told
from viewer.view.pen import Pen
from viewer.view.reconciling.form import Subject
from viewer.view.reconciling.review import Standing, progress, typed_note, waiting
from viewer.view.reconciling.terms import choices, informants, kinds, taken_words
from viewer.visit.reconciliation import ASKED, Choice, Informant, Kind, Reconciliation, Signed
from viewer.writing.reconciliation import Line, Reconciled

_STATUS_SAYS_IT = frozenset({Choice.STOP, Choice.HOLD, Choice.SWITCH})


def reconciled(
    subject: Subject, value: Reconciliation, signed: Signed, patient: Opaque, who: Clinician, post: Post
) -> Reconciled:
    """Every decision that stands; what is not decided is told in a note."""
    pen, say = subject.printed, subject.printed.say
    found = [one for one in subject.standings(value) if one.needed or one.entry is not None]
    lines = [line for one in found if one.decided for line in _lines(pen, one)]
    return Reconciled(
        form=signed.form,
        title=say("Medication reconciliation record"),
        code=say("Medication reconciliation"),
        patient=patient,
        author=post.id,
        practitioner=who.fhir_user,
        author_name=f"{signed.name} {signed.licence}".strip(),
        when=signed.when,
        lines=tuple(lines),
        told=value.informant is Informant.PATIENT,
        notes=tuple(filter(None, (*_notes(pen, found, value), waiting(pen)))),
    )


def _lines(pen: Pen, one: Standing) -> Iterator[Line]:
    entry, say, named = one.entry, pen.say, choices(pen.words)
    assert entry is not None  # noqa: S101 - it is decided
    assert entry.decision is not None  # noqa: S101 - it is decided
    choice, extra = entry.decision.choice, one.extra
    notes = [
        # Readers tell why something is stopped or held; of the other states many show the notes alone.
        ""
        if choice in _STATUS_SAYS_IT
        else f"{say('Consideration')}: {' · '.join(filter(None, (named[choice], entry.reason)))}",
        say("last taken {when}", when=taken_words(pen.speech, entry.taken)) if entry.taken else "",
        say("instead: {name}", name=entry.instead) if entry.instead else "",
        told.clash_note(pen, one.course) if one.course is not None and not entry.dose else "",
    ]
    if extra is not None:
        where = say("source: {place}", place=extra.source) if extra.source else ""
        notes += [kinds(pen.words)[extra.kind], where, typed_note(pen, extra)]
    yield Line(
        choice=choice.value,
        said=named[choice],
        name=one.medicine.name,
        codings=_codings(one),
        reason=entry.reason,
        dose=entry.dose or _dose(pen, one),
        notes=tuple(filter(None, notes)),
    )
    if choice is Choice.SWITCH and entry.instead:
        why = say("instead of {name}", name=one.medicine.name)
        typed = say("Name as typed, not chosen from a list")
        yield Line(Choice.START.value, named[Choice.START], entry.instead, notes=(why, typed))


def _codings(one: Standing) -> tuple[tuple[str, str, str], ...]:
    """The codes as sent, where all that is taken now carries the same: several strengths are not one product."""
    if one.course is None:
        return ()
    sent = {supply.drug.concept.codings for supply in one.course.now}
    if len(sent) != 1:
        return ()
    return tuple((coding.system, coding.code, coding.display) for coding in next(iter(sent)) if coding.code)


def _dose(pen: Pen, one: Standing) -> str:
    """How it is taken, verbatim where one text was sent."""
    if one.course is None:
        return one.extra.how if one.extra else ""
    texts = {dose.text for supply in one.course.now for dose in supply.doses}
    if len(texts) == 1 and (text := next(iter(texts))):
        return text
    return told.dose_of(pen, one.course) if any(supply.doses for supply in one.course.now) else ""


def _notes(pen: Pen, found: list[Standing], value: Reconciliation) -> Iterator[str]:
    say, named = pen.say, kinds(pen.words)
    yield progress(pen, found)
    if value.informant is not Informant.NOT_SAID:
        yield say("Informant: {who}", who=informants(pen.words)[value.informant])
    undecided = [one.medicine.name for one in found if one.open]
    if undecided:
        yield say("Not decided: {names}", names=" · ".join(undecided))
    told_of: set[Kind] = {one.extra.kind for one in found if one.extra is not None}
    for kind in ASKED:
        if kind in value.denied and kind not in told_of:
            yield say("{kind}: none, says the informant", kind=named[kind])
