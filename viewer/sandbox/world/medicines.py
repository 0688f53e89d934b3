"""Medicines of a story as MedicationStatement, -Dispense, -Request or -Administration."""

from viewer.sandbox.world.chart import Pen
from viewer.sandbox.world.dosing import dosage
from viewer.sandbox.world.lines import MedicineRow
from viewer.sandbox.world.rows import told
from viewer.sandbox.world.shape import HL7, coding, quantity
from viewer.sandbox.world.values import Resource

QUANTITY_EXTENSION = "https://apis.healthlink.go.th/api/v1/fhir/StructureDefinition/MedicationQuantity"


def medicine(pen: Pen, row: MedicineRow) -> None:
    """One row, as the resource it says or as its dialect tells supplies."""
    how = row.how or pen.dialect.supply(row)
    {"statement": _statement, "dispense": _dispense, "request": _request, "given": _given}[how](pen, row)


def _started(pen: Pen, kind: str, row: MedicineRow, status: str) -> Resource:
    """What all four have first, in the order FHIR lists them."""
    made = pen.start(kind, row.day, f"medicine:{row.drug}:{row.day}")
    made["status"] = row.status or status
    return made


def _statement(pen: Pen, row: MedicineRow) -> None:
    made = _started(pen, "MedicationStatement", row, _running(pen, row))
    if row.qty is not None:
        made["extension"] = [
            {"url": QUANTITY_EXTENSION, "valueQuantity": quantity(row.qty, row.unit or "หน่วย")}
        ]
    if row.why:
        made["statusReason"] = [{"text": row.why}]
    made["category"] = {"coding": [coding(HL7 + "medication-statement-category", row.category)]}
    pen.dialect.medication(pen, row.drug, made)
    made["subject"] = pen.subject()
    made["effectiveDateTime"] = pen.when(row.day)
    made["informationSource"] = pen.organization()
    if directions := _directions(row):
        made["dosage"] = [directions]
    _close(pen, made, row)


def _running(pen: Pen, row: MedicineRow) -> str:
    """Health Link feeds call a supply active until its days are over."""
    start = pen.chart.calendar.moment(row.day).as_date()
    over = start is not None and row.days is not None and (pen.chart.calendar.today - start).days >= row.days
    return "completed" if over else "active"


def _dispense(pen: Pen, row: MedicineRow) -> None:
    made = _started(pen, "MedicationDispense", row, "completed")
    if row.why:
        made["statusReasonCodeableConcept"] = {"text": row.why}
    made["category"] = {"coding": [coding(HL7 + "medicationdispense-category", row.category)]}
    pen.dialect.medication(pen, row.drug, made)
    made["subject"] = pen.subject()
    actor = pen.dialect.practitioner(pen, row.by) if row.by else pen.organization()
    made["performer"] = [{"actor": actor}]
    order = pen.names.get(f"order:{row.drug}:{row.day}")
    if order:
        made["authorizingPrescription"] = [{"reference": order}]
    if row.qty is not None:
        made["quantity"] = quantity(row.qty, row.unit or "หน่วย")
    if row.days is not None:
        made["daysSupply"] = quantity(row.days, "วัน", "d")
    made["whenHandedOver"] = pen.when(row.day)
    if directions := _directions(row):
        made["dosageInstruction"] = [directions]
    _close(pen, made, row)


def _request(pen: Pen, row: MedicineRow) -> None:
    made = _started(pen, "MedicationRequest", row, "active")
    pen.names[f"order:{row.drug}:{row.day}"] = f"MedicationRequest/{made['id']}"
    if row.why:
        made["statusReason"] = {"text": row.why}
    made["intent"] = "order"
    made["category"] = [{"coding": [coding(HL7 + "medicationrequest-category", row.category)]}]
    pen.dialect.medication(pen, row.drug, made)
    made["subject"] = pen.subject()
    made["authoredOn"] = pen.when(row.day)
    made["requester"] = pen.dialect.practitioner(pen, row.by) if row.by else pen.organization()
    if directions := _directions(row):
        made["dosageInstruction"] = [directions]
    supply: Resource = {}
    if row.qty is not None:
        supply["quantity"] = quantity(row.qty, row.unit or "หน่วย")
    if row.days is not None:
        supply["expectedSupplyDuration"] = quantity(row.days, "วัน", "d")
    if supply:
        made["dispenseRequest"] = supply
    _close(pen, made, row)


def _given(pen: Pen, row: MedicineRow) -> None:
    made = _started(pen, "MedicationAdministration", row, "completed")
    if row.why:
        made["statusReason"] = [{"text": row.why}]
    made["category"] = {"coding": [coding(HL7 + "medication-admin-category", row.category)]}
    pen.dialect.medication(pen, row.drug, made)
    made["subject"] = pen.subject()
    made["effectiveDateTime"] = pen.when(row.day)
    made["performer"] = [{"actor": pen.organization()}]
    dose: Resource = {"text": row.label} if row.label else {}
    if row.qty is not None:
        dose["dose"] = quantity(row.qty, row.unit or "หน่วย")
    if dose:
        made["dosage"] = dose
    _close(pen, made, row)


def _directions(row: MedicineRow) -> Resource:
    made: Resource = {"text": row.label} if row.label else {}
    made |= dosage(row.dose)
    if row.route:
        made["route"] = {"text": row.route}
    return made


def _close(pen: Pen, made: Resource, row: MedicineRow) -> None:
    told(pen, made, row)
    if row.note:
        made["note"] = [{"text": row.note}]
    pen.keep(made)
