"""Supplies: an order, what was given out on it and the list that repeats it are one supply; so is a relayed dispense.

Within a source the three are told apart by their type, so one of each at most is joined: by reference where there is
one, else by ingredients, strength, form, local day and whatever dose and quantity both tell. Across sources two are
one only when the second relays the first: the same named facility and every one of these told and equal. The same
medicine given out by two facilities is two supplies, whatever else is equal.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple, cast

import msgspec

from viewer.base.opaque import Opaque
from viewer.record.facts import Dose, Supply, SupplyKind
from viewer.record.merge import words
from viewer.record.merge.faces import EMPTY, UNRELATED, Face, Field, Rule, Verdict, by_fields
from viewer.record.merge.words import Lexicon
from viewer.record.regimen import unit_code
from viewer.record.routes import route_of
from viewer.record.supplies import HALTED, VOID

ONE_SUPPLY, RELAYED = "one-supply", "relayed-supply"


class Told(NamedTuple):
    """Which resource of which source tells of a supply, and which orders it names."""

    kind: SupplyKind
    scope: str
    id: Opaque
    basis: tuple[Opaque, ...]


_TOLD = "told"
_FIELDS = (
    Field("strength", telling=False), Field("form", loose=True, telling=False), Field("day", telling=False),
    Field("route", loose=True, telling=False),
    Field("status"), Field("category", loose=True, telling=False), Field("quantity", loose=True),
    Field("quantity-unit", loose=True), Field("dose-text", loose=True), Field("how-taken", loose=True),
    Field("days", loose=True), Field("place", telling=False), Field(_TOLD),
)  # fmt: skip
_NOT_TOLD, _LINKED = frozenset({_TOLD}), frozenset({_TOLD, "day", "form"})
_PLACE = len(_FIELDS) - 2
_MUST_BE_TOLD = [
    place for place, field in enumerate(_FIELDS) if field.name in ("quantity", "dose-text", "day")
]
_FORMS = {"tablet": "tab", "tablets": "tab", "tabs": "tab", "เม็ด": "tab", "capsule": "cap", "capsules": "cap",
          "caps": "cap", "แคปซูล": "cap", "injection": "inj", "suspension": "susp"}  # fmt: skip
_NOT_ORDERED = frozenset({"proposal", "plan", "option"})
_RANK = {SupplyKind.DISPENSE: 0, SupplyKind.STATEMENT: 1, SupplyKind.REQUEST: 2}


def same_supply(one: Face, other: Face) -> Verdict:
    """What two supplies of one medicine and facility are to each other."""
    mine, theirs = told(one), told(other)
    if mine.scope != theirs.scope:
        return _relayed(one, other)
    if mine.kind is theirs.kind:
        return UNRELATED
    if linked := mine.id in theirs.basis or theirs.id in mine.basis:
        found = by_fields(one, other, _LINKED)
    elif SupplyKind.REQUEST in (mine.kind, theirs.kind) and (mine.basis or theirs.basis):
        return UNRELATED  # given out on another order
    else:
        found = by_fields(one, other, _NOT_TOLD)
    if found == UNRELATED and linked:
        return Verdict(field="strength")
    return Verdict(rule=ONE_SUPPLY) if found.same else found


def _relayed(one: Face, other: Face) -> Verdict:
    if not one.values[_PLACE]:
        return UNRELATED  # nobody is named whose supply it could be
    listed = {told(one).kind, told(other).kind}
    if SupplyKind.REQUEST in listed and len(listed) > 1:
        return UNRELATED
    found = by_fields(one, other, _NOT_TOLD)
    if not found.same:
        return found
    whole = all(one.values[place] == other.values[place] not in EMPTY for place in _MUST_BE_TOLD)
    return Verdict(rule=RELAYED) if whole else UNRELATED


SUPPLY = Rule(ONE_SUPPLY, _FIELDS, same_supply)


def told(face: Face) -> Told:
    """Who tells of it."""
    return cast("Told", face.values[-1])


def supplied_on(face: Face) -> int:
    """The local day as a number."""
    return cast("int", face.values[2])


def batch(face: Face) -> Hashable:
    """Strength and day: only facts of one batch are compared without a reference."""
    return face.values[0], face.values[2]


def medicine(fact: Supply, lexicon: Lexicon) -> Hashable:
    """What is given: the ingredients where read for certain, else the name as written; None without either."""
    drug = fact.drug
    if len(drug.ingredients) == 1:
        return drug.ingredients
    return tuple(sorted(drug.ingredients)) if drug.ingredients else lexicon.fold(drug.name) or None


def supply_face(fact: Supply, scope: str, lexicon: Lexicon) -> Face | None:
    """A supply as its rule sees it. What was given by the hour, only proposed, forbidden or withdrawn never merges."""
    if fact.kind not in _RANK or fact.forbidden or fact.intent in _NOT_ORDERED or fact.status in VOID:
        return None
    what = medicine(fact, lexicon)
    if what is None or not words.day(fact.when):
        return None
    origin, drug, amount = fact.origin, fact.drug, fact.quantity
    unit = unit_code(amount.unit or amount.code) if amount else ""
    values = (
        lexicon.fold(drug.strength),
        " ".join(sorted(_FORMS.get(word, word) for word in lexicon.fold(drug.form).split())),
        words.day(fact.when),
        route_of(fact),
        _standing(fact),
        fact.category,
        lexicon.quantity(amount),
        unit or lexicon.unit_of(amount),
        lexicon.fold(" / ".join(dose.text for dose in fact.doses if dose.text)),
        tuple(filter(None, (_structure(dose, lexicon) for dose in fact.doses))),
        lexicon.quantity(fact.days),
        origin.hcode or origin.facility,
        Told(fact.kind, scope, origin.id, fact.basis),
    )
    return Face(SUPPLY, what, values)


def _standing(fact: Supply) -> str:
    if fact.status in HALTED or fact.status == "on-hold":
        return fact.status
    done = fact.status == "completed" and fact.kind is SupplyKind.STATEMENT
    return "finished" if done and fact.quantity is None and fact.days is None else "live"


def _structure(dose: Dose, lexicon: Lexicon) -> tuple[Hashable, ...]:
    """The numbers of a dose; () when it has none."""
    if dose.amount is None and dose.frequency is None and not dose.days:
        return ()
    amount, unit = lexicon.amount(dose.amount)
    return (
        amount, unit_code(unit) or unit, dose.frequency, dose.frequency_max, lexicon.quantity(dose.period),
        lexicon.unit_of(dose.period), dose.period_max, dose.clock, dose.when, dose.days, dose.as_needed, dose.offset,
        dose.bounds, dose.last_day, dose.count,
    )  # fmt: skip


def order(fact: Supply) -> tuple[int, int]:
    """What was given out leads, then what a list says was; a quantity before none."""
    return _RANK[fact.kind], fact.quantity is None


def whole(lead: Supply, others: Sequence[Supply]) -> Supply:
    """The lead with what only another resource of the same supply tells: the dose of its order, the quantity of its
    dispense. Each row as sent stays among the members."""
    same = [other for other in others if other.origin.hcode == lead.origin.hcode]
    missing: dict[str, object] = {}
    for name in ("doses", "quantity", "days", "prescriber", "category"):
        if not getattr(lead, name):
            found = next((value for other in same if (value := getattr(other, name))), None)
            if found:
                missing[name] = found
    return msgspec.structs.replace(lead, **missing) if missing else lead
