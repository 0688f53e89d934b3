"""Texts longer than anybody reads are shortened before anything reads them.

Ten million characters in one field would freeze whoever draws them, and slow every pattern that looks at them. The row
says that it was cut (remark "text-cut"), its bytes as sent are whole, and a word far behind that restricts the row is
kept, so that a long text never opens what a short one would hide.
"""

import json
import re

from viewer.exchange.scan import outside_and_inside
from viewer.record.restricted import standard_rules

DOUBT = "\0"  # among the flaws of an arrival: what follows is the code of a remark, not the name of a field
CUT = f"{DOUBT}text-cut"
LONGEST = 20_000  # characters; a long discharge summary has 10,000
LONGEST_PASSAGE = 200_000  # of a narrative, once it is text
_LONGEST_NARRATIVE = 2_000_000  # with its markup, which may hold pictures
_EXAMINED = (
    1_000_000  # characters that are looked at for words that restrict; what is further back is never shown
)
_KEPT = (b'"data"', b'"url"')  # base64 and addresses: never drawn, and of no use when cut
_NARRATIVE = b'"div"'
_BLOCK = LONGEST // 2 - 1
_END_OF_TEXT = re.compile(rb'[^\\]"')


def may_be_long(body: bytes) -> bool:
    """Whether a text of it may be longer than ``LONGEST``: that would fill a block of half that length, and no text
    ends in a block that it fills."""
    search = _END_OF_TEXT.search
    return not all(search(body, start, start + _BLOCK) for start in range(0, len(body) - _BLOCK, _BLOCK))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning, an ellipsis, and the words behind it that restrict it."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    shown = head.casefold()
    words = standard_rules().telling_words(text[:_EXAMINED])
    return " ".join((f"{head}…", *(word for word in words if word not in shown)))


def shortened(raw: bytes) -> bytes | None:
    """A resource with its overlong texts cut; None when it has none."""
    pieces: list[bytes] = []
    name = between = b""
    changed = False
    for inside, piece in outside_and_inside(raw):
        if not inside:
            between = piece.strip() if len(piece) < LONGEST else b""
        else:
            valued = name if between == b":" else b""
            name = piece
            if len(piece) > LONGEST and valued not in _KEPT:
                short = _cut_piece(piece, _LONGEST_NARRATIVE if valued == _NARRATIVE else LONGEST)
                changed = changed or short is not piece
                piece = short
        pieces.append(piece)
    return b"".join(pieces) if changed else None


def _cut_piece(piece: bytes, longest: int) -> bytes:
    """A string of JSON, cut; as it is where it is short enough, or no JSON at all."""
    try:
        text = json.loads(piece)
        short = cut(text, longest)
        return piece if short is text else json.dumps(short, ensure_ascii=False).encode()
    except ValueError:
        return piece
