"""A line of a prescription: its medicine and its label, each whole, or nothing."""

import pytest

from viewer.record.formulary import load_formulary
from viewer.record.prescribed import Line, read_line

READ = [
    ("Bactrim 1 tab bid pc 7 days", "Bactrim", "1 tab bid pc 7 days"),
    ("warfarin 3 mg 1x1 hs #30", "warfarin 3 mg", "1x1 hs"),
    ("Amoxicillin 500 mg cap 1 cap tid pc #20", "Amoxicillin 500 mg cap", "1 cap tid pc"),
    ("1. Metformin 500 mg tab  2x2 pc", "Metformin 500 mg tab", "2x2 pc"),
    ("- ibuprofen 400 mg", "ibuprofen 400 mg", ""),
    ("R/ Losec 20 mg 1x1 ac", "Losec 20 mg", "1x1 ac"),
    ("Simvastatin 20 mg sig 1 tab hs", "Simvastatin 20 mg", "1 tab hs"),
    ("HCTZ 25 mg tab od", "HCTZ 25 mg tab", "od"),
    ("Colchicine 0.6 mg 1 tab od #30", "Colchicine 0.6 mg", "1 tab od"),
    ("Augmentin 1 g bid", "Augmentin 1 g", "bid"),
    ("พาราเซตามอล 500 มก. ครั้งละ 1 เม็ด ทุก 6 ชม เวลาปวด", "พาราเซตามอล 500 มก.", "ครั้งละ 1 เม็ด ทุก 6 ชม เวลาปวด"),
    (
        "ฟ้าทะลายโจร 400 mg แคปซูล ครั้งละ 3 แคปซูล วันละ 4 ครั้ง",
        "ฟ้าทะลายโจร 400 mg แคปซูล",
        "ครั้งละ 3 แคปซูล วันละ 4 ครั้ง",
    ),
    ("warfarin 3 mg tab\twarfarin 1x1 hs", "warfarin 3 mg tab", "warfarin 1x1 hs"),
    ("Warfarin 3 mg (สีฟ้า) 1x1 hs", "Warfarin 3 mg (สีฟ้า)", "1x1 hs"),
]
NOTHING = [
    "", "   ", "warfarrin 5 1x1", "unknownol 1x1", "1x1 pc", "ibuprofen ไม่ใช้",
    "Amoxicillin + unknownol 500 mg ครั้งละ 1 เม็ด วันละ 2 ครั้ง",
    "Amoxicillin unknownol 1x2 pc",
    "Amoxicillin หรือ cephalexin 1x2 pc",
    "warfarin 3 mg ครั้งละ 1 เม็ด วันละ 1 ครั้ง และ aspirin 81 mg 1x1",
    "not warfarin 1x1", "ห้ามใช้ warfarin 1x1", "แพ้ penicillin 1x1",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "label"), READ)
def test_the_medicine_and_how_it_is_taken(text: str, name: str, label: str) -> None:
    found = read_line(text, load_formulary())
    assert found is not None
    assert (found.name, found.label) == (name, label)
    assert found.ingredients


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_known_whole_is_not_guessed(text: str) -> None:
    assert read_line(text, load_formulary()) is None


def test_of_a_combination_all_of_it() -> None:
    found = read_line("Amoxicillin + Clavulanic acid 1 g 1x2 pc", load_formulary())
    assert found == Line("Amoxicillin + Clavulanic acid 1 g", ("amoxicillin", "clavulanic acid"), "1x2 pc")
