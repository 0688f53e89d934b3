"""Since when a disease is known: the earliest beginning that a source states; where none does, the first record."""

from collections.abc import Iterable, Sequence

from viewer.record.facts import Problem
from viewer.record.values import When
from viewer.view.pen import Pen


def since(pen: Pen, rows: Sequence[Problem], *, again: bool = False) -> str:
    """พ.ศ. 2566, or บันทึกแรก 6 มิ.ย. 2567: of rows of one disease, newest first, each date as precise as it was sent.

    Words and ages cannot be put in an order: they are told beside a date. A record older than every beginning stands
    with them: no beginning knows of all then. ``again``: the disease may come and go, so its newest day is told too.
    """
    onsets = [row.onset for row in rows if row.onset is not None]
    records = [row.recorded for row in rows if row.recorded is not None]
    onset, record = _first(onsets), _first(records)
    told = [pen.date(one) for one in (onset, *onsets) if one is not None and (one is onset or not one.usable)]
    if record is not None and (onset is None or not onset.usable or _is_before(record, onset)):
        several = len({pen.date(one) for one in records}) > 1
        date = pen.date(record)
        told.append(
            pen.say("first record {date}", date=date) if several else pen.say("recorded {date}", date=date)
        )
    if again:
        told.append(_latest(pen, rows[0], onset, record))
    return " · ".join(dict.fromkeys(filter(None, told))) or pen.date(None)


def _first(days: Iterable[When]) -> When | None:
    """The earliest that stands on a calendar, else any."""
    found = list(days)
    return max((one for one in found if one.usable), key=lambda one: one.age, default=next(iter(found), None))


def _is_before(one: When, other: When) -> bool:
    return bool(one.first_day and other.first_day and one.first_day < other.first_day)


def _latest(pen: Pen, newest: Problem, *told: When | None) -> str:
    """The newest day, where it is not one that is told already."""
    when = newest.when
    if when is None or not any(one is not None and _is_before(one, when) for one in told):
        return ""
    began = newest.onset is not None and newest.onset.usable
    date = pen.date(when)
    return pen.say("latest {date}", date=date) if began else pen.say("latest record {date}", date=date)


def spell(rows: Sequence[Problem], closed: Sequence[Problem]) -> list[Problem]:
    """Of the rows of one disease those of its newest spell: the open ones; of closed ones none that ended before it.

    ``closed``: those of the rows that their sources closed. What one source holds open, another's closing never ends.
    """
    ended = {id(row) for row in closed}
    if still := [row for row in rows if id(row) not in ended]:
        return still
    newest = rows[0].when.first_day if rows[0].when else None
    if newest is None:
        return list(rows)
    days = [row.abatement.first_day for row in rows if row.abatement is not None]
    end = max((day for day in days if day is not None and day <= newest), default=None)
    return [
        row for row in rows if end is None or (row.when and row.when.first_day and row.when.first_day >= end)
    ]
