"""What each of the sandbox's people should lead to: the findings of resources/people/expected.json, in their order.

expected.json tells them in words; here each is the rule that says it. What stands there and is no finding of a rule:
person 2's unresolved allergy is coverage, person 10's is of the outbreak view.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sandbox_people import TODAY, sandbox_patient
from unit.safety.people_of_rules import book, formulary

from viewer.record.courses import courses
from viewer.record.facts import Drug
from viewer.record.values import Concept
from viewer.safety.check import check
from viewer.safety.finding import Checked, Level
from viewer.safety.proposal import about_proposals, proposal

ROOT = Path(__file__).resolve().parents[3]
EXPECTED: dict[str, Any] = json.loads((ROOT / "resources" / "people" / "expected.json").read_text("utf-8"))[
    "people"
]
LEVELS = {
    "ห้ามใช้": Level.FORBIDDEN, "ห้ามใช้ร่วมกัน": Level.FORBIDDEN, "ค่าวิกฤต": Level.FORBIDDEN,
    "ปรึกษาแพทย์ก่อนจ่าย": Level.CONSULT, "เฝ้าระวัง": Level.WATCH,
}  # fmt: skip
NOT_OF_RULES = ("coverage", "outbreak view only")
FINDINGS: dict[int, list[tuple[str, set[str]]]] = {
    1: [
        ("metformin-egfr-30", {"metformin"}),
        ("k-high-drug", {"enalapril", "losartan"}),
        ("rdu-10-ras", {"enalapril", "losartan"}),
        ("rdu-14-nsaid-ckd", {"etoricoxib", "diclofenac"}),
        ("rdu-13-nsaid-duplicate", {"etoricoxib", "diclofenac"}),
        ("repeat-statin", {"simvastatin", "atorvastatin"}),
    ],
    2: [("repeat-strength", {"paracetamol"})],
    3: [("", {"ergotamine"}), ("", {"simvastatin"}), ("", {"omeprazole"})],
    4: [
        ("rdu-17-pregnancy", {"ergotamine"}),
        ("nsaid-pregnancy-20", {"ibuprofen"}),
        ("past-isotretinoin", {"isotretinoin"}),
        ("repeat-iron", {"ferrous fumarate", "iron"}),
    ],
    5: [
        ("inr-critical", {"warfarin"}),
        ("warfarin-antibacterial", {"warfarin", "metronidazole"}),
        ("warfarin-nsaid", {"warfarin", "diclofenac"}),
        ("warfarin-andrographis", {"warfarin", "andrographis"}),
        ("k-low-digoxin", {"digoxin", "furosemide"}),
    ],
    6: [
        ("site-rifampicin-itraconazole", {"rifampicin", "itraconazole"}),
        ("liver-hrze", {"isoniazid", "rifampicin", "pyrazinamide"}),
    ],
    7: [("site-apixaban-aspirin", {"apixaban", "aspirin"})],
    8: [("methotrexate-clash", {"methotrexate"})],
    9: [("allergy-class", {"amoxicillin"})],
    10: [],
    11: [],
    12: [
        ("hla-b5801-allopurinol", {"allopurinol"}),
        ("repeat-sedative", {"alprazolam", "zolpidem", "diazepam"}),
        ("k-critical-alone", set()),
        ("repeat-ingredient", {"omeprazole"}),
    ],
}  # fmt: skip


@cache
def checked(number: int, file: str = "", proposed: str = "") -> Checked:
    patient = sandbox_patient(number, file=file)
    rows = courses([row for row in patient.record.supplies if not row.restricted], TODAY, formulary())
    if proposed:
        rows = (*rows, proposal(Drug(proposed, Concept(proposed)), "", TODAY, formulary()))
    return check(patient.record, rows, formulary(), book(), TODAY, patient.ledger)


@pytest.mark.parametrize("number", FINDINGS)
def test_findings_are_those_expected_in_their_order(number: int) -> None:
    found = checked(number).findings
    told = [(finding.rule, {part.ingredient for part in finding.parts}) for finding in found]
    assert told == FINDINGS[number]
    expected = [one for one in EXPECTED[str(number)]["findings"] if one["source"] not in NOT_OF_RULES]
    assert [finding.level for finding in found] == [LEVELS[one["level"]] for one in expected]


def test_person_1_takes_the_lower_of_two_filtration_rates_and_tells_both() -> None:
    metformin = checked(1).findings[0]
    assert [(value.number, value.equation) for value in metformin.values] == [
        ("29", "reported"), ("31", "ckd-epi-2021"),
    ]  # fmt: skip
    kidney = checked(1).findings[3]
    assert [getattr(fact, "icd", "") for fact in kidney.others] == ["N18.4"]


def test_person_2_is_told_the_most_that_the_labels_allow_by_a_plausible_weight() -> None:
    finding = checked(2).findings[0]
    notes = {note.code: note.detail for note in finding.notes}
    assert notes["at-most-per-kg"] == str(EXPECTED["2"]["computed"]["paracetamol_max_mg_kg_day"])
    assert notes["strengths"] == "120 mg/5 mL · 250 mg/5 mL"
    assert [value.number for value in finding.values] == ["18"]
    unresolved = [row.substance.words for row in checked(2).coverage.allergies_unresolved]
    assert unresolved == EXPECTED["2"]["allergy"]["unresolved"]


def test_person_3_hides_the_other_side_and_says_whom_to_ask() -> None:
    found = checked(3)
    assert all(finding.restricted and finding.call == ("99006",) for finding in found.findings)
    words = re.sub(r"'[0-9a-f]{24,}'", "", repr(found)).casefold()  # keys are random: one may hold "b24"
    for secret in ("atazanavir", "ritonavir", "emtricitabine", "b24", "นภา"):
        assert secret not in words


def test_person_5_counts_what_ended_lately_and_warfarin_of_two_strengths_once() -> None:
    ended = {part.ingredient: part.ended for finding in checked(5).findings for part in finding.parts}
    assert (ended["metronidazole"], ended["andrographis"], ended["warfarin"]) == (2, 2, None)
    assert "repeat-ingredient" not in {finding.rule for finding in checked(5).findings}


def test_person_9_with_the_carried_file_is_a_conflict_and_still_forbidden() -> None:
    finding = checked(9, "ips-testman.json").findings[0]
    assert (finding.rule, finding.level) == ("allergy-class", Level.FORBIDDEN)
    assert [note.code for note in finding.notes] == ["conflict"]
    assert len(finding.allergies) == 2
    assert len(checked(9, "ips-testman.json").findings) == 1


def test_person_12_is_told_the_potassium_before_dialysis_and_what_the_sedatives_stand_on() -> None:
    sedatives, potassium = checked(12).findings[1:3]
    assert "rdu-16-elderly-benzodiazepine" in sedatives.also
    assert ("places", "3", "alprazolam") in {(note.code, note.detail, note.about) for note in sedatives.notes}
    assert [(value.number, value.phase) for value in potassium.values] == [("6.1", "before-dialysis")]


@pytest.mark.parametrize(
    ("number", "of"), [(1, (9, 9)), (2, (5, 5)), (4, (5, 5)), (8, (4, 4)), (9, (1, 1)), (12, (17, 17))]
)
def test_medicines_resolved(number: int, of: tuple[int, int]) -> None:
    coverage = checked(number).coverage
    assert (coverage.resolved, coverage.drugs) == of, [course.name for course in coverage.unresolved]


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ("Bactrim", ["allergy-same", "methotrexate-cotrimoxazole"]),
        ("Amoxicillin", ["allergy-same"]),
        ("Cefalexin", ["allergy-r1"]),
        ("Ceftriaxone", []),
        ("Furosemide", []),
        ("celecoxib", ["rdu-13-nsaid-duplicate"]),
        ("Lasix", []),
    ],
)
def test_person_8_before_the_prescription_check(typed: str, rules: list[str]) -> None:
    found = about_proposals(checked(8, proposed=typed).findings)
    assert [finding.rule for finding in found] == rules
    if typed == "Amoxicillin":
        assert {row.stance.value for row in found[0].allergies} == {"allergic", "refuted"}
