"""The fake visit takes the place of the real one without a type checker's leave: it must move as that does."""

import inspect

import pytest

from viewer.visit.chart import Chart
from viewer.visit.journey import Visit

from .fakes import FakeChart, FakeVisit


def moves(of: type) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(found)
        for name, found in inspect.getmembers(of, inspect.isfunction)
        if not name.startswith("_")
    }


@pytest.mark.parametrize(("fake", "real"), [(FakeVisit, Visit), (FakeChart, Chart)])
def test_the_fakes_move_as_the_real_ones(fake: type, real: type) -> None:
    faked, true = moves(fake), moves(real)
    shared = faked.keys() & true.keys()
    assert shared
    assert {name: str(faked[name]) for name in shared} == {name: str(true[name]) for name in shared}


def test_nothing_of_a_visit_is_missing_in_the_fake() -> None:
    visit = FakeVisit()
    public = [name for name in dir(Visit) if not name.startswith("_")]
    assert [name for name in public if not hasattr(visit, name)] == []
