"""Interpretations of results as laboratories send them: codes of v3 ObservationInterpretation, or words, in Thai too.

What means one of the codes is kept as it; whatever else was sent stays in the source's words, so that nothing is lost.
"""

from collections.abc import Iterator

from viewer.record.facts import Result
from viewer.record.values import Coding, Concept

_WORDS = {
    "H": "high; above high normal; above normal; สูง; สูงกว่าปกติ; ค่าสูง",
    "HU": "significantly high; high significant",
    "HH": "critical high; critically high; high critical; panic high; very high; above upper panic limits; สูงวิกฤต"
    "; สูงมาก; ค่าวิกฤตสูง",
    "L": "low; below low normal; below normal; ต่ำ; ต่ำกว่าปกติ; ค่าต่ำ",
    "LU": "significantly low; low significant",
    "LL": "critical low; critically low; low critical; panic low; very low; below lower panic limits; ต่ำวิกฤต; ต่ำมาก"
    "; ค่าวิกฤตต่ำ",
    "A": "abnormal; ผิดปกติ",
    "AA": "critical; critical abnormal; critically abnormal; panic; วิกฤต; ค่าวิกฤต; ผิดปกติวิกฤต",
    "N": "normal; within normal limits; wnl; within normal range; ปกติ; อยู่ในเกณฑ์ปกติ",
    "POS": "positive; +; +ve; pos.; บวก; ผลบวก; ให้ผลบวก",
    "NEG": "negative; -ve; neg.; ลบ; ผลลบ; ให้ผลลบ",
    "IND": "indeterminate; equivocal; inconclusive; borderline; สรุปไม่ได้; สรุปผลไม่ได้; ก้ำกึ่ง",
    "DET": "detected; ตรวจพบ; พบ; พบเชื้อ",
    "ND": "not detected; undetected; not-detected; ตรวจไม่พบ; ไม่พบ; ไม่พบเชื้อ",
    "RR": "reactive; มีปฏิกิริยา",
    "WR": "weakly reactive; weak reactive",
    "NR": "non-reactive; nonreactive; non reactive; not reactive; ไม่มีปฏิกิริยา",
    "R": "resistant; resistance; ดื้อ; ดื้อยา; ดื้อต่อยา",
    "S": "susceptible; sensitive; ไว; ไวต่อยา",
    "I": "intermediate; ไวปานกลาง",
    "SDD": "susceptible-dose dependent; susceptible dose dependent",
    "NS": "non-susceptible; nonsusceptible; non susceptible; not susceptible; ไม่ไวต่อยา",
    "U": "significant change up; increased",
    "D": "significant change down; decreased",
    "B": "better; improved; ดีขึ้น",
    "W": "worse; แย่ลง",
    "<": "off scale low; below detection limit",
    ">": "off scale high",
}  # fmt: skip
_KNOWN = {word: code for code, words in _WORDS.items() for word in words.split("; ")}
_KNOWN |= {code.casefold(): code for code in _WORDS}
_OF_ONE_LETTER = frozenset("RSIUDBW")  # a laboratory's own R may be "reactive"
_POSITIVE, _NEGATIVE = frozenset({"POS", "DET", "RR", "WR"}), frozenset({"NEG", "ND", "NR"})
_TELLING = _POSITIVE | _NEGATIVE


def flags_of(concept: Concept) -> tuple[str, ...]:
    """The codes that an interpretation means, or its words; several where its parts say different things."""
    codes = [_of_coding(coding) for coding in concept.codings]
    text = concept.text and (
        _known(concept.text) or ("" if any(codes) and _repeats(concept) else concept.text)
    )
    return tuple(dict.fromkeys(filter(None, (*codes, text))))


def _repeats(concept: Concept) -> bool:
    return concept.text in [one for coding in concept.codings for one in (coding.display, coding.code)]


def _of_coding(coding: Coding) -> str:
    """HL7's code counts before its display; of a laboratory's own system the display does."""
    code, display = _known(coding.code), _known(coding.display)
    own = bool(coding.system) and "hl7" not in coding.system.casefold()
    if own:
        if display or coding.display:
            return display or coding.display
        return f"“{coding.code}”" if code in _OF_ONE_LETTER else code or coding.code
    return code or display or coding.display or coding.code


def _known(text: str) -> str:
    return _KNOWN.get(" ".join(text.casefold().split()).strip("()[] "), "")


def contradicts_itself(result: Result) -> bool:
    """Whether one of value and interpretation is positive and the other negative."""
    if _TELLING.isdisjoint(result.flags):  # nearly all
        return False
    return len(set(_senses(result))) > 1


def _senses(result: Result) -> Iterator[bool]:
    value = result.value
    words = value.words if isinstance(value, Concept) else value if isinstance(value, str) else ""
    for code in (_known(words) if words else "", *result.flags):
        if code in _TELLING:
            yield code in _POSITIVE
