"""What a draft says as data: exactly what its paper says, in the places FHIR has for it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from viewer.base.clock import BANGKOK
from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.record.codes import icd10
from viewer.signin.people import Post
from viewer.view.cuts import HARD_SPACE
from viewer.view.referring.asked import Asked, Takes
from viewer.view.referring.codes import Coded, priority, told
from viewer.view.referring.facilities import plain_code
from viewer.view.referring.fields import blocks
from viewer.view.referring.paper_words import said
from viewer.view.referring.vitals import GCS, MEASURES, SCORE, coma_sum, number
from viewer.view.wording.typed import read_day, read_moment
from viewer.visit.referral import REPLY_FIELDS, Field, ReferralDraft
from viewer.writing.referred import Answer, Code, Covered, Diagnosis, Done, Measured, Written

_SIL_TH = {  # the six texts of SIL-TH's QuestionnaireResponse; the sixth is the receiver's
    Field.HISTORY: "1", Field.PAST: "2", Field.EXAMINATION: "3", Field.DIAGNOSIS: "4", Field.TREATMENT: "5",
}  # fmt: skip
_ELSEWHERE = {  # the request, the person and who pays tell them word by word
    Field.TO, Field.CAUSE, Field.ASKED, Field.OTHER, Field.PHONE, Field.ADDRESS,
}  # fmt: skip
_ICD = re.compile(r"([A-Z]\d\d(?:\.\d{1,3})?)\b")
_GCS_LOINC = ("9267-6", "9270-0", "9268-4")
_GCS_NAMES = ("Glasgow coma score eye opening", "Glasgow coma score verbal", "Glasgow coma score motor")


def written(
    draft: ReferralDraft, words: Words, site: ReferralCodes, post: Post, now: datetime
) -> Written | None:
    """The draft for the data that goes along with a referral; None while nothing of one is written."""
    if draft.said.keys() <= REPLY_FIELDS:
        return None
    urgency = _coded(Field.URGENCY, draft, words, site)
    return Written(
        title=words.say("Referral letter"),
        hcode=post.hcode,
        facility=post.facility,
        number=draft.text(Field.NUMBER).strip(),
        to=draft.text(Field.TO).strip(),
        to_code=plain_code(draft.text(Field.TO_CODE)),
        asked=draft.text(Field.ASKED).strip(),
        other=draft.text(Field.OTHER).strip(),
        state=draft.text(Field.STATE).strip(),
        clinic=draft.text(Field.CLINIC).strip(),
        patient_type=_code(_coded(Field.PATIENT_TYPE, draft, words, site)),
        until=_until(draft.text(Field.VALID_UNTIL), now),
        visits=number(draft.text(Field.VALID_TIMES)),
        visits_unit=words.say("times"),
        covered=_covered(draft, words, site),
        priority=priority(urgency) if urgency is not None else "",
        urgency=_code(urgency),
        reason=_code(_coded(Field.REASON, draft, words, site)),
        special=_code(_coded(Field.SPECIAL, draft, words, site)),
        cause=draft.text(Field.CAUSE).strip(),
        answers=tuple(_answers(draft, words, site, now)),
        measured=tuple(_measured(draft, words, site)),
        measured_on=_moment(draft.text(Field.MEASURED), now),
        diagnoses=tuple(diagnoses_in(draft.text(Field.DIAGNOSIS))),
        done=_done(draft, words, site, now),
    )


def replied(
    draft: ReferralDraft, words: Words, site: ReferralCodes, post: Post, now: datetime
) -> Written | None:
    """The draft for the data of a reply: each text under its label, and the final diagnoses; None while nothing of one
    is written."""
    if not draft.said.keys() & REPLY_FIELDS:
        return None
    return Written(
        title=words.say("Reply to a referral, referral back"),
        hcode=post.hcode,
        facility=post.facility,
        answers=tuple(_answers(draft, words, site, now, reply=True)),
        diagnoses=tuple(diagnoses_in(draft.text(Field.REPLY_DIAGNOSIS))),
        reply=True,
    )


def _coded(name: Field, draft: ReferralDraft, words: Words, site: ReferralCodes) -> Coded | None:
    code = draft.text(name)
    return told(name, code, words, site) if code else None


def _code(coded: Coded | None) -> Code | None:
    """The code for the data; None of a list that is ours alone, too: nobody else knows it."""
    if coded is None or not coded.system:
        return None
    return Code(coded.system, coded.code, coded.display or coded.words)


def _answers(
    draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime, *, reply: bool = False
) -> Iterator[Answer]:
    """Every text and choice under its label. Numbers stand here too: a reader of the texts alone misses nothing."""
    for block in blocks(words, site):
        for asked in block.fields if block.reply == reply else ():
            if asked.name in _ELSEWHERE:
                continue
            if asked.takes is Takes.TEXT:
                text = "\n".join(filter(None, map(str.strip, draft.text(asked.name).splitlines())))
            else:
                text = said(asked, draft, words, site, now)
            if text:
                plain, link = text.replace(HARD_SPACE, " "), _SIL_TH.get(asked.name, asked.name.value)
                yield Answer(link, asked.label, plain, tuple(_codes(asked, draft, words, site)))


def _codes(asked: Asked, draft: ReferralDraft, words: Words, site: ReferralCodes) -> Iterator[Code]:
    """What was chosen of a list that others know. Of a list of ours, or a code that it has no more, the words stand."""
    if asked.takes not in (Takes.CODE, Takes.CODES):
        return
    found = (_code(told(asked.name, code, words, site)) for code in draft.codes(asked.name))
    yield from filter(None, found)


def _covered(draft: ReferralDraft, words: Words, site: ReferralCodes) -> Covered | None:
    if not any(map(draft.text, (Field.COVERAGE_TYPE, Field.COVERAGE, Field.COVERAGE_NUMBER, Field.BILL_TO))):
        return None
    return Covered(
        _code(_coded(Field.COVERAGE_TYPE, draft, words, site)),
        draft.text(Field.COVERAGE).strip(),
        draft.text(Field.COVERAGE_NUMBER).strip(),
        draft.text(Field.BILL_TO).strip(),
    )


def _done(draft: ReferralDraft, words: Words, site: ReferralCodes, now: datetime) -> Done | None:
    text, code = draft.text(Field.PROCEDURE).strip(), draft.text(Field.PROCEDURE_CODE).strip()
    if not (text or code):
        return None
    chosen = _coded(Field.ANAESTHESIA, draft, words, site)
    note = f"{words.say('Anaesthesia')}: {chosen.words}" if chosen is not None else ""
    return Done(text, code, _moment(draft.text(Field.PROCEDURE_AT), now), note)


def _until(typed: str, now: datetime) -> str:
    """A FHIR date; "" where the day is not certain."""
    day = read_day(typed, now) if typed.strip() else None
    return day.isoformat() if day is not None else ""


def _measured(draft: ReferralDraft, words: Words, site: ReferralCodes) -> Iterator[Measured]:
    labels = {asked.name: asked.label for block in blocks(words, site) for asked in block.fields}
    halves = (_one(name, draft, labels) for name in (Field.SYSTOLIC, Field.DIASTOLIC))
    pressure = tuple(half for half in halves if half is not None)
    if pressure:
        yield Measured("85354-9", "Blood pressure", words.say("Blood pressure"), parts=pressure)
    for name in MEASURES:
        if name in (Field.SYSTOLIC, Field.DIASTOLIC):
            continue
        found = _one(name, draft, labels)
        if found is not None:
            yield found
    scores = tuple(_scores(draft, labels))
    if scores:
        total = coma_sum(draft)
        value = Decimal(total) if total is not None else None
        yield Measured("9269-2", "Glasgow coma score total", "GCS", value=value, parts=scores)


def _one(name: Field, draft: ReferralDraft, labels: Mapping[Field, str]) -> Measured | None:
    typed, measure = draft.text(name).strip(), MEASURES[name]
    if not typed:
        return None
    value = number(typed)
    unit = "" if measure.unit == SCORE else measure.unit
    text = "" if value is not None else typed
    return Measured(measure.loinc, measure.name, labels[name], unit, value, text)


def _scores(draft: ReferralDraft, labels: Mapping[Field, str]) -> Iterator[Measured]:
    for name, loinc, display in zip(GCS, _GCS_LOINC, _GCS_NAMES, strict=True):
        code = draft.text(name)
        if code:
            value = number(code)
            text = "" if value is not None else code
            yield Measured(loinc, display, labels[name], value=value, text=text)


def _moment(typed: str, now: datetime) -> str:
    """A FHIR date, no more precise than it was typed; "" where the day is not certain."""
    found = read_moment(typed, now)
    if found is None or found.day is None:
        return ""
    if found.clock is None:
        return found.day.isoformat()
    return datetime.combine(found.day, found.clock, BANGKOK).isoformat(timespec="seconds")


def diagnoses_in(typed: str) -> Iterator[Diagnosis]:
    """One a line, with its code where it begins with it."""
    for line in typed.splitlines():
        text = line.strip()
        code = _ICD.match(text)
        if code is not None and text[code.end() :].strip():
            yield Diagnosis(text[code.end() :].strip(), icd10(code[1]))
        elif text:
            yield Diagnosis(text)
