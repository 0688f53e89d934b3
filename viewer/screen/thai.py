"""Thai on screen: words are marked where a line may break, on the screen only."""

from functools import lru_cache

from viewer.view.cuts import breakable
from viewer.view.cuts import plain as plain

_SHORT = 8  # a word or two: nothing to break


@lru_cache(maxsize=4096)
def for_display(text: str) -> str:
    """The text with its Thai word ends marked (view/cuts); short and non-Thai texts come back as they are."""
    if len(text) < _SHORT or not any("ก" <= character <= "๛" for character in text):
        return text
    return breakable(text)
