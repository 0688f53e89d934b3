"""Sheets as pages: every row, mark, source and gap; wide grids in parts; furniture on each page."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from paper_samples import DENIED, allergic, edges_of, pages_of, thai

from viewer.base.words import Words
from viewer.paper.document import sheets_pdf
from viewer.paper.formats import A4, MM
from viewer.paper.look import BODY
from viewer.paper.pages import page_count, page_images
from viewer.paper.table import share_widths, steady_widths
from viewer.paper.text import Prepared, Setter
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, SourceNote, Tone

FOOTER = (
    "ข้อมูล ณ เวลา 23 พ.ย. 2569 14.18 น. · ตอบแล้ว 11 จาก 14 แห่ง · ไม่ตอบภายในเวลา 1: F รพ.ทดสอบ",
    "ผู้พิมพ์ พญ.ตัวอย่าง",
)


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def source(letter: str = "B", date: str = "31 ส.ค. 2569") -> SourceNote:
    return SourceNote("รพ.บ้านเหนือคลอง", letter, "การจ่ายยา", date)


def medicine(n: int) -> Row:
    return Row(
        f"m{n}",
        (
            Cell(f"ยาทดสอบ{n:03d}", note="500 มก.", tone=Tone.STRONG),
            Cell("ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"),
        ),
        marks=(Mark(Shape.DISC, f"เครื่องหมาย{n:03d}"),),
        sources=(source(),),
        details=(Row(f"d{n}", (Cell("31 ส.ค. 2569"), Cell(f"จ่ายครั้งที่{n:03d}")), sources=(source(),)),),
        group="ปัจจุบัน" if n <= 150 else "เคยใช้",
    )


MEDICINES = Sheet(
    "medicines",
    "ยา",
    (
        Section(
            "medicines", "ยา", ("ตัวยา", "วิธีใช้"), tuple(medicine(n) for n in range(1, 301)), caption="300 ตัวยา"
        ),
    ),
    gaps=("ไม่ตอบภายในเวลา 1 แห่ง: รพ.ทดสอบ",),
)


def printed(*sheets: Sheet, words: Words, **changes: Any) -> bytes:
    wanted: dict[str, Any] = {"header": "นายทดสอบ สมมติ · ชาย 66 ปี", "footer": FOOTER, "allergy": DENIED}
    return sheets_pdf(sheets, words, **(wanted | changes))


def test_no_row_mark_detail_or_source_is_lost(words: Words) -> None:
    data = printed(MEDICINES, words=words)
    text = "".join(pages_of(data))
    for n in range(1, 301):
        assert text.count(f"ยาทดสอบ{n:03d}") == 1
        assert text.count(f"เครื่องหมาย{n:03d}") == 1
        assert text.count(f"จ่ายครั้งที่{n:03d}") == 1
    assert "B รพ.บ้านเหนือคลอง" in text, "the letter is explained"
    assert text.count("ไม่ตอบภายในเวลา 1 แห่ง: รพ.ทดสอบ") == 1
    assert text.count("ปัจจุบัน") == 1
    assert text.count("เคยใช้") == 1


def test_heads_furniture_and_numbers_stand_on_every_page(words: Words) -> None:
    pages = pages_of(printed(MEDICINES, words=words, synthetic=True))
    for number, page in enumerate(pages, 1):
        for said in (
            "นายทดสอบ สมมติ",
            "ปฏิเสธการแพ้ยา",
            "F รพ.ทดสอบ",
            "ข้อมูลจำลอง",
            f"หน้า {number}/{len(pages)}",
        ):
            assert said in page
    assert all("วิธีใช้" in page for page in pages if "ยาทดสอบ" in page)


def test_real_data_carries_no_stamp_of_simulation(words: Words) -> None:
    assert "ข้อมูลจำลอง" not in "".join(pages_of(printed(MEDICINES, words=words)))


def test_forty_allergies_stand_in_full_on_every_page_of_sheets(words: Words) -> None:
    names = [f"ยาแพ้ทดสอบ-{n:02d}" for n in range(40)]
    for page in pages_of(printed(MEDICINES, words=words, allergy=allergic(names))):
        assert all(name in page for name in names)


def test_a_grid_with_sixty_dates_is_parted_and_keeps_every_value(words: Words) -> None:
    dates = tuple(f"{day % 28 + 1} ม.ค. {2500 + day} B" for day in range(60))
    rows = tuple(
        Row(
            f"t{test}",
            (
                Cell(f"ตรวจ{test:02d}"),
                Cell("มก./ดล."),
                *(Cell(f"{test}{day:02d}.5", number=True) for day in range(60)),
                Cell("20 วันก่อน"),
            ),
            sources=(source(),),
        )
        for test in range(10, 16)
    )
    sheet = Sheet("results", "ผลตรวจ", (Section("grid", "ผลแล็บ", ("รายการ", "หน่วย", *dates, "ล่าสุด"), rows),))
    data = printed(sheet, words=words)
    text = "".join(pages_of(data))
    assert all(text.count(f"{test}{day:02d}.5") == 1 for test in range(10, 16) for day in range(60))
    assert all(date.split(" B")[0] in text for date in dates)
    first = pages_of(data)[0]
    assert dates[-1].split(" B")[0] in first, "the newest dates come first"
    assert all(right <= A4.page_width - 15 * MM + 1 for _, _, right, _ in edges_of(data))


def test_rows_with_nothing_in_an_older_part_are_left_out_of_it_only(words: Words) -> None:
    def grid(name: str, filled: range) -> Row:
        cells = (Cell(f"{day}.25" if day in filled else "·", number=True) for day in range(40))
        return Row(name, (Cell(name), Cell("หน่วย"), *cells))

    columns = ("รายการ", "หน่วย", *(f"{day + 1} ม.ค. 2569" for day in range(40)))
    sheet = Sheet(
        "results",
        "ผลตรวจ",
        (Section("grid", "ผล", columns, (grid("เก่าสุด", range(2)), grid("ใหม่สุด", range(38, 40)))),),
    )
    text = "".join(pages_of(printed(sheet, words=words)))
    assert text.count("ใหม่สุด") == 1
    assert text.count("0.25") == 1
    assert "39.25" in text


def test_rows_of_the_summary_stay_closed_and_keep_their_sources(words: Words) -> None:
    text = "".join(pages_of(printed(replace(MEDICINES, name="summary"), words=words)))
    assert "จ่ายครั้งที่" not in text
    assert text.count("B 31 ส.ค. 2569") == 300


def test_of_many_dates_of_one_facility_the_newest_stands_and_the_others_are_counted(words: Words) -> None:
    many = tuple(source(date=f"{30 - n} พ.ย. 2569") for n in range(30))
    few = (source("F", "2 พ.ย. 2569"), source("F", "1 พ.ย. 2569"))
    row = replace(medicine(1), sources=(*many, *few), details=())
    section = replace(MEDICINES.sections[0], rows=(row,))
    text = "".join(pages_of(printed(replace(MEDICINES, sections=(section,)), words=words)))
    assert "และอีก 29 ครั้ง" in text.replace("\u00a0", " ")
    for day in ("30 พ.ย. 2569", "2 พ.ย. 2569", "1 พ.ย. 2569"):
        assert day in text
    assert "15 พ.ย. 2569" not in text


def test_letters_of_one_and_the_same_date_share_its_line(words: Words) -> None:
    same = tuple(source(letter, "ไม่ระบุวันที่") for letter in "ABCEH")
    row = replace(
        medicine(1), sources=(*same, source("F", "2 พ.ย. 2569"), source("F", "1 พ.ย. 2569")), details=()
    )
    section = replace(MEDICINES.sections[0], rows=(row,))
    text = " ".join("".join(pages_of(printed(replace(MEDICINES, sections=(section,)), words=words))).split())
    assert text.count("ไม่ระบุวันที่") == 1
    assert "A, B, C, E, Hไม่ระบุวันที่" in text.replace("H ", "H")
    assert "F 2 พ.ย. 2569" in text
    assert "F 1 พ.ย. 2569" in text


def test_what_stands_below_a_number_ends_where_the_number_does(words: Words) -> None:
    row = Row("k", (Cell("K"), Cell("6.1", note="X", number=True), Cell("เพิ่ม 0.2")))
    section = Section("results", "ผล", ("รายการ", "ค่า", "เปลี่ยน"), (row,))
    page = pdfium.PdfDocument(printed(Sheet("results", "ผล", (section,)), words=words))[0].get_textpage()
    ends = [page.get_charbox(page.search(text).get_next()[0] + len(text) - 1)[2] for text in ("6.1", "X")]
    assert abs(ends[0] - ends[1]) < 2, "points"


def test_numbers_of_many_digits_break_no_date(words: Words) -> None:
    """Simulated feeds send 15 digits; the dates beside them stay whole, and two numbers are parted at their slash."""
    values = "117.53982681431327/78.29818281324464", "119.0274455842108/72.91595639254167"
    row = Row("p", tuple(Cell(text) for text in ("ความดันโลหิต", *values, "2 พ.ย. 2561")), sources=(source(),))
    section = Section("vitals", "สัญญาณชีพ", ("รายการ", "ค่า", "ค่าก่อน", "วันที่"), (row,))
    page = pdfium.PdfDocument(printed(Sheet("summary", "สรุป", (section,)), words=words))[0].get_textpage()
    lines = page.get_text_range().replace("\xa0", " ").splitlines()
    assert any("2 พ.ย. 2561" in line for line in lines)
    assert any("31 ส.ค. 2569" in line for line in lines)
    for number in "/".join(values).split("/"):
        assert any(number in line for line in lines), "it is whole"


@pytest.mark.parametrize("widths", [share_widths, partial(steady_widths, (1, 9, 1, 9))])
def test_where_not_all_words_fit_only_the_longest_are_broken(
    widths: Callable[[list[list[Prepared]], float], tuple[float, ...]],
) -> None:
    setter = Setter()
    columns = [[setter.prepare(text, BODY)] for text in ("สั้น", "7" * 60, "2 พ.ย. 2561", "8" * 40)]
    found = widths(columns, 300.0)
    assert sum(found) == pytest.approx(300)
    assert all(width >= column[0].narrowest for width, column in zip(found[::2], columns[::2], strict=True))
    assert found[1] == pytest.approx(found[3])


def test_an_empty_section_says_why(words: Words) -> None:
    section = Section("vaccines", "วัคซีน", ("วัคซีน",), (), empty="ไม่พบข้อมูล (ตอบ 11 จาก 14 แห่ง)")
    text = "".join(pages_of(printed(Sheet("vaccines", "วัคซีน", (section,)), words=words)))
    assert "ไม่พบข้อมูล (ตอบ 11 จาก 14 แห่ง)" in text


def test_no_sheets_still_make_a_page(words: Words) -> None:
    assert len(pages_of(printed(words=words, allergy=None))) == 1


def test_a_gap_told_by_every_sheet_is_said_once(words: Words) -> None:
    sheets = [replace(MEDICINES, name=str(n), title=f"แผ่น{n}", sections=()) for n in range(5)]
    assert "".join(pages_of(printed(*sheets, words=words))).count("ไม่ตอบภายในเวลา 1 แห่ง: รพ.ทดสอบ") == 1


def test_pages_become_pictures(words: Words) -> None:
    data = printed(MEDICINES, words=words)
    pictures = [next(page_images(data, 0.5))]
    for width, height, pixels in pictures:
        assert (width, height) == (298, 421)
        assert len(pixels) == width * height * 3
        assert pixels[:3] == b"\xff\xff\xff"
        assert min(pixels) < 100, "something is drawn"
    assert page_count(data) > 5


@pytest.mark.parametrize("text", ["Z" * 2000, "\x00\u202e🙂", "่" * 300, ""])
def test_hostile_sheets_stay_within_the_margins(words: Words, text: str) -> None:
    row = Row(
        "r",
        (Cell(text, note=text, unit=text, code=text), Cell(text, number=True)),
        (Mark(Shape.TAG, text or "-"),),
        (source(text[:40]),),
    )
    sheet = Sheet("others", text, (Section("s", text, (text, text), (row,), text, text, text),), (text,))
    data = printed(sheet, words=words, header=text, footer=(text[:500],), allergy=allergic([text[:300]]))
    for left, bottom, right, _ in edges_of(data):
        assert left >= 15 * MM - 12  # a mark without a letter stands before its place
        assert right <= A4.page_width - 15 * MM + 4
        assert bottom >= 4 * MM
