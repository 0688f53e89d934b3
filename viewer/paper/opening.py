"""Opening a paper that carries its data: a PDF by anybody, so bounded in every direction.

Only what stands as associated file of the catalog is looked at (ISO 19005-3, 6.8), by its media type; its content is
unpacked here and never past a limit, and must be what its checksum says (ISO 32000-1, 7.11.4). A broken table of
objects is not mended: a paper of ours has none, and mending is where hostile files take their time.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import settings

from viewer.paper.errors import DataDamaged, NoData, PdfTooLarge, PdfUnreadable
from viewer.paper.finish import DATA_KIND
from viewer.writing.paper_code import SYSTEM, code_in

LARGEST_PDF = 32 << 20  # bytes; a referral of ten pages has a quarter of a megabyte
LARGEST_DATA = 32 << 20  # bytes, unpacked
_ATTACHMENTS = 16
_FIELDS = 1000
_METADATA = 64 << 10  # bytes that are looked at
_IDENTIFIER = re.compile(
    rb"<dc:identifier>" + re.escape(SYSTEM).encode() + rb"\|([0-9A-Z]{8,32})</dc:identifier>"
)
# qpdf knows limits for the whole process only. What it unpacks by itself are tables and streams of objects.
settings.set_qpdf_limits(
    flate_max_memory=LARGEST_DATA,
    max_stream_filters=2,
    parser_max_nesting=64,
    parser_max_container_size=1_000_000,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper: the FHIR Bundle that it carries, and whether somebody signed it (viewer.paper.sealing says how well)."""

    data: bytes
    signed: bool
    code: str = ""  # by which an exchange can be asked about it


def data_in(content: bytes) -> bytes:
    """The FHIR Bundle that a paper carries. Raises as ``opened`` does."""
    return opened(content).data


def opened(content: bytes, *, needs_data: bool = True) -> Opened:
    """A paper opened.

    Raises:
        PdfTooLarge: it, or what it carries, is larger or more than any paper of ours.
        PdfUnreadable: no PDF, a broken or a locked one.
        NoData: it carries none, though it ``needs_data``; else ``data`` is b"".
        DataDamaged: it carries some, but not what was put into it; or several.
    """
    if len(content) > LARGEST_PDF:
        raise PdfTooLarge("the file")
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            found = [file for file in _files(pdf) if file.get("/Subtype") == "/" + DATA_KIND]
            if not found and needs_data:
                raise NoData("no associated file of FHIR")
            if len(found) > 1:
                raise DataDamaged("several")
            return Opened(_content(found[0]) if found else b"", _is_signed(pdf), _code(pdf))
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        RuntimeError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ) as error:
        raise PdfUnreadable(type(error).__name__) from None


def _files(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The streams of all associated files."""
    listed = pdf.Root.get("/AF", pikepdf.Array())
    named = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary())
    if len(listed) > _ATTACHMENTS or len(named.get("/Names", ())) > 2 * _ATTACHMENTS:
        raise PdfTooLarge("the attachments")
    for file in listed:
        stream = file.get("/EF", pikepdf.Dictionary()).get("/F")
        if isinstance(stream, pikepdf.Stream):
            yield stream


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a field of the form holds a signature; a form by others may nest them, and has flags that say so."""
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    fields = form.get("/Fields", pikepdf.Array())
    if len(fields) > _FIELDS:
        raise PdfTooLarge("the form")
    return int(form.get("/SigFlags", 0)) & 2 != 0 or any(
        field.get("/FT") == "/Sig" and "/V" in field for field in fields
    )


def _code(pdf: pikepdf.Pdf) -> str:
    """What its metadata name as its identifier, where that is a code of ours. Nobody's XML is parsed for it."""
    packet = pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream) or "/Filter" in packet:  # as PDF/A has it: 6.6.2.1
        return ""
    found = _IDENTIFIER.search(packet.read_raw_bytes()[:_METADATA])
    return code_in(found[1].decode()) if found else ""


def _content(stream: pikepdf.Object) -> bytes:
    wanted = stream.get("/Params", pikepdf.Dictionary()).get("/CheckSum")
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array) and len(packing) == 1:
        packing = packing[0]
    raw = stream.read_raw_bytes()
    if packing is None:
        content = raw
    elif packing == "/FlateDecode" and "/DecodeParms" not in stream:
        content = _unpacked(raw)
    else:
        raise DataDamaged("packed in another way")
    if len(content) > LARGEST_DATA:
        raise PdfTooLarge("the data")
    if wanted is None or bytes(wanted) != hashlib.md5(content, usedforsecurity=False).digest():
        raise DataDamaged("checksum")
    return content


def _unpacked(raw: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, LARGEST_DATA + 1)
    except zlib.error:
        raise DataDamaged("packing") from None
    if len(content) <= LARGEST_DATA and not unpacker.eof:
        raise DataDamaged("cut short")
    return content
