"""Every message the window says has its Thai, with the same named places to fill."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import viewer.screen
from viewer.base.resources import translation

ROOM = Path(viewer.screen.__file__).parent


def messages() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            named = node.func
            name = (
                named.id
                if isinstance(named, ast.Name)
                else named.attr
                if isinstance(named, ast.Attribute)
                else ""
            )
            first = node.args[0]
            if (
                name == "say"
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and first.value
            ):
                if isinstance(named, ast.Attribute) and "words" not in ast.unparse(named.value):
                    continue  # another thing that says: a button, a card
                yield file.name, first.value


def thai() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(translation("th").glob("*.po")):
        with file.open("rb") as opened:
            found |= {str(item.id): str(item.string) for item in read_po(opened, locale="th") if item.id}
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_nothing_is_left_in_english() -> None:
    known = thai()
    missing = {message for _, message in messages() if not known.get(message)}
    assert not missing


def test_places_to_fill_are_the_same() -> None:
    known = thai()
    for file, message in messages():
        assert places(message) == places(known[message]), (file, message)
