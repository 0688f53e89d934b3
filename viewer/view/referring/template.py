"""Which texts of a draft may become a template: such as tell of no patient.

Never: measurements, people, numbers, times and medicines given or taken home, which are of one patient by their nature;
texts that hold lines of the record; texts that hold the patient's name, a number as long as an identifier's, or a date.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from viewer.visit.referral import Field, ReferralDraft, without

ALLOWED = (
    Field.TO, Field.TO_CODE, Field.URGENCY, Field.REASON, Field.CAUSE, Field.ASKED, Field.SPECIAL, Field.CHIEF,
    Field.HISTORY, Field.PAST, Field.EXAMINATION, Field.TREATMENT, Field.OTHER, Field.CARE, Field.ISOLATION,
    Field.TRAVEL, Field.DEPARTMENT, Field.CLINIC, Field.VALID, Field.BILL_TO, Field.ATTACHED, Field.REPLY_TO,
    Field.REPLY_REASON, Field.REPLY_RESULT, Field.REPLY_STAY, Field.REPLY_TREATMENT, Field.REPLY_ADVICE,
)  # fmt: skip
_LONG_NUMBER = re.compile(r"(?:[\d๐-๙][\s.\-/]?){6,}")
_MONTHS = r"ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค"
_DATE = re.compile(rf"[\d๐-๙]{{1,2}}\s*(?:[/.-]\s*[\d๐-๙]{{1,2}}\s*[/.-]|(?:{_MONTHS})\.?)\s*[\d๐-๙]{{2,4}}")
_SHORTEST_NAME = 3


class Why(StrEnum):
    """Why a text may not."""

    FROM_RECORD = "from-record"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fit:
    """What may be kept, and what may not and why."""

    texts: dict[Field, str]
    refused: dict[Field, Why]


def fit(draft: ReferralDraft, names: Iterable[str]) -> Fit:
    """``names`` are those the patient is known by, as sent: "นายบุญมี สมมติวงศ์"."""
    pieces = {
        piece.casefold()
        for name in names
        for piece in (name, *name.split(), *(bare(part) for part in name.split()))
        if len(piece) >= _SHORTEST_NAME
    }
    texts: dict[Field, str] = {}
    refused: dict[Field, Why] = {}
    for name in ALLOWED:
        text = draft.text(name)
        if not text:
            continue
        why = (
            _why(text, draft, pieces) if name is not Field.TO_CODE else None
        )  # a facility's number, no patient's
        if why is None:
            texts[name] = text
        else:
            refused[name] = why
    return Fit(texts, refused)


def bare(word: str) -> str:
    """A given name without the title that Thai writes before it in one word: นายบุญมี -> บุญมี."""
    return re.sub(r"^(?:นางสาว|นาง|นาย|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|น\.ส\.)", "", word)


def _why(text: str, draft: ReferralDraft, names: set[str]) -> Why | None:
    if without(text, draft.drawn) != text:
        return Why.FROM_RECORD
    folded = text.casefold()
    if any(name in folded for name in names):
        return Why.NAME
    if _DATE.search(text):
        return Why.DATE
    return Why.NUMBER if _LONG_NUMBER.search(text) else None
