"""The window program: every part is built here once and handed to whoever needs it. Nothing else knows all parts.

How it starts:
    1. umask, log, crash text without values
    2. Qt, fonts, language
    3. the audit outbox (its key from the desktop's keyring; in memory only when there is none)
    4. the visit, the window, the loop; the loop ends when the window says that everything is wiped
"""

import asyncio
import logging
import os
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_state_path
from PySide6.QtWidgets import QApplication

from viewer.audit.errors import OutboxDamaged
from viewer.audit.outbox import Outbox
from viewer.base import log
from viewer.base.clock import Clock, MachineClock
from viewer.base.errors import PrawatError
from viewer.base.settings import Preferences, Profile, keep_preferences, read_preferences
from viewer.base.templates import TemplateShelf
from viewer.base.words import Words
from viewer.consent.answers import Rhythm
from viewer.exchange.client import build_http
from viewer.record.restricted import standard_rules
from viewer.safety.reference import Reference, reference
from viewer.screen.choosing import Choosing
from viewer.screen.complaints import code_of, complaint
from viewer.screen.composing import Composing
from viewer.screen.context import Composer, Document
from viewer.screen.fonts import load_fonts
from viewer.screen.forms import Forms
from viewer.screen.garbage import collected_here
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.loop import Loop
from viewer.screen.pages.record import PAGES
from viewer.screen.papers import Papers
from viewer.screen.readiness import Readiness
from viewer.screen.window import MainWindow
from viewer.signin import vault
from viewer.signin.discovery import discover, sandbox_offset
from viewer.view.allergy_card import AllergyCard
from viewer.view.forms.blocks import Form
from viewer.view.forms.label import PatientLabel
from viewer.view.sheet import Letter, Tone
from viewer.visit.entry import Door
from viewer.visit.journey import Visit

VERSION = "0.1.0"
OUTBOX_KEY = "audit-outbox"
FIRST_SIZE = (1366, 768)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the program is made of, for whoever drives it (a person, the demo, a test)."""

    visit: Visit
    window: MainWindow
    outbox: Outbox
    words: Words


def composer(
    visit: Visit, words: Words, composing: Composing, choosing: Choosing, templates: TemplateShelf
) -> Composer:
    """What view makes of an open record, for the window."""
    forms = Forms(visit, words, composing, choosing.names_like)
    letters = Letters(visit, words, composing, forms, templates)
    return Composer(
        band=composing.band,
        ledger=composing.ledger,
        sheet=composing.sheet,
        timeline=composing.timeline,
        restricted=composing.restricted,
        rules=choosing.rules,
        prescription=composing.prescription,
        medicine_named=choosing.medicine_named,
        medicines_like=choosing.medicines_like,
        proposed_from=choosing.proposed_from,
        finding=composing.finding,
        forms=forms,
        papers=Papers(forms, letters.letter, letters.written, sandbox=visit.profile.sandbox),
        letters=letters,
    )


def build(
    profile: Profile,
    clock: Clock,
    *,
    outbox: Outbox,
    open_browser: Callable[[str], object],
    preferences: Preferences,
    rhythm: Rhythm | None = None,
    templates: Path | None = None,
) -> Desk:
    """Make the visit and its window; needs a QApplication. Nothing is shown and nothing runs yet.

    ``rhythm`` is how often the exchange is asked how a consent stands; the usual one unless told otherwise.
    ``templates`` is the file of this user's templates; without one they last as long as the program.

    Raises:
        FormularyUnreadable: the site's own table of medicines does not fit.
    """
    words = Words(preferences.language)
    desk = partial(reference, profile.formulary, profile.rule_tables, profile.rules_off)
    if profile.formulary is not None:
        desk()  # what is wrong with it is told now, not when a record is open
    composing = Composing(words, clock.today, desk)

    def held_back(code: str) -> None:
        window.notices.tell(*complaint(words, code).lines, tone=Tone.DOUBT, stays=True)

    tables = partial(_tables, desk)
    door = Door(
        profile, clock, outbox, open_browser, tables, composing.prepare, held_back, rhythm or Rhythm()
    )
    visit = Visit(door)
    visit.watch(composing.follow)
    window = MainWindow(
        visit=visit,
        words=words,
        composer=composer(
            visit,
            words,
            composing,
            Choosing(words, desk),
            TemplateShelf(templates, profile.referral_templates),
        ),
        record_pages=PAGES,
        paper=partial(_paper, words),
        check=partial(_check, profile, outbox),
        theme=Theme(scale=preferences.scale),
        version=VERSION,
    )
    return Desk(visit, window, outbox, words)


def _tables(desk: Callable[[], Reference]) -> None:
    """What every record is read with and held against: kept once it was read."""
    desk()
    standard_rules()


_SWITCH = 0.001  # seconds a worker thread may keep the interpreter while the window waits for it; Python's 5 are felt


@dataclass(frozen=True, slots=True)
class Stage:
    """The program ready to run: its parts and its loop."""

    desk: Desk
    loop: Loop


async def system_browser(address: str) -> bool:
    """Open an address there. Some browsers are waited for, seconds long: the window goes on meanwhile."""
    return await asyncio.to_thread(webbrowser.open, address)


@contextmanager
def stage(
    profile: Profile,
    now: datetime | None = None,
    open_browser: Callable[[str], object] = system_browser,
    keep_audit: Callable[[Clock], Outbox] | None = None,
    preferences: Preferences | None = None,
    templates: Path | None = None,
) -> Iterator[Stage]:
    """Build the program and its loop, and take both down again. ``now`` is the sandbox's time: its day is not ours.

    ``keep_audit`` opens the outbox; in memory only, unless told otherwise.
    """
    os.umask(0o077)
    sys.setswitchinterval(_SWITCH)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - no other kind is made here
    load_fonts()
    clock = (
        MachineClock(now - MachineClock().now()) if now is not None and profile.sandbox else MachineClock()
    )
    box = keep_audit(clock) if keep_audit else Outbox.open(None, None, clock)
    application.setQuitOnLastWindowClosed(False)
    loop = Loop(application)
    asyncio.set_event_loop(loop)
    desk = build(
        profile, clock, outbox=box, open_browser=open_browser, preferences=preferences or Preferences(),
        templates=templates,
    )  # fmt: skip
    loop.set_exception_handler(partial(tell_unexpected, desk))
    try:
        with loop, collected_here():
            yield Stage(desk, loop)
            _end_tasks(loop)
    finally:
        desk.window.deleteLater()
        box.close()


def _end_tasks(loop: Loop) -> None:
    """What the window still had in hand when its loop was left (a look at the exchange, say) ends with it."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


def run(profile: Profile, now: datetime | None = None) -> int:
    """Open the window and stay until it is closed. ``now`` is the sandbox's time; it is asked where it is not known.

    Raises:
        SignInError: a sandbox that does not answer.
    """
    stop_logging = _start_log()
    place = user_config_path("prawat") / "preferences.json"
    preferences = read_preferences(place)
    try:
        now = now or asyncio.run(sandbox_now(profile))
        with stage(
            profile, now, keep_audit=partial(open_outbox, profile), preferences=preferences,
            templates=place.with_name("referral-templates.json"),
        ) as made:  # fmt: skip
            window = made.desk.window
            window.tasted.connect(partial(_keep_taste, place, preferences))
            window.left.connect(made.loop.stop)
            window.resize(*FIRST_SIZE)
            window.show()
            made.loop.run_forever()
    finally:
        stop_logging()
    return 0


async def sandbox_now(profile: Profile) -> datetime | None:
    """What time it is in a sandbox that somebody else started; None at every other exchange.

    Raises:
        SignInError: it does not answer.
    """
    if not profile.sandbox:
        return None
    clock = MachineClock()
    async with build_http(profile.limits) as http:
        return clock.now() + await sandbox_offset(profile, http, clock)


def _start_log() -> Callable[[], None]:
    """Log to this user's folder; where that cannot be written to, the program runs without a log."""
    try:
        return log.setup(log.log_folder())
    except OSError:
        return log.setup()


def tell_unexpected(desk: Desk, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What went wrong where nobody waits for it (a chore, a page that could not be drawn) is noted and told."""
    error = context.get("exception")
    log.note("unexpected", level=logging.ERROR, error=error)
    told = complaint(desk.words, code_of(error or PrawatError()))
    desk.window.notices.tell(*told.lines, tone=Tone.DOUBT, stays=True)


def open_outbox(profile: Profile, clock: Clock) -> Outbox:
    """The outbox of this profile on disk, sealed with a key of the keyring; in memory when there is no keyring."""
    path = user_state_path("prawat") / f"audit-{'sandbox' if profile.sandbox else 'exchange'}.db"
    return Outbox.open(path, vault.key(OUTBOX_KEY), clock)


async def _paper(words: Words, made: Document | PatientLabel) -> bytes:
    """A form as PDF, made on a worker thread; ReportLab is loaded at the first one."""
    return await asyncio.to_thread(_set_form, made, words)


def _set_form(made: Document | PatientLabel, words: Words) -> bytes:
    from viewer.paper.allergy_card import allergy_card_pdf
    from viewer.paper.form import form_pdf
    from viewer.paper.label import label_pdf
    from viewer.paper.reconciliation import medicines_pdf
    from viewer.paper.referral import referral_pdf

    if isinstance(made, Form):
        return form_pdf(made, words)
    if isinstance(made, PatientLabel):
        return label_pdf(made, words)
    if isinstance(made, AllergyCard):
        return allergy_card_pdf(made, words)
    return referral_pdf(made, words) if isinstance(made, Letter) else medicines_pdf(made, words)


async def _check(profile: Profile, outbox: Outbox) -> Readiness:
    """What the sign-in page may say of this machine: can the exchange be reached, do accesses wait to be sent."""
    waiting, refused, damaged = await asyncio.to_thread(_look_into, outbox)
    http = await asyncio.to_thread(build_http, profile.limits)
    try:
        await discover(profile, http)
    except PrawatError:
        return Readiness(reachable=False, waiting=waiting, refused=refused, damaged=damaged)
    finally:
        await http.aclose()
    return Readiness(reachable=True, waiting=waiting, refused=refused, damaged=damaged)


def _look_into(outbox: Outbox) -> tuple[int, int, bool]:
    """How many accesses wait, how many of them were refused, and whether the chain of all of them is broken."""
    try:
        outbox.verify()
    except OutboxDamaged:
        damaged = True
    else:
        damaged = False
    return outbox.count_waiting(), outbox.count_refused(), damaged


def _keep_taste(place: Path, preferences: Preferences, language: str, scale: int) -> None:
    keep_preferences(place, preferences.model_copy(update={"language": language, "scale": scale}))
