"""Medicines against an open pregnancy, by their labels: use now is never told as history, nor history as use."""

import pytest
from unit.safety.people_of_rules import book, checked, fired, last_period, only, person, pregnant, supply

from viewer.safety.finding import Level

WOMAN = person("female", 28)
WEEKLY = "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์"


@pytest.mark.parametrize(
    ("name", "rule", "level"),
    [
        ("isotretinoin 10 mg cap", "pregnancy-isotretinoin", Level.FORBIDDEN),
        ("acitretin 10 mg cap", "pregnancy-retinoid", Level.FORBIDDEN),
        ("methotrexate 2.5 mg tab", "pregnancy-methotrexate", Level.FORBIDDEN),
        ("enalapril 5 mg tab", "pregnancy-ras-blocker", Level.FORBIDDEN),
        ("losartan 50 mg tab", "pregnancy-ras-blocker", Level.FORBIDDEN),
        ("aliskiren 150 mg tab", "pregnancy-ras-blocker", Level.FORBIDDEN),
        ("sodium valproate 500 mg tab", "pregnancy-valproate", Level.CONSULT),
        ("misoprostol 200 mcg tab", "pregnancy-misoprostol", Level.CONSULT),
    ],
)
@pytest.mark.parametrize("days", [56, 175])
def test_what_its_label_forbids_or_warns_of(name: str, rule: str, level: Level, days: int) -> None:
    row = supply(name, 0, WEEKLY)
    found = only(checked(row, *pregnant(days), who=WOMAN), rule)
    assert found.level is level
    assert ("gestation", f"{days // 7}+{days % 7}") in {(note.code, note.detail) for note in found.notes}
    for nobody in (
        checked(row, last_period(20), who=WOMAN),
        checked(row, *pregnant(days), who=person("male", 28)),
    ):
        assert rule not in fired(nobody)
    unknown = checked(row, who=WOMAN).coverage.unchecked
    assert (rule, "pregnancy-unknown") in {(one.rule, one.reason) for one in unknown}


def test_a_cream_is_no_retinoid_of_the_body() -> None:
    cream = supply("tretinoin 0.05% cream", 3, "ทาบริเวณที่เป็นสิว วันละ 1 ครั้ง ก่อนนอน", 1, unit="หลอด")
    assert fired(checked(cream, *pregnant(56), who=WOMAN)) == []


@pytest.mark.parametrize(
    ("days_ago", "quantity", "pregnant_for", "rules"),
    [
        (10, 90, 56, ["pregnancy-isotretinoin"]),  # taken now, since the beginning
        (0, 30, 140, ["pregnancy-isotretinoin"]),  # begun today
        (120, 60, 130, ["pregnancy-isotretinoin"]),  # ended 61 days ago: its effect lasts
        (200, 60, 195, ["past-isotretinoin"]),  # ended 141 days ago, in the first weeks
        (290, 60, 195, []),
    ],
)
def test_past_isotretinoin_is_said_only_of_the_past(
    days_ago: int, quantity: int, pregnant_for: int, rules: list[str]
) -> None:
    label = "รับประทานครั้งละ 1 แคปซูล วันละ 1 ครั้ง หลังอาหารเย็น"
    row = supply("isotretinoin 10 mg cap", days_ago, label, quantity, unit="แคปซูล")
    assert fired(checked(row, *pregnant(pregnant_for), who=WOMAN)) == rules


def test_only_what_was_read_is_verified() -> None:
    told = {entry.rule.id: entry.rule.verified for entry in book().entries if entry.table == "pregnancy"}
    assert [rule for rule, verified in told.items() if not verified] == ["pregnancy-retinoid"]
