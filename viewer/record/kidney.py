"""Kidney function from serum creatinine: CKD-EPI 2021 (Inker et al., N Engl J Med 2021;385:1737) and Cockcroft-Gault.

Computed only where the equations hold: adults, not pregnant, not on dialysis, creatinine not changing fast. Else
the reason is given instead of a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from viewer.record.analytes import amount_in
from viewer.record.facts import Result

ADULT = 18
_SEXES = ("male", "female")
FAST_DAYS, FAST_RATIO = 7, 1.5  # KDIGO 2012: 1.5 times baseline within 7 days is acute injury


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated GFR in mL/min/1.73 m², or the code why there is none.

    Codes of ``reason``: "child", "age-unknown", "sex-unknown", "pregnant", "dialysis", "changing", "unit".
    """

    creatinine: Result
    value: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What the equations need to know of the person."""

    sex: str  # FHIR administrative gender
    birth: date | None
    pregnant: bool = False
    dialysis: bool = False

    @property
    def fits(self) -> bool:
        """Whether the equation can hold of the person on any day."""
        known = self.birth is not None and self.sex in _SEXES
        return known and not self.pregnant and not self.dialysis

    def age(self, on: date) -> int | None:
        """Full years on a day; None without a birth date."""
        if self.birth is None:
            return None
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


def ckd_epi_2021(mg_dl: float, age: int, *, female: bool) -> float:
    """eGFR in mL/min/1.73 m² from creatinine in mg/dL (equation without race, 2021)."""
    kappa, alpha, factor = (0.7, -0.241, 1.012) if female else (0.9, -0.302, 1.0)
    ratio = mg_dl / kappa
    return float(142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * factor)


def cockcroft_gault(mg_dl: float, age: int, kilograms: float, *, female: bool) -> float:
    """Creatinine clearance in mL/min from creatinine in mg/dL (Cockcroft and Gault, Nephron 1976;16:31)."""
    return (140 - age) * kilograms / (72 * mg_dl) * (0.85 if female else 1)


def milligrams(result: Result) -> float | None:
    """A creatinine result in mg/dL; None when its unit is not one of creatinine's or it is not a plain number."""
    found = amount_in(result, "creatinine")
    return float(found) if found is not None and found > 0 else None


def estimate(creatinine: Result, body: Body, before: Result | None = None) -> Estimate:
    """CKD-EPI 2021 of one creatinine; ``before`` is the result ahead of it, to see a fast change."""
    when = creatinine.when
    day = when.first_day if when else None
    mg_dl = milligrams(creatinine)
    reason = _reason(body, day, mg_dl)
    if not reason and before is not None and _fast(creatinine, before):
        reason = "changing"
    age = body.age(day) if day else None
    if reason or mg_dl is None or age is None:
        return Estimate(creatinine, None, reason or "unit")
    return Estimate(creatinine, ckd_epi_2021(mg_dl, age, female=body.sex == "female"))


def estimates(creatinines: Sequence[Result], body: Body) -> tuple[Estimate, ...]:
    """CKD-EPI 2021 of each creatinine, newest first as they come, or why there is none: each is held against the one
    ahead of it."""
    older: Sequence[Result | None] = (*creatinines[1:], None)
    return tuple(estimate(one, body, before) for one, before in zip(creatinines, older, strict=False))


def _reason(body: Body, day: date | None, mg_dl: float | None) -> str:
    age = body.age(day) if day else None
    checks = (
        ("unit", mg_dl is None),
        ("age-unknown", age is None),
        ("child", age is not None and age < ADULT),
        ("sex-unknown", body.sex not in _SEXES),
        ("dialysis", body.dialysis),
        ("pregnant", body.pregnant),
    )
    return next((code for code, holds in checks if holds), "")


def _fast(now: Result, before: Result) -> bool:
    new, old = milligrams(now), milligrams(before)
    start = before.when.first_day if before.when else None
    end = now.when.first_day if now.when else None
    if new is None or old is None or start is None or end is None or (end - start).days > FAST_DAYS:
        return False
    return new / old >= FAST_RATIO or old / new >= FAST_RATIO
