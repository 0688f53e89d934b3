"""Vital signs as typed: read as numbers only where they are plain numbers, joined as they are said, never completed.

LOINC: vital signs profile of FHIR R4 (https://hl7.org/fhir/R4/observation-vitalsigns.html), 9269-2 Glasgow coma score,
72514-3 pain 0-10, 41653-7 glucose by glucometer, 3151-8 inhaled oxygen flow, 70182-1 NIHSS.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from viewer.base.words import Words
from viewer.view.cuts import HARD_SPACE
from viewer.view.wording.grammar import grammar
from viewer.visit.referral import Field, ReferralDraft

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
SCORE = "{score}"  # the unit of what has none
GCS = (Field.GCS_EYE, Field.GCS_VERBAL, Field.GCS_MOTOR)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number means: UCUM unit, LOINC code and name; what lies outside of least and most is likely mistyped."""

    unit: str
    loinc: str
    name: str
    least: int
    most: int


MEASURES = {
    Field.SYSTOLIC: Measure("mm[Hg]", "8480-6", "Systolic blood pressure", 40, 300),
    Field.DIASTOLIC: Measure("mm[Hg]", "8462-4", "Diastolic blood pressure", 10, 200),
    Field.PULSE: Measure("/min", "8867-4", "Heart rate", 20, 300),
    Field.RESPIRATION: Measure("/min", "9279-1", "Respiratory rate", 4, 90),
    Field.TEMPERATURE: Measure("Cel", "8310-5", "Body temperature", 25, 45),
    Field.SPO2: Measure("%", "59408-5", "Oxygen saturation by pulse oximetry", 30, 100),
    Field.O2_FLOW: Measure("L/min", "3151-8", "Inhaled oxygen flow rate", 0, 80),
    Field.PAIN: Measure(SCORE, "72514-3", "Pain severity 0-10 verbal numeric rating", 0, 10),
    Field.GLUCOSE: Measure("mg/dL", "41653-7", "Glucose by glucometer", 10, 1500),
    Field.STROKE_NIHSS: Measure(SCORE, "70182-1", "NIH stroke scale total score", 0, 42),
}


def number(typed: str) -> Decimal | None:
    """The number that was typed, Thai digits too; None for anything else ("วัดไม่ได้", "120+")."""
    plain = typed.strip().translate(_DIGITS)
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def with_unit(words: Words, name: Field, typed: str) -> str:
    """88 ครั้ง/นาที; words that are no number as they were typed."""
    measure = MEASURES.get(name)
    if measure is None or number(typed) is None:
        return typed.strip()
    unit = "" if measure.unit == SCORE else grammar(words).unit(measure.unit)
    close = not unit or unit.startswith(("%", "°"))
    return f"{typed.strip()}{unit}" if close else f"{typed.strip()}{HARD_SPACE}{unit}"


def pressure(words: Words, draft: ReferralDraft) -> str:
    """148/86 มม.ปรอท; a half that was not typed is a blank to write in; "" when neither was."""
    high, low = draft.text(Field.SYSTOLIC).strip(), draft.text(Field.DIASTOLIC).strip()
    if not (high or low):
        return ""
    told = f"{high or '......'}/{low or '......'}"
    return f"{told}{HARD_SPACE}{grammar(words).unit('mm[Hg]')}"


def coma(draft: ReferralDraft) -> str:
    """E4V5M6 = 15; with the sum only where all three are numbers; "" when nothing was chosen."""
    codes = [draft.text(name) for name in GCS]
    if not any(codes):
        return ""
    told = "".join(f"{letter}{code or '...'}" for letter, code in zip("EVM", codes, strict=True))
    total = coma_sum(draft)
    return f"{told}{HARD_SPACE}={HARD_SPACE}{total}" if total is not None else told


def coma_sum(draft: ReferralDraft) -> int | None:
    """The Glasgow coma score; None where one of the three is missing or could not be tested."""
    codes = [draft.text(name) for name in GCS]
    return sum(map(int, codes)) if all(code.isdigit() for code in codes) else None


def odd(draft: ReferralDraft) -> Iterator[Field]:
    """Fields whose number is likely to be typed wrong: outside of what is usual, or systolic not above diastolic."""
    for name, measure in MEASURES.items():
        value = number(draft.text(name))
        if value is not None and not measure.least <= value <= measure.most:
            yield name
    high, low = number(draft.text(Field.SYSTOLIC)), number(draft.text(Field.DIASTOLIC))
    if high is not None and low is not None and high <= low:
        yield Field.DIASTOLIC
