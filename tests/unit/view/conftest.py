"""Sandbox people as records, read by the binder from the bytes their facilities would send."""

import gettext
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sheet_fields import field_names

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import UNKNOWN, Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.binder import Binder
from viewer.record.story import Record
from viewer.sandbox.world import World, load

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = ROOT / "resources" / "people"
D = date(2026, 11, 23)


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
def english() -> Words:
    return Words("en")


@dataclass(frozen=True, slots=True)
class Patient:
    """One sandbox person as they stand once their facilities have spoken."""

    name: str
    record: Record
    ledger: Ledger


@cache
def _world() -> World:
    return load(PEOPLE)


def _patient(
    number: int,
    states: Mapping[str, LineState] | None = None,
    file: str = "",
    without: frozenset[tuple[str, str, str]] = frozenset(),
) -> Patient:
    """Person ``number``; ``states`` tells how a facility (F01 …) stands, the rest answer what they hold.

    What is named by ``without`` (hcode asked, type, id) was never sent.
    """
    world, states = _world(), states or {}
    human = next(person for person in world.people if person.number == number)
    binder = Binder(
        D, None if file else Opaque(human.patient_id), {f.hcode: f.name for f in world.facilities}
    )
    lines = []
    for place, entry in enumerate(world.facilities):
        facility = Facility(entry.hcode, entry.name, entry.kind, entry.phone)
        shelf = world.resources[entry.hcode]
        held = [
            resource
            for resource in shelf.get(human.patient_id, ())
            if (entry.hcode, resource["resourceType"], resource["id"]) not in without
        ]
        state = states.get(entry.key, LineState.ANSWERED if held else LineState.EMPTY)
        if state is LineState.ANSWERED:
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in held]}
            binder.add(json.dumps(bundle).encode(), facility)
        received = len(held) if state is LineState.ANSWERED else 0
        lines.append(Line(facility, letter(place), state, received))
    if file:
        binder.add((PEOPLE / file).read_bytes(), UNKNOWN, file)
    return Patient(human.name, binder.record(), Ledger(tuple(lines)))


@pytest.fixture
def patient() -> Callable[..., Patient]:
    """patient(1), patient(7, {"F08": LineState.TIMED_OUT}), patient(9, file="ips-testman.json")."""
    return _patient


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
