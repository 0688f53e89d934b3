"""Merged rows in words: from how many sources, by which rule, each as its source sent it; and what keeps rows apart."""

from collections.abc import Iterable

from viewer.base.words import Words
from viewer.record.facts import Fact, Procedure, Vaccine
from viewer.record.story import Joined
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Tone
from viewer.view.telling import tell


def why_joined(pen: Pen, fact: Fact) -> str:
    """รวมจาก 2 แหล่ง: วัคซีนชนิดเดียวกัน วันเดียวกัน เข็มเดียวกัน; "" of a row that stands for itself."""
    joined = pen.record.joined.get(fact.number)
    if joined is None:
        return ""
    places = {member.origin.hcode or member.origin.facility for member in joined.members}
    why = _rules(joined, pen.words)
    if len(places) < 2:
        return pen.say("Joined from {n} rows of one source: {why}", n=len(joined.members), why=why)
    return pen.say("Joined from {n} sources: {why}", n=len(places), why=why)


def facilities(pen: Pen, fact: Fact) -> str:
    """The names of all facilities that tell a row, each once."""
    return ", ".join(dict.fromkeys(map(pen.facility, pen.record.members(fact))))


def places_of(pen: Pen, facts: Iterable[Fact]) -> set[str]:
    """The codes of all facilities that tell these rows."""
    if not pen.record.joined:
        return {fact.origin.hcode for fact in facts}
    return {member.origin.hcode for fact in facts for member in pen.record.members(fact)}


def joined_rows(pen: Pen, fact: Fact) -> tuple[Row, ...]:
    """What opens below a merged row: why it was joined, then every source's row as sent; () of any other."""
    why = why_joined(pen, fact)
    if not why:
        return ()
    members = enumerate(pen.record.members(fact))
    return (_why(pen, fact, why), *(_as_sent(pen, member, place) for place, member in members))


def reasons(pen: Pen, facts: Iterable[Fact]) -> tuple[Row, ...]:
    """The reasons of all merged rows among some whose members are listed anyway."""
    return tuple(_why(pen, fact, why) for fact in facts if (why := why_joined(pen, fact)))


def _why(pen: Pen, fact: Fact, why: str) -> Row:
    return Row(
        key=pen.key(fact, "joined"),
        cells=(Cell(""), Cell(why, tone=Tone.QUIET)),
        sources=pen.sources((fact,)),
    )


def _as_sent(pen: Pen, fact: Fact, place: int) -> Row:
    note = " · ".join(filter(None, (*_of_its_own(pen, fact), fact.note, *pen.remarks(fact))))
    return Row(
        key=pen.key(fact, "member", str(place)),
        cells=(Cell(pen.date(fact.when)), Cell(tell(pen, fact), note=note), Cell(pen.facility(fact))),
        marks=pen.marks(fact),
        sources=(pen.source(fact),),
        day=fact.when.first_day if fact.when else None,
    )


def _of_its_own(pen: Pen, fact: Fact) -> Iterable[str]:
    """What one source may say and another not: that it failed, that it does not protect, and why."""
    if isinstance(fact, Procedure):
        yield fact.outcome
        yield pen.say("Complication: {words}", words=fact.complication) if fact.complication else ""
    if isinstance(fact, Vaccine):
        yield pen.say("the source says: does not protect") if fact.subpotent else ""
        yield fact.reason


def _rules(joined: Joined, words: Words) -> str:
    say, members = words.say, joined.members
    if joined.rule == "same-result":
        timed = all(member.when is not None and member.when.moment for member in members)
        return (
            say("the same test, the same time, the same value")
            if timed
            else say("the same test, the same day, the same value")
        )
    if joined.rule == "same-vaccine":
        numbered = all(isinstance(member, Vaccine) and member.dose_number for member in members)
        return (
            say("the same vaccine, the same day, the same dose")
            if numbered
            else say("the same vaccine, the same day")
        )
    return {
        "same-problem-since": say("the same diagnosis and status, begun at the same time"),
        "same-problem-recorded": say("the same diagnosis and status, recorded on the same day"),
        "same-procedure": say("the same procedure, the same day"),
        "same-allergy": say("the same substance, told alike"),
        "one-supply": say("order, dispense or list of one supply"),
        "relayed-supply": say("the same supply, passed on by another source"),
        "same-report": say("the same examination, the same day, the same conclusion"),
        "same-file": say("the same file, the same day"),
        "same-text": say("the same text, the same day"),
        "same-visit": say("the same visit, passed on by another source"),
    }.get(joined.rule, joined.rule)
