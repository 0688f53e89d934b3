"""Which values may stand on one axis, and what they read there: a small table of analytes (resources/tables).

Nothing is converted for a table, a list or a letter: those print the value as sent. A unit that the table does not
know, or a unit and a code that disagree, leave a value on an axis of its own: no general converter of units could tell
urea from urea nitrogen, or one protocol of HbA1c from the other.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from viewer.base.resources import resource
from viewer.record.facts import Result
from viewer.record.values import Quantity


class _Step(BaseModel):
    """(value + shift) x times + plus. Fractions, so that 5/9 is 5/9."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    shift: str = "0"
    times: str = "1"
    plus: str = "0"


class _Analyte(BaseModel):
    """One analyte as people write it; ``only`` limits the units that a code may be read in."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    unit: str
    digits: int
    lines: list[list[str]]
    names: list[str]
    units: dict[str, _Step]
    only: dict[str, list[str]] = {}
    source: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: str
    about: str
    analytes: list[_Analyte]
    spellings: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """How a value in one unit reads in the unit of the axis."""

    shift: Fraction = Fraction(0)
    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    changes: bool = field(init=False)
    """Whether the number on the axis is another than the one sent (mEq/L of sodium is the same number)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", self.shift != 0 or self.times != 1 or self.plus != 0)

    def __call__(self, value: Decimal) -> Fraction:
        """The value on the axis, exactly."""
        return (Fraction(value) + self.shift) * self.times + self.plus if self.changes else Fraction(value)


@dataclass(frozen=True, slots=True)
class Axis:
    """What the values of one line are drawn on. ``line`` names it; equal lines may be drawn together."""

    line: str
    unit: str
    digits: int  # of a converted value: no more than the measurement bears
    step: Step


class Analytes:
    """The table, made quick to ask."""

    def __init__(self, table: _Table) -> None:
        self.table = table
        self._units = {folded(sent): unit for unit, all_ in table.spellings.items() for sent in (unit, *all_)}
        for analyte in table.analytes:
            self._units |= {folded(unit): unit for unit in analyte.units}
        self._by_code = {
            code: (analyte, line[0]) for analyte in table.analytes for line in analyte.lines for code in line
        }
        self._by_name = {name: analyte for analyte in table.analytes for name in analyte.names}
        self._axes: dict[tuple[str, str, str, str], Axis | None] = {}

    def axis(self, loinc: str, name: str, unit: str, code: str) -> Axis | None:
        """Where a value belongs, by its LOINC code, else by its exact name; None when the table cannot say."""
        known = "" if loinc else " ".join(name.casefold().split())
        if loinc not in self._by_code and known not in self._by_name:
            return None
        key = (loinc, known, unit, code)
        if key not in self._axes:
            if len(self._axes) > _MOST:
                self._axes.clear()
            self._axes[key] = self._find(*key)
        return self._axes[key]

    def _find(self, loinc: str, name: str, unit: str, code: str) -> Axis | None:
        if loinc:
            analyte, line = self._by_code.get(loinc, (None, ""))
        else:
            analyte, line = self._by_name.get(name), name
        if analyte is None:
            return None
        said = [known for sent in (unit, code) if (known := self._units.get(folded(sent)))]
        steps = [analyte.units.get(known) for known in said]
        if not steps or None in steps or len(set(steps)) > 1:
            return (
                None  # not a unit of this analyte; or the unit in words and its code are two different units
            )
        step, allowed = steps[0], analyte.only.get(loinc)
        if step is None or (allowed is not None and said[0] not in allowed):
            return None
        return Axis(
            f"{analyte.name}:{line}",
            analyte.unit,
            analyte.digits,
            Step(Fraction(step.shift), _fraction(step.times), Fraction(step.plus)),
        )


_MOST = 20_000


def _fraction(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or "1")


_SIGNS = str.maketrans({"µ": "u", "μ": "u", "×": "x", "³": "^3", "⁹": "^9", "⁶": "^6", "*": "^"})


@lru_cache(maxsize=4096)
def folded(unit: str) -> str:
    """A unit for comparing: case, blanks and the ways to write µ, × and powers apart."""
    return "".join(unit.translate(_SIGNS).split()).casefold()


@cache
def standard_analytes() -> Analytes:
    """The table that is shipped."""
    return Analytes(_Table.model_validate_json(resource("tables", "analytes.json").read_bytes()))


def axis_of(result: Result) -> Axis | None:
    """The axis a result belongs on; None when it is no quantity or the table does not know its code or unit."""
    value = result.value
    if not isinstance(value, Quantity) or value.value is None:
        return None
    return standard_analytes().axis(result.loinc, result.concept.words, value.unit, value.code)


def amount_in(result: Result, analyte: str) -> Fraction | None:
    """A plain number in the table's unit of ``analyte`` ("creatinine", "weight" ...), whatever its line.

    For computing with it; None when the unit is not known, or the value has a comparator.
    """
    value = result.value
    if not isinstance(value, Quantity) or value.value is None or value.comparator:
        return None
    axis = standard_analytes().axis("", analyte, value.unit, value.code)
    return None if axis is None else axis.step(value.value)


def reads_as(result: Result, axis: Axis) -> Fraction | None:
    """The value of a result in the unit of its axis; None with a comparator, which is no point on a line."""
    value = result.value
    if not isinstance(value, Quantity) or value.value is None or value.comparator:
        return None
    return axis.step(value.value)
