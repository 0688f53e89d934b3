"""How one supply is to be taken, from words and structure together, only as far as they are written.

Text and structure that say different things clash: no arithmetic (clinical rulings 8; the public sample of SIL-TH sends
"three times per day" beside frequency 1 a day).
"""

from dataclasses import replace
from fractions import Fraction

from viewer.record.facts import Dose
from viewer.record.labels import alters, read_label
from viewer.record.regimen import OTHER, Regimen, at_once, form_unit, in_steps
from viewer.record.routes import route_code
from viewer.record.shorthand import read_shorthand, regimen_of
from viewer.record.timing import read_timing

_MILLILITRES = {"tsp": 5, "tbsp": 15, "ml": 1}  # to see that words and structure agree; never to count


def read_regimen(doses: tuple[Dose, ...], form: str = "") -> Regimen:
    """What the dosages of one supply say together; ``form`` gives the unit where none is written."""
    told = list(dict.fromkeys(dose for dose in doses if _says_something(dose)))
    if not told:
        return Regimen(unclear="no-dose")
    if len({dose.period_of_use for dose in told}) > 1:
        return Regimen(unclear="steps")  # each for a time of its own
    if len(told) == 1:
        return _settled(_read_one(told[0], form))
    if all(dose.sequence is not None for dose in told):
        told.sort(key=lambda dose: dose.sequence or 0)
    parts = [_read_one(dose, form) for dose in told]
    if any(part.unclear == "clash" for part in parts):
        return Regimen(unclear="clash")
    if all(part.as_needed for part in parts):
        return Regimen(as_needed=True, unclear="as-needed")
    order = [dose.sequence for dose in told]
    if None not in order and len(set(order)) == len(order):
        return in_steps(parts)
    if len({*order}) > 1:
        return Regimen(unclear="steps")
    return at_once(parts) or Regimen(unclear="steps")


def disagrees(doses: tuple[Dose, ...], form: str = "") -> bool:
    """Whether the words and the structure of a dosage say different things."""
    return any(_read_one(dose, form).unclear == "clash" for dose in doses if dose.text or dose.patient_text)


def _settled(regimen: Regimen) -> Regimen:
    if regimen.unclear:
        return regimen
    if regimen.as_needed:
        return replace(regimen, unclear="as-needed")
    if regimen.first not in (None, 1):
        return Regimen(unclear="steps")  # the days before it are told nowhere
    return regimen if regimen.exact else replace(regimen, unclear="not-exact")


def _says_something(dose: Dose) -> bool:
    return bool(
        dose.text
        or dose.patient_text
        or dose.amount
        or dose.frequency
        or dose.when
        or dose.days
        or dose.as_needed
        or dose.events
    )


def _read_one(dose: Dose, form: str) -> Regimen:
    text = _from_text(dose.text or dose.patient_text, form)
    structure = read_timing(dose)
    if text is None or structure is None:
        regimen = text or structure or Regimen(unclear="no-dose")
    else:
        regimen = _together(text, structure)
    if (regimen.amount is not None or regimen.total is not None) and not regimen.unit:
        regimen = replace(regimen, unit=form_unit(form))
    return _beside(regimen, dose, form)


def _beside(regimen: Regimen, dose: Dose, form: str) -> Regimen:
    """The same in the light of further words: for the patient beside the text, and additional instructions."""
    more = (*((dose.patient_text,) if dose.text else ()), *dose.extra)
    for words in more:
        if regimen.unclear or not words or words == dose.text:
            continue
        told = _from_text(words, form)
        if told is not None and told.exact:
            if _clash(told, regimen):
                return Regimen(weekly=regimen.weekly, times_a_week=regimen.times_a_week, unclear="clash")
        elif alters(words):
            needed = told is not None and told.as_needed
            regimen = replace(regimen, as_needed=needed, unclear="as-needed" if needed else "not-exact")
    return regimen


def _from_text(text: str, form: str) -> Regimen | None:
    if not text or text.isspace() or route_code(text):
        return None  # a route where the dose should stand says nothing of how to take it
    short = read_shorthand(text, form)
    return regimen_of(short, form) if short is not None else read_label(text)


def _together(text: Regimen, structure: Regimen) -> Regimen:
    as_needed = text.as_needed or structure.as_needed
    if text.steps:
        said = structure.amount is not None or structure.times_a_week is not None
        return Regimen(as_needed=as_needed, unclear="steps") if said or as_needed else text
    if _clash(text, structure):
        return Regimen(
            as_needed=as_needed, weekly=text.weekly, times_a_week=text.times_a_week, unclear="clash"
        )
    each = _amount(text, structure)
    unclear = text.unclear
    if unclear == "no-amount" and each[0] is not None:
        unclear = ""
    return Regimen(
        amount=each[0],
        unit=each[1],
        times_a_week=text.times_a_week if text.times_a_week is not None else structure.times_a_week,
        weekly=text.weekly or structure.weekly,
        days=text.days or structure.days,
        lasts=text.lasts if text.lasts is not None else structure.lasts,
        as_needed=as_needed,
        unclear=unclear or structure.unclear,
        interval=max(text.interval, structure.interval),
        moments=text.moments or structure.moments,
        meal=text.meal or structure.meal,
        total=text.total,
        uneven=text.uneven,
        first=text.first,
    )


def _clash(text: Regimen, structure: Regimen) -> bool:
    return (
        _amounts_differ(text, structure)
        or _differ(text.times_a_week, structure.times_a_week)
        or _differ(text.days, structure.days)
        or _differ(text.lasts, structure.lasts)
        or _differ(frozenset(text.moments), frozenset(structure.moments))
        or _differ(text.meal, structure.meal)
    )


def _differ(left: object, right: object) -> bool:
    """Both say something, and not the same."""
    return (
        left not in (None, "", (), frozenset()) and right not in (None, "", (), frozenset()) and left != right
    )


def _amounts_differ(text: Regimen, structure: Regimen) -> bool:
    if structure.unit == OTHER or text.unit == OTHER:
        return False  # tablets beside milligrams: nothing to hold one against the other
    if text.total is not None and structure.a_week is not None:
        return _differ(text.total, structure.a_week)
    left, right = _millilitres(text), _millilitres(structure)
    if left is not None and right is not None:
        return left != right
    return _differ(text.amount, structure.amount) or _differ(text.unit, structure.unit)


def _millilitres(regimen: Regimen) -> Fraction | None:
    scale = _MILLILITRES.get(regimen.unit)
    return regimen.amount * scale if scale and regimen.amount is not None else None


def _amount(text: Regimen, structure: Regimen) -> tuple[Fraction | None, str]:
    """The amount each time: of the words, unless the structure says the same spoonful in millilitres."""
    spoons = text.unit in ("tsp", "tbsp") and structure.unit == "ml" and structure.amount is not None
    if spoons or text.amount is None:
        return (structure.amount, text.unit if text.total is not None else structure.unit)
    return text.amount, text.unit or (structure.unit if structure.unit != OTHER else "")
