"""What a letter is made of besides tables: labelled lines, blocks of them, and by what it can be verified."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A labelled line of the referral letter; an empty ``value`` is printed as a dotted line to write on."""

    label: str
    value: str = ""
    name: str = ""  # of the field it was written in; "" = of the form itself


@dataclass(frozen=True, slots=True)
class Proof:
    """By what a paper can be verified; without ``address`` there is nothing, and ``said`` tells why.

    ``address`` is what the QR code holds, ``code`` the same for people; neither says anything of a patient.
    ``to_come``: a preview, which only keeps the place.
    """

    said: str
    code: str = ""
    address: str = ""
    to_come: bool = False


@dataclass(frozen=True, slots=True)
class HealthLink:
    """A SMART Health Link to the letter's data. ``address`` is what the QR code holds: the key to the data."""

    address: str = field(repr=False)
    title: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """Lines that belong together: "vitals", "handover", "stroke" ... An empty value is a line to write on."""

    name: str
    title: str
    lines: tuple[LetterLine, ...]
