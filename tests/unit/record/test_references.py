"""Rows that point to rows: each is read once or twice, however long the chain and in whatever order it comes."""

import cProfile
import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from types import CodeType
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.shelf import Source, read_everything

TODAY = date(2026, 11, 23)
PLACE = Facility("10001", "รพ.หนึ่ง")
HIV = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B20"}]}
COUNT = 300

Resource = dict[str, Any]


def task(place: int, *targets: str, **more: Any) -> Resource:
    points = [{"reference": target} for target in targets]
    named = {} if "focus" in more else {"code": {"text": f"งานที่ {place}"}}
    return {
        "resourceType": "Task",
        "id": f"t{place}",
        "status": "requested",
        "basedOn": points,
        **named,
        **more,
    }


def chain(count: int = COUNT) -> list[Resource]:
    """Each rests on the next; the last is for HIV."""
    return [task(place, f"Task/t{place + 1}") for place in range(count - 1)] + [
        task(count - 1, reasonCode=HIV)
    ]


def body(resources: Sequence[Resource]) -> bytes:
    return json.dumps(
        {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}
    ).encode()


def pages(resources: Sequence[Resource], size: int) -> list[bytes]:
    return [body(resources[first : first + size]) for first in range(0, len(resources), size)]


def bound(*bodies: bytes) -> Binder:
    binder = Binder(TODAY, None)
    for one in bodies:
        binder.add(one, PLACE)
    return binder


def calls(name: str, do: Callable[[], object]) -> int:
    """How often functions of this name are called meanwhile."""
    profile = cProfile.Profile()
    profile.runcall(do)
    return sum(
        found.callcount
        for found in profile.getstats()
        if isinstance(found.code, CodeType) and found.code.co_name == name
    )


def readings(*bodies: bytes) -> int:
    return calls("read_other", lambda: bound(*bodies).record())


def said(binder: Binder) -> list[tuple[object, ...]]:
    rows = (row for row in binder.record().others)
    return sorted(
        (row.origin.id.reveal(), row.restricted, row.words, repr(row.lines), repr(row.remarks))
        for row in rows
    )


def shuffled(resources: list[Resource]) -> list[Resource]:
    random.Random(7).shuffle(resources)  # test data
    return resources


@pytest.mark.parametrize("order", [list, lambda rows: rows[::-1], shuffled])
def test_a_chain_in_one_body_is_read_once(order: Callable[[list[Resource]], list[Resource]]) -> None:
    rows = body(order(chain()))
    assert readings(rows) == COUNT
    assert {row.restricted for row in bound(rows).record().others} == {"hiv"}


@pytest.mark.parametrize("order", [list, lambda rows: rows[::-1], shuffled])
def test_a_chain_that_comes_in_pages_is_read_twice_at_most_and_says_the_same(
    order: Callable[[list[Resource]], list[Resource]],
) -> None:
    parts = pages(order(chain()), 10)
    assert readings(*parts) <= 2 * COUNT
    assert said(bound(*parts)) == said(bound(body(chain())))


def test_what_turns_restricted_at_the_end_needs_no_reading_of_all_that_points_to_it() -> None:
    rows = chain()
    assert readings(*pages(rows[:-1], 50), body(rows[-1:])) <= COUNT + 10


def test_a_circle_is_restricted_as_a_whole() -> None:
    rows = [task(place, f"Task/t{(place + 1) % COUNT}") for place in range(COUNT)]
    rows[COUNT // 2]["reasonCode"] = HIV
    for parts in (pages(rows, COUNT), pages(rows, 7)):
        assert readings(*parts) <= 2 * COUNT
        assert {row.restricted for row in bound(*parts).record().others} == {"hiv"}


def test_many_that_point_to_one_are_read_again_once() -> None:
    rows = [task(place, "Task/hub") for place in range(COUNT)]
    hub = {**task(0, reasonCode=HIV), "id": "hub"}
    assert readings(body(rows), body([hub])) <= 2 * COUNT + 1
    assert {row.restricted for row in bound(body(rows), body([hub])).record().others} == {"hiv"}


def test_one_that_points_to_itself_finds_itself() -> None:
    (row,) = bound(body([task(1, "Task/t1")])).record().others
    assert {remark.code for remark in row.remarks} == {"facility-from-parcel"}


@pytest.mark.parametrize("size", [1, 3, 20])
def test_a_name_goes_down_a_chain_however_it_comes(size: int) -> None:
    """A task without words of its own is called what it is about."""
    rows = [task(place, focus={"reference": f"Task/t{place + 1}"}) for place in range(19)] + [task(19)]
    for order in (rows, rows[::-1]):
        assert {row.words for row in bound(*pages(order, size)).record().others} == {"งานที่ 19"}


def test_only_what_points_to_the_restricted_row_itself_is_covered() -> None:
    """Another facility's row of the same id is not it."""
    elsewhere = Facility("10002", "รพ.สอง")
    binder = Binder(TODAY, None)
    binder.add(body([task(1, "Task/t2")]), PLACE)
    binder.add(body([task(2)]), PLACE)
    binder.add(body([task(2, "Task/t3")]), elsewhere)
    binder.add(body([task(3, reasonCode=HIV)]), elsewhere)
    found = {(row.origin.hcode, row.origin.id.reveal()): row.restricted for row in binder.record().others}
    assert found == {
        ("10001", "t1"): "", ("10001", "t2"): "", ("10002", "t2"): "hiv", ("10002", "t3"): "hiv",
    }  # fmt: skip
    assert binder.record().account.total.restricted == 2


def test_a_row_that_points_to_an_opened_one_stays_restricted_when_it_is_read_again() -> None:
    binder = bound(body([task(1, reasonCode=HIV), task(2, "Task/t1", "Task/t9")]))
    opened = next(row.number for row in binder.restricted() if _id(binder, row.number) == "t1")
    binder.reveal(opened)
    binder.add(body([task(9)]), PLACE)  # the other thing it points to comes
    found = {row.origin.id.reveal(): (row.restricted, row.revealed) for row in binder.record().others}
    assert found == {"t1": ("", "hiv"), "t2": ("hiv", ""), "t9": ("", "")}


def _id(binder: Binder, number: int) -> str:
    rows = binder.record().others
    hidden = [row.number for row in binder.restricted()]
    return rows[[*hidden].index(number)].origin.id.reveal() if len(hidden) == len(rows) else ""


def test_a_newer_version_says_so_after_it_was_read_again() -> None:
    def version(number: int) -> Resource:
        return task(1, "Task/t2", meta={"versionId": str(number)}, description=f"ฉบับ {number}")

    binder = bound(body([version(1)]), body([version(2)]))
    assert _remarks(binder) >= {("newer-version", "1"), ("reference-broken", "basedOn")}
    binder.add(body([task(2)]), PLACE)
    assert ("newer-version", "1") in _remarks(binder)
    assert "reference-broken" not in {code for code, _ in _remarks(binder)}


def _remarks(binder: Binder) -> set[tuple[str, str]]:
    row = next(row for row in binder.record().others if row.origin.id.reveal() == "t1")
    return {(remark.code, remark.detail) for remark in row.remarks}


# --- whose they are


def patients(count: int) -> Iterator[Resource]:
    """So many descriptions under one id, each of another name; of 120 years of birth."""
    for place in range(count):
        name = "".join(chr(0x0E01 + 3 * int(digit)) for digit in str(100_000 + place))
        yield {
            "resourceType": "Patient",
            "id": "p",
            "name": [{"family": name}],
            "birthDate": str(1900 + place % 120),
        }


def test_descriptions_of_one_person_are_held_against_it_once_each() -> None:
    """20,000 copies of one Patient were compared each with each."""
    one = next(patients(1))
    files = [Source("a.json", body([{**one, "telecom": [{"value": str(n)}]} for n in range(COUNT)]))]
    assert calls("differ_from", lambda: read_everything(files, TODAY)) <= COUNT
    assert len(read_everything(files, TODAY).persons) == 1


def test_very_many_people_of_one_id_stay_apart_without_being_compared_each_with_each() -> None:
    def compared(count: int) -> int:
        files = [Source("a.json", body(list(patients(count))))]
        return calls("differ_from", lambda: read_everything(files, TODAY))

    assert compared(4 * COUNT) <= 5 * compared(2 * COUNT)
    first, second = (Source(name, body(list(patients(COUNT)))) for name in ("a.json", "b.json"))
    alone, both = read_everything([first], TODAY).persons, read_everything([first, second], TODAY).persons
    assert len(alone) >= 120  # a year of birth each
    assert len(both) == len(alone)  # the second file tells of the same ones
