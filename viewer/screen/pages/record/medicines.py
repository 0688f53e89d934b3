"""ยา: one row per ingredient and route, opened to every supply it was told from."""

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import OPEN, SHAPE, SectionCard, sources
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.visit.states import Open

FINDINGS = 300
_BACK, _AHEAD = 120, 90  # days of the supply bars around today


class MedicinesPage(QWidget):
    """The table of medicines; beside it what was and was not checked."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        columns = (
            OPEN,
            Column("", 176, cell=0, weight=600),
            Column("", cell=1),
            Column("", 104, cell=2),
            Column("", 130, Draws.SPANS, cell=3),
            Column("", 96, cell=4, weight=600),
            SHAPE,
            Column("", 104, cell=5),
            sources(48),
        )
        self._medicines = SectionCard(
            context, columns, icon="pill", title=context.words.say("Medicines"), least=50
        )
        self._findings = SectionCard(
            context, (SHAPE, Column("", cell=0), sources()), icon="triangle-alert", title=" ", head=False
        )
        self._findings.setFixedWidth(theme.px(FINDINGS))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self._medicines, 1)
        whole.addWidget(self._findings)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        today = self._context.visit.clock.today()
        self._medicines.show_axis(Axis(today - timedelta(days=_BACK), today + timedelta(days=_AHEAD), today))
        sheet = self._context.composer.sheet(state, "medicines")
        self._medicines.show_section(sheet.sections[0])
        findings = next((part for part in sheet.sections if part.name == "findings"), None)
        self._findings.setVisible(findings is not None)
        if findings is not None:
            self._findings.show_section(findings)
            self._findings.set_footer(" · ".join(sheet.gaps))
        elif sheet.gaps:
            self._medicines.set_footer(" · ".join((sheet.sections[0].footer, *sheet.gaps)))

    def focus_first(self) -> None:
        """Keyboard to the rows."""
        self._medicines.table.setFocus()
