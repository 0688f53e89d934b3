# ruff: noqa: E501 - a pair reads better in one line
"""Supplies: order, dispense and list of one place; relayed dispenses; and everything that only looks like them."""

from unit.merge.pairs import apart, same
from unit.merge.resources import but, given, listed, ordered

DAY = "2026-11-03"
TWICE = "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
METFORMIN = "metformin 500 mg tab"
GIVEN = given(METFORMIN, DAY, TWICE, 60)
ORDERED = ordered(METFORMIN, DAY, TWICE, 60)
LISTED = listed(METFORMIN, DAY, TWICE, 60)
ON_ORDER = {"authorizingPrescription": [{"reference": "MedicationRequest/first"}]}
BASED_ON = {"basedOn": [{"reference": "MedicationRequest/first"}]}
INSIDE = [{"coding": [{"code": "inpatient"}]}]
OUTSIDE = [{"coding": [{"code": "outpatient"}]}]

PAIRS = [
    same("order and dispense of a day", ORDERED, GIVEN, "here"),
    same("dispense and list of a day", GIVEN, LISTED, "here"),
    same("order and list of a day", ORDERED, LISTED, "here"),
    same("the order has no quantity", ordered(METFORMIN, DAY, TWICE), GIVEN, "here"),
    same("the dispense has no dose", ORDERED, given(METFORMIN, DAY, quantity=60), "here"),
    same("an hour later", but(ORDERED, authoredOn=f"{DAY}T09:00:00+07:00"), but(GIVEN, whenHandedOver=f"{DAY}T10:20:00+07:00"), "here"),
    same("a local day by UTC", but(ORDERED, authoredOn="2026-11-02T18:00:00Z"), GIVEN, "here"),
    same("tablet is tab", ordered("metformin 500 mg tablet", DAY, TWICE, 60), GIVEN, "here"),
    same("one does not name the form", ordered("metformin 500 mg", DAY, TWICE, 60), GIVEN, "here"),
    same("a trade name of the same content", ordered("กลูโค (สมมติ) (metformin 500 mg) tablet, 1 tablet", DAY, TWICE, 60), GIVEN, "here"),
    same("เม็ด is tablet", ORDERED, but(GIVEN, quantity={"value": 60, "unit": "tablet"}), "here"),
    same("by reference, days later", ORDERED, {**but(GIVEN, whenHandedOver="2026-11-05"), **ON_ORDER}, "here"),
    same("by reference, without quantity", ordered(METFORMIN, DAY), {**GIVEN, **ON_ORDER}, "here"),
    same("a list by reference to its order", ORDERED, {**but(LISTED, effectiveDateTime="2026-11-06"), **BASED_ON}, "here"),
    same("a reference with a version", ORDERED, {**GIVEN, "authorizingPrescription": [{"reference": "MedicationRequest/first/_history/2"}]}, "here"),
    same("a relayed dispense", GIVEN, GIVEN, "relay"),
    same("a dispense relayed as a list", GIVEN, LISTED, "relay"),
    same("a relayed order", ORDERED, ORDERED, "relay"),
    same("a name nobody can part, at one place", ordered("ยาธาตุน้ำแดง", DAY, ONCE, 1), given("ยาธาตุน้ำแดง", DAY, ONCE, 1), "here"),
    same("a combination in another order of its parts", ordered("amlodipine 5 mg + losartan 50 mg tab", DAY, ONCE, 30), given("amlodipine 5 mg + losartan 50 mg tab", DAY, ONCE, 30), "here"),
    same("both outpatient", {**ORDERED, "category": OUTSIDE}, {**GIVEN, "category": OUTSIDE[0]}, "here"),
    same("known to be missed: the label in two spellings", ORDERED, given(METFORMIN, DAY, "1x2 pc", 60), "here"),
    apart("ordered 64, dispensed 50", ordered("favipiravir 200 mg tab", DAY, "", 64), given("favipiravir 200 mg tab", DAY, "", 50), "here"),
    apart("by reference, another quantity", ORDERED, {**but(GIVEN, quantity={"value": 30, "unit": "เม็ด"}), **ON_ORDER}, "here"),
    apart("by reference, another strength", ORDERED, {**given("metformin 850 mg tab", DAY, TWICE, 60), **ON_ORDER}, "here"),
    apart("by reference, another dose", ORDERED, {**given(METFORMIN, DAY, ONCE, 60), **ON_ORDER}, "here"),
    apart("given out on another order", ORDERED, {**GIVEN, "authorizingPrescription": [{"reference": "MedicationRequest/other"}]}, "here"),
    apart("another dose", ORDERED, given(METFORMIN, DAY, ONCE, 60), "here"),
    apart("another strength", ordered("warfarin 3 mg tab", DAY, ONCE, 60), given("warfarin 2 mg tab", DAY, ONCE, 60), "here"),
    apart("another day without a reference", ORDERED, but(GIVEN, whenHandedOver="2026-11-05"), "here"),
    apart("another medicine", ORDERED, given("glipizide 5 mg tab", DAY, TWICE, 60), "here"),
    apart("a salt is not known to be the same", ordered("enalapril 20 mg tab", DAY, ONCE, 90), given("enalapril maleate 20 mg tab", DAY, ONCE, 90), "here"),
    apart("a combination is not its part", ordered("amlodipine 5 mg + losartan 50 mg tab", DAY, ONCE, 30), given("losartan 50 mg tab", DAY, ONCE, 30), "here"),
    apart("two dispenses of one day", GIVEN, GIVEN, "here"),
    apart("two orders of one day", ORDERED, ORDERED, "here"),
    apart("a cancelled order", but(ORDERED, status="cancelled"), GIVEN, "here"),
    apart("a stopped list", but(LISTED, status="stopped"), GIVEN, "here"),
    apart("an order on hold", but(ORDERED, status="on-hold"), GIVEN, "here"),
    apart("not taken", but(LISTED, status="not-taken"), GIVEN, "here"),
    apart("a draft", but(ORDERED, status="draft"), GIVEN, "here"),
    apart("entered in error", but(GIVEN, status="entered-in-error"), ORDERED, "here"),
    apart("inpatient is not outpatient", {**ORDERED, "category": INSIDE}, {**GIVEN, "category": OUTSIDE[0]}, "here"),
    apart("a finished list is not a supply", but(listed(METFORMIN, DAY, TWICE), status="completed"), GIVEN, "here"),
    apart("not to be given", {**ORDERED, "doNotPerform": True}, GIVEN, "here"),
    apart("syrup is not tablet", ordered("paracetamol 120 mg syrup", DAY, "", 1), given("paracetamol 120 mg tab", DAY, "", 1), "here"),
    apart("by mouth is not by vein", but(ordered("metronidazole 500 mg", DAY, "", 1), dosageInstruction=[{"route": {"text": "Oral"}}]), but(given("metronidazole 500 mg", DAY, "", 1), dosageInstruction=[{"route": {"text": "IV"}}]), "here"),
    same("one route in two languages", but(ordered("metronidazole 500 mg", DAY, "", 1), dosageInstruction=[{"route": {"text": "Oral"}}]), but(given("metronidazole 500 mg", DAY, "", 1), dosageInstruction=[{"route": {"text": "รับประทาน"}}]), "here"),
    apart("two pharmacies give the same", given("alprazolam 0.5 mg tab", DAY, ONCE, 30), given("alprazolam 0.5 mg tab", DAY, ONCE, 30)),
    apart("ordered here, given there", ORDERED, GIVEN),
    apart("two lists of two places", LISTED, LISTED),
    apart("relayed with another quantity", GIVEN, but(GIVEN, quantity={"value": 30, "unit": "เม็ด"}), "relay"),
    apart("relayed without a quantity", GIVEN, but(GIVEN, quantity=None), "relay"),
    apart("relayed without a dose", given(METFORMIN, DAY, "", 60), given(METFORMIN, DAY, "", 60), "relay"),
    apart("relayed of another day", GIVEN, but(GIVEN, whenHandedOver="2026-11-04"), "relay"),
    apart("an order relayed, and its dispense", ORDERED, GIVEN, "relay"),
    apart("no date", but(ORDERED, authoredOn=None), but(GIVEN, whenHandedOver=None), "here"),
    apart("a month only", but(ORDERED, authoredOn="2026-11"), GIVEN, "here"),
    apart("nothing named", but(ORDERED, medicationCodeableConcept=None), but(GIVEN, medicationCodeableConcept=None), "here"),
]  # fmt: skip
