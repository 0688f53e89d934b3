"""Judging a page before anything of it is handed on: whose it is, whether it can be read, what it counts for."""

from collections.abc import Callable

from viewer.base.opaque import Opaque
from viewer.exchange.again import server_time
from viewer.exchange.guard import Glance, glance, lost_the_patient
from viewer.exchange.pages import Received
from viewer.exchange.shapes import Outcome, fit
from viewer.exchange.verdict import OTHER_PERSON, SELF_LOST_PATIENT, WRONG_PERSON, Count, withholds
from viewer.exchange.wire import Entry, Mode

Another = Callable[[bytes], str]
REFUSED = frozenset({WRONG_PERSON, OTHER_PERSON, SELF_LOST_PATIENT})


class Failed(Exception):
    """A page that must not be handed on, or a type that cannot go on. ``detail`` is the ledger's word for it."""

    def __init__(self, detail: str, reference: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.reference = reference


def judge(part: Received, count: Count, patient: Opaque, another: Another) -> bool:
    """Count a page that may be handed on; True when it says that more is withheld.

    ``another`` tells of the bytes of a Patient, or of what says by an identifier whose it is, why they are somebody
    else's: a word of REFUSED, "" when they are not.

    Raises:
        Failed: it may not be handed on.
    """
    page = part.page
    if part.number == 1 and lost_the_patient(page, patient):
        raise Failed(SELF_LOST_PATIENT, part.reference)
    glances = [glance(entry, patient) for entry in page.entries]
    if any(one.another for one in glances):
        raise Failed(WRONG_PERSON, part.reference)
    told = (entry for entry, one in zip(page.entries, glances, strict=True) if one.numbered)
    if why := next(filter(None, (another(entry.raw) for entry in told)), ""):
        raise Failed(why, part.reference)
    if page.resource_type != "Bundle":
        count.unreadable += 1
        flaw = next(f for f in ("not-json", "cut", "not-a-bundle") if f in page.flaws)
        raise Failed(flaw, part.reference)
    if part.number == 1:
        count.stated, count.began = page.total, server_time(part)
    withheld = False
    for entry, one in zip(page.entries, glances, strict=True):
        if not entry.raw:  # an entry that held no resource
            continue
        if one.kind == "OperationOutcome":
            outcome = fit(entry.raw, Outcome)
            withheld |= outcome is not None and withholds(outcome.codes)
        else:
            _add(count, entry, one)
    return withheld


def _add(count: Count, entry: Entry, one: Glance) -> None:
    if not one.kind:
        count.unreadable += 1
    elif entry.mode is Mode.INCLUDE:
        count.included += 1
    elif one.mark in count.seen:
        count.repeated += 1
    else:
        count.matched += 1
        if one.mark is not None:
            count.seen.add(one.mark)
