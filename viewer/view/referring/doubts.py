"""Which fields are likely to be typed wrong: they are marked on the page, and printed as they were typed."""

import re
from collections.abc import Iterator
from datetime import datetime

from viewer.record.codes import icd10
from viewer.view.referring.asked import Takes
from viewer.view.referring.facilities import Facilities
from viewer.view.referring.fields import Block
from viewer.view.referring.vitals import number, odd
from viewer.view.wording.typed import read_day, read_moment
from viewer.visit.referral import Field, ReferralDraft

_ICD9 = re.compile(r"\d{2}(?:\.\d{1,2})?")
ICD_FIELDS = {
    Field.PRINCIPAL: 1,
    Field.COMORBID: 99,
    Field.COMPLICATION: 99,
}  # codes that each takes at the most


def doubted(
    draft: ReferralDraft, blocks: tuple[Block, ...], facilities: Facilities, now: datetime
) -> frozenset[Field]:
    """Numbers out of what is usual, times that are not certain, codes that are none, a code of another facility."""
    return frozenset((*odd(draft), *_codes(draft, facilities), *_times(draft, blocks, now)))


def icd_codes(text: str) -> tuple[str, ...]:
    """The ICD-10 codes of a field in one spelling: "n184, e11.2" are two. What is not all codes stands as it is."""
    found = tuple(icd10(part) for part in re.split(r"[\s,;]+", text.strip()))
    return found if all(found) else tuple(filter(None, [text.strip()]))


def _codes(draft: ReferralDraft, facilities: Facilities) -> Iterator[Field]:
    if facilities.doubts(draft.text(Field.TO_CODE), draft.text(Field.TO)):
        yield Field.TO_CODE
    before: set[str] = set()
    for name, most in ICD_FIELDS.items():
        codes = icd_codes(draft.text(name))
        if len(codes) > most or not all(map(icd10, codes)) or before.intersection(codes):
            yield name
        before.update(codes)
    if (code := draft.text(Field.PROCEDURE_CODE).strip()) and not _ICD9.fullmatch(code):
        yield Field.PROCEDURE_CODE


def _times(draft: ReferralDraft, blocks: tuple[Block, ...], now: datetime) -> Iterator[Field]:
    for asked in (one for block in blocks for one in block.fields):
        typed = draft.text(asked.name)
        if asked.takes is Takes.MOMENT:
            found = read_moment(typed, now)
            if found is not None and found.day is None:
                yield asked.name
        elif asked.takes is Takes.DAY and typed.strip():
            day = read_day(typed, now)
            if day is None or day < now.date():
                yield asked.name
    times = draft.text(Field.VALID_TIMES)
    if times.strip() and (number(times) or 0) < 1:
        yield Field.VALID_TIMES
