# ruff: noqa: E501 - words of one kind stand in one line
"""Plain words of what is hidden, in both languages, and their near misses, which are seen."""

import pytest

from viewer.record.restricted import standard_rules


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Rape victim", "abuse"), ("was raped at 12", "abuse"), ("sexual abuse", "abuse"), ("ถูกล่วงละเมิดทางเพศ", "abuse"),
        ("ความรุนแรงในครอบครัว", "abuse"), ("โดนขืนใจ", "abuse"), ("intimate partner violence", "abuse"), ("สามีทำร้ายร่างกาย", "abuse"),
        ("PrEP follow-up", "hiv"), ("PrEP", "hiv"), ("HIV PrEP", "hiv"), ("รับยา PrEP", "hiv"), ("daily PrEP", "hiv"), ("ยาเพร็พ", "hiv"),
        ("PrEP clinic", "hiv"), ("U=U", "hiv"), ("anti-retroviral therapy", "hiv"),
        ("genital herpes", "sti"), ("หูดหงอนไก่", "sti"), ("STI clinic", "sti"), ("Trichomoniasis", "sti"),
        ("Obsessive-compulsive disorder", "psychiatric"), ("PTSD", "psychiatric"), ("โรคแพนิค", "psychiatric"),
        ("substance use disorder", "substance"), ("IVDU", "substance"), ("ใช้สารเสพติด", "substance"), ("Delirium tremens", "substance"),
        ("ขอยุติครรภ์", "abortion"), ("ท้องไม่พร้อม", "abortion"), ("unsafe abortion", "abortion"),
    ],
)  # fmt: skip
def test_plain_words_are_hidden(text: str, category: str) -> None:
    assert standard_rules().of_text(text) == category


@pytest.mark.parametrize(
    "text",
    [
        "grape seed extract", "rapeseed oil", "rape seed", "drape", "therapeutic", "scraped knee", "rapid test",
        "bowel prep", "Bowel prep follow-up", "skin prep", "wet prep", "ThinPrep", "prepared", "pre-op prep clinic", "preparation",
        "food prep service", "IPV", "OPV/IPV dose 2", "physical examination", "incestant", "RVD", "STD deviation", "std",
        "Alcoholic cirrhosis", "missed abortion", "threatened abortion", "spontaneous abortion", "ยุติครรภ์โดยการผ่าตัดคลอด",
        "Chlamydia pneumoniae", "herpes zoster", "เริมที่ริมฝีปาก", "ST depression", "คัดกรองภาวะซึมเศร้า 2Q", "non-compulsive",
        "adherence", "ติดตามอาการ", "menu=unit",
    ],
)  # fmt: skip
def test_near_misses_are_seen(text: str) -> None:
    assert standard_rules().of_text(text) == ""
