"""Open records of the sandbox people, read from the bytes their facilities would send, and a window on them."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.binder import Binder
from viewer.safety.reference import reference
from viewer.sandbox.world import World, load
from viewer.screen.choosing import Choosing
from viewer.screen.composing import Composing
from viewer.screen.context import Composer, SetOnPaper
from viewer.screen.forms import Forms
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.pages.record import PAGES
from viewer.screen.papers import Papers
from viewer.screen.readiness import Readiness
from viewer.screen.window import MainWindow
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.sheet import Letter
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
    """What view makes of a state, without a letter."""
    made, choosing = Composing(words, NOW.date), Choosing(words, reference)
    real = (visit or FakeVisit()).as_real()
    forms = Forms(real, words, made)
    return Composer(
        band=made.band,
        ledger=made.ledger,
        sheet=made.sheet,
        timeline=made.timeline,
        restricted=made.restricted,
        rules=choosing.rules,
        prescription=made.prescription,
        medicine_named=choosing.medicine_named,
        medicines_like=choosing.medicines_like,
        proposed_from=choosing.proposed_from,
        finding=made.finding,
        forms=forms,
        papers=Papers(forms, plain_letter(forms), sandbox=True),
        letters=Letters(real, words, made, forms),
    )


def plain_letter(forms: Forms) -> Callable[[Open, str, str, Mapping[str, str]], Letter]:
    """The letter of a state with nothing written in it."""

    def made(state: Open, reference: str, form: str, _said: Mapping[str, str]) -> Letter:
        pen, printing = forms.for_paper(state).printed, forms.printing(state, reference)
        return letter_of(pen, printing, LetterDraft(), form=form, sandbox=True)

    return made


def window_on(
    state: Open,
    theme: Theme | None = None,
    size: tuple[int, int] = (1366, 768),
    paper: SetOnPaper | None = None,
) -> tuple[MainWindow, FakeVisit]:
    """A window that shows this record, with the pages it really has; its paper is blank unless told otherwise."""
    words, visit = Words("th"), FakeVisit(state)

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
