"""What an order and a dispense say beside the dose: refills, how long the order holds, whether another may be given."""

import msgspec
from msgspec import Raw

from viewer.record.ordered import Ordered
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.terms import element
from viewer.record.values import Span


class ExpectedSupplyShape(shapes.Shape):
    """MedicationRequest.dispenseRequest."""

    quantity: shapes.QuantityShape | None = None
    expected_supply_duration: shapes.QuantityShape | None = None
    validity_period: shapes.PeriodShape | None = None
    number_of_repeats_allowed: int | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether it is no more than a quantity and how long that lasts."""
        return self.number_of_repeats_allowed is None and self.validity_period is None


class SubstitutionShape(shapes.Shape):
    """Of an order what is allowed, of a dispense what was done."""

    allowed_boolean: bool | None = None
    allowed_codeable_concept: Raw = shapes.NOTHING
    was_substituted: bool | None = None
    type: Raw = shapes.NOTHING
    reason: Raw = shapes.NOTHING


_SUBSTITUTION = msgspec.json.Decoder(SubstitutionShape)
_NONE_ALLOWED = "N"  # v3 substanceAdminSubstitution: none


def read_ordered(
    reading: Reading, asked: ExpectedSupplyShape | None, substitution: Raw
) -> tuple[Ordered | None, str]:
    """All of it, with the restricted category of its words; None where nothing of it was sent."""
    if substitution is shapes.NOTHING and (asked is None or asked.says_nothing):
        return None, ""
    refills = asked.number_of_repeats_allowed if asked is not None else None
    period = asked.validity_period if asked is not None else None
    valid = Span(reading.when(period.start), reading.when(period.end)) if period is not None else None
    exchange, why = _exchange(substitution, reading)
    found = Ordered(refills, valid if valid != Span() else None, exchange, why)
    return (found, reading.terms.rules.of_words(exchange, why)) if found != Ordered() else (None, "")


def _exchange(raw: Raw, reading: Reading) -> tuple[str, str]:
    """A code ("refused", "allowed", "done", "not-done") or the source's words, and why."""
    if raw is shapes.NOTHING:
        return "", ""
    flaws: list[str] = []
    shape = element(bytes(raw), _SUBSTITUTION, SubstitutionShape, flaws, "substitution")
    reading.lost(flaws)
    if shape is None:
        return "", ""
    why = ", ".join(term.words for term in reading.terms.terms(shape.reason).terms if term.words)
    allowed = reading.term(shape.allowed_codeable_concept, "substitution.allowed")
    if shape.was_substituted is not None:
        return ("done" if shape.was_substituted else "not-done"), why
    if shape.allowed_boolean is not None:
        return ("allowed" if shape.allowed_boolean else "refused"), why
    return ("refused" if allowed.code == _NONE_ALLOWED else allowed.words), why
