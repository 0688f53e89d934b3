"""Tokens in software (SoftHSM2), with keys and certificates made on the spot. `make install` brings it where it can."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import keys_made
import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

PIN, LABEL = "2468", "บัตรแพทย์"  # a label has 32 bytes at most
_SYSTEM = Path(__file__).resolve().parent.parent / ".venv" / "sys" / "usr"
_MODULE = "lib/*-linux-gnu/softhsm/libsofthsm2.so"


def module() -> Path | None:
    """The library; None where it is not installed."""
    return next((found for root in (Path("/usr"), _SYSTEM) for found in root.glob(_MODULE)), None)


def _tool() -> str | None:
    unpacked = _SYSTEM / "bin" / "softhsm2-util"
    return shutil.which("softhsm2-util") or (str(unpacked) if unpacked.exists() else None)


needs_token = pytest.mark.skipif(
    module() is None or _tool() is None, reason="needs SoftHSM2, which could not be had here"
)


class Drawer:
    """A place where tokens are put in and pulled out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tokens = folder / "tokens"
        self._tokens.mkdir()
        settings = f"directories.tokendir = {self._tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
        (folder / "softhsm2.conf").write_text(settings)
        found = module()
        assert found is not None
        self.module = found

    @property
    def settings(self) -> str:
        """For SOFTHSM2_CONF."""
        return str(self._folder / "softhsm2.conf")

    def put(
        self, *pairs: tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None, x509.Certificate],
        label: str = LABEL, always: bool = False, chain: Sequence[x509.Certificate] = (),
    ) -> None:  # fmt: skip
        """A new token with these keys; ``always``: it wants the PIN again for every signature."""
        tool = _tool()
        assert tool is not None
        subprocess.run(
            [tool, "--module", str(self.module), "--init-token", "--free", "--label", label,
             "--so-pin", "13571357", "--pin", PIN],
            check=True, capture_output=True, env={**os.environ, "SOFTHSM2_CONF": self.settings},
        )  # fmt: skip
        library = pkcs11.lib(str(self.module))
        try:
            with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
                for number, (key, certificate) in enumerate(pairs, 1):
                    _store(session, bytes([number]), key, certificate, always)
                for number, certificate in enumerate(chain, 100):
                    _store(session, bytes([number]), None, certificate, always)
        finally:
            library.finalize()

    def pull(self) -> None:
        """Take all of them out."""
        shutil.rmtree(self._tokens)
        self._tokens.mkdir()


@contextmanager
def drawer(folder: Path) -> Iterator[Drawer]:
    """An empty one that the library looks into."""
    made = Drawer(folder)
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = made.settings
    try:
        yield made
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def _store(
    session: pkcs11.Session,
    name: bytes,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None,
    certificate: x509.Certificate,
    always: bool,
) -> None:
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.ID: name,
            Attribute.SUBJECT: certificate.subject.public_bytes(),
            Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
        }
    )
    if key is None:
        return
    plain = (serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    written = key.private_bytes(serialization.Encoding.DER, *plain)
    made = (
        decode_rsa_private_key(written)
        if isinstance(key, rsa.RSAPrivateKey)
        else decode_ec_private_key(written)
    )
    kind = KeyType.RSA if isinstance(key, rsa.RSAPrivateKey) else KeyType.EC
    session.create_object(
        {
            **made,
            Attribute.CLASS: ObjectClass.PRIVATE_KEY,
            Attribute.KEY_TYPE: kind,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: True,
            Attribute.SENSITIVE: True,
            Attribute.EXTRACTABLE: False,
            Attribute.SIGN: True,
            Attribute.ALWAYS_AUTHENTICATE: always,
            Attribute.ID: name,
        }
    )


def authority() -> x509.Certificate:
    """Who issued them."""
    return keys_made.authority()[1]
