"""Words come from the catalog of the language, English is its own catalog, and places keep their names."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from viewer.base import words as words_module
from viewer.base.words import Words


@pytest.fixture
def thai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="th", charset="utf-8")
    catalog.add("{n} rows", "{n} รายการ")
    catalog.add("Sign in", "ลงชื่อเข้าใช้")
    with (tmp_path / "prawat.mo").open("wb") as file:
        write_mo(file, catalog)

    def locate(language: str, *_: str) -> Path:
        if language != "th":
            raise FileNotFoundError(language)
        return tmp_path / "prawat.mo"

    monkeypatch.setattr(words_module, "translation", locate)


@pytest.mark.usefixtures("thai")
def test_thai_is_spoken_unless_told_otherwise() -> None:
    words = Words()
    assert words.say("Sign in") == "ลงชื่อเข้าใช้"
    assert words.say("{n} rows", n=3) == "3 รายการ"


@pytest.mark.usefixtures("thai")
def test_the_language_changes_at_once() -> None:
    words = Words()
    words.speak("en")
    assert words.language == "en"
    assert words.say("{n} rows", n=3) == "3 rows"
    words.speak("th")
    assert words.say("{n} rows", n=3) == "3 รายการ"


@pytest.mark.usefixtures("thai")
def test_what_has_no_translation_is_still_said() -> None:
    assert Words().say("Nobody translated this") == "Nobody translated this"


@pytest.mark.usefixtures("thai")
def test_a_message_without_places_keeps_its_braces() -> None:
    assert Words("en").say("a {b} c") == "a {b} c"


@pytest.mark.usefixtures("thai")
def test_a_place_that_is_not_filled_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Words().say("{n} rows", m=3)
