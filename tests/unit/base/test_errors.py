"""Every error of ours grows from one root and carries a code of its own that never changes by accident."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import viewer
from viewer.base.errors import PrawatError

# The sandbox is a program of its own; the window's rooms are not needed for their errors.
ROOMS = ("base", "signin", "identity", "exchange", "consent", "audit", "record")


def ours() -> Iterator[type[PrawatError]]:
    for room in ROOMS:
        package = importlib.import_module(f"viewer.{room}")
        for module in pkgutil.iter_modules(package.__path__, f"viewer.{room}."):
            importlib.import_module(module.name)
    unseen = [PrawatError]
    while unseen:
        kind = unseen.pop()
        unseen += kind.__subclasses__()
        if kind.__module__.startswith(f"{viewer.__name__}."):
            yield kind


def test_codes_are_words_and_each_has_one_meaning() -> None:
    by_code: dict[str, list[str]] = {}
    for kind in ours():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.code), kind
        if "code" in vars(kind):
            by_code.setdefault(kind.code, []).append(kind.__name__)
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}
    assert {"unexpected", "sign-in", "settings-unreadable"} <= set(by_code)


def test_each_tree_is_drawn_where_it_grows() -> None:
    undrawn = []
    for kind in ours():
        module = importlib.import_module(kind.__module__)
        if (
            kind.__module__.endswith(".errors")
            and kind is not PrawatError
            and kind.__name__ not in (module.__doc__ or "")
        ):
            undrawn.append(f"{kind.__module__}.{kind.__name__}")
    assert undrawn == []
