"""คำตอบรายแห่ง: one line per facility, always in one of eleven states, each with what can be done about it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.exchange.ledger import RETRIABLE, Line, LineState
from viewer.screen.context import PageContext
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.labels import Badge, IconView, Label, rule
from viewer.view.drawer import ledger_section
from viewer.view.sheet import Row
from viewer.visit.states import Open

_ICONS = {
    LineState.ASKING: "loader", LineState.ANSWERED: "circle-check", LineState.EMPTY: "circle",
    LineState.NOT_CONSENTED: "user-x", LineState.WITHHELD: "lock", LineState.NOT_CONNECTED: "cable",
    LineState.TIMED_OUT: "timer-off", LineState.UNREACHABLE: "unplug", LineState.UNREADABLE: "file-warning",
    LineState.PARTIAL: "circle-dashed", LineState.STOPPED: "circle-stop",
}  # fmt: skip
_QUIET = frozenset({LineState.ANSWERED, LineState.EMPTY, LineState.NOT_CONSENTED})
_WIDTHS = (
    30,
    290,
    200,
    0,
    84,
    96,
    112,
    96,
)  # px: letter, name, state, detail, took, answered, telephone, act


class LedgerPage(QWidget):
    """The drawer's content. Lines keep their place; only their words change while facilities answer."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._lines: dict[str, _LedgerLine] = {}
        theme, say = context.theme, context.words.say
        self._card = Card(theme, say("Answers by facility"), icon="list")
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(*(theme.px(side) for side in (10, 4, 10, 4)))
        self._again = Button(theme, say("Ask anew"), icon="refresh-cw", key="F5", size="small")
        self._again.setShortcut("F5")
        self._again.clicked.connect(self._ask_all_again)
        row.addStretch(1)
        row.addWidget(self._again)
        self._card.body.addWidget(tools)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        self._card.body.addLayout(self._body)
        self._card.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._card)

    def show_state(self, state: Open) -> None:
        """Draw the ledger as it stands."""
        section = ledger_section(state.ledger, self._context.words)
        self._card.say(title=section.title, caption=section.caption)
        self._card.set_footer(section.footer)
        retriable = sum(line.state in RETRIABLE for line in state.ledger.lines)
        self._again.setEnabled(retriable > 0)
        say = self._context.words.say
        self._again.say(say("Ask {n} again", n=retriable) if retriable else say("Ask anew"))
        for line, row in zip(state.ledger.lines, section.rows, strict=True):
            hcode = line.facility.hcode
            if hcode not in self._lines:
                self._lines[hcode] = _LedgerLine(self._context, line)
                self._body.addWidget(self._lines[hcode])
            self._lines[hcode].show_line(line, row)

    def focus_first(self) -> None:
        """Keyboard to the first thing that can be done."""
        self._again.setFocus()

    def _ask_all_again(self) -> None:
        if self._context.visit.chart is not None:
            self._context.visit.chart.retry_all()


class _LedgerLine(QWidget):
    def __init__(self, context: PageContext, line: Line) -> None:
        super().__init__()
        self._context, self._line, self._shown = context, line, None
        theme = context.theme
        self.setFixedHeight(theme.px(34))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(*(theme.px(side) for side in (10, 0, 10, 0)))
        row.setSpacing(theme.px(8))
        row.addWidget(Badge(theme, line.letter, line.facility.name))
        self._name = Label(theme, "", weight=600, elide=True)
        self._icon = IconView(theme, "circle")
        self._state = Label(theme, "")
        self._detail = Label(theme, "", size="small", tone="ink2", elide=True)
        self._took = Label(theme, "", size="small", tone="ink2", right=True)
        self._when = Label(theme, "", size="small", tone="ink2")
        self._phone = Label(theme, "", size="small", tone="ink2")
        self._act = Button(theme, "", size="small")
        self._act.clicked.connect(self._do)
        for label, width in zip(
            (self._name, self._state, self._detail, self._took, self._when, self._phone),
            _WIDTHS[1:7],
            strict=True,
        ):
            if label is self._state:
                row.addWidget(self._icon)
            if width:
                label.setFixedWidth(theme.px(width))
            row.addWidget(label, 0 if width else 1)
        self._act.setFixedWidth(theme.px(_WIDTHS[7]))
        keep = self._act.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._act.setSizePolicy(keep)
        row.addWidget(self._act)
        whole.addLayout(row)
        whole.addWidget(rule())

    def show_line(self, line: Line, row: Row) -> None:
        """Other words for the same facility."""
        self._line = line
        tone = "ink" if line.state in _QUIET else "accent" if line.state is LineState.ASKING else "amberink"
        texts = [cell.text for cell in row.cells]
        self._name.setText(" ".join(filter(None, (texts[1], row.cells[1].code))))
        self._icon.show_icon(_ICONS[line.state], tone)
        self._state.setText(texts[2])
        self._state.set_tone(tone)
        for label, text in zip((self._detail, self._took, self._when, self._phone), texts[3:7], strict=True):
            label.setText(text)
        say = self._context.words.say
        asking, again = line.state is LineState.ASKING, line.state in RETRIABLE
        self._act.say(say("Stop asking") if asking else say("Ask anew"))
        self._act.setVisible(asking or again)
        self.setAccessibleName(" ".join(filter(None, texts)))

    def _do(self) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        if self._line.state is LineState.ASKING:
            chart.stop(self._line.facility.hcode)
        else:
            chart.retry(self._line.facility.hcode)
