"""Whatever arrives, reading never raises, and what went in comes out somewhere."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.binder import Binder
from viewer.record.reading.forms_care import PLANS
from viewer.record.reading.forms_found import ANY, FINDINGS
from viewer.record.reading.table import READERS, SUPPORTING
from viewer.record.shelf import Source, read_everything

TODAY = date(2026, 11, 23)
TYPES = [*READERS, *SUPPORTING, "Claim", "Bundle", "OperationOutcome", "", "Ünknown"]
FORMS = (*PLANS, *FINDINGS, ANY)
PATHS = {
    path
    for form in FORMS
    for lines in (form.lines, *(nest.lines for nest in form.nests))
    for path in (*form.words, *form.when, *(one for _, paths in lines for one in paths))
}
PATHS |= {nest.path for form in FORMS for nest in form.nests}
OF_FORMS = {
    part.replace("[x]", kind)
    for path in PATHS
    for part in path.split(".")
    for kind in ("", "String", "Period")
}
NAMES = sorted(OF_FORMS.union(*(reader.shape.__struct_encode_fields__ for reader in READERS.values())))
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["2569-01-01", "2026-02-30", "#m", "Patient/p-1", "urn:uuid:1", "ปฏิเสธแพ้ยา", "B24", "\ud800"]),
)  # fmt: skip
FIELD = st.sampled_from(
    [
        *NAMES,
        "coding",
        "code",
        "text",
        "value",
        "unit",
        "reference",
        "display",
        "url",
        "div",
        "start",
        "end",
        "repeat",
    ]
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELD, inner, max_size=4),
    max_leaves=12,
)
RESOURCE = st.builds(
    lambda type_, members: {"resourceType": type_, **members},
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8),
)
BUNDLE = st.builds(
    lambda resources: {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": one} for one in resources],
    },
    st.lists(RESOURCE, max_size=6),
)


def bodies(content: Any) -> bytes:
    return json.dumps(content).encode()


@settings(max_examples=300, deadline=None)
@given(BUNDLE | RESOURCE)
def test_any_resource_is_accounted_for(content: Any) -> None:
    binder = Binder(TODAY, None)
    added = binder.add(bodies(content), Facility("99001", "x"))
    again = binder.add(bodies(content), Facility("99001", "x"))
    record = binder.record()
    assert added.tally.adds_up
    assert all(tally.adds_up for tally in record.account.types.values())
    assert record.account.total == added.tally + again.tally
    assert sum(gap.count for gap in record.gaps) == record.account.total.gaps
    rows = list(record.facts())
    assert len(rows) == record.account.total.shown + record.account.total.restricted
    assert all((fact.number >= 0) == (not fact.restricted) for fact in rows)
    assert all(binder.fact(fact.number) is fact for fact in rows if fact.number >= 0)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=60)
    | BUNDLE.map(bodies).flatmap(lambda body: st.integers(0, len(body)).map(lambda n: body[:n]))
)
def test_any_bytes_are_accounted_for(body: bytes) -> None:
    binder = Binder(TODAY, None)
    assert binder.add(body, UNKNOWN).tally.adds_up
    shelf = read_everything([Source("a", body), Source("b", body)], TODAY)
    assert shelf.account.total.adds_up


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(5)), st.data())
def test_the_order_of_arrival_changes_nothing_that_is_said(order: list[int], data: st.DataObject) -> None:
    resources = [
        {
            "resourceType": "Medication",
            "id": "m",
            "code": {"text": data.draw(st.sampled_from(["a 1 mg tab", "ritonavir 1 mg tab"]))},
        },
        {
            "resourceType": "MedicationRequest",
            "id": "r",
            "medicationReference": {"reference": "Medication/m"},
        },
        {"resourceType": "Organization", "id": "o", "name": "รพ."},
        {
            "resourceType": "Observation",
            "id": "v",
            "performer": [{"reference": "Organization/o"}],
            "code": {"text": "VDRL"},
        },
        {"resourceType": "DiagnosticReport", "id": "d", "result": [{"reference": "Observation/v"}]},
    ]

    def said(places: list[int]) -> list[tuple[object, ...]]:
        binder = Binder(TODAY, None)
        for place in places:
            binder.add(bodies(resources[place]), Facility("99001", "x"))
            binder.record()
        rows = sorted(binder.record().facts(), key=lambda fact: fact.origin.type)
        return [
            (fact.origin.type, fact.origin.facility, fact.restricted, getattr(fact, "drug", ""))
            for fact in rows
        ]

    assert said(order) == said([0, 1, 2, 3, 4])


def test_deep_nesting_is_a_gap_and_no_crash() -> None:
    deep = b'{"resourceType":"Condition","code":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"
    binder = Binder(TODAY, None)
    binder.add(deep, UNKNOWN)
    binder.add(b'{"resourceType":"Bundle","entry":[{"resource":%s}]}' % deep, UNKNOWN)
    assert binder.record().account.total.received == 2
    assert binder.record().account.total.adds_up


@pytest.mark.parametrize(
    ("type_", "member", "opens", "closes"),
    [
        ("Observation", "component", "[", "]"),
        ("MedicationRequest", "dosageInstruction", "[", "]"),
        ("Patient", "name", "[", "]"),
        ("Condition", "onsetPeriod", '{"start":[', "]}"),
        ("Practitioner", "name", '{"extension":[', "]}"),
        ("Zzz", "code", "[", "]"),
    ],
)
def test_what_is_nested_to_any_depth_loses_no_more_than_itself(
    type_: str, member: str, opens: str, closes: str
) -> None:
    """Just where the interpreter's own limit is reached differs with every caller."""
    head = f'{{"resourceType":"{type_}","id":"x","code":{{"text":"Hb"}},"{member}":'
    for depth in (*range(1, 400), 990, 5000):
        binder = Binder(TODAY, None)
        binder.add(f"{head}{opens * depth}7{closes * depth}}}".encode(), UNKNOWN)
        record = binder.record()
        total = record.account.total
        assert total.received == 1
        assert total.adds_up
        assert total.gaps == 0 or depth > 300, depth
