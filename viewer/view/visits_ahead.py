"""The next appointments: booked or asked for, from today on, the soonest first."""

from viewer.record.others import Other
from viewer.view.other_telling import dated
from viewer.view.pen import Pen
from viewer.view.telling import tell

_AHEAD = frozenset({"booked", "pending", "proposed", "waitlist", "arrived", "checked-in", ""})
MOST = 3  # on the summary; all stand on the page of documents


def appointments_ahead(pen: Pen) -> list[Other]:
    """Appointments from today on that stand; the soonest first."""
    found = [
        (day, row)
        for row in pen.record.others
        if row.origin.type == "Appointment" and row.status in _AHEAD
        if row.when is not None and (day := row.when.first_day) is not None and day >= pen.today
    ]
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def next_appointments(pen: Pen) -> str:
    """The next ones in a line, each with its day, its place and how long until then; "" when none is known."""
    found = appointments_ahead(pen)
    told = [
        f"{dated(pen, row)} {tell(pen, row)} ({pen.who(row)}, {pen.speech.ago(day, pen.today)})"
        for row in found[:MOST]
        if row.when is not None and (day := row.when.first_day) is not None
    ]
    more = pen.say("{n} more rows", n=len(found) - MOST) if len(found) > MOST else ""
    return pen.say("Next appointment: {what}", what=" · ".join(filter(None, (*told, more)))) if told else ""
