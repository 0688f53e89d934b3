"""Whatever arrives: nothing raises, the account adds up, and no sheet shows what must not be shown."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from fuzz.checks import HERE, TODAY, check_reading, check_record, check_wire, strings
from fuzz.mutations import ODD, RAW, Step, damaged, mutated, written
from fuzz.samples import CITIZEN, MARK, RESOURCES, bundle, golden
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.base.words import Words
from viewer.commands import read
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose
from viewer.record.shorthand import read_shorthand
from viewer.record.supplies import count_out
from viewer.view.sheets import all_sheets

CORPUS = Path(__file__).resolve().parents[2] / "fuzz" / "corpus"
PROFILE = settings(
    max_examples=80, deadline=None, derandomize="HYPOTHESIS_WILD" not in os.environ, database=None
)
BY_ID = {resource["id"].removeprefix(f"{MARK}-"): resource for resource in RESOURCES if "id" in resource}
NUMBER = st.integers(0, (1 << 16) - 1)
STEPS: st.SearchStrategy[list[Step]] = st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=6)
CHOSEN = st.lists(st.sampled_from(RESOURCES + golden()), min_size=1, max_size=4)
KIND = st.sampled_from(["searchset", "document", "collection", "transaction", "batch-response"])


@PROFILE
@given(CHOSEN, KIND, STEPS)
def test_damaged_structure(chosen: list[Any], kind: str, steps: list[Step]) -> None:
    body = written(mutated(bundle(chosen, kind), steps))
    check_wire(body)
    check_reading(body)


@PROFILE
@given(CHOSEN, STEPS, st.tuples(NUMBER, NUMBER, NUMBER))
def test_damaged_bytes(chosen: list[Any], steps: list[Step], last: Step) -> None:
    body = damaged(written(mutated(bundle(chosen), steps[:2])), last)
    check_wire(body)
    check_reading(body)


@PROFILE
@given(st.lists(st.sampled_from([r for r in RESOURCES if "id" in r]), min_size=1, max_size=6), STEPS)
def test_every_entry_is_received_once_and_twice_is_merged(chosen: list[Any], steps: list[Step]) -> None:
    """Each resource damaged inside, never in its type or id: an independent count knows how many there are."""
    entries = []
    for number, resource in enumerate(chosen):
        inner = {name: value for name, value in resource.items() if name not in ("resourceType", "id")}
        changed = mutated(inner, [step for step in steps if step[0] % 11 != 2])  # 2: what is no JSON
        members = changed if isinstance(changed, dict) else {}
        entries.append({**members, "resourceType": resource["resourceType"], "id": f"{MARK}-{number}"})
    body = written(bundle(entries))
    count = len(entries) + sum(map(_results_within, entries))
    binder = Binder(TODAY, None)
    assert binder.add(body, HERE).tally.received == count
    again = binder.add(body, HERE).tally
    assert (again.received, again.merged) == (count, count)
    check_record(binder.record())


def _results_within(entry: dict[str, Any]) -> int:
    """How many results a report contains: they are rows."""
    held = entry.get("contained") if entry["resourceType"] == "DiagnosticReport" else None
    items = held if isinstance(held, list) else [held]
    return sum(isinstance(one, dict) and one.get("resourceType") == "Observation" for one in items)


_PRIVATE_STEPS = st.lists(
    st.tuples(st.sampled_from([0, 3, 4, 6]), NUMBER, NUMBER), max_size=5
)  # removed, wrapped, unwrapped, repeated: nothing is moved into a field of words


def test_the_texts_of_a_sheet_are_looked_into_at_every_depth() -> None:
    """The checks below see nothing where this finds nothing."""
    binder = Binder(TODAY, None)
    binder.add(written(bundle(list(RESOURCES))), HERE)
    record = binder.record()
    told = set(strings(all_sheets(record, Ledger(), TODAY, Words("th"))))
    assert HERE.name in told, "sources of rows"
    assert {fact.concept.words for fact in record.results} & told, "cells"
    assert len(told) > 10 * len(RESOURCES)


@PROFILE
@given(CHOSEN, _PRIVATE_STEPS)
def test_no_id_reaches_a_sheet(chosen: list[Any], steps: list[Step]) -> None:
    body = written(mutated(bundle(chosen), steps))
    binder = Binder(TODAY, None)
    binder.add(body, HERE)
    record = binder.record()
    for words in (Words("th"), Words("en")):
        for text in strings(all_sheets(record, Ledger(), TODAY, words)):
            assert CITIZEN not in text
            assert MARK not in text


@pytest.mark.parametrize("name", ["performer", "asserter", "requester", "subject", "serviceProvider"])
@pytest.mark.parametrize(
    "bare", ["Practitioner/{id}", "https://x.example/fhir/Practitioner/{id}", "urn:uuid:{id}"]
)
def test_a_bare_reference_is_not_a_name(name: str, bare: str) -> None:
    """Ids of Thai feeds hold the citizen id."""
    told = bare.format(id=f"{MARK}-{CITIZEN}")
    binder = Binder(TODAY, None)
    for resource in RESOURCES:
        binder.add(written({**resource, name: told}), HERE)
        binder.add(written({**resource, name: [told]}), HERE)
    for text in strings(all_sheets(binder.record(), Ledger(), TODAY, Words("th"))):
        assert CITIZEN not in text


@pytest.mark.parametrize("odd", range(len(ODD)))
def test_every_odd_value_in_the_fields(odd: int) -> None:
    entries = []
    for resource in RESOURCES[odd % 3 :: 3]:
        members = [name for name in resource if name not in ("resourceType", "id")]
        entries += [{**resource, "id": f"{MARK}-{name}", name: ODD[odd]} for name in members]
    check_reading(written(bundle(entries)))


@pytest.mark.parametrize("raw", range(len(RAW)))
def test_every_piece_that_is_no_json_in_the_fields(raw: int) -> None:
    for resource in RESOURCES[raw % 6 :: 6]:
        members = [name for name in resource if name not in ("resourceType", "id")]
        check_reading(written(bundle([{**resource, name: f"@@raw{raw}@@"} for name in members])))


@pytest.mark.parametrize("file", sorted((CORPUS / "reading").iterdir()), ids=lambda file: file.name)
def test_the_corpus_of_the_reading(file: Path) -> None:
    check_reading(file.read_bytes())
    check_wire(file.read_bytes())


@pytest.mark.parametrize("file", sorted((CORPUS / "wire").iterdir()), ids=lambda file: file.name)
def test_the_corpus_of_the_wire(file: Path) -> None:
    check_wire(file.read_bytes())
    check_reading(file.read_bytes())


def test_the_corpus_is_small() -> None:
    files = [file for file in CORPUS.rglob("*") if file.is_file()]
    assert len(files) <= 60
    assert sum(file.stat().st_size for file in files) <= 300_000


@settings(PROFILE, max_examples=25)
@given(CHOSEN, STEPS, st.tuples(NUMBER, NUMBER, NUMBER))
def test_the_command_ends_with_a_code(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[Any], steps: list[Step], last: Step
) -> None:
    folder = tmp_path_factory.mktemp("read")
    (folder / "a.json").write_bytes(damaged(written(mutated(bundle(chosen), steps)), last))
    written_to = folder / "out"
    code = read.run([str(folder), "--format", "json", "-o", str(written_to), "--today", "2026-11-23"])
    assert code in (0, 1, 2)
    assert written_to.exists() == (code != 2)
    if code != 2:
        assert json.loads(written_to.read_text("utf-8"))["persons"] is not None


@pytest.mark.parametrize(
    "text",
    [
        "ครั้งละ 1/0 เม็ด วันละ 2 ครั้ง", "ครั้งละ 1.23456 เม็ด วันละ 2 ครั้ง", "ครั้งละ 99999 เม็ด วันละ 2 ครั้ง",
        f"ครั้งละ 1 เม็ด วันละ {'9' * 5000} ครั้ง", "ครั้งละ 1/2/3 เม็ด วันละ 2 ครั้ง",
    ],
)  # fmt: skip
def test_a_dose_that_is_no_number_is_not_counted(text: str) -> None:
    assert read_regimen((Dose(text=text),)).a_week is None


def test_a_dose_that_is_one_still_is() -> None:
    assert read_regimen((Dose(text="ครั้งละ 1/2 เม็ด   วันละ 2 ครั้ง"),)).a_week == 7
    assert read_regimen((Dose(text="ครั้งละ 1.5 เม็ด วันละ 2 ครั้ง"),)).a_week == 21


@pytest.mark.parametrize(
    "text", [f"1x{'9' * 5000} pc", f"{'9' * 5000}x3 pc", "1/0 x 3 pc", f"1 tab q{'9' * 5000}h"]
)
def test_shorthand_that_is_no_number_is_not_read(text: str) -> None:
    assert read_shorthand(text) is None


@pytest.mark.parametrize("days", [10**9, 10**29, 3661])
def test_a_supply_for_longer_than_ten_years_has_no_end(days: int) -> None:
    supply = {
        **BY_ID["medicationdispense"],
        "daysSupply": {"value": days, "unit": "d"},
        "dosageInstruction": [],
    }
    binder = Binder(TODAY, None)
    binder.add(written(supply), HERE)
    (row,) = binder.record().supplies
    assert count_out(row).end is None


def test_versions_of_any_length_are_compared_or_left_alone() -> None:
    binder = Binder(TODAY, None)
    for version in ("9" * 5000, "1" + "0" * 5000):
        meta = {"versionId": version}
        binder.add(written({**BY_ID["condition"], "meta": meta, "note": [{"text": version[0]}]}), HERE)
    assert binder.record().account.total.shown == 2


@pytest.mark.parametrize(
    "name", ["Cond\u202eition", "Con dition", "<b>", "Ünknown", "A" * 65, "Patient/1", ""]
)
def test_what_can_be_no_type_is_named_by_nobody(name: str) -> None:
    binder = Binder(TODAY, None)
    binder.add(written({"resourceType": name, "id": "1"}), HERE)
    assert set(binder.record().account.types) == {"?"}


def test_codes_hide_and_turn_nothing() -> None:
    odd = "x\u202ey\u200b\x07"
    entries = [
        {**BY_ID["encounter"], "class": {"code": odd}},
        {**BY_ID["p"], "gender": odd},
        {**BY_ID["observation"], "valueQuantity": {"value": 1, "code": odd, "comparator": odd}},
        {**BY_ID["condition"], "onsetDateTime": odd, "recordedDate": odd},
        {
            **BY_ID["documentreference"],
            "securityLabel": [],
            "content": [{"attachment": {"contentType": odd}}],
        },
    ]
    check_reading(written(bundle(entries)))
