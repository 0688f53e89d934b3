"""แพ้ยา/ปัญหา/วัคซีน: three sheets under each other, every source opened by a key; refuted ones stay visible."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import OPEN, SHAPE, SectionCard, sources
from viewer.screen.widgets.columns import Column
from viewer.visit.states import Open


class AllergiesPage(QWidget):
    """Allergies over the whole width, problems and vaccines below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        say, theme = context.words.say, context.theme
        allergies = (
            OPEN, SHAPE, Column("", cell=0, weight=600, marks=True), Column("", cell=1), Column("", 200, cell=2),
            Column("", 170, cell=3), Column("", 170, cell=4), sources(70),
        )  # fmt: skip
        problems = (OPEN, Column("", cell=0, weight=600, stretch=3), Column("", 120, cell=1), Column("", 110, cell=2),
                    sources(70))  # fmt: skip
        vaccines = (OPEN, Column("", 110, cell=0), Column("", cell=1, weight=600, stretch=2), Column("", 110, cell=2),
                    sources(54))  # fmt: skip
        self._cards = {
            "allergies": SectionCard(context, allergies, icon="shield-alert", title=say("Allergies")),
            "problems": SectionCard(
                context, problems, icon="clipboard-list", title=say("Diseases and problems")
            ),
            "vaccines": SectionCard(context, vaccines, icon="syringe", title=say("Vaccines")),
        }
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self._cards["problems"], 3)
        below.addWidget(self._cards["vaccines"], 2)
        whole.addWidget(self._cards["allergies"], 1)
        whole.addLayout(below, 1)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        for name, card in self._cards.items():
            sheet = self._context.composer.sheet(state, name)
            card.show_section(sheet.sections[0])

    def focus_first(self) -> None:
        """Keyboard to the allergies."""
        self._cards["allergies"].table.setFocus()
