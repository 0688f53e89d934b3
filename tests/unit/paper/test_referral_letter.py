"""The referral letter on paper: what stands on every page, what is a blank, what must never be cut."""

from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from msgspec import structs
from paper_samples import LETTER, allergic, edges_of, medicine, pages_of, thai
from tagged import open_pdf

from viewer.base.words import Words
from viewer.paper.formats import A4, MM
from viewer.paper.referral import referral_pdf
from viewer.view.sheet import Letter, Section

ALLERGENS = [
    f"{name}-{number}"
    for number in range(8)
    for name in ("amoxicillin", "ceftriaxone", "co-trimoxazole", "ซัลฟา", "ไดโคลฟีแนค")
]


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def letter(**changes: Any) -> Letter:
    return replace(LETTER, **changes)


def test_the_letter_of_the_look_stands_on_two_pages(words: Words) -> None:
    assert len(pages_of(referral_pdf(LETTER, words))) == 2


def test_every_value_of_the_letter_is_printed(words: Words) -> None:
    text = "".join(pages_of(referral_pdf(LETTER, words))).replace("\u00a0", " ")
    told = [
        LETTER.facility,
        LETTER.sent,
        LETTER.to,
        LETTER.urgency,
        LETTER.asked,
        LETTER.cause,
        *LETTER.legend,
    ]
    told += [line.value for line in LETTER.patient] + [line.label.strip() for line in LETTER.address]
    told += [cell.text for row in LETTER.results.rows for cell in row.cells]
    told += [*LETTER.diagnoses, *LETTER.signer, *LETTER.remarks]
    for words_ in told:
        assert words_ in text, words_


def test_parts_stand_in_the_order_of_the_form(words: Words) -> None:
    text = "".join(pages_of(referral_pdf(LETTER, words)))
    order = [
        "ใบส่งต่อผู้ป่วย", "เลขที่", "ถึง", "ขอส่งผู้ป่วยชื่อ", "อยู่บ้านเลขที่", "มาเพื่อโปรด", "ประวัติการป่วย", "ผลการตรวจ",
        "การวินิจฉัยโรคขั้นต้น", "การรักษาที่ได้ให้ไว้แล้ว", "สาเหตุที่ส่ง", "ยาที่ให้จากสถานพยาบาลต้นทาง", "ยาที่ใช้ระหว่างการส่งต่อ",
        "ยาเดิมที่ผู้ป่วยใช้ประจำ", "เดินทางโดย", "เอกสารแนบ", "แพทย์ผู้ส่ง", "ใบตอบกลับ",
    ]  # fmt: skip
    places = [text.find(words_) for words_ in order]
    assert -1 not in places
    assert places == sorted(places)


def test_every_page_says_whose_it_is_what_is_missing_and_that_it_is_simulated(words: Words) -> None:
    pages = pages_of(referral_pdf(letter(medicines=_many(60)), words))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        for said in (
            "นายบุญมี สมมติวงศ์",
            "ปฏิเสธการแพ้ยา",
            "ถามซ้ำวันนี้",
            "ข้อมูล ณ เวลา 23 พ.ย. 2569 14.18 น.",
            "ตอบแล้ว 11 จาก 14 แห่ง",
            "L สถาบันโรคทรวงอกเหนือธาร",
            "ข้อมูลที่จำกัดการเข้าถึง: ไม่พิมพ์",
            "7F3K-2291",
            "ข้อมูลจำลอง",
            f"หน้า {number}/{len(pages)}",
        ):
            assert said in page, (number, said)


def test_forty_allergies_stand_in_full_on_every_page(words: Words) -> None:
    for page in pages_of(referral_pdf(letter(allergy=allergic(ALLERGENS)), words)):
        for name in ALLERGENS:
            assert name in page


def test_more_allergies_than_a_page_holds_are_all_printed_and_pointed_to(words: Words) -> None:
    names = [f"สารก่อภูมิแพ้ทดสอบหมายเลข {number:04d}" for number in range(500)]
    pages = pages_of(referral_pdf(letter(allergy=allergic(names)), words))
    text = "".join(pages)
    assert all(name[-4:] + " [A]" in text for name in names)
    assert all("มีประวัติแพ้ยา" in page for page in pages)
    assert "ดูครบทุกรายการตั้งแต่หน้า 1" in pages[-1]


def _many(count: int) -> Section:
    rows = tuple(
        medicine(
            n,
            f"ยาทดสอบ{n:03d} 500 มก. เม็ด",
            "ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
            "B 31 ส.ค. 2569 · 60 เม็ด",
        )
        for n in range(1, count + 1)
    )
    return structs.replace(LETTER.medicines, rows=rows)


def test_three_hundred_medicines_lose_no_row(words: Words) -> None:
    pages = pages_of(referral_pdf(letter(medicines=_many(300)), words))
    text = "".join(pages)
    assert [n for n in range(1, 301) if text.count(f"ยาทดสอบ{n:03d}") != 1] == []
    with_rows = [page for page in pages if "ยาทดสอบ" in page]
    assert all("วิธีใช้ตามต้นทาง" in page for page in with_rows), "heads repeat"


def test_a_row_taller_than_a_page_is_divided_not_lost(words: Words) -> None:
    told = " ".join(f"ข้อ{n:04d}" for n in range(1500))
    rows = (medicine(1, "ยา ก", told, "A"), medicine(2, "ยา ข", "ครั้งละ 1 เม็ด", "A"))
    data = referral_pdf(letter(medicines=structs.replace(LETTER.medicines, rows=rows)), words)
    text = "".join(pages_of(data)).replace(" ", "")
    assert all(text.count(f"ข้อ{n:04d}") == 1 for n in range(1500))
    assert "ยาข" in text


def test_what_nobody_knows_is_a_line_and_never_a_word(words: Words) -> None:
    empty = Section("m", "ยา", LETTER.medicines.columns, empty="ไม่พบข้อมูล (ตอบ 11 จาก 14 แห่ง)")
    blank = letter(
        number="", to="", urgency="", asked="", history="", treatment="", cause="", diagnoses=(), remarks=(),
        results=empty, medicines=empty, results_note="", signer=(), legend=(), address=(), patient=(),
    )  # fmt: skip
    text = "".join(pages_of(referral_pdf(blank, words)))
    assert "ไม่มี" not in text.replace("ไม่ได้แปลว่าไม่มี", "")
    assert text.count("ไม่พบข้อมูล (ตอบ 11 จาก 14 แห่ง)") == 2
    assert "ร่าง ยังไม่ลงนาม" in text


def test_the_draft_of_a_nurse_leaves_the_physician_s_name_to_be_written(words: Words) -> None:
    text = "".join(pages_of(referral_pdf(letter(signer=()), words)))
    assert "พญ.อรอนงค์ ตัวอย่างแพทย์)" not in text
    assert "เลขที่ใบอนุญาต" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "ก" * 3000,
        "A" * 3000,
        "\x00\u202eกลับ\u202c",
        "🙂" * 400,
        "่" * 500,
        "\ud800",
        "a\nb\n" * 300,
        "(" * 300,
    ],
    ids=["thai", "latin", "control", "emoji", "marks", "surrogate", "newlines", "brackets"],
)
def test_hostile_text_neither_breaks_the_page_nor_leaves_it(words: Words, hostile: str) -> None:
    rows = (medicine(1, hostile, hostile, hostile, hostile, hostile, hostile),)
    data = referral_pdf(
        letter(
            facility=hostile[:200], asked=hostile, history=hostile, diagnoses=(hostile,), legend=(hostile[:200],),
            running_head=hostile[:300], allergy=allergic([hostile[:400]]),
            medicines=structs.replace(LETTER.medicines, rows=rows),
        ),
        words,
    )  # fmt: skip
    for left, bottom, right, top in edges_of(data):
        assert left >= 15 * MM - 12  # a mark without a letter stands before its place
        assert right <= A4.page_width - 15 * MM + 4
        assert bottom >= 4 * MM
        assert top <= A4.page_height - 6 * MM


def test_a_legend_of_forty_facilities_is_printed_whole(words: Words) -> None:
    legend = tuple(
        f"{chr(65 + n % 26) * (1 + n // 26)} รพ.ทดสอบ{n:02d} · 0-2000-99{n:02d}" for n in range(40)
    )
    text = "".join(pages_of(referral_pdf(letter(legend=legend), words)))
    assert all(f"รพ.ทดสอบ{n:02d} · 0-2000-99{n:02d}" in text for n in range(40))
    assert "แพทย์ผู้ส่ง" in text


def test_the_file_names_nobody_and_embeds_every_font(words: Words) -> None:
    import pypdfium2 as pdfium

    data = referral_pdf(LETTER, words)
    document = pdfium.PdfDocument(data)
    about = document.get_metadata_dict()
    fonts = [
        item.get_font()
        for page in document
        for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT])
    ]
    assert {font.is_embedded for font in fonts} == {True}
    document.close()
    assert about["Title"] == "ใบส่งต่อผู้ป่วย"
    assert "บุญมี" not in str(about)
    written = open_pdf(data)
    assert not any(
        "Helvetica" in str(thing) for thing in written.objects if isinstance(thing, pikepdf.Dictionary)
    )
    assert str(written.Root.Lang) == "th-TH"


def test_the_same_letter_gives_the_same_bytes(words: Words) -> None:
    assert referral_pdf(LETTER, words) == referral_pdf(LETTER, words)


def test_letters_are_made_in_several_threads_at_once(words: Words) -> None:
    from concurrent.futures import ThreadPoolExecutor

    alone = referral_pdf(LETTER, words)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: referral_pdf(LETTER, words), range(8)))
    assert set(together) == {alone}


def test_paper_speaks_english_when_asked() -> None:
    text = "".join(pages_of(referral_pdf(LETTER, Words("en"))))
    assert "Reply slip" in text
    assert "ใบตอบกลับ" not in text
