"""เอกสาร: documents, reports and summaries; beside them visits, procedures and what has no page of its own."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.widgets.columns import Column
from viewer.visit.states import Open

# Section, icon and number of its cells by sheet; each sheet is a column of the page.
_SIDES = {
    "documents": (("documents", "file-text", 4), ("reports", "flask-conical", 4), ("narratives", "clipboard-list", 4)),
    "others": (("visits", "stethoscope", 3), ("procedures", "scissors-line-dashed", 3)),
}  # fmt: skip


class DocumentsPage(QWidget):
    """One card per section; those without rows say why in a line, the others share the height alike."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        self._cards: dict[str, SectionCard] = {}
        self._columns: list[CardColumn] = []
        for parts in _SIDES.values():
            for name, icon, cells in parts:
                self._cards[name] = SectionCard(context, _columns(cells), icon=icon, title="", head=False)
            self._columns.append(CardColumn(theme, [(self._cards[name], 1, 0.2) for name, *_ in parts]))
            whole.addWidget(self._columns[-1], 1)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        for name in _SIDES:
            for section in self._context.composer.sheet(state, name).sections:
                if section.name in self._cards:
                    self._cards[section.name].show_section(section)
        for column in self._columns:
            column.rows_changed(filling=state.ledger.asking > 0)

    def focus_first(self) -> None:
        """Keyboard to the first list with rows."""
        cards = list(self._cards.values())
        next((card for card in cards if card.filled), cards[0]).take_focus()


def _columns(cells: int) -> tuple[Column, ...]:
    files = (Column("", 130, cell=2, size="small", quiet=True),) if cells > 3 else ()
    place = Column("", 158, cell=cells - 1, size="small", quiet=True, lines=1)
    return (
        OPEN,
        Column("", 92, cell=0, size="small"),
        Column("", cell=1, marks=True),
        *files,
        place,
        sources(34),
    )
