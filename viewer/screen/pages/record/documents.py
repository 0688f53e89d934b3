"""เอกสาร: documents, reports and summaries; beside them visits, procedures and what has no page of its own."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.paper_reader import check_code, read_paper
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.columns import Column
from viewer.screen.widgets.labels import Label
from viewer.view.sheet import Section
from viewer.visit.states import Open

# Section, icon and number of its cells by sheet; each sheet is a column of the page.
_SIDES = {
    "documents": (("documents", "file-text", 4), ("reports", "flask-conical", 4), ("narratives", "clipboard-list", 4)),
    "others": (
        ("visits", "stethoscope", 3), ("procedures", "scissors-line-dashed", 3), ("rest", "layers", 3),
    ),
}  # fmt: skip


class DocumentsPage(QWidget):
    """One card per section; those without rows say why in a line, the others share the height alike."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        page = QVBoxLayout(self)
        page.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        page.setSpacing(theme.px(8))
        whole = QHBoxLayout()
        whole.setSpacing(theme.px(8))
        page.addLayout(whole, 1)
        page.addLayout(self._foot())
        self._cards: dict[str, SectionCard] = {}
        self._columns: list[CardColumn] = []
        for parts in _SIDES.values():
            for name, icon, cells in parts:
                self._cards[name] = SectionCard(context, _columns(cells), icon=icon, title="", head=False)
            self._columns.append(CardColumn(theme, [(self._cards[name], 1, 0.2) for name, *_ in parts]))
            whole.addWidget(self._columns[-1], 1)

    def _foot(self) -> QHBoxLayout:
        """A paper that the patient or another facility brought, as a file."""
        theme, say = self._context.theme, self._context.words.say
        row = QHBoxLayout()
        button = Button(theme, say("Open a PDF paper and check it"), icon="file-text", key="Ctrl+O")
        button.clicked.connect(lambda: self._context.errands.start("read paper", read_paper(self._context)))
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(button.click)
        row.addWidget(button)
        if self._context.visit.profile.verify:
            code = Button(theme, say("Check the code on a paper"), icon="shield-check")
            code.clicked.connect(lambda: self._context.errands.start("check code", check_code(self._context)))
            row.addWidget(code)
        about = say("Shows its pages, its signature, its code, and whether it is about this person")
        row.addWidget(Label(theme, about, size="small", tone="ink2", elide=True), 1)
        return row

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        for name in _SIDES:
            sections = self._context.composer.sheet(state, name).sections
            own = [section for section in sections if section.name in self._cards and section.name != "rest"]
            for section in own:
                self._cards[section.name].show_section(section)
            if name == "others":
                rest = [section for section in sections if section not in own]
                self._cards["rest"].show_section(self._together(rest))
        for column in self._columns:
            column.rows_changed(filling=state.ledger.asking > 0)

    def _together(self, sections: Sequence[Section]) -> Section:
        """The groups of the sheet as one section, each under its head; what is silent stands below."""
        say = self._context.words.say
        rows = tuple(replace(row, group=section.title) for section in sections for row in section.rows)
        silent = [section for section in sections if not section.rows]
        told = " · ".join(
            section.empty if section.name == "silent" else f"{section.title}: {section.empty}"
            for section in silent
        )
        return Section(
            name="rest",
            title=say("Appointments, plans and more"),
            columns=(say("Date"), say("Details"), say("Facility")),
            rows=rows,
            caption=say("{n} rows", n=len(rows)) if rows else "",
            footer=told if rows else "",
            empty=told,
        )

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
