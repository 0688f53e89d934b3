"""Pregnancy tests: what a result says in the few words that laboratories use. A number is not interpreted."""

from viewer.record.facts import Result
from viewer.record.values import Concept

# LOINC: choriogonadotropin, presence in urine and in serum or plasma; of the beta subunit the same.
TEST_LOINC = frozenset({"2106-3", "2118-8", "2112-1", "2110-5"})
_NAMES = frozenset(
    {
        "upt", "urine pregnancy test", "pregnancy test", "pregnancy test (urine)", "urine pregnancy test (upt)",
        "pregnancy test (upt)", "ตรวจการตั้งครรภ์", "การทดสอบการตั้งครรภ์", "ตรวจการตั้งครรภ์จากปัสสาวะ",
    }
)  # fmt: skip
_SAYS = dict.fromkeys(
    ("positive", "pos", "pos.", "+", "+ve", "detected", "บวก", "ผลบวก", "ให้ผลบวก", "ตั้งครรภ์", "พบการตั้งครรภ์"), True
) | dict.fromkeys(
    ("negative", "neg", "neg.", "-", "-ve", "not detected", "ลบ", "ผลลบ", "ให้ผลลบ", "ไม่ตั้งครรภ์", "ไม่พบการตั้งครรภ์"), False
)  # fmt: skip
_CODES = {"10828004": True, "260373001": True, "260385009": False, "260415000": False}  # SNOMED CT


def is_test(result: Result) -> bool:
    """Whether it is a pregnancy test: by its code, or by its exact name where no code is sent."""
    if result.loinc:
        return result.loinc in TEST_LOINC
    told = isinstance(result.value, (str, bool, Concept))
    return told and " ".join(result.concept.words.casefold().split()) in _NAMES


def answer(result: Result) -> bool | None:
    """Pregnant, not, or None where it says neither for certain."""
    value = result.value
    if isinstance(value, bool):
        return value
    if isinstance(value, Concept):
        codes = {_CODES[coding.code] for coding in value.codings if coding.code in _CODES}
        if codes:
            return codes == {True} if len(codes) == 1 else None
        value = value.words
    return _SAYS.get(" ".join(value.casefold().split())) if isinstance(value, str) else None
