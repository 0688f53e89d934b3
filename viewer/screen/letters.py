"""The referral of an open record for the window: the letter, the rows it can show, what it lacks, what came after it.

``letter`` and ``candidates`` may take longer than a frame of the window and are called on a worker thread.
"""

from dataclasses import replace

from viewer.base.settings import ReferralCodes
from viewer.base.templates import TemplateShelf
from viewer.base.words import Words
from viewer.screen.composing import Composing, blank_pen
from viewer.screen.forms import Forms
from viewer.screen.offering import Offering
from viewer.signin.roles import REFERRAL, REPLY
from viewer.view.letter import letter_of
from viewer.view.letter_story import open_problems
from viewer.view.referring import missing
from viewer.view.referring.asked import Asked
from viewer.view.referring.choosing import Candidate, Part, candidates, part_titles
from viewer.view.referring.data import replied, written
from viewer.view.referring.doubts import doubted
from viewer.view.referring.facilities import Facilities
from viewer.view.referring.fields import Block, blocks
from viewer.view.referring.kept import kept_letter
from viewer.view.referring.paper_words import day_words, form_fields, letter_draft, moment_words
from viewer.view.referring.since import Since, since_papers
from viewer.view.sheet import Letter
from viewer.visit.journey import Visit
from viewer.visit.keepsake import Kept
from viewer.visit.referral import Field, ReferralDraft
from viewer.visit.states import AtDesk, Open


class Letters:
    """View's words for this state, this clinician and this moment."""

    def __init__(
        self,
        visit: Visit,
        words: Words,
        composing: Composing,
        forms: Forms,
        templates: TemplateShelf | None = None,
    ) -> None:
        self._visit, self._words, self._composing, self._forms = visit, words, composing, forms
        self.templates = templates or TemplateShelf()
        self._blocks: tuple[str, tuple[Block, ...]] | None = None
        self.offering = Offering(composing)

    @property
    def codes(self) -> ReferralCodes:
        """Which lists the site codes by."""
        return self._visit.profile.referral_codes

    @property
    def facilities(self) -> Facilities:
        """Those that a referral can go to."""
        return Facilities(self._visit.directory)

    def blocks(self) -> tuple[Block, ...]:
        """The fields of the page; made once for each language."""
        if self._blocks is None or self._blocks[0] != self._words.language:
            self._blocks = (self._words.language, blocks(self._words, self.codes))
        return self._blocks[1]

    def letter(self, state: Open, reference: str, form: str = REFERRAL) -> Letter:
        """The letter as it will be printed; ``reference`` of the audit, "" for a preview, which masks the number.
        ``form``: the code of the form that is made of it."""
        printing = self._forms.printing(state, reference)
        referral = self.offering.draft(state)
        draft = letter_draft(referral, self._words, self.codes, printing.now)
        told = replied if form == REPLY else written
        data = told(referral, self._words, self.codes, state.post, printing.now)
        pen, sandbox = self._composing.paper_pen(state), self._visit.profile.sandbox
        return letter_of(pen, printing, replace(draft, written=data), form=form, sandbox=sandbox)

    def written(self, state: Open) -> dict[str, str]:
        """What was written, by the names of fields, for forms with fields of their own; codes only of the lists that
        those forms print."""
        now = self._visit.clock.now()
        return form_fields(self.offering.draft(state), self._words, self.codes, now)

    def kept(self, state: AtDesk, kept: Kept, reference: str) -> Letter:
        """The letter of a record that its consent has closed: what the clinician typed."""
        printing = self._forms.kept_printing(state, kept, reference)
        head = " · ".join(filter(None, (kept.name, kept.masked_id)))
        draft = letter_draft(kept.referral, self._words, self.codes, printing.now, reply=True)
        pen = blank_pen(self._words, self._visit.clock.today())
        return kept_letter(pen, draft, printing, head=head, sandbox=self._visit.profile.sandbox)

    def candidates(self, state: Open) -> tuple[Candidate, ...]:
        """The rows that the letter can show; none of restricted access: in a text it would stay."""
        return candidates(self._composing.paper_pen(replace(state, referral=ReferralDraft())))

    def part_titles(self) -> dict[Part, str]:
        """What the parts of those rows are called."""
        return part_titles(blank_pen(self._words, self._visit.clock.today()))

    def moment(self, typed: str, *, ahead: bool = False) -> str:
        """What was typed of a moment, with its date where that is certain; "" gives the present one. ``ahead``: of a
        day to come."""
        now = self._visit.clock.now()
        if ahead:
            return day_words(self._words, typed, now)
        return moment_words(self._words, typed if typed.strip() else f"{now:%Y-%m-%d %H.%M}", now)

    def doubted(self, draft: ReferralDraft) -> frozenset[Field]:
        """Fields that are likely to be typed wrong: they are printed as they were typed."""
        return doubted(draft, self.blocks(), self.facilities, self._visit.clock.now())

    def missing(self, state: Open) -> tuple[Asked, ...]:
        """What the form asks for and the draft does not say yet."""
        draft = self.offering.draft(state)
        diagnosed = bool(self._diagnoses(state) - draft.left_out)
        found = missing.missing(
            draft, self._forms.layout(state), diagnosed=diagnosed, urgent=self._urgent(state)
        )
        known = {asked.name: asked for block in self.blocks() for asked in block.fields}
        return tuple(known[name] for name in found)

    def lacking(self, state: Open) -> str:
        """What is missing, in words; "" when nothing is, or when it cannot wait."""
        return "" if self._urgent(state) else " · ".join(asked.label for asked in self.missing(state))

    def _urgent(self, state: Open) -> bool:
        """Whether it is printed without a question: a reply is nothing that cannot wait."""
        return self._forms.layout(state) != REPLY and missing.urgent(state.referral, self._words, self.codes)

    def since(self, state: Open) -> tuple[Since, ...]:
        """What came after papers had left."""
        return since_papers(self._composing.paper_pen(state), state.papers) if state.papers else ()

    def _diagnoses(self, state: Open) -> frozenset[str]:
        """Keys of the diagnoses of the record; worked out once for each state of it, not with every key."""
        return self._composing.of_paper(
            state, "diagnoses", lambda pen: frozenset(row.key for row in open_problems(pen))
        )
