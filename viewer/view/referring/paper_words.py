"""What a draft says on paper: the fields of the letter, and the blocks that hold something.

A block is printed when something stands in it, or when its fast track was chosen: then what is empty in it is a
dotted line to write on; so is the time of a measurement. Nothing is completed: half a blood pressure leaves room for
the other half.
"""

from collections.abc import Iterator
from datetime import datetime

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.view.cuts import HARD_SPACE
from viewer.view.letter import LetterDraft
from viewer.view.referring.asked import Asked, Takes
from viewer.view.referring.codes import told
from viewer.view.referring.doubts import ICD_FIELDS, icd_codes
from viewer.view.referring.fields import Block, blocks
from viewer.view.referring.vitals import GCS, coma, number, pressure, with_unit
from viewer.view.sheet import LetterBlock, LetterLine
from viewer.view.wording.grammar import grammar
from viewer.view.wording.typed import read_day, read_moment
from viewer.visit.referral import Field, ReferralDraft

_PRINTED = (
    "coding", "vitals", "handover", "stroke", "stemi", "trauma", "sepsis", "agreed", "patient", "rights",
)  # fmt: skip
_ELSEWHERE = {  # the form has its own places for them
    Field.TRAVEL, Field.TRAVEL_OTHER, Field.COMPANION, Field.COMPANION_PHONE, Field.PHONE, Field.HN, Field.ADDRESS,
    Field.COVERAGE_TYPE, Field.COVERAGE, Field.COVERAGE_NUMBER, Field.REGISTERED, Field.NUMBER, Field.ATTACHED,
    Field.ATTACHED_OTHER,
}  # fmt: skip
_BOXES = ("pathology", "film", "lab")  # of the letter; what else goes along stands behind "other"
_ASKED = {Field.MEASURED}  # a measurement without its time leaves a line to write it on
_JOINED = {Field.DIASTOLIC, Field.GCS_VERBAL, Field.GCS_MOTOR}  # told with the first of their group


def letter_draft(
    draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime, *, reply: bool = False
) -> LetterDraft:
    """The draft in the words of the letter. ``now`` gives "today" its date; ``reply``: with what was written of a
    reply, on a letter that is all that is kept."""
    text = draft.text
    reason, special, covered = (
        _code(name, draft, words, site) for name in (Field.REASON, Field.SPECIAL, Field.COVERAGE_TYPE)
    )
    return LetterDraft(
        number=text(Field.NUMBER),
        to=text(Field.TO),
        urgency=_code(Field.URGENCY, draft, words, site),
        to_code=text(Field.TO_CODE),
        coverage=" ".join(filter(None, (covered, text(Field.COVERAGE), text(Field.COVERAGE_NUMBER)))),
        registered=text(Field.REGISTERED),
        asked=text(Field.ASKED),
        chief=text(Field.CHIEF),
        history=text(Field.HISTORY),
        past=text(Field.PAST),
        examination=text(Field.EXAMINATION),
        diagnoses=tuple(line.strip() for line in text(Field.DIAGNOSIS).splitlines() if line.strip()),
        treatment=text(Field.TREATMENT),
        cause=" · ".join(filter(None, (reason, special, text(Field.CAUSE)))),
        medicines_given=text(Field.MEDICINES_GIVEN),
        medicines_on_way=text(Field.MEDICINES_ON_WAY),
        other=text(Field.OTHER),
        attachments=draft.codes(Field.ATTACHED),
        attached_other=_attached_other(draft, words, site),
        phone=text(Field.PHONE),
        hn=text(Field.HN),
        address=text(Field.ADDRESS),
        travel=text(Field.TRAVEL),
        travel_other=text(Field.TRAVEL_OTHER),
        companion=text(Field.COMPANION),
        companion_phone=text(Field.COMPANION_PHONE),
        blocks=tuple(_printed(draft, words, site, now, reply=reply)),
        left_out=draft.left_out,
        opened=draft.opened,
    )


def form_fields(draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> dict[str, str]:
    """What stands in the fields, by name, for forms that have places for them. Those forms print THCC's lists of reason
    and urgency: a code of another list would tick the wrong box, and is told in words instead."""
    other = {
        name for name, used in ((Field.REASON, site.reason), (Field.URGENCY, site.urgency)) if used != "thcc"
    }
    fields = {name.value: text for name, text in draft.said.items() if name not in other}
    for name in (Field.MEASURED, Field.PROCEDURE_AT):
        if name in draft.said:
            fields[name.value] = moment_words(words, draft.text(name), now)
    if Field.VALID_UNTIL in draft.said:
        fields[Field.VALID_UNTIL.value] = day_words(words, draft.text(Field.VALID_UNTIL), now)
    if Field.VALID_TIMES in draft.said:
        fields[Field.VALID_TIMES.value] = visits_words(words, draft.text(Field.VALID_TIMES))
    for name in (Field.COVERAGE_TYPE, Field.ANAESTHESIA):
        if name in draft.said:
            fields[name.value] = _code(name, draft, words, site)
    return fields


def _attached_other(draft: ReferralDraft, words: Words, site: ReferralCodes) -> str:
    """What goes along that the letter has no box for."""
    found = (told(Field.ATTACHED, code, words, site) for code in draft.codes(Field.ATTACHED))
    names = [one.words for one in found if one is not None and one.code not in _BOXES]
    return " · ".join(filter(None, (*names, draft.text(Field.ATTACHED_OTHER))))


def _printed(
    draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime, *, reply: bool
) -> Iterator[LetterBlock]:
    for block in blocks(words, site):
        if block.name not in _PRINTED and not (reply and block.reply):
            continue
        chosen = bool(block.track) and draft.text(Field.SPECIAL) == block.track
        lines = tuple(_lines(block, draft, words, site, now))
        if chosen or any(line.value for line in lines):
            kept = lines if chosen else tuple(line for line in lines if line.value or line.name in _ASKED)
            yield LetterBlock(block.name, block.title, kept)


def _lines(
    block: Block, draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime
) -> Iterator[LetterLine]:
    for asked in block.fields:
        if asked.name in _ELSEWHERE or asked.name in _JOINED:
            continue
        if asked.name is Field.SYSTOLIC:
            yield LetterLine(words.say("Blood pressure"), pressure(words, draft), asked.name)
        elif asked.name is GCS[0]:
            yield LetterLine("GCS", coma(draft), asked.name)
        else:
            yield LetterLine(asked.label, said(asked, draft, words, site, now), asked.name)


def said(asked: Asked, draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> str:
    """What a field says, in words; "" when it is empty."""
    if asked.takes is Takes.MOMENT:
        return moment_words(words, draft.text(asked.name), now)
    if asked.takes is Takes.DAY:
        return day_words(words, draft.text(asked.name), now)
    if asked.takes is Takes.CODE:
        return _code(asked.name, draft, words, site)
    if asked.takes is Takes.CODES:
        found = (told(asked.name, code, words, site) for code in draft.codes(asked.name))
        return ", ".join(one.told for one in found if one is not None)
    if asked.name in ICD_FIELDS:
        return ", ".join(icd_codes(draft.text(asked.name)))
    lines = (line.strip() for line in draft.text(asked.name).splitlines())
    text = " · ".join(filter(None, lines))
    return (
        visits_words(words, text) if asked.name is Field.VALID_TIMES else with_unit(words, asked.name, text)
    )


def moment_words(words: Words, typed: str, now: datetime) -> str:
    """23 พ.ย. 2569 14.05 for "วันนี้ 14.05"; what is not certain as it was typed."""
    found = read_moment(typed, now)
    if found is None or found.day is None:
        return typed.strip()
    clock = f" {found.clock:%H.%M}" if found.clock is not None else ""
    return f"{grammar(words).day(found.day)}{clock}"


def day_words(words: Words, typed: str, now: datetime) -> str:
    """15 ธ.ค. 2569 for "15/12/2569"; what is not certain as it was typed."""
    found = read_day(typed, now)
    return grammar(words).day(found) if found is not None else typed.strip()


def visits_words(words: Words, typed: str) -> str:
    """3 ครั้ง; words that are no number as they were typed."""
    return f"{typed.strip()}{HARD_SPACE}{words.say('times')}" if number(typed) is not None else typed.strip()


def _code(name: Field, draft: ReferralDraft, words: Words, site: ReferralCodes) -> str:
    code = draft.text(name)
    found = told(name, code, words, site) if code else None
    return found.told if found is not None else code
