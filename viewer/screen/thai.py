"""Thai on screen: where a line may break, and what must not travel when text is copied.

Thai writes no spaces between words, so a line of it breaks only where a dictionary says. view/cuts puts U+200B
(zero width space, UAX 14 class ZW) at the ends of words; it is a drawing aid and never leaves the screen.
"""

from functools import lru_cache
from importlib.util import find_spec

ZERO_WIDTH_SPACE = "​"


@lru_cache(maxsize=4096)
def for_display(text: str) -> str:
    """The text with its Thai word ends marked. Short and non-Thai texts come back as they are."""
    if len(text) < 8 or not any("ก" <= character <= "๛" for character in text):
        return text
    if find_spec("viewer.view.cuts") is None:
        return text
    from viewer.view.cuts import breakable

    return breakable(text)


def plain(text: str) -> str:
    """The text as it was sent, fit for the clipboard."""
    return text.replace(ZERO_WIDTH_SPACE, "")
