"""The canary: marked names, numbers, ids and tokens must stand nowhere on this machine when a visit is over."""

import base64
import json
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path


def spellings(secret: str) -> Iterator[bytes]:
    """A secret as it could lie on a disk: plain, escaped, UTF-16, hexadecimal, Base64 at any of its three offsets."""
    plain = secret.encode()
    yield plain
    yield json.dumps(secret)[1:-1].encode()
    yield urllib.parse.quote(secret).encode()
    for wide in ("utf-16-le", "utf-16-be"):
        yield secret.encode(wide)
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    for form in {plain, secret.encode("utf-16-le")}:
        yield from _in_base64(form)


def _in_base64(plain: bytes) -> Iterator[bytes]:
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain)
        # What shares its four characters with a neighbour is left out on both sides.
        inner = coded[-(-offset * 8 // 6) : len(coded) - 4 if coded.endswith(b"=") else len(coded)]
        if len(inner) >= 8:
            yield inner
            yield base64.urlsafe_b64encode(b"\0" * offset + plain)[-(-offset * 8 // 6) :][: len(inner)]


def found(secrets: Iterable[str], where: Iterable[tuple[str, bytes]]) -> list[str]:
    """Where a secret stands, as "place: its first letters"; a secret is not repeated whole in a test's report."""
    needles = {spelled: secret for secret in secrets if len(secret) >= 4 for spelled in spellings(secret)}
    return sorted(
        {
            f"{place}: {needles[needle][:4]}…"
            for place, content in where
            for needle in needles
            if needle in content
        }
    )


def files_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder with its content; a file's name is searched, too."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield f"name of {name}", name.encode()
        if path.is_file():
            yield name, path.read_bytes()
