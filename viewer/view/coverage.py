"""How far the check of the medicines went, and which rules could not be decided: never that something is safe."""

from collections.abc import Mapping

from viewer.safety.finding import Unchecked
from viewer.safety.tables import LimitRule
from viewer.view.finding_words import drug, in_words, without_name
from viewer.view.pen import Pen
from viewer.view.terms import SHORT_NAMES

# Types that rules look at: that others were not asked for changes nothing here, and is told on every page.
_RESTS_ON = frozenset(
    {
        "AllergyIntolerance", "Condition", "Observation", "MedicationRequest", "MedicationDispense",
        "MedicationStatement", "MedicationAdministration", "Procedure",
    }
)  # fmt: skip
_OF_RESULTS = frozenset({"no-result", "unit-unknown", "not-a-number", "not-exact", "too-old", "undated"})


def _reach(pen: Pen) -> list[str]:
    found, say = pen.checked.coverage, pen.say
    aside = len(found.orders_aside)
    return [
        say("Held against {n} rules (not every pair of medicines)", n=found.rules),
        say("ingredients known of {n} of {m} medicines", n=found.resolved, m=found.drugs)
        if found.drugs
        else say("no medicines to compare were found"),
        *([say("{n} orders without a supply not compared", n=aside)] if aside else []),
    ]


def coverage_words(pen: Pen, *, brief: bool = False) -> str:
    """How far the check went: it never reassures, and it never ends in "safe". ``brief``: those that did not answer are
    counted, for every page of paper names them."""
    found = pen.checked.coverage
    say = pen.say
    told = _reach(pen)
    if found.unresolved:
        names = ", ".join(course.name or say("Nothing written") for course in found.unresolved)
        told.append(say("not identified: {names}", names=names))
    if found.allergies_unresolved:
        names = ", ".join(dict.fromkeys(row.substance.words for row in found.allergies_unresolved))
        told.append(
            say(
                "{n} allergies that cannot be compared: {names}",
                n=len(found.allergies_unresolved),
                names=names,
            )
        )
    if pen.pregnancy is not None:
        told.append(say("rules for pregnancy exist only for: {names}", names=", ".join(_for_pregnancy(pen))))
    told += _undecided(pen, brief=brief)
    told += (
        [say("{n} rules not verified against their source", n=found.unverified)] if found.unverified else []
    )
    told += [say("{n} rules switched off by the site", n=len(found.off))] if found.off else []
    told += [say("{n} rule tables could not be read", n=len(found.faults))] if found.faults else []
    told += [say("still waiting for {n} facilities", n=len(found.asking))] if found.asking else []
    if found.unanswered and brief:
        told.append(say("no answer from {n} facilities", n=len(found.unanswered)))
    elif found.unanswered:
        names = ", ".join(line.facility.name for line in found.unanswered)
        told.append(say("no answer from: {names}", names=names))
    missing = [type_ for type_ in found.not_asked_types if type_ in _RESTS_ON]
    if missing:
        kinds = ", ".join(dict.fromkeys(pen.kinds.get(type_, type_) for type_ in missing))
        told.append(say("not asked for: {kinds}", kinds=kinds))
    told += [say("Data of restricted access was not asked for")] if found.restricted_not_asked else []
    return " · ".join(told)


def _for_pregnancy(pen: Pen) -> list[str]:
    """What the rules in force forbid or question in pregnancy: whatever else she takes was not looked at for it."""
    sides = [
        side
        for entry in pen.book.entries
        if isinstance(entry.rule, LimitRule) and not entry.why
        if any(ground.pregnant_from_week is not None for ground in entry.rule.when)
        for side in entry.rule.sides
    ]
    groups = [pen.formulary.groups[name] for side in sides for name in side.groups]
    named = [group.english if pen.words.language == "en" else group.thai or group.english for group in groups]
    return list(dict.fromkeys([*(name for side in sides for name in side.of), *named]))


def undecided_words(pen: Pen) -> tuple[str, ...]:
    """Rules whose medicine is there and that could not be decided, each with the reason."""
    reasons, found = _reasons(pen), dict[str, None]()
    for one in pen.checked.coverage.unchecked:
        told = pen.say(
            "Not decided: {about} ({reason})",
            about=_about(pen, one),
            reason=reasons.get(one.reason, one.reason),
        )
        found[told] = None
    return tuple(found)


def _undecided(pen: Pen, *, brief: bool) -> list[str]:
    """How many they are; ``brief``: for paper, which has no list of them, with what is missing. It names no medicine:
    one on hold or only intended must not stand there as if it were taken."""
    unchecked = pen.checked.coverage.unchecked
    number = len({(one.rule, one.reason) for one in unchecked})
    if not number:
        return []
    told = pen.say("{n} rules could not be decided", n=number)
    if not brief:
        return [told]
    reasons = _reasons(pen)
    return [f"{told} ({', '.join(dict.fromkeys(_missing(one, reasons) for one in unchecked))})"]


def _about(pen: Pen, one: Unchecked) -> str:
    """The medicines of a rule and what it warns of."""
    entry = pen.book.entry(one.rule)
    about = in_words(pen, entry.rule.effect) if entry else one.rule
    if names := [drug(pen, name) for name in one.drugs]:
        return f"{', '.join(names)}: {without_name(about, names)}"
    return about


def _missing(one: Unchecked, reasons: Mapping[str, str]) -> str:
    """What is missing; of a result which one."""
    told = reasons.get(one.reason, one.reason)
    return (
        f"{SHORT_NAMES[one.test]}: {told}" if one.reason in _OF_RESULTS and one.test in SHORT_NAMES else told
    )


def _reasons(pen: Pen) -> dict[str, str]:
    """What is missing, in words, by its code."""
    say = pen.say
    return {
        "no-result": say("no result"),
        "unit-unknown": say("a unit that is not known"),
        "not-a-number": say("the result is no number"),
        "not-exact": say("the result leaves it open"),
        "too-old": say("the result is too old"),
        "undated": say("the result has no usable date"),
        "child": say("no adult eGFR under 18 years"),
        "age-unknown": say("age not known"),
        "sex-unknown": say("sex not known"),
        "pregnant": say("no eGFR in pregnancy"),
        "dialysis": say("no eGFR on dialysis"),
        "changing": say("creatinine changes fast"),
        "no-weight": say("no weight"),
        "weight-old": say("the weight is older than 90 days"),
        "weight-odd": say("the weight is not plausible"),
        "dose-unclear": say("the dose is not clear"),
        "pregnancy-unknown": say("pregnancy not known"),
        "gestation-unknown": say("weeks of pregnancy not known"),
        "lactation-unknown": say("breast-feeding not known"),
        "words-unclear": say("the words leave it open"),
    }
