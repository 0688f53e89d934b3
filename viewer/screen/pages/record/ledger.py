"""คำตอบรายแห่ง: one line per facility, always in one of eleven states, each with what can be done about it."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.exchange.ledger import FINISHED_WELL, RETRIABLE, Line, LineState
from viewer.screen import persons
from viewer.screen.context import PageContext
from viewer.screen.pages.record.facility_line import FacilityLine, Part, heads
from viewer.screen.pages.record.section_card import SectionCard, sources
from viewer.screen.record_desk import RecordDesk
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import column, panel, scrolled
from viewer.screen.widgets.columns import Column
from viewer.screen.widgets.labels import IconView, Label
from viewer.screen.widgets.ledger_cells import MOST
from viewer.view.discretion import discreet
from viewer.view.drawer import ledger_section
from viewer.view.sheet import Row
from viewer.view.strip import ledger_bar
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Open

HEAD = 40  # px
_AT_ONCE = 20  # lines made in one breath: each takes about a millisecond
# Cells of the ledger's rows: name, state, detail, took, answered, telephone.
_PARTS = (
    Part(1, 270),
    Part(2, 180),
    Part(3, wrap=True),
    Part(4, 74, right=True),
    Part(5, 70, right=True),
    Part(6, 98, quiet=False, before=6),
)


_PERSONS = (
    Column("", 250, cell=1), Column("", cell=2, weight=600, marks=True), Column("", 70, cell=3),
    Column("", 190, cell=4),
    sources(34),
)  # fmt: skip
_GAPS = (
    Column("", 250, cell=0), Column("", 200, cell=1), Column("", 70, cell=2, right=True), Column("", cell=3)
)  # fmt: skip
_MOST = {"side-by-side": 230, "gaps": 130}  # px that each may take; more is scrolled, and counted in its head


class LedgerPage(QWidget):
    """The drawer's content. Lines keep their place; only their words change while facilities answer."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._lines: dict[str, FacilityLine] = {}
        self._order: tuple[str, ...] = ()  # hcodes, as the lines stand
        self._placed = 0  # how many of them do
        self._told: list[tuple[Line, Row]] = []
        theme, say = context.theme, context.words.say
        self._as_of = Label(theme, "", size="small", tone="ink2", elide=True)
        self._again = Button(theme, say("Ask all again"), icon="refresh-cw", key="F5", size="small")
        self._again.setShortcut("F5")
        self._again.clicked.connect(self._ask_all_again)
        self._heads = column()
        self._body = column()
        self._foot = Label(theme, "", size="small", tone="ink2", wrap=True)
        self._cards = {
            "side-by-side": SectionCard(
                context, _PERSONS, icon="user-round-search", title=say("Person"), least=30
            ),
            "gaps": SectionCard(
                context, _GAPS, icon="circle-help", title=say("Received and not shown"), least=28
            ),
        }
        for card in self._cards.values():
            card.hide()
        lines = QWidget()
        inside = column()
        inside.addLayout(self._body)
        inside.addStretch(1)
        lines.setLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addLayout(self._heads)
        whole.addWidget(scrolled(lines), 1)
        for card in self._cards.values():
            whole.addWidget(card)
        whole.addWidget(self._foot_frame())

    def show_state(self, state: Open) -> None:
        """Draw the ledger as it stands."""
        words = self._context.words
        section = ledger_section(discreet(state.ledger, state.record), words)
        if not self._heads.count():
            self._heads.addWidget(heads(self._context, _PARTS, section.columns))
        moment = grammar(words).moment(state.as_of)
        sums = "".join(segment.text for segment in ledger_bar(state.ledger, words).words)
        self._as_of.setText(" · ".join((words.say("As of {moment}", moment=moment), sums)))
        self._foot.setText(section.footer)
        free = [line.state in RETRIABLE | FINISHED_WELL and not line.again for line in state.ledger.lines]
        self._again.setEnabled(any(free))
        self._told = list(zip(state.ledger.lines, section.rows, strict=True))
        if not self._order:
            self._order, self._placed = _in_order(state.ledger.lines), 0
        for line, row in self._told:
            if (shown := self._lines.get(line.facility.hcode)) is not None:
                shown.show_line(line, row)
        self._place_lines()
        self._show_cards(state)

    def showEvent(self, event: QShowEvent) -> None:
        """Opened anew, the lines may stand in another order; while it is open none of them moves."""
        super().showEvent(event)
        if not event.spontaneous():
            self._order = ()

    def _place_lines(self) -> None:
        """Put the lines where they belong, some at a time: the window stays awake while many are made."""
        told = {line.facility.hcode: (line, row) for line, row in self._told}
        made = 0
        while self._placed < len(self._order) and made < _AT_ONCE:
            hcode = self._order[self._placed]
            if hcode not in self._lines:
                self._lines[hcode] = self._new_line(*told[hcode])
                made += 1
            self._body.addWidget(self._lines[hcode])
            self._placed += 1
        if self._placed < len(self._order):
            QTimer.singleShot(0, self, self._place_lines)

    def _new_line(self, line: Line, row: Row) -> FacilityLine:
        made = FacilityLine(self._context, line, _PARTS)
        made.show_line(line, row)
        return made

    def focus_first(self) -> None:
        """Keyboard to the first thing that can be done."""
        (self._again if self._again.isEnabled() else self._close).setFocus()

    def _head(self) -> QFrame:
        theme, say = self._context.theme, self._context.words.say
        head = QFrame()
        head.setProperty("role", "cardhead")
        head.setFixedHeight(theme.px(HEAD))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconView(theme, "list"))
        row.addWidget(Label(theme, say("Answers by facility"), weight=600))
        row.addWidget(self._as_of, 1)
        row.addWidget(self._again)
        self._close = Button(theme, say("Close"), icon="x", key="Esc", size="small")
        self._close.clicked.connect(self._shut)
        row.addWidget(self._close)
        return head

    def _foot_frame(self) -> QFrame:
        theme = self._context.theme
        foot = panel("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.px(side) for side in (12, 6, 12, 6)))
        row.setSpacing(theme.px(8))
        row.addWidget(IconView(theme, "funnel", tone="ink2"))
        row.addWidget(self._foot, 1)
        return foot

    def _show_cards(self, state: Open) -> None:
        """Who the sources say this is, where they differ; what came and is not shown. Without rows there is no card."""
        sections = {one.name: one for one in self._context.composer.sheet(state, "ledger").sections}
        who, theme = state.candidate, self._context.theme
        for name, card in self._cards.items():
            section = sections.get(name)
            card.setVisible(section is not None)
            if section is None:
                continue
            if name == "side-by-side":
                about = persons.about(who, self._context.words, self._context.visit.clock.today())
                told = self._context.words.say("Confirmed as {name} · {about}", name=who.name, about=about)
                section = replace(section, caption=told)
            card.show_section(section)
            card.let_in()
            wide = card.width() or theme.px(800)
            card.setFixedHeight(min(card.wanted_height(wide), theme.px(_MOST[name])))

    def _ask_all_again(self) -> None:
        if self._context.visit.chart is not None:
            self._context.visit.chart.facilities.refresh_all()

    def _shut(self) -> None:
        desk = getattr(self._context.window, "record", None)
        if isinstance(desk, RecordDesk):
            desk.toggle_ledger()


def _in_order(lines: Sequence[Line]) -> tuple[str, ...]:
    """In letter order; of more than can be looked over, first those that lack something, then who is being asked.

    Decided when the list is opened: a line that is read or pressed never moves away.
    """
    if len(lines) <= MOST:
        return tuple(line.facility.hcode for line in lines)

    def place(line: Line) -> int:
        return 2 if line.state in FINISHED_WELL else 1 if line.state is LineState.ASKING else 0

    return tuple(line.facility.hcode for line in sorted(lines, key=place))
