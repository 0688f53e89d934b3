"""Signatures on paper: valid as pyHanko and poppler see them, void after one changed byte, honest on failure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import keys_made
import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from keys_made import NAME, NOW, PASSPHRASE, file_without_key, key_file, trusted
from other_readers import needs_poppler, valid_by_poppler
from paper_samples import LETTER, pages_of, thai
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tagged import open_pdf

from viewer.paper.errors import (
    KeyExpired,
    KeyMissing,
    KeyNotForSigning,
    KeyNotYet,
    KeyUnreadable,
    SealingFailed,
    TimeStampMissing,
    WrongPassphrase,
)
from viewer.paper.opening import data_in
from viewer.paper.referral import referral_pdf
from viewer.paper.sealing import Key, open_key, sealed, signature_of
from viewer.view.signature import Signature, Standing, seal_words, signature_words

DATA = b'{"resourceType":"Bundle","type":"document","entry":[]}'


@pytest.fixture(scope="module")
def key() -> Key:
    return open_key(key_file(), PASSPHRASE, NOW)


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    words = thai()
    seal = seal_words(LETTER.signer, NAME, "ผู้ออกใบรับรองทดสอบ", NOW, words)
    return referral_pdf(replace(LETTER, sealed=seal, data=DATA, data_said="ข้อมูล"), words)


@pytest.fixture(scope="module")
def signed(unsigned: bytes, key: Key) -> bytes:
    return sealed(unsigned, key, reason="ส่งต่อผู้ป่วย", place="คลินิกเวชกรรมใจดี")


def test_a_signed_letter_is_valid_and_names_who_signed(signed: bytes) -> None:
    found = signature_of(signed, NOW, trusted())
    assert (found.standing, found.signer, found.issuer) == (Standing.TRUSTED, NAME, "ผู้ออกใบรับรองทดสอบ")
    assert found.claimed is not None
    assert found.stamped is None


def test_without_the_sites_trust_it_is_only_unchanged(signed: bytes) -> None:
    assert signature_of(signed, NOW).standing is Standing.INTACT


def test_a_letter_without_a_signature_says_so(unsigned: bytes) -> None:
    assert signature_of(unsigned, NOW, trusted()) == Signature(Standing.UNSIGNED)
    assert signature_of(referral_pdf(LETTER, thai()), NOW) == Signature(Standing.UNSIGNED)


def test_the_signed_file_begins_with_the_whole_letter_and_keeps_its_data(
    signed: bytes, unsigned: bytes
) -> None:
    assert signed.startswith(unsigned)
    assert data_in(signed) == DATA
    assert pages_of(signed) == pages_of(unsigned)


def test_one_changed_byte_anywhere_ends_it(signed: bytes) -> None:
    """A hundred places of what is signed, each alone."""
    gap = signed.index(b"/Contents <"), signed.index(b">", signed.index(b"/Contents <"))
    places = [at for at in range(9, len(signed), len(signed) // 130) if not gap[0] <= at <= gap[1]]
    assert len(places) > 90
    for at in places:
        spoiled = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
        assert signature_of(spoiled, NOW, trusted()).standing in (Standing.INVALID, Standing.UNSIGNED), at
    missed = [at for at in places if signature_of(flipped(signed, at), NOW).standing is Standing.UNSIGNED]
    assert len(missed) < 5, "only where the file does not lead to its signature any more"


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_data_put_in_afterwards_end_it(signed: bytes) -> None:
    from pyhanko.pdf_utils.generic import NumberObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root[pdf_name("/PRWT")] = NumberObject(1)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert signature_of(out.getvalue(), NOW, trusted()).standing is Standing.INVALID


def test_a_paper_is_not_signed_twice_in_one_place(signed: bytes, key: Key) -> None:
    with pytest.raises(SealingFailed):
        sealed(signed, key, reason="", place="")


def test_a_paper_that_keeps_no_place_is_not_signed(key: Key) -> None:
    with pytest.raises(SealingFailed):
        sealed(referral_pdf(LETTER, thai()), key, reason="", place="")


@pytest.mark.parametrize(
    ("made", "passphrase", "error"),
    [
        (lambda: key_file(), b"wrong", WrongPassphrase),
        (lambda: key_file(), b"", WrongPassphrase),
        (lambda: key_file(-300, -1), PASSPHRASE, KeyExpired),
        (lambda: key_file(1, 300), PASSPHRASE, KeyNotYet),
        (lambda: key_file(signs=False), PASSPHRASE, KeyNotForSigning),
        (file_without_key, PASSPHRASE, KeyMissing),
        (lambda: b"-----BEGIN CERTIFICATE-----\n", PASSPHRASE, KeyUnreadable),
        (lambda: b"", PASSPHRASE, KeyUnreadable),
        (lambda: key_file()[:200], PASSPHRASE, KeyUnreadable),
        (lambda: b"\x30" * (2 << 20), PASSPHRASE, KeyUnreadable),
    ],
    ids=["wrong", "none", "expired", "not yet", "not for signing", "no key", "PEM", "empty", "cut", "large"],
)
def test_a_key_that_cannot_sign_says_why(
    made: Callable[[], bytes], passphrase: bytes, error: type[SealingFailed]
) -> None:
    with pytest.raises(error) as raised:
        open_key(made(), passphrase, NOW)
    assert type(raised.value) is error
    assert PASSPHRASE.decode() not in str(raised.value)


def test_a_key_shows_nothing_of_itself(key: Key) -> None:
    assert repr(key) == f"Key(name='{NAME}', issuer='ผู้ออกใบรับรองทดสอบ')"


def test_a_key_without_a_passphrase_signs(unsigned: bytes) -> None:
    bare = open_key(key_file(passphrase=b""), b"", NOW)
    assert (
        signature_of(sealed(unsigned, bare, reason="", place=""), NOW, trusted()).standing is Standing.TRUSTED
    )


def authority_of_time(
    request: bytes, by: keys_made.Pair | None = None, when: datetime | None = None
) -> bytes:
    """A time stamping authority: what its service would answer. ``by`` whom certified, ``when`` by its clock."""
    secret, certificate = keys_made.pair(-300, 300, stamps=True, by=by)
    loaded = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    how = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private = asn1_keys.PrivateKeyInfo.load(secret.private_bytes(*how))
    dummy = DummyTimeStamper(loaded, private, SimpleCertificateStore(), fixed_dt=when)
    response = dummy.request_tsa_response(tsp.TimeStampReq.load(request))
    answer: bytes = response.dump()
    return answer


def test_a_time_stamp_says_when(unsigned: bytes, key: Key) -> None:
    stamped = sealed(unsigned, key, reason="", place="", ask_for_time=authority_of_time)
    found = signature_of(stamped, NOW, trusted())
    assert found.standing is Standing.TRUSTED
    assert found.stamped is not None
    assert "ประทับเวลา" in signature_words(found, thai())


def old_key() -> Key:
    """Of a certificate that has run out, opened when it had not."""
    return open_key(key_file(-200, -50), PASSPHRASE, NOW - timedelta(days=100))


def test_a_time_stamp_proves_that_it_was_signed_before_the_certificate_ran_out(unsigned: bytes) -> None:
    then = NOW - timedelta(days=100)
    ask = partial(authority_of_time, when=then)
    found = signature_of(sealed(unsigned, old_key(), reason="", place="", ask_for_time=ask), NOW, trusted())
    assert found.standing is Standing.TRUSTED
    assert found.stamped == then
    late = partial(authority_of_time, when=NOW - timedelta(days=10))
    found = signature_of(sealed(unsigned, old_key(), reason="", place="", ask_for_time=late), NOW, trusted())
    assert found.standing is Standing.EXPIRED
    bare = signature_of(sealed(unsigned, old_key(), reason="", place=""), NOW, trusted())
    assert bare.standing is Standing.EXPIRED


@pytest.mark.parametrize("old", [True, False])
def test_a_time_stamp_by_nobody_whom_the_site_trusts_proves_nothing(
    unsigned: bytes, key: Key, *, old: bool
) -> None:
    then = NOW - timedelta(days=100)
    ask = partial(authority_of_time, by=keys_made.authority("ใครก็ไม่รู้"), when=then)
    signer = old_key() if old else key
    found = signature_of(sealed(unsigned, signer, reason="", place="", ask_for_time=ask), NOW, trusted())
    assert found.standing is (Standing.EXPIRED if old else Standing.TRUSTED)
    assert (found.stamped, found.uncertified) == (None, then)
    said = signature_words(found, thai())
    assert "เวลาที่ไม่ได้รับการรับรอง" in said
    assert "ประทับเวลา" not in said


def refuses(_: bytes) -> bytes:
    raise OSError("no route")


@pytest.mark.parametrize("ask", [refuses, lambda _: b"", lambda _: b"<html>"])
def test_without_its_time_stamp_nothing_is_signed(
    unsigned: bytes, key: Key, ask: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(TimeStampMissing):
        sealed(unsigned, key, reason="", place="", ask_for_time=ask)


def test_the_seal_stands_in_thai_where_the_field_is(unsigned: bytes) -> None:
    text = pages_of(unsigned)[-1].replace("\u00a0", " ")
    assert "ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว" in text
    assert f"ใบรับรองของ {NAME}" in text
    assert "ร่าง ยังไม่ลงนาม" not in text
    pdf = open_pdf(unsigned)
    (field,) = pdf.Root.AcroForm.Fields
    left, foot, right, top = map(float, field.Rect)
    page = pdf.pages[-1]
    assert [annotation.objgen for annotation in page.obj.Annots] == [field.objgen]
    assert 0 < left < right < 596
    assert 0 < foot < top < 842
    assert (int(field.F), str(field.AP.N.Subtype)) == (132, "/Form"), (
        "ISO 19005-3, 6.3: printed, with an appearance"
    )
    assert str(field.TU) == "ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว"


def test_it_is_pades_over_the_whole_file(signed: bytes) -> None:
    pdf = open_pdf(signed)
    value = pdf.Root.AcroForm.Fields[0].V
    assert value.SubFilter == "/ETSI.CAdES.detached"
    start, first, second, rest = map(int, value.ByteRange)
    assert (start, second + rest) == (0, len(signed))
    assert signed[first:second].strip(b"<>0123456789abcdefABCDEF") == b""
    assert str(value.Reason) == "ส่งต่อผู้ป่วย"


def test_every_standing_has_its_own_sentence() -> None:
    words = thai()
    said = [signature_words(Signature(standing), words) for standing in Standing]
    assert len(set(said)) == len(Standing)
    assert all(any("ก" <= letter <= "๙" for letter in sentence) for sentence in said)


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"<<" * 50_000], ids=["empty", "head", "deep"]
)
def test_what_is_no_paper_is_not_valid(junk: bytes) -> None:
    assert signature_of(junk, NOW).standing is Standing.INVALID


@needs_poppler
def test_poppler_sees_the_same(signed: bytes) -> None:
    assert valid_by_poppler(signed)
    at = signed.index(b"stream", len(signed) // 3) + 40
    assert not valid_by_poppler(flipped(signed, at))


def test_it_stays_what_it_claims_to_be(signed: bytes, unsigned: bytes) -> None:
    """Signing adds nothing that PDF/A-3 forbids, and leaves the metadata as they agreed."""
    pdf, before = pikepdf.open(BytesIO(signed)), open_pdf(unsigned)
    assert pdf.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
    assert str(pdf.docinfo) == str(before.docinfo)
    assert len(pdf.trailer.ID) == 2
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert not {"/AA", "/A"} & set(pdf.Root.AcroForm.Fields[0].keys())
