"""ประวัติการจ่ายยา: every supply by date and facility, controlled medicines by themselves, in a window of its own."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import SectionCard, sources
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.columns import Column
from viewer.visit.states import Open

_SIZE = (1180, 660)  # px
_ROW = 34
_SHARES = {"controlled": 2, "dispensed": 3}
_COLUMNS = (
    Column("", 112, cell=0),
    Column("", cell=1, weight=600, note="caption", marks=True, stretch=3),
    Column("", 110, cell=2),
    Column("", cell=3, size="small", stretch=3),
    Column("", cell=4, size="small", note="caption", stretch=2),
    Column("", 96, cell=5, size="small", quiet=True),
    sources(54),
)


async def show_dispensing(context: PageContext) -> None:
    """Open it on the record as it stands."""
    state = context.visit.state
    if isinstance(state, Open):
        await dialog(DispensingDialog(context, state))


class DispensingDialog(QDialog):
    """The page as of the moment it was opened; rows open what their source sent."""

    def __init__(self, context: PageContext, state: Open) -> None:
        super().__init__(context.window)
        theme, say = context.theme, context.words.say
        sheet = context.composer.sheet(state, "dispensing")
        self.setWindowTitle(sheet.title)
        self.resize(*(theme.px(side) for side in _SIZE))
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        for section in sheet.sections:
            card = SectionCard(context, _COLUMNS, icon="pill", title=section.title, least=_ROW)
            card.show_section(section)
            whole.addWidget(card, _SHARES[section.name])
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        whole.addWidget(close)
        card.take_focus()
