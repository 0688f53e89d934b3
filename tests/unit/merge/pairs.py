"""What a pair is: two resources, whether a clinician would call them one fact, and why."""

from typing import NamedTuple

from unit.merge.resources import R


class Pair(NamedTuple):
    """``how``: "places" = sent by two facilities, "relay" = the second facility passes on what the first one said,
    "here" = one facility sends both."""

    why: str
    first: R
    second: R
    same: bool
    how: str = "places"


def same(why: str, first: R, second: R, how: str = "places") -> Pair:
    """One fact."""
    return Pair(why, first, second, True, how)


def apart(why: str, first: R, second: R, how: str = "places") -> Pair:
    """Two facts, or not known to be one."""
    return Pair(why, first, second, False, how)
