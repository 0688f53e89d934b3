"""Cautions and purposes beside a dose: a closed list changes nothing; anything else ends the counting."""

import pytest

from viewer.record.cautions import without_cautions
from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose

ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
HARMLESS = """
ลดความดัน|ยาลดความดันโลหิต|ยาลดไขมัน|ลดไขมันในเลือด|เพื่อลดน้ำตาลในเลือด|แก้ปวด ลดไข้|แก้ปวดลดไข้|ลดกรดในกระเพาะอาหาร
ลดกรดยูริก|ห้ามหยุดยาเอง|(ห้ามหยุดยาเอง)|ห้ามหยุดยาเองโดยไม่ปรึกษาแพทย์|อย่าหยุดยาเอง|ห้ามขับรถหรือทำงานกับเครื่องจักร
ยานี้อาจทำให้ง่วงซึม ห้ามขับรถ|ห้ามหักหรือเคี้ยว|ห้ามบด เคี้ยว หรือแบ่งเม็ด|ห้ามเคี้ยวเม็ดยา|งดดื่มแอลกอฮอล์|งดเครื่องดื่มแอลกอฮอล์|ห้ามดื่มสุรา
ห้ามรับประทานพร้อมนมหรือยาลดกรด|ห่างจากยาลดกรด 2 ชั่วโมง|ควรรับประทานห่างจากนมอย่างน้อย 2 ชั่วโมง|หากมีอาการผิดปกติให้หยุดยา
ถ้ามีผื่นให้หยุดยาแล้วรีบมาพบแพทย์|รับประทานยาให้ตรงเวลา|เวลาเดิมทุกวัน|ในเวลาเดียวกันทุกวัน|เก็บในตู้เย็น|เก็บยาให้พ้นแสง|ดื่มน้ำมากๆ วันละ 2-3 ลิตร
"""
NOT_HARMLESS = """
ลดเหลือครึ่งเม็ด|ลดลง 1 เม็ด|ลดความดันแล้วลดเหลือ 1/2 เม็ด|ลดความดันลงแล้วงดยา|ห้ามหยุดยาเอง ลดเหลือ 1/2 เม็ด
หากความดันต่ำกว่า 90/60 ให้หยุดยา
งดยาเช้าวันเจาะเลือด|หยุดยา 7 วัน|หยุดยาเมื่อหายปวด|ห้ามหยุดยาเองก่อน 3 เดือน
ถ้ามีอาการปวด|เวลาปวด|เมื่อมีไข้ ลดไข้|หากปวดมากเพิ่มได้อีก 1 เม็ด|ห้ามเกินวันละ 4 เม็ด
ห่างจากมื้ออาหาร 2 ชั่วโมง|ปรับขนาดตามความดัน
"""


def phrases(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("words", phrases(HARMLESS))
@pytest.mark.parametrize("sign", [" ", " / ", ", "])
def test_a_known_phrase_changes_nothing(words: str, sign: str) -> None:
    read = read_regimen((Dose(text=f"{ONCE}{sign}{words}"),), "tab")
    assert read.a_week == 7
    assert not read.as_needed
    assert read.unclear == ""


@pytest.mark.parametrize("words", phrases(HARMLESS))
def test_it_changes_nothing_where_it_stands_as_a_further_instruction(words: str) -> None:
    assert read_regimen((Dose(text=ONCE, extra=(words,)),), "tab").a_week == 7


@pytest.mark.parametrize("words", phrases(NOT_HARMLESS))
def test_anything_else_ends_the_counting(words: str) -> None:
    read = read_regimen((Dose(text=f"{ONCE} {words}"),), "tab")
    assert not read.exact, read
    beside = read_regimen((Dose(text=ONCE, extra=(words,)),), "tab")
    assert not beside.exact, beside


def test_the_dose_itself_is_left_as_it_is() -> None:
    assert without_cautions(ONCE) == ONCE
    assert without_cautions("ลดความดันลงครึ่งเม็ด") == "ลดความดันลงครึ่งเม็ด"
    assert read_regimen((Dose(text="พร้อมอาหารคำแรก ครั้งละ 1 เม็ด วันละ 3 ครั้ง"),), "tab").a_week == 21
