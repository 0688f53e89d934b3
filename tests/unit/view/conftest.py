"""Sandbox people as records, read by the binder from the bytes their facilities would send."""

import gettext
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from paper_samples import thai
from sandbox_people import TODAY, Patient, sandbox_patient
from sheet_fields import field_names

from viewer.base.words import Words

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = ROOT / "resources" / "people"
D = TODAY


@pytest.fixture
def today() -> date:
    return D


@pytest.fixture(scope="session")
def words() -> Words:
    """Thai from this room's own catalog, compiled in memory."""
    with (ROOT / "translations" / "th" / "view.po").open("rb") as file:
        catalog = read_po(file, locale="th")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    spoken = Words("en")
    spoken.language = "th"
    spoken._catalog = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    return spoken


@pytest.fixture(scope="session")
def spoken() -> Words:
    """Thai from all catalogs, as the program speaks it."""
    return thai()


@pytest.fixture(scope="session")
def english() -> Words:
    return Words("en")


@pytest.fixture
def patient() -> Callable[..., Patient]:
    """patient(1), patient(7, {"F08": LineState.TIMED_OUT}), patient(9, file="ips-testman.json")."""
    return sandbox_patient


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence):
        return [text for item in value for text in _strings(item)]
    return [text for name in field_names(value) if name != "key" for text in _strings(getattr(value, name))]


@pytest.fixture
def strings() -> Callable[[Any], list[str]]:
    """Every string of a sheet, a band, a timeline; keys of rows apart."""
    return _strings
