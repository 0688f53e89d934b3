"""What a field of the page is: what it is called, what it takes, and in which unit."""

from dataclasses import dataclass
from enum import StrEnum

from viewer.view.referring.codes import Coded
from viewer.visit.referral import Field


class Takes(StrEnum):
    """What is put into a field."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"  # in the unit of the field; other words are kept as they are
    MOMENT = "moment"
    DAY = "day"  # one to come
    CODE = "code"
    CODES = "codes"
    FACILITY = "facility"  # its name, from the exchange's directory or as typed
    HCODE = "hcode"  # its code, likewise


@dataclass(frozen=True, slots=True)
class Asked:
    """One field."""

    name: Field
    label: str
    takes: Takes
    codes: tuple[Coded, ...] = ()
    unit: str = ""
    draws: bool = False  # rows of the record may be put into it
    wide: bool = True  # it has its line to itself
    hint: str = ""  # what it means that it is empty
