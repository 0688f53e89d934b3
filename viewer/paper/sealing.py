"""Signatures on paper: PAdES with the clinician's own certificate (ETSI EN 319 142-1, B-B; B-T with a time stamp).

Only this module and viewer.paper.tokens know pyHanko, which takes most of a second to import: imported when somebody
signs, or opens a paper that is signed. A key lives as long as one act of signing; its passphrase is never kept. Nothing
is fetched: no revocation list is asked, and who is trusted is the site's list of certificates.
"""

import asyncio
import io
import logging
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, TimestampSignatureStatus
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext

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
from viewer.paper.finish import SIGNATURE_FIELD
from viewer.signin.same_person import licence_in
from viewer.view.signature import Signature, Standing

LARGEST_KEY = 1 << 20  # bytes; a PKCS#12 file has a few thousand
_SIGNS = frozenset({"digital_signature", "non_repudiation"})
_ROOM = 16_384  # bytes for the signature without a time stamp; a chain of certificates fits
for _talker in ("pyhanko", "pyhanko_certvalidator"):  # they log names of certificates and stacks
    logging.getLogger(_talker).setLevel(logging.CRITICAL)

_Result = TypeVar("_Result")
AskForTime = Callable[[bytes], bytes]
"""Sends an RFC 3161 request to the site's time stamping authority and gives its answer; OSError when it does not."""


def _nothing() -> None:
    """A key from a file has nothing to close."""


@dataclass(frozen=True, slots=True)
class Key:
    """A certificate with its key, opened for one act and closed behind it."""

    name: str
    issuer: str
    signer: Signer = field(repr=False)
    close: Callable[[], None] = field(default=_nothing, repr=False)
    licence: str = field(default="", repr=False)  # of its holder, "" where the certificate has none

    @classmethod
    def of(cls, certificate: x509.Certificate, signer: Signer, close: Callable[[], None] = _nothing) -> "Key":
        """A certificate's key; whose it is, by the certificate's words."""
        holder, issuer = certificate.subject, certificate.issuer
        said = (_texts(holder, part) for part in ("title", "common_name"))
        return cls(called(holder), called(issuer), signer, close, licence_in(chain.from_iterable(said)))


def open_key(content: bytes, passphrase: bytes, now: datetime) -> Key:
    """A PKCS#12 file's key.

    Raises:
        KeyUnreadable: no PKCS#12 file.
        WrongPassphrase: it does not open it.
        KeyMissing: a certificate without its key, or none.
        KeyNotYet, KeyExpired: not now.
        KeyNotForSigning: the certificate is for something else.
    """
    if len(content) > LARGEST_KEY:
        raise KeyUnreadable("too large")
    try:
        asn1_pkcs12.Pfx.load(content, strict=True).native  # noqa: B018 - parses all of it
    except (ValueError, TypeError, KeyError, RecursionError):
        raise KeyUnreadable("not PKCS#12") from None
    signer = _loaded(content, passphrase)
    certificate = signer.signing_cert
    if certificate is None or signer.signing_key is None:
        raise KeyMissing("no key")
    unfit = judge(certificate, now)
    if unfit is not None:
        raise unfit
    return Key.of(certificate, signer)


def judge(certificate: x509.Certificate, now: datetime) -> SealingFailed | None:
    """Why a certificate cannot sign now; None where it can."""
    if now < certificate.not_valid_before:
        return KeyNotYet("not valid yet")
    if now > certificate.not_valid_after:
        return KeyExpired("not valid any more")
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNS & set(usage.native):
        return KeyNotForSigning("key usage")
    return None


def _loaded(content: bytes, passphrase: bytes) -> SimpleSigner:
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, passphrase or None)
    except ValueError:
        raise WrongPassphrase("it does not open") from None
    except (TypeError, NotImplementedError):
        raise KeyUnreadable("of a kind that is not known") from None
    if key is None or certificate is None:
        raise KeyMissing("no key")
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(content, [], passphrase or None)
    except (ValueError, TypeError, NotImplementedError):
        raise KeyUnreadable("of a kind that is not known") from None
    return signer


def sealed(pdf: bytes, key: Key, *, reason: str, place: str, ask_for_time: AskForTime | None = None) -> bytes:
    """The paper, signed in the place that it keeps for that. Blocks: call it on a worker thread.

    Raises:
        SealingFailed: it keeps no place, is signed already, or the key will not sign.
        TimeStampMissing: the time stamping authority did not give one: nothing is signed then.
    """
    about = PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
        name=key.name,
    )
    stamper = _Stamper(ask_for_time) if ask_for_time is not None else None
    signer = PdfSigner(about, key.signer, timestamper=stamper, stamp_style=NoOpStampStyle())
    out = io.BytesIO()
    try:
        writer = _Writer(io.BytesIO(pdf))
        room = _ROOM if stamper is None else None
        _done(signer.async_sign_pdf(writer, existing_fields_only=True, output=out, bytes_reserved=room))
    except (OSError, TimeStampMissing):
        raise TimeStampMissing("no answer") from None
    except (PdfError, SigningError, ValueError, TypeError, NotImplementedError) as error:
        raise SealingFailed(type(error).__name__) from None
    return out.getvalue()


def _done(work: Coroutine[object, object, _Result]) -> _Result:
    """Run it to its end in a loop of its own: asyncio.run would ask which thread this is, and a Qt thread is none."""
    loop = asyncio.new_event_loop()
    loop.set_default_executor(_Here())
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


class _Here(ThreadPoolExecutor):
    """Does what it is given at once, in this thread, which is a worker's already: a token signs through it."""

    def submit(self, fn: Callable[..., _Result], /, *args: object, **kwargs: object) -> Future[_Result]:
        """Done when it comes back."""
        done: Future[_Result] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            done.set_exception(error)
        return done


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: the metadata stay as they are, in the information and in XMP alike."""

    def _update_meta(self) -> None:
        """pyHanko would put its own name into one of the two (ISO 19005-3, 6.6 wants them to agree)."""


class _Stamper(TimeStamper):
    """Asks through what it is given, so that this module speaks to no network."""

    def __init__(self, ask: AskForTime) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The authority's answer."""
        answer = self._ask(req.dump())  # nothing else waits in this loop
        try:
            return tsp.TimeStampResp.load(answer, strict=True)
        except (ValueError, TypeError):
            raise TimeStampMissing("no time stamp") from None


def signature_of(pdf: bytes, now: datetime, trusted: Iterable[bytes] = ()) -> Signature:
    """How the newest signature of a paper stands. ``trusted``: the site's certificates, DER. Never raises for a paper.

    The file must have been opened by viewer.paper.opening before, which bounds it.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = reader.embedded_regular_signatures
        if not found:
            return Signature(Standing.UNSIGNED)
        newest = found[-1]
        roots = [x509.Certificate.load(one) for one in trusted]
        status = _judged(newest, roots, now, now)
        stamp = status.timestamp_validity
        stamped, uncertified = _times(stamp) if stamp is not None else (None, None)
        if stamped is not None:  # it stood there then, whatever the certificate is now
            status = _judged(newest, roots, stamped, now)
    except Exception:  # noqa: BLE001 - a stranger's bytes in another's parser: whatever it says, nothing is proven
        return Signature(Standing.INVALID)
    certificate = status.signing_cert
    return Signature(
        _standing(status, stamped),
        called(certificate.subject),
        called(certificate.issuer),
        status.signer_reported_dt,
        stamped,
        uncertified,
    )


def _judged(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], then: datetime, now: datetime
) -> PdfSignatureStatus:
    """The signature by what was valid ``then``, its time stamp by what is valid ``now``."""
    then_valid, now_valid = (
        ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment.astimezone(UTC))
        for moment in (then, now)
    )
    return _done(async_validate_pdf_signature(signature, then_valid, ts_validation_context=now_valid))


def _standing(status: PdfSignatureStatus, stamped: datetime | None) -> Standing:
    if not (status.intact and status.valid):
        return Standing.INVALID
    level = status.modification_level
    if level is None or level > ModificationLevel.LTA_UPDATES:
        return (
            Standing.EXTENDED if level is not None and level < ModificationLevel.OTHER else Standing.INVALID
        )
    claimed = stamped or status.signer_reported_dt
    certificate = status.signing_cert
    if claimed is not None and not certificate.not_valid_before <= claimed <= certificate.not_valid_after:
        return Standing.EXPIRED
    return Standing.TRUSTED if status.trusted else Standing.INTACT


def _times(stamp: TimestampSignatureStatus) -> tuple[datetime | None, datetime | None]:
    """When a sound time stamp says that it was there: by an authority whom the site trusts, or by anybody else."""
    if not (stamp.valid and stamp.intact):
        return None, None
    return (stamp.timestamp, None) if stamp.trusted else (None, stamp.timestamp)


def called(name: x509.Name) -> str:
    """The common name, else the organisation's, in one line of at most 120 letters."""
    told = _texts(name, "common_name") or _texts(name, "organization_name")
    return " ".join(", ".join(told).split())[:120]


def _texts(name: x509.Name, part: str) -> list[str]:
    """What a name says of one kind, which may stand in it several times."""
    told = name.native.get(part) or []
    return [told] if isinstance(told, str) else [str(one) for one in told]
