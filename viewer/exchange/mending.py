"""JSON that is nearly JSON: what ails it, and the mending that has only one meaning."""

import codecs
import re

import msgspec

from viewer.exchange.scan import outside_and_inside

_PIECE = 1 << 16
_ANY = msgspec.json.Decoder(msgspec.Raw)
_NOT_A_NUMBER = re.compile(rb"-?\b(?:NaN|Infinity)\b")
_CONTROL = re.compile(rb"[\x00-\x1f]")
_ESCAPE = re.compile(rb"\\(u[0-9a-fA-F]{4}|[\"\\/bfnrt])?")
_SURROGATE = re.compile(
    rb"(?P<plain>(?:\\\\)+)|(?P<pair>\\u[dD][89abAB]..\\u[dD][c-fC-F]..)|(?P<lone>\\u[dD][89a-fA-F]..)"
)


def mend(raw: bytes) -> bytes | None:
    """The same JSON with what has only one meaning put right; None when it is broken beyond that.

    Raw control characters and stray backslashes in strings are escaped, lone surrogates and bytes that are not
    UTF-8 become U+FFFD, NaN and Infinity (not JSON, and not a value in FHIR) become null.
    """
    text = raw.decode("utf-8", "replace").encode()
    pieces = (
        _mend_string(piece) if inside else _NOT_A_NUMBER.sub(b"null", piece)
        for inside, piece in outside_and_inside(text)
    )
    mended = b"".join(pieces)
    return mended if ailment(mended) == "" else None


def ailment(raw: bytes) -> str:
    """What keeps this from being read as JSON: "" nothing, "not-json" or "too-deep"."""
    try:
        _ANY.decode(raw)
        check_utf8(raw)
    except RecursionError:
        return "too-deep"
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "not-json"
    return ""


def check_utf8(body: bytes) -> None:
    """Piece by piece: decoding 10 MB at once costs three times as much, for memory that is thrown away."""
    view, position = memoryview(body), 0
    while position < len(body):
        piece = view[position : position + _PIECE]
        last = position + len(piece) == len(body)
        position += codecs.utf_8_decode(piece, "strict", last)[1]


def _mend_string(text: bytes) -> bytes:
    text = _ESCAPE.sub(lambda found: found[0] if found[1] else rb"\\", text)
    text = _SURROGATE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], text)
    return _CONTROL.sub(lambda found: b"\\u%04x" % found[0][0], text)
