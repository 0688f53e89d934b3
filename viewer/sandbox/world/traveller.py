"""Someone whom every facility of a large sandbox knows: some 20 to 60 resources at each, written when asked for."""

from collections.abc import Sequence

from viewer.sandbox.chance import Chance
from viewer.sandbox.world.lines import (
    AllergyRow,
    DocumentRow,
    MedicineRow,
    ProblemRow,
    ResultRow,
    Series,
    VaccineRow,
    VisitRow,
    VitalsRow,
)
from viewer.sandbox.world.stories import Section, Story
from viewer.sandbox.world.values import FacilityEntry

NUMBER = 30
CID = "9300030003009"  # invented: no number that begins with 9 is issued
_SHOP = frozenset({"ร้านยา"})
_SMALL = frozenset({"รพ.สต.", "คลินิก", "ศบส. กทม.", "แพทย์แผนไทย"})
_PROBLEMS = (
    ("I10", "ความดันโลหิตสูง"),
    ("E11.9", "เบาหวานชนิดที่ 2"),
    ("E78.5", "ไขมันในเลือดสูง"),
    ("J06.9", "ติดเชื้อทางเดินหายใจส่วนบน"),
    ("K30", "อาหารไม่ย่อย"),
    ("M17.9", "ข้อเข่าเสื่อม"),
    ("M54.5", "ปวดหลังส่วนล่าง"),
    ("J30.4", "จมูกอักเสบภูมิแพ้"),
)
_DAILY, _TWICE = (
    "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
    "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
)
_MEDICINES = (
    ("amlodipine 5 mg tab", _DAILY, 30),
    ("losartan 50 mg tab", _DAILY, 30),
    ("metformin 500 mg tab", _TWICE, 30),
    ("simvastatin 20 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน", 30),
    ("omeprazole 20 mg cap", "รับประทานครั้งละ 1 แคปซูล วันละ 1 ครั้ง ก่อนอาหารเช้า", 14),
    ("paracetamol 500 mg tab", "รับประทานครั้งละ 1 เม็ด ทุก 4-6 ชั่วโมง เมื่อปวดหรือมีไข้", 5),
    ("cetirizine 10 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน", 10),
    ("amoxicillin 500 mg cap", "รับประทานครั้งละ 1 แคปซูล วันละ 3 ครั้ง หลังอาหาร", 7),
)
# analyte, its oldest and its newest value, how far it sways
_RESULTS = (
    ("Cr", 0.9, 1.3, 0.1),
    ("K", 4.1, 4.4, 0.3),
    ("Hb", 13.2, 12.4, 0.4),
    ("HbA1c", 7.9, 7.1, 0.3),
    ("Glu", 148.0, 126.0, 12.0),
    ("LDL", 142.0, 98.0, 9.0),
)


def story(facilities: Sequence[FacilityEntry]) -> Story:
    """Who they are: known to all of these."""
    return Story(
        number=NUMBER,
        name="นายสัญจร ทั่วแดนสมมติ",
        gender="male",
        birth="1958-08-19",
        cid=CID,
        latin="Mr Sanchon Thuadaensommut",
        story="ผู้ป่วยที่ทุกแห่งในทะเบียนรู้จัก สำหรับทดลองกับสถานพยาบาลจำนวนมาก",
        named=tuple(entry.key for entry in facilities),
    )


def held(facility: FacilityEntry, seed: int) -> Section:
    """What one facility knows of them; the same for the same seed."""
    chance = Chance(f"traveller/{seed}/{facility.hcode}")
    last = chance.whole(2, 400, "last visit")  # days ago
    problems = chance.some(_PROBLEMS, chance.whole(2, 4, "problems"), "problem")
    if facility.kind in _SHOP:
        return Section(medicines=_medicines(chance, last, 5, 6, 5), allergies=_allergies(chance, last))
    small = facility.kind in _SMALL
    visits, apart = chance.whole(2, 3 if small else 4, "visits"), chance.whole(30, 90, "apart")
    return Section(
        problems=tuple(
            ProblemRow(icd=icd, words=words, day=f"D-{last + apart * (visits - 1)}")
            for icd, words in problems
        ),
        allergies=_allergies(chance, last),
        medicines=_medicines(chance, last, 3, 4 if small else 5, visits),
        visits=(
            VisitRow(
                day=f"D-{last}",
                department="ผู้ป่วยนอก" if small else "อายุรกรรม",
                diagnoses=(problems[0][0],),
                every=apart,
                times=visits,
            ),
        ),
        vitals=(_vitals(last, apart, visits),),
        results=() if small else _results(chance, last, visits + 1),
        vaccines=_vaccines(chance, last),
        documents=() if small else _documents(chance, last),
    )


def _allergies(chance: Chance, last: int) -> tuple[AllergyRow, ...]:
    """Most write nothing, many a denial without who said it, a few the truth."""
    drawn = chance.share("allergy")
    if drawn < 0.1:
        return (AllergyRow(what="penicillin", reaction="ผื่นลมพิษ", severity="moderate", day=f"D-{last}"),)
    return (AllergyRow(what="ปฏิเสธการแพ้ยา", day=f"D-{last}"),) if drawn < 0.5 else ()


def _medicines(chance: Chance, last: int, least: int, most: int, times: int) -> tuple[MedicineRow, ...]:
    kept = chance.some(_MEDICINES, chance.whole(least, most, "medicines"), "medicine")
    return tuple(
        MedicineRow(
            day=f"D-{last}", drug=drug, label=label, qty=days, unit="เม็ด" if "เม็ด" in label else "แคปซูล",
            days=days, every=max(days, 30), times=times,
        )
        for drug, label, days in kept
    )  # fmt: skip


def _vitals(last: int, apart: int, times: int) -> VitalsRow:
    return VitalsRow(
        day=f"D-{last}", bp="138/84", weight=68, pulse=78, every=apart, times=times,
        sway={"bp": 12, "weight": 2, "pulse": 8},
    )  # fmt: skip


def _results(chance: Chance, last: int, times: int) -> tuple[ResultRow, ...]:
    kept = chance.some(_RESULTS, chance.whole(3, 4, "results"), "result")
    return tuple(
        ResultRow(
            lab=lab,
            series=Series(
                day=f"D-{last}", every=60, times=times, first=first, last=newest, sway=sway,
                digits=1 if newest < 100 else 0,
            ),
        )
        for lab, first, newest, sway in kept
    )  # fmt: skip


def _vaccines(chance: Chance, last: int) -> tuple[VaccineRow, ...]:
    if chance.share("vaccine") < 0.3:
        return (
            VaccineRow(vaccine="วัคซีนไข้หวัดใหญ่", day=f"D-{last + 10}", lot=f"V{chance.whole(100, 999, 'lot')}"),
        )
    return ()


def _documents(chance: Chance, last: int) -> tuple[DocumentRow, ...]:
    if chance.share("document") < 0.3:
        return (DocumentRow(title="สรุปการรักษา", text="มาตามนัด อาการคงที่", day=f"D-{last}"),)
    return ()
