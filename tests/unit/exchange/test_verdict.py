"""From what each type brought to the line's one state."""

from typing import Any

import pytest

from viewer.exchange.ledger import LineState
from viewer.exchange.verdict import FINAL, Count, verdict


def done(matched: int = 0, stated: int | None = None, **more: Any) -> Count:
    return Count(matched, stated=stated, complete=True, **more)


def failed(why: str, matched: int = 0) -> Count:
    return Count(matched, failure=why)


@pytest.mark.parametrize(
    ("counts", "ended_by", "narrowed", "state", "detail"),
    [
        ({"Patient": done(1), "Condition": done(3, 3)}, "", "", LineState.ANSWERED, ""),
        ({"Patient": done(1), "Condition": done(0, 0)}, "", "", LineState.EMPTY, ""),
        ({"Patient": done(0), "Condition": done(0)}, "", "", LineState.EMPTY, ""),
        ({"Condition": done(3, 4)}, "", "", LineState.PARTIAL, "fewer-than-stated"),
        ({"Condition": done(3)}, "", "type-not-granted", LineState.PARTIAL, "type-not-granted"),
        ({"Condition": done(0)}, "", "dates-not-granted", LineState.PARTIAL, "dates-not-granted"),
        ({"Condition": done(3), "Goal": failed("server-500")}, "", "", LineState.PARTIAL, "server-500"),
        ({"Condition": done(0), "Goal": failed("refused-403")}, "", "", LineState.PARTIAL, "refused-403"),
        ({"Condition": failed("server-500")}, "", "", LineState.UNREACHABLE, "server-500"),
        ({"Patient": failed("withheld")}, "", "", LineState.WITHHELD, "withheld"),
        ({"Patient": failed("no-consent")}, "", "", LineState.NOT_CONSENTED, "no-consent"),
        ({"Condition": done(3), "Goal": failed("timed-out")}, "", "", LineState.TIMED_OUT, "timed-out"),
        ({"Condition": done(3), "Goal": Count()}, "timed-out", "", LineState.TIMED_OUT, "timed-out"),
        ({"Condition": done(3), "Goal": failed("unreachable")}, "", "", LineState.PARTIAL, "unreachable"),
        (
            {"Condition": done(0), "Goal": failed("unreachable")},
            "",
            "",
            LineState.UNREACHABLE,
            "unreachable",
        ),
        ({"Condition": done(3), "Goal": Count()}, "stopped", "", LineState.STOPPED, "stopped"),
        ({"Condition": done(3, unreadable=1)}, "", "", LineState.UNREADABLE, "entries-unreadable"),
        (
            {"Condition": done(3), "Goal": failed("wrong-person")},
            "",
            "",
            LineState.UNREADABLE,
            "wrong-person",
        ),
        (
            {"Condition": done(3), "Goal": Count()},
            "permit-expired",
            "",
            LineState.STOPPED,
            "permit-expired",
        ),
        ({"Condition": done(3), "Goal": Count()}, "signed-out", "", LineState.PARTIAL, "signed-out"),
        ({}, "", "", LineState.EMPTY, ""),
    ],
)
def test_the_line_says_what_happened(
    counts: dict[str, Count], ended_by: str, narrowed: str, state: LineState, detail: str
) -> None:
    assert verdict(counts, ended_by, narrowed) == (state, detail)


def test_nothing_that_went_wrong_ever_reads_as_an_answer() -> None:
    for why in (*FINAL, "server-500", "refused-404", "not-json", "cut", "withheld", "type-not-granted"):
        state, detail = verdict({"Condition": done(3), "Goal": failed(why)}, "", narrowed="")
        assert state not in (LineState.ANSWERED, LineState.EMPTY)
        assert detail == why


def test_what_is_owed_is_asked_again() -> None:
    assert not done(3, 3).owing
    assert done(2, 3).owing
    assert done(3, unreadable=1).owing
    assert failed("cut", 3).owing
    assert Count().owing
