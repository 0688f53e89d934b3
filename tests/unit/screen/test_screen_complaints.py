"""Every error of the house has three sentences, in Thai, and none stands as a code alone."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import viewer
from viewer.base.errors import PrawatError
from viewer.base.words import Words
from viewer.screen.complaints import code_of, complaint

# Never reach a clinician: told on the command line, or to whoever builds the sandbox or the catalogs.
ELSEWHERE = {"unexpected", "record", "nothing-to-read", "font-unreadable", "restricted-table-unreadable"}
STATE_CODES = ("not-found", "placeholder", "not-saved", "not-printed", "audit-parked", "audit-held")


def kinds(root: type[PrawatError] = PrawatError) -> Iterator[type[PrawatError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


def codes() -> list[str]:
    for found in pkgutil.walk_packages(viewer.__path__, "viewer."):
        if found.name.rsplit(".", 1)[-1] == "errors" and ".sandbox" not in found.name:
            importlib.import_module(found.name)
    importlib.import_module("viewer.exchange.permit")
    importlib.import_module("viewer.base.settings")
    named = {
        kind.code
        for kind in kinds()
        if kind.__module__.startswith("viewer.")
        and "sandbox" not in kind.__module__
        and not kind.__module__.startswith(
            "viewer.commands."
        )  # told on the command line, never in the window
    }
    return sorted(named - ELSEWHERE)


@pytest.mark.parametrize("code", [*codes(), *STATE_CODES])
def test_every_code_is_told_in_its_own_words(words: Words, code: str) -> None:
    told = complaint(words, code)
    assert "ไม่ได้คาดไว้" not in told.what, code
    assert told.what
    assert len(told.lines) >= 2 or code == "sign-in-cancelled"
    for line in told.lines:
        assert any("ก" <= letter <= "๛" for letter in line), line
        assert code not in line


def test_an_unknown_code_is_told_with_its_number(words: Words) -> None:
    told = complaint(words, "no-such-code")
    assert "ไม่ได้คาดไว้" in told.what
    assert "no-such-code" in told.todo
    assert code_of(ValueError("9660487647597")) == "unexpected"


def test_english_is_whole_too() -> None:
    told = complaint(Words("en"), "timed-out")
    assert told.what == "The exchange did not answer in time"
    assert all("{" not in line for line in told.lines)
