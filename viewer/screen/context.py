"""What a page is given when it is built: the visit, the words, the look, and whom to ask for everything else."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from viewer.base.words import Words
from viewer.record.formulary import Choice
from viewer.safety.finding import Finding
from viewer.screen.errands import Errands
from viewer.screen.forms import Forms
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.papers import Papers
from viewer.screen.widgets.notices import NoticeStack
from viewer.view.allergy_card import AllergyCard
from viewer.view.forms.blocks import Form
from viewer.view.forms.label import PatientLabel
from viewer.view.prescription import PrescriptionCheck
from viewer.view.reconciling.form import MedicinesForm
from viewer.view.restricted import RestrictedList
from viewer.view.sheet import Band, LedgerBar, Letter, Sheet, Timeline
from viewer.visit.journey import Visit
from viewer.visit.prescription import Proposed
from viewer.visit.states import Open

Document = Letter | MedicinesForm | AllergyCard | Form
"""What can be set on paper and signed."""
SetOnPaper = Callable[[Document | PatientLabel], Awaitable[bytes]]
"""A form as PDF, made off the GUI thread."""


@dataclass(frozen=True, slots=True)
class Composer:
    """What view makes of an open record, in the language of the words. Pure functions; called in the GUI thread."""

    band: Callable[[Open], Band]
    ledger: Callable[[Open], LedgerBar]
    sheet: Callable[[Open, str], Sheet]  # one of viewer.view.sheet.SHEET_NAMES
    timeline: Callable[[Open], Timeline]
    restricted: Callable[[Open], RestrictedList]
    rules: Callable[[], Sheet]  # what findings come from; of no person
    prescription: Callable[[Open], PrescriptionCheck]
    medicine_named: Callable[[str], Choice | None]  # a name that is exactly known
    medicines_like: Callable[[str], tuple[Choice, ...]]  # for a pick list
    proposed_from: Callable[[str], Proposed | None]  # a pasted line that is known whole
    finding: Callable[[Open, str], Finding | None]  # by the key of its row
    forms: Forms
    papers: Papers
    letters: Letters


@dataclass(frozen=True, slots=True)
class PageContext:
    """Handed to every page factory. ``errands`` belong to the window and end when the record closes."""

    visit: Visit
    words: Words
    theme: Theme
    errands: Errands
    notices: NoticeStack
    composer: Composer
    paper: SetOnPaper
    window: QWidget  # parent of dialogs
    turn_to: Callable[[str], None]  # open another page, once that is written down


class RecordPage(Protocol):
    """A page of the open record: a QWidget that draws a state. ``focus_first`` takes the keyboard when it opens."""

    def show_state(self, open_state: Open) -> None:
        """Draw this state; called again with every arrival, and with the same state after the page is opened."""
        ...


PageFactory = Callable[[PageContext], QWidget]
RecordPages = Mapping[str, PageFactory]
