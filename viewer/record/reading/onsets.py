"""Dates that FHIR also lets stand in words, or as an age of the person: onset[x], abatement[x], performed[x]."""

from viewer.record.reading import shapes
from viewer.record.reading.amounts import quantity
from viewer.record.reading.desk import Reading
from viewer.record.reading.prose import trimmed
from viewer.record.values import When


def onset_of(
    reading: Reading,
    *texts: str,
    words: str = "",
    age: shapes.QuantityShape | None = None,
    ages: shapes.RangeShape | None = None,
) -> When | None:
    """The first date among ``texts``, else the words (a date among them is read as one), else the age."""
    when = reading.when(*texts)
    if when is not None:
        return when
    if words:
        unread = reading.terms.whens[words].flaw == "unreadable"
        return When(trimmed(words), flaw="in-words") if unread else reading.when(words)
    if age is None and ages is None:
        return None
    told = age_told(age, ages)
    return When(told, flaw="age") if told else None


def age_told(age: shapes.QuantityShape | None, ages: shapes.RangeShape | None) -> str:
    """An Age or a Range of ages as "8 a", "<8 a", "5-7 a": digits as sent, then the UCUM code, else the unit sent."""
    ends = [age] if ages is None else [ages.low, ages.high]
    known = [end for end in map(quantity, ends) if end is not None and end.value is not None]
    if not known:
        return ""
    digits = "-".join(f"{end.comparator}{end.value}" for end in known)
    if ages is not None and len(known) == 1:
        digits = f">={digits}" if ages.low is not None else f"<={digits}"
    return f"{digits} {known[-1].code or known[-1].unit}".strip()
