"""The site's crest: grey within the page, said to who cannot see it, and never in the way of a paper."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from paper_samples import LETTER, pages_of, thai
from PIL import Image, ImageDraw
from tagged import content_of, open_pdf, tree_text

from viewer.paper.crest import crest_of
from viewer.paper.pages import page_image
from viewer.paper.referral import referral_pdf

KINDS = [
    ("RGBA", "PNG"), ("RGB", "PNG"), ("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGB", "JPEG"),
    ("CMYK", "JPEG"), ("L", "JPEG"),
]  # fmt: skip


def picture(mode: str = "RGBA", size: tuple[int, int] = (120, 80), kind: str = "PNG") -> bytes:
    """A blue disc, around it nothing."""
    made = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(made).ellipse((10, 10, size[0] - 10, size[1] - 10), fill=(0, 0, 160, 255))
    out = BytesIO()
    made.convert(mode).save(out, kind)
    return out.getvalue()


def letter(crest: bytes) -> bytes:
    return referral_pdf(replace(LETTER, crest=crest, form_number="บส.๐๘"), thai())


@pytest.mark.parametrize(("mode", "kind"), KINDS)
def test_every_kind_of_picture_becomes_grey(mode: str, kind: str) -> None:
    made = crest_of(picture(mode, kind=kind))
    assert made is not None
    assert (made.width, made.height) == (120, 80)
    assert len(made.samples) == 120 * 80


def test_what_is_see_through_is_white_and_a_large_one_is_made_smaller() -> None:
    made = crest_of(picture(size=(1200, 800)))
    assert made is not None
    assert (made.width, made.height) == (300, 200)
    assert made.samples[0] == 255
    assert made.samples[100 * 300 + 150] < 60


@pytest.mark.parametrize(
    "file",
    [b"", b"no picture", picture()[:90], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" * 9, b"GIF89a" + b"\0" * 40],
)
def test_what_cannot_be_read_leaves_the_place_for_a_seal(file: bytes) -> None:
    assert crest_of(file) is None
    assert "ตรา" in pages_of(letter(file))[0][:60]


def test_a_bomb_is_not_opened() -> None:
    out = BytesIO()
    Image.new("1", (7_000, 7_000)).save(out, "PNG")
    assert crest_of(out.getvalue()) is None


def test_it_stands_in_the_content_in_grey_and_is_said() -> None:
    data = letter(picture())
    pdf = open_pdf(data)
    parts = pikepdf.parse_content_stream(pdf.pages[0])
    (inline,) = [part for part in parts if str(part.operator) == "INLINE IMAGE"]
    assert isinstance(inline, pikepdf.ContentStreamInlineImage)
    held = inline.iimage
    assert (held.width, held.height, held.bits_per_component) == (120, 80, 8)
    assert [content_of(page).faults for page in pdf.pages] == [[]] * len(pdf.pages)
    assert ("/Document/Figure", "ตราของ คลินิกเวชกรรมใจดี") in tree_text(pdf)[:3]
    assert "บส.๐๘" in pages_of(data)[0]


def test_it_is_seen_where_the_seal_would_be() -> None:
    width, _, pixels = page_image(letter(picture()), 0)
    middle = 3 * (59 * width + 70)  # the middle of the ring, at 72 pixels an inch
    red, green, blue = pixels[middle : middle + 3]
    assert red == green == blue
    assert red < 90
