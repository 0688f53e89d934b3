"""R5, STU3 and DSTU2 read as what they say; what is unknown marks its row."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.denials import denial
from viewer.record.facts import Fact, Stance
from viewer.record.others import Other
from viewer.record.story import Record
from viewer.record.values import Quantity


def read(*resources: dict[str, Any]) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    entries = [{"resource": resource} for resource in resources]
    binder.add(
        json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode(), UNKNOWN
    )
    record = binder.record()
    assert record.account.total.adds_up
    return record


def one(**resource: Any) -> Fact:
    (fact,) = read(resource).facts()
    return fact


def codes(fact: Fact) -> set[str]:
    return {remark.code for remark in fact.remarks}


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


ALLERGY = {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}
WARFARIN = {"concept": {"text": "Warfarin 3 mg tablet"}}


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
    binder = Binder(date(2026, 11, 23), None)
    binder.add(raw, UNKNOWN)
    (fact,) = binder.record().supplies
    assert fact.origin.raw == raw
    amount = fact.doses[0].amount
    assert isinstance(amount, Quantity)
    assert (str(amount.value), fact.doses[0].as_needed) == ("1.50", True)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"status": "recorded", "adherence": {"code": coded("not-taking")}}, "not-taken"),
        ({"status": "recorded", "adherence": {"code": coded("taking-as-directed")}}, "active"),
        ({"status": "recorded", "adherence": {"code": coded("stopped-as-directed")}}, "stopped"),
        ({"status": "recorded", "adherence": {"code": coded("on-hold")}}, "on-hold"),
        ({"status": "entered-in-error", "adherence": {"code": coded("taking")}}, "entered-in-error"),
        ({"status": "draft", "adherence": {"code": coded("taking")}}, "draft"),
        ({"status": "stopped", "adherence": {"code": coded("taking")}}, "stopped"),
        ({"status": "active", "taken": "n"}, "not-taken"),
        ({"status": "active", "taken": "unk"}, "unknown"),
        ({"status": "active", "taken": "y"}, "active"),
        ({"status": "completed", "wasNotTaken": True}, "not-taken"),
        ({"status": "completed", "wasNotTaken": False}, "completed"),
    ],
)
def test_whether_a_medicine_is_taken(more: dict[str, Any], status: str) -> None:
    fact = one(resourceType="MedicationStatement", medicationCodeableConcept={"text": "metformin"}, **more)
    assert fact.status == status
    assert "member-unknown" not in codes(fact)


@pytest.mark.parametrize(
    ("type_", "more", "turned"),
    [
        ("Procedure", {"notDone": True}, "not-done"),
        ("Procedure", {"notPerformed": True}, "not-done"),
        ("Procedure", {"notDone": "true"}, "not-done"),
        ("Procedure", {"notDone": False}, ""),
        ("Immunization", {"notGiven": True}, "not-given"),
        ("Immunization", {"wasNotGiven": True}, "not-given"),
        ("Immunization", {"notGiven": False}, ""),
        ("MedicationAdministration", {"notGiven": True}, "not-given"),
        ("MedicationAdministration", {"wasNotGiven": True}, "not-given"),
        ("MedicationDispense", {"notDone": True}, "declined"),
    ],
)
def test_what_was_not_done_is_not_told_as_done(type_: str, more: dict[str, Any], turned: str) -> None:
    names = {"code": {"text": "x"}} if type_ == "Procedure" else {"vaccineCode": {"text": "x"}}
    names = {"medicationCodeableConcept": {"text": "x"}} if type_.startswith("Medication") else names
    fact = one(resourceType=type_, status="completed", **names, **more)
    assert denial(fact) == turned
    assert "member-unknown" not in codes(fact)


def test_why_it_was_not_done_is_told() -> None:
    reason = {"text": "ผู้ป่วยปฏิเสธ"}
    (fact,) = read(
        {"resourceType": "Procedure", "code": {"text": "x"}, "notDone": True, "notDoneReason": reason}
    ).procedures
    assert fact.not_done_reason == "ผู้ป่วยปฏิเสธ"


@pytest.mark.parametrize("type_", ["Task", "ServiceRequest", "DeviceRequest", "CommunicationRequest"])
def test_what_is_not_to_be_done_is_forbidden_whatever_the_type(type_: str) -> None:
    fact = one(resourceType=type_, status="requested", code={"text": "Give blood"}, doNotPerform=True)
    assert isinstance(fact, Other)
    assert fact.forbidden


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


def test_an_allergy_of_dstu2_has_its_substance_and_status() -> None:
    (fact,) = read(
        {"resourceType": "AllergyIntolerance", "substance": {"text": "aspirin"}, "status": "refuted"}
    ).allergies
    assert (fact.substance.words, fact.stance) == ("aspirin", Stance.REFUTED)


def test_a_dose_of_older_versions_is_read() -> None:
    dosage = {
        "doseQuantity": {"value": 2, "unit": "tab"},
        "timing": {"repeat": {"frequency": 1, "period": 24, "periodUnits": "h"}},
    }
    (fact,) = read(
        {
            "resourceType": "MedicationRequest",
            "medicationCodeableConcept": {"text": "x"},
            "dosageInstruction": [dosage],
        }
    ).supplies
    (dose,) = fact.doses
    assert dose.amount == Quantity(Decimal(2), "tab")
    assert dose.period == Quantity(Decimal(24), "h")


ORDER = {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"}}
A_DAY = {"frequency": 1, "period": 1, "periodUnit": "d"}


@pytest.mark.parametrize(
    "dosage",
    [
        {"text": "1x1", "notAllowed": True},
        {"timing": {"repeat": {**A_DAY, "skipped": ["mon"]}}},
        {"timing": {"repeat": A_DAY, "onlyIf": "K"}},
        {"doseAndRate": [{"doseQuantity": {"value": 1}, "dosesMissed": 3}]},
    ],
)
def test_a_member_of_a_dosage_that_nothing_is_known_of_marks_its_row(dosage: dict[str, Any]) -> None:
    for row in read(*[{**ORDER, "dosageInstruction": [dosage]}] * 2).supplies:
        assert "member-unknown" in codes(row)


@pytest.mark.parametrize(
    ("reaction", "marked"),
    [
        ({"manifestation": [{"text": "ผื่น"}], "certainty": "unlikely"}, True),
        ({"manifestation": [{"text": "ผื่น"}], "id": "r", "note": [{"text": "x"}], "_severity": {}}, False),
    ],
)
def test_a_member_of_a_reaction_that_is_not_read_marks_its_row(reaction: Any, marked: bool) -> None:
    (fact,) = read({**ALLERGY, "reaction": [reaction]}).allergies
    assert ("member-unknown" in codes(fact)) is marked


def test_what_a_diagnosis_of_r5_rests_on_is_told() -> None:
    evidence = [{"concept": {"text": "ไข้"}, "reference": {"display": "ภาพรังสี"}}]
    (fact,) = read({"resourceType": "Condition", "code": {"text": "x"}, "evidence": evidence}).problems
    assert fact.evidence == "ไข้, ภาพรังสี"


def test_what_r4_defines_for_a_dosage_marks_nothing_and_where_it_is_given_is_told() -> None:
    dosage = {
        "id": "d", "extension": [{"url": "x"}], "_text": {"id": "x"}, "text": "1x1", "site": {"text": "ตาซ้าย"},
        "timing": {"id": "t", "repeat": A_DAY, "code": {"text": "OD"}}, "method": {"text": "หยอด"},
        "route": {"text": "x"},
        "additionalInstruction": [{"text": "เขย่าขวด"}], "asNeededBoolean": False, "sequence": 1,
        "doseAndRate": [{"type": {"text": "ordered"}, "doseQuantity": {"value": 1}}],
    }  # fmt: skip
    (row,) = read({**ORDER, "dosageInstruction": [dosage]}).supplies
    assert (row.doses[0].extra, codes(row) & {"member-unknown", "field-unreadable"}) == (
        ("ตาซ้าย", "เขย่าขวด"),
        set(),
    )


@pytest.mark.parametrize(("second", "marked"), [("2026-12-08", False), (8, True)])
def test_the_days_that_a_dosage_names_are_not_left_out_unsaid(second: object, marked: bool) -> None:
    dosage = {"timing": {"event": ["2026-12-01", second], "repeat": {"duration": 1, "durationUnit": "h"}}}
    (row,) = read({**ORDER, "dosageInstruction": [dosage]}).supplies
    told = {(one.code, one.detail) for one in row.remarks}
    assert (("field-unreadable", "dosage.timing.event") in told, len(told) > 0) == (marked, marked)
    assert row.doses[0].events[0].raw == "2026-12-01"


@pytest.mark.parametrize("amount", [{"quantity": {"value": 2}}, {"quantityQuantity": {"value": 2}}])
def test_an_amount_of_dstu2_is_read(amount: dict[str, Any]) -> None:
    statement = {**ORDER, "resourceType": "MedicationStatement", "dosage": [amount]}
    (row,) = read(statement).supplies
    assert row.doses[0].amount == Quantity(Decimal(2))
    assert "member-unknown" not in codes(row)


@pytest.mark.parametrize(
    "resource",
    [
        {
            "resourceType": "Observation",
            "code": {"text": "K"},
            "valueQuantity": {"value": 4},
            "withdrawn": True,
        },
        {"resourceType": "Goal", "description": {"text": "x"}, "notAGoal": True},
        {"resourceType": "Condition", "code": {"text": "x"}, "denied": "yes"},
    ],
)
def test_a_member_that_nothing_is_known_of_marks_its_row(resource: dict[str, Any]) -> None:
    (fact,) = read(resource).facts()
    assert "member-unknown" in codes(fact)


def test_extensions_and_what_stands_beside_a_primitive_are_known() -> None:
    fact = one(
        resourceType="Observation", language="th", text={"div": "<div>x</div>"}, contained=[], code={"text": "K"},
        extension=[{"url": "x", "valueString": "y"}], _status={"extension": [{"url": "x"}]}, valueInteger=4,
        status="final", device={"display": "x"},
    )  # fmt: skip
    assert not fact.remarks or "member-unknown" not in codes(fact)


def test_what_no_reader_of_its_type_asks_for_is_no_ordinary_row() -> None:
    medicine = {"medicationCodeableConcept": {"text": "x"}}
    given = one(resourceType="MedicationStatement", status="active", doNotPerform=True, **medicine)
    assert denial(given) == "not-taken"
    told = one(resourceType="Observation", code={"text": "K"}, valueInteger=4, doNotPerform=True)
    assert "member-unknown" in codes(told)


def test_a_plain_no_denies_nothing() -> None:
    medicine = {"medicationCodeableConcept": {"text": "x"}}
    assert (
        one(resourceType="MedicationStatement", status="active", wasNotTaken=0, **medicine).status == "active"
    )


@pytest.mark.parametrize("code", [{}, ["x"], 1, None])
def test_a_code_that_is_none_breaks_nothing(code: Any) -> None:
    (fact,) = read(
        {**ALLERGY, "participant": [{"function": {"coding": [{"code": code}]}, "actor": {}}]}
    ).allergies
    assert "member-unknown" in codes(fact)


@pytest.mark.parametrize("participant", [[[{"function": coded("author"), "actor": {}}]], ["x"], "x", 1])
def test_participants_that_are_none_break_nothing(participant: Any) -> None:
    (fact,) = read({**ALLERGY, "participant": participant}).allergies
    assert "member-unknown" in codes(fact)


def test_what_cannot_be_put_into_the_shapes_of_r4_marks_its_row() -> None:
    raw = (
        b'{"resourceType":"MedicationStatement","status":"active","wasNotTaken":true,'
        b'"medicationCodeableConcept":{"text":"x"},"x":%s}' % (b"9" * 5000)
    )
    binder = Binder(date(2026, 11, 23), None)
    binder.add(raw, UNKNOWN)
    (fact,) = binder.record().supplies
    assert "member-unknown" in codes(fact)


def test_a_withdrawn_allergy_is_withdrawn_whatever_else_is_said() -> None:
    confirmed = {"verificationStatus": coded("confirmed")}
    (fact,) = read({**ALLERGY, "status": "entered-in-error", **confirmed}).allergies
    assert denial(fact) == "entered-in-error"
    (fact,) = read({**ALLERGY, "status": "refuted", **confirmed}).allergies
    assert (fact.stance, "member-unknown" in codes(fact)) == (Stance.ALLERGIC, True)


@pytest.mark.parametrize(
    "more",
    [
        {"resourceType": "Condition", "code": {"text": "x"}, "recordedDate": "2020", "assertedDate": "2021"},
        {"resourceType": "Procedure", "code": {"text": "x"}, "statusReason": {"text": "a"},
         "notDone": True, "notDoneReason": {"text": "b"}},
        {"resourceType": "Observation", "code": {"text": "K"}, "reasonNotPerformed": {"text": "b"}},
    ],
)  # fmt: skip
def test_what_is_said_under_both_names_or_has_no_place_marks_its_row(more: dict[str, Any]) -> None:
    (fact,) = read(more).facts()
    assert "member-unknown" in codes(fact)


@pytest.mark.parametrize("reason", [[{"text": "ไข้"}], [{"concept": {"text": "ไข้"}}]])
def test_a_reason_may_stand_bare(reason: Any) -> None:
    (visit,) = read({"resourceType": "Encounter", "reason": reason}).visits
    assert (visit.reasons, codes(visit) & {"member-unknown"}) == (("ไข้",), set())


def test_notes_of_dstu2_are_notes() -> None:
    fact = one(resourceType="Condition", code={"text": "x"}, notes="แพทย์สงสัย")
    assert (fact.note, codes(fact) & {"member-unknown"}) == ("แพทย์สงสัย", set())


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


def test_who_ordered_a_medicine_by_stu3_is_told() -> None:
    requester = {"agent": {"display": "นพ. ก"}, "onBehalfOf": {"type": "Organization", "display": "รพ. ข"}}
    (row,) = read({**ORDER, "requester": requester}).supplies
    assert (row.prescriber, row.origin.facility) == ("นพ. ก", "รพ. ข")
    (row,) = read({**ORDER, "requester": {"who": "นพ. ก"}}).supplies
    assert "field-unreadable" in codes(row)
    (row,) = read({**ORDER, "requester": {"extension": [{"url": "x"}]}}).supplies
    assert "field-unreadable" not in codes(row)


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "MedicationRequest", "medication": [{"text": "warfarin"}, {"text": "aspirin"}]},
        {
            "resourceType": "Immunization",
            "notGiven": True,
            "reasonNotGiven": [{"text": "warfarin"}, {"text": "ไข้"}],
        },
    ],
)
def test_of_several_where_one_is_read_the_row_is_marked(resource: dict[str, Any]) -> None:
    fact = one(**resource)
    assert "member-unknown" in codes(fact)
    assert "warfarin" in repr(fact)


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


@pytest.mark.parametrize("type_", ["MedicationStatement", "MedicationAdministration", "MedicationDispense"])
def test_the_visit_of_an_r5_medicine_and_whose_it_is_are_no_doubt(type_: str) -> None:
    sent = {
        "resourceType": type_, "status": "completed", "medication": {"concept": {"text": "metformin 500 mg"}},
        "encounter": {"reference": "Encounter/e"}, "patient": {"reference": "Patient/p"},
    }  # fmt: skip
    (row,) = read(sent).supplies
    assert "member-unknown" not in codes(row)


def test_who_wrote_down_an_r5_diagnosis_is_told() -> None:
    told = {"function": coded("author"), "actor": {"display": "รพ. ก", "type": "Organization"}}
    (row,) = read({"resourceType": "Condition", "code": {"text": "x"}, "participant": [told]}).problems
    assert (row.origin.facility, codes(row) & {"member-unknown"}) == ("รพ. ก", set())
    (row,) = read({"resourceType": "Condition", "code": {"text": "x"}, "participant": [told, told]}).problems
    assert "member-unknown" in codes(row)
