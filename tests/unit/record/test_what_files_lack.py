"""A file that says of itself that it is not the whole: a gap on every sheet, and exit code 1."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.commands.read import run
from viewer.exchange.ledger import Ledger
from viewer.record.shelf import Shelf, Source, read_everything
from viewer.record.story import Tally
from viewer.view.sheets import all_sheets

TODAY = date(2026, 11, 23)
NEXT = [{"relation": "next", "url": "http://x.example/fhir?page=2"}]


def row(id_: str = "1", type_: str = "Condition") -> dict[str, Any]:
    return {"resourceType": type_, "id": id_, "subject": {"reference": "Patient/p"}, "code": {"text": "I10"}}


def bundle(*entries: dict[str, Any], kind: str = "searchset", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries), **more}


def resource(one: dict[str, Any], mode: str = "match") -> dict[str, Any]:
    return {"resource": one, "search": {"mode": mode}}


def outcome(code: str, severity: str = "warning") -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code}]}


def answer(status: str, one: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"response": {"status": status}, **({"resource": one} if one else {})}


def shelf(*files: dict[str, Any]) -> Shelf:
    return read_everything([Source(str(n), json.dumps(one).encode()) for n, one in enumerate(files)], TODAY)


def gaps(found: Shelf) -> list[tuple[str, str, int, str]]:
    return [(gap.code, gap.type, gap.count, gap.detail) for one in found.persons for gap in one.record.gaps]


ONE = resource(row())
SELF = [{"relation": "self", "url": NEXT[0]["url"]}]
PATIENT = {"resourceType": "Patient", "id": "p"}
SHOWN = {"reference": "Patient/p", "display": "x"}
LACKING: list[tuple[Any, tuple[str, str, int, str]]] = [
    ([bundle(ONE, total=500, link=NEXT)], ("fewer-than-stated", "Condition", 499, "1/500")),
    ([bundle(ONE, resource(row("2", "Organization"), "include"), total=2)],
     ("fewer-than-stated", "Condition", 1, "1/2")),
    ([bundle(total=7), bundle(ONE)], ("fewer-than-stated", "", 7, "0/7")),
    ([bundle(ONE, total=2), bundle(ONE, total=2)], ("fewer-than-stated", "Condition", 1, "1/2")),
    ([bundle(ONE, link=NEXT)], ("next-page", "Condition", 1, "")),
    ([bundle(ONE, resource(outcome("suppressed"), "outcome"))], ("withheld-in-file", "", 1, "")),
    ([bundle(ONE, {"resource": outcome("security", "error")})], ("withheld-in-file", "", 1, "")),
    ([bundle(ONE, {"resource": outcome("timeout", "error")})], ("source-failed", "", 1, "")),
    ([bundle(ONE), outcome("forbidden", "error")], ("withheld-in-file", "", 1, "")),
    ([bundle(ONE, answer("403 Forbidden", outcome("forbidden", "error")), kind="batch-response")],
     ("withheld-in-file", "", 1, "")),
    ([bundle(ONE, answer("403"), kind="batch-response")], ("withheld-in-file", "", 1, "")),
    ([bundle(ONE, answer("500 Server Error"), kind="batch-response")], ("source-failed", "", 1, "")),
    ([bundle(answer("200 OK", bundle(ONE, total=3)), kind="batch-response")],
     ("fewer-than-stated", "Condition", 2, "1/3")),
    ([bundle(ONE, total=1, link=NEXT)], ("next-page", "Condition", 1, "")),  # the total is that of the page
    ([bundle(ONE, {"response": {"status": 403}}, {"response": "?"}, kind="batch-response")],
     ("withheld-in-file", "", 1, "")),
    ([bundle(resource(PATIENT), ONE, total=9, link=NEXT), bundle(resource(row("2")), total=9, link=SELF)],
     ("fewer-than-stated", "", 6, "3/9")),
]  # fmt: skip
WHOLE: list[list[dict[str, Any]]] = [
    [bundle(ONE, total=1)],
    [bundle(ONE, total=2, link=NEXT), bundle(resource(row("2")), total=2)],
    [bundle(ONE, link=NEXT), bundle(resource(row("2")), link=SELF)],
    [bundle(resource(PATIENT), ONE, total=3, link=NEXT), bundle(resource(row("2")), total=3, link=SELF)],
    [bundle(ONE, total=2, link=NEXT), bundle(resource({**row("2"), "subject": SHOWN}), total=2)],
    [bundle(ONE, {"request": {"method": "DELETE", "url": "Condition/2"}}, kind="history", total=2)],
    [bundle(ONE, resource(outcome("informational", "information"), "outcome"))],
    [bundle(ONE, answer("404"), answer("200 OK"), kind="batch-response")],
    [bundle(ONE, answer("404 Not Found", outcome("not-found", "error")), kind="batch-response")],
    [bundle(ONE, kind="collection", total=9)],
]


@pytest.mark.parametrize(("files", "lack"), LACKING)
def test_what_is_missing_is_a_gap_and_in_no_account(files: list[dict[str, Any]], lack: Any) -> None:
    found = shelf(*files)
    assert dict.fromkeys(gaps(found)) == {lack: None}
    assert found.account.total.adds_up
    assert found.account.total.gaps == 0
    record = found.persons[0].record
    for sheet in all_sheets(record, Ledger(), TODAY, Words("th")):
        assert any("ต้นทาง" in line or "แฟ้ม" in line for line in sheet.gaps), sheet.name


@pytest.mark.parametrize("files", WHOLE)
def test_what_is_whole_has_no_gap(files: list[dict[str, Any]]) -> None:
    assert gaps(shelf(*files)) == []


def test_two_people_of_whom_as_many_rows_are_stated_are_not_added_up() -> None:
    other = {**row("2"), "subject": {"reference": "Patient/q"}}
    found = shelf(bundle(ONE, total=2), bundle(resource(other), total=2))
    assert gaps(found) == [("fewer-than-stated", "Condition", 1, "1/2")] * 2


def test_the_numbers_are_told() -> None:
    record = shelf(bundle(ONE, total=500)).persons[0].record
    assert record.account.total == Tally(received=1, shown=1)
    sheet = all_sheets(record, Ledger(), TODAY, Words("th"))[0]
    assert "1 จาก 500 รายการ" in " ".join(sheet.gaps)


@pytest.mark.parametrize(("files", "code"), [([bundle(ONE, total=500)], 1), ([bundle(ONE, total=1)], 0)])
def test_the_exit_code_says_so(files: list[dict[str, Any]], code: int, tmp_path: Path) -> None:
    for number, one in enumerate(files):
        (tmp_path / f"{number}.json").write_text(json.dumps(one))
    assert run([str(tmp_path), "-o", str(tmp_path / "out")]) == code
