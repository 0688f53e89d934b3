"""A paper that came from elsewhere: opened within bounds, its signature judged, its code and digest read.

Nothing of it is believed for being in it: what it says of itself is held against certificates of the site and, by
whoever opens it, against the exchange.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from viewer.paper.opening import opened
from viewer.view.signature import Signature, Standing
from viewer.writing.paper_code import digest


@dataclass(frozen=True, slots=True)
class Received:
    """``data`` is the FHIR Bundle that it carries, b"" for none; ``code`` "" for none."""

    data: bytes = field(repr=False)
    code: str
    digest: str
    signature: Signature


def received(
    content: bytes, now: datetime, trusted: Sequence[bytes] = (), *, needs_data: bool = True
) -> Received:
    """``trusted`` are certificates (DER) whose holders' signatures are believed.

    Raises:
        PdfUnreadable, PdfTooLarge, DataDamaged: as viewer.paper.opening has it.
        NoData: it carries none, though it ``needs_data``.
    """
    paper = opened(content, needs_data=needs_data)
    signature = _signature(content, now, trusted) if paper.signed else Signature(Standing.UNSIGNED)
    return Received(paper.data, paper.code, digest(content), signature)


def _signature(content: bytes, now: datetime, trusted: Sequence[bytes]) -> Signature:
    try:
        from viewer.paper.sealing import signature_of
    except ImportError:  # without the extra "signing"
        return Signature(Standing.NOT_CHECKED)
    return signature_of(content, now, trusted)


def certificate(file: Path) -> bytes:
    """A certificate's bytes (DER) from a file in PEM or DER.

    Raises:
        OSError: it cannot be read.
        ValueError: it begins as PEM and is none.
    """
    content = file.read_bytes()
    if b"-----BEGIN CERTIFICATE-----" not in content:
        return content
    return ssl.PEM_cert_to_DER_cert(content.decode("ascii")[content.index(b"-----BEGIN") :].strip())
