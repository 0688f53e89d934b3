"""The short code on a paper, and the digest of its file: what an exchange keeps of it, and nothing else."""

import base64
import hashlib
import secrets

SYSTEM = "https://prawat.example/verify"
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # said on the telephone, written by hand: no 0 O, no 1 I L, no U beside V
LONG, _GROUP = 12, 4  # signs: by chance (54 bits), and a last one that tells a slip of the pen


def new_code() -> str:
    """Twelve signs; whoever sees some codes learns nothing of the others."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LONG - 1))
    return drawn + _check(drawn)


def grouped(code: str) -> str:
    """``K7F3-92QD-XM4P``, as people read it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def code_in(text: str) -> str:
    """The code that somebody typed or a paper carries, without its hyphens; "" for a slip, or for what is none."""
    signs = "".join(text.split()).replace("-", "").upper()
    fits = len(signs) == LONG and all(sign in SIGNS for sign in signs)
    return signs if fits and _check(signs[:-1]) == signs[-1] else ""


def digest(pdf: bytes) -> str:
    """``ni:///sha-256;…`` (RFC 6920, 3)."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(hashlib.sha256(pdf).digest()).decode().rstrip("=")


def _check(drawn: str) -> str:
    """Luhn modulo 30 (ISO/IEC 7812-1, carried over to this alphabet): with one wrong sign it never fits."""
    total, size = 0, len(SIGNS)
    for place, sign in enumerate(reversed(drawn)):
        value = SIGNS.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // size + value % size
    return SIGNS[-total % size]
