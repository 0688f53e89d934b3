"""Operations and procedures as a form prints them: the newest, alike ones of one place in one row."""

from collections.abc import Iterator

from viewer.record.codes import code_of
from viewer.record.facts import Procedure
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Section
from viewer.view.silence import silence
from viewer.view.telling import tell

_PRINTED = 12  # rows; the number of the others is told


def procedures(pen: Pen, written: tuple[Row, ...] = ()) -> Section:
    """What was ``written``, then what the record knows, the newest first; the same at one place is one row with how
    often and since when."""
    say = pen.say
    groups = _groups(pen)
    more = len(groups) - _PRINTED
    return Section(
        "procedures",
        say("Operations and procedures (ICD-9-CM)"),
        (say("Date"), "ICD-9-CM", say("Anaesthesia"), say("Details")),
        (*written, *(_procedure(pen, found) for found in groups[:_PRINTED])),
        footer=say("{n} older ones are not printed here", n=more) if more > 0 else "",
        empty=silence(pen.ledger, pen.words, "Procedure"),
    )


def _procedure(pen: Pen, found: list[Procedure]) -> Row:
    newest, oldest = found[0], found[-1]
    times = (
        pen.say("{n} times since {day}", n=len(found), day=pen.date(oldest.when)) if len(found) > 1 else ""
    )
    note = " · ".join(filter(None, (pen.who(newest), times, newest.note)))
    return Row(
        pen.key(newest, "structured"),
        (
            Cell(pen.date(newest.when)),
            Cell(_icd9(newest) or "–"),
            Cell(""),
            Cell(tell(pen, newest), note=note),
        ),
    )


def _icd9(one: Procedure) -> str:
    return code_of(one.concept.codings, "icd9cm")


def procedures_on_paper(pen: Pen) -> Iterator[Procedure]:
    """What those rows stand for: each time that they count."""
    for found in _groups(pen)[:_PRINTED]:
        yield from found


def _groups(pen: Pen) -> list[list[Procedure]]:
    """The same at one place, the newest first."""
    groups: dict[tuple[str, str, str], list[Procedure]] = {}
    for one in pen.record.procedures:
        groups.setdefault((one.origin.hcode, _icd9(one), tell(pen, one)), []).append(one)
    return list(groups.values())
