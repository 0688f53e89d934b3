"""A paper that somebody brought: whose it is, and how loud each finding is."""

from typing import Any

import pytest

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.record.facts import Person
from viewer.record.people import Identifier
from viewer.record.values import Origin
from viewer.view.proof import Proven, Verification
from viewer.view.received import Whose, received_marks, whose
from viewer.view.sheet import Shape, Tone
from viewer.view.signature import Signature, Standing

BOONMEE = "9-6604-87647-59-7"
WORDS = Words("th")


def person(*identifiers: tuple[str, str]) -> Person:
    return Person(
        origin=Origin("", "", "Patient", "x"),
        identifiers=tuple(Identifier(kind, Opaque(value)) for kind, value in identifiers),
    )


@pytest.mark.parametrize(
    ("persons", "number", "expected"),
    [
        ([person(("cid", "9660487647597"))], BOONMEE, Whose.SAME),
        ([person(("hn", "1"), ("cid", BOONMEE))], BOONMEE, Whose.SAME),
        ([person(("cid", "9983690060261"))], BOONMEE, Whose.OTHER),
        ([person(("cid", "9660487647597")), person(("cid", "9983690060261"))], BOONMEE, Whose.OTHER),
        ([person(("hn", "9660487647597"))], BOONMEE, Whose.UNTOLD),
        ([person()], BOONMEE, Whose.UNTOLD),
        ([], BOONMEE, Whose.UNTOLD),
        ([person(("cid", "9660487647597"))], "", Whose.UNTOLD),
        (None, BOONMEE, Whose.NOBODY),
    ],
)
def test_whose(persons: list[Person] | None, number: str, expected: Whose) -> None:
    assert whose(persons, number) is expected


def marks(**told: Any) -> dict[str, tuple[Shape, Tone]]:
    found = received_marks(
        Signature(told.get("signed", Standing.UNSIGNED)),
        Verification(told.get("proven", Proven.NO_CODE)),
        told.get("about", Whose.SAME),
        WORDS,
    )
    assert all(any("ก" <= sign <= "๙" for sign in mark.word) for mark in found)
    return dict(zip(("about", "signed", "proven"), ((mark.shape, mark.tone) for mark in found), strict=True))


def test_only_what_is_proven_is_calm() -> None:
    """A disc, the sign of what is so, stands for three things alone."""
    calm = {
        value for name, values in (("about", Whose), ("signed", Standing), ("proven", Proven))
        for value in values if marks(**{name: value})[name][0] is Shape.DISC
    }  # fmt: skip
    assert calm == {Whose.SAME, Standing.TRUSTED, Proven.SAME}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("about", Whose.OTHER),
        ("signed", Standing.INVALID),
        ("signed", Standing.EXTENDED),
        ("proven", Proven.OTHER),
        ("proven", Proven.UNKNOWN),
    ],
)
def test_what_speaks_against_it_stops_the_reader(name: str, value: object) -> None:
    assert marks(**{name: value})[name] == (Shape.OCTAGON, Tone.STOP)
