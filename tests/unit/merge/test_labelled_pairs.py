"""The labelled set: no false merge at all, and nine of ten true ones found. Printed by ``pytest -s``."""

import json
import sys
from datetime import date

import pytest
from unit.merge import pairs_of_care, pairs_of_results, pairs_of_supplies
from unit.merge.pairs import Pair
from unit.merge.resources import SENT_BY

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder

TODAY = date(2026, 11, 23)
F01, F02 = Facility("99001", "รพ.หนึ่ง"), Facility("99002", "รพ.สอง")
PAIRS = [*pairs_of_results.PAIRS, *pairs_of_care.PAIRS, *pairs_of_supplies.PAIRS]
MISSED = "known to be missed"


def is_merged(pair: Pair, *, turned: bool = False) -> bool:
    """What the record makes of a pair; ``turned``: the second comes first."""
    first, second = {**pair.first, "id": "first"}, {**pair.second, "id": "second"}
    if pair.how == "relay":
        first["identifier"] = second["identifier"] = [{"system": SENT_BY, "value": F01.hcode}]
    sent = [(first, F01), (second, F01 if pair.how == "here" else F02)]
    binder = Binder(TODAY, None)
    for resource, facility in reversed(sent) if turned else sent:
        binder.add(json.dumps(resource).encode(), facility)
        binder.record()
    record = binder.record()
    total = record.account.total
    assert total.adds_up
    assert total.received == 2
    assert total.gaps == 0
    rows = list(record.facts())
    assert len(rows) == total.shown + total.restricted
    assert len(record.joined) == (0 if total.restricted else total.merged)
    return total.merged == 1


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.why)
def test_each_pair_in_both_orders(pair: Pair) -> None:
    merged = is_merged(pair)
    assert is_merged(pair, turned=True) is merged
    assert merged is (pair.same and not pair.why.startswith(MISSED))


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    found = [(pair, is_merged(pair)) for pair in PAIRS]
    true = sum(pair.same and merged for pair, merged in found)
    false = sum(not pair.same and merged for pair, merged in found)
    positive = sum(pair.same for pair in PAIRS)
    negative = len(PAIRS) - positive
    precision, recall = true / (true + false), true / positive
    told = f"{len(PAIRS)} pairs ({positive} same, {negative} apart): "
    with capsys.disabled():
        sys.stdout.write(f"\n{told}precision {precision:.3f}, recall {recall:.3f}\n")
    assert len(PAIRS) >= 200
    assert positive >= 80
    assert negative >= 120
    assert precision == 1.0
    assert recall >= 0.9
