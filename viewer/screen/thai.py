"""Where a line of Thai may begin on screen: asked of view/cuts, the same words as on paper.

Qt would ask libthai, which some machines have and others do not, and which parts a telephone number. Prawat breaks
its own lines, so a screen looks the same everywhere and no mark of ours ever stands in a text that may be copied.
"""

from functools import lru_cache

from viewer.view.cuts import cuts


@lru_cache(maxsize=4096)
def line_starts(text: str) -> tuple[int, ...]:
    """Positions at which a new line may begin, rising; the space before one belongs to the line above it."""
    starts, at = [], 0
    for piece in cuts(text):
        at += len(piece)
        starts.append(at)
    return tuple(_past_space(text, start) for start in starts[:-1])


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
