"""Whatever comes in whatever order: the same rows, an account that adds up, and nothing that cannot be undone."""

import json
import random
from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.merge.resources import (
    SENT_BY,
    R,
    allergy,
    but,
    done,
    dose,
    icd,
    lab,
    listed,
    loinc,
    ordered,
    paper,
    problem,
    visit,
)
from unit.merge.resources import (
    given as dispensed,
)

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.facts import Fact
from viewer.record.story import Record

TODAY = date(2026, 11, 23)
PLACES = [Facility("99001", "รพ.หนึ่ง"), Facility("99002", "รพ.สอง"), Facility("99003", "รพ.สาม")]
DAYS = st.sampled_from(
    ["2026-11-03", "2026-11-03T09:00:00+07:00", "2026-11-03T17:00:00Z", "2026-11-04", "2026-11"]
)
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
FEW = st.sampled_from([None, 30, 60])
TEXTS = st.sampled_from(["", ONCE])
BASIS = st.sampled_from(
    [None, [{"reference": "MedicationRequest/r0"}], [{"reference": "MedicationRequest/r1"}]]
)


def _result(at: str, value: float, specimen: str | None, code: R, status: str) -> R:
    made = lab(code, value, "mmol/L", at, status=status)
    return but(made, specimen={"display": specimen} if specimen else None)


RESULTS = st.builds(
    _result, DAYS, st.sampled_from([5.7, 5.1]), st.sampled_from([None, None, "Serum", "Plasma"]),
    st.sampled_from([loinc("2823-3", "K"), {"text": "K"}, loinc("2823-3", "K ก่อนฟอก"), loinc("24467-3", "CD4")]),
    st.sampled_from(["final", "final", "amended"]),
)  # fmt: skip
VACCINES = st.builds(
    dose,
    st.sampled_from(["MMR", "DTP"]),
    DAYS,
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["", "A1", "B2"]),
)
PROBLEMS = st.builds(
    problem, st.sampled_from([icd("E112"), icd("E11.2"), icd("B24")]), DAYS,
    st.sampled_from([None, "2017", "2017-05", "2017-05-03", "2018"]),
)  # fmt: skip
ALLERGIES = st.builds(allergy, st.sampled_from(["amoxicillin", "Amoxicillin", "กุ้ง", "ปฏิเสธการแพ้ยา"]), DAYS)
OTHERS = st.one_of(
    st.builds(done, st.just({"text": "ECG"}), DAYS), st.builds(paper, st.sampled_from(["aGFzaA==", ""]), DAYS),
    st.builds(visit, DAYS),
)  # fmt: skip
DRUG = st.sampled_from(["metformin 500 mg tab", "metformin 850 mg tab", "ritonavir 100 mg tab"])
SUPPLIES = st.one_of(
    st.builds(ordered, DRUG, DAYS, TEXTS, FEW),
    st.builds(
        lambda *told, basis: but(dispensed(*told), authorizingPrescription=basis), DRUG, DAYS, TEXTS, FEW, basis=BASIS
    ),
    st.builds(lambda *told, basis: but(listed(*told), basedOn=basis), DRUG, DAYS, TEXTS, FEW, basis=BASIS),
)  # fmt: skip


def _from_places(resources: st.SearchStrategy[R]) -> st.SearchStrategy[list[tuple[R, int, bool]]]:
    return st.lists(st.tuples(resources, st.integers(0, 2), st.booleans()), max_size=14)


RESOURCES = _from_places(st.one_of(RESULTS, VACCINES, PROBLEMS, ALLERGIES, OTHERS, SUPPLIES)) | _from_places(
    SUPPLIES
)
Sent = list[tuple[bytes, Facility]]


def _sent(drawn: list[tuple[R, int, bool]]) -> Sent:
    """Each under an id of its own; some are told to be the first facility's, whoever sends them."""
    sent: Sent = []
    for number, (resource, place, relayed) in enumerate(drawn):
        made = {**resource, "id": f"r{number}"}
        if relayed:
            made["identifier"] = [{"system": SENT_BY, "value": PLACES[0].hcode}]
        sent.append((json.dumps(made).encode(), PLACES[place]))
    return sent


def _read(sent: Sent, *, step_by_step: bool = False, in_pieces: bool = False) -> Binder:
    binder = Binder(TODAY, None)
    for body, facility in sent:
        binder.add(body, facility)
        if step_by_step:
            binder.record()
        if in_pieces:
            next(binder.settling(0), None)
    return binder


def _name(fact: Fact) -> tuple[str, str]:
    return fact.origin.hcode, fact.origin.id.reveal()


def _said(record: Record) -> dict[str, Any]:
    """What a record says, without the numbers that follow from the order of arrival."""
    rows = Counter(
        (_name(row), row.restricted, tuple(map(_name, record.members(row)))) for row in record.facts()
    )
    joined = {_name(one.members[0]): one.rule for one in record.joined.values()}
    differs = {
        frozenset(((_name(row), difference.field), (_name(difference.other), difference.field)))
        for row in record.facts()
        for difference in record.differs.get(row.number, ())
    }
    doses = Counter((_name(row), row.doses, row.quantity) for row in record.supplies)
    return {"rows": rows, "joined": joined, "differs": differs, "doses": doses, "account": record.account}


@settings(max_examples=250, deadline=None)
@given(RESOURCES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    drawn: list[tuple[R, int, bool]], chance: random.Random
) -> None:
    sent = _sent(drawn)
    shuffled = chance.sample(sent, len(sent))
    first = _said(_read(sent).record())
    assert _said(_read(shuffled).record()) == first
    assert _said(_read(shuffled, step_by_step=True).record()) == first
    assert _said(_read(shuffled, in_pieces=True).record()) == first


@settings(max_examples=250, deadline=None)
@given(RESOURCES)
def test_the_account_adds_up_and_every_fact_is_somewhere_once(drawn: list[tuple[R, int, bool]]) -> None:
    record = _read(_sent(drawn), step_by_step=True).record()
    total = record.account.total
    assert total.adds_up
    assert total.received == len(drawn)
    rows = list(record.facts())
    assert len(rows) == total.shown + total.restricted
    open_rows = [row for row in rows if not row.restricted]
    told = Counter(_name(member) for row in open_rows for member in record.members(row))
    assert set(told.values()) <= {1}
    assert set(record.joined) <= {row.number for row in open_rows}
    assert set(record.differs) <= {row.number for row in open_rows}
    hidden = {_name(row) for row in rows if row.restricted}
    assert hidden.isdisjoint(told)
    assert all(_name(d.other) not in hidden for found in record.differs.values() for d in found)


@settings(max_examples=150, deadline=None)
@given(RESOURCES)
def test_adding_everything_twice_only_merges_copies(drawn: list[tuple[R, int, bool]]) -> None:
    sent = _sent(drawn)
    binder = _read(sent)
    once = _said(binder.record())
    for body, facility in sent:
        binder.add(body, facility)
    twice = _said(binder.record())
    before, after = once.pop("account").total, twice.pop("account").total
    assert twice == once
    assert after.merged == before.merged + len(sent)
    assert (after.shown, after.restricted) == (before.shown, before.restricted)


@settings(max_examples=250, deadline=None)
@given(RESOURCES, st.data())
def test_a_split_shows_each_as_sent_and_a_rejoin_undoes_it(
    drawn: list[tuple[R, int, bool]], data: st.DataObject
) -> None:
    binder = _read(_sent(drawn))
    record = binder.record()
    before = _said(record)
    for number, joined in record.joined.items():
        anyone = data.draw(st.sampled_from(joined.members)).number
        assert binder.split(anyone)
        split = binder.record()
        shown = {row.number for row in split.facts()}
        assert {member.number for member in joined.members} <= shown
        assert number not in split.joined
        assert split.parted.keys() >= {member.number for member in joined.members}
        assert all(binder.fact(member.number) is member for member in joined.members)
        assert split.account.total.adds_up
        assert split.account.total.shown + split.account.total.restricted == len(list(split.facts()))
        assert binder.rejoin(data.draw(st.sampled_from(joined.members)).number)
        again = binder.record()
        assert not again.parted
        assert _said(again) == before
