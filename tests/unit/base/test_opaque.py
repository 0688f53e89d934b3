"""An Opaque shows itself to nobody who did not ask for it by name."""

import json
import logging
import pickle
from dataclasses import dataclass

import pytest

from viewer.base.opaque import Opaque

SECRET = "c9660487647597"


@dataclass(frozen=True)
class Holder:
    id: Opaque


@pytest.mark.parametrize(
    "shown",
    [
        str(Opaque(SECRET)),
        repr(Opaque(SECRET)),
        f"{Opaque(SECRET)}",
        f"{Opaque(SECRET)!r:>30}",
        "%s" % Opaque(SECRET),  # noqa: UP031 - this very form is tested
        "{}".format(Opaque(SECRET)),  # noqa: UP032 - this very form is tested
        repr([Opaque(SECRET)]),
        repr({Opaque(SECRET): Opaque(SECRET)}),
        repr(Holder(Opaque(SECRET))),
        str(ValueError(Opaque(SECRET))),
        logging.LogRecord("x", 0, "", 0, "%s", (Opaque(SECRET),), None).getMessage(),
    ],
)
def test_it_is_masked_wherever_it_is_drawn(shown: str) -> None:
    assert SECRET not in shown
    assert "<opaque>" in shown


def test_it_is_revealed_on_purpose_and_is_itself_inside() -> None:
    id_ = Opaque(SECRET)
    assert id_.reveal() == SECRET
    assert type(id_.reveal()) is str
    assert {SECRET: "found"}[id_] == "found"
    assert id_ == Opaque(SECRET)
    assert id_ != Opaque("another")


def test_it_does_not_travel_in_a_pickle() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Opaque(SECRET))


def test_what_it_does_not_guard_against_is_known() -> None:
    # It is a string to C code: joining and JSON see the text. So bodies are built from reveal(), to be found by eye.
    assert SECRET in "".join([Opaque(SECRET)])
    assert SECRET in json.dumps(Opaque(SECRET))
