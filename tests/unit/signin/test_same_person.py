"""A certificate is held against who is signed in: titles count for nothing, another script is not guessed at."""

import pytest

from viewer.base.opaque import Opaque
from viewer.signin.people import Clinician
from viewer.signin.same_person import Holder, holder, licence_in


def clinician(name: str, licence: str = "ว.99001") -> Clinician:
    return Clinician(Opaque("s"), name, licence, Opaque("Practitioner/x"))


@pytest.mark.parametrize(
    ("certificate", "own"),
    [
        ("พญ.อรอนงค์ ตัวอย่างแพทย์", "พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("อรอนงค์ ตัวอย่างแพทย์", "พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("แพทย์หญิง อรอนงค์  ตัวอย่างแพทย์", "พญ. อรอนงค์ ตัวอย่างแพทย์"),
        ("น.ส.อรอนงค์ ตัวอย่างแพทย์", "พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("นางสาวอรอนงค์ ตัวอย่างแพทย์", "ผศ.ดร.พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("ผศ. ดร. พญ. อรอนงค์ ตัวอย่างแพทย์", "นาง อรอนงค์ ตัวอย่างแพทย์"),
        ("นางสาวิตรี ตัวอย่าง", "พญ.สาวิตรี ตัวอย่าง"),
        ("นางสาวสาวิตรี ตัวอย่าง", "สาวิตรี ตัวอย่าง"),
        ("นายิกา ตัวอย่าง", "พว.นายิกา ตัวอย่าง"),
        ("นพดล ตัวอย่าง", "นพ.นพดล ตัวอย่าง"),
        ("พ.ต.ท.นพ.วสันต์ จำลอง", "นพ.วสันต์ จำลอง"),
        ("พันตำรวจเอก นายแพทย์ วสันต์ จำลอง", "พ.ต.อ.นพ.วสันต์ จำลอง"),
        ("ว่าที่ร้อยตรีหญิง อร ตัวอย่าง", "พญ.อร ตัวอย่าง"),
        ("นาวาอากาศเอก วสันต์ จำลอง", "นพ.วสันต์ จำลอง"),
        ("พล.ต.นพ.วสันต์ จำลอง", "พลตรี วสันต์ จำลอง"),
        ("หม่อมหลวงวสันต์ จำลอง", "ม.ล.วสันต์ จำลอง"),
        ("พลอย ตัวอย่าง", "พญ.พลอย ตัวอย่าง"),
        ("ภก.ก้อง ณ อยุธยา", "ก้อง ณอยุธยา"),
        ("จํารัส ตัวอย่าง", "จำรัส ตัวอย่าง"),
        ("นพ.สมชาย ใจดี (ว.12345)", "นพ.สมชาย ใจดี"),
        ("สมชาย ใจดี (Somchai Jaidee)", "นพ.สมชาย ใจดี"),
        ("JAIDEE Somchai", "Dr. Somchai Jaidee"),
        ("Somchai Jaidee, M.D.", "Mr.Somchai Jaidee"),
        ("José Núñez", "Jose Nunez"),
    ],
)  # fmt: skip
def test_one_person_however_they_are_titled(certificate: str, own: str) -> None:
    assert holder(certificate, "", clinician(own)) is Holder.SAME


@pytest.mark.parametrize(
    ("certificate", "own"),
    [
        ("พว.สุดารัตน์ จำลองพยาบาล", "พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("พญ.อรอนงค์ ตัวอย่าง", "พญ.อรอนงค์ ตัวอย่างแพทย์"),
        ("นพ.ดล ตัวอย่าง", "นพดล ตัวอย่าง"),
        ("โรงพยาบาลบ้านเหนือคลอง", "นพ.สมชาย ใจดี"),
        ("Somsak Jaidee", "Somchai Jaidee"),
        ("John A Smith", "John B Smith"),
        ("สมศักดิ์ ใจดี (Somchai Jaidee)", "นพ.สมชาย ใจดี"),
    ],
)
def test_another_person(certificate: str, own: str) -> None:
    assert holder(certificate, "", clinician(own)) is Holder.OTHER


@pytest.mark.parametrize("certificate", ["Onanong Tuayangphaet", "Dr. Onanong T.", "", "12345", "ອໍອະນົງ"])
def test_another_script_is_not_guessed_at(certificate: str) -> None:
    assert holder(certificate, "", clinician("พญ.อรอนงค์ ตัวอย่างแพทย์")) is Holder.UNKNOWN


@pytest.mark.parametrize(
    ("held", "own", "found"),
    [
        ("ว.99001", "ว.99001", Holder.SAME),
        ("ว.99001", "ว 99001", Holder.SAME),
        ("ว.99001", "99001", Holder.SAME),
        ("ว.99002", "ว.99001", Holder.OTHER),
        ("ภ.99001", "ว.99001", Holder.OTHER),
        ("ว.99002", "", Holder.SAME),
    ],
)
def test_a_licence_number_is_held_against_the_clinicians(held: str, own: str, found: Holder) -> None:
    assert holder("สมชาย ใจดี", held, clinician("นพ.สมชาย ใจดี", own)) is found
    if found is Holder.OTHER:
        assert holder("Somchai Jaidee", held, clinician("นพ.สมชาย ใจดี", own)) is Holder.OTHER


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        (("นพ.สมชาย ใจดี", "ว.12345"), "ว.12345"),
        (("นพ.สมชาย ใจดี ว ๑๒๓๔๕",), "ว.12345"),
        (("ภญ.ศิริพร", "ภ.099003"), "ภ.99003"),
        (("Somchai Jaidee", "PNOTH-1234567890123", "1234567890123"), ""),
        (("หน่วยพัฒนาว.123",), ""),
        ((), ""),
    ],
)
def test_a_licence_number_is_told_from_other_numbers(said: tuple[str, ...], licence: str) -> None:
    assert licence_in(said) == licence
