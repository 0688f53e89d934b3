"""Every word of this room has its Thai, with the same placeholders, and no Thai is left over."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]


def _said() -> Iterator[tuple[str, ast.expr]]:
    for path in (ROOT / "viewer" / "view").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "say":
                yield path.name, node.args[0]


def _catalog() -> dict[str, str]:
    """All rooms' catalogs: a word that paper says too may stand in paper's."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "translations" / "th").glob("*.po")):
        with path.open("rb") as file:
            found |= {
                str(message.id): str(message.string) for message in read_po(file, locale="th") if message.id
            }
    return found


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_is_translated_with_its_placeholders() -> None:
    catalog = _catalog()
    for path, argument in _said():
        if not isinstance(argument, ast.Constant):
            continue  # a name bound to a literal just above it
        assert argument.value in catalog, (path, argument.value)
        assert _places(catalog[argument.value]) == _places(argument.value), argument.value


def test_no_translation_is_empty_or_says_none_of_a_person() -> None:
    for message, thai in _catalog().items():
        assert thai.strip(), message
        assert "ไทม์ไลน์" not in thai
        assert thai != "ไม่มี"
