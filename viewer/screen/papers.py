"""The forms of the print menu: which there are now, and each as it will be printed, of this state of the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from viewer.consent.history import ConsentTold
from viewer.screen.forms import Forms
from viewer.signin.roles import (
    CONSENT,
    CONSENT_HISTORY,
    LAB_TREND,
    LABEL,
    MEDICINE_LIST,
    REFERRAL,
    REFERRAL_B,
    REFERRAL_C,
    REPLY,
    ROLES,
    SUMMARY,
    VISITS,
)
from viewer.view.forms.blocks import Form, Paper
from viewer.view.forms.catalog import WRITTEN, FormChoice, form_choices
from viewer.view.forms.consent import consent_form, consent_history
from viewer.view.forms.history import summary_form, visits
from viewer.view.forms.label import LabelSize, PatientLabel, patient_label
from viewer.view.forms.medicine_list import medicine_list
from viewer.view.forms.primary import primary
from viewer.view.forms.reply import reply
from viewer.view.forms.structured import structured
from viewer.view.forms.trends import Analyte, analytes, lab_trends
from viewer.view.sheet import Letter
from viewer.view.sheets import sheet_of
from viewer.visit.states import Open


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chose for a form. ``analytes`` None: the usual; ``consents`` () before they were looked up."""

    paper: Paper = Paper.A4
    label: LabelSize = LabelSize.LARGE
    analytes: frozenset[str] | None = None
    consents: tuple[ConsentTold, ...] = ()


class Papers:
    """``made`` may run on a worker thread. ``letter`` makes the referral letter, and that which layouts B and C and the
    reply are made of; ``written`` is what was written of it, by the names of the fields."""

    def __init__(
        self,
        forms: Forms,
        letter: Callable[[Open, str, str], Letter],
        written: Callable[[Open], Mapping[str, str]] = lambda _: {},
        *,
        sandbox: bool,
    ) -> None:
        self._forms, self._letter, self._sandbox = forms, letter, sandbox
        self._written = written

    def choices(self, state: Open) -> tuple[FormChoice, ...]:
        """The forms of the role that acts, with why one cannot be printed now."""
        role = ROLES[state.post.role]
        no_card = self._forms.why_no_card(state)
        return form_choices(self._forms.for_paper(state), state.reconciliation, role.forms, no_card)

    def analytes(self, state: Open) -> tuple[Analyte, ...]:
        """The tests that a page of trends can hold."""
        return analytes(self._forms.for_paper(state).printed)

    def first_size(self, state: Open) -> Paper:
        """The size of paper that the site wants the patient's list on."""
        return Paper(self._forms.house(state.post).set.medicine_list)

    def made(self, state: Open, code: str, asked: Asked, reference: str) -> Letter | Form | PatientLabel:
        """The form; ``reference`` of the audit, "" for a preview.

        Raises:
            KeyError: it is no form of this menu.
            ValueError: it cannot be printed now: see ``choices``.
        """
        if code in WRITTEN:
            return self.of_written(state, code, reference)
        subject, printing = self._forms.for_paper(state), self._forms.printing(state, reference)
        pen, box = subject.printed, self._sandbox
        mine = next((one for one in asked.consents if one.id == state.permit.consent), None)
        made: dict[str, Callable[[], Form | PatientLabel]] = {
            MEDICINE_LIST: lambda: medicine_list(
                subject, state.reconciliation, printing, paper=asked.paper, sandbox=box
            ),
            LABEL: lambda: patient_label(pen, printing, asked.label, sandbox=box),
            LAB_TREND: lambda: lab_trends(pen, printing, asked.analytes, sandbox=box),
            VISITS: lambda: visits(pen, printing, sandbox=box),
            SUMMARY: lambda: summary_form(pen, sheet_of("summary", pen), printing, sandbox=box),
            CONSENT: lambda: consent_form(pen, state.permit, mine, printing, sandbox=box),
            CONSENT_HISTORY: lambda: consent_history(pen, asked.consents, printing, sandbox=box),
        }
        return made[code]()

    def of_written(self, state: Open, code: str, reference: str) -> Letter | Form:
        """The same of a form that is made of what was written on the page of referrals."""
        letter = self._letter(state, reference, code)
        if code == REFERRAL:
            return letter
        pen = self._forms.for_paper(state, opened=state.referral.opened).printed
        form = {REFERRAL_B: structured, REFERRAL_C: primary, REPLY: reply}[code]
        return form(letter, pen, self._forms.printing(state, reference), self._written(state))
