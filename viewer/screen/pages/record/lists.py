"""แพ้ยา/ปัญหา/วัคซีน: three sheets on one page, every source opened by a key; refuted ones stay visible."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.card_row import CardRow
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.section_card import OPEN, SHAPE, SectionCard, sources
from viewer.screen.widgets.columns import Column
from viewer.visit.states import Open

_ALLERGIES = (
    OPEN, SHAPE, Column("", cell=0, weight=600, marks=True, stretch=3), Column("", cell=1, stretch=4),
    Column("", 170, cell=2, size="small"), Column("", 150, cell=3, size="small"),
    Column("", 104, cell=4, size="small", note=""), sources(54),
)  # fmt: skip
_PROBLEMS = (
    OPEN, Column("", cell=0, weight=600, marks=True), Column("", 104, cell=1, size="small"),
    Column("", 122, cell=2, size="small"), sources(76),
)  # fmt: skip
_VACCINES = (
    OPEN, Column("", 92, cell=0, size="small"), Column("", cell=1, weight=600, marks=True),
    Column("", 84, cell=2, size="small"), sources(54),
)  # fmt: skip


class AllergiesPage(QWidget):
    """Allergies over the whole width take what they need first; problems and vaccines below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        say, theme = context.words.say, context.theme
        allergies = SectionCard(context, _ALLERGIES, icon="shield-alert", title=say("Allergies"), least=30)
        problems = SectionCard(
            context, _PROBLEMS, icon="clipboard-list", title=say("Diseases and problems"), least=30
        )
        vaccines = SectionCard(context, _VACCINES, icon="syringe", title=say("Vaccines"), least=30)
        self._cards = {"allergies": allergies, "problems": problems, "vaccines": vaccines}
        below = CardRow(theme, ((problems, 3), (vaccines, 2)))
        self._column = CardColumn(theme, ((allergies, 2, 0.3), (below, 1, 0.4)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.addWidget(self._column)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        for name, card in self._cards.items():
            card.show_section(self._context.composer.sheet(state, name).sections[0])
        self._cards["allergies"].let_in()  # an allergen never waits until somebody asks for it
        self._column.rows_changed(filling=state.ledger.asking > 0)

    def focus_first(self) -> None:
        """Keyboard to the allergies."""
        self._cards["allergies"].take_focus()
