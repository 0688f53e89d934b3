"""Empty places speak: why nothing is there, never that there is nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.record.story import Gap, Record
from viewer.view.band import band, mask
from viewer.view.drawer import ledger_section
from viewer.view.sheets import all_sheets, sheet
from viewer.view.silence import silence
from viewer.view.strip import consent_strip, ledger_bar
from viewer.view.terms import line_states

Strings = Callable[[Any], list[str]]
NOW = datetime(2026, 11, 23, 14, 18, tzinfo=ZoneInfo("Asia/Bangkok"))


def ledger(*states: LineState, not_asked: tuple[str, ...] = ()) -> Ledger:
    lines = (
        Line(Facility(f"9900{place}", f"รพ.{place}", "รพช.", f"0-2000-990{place}"), letter(place), state)
        for place, state in enumerate(states)
    )
    return Ledger(tuple(lines), not_asked_types=not_asked)


ANSWERED, EMPTY, ASKING = LineState.ANSWERED, LineState.EMPTY, LineState.ASKING


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (ledger(), "ไม่พบข้อมูลในไฟล์ที่อ่าน"),
        (ledger(ANSWERED, ASKING, ASKING), "กำลังสอบถาม 2 แห่ง ยังสรุปไม่ได้"),
        (ledger(EMPTY, ASKING, LineState.TIMED_OUT), "กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้"),
        (ledger(EMPTY, LineState.TIMED_OUT, LineState.NOT_CONSENTED), "ไม่พบข้อมูล (ตอบ 1 จาก 3 แห่ง)"),
        (ledger(ANSWERED, LineState.PARTIAL), "ไม่พบข้อมูล (ตอบ 1 จาก 2 แห่ง)"),
        (ledger(ANSWERED, EMPTY), "ไม่พบข้อมูล"),
        (
            ledger(ANSWERED, not_asked=("Encounter",)),
            "ไม่ได้ขอข้อมูลนี้ เพราะบทบาทของท่านไม่มีสิทธิอ่าน",
        ),
    ],
)
def test_why_nothing_is_there(answers: Ledger, told: str, words: Words) -> None:
    assert silence(answers, words, "Encounter") == told


EVERY_STATE = ledger(*LineState)


@pytest.mark.parametrize("answers", [ledger(), ledger(ASKING), EVERY_STATE, ledger(EMPTY, EMPTY)])
def test_no_sheet_of_an_empty_record_says_none(
    answers: Ledger, words: Words, today: date, strings: Strings
) -> None:
    drawn = (*all_sheets(Record(), answers, today, words), band(Record(), answers, today, words))
    for text in strings(drawn):
        # These say it of an answer, of a right, of our own answers: never of the person.
        for allowed in ("ตอบแล้ว ไม่มีข้อมูล", "ไม่มีสิทธิอ่าน", "ยังไม่มีคำตอบที่ใช้ได้"):
            text = text.replace(allowed, "")
        assert "ไม่มี" not in text, text


def test_nothing_is_found_while_asking(words: Words, today: date, strings: Strings) -> None:
    answers = ledger(EMPTY, ASKING)
    pages = [s for s in all_sheets(Record(), answers, today, words) if s.name != "ledger"]
    text = "\n".join(strings((*pages, band(Record(), answers, today, words).allergy)))
    assert "ไม่พบข้อมูล" not in text
    assert "กำลังสอบถาม" in text


def test_no_finding_is_never_said_to_be_safe(words: Words, today: date) -> None:
    page = sheet("summary", Record(), ledger(EMPTY, LineState.TIMED_OUT), today, words)
    card = next(section for section in page.sections if section.name == "findings")
    assert not card.rows
    assert card.empty == "ยังไม่ได้ตรวจ เพราะยังไม่พบรายการยาให้เทียบ ซึ่งไม่ได้แปลว่าผู้ป่วยไม่ได้ใช้ยา"
    assert "ไม่ใช่ทุกคู่ยา" in card.footer
    assert "ไม่พบรายการยาให้เทียบ" in card.footer
    assert "ไม่ได้คำตอบจาก: รพ.1" in card.footer


def test_gaps_are_sentences_added_up(words: Words, today: date) -> None:
    record = Record(
        gaps=(
            Gap("too-deep", "Bundle", 2, "99001", "รพ.หนึ่ง"),
            Gap("too-deep", "Bundle", 1, "99002", "รพ.สอง"),
            Gap("wrong-person", "Observation", 4, "99002", "รพ.สอง"),
            Gap("unreadable", "?", 1, "", ""),
        )
    )
    told = sheet("summary", record, ledger(ANSWERED), today, words).gaps
    assert "อ่านไม่ได้: 2 รายการ จาก รพ.หนึ่ง" in told
    assert "ไม่รับ เพราะเป็นข้อมูลของบุคคลอื่น: 4 รายการ จาก รพ.สอง" in told
    assert "อ่านไม่ได้: 1 รายการ จาก ไม่ระบุสถานพยาบาล" in told


def test_gaps_name_the_facilities_that_did_not_answer(words: Words, today: date) -> None:
    told = sheet("medicines", Record(), ledger(ANSWERED, LineState.TIMED_OUT), today, words).gaps
    assert "ไม่ตอบภายในเวลา 1 แห่ง: รพ.1" in told


def test_the_bar_adds_up_in_every_mixture(words: Words) -> None:
    bar = ledger_bar(EVERY_STATE, words)
    text = "".join(segment.text for segment in bar.words)
    assert text.startswith("ตอบแล้ว 2 จาก 11 แห่ง")
    counts = [int(segment.text.rsplit(" ", 1)[1]) for segment in bar.words if segment.text[-1:].isdigit()]
    assert sum(counts) + EVERY_STATE.spoken == len(EVERY_STATE.lines)
    assert [cell.state for cell in bar.cells] == [state.value for state in LineState]


def test_every_state_has_its_words_and_a_telephone(words: Words) -> None:
    section = ledger_section(EVERY_STATE, words)
    assert [row.cells[2].text for row in section.rows] == [
        "กำลังสอบถาม", "ตอบแล้ว", "ตอบแล้ว ไม่มีข้อมูล", "ผู้ป่วยไม่ได้อนุญาต", "สถานพยาบาลไม่เปิดเผย", "ยังไม่เชื่อมต่อ",
        "ไม่ตอบภายในเวลา", "ติดต่อไม่ได้", "อ่านไม่ได้บางรายการ", "ได้บางส่วน", "หยุดถามโดยท่าน",
    ]  # fmt: skip
    assert all(row.cells[6].text.startswith("0-2000") for row in section.rows)
    nameless = Ledger((Line(Facility("990140006", "คลินิกแพทย์แผนไทย"), "A", EMPTY),))
    assert ledger_section(nameless, words).rows[0].cells[6].text == "ไม่พบในสารบบ"


def test_partial_and_unreadable_say_how_much(words: Words) -> None:
    facility = Facility("99002", "รพ.บ้านเหนือคลอง")
    partial = Line(facility, "A", LineState.PARTIAL, 86, 120, missing_types=("DocumentReference",), took=19.6)
    torn = Line(facility, "B", LineState.UNREADABLE, 7, unreadable=2, answered=NOW)
    rows = ledger_section(Ledger((partial, torn)), words).rows
    assert rows[0].cells[3].text == "86 จาก 120 รายการ · ไม่ได้รับ: เอกสาร"
    assert rows[0].cells[4].text == "20 วินาที"
    assert rows[1].cells[3].text == "อ่านไม่ได้ 2 จาก 9 รายการ"
    assert rows[1].cells[5].text == "14.18 น."


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("wrong-person", "ส่งข้อมูลของบุคคลอื่นมา ไม่รับทั้งหมด"),
        ("self-lost-patient", "ตอบข้อมูลของผู้อื่นปนมา ไม่รับทั้งหมด"),
    ],
)
def test_a_parcel_about_others_is_said_to_be_refused(detail: str, told: str, words: Words) -> None:
    facility = Facility("99002", "รพ.บ้านเหนือคลอง")
    nothing = Line(facility, "A", LineState.UNREADABLE, detail=detail)
    some = Line(facility, "B", LineState.UNREADABLE, 7, unreadable=2, detail=detail)
    rows = ledger_section(Ledger((nothing, some)), words).rows
    assert rows[0].cells[3].text == told
    assert rows[1].cells[3].text == f"{told} · อ่านไม่ได้ 2 จาก 9 รายการ"


def _permit(until: datetime) -> Permit:
    grants = (Grant("99001", "ก", permitted=True), Grant("99003", "ข", permitted=False))
    return Permit(Opaque("c"), Opaque("p"), "TREAT", until, grants, frozenset(), Receipt("r", NOW))


def test_the_consent_strip_counts_down(words: Words) -> None:
    strip = consent_strip(_permit(NOW + timedelta(hours=1, minutes=42)), NOW, words)
    text = "".join(segment.text for segment in strip.words)
    assert text == "ผู้ป่วยยินยอม เพื่อการรักษา · ถึง 16.00 น. (เหลือ 1 ชม. 42 นาที) · อนุญาต 1 แห่ง"
    assert not strip.short
    assert consent_strip(_permit(NOW + timedelta(minutes=9)), NOW, words).short


def test_the_citizen_id_is_masked() -> None:
    assert mask("9660487647597") == "•-••••-••••7-59-7"
    assert mask("TEST00917") == "••••••917"
    assert mask("12") == "••"


KINDS_OF_NOTHING = (
    LineState.NOT_CONSENTED, LineState.NOT_CONNECTED, LineState.WITHHELD, LineState.TIMED_OUT, LineState.UNREACHABLE,
    LineState.UNREADABLE, LineState.PARTIAL, LineState.STOPPED, LineState.ASKING,
)  # fmt: skip


@pytest.mark.parametrize("state", KINDS_OF_NOTHING)
def test_each_kind_of_nothing_is_told_apart_on_every_sheet(
    state: LineState, words: Words, today: date, strings: Strings
) -> None:
    """Not chosen, not joined, kept back, silent, broken, partly, stopped, not yet: in words, with the name."""
    states = line_states(words)
    for page in all_sheets(Record(), ledger(EMPTY, state), today, words):
        text = "\n".join(page.gaps)
        assert f"{states[state]} 1 แห่ง: รพ.1" in text or f"{states[state]}: 1 แห่ง (รพ.1)" in text, (
            page.name,
            text,
        )
        others = [states[other] for other in KINDS_OF_NOTHING if other is not state]
        assert not [told for told in others if f"{told} 1 แห่ง" in text], page.name


def test_truly_nothing_is_told_without_excuse_and_only_then(
    words: Words, today: date, strings: Strings
) -> None:
    for page in all_sheets(Record(), ledger(EMPTY, EMPTY), today, words):
        assert page.gaps == ()
    for state in KINDS_OF_NOTHING:
        for page in all_sheets(Record(), ledger(EMPTY, state), today, words):
            empties = [
                section.empty for section in page.sections if section.name != "ledger" and section.empty
            ]
            assert "ไม่พบข้อมูล" not in empties, (state, page.name)


def test_every_detail_of_a_line_has_its_words(words: Words) -> None:
    """Whatever ended a line early is said beside its state, each in its own words; a code is never shown."""
    facility = Facility("99002", "รพ.บ้านเหนือคลอง")
    told: dict[str, str] = {}
    for detail in (
        "perhaps-cut",
        "dates-not-granted",
        "timed-out",
        "pages-without-end",
        "origin-refused",
        "cut",
    ):
        line = Line(facility, "A", LineState.PARTIAL, 100, detail=detail)
        told[detail] = ledger_section(Ledger((line,)), words).rows[0].cells[3].text
    for detail in ("wrong-person", "other-person", "self-lost-patient"):
        line = Line(facility, "A", LineState.UNREADABLE, 0, detail=detail)
        told[detail] = ledger_section(Ledger((line,)), words).rows[0].cells[3].text
    assert len(set(told.values())) == len(told)
    for detail, text in told.items():
        assert detail not in text
        assert any("ก" <= sign <= "๙" for sign in text.removeprefix("100 รายการ")), (detail, text)


def test_every_gap_stands_with_its_place_kind_count_and_reason(words: Words, today: date) -> None:
    record = Record(
        gaps=(
            Gap("too-deep", "CarePlan", 2, "99001", "รพ.หนึ่ง"),
            Gap("other-person", "Observation", 4, "99002", "รพ.สอง"),
            Gap("outside-dates", "Condition", 3, "99002", "รพ.สอง"),
            Gap("unreadable", "?", 1, "", ""),
        )
    )
    page = sheet("ledger", record, ledger(ANSWERED), today, words)
    section = next(one for one in page.sections if one.name == "gaps")
    assert [tuple(cell.text for cell in row.cells) for row in section.rows] == [
        ("ไม่ระบุสถานพยาบาล", "ไม่ทราบชนิด", "1", "อ่านไม่ได้"),
        ("รพ.สอง", "ผลตรวจ", "4", "ชื่อและปีเกิดเป็นของบุคคลอื่น"),
        ("รพ.สอง", "การวินิจฉัย", "3", "อยู่นอกช่วงวันที่ผู้ป่วยอนุญาต"),
        ("รพ.หนึ่ง", "แผนการดูแล", "2", "ซ้อนกันลึกเกินไป"),
    ]
    assert section.caption == "10 รายการ"


def test_a_ledger_without_gaps_has_no_list_of_them(words: Words, today: date) -> None:
    assert [one.name for one in sheet("ledger", Record(), ledger(ANSWERED), today, words).sections] == [
        "ledger"
    ]


def test_a_consent_that_cannot_be_checked_says_since_when(words: Words) -> None:
    strip = consent_strip(_permit(NOW + timedelta(hours=1)), NOW, words, NOW - timedelta(minutes=6))
    assert "ตรวจสอบสถานะไม่ได้ตั้งแต่ 14.12 น." in "".join(segment.text for segment in strip.words)
    assert strip.short


def test_a_role_that_asks_for_no_restricted_data_says_so_on_every_sheet(words: Words, today: date) -> None:
    unasked = replace(ledger(ANSWERED), restricted_not_asked=True)
    for page in all_sheets(Record(), unasked, today, words):
        assert "ไม่ได้ขอข้อมูลที่จำกัดการเข้าถึง" in page.gaps
