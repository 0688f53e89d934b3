"""The five states of allergy: people 1, 5, 7, 8, 11, and while facilities are asked."""

from collections.abc import Callable
from datetime import date

import pytest

from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState, letter
from viewer.record.allergy import AllergyVerdict, judge
from viewer.record.facts import Allergy, Stance

Make = Callable[..., Allergy]


def ledger(**states: LineState) -> Ledger:
    lines = (
        Line(Facility(code, f"รพ.{code}"), letter(place), state, received=state is LineState.ANSWERED)
        for place, (code, state) in enumerate(states.items())
    )
    return Ledger(tuple(lines))


ALL = ledger(F01=LineState.ANSWERED, F02=LineState.ANSWERED, F08=LineState.EMPTY)
ASKING = ledger(F01=LineState.ANSWERED, F02=LineState.ASKING)
FAILED = ledger(F01=LineState.EMPTY, F02=LineState.NOT_CONSENTED, F04=LineState.TIMED_OUT)


def test_a_dated_denial_with_informant_counts_and_ages(allergy: Make, today: date) -> None:
    found = judge([allergy("F01", "", Stance.DENIED, days_ago=2447, informant="ผู้ป่วย")], ALL, today)
    assert (found.verdict, found.stale) == (AllergyVerdict.DENIED, True)
    assert found.silent == {"F02"}
    young = judge([allergy("F01", "", Stance.DENIED, days_ago=364, informant="ผู้ป่วย")], ALL, today)
    assert not young.stale


@pytest.mark.parametrize(("informant", "days_ago"), [("", 10), ("ผู้ป่วย", None), ("", None)])
def test_a_denial_without_who_or_when_is_no_evidence(
    allergy: Make, today: date, informant: str, days_ago: int | None
) -> None:
    found = judge([allergy("F08", "", Stance.DENIED, days_ago=days_ago, informant=informant)], ALL, today)
    assert found.verdict is AllergyVerdict.NOT_FOUND
    assert len(found.weak_denials) == 1


def test_a_dash_is_not_a_denial(allergy: Make, today: date) -> None:
    found = judge([allergy("F02", "-", Stance.UNKNOWN, informant="ผู้ป่วย")], ALL, today)
    assert (found.verdict, len(found.unknown)) == (AllergyVerdict.NOT_FOUND, 1)


def test_a_standing_allergy_beats_a_denial_as_a_conflict(allergy: Make, today: date) -> None:
    rows = [
        allergy("F08", "สารทึบรังสีไอโอดีน", days_ago=1600),
        allergy("F02", "", Stance.DENIED, days_ago=2700, informant="ผู้ป่วย"),
    ]
    assert judge(rows, ALL, today).verdict is AllergyVerdict.CONFLICT


def test_a_default_denial_does_not_even_make_a_conflict(allergy: Make, today: date) -> None:
    rows = [allergy("F02", "amoxicillin"), allergy("F08", "", Stance.DENIED, days_ago=None)]
    assert judge(rows, ALL, today).verdict is AllergyVerdict.ALLERGIC


def test_refuted_penicillin_contradicts_amoxicillin_and_stays_visible(allergy: Make, today: date) -> None:
    rows = [
        allergy("F01", "sulfamethoxazole + trimethoprim"),
        allergy("F02", "amoxicillin"),
        allergy("F06", "penicillin", Stance.REFUTED),
        allergy("F04", "enalapril", Stance.SIDE_EFFECT),
    ]
    found = judge(rows, ALL, today)
    assert found.verdict is AllergyVerdict.CONFLICT
    assert [row.substance.words for row in found.refuted] == ["penicillin"]
    assert [allergen.name for allergen in found.drugs] == ["sulfamethoxazole + trimethoprim", "amoxicillin"]
    assert [allergen.name for allergen in found.side_effects] == ["enalapril"]


def test_a_refutation_of_something_else_leaves_the_allergy_red(allergy: Make, today: date) -> None:
    rows = [allergy("F01", "sulfamethoxazole + trimethoprim"), allergy("F06", "aspirin", Stance.REFUTED)]
    assert judge(rows, ALL, today).verdict is AllergyVerdict.ALLERGIC


def test_nothing_is_concluded_while_asking(allergy: Make, today: date) -> None:
    denial = allergy("F01", "", Stance.DENIED, informant="ผู้ป่วย")
    assert judge([], ASKING, today).verdict is AllergyVerdict.ASKING
    assert judge([denial], ASKING, today).verdict is AllergyVerdict.ASKING
    assert judge([allergy("F01", "amoxicillin")], ASKING, today).verdict is AllergyVerdict.ALLERGIC


@pytest.mark.parametrize("answers", [ALL, FAILED, Ledger()])
def test_silence_is_not_found(today: date, answers: Ledger) -> None:
    assert judge([], answers, today).verdict is AllergyVerdict.NOT_FOUND


def test_food_and_environment_stand_apart(allergy: Make, today: date) -> None:
    rows = [
        allergy("F09", "กุ้ง", categories=("food",)),
        allergy("F09", "plaster", categories=("environment",)),
        allergy("F09", "", Stance.DENIED, categories=("food",), informant="ผู้ปกครอง"),
    ]
    found = judge(rows, ALL, today)
    assert found.verdict is AllergyVerdict.NOT_FOUND
    assert (len(found.foods), len(found.others), len(found.apart_denials)) == (1, 1, 1)


def test_an_allergen_without_category_is_taken_for_a_drug(allergy: Make, today: date) -> None:
    assert judge([allergy("F03", "แพ้ซัลฟา ผื่น", categories=())], ALL, today).verdict is AllergyVerdict.ALLERGIC


def test_a_restricted_row_lends_no_name_and_allows_no_denial(allergy: Make, today: date) -> None:
    rows = [
        allergy("F06", "abacavir", restricted="hiv"),
        allergy("F01", "", Stance.DENIED, informant="ผู้ป่วย"),
    ]
    found = judge(rows, ALL, today)
    assert (found.verdict, found.hidden, found.drugs) == (AllergyVerdict.NOT_FOUND, 1, ())


def test_the_same_name_from_two_places_is_one_allergen(allergy: Make, today: date) -> None:
    found = judge([allergy("F01", "Amoxicillin"), allergy("F02", "amoxicillin ")], ALL, today)
    assert [len(allergen.rows) for allergen in found.drugs] == [2]


def test_a_food_denial_too_needs_who_and_when(allergy: Make, today: date) -> None:
    found = judge([allergy("IPS", "", Stance.DENIED, days_ago=None, categories=("food",))], ALL, today)
    assert (len(found.apart_denials), len(found.weak_denials)) == (0, 1)


@pytest.mark.parametrize("kind", ["food", "environment", "biologic"])
def test_a_denial_of_something_else_is_no_denial_of_drugs(allergy: Make, today: date, kind: str) -> None:
    found = judge([allergy("F01", "", Stance.DENIED, categories=(kind,), informant="ผู้ป่วย")], ALL, today)
    assert found.verdict is AllergyVerdict.NOT_FOUND
    assert (found.denials, len(found.apart_denials)) == ((), 1)
