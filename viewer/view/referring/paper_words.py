"""What a draft says on paper: the fields of the letter, and the blocks that hold something.

A block is printed when something stands in it, or when its fast track was chosen: then what is empty in it is a
dotted line to write on. Nothing is completed: half a blood pressure leaves room for the other half.
"""

from collections.abc import Iterator
from datetime import datetime

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.view.letter import LetterDraft
from viewer.view.referring.codes import told
from viewer.view.referring.fields import Asked, Block, Takes, blocks
from viewer.view.referring.vitals import GCS, coma, pressure, with_unit
from viewer.view.sheet import LetterBlock, LetterLine
from viewer.view.wording.grammar import grammar
from viewer.view.wording.typed import read_moment
from viewer.visit.referral import Field, ReferralDraft

_PRINTED = ("vitals", "handover", "stroke", "stemi", "trauma", "sepsis", "agreed")
_ELSEWHERE = {Field.TRAVEL, Field.COMPANION, Field.COMPANION_PHONE}  # the form has its own places for them
_JOINED = {Field.DIASTOLIC, Field.GCS_VERBAL, Field.GCS_MOTOR}  # told with the first of their group


def letter_draft(draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> LetterDraft:
    """The draft in the words of the letter. ``now`` gives "today" its date."""
    text = draft.text
    reason = _code(Field.REASON, draft, words, site)
    special = _code(Field.SPECIAL, draft, words, site)
    return LetterDraft(
        number=text(Field.NUMBER),
        to=text(Field.TO),
        urgency=_code(Field.URGENCY, draft, words, site),
        coverage=" ".join(filter(None, (text(Field.COVERAGE), text(Field.COVERAGE_NUMBER)))),
        registered=text(Field.REGISTERED),
        asked=text(Field.ASKED),
        history=text(Field.HISTORY),
        past=text(Field.PAST),
        examination=text(Field.EXAMINATION),
        diagnoses=tuple(line.strip() for line in text(Field.DIAGNOSIS).splitlines() if line.strip()),
        treatment=text(Field.TREATMENT),
        cause=" · ".join(filter(None, (reason, special, text(Field.CAUSE)))),
        medicines_given=text(Field.MEDICINES_GIVEN),
        medicines_on_way=text(Field.MEDICINES_ON_WAY),
        attachments=draft.codes(Field.ATTACHED),
        travel=text(Field.TRAVEL),
        companion=text(Field.COMPANION),
        companion_phone=text(Field.COMPANION_PHONE),
        blocks=tuple(_printed(draft, words, site, now)),
        left_out=draft.left_out,
    )


def form_fields(draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> dict[str, str]:
    """What stands in the fields, by name, for forms that have places for them. Those forms print THCC's lists of reason
    and urgency: a code of another list would tick the wrong box, and is told in words instead."""
    other = {
        name for name, used in ((Field.REASON, site.reason), (Field.URGENCY, site.urgency)) if used != "thcc"
    }
    fields = {name.value: text for name, text in draft.said.items() if name not in other}
    if Field.MEASURED in draft.said:
        fields[Field.MEASURED.value] = moment_words(words, draft.text(Field.MEASURED), now)
    return fields


def _printed(draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> Iterator[LetterBlock]:
    for block in blocks(words, site):
        if block.name not in _PRINTED:
            continue
        chosen = bool(block.track) and draft.text(Field.SPECIAL) == block.track
        lines = tuple(_lines(block, draft, words, site, now))
        if chosen or any(line.value for line in lines):
            kept = lines if chosen else tuple(line for line in lines if line.value)
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
    if asked.takes is Takes.CODE:
        return _code(asked.name, draft, words, site)
    if asked.takes is Takes.CODES:
        found = (told(asked.name, code, words, site) for code in draft.codes(asked.name))
        return ", ".join(one.told for one in found if one is not None)
    lines = (line.strip() for line in draft.text(asked.name).splitlines())
    return with_unit(words, asked.name, " · ".join(filter(None, lines)))


def moment_words(words: Words, typed: str, now: datetime) -> str:
    """23 พ.ย. 2569 14.05 for "วันนี้ 14.05"; what is not certain as it was typed."""
    found = read_moment(typed, now)
    if found is None or found.day is None:
        return typed.strip()
    clock = f" {found.clock:%H.%M}" if found.clock is not None else ""
    return f"{grammar(words).day(found.day)}{clock}"


def _code(name: Field, draft: ReferralDraft, words: Words, site: ReferralCodes) -> str:
    code = draft.text(name)
    found = told(name, code, words, site) if code else None
    return found.told if found is not None else code
