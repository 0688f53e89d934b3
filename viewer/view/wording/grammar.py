"""The functions every language has, and the choice of language."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from viewer.base.words import Words
from viewer.record.facts import Dose
from viewer.record.values import Quantity, Value, When
from viewer.view.wording import en, th


class Grammar(Protocol):
    """What one language can say. Modules th and en are each one of these."""

    def day(self, on: date) -> str:
        """A calendar day: 14 มี.ค. 2503."""
        ...

    def full_day(self, on: date) -> str:
        """A calendar day in full, for letters: 23 พฤศจิกายน พ.ศ. 2569."""
        ...

    def short_month(self, month: int) -> str:
        """A month for an axis: 11 -> พ.ย."""
        ...

    def moment(self, at: datetime) -> str:
        """A day and time: 23 พ.ย. 2569 เวลา 14.20 น."""
        ...

    def clock(self, at: datetime) -> str:
        """A time of day: 14.20 น."""
        ...

    def year(self, christian: int) -> str:
        """A year: พ.ศ. 2563."""
        ...

    def when(self, when: When | None, *, time: bool = False) -> str:
        """A date as precise as its source gave it; a flawed one as sent, with the doubt in words."""
        ...

    def ago(self, on: date, today: date) -> str:
        """How long ago, or how far ahead: 20 วันก่อน, 6 ปี 8 เดือนก่อน, อีก 7 วัน."""
        ...

    def span(self, start: date, end: date) -> str:
        """The time between two days: 6 ปี 8 เดือน."""
        ...

    def seconds(self, count: float) -> str:
        """A duration of waiting: 2.1 วินาที."""
        ...

    def age(self, birth: When | None, on: date) -> str:
        """An age; years only for a birth on 1 January or a birth year alone."""
        ...

    def sex(self, code: str) -> str:
        """A FHIR administrative gender in words."""
        ...

    def number(self, value: Decimal | Fraction | float) -> str:
        """A number with its digits as sent, thousands grouped."""
        ...

    def unit(self, unit: str) -> str:
        """A unit in the short form of the language where that is exact, else as sent."""
        ...

    def parts(self, value: Value) -> tuple[str, str]:
        """A value and its unit apart: ("<20", "copies/mL")."""
        ...

    def value(self, value: Value) -> str:
        """A value with its unit."""
        ...

    def quantity(self, quantity: Quantity | None) -> str:
        """A supplied quantity: 360 เม็ด; "" when none was sent."""
        ...

    def strength(self, strength: str) -> str:
        """A strength: 500 มก."""
        ...

    def form(self, form: str) -> str:
        """A dose form: เม็ด; as written when it is not a plain one."""
        ...

    def route(self, code: str) -> str:
        """A route by its stable code: รับประทาน; "" when unknown."""
        ...

    def weekdays(self, days: Iterable[str]) -> str:
        """Days of the week: จันทร์-ศุกร์."""
        ...

    def dose(self, doses: tuple[Dose, ...], form: str = "") -> str:
        """How a medicine is taken: the source's own text first, else only what its structure says."""
        ...

    def reading(self, text: str, form: str = "") -> str:
        """Latin shorthand read exactly as far as it is written; "" when any of it is not certain."""
        ...

    def counted(self, amount: Fraction, unit: str) -> str:
        """Units of use: 360 เม็ด, ครึ่งเม็ด. ``unit`` is a code of unit_code()."""
        ...

    def joined(self, names: Iterable[str]) -> str:
        """A list of names in a sentence."""
        ...


def grammar(words: Words) -> Grammar:
    """The grammar of the language that ``words`` speaks; Thai unless it is English."""
    return en if words.language == "en" else th
