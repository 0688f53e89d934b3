"""verificationStatus and clinicalStatus: how sure a row is, and whether it goes on.

Only FHIR's own codes may stand there; sources send words, local codes and SNOMED CT as well. Those that mean one of
the codes are read as it; whatever else was sent is kept in the source's words, for the row to tell.
"""

from collections.abc import Iterable, Mapping

from viewer.record.codes import SNOMED, code_system, fhir_code
from viewer.record.reading.terms import Term

_SURE = (
    "confirmed; confirm; definite; definitely present; known present; confirmed present; verified; established; ยืนยัน"
    "; ยืนยันแล้ว; แน่นอน; วินิจฉัยแน่นอน; วินิจฉัยยืนยัน"
)
_UNSURE = (
    "unconfirmed; not confirmed; unverified; suspected; suspect; possible; probable; likely; probably present; presumed"
    "; questionable; query; สงสัย; ยังสงสัย; น่าจะเป็น; น่าจะใช่; อาจเป็น; อาจใช่; ยังไม่ยืนยัน; ไม่ยืนยัน; รอยืนยัน; ยังไม่แน่ใจ; ไม่แน่ใจ"
)
_REFUTED = (
    "refuted; ruled out; excluded; known absent; confirmed absent; definitely not present; not present; ไม่ใช่"
    "; ไม่ใช่โรคนี้; ไม่เป็น; ไม่เป็นโรคนี้; ไม่แพ้; ตัดออก; ตัดออกแล้ว; ตัดทิ้ง; ตัดโรคออก; ตัดโรคออกแล้ว"
)
_KINDS = {
    "confirmed": _SURE,
    "unconfirmed": _UNSURE,
    "provisional": "provisional; provisional diagnosis; preliminary; tentative; working diagnosis; วินิจฉัยเบื้องต้น; เบื้องต้น",
    "differential": "differential; differential diagnosis; ddx; วินิจฉัยแยกโรค",
    "refuted": _REFUTED,
    "entered-in-error": "entered in error; error; บันทึกผิด; บันทึกผิดพลาด; ลงผิด; ลงข้อมูลผิด",
}
_COURSES = {
    "active": "active; ongoing; current; ยังเป็นอยู่; ยังไม่หาย; กำลังเป็น; กำลังรักษา; เป็นอยู่",
    "recurrence": "recurrence; recurrent; recurred; กลับเป็นซ้ำ; เป็นซ้ำ",
    "relapse": "relapse; relapsed; กำเริบ; กำเริบซ้ำ",
    "inactive": "inactive; not active; ไม่เป็นแล้ว; ไม่แสดงอาการ",
    "remission": "remission; in remission; สงบ; โรคสงบ; สงบแล้ว; ระยะสงบ",
    "resolved": "resolved; cured; recovered; healed; หาย; หายแล้ว; หายขาด; หายดี; หายดีแล้ว; รักษาหาย; รักษาหายแล้ว",
}  # fmt: skip
# SNOMED CT, values of "finding context".
_CONTEXTS = {
    "410515003": "confirmed",  # known present
    "410605003": "confirmed",  # confirmed present
    "410516002": "refuted",  # known absent
    "410594000": "refuted",  # definitely NOT present
    "410592001": "unconfirmed",  # probably present
    "410590009": "unconfirmed",  # known possible
    "415684004": "unconfirmed",  # suspected
}


def _turned(kinds: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, words in kinds.items() for word in words.split("; ")}


_WITHDRAWN = "entered-in-error"
_VERIFICATION, _CLINICAL = _turned(_KINDS), _turned(_COURSES)


def verification_of(term: Term) -> str:
    """Condition.verificationStatus or AllergyIntolerance.verificationStatus; in the source's words where it means no
    code, or more than one."""
    return _read(term, _VERIFICATION, _CONTEXTS)


def clinical_of(term: Term) -> str:
    """Condition.clinicalStatus or AllergyIntolerance.clinicalStatus, likewise."""
    return _read(term, _CLINICAL, {})


def is_verification(code: str) -> bool:
    """Whether it is one of FHIR's codes, and no words of a source."""
    return code in _KINDS


def _read(term: Term, known: Mapping[str, str], contexts: Mapping[str, str]) -> str:
    concept = term.concept
    if (
        not concept.text
        and len(concept.codings) == 1
        and term.fhir in known
        and not concept.codings[0].display
    ):
        return known[term.fhir]  # nearly all
    found = dict.fromkeys(filter(None, (_plain(text, known) for text in _said(term, contexts))))
    if len(found) == 1 or _WITHDRAWN in found:  # whatever its words said before
        return _WITHDRAWN if _WITHDRAWN in found else next(iter(found))
    told = (concept.text, *(coding.display or coding.code for coding in concept.codings))
    return ", ".join(dict.fromkeys(filter(None, told)))


def _said(term: Term, contexts: Mapping[str, str]) -> Iterable[str]:
    """What it may be read from: the text, and of each coding its display or its code."""
    yield term.concept.text
    for coding in term.concept.codings:
        yield contexts.get(coding.code, "") if code_system(coding.system) == SNOMED else coding.code
        yield coding.display


def _plain(text: str, known: Mapping[str, str]) -> str:
    return known.get(text, "") or known.get(fhir_code(text).replace("-", " ").strip(" ."), "")
