"""The accounts of whole people add up: the sandbox's, per facility, and the two examples of the IPS guide."""

import json
from functools import cache
from pathlib import Path

import pytest

from viewer.base.opaque import Opaque
from viewer.base.resources import resource
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Tally
from viewer.sandbox.world import World, load

IPS = Path(__file__).parents[2] / "data" / "ips"


@cache
def world() -> World:
    return load(resource("people"))


@pytest.mark.parametrize("number", range(1, 13))
def test_the_account_of_every_sandbox_person_adds_up_per_facility(number: int) -> None:
    person = next(human for human in world().people if human.number == number)
    binder = Binder(world().today, Opaque(person.patient_id))
    sent = 0
    for facility in world().facilities:
        told = world().resources.get(facility.hcode, {}).get(person.patient_id)
        resources = list(told or ())
        body = {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": one} for one in resources],
        }
        added = binder.add(json.dumps(body).encode(), Facility(facility.hcode, facility.name))
        assert not added.refused
        assert added.tally.received == len(resources)
        assert added.tally.adds_up
        sent += len(resources)
    record = binder.record()
    assert all(tally.adds_up for tally in record.account.types.values())
    assert record.account.total.received == sent
    assert not record.gaps
    rows = list(record.facts())
    assert len(rows) == record.account.total.shown + record.account.total.restricted
    assert all(binder.fact(fact.number).origin.raw for fact in rows if not fact.restricted)


def test_the_secrets_of_person_three_are_all_restricted_and_nothing_else_is() -> None:
    person = next(human for human in world().people if human.number == 3)
    binder = Binder(world().today, Opaque(person.patient_id))
    for facility in world().facilities:
        told = world().resources.get(facility.hcode, {}).get(person.patient_id)
        for one in told or ():
            binder.add(json.dumps(one).encode(), Facility(facility.hcode, facility.name))
    record = binder.record()
    hidden = [fact for fact in record.facts() if fact.restricted]
    shown = "\n".join(fact.origin.raw.decode() for fact in record.facts() if not fact.restricted)
    for secret in (
        "B24",
        "A53",
        "atazanavir",
        "ritonavir",
        "emtricitabine",
        "24467-3",
        "20447-9",
        "นภา",
        "RPR",
    ):
        assert secret not in shown
    assert {fact.restricted for fact in hidden} == {"hiv", "sti"}
    assert "simvastatin" in shown
    assert "HBsAg" in shown


def test_all_sandbox_people_as_files_are_twelve_records_whose_accounts_add_up() -> None:
    sources, sent = [], 0
    for facility in world().facilities:
        lines = []
        for told in world().resources.get(facility.hcode, {}).values():
            lines += [json.dumps(one) for one in (told() if callable(told) else told)]
        sources.append(Source(f"{facility.hcode}.ndjson", "\n".join(lines).encode()))
        sent += len(lines)
    shelf = read_everything(sources, world().today)
    assert {one.patient for one in shelf.persons} == {human.patient_id for human in world().people}
    assert all(tally.adds_up for tally in shelf.account.types.values())
    assert shelf.account.total.received == sent
    assert all(one.record.account.total.adds_up for one in shelf.persons)
    assert "hiv" in {fact.restricted for one in shelf.persons for fact in one.record.facts()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bundle-IPS-examples-Bundle-01.json", Tally(received=20, shown=14, supporting=6)),
        ("Bundle-bundle-minimal.json", Tally(received=8, shown=4, supporting=4)),
    ],
)
def test_the_accounts_of_the_ips_examples_add_up(name: str, expected: Tally) -> None:
    shelf = read_everything([Source(name, (IPS / name).read_bytes())], world().today)
    assert len(shelf.persons) == 1
    assert shelf.account.total == expected
    assert shelf.account.total.adds_up
    assert not shelf.persons[0].record.gaps


def test_both_ips_examples_together_are_two_people() -> None:
    sources = [Source(path.name, path.read_bytes()) for path in sorted(IPS.glob("*.json"))]
    shelf = read_everything(sources, world().today)
    assert [len(one.record.persons) for one in shelf.persons] == [1, 1]
    assert shelf.account.total == Tally(received=28, shown=18, supporting=10)
    first = shelf.persons[0].record
    assert {supply.drug.ingredients for supply in first.supplies} == {
        ("anastrozole",),
        ("cimicifugae rhizoma",),
    }
    assert [fact.stance for fact in first.allergies] == ["allergic", "denied"]
