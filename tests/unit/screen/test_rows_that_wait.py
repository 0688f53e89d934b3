"""Which arrivals may enter a table that is read: pure rules over keys."""

import pytest

from viewer.screen.widgets.rows import pushes


@pytest.mark.parametrize(
    ("wanted", "seen", "scrolled", "moved"),
    [
        ("abcX", "abc", False, False),  # below the last line seen
        ("abXc", "abc", False, True),  # between
        ("Xabc", "abc", False, True),  # above the first one, which the reader takes for the newest
        ("Xabc", "bc", True, False),  # above, where the scroll bar takes it up
        ("aXbc", "bc", True, False),
        ("abXc", "bc", True, True),
        ("abc", "abc", False, False),  # only other words
        ("ab", "abc", False, False),  # a row went
        ("XYZ", "abc", False, False),  # nothing of what was read is left
    ],
)
def test_a_line_that_is_read_is_never_moved(wanted: str, seen: str, scrolled: bool, moved: bool) -> None:
    assert pushes(list(wanted), set("abc"), list(seen), scrolled=scrolled) is moved
