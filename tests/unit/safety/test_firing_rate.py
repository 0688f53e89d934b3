"""How often the rules speak over a thousand ordinary patients, and how much work that is."""

from collections import Counter
from functools import cache

from unit.safety.people_of_rules import ONCE, book, checked, formulary, supply
from unit.safety.population import population

from viewer.record.facts import Supply
from viewer.safety.finding import Checked, Level

MOST_PER_THOUSAND = 30
SEEDS = (2569, 1, 2, 3)


@cache
def thousand(seed: int = SEEDS[0]) -> tuple[Checked, ...]:
    return tuple(checked(*patient.rows, who=patient.who) for patient in population(seed=seed))


def test_at_most_three_findings_of_the_top_level_per_hundred_patients() -> None:
    spoken: Counter[str] = Counter()
    for seed in SEEDS:
        top = [
            finding.rule or "restricted"
            for found in thousand(seed)
            for finding in found.findings
            if finding.level is Level.FORBIDDEN
        ]
        assert len(thousand(seed)) == 1000
        assert len(top) <= MOST_PER_THOUSAND, Counter(top)
        spoken.update(top)
    # A population over which hardly a rule can speak would measure nothing.
    assert spoken.total() >= 12, spoken
    assert len(spoken) >= 4, spoken


def test_of_one_patient_there_is_hardly_ever_more_than_a_handful() -> None:
    many = [len(found.findings) for found in thousand() if len(found.findings) > 5]
    assert len(many) <= 10, many
    consult = sum(finding.level is Level.CONSULT for found in thousand() for finding in found.findings)
    assert 30 <= consult <= 120, consult


def test_nearly_every_medicine_of_theirs_is_known() -> None:
    resolved = sum(found.coverage.resolved for found in thousand())
    drugs = sum(found.coverage.drugs for found in thousand())
    assert resolved == drugs > 2000


def test_they_are_ordinary() -> None:
    """The shares that were read in a source come out of the generator."""
    patients = list(population())
    takers = [
        {row.drug.ingredients[0] for row in patient.rows if isinstance(row, Supply) and row.drug.ingredients}
        for patient in patients
    ]
    simvastatin = [names for names in takers if "simvastatin" in names]
    assert 150 <= len(simvastatin) <= 350
    assert 1 <= sum("gemfibrozil" in names for names in simvastatin) <= 10
    assert 90 <= sum("metformin" in names for names in takers) <= 200


def test_work_grows_with_the_medicines_and_not_with_their_pairs() -> None:
    names = sorted(formulary().ingredients)
    sizes = (50, 100, 200, 400)

    def steps(size: int) -> int:
        return checked(
            *(supply(f"{name} 10 mg tab", 5, place=f"F{place}") for place, name in enumerate(names[:size]))
        ).steps

    fixed = checked().steps
    each = [(steps(size) - fixed) / size for size in sizes]
    assert max(each) <= 2 * min(each) + 3, each
    most = max(len(sides) for sides in book().by_ingredient.values())
    assert all(one <= most + 3 for one in each)


def test_rows_of_one_medicine_are_one_medicine_to_the_rules() -> None:
    def rows(count: int) -> list[Supply]:
        return [supply("warfarin 3 mg tab", 30 * (1 + place), ONCE, 30) for place in range(count)]

    assert checked(*rows(5)).steps == checked(*rows(500)).steps
