"""The goal an INR is read against, as sources recorded it: never a range of people who take no warfarin. Of a direct
anticoagulant it tells nothing, and says so.
"""

import re
from collections.abc import Iterable, Iterator

from viewer.record.courses import concerns_today
from viewer.record.key_results import number_of
from viewer.record.others import Other, Part
from viewer.record.series import Series
from viewer.record.values import Concept, Range
from viewer.view.pen import Pen

_STANDING = frozenset({"active", "accepted", ""})
_LOINC = frozenset({"6301-6", "34714-6", "46418-0", "38875-1"})  # INR in plasma, blood, capillary blood
_NAMED = re.compile(r"\bINR\b", re.I)
_DIRECT = re.compile(r"apixaban|rivaroxaban|dabigatran|edoxaban", re.I)


def inr_read(pen: Pen) -> str:
    """What an INR of this person is to be read by: the goal under warfarin, nothing under a direct anticoagulant."""
    return " · ".join(filter(None, (inr_goal(pen) if pen.warfarin else "", beside_direct(pen))))


def beside_direct(pen: Pen) -> str:
    """That an INR, however normal, tells nothing of the direct anticoagulant that counts today; "" without one."""
    today = (course.name for course in pen.courses if concerns_today(course, pen.today))
    names = dict.fromkeys(found[0].lower() for name in today for found in _DIRECT.finditer(name))
    return pen.say("does not tell the effect of {names}", names=", ".join(names)) if names else ""


def inr_goal(pen: Pen) -> str:
    """The goal with its date; every one of several that differ; that it is not known when no source sent one."""
    told = {
        pen.say("INR goal {range}, recorded {date}", range=pen.speech.value(goal), date=pen.date(row.when))
        for row, goal in _goals(pen)
    }
    if len({goal for _, goal in _goals(pen)}) > 1:
        return f"{pen.say('Sources differ')}: {' · '.join(sorted(told))}"
    return next(iter(told), "") or _unmeasured(pen) or pen.say("INR goal not known")


def inr_brief(pen: Pen, series: Series) -> str:
    """The newest INR beside its goal in the fewest words: above 2.5-3.5. No verdict where sources differ."""
    goals = {goal for _, goal in _goals(pen)}
    value = number_of(series.latest)
    if len(goals) != 1 or value is None:
        return inr_goal(pen)
    goal = goals.pop()
    told = pen.speech.value(goal)
    if goal.low is not None and goal.low.value is not None and value < goal.low.value:
        return pen.say("below the goal {range}", range=told)
    if goal.high is not None and goal.high.value is not None and value > goal.high.value:
        return pen.say("above the goal {range}", range=told)
    return pen.say("within the goal {range}", range=told)


def _goals(pen: Pen) -> Iterator[tuple[Other, Range]]:
    """Standing goals that measure an INR with a range, newest first."""
    for row in _standing(pen):
        for part in row.parts:
            if part.kind == "target" and _measures_inr(part):
                yield from ((row, value) for value in _targets(part) if isinstance(value, Range))


def _standing(pen: Pen) -> Iterable[Other]:
    return (row for row in pen.record.others if row.origin.type == "Goal" and row.status in _STANDING)


def _targets(part: Part) -> Iterable[object]:
    return (value for line in part.lines if line.label == "target" for value in line.values)


def _measures_inr(part: Part) -> bool:
    for value in part.words:
        if isinstance(value, Concept):
            if any(coding.code in _LOINC for coding in value.codings) or _NAMED.search(value.words):
                return True
        elif isinstance(value, str) and _NAMED.search(value):
            return True
    return False


def _unmeasured(pen: Pen) -> str:
    """A goal that names the INR in words only: quoted, and nothing is judged by it."""
    row = next((row for row in _standing(pen) if _NAMED.search(row.words)), None)
    return pen.say("as recorded {date}: {goal}", date=pen.date(row.when), goal=row.words) if row else ""
