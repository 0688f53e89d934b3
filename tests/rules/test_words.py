"""The Thai catalog is complete, keeps every placeholder, and says the same thing the same way in every room."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")


def said() -> dict[str, str]:
    """Every literal message handed to a catalog (``words.say``, ``pen.say``, or a local ``say``), and who says it."""
    messages = {}
    for path in sorted((ROOT / "viewer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and asks_a_catalog(node.func):
                for message in literals(node.args[0]):
                    messages[message] = path.relative_to(ROOT).as_posix()
    return messages


def asks_a_catalog(called: ast.expr) -> bool:
    """Buttons and steps have a ``say`` of their own; only that of words and pens is the catalog's."""
    if isinstance(called, ast.Name):
        return called.id == "say"
    if not isinstance(called, ast.Attribute) or called.attr != "say":
        return False
    owner = called.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name.strip("_") in ("words", "pen")


def literals(node: ast.AST) -> Iterator[str]:
    """The messages an expression can stand for: itself, either side of a choice, the values of a table."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)
        case ast.Dict(values=values):
            for value in values:
                yield from literals(value)
        case ast.Subscript(value=table):
            yield from literals(table)


def catalogs(language: str) -> list[Catalog]:
    found = []
    for path in sorted((ROOT / "translations" / language).glob("*.po")):
        with path.open("rb") as file:
            found.append(read_po(file, locale=language))
    return found


def thai() -> dict[str, str]:
    return {
        str(message.id): str(message.string)
        for catalog in catalogs("th")
        for message in catalog
        if message.id and message.string
    }


def test_every_message_has_its_thai() -> None:
    known = thai()
    assert {text: where for text, where in said().items() if text not in known} == {}


def test_placeholders_survive_translation() -> None:
    broken = {
        text: words
        for text, words in thai().items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(words))
    }
    assert broken == {}
    assert not [text for text in thai() if "" in PLACEHOLDER.findall(text)], "placeholders have names"


def test_a_message_is_translated_one_way() -> None:
    meanings: dict[str, set[str]] = {}
    for catalog in catalogs("th"):
        for message in catalog:
            if message.id and message.string:
                meanings.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: words for text, words in meanings.items() if len(words) > 1} == {}


@pytest.mark.parametrize("language", ["th"])
def test_no_catalog_has_doubtful_entries(language: str) -> None:
    assert [
        message.id for catalog in catalogs(language) for message in catalog if message.fuzzy and message.id
    ] == []


def test_thai_is_spelt_with_whole_characters() -> None:
    # Sara am typed as two marks, doubled sara e for sara ae, and zero-width characters read right and search wrong.
    wrong = re.compile("\u0e4d\u0e32|\u0e40\u0e40|[\u200b-\u200d\u2060\ufeff]|[\u0e48-\u0e4b]{2}")
    assert {text: words for text, words in thai().items() if wrong.search(words)} == {}
