"""Thirteen digits as people type them."""

import pickle

import pytest

from viewer.identity.citizen import PLACEHOLDERS, CitizenId, check_digit, group
from viewer.identity.errors import NotACitizenId, PlaceholderNumber

BOONMEE = "9660487647597"


@pytest.mark.parametrize(
    "typed",
    [
        "9660487647597",
        "9-6604-87647-59-7",
        " 9 6604 87647 59 7 ",
        "๙-๖๖๐๔-๘๗๖๔๗-๕๙-๗",
        "9660 4876 47597\n",
        "９６６０４８７６４７５９７",
        "9​660487647597",
    ],
)
def test_any_grouping_is_read(typed: str) -> None:
    assert CitizenId.parse(typed).digits() == BOONMEE


@pytest.mark.parametrize("typed", ["", "966048764759", "96604876475977", "966048764759O", "HN 9660487647597"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotACitizenId):
        CitizenId.parse(typed)


@pytest.mark.parametrize(
    "typed", [*sorted(PLACEHOLDERS), "0-0000-00000-00-1", "๑๑๑๑๑๑๑๑๑๑๑๑๙", "0000000000000"]
)
def test_placeholders_are_refused(typed: str) -> None:
    with pytest.raises(PlaceholderNumber):
        CitizenId.parse(typed)


def test_every_placeholder_passes_the_check_digit_and_so_needs_the_list() -> None:
    assert len(PLACEHOLDERS) == 10
    assert all(check_digit(number[:-1]) == int(number[-1]) for number in PLACEHOLDERS)


def test_a_wrong_check_digit_warns_and_does_not_block() -> None:
    assert CitizenId.parse(BOONMEE).check_digit_ok
    assert not CitizenId.parse("9660487647598").check_digit_ok


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("", ""),
        ("9", "9"),
        ("96", "9-6"),
        ("96604", "9-6604"),
        ("966048", "9-6604-8"),
        (BOONMEE, "9-6604-87647-59-7"),
    ],
)
def test_grouping_follows_the_card_while_typing(digits: str, shown: str) -> None:
    assert group(digits) == shown


def test_it_does_not_show_itself() -> None:
    number = CitizenId.parse(BOONMEE)
    assert number.masked() == "•-••••-••••7-59-7"
    assert BOONMEE not in f"{number!r} {number} {[number]}"
    assert number == CitizenId(BOONMEE)
    assert len({number, CitizenId(BOONMEE)}) == 1
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(number)
