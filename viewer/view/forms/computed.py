"""Our own eGFR on a page of trends: a column and a chart of its own beside the creatinine it is computed from.

Never in the column or on the line of an eGFR that a source reports: another equation reads another number from the
same creatinine. Where the equation does not hold there is none, and the reason stands below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from viewer.record.facts import Result
from viewer.record.key_results import day_of, exact_day_of, number_of
from viewer.record.kidney import Estimate, estimates, milligrams
from viewer.record.series import Series
from viewer.view.axis import figure
from viewer.view.key_rows import why_not_estimated
from viewer.view.pen import Pen
from viewer.view.sheet import Cell

CREATININE = "cr"


class Point(NamedTuple):
    """One computed value of the chart, with the creatinine it came from in words."""

    day: date
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Computed:
    """``head`` of the column; ``by_result`` are estimates by id() of the creatinine; ``why`` the newest has none."""

    name: str
    head: str
    unit: str
    by_result: dict[int, Estimate]
    why: str = ""

    def cell(self, results: Sequence[Result]) -> Cell:
        """Values from creatinines of one day and place, oldest first as these stand."""
        found = (self.by_result[id(one)].value for one in reversed(results) if id(one) in self.by_result)
        return Cell(" / ".join(str(round(value)) for value in found if value is not None))

    def points(self) -> list[Point]:
        """Oldest first; of creatinines with a day of their own."""
        made = []
        for one in reversed(self.by_result.values()):
            day, sent = exact_day_of(one.creatinine), number_of(one.creatinine)
            if day is not None and sent is not None and one.value is not None:
                made.append(Point(day, float(round(one.value)), f"{round(one.value)} (Cr {figure(sent)})"))
        return made


def computed(pen: Pen, wanted: Sequence[Series]) -> Computed | None:
    """CKD-EPI 2021 of every creatinine among the tests that are wanted; None where there is no creatinine."""
    found = [one for series in wanted if series.slug == CREATININE for one in series.results if day_of(one)]
    found = [one for one in found if milligrams(one) is not None]
    if not found:
        return None
    found.sort(key=lambda one: day_of(one) or date.min, reverse=True)
    made, unit = estimates(found, pen.body), pen.speech.unit("mL/min/1.73m2")
    return Computed(
        pen.say("eGFR computed from Cr, CKD-EPI 2021"),
        f"{pen.say('eGFR computed')}\n(CKD-EPI 2021)\n{unit}",
        unit,
        {id(one.creatinine): one for one in made if one.value is not None},
        f"eGFR (CKD-EPI 2021) {why_not_estimated(pen, made[0].reason)}" if made[0].reason else "",
    )
