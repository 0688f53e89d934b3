"""What a result says of HLA alleles and of G6PD: read from its words by a small strict grammar, or not at all.

"ไม่พบ" and "not detected" are looked for before "พบ" and "detected"; what is neither leaves the question open, and that
is said. An activity in numbers is not interpreted: its limits are the laboratory's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from viewer.record.facts import Result
from viewer.record.key_results import VOID
from viewer.record.values import Concept, Quantity

_ALLELE = re.compile(r"(?:hla[\s-]*)?\b([abc])\s*\*\s*(\d{2})\s*:?\s*(\d{2})(?!\d)", re.I)
_G6PD = re.compile(r"g-?6-?pd|glucose-6-phosphate dehydrogenase|ภาวะพร่องเอนไซม์ ?จี", re.I)
_ABSENT = re.compile(
    r"ไม่พบ|ผลลบ|(?<!ไม่)ลบ(?!\w)|\bnot\s+(?:detected|found|present)|\bun-?detect|\bneg(?:ative)?\b|\babsent\b|\bnon-?carrier\b",
    re.I,
)
_NO_RESULT = re.compile(r"ไม่พบ(?:ข้อมูล|ผล)|รอผล|ยังไม่|pending|not (?:done|tested|available)|inconclusive", re.I)
_PRESENT = re.compile(r"ผลบวก|บวก|พบ|\bpos(?:itive)?\b|\bdetected\b|\bpresent\b|\bcarrier\b", re.I)
_NORMAL = re.compile(r"ปกติ|ไม่พร่อง|\bnormal\b|\bsufficient\b|\bnot deficien|\bnon-?deficien", re.I)
_ABNORMAL = re.compile(r"ผิดปกติ|\babnormal\b", re.I)
_DEFICIENT = re.compile(r"พร่อง|\bdeficien(?:t|cy)\b", re.I)
_VARIABLE = re.compile(r"บางส่วน|\bintermediate\b|\bvariable\b|\bpartial", re.I)


@dataclass(frozen=True, slots=True)
class Gene:
    """What the results say of one question ("hla-b*58:01", "g6pd"): the rows for, against, and those not understood."""

    yes: tuple[Result, ...] = ()
    no: tuple[Result, ...] = ()
    unclear: tuple[Result, ...] = ()


def genes(results: Iterable[Result]) -> dict[str, Gene]:
    """By question, from results newest first; restricted ones included, for a rule on them is blind."""
    found: dict[str, dict[str, list[Result]]] = {}
    for result in results:
        if result.slug or result.status in VOID:
            continue
        for question, answer in _answers(result):
            found.setdefault(question, {}).setdefault(answer, []).append(result)
    return {
        question: Gene(*(tuple(rows.get(answer, ())) for answer in ("yes", "no", "unclear")))
        for question, rows in found.items()
    }


def allele(text: str) -> str:
    """An allele's name in one spelling: "HLA-B*5801" and "B*58:01" are "hla-b*58:01"; "" when it is none."""
    match = _ALLELE.search(text)
    return "" if match is None else _named(match)


def _named(match: re.Match[str]) -> str:
    return f"hla-{match[1].lower()}*{match[2]}:{match[3]}"


def _answers(result: Result) -> Iterable[tuple[str, str]]:
    name = result.concept.words
    if "*" not in name and "6" not in name and "จี" not in name and "hla" not in name.casefold():
        return ()  # nearly all results
    told = _told(result)
    if _G6PD.search(name):
        return (("g6pd", _g6pd(told) if told else "unclear"),)
    asked = [_named(match) for match in _ALLELE.finditer(name)]
    if asked:
        return ((asked[0], _presence(told)),) if len(set(asked)) == 1 else [(one, "unclear") for one in asked]
    # A typing ("HLA-B: *15:02/*58:01") names what is there; what denies or doubts it leaves all of it open.
    there = [_named(match) for match in _ALLELE.finditer(told)]
    answer = "unclear" if _ABSENT.search(told) else "yes"
    return [(one, answer) for one in there]


def _told(result: Result) -> str:
    value = result.value
    words = value.words if isinstance(value, Concept) else value if isinstance(value, str) else ""
    if isinstance(value, bool):
        words = "positive" if value else "negative"
    if isinstance(value, Quantity) and value.value is None:
        words = value.text
    return " ".join(words.split())


def _presence(told: str) -> str:
    if _NO_RESULT.search(told):
        return "unclear"
    denied = _ABSENT.search(told) is not None
    rest = _ABSENT.sub(" ", told)
    if denied:
        return "unclear" if _PRESENT.search(rest) else "no"
    return "yes" if _PRESENT.search(told) else "unclear"


def _g6pd(told: str) -> str:
    if any(pattern.search(told) for pattern in (_VARIABLE, _ABNORMAL, _NO_RESULT)):
        return "unclear"
    normal = _NORMAL.search(told) is not None
    deficient = _DEFICIENT.search(_NORMAL.sub(" ", told)) is not None
    if normal == deficient:
        return "unclear"
    return "no" if normal else "yes"
