"""Which allergies were assessed: the only ones that may stand on a card which its bearer shows for years.

Assessed is what a professional judged to be an allergy: certain or probable in WHO-UMC's words (Thai TYPEDX), or
confirmed by a named one. "confirmed" alone is no assessment: sources send every row so. What another facility has
assessed as none, by the same name or class, has to be settled before it goes on a card.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from viewer.record.allergy import Allergen, related
from viewer.record.facts import Allergy

_HELD = {
    "certain": 0, "definite": 0, "ใช่แน่": 0, "ใช่แน่นอน": 0,
    "probable": 1, "likely": 1, "น่าจะใช่": 1,
}  # fmt: skip
_CONFIRMED = 2
_UNREAD = frozenset({"modifier-unknown", "member-unknown", "field-unreadable"})


class Obstacle(StrEnum):
    """Why an allergen is on no card; those that most nearly are come first."""

    CONFLICT = "conflict"  # assessed here, and assessed as no allergy there
    INACTIVE = "inactive"  # the source says the risk is over
    UNREAD = "unread"  # the row could not be read in full
    UNCONFIRMED = "unconfirmed"  # assessed, and the source still calls it unconfirmed
    POSSIBLE = "possible"  # assessed, and no more than possible came of it
    NOT_ASSESSED = "not-assessed"


@dataclass(frozen=True, slots=True)
class Judged:
    """An allergen and what became of it. ``rows`` are the assessed ones, the surest first; () with an obstacle."""

    allergen: Allergen
    rows: tuple[Allergy, ...] = ()
    obstacle: Obstacle | None = None
    against: tuple[Allergy, ...] = ()  # the rows of a conflict


def judged(allergens: Iterable[Allergen], refuted: Iterable[Allergy]) -> tuple[Judged, ...]:
    """Every allergen with its assessed rows, or the reason why it has none. ``refuted``: assessed as no allergy."""
    none = tuple(refuted)
    return tuple(_judged(allergen, none) for allergen in allergens)


def _judged(allergen: Allergen, refuted: tuple[Allergy, ...]) -> Judged:
    found = [(row, obstacle(row)) for row in allergen.rows]
    rows = sorted(
        (row for row, why in found if why is None), key=lambda row: _certainty(row) or 0
    )  # stable: newest first
    if not rows:
        order = list(Obstacle)
        return Judged(allergen, obstacle=min((why for _, why in found if why), key=order.index))
    if against := tuple(row for row in refuted if related(row.substance.words, allergen.name)):
        return Judged(allergen, obstacle=Obstacle.CONFLICT, against=against)
    return Judged(allergen, tuple(rows))


def obstacle(row: Allergy) -> Obstacle | None:
    """Why this row is no assessed allergy; None when it is one."""
    if _certainty(row) is None:
        return Obstacle.POSSIBLE if row.certainty.casefold() in _NO_MORE else Obstacle.NOT_ASSESSED
    if row.verification == "unconfirmed":
        return Obstacle.UNCONFIRMED
    if any(remark.code in _UNREAD for remark in row.remarks):
        return Obstacle.UNREAD
    return Obstacle.INACTIVE if row.clinical == "inactive" else None


_NO_MORE = frozenset({"possible", "อาจจะใช่", "อาจใช่"})


def _certainty(row: Allergy) -> int | None:
    """How sure it is, the surest 0; None when nobody judged it to be an allergy."""
    if row.certainty:
        return _HELD.get(row.certainty.strip().casefold())
    return _CONFIRMED if row.verification == "confirmed" and row.assessor else None
