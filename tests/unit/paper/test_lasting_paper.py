"""PDF/A-3u and the tags, clause by clause (no checker comes as a package): the list stands in CONTRIBUTING.md."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import uharfbuzz as hb
from form_samples import FORMS, LABELS, Told
from msgspec import structs
from paper_samples import LETTER, medicine, pages_of, thai
from PIL import Image, ImageCms
from tagged import content_of, open_pdf, tree_text
from unit.paper.test_allergy_card import CARD, ENTRY

from viewer.paper.allergy_card import allergy_card_pdf
from viewer.paper.colour import srgb_profile
from viewer.paper.document import sheets_pdf
from viewer.paper.finish import Attachment
from viewer.paper.form import form_pdf
from viewer.paper.ink import Pen
from viewer.paper.label import label_pdf
from viewer.paper.look import BODY
from viewer.paper.referral import referral_pdf
from viewer.paper.text import Setter
from viewer.view.sheet import Cell, HealthLink, Proof, Row, Section, Sheet
from viewer.writing.paper_code import grouped, new_code

PROOF = Proof("รหัสตรวจสอบเอกสาร", grouped(new_code()), "https://verify.example/K7F392QDXM4P")
LINK = HealthLink("shlink:/" + "eyJ1cmwi" * 30, "ข้อมูลในใบส่งต่อ", ("เปิดได้ถึง 30 พ.ย. 2569",))
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
DATA = Attachment(
    "referral.json", "application/fhir+json", "ข้อมูลของใบส่งต่อ", b'{"resourceType":"Bundle"}' * 50
)


def long_letter() -> bytes:
    """Medicines over several pages, so that a table and its furniture repeat."""
    rows = tuple(
        medicine(n, f"ยาทดสอบ{n:03d} 500 มก.", "ครั้งละ 1 เม็ด", "B 31 ส.ค. 2569") for n in range(1, 61)
    )
    return referral_pdf(structs_letter(rows), thai())


def structs_letter(rows: tuple[Row, ...]) -> Any:
    return replace(LETTER, medicines=structs.replace(LETTER.medicines, rows=rows))


def sheets() -> bytes:
    rows = tuple(Row(f"r{n}", (Cell(f"แถว {n}"), Cell("5.6")), group=f"กลุ่ม {n // 40}") for n in range(90))
    sections = (Section("s", "ผลตรวจ", ("ชื่อ", "ค่า"), rows), Section("e", "ว่าง", (), (), empty="ไม่พบข้อมูล"))
    return sheets_pdf((Sheet("results", "ผลตรวจทั้งหมด", sections, ()),), thai(), header="ก · ข", footer=("ค",))


def with_data() -> bytes:
    pen = Pen(title="ทดสอบ")
    Setter().lines("ผู้ป่วย", BODY, 200).draw(pen, 40, 40)
    return pen.finish(DATA)


def crest() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return out.getvalue()


def form(name: str) -> Callable[[], bytes]:
    return lambda: form_pdf(FORMS[name](Told(5, thai())), thai())


def label(name: str) -> Callable[[], bytes]:
    return lambda: label_pdf(LABELS[name](Told(8, thai())), thai())


MADE: dict[str, Callable[[], bytes]] = {
    "letter": lambda: referral_pdf(LETTER, thai()),
    "long": long_letter,
    "verified": lambda: referral_pdf(replace(LETTER, proof=PROOF, link=LINK), thai()),
    "sheets": sheets,
    "data": with_data,
    "crest": lambda: referral_pdf(replace(LETTER, crest=crest()), thai()),
    **{name: form(name) for name in FORMS},
    **{name: label(name) for name in LABELS},
    "names of other scripts": lambda: label_pdf(
        replace(LABELS["patient-label-70"](Told(8, thai())), name="محمد علي الإسلام राम बहादुर श्रेष्ठ"), thai()
    ),
    "card": lambda: allergy_card_pdf(replace(CARD, entries=(ENTRY,) * 9), thai()),
}


@pytest.fixture(scope="module", params=list(MADE))
def made(request: pytest.FixtureRequest) -> bytes:
    return MADE[request.param]()


@pytest.fixture
def pdf(made: bytes) -> pikepdf.Pdf:
    return open_pdf(made)


# --- ISO 19005-3


def test_6_1_2_the_header_and_its_binary_comment(made: bytes) -> None:
    first, second = made.split(b"\n", 2)[:2]
    assert first == b"%PDF-1.7"
    assert second[:1] == b"%"
    assert len([byte for byte in second[1:] if byte > 127]) >= 4
    assert made.rstrip(b"\r\n").endswith(b"%%EOF")


def test_6_1_3_an_identifier_and_no_encryption(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.trailer.ID) == 2
    assert len(bytes(pdf.trailer.ID[0])) == 16
    assert not pdf.is_encrypted
    assert "/Encrypt" not in pdf.trailer


def test_6_1_7_no_stream_lies_elsewhere_or_is_packed_by_lzw(pdf: pikepdf.Pdf) -> None:
    for stream in streams(pdf):
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(stream.keys())
        assert str(stream.get("/Filter", "")) in ("", "/FlateDecode")


def test_6_1_13_limits_of_nesting_names_and_strings(pdf: pikepdf.Pdf) -> None:
    assert all(content_of(page).deepest <= 28 for page in pdf.pages)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert all(len(key) <= 128 for key in thing.keys())  # noqa: SIM118 - of a PDF object
            assert all(len(bytes(v)) <= 32_767 for v in thing.values() if isinstance(v, pikepdf.String))


def test_6_2_3_one_output_intent_with_a_profile(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
    assert intent.DestOutputProfile.read_bytes() == srgb_profile()


def test_6_2_4_the_only_colours_are_greys_that_the_intent_explains(pdf: pikepdf.Pdf) -> None:
    used = {str(part.operator) for page in pdf.pages for part in pikepdf.parse_content_stream(page)}
    assert used & {"g", "G"}
    assert not used & {"rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "Do", "gs", "ri"}


def test_6_2_10_and_6_2_5_no_transparency_and_no_graphics_states(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert not {"/Group", "/Trans", "/AA", "/PresSteps"} & set(page.obj.keys())
        assert not {"/ExtGState", "/XObject", "/Pattern", "/Shading"} & set(page.obj.Resources.keys())


def test_6_1_10_and_6_2_8_a_picture_lies_in_the_content_in_grey_and_is_not_smoothed(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for part in pikepdf.parse_content_stream(page):
            if isinstance(part, pikepdf.ContentStreamInlineImage):
                held = part.iimage
                assert str(held.colorspace) == "/DeviceGray"
                assert {str(name) for name in held.filters} <= {"/ASCII85Decode", "/FlateDecode"}
                assert not {"/I", "/Interpolate", "/Intent"} & set(held.obj.keys())


def test_6_2_11_every_font_is_embedded_and_as_wide_as_it_says(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        (descendant,) = font.DescendantFonts
        assert (font.Encoding, descendant.Subtype) == ("/Identity-H", "/CIDFontType2")
        assert font.BaseFont == descendant.BaseFont == descendant.FontDescriptor.FontName
        program = hb.Font(hb.Face(hb.Blob(descendant.FontDescriptor.FontFile2.read_bytes())))
        glyphs = descendant.CIDToGIDMap.read_bytes()
        first, widths = descendant.W
        assert first == 0
        for code, width in enumerate(widths):
            if code:
                glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
                assert glyph, "6.2.11.8: .notdef is never drawn"
                advance = program.get_glyph_h_advance(glyph) * 1000 / program.face.upem
                assert abs(float(width) - advance) <= 1


def test_6_2_11_7_every_code_reads_as_unicode(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        table = font.ToUnicode.read_bytes().decode()
        rows = dict(re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE))
        del rows["0000"]  # the range of codes, which looks like one
        assert len(rows) == len(font.DescendantFonts[0].W[1]) - 1
        for text in rows.values():
            letters = bytes.fromhex(text).decode("utf-16-be")
            assert letters
            assert not set(letters) & {"\0", "\ufeff", "\ufffe"}
            assert not any(0xE000 <= ord(letter) <= 0xF8FF for letter in letters)


def test_6_3_and_6_5_nothing_that_acts(pdf: pikepdf.Pdf) -> None:
    assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties", "/Requirements"} & set(pdf.Root.keys())
    assert not any("/Annots" in page.obj for page in pdf.pages)


def test_6_6_the_metadata_say_what_it_is_and_agree_with_the_information(
    pdf: pikepdf.Pdf, made: bytes
) -> None:
    packet = pdf.Root.Metadata.read_raw_bytes()
    assert "/Filter" not in pdf.Root.Metadata
    assert packet in made, "readable without a PDF reader"
    told = ET.fromstring(packet)  # noqa: S314 - written by ourselves
    assert told.findtext(".//pdfaid:part", namespaces=NAMES) == "3"
    assert told.findtext(".//pdfaid:conformance", namespaces=NAMES) == "U"
    info = {str(key): str(value) for key, value in pdf.docinfo.items()}
    assert info == {
        "/Title": told.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=NAMES),
        "/Creator": told.findtext(".//xmp:CreatorTool", namespaces=NAMES),
        "/Producer": told.findtext(".//pdf:Producer", namespaces=NAMES),
    }
    assert info["/Title"]


def test_6_8_the_attachment_is_an_associated_file() -> None:
    pdf = open_pdf(with_data())
    (file,) = pdf.Root.AF
    name, listed = pdf.Root.Names.EmbeddedFiles.Names
    assert listed.objgen == file.objgen
    assert str(name) == str(file.F) == str(file.UF) == DATA.name
    assert (str(file.AFRelationship), str(file.Desc)) == ("/Data", DATA.said)
    assert file.EF.F.Subtype == "/application/fhir+json"
    assert file.EF.F.read_bytes() == DATA.content
    assert file.EF.F.Params.Size == len(DATA.content)


def test_a_paper_without_data_has_no_attachment() -> None:
    assert not {"/AF", "/Names"} & set(open_pdf(sheets()).Root.keys())


# --- ISO 32000-1, 14.7 to 14.9: read aloud


def test_the_title_is_shown_and_the_language_is_thai(pdf: pikepdf.Pdf) -> None:
    root: Any = pdf.Root  # the stubs know no object that is a bool
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert root.MarkInfo.Marked is True
    assert str(pdf.Root.Lang) == "th-TH"


def test_all_that_is_drawn_is_content_or_artifact_and_marks_never_cross(pdf: pikepdf.Pdf) -> None:
    assert [content_of(page).faults for page in pdf.pages] == [[]] * len(pdf.pages)


def test_every_mark_belongs_to_one_element_and_the_pages_find_it(pdf: pikepdf.Pdf) -> None:
    owned = list(marks_of(pdf.Root.StructTreeRoot.K[0], None))
    drawn = [(page.obj.objgen, number) for page in pdf.pages for number in content_of(page).texts]
    assert len({(page, number) for page, number, _ in owned}) == len(owned)
    assert set(drawn) <= {(page, number) for page, number, _ in owned}
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    lists = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in pdf.pages:
        mine = {number: owner for where, number, owner in owned if where == page.obj.objgen}
        listed = lists[page.obj.StructParents]
        assert {n: owner.objgen for n, owner in enumerate(listed)} == mine


def test_the_tree_reads_as_the_pages_do_each_thing_once() -> None:
    """All words in order; what repeats on every page is read once."""
    data = referral_pdf(LETTER, thai())
    pdf = open_pdf(data)
    read = "".join(text for _, text in tree_text(pdf))
    artifacts = "".join(content_of(page).artifacts for page in pdf.pages)
    for told in (*LETTER.diagnoses, *LETTER.remarks, *LETTER.signer, *LETTER.footer, LETTER.cause):
        assert plain(told) in plain(read), told
    for row in (*LETTER.results.rows, *LETTER.medicines.rows):
        for cell in row.cells:
            assert all(plain(line) in plain(read) for line in cell.text.split("\n"))
    whole = sorted(plain("".join(pages_of(data))).replace(" ", ""))
    assert (
        sorted((plain(read) + plain(artifacts)).replace(" ", "").replace("☐", "").replace("☑", "")) == whole
    )


def test_titles_tables_rows_and_boxes_are_told_apart() -> None:
    told = tree_text(open_pdf(referral_pdf(LETTER, thai())))
    assert ("/Document/H1", "ใบส่งต่อผู้ป่วย") in told
    assert any(path == "/Document/H2" and text.startswith("ผลการตรวจ") for path, text in told)
    heads = [text for path, text in told if path == "/Document/Table/TR/TH/P"]
    assert heads[-6:] == list(LETTER.medicines.columns[1:])
    assert [path for path, _ in told].count("/Document/Table/TR/TH") == len(heads) + 1, (
        "an empty one holds its column"
    )
    first = LETTER.medicines.rows[0].cells[1].text
    assert any(path == "/Document/Table/TR/TD/P" and plain(text) == plain(first) for path, text in told)
    boxes = [text for path, text in told if path.endswith("/Figure")]
    assert boxes.count("☑") == len(LETTER.attachments)
    assert "☐" in boxes


def test_a_table_over_pages_is_one_table_whose_head_is_read_once() -> None:
    pdf = open_pdf(long_letter())
    tables = [kid for kid in pdf.Root.StructTreeRoot.K[0].K if kid.S == "/Table"]
    assert len(pdf.pages) > 2
    assert len(tables) == 2, "results and medicines"
    assert len(tables[1].K) == 61
    heads = [text for path, text in tree_text(pdf) if path.endswith("TH/P")]
    assert heads.count(LETTER.medicines.columns[1]) == 1
    assert all(cell.A.Scope == "/Column" for row in tables[1].K[:1] for cell in row.K)


def test_a_group_head_spans_its_columns() -> None:
    pdf = open_pdf(sheets())
    (table,) = [kid for kid in pdf.Root.StructTreeRoot.K[0].K if kid.S == "/Table"]
    spans = [row.K[0].A.ColSpan for row in table.K if "/A" in row.K[0] and "/ColSpan" in row.K[0].A]
    assert spans == [2, 2, 2]
    assert len(table.K) == 1 + 3 + 90


def test_the_outline_leads_to_the_headings() -> None:
    with open_pdf(referral_pdf(LETTER, thai())).open_outline() as outline:
        (title,) = outline.root
        below = [item.title for item in title.children]
    assert title.title == "ใบส่งต่อผู้ป่วย"
    assert below[:4] == ["มาเพื่อโปรด", "ประวัติการป่วย", "ผลการตรวจ", "การวินิจฉัยโรคขั้นต้น"]


def test_the_same_letter_is_the_same_bytes() -> None:
    assert referral_pdf(LETTER, thai()) == referral_pdf(LETTER, thai())


def test_the_profile_is_srgb_to_little_cms() -> None:
    ours = ImageCms.getOpenProfile(BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(ours, theirs, "RGB", "RGB")
    picture = Image.linear_gradient("L").convert("RGB")
    changed = ImageCms.applyTransform(picture, change)
    assert changed is not None
    pairs = zip(picture.tobytes(), changed.tobytes(), strict=True)
    assert max(abs(before - after) for before, after in pairs) <= 1


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def streams(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    found = {font.objgen: font for page in pdf.pages for font in page.obj.Resources.Font.values()}
    assert found
    return list(found.values())


def marks_of(element: Any, page: Any) -> Any:
    page = element.get("/Pg", page)
    for kid in element.K:
        if isinstance(kid, int):
            yield page.objgen, kid, element.objgen
        elif "/MCID" in kid:
            yield kid.Pg.objgen, int(kid.MCID), element.objgen
        else:
            assert kid.P.objgen == element.objgen
            yield from marks_of(kid, page)
