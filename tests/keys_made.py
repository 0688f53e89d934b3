"""Certificates and PKCS#12 files for tests, made on the spot: nothing secret is kept in the tree."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "รหัสผ่านทดสอบ".encode()
NAME = "อรอนงค์ ตัวอย่างแพทย์"
NOW = datetime.now(UTC)
Pair = tuple[rsa.RSAPrivateKey, x509.Certificate]


@cache
def authority(called: str = "ผู้ออกใบรับรองทดสอบ") -> Pair:
    """The one whom the site trusts; by any other name one whom nobody knows."""
    key = rsa.generate_private_key(65537, 2048)
    name = _name(called)
    made = _builder(name, name, key.public_key(), NOW - timedelta(days=3000), NOW + timedelta(days=3000))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return key, made.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def pair(
    since: int = -10,
    until: int = 300,
    *,
    signs: bool = True,
    stamps: bool = False,
    name: str = NAME,
    title: str = "",
    by: Pair | None = None,
) -> Pair:
    """A clinician's key, its certificate valid from and until so many days from now."""
    key = rsa.generate_private_key(65537, 2048)
    return key, certified(
        key.public_key(), since, until, signs=signs, stamps=stamps, name=name, title=title, by=by
    )


def certified(
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    since: int = -10,
    until: int = 300,
    *,
    signs: bool = True,
    commits: bool | None = None,
    stamps: bool = False,
    name: str = NAME,
    title: str = "",
    by: Pair | None = None,
) -> x509.Certificate:
    """A certificate ``by`` an authority, else by the one whom the site trusts. ``commits`` is nonRepudiation, as
    ``signs`` unless told otherwise; ``title`` stands in the name, as a licence number may."""
    ca_key, ca = by or authority()
    days = (NOW + timedelta(days=since), NOW + timedelta(days=until))
    made = _builder(_name(name, title), ca.subject, key, *days)
    commits = signs if commits is None else commits
    usage = x509.KeyUsage(signs, commits, not signs, False, False, False, False, False, False)
    made = made.add_extension(usage, critical=True)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(ca_key, hashes.SHA256())


def key_file(
    since: int = -10,
    until: int = 300,
    *,
    signs: bool = True,
    passphrase: bytes = PASSPHRASE,
    name: str = NAME,
    title: str = "",
) -> bytes:
    """A PKCS#12 file."""
    key, certificate = pair(since, until, signs=signs, name=name, title=title)
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, [authority()[1]], how)


def file_without_key() -> bytes:
    """A PKCS#12 file of a certificate alone."""
    how = serialization.BestAvailableEncryption(PASSPHRASE)
    return pkcs12.serialize_key_and_certificates(b"x", None, pair()[1], None, how)


def trusted() -> tuple[bytes, ...]:
    """What a site's settings would hold."""
    return (authority()[1].public_bytes(serialization.Encoding.DER),)


def _name(common: str, title: str = "") -> x509.Name:
    said = [(NameOID.COMMON_NAME, common), (NameOID.TITLE, title)]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in said if text])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
