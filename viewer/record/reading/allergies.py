"""AllergyIntolerance. A denial is never read as an allergen, and a dash is never read as a denial."""

import re
from typing import ClassVar

import msgspec
from msgspec import Raw

from viewer.record.codes import bare, fhir_code, thai_words
from viewer.record.facts import Allergy, Reaction, Stance
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes
from viewer.record.reading.desk import Reading
from viewer.record.reading.dialects import FOREIGN
from viewer.record.reading.members import members_of, says_more
from viewer.record.reading.negated import is_negated
from viewer.record.reading.onsets import onset_of
from viewer.record.reading.prose import trimmed
from viewer.record.reading.standing import clinical_of, verification_of
from viewer.record.reading.terms import Pointer, Term, coding_of
from viewer.record.values import Coding, Concept, When


class AllergyReactionShape(shapes.Shape):
    manifestation: Raw = shapes.NOTHING
    severity: str = ""
    onset: str = ""
    description: str = ""
    substance: Raw = shapes.NOTHING
    exposure_route: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()

    bare: ClassVar[str] = "description"


class AllergyShape(shapes.ResourceShape):
    clinical_status: Raw = shapes.NOTHING
    verification_status: Raw = shapes.NOTHING
    type: str = ""
    category: tuple[str, ...] = ()
    criticality: str = ""
    code: Raw = shapes.NOTHING
    onset_date_time: str = ""
    onset_period: shapes.PeriodShape | None = None
    onset_string: str = ""
    onset_age: shapes.QuantityShape | None = None
    onset_range: shapes.RangeShape | None = None
    last_occurrence: str = ""
    recorded_date: str = ""
    recorder: Raw = shapes.NOTHING
    asserter: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()
    reaction: tuple[AllergyReactionShape, ...] = ()


# code -> what it denies; "" denies every kind. SNOMED CT situations and the IPS absent-unknown codes.
_DENIALS: dict[str, str] = {
    "716186003": "",
    "409137002": "medication",
    "428607008": "environment",
    "429625007": "food",
    "716184000": "environment",  # latex
    "716220001": "environment",  # animals
    "1003774007": "environment",  # latex of Hevea
    "no-known-allergies": "",
    "no-known-medication-allergies": "medication",
    "no-known-food-allergies": "food",
    "no-known-environmental-allergies": "environment",
    "nka": "",
    "nkda": "medication",
}
_UNKNOWNS = frozenset({"no-allergy-info", "1631000175102", "unknown", "asked-unknown", "unk"})
_DENIAL_TEXTS = (
    (re.compile(r"(?:ปฏิเสธ|ไม่มี|ไม่เคยมี|ไม่ได้)(?:ประวัติ)?(?:การ)?แพ้(?:ยา)?(?:ทุกชนิด|ใดๆ?)?"), "medication"),
    (re.compile(r"(?:การ)?แพ้ยา ?: ?ปฏิเสธ"), "medication"),
    (re.compile(r"ปฏิเสธ|ไม่แพ้|denie[ds]|none known"), ""),
    (re.compile(r"(?:ปฏิเสธ|ไม่มี)(?:ประวัติ)?(?:การ)?แพ้อาหาร"), "food"),
    (re.compile(r"(?:ปฏิเสธ|ไม่มี|ไม่เคย|ไม่)(?:ประวัติ)?(?:การ)?แพ้ยา ?(?:(?:และ|/|,) ?(?:แพ้)?|แพ้)อาหาร"), ""),
    (re.compile(r"ไม่(?:เคย)?แพ้ยา(?:ใดๆ?|ทุกชนิด)?"), "medication"),
    (re.compile(r"ไม่(?:เคย)?แพ้อาหาร"), "food"),
    (re.compile(r"ไม่มียาที่แพ้"), "medication"),
    (re.compile(r"nkda|(?:no ?known|no|denies) ?(?:drug|medication) ?allerg(?:y|ies)(?: ?\(?nkda)?"), "medication"),
    (re.compile(r"no ?known allerg(?:y|ies) to (?:drugs?|medications?)"), "medication"),
    (re.compile(r"no ?known (?:drug|medication)s? ?(?:or|and|/|,) ?foods? ?allerg(?:y|ies)"), ""),
    (re.compile(r"nka|no ?(?:known ?)?allerg(?:y|ies)(?: ?\(?nka)?"), ""),
    (re.compile(r"no ?known ?food ?allerg(?:y|ies)"), "food"),
)  # fmt: skip
_UNKNOWN_TEXT = re.compile(
    r"[-–—.?/\s]*|ไม่ทราบ(?:ประวัติ)?(?:การ)?(?:แพ้ยา|แพ้)?|ไม่ระบุ|ไม่มีข้อมูล(?:การแพ้(?:ยา)?)?|ไม่มี"
    r"|ไม่พบ(?:ข้อมูล|ประวัติ)?(?:การ)?แพ้(?:ยา)?|unknown|not known|n/?a|none|no"
)
_THAI_SCREEN = re.compile(
    r"^\s*(?:[0-9]\s*[:.)-]?\s+)?"
)  # "2 ปฏิเสธแพ้ยา": the 43-file screen code before the words
_BLANKS = re.compile(r"\s+")


def read_allergy(shape: AllergyShape, reading: Reading) -> Allergy:
    """One AllergyIntolerance. ``when`` is recordedDate, else onset."""
    code = reading.term(shape.code, "code")
    verification = verification_of(reading.term(shape.verification_status, "verificationStatus"))
    onset, recorded = _onset(shape, reading), reading.when(shape.recorded_date)
    if shape.reaction and says_more(members_of(reading.raw).get("reaction", Raw()), AllergyReactionShape):
        reading.lost([FOREIGN])
    when = recorded if recorded is not None else onset if onset is not None and onset.usable else None
    certainty, seriousness, informant = _thai_extensions(reading, shape.extension)
    stance, denied = _stance(code, shape, verification)
    return Allergy(
        substance=_substance(code, shape, reading),
        stance=stance,
        categories=(denied,) if denied else tuple([fhir_code(trimmed(code)) for code in shape.category]),
        kind=fhir_code(trimmed(shape.type)),
        criticality=fhir_code(trimmed(shape.criticality)),
        clinical=clinical_of(reading.term(shape.clinical_status, "clinicalStatus")),
        verification=verification,
        reactions=tuple(_reaction(item, code, reading) for item in shape.reaction),
        certainty=certainty,
        seriousness=seriousness,
        informant=informant or _informant(reading, shape),
        assessor=_assessor(reading, shape),
        recorder=reading.name_of(reading.terms.pointer(shape.recorder)),
        onset=onset if onset is not when else None,
        last=reading.when(shape.last_occurrence),
        ended=_ended(reading, shape.extension),
        **reading.common(
            shape,
            when,
            verification,
            (shape.recorder, shape.asserter),
            note=notes(shape.note),
        ),
    )


def _ended(reading: Reading, raw: Raw) -> When | None:
    """The day it ended, which only an extension tells (abatement of the International Patient Summary)."""
    sent = (one.value_date_time for one in reading.extensions(raw) if "/abatement" in one.url.casefold())
    return reading.when(*sent)


def _onset(shape: AllergyShape, reading: Reading) -> When | None:
    period = shape.onset_period.start if shape.onset_period else ""
    told = (shape.onset_date_time, period)
    return onset_of(reading, *told, words=shape.onset_string, age=shape.onset_age, ages=shape.onset_range)


def _substance(code: Term, shape: AllergyShape, reading: Reading) -> Concept:
    """What the row is about; a row that names it only in its reaction is about that."""
    if code.concept:
        return code.concept
    named = (reading.term(item.substance).concept for item in shape.reaction)
    return next((concept for concept in named if concept), code.concept)


def _stance(code: Term, shape: AllergyShape, verification: str) -> tuple[Stance, str]:
    """The stance, and for a denial the category it denies."""
    if verification == "entered-in-error":
        return Stance.UNKNOWN, ""
    denied = _denial(code)
    if denied is not None:
        return (Stance.UNKNOWN if verification == "refuted" else Stance.DENIED), denied
    if _says_nothing(code) and not any(len(item.substance) for item in shape.reaction):
        return Stance.UNKNOWN, ""
    if verification == "refuted":
        return Stance.REFUTED, ""
    if not shape.reaction and is_negated(_all_words(code)):
        return Stance.NEGATED, ""
    if fhir_code(shape.type) == "intolerance":
        return Stance.SIDE_EFFECT, ""
    return Stance.ALLERGIC, ""


def _denial(code: Term) -> str | None:
    """What the row denies, None when it is no denial. Words that name an allergen beat a denial beside them."""
    for coding in code.concept.codings:
        denied = "medication" if _verified(coding) == "2" else _DENIALS.get(coding.code.casefold())
        if denied is not None:
            return denied
    found = [_denied_by(words) for words in _all_words(code) if not _UNKNOWN_TEXT.fullmatch(_bare(words))]
    return found[0] if found and None not in found else None


def _verified(coding: Coding) -> str:
    """The Std15 code of whether somebody is allergic (1 แพ้, 2 ไม่แพ้, 3 ไม่ทราบ); "" of every other system."""
    return coding.code if bare(coding.system).endswith("/cs-std15-allergy-verify") else ""


def _denied_by(words: str) -> str | None:
    bare = _bare(words)
    return next((denied for pattern, denied in _DENIAL_TEXTS if pattern.fullmatch(bare)), None)


def _all_words(code: Term) -> list[str]:
    """Text and displays; bare codes only where there are no words at all."""
    concept = code.concept
    words = [text for text in (concept.text, *(coding.display for coding in concept.codings)) if text]
    return words or [coding.code for coding in concept.codings if coding.code]


def _bare(words: str) -> str:
    told = _BLANKS.sub(" ", _THAI_SCREEN.sub("", words)).strip(" .\"'()[]*-:;").casefold()
    return told.replace("ปฎิเสธ", "ปฏิเสธ").removeprefix(
        "ผู้ป่วย"
    )  # written with the wrong letter as often as not


def _says_nothing(code: Term) -> bool:
    """Neither an allergen nor a denial: blank, a dash, "ไม่ทราบ", or a code that says nobody knows."""
    if any(
        coding.code.casefold() in _UNKNOWNS or _verified(coding) == "3" for coding in code.concept.codings
    ):
        return True
    return all(_UNKNOWN_TEXT.fullmatch(words.strip().casefold()) for words in _all_words(code))


def _reaction(item: AllergyReactionShape, code: Term, reading: Reading) -> Reaction:
    substance = reading.term(item.substance, "reaction.substance").words
    named = substance if code.concept and substance != code.words else ""
    route = reading.term(item.exposure_route, "reaction.exposureRoute").words
    text = "\n".join(part for part in (trimmed(item.description), notes(item.note)) if part)
    onset: When | None = reading.when(item.onset)
    severity = fhir_code(trimmed(item.severity))
    return Reaction(reading.terms.terms(item.manifestation).concepts, severity, onset, text, named, route)


def _thai_extensions(reading: Reading, raw: msgspec.Raw) -> tuple[str, str, str]:
    """certainty (TYPEDX), seriousness (ALEVEL), informant: by the last part of the extension's URL.

    The three guides name these extensions differently and none is final; the words are what they share.
    """
    certainty = seriousness = informant = ""
    for extension in reading.extensions(raw):
        name = extension.url.rstrip("/").rpartition("/")[2].casefold()
        words = _extension_words(reading, extension)
        if "certain" in name or "typedx" in name or "naranjo" in name:
            certainty = thai_words("cs-thcc-allergy-certainty", words) or words
        elif "serious" in name or "alevel" in name or "severity" in name:
            seriousness = thai_words("cs-thcc-allergy-severity", words) or words
        elif "inform" in name or "assert-type" in name:
            informant = thai_words("cs-thcc-allergy-assert-type", words) or words
    return certainty, seriousness, informant


def _extension_words(reading: Reading, extension: shapes.ExtensionShape) -> str:
    sent = extension.value_coding
    coding = coding_of(sent) if sent else None
    concept = reading.term(extension.value_codeable_concept, "extension").words
    pointer = reading.terms.pointer(extension.value_reference)
    return trimmed(
        extension.value_string
        or concept
        or (coding and (coding.display or coding.code))
        or reading.name_of(pointer)
        or extension.value_code
    )


def _informant(reading: Reading, shape: AllergyShape) -> str:
    """Who said it: the asserter's name, else its FHIR type ("Patient", "RelatedPerson", "Practitioner")."""
    pointer = reading.terms.pointer(shape.asserter)
    return reading.name_of(pointer) or _kind(pointer)


def _assessor(reading: Reading, shape: AllergyShape) -> str:
    """The asserter's name where they are a health professional: patients and relatives report, they do not assess."""
    pointer = reading.terms.pointer(shape.asserter)
    return reading.name_of(pointer) if _kind(pointer) in _PROFESSIONALS else ""


_PROFESSIONALS = frozenset({"Practitioner", "PractitionerRole"})


def _kind(pointer: Pointer) -> str:
    if pointer.type:
        return trimmed(pointer.type)
    parts = pointer.target.split("/")
    return trimmed(parts[-2]) if len(parts) > 1 else ""
