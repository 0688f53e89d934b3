"""Key results, whatever their flag: a slow rise without a flag must still reach the summary (clinical ruling 2).

Results are followed by test, LOINC and unit; two units are two series and never share a trend.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.record.facts import Component, Result
from viewer.record.values import Quantity


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A test of the summary. ``change`` is how its change is told; ``big`` from when it is marked.

    ``always`` means that it is looked for in everybody, and missed aloud; the others are shown where they arrive.

    ``change``: "percent", "difference" or "before" (the value before). ``big`` is in the same measure (percent,
    the unit itself, percent); thresholds only make words bolder, they judge nothing (unverified, local).
    """

    slug: str
    loinc: frozenset[str]
    names: frozenset[str]  # exact names of results without LOINC, casefolded
    change: str
    big: float
    always: bool = True


def _test(slug: str, loinc: str, names: str, change: str, big: float, *, always: bool = True) -> KeyTest:
    return KeyTest(slug, frozenset(loinc.split()), frozenset(names.split("|")), change, big, always)


KEY_TESTS = (
    _test("egfr", "62238-1 98979-8 33914-3 48642-3 48643-1 88293-6 77147-7", "egfr|gfr", "percent", 15),
    _test("cr", "2160-0 14682-9 38483-4", "creatinine|cr|scr|serum creatinine", "percent", 15),
    _test("k", "2823-3 6298-4", "potassium|k|serum potassium", "difference", 0.4),
    _test("na", "2951-2 2947-0", "sodium|na|serum sodium", "difference", 5),
    _test("hb", "718-7 20509-6 30350-3", "hemoglobin|haemoglobin|hb|hgb", "before", 15),
    _test("wbc", "6690-2 26464-8", "wbc|white blood cell|wbc count", "before", 30),
    _test("plt", "777-3 26515-7", "platelet|platelets|plt|platelet count", "before", 30),
    _test("hba1c", "4548-4 59261-8 17856-6", "hba1c|hemoglobin a1c|a1c", "difference", 0.5),
    _test("glucose", "2345-7 14749-6 1558-6 14771-0 2339-0 15074-8", "glucose|fbs|dtx", "before", 30),
    _test("ogtt", "20438-8 20436-2 20437-0 1501-6 1507-3 1504-0 1518-0 1530-5 14995-5", "ogtt", "before", 30,
          always=False),
    _test("ast", "1920-8 30239-8", "ast|sgot", "before", 50),
    _test("alt", "1742-6 1743-4", "alt|sgpt", "before", 50),
    _test("tbil", "1975-2 14631-6", "total bilirubin|t-bil", "before", 50, always=False),
    _test("troponin", "67151-1 6598-7 89579-7 10839-9 42757-5 48425-3", "troponin|troponin t|troponin i", "before", 20,
          always=False),
    _test("uacr", "9318-7 14959-1 32294-1 13705-9", "uacr|acr|albumin/creatinine ratio", "before", 30),
    _test("ldl", "13457-7 2089-1 18262-6 22748-8", "ldl|ldl-c|ldl cholesterol", "before", 30),
    _test("inr", "6301-6 34714-6", "inr", "difference", 0.5),
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
VOID = frozenset({"entered-in-error", "cancelled"})
_BY_LOINC = {code: test.slug for test in KEY_TESTS + VITALS for code in test.loinc}
_BY_NAME = {name: test.slug for test in KEY_TESTS + VITALS for name in test.names}
BY_SLUG = {test.slug: test for test in KEY_TESTS + VITALS}
VITAL_SLUGS = frozenset(test.slug for test in VITALS)
_BEFORE_DIALYSIS = re.compile(r"ก่อนฟอก|\bpre-?\s?(?:hd|dialysis)", re.I)
_AFTER_DIALYSIS = re.compile(r"หลังฟอก|\bpost-?\s?(?:hd|dialysis)", re.I)
_FASTING = re.compile(r"\bfbs\b|fasting|อดอาหาร", re.I)
_LOADED = re.compile(r"\bogtt\b|\bgct\b|glucose (?:tolerance|challenge)|กลูโคส\s*\d+\s*(?:g|กรัม)", re.I)


@dataclass(frozen=True, slots=True)
class Series:
    """One test by one code in one unit: results newest first; ``points`` are its plain numbers, oldest first."""

    slug: str  # "" for a test that is not a key test
    unit: str
    results: tuple[Result, ...]
    phase: str = ""  # "before-dialysis", "after-dialysis": never on one line with each other

    @property
    def latest(self) -> Result:
        """The newest result."""
        return self.results[0]

    @property
    def points(self) -> tuple[tuple[date, float], ...]:
        """Plain numbers with a usable date, oldest first; a "<20" is not a point."""
        found = ((day_of(result), number_of(result)) for result in reversed(self.results))
        return tuple((day, number) for day, number in found if day is not None and number is not None)

    @property
    def before(self) -> Result | None:
        """The newest earlier result that can be compared with the latest."""
        if number_of(self.latest) is None:
            return None
        return next((result for result in self.results[1:] if number_of(result) is not None), None)


def slug_of(result: Result) -> str:
    """Which key test or vital sign a result is; "" when none of them.

    A glucose that says it belongs to a tolerance test is not a plain glucose, whatever its code: its first value
    alone would hide the others.
    """
    return slug_for(result.loinc, result.concept.words)


def slug_for(loinc: str, words: str) -> str:
    """As ``slug_of``, by LOINC code ("" = none) and name."""
    slug = _BY_LOINC.get(loinc, "") if loinc else _BY_NAME.get(words.strip().casefold(), "")
    if slug in ("glucose", "") and _LOADED.search(words):
        return "ogtt"
    return slug


def is_fasting(result: Result) -> bool:
    """Whether a glucose says that it was taken fasting."""
    return result.loinc == "1558-6" or bool(_FASTING.search(result.concept.words))


def phase_of(result: Result) -> str:
    """Whether a result says that it was taken before or after dialysis; "" when it says neither."""
    for text in (result.concept.words, result.note, result.method):
        if not text:
            continue
        if _BEFORE_DIALYSIS.search(text):
            return "before-dialysis"
        if _AFTER_DIALYSIS.search(text):
            return "after-dialysis"
    return ""


def unit_of(result: Result) -> str:
    """The unit of a result, for keeping units apart; "" without one."""
    value = result.value
    return (value.unit or value.code) if isinstance(value, Quantity) else ""


def number_of(result: Result | Component) -> float | None:
    """A plain number; None for words, ranges and values with a comparator."""
    value = result.value
    if isinstance(value, Quantity) and value.value is not None and not value.comparator:
        return float(value.value)
    return None


def day_of(result: Result) -> date | None:
    """The day a result belongs to; None when its date is not usable."""
    return result.when.first_day if result.when else None


def series_of(results: Iterable[Result], slugs: frozenset[str] | None = None) -> tuple[Series, ...]:
    """Series of the given tests (None: key tests and vital signs) in the order of their newest result.

    Takes results newest first; one pass. Rows that a source withdrew (entered in error, cancelled) are left out.
    """
    wanted = slugs if slugs is not None else frozenset(BY_SLUG)
    found: dict[tuple[str, str, str, str, str], list[Result]] = {}
    for result in results:
        slug = slug_of(result)
        if slug not in wanted or result.status in VOID:
            continue
        if result.value is None and not result.components:
            continue
        key = (slug, result.loinc, unit_of(result).casefold(), phase_of(result), _apart(slug, result))
        found.setdefault(key, []).append(result)
    return tuple(Series(key[0], unit_of(rows[0]), tuple(rows), key[3]) for key, rows in found.items())


OWN_NAMES = frozenset({"ogtt", "troponin"})
"""Families of tests: each keeps the name it was sent by (1 h, 2 h; T, I), and no two names share a series."""


def _apart(slug: str, result: Result) -> str:
    """What keeps two results of one code apart: fasting or not, or the name itself."""
    if slug in OWN_NAMES:
        return " ".join(result.concept.words.casefold().split())
    return "fasting" if slug == "glucose" and is_fasting(result) else ""


@dataclass(frozen=True, slots=True)
class Pressure:
    """A blood pressure in mmHg from one Observation with components, or from two of the same moment."""

    systolic: int
    diastolic: int
    rows: tuple[Result, ...]


def pressures(results: Iterable[Result]) -> tuple[Pressure, ...]:
    """Blood pressures, newest first."""
    found: list[Pressure] = []
    halves: dict[tuple[str, str], Result] = {}
    for result in results:
        if result.status in VOID:
            continue
        if result.components:
            pair = pressure_of(result)
            found += [Pressure(*pair, (result,))] if pair else []
        elif (
            result.loinc in (SYSTOLIC, DIASTOLIC) and (value := number_of(result)) is not None and result.when
        ):
            place = (result.origin.hcode, result.when.raw)
            other = halves.pop(place, None)
            if other is None or other.loinc == result.loinc or (half := number_of(other)) is None:
                halves[place] = result
                continue
            high, low = (value, half) if result.loinc == SYSTOLIC else (half, value)
            found.append(Pressure(round(high), round(low), (result, other)))
    return tuple(found)


def pressure_of(result: Result) -> tuple[int, int] | None:
    """Systolic and diastolic mmHg of one Observation with components; None when it is not a blood pressure."""
    if not result.components:
        return None
    values: dict[str, float] = {}
    for component in result.components:
        number = number_of(component)
        for coding in component.concept.codings:
            if coding.code in (SYSTOLIC, DIASTOLIC) and number is not None:
                values[coding.code] = number
    if SYSTOLIC not in values or DIASTOLIC not in values:
        return None
    return round(values[SYSTOLIC]), round(values[DIASTOLIC])


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight to use, in kg, and newer ones that are not plausible beside the others (a typing error)."""

    kilograms: float
    result: Result
    rejected: tuple[Result, ...] = ()


def weight(series: Iterable[Series]) -> Weight | None:
    """The newest plausible weight among series: more than twice or less than half of one within two years is not."""
    found = [result for one in series if one.slug == "weight" for result in one.results]
    rows = [(result, kilograms) for result in found if (kilograms := kilograms_of(result))]
    rows.sort(key=lambda row: day_of(row[0]) or date.min, reverse=True)
    rejected: list[Result] = []
    for index, (result, kilograms) in enumerate(rows):
        others = [value for other, value in rows[index + 1 : index + 8] if _near(result, other)]
        if others and not any(0.5 <= kilograms / value <= 2 for value in others):
            rejected.append(result)
            continue
        return Weight(kilograms, result, tuple(rejected))
    return None


def _near(left: Result, right: Result) -> bool:
    new, old = day_of(left), day_of(right)
    return new is not None and old is not None and new - old <= timedelta(days=730)


def kilograms_of(result: Result) -> float | None:
    """A body weight in kg; None when it is not a plain number of kg or g."""
    number, value = number_of(result), result.value
    if number is None or not isinstance(value, Quantity):
        return None
    unit = (value.code or value.unit).casefold().strip(". ")
    if unit in ("kg", "กก", "กิโลกรัม"):
        return number
    return number / 1000 if unit in ("g", "กรัม") else None


def centimetres_of(result: Result) -> float | None:
    """A height in cm; None when it is not a plain number of cm or m."""
    number, value = number_of(result), result.value
    if number is None or not isinstance(value, Quantity):
        return None
    unit = (value.code or value.unit).casefold().strip(". ")
    if unit in ("cm", "ซม", "เซนติเมตร"):
        return number
    return number * 100 if unit in ("m", "เมตร") else None
