"""How a medicine is taken, as values: for counting days, never for wording. Units of use and their many names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OTHER = "other"  # a unit that is known, but none that is counted out: milligrams

_UNITS = {
    "tab": ("เม็ด", "tab", "tabs", "tab.", "tablet", "tablets", "{tbl}", "{tablet}", "tbl"),
    "cap": ("แคปซูล", "cap", "caps", "cap.", "capsule", "capsules", "{capsule}"),
    "puff": ("กด", "พ่น", "ครั้งพ่น", "puff", "puffs", "{puff}", "dose", "doses", "{dose}", "actuation"),
    "ml": ("มล.", "มล", "มิลลิลิตร", "ซีซี", "ml", "milliliter", "millilitre", "cc"),
    "tsp": ("ช้อนชา", "tsp", "teaspoon", "[tsp_us]"),
    "tbsp": ("ช้อนโต๊ะ", "tbsp", "tablespoon"),
    "drop": ("หยด", "drop", "drops", "gtt", "[drp]"),
    "unit": ("ยูนิต", "u", "iu", "unit", "units", "[iu]", "[iu]{unit}", "international unit"),
    "sachet": ("ซอง", "sachet", "sachets"),
    "patch": ("แผ่น", "patch", "patches"),
    "suppository": ("แท่ง", "suppository", "supp"),
    "ampoule": ("หลอด", "ampoule", "amp", "tube"),
    "vial": ("ขวด", "vial", "bottle"),
    "inhaler": ("กระบอก", "inhaler"),
}
_CODE_OF = {alias: code for code, aliases in _UNITS.items() for alias in aliases}
_FORM_UNITS = (
    (re.compile(r"cap(sule)?s?\b|แคปซูล", re.I), "cap"),
    (re.compile(r"\btab(let)?s?\b|chewable|caplet|เม็ด", re.I), "tab"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a dose that changes: ``days`` long, None for a last one without end."""

    a_day: Fraction
    days: int | None


@dataclass(frozen=True, slots=True)
class Regimen:
    """How much, how often. ``unclear`` is "" when all of it is certain, else why nothing is counted from it.

    Codes of ``unclear``: "no-dose", "no-amount", "as-needed", "clash", "steps" (a step is not exact), "hourly" (every n
    hours is not n times a day), "not-exact".
    """

    amount: Fraction | None = None  # each time
    unit: str = ""  # code of unit_code(): tab, cap, puff, ml ...; OTHER; "" = not said
    times_a_week: Fraction | int | None = None
    weekly: bool = False  # written as a number of times, or of days, a week
    days: tuple[str, ...] = ()  # the only days it is taken on; () = all
    lasts: int | None = None  # days, when written
    as_needed: bool = False
    unclear: str = ""
    interval: int = 1  # days from one dose to the next: 2 for every other day
    moments: tuple[str, ...] = ()  # the times of day that are named: WAKE MORN NOON AFT EVE NIGHT HS
    meal: str = ""  # AC, PC, C, where one of them is said
    total: Fraction | None = None  # units a week, where the amounts differ from time to time
    uneven: bool = False  # they differ from day to day
    steps: tuple[Step, ...] = ()  # the dose changes; nothing else is told of it then
    first: int | None = None  # of a step: the day it begins on, when written

    a_week: Fraction | None = field(init=False, compare=False)  # units taken in a week; None when not certain

    def __post_init__(self) -> None:
        object.__setattr__(self, "a_week", self._worked_out())

    def _worked_out(self) -> Fraction | None:
        if self.unclear:
            return None
        if self.total is not None:
            return self.total
        if self.amount is None or self.times_a_week is None:
            return None
        return self.amount * self.times_a_week

    @property
    def exact(self) -> bool:
        """Whether days can be counted from it."""
        return not self.unclear and (bool(self.steps) or self.a_week is not None)

    @property
    def even(self) -> bool:
        """Whether every day is alike, so that a total a day has a meaning."""
        return not (self.weekly or self.days or self.uneven or self.steps or self.interval > 1)

    @property
    def margin(self) -> int:
        """By how many days a count may be out: one, or the longest time between two doses."""
        if self.days:
            places = [WEEK.index(day) for day in self.days]
            return max(
                (after - before) % 7 or 7 for before, after in zip(places, _turned(places), strict=True)
            )
        return 7 if self.weekly else self.interval


def _turned(places: Sequence[int]) -> list[int]:
    return [*places[1:], places[0]]


def unit_code(text: str) -> str:
    """The code of a unit of use ("เม็ด", "TAB", "tablets" -> "tab"); "" when it is not a known one."""
    return _CODE_OF.get(text.strip().casefold(), "")


def form_unit(form: str) -> str:
    """The unit a dose form is counted in: "tab" or "cap" for solid forms, else ""."""
    return next((code for pattern, code in _FORM_UNITS if pattern.search(form)), "")


def in_steps(parts: Sequence[Regimen]) -> Regimen:
    """Several regimens one after the other; exact only when each is, and its days follow those before it."""
    steps: list[Step] = []
    begins: int | None = 1
    for part in parts:
        a_week = part.a_week
        if begins is None or a_week is None or part.as_needed or part.first not in (None, begins):
            return Regimen(unclear="steps")
        if not part.even:
            return Regimen(unclear="steps")  # days of the week have no place within numbered days
        steps.append(Step(a_week / 7, part.lasts))
        begins = None if part.lasts is None else begins + part.lasts
    units = {part.unit for part in parts}
    return Regimen(unit=units.pop(), steps=tuple(steps)) if len(units) == 1 else Regimen(unclear="steps")


def at_once(parts: Sequence[Regimen]) -> Regimen | None:
    """Several regimens side by side, on different days or at different times of day; None when that is not certain."""
    if any(part.a_week is None or part.as_needed or part.lasts for part in parts):
        return None
    on_days = _apart([part.days for part in parts])
    if not on_days and not (_apart([part.moments for part in parts]) and all(part.even for part in parts)):
        return None
    if len({part.unit for part in parts}) != 1:
        return None
    whole = sum((part.a_week or Fraction() for part in parts), Fraction())
    return Regimen(unit=parts[0].unit, total=whole, uneven=on_days)


def _apart(named: Sequence[tuple[str, ...]]) -> bool:
    """Whether all of them name something, and no two the same."""
    every = [one for names in named for one in names]
    return all(named) and len(set(every)) == len(every)
