"""ยา: one row per ingredient and route, opened to every supply it was told from."""

from datetime import timedelta

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.dispensing import show_dispensing
from viewer.screen.pages.record.findings import COLUMNS as FINDINGS
from viewer.screen.pages.record.findings import findings_section
from viewer.screen.pages.record.prescribing import PrescriptionBox
from viewer.screen.pages.record.reconciling.desk import ReconcilingDesk
from viewer.screen.pages.record.rules import show_rules
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.pages.record.summary import WIDE_FROM
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.signin.roles import RECONCILIATION, ROLES
from viewer.visit.states import Open, State

_BESIDE = {False: 300, True: 420}  # px of the panel that says what was and was not checked
_ROW = 50  # px
_LOW_BELOW = 720  # px: here what is not in use makes room for rows and findings
_TIGHT_BELOW = 1340  # px: big letters on a small screen
# With decisions: name, dose, last supplied, left, state, choice, letters; what is over goes to the supplies over time.
_TIGHT = (168, 154, 98, 108, 114, 148, 54)
_USUAL = (188, 164, 100, 124, 126, 150, 54)
_WIDE = (260, 290, 120, 120, 160, 190, 76)
_BACK, _AHEAD = 120, 90  # days of the supply bars around today


class MedicinesPage(QWidget):
    """The table of medicines; beside it what was and was not checked."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._wide, self._tight = context, False, False
        self._reconciles = _reconciles(context.visit.state)
        theme, say = context.theme, context.words.say
        self._medicines = SectionCard(
            context, self._columns(), icon="pill", title=say("Medicines"), least=_ROW
        )
        self._findings = SectionCard(
            context, FINDINGS, icon="triangle-alert", title=say("Findings on medicines"), least=24, head=False
        )
        self._beside = QWidget()
        self._beside.setFixedWidth(theme.px(_BESIDE[False]))
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._findings, 1)
        rules = Button(theme, say("Rules checked"), key="F9", size="small")
        rules.clicked.connect(lambda: context.errands.start("rules", show_rules(context)))
        history = Button(theme, say("Dispensing history"), key="F4", size="small")
        history.clicked.connect(self.open_dispensing)
        more = QHBoxLayout()
        more.setSpacing(theme.px(6))
        more.addWidget(rules)
        more.addWidget(history, 1)
        column.addLayout(more)
        QShortcut(QKeySequence("F4"), self).activated.connect(self.open_dispensing)
        self._reconciling = ReconcilingDesk(context, self._medicines, self) if self._reconciles else None
        if self._reconciling is not None:
            self._medicines.body.addWidget(self._reconciling.bar)
            column.addWidget(self._reconciling.progress)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        self._prescription = PrescriptionBox(context)
        left = QVBoxLayout()
        left.setSpacing(theme.px(6))
        left.addWidget(self._prescription)
        left.addWidget(self._medicines, 1)
        whole.addLayout(left, 1)
        whole.addWidget(self._beside)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        today = self._context.visit.clock.today()
        self._medicines.show_axis(Axis(today - timedelta(days=_BACK), today + timedelta(days=_AHEAD), today))
        sheet = self._context.composer.sheet(state, "medicines")
        if self._reconciling is not None:
            self._reconciling.show_state(state)
        else:
            self._medicines.show_section(sheet.sections[0])
        self._findings.show_section(findings_section(sheet, self._context.words))
        self._findings.let_in()
        self._prescription.show_check(self._context.composer.prescription(state))

    def focus_first(self) -> None:
        """Keyboard to the rows; who lands here has something to dispense."""
        if _dispenses(self._context.visit.state):
            self._prescription.take_focus()
        elif self._reconciling is not None:
            self._reconciling.focus_first()
        else:
            self._medicines.take_focus()

    def open_dispensing(self) -> None:
        """F4: every supply by date, controlled medicines by themselves."""
        self._context.errands.start("dispensing", show_dispensing(self._context))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room goes to the words and to time."""
        super().resizeEvent(event)
        theme = self._context.theme
        wide, tight = self.width() >= theme.px(WIDE_FROM), self.width() < theme.px(_TIGHT_BELOW)
        if (wide, tight) != (self._wide, self._tight):
            self._wide, self._tight = wide, tight
            self._beside.setFixedWidth(theme.px(_BESIDE[wide]))
            self._medicines.show_columns(self._columns())
        if self._reconciling is not None:
            self._reconciling.set_low(low=self.height() < theme.px(_LOW_BELOW))

    def print_now(self) -> None:
        """Ctrl+P: the form of the reconciled medicines; who does not reconcile prints the letter."""
        if self._reconciling is not None:
            self._reconciling.open_form()
        else:
            self._context.turn_to("referral")

    def _columns(self) -> tuple[Column, ...]:
        today = self._context.words.say("Today")
        if not self._reconciles:
            return _reading(today, wide=self._wide)
        return _deciding(today, _WIDE if self._wide else _TIGHT if self._tight else _USUAL)


def _dispenses(state: State) -> bool:
    """Whether the role that acts begins its work on this page."""
    role = ROLES.get(state.post.role) if isinstance(state, Open) else None
    return role is not None and role.lands_on == "medicines"


def _reconciles(state: State) -> bool:
    """Whether the role that acts decides on medicines."""
    role = ROLES.get(state.post.role) if isinstance(state, Open) else None
    return role is not None and RECONCILIATION in role.forms


def _deciding(today: str, widths: tuple[int, ...]) -> tuple[Column, ...]:
    """With the column of decisions, which takes its room from words that may wrap."""
    name, dose, supplied, left, state, choice, letters = widths
    return (
        OPEN,
        Column("", name, cell=0, weight=600, marks=True),
        Column("", dose, cell=1),
        Column("", supplied, cell=2),
        Column("", draws=Draws.SPANS, cell=3, words=today, least=64),
        Column("", left, cell=4, weight=600, hush="small"),
        Column("", state, Draws.STATE, cell=5),
        Column("", choice, Draws.CHOICE, cell=6),
        sources(letters),
    )


def _reading(today: str, *, wide: bool) -> tuple[Column, ...]:
    return (
        OPEN,
        Column("", 280 if wide else 226, cell=0, weight=600, marks=True),
        Column("", 320 if wide else 190, cell=1),
        Column("", 130 if wide else 108, cell=2),
        Column("", draws=Draws.SPANS, cell=3, words=today),
        Column("", 130 if wide else 116, cell=4, weight=600, hush="small"),
        Column("", 190 if wide else 156, Draws.STATE, cell=5),
        sources(76 if wide else 54),
    )
