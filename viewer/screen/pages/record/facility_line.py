"""One facility in one line: letter, name, state as shape and word, what came of it, telephone, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.exchange.ledger import ASKING_AGAIN, FINISHED_WELL, RETRIABLE, Line, LineState
from viewer.screen.context import PageContext
from viewer.screen.typeset import Run
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import panel
from viewer.screen.widgets.labels import Badge, IconView, Label, rule
from viewer.view.sheet import Row

ICONS = {
    LineState.ASKING: "loader", LineState.ANSWERED: "circle-check", LineState.EMPTY: "circle",
    LineState.NOT_CONSENTED: "user-x", LineState.WITHHELD: "lock", LineState.NOT_CONNECTED: "cable",
    LineState.TIMED_OUT: "timer-off", LineState.UNREACHABLE: "unplug", LineState.UNREADABLE: "file-warning",
    LineState.PARTIAL: "circle-dashed", LineState.STOPPED: "circle-stop",
}  # fmt: skip
_QUIET = frozenset({LineState.ANSWERED, LineState.EMPTY, LineState.NOT_CONSENTED})
LINE = 34  # px
_SIDE, _GAP, _BADGE, _ACT = 10, 10, 26, 78


@dataclass(frozen=True, slots=True)
class Part:
    """One label of the line: the cell of the ledger's row it shows, its width (0 = the rest), its side."""

    cell: int
    width: int = 0
    right: bool = False
    quiet: bool = True
    wrap: bool = False  # the line grows with it instead of cutting it
    before: int = 0  # px kept free before it


NAME, STATE = 1, 2  # cells with a look of their own


class FacilityLine(QWidget):
    """Keeps its place; only its words change while facilities answer."""

    def __init__(self, context: PageContext, line: Line, parts: Sequence[Part]) -> None:
        super().__init__()
        self._context, self._line, self._parts = context, line, tuple(parts)
        theme = context.theme
        self.setMinimumHeight(theme.px(LINE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = _row_of(theme.px(_SIDE), theme.px(_GAP))
        badge = Badge(theme, line.letter, line.facility.name)
        row.addWidget(badge)
        row.addSpacing(max(0, theme.px(_BADGE - 18 - _GAP)))
        self._icon = IconView(theme, "circle")
        self._labels: dict[int, Label] = {}
        for part in self._parts:
            row.addSpacing(theme.px(part.before))
            row.addWidget(self._cell(part), 0 if part.width else 1, Qt.AlignmentFlag.AlignVCenter)
        self._act = Button(theme, "", size="small")
        self._act.clicked.connect(self._do)
        self._act.setFixedWidth(theme.px(_ACT))
        keep = self._act.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._act.setSizePolicy(keep)
        row.addWidget(self._act)
        whole.addLayout(row, 1)
        whole.addWidget(rule())

    def show_line(self, line: Line, row: Row) -> None:
        """Other words for the same facility."""
        self._line = line
        tone = "ink" if line.state in _QUIET else "accent" if line.state is LineState.ASKING else "amberink"
        texts = [cell.text for cell in row.cells]
        for place, label in self._labels.items():
            if place == NAME:
                kind = row.cells[NAME].code
                runs = [Run(texts[NAME], "ink", 600)]
                label.set_runs([*runs, Run(f" {kind}", "ink3", 400, "caption")] if kind else runs)
            else:
                label.setText(texts[place])
        self._labels[STATE].set_tone(tone)
        self._icon.show_icon(ICONS[line.state], tone)
        say = self._context.words.say
        asking, again = line.state is LineState.ASKING, line.state in RETRIABLE | FINISHED_WELL
        self._act.say(say("Stop asking") if asking else say("Ask anew"))
        self._act.setEnabled(line.again != ASKING_AGAIN)
        self._act.setAccessibleName(f"{self._act.text()} {line.facility.name}")
        self._act.setVisible(asking or again)
        self.setAccessibleName(" ".join(filter(None, texts)))

    def _cell(self, part: Part) -> QWidget:
        theme = self._context.theme
        strong = part.cell in (NAME, STATE)
        label = Label(
            theme, "", size="base" if strong else "small", weight=500 if part.cell == STATE else None,
            tone="ink2" if part.quiet and not strong else "ink", elide=not part.wrap, wrap=part.wrap,
            right=part.right,
        )  # fmt: skip
        self._labels[part.cell] = label
        if part.cell != STATE:
            if part.width:
                label.setFixedWidth(theme.px(part.width))
            return label
        holder = QWidget()
        holder.setFixedWidth(theme.px(part.width))
        inside = _row_of(0, theme.px(6))
        inside.addWidget(self._icon)
        inside.addWidget(label, 1)
        holder.setLayout(inside)
        return holder

    def _do(self) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        if self._line.state is LineState.ASKING:
            chart.facilities.stop(self._line.facility.hcode)
        else:
            chart.facilities.refresh(self._line.facility.hcode)


def heads(context: PageContext, parts: Sequence[Part], titles: Sequence[str]) -> QWidget:
    """The titles over such lines, each at the side of its column."""
    theme = context.theme
    head = panel("sunk")
    head.setFixedHeight(theme.px(28))
    row = _row_of(theme.px(_SIDE), theme.px(_GAP))
    row.addSpacing(theme.px(max(_BADGE, 18 + _GAP)))
    for part in parts:
        row.addSpacing(theme.px(part.before))
        label = Label(
            theme, titles[part.cell], size="small", weight=600, tone="ink2", elide=True, right=part.right
        )
        if part.width:
            label.setFixedWidth(theme.px(part.width))
        row.addWidget(label, 0 if part.width else 1)
    row.addSpacing(theme.px(_ACT) + theme.px(_GAP))
    head.setLayout(row)
    return head


def _row_of(side: int, gap: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(side, 0, side, 0)
    row.setSpacing(gap)
    return row
