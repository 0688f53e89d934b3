"""Particulars of a person as papers have them: sex, telephone, address, hospital number; what nobody knows is empty."""

from collections.abc import Iterable

from viewer.record.facts import Person
from viewer.view.pen import Pen
from viewer.view.sheet import LetterLine


def sex_of(pen: Pen) -> str:
    """In words; of a sex that nobody sent the words for that."""
    return pen.speech.sex(next((one.gender for one in pen.record.persons if one.gender), ""))


def phone_of(pen: Pen) -> str:
    """The first telephone that a source knows; "" without one."""
    return next((phone for one in pen.record.persons for phone in one.phones), "")


def address(pen: Pen, typed: str = "") -> tuple[LetterLine, ...]:
    """The address as it was written here, or as one source wrote it, with the source; else the blanks of the form."""
    say = pen.say
    if typed:
        return (LetterLine("\n" + say("Lives at"), typed),)
    for one in pen.record.persons:
        if one.address:
            return (LetterLine("\n" + say("Lives at"), f"{one.address} ({pen.who(one)})"),)
    labels = (say("House no."), say("moo"), say("tambon"), say("amphoe"), say("province"), say("postcode"))
    return tuple(LetterLine(("\n" if n == 0 else "") + label) for n, label in enumerate(labels))


def hospital_number(persons: Iterable[Person], hcode: str) -> str:
    """The number that the facility itself knows the person by; "" when it sent none."""
    return next(
        (
            identifier.value.reveal()
            for one in persons
            if one.origin.hcode == hcode
            for identifier in one.identifiers
            if identifier.kind == "hn"
        ),
        "",
    )
