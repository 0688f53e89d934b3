"""The four types that tell of medicines, and the Medication they point to."""

from typing import ClassVar

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.record.facts import Dose, Drug, Supply, SupplyKind
from viewer.record.reading import shapes
from viewer.record.reading.amounts import amount_words, counted, notes, quantity, rate_words
from viewer.record.reading.desk import Reading
from viewer.record.reading.doses import read_doses
from viewer.record.reading.drugs import read_drug
from viewer.record.reading.known import Medicine
from viewer.record.reading.prose import trimmed
from viewer.record.reading.reasons import reasons_of
from viewer.record.reading.terms import Pointer, Term, Terms, element
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


class ExpectedSupplyShape(shapes.Shape):
    quantity: shapes.QuantityShape | None = None
    expected_supply_duration: shapes.QuantityShape | None = None
    validity_period: shapes.PeriodShape | None = None


class RequestShape(SupplyShape):
    status_reason: Raw = shapes.NOTHING
    intent: str = ""
    do_not_perform: bool | None = None
    authored_on: str = ""
    requester: Raw = shapes.NOTHING
    performer: Raw = shapes.NOTHING
    dosage_instruction: Raw = shapes.NOTHING
    dispense_request: ExpectedSupplyShape | None = None


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


class IngredientShape(shapes.Shape):
    item_codeable_concept: Raw = shapes.NOTHING
    item_reference: Raw = shapes.NOTHING
    strength: shapes.RatioShape | None = None


class MedicationShape(shapes.ResourceShape):
    code: Raw = shapes.NOTHING
    form: Raw = shapes.NOTHING
    ingredient: tuple[IngredientShape, ...] = ()


_MEDICATION = msgspec.json.Decoder(MedicationShape)
_NOT_TAKEN = frozenset({"not-taken", "unknown", "on-hold", "intended"})


def read_request(shape: RequestShape, reading: Reading) -> Supply:
    """One MedicationRequest. ``when`` is authoredOn."""
    asked = shape.dispense_request or ExpectedSupplyShape()
    drug, reason, restricted = _what(reading, shape)
    note = notes(shape.note)
    return Supply(
        kind=SupplyKind.REQUEST,
        drug=drug,
        reason=reason,
        doses=read_doses(shape.dosage_instruction, reading),
        quantity=quantity(asked.quantity) or _extension_quantity(reading, shape.extension),
        days=quantity(asked.expected_supply_duration),
        status_reason=_words(reading, shape.status_reason),
        prescriber=reading.name_of(reading.terms.pointer(shape.requester)),
        category=_category(reading, shape.category),
        end=_end(reading, asked.validity_period),
        forbidden=bool(shape.do_not_perform),
        intent=shape.intent,
        **reading.common(
            shape,
            reading.when(shape.authored_on),
            shape.status,
            (shape.requester, shape.performer),
            restricted,
            note,
        ),
    )


def read_dispense(shape: DispenseShape, reading: Reading) -> Supply:
    """One MedicationDispense. ``when`` is whenHandedOver, else whenPrepared."""
    drug, restricted = _drug(reading, shape)
    doses = read_doses(shape.dosage_instruction, reading)
    origin, when, status, remarks, restricted, number, note = reading.head(
        shape,
        reading.when(shape.when_handed_over, shape.when_prepared),
        shape.status,
        [item.actor for item in shape.performer],
        restricted,
        notes(shape.note),
    )
    return Supply(
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
        status_reason=_words(reading, shape.status_reason_codeable_concept),
        category=_category(reading, shape.category),
        basis=_basis(reading, shape.authorizing_prescription),
    )


def read_statement(shape: StatementShape, reading: Reading) -> Supply:
    """One MedicationStatement. ``when`` is effective, else dateAsserted."""
    period = shape.effective_period or shapes.PeriodShape()
    drug, reason, restricted = _what(reading, shape)
    return Supply(
        kind=SupplyKind.STATEMENT,
        drug=drug,
        reason=reason,
        doses=read_doses(shape.dosage, reading),
        quantity=_extension_quantity(reading, shape.extension),
        status_reason=_words(reading, shape.status_reason),
        category=_category(reading, shape.category),
        taken=shape.status if shape.status in _NOT_TAKEN else "",
        end=_end(reading, shape.effective_period),
        told_by=_teller(reading.terms.pointer(shape.information_source)),
        basis=(*_basis(reading, shape.based_on), *_basis(reading, shape.derived_from)),
        **reading.common(
            shape,
            reading.when(shape.effective_date_time, period.start, shape.date_asserted),
            shape.status,
            (shape.information_source,),
            restricted,
            notes(shape.note),
        ),
    )


def read_administration(shape: AdministrationShape, reading: Reading) -> Supply:
    """One MedicationAdministration. ``when`` is effective; ``quantity`` is what was given, never what is left."""
    period = shape.effective_period or shapes.PeriodShape()
    drug, reason, restricted = _what(reading, shape)
    actors = [item.actor for item in shape.performer]
    dosage = shape.dosage or GivenDoseShape()
    return Supply(
        kind=SupplyKind.ADMINISTRATION,
        drug=drug,
        reason=reason,
        doses=_given(dosage, reading),
        quantity=quantity(dosage.dose),
        rate=_rate(dosage),
        status_reason=_words(reading, shape.status_reason),
        category=_category(reading, shape.category),
        end=_end(reading, shape.effective_period),
        **reading.common(
            shape,
            reading.when(shape.effective_date_time, period.start),
            shape.status,
            actors,
            restricted,
            notes(shape.note),
        ),
    )


def _teller(pointer: Pointer) -> str:
    """Who told of a medicine: a name, else what kind of person it is; facilities stand elsewhere."""
    kind = pointer.type or pointer.target.rpartition("/")[0].rpartition("/")[2]
    return "" if kind == "Organization" else pointer.display or (kind if kind in _TELLERS else "")


_TELLERS = frozenset({"Patient", "RelatedPerson", "Practitioner", "PractitionerRole"})


def _given(shape: GivenDoseShape, reading: Reading) -> tuple[Dose, ...]:
    route = reading.term(shape.route, "dosage.route").concept
    dose = Dose(text=trimmed(shape.text), route=route or None, amount=quantity(shape.dose))
    return (dose,) if dose != Dose() else ()


def _rate(shape: GivenDoseShape) -> str:
    return rate_words(shape.rate_ratio) or amount_words(shape.rate_quantity)


def read_medication(raw: bytes, terms: Terms) -> Medicine | None:
    """A Medication resource; its ingredient list, where sent, is taken over what its name says."""
    shape = element(raw, _MEDICATION, MedicationShape, [])
    if shape is None:
        return None
    modified = shape.modified(raw)
    code = terms.term(shape.code)
    form = terms.term(shape.form).words
    form = "" if form.isdigit() else form  # "02" is a local code, not a form anyone can read
    parts = [_part(item, terms) for item in shape.ingredient]
    restricted = code.restricted or next((part.restricted for part in parts if part.restricted), "")
    if shape.meta is not None and len(shape.meta.security):
        restricted = terms.rules.of_labels(bytes(shape.meta.security), restricted)
    named = read_drug(code.concept, form)
    names = tuple(" ".join(part.words.lower().split()) for part in parts)
    if not names or not all(names):
        return Medicine(named, restricted, modified)
    strength = " + ".join(_strength(item) for item in shape.ingredient)
    if "" in strength.split(" + "):
        strength = named.strength
    name = named.name or " + ".join(part.words for part in parts)
    return Medicine(Drug(name, code.concept, names, strength, form or named.form), restricted, modified)


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
        return terms.drug(shape.medication_codeable_concept), named.restricted
    pointer = terms.pointer(shape.medication_reference)
    contained = reading.contained(pointer)
    found = read_medication(contained, terms) if contained else reading.find(pointer)
    if isinstance(found, Medicine):
        drug = found.drug
        if found.modified:
            reading.remarks.append(Remark("modifier-unknown"))
        if not drug.name and pointer.display:
            drug = terms.drug(Raw(msgspec.json.encode(pointer.display)))
        return drug, found.restricted
    if pointer.display:
        shown = Raw(msgspec.json.encode(pointer.display))
        return terms.drug(shown), terms.term(shown).restricted
    reading.remarks.append(Remark("reference-broken", "medication"))
    return Drug("", named.concept), ""


def _part(item: IngredientShape, terms: Terms) -> Term:
    """What an ingredient is; one that is only pointed to by what the reference calls it."""
    named = terms.term(item.item_codeable_concept)
    display = "" if named.words else terms.pointer(item.item_reference).display
    return terms.term(Raw(msgspec.json.encode(display))) if display else named


def _strength(item: IngredientShape) -> str:
    if item.strength is None:
        return ""
    above, below = quantity(item.strength.numerator), quantity(item.strength.denominator)
    if above is None or above.value is None:
        return ""
    words = f"{above.value} {above.unit}".strip()
    if below is None or (
        below.value in (None, 1) and below.unit in ("", "1", "tablet", "tab", "capsule", "เม็ด")
    ):
        return words
    return f"{words}/{'' if below.value in (None, 1) else f'{below.value} '}{below.unit}"


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
