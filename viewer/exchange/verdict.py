"""What became of asking one facility: from what each type brought, to the one state of its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from viewer.exchange.errors import Refused
from viewer.exchange.ledger import LineState

WRONG_PERSON = "wrong-person"
OTHER_PERSON = "other-person"  # the number is this person's, name and year of birth are not
SELF_LOST_PATIENT = "self-lost-patient"
WITHHELD = "withheld"
NO_CONSENT = "no-consent"
NOT_CONNECTED = "not-connected"
TIMED_OUT = "timed-out"
STOPPED = "stopped"
FEWER = "fewer-than-stated"
PERHAPS_CUT = "perhaps-cut"  # exactly as many as servers stop at, and no total stated: there may be more
TYPE_NOT_GRANTED = "type-not-granted"  # of the types wanted, some
DATES_NOT_GRANTED = (
    "dates-not-granted"  # only data of certain dates: what lies outside is not told, nor that it is
)

# What a failure means for the line when nothing else was brought; anything else is "unreachable", with its detail.
_MEANS = {
    TIMED_OUT: LineState.TIMED_OUT,
    WITHHELD: LineState.WITHHELD,
    "refused-403": LineState.WITHHELD,
    NO_CONSENT: LineState.NOT_CONSENTED,
    TYPE_NOT_GRANTED: LineState.NOT_CONSENTED,
    NOT_CONNECTED: LineState.NOT_CONNECTED,
    "not-json": LineState.UNREADABLE,
    "not-a-bundle": LineState.UNREADABLE,
    "cut": LineState.UNREADABLE,
    "too-large": LineState.UNREADABLE,
    "pages-without-end": LineState.UNREADABLE,
    "origin-refused": LineState.UNREADABLE,
    WRONG_PERSON: LineState.UNREADABLE,
    OTHER_PERSON: LineState.UNREADABLE,
    SELF_LOST_PATIENT: LineState.UNREADABLE,
    "unexpected": LineState.UNREADABLE,
    "permit-expired": LineState.STOPPED,
    STOPPED: LineState.STOPPED,
}
# After these there is no sense in asking the facility for more.
FINAL = frozenset(
    {
        TIMED_OUT,
        "unreachable",
        "busy",
        "redirected",
        "refused-401",
        NO_CONSENT,
        NOT_CONNECTED,
        WRONG_PERSON,
        OTHER_PERSON,
        SELF_LOST_PATIENT,
    }
)


_WITHHOLDING = frozenset({WITHHELD, "suppressed"})  # the exchange's own word, and FHIR's issue type
# What an OperationOutcome says beside a 403 or 404, in the ledger's words.
_SAID = {
    **dict.fromkeys(_WITHHOLDING, WITHHELD),
    NO_CONSENT: NO_CONSENT,
    NOT_CONNECTED: NOT_CONNECTED,
    "type-not-permitted": TYPE_NOT_GRANTED,
}


_CUTS = frozenset({100, 1_000, 10_000})  # where servers stop by themselves


@dataclass(slots=True)
class Count:
    """How far one type has come. ``stated`` is the total its first page named; what came again counts once only."""

    matched: int = 0  # each resource once
    repeated: int = 0  # copies that came again
    included: int = 0
    unreadable: int = 0
    stated: int | None = None
    complete: bool = False
    failure: str = ""
    seen: set[int] = field(default_factory=set, repr=False)
    began: str = ""  # the server's time at its first page
    full_page: int = 0  # rows asked for in one page; 0 = it does not matter

    def now_holds(self, matched: int, began: str) -> None:
        """It was asked again, to its end."""
        self.matched, self.began = matched, began
        self.stated = matched if self.stated is not None else None

    @property
    def perhaps_cut(self) -> bool:
        """It ended just where servers cut: at a round number, or with a page that is full, and no total was stated."""
        if not self.complete or self.stated is not None:
            return False
        return self.matched in _CUTS or (self.full_page > 0 and self.matched == self.full_page)

    @property
    def owing(self) -> bool:
        """Asking again may bring what is missing."""
        return not self.complete or self.unreadable > 0 or self.falls_short or self.perhaps_cut

    @property
    def cut_short(self) -> bool:
        """Fewer came than the source said there are, also when those that cannot be read are counted."""
        return self.stated is not None and self.matched + self.unreadable < self.stated

    @property
    def falls_short(self) -> bool:
        """Fewer came than the source said there are."""
        return self.stated is not None and self.matched < self.stated


def verdict(counts: Mapping[str, Count], ended_by: str, narrowed: str) -> tuple[LineState, str]:
    """The line's state and detail. ``ended_by`` is what ended the whole facility early, if anything did;
    ``narrowed``: what the consent keeps from us, TYPE_NOT_GRANTED or DATES_NOT_GRANTED; "" nothing.

    The Patient resource alone is no answer: it says who, not what is known.
    """
    clinical = [count for type_, count in counts.items() if type_ != "Patient"]
    failures = [count.failure for count in counts.values() if count.failure]
    something = any(count.matched for count in clinical)
    final = ended_by or next((failure for failure in failures if failure in FINAL), "")
    if final:
        state = _MEANS.get(final, LineState.UNREACHABLE)
        return (LineState.PARTIAL if state is LineState.UNREACHABLE and something else state), final
    if any(count.unreadable for count in counts.values()):
        return LineState.UNREADABLE, failures[0] if failures else "entries-unreadable"
    if failures:
        if any(count.complete for count in clinical):
            return LineState.PARTIAL, failures[0]
        return _MEANS.get(failures[0], LineState.UNREACHABLE), failures[0]
    if any(count.falls_short for count in counts.values()):
        return LineState.PARTIAL, FEWER
    if any(count.perhaps_cut for count in clinical):
        return LineState.PARTIAL, PERHAPS_CUT
    if narrowed:
        return LineState.PARTIAL, narrowed
    return (LineState.ANSWERED if something else LineState.EMPTY), ""


def refusal(error: Refused) -> str:
    """Why a facility refuses: its own word when it is one we know."""
    said = next((_SAID[code] for code in error.codes if code in _SAID), "")
    return said if said and error.status in (403, 404) else error.detail


def withholds(codes: Iterable[str]) -> bool:
    """An OperationOutcome with these codes says that something is kept back."""
    return not _WITHHOLDING.isdisjoint(codes)
