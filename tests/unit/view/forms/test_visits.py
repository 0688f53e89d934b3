"""The page of the timeline: every fact is drawn or counted beside its lane, listed or counted above the list."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.view.forms.blocks import Form, Heading, Lanes, Remark, Ruled, Signatures, Strip
from viewer.view.forms.history import visits
from viewer.view.forms.lanes import lanes
from viewer.view.timeline import timeline_of

PEOPLE = (1, 2, 5, 7, 8, 10, 12)


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


def drawing(form: Form) -> Lanes:
    (drawn,) = (block for block in form.parts if isinstance(block, Lanes))
    return drawn


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def strip_of(drawn: Lanes, name: str) -> Strip:
    return next(strip for strip in drawn.strips if strip.lane.name == name)


@pytest.mark.parametrize("number", PEOPLE)
def test_every_dated_fact_is_drawn_or_counted_beside_its_lane(number: int) -> None:
    told, form = form_of(number)
    drawn, lanes_of = drawing(form), {lane.name: lane for lane in timeline_of(told.pen).lanes if lane.events}
    assert [strip.lane.name for strip in drawn.strips] == list(lanes_of)
    for strip in drawn.strips:
        total = len(lanes_of[strip.lane.name].events)
        left = numbers(strip.more)[-1] if strip.more else 0
        assert len(strip.lane.events) + left == total == numbers(strip.aside)[-1]
        assert strip.lane.title in drawn.alt
        first, last = drawn.span
        assert all(first <= event.start <= last for event in strip.lane.events if not strip.lane.tracks)


@pytest.mark.parametrize("number", PEOPLE)
def test_every_dated_fact_is_listed_or_counted_above_the_list(number: int) -> None:
    told, form = form_of(number)
    timeline = timeline_of(told.pen)
    rows = timeline.sheet.sections[0].rows
    listed = tables(form)["events"]
    together = [
        numbers(match.group(1))[0] for row in listed if (match := re.search(r"(\d+) วัน: วันที่", row[2]))
    ]
    (left,) = [block.text for block in form.parts if isinstance(block, Remark) and not block.small] or [""]
    if len(rows) <= 80:
        assert left == ""
        assert sum(together) + len(listed) - len(together) == len(rows)
        return
    shown = {title: number for part in left.partition(": ")[2].split(" · ")[:-1]
             for title, _, number in [part.rpartition(" ")]}  # fmt: skip
    assert shown["สัญญาณชีพ"] == "1,592"
    assert left.endswith("นอกจากสัญญาณชีพ ตารางครบเฉพาะรายการหลัง 31 ก.ค. 2569")
    lanes_of = {event.row: lane.name for lane in timeline.lanes for event in lane.events}
    newer = [row for at, row in enumerate(rows)
             if row.day and row.day > date(2026, 7, 31) and lanes_of[at] != "vital-signs"]  # fmt: skip

    assert sum(together) + len(listed) - len(together) == len(newer) + 14, "and 14 visits of July"
    assert len(listed) == 80
    lane = next(lane for lane in timeline.lanes if lane.name == "visits")
    of_visits = sum(
        int(found.group(1)) if (found := re.search(r"(\d+) วัน: วันที่", row[2])) else 1
        for row in listed
        if row[1] == lane.title
    )
    assert of_visits + numbers(shown[lane.title])[0] == len(lane.events) == 480


def test_each_facility_of_the_lanes_is_named_with_its_visits() -> None:
    told, form = form_of(1)
    made = tables(form)
    assert sum(int(row[1]) for row in made["places"]) == len(told.pen.record.visits) == 12
    assert made["places"][1] == ["B รพ.บ้านเหนือคลอง", "8", "20 ม.ค. 2568", "31 ส.ค. 2569"]
    newest = ["1 ก.พ. 2570", "นัดหมายและอื่น ๆ", "นัด คลินิกโรคไต นัดแล้ว", "A"]
    assert made["events"][0] == newest
    _, form = form_of(2)
    assert tables(form)["places"][-1] == ["C รพ.สต.หนองบัวแก้ว", "ไม่พบข้อมูล", "", ""]


def test_dialysis_of_a_month_is_one_row_with_every_day() -> None:
    _, form = form_of(12)
    newest = next(row for row in tables(form)["events"] if row[1] == "การรับบริการ" and row[3] == "M")
    assert newest[0] == "2 พ.ย. 2569\nถึง 20 พ.ย. 2569"
    assert newest[2].endswith("9 วัน: วันที่ 2, 4, 6, 9, 11, 13, 16, 18, 20")


def test_an_old_row_stretches_no_axis_and_a_day_far_ahead_neither() -> None:
    told, form = form_of(1)
    drawn = drawing(form)
    assert strip_of(drawn, "allergies").more == "อยู่นอกช่วงวันที่แสดง 1 รายการ"
    assert [said for _, said in drawn.ticks] == ["2566", "2567", "2568", "2569", "2570"]
    timeline = timeline_of(told.pen)
    lane = next(lane for lane in timeline.lanes if lane.name == "others")
    far = replace(
        lane, events=(type(lane.events[0])(timeline.today + timedelta(9000), None, "A", 0), *lane.events)
    )
    changed = replace(timeline, lanes=tuple(far if one is lane else one for one in timeline.lanes))
    again = lanes(told.pen, changed)
    assert again is not None
    assert again.span[1] <= timeline.today + timedelta(366)
    assert strip_of(again, "others").more == "อยู่นอกช่วงวันที่แสดง 1 รายการ"


def test_medicines_that_are_not_drawn_are_counted() -> None:
    told, _ = form_of(12)
    timeline = timeline_of(told.pen)
    lane = next(lane for lane in timeline.lanes if lane.name == "medicines")
    doubled = replace(lane, tracks=(*lane.tracks, *lane.tracks), events=(*lane.events, *lane.events))
    made = lanes(told.pen, replace(timeline, lanes=(doubled,)))
    assert made is not None
    (strip,) = made.strips
    assert len(strip.lane.tracks) == 20
    left = 720 - sum(len(bars) for _, bars in strip.lane.tracks)
    assert strip.more == f"ไม่ได้วาด 16 ตัวยา {left} รายการ"


def test_nobody_who_was_seen_nowhere_is_told_to_have_been() -> None:
    _, form = form_of(11)
    only, signed = form.parts
    assert isinstance(only, Ruled)
    assert isinstance(signed, Signatures)
    assert only.section.empty.startswith("ไม่พบข้อมูล")
    assert not any(isinstance(block, Heading | Lanes) for block in form.parts)


def test_a_denial_that_is_no_evidence_says_so_in_the_list() -> None:
    """Person 8: a system wrote it of everybody; listed bare it denied the five allergies above it."""
    _, form = form_of(8)
    (row,) = tables(form)["undated"]
    assert row[2] == "ปฏิเสธการแพ้ยา (ไม่ระบุผู้ให้ข้อมูลหรือวันที่)"
