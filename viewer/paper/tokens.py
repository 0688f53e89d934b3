"""Keys on a token: a card or a stick that signs by itself and never gives its key away (PKCS#11, OASIS v2.40).

The only module that knows python-pkcs11. The library of the token's maker is named by the site's profile and by nobody
else: it is code that runs in this program. It is opened for one look or one act and closed again, which also ends the
login. It is not told of threads, so there is one act at a time. A PIN goes to the token and is kept nowhere, except
until the key is closed where the key itself wants it again for every signature (CKA_ALWAYS_AUTHENTICATE).
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, Session, TokenFlag
from pkcs11 import exceptions as refused
from pyhanko.sign.pkcs11 import PKCS11Signer

from viewer.paper.errors import (
    PinFew,
    PinLast,
    PinLocked,
    SealingFailed,
    TokenGone,
    TokenMissing,
    TokenModuleMissing,
    TokenWithoutKey,
    WrongPin,
)
from viewer.paper.sealing import Key, judge

if TYPE_CHECKING:
    from pkcs11 import _pkcs11

_GONE = (
    refused.DeviceRemoved,
    refused.TokenNotPresent,
    refused.TokenNotRecognised,
    refused.SessionHandleInvalid,
    refused.SessionClosed,
    refused.ObjectHandleInvalid,
    refused.KeyHandleInvalid,
    refused.SlotIDInvalid,
    refused.DeviceError,
)
_HASHES = {KeyType.RSA: Mechanism.SHA256_RSA_PKCS, KeyType.EC: Mechanism.ECDSA_SHA256}
"""What hashes and signs on the token; one that has none signs what was hashed here."""
_WRONG = (refused.PinIncorrect, refused.PinInvalid, refused.PinLenRange)


class Tries(StrEnum):
    """How many times a PIN may still be wrong, as far as tokens tell (CK_TOKEN_INFO, flags)."""

    UNTOLD = "untold"
    FEW = "few"  # it was wrong since it was last right
    LAST = "last"
    NONE = "none"  # locked


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is in a reader now."""

    label: str
    serial: bytes = field(repr=False)
    tries: Tries = Tries.UNTOLD


def tokens(module: Path) -> tuple[Token, ...]:
    """Those that are there, in the order of their readers. Blocks: call it on a worker thread.

    Raises:
        TokenModuleMissing: the library is not there, or is no PKCS#11 library.
        TokenMissing: no token is in any reader.
    """
    with _opened(module) as library:
        found = tuple(_seen(token) for token in _present(library))
    if not found:
        raise TokenMissing("no token")
    return found


def open_token(module: Path, token: Token, pin: str, now: datetime) -> Key:
    """The token's key to sign with, logged in until it is closed. Blocks.

    Of several certificates that can sign now, one for signing documents (nonRepudiation) comes first, then the one
    that is valid longest.

    Raises:
        TokenModuleMissing, TokenMissing: as ``tokens``, or another token is there now.
        WrongPin, PinFew, PinLast, PinLocked: the PIN was refused, with how many tries are left where that is told.
        TokenGone: it was taken out meanwhile.
        TokenWithoutKey: it holds no key with a certificate.
        KeyNotYet, KeyExpired, KeyNotForSigning: its certificates cannot sign now.
    """
    library = _loaded(module)
    try:
        session = _logged_in(library, token, pin)
        with _told():
            return _key(session, library, pin, now)
    except BaseException:
        _close(library)
        raise


def _loaded(module: Path) -> "_pkcs11.lib":
    try:
        return pkcs11.lib(str(module))
    except (refused.PKCS11Error, OSError, RuntimeError):
        raise TokenModuleMissing("not a PKCS#11 library") from None


@contextmanager
def _opened(module: Path) -> Iterator["_pkcs11.lib"]:
    library = _loaded(module)
    try:
        yield library
    finally:
        _close(library)


def _close(library: "_pkcs11.lib") -> None:
    """Sessions and logins end with it (C_Finalize)."""
    with suppress(refused.PKCS11Error):
        library.finalize()


def _present(library: "_pkcs11.lib") -> Iterator[pkcs11.Token]:
    try:
        slots = library.get_slots(token_present=True)
    except refused.PKCS11Error:
        return
    for slot in slots:
        with suppress(refused.PKCS11Error):  # taken out between two looks
            token = slot.get_token()
            if TokenFlag.TOKEN_INITIALIZED in token.flags:
                yield token


def _seen(token: pkcs11.Token) -> Token:
    label = " ".join(token.label.split())[:64]
    return Token(label, bytes(token.serial), _tries(token.flags))


def _tries(flags: TokenFlag) -> Tries:
    if TokenFlag.USER_PIN_LOCKED in flags:
        return Tries.NONE
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        return Tries.LAST
    return Tries.FEW if TokenFlag.USER_PIN_COUNT_LOW in flags else Tries.UNTOLD


def _logged_in(library: "_pkcs11.lib", wanted: Token, pin: str) -> Session:
    found = next((one for one in _present(library) if bytes(one.serial) == wanted.serial), None)
    if found is None or _seen(found).label != wanted.label:
        raise TokenMissing("not the token that was chosen")
    try:
        return found.open(user_pin=pin)
    except refused.PinLocked:
        raise PinLocked("locked") from None
    except _WRONG:
        raise _wrong(library, wanted) from None
    except _GONE:
        raise TokenGone("at login") from None
    except refused.PKCS11Error as error:
        raise SealingFailed(type(error).__name__) from None


def _wrong(library: "_pkcs11.lib", wanted: Token) -> SealingFailed:
    """A wrong PIN, with what the token says of it now."""
    left = next((_seen(one).tries for one in _present(library) if bytes(one.serial) == wanted.serial), None)
    kinds = {Tries.FEW: PinFew, Tries.LAST: PinLast, Tries.NONE: PinLocked}
    return kinds.get(left or Tries.UNTOLD, WrongPin)("refused")


@contextmanager
def _told() -> Iterator[None]:
    """What the token refuses, in our own errors."""
    try:
        yield
    except _GONE:
        raise TokenGone("meanwhile") from None
    except refused.PKCS11Error as error:
        raise SealingFailed(type(error).__name__) from None


def _key(session: Session, library: "_pkcs11.lib", pin: str, now: datetime) -> Key:
    pairs = list(_pairs(session))
    if not pairs:
        raise TokenWithoutKey("no key with a certificate")
    fit = [(key, certificate) for key, certificate in pairs if not judge(certificate, now)]
    if not fit:
        raise judge(pairs[0][1], now) or TokenWithoutKey("none fits")
    key, certificate = max(fit, key=lambda pair: _suits(pair[1]))
    again = {"pin": pin} if key[Attribute.ALWAYS_AUTHENTICATE] else {}
    signer = _TokenSigner(
        session,
        signing_cert=certificate,
        ca_chain=[one for one in _certificates(session) if one.ca],
        key_id=key[Attribute.ID],
        use_raw_mechanism=_HASHES.get(key[Attribute.KEY_TYPE]) not in session.token.slot.get_mechanisms(),
        base_sign_kwargs=again,
    )
    _ = signer.signing_cert  # it looks for its key now, not when it signs
    return Key.of(certificate, signer, lambda: _close(library))


def _pairs(session: Session) -> Iterator[tuple[pkcs11.Object, x509.Certificate]]:
    """Keys with the certificate of the same CKA_ID."""
    keys = {
        key[Attribute.ID]: key
        for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True})
    }
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        key, certificate = keys.get(found[Attribute.ID]), _parsed(found[Attribute.VALUE])
        if key is not None and certificate is not None:
            yield key, certificate


def _certificates(session: Session) -> Iterator[x509.Certificate]:
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        certificate = _parsed(found[Attribute.VALUE])
        if certificate is not None:
            yield certificate


def _parsed(value: bytes) -> x509.Certificate | None:
    """A certificate read to its end; None for one that is none."""
    try:
        certificate = x509.Certificate.load(value, strict=True)
        certificate.native  # noqa: B018 - parses all of it
    except (ValueError, TypeError, KeyError):
        return None
    return certificate


def _suits(certificate: x509.Certificate) -> tuple[bool, datetime]:
    usage = certificate.key_usage_value
    commits = usage is not None and "non_repudiation" in usage.native
    return commits, certificate.not_valid_after


class _TokenSigner(PKCS11Signer):
    """Says in our own errors why the token did not sign."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of these bytes."""
        with _told():
            signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
            return signature
