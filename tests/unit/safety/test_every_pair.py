"""Each interaction pair of each table: in both orders, by ingredient and trade name, across facilities, and blind."""

from collections.abc import Iterator
from functools import cache

import pytest
from unit.safety.people_of_rules import book, checked, fired, formulary, only, supply

from viewer.record.formulary_tables import Trade, read_tables
from viewer.safety.finding import Finding
from viewer.safety.rulebook import Entry
from viewer.safety.tables import PairRule

PAIRS = [entry for entry in book().entries if isinstance(entry.rule, PairRule) and not entry.why]
# Re-keyed from the article; no name of them is in the formulary (not used in Thailand), so no record can hold them.
UNKNOWN_HERE = {
    "amphetamine", "benzphetamine", "dextroamphetamine", "diethylpropion", "methamphetamine", "methylene blue",
    "pegloticase", "ranolazine", "rasburicase",
}  # fmt: skip


def met(entry: Entry) -> Iterator[tuple[str, str]]:
    known = formulary().ingredients
    for left in sorted(entry.sides[0]):
        for right in sorted(entry.sides[1]):
            if left != right and left in known and right in known:
                yield left, right


def named(name: str) -> str:
    return f"{name} 10 mg tab"


@cache
def trades() -> dict[str, tuple[Trade, ...]]:
    found: dict[str, list[Trade]] = {}
    for trade in read_tables().trades:
        for ingredient in trade.ingredients:
            found.setdefault(ingredient, []).append(trade)
    return {name: tuple(rows) for name, rows in found.items()}


def test_every_member_of_a_rule_is_a_name_of_the_formulary() -> None:
    members = {name for entry in book().entries for side in entry.sides for name in side}
    assert members - set(formulary().ingredients) <= UNKNOWN_HERE


def test_the_onc_list_is_whole() -> None:
    """403 pairs before QT; eight are left to other rules or out by ruling, six are ours: the prodrug of amprenavir."""
    onc = [entry for entry in PAIRS if entry.table == "onc"]
    pairs = {frozenset((left, right)) for entry in onc for left in entry.sides[0] for right in entry.sides[1]}
    left_out = {
        frozenset(("tizanidine", name))
        for name in ("mexiletine", "propafenone", "zileuton", "amiodarone", "ticlopidine")
    }
    left_out |= {
        frozenset(("simvastatin", name)) for name in ("amiodarone", "diltiazem", "verapamil")
    }  # dose limits
    ergots = ("ergotamine", "dihydroergotamine", "ergometrine", "methylergometrine")
    prodrug = {frozenset(("fosamprenavir", name)) for name in ("simvastatin", "lovastatin", *ergots)}
    assert not pairs & left_out
    assert prodrug <= pairs
    assert len(pairs) == 403 - len(left_out) + len(prodrug)


@pytest.mark.parametrize("entry", PAIRS, ids=lambda entry: entry.rule.id)
def test_by_ingredient_in_both_orders_across_facilities(entry: Entry) -> None:
    tested = 0
    for left, right in met(entry):
        newer = checked(supply(named(left), 5, place="F01"), supply(named(right), 20, place="F02"))
        older = checked(supply(named(left), 20, place="F02"), supply(named(right), 5, place="F01"))
        for found in (newer, older):
            finding = only(found, entry.rule.id)
            assert {part.ingredient for part in finding.parts} == {left, right}
            assert {row.origin.hcode for row in finding.rows} == {"F01", "F02"}
            assert (finding.level, finding.restricted) == (entry.rule.level, False)
        tested += 1
    assert tested


@pytest.mark.parametrize("entry", PAIRS, ids=lambda entry: entry.rule.id)
def test_by_trade_name_in_english_and_thai(entry: Entry) -> None:
    """Every trade name of a member, beside the other side's first members by name in Thai and English."""
    known = formulary().ingredients
    for side, other in ((0, 1), (1, 0)):
        for ingredient in sorted(entry.sides[side]):
            partner = next(
                (one for one in sorted(entry.sides[other]) if one != ingredient and one in known), None
            )
            for trade in trades().get(ingredient, ()):
                if partner is None or partner in trade.ingredients:
                    continue
                for name in (trade.trade, *trade.thai):
                    found = checked(supply(f"{name} tab", 5), supply(named(partner), 9, place="F02"))
                    assert entry.rule.id in fired(found), (name, partner)
                thai = known[partner].thai
                if thai:
                    found = checked(supply(trade.trade, 5), supply(thai, 9, place="F02"))
                    assert entry.rule.id in fired(found), (trade.trade, thai)


def told(finding: Finding) -> str:
    """All that a finding could show."""
    names = [row.drug.name for part in finding.parts for row in part.rows]
    said = (finding.rule, finding.version, finding.parts, finding.values, finding.notes, finding.also, names)
    return repr((*said, finding.others, finding.allergies))


@pytest.mark.parametrize("entry", PAIRS, ids=lambda entry: entry.rule.id)
def test_one_side_restricted_speaks_of_the_other_alone(entry: Entry) -> None:
    for left, right in met(entry):
        for hidden, seen in ((left, right), (right, left)):
            rows = (
                supply(named(hidden), 5, "", place="F06", restricted="hiv"),
                supply(named(seen), 9, place="F02"),
            )
            blind = [finding for finding in checked(*rows).findings if finding.restricted]
            assert [{part.ingredient for part in finding.parts} for finding in blind] == [{seen}], (
                hidden,
                seen,
            )
            assert blind[0].level.place <= entry.rule.level.place
            assert blind[0].call == ("F06",)
            words = told(blind[0]).casefold()
            assert hidden not in words.replace(seen, "")
            assert entry.rule.id not in words
            assert not [finding for finding in checked(rows[0]).findings if finding.parts]


@pytest.mark.parametrize("entry", PAIRS, ids=lambda entry: entry.rule.id)
def test_both_sides_restricted_name_nothing(entry: Entry) -> None:
    left, right = next(met(entry))
    found = checked(supply(named(left), 5, restricted="hiv"), supply(named(right), 9, restricted="hiv"))
    assert all(finding.restricted and not finding.rows for finding in found.findings)


def test_a_fixed_combination_does_not_meet_itself() -> None:
    found = checked(supply("lopinavir 200 mg + ritonavir 50 mg tab", 5), supply("amlodipine 5 mg tab"))
    assert fired(found) == []


def test_trade_names_are_tried_for_most_rules() -> None:
    tried = {
        entry.rule.id: sum(len(trades().get(one, ())) for side in entry.sides for one in side)
        for entry in PAIRS
    }
    assert sum(tried.values()) >= 300
    used_here = [entry.rule.id for entry in PAIRS if entry.rule.counted]
    assert sum(bool(tried[rule]) for rule in used_here) >= len(used_here) - 2, tried
