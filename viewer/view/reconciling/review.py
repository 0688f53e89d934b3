"""The page of medicines with a column of decisions: what is decided, what is still to be, what asks to be again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as changed

from msgspec.structs import replace

from viewer.record.courses import Course, CourseState, concerns_today
from viewer.record.facts import Fact, Supply
from viewer.record.news import VANISHED
from viewer.view.medicines import course_key, full_name, in_order
from viewer.view.pen import Pen, row_key
from viewer.view.reconciling.terms import ICONS, choices, kinds, notes_of, taken_words
from viewer.view.sheet import Cell, Row, Section, Tone
from viewer.visit.reconciliation import Choice, Entry, Extra, Medicine, Reconciliation

# Not decided with others at one stroke: what a source stopped or held, never supplied, or gave in a facility.
_ONE_BY_ONE = frozenset(
    {
        CourseState.CONFLICT, CourseState.ON_HOLD, CourseState.STOPPED, CourseState.ORDERED_ONLY,
        CourseState.INPATIENT, CourseState.GIVEN, CourseState.DENIED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One medicine, what is said of it, and whether its facts are others than when it was decided."""

    medicine: Medicine
    entry: Entry | None
    needed: bool  # counts for today: to be decided
    together: bool = False  # may be decided with others at one stroke
    course: Course | None = None
    extra: Extra | None = None  # neither of both: it is not in the record any more

    @property
    def stale(self) -> bool:
        """Whether its facts changed after the decision, or it is gone."""
        decision = self.entry.decision if self.entry else None
        gone = self.course is None and self.extra is None
        return decision is not None and (gone or decision.basis != self.medicine.basis)

    @property
    def decided(self) -> bool:
        """Whether there is a decision that stands."""
        return self.entry is not None and self.entry.decision is not None and not self.stale

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return self.stale or (self.needed and not self.decided)


@dataclass(frozen=True, slots=True)
class Review:
    """All of it, for the page. ``seen`` changes with what the record shows of medicines and allergies."""

    section: Section
    standings: Mapping[str, Standing]  # by the key of the row
    progress: str
    waiting: str  # who has not answered yet: there may be more
    answered: str
    seen: str
    asking: int

    @property
    def undecided(self) -> frozenset[str]:
        """Keys of what is still to be decided."""
        return frozenset(key for key, one in self.standings.items() if one.open)


@dataclass(frozen=True, slots=True)
class Cases:
    """The medicines of one moment of the record before anything is said of them: worked out once, looked at with every
    key. ``own`` are the ids of rows that we sent ourselves."""

    pen: Pen
    own: frozenset[str]
    courses: tuple[Standing, ...]
    seen: str


def cases(pen: Pen, own: frozenset[str]) -> Cases:
    """In the order of the page."""
    found = []
    for course in in_order(pen):
        needed = course.state is not CourseState.DENIED and concerns_today(course, pen.today)
        together = needed and course.state not in _ONE_BY_ONE
        found.append(Standing(medicine_of(pen, course, own), None, needed, together, course=course))
    return Cases(pen, own, tuple(found), _seen(pen, found))


def review(known: Cases, value: Reconciliation, section: Section) -> Review:
    """``section`` is the table of medicines as it stands without decisions."""
    pen = known.pen
    found = {one.medicine.key: one for one in standings(known, value)}
    return Review(
        section=_with_column(pen, section, found),
        standings=found,
        progress=progress(pen, found.values()),
        waiting=waiting(pen),
        answered=_answered(pen),
        seen=known.seen,
        asking=pen.ledger.asking,
    )


def standings(cases: Cases, value: Reconciliation) -> Iterator[Standing]:
    """Of every medicine of the record in the order of the page, then of the extra ones, then of what is gone."""
    known: set[str] = set()
    for one in cases.courses:
        known.add(one.medicine.key)
        entry = value.entry(one.medicine.key)
        yield one if entry is None else changed(one, entry=entry)
    for extra in value.extras:
        known.add(extra.key)
        yield Standing(Medicine(extra.key, extra.name), value.entry(extra.key), needed=True, extra=extra)
    for key, entry in value.entries.items():
        if key not in known:
            gone = Medicine(key, entry.name, restricted=entry.restricted)
            yield Standing(gone, entry, needed=False)


def medicine_of(pen: Pen, course: Course, own: frozenset[str]) -> Medicine:
    """A medicine as the one who decides sees it now; rows that we sent ourselves are no news."""
    latest = course.latest
    then = " · ".join((pen.course_marks[course.state].word, f"{pen.who(latest)} {pen.date(latest.when)}"))
    restricted = any(row.revealed for row in course.supplies)
    return Medicine(course_key(course), full_name(pen, course), _basis(pen, course, own), then, restricted)


def _basis(pen: Pen, course: Course, own: frozenset[str]) -> str:
    """Changes when a supply, an order, a stop, a dose or a quantity of the course does; not with the day."""
    rows = (_lead(pen, supply, own) for supply in course.supplies)
    facts = sorted(hash(_told(row)) for row in rows if row is not None)
    return row_key("basis", *map(str, facts))


def _lead(pen: Pen, supply: Supply, own: frozenset[str]) -> Supply | None:
    """The row itself, or of a merged one the first that is not ours."""
    if not own:
        return supply
    members: Iterable[Fact] = (supply, *pen.record.members(supply))
    others = (row for row in members if row.origin.id.reveal() not in own)
    return next((row for row in others if isinstance(row, Supply)), None)


def _told(row: Supply) -> tuple[object, ...]:
    gone = any(remark.code == VANISHED for remark in row.remarks)
    return (
        row.origin.hcode, row.kind, row.when.raw if row.when else "", row.status, row.status_reason, row.forbidden,
        row.intent, row.quantity, row.days, row.doses, row.drug.name, row.drug.strength, gone,
    )  # fmt: skip


def _seen(pen: Pen, found: Iterable[Standing]) -> str:
    """Changes when any medicine or any allergy of the record does."""
    courses = sorted(f"{one.medicine.key} {one.medicine.basis}" for one in found)
    allergies = sorted(
        " ".join((row.stance, row.substance.words, row.clinical, row.verification))
        for row in pen.record.allergies
    )
    return row_key("seen", *courses, "allergies", *allergies)


def progress(pen: Pen, found: Iterable[Standing]) -> str:
    """ตัดสินแล้ว 4 จาก 9 · ข้อมูลเปลี่ยน 1."""
    counted = [one for one in found if one.needed or one.stale]
    done = sum(one.decided for one in counted)
    stale = sum(one.stale for one in counted)
    told = pen.say("Decided {n} of {m}", n=done, m=len(counted))
    return " · ".join(filter(None, (told, pen.say("changed since {n}", n=stale) if stale else "")))


def waiting(pen: Pen) -> str:
    """That facilities are still asked: there may be more; "" when none is."""
    if not pen.ledger.asking:
        return ""
    return pen.say("Still asking {n} facilities: there may be more medicines", n=pen.ledger.asking)


def _answered(pen: Pen) -> str:
    """ตอบแล้ว 11 จาก 14 แห่ง."""
    ledger = pen.ledger
    return (
        pen.say("Answered {n} of {m} facilities", n=ledger.spoken, m=len(ledger.lines))
        if ledger.lines
        else ""
    )


def _with_column(pen: Pen, section: Section, found: Mapping[str, Standing]) -> Section:
    named = choices(pen.words)
    rows = [
        replace(row, cells=(*row.cells, decision_cell(pen, found[row.key], named)))
        for row in section.rows
        if row.key in found
    ]
    gone = [_gone_row(pen, one, named) for one in found.values() if one.course is None and one.extra is None]
    extras = [_extra_row(pen, one, named) for one in found.values() if one.extra is not None]
    now = sum(found[row.key].needed for row in rows)  # what is told today stands below what is taken now
    columns = (*section.columns, pen.say("Consideration"))
    return replace(section, columns=columns, rows=(*gone, *rows[:now], *extras, *rows[now:]))


def decision_cell(pen: Pen, one: Standing, named: Mapping[Choice, str]) -> Cell:
    """The choice with its icon; what asks to be decided again says so before what was decided."""
    entry = one.entry
    decision = entry.decision if entry else None
    notes = list(notes_of(pen.words, entry)) if entry else []
    if entry and (taken := taken_words(pen.speech, entry.taken)):
        notes.append(pen.say("last taken {when}", when=taken))
    if decision is None:
        return Cell(pen.say("Choose"), note=" · ".join(notes), tone=Tone.QUIET)
    if one.stale:
        was = pen.say("decided as: {then}", then=decision.then) if decision.then else ""
        note = " · ".join(filter(None, (pen.say("Data changed after the decision"), was, *notes)))
        return Cell(named[decision.choice], note=note, tone=Tone.DOUBT, icon="triangle-alert")
    return Cell(named[decision.choice], note=" · ".join(notes), tone=Tone.ACCENT, icon=ICONS[decision.choice])


def _extra_row(pen: Pen, one: Standing, named: Mapping[Choice, str]) -> Row:
    extra = one.extra
    assert extra is not None  # noqa: S101 - the caller looked
    return Row(
        key=extra.key,
        cells=(
            Cell(extra.name, note=typed_note(pen, extra), tone=Tone.STRONG),
            Cell(extra.how or pen.say("How it is taken was not told")),
            Cell(extra.source),
            Cell(""),
            Cell(""),
            Cell(kinds(pen.words)[extra.kind]),
            decision_cell(pen, one, named),
        ),
        group=pen.say("Told by the patient or begun today"),
    )


def typed_note(pen: Pen, extra: Extra) -> str:
    """That a name was typed and not chosen: no rule can be held against it."""
    return "" if extra.listed else pen.say("Name as typed, not chosen from a list")


def _gone_row(pen: Pen, one: Standing, named: Mapping[Choice, str]) -> Row:
    """Decided or noted under a name that the record does not hold any more, or not by itself."""
    return Row(
        key=one.medicine.key,
        cells=(
            Cell(one.medicine.name, tone=Tone.STRONG),
            *(Cell("") for _ in range(4)),
            Cell(pen.say("Not in the list any more"), tone=Tone.DOUBT),
            decision_cell(pen, one, named),
        ),
        group=pen.say("Decided before, look again"),
    )


def together(found: Mapping[str, Standing], shown: Iterable[str]) -> tuple[list[Medicine], int]:
    """Of the rows that are shown: those that may go on at one stroke, and how many must be decided one by one."""
    undecided = [found[key] for key in shown if key in found and found[key].open]
    return [one.medicine for one in undecided if one.together and not one.stale], sum(
        not one.together or one.stale for one in undecided
    )
