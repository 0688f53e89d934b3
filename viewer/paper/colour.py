"""What our greys mean: the sRGB colour space as an ICC profile, written from its definition.

IEC 61966-2-1 for primaries and curve, ICC.1:2001-04 (version 2, which every reader knows) for the file. Archived PDF
has to carry one (ISO 19005-3, 6.2.3); written here it needs nobody's licence and is the same bytes every time.
"""

import struct
from functools import cache

# Primaries and white as seen under D50 (Bradford), as every sRGB profile has them.
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.71410)
_D50 = (0.9642, 1.0, 0.8249)
_STEPS = 1024


@cache
def srgb_profile() -> bytes:
    """The profile's bytes."""
    curve = _curve()
    tags = {
        b"desc": _described("sRGB (IEC 61966-2-1)"),
        b"cprt": b"text\0\0\0\0" + b"No copyright, use freely\0",
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}  # one curve for all three
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + b"\0" * (-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    return _header(start + len(body)) + struct.pack(">I", len(tags)) + table + body


def _header(size: int) -> bytes:
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp")
    head += b"\0" * 28  # platform, flags, maker, model, attributes, intent: none
    return (head + b"".join(map(_fixed, _D50))).ljust(128, b"\0")


def _curve() -> bytes:
    values = (_linear(step / (_STEPS - 1)) for step in range(_STEPS))
    return struct.pack(f">4sII{_STEPS}H", b"curv", 0, _STEPS, *(round(value * 65535) for value in values))


def _linear(value: float) -> float:
    """Light for a stored value (IEC 61966-2-1, 5.2)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _described(name: str) -> bytes:
    """textDescriptionType: the name in ASCII, and neither Unicode nor Macintosh script."""
    text = name.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * (4 + 4 + 2 + 1 + 67)
