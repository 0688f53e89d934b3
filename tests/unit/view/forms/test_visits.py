"""Visits by facility and date: none is lost, and many alike in one month are one row with every day."""

from form_samples import Told
from paper_samples import thai

from viewer.view.forms.blocks import Form, Heading, Lanes, Ruled, Signatures
from viewer.view.forms.history import visits


def form_of(number: int) -> tuple[Told, Form]:
    told = Told(number, thai())
    return told, visits(told.pen, told.printing(), sandbox=True)


def tables(form: Form) -> dict[str, list[list[str]]]:
    found = {}
    for block in form.parts:
        if isinstance(block, Ruled):
            rows = block.section.rows
            found[block.section.name] = [
                [f"{cell.text} {cell.note}".strip() for cell in row.cells] for row in rows
            ]
    return found


def test_each_visit_stands_once_by_facility_and_by_date() -> None:
    told, form = form_of(1)
    made = tables(form)
    assert sum(int(row[1]) for row in made["places"]) == len(told.pen.record.visits) == 12
    assert made["places"][1] == ["B รพ.บ้านเหนือคลอง", "8", "20 ม.ค. 2568", "31 ส.ค. 2569"]
    assert len(made["visits"]) == 12
    assert made["visits"][0][:2] == ["18 พ.ย. 2569", "E ร้านยาเภสัชรุ่งเรือง"]
    (strip,) = (block for block in form.parts if isinstance(block, Lanes))
    assert sum(len(days) for _, days in strip.lanes) == 12
    assert "B รพ.บ้านเหนือคลอง: 20 ม.ค. 2568, " in strip.alt


def test_dialysis_of_a_month_is_one_row_with_every_day() -> None:
    told, form = form_of(12)
    rows = tables(form)["visits"]
    together = [row for row in rows if " ครั้ง: วันที่ " in row[2]]
    counted = sum(int(row[2].rpartition(" ครั้ง: วันที่ ")[0].rpartition(" ")[2]) for row in together)
    assert counted + len(rows) - len(together) == len(told.pen.record.visits)
    newest = next(row for row in together if row[1].startswith("M "))
    assert newest[0] == "2 พ.ย. 2569\nถึง 20 พ.ย. 2569"
    assert newest[2].endswith("9 ครั้ง: วันที่ 2, 4, 6, 9, 11, 13, 16, 18, 20")
    assert len(rows) < 120


def test_nobody_who_was_seen_nowhere_is_told_to_have_been() -> None:
    _, form = form_of(11)
    only, signed = form.parts
    assert isinstance(only, Ruled)
    assert isinstance(signed, Signatures)
    assert only.section.empty.startswith("ไม่พบข้อมูล")
    assert not any(isinstance(block, Heading | Lanes) for block in form.parts)
