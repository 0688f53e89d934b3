"""Facts: what a resource says, as frozen values. One class per kind of row a clinician reads.

Every fact carries its origin, the date that places it in time, its status as sent, remarks, and the restricted
category it falls under ("" = open). Nothing here is worded: view does that. The rows are msgspec Structs: as frozen as
a dataclass, and made three times as quickly.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from viewer.base.opaque import Opaque
from viewer.record.absences import said_not_taken
from viewer.record.ordered import Ordered
from viewer.record.people import Contact, Identifier, PersonName
from viewer.record.values import OPEN, Concept, Origin, Quantity, Range, Ratio, Remark, Span, Value, When


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all rows have in common."""

    origin: Origin
    when: When | None = None
    status: str = ""  # FHIR status as sent; entered-in-error is kept and shown as such
    remarks: tuple[Remark, ...] = ()
    restricted: str = ""  # hiv, sti, psychiatric, substance, abortion, abuse, genetic, label; "" open
    revealed: str = ""  # the category it was restricted under, while its reader has opened it; on no paper
    note: str = ""
    number: int = -1  # its number in the binder, for SourceNote.fact; -1 = restricted, or not from a binder


class Stance(StrEnum):
    """What an allergy row says about the person."""

    ALLERGIC = "allergic"
    DENIED = "denied"  # no known allergy, ปฏิเสธการแพ้ยา
    REFUTED = "refuted"  # assessed and found not allergic
    SIDE_EFFECT = "side-effect"  # type intolerance: อาการข้างเคียง
    NEGATED = "negated"  # its own words deny it: "ไม่แพ้ยา penicillin"; nobody assessed it
    UNKNOWN = "unknown"  # "-", "ไม่ทราบ", blank, entered-in-error


@dataclass(frozen=True, slots=True)
class Reaction:
    """One AllergyIntolerance.reaction."""

    manifestations: tuple[Concept, ...] = ()
    severity: str = ""
    onset: When | None = None
    text: str = ""
    substance: str = ""  # what brought it about, where that is not what the row is named by
    route: str = ""


class Allergy(Fact, frozen=True, kw_only=True, gc=False):
    """AllergyIntolerance. ``when`` is recordedDate, else onset."""

    substance: Concept
    stance: Stance
    categories: tuple[str, ...] = ()  # medication, food, environment, biologic
    kind: str = ""  # allergy, intolerance, ""
    criticality: str = ""
    clinical: str = ""  # active, inactive, resolved
    verification: str = ""  # confirmed, unconfirmed, refuted, entered-in-error
    reactions: tuple[Reaction, ...] = ()
    certainty: str = ""  # Thai TYPEDX words as sent
    seriousness: str = ""  # Thai ALEVEL words as sent
    informant: str = ""  # who said it, in words; "" when the source does not say
    assessor: str = ""  # the health professional who asserts it, by name
    recorder: str = ""  # who wrote it down, by name
    onset: When | None = None  # when it began, where that is not what ``when`` says
    last: When | None = None  # when it happened last
    ended: When | None = None  # since when it is no more


class Problem(Fact, frozen=True, kw_only=True, gc=False):
    """Condition. ``when`` is onset where that can be placed in time, else recordedDate."""

    concept: Concept
    icd: str = ""  # ICD-10 code normalised with its dot ("E11.2"), "" when none
    clinical: str = ""
    verification: str = ""
    category: str = ""
    severity: str = ""  # "" when the source sends a constant
    onset: When | None = None
    abatement: When | None = None
    recorded: When | None = None
    body_site: str = ""
    stage: str = ""  # of a tumour, as sent: T3N1M0, ระยะ IIA
    evidence: str = ""  # what it rests on, as sent


class SupplyKind(StrEnum):
    """Which resource told of the medicine."""

    REQUEST = "request"
    DISPENSE = "dispense"
    STATEMENT = "statement"
    ADMINISTRATION = "administration"  # given where the person was treated: nothing they have at home


@dataclass(frozen=True, slots=True)
class Dose:
    """One Dosage. Numbers only where the structure has them; ``text`` is verbatim."""

    text: str = ""
    patient_text: str = ""
    route: Concept | None = None
    amount: Quantity | Range | None = None
    frequency: int | None = None
    frequency_max: int | None = None
    period: Quantity | None = None  # value and unit h, d, wk, mo
    period_max: Decimal | None = None  # the longest of it, in the unit of ``period``
    when: tuple[str, ...] = ()  # FHIR event-timing codes: PC, ACM, HS ...
    clock: tuple[str, ...] = ()  # times of day as sent, "10:00:00"
    days: tuple[str, ...] = ()  # mon .. sun
    as_needed: bool = False
    as_needed_for: str = ""
    sequence: int | None = None
    offset: int | None = None  # minutes from what ``when`` names
    bounds: Quantity | Range | None = None  # how long
    period_of_use: Span | None = None  # boundsPeriod: from when to when
    count: str = ""  # how many times in all: "3", "3-5"
    maximum: Ratio | Quantity | None = None  # maxDosePerPeriod; a Quantity where no period was sent
    most_each: Quantity | None = None  # maxDosePerAdministration
    most_ever: Quantity | None = None  # maxDosePerLifetime
    rate: str = ""  # how quickly, as words
    over: Quantity | Range | None = None  # how long each time takes: of an infusion
    events: tuple[When, ...] = ()  # the days or moments it is to be given at
    extra: tuple[str, ...] = ()  # additionalInstruction

    @property
    def last_day(self) -> date | None:
        """The last day it is to be taken on, where that is a day."""
        span = self.period_of_use
        return span.end.exact_day if span is not None and span.end is not None else None

    @property
    def ends(self) -> bool:
        """Whether it is for a time only, also where nobody can say for which."""
        span = self.period_of_use
        ends = span is not None and span.end is not None and span.end.flaw not in OPEN
        return ends or self.bounds is not None or bool(self.count)


@dataclass(frozen=True, slots=True)
class Drug:
    """A medicine's name as sent and what can be read from it with certainty.

    ``ingredients`` and ``strength`` come from a TMT full name or a plain "name 500 mg form", else they are empty.
    ``form`` as written ("tab", "film-coated tablet").
    """

    name: str
    concept: Concept
    ingredients: tuple[str, ...] = ()
    strength: str = ""
    form: str = ""
    absence: str = field(init=False, compare=False, repr=False)  # see record.absences; "" of a name

    def __post_init__(self) -> None:
        told = (self.concept or Concept(self.name)).absence or said_not_taken(self.name)
        object.__setattr__(self, "absence", told)


class Supply(Fact, frozen=True, kw_only=True, gc=False):
    """MedicationRequest, MedicationDispense, MedicationStatement or MedicationAdministration."""

    kind: SupplyKind
    drug: Drug
    doses: tuple[Dose, ...] = ()
    quantity: Quantity | None = None
    days: Quantity | None = None  # daysSupply as sent
    status_reason: str = ""
    prescriber: str = ""
    ordered: Ordered | None = None
    category: str = ""  # inpatient, outpatient, community ...
    taken: str = ""  # from MedicationStatement.status "not-taken" etc.
    forbidden: bool = False  # MedicationRequest.doNotPerform: the order is not to give it
    intent: str = ""  # MedicationRequest.intent: proposal, plan, order ...
    end: When | None = None
    rate: str = ""  # of an administration: how quickly, as words
    reason: str = ""  # what it is for, or why it is forbidden
    told_by: str = ""  # of a list: who told it, in words or as a FHIR type; "" when that is a facility
    basis: tuple[Opaque, ...] = ()  # ids of the orders and dispenses that it says it rests on


class Component(msgspec.Struct, frozen=True, gc=False):
    """One Observation.component. ``absent`` is a code of dataAbsentReason, or values.UNREAD."""

    concept: Concept
    value: Value = None
    absent: str = ""
    ranges: tuple[Range, ...] = ()
    flags: tuple[str, ...] = ()


class Result(Fact, frozen=True, kw_only=True, gc=False):
    """Observation. ``when`` is effective, else issued."""

    concept: Concept
    loinc: str = ""
    value: Value = None
    components: tuple[Component, ...] = ()
    absent: str = ""  # dataAbsentReason code
    ranges: tuple[Range, ...] = ()
    flags: tuple[str, ...] = ()  # what interpretations mean: see record.flags
    categories: tuple[str, ...] = ()  # laboratory, vital-signs, exam ...
    specimen: str = ""
    method: str = ""
    body_site: str = ""
    slug: str = ""  # which key test or vital sign it is (key_results.named); "" none of them
    phase: str = ""  # "before-dialysis", "after-dialysis" when it says so
    members: tuple[Opaque, ...] = ()  # ids of the results that it is made of
    about: str = ""  # whom or what it was measured of, when not the patient (focus): no key result


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file named by a resource; the bytes are fetched only when opened."""

    content_type: str = ""
    title: str = ""
    size: int | None = None
    hash: str = ""
    url: Opaque | None = None
    inline: bool = False


class Report(Fact, frozen=True, kw_only=True, gc=False):
    """DiagnosticReport."""

    concept: Concept
    categories: tuple[str, ...] = ()
    conclusion: str = ""
    results: tuple[Opaque, ...] = ()  # ids of its Observations
    named: tuple[str, ...] = ()  # what it calls its results, where it says so: "WBC 3.2"
    attachments: tuple[Attachment, ...] = ()


class Diagnosis(msgspec.Struct, frozen=True, gc=False):
    """One Encounter.diagnosis."""

    words: str
    code: str = ""
    rank: str = ""
    role: str = ""  # use in words: โรคหลัก, โรคร่วม, admission diagnosis; "" when only a number was sent


class Visit(Fact, frozen=True, kw_only=True, gc=False):
    """Encounter. ``when`` is period.start."""

    kind: str = ""  # class code: AMB, IMP, EMER, VR, HH
    kind_words: str = ""  # what the source calls that class
    types: tuple[Concept, ...] = ()
    end: When | None = None
    reasons: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    department: str = ""
    came: str = ""  # hospitalization.admitSource: มารับบริการเอง, นำส่งโดย EMS
    left: str = ""  # hospitalization.dischargeDisposition: จำหน่ายกลับบ้าน, เสียชีวิต


class Procedure(Fact, frozen=True, kw_only=True, gc=False):
    """Procedure. ``when`` is performed."""

    concept: Concept
    end: When | None = None
    performer: str = ""
    body_site: str = ""
    outcome: str = ""
    not_done_reason: str = ""
    reason: str = ""
    complication: str = ""
    follow_up: str = ""
    devices: str = ""  # what was put in, taken out or used


class Vaccine(Fact, frozen=True, kw_only=True, gc=False):
    """Immunization. ``when`` is occurrence; status not-done is shown as such.

    ``second_hand``: the source was not there (primarySource false); ``told_by`` is where it has it from, if it says.
    """

    concept: Concept
    lot: str = ""
    maker: str = ""
    dose_number: str = ""
    series_doses: str = ""  # of how many, as sent
    performer: str = ""
    reason: str = ""  # statusReason, or why it does not protect
    second_hand: bool = False
    told_by: str = ""
    subpotent: bool = False  # the source says that this dose does not protect
    route: str = ""
    site: str = ""
    amount: Quantity | None = None
    expires: When | None = None
    reaction: str = ""


class Document(Fact, frozen=True, kw_only=True, gc=False):
    """DocumentReference."""

    concept: Concept
    title: str = ""
    author: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One Composition.section: its title, plain text of its narrative, and how many entries it points to.

    ``inner`` are the sections within it, which stand after it.
    """

    title: str
    code: str = ""
    text: str = ""
    entries: int = 0
    targets: tuple[Opaque, ...] = ()  # ids of what it points to
    empty_reason: str = ""
    inner: int = 0


class Narrative(Fact, frozen=True, kw_only=True, gc=False):
    """Composition."""

    concept: Concept
    title: str = ""
    author: str = ""
    passages: tuple[Passage, ...] = ()


class Person(Fact, frozen=True, kw_only=True, gc=False):
    """Patient, as one source describes the person. ``when`` is None."""

    names: tuple[PersonName, ...] = ()
    gender: str = ""
    birth: When | None = None
    deceased: bool = False
    deceased_when: When | None = None
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    phones: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
