"""Breast-feeding: how it is known, the rules that ask for it, and what is said where nobody knows."""

from typing import Any

import msgspec
import pytest
from unit.safety.people_of_rules import (
    LEDGER,
    D,
    book,
    checked,
    fired,
    formulary,
    person,
    pregnant,
    problem,
    record,
    result,
    supply,
)

from viewer.record.courses import courses
from viewer.record.facts import Problem, Result
from viewer.record.lactation import lactation
from viewer.record.story import Record
from viewer.record.values import Coding, Concept
from viewer.safety.check import check
from viewer.safety.finding import Checked, Level
from viewer.safety.tables import LimitRule

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
WOMAN = person("female", 28)


def observed(
    value: Any, code: str = "63895-7", days_ago: int = 20, *, name: str = "", about: str = ""
) -> Result:
    made = result(code, "x", days_ago=days_ago, name=name)
    return msgspec.structs.replace(made, value=value, about=about)


def answer(code: str, system: str = LOINC) -> Concept:
    return Concept("", (Coding(system, code),))


KNOWN: tuple[tuple[str, Any, bool | None], ...] = (
    ("Z39.1", problem("Z39.1", 30), True),
    ("Z39.1 long ago", problem("Z39.1", 500), None),
    ("Z39.1 over", problem("Z39.1", 30, "resolved"), False),
    ("Z39.2 is no statement", problem("Z39.2", 30), None),
    ("currently", observed(answer("LA29252-6")), True),
    ("fully", observed(answer("LA29254-2")), True),
    ("partially", observed(answer("LA29255-9")), True),
    ("not currently", observed(answer("LA29253-4")), False),
    ("SNOMED as the value", observed(answer("413712001", SNOMED)), True),
    ("a boolean", observed(True), True),
    ("a boolean that says no", observed(False), False),
    ("SNOMED as the question", observed(True, "413712001"), True),
    ("in Thai", observed("กำลังให้นมบุตร", "", name="ให้นมบุตร"), True),
    ("in Thai, no", observed("หยุดให้นมแล้ว", "", name="การให้นมบุตร"), False),
    ("words that leave it open", observed("ให้คำแนะนำแล้ว", "", name="ให้นมบุตร"), None),
    ("of the child", observed(True, about="บุตร"), None),
    ("another test", observed(True, "2823-3"), None),
    ("long ago", observed(answer("LA29252-6"), days_ago=400), None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "yes"), [(row, yes) for _, row, yes in KNOWN], ids=[name for name, *_ in KNOWN]
)
def test_what_says_it(row: Problem | Result, yes: bool | None) -> None:
    found = lactation(record(row, who=WOMAN), D)
    assert (found.yes if found else None) is yes
    assert found is None or found.fact is row


def test_the_newest_statement_decides_and_what_she_says_today_beats_all() -> None:
    rows = (observed(answer("LA29252-6"), days_ago=200), observed(answer("LA29253-4"), days_ago=10))
    found = lactation(record(*rows, who=WOMAN), D)
    assert found is not None
    assert not found.yes
    told = lactation(record(*rows, who=WOMAN), D, told=True)
    assert told is not None
    assert told.yes
    assert told.fact is None


def test_a_restricted_row_is_not_looked_at() -> None:
    assert lactation(record(result("63895-7", "x", restricted="label"), who=WOMAN), D) is None


TAKEN = {
    "lactation-antineoplastic": ("cyclophosphamide 50 mg tab", Level.FORBIDDEN),
    "lactation-retinoid": ("isotretinoin 10 mg cap", Level.FORBIDDEN),
    "lactation-ergotamine": ("Cafergot tab", Level.FORBIDDEN),
    "lactation-codeine-tramadol": ("tramadol 50 mg cap", Level.CONSULT),
    "lactation-amiodarone": ("amiodarone 200 mg tab", Level.CONSULT),
    "lactation-lithium": ("lithium 300 mg tab", Level.CONSULT),
    "lactation-methotrexate": ("methotrexate 2.5 mg tab", Level.CONSULT),
    "lactation-primaquine": ("primaquine 15 mg tab", Level.CONSULT),
    "lactation-combined-contraceptive": (
        "ethinylestradiol 0.03 mg + levonorgestrel 0.15 mg tab",
        Level.CONSULT,
    ),
    "lactation-dopamine-agonist": ("cabergoline 0.5 mg tab", Level.CONSULT),
    "lactation-pseudoephedrine": ("pseudoephedrine 60 mg tab", Level.WATCH),
}


def test_every_rule_of_the_table_is_here() -> None:
    rules = {
        entry.rule.id
        for entry in book().entries
        if isinstance(entry.rule, LimitRule) and any(ground.lactating for ground in entry.rule.when)
    }
    assert rules == set(TAKEN)
    assert all(
        entry.source.read and entry.rule.verified for entry in book().entries if entry.table == "lactation"
    )


def _of(found: Checked) -> list[str]:
    return [rule for rule in fired(found) if rule.startswith("lactation-")]


@pytest.mark.parametrize(("rule", "drug", "level"), [(rule, *taken) for rule, taken in TAKEN.items()])
def test_it_speaks_while_she_breast_feeds_and_else_is_undecided_or_silent(
    rule: str, drug: str, level: Level
) -> None:
    feeds = checked(supply(drug, 3), problem("Z39.1", 30), who=WOMAN)
    assert _of(feeds) == [rule]
    (finding,) = [one for one in feeds.findings if one.rule == rule]
    assert finding.level is level
    assert [one.icd for one in finding.others if isinstance(one, Problem)] == ["Z39.1"]
    silent = checked(supply(drug, 3), who=WOMAN)
    assert _of(silent) == []
    assert ("lactation", "lactation-unknown") in {
        (one.test, one.reason) for one in silent.coverage.unchecked if one.rule == rule
    }
    for nobody in (person("male", 28), person("female", 70)):
        found = checked(supply(drug, 3), who=nobody)
        assert _of(found) == []
        assert not [one for one in found.coverage.unchecked if one.rule == rule]
    weaned = checked(supply(drug, 3), observed(answer("LA29253-4")), who=WOMAN)
    assert _of(weaned) == []
    assert not [one for one in weaned.coverage.unchecked if one.rule == rule]


def test_of_who_is_pregnant_it_is_not_asked() -> None:
    found = checked(supply("tramadol 50 mg cap", 3), *pregnant(100), who=WOMAN)
    assert not [one for one in found.coverage.unchecked if one.test == "lactation"]


def test_what_is_told_at_the_desk_counts_and_says_so() -> None:
    made = record(supply("tramadol 50 mg cap", 3), who=WOMAN)
    found = _told(made)
    (finding,) = [one for one in found.findings if one.rule == "lactation-codeine-tramadol"]
    assert [note.code for note in finding.notes] == ["breast-feeding-told"]


def _told(made: Record) -> Checked:
    return check(
        made, courses(made.supplies, D, formulary()), formulary(), book(), D, LEDGER, breast_feeding=True
    )


@pytest.mark.parametrize(
    "drug", ["paracetamol 500 mg tab", "ibuprofen 400 mg tab", "amoxicillin 500 mg cap", "warfarin 3 mg tab",
             "iodine + folic acid + ferrous fumarate tab"],
)  # fmt: skip
def test_what_no_rule_of_it_names_stays_silent(drug: str) -> None:
    assert _of(checked(supply(drug, 3), problem("Z39.1", 30), who=WOMAN)) == []


def test_a_pain_killer_that_ran_out_is_not_told() -> None:
    once = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
    assert _of(checked(supply("tramadol 50 mg cap", 40, once, 10), problem("Z39.1", 30), who=WOMAN)) == []


def test_what_is_put_on_the_skin_is_not_told() -> None:
    cream = supply("tretinoin cream 0.05%", 3, "ทาบาง ๆ บริเวณที่เป็นสิว วันละ 1 ครั้ง ก่อนนอน", 1, unit="หลอด")
    assert _of(checked(cream, problem("Z39.1", 30), who=WOMAN)) == []
