"""The next appointments: booked or asked for, from today on, the soonest first."""

from viewer.record.others import Other
from viewer.view.other_telling import dated
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Tone
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


def ahead_rows(pen: Pen) -> tuple[Row, ...]:
    """The next ones as rows of the summary's visits."""
    return tuple(_row(pen, row) for row in appointments_ahead(pen)[:MOST])


def _row(pen: Pen, row: Other) -> Row:
    day = row.when.first_day if row.when else None
    return Row(
        key=pen.key(row),
        cells=(
            Cell(dated(pen, row)),
            Cell(tell(pen, row)),
            Cell(pen.speech.ago(day, pen.today) if day else "", tone=Tone.ACCENT),
        ),
        marks=pen.marks(row),
        sources=(pen.source(row),),
        day=day,
    )
