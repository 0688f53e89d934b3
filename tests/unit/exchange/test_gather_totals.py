"""Gathering: stated totals against what came; a page that ends at a round number is not taken for the whole."""

import pytest
from fake_exchange import Reply, Setting, bundle
from unit.exchange.gathering import FIRST, arrived, at, gathered, gathering, many, row

from viewer.exchange.gather import LineChanged
from viewer.exchange.ledger import LineState

pytestmark = pytest.mark.anyio


async def test_fewer_than_stated_is_partial_and_included_do_not_count(setting: Setting) -> None:
    page = bundle(row("Goal", 1), total=2)
    page["entry"] += bundle({"resourceType": "Practitioner", "id": "x"}, mode="include")["entry"]
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (lines[FIRST].received, lines[FIRST].stated) == (13, 14)


async def test_what_comes_again_is_counted_once_against_the_total(setting: Setting) -> None:
    twice = bundle(row("Goal", 0), row("Goal", 1), row("Goal", 1), total=3)
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=twice))
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (lines[FIRST].received, lines[FIRST].stated) == (14, 15)
    goals = [event for event in arrived(events) if event.type == "Goal"]
    assert sum(len(event.split.entries) for event in goals) == 3, "every copy is handed on"


@pytest.mark.parametrize(("sent", "stated"), [(100, 1_000), (1_000, 10_000), (200, 201), (0, 1)])
async def test_a_server_that_stops_and_says_how_many_there_are_is_partial(
    sent: int, stated: int, setting: Setting
) -> None:
    """It sends a first page, no ``next``, and a total beyond it."""
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", sent), total=stated)))
    lines, _ = await gathered(setting)
    line = lines[FIRST]
    assert (line.state, line.detail) == (LineState.PARTIAL, "fewer-than-stated")
    assert (line.received, line.stated) == (sent + 12, stated + 12)
    assert line.missing_types == ("Goal",)


@pytest.mark.parametrize("sent", [100, 200, 1_000])
async def test_a_server_that_states_nothing_and_stops_at_a_round_number_may_have_more(
    sent: int, setting: Setting
) -> None:
    page = bundle(*many("Goal", sent))
    page.pop("total", None)
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    line = lines[FIRST]
    assert (line.state, line.detail, line.missing_types) == (LineState.PARTIAL, "perhaps-cut", ("Goal",))
    assert line.stated is None


@pytest.mark.parametrize("sent", [1, 99, 101, 199, 201])
async def test_a_server_that_states_nothing_and_stops_elsewhere_has_answered(
    sent: int, setting: Setting
) -> None:
    page = bundle(*many("Goal", sent))
    page.pop("total", None)
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=page))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, sent + 12)


@pytest.mark.parametrize("sent", [100, 200, 1_000])
async def test_a_round_number_that_is_the_stated_total_is_the_whole(sent: int, setting: Setting) -> None:
    setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", sent), total=sent)))
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received, lines[FIRST].stated) == (
        LineState.ANSWERED, sent + 12, sent + 12
    )  # fmt: skip


async def test_pages_that_go_on_beyond_a_thousand_are_read_to_their_end(setting: Setting) -> None:
    setting.exchange.page_size = 200
    setting.exchange.held[at(FIRST), "Goal"] = many("Goal", 1_234)
    lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].received) == (LineState.ANSWERED, 1_246)
    assert sum(len(event.split.entries) for event in arrived(events) if event.type == "Goal") == 1_234


async def test_a_next_that_is_lost_on_the_way_is_told_by_the_total(setting: Setting) -> None:
    """The first of five pages, whose link is missing: the total of the first page says what is owed."""
    setting.exchange.script(at(FIRST, "Goal"), Reply(body=bundle(*many("Goal", 200), total=1_000)))
    setting.exchange.held[at(FIRST), "Goal"] = many("Goal", 1_000)
    async with gathering(setting) as running:
        asked_again = False
        async for event in running.events():
            line = running.ledger.line(FIRST)
            assert line is not None
            if isinstance(event, LineChanged) and line.state is LineState.PARTIAL and not asked_again:
                assert line.detail == "fewer-than-stated"
                asked_again = True
                running.retry(FIRST)
            elif asked_again and line.state is LineState.ANSWERED:
                break
    assert line is not None
    assert line.received == 1_012
