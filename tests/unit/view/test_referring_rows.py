"""Rows of the record beside a referral: those left out are neither on paper nor in the data, and those that came
after it had left are counted."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from form_samples import NOW
from unit.view.made import letter_for, record_of

from viewer.base.words import Words
from viewer.record.news import VANISHED, since, standing
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Joined
from viewer.record.values import Remark
from viewer.view.key_rows import key_series
from viewer.view.other_tests import others
from viewer.view.pen import Pen
from viewer.view.procedures import procedures
from viewer.view.referring.choosing import Part, candidates
from viewer.view.referring.since import since_papers
from viewer.visit.papers import Paper
from viewer.visit.referral import ReferralDraft, left_out

Patient = Callable[..., Any]


# --- rows


def test_rows_left_out_are_neither_on_paper_nor_in_the_data_and_that_is_said(
    patient: Patient, spoken: Words
) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    every = candidates(pen)
    whole = letter_for(ReferralDraft(), spoken, pen)
    for part in (Part.DIAGNOSES, Part.RESULTS, Part.MEDICINES, Part.VISITS):
        first = next(one for one in every if one.part is part)
        letter = letter_for(left_out(ReferralDraft(), frozenset({first.key})), spoken, pen)
        assert len(letter.data) < len(whole.data), part
        prose, tables = " ".join(letter.footer), letter.results.footer + letter.medicines.footer
        assert "ผู้เขียนเลือกไม่พิมพ์" in prose + tables, part
        names = [*letter.problems, *(row.cells[0].text for row in letter.results.rows)]
        names += [row.cells[1].text for row in letter.medicines.rows]
        whole_names = [*whole.problems, *(row.cells[0].text for row in whole.results.rows)]
        whole_names += [row.cells[1].text for row in whole.medicines.rows]
        if part is not Part.VISITS:
            assert len(names) == len(whole_names) - 1, part
    everything = letter_for(left_out(ReferralDraft(), frozenset(one.key for one in every)), spoken, pen)
    (back,) = read_everything([Source("r", everything.data)], NOW.date()).persons
    assert (back.record.problems, back.record.supplies, back.record.visits) == ((), (), ())
    assert "ไม่พบข้อมูล" not in everything.medicines.empty, "they were found, and left out"


def test_rows_read_with_source_and_date_and_none_is_restricted(patient: Patient, spoken: Words) -> None:
    for number in (1, 9, 12):
        person = patient(number)
        pen = Pen(person.record, person.ledger, NOW.date(), spoken)
        found = candidates(pen)
        assert len({one.key for one in found}) == len(found)
        for one in found:
            assert one.words.strip()
            if one.part in (Part.DIAGNOSES, Part.RESULTS) or one.text_only:
                assert "(" in one.words, one.words


def test_what_no_table_of_the_letter_shows_can_be_put_into_a_text(patient: Patient, spoken: Words) -> None:
    """Every other test with its newest value, reports that say something, operations once with how often."""
    person = patient(12)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    found = {part: [one for one in candidates(pen) if one.part is part] for part in Part}
    tests = found[Part.OTHER_RESULTS]
    assert [one.words for one in tests] == ["HLA-B*58:01 ผลบวก (positive) (F 15 ส.ค. 2565)"]
    assert len(tests) == others(pen, (one.latest for one in key_series(pen)))
    told = [one.words for one in found[Part.REPORTS]]
    assert "Echocardiogram: LVEF 48 % (F 10 ส.ค. 2569)" in told
    assert not any(words.startswith("ผลเลือดประจำเดือน") for words in told), "its results are told one by one"
    done = [one.words for one in found[Part.PROCEDURES]]
    assert len(done) == len(procedures(pen).rows)
    assert sum(words.startswith("ฟอกเลือดด้วยเครื่องไตเทียม") for words in done) == 1
    assert all(
        one.text_only for part in (Part.OTHER_RESULTS, Part.REPORTS, Part.PROCEDURES) for one in found[part]
    )


# --- what came after it had left


@pytest.mark.parametrize("number", [1, 9, 12])
def test_what_came_later_is_counted_by_facility_and_never_tells_of_restricted_rows(
    number: int, patient: Patient, spoken: Words
) -> None:
    person = patient(number)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    paper = Paper("referral", "print", 2, "7F3K", NOW, frozenset())
    (found,) = since_papers(pen, (replace(paper, number=1, rows=standing(person.record)), paper))
    assert found.headline == "มีข้อมูลใหม่หลังพิมพ์ 14.20 น. (สำเนาที่ 2)"
    counted = sum(int(part) for part in re.findall(r" (\d+)(?:,| ·|$)", found.told))
    assert counted == sum(1 for _ in pen.record.facts())
    assert since_papers(pen, (replace(paper, rows=standing(person.record)),)) == ()


def test_another_source_of_a_known_row_is_no_news_and_a_row_that_vanished_is(spoken: Words) -> None:
    problem = {"resourceType": "Condition", "code": {"text": "ข้อเข่าเสื่อม"}, "recordedDate": "2026-01-02"}
    record = record_of(problem, {**problem, "code": {"text": "ต้อกระจก"}})
    known = standing(record)
    assert list(since(record, known)) == []
    first, second = record.problems
    gone = msgspec.structs.replace(first, remarks=(Remark(VANISHED, ""),))
    assert [row.number for row in since(replace(record, problems=(gone, second)), known)] == [first.number]
    merged = replace(record, problems=(first,), joined={first.number: Joined("same", (first, second))})
    assert list(since(merged, frozenset({second.number}))) == []
