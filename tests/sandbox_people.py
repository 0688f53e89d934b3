"""Sandbox people as records, read by the binder from the bytes their facilities would send."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from viewer.base.opaque import Opaque
from viewer.exchange.directory import UNKNOWN, Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.binder import Binder
from viewer.record.story import Record
from viewer.sandbox.world import World, load

PEOPLE = Path(__file__).resolve().parent.parent / "resources" / "people"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Patient:
    """One sandbox person as they stand once their facilities have spoken."""

    name: str
    record: Record
    ledger: Ledger
    number: str = ""


@cache
def world() -> World:
    return load(PEOPLE)


def sandbox_patient(
    number: int,
    states: Mapping[str, LineState] | None = None,
    file: str = "",
    without: frozenset[tuple[str, str, str]] = frozenset(),
) -> Patient:
    """Person ``number``; ``states`` tells how a facility (F01 …) stands, the rest answer what they hold.

    What is named by ``without`` (hcode asked, type, id) was never sent.
    """
    known, states = world(), states or {}
    human = next(person for person in known.people if person.number == number)
    binder = Binder(
        TODAY, None if file else Opaque(human.patient_id), {f.hcode: f.name for f in known.facilities}
    )
    lines = []
    for place, entry in enumerate(known.facilities):
        facility = Facility(entry.hcode, entry.name, entry.kind, entry.phone)
        shelf = known.resources[entry.hcode]
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
    return Patient(human.name, binder.record(), Ledger(tuple(lines)), human.cid)
