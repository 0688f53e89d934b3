"""The QR code on a letter: read by a decoder that others wrote, large enough, with white round it, told to readers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from paper_samples import LETTER, pages_of, thai
from PIL import Image
from tagged import open_pdf

from viewer.base.opaque import Opaque
from viewer.paper.formats import MM
from viewer.paper.opening import opened
from viewer.paper.pages import page_images
from viewer.paper.proof import QUIET, modules, symbol
from viewer.paper.referral import referral_pdf
from viewer.view.proof import link_on_paper, no_proof, proof_on_paper, proof_to_come
from viewer.view.sheet import Letter, Proof
from viewer.writing.health_link import Deposit, link_of
from viewer.writing.paper_code import grouped, new_code

DEPOSIT = Deposit(b"{}", datetime(2026, 11, 30, 7, tzinfo=UTC), Opaque("135790"), "ใบส่งต่อผู้ป่วย")
VERIFY = "https://verify.hie.moph.example/paper"
CODE = new_code()


def letter(proof: Proof | None) -> Letter:
    return replace(LETTER, proof=proof, data=b'{"resourceType":"Bundle"}', data_said="ข้อมูล")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return referral_pdf(letter(proof_on_paper(CODE, VERIFY, thai())), thai())


def pictures(pdf: bytes, dpi: float) -> Iterator[Image.Image]:
    for width, height, pixels in page_images(pdf, dpi / 72):
        yield Image.frombytes("RGB", (width, height), pixels)


def codes_in(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("dpi", [75, 100, 200, 300])
@pytest.mark.parametrize("faxed", [False, True], ids=["printed", "faxed"])
def test_it_is_read_off_the_page(pdf: bytes, dpi: int, faxed: bool) -> None:
    shown = [image.convert("L") for image in pictures(pdf, dpi)]
    shown = [image.point(lambda v: 255 if v > 127 else 0) for image in shown] if faxed else shown
    found = [code for image in shown for code in codes_in(image)]
    assert found == [f"{VERIFY}/{CODE}"]


def test_the_code_stands_below_it_in_letters(pdf: bytes) -> None:
    text = "\n".join(pages_of(pdf))
    assert grouped(CODE) in text
    assert "รหัสตรวจสอบเอกสาร" in text


def test_it_is_large_enough_and_white_stands_round_it(pdf: bytes) -> None:
    dpi = 300
    image = list(pictures(pdf, dpi))[-1].convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    corners = found.position
    side = corners.top_right.x - corners.top_left.x
    assert side / dpi * 25.4 >= 24.8, "millimetres, within a pixel or two"
    white = int(side / len(modules(f"{VERIFY}/{CODE}")) * QUIET) - 3
    left, top = corners.top_left.x, corners.top_left.y
    right, foot = corners.bottom_right.x, corners.bottom_right.y
    for strip in (
        (left - white, top - white, left - 3, foot + white), (right + 4, top - white, right + white, foot + white),
        (left - white, top - white, right + white, top - 3), (left - white, foot + 4, right + white, foot + white),
    ):  # fmt: skip
        assert min(image.crop(strip).tobytes()) > 250, strip


def test_modules_never_shrink_below_what_a_telephone_reads() -> None:
    long = modules("x" * 300)
    assert symbol(long, "").height > 0.6 * MM * (len(long) + 2 * QUIET) - 0.01


def test_a_screen_reader_is_told_what_it_is(pdf: bytes) -> None:
    paper = open_pdf(pdf)
    alts = [str(one.Alt) for one in paper.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert [alt for alt in alts if alt not in "☐☑"] == [f"QR: รหัสตรวจสอบเอกสาร {grouped(CODE)}"]


def test_a_reader_of_the_file_finds_the_code(pdf: bytes) -> None:
    assert opened(pdf).code == CODE
    assert opened(referral_pdf(letter(None), thai())).code == ""


@pytest.mark.parametrize("spoiled", [b"O", b"<", b""])
def test_a_code_that_is_none_is_not_read(pdf: bytes, spoiled: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as paper:
        packet = paper.Root.Metadata.read_raw_bytes().replace(CODE.encode(), spoiled + CODE.encode()[1:])
        paper.Root.Metadata = paper.make_stream(packet, Type=pikepdf.Name.Metadata)
        paper.save(out, compress_streams=False)
    assert opened(out.getvalue()).code == ""


@pytest.mark.parametrize("offered", [True, False])
def test_a_letter_without_a_code_says_so_in_words(offered: bool) -> None:
    proof = no_proof(thai(), offered=offered)
    pdf = referral_pdf(letter(proof), thai())
    assert proof.said in "\n".join(pages_of(pdf)).replace("\u00a0", " ")
    assert [code for image in pictures(pdf, 150) for code in codes_in(image)] == []
    assert opened(pdf).code == ""


def test_the_preview_keeps_the_place_and_shows_no_code(pdf: bytes) -> None:
    """What follows stands where it will stand."""
    preview = referral_pdf(letter(proof_to_come(VERIFY, thai())), thai())
    assert [code for image in pictures(preview, 150) for code in codes_in(image)] == []
    assert "รหัสจะออกเมื่อพิมพ์" in "\n".join(pages_of(preview))
    printed, seen = list(pictures(pdf, 50))[-1], list(pictures(preview, 50))[-1]
    below = (0, int(printed.height * 0.88), printed.width, printed.height)
    assert printed.crop(below).tobytes() == seen.crop(below).tobytes()
    assert len(pages_of(pdf)) == len(pages_of(preview))


def test_a_health_link_stands_beside_its_words_and_both_are_read() -> None:
    link = link_of(f"https://hie.moph.example/links/{'x' * 43}/m", bytes(32), DEPOSIT).reveal()
    told = link_on_paper(link, DEPOSIT.until, thai())
    made = referral_pdf(replace(letter(proof_on_paper(CODE, VERIFY, thai())), link=told), thai())
    assert sorted(code for image in pictures(made, 150) for code in codes_in(image)) == sorted(
        (f"{VERIFY}/{CODE}", link)
    )
    text = "\n".join(pages_of(made)).replace("\u00a0", " ")
    assert "เปิดได้ถึง 30 พ.ย. 2569 14.00 น." in text
    assert "135790" not in text, "the passcode is nowhere on it"
    assert link not in text
    assert link not in repr(told)


def test_many_facilities_leave_room_for_it() -> None:
    legend = tuple(f"{n} รพ.ทดสอบที่มีชื่อยาวมากแห่งที่ {n} · 0-2000-{n:04d}" for n in range(30))
    made = referral_pdf(replace(letter(proof_on_paper(CODE, VERIFY, thai())), legend=legend), thai())
    assert [code for image in pictures(made, 150) for code in codes_in(image)] == [f"{VERIFY}/{CODE}"]
