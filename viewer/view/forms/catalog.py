"""Which forms can leave the program now, and why another cannot."""

from collections.abc import Collection
from dataclasses import dataclass

from viewer.signin.roles import (
    ALLERGY_CARD,
    CONSENT,
    CONSENT_HISTORY,
    LAB_TREND,
    LABEL,
    MEDICINE_LIST,
    RECONCILIATION,
    REFERRAL,
    REFERRAL_B,
    REFERRAL_C,
    REPLY,
    SUMMARY,
    VISITS,
)
from viewer.view.forms.medicine_list import obstacle
from viewer.view.forms.trends import analytes
from viewer.view.pen import Pen
from viewer.view.reconciling.form import Subject
from viewer.view.silence import silence
from viewer.visit.reconciliation import Reconciliation

WRITTEN = (REFERRAL, REFERRAL_B, REFERRAL_C, REPLY)
"""What is made of what was written on the page of referrals."""
ELSEWHERE = {
    **dict.fromkeys(WRITTEN, "referral"),
    RECONCILIATION: "medicines", ALLERGY_CARD: "allergies",
}  # fmt: skip
"""Forms that are made on a page of their own, and which."""


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One form. ``why`` it cannot be printed now, "" when it can; ``page`` where it is made, "" = here."""

    code: str
    title: str
    about: str
    why: str = ""
    page: str = ""


def form_choices(
    subject: Subject, value: Reconciliation, forms: Collection[str], no_card: Collection[str] = ()
) -> tuple[FormChoice, ...]:
    """Those that the role writes, in the order of the menu; ``no_card`` says why there is no allergy card."""
    pen, say = subject.printed, subject.printed.say
    whys = {
        MEDICINE_LIST: _no_list(pen, obstacle(subject, value)),
        LAB_TREND: "" if analytes(pen) else silence(pen.ledger, pen.words, "Observation"),
        VISITS: "" if any(pen.record.facts()) else silence(pen.ledger, pen.words),
        ALLERGY_CARD: " · ".join(no_card),
    }
    named = {
        REFERRAL: (say("Referral letter"), say("Layout A, written on the page of referrals")),
        REFERRAL_B: (say("Referral form, structured"), say("Layout B, written on the page of referrals")),
        REFERRAL_C: (
            say("Transfer form, primary care unit"),
            say("Layout C, written on the page of referrals"),
        ),
        REPLY: (say("Reply to a referral, referral back"), say("Written on the page of referrals")),
        MEDICINE_LIST: (say("Medicine list of the patient"), say("Plain words, times of the day")),
        RECONCILIATION: (say("Medication reconciliation record"), say("On the page of medicines")),
        ALLERGY_CARD: (say("Drug allergy card"), say("On the page of allergies: menu of a row")),
        LABEL: (say("Patient label"), say("Sticker for a tube or the chart, 70 × 35 or 50 × 25 mm")),
        LAB_TREND: (say("Laboratory results over time"), say("Chosen tests, table and charts")),
        VISITS: (say("History over time"), say("What happened when: drawn, and as a list")),
        SUMMARY: (say("Medical record summary"), say("As the page of the summary shows it")),
        CONSENT: (say("Consent to share health data"), say("What was asked and granted, until when")),
        CONSENT_HISTORY: (say("History of consents"), say("Asked for by who prints")),
    }
    return tuple(
        FormChoice(code, title, about, whys.get(code, ""), ELSEWHERE.get(code, ""))
        for code, (title, about) in named.items()
        if code in forms
    )


def _no_list(pen: Pen, why: str) -> str:
    say = pen.say
    return {
        "unsigned": say("Nobody has signed the medicines yet: decide and sign on the page of medicines"),
        "changed": say("New data came after it was signed: look through it again"),
        "nothing": say("Nothing is decided yet"),
    }.get(why, "")
