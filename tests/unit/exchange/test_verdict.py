"""From what each type brought to the line's one state."""

import pytest

from viewer.exchange.ledger import LineState
from viewer.exchange.verdict import FINAL, Count, verdict


def done(matched: int = 0, stated: int | None = None, **more: int) -> Count:
    return Count(matched, stated=stated, complete=True, **more)


def failed(why: str, matched: int = 0) -> Count:
    return Count(matched, failure=why)


@pytest.mark.parametrize(
    ("counts", "ended_by", "narrowed", "state", "detail"),
    [
        ({"Patient": done(1), "Condition": done(3, 3)}, "", False, LineState.ANSWERED, ""),
        ({"Patient": done(1), "Condition": done(0, 0)}, "", False, LineState.EMPTY, ""),
        ({"Patient": done(0), "Condition": done(0)}, "", False, LineState.EMPTY, ""),
        ({"Condition": done(3, 4)}, "", False, LineState.PARTIAL, "fewer-than-stated"),
        ({"Condition": done(3)}, "", True, LineState.PARTIAL, "type-not-granted"),
        ({"Condition": done(3), "Goal": failed("server-500")}, "", False, LineState.PARTIAL, "server-500"),
        ({"Condition": done(0), "Goal": failed("refused-403")}, "", False, LineState.PARTIAL, "refused-403"),
        ({"Condition": failed("server-500")}, "", False, LineState.UNREACHABLE, "server-500"),
        ({"Patient": failed("withheld")}, "", False, LineState.WITHHELD, "withheld"),
        ({"Patient": failed("no-consent")}, "", False, LineState.NOT_CONSENTED, "no-consent"),
        ({"Condition": done(3), "Goal": failed("timed-out")}, "", False, LineState.TIMED_OUT, "timed-out"),
        ({"Condition": done(3), "Goal": Count()}, "timed-out", False, LineState.TIMED_OUT, "timed-out"),
        ({"Condition": done(3), "Goal": failed("unreachable")}, "", False, LineState.PARTIAL, "unreachable"),
        (
            {"Condition": done(0), "Goal": failed("unreachable")},
            "",
            False,
            LineState.UNREACHABLE,
            "unreachable",
        ),
        ({"Condition": done(3), "Goal": Count()}, "stopped", False, LineState.STOPPED, "stopped"),
        ({"Condition": done(3, unreadable=1)}, "", False, LineState.UNREADABLE, "entries-unreadable"),
        (
            {"Condition": done(3), "Goal": failed("wrong-person")},
            "",
            False,
            LineState.UNREADABLE,
            "wrong-person",
        ),
        (
            {"Condition": done(3), "Goal": Count()},
            "permit-expired",
            False,
            LineState.STOPPED,
            "permit-expired",
        ),
        ({"Condition": done(3), "Goal": Count()}, "signed-out", False, LineState.PARTIAL, "signed-out"),
        ({}, "", False, LineState.EMPTY, ""),
    ],
)
def test_the_line_says_what_happened(
    counts: dict[str, Count], ended_by: str, narrowed: bool, state: LineState, detail: str
) -> None:
    assert verdict(counts, ended_by, narrowed) == (state, detail)


def test_nothing_that_went_wrong_ever_reads_as_an_answer() -> None:
    for why in (*FINAL, "server-500", "refused-404", "not-json", "cut", "withheld", "type-not-granted"):
        state, detail = verdict({"Condition": done(3), "Goal": failed(why)}, "", narrowed=False)
        assert state not in (LineState.ANSWERED, LineState.EMPTY)
        assert detail == why


def test_what_is_owed_is_asked_again() -> None:
    assert not done(3, 3).owing
    assert done(2, 3).owing
    assert done(3, unreadable=1).owing
    assert failed("cut", 3).owing
    assert Count().owing
