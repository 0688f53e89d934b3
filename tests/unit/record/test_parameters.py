"""Parameters give up the resources that they hold; what else they say stays a row."""

import json
from datetime import date

import pytest
from unit.record.made import read

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder

ALLERGY = {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}
GOUT = {"resourceType": "Condition", "code": {"text": "Gout"}}


@pytest.mark.parametrize("wrapped", [True, False])
def test_parameters_give_up_the_resources_they_hold(wrapped: bool) -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": GOUT}]}
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "return", "resource": ALLERGY},
            {"name": "more", "part": [{"name": "deep", "part": [{"name": "deeper", "resource": bundle}]}]},
        ],
    }  # fmt: skip
    if wrapped:
        record = read(parameters)
    else:
        binder = Binder(date(2026, 11, 23), None)
        binder.add(json.dumps(parameters).encode(), UNKNOWN)
        record = binder.record()
    assert [fact.substance.words for fact in record.allergies] == ["penicillin"]
    assert [fact.concept.words for fact in record.problems] == ["Gout"]
    assert (record.account.total.received, record.account.total.shown) == (2, 2)
    assert record.account.total.adds_up


def test_what_parameters_say_beside_their_resources_stays_a_row() -> None:
    record = read(
        {
            "resourceType": "Parameters",
            "parameter": [
                {"name": "return", "resource": ALLERGY},
                {"name": "comment", "valueString": "ระวัง"},
            ],
        }
    )
    assert [fact.origin.type for fact in record.facts()] == ["AllergyIntolerance", "Parameters"]
    assert (
        len(read({"resourceType": "Parameters", "parameter": [{"name": "x", "valueString": "y"}]}).others)
        == 1
    )
