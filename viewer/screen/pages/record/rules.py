"""กฎที่ใช้ตรวจ: the rules behind the findings, each with its source, in a window of its own."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.columns import Column, Draws

_SIZE = (1240, 640)  # px
_ROW = 44
_COLUMNS = (
    Column("", draws=Draws.STATE, cell=0, weight=600, size="small", note="caption", marks=True, stretch=3),
    Column("", draws=Draws.CELL, cell=2, size="small", stretch=2),
    Column("", draws=Draws.CELL, cell=3, size="small", note="caption", stretch=3),
    Column("", 96, Draws.CELL, cell=4, size="small", note="caption"),
    Column("", 190, Draws.CELL, cell=5, size="small", note="caption"),
)


async def show_rules(context: PageContext) -> None:
    """Open the list; nothing of a person stands in it."""
    await dialog(RulesDialog(context))


class RulesDialog(QDialog):
    """The list, until it is closed."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.window)
        theme, say = context.theme, context.words.say
        self.setWindowTitle(say("Rules that are checked"))
        self.resize(*(theme.px(side) for side in _SIZE))
        sheet = context.composer.rules()
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        card = SectionCard(context, _COLUMNS, icon="list-checks", title=sheet.title, least=_ROW)
        card.show_section(sheet.sections[0])
        whole.addWidget(card, 1)
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        whole.addWidget(close)
        card.take_focus()
