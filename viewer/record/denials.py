"""What a row says is *not* so: withdrawn, not done, not taken, refuted, or "none known" in the place of a name.

A row that denies something is kept and shown; but its name must never stand anywhere without the words that turn it,
and nothing may be concluded from it as if it were an ordinary row. Every sheet and every conclusion asks here.
"""

import re

from viewer.record.facts import Allergy, Fact, Problem, Procedure, Result, Stance, Supply, Vaccine
from viewer.record.values import Concept

# FHIR R4 statuses that say the thing did not happen, or that the row is withdrawn.
_WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
_STATUSES = {
    "Immunization": {"not-done": "not-given"},
    "Procedure": {"not-done": "not-done", "preparation": "planned"},
    "MedicationAdministration": {"not-done": "not-given"},
    "MedicationDispense": {"declined": "declined", "preparation": "not-yet", "in-progress": "not-yet"},
    "MedicationStatement": {"not-taken": "not-taken", "intended": "planned"},
    "MedicationRequest": {"draft": "draft"},
    "Encounter": {"planned": "planned", "noshow": "not-done"},
    "DocumentReference": {"superseded": "superseded"},
}
_NO_STATUSES: dict[str, str] = {}
_ANYWHERE = {  # of types that have no such status, but were sent with it
    "not-done": "not-done",
    "noshow": "not-done",
    "not-taken": "not-taken",
    "declined": "declined",
}
_PROPOSED = frozenset({"proposal", "plan", "option"})  # MedicationRequest.intent: nothing was ordered yet

NONE_KNOWN, NO_INFORMATION = "none-known", "no-information"
DENYING = frozenset(
    {"entered-in-error", "cancelled", "do-not-give", "declined", "not-taken", NONE_KNOWN, NO_INFORMATION}
)
"""A medicine of which every row says one of these is not taken, as far as the sources tell."""
# Codes that stand where a name should, and deny all of a kind: IPS absent-unknown, SNOMED CT situations.
_ABSENT = {
    "no-known-problems": NONE_KNOWN,
    "no-known-medications": NONE_KNOWN,
    "no-known-procedures": NONE_KNOWN,
    "no-known-immunizations": NONE_KNOWN,
    "no-known-devices": NONE_KNOWN,
    "no-problem-info": NO_INFORMATION,
    "no-medication-info": NO_INFORMATION,
    "no-procedure-info": NO_INFORMATION,
    "no-immunization-info": NO_INFORMATION,
    "no-device-info": NO_INFORMATION,
    "160245001": NONE_KNOWN,  # No current problems or disability
    "787480003": NONE_KNOWN,  # No known procedures
    "787481004": NONE_KNOWN,  # No known medications
    "787482006": NONE_KNOWN,  # No known immunizations
    "787483001": NONE_KNOWN,  # No known devices
}
_NONE_TEXT = re.compile(
    r"(?:ปฏิเสธ|ไม่มี)(?:ประวัติ)?(?:โรคประจำตัว|โรคเรื้อรัง|ยาประจำ(?:ตัว)?|ยาที่ใช้ประจำ|การใช้ยา(?:ประจำ)?|(?:การ)?ผ่าตัด)"
    r"|ไม่(?:เคย|ได้)(?:ผ่าตัด|ใช้ยา(?:ประจำ|ใดๆ)?)"
    r"|no known (?:problems?|medications?|procedures?|immuni[sz]ations?|diseases?)"
    r"|no (?:current )?(?:medications?|underlying diseases?)|(?:denies|no) underlying diseases?",
    re.I,
)
_UNKNOWN_TEXT = re.compile(
    r"ไม่ทราบ(?:โรคประจำตัว|ยาประจำ|ยาที่ใช้)?|ไม่มีข้อมูล(?:ยา|โรค)?"
    r"|no information about (?:problems?|medications?|procedures?|immuni[sz]ations?)",
    re.I,
)


def denial(fact: Fact) -> str:
    """The code of what turns a row, "" for an ordinary one.

    Codes: "entered-in-error", "cancelled", "do-not-give", "not-done", "not-given", "not-taken", "declined", "not-yet",
    "planned", "draft", "proposed", "refuted", "superseded", "none-known", "no-information".
    """
    if fact.status in _WITHDRAWN:
        return fact.status
    if isinstance(fact, Result):  # by far the most rows: nothing else can turn one
        return _ANYWHERE.get(fact.status, "")
    if isinstance(fact, Supply):
        if fact.forbidden:
            return "do-not-give"
        if fact.intent in _PROPOSED:
            return "proposed"
    if isinstance(fact, _VERIFIED):
        if fact.verification in ("refuted", "entered-in-error"):
            return fact.verification
        if isinstance(fact, Allergy):
            return "refuted" if fact.stance is Stance.REFUTED else ""
    if status := fact.status:
        found = _STATUSES.get(fact.origin.type, _NO_STATUSES).get(status) or _ANYWHERE.get(status)
        if found:
            return found
    return absence(_name_of(fact))


def absence(concept: Concept | None) -> str:
    """Whether what stands in the place of a name denies all of its kind, or says that nobody knows."""
    if concept is None:
        return ""
    for coding in concept.codings:
        code = coding.code
        if len(code) >= _SHORTEST and (found := _ABSENT.get(code.strip().casefold(), "")):
            return found
    if not _BEGINS.match(concept.words):
        return ""  # nearly all names: no need to look closer
    words = [text for text in (concept.text, *(coding.display for coding in concept.codings)) if text]
    for pattern, code in ((_NONE_TEXT, NONE_KNOWN), (_UNKNOWN_TEXT, NO_INFORMATION)):
        if words and all(pattern.fullmatch(_bare(text)) for text in words):
            return code
    return ""


_SHORTEST = min(map(len, _ABSENT))
_VERIFIED = (Problem, Allergy)
_CONCEPTS = (Problem, Procedure, Vaccine)
_BEGINS = re.compile(r"[\s.\"'()\[\]*:;-]*(?:ปฏิเสธ|ไม่|no |denies )", re.I)


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(" .\"'()[]*-:;")


def _name_of(fact: Fact) -> Concept | None:
    if isinstance(fact, Supply):
        return fact.drug.concept if fact.drug.concept else Concept(fact.drug.name)
    return fact.concept if isinstance(fact, _CONCEPTS) else None


def stands(fact: Fact) -> bool:
    """Whether a row may be concluded from: nothing in it turns it."""
    return not denial(fact)
