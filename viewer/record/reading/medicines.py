"""The four types that tell of medicines."""

from typing import ClassVar

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.record.codes import fhir_code
from viewer.record.facts import Dose, Drug, Supply, SupplyKind
from viewer.record.reading import shapes
from viewer.record.reading.amounts import amount_words, counted, notes, quantity, rate_words
from viewer.record.reading.desk import Reading
from viewer.record.reading.doses import hidden_by, read_doses
from viewer.record.reading.known import Medicine
from viewer.record.reading.medication import read_medication
from viewer.record.reading.members import is_bare, members_of
from viewer.record.reading.ordering import ExpectedSupplyShape, read_ordered
from viewer.record.reading.prose import trimmed
from viewer.record.reading.reasons import reasons_of
from viewer.record.reading.terms import NO_POINTER, Pointer
from viewer.record.values import Quantity, Remark, When


class SupplyShape(shapes.ResourceShape):
    """What requests, dispenses and statements share."""

    status: str = ""
    medication_codeable_concept: Raw = shapes.NOTHING
    medication_reference: Raw = shapes.NOTHING
    category: Raw = shapes.NOTHING
    reason_code: Raw = shapes.NOTHING
    reason_reference: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()


class RequestShape(SupplyShape):
    status_reason: Raw = shapes.NOTHING
    intent: str = ""
    do_not_perform: Raw = shapes.NOTHING
    authored_on: str = ""
    requester: Raw = shapes.NOTHING
    performer: Raw = shapes.NOTHING
    dosage_instruction: Raw = shapes.NOTHING
    dispense_request: ExpectedSupplyShape | None = None
    substitution: Raw = shapes.NOTHING


class DispensePerformerShape(shapes.Shape):
    actor: Raw = shapes.NOTHING


class DispenseShape(SupplyShape):
    status_reason_codeable_concept: Raw = shapes.NOTHING
    when_handed_over: str = ""
    when_prepared: str = ""
    quantity: shapes.QuantityShape | None = None
    days_supply: shapes.QuantityShape | None = None
    performer: tuple[DispensePerformerShape, ...] = ()
    authorizing_prescription: Raw = shapes.NOTHING
    substitution: Raw = shapes.NOTHING
    dosage_instruction: Raw = shapes.NOTHING


class StatementShape(SupplyShape):
    status_reason: Raw = shapes.NOTHING
    effective_date_time: str = ""
    effective_period: shapes.PeriodShape | None = None
    date_asserted: str = ""
    information_source: Raw = shapes.NOTHING
    based_on: Raw = shapes.NOTHING
    derived_from: Raw = shapes.NOTHING
    dosage: Raw = shapes.NOTHING


class GivenDoseShape(shapes.Shape):
    text: str = ""
    route: Raw = shapes.NOTHING
    dose: shapes.QuantityShape | None = None
    rate_quantity: shapes.QuantityShape | None = None
    rate_ratio: shapes.RatioShape | None = None

    bare: ClassVar[str] = "text"


class AdministrationShape(SupplyShape):
    status_reason: Raw = shapes.NOTHING
    effective_date_time: str = ""
    effective_period: shapes.PeriodShape | None = None
    performer: tuple[DispensePerformerShape, ...] = ()
    dosage: GivenDoseShape | None = None


_NOT_TAKEN = frozenset({"not-taken", "unknown", "on-hold", "intended"})


def read_request(shape: RequestShape, reading: Reading) -> Supply:
    """One MedicationRequest. ``when`` is authoredOn."""
    asked = shape.dispense_request or ExpectedSupplyShape()
    drug, reason, restricted = _what(reading, shape)
    note, halted = notes(shape.note), _words(reading, shape.status_reason)
    doses, spoken = read_doses(shape.dosage_instruction, reading)
    requester, behalf = shape.requester, shapes.NOTHING
    if requester is not shapes.NOTHING and reading.terms.pointer(requester) == NO_POINTER:
        requester, behalf = _agent(requester, reading)
    prescriber = reading.name_of(reading.terms.pointer(requester))
    ordered, beside = read_ordered(reading, shape.dispense_request, shape.substitution)
    return Supply(
        kind=SupplyKind.REQUEST,
        drug=drug,
        reason=reason,
        doses=doses,
        quantity=quantity(asked.quantity) or _extension_quantity(reading, shape.extension),
        days=quantity(asked.expected_supply_duration),
        status_reason=halted,
        prescriber=prescriber,
        ordered=ordered,
        category=_category(reading, shape.category),
        end=_end(reading, asked.validity_period),
        forbidden=_forbids(shape.do_not_perform, reading),
        intent=fhir_code(shape.intent),
        **reading.common(
            shape,
            reading.when(shape.authored_on),
            shape.status,
            (requester, behalf, shape.performer),
            restricted or spoken or beside or reading.terms.rules.of_words(note, halted, prescriber),
            note,
        ),
    )


def read_dispense(shape: DispenseShape, reading: Reading) -> Supply:
    """One MedicationDispense. ``when`` is whenHandedOver, else whenPrepared."""
    drug, restricted = _drug(reading, shape)
    note, halted = notes(shape.note), _words(reading, shape.status_reason_codeable_concept)
    doses, spoken = read_doses(shape.dosage_instruction, reading)
    ordered, beside = read_ordered(reading, None, shape.substitution)
    origin, when, status, remarks, restricted, number, note = reading.head(
        shape,
        reading.when(shape.when_handed_over, shape.when_prepared),
        shape.status,
        [item.actor for item in shape.performer],
        restricted or spoken or beside or reading.terms.rules.of_words(note, halted),
        note,
    )
    return Supply(
        ordered=ordered,
        origin=origin,
        when=when,
        status=status,
        remarks=remarks,
        restricted=restricted,
        note=note,
        number=number,
        kind=SupplyKind.DISPENSE,
        drug=drug,
        doses=doses,
        quantity=quantity(shape.quantity) or _extension_quantity(reading, shape.extension),
        days=quantity(shape.days_supply),
        status_reason=halted,
        category=_category(reading, shape.category),
        basis=_basis(reading, shape.authorizing_prescription),
    )


def read_statement(shape: StatementShape, reading: Reading) -> Supply:
    """One MedicationStatement. ``when`` is effective, else dateAsserted."""
    period = shape.effective_period or shapes.PeriodShape()
    drug, reason, restricted = _what(reading, shape)
    status = fhir_code(shape.status)
    note, halted = notes(shape.note), _words(reading, shape.status_reason)
    doses, spoken = read_doses(shape.dosage, reading)
    teller = _teller(reading.terms.pointer(shape.information_source))
    return Supply(
        kind=SupplyKind.STATEMENT,
        drug=drug,
        reason=reason,
        doses=doses,
        quantity=_extension_quantity(reading, shape.extension),
        status_reason=halted,
        category=_category(reading, shape.category),
        taken=status if status in _NOT_TAKEN else "",
        end=_end(reading, shape.effective_period),
        told_by=teller,
        basis=(*_basis(reading, shape.based_on), *_basis(reading, shape.derived_from)),
        **reading.common(
            shape,
            reading.when(shape.effective_date_time, period.start, shape.date_asserted),
            shape.status,
            (shape.information_source,),
            restricted or spoken or reading.terms.rules.of_words(note, halted, teller),
            note,
        ),
    )


def read_administration(shape: AdministrationShape, reading: Reading) -> Supply:
    """One MedicationAdministration. ``when`` is effective; ``quantity`` is what was given, never what is left."""
    period = shape.effective_period or shapes.PeriodShape()
    drug, reason, restricted = _what(reading, shape)
    actors = [item.actor for item in shape.performer]
    note, halted = notes(shape.note), _words(reading, shape.status_reason)
    dosage = shape.dosage or GivenDoseShape()
    doses, rate = _given(dosage, reading), _rate(dosage)
    spoken = hidden_by(doses, reading)
    return Supply(
        kind=SupplyKind.ADMINISTRATION,
        drug=drug,
        reason=reason,
        doses=doses,
        quantity=quantity(dosage.dose),
        rate=rate,
        status_reason=halted,
        category=_category(reading, shape.category),
        end=_end(reading, shape.effective_period),
        **reading.common(
            shape,
            reading.when(shape.effective_date_time, period.start),
            shape.status,
            actors,
            restricted or spoken or reading.terms.rules.of_words(note, halted, rate),
            note,
        ),
    )


def _agent(raw: Raw, reading: Reading) -> tuple[Raw, Raw]:
    """Who ordered it and on whose behalf, of STU3; a remark where that tells nothing either."""
    sent = members_of(raw)
    agent, behalf = sent.get("agent", shapes.NOTHING), sent.get("onBehalfOf", shapes.NOTHING)
    if agent is behalf and not is_bare(raw):
        reading.unreadable("requester")
    return agent, behalf


def _teller(pointer: Pointer) -> str:
    """Who told of a medicine: a name, else what kind of person it is; facilities stand elsewhere."""
    kind = pointer.type or pointer.target.rpartition("/")[0].rpartition("/")[2]
    return "" if kind == "Organization" else pointer.display or (kind if kind in _TELLERS else "")


_TELLERS = frozenset({"Patient", "RelatedPerson", "Practitioner", "PractitionerRole"})


def _forbids(sent: Raw, reading: Reading) -> bool:
    """Whether the order is not to give it. Whatever is no plain "false" forbids: it must not read as its opposite."""
    word = bytes(sent).strip(b'"').lower()
    if word not in (b"", b"null", b"true", b"false"):
        reading.unreadable("doNotPerform")
    return word not in (b"", b"null", b"false")


def _given(shape: GivenDoseShape, reading: Reading) -> tuple[Dose, ...]:
    route = reading.term(shape.route, "dosage.route").concept
    dose = Dose(text=trimmed(shape.text), route=route or None, amount=quantity(shape.dose))
    return (dose,) if dose != Dose() else ()


def _rate(shape: GivenDoseShape) -> str:
    return rate_words(shape.rate_ratio) or amount_words(shape.rate_quantity)


def _what(reading: Reading, shape: SupplyShape) -> tuple[Drug, str, str]:
    """The medicine, what it is for, and the restricted category of either."""
    drug, restricted = _drug(reading, shape)
    reasons, cause = reasons_of(reading, shape.reason_code, shape.reason_reference)
    return drug, ", ".join(reasons), restricted or cause


def _drug(reading: Reading, shape: SupplyShape) -> tuple[Drug, str]:
    """The medicine and its restricted category: named here, contained, or pointed to (perhaps not arrived yet)."""
    terms = reading.terms
    named = reading.term(shape.medication_codeable_concept, "medicationCodeableConcept")
    if named.words and (named.words.strip("0") or shape.medication_reference is shapes.NOTHING):
        drug, inside = terms.drug(shape.medication_codeable_concept)
        return drug, named.restricted or inside
    pointer = terms.pointer(shape.medication_reference)
    contained = reading.contained(pointer)
    found = read_medication(contained, terms) if contained else reading.find(pointer)
    if isinstance(found, Medicine):
        drug, inside = found.drug, ""
        if found.modified:
            reading.remarks.append(Remark("modifier-unknown"))
        if not drug.name and pointer.display:
            drug, inside = terms.drug(Raw(msgspec.json.encode(pointer.display)))
        return drug, found.restricted or inside or reading.terms.rules.of_words(pointer.display)
    if pointer.display:
        shown = Raw(msgspec.json.encode(pointer.display))
        drug, inside = terms.drug(shown)
        return drug, terms.term(shown).restricted or inside
    if pointer.target:  # what was never pointed to is not missing
        reading.remarks.append(Remark("reference-broken", "medication"))
    return Drug("", named.concept), ""


def _extension_quantity(reading: Reading, raw: Raw) -> Quantity | None:
    """Health Link's MedicationQuantity: a Quantity, or a string such as "30 เม็ด"."""
    for extension in reading.extensions(raw):
        if extension.url.rstrip("/").rpartition("/")[2] == "MedicationQuantity":
            return quantity(extension.value_quantity) or counted(extension.value_string)
    return None


def _basis(reading: Reading, raw: Raw) -> tuple[Opaque, ...]:
    """Ids of what a supply says it rests on."""
    if raw is shapes.NOTHING:
        return ()
    targets = (pointer.target.partition("/_history/")[0] for pointer in reading.terms.pointers(raw))
    return tuple(Opaque(target.replace(":", "/").rpartition("/")[2]) for target in targets if target)


def _words(reading: Reading, raw: Raw) -> str:
    if raw is shapes.NOTHING:
        return ""
    return ", ".join(term.words for term in reading.terms.terms(raw).terms if term.words)


def _category(reading: Reading, raw: Raw) -> str:
    codes = reading.terms.terms(raw).codes
    return codes[0] if codes else ""


def _end(reading: Reading, period: shapes.PeriodShape | None) -> When | None:
    return reading.when(period.end) if period else None
