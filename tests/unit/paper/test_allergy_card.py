"""The allergy card on paper: of the size of a bank card, several drugs on one, nothing shortened."""

from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from paper_samples import edges_of, pages_of, thai

from viewer.base.words import Words
from viewer.paper.allergy_card import SIDE, allergy_card_pdf
from viewer.view.allergy_card import AllergyCard, CardEntry

ENTRY = CardEntry(
    "sulfamethoxazole + trimethoprim",
    "Stevens-Johnson syndrome",
    ("ผลประเมิน: ใช่แน่นอน (certain) · 20 มิ.ย. 2565 · รพ.ศูนย์ธารสุวรรณ",),
    unnamed=True,
)
CARD = AllergyCard(
    title="บัตรแพ้ยา",
    beside="Drug allergy card",
    holder="น.ส.รุ่งทิวา ตัวอย่างดี",
    holder_lines=("เกิด 5 ต.ค. 2528 · เลขประจำตัวประชาชน 9-9373-96401-75-1",),
    entries=(ENTRY,),
    others=(("ยาทุกตัวในกลุ่ม เพนิซิลลิน", "amoxicillin, ampicillin"),),
    notes=("แสดงบัตรนี้ต่อแพทย์หรือเภสัชกรทุกครั้งก่อนรับยา",),
    issued=("ผู้ออกบัตร ภญ.ศิริพร ภ.99003", "ร้านยาเภสัชรุ่งเรือง · โทร 0-2000-9905", "23 พ.ย. 2569"),
    running_head="น.ส.รุ่งทิวา ตัวอย่างดี · หญิง · 41 ปี",
    footer=("ข้อมูล ณ เวลา 23 พ.ย. 2569 · ตอบแล้ว 14 จาก 14 แห่ง",),
    strong=("ข้อมูล ณ เวลา",),
    synthetic=True,
)


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def text_of(card: AllergyCard, words: Words) -> str:
    return "".join(pages_of(allergy_card_pdf(card, words))).replace("\u00a0", " ")


def test_every_word_of_it_is_printed(words: Words) -> None:
    said = text_of(CARD, words)
    told = [CARD.title, CARD.beside, CARD.holder, *CARD.holder_lines, ENTRY.name, ENTRY.reaction]
    told += [*ENTRY.assessments, *CARD.others[0], *CARD.notes, *CARD.issued, *CARD.footer]
    told += ["ผู้ประเมิน", "อาการ", "ลงชื่อ", "พิมพ์ขนาดจริง (100%)", "ข้อมูลจำลอง · 1/2", "ข้อมูลจำลอง · 2/2"]
    assert [text for text in told if text not in said] == []


def test_it_is_as_large_as_a_bank_card(words: Words) -> None:
    assert [round(side / 72 * 25.4, 1) for side in SIDE] == [85.6, 54.0]
    document = pdfium.PdfDocument(allergy_card_pdf(CARD, words))
    try:
        boxes = [thing.get_bounds() for thing in document[0].get_objects()]
    finally:
        document.close()
    sizes = {(round(right - left), round(top - bottom)) for left, bottom, right, top in boxes}
    wide, high = 2 * SIDE[0], SIDE[1]
    assert any(abs(w - wide) <= 1 and abs(h - high) <= 1 for w, h in sizes)


def test_forty_drugs_go_on_over_further_sides_and_pages_that_all_say_whose(words: Words) -> None:
    entries = tuple(replace(ENTRY, name=f"ยาทดสอบ{n:02d}") for n in range(40))
    data = allergy_card_pdf(replace(CARD, entries=entries), words)
    pages = pages_of(data)
    said = "".join(pages)
    assert [n for n in range(40) if f"ยาทดสอบ{n:02d}" not in said] == []
    assert len(pages) > 1
    sides = said.count("ข้อมูลจำลอง · ")
    assert f"· {sides}/{sides}" in said
    assert said.count(f"บัตรแพ้ยา · {CARD.holder}") == sides - 1  # the first has them large
    for left, bottom, right, top in edges_of(data):
        assert left >= 0
        assert bottom >= 0
        assert right <= 595.3
        assert top <= 841.9


def test_very_long_names_are_wrapped_and_never_cut(words: Words) -> None:
    name = "ก" * 300 + " " + " ".join(f"n{n:03d}" for n in range(200))
    told = " ".join(f"w{n:03d}" for n in range(400))
    card = replace(CARD, holder="ข" * 200, entries=(replace(ENTRY, name=name, reaction=told),))
    data = allergy_card_pdf(card, words)
    said = "".join(pages_of(data))
    assert said.count("ก" * 20) >= 10
    assert [n for n in range(200) if f"n{n:03d}" not in said] == []
    assert [n for n in range(400) if f"w{n:03d}" not in said] == []
    assert "…" not in said.replace(card.footer[0], "")
    for left, bottom, right, top in edges_of(data):
        assert left >= 0
        assert bottom >= 0
        assert right <= 595.3
        assert top <= 841.9
