"""Days that a consent is limited to (Consent provision.dataPeriod). A facility ought to keep to them; we look again.

Only what surely lies outside is refused. A row without a usable date cannot be judged: its facility was told the days
and sent it, and an allergy left out for want of a date can kill.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from viewer.record.facts import Fact, Person
from viewer.record.values import Precision, When


@dataclass(frozen=True, slots=True)
class Dates:
    """Days in Bangkok; None = no limit. ``until`` is the first day that is not allowed any more."""

    since: date | None = None
    until: date | None = None


def outside(fact: Fact, allowed: Dates | None) -> bool:
    """Whether a row lies outside for certain: all that its date may mean, up to its end where it has one."""
    if allowed is None or isinstance(fact, Person) or fact.when is None:
        return False
    first = fact.when.first_day
    if first is None:
        return False
    ended: When | None = getattr(fact, "end", None)
    last = max(_last_day(fact.when), _last_day(ended) if ended is not None and ended.usable else first)
    return bool((allowed.since and last < allowed.since) or (allowed.until and first >= allowed.until))


def _last_day(when: When) -> date:
    """The latest day it can mean: of a year its last, of a month its last."""
    if when.precision is Precision.YEAR:
        return date(when.year, 12, 31)
    if when.precision is Precision.MONTH:
        return date(when.year, when.month, monthrange(when.year, when.month)[1])
    return date(when.year, when.month, when.day)
