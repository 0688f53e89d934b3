"""What drawing remembers of a record must go when the record is closed."""

from viewer.screen import thai, typeset
from viewer.screen.widgets import cells


def forget_drawn_words() -> None:
    """Empty the caches of set words. Called whenever a record closes."""
    thai.line_starts.cache_clear()
    typeset.forget()
    cells.forget()
