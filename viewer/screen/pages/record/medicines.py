"""ยา: one row per ingredient and route, opened to every supply it was told from."""

from datetime import timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.findings import COLUMNS as FINDINGS
from viewer.screen.pages.record.findings import findings_section
from viewer.screen.pages.record.rules import show_rules
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.pages.record.summary import WIDE_FROM
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.visit.states import Open

_BESIDE = {False: 300, True: 420}  # px of the panel that says what was and was not checked
_ROW = 50  # px
_BACK, _AHEAD = 120, 90  # days of the supply bars around today


class MedicinesPage(QWidget):
    """The table of medicines; beside it what was and was not checked."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._wide = context, False
        theme, say = context.theme, context.words.say
        self._medicines = SectionCard(
            context, _columns(say("Today"), wide=False), icon="pill", title=say("Medicines"), least=_ROW
        )
        self._findings = SectionCard(
            context, FINDINGS, icon="triangle-alert", title=say("Findings on medicines"), least=24, head=False
        )
        self._beside = QWidget()
        self._beside.setFixedWidth(theme.px(_BESIDE[False]))
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(6))
        beside.addWidget(self._findings, 1)
        rules = Button(theme, say("Rules that are checked"), icon="list-checks", key="F9", size="small")
        rules.clicked.connect(lambda: context.errands.start("rules", show_rules(context)))
        beside.addWidget(rules)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self._medicines, 1)
        whole.addWidget(self._beside)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        today = self._context.visit.clock.today()
        self._medicines.show_axis(Axis(today - timedelta(days=_BACK), today + timedelta(days=_AHEAD), today))
        sheet = self._context.composer.sheet(state, "medicines")
        self._medicines.show_section(sheet.sections[0])
        self._findings.show_section(findings_section(sheet, self._context.words))
        self._findings.let_in()

    def focus_first(self) -> None:
        """Keyboard to the rows."""
        self._medicines.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room goes to the words and to time."""
        super().resizeEvent(event)
        theme = self._context.theme
        wide = self.width() >= theme.px(WIDE_FROM)
        if wide != self._wide:
            self._wide = wide
            self._beside.setFixedWidth(theme.px(_BESIDE[wide]))
            self._medicines.show_columns(_columns(self._context.words.say("Today"), wide=wide))


def _columns(today: str, *, wide: bool) -> tuple[Column, ...]:
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
