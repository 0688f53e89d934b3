"""Rows read by the table, told: their name with whatever negates it, their lines, their parts."""

from collections.abc import Iterable, Iterator

from viewer.record.facts import Dose
from viewer.record.others import Line, Other, Part, Pointed, Said
from viewer.record.values import Concept, Precision, Quantity, Range, Span, When
from viewer.view.other_words import NEGATING, state_word
from viewer.view.pen import Pen

_TIMED = frozenset({"Appointment", "AppointmentResponse"})  # their time of day matters as much as their day


def tell_other(pen: Pen, fact: Other) -> str:
    """What a row is, in one line; what forbids or negates it stands before it."""
    words = fact.words or pen.kind(fact)
    if fact.origin.type == "FamilyMemberHistory" and fact.concept:
        words = relation_words(pen, fact.concept)
    if "deny" in fact.values("decision"):
        if matters := ", ".join(value_words(pen, "matter", one) for one in fact.values("matter")):
            words = f"{words} ({matters})"
        exceptions = any(part.kind == "exception" for part in fact.parts)
        words = (
            pen.say("Not permitted except as listed: {what}", what=words)
            if exceptions
            else pen.say("Not permitted: {what}", what=words)
        )
    return negated(pen, words, fact.status, forbidden=fact.forbidden)


def negated(pen: Pen, words: str, status: str, *, forbidden: bool) -> str:
    """Words that nobody can read as their opposite."""
    if forbidden:
        words = pen.say("Not to be done: {what}", what=words)
    if status in NEGATING:
        return pen.say("{state}: {what}", state=pen.of_others.states[status], what=words)
    return words


def dated(pen: Pen, fact: Other) -> str:
    """The row's date as precise as it was sent; of an appointment with its time."""
    when = fact.when
    if when is not None and fact.origin.type in _TIMED and when.precision is Precision.INSTANT:
        return pen.speech.when(when, time=True)
    return pen.date(when)


def until(pen: Pen, fact: Other) -> str:
    """The last day of what lasts longer than one."""
    end, start = fact.end, fact.when
    if end is None or not end.raw or (start is not None and end.first_day == start.first_day):
        return ""
    if end.flaw == "open-end":
        return pen.date(end)
    return pen.say("until {date}", date=pen.date(end))


def line_words(pen: Pen, lines: Iterable[Line]) -> Iterator[str]:
    """Each line as "label: values"."""
    for line in lines:
        values = ", ".join(filter(None, (value_words(pen, line.label, value) for value in line.values)))
        if values:
            yield pen.say(
                "{label}: {value}", label=pen.of_others.labels.get(line.label, line.label), value=values
            )


def value_words(pen: Pen, label: str, value: Said) -> str:
    """One value; a code of FHIR's own in words."""
    match value:
        case Span():
            return span_words(pen, value)
        case Dose():
            return pen.speech.dose((value,))
        case Pointed():
            return _pointed(pen, value.type)
        case When():
            return pen.speech.when(value, time=True)
        case Concept() if label == "relationship":
            return relation_words(pen, value)
        case Concept() if label == "sex":
            code = next((c.code for c in value.codings if c.code in _SEXES), "")
            return pen.speech.sex(code) if code else value.words
        case Quantity() | Range() if label in _AGES and (age := _years(value)):
            return pen.speech.when(When(age, flaw="age"))
        case Concept():
            known = pen.of_others.codes.get(label, {})
            return next((known[c.code] for c in value.codings if c.code in known), value.words)
        case str():
            return (
                pen.speech.sex(value)
                if label == "sex"
                else pen.of_others.codes.get(label, {}).get(value, value)
            )
        case _:
            return pen.speech.value(value)


_SEXES = frozenset({"male", "female", "other", "unknown"})
_AGES = frozenset({"age", "onset", "deceased"})


def _years(value: Quantity | Range) -> str:
    """An age as ``When`` keeps one ("69 a"); "" of an amount whose unit is none of time."""
    ends = [value] if isinstance(value, Quantity) else [value.low, value.high]
    told = [end for end in ends if end is not None and end.value is not None]
    if len(told) != len(ends) or any(end.code not in _OF_TIME for end in told):
        return ""
    return f"{'-'.join(f'{end.comparator}{end.value}' for end in told)} {told[-1].code}"


_OF_TIME = frozenset({"a", "mo", "wk", "d"})


def relation_words(pen: Pen, relation: Concept) -> str:
    """มารดา, ญาติใกล้ชิด: the source's own words first, and its code where that says something else."""
    known = pen.of_others.codes["relationship"]
    coded = (
        known.get(one.code) or ("" if relation.text else one.display or one.code) for one in relation.codings
    )
    told = (relation.text, *coded)
    return ", ".join(dict.fromkeys(filter(None, told)))


def _pointed(pen: Pen, type_: str) -> str:
    """What only its type is known of."""
    if type_ == "Patient":
        return pen.say("the patient")
    return pen.say(
        "{kind} (the source does not name it)", kind=pen.kinds.get(type_, type_) or pen.say("a row")
    )


def span_words(pen: Pen, span: Span) -> str:
    """13 ก.ค. 2563 ถึง …; open ends are told as such."""
    if span.end is not None and span.end.flaw == "open-end":
        begins = (span_words(pen, Span(span.start)),) if span.start else ()
        return ", ".join((*begins, pen.date(span.end)))
    start = pen.date(span.start) if span.start else ""
    end = pen.date(span.end) if span.end else ""
    if start and end:
        return start if start == end else pen.say("{start} to {end}", start=start, end=end)
    return pen.say("from {date}", date=start) if start else pen.say("until {date}", date=end)


def part_words(pen: Pen, part: Part) -> tuple[str, str]:
    """A part's name and what it says; a question without an answer says so."""
    words = ", ".join(filter(None, (value_words(pen, part.kind, value) for value in part.words)))
    kind = pen.of_others.parts.get(part.kind, part.kind)
    named = negated(pen, words or kind, part.status, forbidden=part.forbidden)
    state = ""
    if part.status and part.status not in NEGATING:
        state = state_word(part.status, pen.words, pen.of_others.states)
    if part.kind == "item":
        answers = [value_words(pen, "answer", value) for line in part.lines for value in line.values]
        return named, ", ".join(filter(None, answers))
    when = pen.speech.when(part.when, time=True) if part.when else ""
    return named, " · ".join(filter(None, (when, state, *line_words(pen, part.lines))))
