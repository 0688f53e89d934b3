"""การแพ้: every row over all facilities, grouped by allergen, refuted and doubtful ones still visible."""

from collections.abc import Iterable, Iterator

from viewer.record.allergy import Allergen, fold
from viewer.record.assessed import obstacle
from viewer.record.facts import Allergy, Stance
from viewer.record.story import Record
from viewer.safety.allergens import tells_reaction
from viewer.view.allergy_words import allergy_block, informant
from viewer.view.joining import reasons
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import reactions, tell
from viewer.view.terms import severity_words, unsure_of


def allergies(pen: Pen) -> Sheet:
    """The page of allergies."""
    block = allergy_block(pen)
    section = Section(
        name="allergies",
        title=pen.say("Allergies"),
        columns=columns(pen),
        rows=allergen_rows(pen),
        caption=block.headline,
        empty=silence(pen.ledger, pen.words, "AllergyIntolerance"),
    )
    return Sheet("allergies", pen.say("Allergies"), (section,), gaps(pen))


def columns(pen: Pen) -> tuple[str, ...]:
    """The columns of rows made here."""
    return (
        pen.say("Allergen"),
        pen.say("What happened"),
        pen.say("Assessment"),
        pen.say("Informant"),
        pen.say("Recorded"),
    )


def allergen_rows(pen: Pen) -> tuple[Row, ...]:
    """Drug, food and other allergens first, then side effects, refuted, denials and what is not known."""
    finding = pen.finding
    say = pen.say
    piles: tuple[tuple[str, Iterable[Allergen], Mark], ...] = (
        (say("Drug allergy"), finding.drugs, Mark(Shape.OCTAGON, say("Allergic"), Tone.STOP)),
        (say("Food allergy"), finding.foods, Mark(Shape.OCTAGON, say("Allergic"), Tone.STOP)),
        (say("Other allergy"), finding.others, Mark(Shape.TRIANGLE, say("Allergic"), Tone.DOUBT)),
        (say("Side effects"), finding.side_effects, Mark(Shape.RING_DOT, say("Side effects"))),
        (
            say("Assessed, not allergic"),
            _alone(row for row in finding.refuted if not _is_past(row)),
            Mark(Shape.SQUARE, say("Assessed, not allergic"), Tone.QUIET),
        ),
        (
            say("Resolved, says the source"),
            _alone(row for row in finding.refuted if _is_past(row)),
            Mark(Shape.SQUARE, say("Resolved, says the source"), Tone.QUIET),
        ),
        (
            say("Denials"),
            _alone(finding.denials + finding.apart_denials),
            Mark(Shape.TAG, say("Denied"), Tone.QUIET),
        ),
        (
            say("Denials that do not count"),
            _alone(finding.weak_denials),
            Mark(Shape.TAG, say("Informant or date not told"), Tone.DOUBT),
        ),
        (
            say("Said not to be allergic to"),
            _alone(finding.negated),
            Mark(Shape.TAG, say("To be asked again"), Tone.DOUBT),
        ),
        (say("Not known"), _alone(finding.unknown), Mark(Shape.DASHED_RING, say("Not a denial"), Tone.DOUBT)),
    )
    return tuple(_row(pen, group, allergen, mark) for group, pile, mark in piles for allergen in pile)


def every_row(pen: Pen) -> Iterator[Allergy]:
    """The rows that the page is made of."""
    finding = pen.finding
    for allergens in (finding.drugs, finding.foods, finding.others, finding.side_effects):
        for allergen in allergens:
            yield from allergen.rows
    yield from (
        *finding.refuted,
        *finding.denials,
        *finding.apart_denials,
        *finding.weak_denials,
        *finding.negated,
        *finding.unknown,
    )


def _is_past(row: Allergy) -> bool:
    """Whether it was an allergy that the source says is over: nobody assessed that there was none."""
    return row.clinical == "resolved" and row.stance is not Stance.REFUTED


def _alone(rows: Iterable[Allergy]) -> tuple[Allergen, ...]:
    return tuple(Allergen(row.substance.words, (row,)) for row in rows)


def _row(pen: Pen, group: str, allergen: Allergen, mark: Mark) -> Row:
    first = allergen.rows[0]
    several = len(allergen.rows) > 1
    name = allergen.name if mark.shape in _NAMED and allergen.name else tell(pen, first)
    return Row(
        key=pen.key(first, "allergen") if not several else row_key("allergen", group, fold(allergen.name)),
        cells=_cells(pen, first, name, mark.tone),
        marks=(
            mark,
            *dict.fromkeys(
                (*_courses(pen, allergen.rows), *pen.marks(first), *pen.marking.unread(allergen.rows))
            ),
        ),
        sources=tuple(map(pen.source, allergen.rows)),
        details=(
            (*reasons(pen, allergen.rows), *(_detail(pen, row) for row in allergen.rows))
            if several or first.note
            else ()
        ),
        day=first.when.first_day if first.when else None,
        group=group,
    )


_NAMED = frozenset({Shape.OCTAGON, Shape.TRIANGLE, Shape.RING_DOT})


def _cells(pen: Pen, row: Allergy, name: str, tone: Tone) -> tuple[Cell, ...]:
    happened, assessed = _assessed(pen, _told_together(pen, row))
    return (
        Cell(name, tone=tone),
        happened,
        assessed,
        _told_by(pen, row),
        Cell(pen.date(row.when), note=pen.facility(row)),
    )


def _told_together(pen: Pen, row: Allergy) -> tuple[Allergy, ...]:
    """The row and those of other sources that are merged with it."""
    merged = pen.once("merged allergies", pen.record, lambda: _merged(pen.record))
    return (row, *(member for member in merged.get(id(row), ()) if member is not row))


def _merged(record: Record) -> dict[int, tuple[Allergy, ...]]:
    """The allergies of each merged row, by id() of any of them."""
    rows = (joined.members for joined in record.joined.values())
    allergies = (tuple(one for one in members if isinstance(one, Allergy)) for members in rows)
    return {id(one): members for members in allergies for one in members}


def _assessed(pen: Pen, rows: tuple[Allergy, ...]) -> tuple[Cell, Cell]:
    """What happened and how sure it is; both blank for a denial and for "-".

    Of merged rows what every source says. Sources send every row as "confirmed", and "confirmed" beside "denies" would
    read as an assessed absence.
    """
    row = rows[0]
    happened = " · ".join(dict.fromkeys(filter(None, (reactions(pen, one) for one in rows))))
    severity = " · ".join(dict.fromkeys(filter(None, (_severity(pen, one) for one in rows))))
    if row.stance in (Stance.DENIED, Stance.NEGATED, Stance.UNKNOWN):
        return Cell(""), Cell("")
    if row.stance is Stance.REFUTED:
        return Cell(happened, note=severity), Cell(_verification(pen, row))
    return (
        Cell(happened or _untold(pen, rows), note=severity),
        Cell(certainty_words(pen, row) or _verification(pen, row)),
    )


def _untold(pen: Pen, rows: tuple[Allergy, ...]) -> str:
    """That no source recorded what happened; where it stands in the name itself, to look there."""
    if any(tells_reaction(row.substance.words) for row in rows):
        return pen.say("See the words of the source")
    return pen.say("Not recorded")


def _severity(pen: Pen, row: Allergy) -> str:
    """Seriousness (Thai ALEVEL), severity of the reaction and risk: three fields, each with its own name."""
    told = [severity_words(pen.words, one.severity) for one in row.reactions if one.severity]
    if any(remark.code == "severity-constant" for remark in row.remarks):
        told = []
    risk = {"high": pen.say("high risk"), "low": pen.say("low risk")}.get(row.criticality, "")
    return " · ".join(
        filter(
            None,
            (
                pen.say("Seriousness: {words}", words=row.seriousness) if row.seriousness else "",
                pen.say("Severity: {words}", words=", ".join(dict.fromkeys(told))) if told else "",
                pen.say("Risk: {words}", words=risk) if risk else "",
                pen.say("Since: {date}", date=pen.date(row.onset)) if row.onset else "",
                pen.say("Last happened: {date}", date=pen.date(row.last)) if row.last else "",
                pen.say("Ended: {date}", date=pen.date(row.ended)) if row.ended else "",
            ),
        )
    )


def _told_by(pen: Pen, row: Allergy) -> Cell:
    """Who informed, and who assessed or wrote it down; one name is not said twice."""
    wrote = by_whom(pen, row)
    if wrote and row.informant and row.informant in (row.assessor, row.recorder):
        return Cell(wrote)
    return Cell(informant(pen, row), note=wrote)


def by_whom(pen: Pen, row: Allergy) -> str:
    """The named professional who assessed it, else who wrote it down; "" when the source names nobody. Who asserts
    what nobody assessed is its informant, and no more."""
    if row.assessor and obstacle(row) is None:
        return pen.say("assessed by {who}", who=row.assessor)
    return pen.say("recorded by {who}", who=row.recorder) if row.recorder else ""


def certainty_words(pen: Pen, row: Allergy) -> str:
    """Thai TYPEDX in WHO-UMC words; as sent when it is another."""
    return {
        "certain": pen.say("certain"),
        "probable": pen.say("probable"),
        "possible": pen.say("possible"),
        "unlikely": pen.say("unlikely"),
        "unclassified": pen.say("unclassified"),
    }.get(row.certainty.casefold(), row.certainty)


def _verification(pen: Pen, row: Allergy) -> str:
    return {
        "confirmed": pen.say("Source status: confirmed, no assessment found"),
        "unconfirmed": pen.say("Unconfirmed"),
        "presumed": pen.say("Presumed"),
        "refuted": pen.say("Assessed, not allergic"),
        "": pen.say("Not recorded"),
    }.get(row.verification) or unsure_of(pen.words, row.verification)


def _courses(pen: Pen, rows: tuple[Allergy, ...]) -> Iterator[Mark]:
    """That sources no longer call an allergy active. It stays one: only what was assessed or resolved stands apart."""
    for row in rows:
        if row.stance in (Stance.ALLERGIC, Stance.SIDE_EFFECT) and row.clinical not in _USUAL_COURSES:
            told = pen.say("The source says “{words}”", words=row.clinical)
            yield Mark(
                Shape.TAG,
                pen.say("The source says that it is not active") if row.clinical == "inactive" else told,
            )


_USUAL_COURSES = frozenset({"", "active", "resolved"})


def _detail(pen: Pen, row: Allergy) -> Row:
    note = " · ".join(filter(None, (row.note, *pen.remarks(row))))
    return Row(
        key=pen.key(row, "detail"),
        cells=(
            Cell(pen.date(row.when)),
            Cell(tell(pen, row), note=note),
            Cell(pen.facility(row)),
        ),
        marks=pen.marks(row),
        sources=(pen.source(row),),
        day=row.when.first_day if row.when else None,
    )
