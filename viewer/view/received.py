"""A paper that somebody brought: what is proven of it, and whether it is about the person whose record is open."""

from collections.abc import Sequence
from enum import StrEnum

from viewer.base.words import Words
from viewer.record.facts import Person
from viewer.view.proof import Proven, Verification, verification_words
from viewer.view.sheet import Mark, Shape, Tone
from viewer.view.signature import Signature, Standing, signature_words

_SIGNED = {
    Standing.TRUSTED: (Shape.DISC, Tone.PLAIN),
    Standing.INVALID: (Shape.OCTAGON, Tone.STOP),
    Standing.EXTENDED: (Shape.OCTAGON, Tone.STOP),
    Standing.UNSIGNED: (Shape.DASHED_RING, Tone.QUIET),
}
_PROVEN = {
    Proven.SAME: (Shape.DISC, Tone.PLAIN),
    Proven.OTHER: (Shape.OCTAGON, Tone.STOP),
    Proven.UNKNOWN: (Shape.OCTAGON, Tone.STOP),
    Proven.NO_CODE: (Shape.DASHED_RING, Tone.QUIET),
}
_DOUBT = (Shape.TRIANGLE, Tone.DOUBT)


class Whose(StrEnum):
    """Whom a paper's data are about, next to the open record."""

    SAME = "same"
    OTHER = "other"
    UNTOLD = "untold"  # no citizen number to compare
    NOBODY = "nobody"  # it carries no data
    ALONE = "alone"  # no record is open that it could be compared with


def whose(persons: Sequence[Person] | None, number: str) -> Whose:
    """``persons`` are the paper's, None where it carries no data; ``number`` the open record's citizen number."""
    if persons is None:
        return Whose.NOBODY
    told = {
        _digits(identifier.value.reveal())
        for person in persons
        for identifier in person.identifiers
        if identifier.kind == "cid"
    }
    if not told or not _digits(number):
        return Whose.UNTOLD
    return Whose.SAME if told == {_digits(number)} else Whose.OTHER


def received_marks(
    signature: Signature, verification: Verification, about: Whose, words: Words
) -> tuple[Mark, ...]:
    """Whose it is first, as a paper of another person must not be read on; then what is proven of it."""
    say = words.say
    persons = {
        Whose.SAME: Mark(Shape.DISC, say("About the person whose record is open, by the citizen number")),
        Whose.OTHER: Mark(Shape.OCTAGON, say("About ANOTHER person than the open record"), Tone.STOP),
        Whose.UNTOLD: Mark(*_told(say("Whom it is about cannot be compared: look at name and birth date"))),
        Whose.ALONE: Mark(
            Shape.DASHED_RING, say("No record is open: whom it is about was compared with nobody"), Tone.QUIET
        ),
        Whose.NOBODY: Mark(*_told(say("It carries no data: look at name and birth date on its pages"))),
    }
    signed = _SIGNED.get(signature.standing, _DOUBT)
    proven = _PROVEN.get(verification.standing, _DOUBT)
    return (
        persons[about],
        Mark(signed[0], signature_words(signature, words), signed[1]),
        Mark(proven[0], verification_words(verification, words), proven[1]),
    )


def _told(said: str) -> tuple[Shape, str, Tone]:
    return _DOUBT[0], said, _DOUBT[1]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
