"""What a form asks for and the draft does not say yet. It is named before the letter is printed; it stops nothing:
what is missing is a dotted line on paper.

Layout B of the Thai forms requires diagnosis and reason; the 43 files (REFER_HISTORY) destination, diagnosis, urgency
and reason. What a fast track is for comes with it, and the vital signs with whatever cannot wait.
"""

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C, REPLY
from viewer.view.referring.codes import SEPSIS, STEMI, STROKE, TRAUMA, is_emergency, told
from viewer.visit.referral import Field, ReferralDraft

_ONE_OF = tuple[Field, ...]  # one of them is enough; the first is named
REQUIRED: dict[str, tuple[_ONE_OF, ...]] = {
    REFERRAL: ((Field.TO,), (Field.URGENCY,), (Field.CAUSE, Field.REASON), (Field.ASKED,), (Field.DIAGNOSIS,)),
    REFERRAL_B: (
        (Field.TO,), (Field.URGENCY,), (Field.REASON,), (Field.HISTORY, Field.CHIEF), (Field.CAUSE,),
        (Field.DIAGNOSIS,), (Field.COVERAGE_TYPE, Field.COVERAGE),
    ),
    REFERRAL_C: (
        (Field.TO,), (Field.URGENCY,), (Field.CAUSE, Field.REASON), (Field.DIAGNOSIS,), (Field.SYSTOLIC,),
        (Field.PULSE,), (Field.CHIEF, Field.HISTORY, Field.EXAMINATION),
    ),
    REPLY: ((Field.REPLY_TO,), (Field.REPLY_REASON,), (Field.REPLY_DIAGNOSIS,), (Field.REPLY_ADVICE,)),
}  # fmt: skip
_TRACKS: dict[str, tuple[_ONE_OF, ...]] = {
    STROKE: ((Field.STROKE_WELL, Field.STROKE_ONSET), (Field.STROKE_ANTICOAGULANT,)),
    STEMI: ((Field.STEMI_ONSET,), (Field.STEMI_ECG_AT,)),
    TRAUMA: ((Field.TRAUMA_AT,), (Field.TRAUMA_HOW,)),
    SEPSIS: ((Field.SEPSIS_AT,), (Field.SEPSIS_ANTIBIOTIC,)),
}
_URGENT: tuple[_ONE_OF, ...] = (
    (Field.SYSTOLIC,), (Field.PULSE,), (Field.RESPIRATION,), (Field.SPO2,), (Field.GCS_EYE,), (Field.ACCEPTED_BY,),
)  # fmt: skip


def missing(draft: ReferralDraft, form: str, *, diagnosed: bool, urgent: bool) -> tuple[Field, ...]:
    """The fields to fill in, in the order of the page. ``diagnosed``: the form has diagnoses from the record;
    ``urgent``: nothing may wait for it, and the receiver needs to know how the person left."""
    wanted = [*REQUIRED[form]]
    if form != REPLY:
        wanted += [*_TRACKS.get(draft.text(Field.SPECIAL), ()), *(_URGENT if urgent else ())]
    order = list(Field)
    found = [
        one_of[0]
        for one_of in wanted
        if not any(draft.text(name) for name in one_of) and not (diagnosed and one_of[0] is Field.DIAGNOSIS)
    ]
    return tuple(sorted(found, key=order.index))


def urgent(draft: ReferralDraft, words: Words, site: ReferralCodes) -> bool:
    """Whether the letter cannot wait: printed without a question, whatever is missing."""
    code = draft.text(Field.URGENCY)
    return bool(code) and is_emergency(told(Field.URGENCY, code, words, site))
