"""ข้อค้นพบด้านยา: what the rules say, most severe first, each with what to do and the rows it stands on; then how far
the check went. Passive: nothing here stops anybody."""

from viewer.record.facts import Fact, Supply
from viewer.safety.dismissal import Dismissal
from viewer.safety.finding import Finding, Level
from viewer.safety.proposal import PROPOSED, is_proposed
from viewer.view.coverage import coverage_words
from viewer.view.finding_words import (
    action,
    aside_words,
    effect,
    evidence,
    group_words,
    headline,
    level_mark,
    rule_words,
)
from viewer.view.joining import facilities
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.telling import tell

_LED = frozenset({Level.FORBIDDEN})  # said before the headline: red alone would say it to some
_TONES = {Level.FORBIDDEN: Tone.STOP, Level.CONSULT: Tone.STRONG, Level.WATCH: Tone.PLAIN}


def findings(pen: Pen) -> Section:
    """The findings that stand, then those put aside; the coverage stands below them, whatever was found."""
    sifted = pen.sifted
    lapsed = {dismissal.key for dismissal in sifted.lapsed}
    # Of one level those about what is to be dispensed come first.
    standing = sorted(sifted.standing, key=lambda one: (one.level.place, not is_proposed(one)))
    rows = [_row(pen, finding, lapsed=finding.key in lapsed) for finding in standing]
    rows += [_row(pen, finding, aside=dismissal) for finding, dismissal in sifted.aside]
    return Section(
        name="findings",
        title=pen.say("Findings on medicines"),
        columns=(pen.say("Finding"), pen.say("Level"), pen.say("What to do"), pen.say("It rests on")),
        rows=tuple(rows),
        caption=_caption(pen),
        footer=coverage_words(pen),
        empty=_nothing(pen),
    )


def _nothing(pen: Pen) -> str:
    """Where no rule speaks: of medicines that were compared, or because there were none to compare."""
    if not pen.checked.coverage.drugs:
        return pen.say(
            "Not checked: no medicines to compare were found. That does not mean that none is taken"
        )
    return pen.say(
        "No rule of this program speaks here. That does not mean that the medicines are safe together"
    )


def _caption(pen: Pen) -> str:
    sifted = pen.sifted
    if not sifted.standing and not sifted.aside:
        return ""
    told = pen.say("{n} findings", n=len(sifted.standing))
    return f"{told} · {pen.say('{n} put aside', n=len(sifted.aside))}" if sifted.aside else told


def _row(pen: Pen, finding: Finding, *, lapsed: bool = False, aside: Dismissal | None = None) -> Row:
    mark = level_mark(pen.words, finding.level, finding.says)
    marks = [mark]
    if is_proposed(finding):
        marks.append(Mark(Shape.TAG, pen.say("To be dispensed"), Tone.ACCENT))
    if lapsed:
        marks.append(Mark(Shape.TAG, pen.say("Facts have changed since it was put aside"), Tone.DOUBT))
    tone = Tone.QUIET if aside else _TONES[finding.level]
    act = aside_words(pen, aside) if aside else action(pen, finding)
    rows = [row for row in finding.rows if row.origin.type != PROPOSED]  # that one no source sent
    head = headline(pen, finding)
    if finding.level in _LED and not finding.restricted and mark.word not in head:
        head = f"{mark.word}: {head}"
    return Row(
        key=finding.key,
        cells=(
            Cell(head, note=told if (told := effect(pen, finding)) not in head else "", tone=tone),
            Cell(mark.word, tone=Tone.QUIET if aside else mark.tone),
            Cell(act),
            Cell(evidence(pen, finding)),
        ),
        marks=tuple(marks),
        sources=pen.sources(rows),
        details=Rows(
            len(rows) + 1, lambda at: _about(pen, finding) if at == 0 else _fact_row(pen, rows[at - 1])
        ),
        group=pen.say("Put aside") if aside else group_words(pen.words, finding.level),
    )


def _about(pen: Pen, finding: Finding) -> Row:
    """Effect, evidence, rule and source: what a click on a finding explains."""
    entry = pen.book.entry(finding.rule) if finding.rule else None
    told = filter(None, (effect(pen, finding), action(pen, finding), evidence(pen, finding)))
    rule = (
        rule_words(pen, entry) if entry else pen.say("Rule and source are not named: the row is restricted")
    )
    return Row(
        key=f"{finding.key}-about",
        cells=(Cell(pen.say("Why")), Cell(" · ".join(told), note=rule), Cell("")),
    )


def _fact_row(pen: Pen, fact: Fact) -> Row:
    sent = ""
    if isinstance(fact, Supply):
        sent = " / ".join(text for dose in fact.doses if (text := dose.text or dose.patient_text))
    return Row(
        key=pen.key(fact, "finding"),
        cells=(Cell(pen.date(fact.when)), Cell(tell(pen, fact), note=sent), Cell(facilities(pen, fact))),
        marks=pen.marks(fact),
        sources=pen.sources((fact,)),
    )
