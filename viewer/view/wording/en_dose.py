"""English words for how a medicine is taken: the source's own words first, then only what is written."""

import re
from collections.abc import Iterable
from fractions import Fraction

from viewer.record.facts import Dose
from viewer.record.regimen import WEEK, form_unit, unit_code
from viewer.record.routes import route_code
from viewer.record.shorthand import read_shorthand
from viewer.record.values import Quantity, Range
from viewer.view.wording.en_course import PERIODS, away, lasting, most
from viewer.view.wording.steps import ends_of, in_steps, sent_unit, tells_no_amount

NO_DOSE = "the source did not say how to take it"
UNIT_WORDS = {
    "tab": "tablet", "cap": "capsule", "puff": "puff", "ml": "mL", "tsp": "teaspoon", "tbsp": "tablespoon",
    "drop": "drop", "unit": "unit", "sachet": "sachet", "patch": "patch", "suppository": "suppository",
    "ampoule": "ampoule", "vial": "bottle", "inhaler": "inhaler",
}  # fmt: skip
ROUTE_WORDS = {
    "oral": "by mouth", "sublingual": "under the tongue", "inhaled": "inhaled", "subcutaneous": "under the skin",
    "intramuscular": "into the muscle", "intravenous": "into the vein", "eye": "in the eye", "ear": "in the ear",
    "nose": "in the nose", "skin": "on the skin", "rectal": "rectally", "vaginal": "vaginally", "patch": "patch",
}  # fmt: skip
DAY_WORDS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
MOMENTS = {
    "AC": "before meals", "PC": "after meals", "C": "with meals", "HS": "at bedtime", "WAKE": "after waking",
    "ACM": "before breakfast", "ACD": "before lunch", "ACV": "before dinner", "PCM": "after breakfast",
    "PCD": "after lunch", "PCV": "after dinner", "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner",
    "MORN": "in the morning", "NOON": "at noon", "AFT": "in the afternoon", "EVE": "in the evening",
    "NIGHT": "at night",
}  # fmt: skip


def unit_of_use(unit: str) -> str:
    """tablet for tab or เม็ด; as sent when it is not a known unit of use."""
    return UNIT_WORDS.get(unit_code(unit), unit)


def strength(strength: str) -> str:
    """As sent."""
    return strength


def form(form: str) -> str:
    """As written, "tab" and "cap" in full; "" for a bare code ("02")."""
    if not any(letter.isalpha() for letter in form):
        return ""
    return {"tab": "tablet", "cap": "capsule"}.get(form.strip().casefold(), form)


def route(code: str) -> str:
    """by mouth for oral; "" for an unknown route."""
    return ROUTE_WORDS.get(code, "")


def weekdays(days: Iterable[str]) -> str:
    """Monday to Friday, or Monday, Wednesday, Friday."""
    places = sorted({WEEK.index(day) for day in days if day in WEEK})
    names = [DAY_WORDS[WEEK[place]] for place in places]
    in_a_row = places == list(range(places[0], places[-1] + 1)) if places else False
    return f"{names[0]} to {names[-1]}" if in_a_row and len(names) > 2 else ", ".join(names)


def dose(doses: tuple[Dose, ...], form: str = "") -> str:
    """Verbatim text where the source sent one; else its structure in words."""
    return in_steps(doses, lambda dose: _one(dose, form), _days, both=" and ", then=", then ") or NO_DOSE


def _days(first: int, last: int) -> str:
    """day 1, days 1-3, from day 7."""
    if first == last:
        return f"day {first}"
    return f"days {first}-{last}" if last else f"from day {first}"


def _one(dose: Dose, form: str) -> str:
    main = _main(dose, form)
    return " · ".join(filter(None, (main, *(words for words in _more(dose) if words not in main))))


def _more(dose: Dose) -> Iterable[str]:
    """What stands beside the text: for the patient, the most of it, and further instructions."""
    if dose.text and dose.patient_text:
        yield " ".join(dose.patient_text.split())
    yield from lasting(dose)
    yield from most(dose)
    yield from (" ".join(words.split()) for words in dose.extra)


def _main(dose: Dose, form: str) -> str:
    text = " ".join((dose.text or dose.patient_text).split())
    if text and re.match(r"^[A-Za-z. ]+$", text) and route_code(text):
        return _structured(dose, form) or f"{NO_DOSE} (it sent only “{text}”)"
    if not text:
        return _structured(dose, form)
    if read := reading(text, form):
        return f"{text} = {read}"
    return f"{_amount_beside(dose, form, text)}{text}"


def _amount_beside(dose: Dose, form: str, text: str) -> str:
    """3 tablets (as the structure says), before words that tell no amount; "" where they may tell one."""
    sent = isinstance(dose.amount, Quantity) and (dose.amount.unit or dose.amount.code)
    told = " ".join(_amounts(dose, form)) if sent and tells_no_amount(text) else ""
    return f"{told} (as the structure says), " if told else ""


def reading(text: str, form: str = "") -> str:
    """1x3 pc prn = 1 (unit not given) 3 times a day after meals when needed; "" when not certain."""
    read = read_shorthand(text, form)
    if read is None or not read.amount:
        return ""
    words = [_count(read.amount, read.unit or form_unit(form))]
    if read.eye:
        words.append("in both eyes" if read.eye == "both" else f"in the {read.eye} eye")
    elif read.route:
        words.insert(0, ROUTE_WORDS[read.route])
    words += [f"{read.times} times a day"] if read.times is not None else []
    words += [f"{read.a_week} times a week"] if read.a_week is not None else []
    words += ["every other day"] if read.interval == 2 else []
    words += [f"every {read.every} hours"] if read.every else []
    words += [MOMENTS[moment] for moment in read.moments]
    words += ["when needed"] if read.as_needed else []
    words += ["at once"] if read.at_once else []
    words += [f"for {read.lasts} days"] if read.lasts is not None else []
    return " ".join(words)


def counted(amount: Fraction, unit: str) -> str:
    """360 tablets, half a tablet; a third is rounded at three places."""
    return _count(
        f"{amount.numerator:,}" if amount.denominator == 1 else f"{float(round(amount, 3)):g}", unit
    )


def _count(amount: str, unit: str) -> str:
    of = UNIT_WORDS.get(unit, "")
    if not of:
        return f"{amount} (unit not given)"
    plural = "s" if amount not in ("1", "0.5", "1/2") and of not in ("mL", "patch") else ""
    if amount in ("0.5", "1/2") and unit in ("tab", "cap", "tsp"):
        return f"half a {of}"
    return f"{amount} {of}{plural}"


def _structured(dose: Dose, form: str) -> str:
    return " ".join((*_amounts(dose, form), *_times(dose), *_moments(dose)))


def _amounts(dose: Dose, form: str) -> Iterable[str]:
    amount = dose.amount
    if isinstance(amount, Quantity) and amount.value is not None:
        sent = amount.unit or amount.code
        if sent and not unit_code(sent):
            yield f"{amount.value.normalize():f} {sent}"
        else:
            yield _count(f"{amount.value.normalize():f}", unit_code(sent) or form_unit(form))
    elif isinstance(amount, Range):
        low, high = ends_of(amount)
        of = unit_of_use(sent_unit(amount)) or "(unit not given)"
        if low and high:
            yield f"{low}-{high} {of}"
        elif low or high:
            yield f"{'from' if low else 'at most'} {low or high} {of}"


def _times(dose: Dose) -> Iterable[str]:
    period = dose.period
    if dose.frequency is not None and period is not None and period.value is not None:
        count = f"{dose.frequency}" + (f"-{dose.frequency_max}" if dose.frequency_max else "")
        unit, length = PERIODS.get(period.unit, period.unit), f"{period.value.normalize():f}"
        if dose.period_max is not None and dose.period_max != period.value:
            length = f"{length}-{dose.period_max.normalize():f}"
        if length == "1":
            yield f"once a {unit}" if count == "1" else f"{count} times a {unit}"
        else:
            yield f"every {length} {unit}s" if count == "1" else f"{count} times every {length} {unit}s"
    if dose.days and len(dose.days) < 7:
        yield f"only on {weekdays(dose.days)}"


def _moments(dose: Dose) -> Iterable[str]:
    if dose.rate:
        yield f"at {dose.rate}"
    yield from (away(dose, code, MOMENTS.get(code, code)) for code in dose.when)
    if dose.clock:
        yield f"at {', '.join(time[:5] for time in dose.clock)}"
    if dose.as_needed:
        yield f"when needed for {dose.as_needed_for}" if dose.as_needed_for else "when needed"
    yield from lasting(dose)
    yield from most(dose)
