"""The formulary: exact names only, every row sourced, nothing guessed."""

import pytest

from viewer.record.facts import Drug
from viewer.record.formulary import load_formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Concept


def drug(name: str) -> Drug:
    return read_drug(Concept(name))


@pytest.mark.parametrize(
    ("sent", "ingredients"),
    [
        ("metformin hydrochloride 500 mg tablet", ("metformin",)),
        ("Bactrim forte tab", ("sulfamethoxazole", "trimethoprim")),
        ("แคปซูลฟ้าทะลายโจร 400 mg", ("andrographis",)),
        ("Losec (furosemide 40 mg) tab", ()),
        ("metfomin 500 mg tab", ()),
    ],
)
def test_a_name_is_known_or_it_is_not(sent: str, ingredients: tuple[str, ...]) -> None:
    assert load_formulary().read(drug(sent)).ingredients == ingredients
