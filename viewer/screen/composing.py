"""What view makes of an open record, made once for each moment of it: on a worker thread before the moment is shown,
so that the window only draws."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.story import Record
from viewer.safety.finding import Finding
from viewer.safety.reference import Reference, reference
from viewer.screen import persons
from viewer.signin.roles import ROLES
from viewer.view.band import band_of
from viewer.view.pen import Pen
from viewer.view.prescription import PrescriptionCheck, prescription_check
from viewer.view.reconciling.form import Subject, paper_pen
from viewer.view.restricted import RestrictedList, restricted_list
from viewer.view.sheet import Band, LedgerBar, Sheet, Timeline
from viewer.view.sheets import sheet_of
from viewer.view.strip import ledger_bar
from viewer.view.timeline import timeline_of
from viewer.visit.states import Open, State

# The sheets each page draws; what is not named here is made when it is first asked for.
SHEETS = {
    "summary": ("summary",),
    "medicines": ("medicines", "summary"),
    "results": ("results",),
    "allergies": ("allergies", "problems", "vaccines"),
    "documents": ("documents", "others"),
}

_Made = TypeVar("_Made")


@dataclass(slots=True)
class _Moment:
    """One state of the record in one language, and what was made of it so far."""

    state: Open
    language: str
    pen: Pen
    made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - each name has one type, its caller's
        """What was made under this name, or make it."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def is_of(self, state: Open, language: str) -> bool:
        """Whether it was made from this record and ledger."""
        mine = self.state
        return (
            mine.record is state.record
            and mine.ledger is state.ledger
            and mine.dismissals is state.dismissals
            and mine.proposals is state.proposals
            and mine.breast_feeding is state.breast_feeding
            and self.language == language
        )


def blank_pen(words: Words, today: date) -> Pen:
    """A pen on no record at all."""
    return Pen(Record(), Ledger(), today, words)


def _plot(sheet: Sheet) -> None:
    """Work out the points that its rows draw, which nobody has asked for yet."""
    for section in sheet.sections:
        if isinstance(section.rows, tuple):
            for trend in filter(None, [row.trend for row in section.rows]):
                len(trend.points), len(trend.letters)


class Composing:
    """Keeps the newest moment only, and none of a record that is closed, whenever it was made ready.

    ``prepare`` runs on a worker thread, all else in the GUI's.
    """

    def __init__(
        self, words: Words, today: Callable[[], date], desk: Callable[[], Reference] = reference
    ) -> None:
        self._words, self._today = words, today
        self._desk = desk  # asked for when a record is first made ready, not while the window starts
        self._moment: _Moment | None = None
        self._open: object = None  # the permit of the record that is open
        self._lock = Lock()

    def follow(self, state: State) -> None:
        """The visit has moved on; what belongs to another record than the open one is dropped."""
        with self._lock:
            self._open = state.permit if isinstance(state, Open) else None
            if self._moment is not None and self._moment.state.permit is not self._open:
                self._moment = None

    def prepare(self, state: Open) -> None:
        """Make band, ledger and the open page's sheets of a state that is about to be shown."""
        moment = self._new(state) if not self._has(state) else self._at(state)
        self._band(moment)
        self._ledger(moment)
        if state.page == "timeline":
            moment.once("timeline", lambda: timeline_of(moment.pen))
        if state.page == "medicines":
            moment.once("prescription", lambda: prescription_check(moment.pen))
        for name in SHEETS.get(state.page, ()):
            _plot(moment.once(f"sheet {name}", partial(sheet_of, name, moment.pen)))
        self._keep(moment)

    def band(self, state: Open) -> Band:
        """The patient band."""
        return self._band(self._at(state))

    def ledger(self, state: Open) -> LedgerBar:
        """The ledger in one line."""
        return self._ledger(self._at(state))

    def sheet(self, state: Open, name: str) -> Sheet:
        """One of view's sheets."""
        moment = self._at(state)
        made: Sheet = moment.once(f"sheet {name}", lambda: sheet_of(name, moment.pen))
        return made

    def subject(self, state: Open, *, opened: bool) -> Subject:
        """What was seen of a moment, and what forms may print: of restricted access nothing, or what was ``opened``."""
        moment = self._at(state)
        made: Subject = moment.once(
            f"subject {opened}", lambda: Subject.of(moment.pen, state.record, opened=opened)
        )
        return made

    def paper_pen(self, state: Open) -> Pen:
        """The pen that letters of a moment are written with: nothing of restricted access stands on paper, but what was
        opened and chosen for it."""
        opened = state.referral.opened
        return self._on_paper(
            state, "paper pen", lambda: paper_pen(self._at(state).pen, state.record, opened=opened)
        )

    def of_paper(self, state: Open, name: str, make: Callable[[Pen], _Made]) -> _Made:
        """What is made with the paper pen, once for each moment; ``name`` is the maker's own."""
        return self._on_paper(state, name, lambda: make(self.paper_pen(state)))

    def _on_paper(self, state: Open, name: str, make: Callable[[], _Made]) -> _Made:
        made: _Made = self._at(state).once(f"{name}, opened" if state.referral.opened else name, make)
        return made

    def timeline(self, state: Open) -> Timeline:
        """The timeline."""
        moment = self._at(state)
        made: Timeline = moment.once("timeline", lambda: timeline_of(moment.pen))
        return made

    def restricted(self, state: Open) -> RestrictedList:
        """The list of rows of restricted access, for the role that acts."""
        moment = self._at(state)
        return restricted_list(moment.pen, ROLES[state.post.role])

    def finding(self, state: Open, key: str) -> Finding | None:
        """The finding that a row tells of."""
        found = self._at(state).pen.checked.findings
        return next((one for one in found if one.key == key), None)

    def prescription(self, state: Open) -> PrescriptionCheck:
        """What is about to be dispensed."""
        moment = self._at(state)
        made: PrescriptionCheck = moment.once("prescription", lambda: prescription_check(moment.pen))
        return made

    def _band(self, moment: _Moment) -> Band:
        made: Band = moment.once("band", lambda: self._new_band(moment))
        return made

    def _new_band(self, moment: _Moment) -> Band:
        """Until a facility has told who it is about, the person is told as the clinician confirmed them."""
        who = moment.state.candidate
        made = band_of(moment.pen, name=who.name, masked_id=who.masked_id)
        if moment.state.record.persons:
            return made
        return replace(made, about=persons.about(who, self._words, self._today()))

    def _ledger(self, moment: _Moment) -> LedgerBar:
        made: LedgerBar = moment.once("ledger", lambda: ledger_bar(moment.state.ledger, self._words))
        return made

    def _has(self, state: Open) -> bool:
        return self._moment is not None and self._moment.is_of(state, self._words.language)

    def _at(self, state: Open) -> _Moment:
        moment = self._moment
        if moment is None or not moment.is_of(state, self._words.language):
            moment = self._new(state)
            self._keep(moment)
        return moment

    def _keep(self, moment: _Moment) -> None:
        with self._lock:
            if moment.state.permit is self._open:
                self._moment = moment

    def _new(self, state: Open) -> _Moment:
        pen = Pen(
            state.record, state.ledger, self._today(), self._words, self._desk(), state.dismissals, state.proposals,
            breast_feeding=state.breast_feeding,
        )  # fmt: skip
        return _Moment(state, self._words.language, pen)
