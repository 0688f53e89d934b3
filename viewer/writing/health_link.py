"""SMART Health Links (HL7 FHIR SMART Health Cards and Links 1.0.0): a file that only the holder of the link can read.

The key is made here and goes into the link; the exchange is given the encrypted file, a passcode and the day it ends.
How a file is deposited is no part of the standard: a POST of the site's choice (``health_links`` of its profile).
"""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from joserfc import jwe
from joserfc.jwk import OctKey

from viewer.base.opaque import Opaque
from viewer.exchange.client import ExchangeClient, Request
from viewer.exchange.errors import OriginRefused
from viewer.exchange.shapes import Shape, fit
from viewer.writing.errors import NotKept

KIND = "application/fhir+json"
LONGEST_URL, LONGEST_LABEL = 128, 80  # signs, as the standard has it
PASSCODE = 6  # digits
_ALGORITHMS = ["dir", "A256GCM"]


@dataclass(frozen=True, slots=True)
class Deposit:
    """What the exchange keeps. ``until``: aware; nobody gets it afterwards."""

    content: bytes = field(repr=False)
    until: datetime
    passcode: Opaque
    label: str  # what it is, never whose


class _Kept(Shape):
    url: str | None = None


def new_passcode() -> Opaque:
    """Six digits by chance: told from mouth to ear, and guessed at a few times only."""
    return Opaque("".join(secrets.choice("0123456789") for _ in range(PASSCODE)))


def encrypted(content: bytes, key: bytes) -> str:
    """A compact JWE (RFC 7516): alg dir, enc A256GCM; not deflated, as some readers take only so much of that."""
    header = {"alg": "dir", "enc": "A256GCM", "cty": KIND}
    return jwe.encrypt_compact(header, content, OctKey.import_key(key), algorithms=_ALGORITHMS)


async def health_link(client: ExchangeClient, address: str, deposit: Deposit) -> Opaque:
    """Deposit the file; the link, ``shlink:/…``, which holds its key and is a secret like it.

    Raises:
        ExchangeError: it did not get there, or was refused.
        NotKept: no address came back, or one that a link may not hold.
    """
    key = secrets.token_bytes(32)
    sent = {
        "exp": int(deposit.until.timestamp()),
        "passcode": deposit.passcode.reveal(),
        "files": [{"contentType": KIND, "jwe": encrypted(deposit.content, key)}],
    }
    headers = (("Content-Type", "application/json"), ("Accept", "application/json"))
    request = Request("POST", Opaque(address), body=msgspec.json.encode(sent), headers=headers, read=False)
    answer = await client.ask(request)
    kept = fit(answer.body, _Kept)
    url = kept.url if kept is not None and kept.url else ""
    try:
        client.origin(Opaque(url))
    except OriginRefused:
        url = ""
    if not url or len(url) > LONGEST_URL:
        raise NotKept(f"no address for a health link (request {answer.reference})")
    return link_of(url, key, deposit)


def link_of(url: str, key: bytes, deposit: Deposit) -> Opaque:
    """The payload as the standard wants it: minified, base64url, behind ``shlink:/``. Flag P: there is a passcode."""
    payload = {
        "url": url,
        "flag": "P",
        "key": _base64(key),
        "exp": int(deposit.until.timestamp()),
        "label": deposit.label[:LONGEST_LABEL],
    }
    return Opaque("shlink:/" + _base64(msgspec.json.encode(payload)))


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
