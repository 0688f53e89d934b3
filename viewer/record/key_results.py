"""Key results, whatever their flag: a slow rise without a flag must still reach the summary (clinical ruling 2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from viewer.record.analytes import folded
from viewer.record.facts import Component, Result
from viewer.record.values import Quantity


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A test of the summary. ``change`` is how its change is told; ``big`` from when it is marked.

    ``always`` means that it is looked for in everybody, and missed aloud; the others are shown where they arrive, those
    with ``states`` only in whom one of them holds: PREGNANT, KIDNEY.

    ``change``: "percent", "difference" or "before" (the value before). ``big`` is in the same measure (percent,
    the unit itself, percent); thresholds only make words bolder, they judge nothing (unverified, local).
    """

    slug: str
    loinc: frozenset[str]
    names: frozenset[str]  # exact names of results without LOINC, casefolded
    change: str
    big: float
    always: bool = True
    states: frozenset[str] = frozenset()


PREGNANT, KIDNEY = "pregnant", "kidney"  # an open pregnancy; dialysis or kidney disease of stage 4 or 5


def _test(slug: str, loinc: str, names: str, change: str, big: float, *, always: bool = True) -> KeyTest:
    return KeyTest(slug, frozenset(loinc.split()), frozenset(names.split("|")), change, big, always)


def _in(states: str, slug: str, loinc: str, names: str, big: float) -> KeyTest:
    test = _test(slug, loinc, names, "before", big, always=False)
    return replace(test, states=frozenset(states.split()))


KEY_TESTS = (
    _test("egfr", "62238-1 98979-8 33914-3 48642-3 48643-1 88293-6 77147-7", "egfr|gfr", "percent", 15),
    _test("cr", "2160-0 14682-9 38483-4", "creatinine|cr|scr|serum creatinine", "percent", 15),
    _in(KIDNEY, "bun", "3094-0 6299-2", "bun|blood urea nitrogen|urea nitrogen", 30),
    _test("k", "2823-3 6298-4", "potassium|k|serum potassium", "difference", 0.4),
    _test("na", "2951-2 2947-0", "sodium|na|serum sodium", "difference", 5),
    _in(KIDNEY, "ca", "17861-6 2000-8", "calcium|ca|serum calcium|total calcium", 15),
    _in(KIDNEY, "po4", "2777-1 14879-1", "phosphate|phosphorus|po4|inorganic phosphate|serum phosphate", 30),
    _in(KIDNEY, "albumin", "1751-7 61151-7 61152-5", "albumin|serum albumin", 15),
    _test("hb", "718-7 20509-6 30350-3", "hemoglobin|haemoglobin|hb|hgb", "before", 15),
    _in(KIDNEY, "ferritin", "2276-4", "ferritin|serum ferritin", 50),
    _test("wbc", "6690-2 26464-8", "wbc|white blood cell|wbc count", "before", 30),
    _test("plt", "777-3 26515-7", "platelet|platelets|plt|platelet count", "before", 30),
    _test("hba1c", "4548-4 59261-8 17856-6", "hba1c|hemoglobin a1c|a1c", "difference", 0.5),
    _test("glucose", "2345-7 14749-6 1558-6 14771-0 2339-0 15074-8 41653-7 14743-9", "glucose|fbs|dtx", "before", 30),
    _test("ogtt", "20438-8 20436-2 20437-0 1501-6 1507-3 1504-0 1514-9 1518-0 1530-5 14995-5", "ogtt", "before", 30,
          always=False),
    _test("ast", "1920-8 30239-8", "ast|sgot", "before", 50),
    _test("alt", "1742-6 1743-4", "alt|sgpt", "before", 50),
    _test("tbil", "1975-2 14631-6", "total bilirubin|t-bil", "before", 50, always=False),
    _test("troponin", "67151-1 6598-7 89579-7 10839-9 42757-5 48425-3", "troponin|troponin t|troponin i", "before", 20,
          always=False),
    _test("uacr", "9318-7 14959-1 32294-1 13705-9", "uacr|acr|albumin/creatinine ratio", "before", 30),
    _test("ldl", "13457-7 2089-1 18262-6 22748-8", "ldl|ldl-c|ldl cholesterol", "before", 30),
    _test("inr", "6301-6 34714-6", "inr", "difference", 0.5),
    _in(f"{PREGNANT} {KIDNEY}", "hbsag", "5195-3 5196-1", "hbsag|hbs ag|hbs antigen", 0),
    _in(PREGNANT, "uprotein", "20454-5 5804-0 2888-6 57735-3", "urine protein|protein, urine|โปรตีนในปัสสาวะ", 0),
)  # fmt: skip
VITALS = (
    _test("bp", "85354-9 55284-4", "blood pressure|bp|ความดันโลหิต", "before", 0),
    _test("systolic", "8480-6", "systolic blood pressure", "before", 0),
    _test("diastolic", "8462-4", "diastolic blood pressure", "before", 0),
    _test("weight", "29463-7 3141-9 27113-0", "weight|body weight|น้ำหนัก", "before", 0),
    _test("height", "8302-2 8308-9", "height|body height|ส่วนสูง", "before", 0),
    _test("bmi", "39156-5", "bmi", "before", 0),
    _test("spo2", "59408-5 2708-6", "spo2|oxygen saturation", "before", 0),
    _test("pulse", "8867-4", "pulse|heart rate|pulse rate|ชีพจร", "before", 0),
    _test("respiration", "9279-1", "respiratory rate|อัตราการหายใจ", "before", 0),
    _test("temperature", "8310-5 8331-1", "temperature|body temperature|อุณหภูมิ", "before", 0),
)
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"
_HALVES = frozenset({SYSTOLIC, DIASTOLIC})
VOID = frozenset({"entered-in-error", "cancelled"})
_BY_LOINC = {code: test.slug for test in KEY_TESTS + VITALS for code in test.loinc}
_BY_NAME = {name: test.slug for test in KEY_TESTS + VITALS for name in test.names}
BY_SLUG = {test.slug: test for test in KEY_TESTS + VITALS}
VITAL_SLUGS = frozenset(test.slug for test in VITALS)
_BEFORE_DIALYSIS = re.compile(r"ก่อนฟอก|\bpre-?\s?(?:hd|dialysis)", re.I)
_AFTER_DIALYSIS = re.compile(r"หลังฟอก|\bpost-?\s?(?:hd|dialysis)", re.I)
_FASTING = re.compile(r"\bfbs\b|fasting|อดอาหาร", re.I)
_METER = frozenset({"41653-7", "14743-9"})
_BEDSIDE = re.compile(r"\bdtx\b|\bpoct?\b|glucometer|capillary|fingerstick|ปลายนิ้ว|เจาะนิ้ว", re.I)
_LOADED = re.compile(r"\bogtt\b|\bgct\b|glucose (?:tolerance|challenge)|กลูโคส\s*\d+\s*(?:g|กรัม)", re.I)


def named(loinc: str, words: str) -> str:
    """Which key test or vital sign a code and a name mean; "" when none of them.

    A glucose that says it belongs to a tolerance test is not a plain glucose, whatever its code: its first value
    alone would hide the others.
    """
    slug = _BY_LOINC.get(loinc, "") if loinc else _BY_NAME.get(words.strip().casefold(), "")
    if slug in ("glucose", "") and _LOADED.search(words):
        return "ogtt"
    return slug


def slug_of(result: Result) -> str:
    """Which key test or vital sign a result is; "" when none of them."""
    return result.slug


def is_fasting(result: Result) -> bool:
    """Whether a glucose says that it was taken fasting."""
    return result.loinc == "1558-6" or bool(_FASTING.search(result.concept.words))


def phase_in(text: str) -> str:
    """Whether a text says that something was taken before or after dialysis; "" when it says neither."""
    if not text:
        return ""
    if _BEFORE_DIALYSIS.search(text):
        return "before-dialysis"
    return "after-dialysis" if _AFTER_DIALYSIS.search(text) else ""


def is_bedside(result: Result) -> bool:
    """Whether a glucose says that it was measured from a finger at the bedside, not in the laboratory."""
    return result.loinc in _METER or bool(_BEDSIDE.search(f"{result.concept.words} {result.method}"))


def phase_of(result: Result) -> str:
    """Whether a result says that it was taken before or after dialysis; "" when it says neither."""
    return result.phase


def unit_of(result: Result) -> str:
    """The unit of a result, for keeping units apart; "" without one."""
    value = result.value
    return (value.unit or value.code) if isinstance(value, Quantity) else ""


def number_of(result: Result | Component) -> float | None:
    """A plain number; None for words, ranges and values with a comparator."""
    value = result.value
    if not isinstance(value, Quantity) or value.comparator:
        return None
    return None if value.value is None else float(value.value)


def day_of(result: Result) -> date | None:
    """The day a result belongs to; None when its date is not usable."""
    return result.when.first_day if result.when else None


def exact_day_of(result: Result) -> date | None:
    """The day a result names; None when its date names none: a year or a month alone, or nothing usable."""
    when = result.when
    return when.exact_day if when is not None else None


@dataclass(frozen=True, slots=True)
class Pressure:
    """A blood pressure in mmHg from one Observation with components, or from two of the same moment."""

    systolic: Decimal  # digits as sent
    diastolic: Decimal
    rows: tuple[Result, ...]


def pressures(results: Iterable[Result]) -> tuple[Pressure, ...]:
    """Blood pressures, newest first."""
    found: list[Pressure] = []
    halves: dict[tuple[str, str], Result] = {}
    for result in results:
        if result.about:
            continue
        if result.components:
            pair = pressure_of(result) if result.status not in VOID else None
            found += [Pressure(*pair, (result,))] if pair else []
        elif (
            result.loinc in _HALVES
            and result.status not in VOID
            and (value := _mercury(result)) is not None
            and result.when
        ):
            place = (result.origin.hcode, result.when.raw)
            other = halves.pop(place, None)
            if other is None or other.loinc == result.loinc or (half := _mercury(other)) is None:
                halves[place] = result
                continue
            high, low = (value, half) if result.loinc == SYSTOLIC else (half, value)
            found.append(Pressure(high, low, (result, other)))
    return tuple(found)


def may_tell_pressure(result: Result) -> bool:
    """Whether ``pressures`` looks at it: asked of one of many that are alike."""
    return not result.about and (bool(result.components) or result.loinc in _HALVES)


def pressure_of(result: Result) -> tuple[Decimal, Decimal] | None:
    """Systolic and diastolic mmHg of one Observation with components; None when it is not a blood pressure."""
    values: dict[str, Decimal] = {}
    for component in result.components:
        code = _half(component)
        if code and (number := _mercury(component)) is not None:
            values[code] = number
    if SYSTOLIC not in values or DIASTOLIC not in values:
        return None
    return values[SYSTOLIC], values[DIASTOLIC]


def beside_pressure(result: Result) -> tuple[Component, ...]:
    """What a blood pressure brought besides its two numbers: a mean, a pulse, a position of the cuff."""
    return tuple(component for component in result.components if not _half(component))


def _half(component: Component) -> str:
    for coding in component.concept.codings:
        if coding.code in (SYSTOLIC, DIASTOLIC):
            return coding.code
    return ""


_MERCURY = frozenset({"", "mmhg", "mm[hg]", "mm.hg", "มม.ปรอท", "มิลลิเมตรปรอท"})


def _mercury(result: Result | Component) -> Decimal | None:
    """A plain number of mmHg, its digits as sent; None in any other unit: kPa would read as a collapse."""
    value = result.value
    if not isinstance(value, Quantity) or value.comparator:
        return None
    unit = value.unit or value.code
    return value.value if unit == "mmHg" or folded(unit) in _MERCURY else None
