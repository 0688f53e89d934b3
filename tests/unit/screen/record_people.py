"""Open records of the sandbox people, read from the bytes their facilities would send, and a window on them."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from viewer.app import composer as composer_of
from viewer.base.opaque import Opaque
from viewer.base.settings import SitePaper
from viewer.base.templates import TemplateShelf
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.binder import Binder
from viewer.safety.reference import reference
from viewer.sandbox.world import World, load
from viewer.screen.choosing import Choosing
from viewer.screen.composing import Composing
from viewer.screen.context import Composer, SetOnPaper
from viewer.screen.look import Theme
from viewer.screen.pages.record import PAGES
from viewer.screen.readiness import Readiness
from viewer.screen.window import MainWindow
from viewer.visit.states import Candidate, Open

from .fakes import FakeVisit
from .states import CLINIC, DOCTOR, NOW, permit

PEOPLE = Path(__file__).resolve().parents[3] / "resources" / "people"
NUMBERS = range(1, 13)
SAYING = frozenset({LineState.ANSWERED, LineState.PARTIAL})


@cache
def world() -> World:
    return load(PEOPLE)


@cache
def _state(number: int, states: tuple[tuple[str, LineState], ...]) -> Open:
    known, all_, chosen = world(), [], dict(states)
    human = next(person for person in known.people if person.number == number)
    binder = Binder(NOW.date(), Opaque(human.patient_id), {f.hcode: f.name for f in known.facilities})
    for place, entry in enumerate(known.facilities):
        facility = Facility(entry.hcode, entry.name, entry.kind, entry.phone)
        held = known.resources[entry.hcode].get(human.patient_id, ())
        state = chosen.get(entry.key, LineState.ANSWERED if held else LineState.EMPTY)
        if state in SAYING:
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in held]}
            binder.add(json.dumps(bundle).encode(), facility)
        spoken = state in SAYING or state is LineState.EMPTY
        all_.append(
            Line(facility, letter(place), state, len(held) if state in SAYING else 0, took=1.2,
                 answered=NOW if spoken else None)
        )  # fmt: skip
    candidate = Candidate(Opaque("p-1"), human.name, "male", "1960-03-14", masked_id="•-••••-••••7-59-7")
    return Open(
        DOCTOR, CLINIC, (CLINIC,), candidate, permit(), binder.record(), Ledger(tuple(all_)), NOW, NOW, revision=1
    )  # fmt: skip


def state_of(number: int, states: Mapping[str, LineState] | None = None) -> Open:
    """Person ``number``; ``states`` tells how a facility (F01 …) stands, the rest answer what they hold."""
    return _state(number, tuple(sorted((states or {}).items())))


def composer(words: Words, visit: FakeVisit | None = None) -> Composer:
    """What view makes of a state, as the program has it."""
    real = (visit or FakeVisit()).as_real()
    return composer_of(real, words, Composing(words, NOW.date), Choosing(words, reference), TemplateShelf())


def window_on(
    state: Open,
    theme: Theme | None = None,
    size: tuple[int, int] = (1366, 768),
    paper: SetOnPaper | None = None,
    site: SitePaper | None = None,
) -> tuple[MainWindow, FakeVisit]:
    """A window that shows this record, with the pages it really has; its paper is blank unless told otherwise, and
    ``site`` is what is set for it."""
    words, visit = Words("th"), FakeVisit(state)
    if site is not None:
        visit.profile = visit.profile.model_copy(update={"papers": {state.post.hcode: site}})

    async def check() -> Readiness:
        return Readiness(reachable=True)

    async def blank(_: Any) -> bytes:
        return b"%PDF-1.7"

    window = MainWindow(
        visit=visit.as_real(), words=words, composer=composer(words, visit), record_pages=PAGES,
        paper=paper or blank, check=check, theme=theme, version="0.1.0",
    )  # fmt: skip
    window.resize(*size)
    return window, visit
