"""What the tests of paper draw: the letter of a made-up patient, Thai words, and reading a PDF back."""

import gettext
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from viewer.base.words import Words
from viewer.view.sheet import (
    AllergyBlock,
    AllergyState,
    Cell,
    Letter,
    LetterLine,
    Row,
    Section,
    Segment,
    Tone,
)

ROOT = Path(__file__).resolve().parent.parent


def thai() -> Words:
    """Thai from all catalogs, compiled in memory."""
    merged = Catalog(locale="th")
    for path in sorted((ROOT / "translations" / "th").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="th"):
                if message.id and message.string:
                    merged.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    words = Words("en")
    words.language = "th"
    words._catalog = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    return words


def pages_of(data: bytes) -> list[str]:
    """Text of every page, lines joined: a broken line is the text it was set from."""
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "") for page in document]
    finally:
        document.close()


def edges_of(data: bytes) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of what is drawn on each page, in points."""
    document = pdfium.PdfDocument(data)
    try:
        boxes = [[item.get_bounds() for item in page.get_objects()] for page in document]
    finally:
        document.close()
    return [
        (min(b[0] for b in page), min(b[1] for b in page), max(b[2] for b in page), max(b[3] for b in page))
        for page in boxes
    ]


def row(key: str, *cells: str | Cell) -> Row:
    """A row of plain cells."""
    return Row(key, tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells))


def medicine(
    number: int, name: str, dose: str, source: str, left: str = "6 วัน", state: str = "ใช้อยู่", decided: str = ""
) -> Row:
    """A row of the letter's medicines."""
    return row(str(number), str(number), Cell(name, tone=Tone.STRONG), dose, source, left, state, decided)


def lines(*pairs: str | tuple[str, str]) -> tuple[LetterLine, ...]:
    """Lines of the form: a label alone is a blank."""
    return tuple(LetterLine(pair) if isinstance(pair, str) else LetterLine(*pair) for pair in pairs)


def allergic(names: Sequence[str]) -> AllergyBlock:
    """Allergies to all of these."""
    segments: list[Segment] = []
    for name in names:
        segments += [Segment(" · ")] if segments else []
        segments += [Segment(name, Tone.STOP), Segment("A", badge=True)]
    return AllergyBlock(AllergyState.ALLERGIC, "มีประวัติแพ้ยา", (), (tuple(segments),))


S = Tone.STRONG
DENIED = AllergyBlock(
    AllergyState.DENIED,
    "ปฏิเสธการแพ้ยา",
    (),
    (
        (Segment("ผู้ป่วยให้ข้อมูล · รพ.ศูนย์ธารสุวรรณ · 12 มี.ค. 2563 · อีก 3 แห่งไม่พบข้อมูลการแพ้"),),
        (Segment("ยังรอคำตอบ 2 แห่ง ยังสรุปไม่ได้ · แพ้อาหาร: ยังสรุปไม่ได้ (รอ 2 แห่ง)"),),
    ),
)
LETTER = Letter(
    facility="คลินิกเวชกรรมใจดี",
    facility_lines=("รหัสสถานพยาบาล 990040001 · โทร 0-2000-9904",),
    title="ใบส่งต่อผู้ป่วย",
    privacy="ข้อมูลสุขภาพส่วนบุคคล ห้ามเปิดเผยแก่ผู้ไม่เกี่ยวข้อง",
    number="",
    sent="23 พฤศจิกายน พ.ศ. 2569 เวลา 14.20 น.",
    to="รพ.ศูนย์ธารสุวรรณ (คลินิกโรคไต) รหัส 99001 โทร 0-2000-9901",
    urgency="ด่วน (THCC 3)",
    patient=lines(
        ("พร้อมหนังสือนี้ ขอส่งผู้ป่วยชื่อ", "นายบุญมี สมมติวงศ์"),
        ("เพศ", "ชาย"),
        ("อายุ", "66 ปี 8 เดือน"),
        ("\nเลขประจำตัวประชาชน", "9-6604-87647-59-7"),
        ("เกิด", "14 มี.ค. 2503"),
        ("\nสิทธิ", "บัตรทอง (UCS)"),
        ("หน่วยบริการประจำ", "รพ.บ้านเหนือคลอง"),
        ("HN ต้นทาง"),
    ),
    address=lines(("อยู่บ้านเลขที่"), ("หมู่ที่"), ("ตำบล"), ("อำเภอ"), ("จังหวัด"), ("รหัสไปรษณีย์")),
    running_head="นายบุญมี สมมติวงศ์ · ชาย 66 ปี 8 เดือน · 9-6604-87647-59-7",
    allergy=DENIED,
    asked="ประเมินและปรับการรักษาไตเรื้อรังระยะ 4 ที่ค่าไตลดลงและโพแทสเซียมสูงขึ้น และทบทวนรายการยาจาก 4 แห่ง",
    history=(
        "เบาหวานชนิดที่ 2 ความดันโลหิตสูง ไขมันในเลือดสูง รักษาที่ รพ.บ้านเหนือคลอง (B) ทุก 84 "
        "วัน · ไตเรื้อรัง ติดตามที่ รพ.ศูนย์ธารสุวรรณ (A) ครั้งล่าสุด 3 พ.ย. 2569 บันทึกว่า “หยุด "
        "metformin, เริ่ม losartan” · ข้อเข่าเสื่อม ได้ etoricoxib จาก รพ.เอกชนสุขสันต์เวช (H) 13 "
        "พ.ย. 2569 และ diclofenac จากร้านยา (E) 18 พ.ย. 2569"
    ),
    results_note=(
        "ความดันโลหิต 148/86 (A 3 พ.ย. 2569) · น้ำหนัก 71 กก. ส่วนสูง 165 ซม. (A 3 พ.ย. 2569) · ไม่มีช่วงอ้างอิง"
    ),
    results=Section(
        "r",
        "ผล",
        (
            "รายการ · หน่วย",
            "6 มิ.ย. 2567",
            "1 มิ.ย. 2568",
            "26 ก.พ. 2569",
            "25 ส.ค. 2569",
            "3 พ.ย. 2569",
            "แหล่ง",
        ),
        (
            row("1", "Cr มก./ดล.", "1.32", "1.48", "1.71", "1.95", Cell("2.27", tone=S), "B, A ล่าสุด"),
            row("2", "eGFR ต้นทาง 2009", "57", "49", "41", "35", Cell("29", tone=S), "B, A ล่าสุด"),
            row("3", "eGFR คำนวณ 2021", "60", "52", "44", "37", Cell("31", tone=S), "คำนวณจาก Cr"),
            row("4", "K มมล./ล.", "4.6", "4.9", "5.1", "5.3", Cell("5.7", tone=S), "B, A ล่าสุด"),
            row("5", "HbA1c %", "", "8.4", "8.1", "7.9", "", "B"),
            row("6", "UACR มก./ก.", "", "", "320", "", Cell("680", tone=S), "B, A ล่าสุด"),
            row("7", "Hb ก./ดล.", "", "", "11.8", "", Cell("10.9", tone=S), "B, A ล่าสุด"),
        ),
    ),
    diagnoses=(
        "N18.4 ไตเรื้อรังระยะ 4 (A 3 พ.ย. 2569; B บันทึก N18.9)",
        "E11.2 เบาหวานชนิดที่ 2 (A, B)",
        "I10 ความดันโลหิตสูง (A, B)",
        "E78.5 ไขมันในเลือดสูง (B)",
        "M17.9 ข้อเข่าเสื่อม (H)",
    ),
    treatment="",
    cause="เพื่อการวินิจฉัยและรักษา (THCC 1) เกินศักยภาพของคลินิก",
    remarks=(
        "รุ่นนี้ยังไม่ตรวจอันตรกิริยาระหว่างยา กรุณาทบทวนรายการยาก่อนสั่งใช้",
        "▲ ข้อมูลขัดแย้ง metformin: A สั่งหยุด 3 พ.ย. 2569 แต่ B จ่ายไว้ถึง 29 พ.ย. 2569 — แถว 1",
    ),
    medicines=Section(
        "m",
        "ยา",
        ("", "ยา ความแรง", "วิธีใช้ตามต้นทาง", "แหล่ง · วันที่ · จำนวน", "เหลือ", "สถานะ", "การพิจารณา"),
        tuple(
            medicine(number, *told)
            for number, told in enumerate(
                [
                    (
                        "metformin 500 มก. เม็ด",
                        "ครั้งละ 2 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
                        "B 31 ส.ค. 2569 · 360 เม็ด\nA 3 พ.ย. 2569 สั่งหยุด",
                        "6 วัน",
                        "ข้อมูลขัดแย้ง",
                        "รอแพทย์พิจารณา",
                    ),
                    (
                        "glipizide 5 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 2 ครั้ง ก่อนอาหาร เช้า เย็น",
                        "B 31 ส.ค. 2569 · 180 เม็ด",
                        "6 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "enalapril 20 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
                        "B 31 ส.ค. 2569 · 90 เม็ด",
                        "6 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "losartan 50 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
                        "A 3 พ.ย. 2569 · 90 เม็ด",
                        "70 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "simvastatin 20 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน",
                        "B 31 ส.ค. 2569 · 90 เม็ด",
                        "6 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "atorvastatin 40 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน",
                        "A 3 พ.ย. 2569 · 90 เม็ด",
                        "70 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "amlodipine 5 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
                        "B 31 ส.ค. 2569 · 90 เม็ด",
                        "6 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "etoricoxib 90 มก. เม็ด",
                        "ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
                        "H 13 พ.ย. 2569 · 14 เม็ด",
                        "4 วัน",
                        "ใช้อยู่",
                        "",
                    ),
                    (
                        "diclofenac 25 มก. เม็ด",
                        "ต้นทางไม่ได้ระบุวิธีใช้ยา",
                        "E 18 พ.ย. 2569 · 20 เม็ด",
                        "คำนวณไม่ได้",
                        "ไม่ทราบ",
                        "",
                    ),
                ],
                1,
            )
        ),
        caption="ตามที่ 4 แห่งส่งมา · วันเหลือคิดจากจำนวนที่จ่าย ±1 วัน",
    ),
    legend=(
        "A รพ.ศูนย์ธารสุวรรณ · 0-2000-9901",
        "B รพ.บ้านเหนือคลอง · 0-2000-9902",
        "E ร้านยาเภสัชรุ่งเรือง · 0-2000-9905",
        "H รพ.เอกชนสุขสันต์เวช · 0-2000-9908",
    ),
    signer=("(พญ.อรอนงค์ ตัวอย่างแพทย์)", "เลขที่ใบอนุญาต ว.99001 · คลินิกเวชกรรมใจดี"),
    footer=(
        (
            "ข้อมูล ณ เวลา 23 พ.ย. 2569 14.18 น. · ตอบแล้ว 11 จาก 14 แห่ง · ยังไม่ได้คำตอบ 2: F "
            "รพ.มหาวิทยาลัยศรีนคร, L สถาบันโรคทรวงอกเหนือธาร · ผู้ป่วยไม่ได้อนุญาต 1"
        ),
        "รายการที่ไม่ปรากฏไม่ได้แปลว่าไม่มี · ข้อมูลที่จำกัดการเข้าถึง: ไม่พิมพ์ · ยังไม่ตรวจอันตรกิริยาระหว่างยา",
        (
            "ผู้พิมพ์ พญ.อรอนงค์ ตัวอย่างแพทย์ ว.99001 · คลินิกเวชกรรมใจดี · เพื่อการรักษา · พิมพ์ "
            "14.20 น. · เลขอ้างอิง 7F3K-2291"
        ),
    ),
    synthetic=True,
    strong=("ข้อมูล ณ เวลา 23 พ.ย. 2569 14.18 น.", "ยังไม่ได้คำตอบ 2:", "ข้อมูลขัดแย้ง"),
    attachments=("lab",),
)
