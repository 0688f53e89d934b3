"""The Thai citizen id: thirteen digits, the last a check digit; shown as 1-2345-67890-12-1."""

import unicodedata
from typing import Never, Self

from viewer.identity.errors import NotACitizenId, PlaceholderNumber

LENGTH = 13
_GROUPS = (1, 4, 5, 2, 1)
# Hospitals type these for people without a number. Each passes the check digit and belongs to nobody.
PLACEHOLDERS = frozenset(
    {
        "0000000000001",
        "1111111111119",
        "2222222222227",
        "3333333333335",
        "4444444444443",
        "5555555555551",
        "6666666666660",
        "7777777777778",
        "8888888888886",
        "9999999999994",
    }
)


def digits_of(text: str) -> str:
    """The decimal digits in a text, Thai and full-width ones included, as 0-9; everything else is dropped."""
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def group(digits: str) -> str:
    """Digits grouped as on the card, as far as they go: "96604" -> "9-6604"."""
    parts, rest = [], digits
    for size in _GROUPS:
        if not rest:
            break
        parts.append(rest[:size])
        rest = rest[size:]
    return "-".join(parts) + rest


def check_digit(first_twelve: str) -> int:
    """The thirteenth digit that belongs to the first twelve."""
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(first_twelve))
    return (11 - total % 11) % 10


class CitizenId:
    """One person's number. Has no readable ``repr``; ``digits`` reveals it on purpose."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits = digits

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a number as people type or paste it: any grouping, spaces, dashes, Thai digits.

        A wrong check digit does not refuse it (``check_digit_ok`` tells): numbers are mistyped at the source too.

        Raises:
            NotACitizenId: not thirteen digits, or letters among them.
            PlaceholderNumber: one of the numbers made up for people without one.
        """
        if any(character.isalpha() for character in typed):
            raise NotACitizenId("letters among the digits")
        digits = digits_of(typed)
        if len(digits) != LENGTH:
            raise NotACitizenId("not thirteen digits")
        if digits in PLACEHOLDERS or len(set(digits)) == 1:
            raise PlaceholderNumber("a placeholder belongs to nobody")
        return cls(digits)

    @property
    def check_digit_ok(self) -> bool:
        """Whether the last digit is the one the first twelve ask for."""
        return check_digit(self._digits[:-1]) == int(self._digits[-1])

    def digits(self) -> str:
        """The thirteen digits. Every call of this is a place to look at in a review."""
        return self._digits

    def grouped(self) -> str:
        """As printed on the card: 1-2345-67890-12-1."""
        return group(self._digits)

    def masked(self) -> str:
        """Enough to compare with the card, too little to use: •-••••-••••7-59-7."""
        shown = 4
        return group("•" * (LENGTH - shown) + self._digits[-shown:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CitizenId) and other._digits == self._digits

    def __hash__(self) -> int:
        return hash(self._digits)

    def __repr__(self) -> str:
        return "<CitizenId>"

    def __reduce__(self) -> Never:
        raise TypeError("a CitizenId is not to be pickled")
