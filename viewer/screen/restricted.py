"""รายการที่จำกัดการเข้าถึง: neutral placeholders, opened one by one with a reason and hidden again; nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from viewer.base.errors import PrawatError
from viewer.base.words import Words
from viewer.screen.complaints import code_of, complaint
from viewer.screen.context import PageContext
from viewer.screen.why import Question, Why
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import column, panel, scrolled
from viewer.screen.widgets.labels import IconView, Label, rule
from viewer.view.restricted import Placeholder, RestrictedList
from viewer.visit.revealing import OTHER, REASONS

_SIZE = (600, 520)  # px
_ROW = 40


class RestrictedDialog(QDialog):
    """The list above, why a row is to be opened below. What is typed here is kept by the audit trail only."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._chosen: Placeholder | None = None
        self._list = RestrictedList(())
        theme, say = context.theme, context.words.say
        self.setWindowTitle(say("Rows of restricted access"))
        self.resize(*(theme.px(side) for side in _SIZE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (16, 14, 16, 14)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(Label(theme, say("Rows of restricted access"), size="head"))
        about = say(
            "Each is opened on its own, with a reason that is kept in the log of accesses. It is printed only where "
            "that is chosen"
        )
        whole.addWidget(Label(theme, about, size="small", tone="ink2", wrap=True))
        self._body = column()
        lines, held = QWidget(), column()
        held.addLayout(self._body)
        held.addStretch(1)
        lines.setLayout(held)
        card = panel("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(scrolled(lines))
        whole.addWidget(card, 1)
        self._others = Label(theme, "", size="small", tone="ink2", wrap=True)
        whole.addWidget(self._others)
        asked = Question(
            reasons(context.words),
            lambda row: say("Why is “{row}” opened?", row=row),
            say("Open this row"),
            say("Do not open"),
        )
        self._why = Why(context.theme, context.words, asked, self._open, self._leave_off)
        whole.addWidget(self._why)
        self._close = Button(theme, say("Close"), key="Esc")
        self._close.clicked.connect(self.accept)
        whole.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self._why.hide()

    def show_list(self, listed: RestrictedList) -> None:
        """Draw the rows as they stand; the one that is being asked about stays so while it is still hidden."""
        if listed == self._list and self._body.count():
            return
        self._list = listed
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row in listed.rows:
            self._body.addWidget(self._line(row))
        if not listed.rows:
            nothing = Label(
                self._context.theme, self._context.words.say("Your role may open none of them"), tone="ink2"
            )
            nothing.setContentsMargins(*(self._context.theme.px(side) for side in (12, 10, 12, 10)))
            self._body.addWidget(nothing)
        self._others.setText(listed.others)
        self._others.setVisible(bool(listed.others))
        still = {row.number: row for row in listed.rows if not row.opened}
        if self._chosen is not None and self._chosen.number not in still:
            self._leave_off()
        self._close.setFocus()

    def _line(self, row: Placeholder) -> QWidget:
        theme, say = self._context.theme, self._context.words.say
        line = QFrame()
        line.setMinimumHeight(theme.px(_ROW))
        line.setAccessibleName(row.words)
        outer = column()
        inside = QHBoxLayout()
        inside.setContentsMargins(*(theme.px(side) for side in (12, 6, 10, 6)))
        inside.setSpacing(theme.px(10))
        inside.addWidget(
            IconView(theme, "eye" if row.opened else "lock", tone="accent" if row.opened else "ink2")
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, row.words, weight=500))
        if row.told:
            words.addWidget(Label(theme, row.told, size="small", tone="ink2", wrap=True))
        inside.addLayout(words, 1)
        act = Button(theme, say("Hide again") if row.opened else say("Open with a reason"), size="small")
        act.setAccessibleName(f"{act.text()} {row.words}")
        act.clicked.connect(lambda: self._hide(row) if row.opened else self._ask_why(row))
        inside.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(inside)
        outer.addWidget(rule())
        line.setLayout(outer)
        return line

    def _ask_why(self, row: Placeholder) -> None:
        self._chosen = row
        self._why.ask(row.words)
        self._close.hide()  # one way on, one way back

    def _leave_off(self) -> None:
        self._chosen = None
        self._why.hide()
        self._close.show()
        self._close.setFocus()

    def _hide(self, row: Placeholder) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            chart.restricted.hide(row.number)

    def _open(self, reason: str, words: str) -> None:
        chart, row = self._context.visit.chart, self._chosen
        if chart is not None and row is not None:
            self._context.errands.start("reveal row", self._reveal(row, reason, words))

    async def _reveal(self, row: Placeholder, reason: str, words: str) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        try:
            await chart.restricted.reveal(row.number, reason, words)
        except PrawatError as error:
            if isValid(self):
                self._why.complain(complaint(self._context.words, code_of(error)).lines)
        else:
            if isValid(self) and self._chosen == row:
                self._leave_off()


def reasons(words: Words) -> dict[str, str]:
    """The coded reasons, worded, in their order."""
    say = words.say
    told = {
        "treatment": say("For the treatment of today"),
        "medicines": say("To check medicines before ordering or dispensing"),
        "patient-asks": say("The patient asks for it"),
        "handover": say("To refer the patient or to take over the care"),
        "emergency": say("Emergency"),
        OTHER: say("Other (say which)"),
    }
    return {code: told[code] for code in REASONS}
