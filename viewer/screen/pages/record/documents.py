"""เอกสาร: documents, reports and summaries; beside them visits, procedures and what has no page of its own."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.widgets.columns import Column
from viewer.visit.states import Open

_ICONS = {
    "documents": "file-text", "reports": "flask-conical", "narratives": "clipboard-list",
    "visits": "stethoscope", "procedures": "scissors-line-dashed",
}  # fmt: skip


class DocumentsPage(QWidget):
    """One card per section of the sheets "documents" and "others"; cards without rows say why in a line."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[str, SectionCard] = {}
        theme = context.theme
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        self._sides = {"documents": QVBoxLayout(), "others": QVBoxLayout()}
        for side in self._sides.values():
            side.setSpacing(theme.px(8))
            whole.addLayout(side, 1)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        for name, side in self._sides.items():
            sheet = self._context.composer.sheet(state, name)
            for section in sheet.sections:
                if section.name not in self._cards:
                    self._cards[section.name] = self._card(section.name, section.title, len(section.columns))
                    side.addWidget(self._cards[section.name])
                self._cards[section.name].show_section(section)
                side.setStretchFactor(self._cards[section.name], min(len(section.rows), 6) + 1)

    def focus_first(self) -> None:
        """Keyboard to the first list."""
        for card in self._cards.values():
            card.table.setFocus()
            return

    def _card(self, name: str, title: str, cells: int) -> SectionCard:
        middle = [Column("", cell=1, stretch=3, marks=True)]
        middle += [Column("", 130, cell=place, size="small") for place in range(2, cells)]
        columns = (OPEN, Column("", 104, cell=0, size="small"), *middle, sources())
        return SectionCard(self._context, columns, icon=_ICONS.get(name, "file-text"), title=title)
