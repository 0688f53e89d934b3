"""Courses: one per ingredient and route, with every supply of it inside, its state today, and what is left.

Clinical rulings 4 and 9: strengths dispensed together are one dose, not duplicates; days left are never summed
across a change of dose; what ran out by counting is not "stopped"; one place stopping what another place supplied
is a conflict, neither "stopped" nor "in use".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from viewer.record.denials import DENYING, denial
from viewer.record.facts import Supply, SupplyKind
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.grouped import Group, grouped
from viewer.record.routes import route_of
from viewer.record.supplies import (
    HALTED,
    UNCOUNTED_DAYS,
    VOID,
    Known,
    Portion,
    count_out,
    halted_on,
    is_supply,
    stop_of,
    was_given,
)
from viewer.record.totals import Total, total_of

_FINISHED_CLAIMS = frozenset({"completed"})


class CourseState(StrEnum):
    """Where a medicine stands today."""

    USING = "using"
    RUN_OUT = "run-out"  # counted from what was supplied, never called stopped
    ENDED = "ended"  # the last day that its label names is past: of what was supplied some may be left
    STOPPED = "stopped"  # a source says so
    CONFLICT = "conflict"  # one place stopped it, another place's supply runs
    ORDERED_ONLY = "ordered-only"
    INPATIENT = "inpatient"
    GIVEN = "given"  # given in a facility, and nothing else is known of it
    AS_NEEDED = "as-needed"
    ON_HOLD = "on-hold"
    UNKNOWN = "unknown"
    DENIED = "denied"  # every row of it is withdrawn, not given, forbidden, or says that there is none


NOT_CURRENT = frozenset({CourseState.RUN_OUT, CourseState.ENDED, CourseState.STOPPED, CourseState.DENIED})
PAST_SUPPLY = frozenset({CourseState.RUN_OUT, CourseState.ENDED})


@dataclass(frozen=True, slots=True)
class Course:
    """One medicine of one person. ``supplies`` holds every row, newest first; ``portions`` those that gave something.

    ``current`` are the portions that make up what is taken now (warfarin 3 mg and 2 mg of one day are two).
    ``left`` counts today; it and ``total`` are None when not exactly computable, and ``unclear`` says why.
    """

    name: str  # the ingredients; as sent where they are not known
    route: str
    supplies: tuple[Supply, ...]
    portions: tuple[Portion, ...]
    current: tuple[Portion, ...]
    state: CourseState
    until: date | None = None
    left: int | None = None
    total: Total | None = None
    summed: tuple[
        Portion, ...
    ] = ()  # what the total is made of: what was supplied last, else one list's rows
    unclear: str = ""
    halted: Supply | None = None  # the row that says stopped or on hold
    ingredients: tuple[str, ...] = ()  # ids of the formulary, () when unresolved
    doubt: str = (
        ""  # why unresolved: "unresolved" (not in the formulary), "disagree" (its name says two things)
    )

    @property
    def now(self) -> tuple[Supply, ...]:
        """The rows that say how it is taken now: what was supplied last, else what one list or order claims.

        A list may hold several strengths of one dose (levothyroxine 75 and 25 mcg): all of them are here.
        """
        if self.current:
            return tuple(portion.supply for portion in self.current)
        standing = [row for row in self.supplies if _claims(row)]
        # What was given by the hour says nothing of how it is taken otherwise.
        standing = [row for row in standing if row.kind is not SupplyKind.ADMINISTRATION] or standing
        first = standing[0] if standing else self.supplies[0]
        return tuple(
            row
            for row in standing or [first]
            if (row.origin.hcode, row.kind, row.when) == (first.origin.hcode, first.kind, first.when)
        )

    @property
    def latest(self) -> Supply:
        """The first of the rows that say how it is taken now."""
        return self.now[0]


def courses(
    supplies: Iterable[Supply], today: date, formulary: Formulary | None = None
) -> tuple[Course, ...]:
    """Group supplies (newest first) into courses; those still running stand first, then by name.

    Supplies whose route cannot be read join the one known route of their ingredient when there is exactly one.
    ``formulary`` is the shipped one unless a site has its own.
    """
    found = [
        _course(route, rows, today, group)
        for group in grouped(supplies, formulary or load_formulary())
        for route, rows in _by_route(group.rows).items()
    ]
    return tuple(sorted(found, key=lambda course: (course.state in NOT_CURRENT, course.name.casefold())))


def _claims(row: Supply) -> bool:
    return row.status not in VOID and row.status not in HALTED and not denial(row)


def _by_route(rows: Sequence[Supply]) -> dict[str, list[Supply]]:
    groups: dict[str, list[Supply]] = {}
    known: dict[tuple[int, str], str] = {}
    for supply in rows:
        key = (id(supply.doses), supply.drug.form or supply.drug.name)
        if (route := known.get(key)) is None:
            route = known[key] = route_of(supply)
        groups.setdefault(route, []).append(supply)
    unknown = groups.get("")
    if unknown and len(groups) == 2:
        route = next(route for route in groups if route)
        keep = {id(supply) for supply in (*groups[route], *unknown)}
        return {route: [supply for supply in rows if id(supply) in keep]}
    return groups


def _course(route: str, rows: list[Supply], today: date, group: Group) -> Course:
    known: Known = {}
    portions = tuple(count_out(supply, known, today) for supply in rows if is_supply(supply))
    batches = _latest_batches(portions)
    running = [batch for batch in batches if any(portion.may_run(today) for portion in batch)]
    halted = _halted(rows)
    state = _state(rows, batches, running, halted, today)
    if state is CourseState.CONFLICT and halted is not None:
        # What the place that stopped it had supplied before runs no more.
        running = [batch for batch in running if batch[0].supply.origin.hcode != halted.origin.hcode]
    current = _current(batches, running)
    summed = current if portions else _listed(rows, state, known, today)
    total = total_of(summed) if len(running) <= 1 and len(group.reading.ingredients) <= 1 else None
    until = _until(batches, running) or (_named_end(rows, batches) if state is CourseState.ENDED else None)
    return Course(
        name=group.name,
        ingredients=group.reading.ingredients,
        doubt=group.doubt,
        route=route,
        supplies=tuple(rows),
        portions=portions,
        current=current,
        state=state,
        until=until,
        left=None if until is None else (until - today).days + 1,
        total=total,
        summed=summed if total is not None else (),
        unclear=next((portion.unclear for portion in current or portions if portion.unclear), ""),
        halted=halted if state in (CourseState.STOPPED, CourseState.CONFLICT, CourseState.ON_HOLD) else None,
    )


def _listed(rows: Sequence[Supply], state: CourseState, known: Known, today: date) -> tuple[Portion, ...]:
    """What one list says is taken, where nothing is known to have been supplied; () where anything leaves that open:
    several places or dates, or a row that may be another one told twice."""
    if state is not CourseState.USING:
        return ()
    standing = [row for row in rows if _claims(row) and row.kind is not SupplyKind.ADMINISTRATION]
    one_list = len({(row.origin.hcode, row.kind, row.when) for row in standing}) == 1
    alike = len({(row.drug.strength, row.doses) for row in standing}) < len(standing)
    if not one_list or alike or standing[0].kind is not SupplyKind.STATEMENT:
        return ()
    return tuple(count_out(row, known, today) for row in standing)


def _latest_batches(portions: Sequence[Portion]) -> list[tuple[Portion, ...]]:
    """What each facility supplied last, newest facility first; the same supply told twice counts once."""
    newest: dict[str, date] = {}
    for portion in portions:
        if portion.start is not None:
            code = portion.supply.origin.hcode
            newest[code] = max(newest.get(code, portion.start), portion.start)
    batches: dict[str, dict[tuple[object, ...], Portion]] = {}
    for portion in portions:
        supply, code = portion.supply, portion.supply.origin.hcode
        if portion.start is not None and portion.start == newest[code]:
            once = batches.setdefault(code, {})
            once.setdefault((supply.drug.strength, supply.drug.form, supply.quantity), portion)
    return sorted((tuple(batch.values()) for batch in batches.values()), key=_start, reverse=True)


def _start(batch: tuple[Portion, ...]) -> date:
    return batch[0].start or date.min


def _current(
    batches: Sequence[tuple[Portion, ...]], running: Sequence[tuple[Portion, ...]]
) -> tuple[Portion, ...]:
    """The newest batch first; other places' batches follow while they may still run."""
    if running:
        return tuple(portion for batch in running for portion in batch)
    return batches[0] if batches else ()


def _until(batches: Sequence[tuple[Portion, ...]], running: Sequence[tuple[Portion, ...]]) -> date | None:
    """The last day that can be counted to: of a batch its first part to end, of several places the last."""
    ends = [_batch_end(batch) for batch in (running or batches[:1])]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _named_end(rows: Sequence[Supply], batches: Sequence[tuple[Portion, ...]]) -> date | None:
    """The last day that a label names: of what was supplied last, else of what is claimed."""
    days = (
        [portion.stop for portion in batches[0]]
        if batches
        else [stop_of(row) for row in rows if _claims(row)]
    )
    return max((day for day in days if day is not None), default=None)


def _batch_end(batch: tuple[Portion, ...]) -> date | None:
    ends = [portion.end for portion in batch]
    known = [end for end in ends if end is not None]
    return min(known) if known and len(known) == len(ends) else None


def _halted(rows: Sequence[Supply]) -> Supply | None:
    """The newest row by which a source says stopped, not taken, or on hold."""
    for row in rows:
        if row.kind is SupplyKind.ADMINISTRATION:
            continue  # that one was, not the course
        finished = row.status in _FINISHED_CLAIMS and row.kind is SupplyKind.STATEMENT and not is_supply(row)
        if row.status in HALTED or row.status == "on-hold" or finished:
            return row
    return None


def _state(
    rows: Sequence[Supply],
    batches: Sequence[tuple[Portion, ...]],
    running: Sequence[tuple[Portion, ...]],
    halted: Supply | None,
    today: date,
) -> CourseState:
    if all(denial(row) in DENYING for row in rows):
        return CourseState.DENIED
    if halted is not None and (state := _halted_state(batches, running, halted)) is not None:
        return state
    if running:
        return _running_state(running, today)
    if batches:
        if all(portion.ended(today) for portion in batches[0]):
            return CourseState.ENDED
        return CourseState.RUN_OUT if _batch_end(batches[0]) else CourseState.UNKNOWN
    return _claimed_state(rows, today)


def _halted_state(
    batches: Sequence[tuple[Portion, ...]], running: Sequence[tuple[Portion, ...]], halted: Supply
) -> CourseState | None:
    """What a "stopped" or "on hold" makes of the course; None when the same place supplied it again later."""
    when = halted_on(halted)
    said = when.first_day if when else None
    place = halted.origin.hcode
    again = [batch for batch in batches if said is not None and _start(batch) > said]
    if any(batch[0].supply.origin.hcode == place for batch in again):
        return None
    if any(batch[0].supply.origin.hcode != place for batch in running):
        return CourseState.CONFLICT
    if again:
        return None
    return CourseState.ON_HOLD if halted.status == "on-hold" else CourseState.STOPPED


def _running_state(running: Sequence[tuple[Portion, ...]], today: date) -> CourseState:
    newest = running[0]
    if newest[0].supply.category == "inpatient":
        return CourseState.INPATIENT
    if any(_batch_end(batch) is not None and batch[0].may_run(today) for batch in running):
        return CourseState.USING
    if any(portion.regimen.as_needed for portion in newest):
        return CourseState.AS_NEEDED
    return CourseState.UNKNOWN


def _claimed_state(rows: Sequence[Supply], today: date) -> CourseState:
    """Nothing was given out as far as is known: what is claimed or ordered."""
    if any(was_given(row) for row in rows) and all(
        row.kind in (SupplyKind.ADMINISTRATION, SupplyKind.REQUEST) or row.status in VOID for row in rows
    ):
        return CourseState.INPATIENT if _all_inpatient(rows) else CourseState.GIVEN
    valid = [row for row in rows if row.status not in VOID and not denial(row)]
    over: list[date] = []
    for row in valid:
        if row.kind is SupplyKind.STATEMENT and row.status == "active":
            ended = row.end.first_day if row.end else None
            if ended is not None and ended < today:
                return CourseState.UNKNOWN
            if (stop := stop_of(row)) is not None and stop < today:
                over.append(stop)
                continue  # another list may go on
            if count_out(row).regimen.as_needed:
                return CourseState.AS_NEEDED
            return CourseState.USING
    orders = [row for row in valid if row.kind is SupplyKind.REQUEST]
    if over and not any(row.when and (row.when.first_day or date.min) > max(over) for row in orders):
        return CourseState.ENDED
    if orders:
        return CourseState.INPATIENT if _all_inpatient(valid) else CourseState.ORDERED_ONLY
    return CourseState.UNKNOWN


def _all_inpatient(rows: Sequence[Supply]) -> bool:
    return all(row.category == "inpatient" for row in rows)


RECENT_DAYS, LONG_DAYS = (
    30,
    90,
)  # after run-out; long for drugs whose effect outlasts the supply (set by the site)
_OUTLASTING = frozenset({"warfarin", "amiodarone", "methotrexate", "isotretinoin", "acitretin"})


def concerns_today(course: Course, today: date) -> bool:
    """Whether a course still counts for today's decisions: in use, open, or run out only lately (clinical ruling 9)."""
    if course.state in (CourseState.STOPPED, CourseState.DENIED):
        return False
    if course.state in PAST_SUPPLY and course.left is not None:
        return -course.left <= (LONG_DAYS if _OUTLASTING.intersection(course.ingredients) else RECENT_DAYS)
    if course.state in (CourseState.USING, CourseState.CONFLICT):
        return True
    newest = course.supplies[0].when
    day = newest.first_day if newest else None
    recent = RECENT_DAYS if course.state is CourseState.GIVEN else UNCOUNTED_DAYS
    return day is None or (today - day).days <= recent
