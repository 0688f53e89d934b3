"""The Thai catalog is complete, keeps every placeholder, and says the same thing the same way in every room."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
_SPEC = importlib.util.spec_from_file_location("template", ROOT / "packaging" / "template.py")
assert _SPEC is not None
assert _SPEC.loader is not None
template = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(template)
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")


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
    said = template.messages()
    assert len(said) > 300
    assert {text: where for text, where in said.items() if text not in known} == {}


def test_the_template_is_as_the_program_speaks() -> None:
    with (ROOT / "translations" / "prawat.pot").open("rb") as file:
        kept = {str(message.id) for message in read_po(file) if message.id}
    assert kept == set(template.messages()), "run make template"


def test_the_pseudo_locale_keeps_placeholders() -> None:
    assert template.strange("{n} more rows below") == "⟦{n} möré röwš bélöw ~~⟧"


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
