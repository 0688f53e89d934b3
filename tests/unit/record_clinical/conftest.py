"""Facts made by hand, as short as a line of a story."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest

from viewer.record.facts import Allergy, Dose, Drug, Reaction, Result, Stance, Supply, SupplyKind
from viewer.record.key_results import named, phase_in
from viewer.record.values import Coding, Concept, Origin, Quantity, When

D = date(2026, 11, 23)
_NUMBERS = count()


@pytest.fixture
def today() -> date:
    return D


def _when(days_ago: int | None) -> When | None:
    if days_ago is None:
        return None
    day = D - timedelta(days=days_ago)
    return When(day.isoformat(), year=day.year, month=day.month, day=day.day)


def _origin(place: str, type_: str) -> Origin:
    return Origin(place, f"รพ.{place}", type_, f"id-{next(_NUMBERS)}")


@pytest.fixture
def supply() -> Callable[..., Supply]:
    """supply("F01", 20, "losartan 50 mg tab", "…", 90): place, days ago, name, label, quantity."""

    def make(
        place: str,
        days_ago: int | None,
        name: str,
        label: str = "",
        quantity: int | None = None,
        *,
        unit: str = "เม็ด",
        kind: SupplyKind = SupplyKind.DISPENSE,
        status: str = "completed",
        structure: Dose | None = None,
        reason: str = "",
        stated_days: int | None = None,
    ) -> Supply:
        words = name.split()
        dose = structure or (Dose(text=label) if label else None)
        if structure and label:
            dose = Dose(
                text=label, amount=structure.amount, frequency=structure.frequency, period=structure.period,
                days=structure.days, as_needed=structure.as_needed,
            )  # fmt: skip
        return Supply(
            origin=_origin(place, "MedicationDispense"),
            when=_when(days_ago),
            status=status,
            kind=kind,
            drug=Drug(name, Concept(name), (words[0],), " ".join(words[1:3]), " ".join(words[3:])),
            doses=(dose,) if dose else (),
            quantity=Quantity(Decimal(quantity), unit) if quantity is not None else None,
            days=Quantity(Decimal(stated_days), "d") if stated_days is not None else None,
            status_reason=reason,
        )

    return make


@pytest.fixture
def allergy() -> Callable[..., Allergy]:
    """allergy("F01", "amoxicillin", days_ago=10): an allergy unless a stance says otherwise."""

    def make(
        place: str,
        name: str,
        stance: Stance = Stance.ALLERGIC,
        *,
        days_ago: int | None = 10,
        informant: str = "",
        categories: tuple[str, ...] = ("medication",),
        restricted: str = "",
        reaction: str = "",
    ) -> Allergy:
        return Allergy(
            origin=_origin(place, "AllergyIntolerance"),
            when=_when(days_ago),
            substance=Concept(name),
            stance=stance,
            categories=categories,
            informant=informant,
            restricted=restricted,
            reactions=(Reaction(text=reaction),) if reaction else (),
        )

    return make


@pytest.fixture
def result() -> Callable[..., Result]:
    """result("F01", 20, "2160-0", "2.27", "mg/dL"): place, days ago, LOINC, value, unit."""

    def make(place: str, days_ago: int | None, loinc: str, value: str, unit: str, name: str = "") -> Result:
        number = value.lstrip("<>=")
        return Result(
            origin=_origin(place, "Observation"),
            when=_when(days_ago),
            concept=Concept(name, (Coding("http://loinc.org", loinc),)),
            loinc=loinc,
            slug=named(loinc, name),
            phase=phase_in(name),
            value=Quantity(Decimal(number), unit, value[: len(value) - len(number)]),
        )

    return make
