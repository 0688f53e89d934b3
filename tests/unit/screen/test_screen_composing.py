"""What was made of a record goes with it, also when it was still being made on its thread."""

import gc
from dataclasses import replace

import pytest

from viewer.base.words import Words
from viewer.record.series import Series
from viewer.screen.composing import Composing
from viewer.screen.offering import Offering
from viewer.view.pen import Pen

from .record_people import state_of
from .states import NOW, closed, open_state


def composing(words: Words) -> Composing:
    return Composing(words, NOW.date)


def test_what_is_made_ready_is_drawn_from(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    made.prepare(state)
    assert made.band(state) is made.band(state)
    assert made.sheet(state, "summary") is made.sheet(state, "summary")


def test_the_points_of_trends_are_worked_out_before_a_window_draws_them(
    words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, state = composing(words), state_of(1)
    made.follow(state)
    made.prepare(state)
    sheet = made.sheet(state, "summary")
    trends = [row.trend for section in sheet.sections for row in section.rows if row.trend is not None]
    monkeypatch.setattr(Series, "plotted", property(lambda _: pytest.fail("not made ready")))
    assert any(len(trend.points) > 1 for trend in trends)
    assert all(len(trend.letters) >= len(trend.points) for trend in trends if trend.letters)


def test_closing_forgets(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    made.prepare(state)
    made.follow(closed())
    assert made._moment is None


def test_what_is_ready_after_closing_is_not_kept(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    made.follow(closed())
    made.prepare(state)
    assert made._moment is None
    made.band(state)
    made.sheet(state, "medicines")
    assert made._moment is None


def test_nor_is_what_a_letter_offers(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(closed())
    before = kept_pens()
    offering = Offering(made)
    offering.draft(state)
    assert kept_pens() == before


def kept_pens() -> int:
    """Pens that something holds."""
    gc.collect()
    return sum(isinstance(one, Pen) for one in gc.get_objects())


def test_what_is_worked_out_for_paper_is_worked_out_once_for_each_choice(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    asked: list[Pen] = []
    for one in (state, state, replace(state, referral=replace(state.referral, opened=True))):
        made.of_paper(one, "asked", asked.append)
    assert asked == [made.paper_pen(state), made.paper_pen(one)]
    assert asked[0] is not asked[1]
    assert made.subject(state, opened=False) is made.subject(state, opened=False)


def test_nor_is_another_record_s(words: Words) -> None:
    made, first, second = composing(words), open_state(), open_state()
    made.follow(first)
    made.follow(second)
    made.prepare(first)
    assert made._moment is None


def test_until_a_facility_tells_who_it_is_the_person_is_told_as_confirmed(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    assert made.band(state).about == "ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503"
