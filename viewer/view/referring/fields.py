"""The fields of the page, block by block."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.view.referring.asked import Asked, Takes
from viewer.view.referring.codes import SEPSIS, STEMI, STROKE, TRAUMA, coded
from viewer.view.referring.vitals import MEASURES, SCORE
from viewer.view.wording.grammar import grammar
from viewer.visit.referral import Field, ReferralDraft

_Say = Callable[[str], str]
_text = partial(Asked, takes=Takes.TEXT)
_line = partial(Asked, takes=Takes.LINE, wide=False)
_number = partial(Asked, takes=Takes.NUMBER, wide=False)
_moment = partial(Asked, takes=Takes.MOMENT, wide=False)
_code = partial(Asked, takes=Takes.CODE, wide=False)


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that belong together. ``track`` is the special disease whose fast track it is."""

    name: str
    title: str
    fields: tuple[Asked, ...]
    track: str = ""
    open: bool = False  # from the beginning
    reply: bool = False  # of the reply, and of no other form

    def count(self, draft: ReferralDraft) -> int:
        """How many of its fields hold something."""
        return sum(1 for one in self.fields if draft.text(one.name))


def blocks(words: Words, site: ReferralCodes) -> tuple[Block, ...]:
    """All of them, in the order of the page."""
    say = words.say
    titles = {
        "letter": say("To whom, how urgent, why"),
        "story": say("History, diagnosis, treatment"),
        "coding": say("Disease codes, operation"),
        "vitals": say("Vital signs before leaving"),
        "handover": say("Lines, drips, isolation"),
        "stroke": say("Fast track: stroke"),
        "stemi": "Fast track: STEMI",
        "trauma": say("Fast track: trauma"),
        "sepsis": say("Fast track: sepsis"),
        "agreed": say("Accepted by, relative, travel"),
        "patient": say("Patient, department"),
        "rights": say("Coverage, validity, documents"),
        "reply": say("Reply to a referral, referral back"),
    }
    asked = {
        "letter": _letter(say), "story": _story(say), "coding": _coding(say), "vitals": _vitals(say),
        "handover": _handover(say), **_tracks(say), "agreed": _agreed(say), "patient": _patient(say),
        "rights": _rights(say), "reply": reply_fields(say),
    }  # fmt: skip
    tracks = {"stroke": STROKE, "stemi": STEMI, "trauma": TRAUMA, "sepsis": SEPSIS}
    return tuple(
        Block(
            name,
            titles[name],
            tuple(_complete(one, words, site) for one in fields),
            tracks.get(name, ""),
            open=name in ("letter", "reply"),
            reply=name == "reply",
        )
        for name, fields in asked.items()
    )


def _complete(asked: Asked, words: Words, site: ReferralCodes) -> Asked:
    """With its codes, or its unit."""
    if asked.takes in (Takes.CODE, Takes.CODES):
        return replace(asked, codes=coded(asked.name, words, site))
    measure = MEASURES.get(asked.name)
    if measure is None or measure.unit == SCORE:
        return asked
    return replace(asked, unit=grammar(words).unit(measure.unit))


def _letter(say: _Say) -> tuple[Asked, ...]:
    return (
        Asked(Field.TO, say("To (facility, department)"), Takes.FACILITY),
        Asked(Field.TO_CODE, say("Code of the facility (HCODE)"), Takes.HCODE),
        _code(Field.URGENCY, say("Urgency"), wide=True),
        _code(Field.REASON, say("Reason for referral (code)"), wide=True),
        _text(Field.CAUSE, say("Reason for referral")),
        _text(Field.ASKED, say("Please")),
        _code(Field.SPECIAL, say("Special disease (opens its fast track)"), wide=True),
    )


def _story(say: _Say) -> tuple[Asked, ...]:
    return (
        _line(Field.CHIEF, say("Chief complaint"), wide=True),
        _text(
            Field.HISTORY,
            say("History of the present illness"),
            draws=True,
            hint=say("Left empty: diseases and newest visits of the record are printed"),
        ),
        _text(Field.PAST, say("Past and family history"), draws=True),
        _text(Field.EXAMINATION, say("Examination and results"), draws=True),
        _text(Field.DIAGNOSIS, say("Provisional diagnosis, one a line"), draws=True),
        _text(Field.TREATMENT, say("Treatment given so far"), draws=True),
        _text(Field.MEDICINES_GIVEN, say("Medicines given by the sending facility"), draws=True),
        _text(Field.MEDICINES_ON_WAY, say("Medicines during the transfer"), draws=True),
        _text(Field.OTHER, say("Other particulars")),
    )


def _coding(say: _Say) -> tuple[Asked, ...]:
    return (
        _line(Field.PRINCIPAL, say("Principal diagnosis (ICD-10)")),
        _line(Field.COMORBID, say("Comorbid (ICD-10)")),
        _line(Field.COMPLICATION, say("Complication (ICD-10)")),
        _line(Field.PROCEDURE_CODE, "ICD-9-CM"),
        _line(Field.PROCEDURE, say("Operation or procedure done"), wide=True),
        _moment(Field.PROCEDURE_AT, say("Done on, at"), wide=True),
        _code(Field.ANAESTHESIA, say("Anaesthesia"), wide=True),
    )


def _vitals(say: _Say) -> tuple[Asked, ...]:
    return (
        _moment(Field.MEASURED, say("Measured on, at"), wide=True),
        _line(Field.STATE, say("State before leaving"), wide=True),
        _number(Field.SYSTOLIC, say("Blood pressure, systolic")),
        _number(Field.DIASTOLIC, say("Blood pressure, diastolic")),
        _number(Field.PULSE, say("Pulse")),
        _number(Field.RESPIRATION, say("Breathing rate")),
        _number(Field.TEMPERATURE, say("Temperature")),
        _number(Field.SPO2, "SpO₂"),
        _code(Field.O2_DEVICE, say("Oxygen device")),
        _number(Field.O2_FLOW, say("Oxygen flow")),
        _code(Field.GCS_EYE, say("GCS eyes")),
        _code(Field.GCS_VERBAL, say("GCS verbal")),
        _code(Field.GCS_MOTOR, say("GCS motor")),
        _number(Field.PAIN, say("Pain score 0–10")),
        _line(Field.PUPIL_RIGHT, say("Right pupil (mm, reaction)")),
        _line(Field.PUPIL_LEFT, say("Left pupil (mm, reaction)")),
        _number(Field.GLUCOSE, say("Glucose, fingertip")),
    )


def _handover(say: _Say) -> tuple[Asked, ...]:
    return (
        _text(Field.LINES, say("Lines (place, size, date)")),
        _text(Field.TUBES, say("Tubes and drains (size, depth)")),
        _text(Field.DRIPS, say("Drips (drug, concentration, rate)")),
        _code(Field.ISOLATION, say("Isolation")),
        _line(Field.ISOLATION_WHY, say("Isolated because of")),
        Asked(Field.CARE, say("Care during the transfer"), Takes.CODES),
    )


def _tracks(say: _Say) -> dict[str, tuple[Asked, ...]]:
    return {
        "stroke": (
            _moment(Field.STROKE_WELL, say("Last seen normal")),
            _moment(Field.STROKE_ONSET, say("Symptoms began")),
            _number(Field.STROKE_NIHSS, "NIHSS 0–42"),
            _line(Field.STROKE_ANTICOAGULANT, say("Last anticoagulant (which, when)"), wide=True),
            _line(Field.STROKE_CT, say("CT brain (when, finding)"), wide=True),
        ),
        "stemi": (
            _moment(Field.STEMI_ONSET, say("Pain began")),
            _moment(Field.STEMI_ECG_AT, say("First ECG")),
            _line(Field.STEMI_ECG, say("ECG finding"), wide=True),
            _line(Field.STEMI_GIVEN, say("Antiplatelets, anticoagulant given (dose, when)"), wide=True),
            _line(Field.STEMI_LYSIS, say("Thrombolysis (drug, when) or why not"), wide=True),
        ),
        "trauma": (
            _moment(Field.TRAUMA_AT, say("Injured on, at")),
            _line(Field.TRAUMA_SPINE, say("Spine and limbs immobilised")),
            _line(Field.TRAUMA_HOW, say("Mechanism of injury"), wide=True),
            _text(Field.TRAUMA_INJURIES, say("Injuries found, FAST")),
            _line(Field.TRAUMA_BLOOD, say("Bleeding, fluids, blood, tranexamic acid"), wide=True),
        ),
        "sepsis": (
            _moment(Field.SEPSIS_AT, say("Recognised on, at")),
            _line(Field.SEPSIS_LACTATE, say("Lactate (value, unit)")),
            _line(Field.SEPSIS_SOURCE, say("Suspected source"), wide=True),
            _line(Field.SEPSIS_CULTURE, say("Cultures taken (which, when)"), wide=True),
            _line(Field.SEPSIS_ANTIBIOTIC, say("First antibiotic (drug, dose, when)"), wide=True),
            _line(Field.SEPSIS_FLUID, say("Fluids so far, vasopressor"), wide=True),
        ),
    }


def _agreed(say: _Say) -> tuple[Asked, ...]:
    return (
        _line(Field.ACCEPTED_BY, say("Accepted by"), wide=True),
        _line(Field.ACCEPTED_PHONE, say("Telephone of who accepted")),
        _moment(Field.ACCEPTED_AT, say("Accepted on, at")),
        _line(Field.RELATIVE, say("Relative (name, relation)"), wide=True),
        _line(Field.RELATIVE_PHONE, say("Relative's telephone"), wide=True),
        _code(Field.TRAVEL, say("Travels by")),
        _line(Field.TRAVEL_OTHER, say("Travels by (other: which)")),
        _line(Field.COMPANION, say("Accompanied by")),
        _line(Field.COMPANION_PHONE, say("Telephone on the way")),
    )


def _patient(say: _Say) -> tuple[Asked, ...]:
    record = say("Empty: as the record knows it")
    return (
        _line(Field.PHONE, say("Patient's telephone"), hint=record),
        _line(Field.HN, say("HN here"), hint=record),
        _line(Field.ADDRESS, say("Address"), wide=True, hint=record),
        _line(Field.NEARBY, say("place nearby"), wide=True),
        _code(Field.SEEN, say("Kind of patient")),
        _code(Field.DEPARTMENT, say("Department")),
        _code(Field.PATIENT_TYPE, say("Type of patient"), wide=True),
        _line(Field.CLINIC, say("Clinic or ward that refers"), wide=True),
        _line(Field.AN, say("Admission number (AN)")),
        _moment(Field.ADMITTED, say("Admitted on, at")),
        _code(Field.NOTIFIED, say("Notification of a communicable disease"), wide=True),
    )


def _rights(say: _Say) -> tuple[Asked, ...]:
    return (
        _code(Field.COVERAGE_TYPE, say("Coverage (code)"), wide=True),
        _line(Field.COVERAGE, say("Coverage, details")),
        _line(Field.COVERAGE_NUMBER, say("Coverage number")),
        _line(Field.REGISTERED, say("registered unit")),
        _line(Field.BILL_TO, say("Bill to")),
        _code(Field.VALID, say("Valid"), wide=True),
        Asked(Field.VALID_UNTIL, say("Valid until the day"), Takes.DAY, wide=False),
        _number(Field.VALID_TIMES, say("Valid for at most"), unit=say("times")),
        _line(Field.NUMBER, say("Number of the letter"), wide=True),
        Asked(Field.ATTACHED, say("Attached"), Takes.CODES),
        _line(Field.ATTACHED_OTHER, say("Attached (other: which)"), wide=True),
    )


def reply_fields(say: _Say) -> tuple[Asked, ...]:
    """What a reply is asked, without the codes of its lists."""
    return (
        _line(Field.REPLY_TO, say("To (who referred)"), wide=True),
        _line(Field.REPLY_NUMBER, say("Answers referral no., of the day")),
        _line(Field.REPLY_NO, say("Number of the reply")),
        _code(Field.REPLY_REASON, say("This letter"), wide=True),
        _code(Field.REPLY_RESULT, say("Result of the referral"), wide=True),
        _line(Field.REPLY_FROM, say("Person received on")),
        _line(Field.REPLY_UNTIL, say("Sent back or discharged on")),
        _text(Field.REPLY_DIAGNOSIS, say("Final diagnosis"), draws=True),
        _text(Field.REPLY_TREATMENT, say("Treatment given, course"), draws=True),
        _text(Field.REPLY_HOME, say("Home medicines (name, strength, how to take, quantity)"), draws=True),
        _text(Field.REPLY_ADVICE, say("Advice, plan of further care")),
        _line(Field.REPLY_NEXT, say("Next appointment"), wide=True),
        _code(Field.REPLY_STAY, say("The person is")),
        _line(Field.REPLY_ONWARD, say("Referred on to")),
    )
