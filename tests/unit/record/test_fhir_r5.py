"""R5 reads as what it says: names and shapes that R4 does not have."""

from typing import Any

import pytest
from unit.record.made import TODAY, coded, codes, one, read

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.facts import Stance
from viewer.record.values import Quantity

WARFARIN = {"concept": {"text": "Warfarin 3 mg tablet"}}


# --- medicines


@pytest.mark.parametrize("type_", ["MedicationRequest", "MedicationDispense", "MedicationStatement"])
def test_a_medicine_of_r5_has_its_name(type_: str) -> None:
    record = read({"resourceType": type_, "status": "active", "medication": WARFARIN})
    (fact,) = record.supplies
    assert (fact.drug.name, fact.drug.ingredients, fact.drug.strength) == (
        "Warfarin 3 mg tablet", ("warfarin",), "3 mg",
    )  # fmt: skip
    assert not codes(fact) & {"reference-broken", "member-unknown"}


def test_a_medicine_of_r5_may_be_pointed_to() -> None:
    medicine = {
        "resourceType": "Medication", "id": "m", "doseForm": {"text": "tablet"},
        "ingredient": [{"item": {"concept": {"text": "metformin"}}, "strengthRatio": {"numerator": {"value": 500,
                        "unit": "mg"}, "denominator": {"value": 1}}}],
    }  # fmt: skip
    row = {"resourceType": "MedicationRequest", "medication": {"reference": {"reference": "Medication/m"}}}
    (fact,) = read(medicine, row).supplies
    assert (fact.drug.name, fact.drug.strength, fact.drug.form) == ("metformin", "500 mg", "tablet")


def test_numbers_keep_their_digits_on_the_way() -> None:
    raw = (
        b'{"resourceType":"MedicationRequest","medication":{"concept":{"text":"x"}},'
        b'"dosageInstruction":[{"asNeeded":true,"doseAndRate":[{"doseQuantity":{"value":1.50}}]}]}'
    )
    binder = Binder(TODAY, None)
    binder.add(raw, UNKNOWN)
    (fact,) = binder.record().supplies
    assert fact.origin.raw == raw
    amount = fact.doses[0].amount
    assert isinstance(amount, Quantity)
    assert (str(amount.value), fact.doses[0].as_needed) == ("1.50", True)


@pytest.mark.parametrize("type_", ["MedicationStatement", "MedicationAdministration", "MedicationDispense"])
def test_the_visit_of_an_r5_medicine_and_whose_it_is_are_no_doubt(type_: str) -> None:
    sent = {
        "resourceType": type_, "status": "completed", "medication": {"concept": {"text": "metformin 500 mg"}},
        "encounter": {"reference": "Encounter/e"}, "patient": {"reference": "Patient/p"},
    }  # fmt: skip
    (row,) = read(sent).supplies
    assert "member-unknown" not in codes(row)


# --- visits


def test_a_visit_of_r5_has_its_days_class_and_reasons() -> None:
    (visit,) = read(
        {
            "resourceType": "Encounter", "status": "completed",
            "actualPeriod": {"start": "2024-01-02", "end": "2024-01-05"},
            "class": [{"coding": [{"code": "IMP"}]}],
            "reason": [{"value": [{"concept": {"text": "ไข้"}}]}],
            "diagnosis": [{"condition": [{"concept": {"text": "ปอดอักเสบ"}}, {"concept": {"text": "ซีด"}}]}],
        }
    ).visits  # fmt: skip
    assert visit.when is not None
    assert visit.end is not None
    assert (visit.when.raw, visit.end.raw, visit.kind, visit.reasons) == (
        "2024-01-02",
        "2024-01-05",
        "IMP",
        ("ไข้",),
    )
    assert [found.words for found in visit.diagnoses] == ["ปอดอักเสบ", "ซีด"]


def test_diagnoses_of_r5_are_read_where_nothing_else_tells_its_version() -> None:
    gout = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "M10.9"}
    conditions = [{"concept": {"text": "ปอดอักเสบ"}}, {"concept": {"coding": [gout]}}, {"reference": {"display": "ซีด"}},
                  {"reference": "Condition/c"}]  # fmt: skip
    row = {"resourceType": "Condition", "id": "c", "code": {"text": "เบาหวาน"}}
    visit = {"resourceType": "Encounter", "diagnosis": [{"condition": conditions, "use": [{"text": "หลัก"}]}]}
    (found,) = read(row, visit).visits
    told = [(one.words or one.code, one.role) for one in found.diagnoses]
    assert told == [("ปอดอักเสบ", "หลัก"), ("M10.9", "หลัก"), ("ซีด", "หลัก"), ("เบาหวาน", "หลัก")]


def test_a_restricted_diagnosis_of_r5_hides_its_visit() -> None:
    hiv = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "B24"}
    for concept in ({"text": "HIV"}, {"coding": [hiv]}):
        (visit,) = read(
            {"resourceType": "Encounter", "diagnosis": [{"condition": [{"concept": concept}]}]}
        ).visits
        assert visit.restricted == "hiv"


@pytest.mark.parametrize("reason", [[{"text": "ไข้"}], [{"concept": {"text": "ไข้"}}]])
def test_a_reason_may_stand_bare(reason: Any) -> None:
    (visit,) = read({"resourceType": "Encounter", "reason": reason}).visits
    assert (visit.reasons, codes(visit) & {"member-unknown"}) == (("ไข้",), set())


@pytest.mark.parametrize(
    ("sent", "kind", "words", "marked"),
    [
        ({"coding": [{"code": "EMER", "display": "ฉุกเฉิน"}]}, "EMER", "ฉุกเฉิน", False),
        ({"coding": [{"system": "x"}, {"code": "AMB"}], "text": "OPD"}, "AMB", "OPD", False),
        ({"text": "OPD"}, "", "OPD", False),
        ({"value": "OPD"}, "", "", True),
        ({}, "", "", False),
    ],
)
def test_a_class_that_is_a_concept_is_read(sent: dict[str, Any], kind: str, words: str, marked: bool) -> None:
    (visit,) = read({"resourceType": "Encounter", "status": "finished", "class": sent}).visits
    assert (visit.kind, visit.kind_words, "field-unreadable" in codes(visit)) == (kind, words, marked)


def test_of_several_classes_the_first_is_read_and_the_row_says_that_there_is_more() -> None:
    one, other = {"coding": [{"code": "AMB", "display": "OPD"}]}, {"text": "ฉุกเฉิน"}
    bare = {"code": "IMP"}
    for sent, marked in (
        ([one, other], True), ([one, one], False), ([one], False), ([other, one], True), ([bare, one], True),
    ):  # fmt: skip
        (visit,) = read({"resourceType": "Encounter", "status": "completed", "class": sent}).visits
        assert visit.kind_words == ("ฉุกเฉิน" if sent[0] is other else "OPD")
        assert ("member-unknown" in codes(visit)) is marked


# --- other rows


def test_a_reaction_of_r5_has_its_manifestation() -> None:
    (fact,) = read(
        {
            "resourceType": "AllergyIntolerance", "type": coded("intolerance"), "code": {"text": "codeine"},
            "reaction": [{"manifestation": [{"concept": {"text": "คลื่นไส้"}}]}],
            "participant": [{"function": coded("informant"), "actor": {"display": "มารดา"}}],
        }
    ).allergies  # fmt: skip
    assert (fact.stance, fact.informant) == (Stance.SIDE_EFFECT, "มารดา")
    assert [one.words for one in fact.reactions[0].manifestations] == ["คลื่นไส้"]


def test_a_reaction_to_a_vaccine_of_r5_is_told() -> None:
    reaction = [{"manifestation": {"concept": {"text": "ไข้สูง"}}}]
    (row,) = read(
        {"resourceType": "Immunization", "vaccineCode": {"text": "HBV"}, "reaction": reaction}
    ).vaccines
    assert row.reaction == "ไข้สูง"


def test_a_procedure_of_r5_has_its_date() -> None:
    fact = one(resourceType="Procedure", code={"text": "x"}, occurrenceDateTime="2020-05-05")
    assert fact.when is not None
    assert fact.when.raw == "2020-05-05"


def test_what_a_diagnosis_of_r5_rests_on_is_told() -> None:
    evidence = [{"concept": {"text": "ไข้"}, "reference": {"display": "ภาพรังสี"}}]
    (fact,) = read({"resourceType": "Condition", "code": {"text": "x"}, "evidence": evidence}).problems
    assert fact.evidence == "ไข้, ภาพรังสี"


def test_who_wrote_down_an_r5_diagnosis_is_told() -> None:
    told = {"function": coded("author"), "actor": {"display": "รพ. ก", "type": "Organization"}}
    (row,) = read({"resourceType": "Condition", "code": {"text": "x"}, "participant": [told]}).problems
    assert (row.origin.facility, codes(row) & {"member-unknown"}) == ("รพ. ก", set())
    (row,) = read({"resourceType": "Condition", "code": {"text": "x"}, "participant": [told, told]}).problems
    assert "member-unknown" in codes(row)


def test_what_an_r5_consent_decides_is_told() -> None:
    sent = {
        "resourceType": "Consent", "status": "active", "category": [coded("59284-0")], "decision": "deny",
        "date": "2026-11-01", "subject": {"reference": "Patient/p"},
        "provision": [{"period": {"start": "2026-11-02"}}],
    }  # fmt: skip
    (row,) = read(sent).others
    assert row.values("decision") == ("deny",)
    assert (row.when and row.when.raw, [part.kind for part in row.parts]) == ("2026-11-01", ["exception"])
    assert "member-unknown" not in codes(row)
    (row,) = read({**sent, "decision": "perhaps"}).others
    assert "member-unknown" in codes(row)
