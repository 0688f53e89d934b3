"""The forms of an open record and what is sent of them: view's words for this state, this clinician and this moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import is_

from viewer.base.words import Words
from viewer.screen.composing import Composing, blank_pen
from viewer.signin.people import Post
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C
from viewer.view.allergy_card import AllergyCard, allergy_card, why_none
from viewer.view.imprint import Printing
from viewer.view.issuing import PLAIN, House, houses
from viewer.view.pen import Pen
from viewer.view.reconciling.form import MedicinesForm, Subject, kept_form, medicines_form
from viewer.view.reconciling.review import Cases, Review, cases, review
from viewer.view.reconciling.sending import reconciled
from viewer.visit.journey import Visit
from viewer.visit.keepsake import Kept
from viewer.visit.states import AtDesk, Open
from viewer.writing.reconciliation import Reconciled

_LAYOUTS = {"A": REFERRAL, "B": REFERRAL_B, "C": REFERRAL_C}


class Forms:
    """Called in the GUI thread. A review is made once for each state of record and decisions."""

    def __init__(
        self,
        visit: Visit,
        words: Words,
        composing: Composing,
        names: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        """``names`` finds names of medicines for a pick list.

        Raises:
            SettingsUnreadable: what the site set for its papers does not fit.
        """
        self._visit, self._words, self._composing, self.names = visit, words, composing, names
        self._houses = houses(visit.profile)
        self._made_of: tuple[object, ...] = ()
        self._review: Review | None = None
        self._cases: Cases | None = None

    def review(self, state: Open) -> Review:
        """The medicines with what was decided on them."""
        pen, value = self.for_paper(state).seen, state.reconciliation
        sheet = self._composing.sheet(state, "medicines")
        made_of = (pen, value, sheet)
        same = len(self._made_of) == 3 and all(map(is_, self._made_of, made_of))
        if self._review is None or not same:
            self._made_of, self._review = (
                made_of,
                review(self._known(pen, value.own), value, sheet.sections[0]),
            )
        return self._review

    def medicines(self, state: Open, *, opened: bool, reference: str) -> MedicinesForm:
        """The form as it will be printed; ``opened``: with restricted rows that were opened. ``reference`` of the
        audit, "" for a preview."""
        printing = self.printing(state, reference)
        subject = self._composing.subject(state, opened=opened)
        return medicines_form(subject, state.reconciliation, printing, sandbox=self._visit.profile.sandbox)

    def allergy_card(self, state: Open, *, reference: str) -> AllergyCard:
        """The card of assessed drug allergies; ``reference`` of the audit, "" for a preview."""
        printing = self.printing(state, reference)
        return allergy_card(self.for_paper(state).printed, printing, sandbox=self._visit.profile.sandbox)

    def why_no_card(self, state: Open) -> tuple[str, ...]:
        """Why no allergy card can be issued, an allergen at a time; () when one can be."""
        return why_none(self.for_paper(state).printed)

    def for_paper(self, state: Open, *, opened: bool = False) -> Subject:
        """What was seen of this state, and what may be printed: of restricted access nothing, or what was
        ``opened``."""
        return self._composing.subject(state, opened=opened)

    def printing(self, state: Open, reference: str) -> Printing:
        """One act of printing of this state; ``reference`` of the audit, "" for a preview, which masks the number."""
        chart = self._visit.chart
        number = chart.citizen_for_paper() if chart is not None and reference else state.candidate.masked_id
        return self._printing(state, state.candidate.name, number, reference)

    def reconciled(self, state: Open, *, opened: bool) -> Reconciled | None:
        """What is sent of a signed form; None while nobody has signed."""
        value = state.reconciliation
        if value.signed is None:
            return None
        subject = self._composing.subject(state, opened=opened)
        patient = state.permit.patient
        return reconciled(subject, value, value.signed, patient, state.clinician, state.post)

    def kept(self, state: AtDesk, kept: Kept, reference: str) -> MedicinesForm:
        """The form of a record that its consent has closed: what the clinician wrote."""
        printing = self.kept_printing(state, kept, reference)
        pen = blank_pen(self._words, self._visit.clock.today())
        head = " · ".join(filter(None, (kept.name, kept.masked_id)))
        return kept_form(pen, kept.reconciliation, printing, head=head, sandbox=self._visit.profile.sandbox)

    def kept_printing(self, state: AtDesk, kept: Kept, reference: str) -> Printing:
        """One act of printing of what was kept; the whole number is not kept."""
        made = self._printing(state, kept.name, kept.masked_id, reference)
        return replace(made, purpose=kept.purpose)

    def house(self, post: Post) -> House:
        """What the site set for the papers of this post's facility."""
        return self._houses.get(post.hcode, PLAIN)

    def layout(self, state: Open) -> str:
        """The code of the form that is made of what is written: as chosen, else the site's first."""
        return state.referral.form or _LAYOUTS[self.house(state.post).set.referral]

    def forget(self) -> None:
        """The record is closed."""
        self._made_of, self._review, self._cases = (), None, None

    def _known(self, pen: Pen, own: frozenset[str]) -> Cases:
        known = self._cases
        if known is None or known.pen is not pen or known.own != own:
            known = self._cases = cases(pen, own)
        return known

    def _printing(self, state: AtDesk, name: str, number: str, reference: str) -> Printing:
        now = self._visit.clock.now()
        known = self._visit.chart.state.papers if self._visit.chart is not None and reference else ()
        return Printing(
            clinician=state.clinician,
            post=state.post,
            name=name,
            citizen_id=number,
            now=now,
            as_of=state.as_of if isinstance(state, Open) else now,
            reference=reference,
            purpose=state.permit.purpose if isinstance(state, Open) else "TREAT",
            house=self.house(state.post),
            copy=next((paper.number for paper in known if paper.reference == reference), 0),
        )
