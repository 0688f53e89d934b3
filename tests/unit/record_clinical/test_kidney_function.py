"""eGFR by CKD-EPI 2021 against published figures, and never where the equation does not hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from viewer.record.facts import Result
from viewer.record.kidney import Body, ckd_epi_2021, cockcroft_gault, estimate, milligrams

Make = Callable[..., Result]
MAN = Body("male", date(1960, 3, 14))


@pytest.mark.parametrize(
    ("mg_dl", "age", "female", "expected"),
    [(2.27, 66, False, 31.0), (1.32, 64, False, 60.2), (0.62, 47, False, 118.6), (0.74, 41, True, 104.2)],
)
def test_ckd_epi_2021(mg_dl: float, age: int, *, female: bool, expected: float) -> None:
    assert ckd_epi_2021(mg_dl, age, female=female) == pytest.approx(expected, abs=0.1)


def test_cockcroft_gault() -> None:
    assert cockcroft_gault(2.27, 66, 71, female=False) == pytest.approx(32.1, abs=0.1)


def test_an_adult_gets_a_number(result: Make) -> None:
    ours = estimate(result("F01", 20, "2160-0", "2.27", "mg/dL"), MAN)
    assert ours.value == pytest.approx(31.0, abs=0.1)


def test_micromol_is_converted_for_creatinine_only_by_its_own_factor(result: Make) -> None:
    assert milligrams(result("IPS", 60, "14682-9", "93", "umol/L")) == pytest.approx(1.05, abs=0.01)
    assert milligrams(result("F01", 1, "2160-0", "93", "furlongs")) is None
    assert milligrams(result("F01", 1, "2160-0", "<0.2", "mg/dL")) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (Body("male", date(2020, 7, 3)), "child"),
        (Body("male", None), "age-unknown"),
        (Body("", date(1960, 1, 1)), "sex-unknown"),
        (replace(MAN, dialysis=True), "dialysis"),
        (Body("female", date(1995, 8, 19), pregnant=True), "pregnant"),
    ],
)
def test_no_number_where_the_equation_does_not_hold(result: Make, body: Body, reason: str) -> None:
    ours = estimate(result("F01", 20, "2160-0", "0.9", "mg/dL"), body)
    assert (ours.value, ours.reason) == (None, reason)


def test_no_number_while_creatinine_changes_fast(result: Make) -> None:
    now, before = result("F01", 0, "2160-0", "2.4", "mg/dL"), result("F01", 3, "2160-0", "1.2", "mg/dL")
    assert estimate(now, MAN, before).reason == "changing"
    slow = result("F01", 90, "2160-0", "1.2", "mg/dL")
    assert estimate(now, MAN, slow).value is not None
