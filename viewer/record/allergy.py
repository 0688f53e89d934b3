"""What the record says about allergy: one of five states, and everything that led to it.

A false "no allergy" kills, so a denial counts only when the source says who gave it and when; a standing allergy
beats every denial; "-", "ไม่ทราบ" and blank are never a denial; and nothing is concluded while a facility is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from viewer.exchange.ledger import Ledger
from viewer.record.facts import Allergy, Stance

STALE_MONTHS = 12
_MOST_PAIRS = 100_000


class AllergyVerdict(StrEnum):
    """The five states; what each is called and looks like is chosen in view."""

    ALLERGIC = "allergic"
    CONFLICT = "conflict"
    DENIED = "denied"
    NOT_FOUND = "not-found"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Allergen:
    """One allergen over all facilities: rows newest first."""

    name: str
    rows: tuple[Allergy, ...]


@dataclass(frozen=True, slots=True)
class AllergyFinding:
    """The verdict on drug allergy, and every row sorted by what it means.

    ``denials`` are those that count (who and when), newest first; ``weak_denials`` those that do not;
    ``apart_denials`` those of food or anything else but drugs; ``negated`` rows deny what they name: neither counts.
    ``stale`` means the newest denial that counts is older than 12 months. ``hidden`` counts restricted rows: they
    lend no words, but no denial and no "not found" is concluded over them.
    """

    verdict: AllergyVerdict
    drugs: tuple[Allergen, ...] = ()
    foods: tuple[Allergen, ...] = ()
    others: tuple[Allergen, ...] = ()
    side_effects: tuple[Allergen, ...] = ()
    refuted: tuple[Allergy, ...] = ()
    denials: tuple[Allergy, ...] = ()
    weak_denials: tuple[Allergy, ...] = ()
    apart_denials: tuple[Allergy, ...] = ()
    negated: tuple[Allergy, ...] = ()
    unknown: tuple[Allergy, ...] = ()
    stale: bool = False
    hidden: int = 0
    silent: frozenset[str] = field(
        default_factory=frozenset
    )  # hcodes that answered with data, none on allergy


# An allergen recorded as a class by name matches every member of that class, and only that (clinical rulings).
_CLASSES = (
    re.compile(
        r"penicillin|เพนิซิลลิน|เพนนิซิลลิน|amoxi|อะม็อกซี|ampicillin|แอมพิซิลลิน|cloxacillin|piperacillin",
        re.I,
    ),
    re.compile(r"sulfa|ซัลฟา|co-?trimoxazole|bactrim|sulfamethoxazole|sulfadiazine", re.I),
    re.compile(r"cephalosporin|\bcef|ceph", re.I),
    re.compile(r"nsaid|ibuprofen|diclofenac|naproxen|แก้อักเสบ", re.I),
    re.compile(r"contrast|iodinated|ทึบรังสี", re.I),
)


def judge(allergies: Iterable[Allergy], ledger: Ledger, today: date) -> AllergyFinding:
    """Sort allergy rows and reach the verdict. An empty ledger (files) has nobody left to ask."""
    piles: dict[str, list[Allergy]] = {}
    hidden = 0
    heard: set[str] = set()
    for row in allergies:
        if row.restricted:
            hidden += 1
            continue
        piles.setdefault(_pile(row), []).append(row)
        heard.add(row.origin.hcode)
    denials = tuple(piles.get("denial", ()))
    finding = AllergyFinding(
        verdict=AllergyVerdict.NOT_FOUND,
        drugs=_grouped(piles.get("drug", ())),
        foods=_grouped(piles.get("food", ())),
        others=_grouped(piles.get("other", ())),
        side_effects=_grouped(piles.get("side-effect", ())),
        refuted=tuple(piles.get("refuted", ())),
        denials=denials,
        weak_denials=tuple(piles.get("weak-denial", ())),
        apart_denials=tuple(piles.get("apart-denial", ())),
        negated=tuple(piles.get("negated", ())),
        unknown=tuple(piles.get("unknown", ())),
        stale=bool(denials) and _months_since(denials[0], today) >= STALE_MONTHS,
        hidden=hidden,
        silent=frozenset(
            line.facility.hcode for line in ledger.lines if line.received and line.facility.hcode not in heard
        ),
    )
    return _with_verdict(finding, ledger)


def _with_verdict(finding: AllergyFinding, ledger: Ledger) -> AllergyFinding:
    if finding.drugs:
        contradicted = bool(finding.denials) or _contradicts(finding.refuted, finding.drugs)
        verdict = AllergyVerdict.CONFLICT if contradicted else AllergyVerdict.ALLERGIC
    elif ledger.asking:
        verdict = AllergyVerdict.ASKING
    elif finding.denials and not finding.hidden:
        verdict = AllergyVerdict.DENIED
    else:
        verdict = AllergyVerdict.NOT_FOUND
    return replace(finding, verdict=verdict)


def _pile(row: Allergy) -> str:
    """Which pile a row belongs to."""
    if (
        row.stance is Stance.UNKNOWN
        or row.status == "entered-in-error"
        or row.verification == "entered-in-error"
    ):
        return "unknown"
    if row.stance is Stance.NEGATED:
        return "negated"
    food_only = bool(row.categories) and set(row.categories) <= {"food"}
    if row.stance is Stance.DENIED:
        if not _counts(row):
            return "weak-denial"
        return "denial" if not row.categories or "medication" in row.categories else "apart-denial"
    if row.stance is Stance.REFUTED or row.verification == "refuted" or row.clinical == "resolved":
        return "refuted"
    if row.stance is Stance.SIDE_EFFECT:
        return "side-effect"
    if food_only:
        return "food"
    return "other" if row.categories and set(row.categories) <= {"environment"} else "drug"


def _counts(row: Allergy) -> bool:
    """A denial is evidence only with an informant and a date."""
    return bool(row.informant) and row.when is not None and row.when.usable


def _contradicts(refuted: Iterable[Allergy], drugs: Iterable[Allergen]) -> bool:
    """Whether anything that was assessed and refuted is one of the standing allergens, by name or by class.

    More pairs than any person has are not compared: then it cannot be ruled out.
    """
    ours = list(dict.fromkeys(fold(row.substance.words) for row in refuted))
    theirs = [allergen.name for allergen in drugs]
    return len(ours) * len(theirs) > _MOST_PAIRS or any(
        related(name, other) for name in ours for other in theirs
    )


def related(left: str, right: str) -> bool:
    """Whether two names as sent may be of one allergen, by name or by class: only ever used to doubt."""
    left, right = fold(left), fold(right)
    if not left or not right:
        return True  # a nameless refutation cannot be told apart: both are shown
    return left in right or right in left or any(c.search(left) and c.search(right) for c in _CLASSES)


def fold(name: str) -> str:
    """A name for comparing: case and spaces apart, nothing else."""
    return " ".join(name.casefold().split())


# What nobody may miss below a fold: read from words as sent, it only moves an allergen to the front.
_GRAVE = re.compile(
    r"anaphyla|stevens|\bsjs\b|\bten\b|epidermal necrolysis|\bdress\b|angio-?edema|life.?threat"
    r"|แพ้รุนแรง|ช็อก|อันตรายถึงชีวิต|เสียชีวิต",
    re.I,
)


def _grouped(rows: Iterable[Allergy]) -> tuple[Allergen, ...]:
    """Rows of the same name (text or any code) under one allergen: grave ones first, else newest first."""
    groups: dict[str, list[Allergy]] = {}
    for row in rows:
        groups.setdefault(fold(row.substance.words), []).append(row)
    found = (Allergen(group[0].substance.words, tuple(group)) for group in groups.values())
    return tuple(sorted(found, key=lambda allergen: not any(map(_is_grave, allergen.rows))))


def _is_grave(row: Allergy) -> bool:
    """Whether the source calls the reaction severe, the risk high, or names a reaction that kills."""
    constant = any(remark.code == "severity-constant" for remark in row.remarks)
    severe = any(reaction.severity == "severe" for reaction in row.reactions)
    if row.criticality == "high" or (severe and not constant):
        return True
    told = (*(c.words for r in row.reactions for c in r.manifestations), *(r.text for r in row.reactions))
    return bool(_GRAVE.search(" ".join((*told, row.seriousness, row.substance.words))))


def _months_since(row: Allergy, today: date) -> int:
    day = row.when.first_day if row.when else None
    if day is None:
        return 0
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
