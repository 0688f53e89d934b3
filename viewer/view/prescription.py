"""ตรวจก่อนจ่าย: what is about to be dispensed, each with the findings it is part of."""

from dataclasses import dataclass

from viewer.record.courses import Course
from viewer.safety.finding import Finding
from viewer.safety.person import FERTILE
from viewer.safety.tables import LimitRule
from viewer.view.finding_words import action, effect, group_words, headline, level_mark
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.visit.prescription import Proposed


@dataclass(frozen=True, slots=True)
class PrescriptionCheck:
    """What the box shows. ``asks``: whether breast-feeding is to be ticked there; ``told``: whether it was."""

    section: Section
    asks: bool = False
    told: bool = False


def prescription_check(pen: Pen) -> PrescriptionCheck:
    """What is about to be dispensed, and whether breast-feeding is still a question."""
    known = pen.lactation
    recorded = known is not None and known.yes and known.fact is not None
    return PrescriptionCheck(prescription(pen), may_breast_feed(pen) and not recorded, pen.breast_feeding)


def prescription(pen: Pen) -> Section:
    """A row for each, in the order in which they were put on the list."""
    found = _findings_by_course(pen)
    rows = tuple(
        _row(pen, at, one, course, found[at])
        for at, (one, course) in enumerate(zip(pen.proposals, pen.proposed, strict=True))
    )
    return Section(
        name="prescription",
        title=pen.say("Prescription check"),
        columns=(pen.say("To be dispensed"), pen.say("How taken"), pen.say("Findings")),
        rows=rows,
        caption=pen.say("{n} medicines", n=len(rows)) if rows else "",
        footer=lactation_words(pen) if rows else "",
        empty=pen.say("Type a medicine that is about to be dispensed: it is held against the whole record"),
    )


def lactation_words(pen: Pen) -> str:
    """Whether breast-feeding was looked at, and by how many rules; "" of a man."""
    say, found = pen.say, pen.lactation
    if found is None:
        if pen.pregnancy is not None or not may_breast_feed(pen):
            return ""
        return say(
            "Breast-feeding is not known: ask, and tick it above; its rules are not applied until then"
        )
    if not found.yes:
        when = found.fact.when if found.fact else None
        return say("Recorded as not breast-feeding ({date}): ask", date=pen.date(when))
    rules = sum(
        isinstance(entry.rule, LimitRule) and any(ground.lactating for ground in entry.rule.when)
        for entry in pen.book.entries
        if not entry.why
    )
    return say("Breast-feeding: held against {n} rules; of every other medicine look into the label", n=rules)


def may_breast_feed(pen: Pen) -> bool:
    """Whether it is to be asked: of no man, and of nobody whose age says no."""
    age = pen.body.age(pen.today)
    return pen.body.sex != "male" and (age is None or age in FERTILE)


def _findings_by_course(pen: Pen) -> list[list[Finding]]:
    places = {id(row): at for at, course in enumerate(pen.proposed) for row in course.supplies}
    found: list[list[Finding]] = [[] for _ in pen.proposed]
    for finding in pen.checked.findings:
        touched = {places[id(row)] for part in finding.parts for row in part.rows if id(row) in places}
        for at in touched:
            found[at].append(finding)
    return found


def _row(pen: Pen, at: int, one: Proposed, course: Course, found: list[Finding]) -> Row:
    marks = [level_mark(pen.words, finding.level, finding.says) for finding in found[:1]]
    if one.bought:
        marks.append(Mark(Shape.TAG, pen.say("Bought or herb, says the patient"), Tone.QUIET))
    told = [f"{group_words(pen.words, finding.level)}: {headline(pen, finding)}" for finding in found]
    verdict = " · ".join(dict.fromkeys(told)) or pen.say("No rule of this program speaks of it")
    return Row(
        key=row_key("proposed", str(at), one.words, one.label),
        cells=(
            Cell(one.words, tone=Tone.STRONG),
            Cell(
                pen.speech.dose(course.latest.doses, course.latest.drug.form)
                if one.label
                else pen.say("Not typed")
            ),
            Cell(verdict, tone=marks[0].tone if found else Tone.QUIET),
        ),
        marks=tuple(marks),
        details=tuple(
            Row(
                key=f"{finding.key}-{at}",
                cells=(
                    Cell(level_mark(pen.words, finding.level, finding.says).word),
                    Cell(
                        headline(pen, finding),
                        note=" · ".join(filter(None, (effect(pen, finding), action(pen, finding)))),
                    ),
                    Cell(""),
                ),
            )
            for finding in found
        ),
    )
