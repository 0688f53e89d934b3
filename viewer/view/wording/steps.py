"""Which days the steps of a dose fall on, alike in every language."""

from collections.abc import Iterable, Sequence

from viewer.record.facts import Dose
from viewer.record.timing import in_days


def numbered(doses: Sequence[Dose]) -> Iterable[tuple[int, int]]:
    """The first and the last day of each step, counted from 1; 0 where it is not written, or its words say it."""
    begins = 1
    for at, dose in enumerate(doses, 1):
        days = in_days(dose.bounds)
        said = any(word in dose.text for word in ("วันที่", "วันแรก"))
        open_end = not days and at == len(doses) and begins > 1  # "from day 1" would say nothing
        if begins and not said and (days or open_end):
            yield begins, (begins + days - 1 if days else 0)
        else:
            yield 0, 0
        begins = begins + days if begins and days else 0
