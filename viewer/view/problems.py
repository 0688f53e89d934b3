"""โรคและปัญหา: one row per diagnosis over all facilities; stages of one disease together, the worst in front."""

import re

from viewer.record.conditions import is_past_pregnancy
from viewer.record.facts import Problem
from viewer.view.joining import facilities, joined_rows, places_of, why_joined
from viewer.view.key_rows import takes_warfarin
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import SHORT_NAMES

_STAGED = re.compile(r"^N18\.[1-5]$")
# Diseases that stay: only their order on the list follows from this.
_LASTING = re.compile(
    r"^(E0[35]|E1[0-4]|E78|I1[0-5]|I2[0-5]|I48|I50|I6[0-9]|N18|Z99|Z95|J4[4-5]|B18|C\d\d|M0[56]|M10|G40|K74|D56|D58|A15"
    r"|F0[0-9]|O24|Z34)"
)
# The results that a clinician wants beside a chronic disease.
_BESIDE = (
    (re.compile(r"^E1[0-4]"), ("hba1c", "uacr")),
    (re.compile(r"^I1[0-5]"), ("bp",)),
    (re.compile(r"^N18"), ("egfr", "cr")),
    (re.compile(r"^E78"), ("ldl",)),
    (re.compile(r"^(Z95\.2|I48)"), ("inr",)),
)
_CLOSED = frozenset({"inactive", "resolved", "remission"})


def problems(pen: Pen) -> Sheet:
    """The page of problems."""
    section = Section(
        name="problems",
        title=pen.say("Diseases and problems"),
        columns=(pen.say("Problem"), pen.say("Since"), pen.say("Status")),
        rows=problem_rows(pen),
        caption=caption(pen),
        empty=silence(pen.ledger, pen.words, "Condition"),
    )
    return Sheet("problems", pen.say("Diseases and problems"), (section,), gaps(pen))


def caption(pen: Pen) -> str:
    """How many, from how many facilities."""
    groups = _groups(pen)
    if not groups:
        return ""
    places = places_of(pen, pen.record.problems)
    return pen.say("{n} from {m} facilities", n=len(groups), m=len(places))


def problem_rows(pen: Pen) -> tuple[Row, ...]:
    """Lasting diseases first, then by newest; closed ones last."""
    groups = sorted(
        _groups(pen).values(),
        key=lambda rows: (
            _closed(rows),
            is_past_pregnancy(_leading(rows), pen.today),
            not _LASTING.match(rows[0].icd),
        ),
    )
    return tuple(_row(pen, rows) for rows in groups)


def _groups(pen: Pen) -> dict[str, list[Problem]]:
    groups: dict[str, list[Problem]] = {}
    for problem in pen.record.problems:
        words = " ".join(problem.concept.words.casefold().split())
        key = "N18" if problem.icd.startswith("N18") else problem.icd or words
        groups.setdefault(key, []).append(problem)
    return groups


def _closed(rows: list[Problem]) -> bool:
    return all(_is_closed(row) for row in rows)


def _is_closed(row: Problem) -> bool:
    return row.clinical in _CLOSED or row.verification in ("refuted", "entered-in-error")


def _row(pen: Pen, rows: list[Problem]) -> Row:
    first = _leading(rows)
    marks = _marks(pen, rows)
    past = is_past_pregnancy(first, pen.today)
    note = " · ".join(filter(None, (_stages(pen, rows, first), _beside(pen, first))))
    return Row(
        key=row_key("problem", first.icd or first.concept.words.casefold()),
        cells=(
            Cell(
                first.concept.words or pen.say("Nothing written"), note=note, tone=Tone.STRONG, code=first.icd
            ),
            Cell(pen.date(first.onset or first.when)),
            Cell(pen.say("Not closed by the source") if past else _status(pen, first)),
        ),
        marks=marks,
        sources=pen.sources(rows),
        details=_details(pen, rows) if len(rows) > 1 or first.note else joined_rows(pen, first),
        day=first.when.first_day if first.when else None,
        group=pen.say("Closed (source)")
        if _closed(rows)
        else pen.say("An earlier pregnancy or delivery")
        if past
        else "",
    )


def _leading(rows: list[Problem]) -> Problem:
    """The row that names the group: of a staged disease the worst open stage, else the newest open row."""
    open_rows = [row for row in rows if not _is_closed(row)] or rows
    staged = [row for row in open_rows if _STAGED.match(row.icd)]
    return max(staged, key=lambda row: row.icd) if staged else open_rows[0]


def _stages(pen: Pen, rows: list[Problem], first: Problem) -> str:
    """N18.3 ตั้งแต่ มิ.ย. 2567 → N18.4 ตั้งแต่ 3 พ.ย. 2569, and what other places call it."""
    seen: dict[str, Problem] = {}
    for row in reversed(rows):
        seen.setdefault(row.icd, row)
    if len(seen) < 2:
        return ""
    steps = [
        pen.say("{code} since {date}", code=row.icd, date=pen.date(row.onset or row.when))
        for code, row in sorted(seen.items())
        if _STAGED.match(code)
    ]
    vague = [
        pen.say("{who} says only {code}", who=pen.who(row), code=row.icd)
        for code, row in seen.items()
        if not _STAGED.match(code) and code != first.icd
    ]
    return " · ".join(filter(None, (" → ".join(steps), *vague)))


def _beside(pen: Pen, problem: Problem) -> str:
    slugs = next((slugs for pattern, slugs in _BESIDE if pattern.match(problem.icd)), ())
    return " · ".join(filter(None, (_newest(pen, slug) for slug in slugs)))


def _newest(pen: Pen, slug: str) -> str:
    if slug == "bp":
        found = pen.pressures
        return (
            f"{found[0].systolic}/{found[0].diastolic} ({pen.date(found[0].rows[0].when)})" if found else ""
        )
    if slug == "inr" and not takes_warfarin(pen):
        return ""
    series = next((series for series in pen.series if series.slug == slug), None)
    if series is None:
        return ""
    return f"{SHORT_NAMES[slug]} {pen.speech.value(series.latest.value)}"


def _status(pen: Pen, row: Problem) -> str:
    words = {
        "active": pen.say("Problem still open"),
        "recurrence": pen.say("Recurred"),
        "relapse": pen.say("Relapsed"),
        "inactive": pen.say("Inactive"),
        "resolved": pen.say("Resolved"),
        "remission": pen.say("In remission"),
    }
    severity = pen.say("Severity: {words}", words=row.severity) if row.severity else ""
    return " · ".join(filter(None, (words.get(row.clinical, row.clinical), severity)))


def _marks(pen: Pen, rows: list[Problem]) -> tuple[Mark, ...]:
    verification = rows[0].verification
    words = {
        "refuted": pen.say("Refuted"),
        "unconfirmed": pen.say("Unconfirmed"),
        "provisional": pen.say("Provisional"),
        "differential": pen.say("Differential"),
        "entered-in-error": pen.say("The source says: entered in error"),
    }
    own = (Mark(Shape.TAG, words[verification], Tone.DOUBT),) if verification in words else ()
    return (*own, *dict.fromkeys(mark for row in rows for mark in pen.marks(row)))


def _details(pen: Pen, rows: list[Problem]) -> tuple[Row, ...]:
    return tuple(_detail(pen, row) for row in rows)


def _detail(pen: Pen, row: Problem) -> Row:
    note = " · ".join(filter(None, (row.body_site, row.note, why_joined(pen, row), *pen.remarks(row))))
    return Row(
        key=pen.key(row, "detail"),
        cells=(
            Cell(pen.date(row.onset or row.when)),
            Cell(row.concept.words or pen.say("Nothing written"), note=note, code=row.icd),
            Cell(_status(pen, row)),
            Cell(facilities(pen, row)),
        ),
        marks=_marks(pen, [row]),
        sources=pen.sources((row,)),
        day=row.when.first_day if row.when else None,
    )
