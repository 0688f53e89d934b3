"""ใบส่งต่อ as a clinician writes it: what stands in each field, and which rows of the record are left off the paper.

Values only. What a field is called, which codes it takes and how it reads on paper is view's to know.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from viewer.record.reading.prose import harmless
from viewer.signin.roles import REPLY

_SHORTEST_TAKEN = 8  # signs in a row that a text shares with the record by more than chance
_TAKEN_OUT = "…"
_WORD = re.compile(r"\w")


class Field(StrEnum):
    """Everything that can be written, in the order of the page. The names are kept in files of templates."""

    TO = "to"
    TO_CODE = "to-code"  # HCODE of the facility it goes to
    URGENCY = "urgency"  # a code
    REASON = "reason"  # a code
    CAUSE = "cause"
    ASKED = "asked"
    SPECIAL = "special"  # a code: the special disease, which opens its fast track
    CHIEF = "chief"  # อาการสำคัญ
    HISTORY = "history"
    PAST = "past"
    EXAMINATION = "examination"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    MEDICINES_GIVEN = "medicines-given"
    MEDICINES_ON_WAY = "medicines-on-way"
    OTHER = "other"  # รายละเอียดอื่น ๆ
    PRINCIPAL = "principal"  # ICD-10 codes, as typed
    COMORBID = "comorbid"
    COMPLICATION = "complication"
    PROCEDURE = "procedure"
    PROCEDURE_CODE = "procedure-code"  # ICD-9-CM
    PROCEDURE_AT = "procedure-at"
    ANAESTHESIA = "anaesthesia"  # a code
    MEASURED = "measured"
    STATE = "state"  # สภาพผู้ป่วยก่อนส่งต่อ
    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    PULSE = "pulse"
    RESPIRATION = "respiration"
    TEMPERATURE = "temperature"
    SPO2 = "spo2"
    O2_DEVICE = "o2-device"  # a code
    O2_FLOW = "o2-flow"
    GCS_EYE = "gcs-eye"  # a code
    GCS_VERBAL = "gcs-verbal"  # a code
    GCS_MOTOR = "gcs-motor"  # a code
    PUPIL_RIGHT = "pupil-right"
    PUPIL_LEFT = "pupil-left"
    PAIN = "pain"
    GLUCOSE = "glucose"
    LINES = "lines"
    TUBES = "tubes"
    DRIPS = "drips"
    ISOLATION = "isolation"  # a code
    ISOLATION_WHY = "isolation-why"
    CARE = "care"  # codes
    STROKE_WELL = "stroke-well"
    STROKE_ONSET = "stroke-onset"
    STROKE_NIHSS = "stroke-nihss"
    STROKE_ANTICOAGULANT = "stroke-anticoagulant"
    STROKE_CT = "stroke-ct"
    STEMI_ONSET = "stemi-onset"
    STEMI_ECG_AT = "stemi-ecg-at"
    STEMI_ECG = "stemi-ecg"
    STEMI_GIVEN = "stemi-given"
    STEMI_LYSIS = "stemi-lysis"
    TRAUMA_AT = "trauma-at"
    TRAUMA_HOW = "trauma-how"
    TRAUMA_INJURIES = "trauma-injuries"
    TRAUMA_SPINE = "trauma-spine"
    TRAUMA_BLOOD = "trauma-blood"
    SEPSIS_AT = "sepsis-at"
    SEPSIS_SOURCE = "sepsis-source"
    SEPSIS_LACTATE = "sepsis-lactate"
    SEPSIS_CULTURE = "sepsis-culture"
    SEPSIS_ANTIBIOTIC = "sepsis-antibiotic"
    SEPSIS_FLUID = "sepsis-fluid"
    ACCEPTED_BY = "accepted-by"
    ACCEPTED_PHONE = "accepted-phone"
    ACCEPTED_AT = "accepted-at"
    RELATIVE = "relative"
    RELATIVE_PHONE = "relative-phone"
    TRAVEL = "travel"  # a code
    TRAVEL_OTHER = "travel-other"
    COMPANION = "companion"
    COMPANION_PHONE = "companion-phone"
    PHONE = "phone"
    HN = "hn"  # at the sending facility
    ADDRESS = "address"
    NEARBY = "nearby"  # สถานที่ใกล้เคียง
    SEEN = "seen"  # a code: new, known, emergency case
    DEPARTMENT = "department"  # a code: OPD, IPD
    PATIENT_TYPE = "patient-type"  # a code
    CLINIC = "clinic"
    AN = "an"
    ADMITTED = "admitted"
    NOTIFIED = "notified"  # a code: การแจ้งความโรคติดต่อ
    COVERAGE_TYPE = "coverage-type"  # a code
    COVERAGE = "coverage"  # สิทธิ
    COVERAGE_NUMBER = "coverage-number"
    REGISTERED = "registered"  # หน่วยบริการประจำ
    BILL_TO = "bill-to"
    VALID = "valid"  # a code: อายุใบส่งต่อ
    VALID_UNTIL = "valid-until"
    VALID_TIMES = "valid-times"
    NUMBER = "number"
    ATTACHED = "attached"  # codes
    ATTACHED_OTHER = "attached-other"
    REPLY_NO = "reply-no"  # of the reply itself
    REPLY_TO = "reply-to"
    REPLY_NUMBER = "reply-number"  # of the referral that is answered
    REPLY_REASON = "reply-reason"  # a code: sent back, or an answer only
    REPLY_STAY = "reply-stay"  # a code: treated here still, or referred on
    REPLY_ONWARD = "reply-onward"
    REPLY_RESULT = "reply-result"  # a code
    REPLY_FROM = "reply-from"
    REPLY_UNTIL = "reply-until"
    REPLY_DIAGNOSIS = "reply-diagnosis"
    REPLY_TREATMENT = "reply-treatment"
    REPLY_HOME = "reply-home"  # ยากลับบ้าน, one a line
    REPLY_ADVICE = "reply-advice"
    REPLY_NEXT = "reply-next"


REPLY_FIELDS = frozenset(name for name in Field if name.startswith("reply-"))
"""Those of a reply; all others are of a referral."""
OFFERED = frozenset({Field.RELATIVE, Field.RELATIVE_PHONE})
"""Fields that say what the record knows until somebody writes in them, or empties them."""


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """One state of the letter. ``said`` holds what stands in the fields, nothing of those that are empty; of a coded
    field the code, of one that takes several the codes with spaces between.
    """

    said: Mapping[Field, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()  # keys of rows that the paper does not show
    drawn: tuple[str, ...] = ()  # lines that were put into fields from the record, as they were put there
    cleared: frozenset[Field] = (
        frozenset()
    )  # fields that would be offered what the record knows, and were emptied
    out: frozenset[str] = frozenset()  # forms that it was printed or saved as, as it stands
    form: str = ""  # the code of the form that is made of it, "" = the site's first
    opened: bool = False  # rows of restricted access that were opened stand on it, too

    @property
    def begun(self) -> bool:
        """Whether there is anything that would be lost."""
        return bool(self.said or self.left_out or self.cleared)

    @property
    def would_be_lost(self) -> bool:
        """Whether any of it is nowhere but here: a reply shows its own fields, and the other forms all others."""
        kinds = {name in REPLY_FIELDS for name in self.said}
        return self.begun and not (self.out and kinds <= {form == REPLY for form in self.out})

    def text(self, name: Field) -> str:
        """What stands in a field; "" = nothing."""
        return self.said.get(name, "")

    def codes(self, name: Field) -> tuple[str, ...]:
        """The codes of a field that takes several."""
        return tuple(self.text(name).split())


def written(draft: ReferralDraft, texts: Mapping[Field, str]) -> ReferralDraft:
    """These fields hold these texts now; a blank one is empty. What is pasted loses the signs that hide or reorder
    text: paper and data would have them too."""
    said = {**draft.said, **{name: harmless(text) for name, text in texts.items()}}
    kept = {name: text for name, text in said.items() if text.strip()}
    cleared = (draft.cleared | (OFFERED & texts.keys())) - kept.keys()
    return _changed(draft, said=kept, cleared=cleared)


def written_over(draft: ReferralDraft, name: Field, text: str, offer: str) -> ReferralDraft:
    """The same of a field that showed what the record knows: ``offer`` stays the record's, whatever is made of it."""
    drawn = tuple(dict.fromkeys((*draft.drawn, offer))) if offer and text.strip() else draft.drawn
    return replace(written(draft, {name: text}), drawn=drawn)


def offered(draft: ReferralDraft, offers: Mapping[Field, str]) -> ReferralDraft:
    """As it is seen and printed: with what the record knows in the fields that nobody wrote in or emptied.

    A relative's telephone stands beside the name that it was offered with, and goes with it: it is nobody else's.
    """
    free = {
        name: text for name, text in offers.items() if name not in draft.said and name not in draft.cleared
    }
    if _names_another(draft, offers):
        free.pop(Field.RELATIVE_PHONE, None)
    return replace(draft, said={**draft.said, **free}) if free else draft


def _names_another(draft: ReferralDraft, offers: Mapping[Field, str]) -> bool:
    """Whether the relative is not, or not just, whom the record names."""
    told = draft.said.get(Field.RELATIVE)
    return Field.RELATIVE in draft.cleared if told is None else told != offers.get(Field.RELATIVE)


def filled(draft: ReferralDraft, texts: Mapping[Field, str]) -> ReferralDraft:
    """The texts where nothing stands yet: what somebody wrote is never replaced by a template."""
    return written(draft, {name: text for name, text in texts.items() if not draft.text(name)})


def drawn_into(draft: ReferralDraft, name: Field, lines: Iterable[str]) -> ReferralDraft:
    """Lines of the record put below what stands in a field; remembered as the record's, not the clinician's."""
    put = tuple(lines)
    text = "\n".join(filter(None, (draft.text(name).rstrip("\n"), *put)))
    drawn = tuple(dict.fromkeys((*draft.drawn, *put)))
    return replace(written(draft, {name: text}), drawn=drawn)


def left_out(draft: ReferralDraft, keys: frozenset[str]) -> ReferralDraft:
    """The rows with these keys are not on paper; all others are."""
    return _changed(draft, left_out=keys)


def with_opened(draft: ReferralDraft, opened: bool) -> ReferralDraft:
    """Rows of restricted access that were opened are on paper, too, or not."""
    return _changed(draft, opened=opened)


def typed_only(draft: ReferralDraft) -> ReferralDraft:
    """Without what was put in from the record: of every text only what the clinician typed (clinical ruling 6)."""
    said = {name: without(text, draft.drawn) for name, text in draft.said.items()}
    return ReferralDraft(
        {name: text for name, text in said.items() if text},
        draft.left_out,
        cleared=draft.cleared,
        out=frozenset() if draft.drawn else draft.out,
        form=draft.form,
    )


def without(text: str, drawn: Iterable[str]) -> str:
    """The text without every run of signs that it shares with a drawn line; "…" stands where something was."""
    kept = text
    for line in drawn:
        found = SequenceMatcher(None, kept, line, autojunk=False).get_matching_blocks()
        for block in reversed(found):
            if block.size >= min(_SHORTEST_TAKEN, len(line)) > 0:
                kept = kept[: block.a] + _TAKEN_OUT + kept[block.a + block.size :]
    lines = (line.strip() for line in kept.splitlines()) if kept != text else iter([text])
    return "\n".join(line for line in lines if _WORD.search(line))


def _changed(draft: ReferralDraft, **changes: object) -> ReferralDraft:
    """Changed, and so on no paper as it stands; what changes nothing leaves that."""
    changed = replace(draft, **changes)  # type: ignore[arg-type]  # fields of it, named by the callers above
    return draft if changed == draft else replace(changed, out=frozenset())
