"""Which medicines count today: until 30 days after their supply ended, 90 for those whose effect lasts."""

from pathlib import Path
from typing import Any

import pytest
from unit.safety.people_of_rules import ONCE, Row, allergy, checked, fired, formulary, only, result, supply

from viewer.record.facts import Supply, SupplyKind
from viewer.safety.rulebook import rulebook

ERGOT = "ergotamine 1 mg tab"


def partner(days_ago: int, quantity: int = 10, **more: Any) -> list[Supply]:
    """Ergotamine that runs, and clarithromycin of ``quantity`` days."""
    return [supply(ERGOT, 5), supply("clarithromycin 500 mg tab", days_ago, ONCE, quantity, "F02", **more)]


@pytest.mark.parametrize(("since_end", "speaks"), [(0, True), (14, True), (30, True), (31, False)])
def test_thirty_days_after_the_end(since_end: int, speaks: bool) -> None:
    # n days from day X cover X … X+n-1: of 10 days the last was 9 days after its supply.
    found = checked(*partner(10 + since_end))
    assert ("onc-27-ergot-cyp3a4" in fired(found)) is speaks
    if speaks:
        ended = {part.ingredient: part.ended for part in only(found, "onc-27-ergot-cyp3a4").parts}
        assert ended["clarithromycin"] == since_end


@pytest.mark.parametrize("name", ["warfarin", "amiodarone", "methotrexate"])
@pytest.mark.parametrize(("since_end", "speaks"), [(31, True), (90, True), (91, False)])
def test_ninety_days_for_what_outlasts_its_supply(name: str, since_end: int, speaks: bool) -> None:
    other = (
        "trimethoprim" if name == "methotrexate" else "metronidazole" if name == "warfarin" else "warfarin"
    )
    rows = (supply(f"{name} 3 mg tab", 10 + since_end, ONCE, 10), supply(f"{other} 100 mg tab", 5))
    about = [finding for finding in checked(*rows).findings if len(finding.parts) == 2]
    assert bool(about) is speaks


def test_a_site_sets_the_windows(tmp_path: Path) -> None:
    table = tmp_path / "windows.json"
    table.write_text(
        '{"table": "site", "version": "1", "title": {"th": "ก", "en": "a"}, "owner": "x", "review": "2027-01-01", '
        '"sources": {}, "windows": {"recent": 7}, "rules": []}',
        encoding="utf-8",
    )
    rules = rulebook(formulary(), [table])
    assert "onc-27-ergot-cyp3a4" in fired(checked(*partner(17), rules=rules))
    assert "onc-27-ergot-cyp3a4" not in fired(checked(*partner(18), rules=rules))


@pytest.mark.parametrize(
    "more",
    [
        {"kind": SupplyKind.REQUEST, "status": "cancelled"},
        {"kind": SupplyKind.REQUEST, "status": "stopped"},
        {"kind": SupplyKind.STATEMENT, "status": "stopped"},
        {"kind": SupplyKind.STATEMENT, "status": "not-taken"},
        {"status": "cancelled"},
        {"status": "entered-in-error"},
        {"status": "declined"},
    ],
)
def test_what_was_stopped_or_denied_does_not_count(more: dict[str, Any]) -> None:
    assert fired(checked(*partner(2, **more))) == []


ORDER: dict[str, Any] = {"kind": SupplyKind.REQUEST, "status": "active"}


@pytest.mark.parametrize(("days_ago", "speaks"), [(0, True), (30, True), (31, False)])
def test_an_order_that_nobody_supplied_counts_for_thirty_days(days_ago: int, speaks: bool) -> None:
    found = checked(*partner(days_ago, **ORDER))
    assert ("onc-27-ergot-cyp3a4" in fired(found)) is speaks
    assert bool(found.coverage.orders_aside) is not speaks
    if speaks:
        states = {part.ingredient: part.state.value for part in only(found, "onc-27-ergot-cyp3a4").parts}
        assert states["clarithromycin"] == "ordered-only"


@pytest.mark.parametrize(
    ("before", "speaks"),
    [
        ({"days_ago": 200}, True),  # ran out long ago, and is ordered again
        ({"days_ago": 200, "kind": SupplyKind.STATEMENT, "status": "stopped"}, True),
        (
            {"days_ago": 1, "kind": SupplyKind.STATEMENT, "status": "stopped"},
            False,
        ),  # stopped after the order
        ({"days_ago": 2, "status": "entered-in-error"}, True),
    ],
)
def test_what_came_before_an_order_does_not_silence_it_and_a_stop_after_it_does(
    before: dict[str, Any], speaks: bool
) -> None:
    found = checked(*partner(2, **ORDER), partner(**before)[1])
    assert ("onc-27-ergot-cyp3a4" in fired(found)) is speaks


def test_an_order_and_its_supply_are_one_medicine() -> None:
    row = supply("amlodipine 5 mg tab", 3, place="F02")
    found = checked(row, supply("amlodipine 5 mg tab", 3, place="F02", **ORDER))
    assert (fired(found), found.coverage.drugs) == ([], 1)


@pytest.mark.parametrize(
    ("row", "rows", "rule"),
    [
        (supply("metformin 500 mg tab", 0, **ORDER), (result("62238-1", "25", "mL/min/1.73 m2"),), "metformin-egfr-30"),
        (supply("metronidazole 400 mg tab", 2, **ORDER), (supply("warfarin 3 mg tab", 10),), "warfarin-antibacterial"),
        (supply("amoxicillin 500 mg cap", 5, **ORDER), (allergy("amoxicillin"),), "allergy-same"),
        (supply("methotrexate 2.5 mg tab", 2, ONCE, 30, **ORDER), (), "methotrexate-daily"),
        (supply("atorvastatin 40 mg tab", 2, **ORDER), (supply("simvastatin 10 mg tab", 10),), "repeat-statin"),
    ],
)  # fmt: skip
def test_every_kind_of_rule_looks_at_orders(row: Supply, rows: tuple[Row, ...], rule: str) -> None:
    assert rule in fired(checked(row, *rows))


def test_stopped_here_while_a_supply_of_there_runs_counts() -> None:
    stop = supply(
        "clarithromycin 500 mg tab", 1, "", None, "F03", kind=SupplyKind.STATEMENT, status="stopped"
    )
    assert "onc-27-ergot-cyp3a4" in fired(checked(*partner(2), stop))


def test_what_cannot_be_counted_lasts_as_long_as_half_a_unit_a_day() -> None:
    def with_(days_ago: int, quantity: int | None) -> bool:
        rows = (supply(ERGOT, 5), supply("clarithromycin 500 mg tab", days_ago, "", quantity, "F02"))
        return "onc-27-ergot-cyp3a4" in fired(checked(*rows))

    assert with_(49, 10)  # 20 days and 30 after
    assert not with_(50, 10)
    assert with_(180, None)
    assert not with_(240, None)


@pytest.mark.parametrize(("days_ago", "speaks"), [(0, True), (30, True), (31, False)])
def test_what_was_given_in_a_facility_counts_for_thirty_days(days_ago: int, speaks: bool) -> None:
    rows = partner(days_ago, kind=SupplyKind.ADMINISTRATION)
    assert ("onc-27-ergot-cyp3a4" in fired(checked(*rows))) is speaks


@pytest.mark.parametrize(
    "name",
    [
        "ketoconazole 2% cream",
        "ketoconazole 2 % shampoo topical",
        "erythromycin eye ointment",
        "clarithromycin 1 % gel",
    ],
)
def test_what_acts_where_it_is_put_does_not_meet_what_is_in_the_body(name: str) -> None:
    label = "ทาบริเวณที่เป็น" if "eye" not in name else "ป้ายตาวันละ 2 ครั้ง"
    found = checked(
        supply(ERGOT, 5), supply("simvastatin 10 mg tab", 5), supply(name, 5, label, 1, unit="หลอด")
    )
    assert fired(found) == []


def test_a_list_that_says_it_is_taken_counts_without_a_quantity() -> None:
    claimed = supply("clarithromycin 500 mg tab", 200, "", None, kind=SupplyKind.STATEMENT, status="active")
    assert "onc-27-ergot-cyp3a4" in fired(checked(supply(ERGOT, 5), claimed))
