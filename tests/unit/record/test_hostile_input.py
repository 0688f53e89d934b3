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
from viewer.view.sheets import all_sheets

CORPUS = Path(__file__).resolve().parents[2] / "fuzz" / "corpus"
PROFILE = settings(
    max_examples=80, deadline=None, derandomize="HYPOTHESIS_WILD" not in os.environ, database=None
)
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
    binder = Binder(TODAY, None)
    assert binder.add(body, HERE).tally.received == len(entries)
    again = binder.add(body, HERE).tally
    assert (again.received, again.merged) == (len(entries), len(entries))
    check_record(binder.record())


_PRIVATE_STEPS = st.lists(
    st.tuples(st.sampled_from([0, 3, 4, 6]), NUMBER, NUMBER), max_size=5
)  # removed, wrapped, unwrapped, repeated: nothing is moved into a field of words


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
