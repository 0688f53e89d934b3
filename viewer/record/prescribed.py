"""A line of a prescription, as it is typed or pasted: the medicine, then how it is to be taken.

The medicine is the beginning of the line that the formulary knows whole, and the rest must read as a label from its
first word on. Where either does not hold, or the rest names a medicine too, nothing is taken from the line.
"""

import re
from dataclasses import dataclass

from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose
from viewer.record.formulary import Formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.shorthand import read_shorthand
from viewer.record.values import Concept

_BULLET = re.compile(r"^\s*(?:(?:\d{1,2}[.)]|[-•*]|r/|rx[.:]?)\s+)+", re.I)  # "1. ", "- ", "R/ "
_QUANTITY = re.compile(r"\s+(?:#\s*\d{1,4}|จำนวน\s*\d{1,4}\s*[^\W\d]*)\s*$")
_SIGNA = re.compile(r"^(?:sig(?=[\s.:])[.:]?|=|:)\s*", re.I)
_BEGINS = re.compile(
    r"(?:รับประทาน|กิน|ทาน|ครั้งละ|วันละ|เคี้ยว|อมใต้ลิ้น|อม|พ่น|สูด|ฉีด|หยอด|ป้าย|เหน็บ|ทา|ใช้|ดื่ม|เช้า|ก่อน|หลัง)"
)
_MOST = 40  # words that are tried


@dataclass(frozen=True, slots=True)
class Line:
    """``name`` with its strength and ``label`` as typed; ``ingredients`` are ids of the formulary."""

    name: str
    ingredients: tuple[str, ...]
    label: str = ""


def read_line(text: str, formulary: Formulary) -> Line | None:
    """What a line says; None when its medicine or its label is not known for certain. A tab parts them, too."""
    before, tab, after = text.partition("\t")
    words = _BULLET.sub("", before).split()
    if tab or not words:
        return _medicine(words, " ".join(after.split()), formulary)
    words = _QUANTITY.sub("", " ".join(words)).split()[:_MOST]
    best: Line | None = None
    for end in range(len(words), 0, -1):
        rest = _SIGNA.sub("", " ".join(words[end:]))
        line = _medicine(words[:end], rest, formulary)
        if line is None:
            continue
        if not rest:
            best = line
            continue
        form = read_drug(Concept(line.name)).form
        if formulary.named(rest).seen:
            return None
        if not (_BEGINS.match(rest) or read_shorthand(rest, form) or read_shorthand(rest, "tab")):
            continue  # "od" of what has no form may be the right eye: it is a label all the same, of no certain dose
        if read_regimen((Dose(text=rest),), form or "tab").exact:
            return line
        best = best or line
    return best


def _medicine(words: list[str], label: str, formulary: Formulary) -> Line | None:
    name = " ".join(words)
    found = formulary.read(read_drug(Concept(name)))
    return Line(name, found.ingredients, label) if found.certain and found.ingredients else None
