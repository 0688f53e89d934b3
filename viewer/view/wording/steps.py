"""The steps of a dose, one after another, and the days they fall on: alike in every language."""

from collections.abc import Callable, Iterable, Sequence

from viewer.record.facts import Dose
from viewer.record.timing import in_days


def in_steps(
    doses: Sequence[Dose],
    one: Callable[[Dose], str],
    days: Callable[[int, int], str],
    *,
    both: str,
    then: str,
) -> str:
    """Dosages in their order: side by side joined by ``both``; steps led by their ``days`` (first, last), by ``then``.

    ``one`` says one dosage, ``days`` gets 0 for a last day that is open; "" where no dosage says anything.
    """
    ordered = sorted(doses, key=lambda dose: dose.sequence or 0)
    told = [words for words in map(one, ordered) if words]
    if not len({dose.sequence for dose in ordered}) == len(ordered) > 1:
        return both.join(told)
    if len(told) == len(ordered):
        told = [
            f"{days(first, last)} {words}" if first else words
            for (first, last), words in zip(_numbered(ordered), told, strict=True)
        ]
    return then.join(told)


def _numbered(doses: Sequence[Dose]) -> Iterable[tuple[int, int]]:
    """The first and the last day of each step, counted from 1; 0 where it is not written, or its words say it."""
    begins = 1
    for at, dose in enumerate(doses, 1):
        days = in_days(dose.bounds)
        said = any(word in dose.text for word in ("วันที่", "วันแรก"))
        open_end = not days and at == len(doses) and begins > 1  # "from day 1" would say nothing
        if begins and not said and (days or open_end):
            yield begins, (begins + days - 1 if days else 0)
        else:
            yield 0, 0
        begins = begins + days if begins and days else 0
