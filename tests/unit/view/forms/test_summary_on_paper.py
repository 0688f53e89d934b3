"""The summary on paper: vaccines that its page does not show, and no page to turn to that a reader does not have."""

from form_samples import Told
from paper_samples import thai

from viewer.view.forms.blocks import Form, Heading, Remark, Rows
from viewer.view.forms.history import summary_form
from viewer.view.sheets import sheet_of


def printed(number: int) -> Form:
    told = Told(number, thai())
    return summary_form(told.pen, sheet_of("summary", told.pen), told.printing(), sandbox=True)


def test_vaccines_stand_before_the_person_and_say_where_none_was_found() -> None:
    for number, count in ((4, 2), (5, 0)):
        form = printed(number)
        heads = [block.text for block in form.parts if isinstance(block, Heading)]
        assert heads.index("วัคซีน") == len(heads) - 2
        section = next(
            block.section
            for block in form.parts
            if isinstance(block, Rows) and block.section.name == "vaccines"
        )
        assert len(section.rows) == count
        assert section.empty.startswith("ไม่พบข้อมูล")


def test_what_is_left_out_is_counted_and_points_to_no_page_of_the_program() -> None:
    form = printed(12)
    remarks = [block.text for block in form.parts if isinstance(block, Remark)]
    assert "มีในประวัติแต่ไม่ได้พิมพ์ในใบนี้: หัตถการ 60 รายการ · เอกสาร 65 รายการ · นัดหมายและอื่น ๆ 2 รายการ" in remarks
    footers = " ".join(block.section.footer for block in form.parts if isinstance(block, Rows))
    assert "อีก 1 รายการที่หยุด หมด หรือไม่ได้ใช้ ไม่ได้พิมพ์ในใบนี้" in footers
    assert "ผลตรวจอื่นอีก 1 รายการ ไม่ได้พิมพ์ในใบนี้" in footers
    assert "ดูหน้า" not in footers


def test_rules_that_could_not_be_decided_say_what_is_missing() -> None:
    footers = [block.section.footer for block in printed(8).parts if isinstance(block, Rows)]
    missing = "กฎที่ตัดสินไม่ได้ 3 ข้อ (ไม่ทราบว่าตั้งครรภ์หรือไม่, ไม่ทราบว่าให้นมบุตรหรือไม่)"
    assert [footer for footer in footers if missing in footer]
