"""A referral's rows as a FHIR R4 document: a Composition, the person, and exactly the rows that the paper shows.

https://hl7.org/fhir/R4/documents.html, https://hl7.org/fhir/R4/composition.html. Of a row only those elements go along
that paper tells (``_KEPT``), with the bytes that its source sent: no digit, date or word is written anew. Ids, staff,
notes and what else stood in the resource stay behind; what casts doubt on a row is its note. The facility is named by
its code as an identifier of the row, as the Health Link profiles (2022-04-05) do on every row; no custodian and no
sender is named by code, as a reader might take either for the source of a row that names none. Every word is made in
view and handed in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.exchange.wire import mend
from viewer.record.facts import Allergy, Fact, Result, Supply, Visit
from viewer.record.key_results import phase_in
from viewer.record.reading.dialects import as_r4
from viewer.writing.beside import HCODE, facilities, say_doubt
from viewer.writing.referred import Signed, Written, resources

IDENTIFIER = "https://prawat.example/referral"
_CITIZEN = "https://terms.sil-th.org/id/th-cid"
_REFERRAL = {"system": "http://loinc.org", "code": "57133-1", "display": "Referral note"}
_REPLY = {"system": "http://loinc.org", "code": "11488-4", "display": "Consult note"}
_CITIZEN_DIGITS, _HCODE_DIGITS = 13, (5, 9)
_TURNED = ("modifierExtension", "implicitRules")  # what may turn a row is never left behind
_TIMES = ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "issued")
_ONSET = ("onsetDateTime", "onsetPeriod", "onsetString", "onsetAge", "onsetRange")
_MEDICINE = ("medicationCodeableConcept", "status", "statusReason", "category")
_KEPT: dict[str, tuple[str, ...]] = {
    "AllergyIntolerance": (
        "clinicalStatus", "verificationStatus", "type", "category", "criticality", "code", *_ONSET, "recordedDate",
        "lastOccurrence", "reaction",
    ),
    "Condition": (
        "clinicalStatus", "verificationStatus", "category", "code", "bodySite", *_ONSET, "recordedDate",
        "abatementDateTime", "abatementPeriod", "abatementString", "abatementAge", "abatementRange", "abatementBoolean",
    ),
    "Observation": (
        "status", "category", "code", "effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued",
        "valueQuantity", "valueCodeableConcept", "valueString", "valueBoolean", "valueInteger", "valueRange",
        "valueRatio", "valueTime", "valueDateTime", "valuePeriod", "valueSampledData", "dataAbsentReason",
        "interpretation", "referenceRange", "bodySite", "method", "component",
    ),
    "MedicationRequest": (
        *_MEDICINE, "intent", "doNotPerform", "authoredOn", "dosageInstruction", "dispenseRequest", "reasonCode",
    ),
    "MedicationDispense": (
        *_MEDICINE, "statusReasonCodeableConcept", "quantity", "daysSupply", "whenHandedOver", "whenPrepared",
        "dosageInstruction",
    ),
    "MedicationStatement": (*_MEDICINE, "effectiveDateTime", "effectivePeriod", "dateAsserted", "dosage", "reasonCode"),
    "MedicationAdministration": (*_MEDICINE, "effectiveDateTime", "effectivePeriod", "dosage"),
    "Encounter": ("status", "class", "type", "serviceType", "period", "hospitalization"),
    "Procedure": (
        "status", "code", "performedDateTime", "performedPeriod", "performedString", "performedAge", "performedRange",
    ),
}  # fmt: skip
_WITHIN: dict[str, tuple[str, ...]] = {  # of elements that hold more than paper tells
    "reaction": ("substance", "manifestation", "description", "onset", "severity", "exposureRoute"),
    "hospitalization": ("dischargeDisposition",),
    "dispenseRequest": ("quantity", "expectedSupplyDuration", "validityPeriod"),
}
_TOLD_EXTENSIONS = {  # parts of their names: the Thai guides differ (see record.reading)
    "AllergyIntolerance": ("certain", "typedx", "naranjo", "serious", "alevel", "severity"),
    **dict.fromkeys(
        ("MedicationRequest", "MedicationDispense", "MedicationStatement"), ("medicationquantity",)
    ),
}

Json = dict[str, object]
_RESOURCE = msgspec.json.Decoder(dict[str, Raw])
_NUMBERS = msgspec.json.Encoder(decimal_format="number")  # FHIR knows no other decimals
_MANY = msgspec.json.Decoder(list[dict[str, Raw]])


@dataclass(frozen=True, slots=True)
class Referred:
    """The person, as the paper names them. ``birth`` and ``gender`` as sent."""

    name: str = field(repr=False)
    citizen_id: Opaque
    gender: str = ""
    birth: str = ""
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    hn: str = field(default="", repr=False)  # at the facility of this code, where the writer gave it
    hcode: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the paper with its rows. ``code`` is its LOINC code."""

    title: str
    code: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes along. ``reference`` is the paper's, of the audit; ``author`` is who writes, in words."""

    reference: str
    title: str
    author: str
    when: datetime
    person: Referred
    parts: tuple[Part, ...]
    written: Written | None = None  # by the sender's own hand
    opened: bool = False  # rows of restricted access that were opened may be among them
    doubts: Mapping[int, str] = field(default_factory=dict)  # on rows, in words, by id() of the row
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # of parts that no row of the record stands in, by code


def document(carried: Carried) -> bytes:
    """The Bundle. A row that several parts show stands in it once.

    Raises:
        ValueError: a row is restricted, or of no type that a referral shows: nothing is carried rather than that.
    """
    form = str(uuid5(NAMESPACE_URL, f"{IDENTIFIER}/{carried.reference}/{carried.when.isoformat()}"))
    rows = list({id(row): row for part in carried.parts for row in part.rows}.values())
    places = {id(row): _urn(form, number) for number, row in enumerate(rows, 2)}
    own = list(_written(carried, _urn(form, 1), lambda at: _urn(form, len(rows) + 2 + at)))
    houses = facilities(rows, carried.written)
    later = [_urn(form, len(rows) + number) for number in range(2, len(own) + len(houses) + 2)]
    standing: dict[str, list[str]] = {}
    for place, (code, _) in zip(later, own, strict=False):
        standing.setdefault(code, []).append(place)
    entries = [
        _entry(_urn(form, 0), _composition(carried, form, places, standing)),
        _entry(_urn(form, 1), _person(carried.person)),
        *(_entry(places[id(row)], _row(row, _urn(form, 1), carried)) for row in rows),
        *(
            _entry(place, made)
            for place, made in zip(later, (*(made for _, made in own), *houses), strict=True)
        ),
    ]
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": IDENTIFIER, "value": form},
        "type": "document",
        "timestamp": carried.when.isoformat(timespec="seconds"),
        "entry": entries,
    }
    return _NUMBERS.encode(bundle)


def _written(carried: Carried, person: str, place: Callable[[int], str]) -> Iterator[tuple[str, Json]]:
    if carried.written is not None:
        when = carried.when.isoformat(timespec="seconds")
        yield from resources(carried.written, Signed(person, carried.author, when, place))


def _composition(carried: Carried, form: str, places: dict[int, str], standing: dict[str, list[str]]) -> Json:
    """``standing``: by the code of a part, the places of what was written by hand in it."""
    named = {part.code for part in carried.parts}
    others = [Part(carried.titles[code], code, ()) for code in standing if code not in named]
    return {
        "resourceType": "Composition",
        "status": "preliminary",  # unsigned, as the paper says; a signature is put on the whole file
        "type": {"coding": [_kind(carried)], "text": carried.title},
        "subject": {"reference": _urn(form, 1)},
        "date": carried.when.isoformat(timespec="seconds"),
        "author": [{"display": carried.author}],
        "title": carried.title,
        "section": [
            _section(part, places, standing.get(part.code, ())) for part in (*others, *carried.parts)
        ],
    }


def _kind(carried: Carried) -> dict[str, str]:
    return _REPLY if carried.written is not None and carried.written.reply else _REFERRAL


def _section(part: Part, places: dict[int, str], own: Sequence[str]) -> Json:
    rows = [{"reference": place} for place in (*own, *(places[id(row)] for row in part.rows))]
    code = {"coding": [{"system": "http://loinc.org", "code": part.code}], "text": part.title}
    # A part without rows says that nothing was found: never that there is nothing.
    empty = {"emptyReason": {"coding": [{"system": _EMPTY, "code": "unavailable"}]}}
    return {"title": part.title, "code": code, **({"entry": rows} if rows else empty)}


_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"


def _person(person: Referred) -> Json:
    number = "".join(sign for sign in person.citizen_id.reveal() if sign.isdigit())
    made: Json = {"resourceType": "Patient", "name": [{"text": person.name}]}
    numbers = [{"system": _CITIZEN, "value": number}] if len(number) == _CITIZEN_DIGITS else []
    if person.hn and len(person.hcode) in _HCODE_DIGITS:
        system = f"https://terms.sil-th.org/hcode/{len(person.hcode)}/{person.hcode}/HN"
        numbers.append({"system": system, "value": person.hn})
    if numbers:
        made["identifier"] = numbers
    told = {"gender": person.gender, "birthDate": person.birth}
    made.update({name: value for name, value in told.items() if value})
    if person.phone:
        made["telecom"] = [{"system": "phone", "value": person.phone}]
    if person.address:
        made["address"] = [{"text": person.address}]
    return made


def _row(row: Fact, person: str, carried: Carried) -> Json:
    kept = _KEPT.get(row.origin.type)
    if kept is None or row.restricted or (row.revealed and not carried.opened):
        raise ValueError("not a row of a referral")
    sent = _decoded(row.origin.raw, row.origin.type)
    subject = "patient" if row.origin.type == "AllergyIntolerance" else "subject"
    made: Json = {"resourceType": row.origin.type, subject: {"reference": person}}
    if row.origin.hcode:
        made["identifier"] = [{"system": HCODE, "value": row.origin.hcode}]
    for name in (*_TURNED, *kept):
        if name in sent:
            made[name] = _pruned(sent[name], _WITHIN[name]) if name in _WITHIN else sent[name]
    if "extension" in sent and (told := _extensions(sent["extension"], row.origin.type)):
        made["extension"] = told
    made.update(_told(row, sent))
    if doubt := carried.doubts.get(id(row)):
        say_doubt(made, doubt)
    if row.revealed:  # who reads it opens it with a reason of their own
        made["meta"] = {"security": [{"system": _CONFIDENTIALITY, "code": "R"}]}
    return made


def _told(row: Fact, sent: Mapping[str, Raw]) -> Json:
    """What a resource says by pointing to others that do not come along, or is said of it by the report it stood in."""
    made: Json = {}
    if isinstance(row, Supply):
        codings = [_without_gaps(coding) for coding in row.drug.concept.codings]
        concept: Json = {"coding": codings} if codings else {}
        text = row.drug.concept.text or ("" if codings else row.drug.name)
        made["medicationCodeableConcept"] = {**concept, **({"text": text} if text else {})}
        if row.told_by and row.origin.type == "MedicationStatement":
            made["informationSource"] = {"display": row.told_by}
    if isinstance(row, Allergy) and row.informant:
        made["asserter"] = {"display": row.informant}
    if isinstance(row, Result):
        made |= {"status": row.status} if row.status else {}
        if row.when is not None and row.when.usable and sent.keys().isdisjoint(_TIMES):
            made["effectiveDateTime"] = row.when.raw
        if row.specimen:
            made["specimen"] = {"display": row.specimen}
        if row.phase and phase_in(row.note):  # only the note says that it was taken before or after dialysis
            made["note"] = [{"text": row.note}]
    if isinstance(row, Visit):
        made.update(_visit(row))
    return made


def _visit(row: Visit) -> Json:
    """Clinic, reasons and diagnoses, which a visit mostly points to."""
    made: Json = {}
    if row.department:
        made["serviceType"] = {"text": row.department}
    if row.reasons:
        made["reasonCode"] = [{"text": reason} for reason in row.reasons]
    named = [" ".join(filter(None, (one.words, one.code))) for one in row.diagnoses]
    if named:
        made["diagnosis"] = [
            {"condition": {"display": words}, **({"use": {"text": one.role}} if one.role else {})}
            for words, one in zip(named, row.diagnoses, strict=True)
        ]
    return made


def _without_gaps(coding: object) -> Json:
    told = {name: getattr(coding, name) for name in ("system", "code", "display")}
    return {name: value for name, value in told.items() if value}


def _decoded(raw: bytes, type_: str) -> dict[str, Raw]:
    """The members as they were sent; of bytes that had to be mended to be read, or are of another version of FHIR, as
    they were read."""
    try:
        return _RESOURCE.decode(as_r4(type_, raw, []))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        mended = mend(raw.removeprefix(b"\xef\xbb\xbf"))
        if mended is None:
            raise ValueError("a row cannot be carried as it was sent") from None
        return _RESOURCE.decode(as_r4(type_, mended, []))


def _pruned(raw: Raw, kept: Sequence[str]) -> object:
    """An element, or a list of them, without what paper does not tell; anything else as it was sent."""
    many = bytes(raw).lstrip()[:1] == b"["
    try:
        items = _MANY.decode(raw) if many else [_RESOURCE.decode(raw)]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return raw
    pruned = [{name: item[name] for name in (*_TURNED, *kept) if name in item} for item in items]
    return pruned if many else pruned[0]


def _extensions(raw: Raw, type_: str) -> list[dict[str, Raw]]:
    """Those that a Thai guide put a part of the row into; none that points to somebody."""
    wanted = _TOLD_EXTENSIONS.get(type_, ())
    try:
        sent = _MANY.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return []
    named = ((bytes(one.get("url", Raw())).decode(errors="replace").casefold(), one) for one in sent)
    return [
        one
        for url, one in named
        if "valueReference" not in one and any(part in url.rpartition("/")[2] for part in wanted)
    ]


def _entry(place: str, resource: Json) -> Json:
    return {"fullUrl": place, "resource": {**resource, "id": place.removeprefix("urn:uuid:")}}


def _urn(form: str, number: int) -> str:
    """A place within the Bundle: the form's own UUID with the number of the entry as its end."""
    return f"urn:uuid:{form[:-6]}{number:06x}"
