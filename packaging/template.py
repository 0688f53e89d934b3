"""Write translations/prawat.pot (every message the program says) and the pseudo-locale made from it.

Run it after a change of words: ``make template``. The pseudo-locale (translations/xx) makes every message
longer and strange; what stays plain English on screen was never handed to a catalog.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
OWNERS = ("words", "pen")  # whose ``say`` is the catalog's: buttons and steps have one of their own
_STRANGE = str.maketrans("aeiounscAEIOUNSC", "áéíöüñšçÁÉÍÖÜÑŠÇ")


def messages(root: Path = ROOT) -> dict[str, list[str]]:
    """Every literal message handed to a catalog, with the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "viewer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _asks_a_catalog(node.func):
                for message in _literals(node.args[0]):
                    where = found.setdefault(message, [])
                    name = path.relative_to(root).as_posix()
                    if name not in where:
                        where.append(name)
    return found


def _asks_a_catalog(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "say"
    if not isinstance(called, ast.Attribute) or called.attr != "say":
        return False
    owner = called.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name.strip("_") in OWNERS


def _literals(node: ast.AST) -> Iterator[str]:
    """The messages an expression can stand for: itself, either side of a choice, the values of a table."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)
        case ast.Dict(values=values):
            for value in values:
                yield from _literals(value)
        case ast.Subscript(value=table):
            yield from _literals(table)


def strange(message: str) -> str:
    """The message as the pseudo-locale says it; placeholders stay."""
    parts = re.split(r"(\{[^}]*\})", message)
    return (
        "⟦" + "".join(part if part.startswith("{") else part.translate(_STRANGE) for part in parts) + " ~~⟧"
    )


def template() -> Catalog:
    """The template, in the order of the messages."""
    catalog = Catalog(project="Prawat", charset="utf-8", fuzzy=False)
    for message, where in sorted(messages().items()):
        catalog.add(message, locations=[(name, 0) for name in where])
    return catalog


def pseudo() -> Catalog:
    """The pseudo-locale."""
    catalog = Catalog(project="Prawat", charset="utf-8", fuzzy=False)
    for message in sorted(messages()):
        catalog.add(message, strange(message))
    return catalog


def main() -> int:
    """Write both; the exit code."""
    places = {"prawat.pot": template(), "xx/pseudo.po": pseudo()}
    for name, catalog in places.items():
        path = ROOT / "translations" / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, omit_header=True, include_lineno=False, width=0)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalog)} messages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
