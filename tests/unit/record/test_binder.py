"""The binder: whatever the order of arrival, the record says the same, and the account adds up."""

import json
from typing import Any

import pytest
from unit.record.parcels import F01, F02, HIDDEN, binder, bundle, row

from viewer.exchange.directory import Facility
from viewer.record.errors import NoSuchFact
from viewer.record.story import Tally


def test_a_searchset_with_its_outcome() -> None:
    found = binder()
    added = found.add(
        bundle(
            row("Condition", code={"text": "I10"}),
            {"resource": {"resourceType": "OperationOutcome", "issue": []}, "search": {"mode": "outcome"}},
            {"resource": {"resourceType": "Patient", "id": "p-1"}, "search": {"mode": "include"}},
            row("Goal"),
        ),
        F01,
    )
    assert added.tally == Tally(received=3, shown=2, supporting=1)
    record = found.record()
    assert not record.gaps
    assert [(row.origin.type, row.origin.hcode) for row in record.others] == [("Goal", "99001")]
    assert set(record.account.types) == {"Condition", "Patient", "Goal"}


@pytest.mark.parametrize(
    "type_", ["searchset", "document", "collection", "batch-response", "history", "message"]
)
def test_bundles_of_every_kind_and_depth_are_opened(type_: str) -> None:
    inner = json.loads(bundle(row(id_="2"), type_=type_))
    found = binder()
    found.add(bundle(row(), {"resource": inner}, {"response": {"status": "404"}}, type_=type_), F01)
    assert len(found.record().results) == 2
    assert found.record().account.total == Tally(received=2, shown=2)


def test_a_bundle_too_deep_is_a_gap() -> None:
    nested: Any = row()
    for _ in range(30):
        nested = json.loads(bundle(nested))
    found = binder()
    found.add(json.dumps(nested).encode(), F01)
    assert [gap.code for gap in found.record().gaps] == ["too-deep"]


def test_a_further_copy_is_merged_and_content_decides_where_there_is_no_version() -> None:
    found = binder()
    versioned = row(meta={"versionId": "3"})
    found.add(bundle(versioned, versioned, row(id_="2"), row(id_="2")), F01)
    found.add(bundle(row(id_="2", status="amended")), F01)
    record = found.record()
    assert record.account.total == Tally(received=5, shown=3, merged=2)


def test_the_same_id_at_two_facilities_is_two_rows() -> None:
    found = binder()
    found.add(bundle(row()), F01)
    found.add(bundle(row()), F02)
    assert [(fact.origin.hcode, fact.origin.facility) for fact in found.record().results] == [
        ("99001", F01.name), ("99002", F02.name),
    ]  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_newer_version_replaces_an_older_one_whichever_comes_first(order: tuple[int, int]) -> None:
    versions = [
        row(meta={"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}, status="preliminary"),
        row(meta={"versionId": "2", "lastUpdated": "2026-02-01T00:00:00Z"}, status="amended"),
    ]
    found = binder()
    for place in order:
        found.add(bundle(versions[place]), F01)
    record = found.record()
    assert [result.status for result in record.results] == ["amended"]
    assert record.account.total == Tally(received=2, shown=1, merged=1)


def test_a_resource_without_an_id_is_never_a_copy() -> None:
    nameless = {key: value for key, value in row().items() if key != "id"}
    found = binder()
    found.add(bundle(nameless, nameless), F01)
    assert len(found.record().results) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"resourceType": "Patient", "id": "p-2"},
        {**row(), "subject": {"reference": "Patient/p-2"}},
        {**row(), "subject": {"reference": "https://x.example/fhir/Patient/p-2"}},
        {**row(), "subject": {"reference": "Patient/p-2/_history/1"}},
        {**row("AllergyIntolerance"), "patient": {"reference": "p-2"}},
        {**row("Goal"), "subject": {"reference": "Patient/p-2"}},
        {"resourceType": "Task", "id": "t", "for": {"reference": "Patient/p-2"}},
        {"resourceType": "Coverage", "id": "t", "beneficiary": {"reference": "Patient/p-2"}},
        {"resourceType": "Appointment", "id": "t", "participant": [{"actor": {"reference": "Patient/p-2"}}]},
    ],
)
def test_a_parcel_about_anyone_else_is_refused_whole(other: dict[str, Any]) -> None:
    found = binder()
    added = found.add(bundle(row("Condition"), other), F01)
    assert added.refused
    record = found.record()
    assert not list(record.facts())
    assert not record.persons
    assert record.account.total == Tally(received=2, gaps=2)
    assert {gap.code for gap in record.gaps} == {"wrong-person"}


def test_a_subject_by_full_url_is_resolved_within_the_body() -> None:
    ours = {"fullUrl": "urn:uuid:a", "resource": {"resourceType": "Patient", "id": "p-1"}}
    about = {"fullUrl": "urn:uuid:b", "resource": {**row(), "subject": {"reference": "urn:uuid:a"}}}
    theirs = {"fullUrl": "urn:uuid:a", "resource": {"resourceType": "Patient", "id": "p-9"}}
    assert not binder().add(bundle(ours, about, type_="document"), F01).refused
    assert binder().add(bundle(theirs, about, type_="document"), F01).refused


def test_a_subject_told_in_an_earlier_part_is_remembered_and_an_unknown_one_refuses_nothing() -> None:
    theirs = {"fullUrl": "urn:uuid:t", "resource": {"resourceType": "Patient", "id": "p-9"}}
    about = {"fullUrl": "urn:uuid:b", "resource": {**row(), "subject": {"reference": "urn:uuid:t"}}}
    assert not binder().add(bundle(about), F01).refused
    found = binder()
    assert found.add(bundle(theirs), F01).refused
    assert found.add(bundle(about), F01).refused


def test_rows_about_no_patient_do_not_refuse() -> None:
    found = binder()
    assert not found.add(
        bundle({**row(), "subject": {"reference": "Device/d"}}, {**row(id_="2"), "subject": {}}), F01
    ).refused


def test_unreadable_entries_are_counted_under_a_question_mark() -> None:
    found = binder()
    good = json.dumps(row())
    broken = '{"resourceType":"Condition","id":"x",,}'
    entries = f'{{"resource":{good}}},{{"resource":{broken}}},null'
    body = f'{{"resourceType":"Bundle","type":"searchset","entry":[{entries}]}}'
    found.add(body.encode(), F01)
    found.add(b"<html>busy</html>", F01)
    found.add(bundle({"resource": {"id": "no-type"}}), F01)
    record = found.record()
    assert record.account.types["?"] == Tally(received=4, gaps=4)
    assert sorted((gap.code, gap.count) for gap in record.gaps) == [("no-type", 1), ("unreadable", 3)]
    assert len(record.results) == 1


def test_broken_characters_lose_no_row() -> None:
    resource = (
        b'{"resourceType":"Observation","id":"1","code":{"text":"K\x01\\ud800"},'
        b'"valueQuantity":{"value":NaN,"unit":"mmol/L"}}'
    )
    body = b'{"resourceType":"Bundle","type":"searchset","entry":[{"resource":%s}]}' % resource
    found = binder()
    found.add(body, F01)
    (result,) = found.record().results
    assert result.concept.words == "K\ufffd"
    assert "characters" in {remark.detail for remark in result.remarks}
    assert b"NaN" in result.origin.raw


# --- order, numbers, snapshots


def test_rows_stand_newest_first_and_undated_last() -> None:
    dates = [
        "2026-11-01",
        None,
        "2025",
        "2026-11-01T09:00:00+07:00",
        "2569-01-01",
        "2026-11-02T01:00:00+07:00",
    ]
    found = binder()
    found.add(
        bundle(
            *(row(id_=str(n), **({"effectiveDateTime": day} if day else {})) for n, day in enumerate(dates))
        ),
        F01,
    )
    assert [fact.origin.id.reveal() for fact in found.record().results] == ["5", "3", "0", "2", "1", "4"]


def test_every_open_row_is_numbered_and_opens_its_own_bytes() -> None:
    found = binder()
    found.add(bundle(row(id_="1"), HIDDEN, row("Condition", "2", code={"text": "I10"}), row(id_="3")), F01)
    record = found.record()
    open_rows = [fact for fact in record.facts() if not fact.restricted]
    assert len({fact.number for fact in open_rows}) == len(open_rows) == 3
    for fact in open_rows:
        assert found.fact(fact.number) is fact
        assert json.loads(found.fact(fact.number).origin.raw)["id"] == fact.origin.id.reveal()
    assert [fact.number for fact in record.facts() if fact.restricted] == [-1]


@pytest.mark.parametrize("number", [-1, 0, 99])
def test_a_number_that_no_row_has(number: int) -> None:
    with pytest.raises(NoSuchFact):
        binder().fact(number)


def test_a_snapshot_never_changes_and_shares_what_did_not_change() -> None:
    found = binder()
    found.add(bundle(row("Condition", "1")), F01)
    before = found.record()
    found.add(bundle(row(id_="2")), F01)
    after = found.record()
    assert (len(before.results), len(after.results)) == (0, 1)
    assert after.problems is before.problems
    assert before.account.total.received == 1


def test_persons_who_differ_say_so() -> None:
    def patient(**more: Any) -> dict[str, Any]:
        return {"resourceType": "Patient", "id": "p-1", **more}

    found = binder()
    found.add(bundle(patient(name=[{"given": ["สมพร"], "family": "จำลองสุข"}], birthDate="1979-05-30")), F01)
    found.add(
        bundle(
            patient(
                name=[{"text": "นายสมพล จำลองสุข", "prefix": ["นาย"], "given": ["สมพล"], "family": "จำลองสุข"}],
                birthDate="1979",
            )
        ),
        F02,
    )
    found.add(
        bundle(
            patient(
                name=[{"family": "สมพร จำลองสุข", "given": ["สมพร"], "suffix": ["จำลองสุข"]}],
                birthDate="1979-05-31",
            )
        ),
        Facility("99003", "c"),
    )
    found.add(bundle(patient(name=[{"given": ["Somporn"]}], birthDate="2522-05-30")), Facility("99004", "d"))
    codes = [
        [remark.code for remark in person.remarks if remark.code.endswith("differs")]
        for person in found.record().persons
    ]
    assert codes == [[], ["name-differs"], ["birth-differs"], []]


def test_nothing_secret_is_in_a_repr() -> None:
    found = binder()
    found.add(
        bundle(
            {
                "resourceType": "Patient",
                "id": "p-1",
                "identifier": [{"system": "http://dopa.go.th", "value": "9660487647597"}],
            }
        ),
        F01,
    )
    person = found.record().person
    assert person is not None
    assert "9660487647597" not in repr(person.identifiers)
    assert "p-1" not in repr(person.origin.id)
