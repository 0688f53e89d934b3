"""Why there is nothing to show, and what is missing. "No data" is never shown without its reason."""

from collections import Counter
from collections.abc import Collection

from viewer.base.words import Words
from viewer.exchange.ledger import FINISHED_WELL, Ledger, LineState
from viewer.record.likeness import differs
from viewer.record.story import Gap
from viewer.view import terms
from viewer.view.pen import Pen, row_key
from viewer.view.restricted import notice
from viewer.view.sheet import Cell, Row, Section

# Types whose absence changes what the reader of a page may conclude.
READ_TYPES = frozenset(
    {
        "AllergyIntolerance", "Condition", "MedicationRequest", "MedicationDispense", "MedicationStatement",
        "Observation", "DiagnosticReport", "Encounter", "Procedure", "Immunization", "DocumentReference", "Composition",
    }
)  # fmt: skip


def silence(ledger: Ledger, words: Words, *types: str) -> str:
    """The words for an empty section that ``types`` (FHIR) would have filled.

    Bare "not found" only when every facility answered that question to its end; an empty ledger is a file.
    """
    if types and set(types) <= set(ledger.not_asked_types):
        return words.say("Not asked for: your role may not read this")
    if not ledger.lines:
        return words.say("No data found in the files read")
    if ledger.asking:
        return words.say("Asking {k} facilities, nothing can be concluded yet", k=ledger.asking)
    if not ledger.complete:
        return words.say(
            "No data found ({n} of {m} facilities answered)", n=ledger.spoken, m=len(ledger.lines)
        )
    return words.say("No data found")


def differences(pen: Pen) -> str:
    """That the sources do not agree who this is; "" where they do."""
    if not any(map(differs, pen.record.persons)):
        return ""
    return pen.say("Name, sex or birth date differ between the sources: see the answers by facility")


def gaps(pen: Pen) -> tuple[str, ...]:
    """Sentences: what is missing and why. The same on every sheet, so that a printed page stands alone."""
    return tuple(
        filter(None, (*_facilities(pen), differences(pen), notice(pen), *_unread(pen), *_unasked(pen)))
    )


def _facilities(pen: Pen) -> list[str]:
    """One sentence per state that leaves something open, naming its facilities."""
    states = terms.line_states(pen.words)
    found = []
    for state in LineState:
        lines = [line for line in pen.ledger.lines if line.state is state]
        if not lines or state in FINISHED_WELL:
            continue
        names = ", ".join(line.facility.name for line in lines)
        found.append(
            pen.say(
                "{state}: {count} facilities ({names})", state=states[state], count=len(lines), names=names
            )
        )
    return found


def _unasked(pen: Pen) -> list[str]:
    found = []
    if pen.ledger.not_asked_types:
        names = unasked_kinds(pen)
        found.append(pen.say("Not asked for, your role may not read it: {names}", names=names))
    if pen.ledger.hidden:
        found.append(pen.say("Hidden by your role or a filter: {n} rows", n=pen.ledger.hidden))
    return found


def unasked_kinds(pen: Pen) -> str:
    """The kinds that a reader would look for by name; the rarer ones are a number."""
    return named_kinds(pen, pen.ledger.not_asked_types)


def named_kinds(pen: Pen, types: Collection[str]) -> str:
    """FHIR types in words: those that a reader would look for by name, of the rarer ones how many."""
    kinds = terms.kinds(pen.words)
    asked_for = dict.fromkeys(kinds[name] for name in types if name in READ_TYPES)
    others = sum(name not in READ_TYPES for name in types)
    names = ", ".join(asked_for)
    if not others:
        return names
    if not names:
        return pen.say("{n} rarer kinds", n=others)
    return pen.say("{names} and {n} other kinds", names=names, n=others)


def _unread(pen: Pen) -> list[str]:
    """Gaps of the record, the same kind added up."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for gap in pen.record.gaps:
        if not gap.detail:
            counts[gap.code, gap.type, gap.facility] += gap.count
    found = [_stated(pen, gap) for gap in pen.record.gaps if gap.detail]
    found += [_gap(pen, code, place, count) for (code, _, place), count in sorted(counts.items())]
    if "stated-total-differs" in pen.record.remarks:
        found.append(pen.say("A source stated another number of rows than it sent"))
    return found


def gap_section(pen: Pen) -> Section:
    """Every gap with its facility, kind, number of rows and reason; no rows where there are none."""
    say, kinds = pen.say, terms.kinds(pen.words)
    reasons = _reasons(pen)
    rows = [
        Row(
            key=row_key("gap", gap.code, gap.type, gap.hcode, gap.facility, gap.detail),
            cells=(
                Cell(gap.facility or say("Facility not named")),
                Cell(kinds.get(gap.type, gap.type if gap.type != "?" else say("Kind not known"))),
                Cell(str(gap.count), number=True),
                Cell(" · ".join(filter(None, (reasons.get(gap.code, gap.code), gap.detail)))),
            ),
        )
        for gap in sorted(pen.record.gaps, key=lambda gap: (gap.facility, gap.code, gap.type))
    ]
    return Section(
        name="gaps",
        title=say("Received and not shown"),
        columns=(say("Facility"), say("Kind"), say("Rows"), say("Reason")),
        rows=tuple(rows),
        caption=say("{n} rows", n=sum(gap.count for gap in pen.record.gaps)) if rows else "",
    )


def _reasons(pen: Pen) -> dict[str, str]:
    say = pen.say
    return {
        "unreadable": say("Could not be read"),
        "no-type": say("Does not say what it is"),
        "too-deep": say("Nested too deeply"),
        "wrong-person": say("Another person's data"),
        "other-person": say("Name and year of birth are another person's"),
        "self-lost-patient": say("Sent among data of other people"),
        "outside-dates": say("Outside the dates the patient allowed"),
        "fewer-than-stated": say("Fewer in the file than the source stated"),
        "next-page": say("The next page is not among the files"),
        "withheld-in-file": say("The source says that more is withheld"),
        "source-failed": say("The source could not answer a part of the question"),
    }


def _stated(pen: Pen, gap: Gap) -> str:
    """1 จาก 500 รายการ."""
    come, _, stated = gap.detail.partition("/")
    kind = terms.kinds(pen.words).get(gap.type, gap.type)
    where = gap.facility or pen.say("Facility not named")
    told = pen.say(
        "Only {n} of {m} rows stated by the source are in the files: {place}", n=come, m=stated, place=where
    )
    return f"{told} ({kind})" if kind else told


_NOT_RECEIVED = frozenset({"next-page", "withheld-in-file", "source-failed"})


def _gap(pen: Pen, code: str, place: str, count: int) -> str:
    where = place or pen.say("Facility not named")
    if code == "other-person":
        return pen.say(
            "Refused, name and year of birth are another person's: {n} rows from {place}",
            n=count,
            place=where,
        )
    if code == "outside-dates":
        return pen.say(
            "Outside the dates the patient allowed, not taken: {n} rows from {place}", n=count, place=where
        )
    if code in ("wrong-person", "self-lost-patient"):
        return pen.say("Refused, belongs to another person: {n} rows from {place}", n=count, place=where)
    if why := _reasons(pen)[code] if code in _NOT_RECEIVED else "":
        return pen.say("{why}: {place}", why=why, place=where)
    if code in ("unreadable", "no-type", "too-deep"):
        return pen.say("Could not be read: {n} rows from {place}", n=count, place=where)
    return pen.say("Not shown ({code}): {n} rows from {place}", code=code, n=count, place=where)
