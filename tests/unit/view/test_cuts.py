"""Where Thai lines may break."""

from collections.abc import Iterable
from datetime import date

import pytest
from data.thai.paragraphs import paragraphs, sentences

from viewer.view.cuts import breakable, cuts, plain
from viewer.view.wording import th_dates


def ends(pieces: Iterable[str]) -> set[int]:
    at, places = 0, []
    for piece in pieces:
        at += len(piece)
        places.append(at)
    return set(places)


@pytest.mark.parametrize("pieces", sentences(), ids=lambda pieces: pieces[0])
def test_every_break_is_one_a_reader_accepts(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert ends(cuts(text)) <= ends(pieces)


@pytest.mark.parametrize("pieces", sentences(), ids=lambda pieces: pieces[0])
def test_there_is_a_break_where_a_line_needs_one(pieces: list[str]) -> None:
    assert len(cuts("".join(pieces))) >= len(pieces) / 3


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ให้ยา co-trimoxazole 480 mg วันละครั้ง", "co-trimoxazole 480 mg"),
        ("amoxicillin/clavulanate 875/125 mg", "amoxicillin/clavulanate 875/125 mg"),
        ("ยาMetformin500mgเช้า", "Metformin500mg"),
        ("ครั้งละ 2 เม็ด", "2 เม็ด"),
        ("ครั้งละ 500มก.", "500มก."),
        ("Cr 2.27 mg/dL (A)", "2.27 mg/dL"),
        ("K ≥ 5.5 mmol/L", "≥ 5.5 mmol/L"),
        ("เมื่อ 3 พ.ย. 2569 บันทึก", "3 พ.ย. 2569"),
        ("เอกสารอื่น ๆ ที่แนบ", "อื่น ๆ"),
        ("แพ้ยาฟ้าทะลายโจร", "ฟ้าทะลายโจร"),
        ("อายุ 67ปี", "67ปี"),
        ("เบาหวานชนิดที่ 2 (A, B)", "(A, B)"),
        ("การจ่าย สั่งแต่ไม่พบ", "ไม่พบ"),
        ("ผล ไม่มีช่วงอ้างอิง", "ไม่มี"),
        ("ผลที่ไม่ตรงกัน", "ไม่ตรงกัน"),
        ("ยานี้ห้ามใช้ร่วมกับ", "ห้ามใช้"),
        ("ครั้งละ 1 ช้อนชาครึ่ง (7.5 มล.)", "ช้อนชาครึ่ง"),
        ("ครั้งละครึ่งเม็ด", "ครึ่งเม็ด"),
        ("รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์", "ทุกวันอาทิตย์"),
        ("วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์", "เฉพาะวันจันทร์-ศุกร์"),
        ("ก่อนนอน เฉพาะวันเสาร์-อาทิตย์", "เฉพาะวันเสาร์-อาทิตย์"),
        ("วันละ 1 ครั้ง ยกเว้นวันอาทิตย์", "ยกเว้นวันอาทิตย์"),
        ("ครั้งละ 1 ช้อนชา ทุก 4 ชั่วโมง เวลามีไข้", "ทุก 4 ชั่วโมง"),
        ("พาราเซตามอล 120 มก./5 มล.", "120 มก./5 มล."),
        ("รับประทานวันละ 3 ครั้ง", "วันละ"),
        ("ข้อมูลเก่า 7 ปี 6 เดือน", "7 ปี 6 เดือน"),
        ("ครั้งละ 25 มคก. ก่อนอาหาร", "25 มคก."),
        ("ส่งต่อ รพศ. และ สสจ. แล้ว", "รพศ."),
        ("ส่งต่อ รพศ. และ สสจ. แล้ว", "สสจ."),
        ("โพแทสเซียม 40 มิลลิอิควิวาเลนท์", "40 มิลลิอิควิวาเลนท์"),
        ("แพ้ยาไรแฟมพิซินและเมโทรไนดาโซล", "ไรแฟมพิซิน"),
        ("แพ้ยาไรแฟมพิซินและเมโทรไนดาโซล", "เมโทรไนดาโซล"),
        ("ผู้ป่วยบอกว่าแพ้ยา", "บอกว่า"),
        ("วันที่ส่งออก 23 พฤศจิกายน พ.ศ. 2569 เวลา 14.20 น.", "เวลา 14.20 น."),
        ("ก่อนส่งต่อ 23 พ.ย. 2569 14.05", "2569 14.05"),
        ("ติดต่อ โทร 0-2000-9904", "โทร 0-2000-9904"),
        ("ยาเหลืออีก 70 วัน", "อีก 70 วัน"),
        ("รับประทานวันละ 3 ครั้ง", "วันละ 3 ครั้ง"),
        ("เบาหวานชนิดที่ 2", "ชนิดที่ 2"),
        ("โรคไตเรื้อรัง ระยะที่ 5", "ระยะที่ 5"),
        ("แพ้ยา A รพ.ศูนย์ธารสุวรรณ 24 ต.ค. 2567", "A รพ.ศูนย์ธารสุวรรณ"),
        ("แพ้ยา [A] รพ.ศูนย์ธารสุวรรณ 24 ต.ค. 2567", "[A] รพ.ศูนย์ธารสุวรรณ"),
        ("M ศูนย์ไตเทียมเพื่อนไต", "M ศูนย์ไตเทียมเพื่อนไต"),
        ("ว.99001 · คลินิกเวชกรรมใจดี", "คลินิกเวชกรรมใจดี"),
        ("BMI 26.1 · ไม่มีช่วงอ้างอิง", "ไม่มีช่วงอ้างอิง"),
    ],
)
def test_what_belongs_together_stays_together(text: str, whole: str) -> None:
    assert any(whole in piece for piece in cuts(text)), cuts(text)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_stays_whole_in_every_month(month: int) -> None:
    told = th_dates.day(date(2026, month, 13))
    assert f" {told}" in cuts(f"ตรวจ {told} พบ")


def test_a_year_lets_its_line_go() -> None:
    assert cuts("15 มกราคม 2569 ณ โรงพยาบาล")[:3] == ("15 มกราคม", " 2569", " ณ")


def test_joined_pieces_are_the_text_again() -> None:
    for text in paragraphs(60):
        assert "".join(cuts(text)) == text


def test_marks_for_display_leave_no_trace() -> None:
    for text in paragraphs(60):
        shown = breakable(text)
        assert "\u200b" in shown
        assert plain(shown) == text


def test_marks_for_display_bind_numbers_to_units() -> None:
    assert breakable("ครั้งละ 2 เม็ด") == "ครั้งละ\u00a02\u00a0เม็ด"
    assert breakable("co-trimoxazole 480 mg") == "co-\u2060trimoxazole\u00a0480\u00a0mg"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "ก" * 5000, "่" * 3000, "เ" * 3000, "ตากลม" * 1500, "a" * 9000, "\x00\u202e🙂"]
)
def test_odd_text_comes_back_whole(text: str) -> None:
    assert "".join(cuts(text)) == text
    assert plain(breakable(text)) == text


def test_the_number_of_a_facility_stays_with_its_name() -> None:
    assert "ศูนย์บริการสาธารณสุข 99," in [piece.strip() for piece in cuts("รพ.ก, ศูนย์บริการสาธารณสุข 99, รพ.ข")]
    assert "ผลตรวจ" in [piece.strip() for piece in cuts("ข้อควรระวังจากต้นทาง, ผลตรวจ")]
