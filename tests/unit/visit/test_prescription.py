"""The list of what is about to be dispensed: added to, taken from, undone, forgotten."""

import pytest

from viewer.visit.prescription import MOST, Prescription, Proposed

IBUPROFEN = Proposed("ibuprofen", ("ibuprofen",), "400 mg tab")
WARFARIN = Proposed("warfarin", ("warfarin",))


@pytest.fixture
def calls() -> list[int]:
    return []


@pytest.fixture
def listed(calls: list[int]) -> Prescription:
    return Prescription(lambda: calls.append(1))


def test_it_is_kept_in_order_and_every_change_is_told(listed: Prescription, calls: list[int]) -> None:
    assert listed.add(IBUPROFEN)
    assert listed.add(WARFARIN)
    assert not listed.add(IBUPROFEN), "the same stands there already"
    assert listed.made == (IBUPROFEN, WARFARIN)
    assert len(calls) == 2
    assert IBUPROFEN.words == "ibuprofen 400 mg tab"


def test_a_change_can_be_taken_back(listed: Prescription) -> None:
    listed.add(IBUPROFEN)
    listed.add(WARFARIN)
    listed.remove(0)
    assert list(listed.made) == [WARFARIN]
    listed.undo()
    assert list(listed.made) == [IBUPROFEN, WARFARIN]
    listed.clear()
    assert list(listed.made) == []
    listed.undo()
    assert list(listed.made) == [IBUPROFEN, WARFARIN]


def test_nothing_is_taken_from_where_nothing_is(listed: Prescription, calls: list[int]) -> None:
    listed.remove(3)
    listed.clear()
    listed.undo()
    assert listed.made == ()
    assert not calls


def test_it_does_not_grow_without_end(listed: Prescription) -> None:
    for at in range(MOST):
        assert listed.add(Proposed(str(at), ("x",)))
    assert not listed.add(WARFARIN)
    assert len(listed.made) == MOST


def test_a_closed_record_leaves_nothing(listed: Prescription) -> None:
    listed.add(IBUPROFEN)
    listed.forget()
    assert listed.made == ()
    assert not listed.can_undo


def test_what_she_says_of_breast_feeding_is_told_once_and_forgotten(
    listed: Prescription, calls: list[int]
) -> None:
    listed.tell_breast_feeding(on=True)
    listed.tell_breast_feeding(on=True)
    assert (listed.breast_feeding, len(calls)) == (True, 1)
    listed.add(IBUPROFEN)
    listed.undo()
    assert listed.breast_feeding, "only medicines are taken back"
    listed.forget()
    assert not listed.breast_feeding
