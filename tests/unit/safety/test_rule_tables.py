"""Tables as people write them: whole, cited, in both languages; a bad one is told and the rest runs."""

import json
from pathlib import Path
from typing import Any

import pytest
from unit.safety.people_of_rules import book, checked, fired, formulary, supply

from viewer.base.resources import resource
from viewer.safety.errors import TableUnreadable
from viewer.safety.rulebook import rulebook, sides_of
from viewer.safety.tables import LimitRule, read_table

SHIPPED = sorted(resource("tables", "rules").glob("*.json"))
GOOD: dict[str, Any] = {
    "table": "site", "version": "1", "title": {"th": "ของเรา", "en": "ours"}, "owner": "ภญ.ทดสอบ",
    "review": "2027-01-31",
    "sources": {"own": {"cite": "PTC minutes", "read": True}},
    "rules": [{
        "id": "site-paracetamol-amlodipine", "kind": "pair", "level": "watch", "rank": 1, "source": "own",
        "verified": True, "left": {"of": ["paracetamol"]}, "right": {"groups": ["ccb-dhp"]},
        "effect": {"th": "ก", "en": "a"}, "act": {"th": "ข", "en": "b"},
    }],
}  # fmt: skip
ROWS = (supply("paracetamol 500 mg tab", 3), supply("amlodipine 5 mg tab", 3))


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "site.json"
    path.write_text(json.dumps({**GOOD, **changes}, ensure_ascii=False), encoding="utf-8")
    return path


def rule_with(**changes: Any) -> list[dict[str, Any]]:
    return [{**GOOD["rules"][0], **changes}]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_table_is_whole(path: Path) -> None:
    table = read_table(path)
    assert table.table == path.stem
    for rule in table.rules:
        assert rule.effect.th != rule.effect.en
        assert any("\u0e00" <= sign <= "\u0e7f" for sign in rule.effect.th + rule.act.th)
        assert rule.source in table.sources
    used = {rule.source for rule in table.rules}
    assert used == set(table.sources), "no source that no rule rests on"


def test_shipped_rules_have_ids_of_their_own_and_name_what_the_formulary_knows() -> None:
    ids = [rule.id for path in SHIPPED for rule in read_table(path).rules]
    assert len(set(ids)) == len(ids)
    lists = {name for path in SHIPPED for name in read_table(path).lists} | {"qt-known-risk"}
    known = set(formulary().groups) | set(formulary().ingredients) | lists
    for entry in book().entries:
        sides = [*sides_of(entry.rule), *(entry.rule.without if isinstance(entry.rule, LimitRule) else ())]
        named = {name for side in sides for name in (*side.groups, *side.but)}
        named |= {*getattr(entry.rule, "groups", ()), *(getattr(entry.rule, "but", None) or ())}
        assert named <= known, entry.rule.id
        assert set(entry.rule.absorbs) <= set(ids), entry.rule.id
    assert book().faults == ()


def test_what_could_not_be_read_says_so() -> None:
    for entry in book().entries:
        assert entry.source.read or not entry.rule.verified, entry.rule.id
    assert not [
        entry.rule.id for entry in book().entries if entry.rule.id.startswith("rdu-") and entry.rule.verified
    ]


def test_the_maoi_groups_are_checked_and_not_counted() -> None:
    silent = [entry for entry in book().entries if not entry.rule.counted]
    assert len(silent) == 7
    applied = [entry for entry in book().entries if not entry.why]
    assert checked(*ROWS).coverage.rules == len(applied) - len(silent)


def test_two_that_prolong_qt_sleep_until_a_list_is_loaded(tmp_path: Path) -> None:
    rows = (supply("domperidone 10 mg tab", 3), supply("azithromycin 250 mg cap", 3))
    assert fired(checked(*rows)) == []
    assert "onc-21-qt-qt" in checked(*rows).coverage.asleep
    own = written(tmp_path, lists={"qt-known-risk": ["domperidone", "azithromycin"]})
    rules = rulebook(formulary(), [own])
    assert fired(checked(*rows, rules=rules)) == ["onc-21-qt-qt"]
    assert "onc-21-qt-qt" not in checked(*rows, rules=rules).coverage.asleep


def test_favipiravir_waits_for_the_outbreak_view() -> None:
    rows = (supply("favipiravir 200 mg tab", 3), supply("แคปซูลฟ้าทะลายโจร 400 mg", 3))
    assert fired(checked(*rows)) == []
    assert "favipiravir-andrographis" in checked(*rows).coverage.asleep


def test_a_site_adds_its_own_table_and_replaces_a_rule(tmp_path: Path) -> None:
    assert fired(checked(*ROWS)) == []
    assert fired(checked(*ROWS, rules=rulebook(formulary(), [written(tmp_path)]))) == [
        "site-paracetamol-amlodipine"
    ]
    ours = rule_with(id="warfarin-nsaid", left={"of": ["warfarin"]}, right={"of": ["paracetamol"]})
    rules = rulebook(formulary(), [written(tmp_path, rules=ours)])
    entry = rules.entry("warfarin-nsaid")
    assert entry is not None
    assert (entry.table, entry.owner) == ("site", "ภญ.ทดสอบ")
    assert (
        fired(checked(supply("warfarin 3 mg tab", 3), supply("ibuprofen 400 mg tab", 3), rules=rules)) == []
    )


def test_a_site_switches_a_rule_off() -> None:
    rows = (supply("warfarin 3 mg tab", 3), supply("ibuprofen 400 mg tab", 3))
    off = rulebook(formulary(), off=["warfarin-nsaid"])
    found = checked(*rows, rules=off)
    assert (fired(found), found.coverage.off) == ([], ("warfarin-nsaid",))
    assert found.coverage.rules == checked(*rows).coverage.rules - 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"rules": rule_with(level="loud")}, "site-paracetamol-amlodipine.pair.level"),
        ({"rules": rule_with(left={"of": []})}, "site-paracetamol-amlodipine.pair.left"),
        ({"rules": rule_with(kind="riddle")}, "site-paracetamol-amlodipine"),
        ({"rules": rule_with(effect={"th": "", "en": "a"})}, "site-paracetamol-amlodipine.pair.effect.th"),
        ({"rules": rule_with(colour="red")}, "site-paracetamol-amlodipine.pair.colour"),
        ({"rules": rule_with(source="nowhere")}, "a source that is not in the table"),
        ({"rules": [*GOOD["rules"], *GOOD["rules"]]}, "two rules of one id"),
        ({"sources": {"own": {"cite": "x", "read": False}}}, "cannot be verified"),
        ({"owner": ""}, "owner"),
        ({"review": "soon"}, "review"),
        ({"rules": rule_with(kind="limit", sides=[], when=[{"test": "k", "at_least": 5}])}, "a ground is one thing"),
        ({"rules": rule_with(kind="limit", sides=[], when=[])}, "when"),
    ],
)  # fmt: skip
def test_a_table_with_an_error_is_told_by_rule_and_field_and_the_rest_runs(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    path = written(tmp_path, **changes)
    with pytest.raises(TableUnreadable, match=r"site\.json") as told:
        read_table(path)
    assert named in str(told.value)
    rules = rulebook(formulary(), [path])
    assert len(rules.faults) == 1
    assert len(rules.entries) == len(book().entries)
    found = checked(supply("warfarin 3 mg tab", 3), supply("ibuprofen 400 mg tab", 3), rules=rules)
    assert fired(found) == ["warfarin-nsaid"]
    assert found.coverage.faults == rules.faults


def test_an_error_never_shows_what_stands_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, rules=rule_with(id="Mr SECRET 1234", level="SECRET"))
    with pytest.raises(TableUnreadable) as told:
        read_table(path)
    assert "SECRET" not in str(told.value)
    assert str(tmp_path) not in str(told.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"rules": 3}', b'{"rules": [3]}']
)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "site.json"
    path.write_bytes(content)
    with pytest.raises(TableUnreadable):
        read_table(path)
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / "nowhere.json")


def test_every_rule_can_be_listed_with_its_source() -> None:
    assert len(book().entries) >= 75
    for entry in book().entries:
        assert entry.source.cite
        assert entry.version
        assert entry.owner
        assert book().entry(entry.rule.id) is entry
