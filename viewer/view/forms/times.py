"""At which times of the day a medicine is taken, only where every time is written and every day is alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose
from viewer.record.regimen import OTHER, Regimen
from viewer.view.wording.grammar import Grammar

TIMES = ("MORN", "NOON", "EVE", "HS")
"""เช้า กลางวัน เย็น ก่อนนอน: the columns of the table, as codes of Regimen.moments."""
_BEDTIME = "HS"


@dataclass(frozen=True, slots=True)
class Taken:
    """How much at one time of the day; ``meal`` is AC, PC, C, or "" where no meal is written."""

    amount: Fraction
    unit: str
    meal: str = ""

    def words(self, speech: Grammar) -> str:
        """1 เม็ด, ครึ่งเม็ด."""
        return speech.counted(self.amount, self.unit)


def times_of_day(doses: tuple[Dose, ...], form: str) -> Mapping[str, Taken]:
    """By the codes of TIMES; empty where the words must be read: other times, by the week, when needed, in steps."""
    told = tuple(dict.fromkeys(doses))
    whole = read_regimen(told, form)
    if not told or whole.unclear or not whole.even or any(dose.ends for dose in told):
        return {}
    found: dict[str, Taken] = {}
    for dose in told:
        here = _of(read_regimen((dose,), form))
        if not here or here.keys() & found.keys():
            return {}
        found |= here
    return found


def _of(regimen: Regimen) -> dict[str, Taken]:
    """Of one dosage: so many units at each named time, and as many times as it says."""
    amount, moments = regimen.amount, regimen.moments
    known = bool(moments) and all(moment in TIMES for moment in moments)
    if amount is None or not known or regimen.unclear or not regimen.even or regimen.total is not None:
        return {}
    if regimen.times_a_week != 7 * len(moments) or regimen.unit in ("", OTHER) or regimen.lasts:
        return {}
    return {
        moment: Taken(amount, regimen.unit, "" if moment == _BEDTIME else regimen.meal) for moment in moments
    }
