"""Words for little room: a visit in one line, days left in a word, missing kinds that say something."""

from collections.abc import Callable
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Line, LineState
from viewer.view.drawer import detail
from viewer.view.sheets import sheet

Patient = Any
PLACE = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")


def visits(patient: Patient, today: Any, words: Words) -> list[str]:
    made = sheet("summary", patient.record, patient.ledger, today, words)
    section = next(part for part in made.sections if part.name == "visits")
    return [row.cells[1].text for row in section.rows]


def test_a_clinic_and_its_reason_stand_for_a_visit(
    patient: Callable[..., Patient], today: Any, words: Words
) -> None:
    told = visits(patient(1), today, words)
    assert "คลินิกโรคไต: หยุด metformin, เริ่ม losartan" in told
    assert not any(text.startswith("ผู้ป่วยนอก คลินิก") for text in told)


def test_an_emergency_is_never_left_out(patient: Callable[..., Patient], today: Any, words: Words) -> None:
    assert visits(patient(12), today, words)[0].startswith("ฉุกเฉิน")


def test_days_that_cannot_be_counted_say_so_shortly_on_the_summary(
    patient: Callable[..., Patient], today: Any, words: Words
) -> None:
    known = patient(1)
    made = sheet("summary", known.record, known.ledger, today, words)
    section = next(part for part in made.sections if part.name == "current-medicines")
    row = next(row for row in section.rows if row.cells[0].text.startswith("diclofenac"))
    assert row.cells[2].text == "คำนวณวันเหลือไม่ได้"


@pytest.mark.parametrize(
    ("state", "received", "named"),
    [
        (LineState.TIMED_OUT, 0, False),
        (LineState.WITHHELD, 0, False),
        (LineState.TIMED_OUT, 4, True),
        (LineState.PARTIAL, 4, True),
        (LineState.ANSWERED, 4, True),
    ],
)
def test_missing_kinds_are_named_where_others_came(
    words: Words, state: LineState, received: int, named: bool
) -> None:
    types = ("Procedure", "Immunization", "DocumentReference", "Composition", "Goal")
    told = detail(Line(PLACE, "A", state, received, missing_types=types), words)
    assert ("หัตถการ, วัคซีน, เอกสาร และอีก 2 ชนิด" in told) == named
