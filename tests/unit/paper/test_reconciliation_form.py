"""The form on paper: what stands on every page, lines to write on, a draft until it is signed, nothing cut."""

from dataclasses import replace

import pytest
from msgspec import structs
from paper_samples import DENIED, allergic, pages_of, row, thai

from viewer.base.words import Words
from viewer.paper.reconciliation import medicines_pdf
from viewer.view.reconciling.form import MedicinesForm
from viewer.view.sheet import Cell, Row, Section, Tone

COLUMNS = ("", "ยา ความแรง", "วิธีใช้ตามต้นทาง", "แหล่ง · วันที่ · จำนวน", "กินครั้งสุดท้าย", "การพิจารณา")


def medicine(number: int, decided: str = "", note: str = "", taken: str = "") -> Row:
    name = Cell(f"ยาทดสอบ{number:03d} 500 มก. เม็ด", note="ใช้อยู่", tone=Tone.STRONG)
    dose = "ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
    return row(
        str(number), str(number), name, dose, "B 31 ส.ค. 2569 · 60 เม็ด", taken, Cell(decided, note=note)
    )


FORM = MedicinesForm(
    title="แบบบันทึกการประสานรายการยา",
    facility="ร้านยาเภสัชรุ่งเรือง",
    facility_lines=("รหัสสถานพยาบาล 990050002 · โทร 0-2000-9905",),
    running_head="นายบุญมี สมมติวงศ์ · ชาย · 66 ปี 8 เดือน · 9-6604-87647-59-7",
    allergy=DENIED,
    remarks=("ตัดสินแล้ว 2 จาก 3 · ผู้ให้ข้อมูล: ผู้ป่วย", "มีข้อมูลใหม่หลังลงชื่อ"),
    strong=("มีข้อมูลใหม่หลังลงชื่อ", "ตอบแล้ว"),
    medicines=Section(
        "reconciled", "ยาตามข้อมูลจากสถานพยาบาล", COLUMNS,
        (medicine(1, "หยุด", "eGFR 29", "เมื่อวาน 20.00"), medicine(2, "ใช้ต่อ"), medicine(3)),
        footer="อีก 2 รายการไม่ได้พิมพ์",
    ),
    others=Section("told", "ยาซื้อใช้เอง สมุนไพร", COLUMNS, footer="สมุนไพร: ผู้ให้ข้อมูลบอกว่าไม่มี"),
    legend=("B รพ.บ้านเหนือคลอง · 0-2000-9902",),
    signer=("(ภญ.ศิริพร จำลองเภสัช)", "ภ.99003 · ร้านยาเภสัชรุ่งเรือง", "ลงชื่อในโปรแกรม 23 พ.ย. 2569 เวลา 14.20 น."),
    draft=False,
    footer=("ข้อมูล ณ เวลา 23 พ.ย. 2569 · ตอบแล้ว 13 จาก 14 แห่ง · ผู้ป่วยไม่ได้อนุญาต 1",),
    synthetic=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def many(count: int) -> Section:
    return structs.replace(FORM.medicines, rows=tuple(medicine(n, "ใช้ต่อ") for n in range(1, count + 1)))


def test_every_word_of_it_is_printed(words: Words) -> None:
    (page,) = pages_of(medicines_pdf(FORM, words))
    page = page.replace("\u00a0", " ")
    told = [FORM.title, "Medication Reconciliation", FORM.facility, *FORM.facility_lines, *FORM.remarks]
    told += [FORM.medicines.title, FORM.others.title, FORM.medicines.footer, FORM.others.footer]
    told += [cell.text for one in FORM.medicines.rows for cell in one.cells]
    told += [*FORM.legend, *FORM.signer, "eGFR 29", "ผู้ทบทวน", "แพทย์ผู้ตรวจสอบ"]
    assert [text for text in told if text not in page] == []
    assert "ร่าง" not in page


def test_unsigned_it_is_a_draft_with_a_line_for_the_name(words: Words) -> None:
    (page,) = pages_of(medicines_pdf(replace(FORM, draft=True, signer=()), words))
    assert "ร่าง ยังไม่ลงนาม" in page
    assert "ภญ.ศิริพร" not in page


def test_every_page_says_whose_it_is_the_allergy_and_what_is_missing(words: Words) -> None:
    pages = pages_of(medicines_pdf(replace(FORM, medicines=many(60)), words))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for said in (
            "นายบุญมี สมมติวงศ์", "ปฏิเสธการแพ้ยา", "ถามซ้ำวันนี้", "ตอบแล้ว 13 จาก 14 แห่ง", "ผู้ป่วยไม่ได้อนุญาต 1",
            "ข้อมูลจำลอง", f"หน้า {number}/{len(pages)}",
        ):  # fmt: skip
            assert said in page, (number, said)


def test_three_hundred_medicines_lose_no_row_and_heads_repeat(words: Words) -> None:
    pages = pages_of(medicines_pdf(replace(FORM, medicines=many(300)), words))
    text = "".join(pages)
    assert [n for n in range(1, 301) if text.count(f"ยาทดสอบ{n:03d}") != 1] == []
    assert all("การพิจารณา" in page for page in pages if "ยาทดสอบ" in page)


def test_forty_allergies_stand_in_full_on_every_page(words: Words) -> None:
    names = [f"สารทดสอบ{number:02d}" for number in range(40)]
    pages = pages_of(medicines_pdf(replace(FORM, allergy=allergic(names), medicines=many(30)), words))
    for page in pages:
        assert [name for name in names if name not in page] == []


def test_three_hundred_facilities_run_over_no_page(words: Words) -> None:
    legend = tuple(f"{n} สถานพยาบาลทดสอบ {n:03d} · 0-2000-{n:04d}" for n in range(300))
    text = "".join(pages_of(medicines_pdf(replace(FORM, legend=legend), words)))
    assert [n for n in range(300) if f"0-2000-{n:04d}" not in text] == []


def test_without_a_record_there_is_no_allergy_box(words: Words) -> None:
    (page,) = pages_of(medicines_pdf(replace(FORM, allergy=None), words))
    assert "ปฏิเสธการแพ้ยา" not in page
    assert "ถามซ้ำวันนี้" not in page


def test_a_very_long_reason_is_printed_whole(words: Words) -> None:
    told = " ".join(f"w{n:04d}" for n in range(1500))
    rows = (medicine(1, "หยุด", told),)
    text = "".join(
        pages_of(medicines_pdf(replace(FORM, medicines=structs.replace(FORM.medicines, rows=rows)), words))
    )
    assert [n for n in range(1500) if f"w{n:04d}" not in text] == []


@pytest.mark.parametrize("count", range(8, 24))
def test_nobody_signs_a_page_without_a_medicine(count: int, words: Words) -> None:
    pages = pages_of(medicines_pdf(replace(FORM, medicines=many(count)), words))
    last = pages[-1].replace("\u00a0", " ")
    assert f"ยาทดสอบ{count:03d}" in last
    assert "ลงชื่อ" in last
    assert "ยาซื้อใช้เอง" in last
