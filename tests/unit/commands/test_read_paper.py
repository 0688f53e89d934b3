"""``prawat read referral.pdf``: the data that a paper carries, and papers that carry none, damaged or hostile ones."""

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import keys_made
import pikepdf
import pytest
from paper_samples import LETTER, thai
from pikepdf import Array, Dictionary, Name, String

from viewer.paper.opening import LARGEST_DATA
from viewer.paper.referral import referral_pdf

from .conftest import DAY, Told

ROOT = Path(__file__).parents[3]
BUNDLE = (ROOT / "tests" / "data" / "ips" / "Bundle-bundle-minimal.json").read_bytes()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return referral_pdf(replace(LETTER, data=BUNDLE, data_said="ข้อมูล"), thai())


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], str]:
    def _put(content: bytes) -> str:
        (tmp_path / "referral.pdf").write_bytes(content)
        return str(tmp_path / "referral.pdf")

    return _put


def changed(paper: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def carrying(raw: bytes, checksum: bytes, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    """Another stream in place of the data."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(pdf, b"")
        stream.write(raw, filter=more.pop("Filter", None), decode_parms=None)
        stream.Subtype = Name("/application/fhir+json")
        stream.Params = Dictionary(CheckSum=String(checksum))
        pdf.Root.AF[0].EF.F = stream

    return change


def test_a_paper_reads_as_the_bundle_it_carries(
    told: Told, paper: bytes, put: Callable[[bytes], str]
) -> None:
    code, out, err = told(put(paper), "--format", "json", "--sheet", "allergies", *DAY)
    assert (code, err) == (0, "")
    assert "penicillin" in json.loads(out)["persons"][0]["sheets"][0]["sections"][0]["rows"][0]["cells"][0]


def test_a_paper_in_a_folder_is_read_with_the_rest(told: Told, paper: bytes, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "referral.PDF").write_bytes(paper)
    code, out, _ = told(str(tmp_path), "--account", "--format", "json", *DAY)
    assert code == 0
    assert json.loads(out)["types"]["Patient"]["received"] == 1


def test_a_paper_of_a_folder_that_carries_nothing_is_named_and_the_rest_is_read(
    told: Told, paper: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(paper)
    (tmp_path / "scan.pdf").write_bytes(referral_pdf(LETTER, thai()))
    code, out, err = told(str(tmp_path), "--sheet", "allergies", *DAY)
    assert code == 1
    assert "penicillin" in out
    assert "[pdf-without-data]" in err
    assert "scan.pdf" in err


@cache
def gigabyte() -> bytes:
    """Of blanks, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()


def without(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


def many(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([pdf.Root.AF[0]] * 5000)


def named_many(pdf: pikepdf.Pdf) -> None:
    names: list[Any] = []
    for n in range(5000):
        names += [String(f"{n:05d}"), pdf.Root.AF[0]]
    pdf.Root.Names.EmbeddedFiles.Names = Array(names)


def other_kind(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].EF.F.Subtype = Name("/text/plain")


def no_checksum(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].EF.F.Params


def nonsense(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([1, String("x"), Dictionary(EF=Array())])


def spoiled(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.AF[0].EF.F.read_bytes()
    params = pdf.Root.AF[0].EF.F.Params
    carrying(
        text.replace(b"Penicillin", b"Penicillum").replace(b"penicillin", b"penicillum"),
        bytes(params.CheckSum),
    )(pdf)


def bomb(pdf: pikepdf.Pdf) -> None:
    """A gigabyte of blanks in one megabyte."""
    carrying(gigabyte(), b"x" * 16, Filter=Name.FlateDecode)(pdf)


def twofold(pdf: pikepdf.Pdf) -> None:
    """Packed twice, which unpacks a thousand times a thousand."""
    raw = zlib.compress(zlib.compress(b" " * 1000))
    stream = pikepdf.Stream(pdf, b"")
    stream.write(raw, filter=Array([Name.FlateDecode, Name.FlateDecode]), decode_parms=Array([None, None]))
    stream.Subtype = Name("/application/fhir+json")
    pdf.Root.AF[0].EF.F = stream


def cut_short(pdf: pikepdf.Pdf) -> None:
    digest = hashlib.md5(BUNDLE, usedforsecurity=False).digest()  # what ISO 32000 wants in CheckSum
    carrying(zlib.compress(BUNDLE)[:-200], digest, Filter=Name.FlateDecode)(pdf)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without, "pdf-without-data"),
        (other_kind, "pdf-without-data"),
        (nonsense, "pdf-unreadable"),
        (twice, "pdf-data-damaged"),
        (no_checksum, "pdf-data-damaged"),
        (spoiled, "pdf-data-damaged"),
        (twofold, "pdf-data-damaged"),
        (cut_short, "pdf-data-damaged"),
        (many, "pdf-too-large"),
        (named_many, "pdf-too-large"),
        (bomb, "pdf-too-large"),
    ],
)
def test_a_paper_that_is_not_as_it_was_made_is_refused_in_words(
    told: Told, paper: bytes, put: Callable[[bytes], str], change: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    ended, out, err = told(put(changed(paper, change)), *DAY)
    assert (ended, out) == (2, "")
    assert err.startswith(f"prawat read: [{code}] ")
    assert err.endswith(": referral.pdf\n")
    assert len(err.splitlines()) == 1


def objects_that_unpack_to_much() -> bytes:
    """A stream of objects of a gigabyte: unpacked by the reader of the file itself, before anything is looked at."""
    raw = gigabyte()
    out = b"%PDF-1.7\n"
    at = [0]
    head = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(raw)
    at.append(len(out))
    out += head + raw + b"\nendstream\nendobj\n"
    table = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + more.to_bytes(2, "big")
        for kind, where, more in ((0, 0, 0), (2, 2, 0), (1, at[1], 0), (1, len(out), 0))
    )
    start = len(out)
    out += b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def deep() -> bytes:
    nested = b"[" * 100_000 + b"]" * 100_000
    body = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/AF " + nested + b">>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    return body + table + b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda paper: paper[: len(paper) // 2],
        lambda paper: paper.replace(b"startxref", b"startxxxx"),
        lambda paper: paper[:-30] + b"startxref\n9\n%%EOF\n",
        lambda paper: b"%PDF-1.7\n" + b"\0" * 4096,
        lambda paper: b"%PDF-1.7\nstartxref\n9\n%%EOF",
        lambda paper: objects_that_unpack_to_much(),
        lambda paper: deep(),
    ],
    ids=["half", "no table", "table elsewhere", "zeros", "nothing", "bomb of objects", "deep"],
)
def test_a_hostile_or_broken_file_is_refused_in_words(
    told: Told, paper: bytes, put: Callable[[bytes], str], hostile: Callable[[bytes], bytes]
) -> None:
    ended, out, err = told(put(hostile(paper)), *DAY)
    assert (ended, out) == (2, "")
    assert "[pdf-unreadable]" in err


def test_a_locked_paper_is_refused(told: Told, paper: bytes, put: Callable[[bytes], str]) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "[pdf-unreadable]" in told(put(out.getvalue()), *DAY)[2]


def test_a_file_of_a_gigabyte_is_not_even_read(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "referral.pdf"
    with place.open("wb") as file:
        file.truncate(1 << 30)  # a hole: it takes no room on disk
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert "[pdf-too-large]" in told(str(place), *DAY)[2]


def test_the_limit_of_the_command_is_that_of_the_room() -> None:
    from viewer.commands import files
    from viewer.paper import opening

    assert files._LARGEST_PAPER == opening.LARGEST_PDF
    assert LARGEST_DATA >= opening.LARGEST_PDF // 2


def test_a_bundle_that_only_speaks_of_pdf_is_no_pdf(told: Told, tmp_path: Path) -> None:
    place = tmp_path / "a.json"
    place.write_bytes(BUNDLE.replace(b"{", b'{"language":"%PDF-1.7",', 1))
    assert told(str(place), "--sheet", "allergies", *DAY)[0] in (0, 1)


def signed(paper: bytes) -> bytes:
    from viewer.paper.sealing import open_key, sealed

    return sealed(
        paper, open_key(keys_made.key_file(), keys_made.PASSPHRASE, keys_made.NOW), reason="", place=""
    )


@pytest.fixture(scope="module")
def sealed_paper() -> bytes:
    letter = replace(LETTER, data=BUNDLE, data_said="ข้อมูล", sealed=("ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว",))
    return signed(referral_pdf(letter, thai()))


def standing(out: str) -> str:
    (paper,) = json.loads(out)["papers"]
    assert paper["file"] == "referral.pdf"
    return str(paper["signature"]["standing"])


def test_the_signature_is_told_with_what_is_read(
    told: Told, sealed_paper: bytes, put: Callable[[bytes], str], tmp_path: Path
) -> None:
    authority = tmp_path / "ca.der"
    authority.write_bytes(keys_made.trusted()[0])
    path = put(sealed_paper)
    assert standing(told(path, "--format", "json", *DAY)[1]) == "intact"
    code, out, _ = told(path, "--trust", str(authority), "--format", "json", *DAY)
    assert (code, standing(out)) == (0, "trusted")
    assert json.loads(out)["papers"][0]["signature"]["signer"] == keys_made.NAME
    text = told(path, "--trust", str(authority), *DAY)[1].splitlines()[0]
    assert text.startswith("referral.pdf: ลายมือชื่ออิเล็กทรอนิกส์ถูกต้อง")


def test_a_changed_page_is_told_though_the_data_are_whole(
    told: Told, sealed_paper: bytes, put: Callable[[bytes], str]
) -> None:
    spoiled = sealed_paper.replace(b"<pdfaid:part>3", b"<pdfaid:part>2")
    assert spoiled != sealed_paper
    assert standing(told(put(spoiled), "--format", "json", *DAY)[1]) == "invalid"


def test_an_unsigned_paper_says_so(told: Told, paper: bytes, put: Callable[[bytes], str]) -> None:
    assert standing(told(put(paper), "--format", "json", *DAY)[1]) == "unsigned"


def test_a_certificate_that_is_not_there_is_refused(
    told: Told, paper: bytes, put: Callable[[bytes], str]
) -> None:
    assert "[file-unreadable]" in told(put(paper), "--trust", "nothing.pem", *DAY)[2]
