"""โรคและปัญหา: one row per diagnosis over all facilities; stages of one disease together, the worst in front."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from viewer.record.conditions import by_pregnancy, is_past_pregnancy, tells_of_pregnancy
from viewer.record.denials import stands
from viewer.record.facts import Problem
from viewer.record.values import OPEN
from viewer.view.beginnings import since, spell
from viewer.view.joining import facilities, joined_rows, places_of, why_joined
from viewer.view.key_rows import takes_warfarin
from viewer.view.lazy import Rows
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import with_turn
from viewer.view.terms import SHORT_NAMES, severity_words

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
_OPEN = frozenset({"active", "recurrence", "relapse"})
_TURNED = frozenset({"refuted", "entered-in-error"})


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
    groups = [rows for rows in _groups(pen) if any(map(stands, rows))]
    if not groups:
        return ""
    places = places_of(pen, pen.record.problems)
    return pen.say("{n} from {m} facilities", n=len(groups), m=len(places))


def problem_rows(pen: Pen) -> tuple[Row, ...]:
    """Lasting diseases first, then by newest; closed ones last."""
    return pen.once("problems", pen.record, lambda: _rows(pen))


def _rows(pen: Pen) -> tuple[Row, ...]:
    groups = sorted(
        _groups(pen),
        key=lambda rows: (
            _closed(rows),
            _is_past(pen, _leading(rows)),
            is_traditional(_leading(rows)),
            bool(_leading(rows).concept.absence),
            not _LASTING.match(rows[0].icd),
        ),
    )
    return tuple(_row(pen, rows) for rows in groups)


def _groups(pen: Pen) -> list[list[Problem]]:
    """The rows of each disease, newest first; of each pregnancy where a diagnosis is one of several."""
    groups: dict[str, list[Problem]] = {}
    for problem in pen.record.problems:
        words = " ".join(problem.concept.words.casefold().split())
        key = "N18" if problem.icd.startswith("N18") else problem.icd or words
        groups.setdefault(key, []).append(problem)
    found: list[list[Problem]] = []
    for rows in groups.values():
        found += by_pregnancy(rows, _ends(pen)) if tells_of_pregnancy(rows[0]) else [rows]
    return found


def _ends(pen: Pen) -> tuple[date, ...]:
    """Days that part one pregnancy from the next."""
    start = pen.pregnancy.start if pen.pregnancy is not None else None
    return (*pen.deliveries, *((start,) if start else ()))


def _is_past(pen: Pen, row: Problem) -> bool:
    return tells_of_pregnancy(row) and is_past_pregnancy(row, pen.today, max(pen.deliveries, default=None))


def problems_told(pen: Pen, left_out: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """The rows behind what no source closed: a letter names them. ``left_out``: keys of rows."""
    for rows in _groups(pen):
        if not _closed(rows) and _key(pen, rows) not in left_out:
            yield from rows


def _key(pen: Pen, rows: list[Problem]) -> str:
    first = _leading(rows)
    spell_ = (
        str(first.when.first_day) if first.when and _is_past(pen, first) else ""
    )  # of one code there are several
    return row_key("problem", first.icd or first.concept.words.casefold(), spell_)


def _closed(rows: list[Problem]) -> bool:
    return all(_is_closed(row) for row in rows)


def _is_closed(row: Problem) -> bool:
    return row.clinical in _CLOSED or row.verification in _TURNED


def _row(pen: Pen, rows: list[Problem]) -> Row:
    first = _leading(rows)
    marks = _marks(pen, rows)
    past = _is_past(pen, first)
    note = " · ".join(filter(None, (_stages(pen, rows, first), _where(pen, first), _beside(pen, first))))
    return Row(
        key=_key(pen, rows),
        cells=(
            Cell(_name(pen, first), note=note, tone=Tone.STRONG, code=first.icd),
            Cell(_since(pen, rows, first)),
            Cell(pen.say("Not closed by the source") if past else _status(pen, first)),
        ),
        marks=marks,
        sources=pen.sources(rows),
        details=_details(pen, rows) if len(rows) > 1 or first.note else joined_rows(pen, first),
        day=first.when.first_day if first.when else None,
        group=_group(pen, rows, past=past),
    )


def _group(pen: Pen, rows: list[Problem], *, past: bool) -> str:
    """The head a row stands under; "" for what is open."""
    if _closed(rows):
        return closed_group(pen)
    if past:
        return past_pregnancy_group(pen)
    return pen.say("Diagnoses of Thai traditional medicine") if is_traditional(rows[0]) else ""


def closed_group(pen: Pen) -> str:
    """The head over what the sources closed or refuted."""
    return pen.say("Closed or refuted (source)")


def past_pregnancy_group(pen: Pen) -> str:
    """The head over pregnancies that cannot go on today."""
    return pen.say("An earlier pregnancy or delivery")


_TRADITIONAL = re.compile(r"^U(?:5[0-9]|6[0-9]|7[0-7])")


def is_traditional(row: Problem) -> bool:
    """Whether it is a diagnosis of Thai traditional medicine: U50-U77 of ICD-10-TM."""
    return bool(_TRADITIONAL.match(row.icd))


def _since(pen: Pen, rows: list[Problem], first: Problem) -> str:
    """Since when the row that leads is known: a stage since it was reached, what no source refutes."""
    same = [row for row in rows if row.icd == first.icd and stands(row)] or [first]
    lasting = _LASTING.match(first.icd) is not None
    return since(pen, spell(same, [row for row in same if _is_closed(row)]), again=not lasting)


def _name(pen: Pen, row: Problem) -> str:
    """The diagnosis as sent, behind the words that turn it: ประเมินแล้วไม่ใช่: วัณโรคปอด."""
    return with_turn(pen, row, row.concept.words or pen.say("Nothing written"))


def _leading(rows: list[Problem]) -> Problem:
    """The row that names the group: of a staged disease the worst open stage, else the newest open row."""
    open_rows = [row for row in rows if not _is_closed(row)] or rows
    staged = [row for row in open_rows if _STAGED.match(row.icd)]
    return max(staged, key=lambda row: row.icd) if staged else open_rows[0]


def _stages(pen: Pen, rows: list[Problem], first: Problem) -> str:
    """N18.3 ตั้งแต่ มิ.ย. 2567 → N18.4 ตั้งแต่ 3 พ.ย. 2569, and what other places call it."""
    seen = {row.icd: row for row in rows}
    if len(seen) < 2:
        return ""
    steps = [
        pen.say("{code} since {date}", code=row.icd, date=_since(pen, rows, row))
        for code, row in sorted(seen.items())
        if _STAGED.match(code)
    ]
    vague = [
        pen.say("{who} says only {code}", who=pen.who(row), code=row.icd)
        for code, row in seen.items()
        if not _STAGED.match(code) and code != first.icd
    ]
    return " · ".join(filter(None, (" → ".join(steps), *vague)))


def of_stage(pen: Pen, code: str) -> tuple[list[Problem], list[Problem]]:
    """Of a staged disease the open rows of this very code, and of each facility that has none of them its newest."""
    rows = [row for row in pen.record.problems if row.icd.startswith("N18") and not _is_closed(row)]
    same = [row for row in rows if row.icd == code]
    told = {member.origin.hcode for row in same for member in pen.record.members(row)}
    others: dict[str, Problem] = {}
    for row in rows:
        if row.icd != code and row.origin.hcode not in told:
            others.setdefault(row.origin.hcode, row)
    return same, list(others.values())


def _where(pen: Pen, row: Problem) -> str:
    """Its place in the body, its stage, and what it rests on."""
    stage = pen.say("Stage: {words}", words=row.stage) if row.stage else ""
    evidence = pen.say("Evidence: {words}", words=row.evidence) if row.evidence else ""
    return " · ".join(filter(None, (row.body_site, stage, evidence)))


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
    if row.concept.absence:
        return ""  # "no known problems" is neither open nor closed
    words = {
        "active": pen.say("Problem still open"),
        "recurrence": pen.say("Recurred"),
        "relapse": pen.say("Relapsed"),
        "inactive": pen.say("Inactive"),
        "resolved": pen.say("Resolved"),
        "remission": pen.say("In remission"),
    }
    constant = row.origin.hcode in pen.habits.same_severity
    severity = (
        ""
        if constant or not row.severity
        else pen.say("Severity: {words}", words=severity_words(pen.words, row.severity))
    )
    told = pen.say("The source sends the same severity for every row: not shown") if constant else ""
    as_sent = pen.say("The source says “{words}”", words=row.clinical) if row.clinical else ""
    turned = row.verification in _TURNED and row.clinical in _OPEN  # "still open" would say its opposite
    status = as_sent if turned else words.get(row.clinical) or as_sent
    if row.origin.hcode in pen.habits.never_closed and row.clinical == "active" and not turned:
        status = pen.say("The source sends every row as open")
    if row.abatement is not None and row.abatement.flaw not in OPEN:
        status = f"{status} ({pen.say('until {date}', date=pen.date(row.abatement))})".strip()
    return " · ".join(filter(None, (status, severity, told)))


def _marks(pen: Pen, rows: list[Problem]) -> tuple[Mark, ...]:
    """Of the row that leads the group; that others say otherwise is a conflict, never their mark on it."""
    verification = _leading(rows).verification
    words = {
        "refuted": pen.say("Refuted"),
        "entered-in-error": pen.say("The source says: entered in error"),
    }
    told = words.get(verification) or pen.marking.unsure(_leading(rows))
    own = (Mark(Shape.TAG, told, Tone.DOUBT),) if told else ()
    standing = [row for row in rows if stands(row)]
    clash = (Mark(Shape.DIAMOND, pen.say("Conflicting data"), Tone.DOUBT),)
    torn = clash if 0 < len(standing) < len(rows) else ()
    marks = pen.marks(*(standing or rows))
    return tuple(dict.fromkeys((*own, *torn, *marks, *pen.marking.unread(rows))))


def _details(pen: Pen, rows: list[Problem]) -> Sequence[Row]:
    return Rows(len(rows), lambda at: _detail(pen, rows[at]))


def _detail(pen: Pen, row: Problem) -> Row:
    note = " · ".join(filter(None, (_where(pen, row), row.note, why_joined(pen, row), *pen.remarks(row))))
    return Row(
        key=pen.key(row, "detail"),
        cells=(
            Cell(since(pen, [row])),
            Cell(_name(pen, row), note=note, code=row.icd),
            Cell(_status(pen, row)),
            Cell(facilities(pen, row)),
        ),
        marks=_marks(pen, [row]),
        sources=pen.sources((row,)),
        day=row.when.first_day if row.when else None,
    )
