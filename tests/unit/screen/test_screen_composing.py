"""What was made of a record goes with it, also when it was still being made on its thread."""

from viewer.base.words import Words
from viewer.screen.composing import Composing

from .states import NOW, closed, open_state


def composing(words: Words) -> Composing:
    return Composing(words, NOW.date)


def test_what_is_made_ready_is_drawn_from(words: Words) -> None:
    made, state = composing(words), open_state()
    made.follow(state)
    made.prepare(state)
    assert made.band(state) is made.band(state)
    assert made.sheet(state, "summary") is made.sheet(state, "summary")


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
