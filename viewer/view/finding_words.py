"""A finding in words: its level, what meets what, the values it rests on, its rule. Nothing of what is hidden.

The clinical sentences stand in the rule tables; here is only the frame around them.
"""

from collections.abc import Sequence

from viewer.base.words import Words
from viewer.record.courses import CourseState
from viewer.safety.dismissal import Dismissal
from viewer.safety.finding import Finding, Level, Note, Part, Reading, Says
from viewer.safety.rulebook import Entry
from viewer.safety.tables import Words as TableWords
from viewer.view.pen import Pen
from viewer.view.sheet import Mark, Shape, Tone
from viewer.view.terms import SHORT_NAMES

_SHAPES = {
    Level.FORBIDDEN: (Shape.OCTAGON, Tone.STOP),
    Level.CONSULT: (Shape.TRIANGLE, Tone.DOUBT),
    Level.WATCH: (Shape.RING_DOT, Tone.PLAIN),
}


def level_words(words: Words, level: Level, says: Says) -> str:
    """ห้ามใช้ร่วมกัน of a pair, ห้ามใช้ of a limit by result, ค่าวิกฤต of a value; then the two lower levels."""
    say = words.say
    if level is Level.CONSULT:
        return say("Consult the doctor before dispensing")
    if level is Level.WATCH:
        return say("Watch")
    told = {
        Says.TOGETHER: say("Do not use together"),
        Says.USE: say("Do not use"),
        Says.VALUE: say("Critical value"),
    }
    return told[says]


_ASIDE = frozenset({"weight", "dose"})  # values that a finding is reckoned with, not what it is about


def group_words(words: Words, level: Level) -> str:
    """What the findings of one level stand under."""
    if level is Level.FORBIDDEN:
        return words.say("Must not be used, or critical")
    return level_words(words, level, Says.USE)


def level_mark(words: Words, level: Level, says: Says) -> Mark:
    """Its shape and word."""
    shape, tone = _SHAPES[level]
    return Mark(shape, level_words(words, level, says), tone)


def headline(pen: Pen, finding: Finding) -> str:
    """What meets what: ergotamine × ritonavir · metformin · eGFR 29. Of what is restricted only the open side."""
    drugs = [part_words(pen, part) for part in finding.parts]
    names = " × ".join(dict.fromkeys(drugs))
    if finding.restricted:
        return _blind(pen, finding, names)
    values = [_short(pen, value) for value in shown_values(finding)]
    allergens = [f"{pen.say('allergic to')} {row.substance.words}" for row in finding.allergies]
    if needs_effect(finding):
        return f"{names}: {effect_beside(pen, finding)}"  # a name alone would not say what is the matter
    told = dict.fromkeys((names, *values, *allergens))
    return " · ".join(filter(None, told)) or finding.rule


def part_words(pen: Pen, part: Part) -> str:
    """clarithromycin (สั่ง ยังไม่พบการจ่าย) of what was only ordered."""
    name = drug(pen, part.ingredient)
    if part.state is not CourseState.ORDERED_ONLY:
        return name
    return pen.say("{drug} (ordered, no supply found yet)", drug=name)


def shown_values(finding: Finding) -> tuple[Reading, ...]:
    """Of each test the first; further ones stand in the evidence."""
    first: dict[str, Reading] = {}
    for value in finding.values:
        first.setdefault(value.test, value)
    return tuple(first.values())


def needs_effect(finding: Finding) -> bool:
    """Whether the names alone would not say what is the matter."""
    aside = all(value.test in _ASIDE for value in finding.values)
    return len(finding.parts) == 1 and not finding.allergies and aside


def drug(pen: Pen, ingredient: str) -> str:
    """An ingredient's name; an herb's Thai name beside it, for nobody knows it by the Latin one."""
    known = pen.formulary.ingredients.get(ingredient)
    return f"{known.thai} ({ingredient})" if known and known.thai and "herb" in known.groups else ingredient


def _blind(pen: Pen, finding: Finding, names: str) -> str:
    if not names:
        return pen.say("A row of restricted access bears on the medicines")
    if finding.level is Level.FORBIDDEN:
        return pen.say(
            "There is a medicine of restricted access that must not be used with {drugs}", drugs=names
        )
    return pen.say("There is a row of restricted access to be weighed before giving {drugs}", drugs=names)


def effect(pen: Pen, finding: Finding) -> str:
    """What may happen, in the words of its rule; nothing of a blind one."""
    entry = pen.book.entry(finding.rule) if finding.rule else None
    return in_words(pen, entry.rule.effect) if entry else ""


def effect_beside(pen: Pen, finding: Finding) -> str:
    """Its effect behind the names of its medicines, of which none is said twice."""
    return without_name(effect(pen, finding), [drug(pen, part.ingredient) for part in finding.parts])


def without_name(told: str, names: Sequence[str]) -> str:
    said = next((name for name in names if told.casefold().startswith(name.casefold())), "")
    return told[len(said) :].lstrip(" :")


def action(pen: Pen, finding: Finding) -> str:
    """What to do, in the words of its rule; of a blind one to open the row, or whom to telephone."""
    if not finding.restricted:
        entry = pen.book.entry(finding.rule) if finding.rule else None
        return _act(pen, entry, finding) if entry else ""
    ask = pen.say("Please do not dispense: open the row (the reason is recorded)")
    if finding.level is not Level.FORBIDDEN:
        ask = pen.say("Please open the row before dispensing (the reason is recorded)")
    called = [told for hcode in finding.call if (told := _telephone(pen, hcode))]
    return f"{ask} {pen.say('or telephone {who}', who=', '.join(called))}" if called else ask


def _act(pen: Pen, entry: Entry, finding: Finding) -> str:
    longer = getattr(entry.rule, "longer", None)
    if longer is not None and finding.level is longer.level and finding.level is not entry.rule.level:
        return in_words(pen, longer.act)
    return in_words(pen, entry.rule.act)


def _telephone(pen: Pen, hcode: str) -> str:
    line = next((line for line in pen.ledger.lines if line.facility.hcode == hcode), None)
    if line is None:
        return ""
    return " ".join(filter(None, (line.facility.name, line.facility.phone)))


def in_words(pen: Pen, told: TableWords) -> str:
    """What a rule table says, in the user\'s language."""
    return told.en if pen.words.language == "en" else told.th


def _short(pen: Pen, value: Reading) -> str:
    name = SHORT_NAMES.get(value.test, test_name(pen, value.test))
    unit = "" if value.test in ("egfr", "inr") else pen.speech.unit(value.unit)
    return " ".join(filter(None, (name, value.number, unit)))


def test_name(pen: Pen, test: str) -> str:
    say = pen.say
    known = {"weight": say("Weight"), "dose": say("Dose"), "g6pd": "G6PD"}
    return known.get(test, test.upper() if test.startswith("hla") else test)


def evidence(pen: Pen, finding: Finding) -> str:
    """The values with equation, day and doubt, the state of the medicines, and what else is to be said."""
    told = [value_words(pen, value) for value in finding.values]
    told += [ended for part in finding.parts if (ended := _ended(pen, part))]
    told += [words for note in finding.notes if (words := note_words(pen, note))]
    return " · ".join(dict.fromkeys(told))


def value_words(pen: Pen, value: Reading, who: str = "") -> str:
    """eGFR 29 (รายงานโดยห้องปฏิบัติการ, 3 พ.ย. 2569); ``who`` sent it stands before the day."""
    say = pen.say
    equations = {"reported": say("as the laboratory reported it"), "ckd-epi-2021": "CKD-EPI 2021"}
    day = pen.speech.day(value.day) if value.day else say("No usable date")
    about = (
        equations.get(value.equation, value.equation),
        f"{who} {day}".strip(),
        say("taken before dialysis") if value.phase == "before-dialysis" else "",
        say("older than six months") if value.stale else "",
    )
    return f"{_short(pen, value)} ({', '.join(filter(None, about))})"


def _ended(pen: Pen, part: Part) -> str:
    if not part.ended:
        return ""
    name = drug(pen, part.ingredient)
    return pen.say("{drug} ran out {n} days ago and still counts", drug=name, n=part.ended)


def note_words(pen: Pen, note: Note) -> str:
    """One remark beside a finding."""
    say, detail = pen.say, note.detail
    told = {
        "dose": lambda: say("{amount} mg a day", amount=detail),
        "dose-per-kg": lambda: say("{amount} mg/kg a day", amount=detail),
        "at-most": lambda: say("at most {amount} mg a day, as the labels allow", amount=detail),
        "at-most-per-kg": lambda: say("at most {amount} mg/kg a day, as the labels allow", amount=detail),
        "places": lambda: say("from {n} facilities", n=detail),
        "gestation": lambda: say("gestation {weeks} weeks", weeks=detail),
        "breast-feeding": lambda: say("breast-feeding, as recorded"),
        "breast-feeding-told": lambda: say("breast-feeding, as told today"),
        "age": lambda: say("age {n} years", n=detail),
        "conflict": lambda: say("the sources disagree whether it is used"),
        "long-use": lambda: say("used for {n} days", n=detail),
        "strengths": lambda: say("in two concentrations: {which}", which=detail),
        "last-result-days": lambda: say("last result {n} days ago", n=detail),
        "no-egfr": lambda: say("no eGFR found"),
    }
    make = told.get(note.code)
    words = make() if make else ""
    return f"{note.about}: {words}" if words and note.about else words


def rule_words(pen: Pen, entry: Entry) -> str:
    """กฎ fda-metformin (2026-11-30) · ที่มา: … · ยังไม่ได้ยืนยันกับต้นฉบับ."""
    say = pen.say
    told = (
        say("Rule {id}, version {version}", id=entry.rule.id, version=entry.version),
        say("source: {source}", source=entry.source.cite),
        "" if entry.rule.verified else say("not verified against its source"),
    )
    return " · ".join(filter(None, told))


def aside_words(pen: Pen, dismissal: Dismissal) -> str:
    """พักไว้โดย … 10:42 น.: เหตุผล."""
    when = pen.speech.clock(dismissal.when)
    return pen.say(
        "Put aside by {who} at {when}: {reason}", who=dismissal.who, when=when, reason=dismissal.reason
    )
