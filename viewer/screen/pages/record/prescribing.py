"""ตรวจก่อนจ่าย: a box to type or paste what is about to be dispensed, and what the rules say of it.

A medicine is taken from the list below the box, or when its name is exactly one that the list knows; never guessed. A
whole line of a prescription may be typed or pasted where the name goes ("warfarin 3 mg 1x1 hs").
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from viewer.record.formulary import Choice
from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import HEAD, OPEN, SectionCard
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import panel
from viewer.screen.widgets.columns import Column, Draws
from viewer.screen.widgets.labels import Label
from viewer.view.prescription import PrescriptionCheck
from viewer.visit.prescription import LONGEST, Proposed

_ROW = 30
_MOST_HIGH = 190  # px of the list of what is to be dispensed
_STRENGTH = 130
_COLUMNS = (
    OPEN,
    Column("", 280, cell=0, weight=600, marks=True),
    Column("", 240, cell=1, size="small"),
    Column("", draws=Draws.STATE, cell=2, size="small"),
)


class PrescriptionBox(QWidget):
    """The line that is typed into, and the list below it while something stands on it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._choices: tuple[Choice, ...] = ()
        self._chosen: Choice | None = None
        self._line: Proposed | None = None  # a whole line that was typed, with how it is taken
        self._waiting: list[str] = []  # lines that were pasted and are not known
        theme, say = context.theme, context.words.say
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(6))
        line = panel("card")
        row = QHBoxLayout(line)
        row.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 6)))
        row.setSpacing(theme.px(8))
        row.addWidget(Label(theme, say("Prescription check"), weight=600))
        self._name = self._field(say("Medicine, chosen from the list"), 2, row)
        self._name.textEdited.connect(self._look_up)
        self._name.installEventFilter(self)
        self._strength = self._field(say("Strength, form"), 0, row)
        self._strength.setFixedWidth(theme.px(_STRENGTH))
        self._label = self._field(say("How it is to be taken"), 3, row)
        self._bought = QCheckBox(say("Bought or herb"))
        self._bought.setFont(theme.font("small"))
        row.addWidget(self._bought)
        self._feeds = QCheckBox(say("Breast-feeding"))
        self._feeds.setFont(theme.font("small"))
        self._feeds.setToolTip(say("Said by her: holds for this visit"))
        self._feeds.clicked.connect(self._tell_feeding)
        row.addWidget(self._feeds)
        self._add = Button(theme, say("Check"), key="Enter", size="small")
        self._add.clicked.connect(self._put)
        row.addWidget(self._add)
        whole.addWidget(line)
        self._told = Label(theme, "", size="small", tone="amberink", wrap=True)
        whole.addWidget(self._told)
        self._list = SectionCard(
            context, _COLUMNS, icon="list-checks", title=say("To be dispensed"), least=_ROW, head=False
        )
        self._list.grown.connect(self._fit)
        self._list.table.measured.connect(self._fit)
        whole.addWidget(self._list)
        self._add_acts()
        self._complete()
        self._tell()
        self._show_list(on=False)

    def show_check(self, check: PrescriptionCheck) -> None:
        """Draw what stands on the list, and what the rules say of it now."""
        self._show_list(on=bool(check.section.rows))
        self._list.show_section(check.section, title=self._context.words.say("To be dispensed"))
        self._list.let_in()
        self._fit()
        self._feeds.setVisible(check.asks)
        self._feeds.setChecked(check.told)

    def take_focus(self) -> None:
        """Keyboard to the name."""
        self._name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Several lines that are pasted are several medicines."""
        if watched is self._name and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            lines = [line for line in QGuiApplication.clipboard().text().splitlines() if line.strip()]
            if event.matches(QKeySequence.StandardKey.Paste) and len(lines) > 1:
                self._take(lines)
                return True
        return False

    # --- building

    def _field(self, name: str, stretch: int, row: QHBoxLayout) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMaxLength(LONGEST)
        field.returnPressed.connect(self._put)
        row.addWidget(field, stretch)
        return field

    def _complete(self) -> None:
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._choose)
        self._name.setCompleter(self._completer)

    def _add_acts(self) -> None:
        theme, say = self._context.theme, self._context.words.say
        self._remove = Button(theme, say("Take off the list"), size="small")
        self._remove.clicked.connect(self._take_off)
        self._undo = Button(theme, say("Undo"), icon="history", size="small")
        self._undo.clicked.connect(lambda: self._do("undo"))
        self._clear = Button(theme, say("Clear"), icon="eraser", size="small")
        self._clear.clicked.connect(lambda: self._do("clear"))
        for act in (self._remove, self._undo, self._clear):
            self._list.add_act(act)

    def _show_list(self, *, on: bool) -> None:
        chart = self._context.visit.chart
        can_undo = chart is not None and chart.prescription.can_undo
        self._list.setVisible(on or can_undo)
        self._remove.setVisible(on)
        self._clear.setVisible(on)
        self._undo.setVisible(can_undo)

    def _fit(self) -> None:
        """As high as what stands on the list, up to its most; its head alone where nothing does."""
        theme, most = self._context.theme, self._context.theme.px(_MOST_HIGH)
        wanted = self._list.wanted_height(self._list.width(), most) if self._list.filled else theme.px(HEAD)
        self._list.setFixedHeight(min(wanted, most))
        QTimer.singleShot(0, self._list, self._list.tell_hidden)  # once it has that height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the words elsewhere."""
        super().resizeEvent(event)
        self._fit()

    # --- what is typed

    def _look_up(self, text: str) -> None:
        self._chosen = self._context.composer.medicine_named(text)
        self._line = None if self._chosen else self._context.composer.proposed_from(text)
        self._choices = self._context.composer.medicines_like(text)
        self._names.setStringList([_line(choice) for choice in self._choices])
        self._tell()

    def _choose(self, line: str) -> None:
        self._line = None
        self._chosen = next((choice for choice in self._choices if _line(choice) == line), None)
        if self._chosen is not None:
            self._name.setText(self._chosen.words)
            self._strength.setFocus()
        self._tell()

    def _tell(self) -> None:
        say, typed = self._context.words.say, self._name.text().strip()
        told = ""
        known = self._chosen is not None or self._line is not None
        if typed and not known:
            told = say("Choose the medicine from the list: what is not on it cannot be checked")
        elif not typed and self._waiting:
            told = say("Not known, choose from the list: {line}", line=self._waiting[0])
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._add.setEnabled(known)

    def _put(self) -> None:
        chart, made = self._context.visit.chart, self._typed()
        if chart is None or made is None:
            return
        chart.prescription.add(made)
        for field in (self._name, self._strength, self._label):
            field.clear()
        self._bought.setChecked(False)
        self._chosen, self._line, self._waiting = None, None, self._waiting[1:]
        self._tell()
        self._name.setFocus()

    def _typed(self) -> Proposed | None:
        """What was chosen and typed beside it, or the whole line that stands where the name does."""
        strength, label = self._strength.text().strip(), self._label.text().strip()
        bought = self._bought.isChecked()
        if self._chosen is not None:
            return Proposed(self._chosen.words, self._chosen.ingredients, strength, label, bought=bought)
        if self._line is not None:
            return replace(self._line, strength=strength, label=label or self._line.label, bought=bought)
        return None

    def _tell_feeding(self, on: bool) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            chart.prescription.tell_breast_feeding(on=on)

    def _take(self, lines: list[str]) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        for line in lines:
            made = self._context.composer.proposed_from(line[:LONGEST])
            if made is None:
                self._waiting.append(line[:LONGEST])
            else:
                chart.prescription.add(made)
        self._tell()

    def _take_off(self) -> None:
        chart, at = self._context.visit.chart, self._list.table.currentIndex().row()
        if chart is not None:
            rows = [
                entry for entry in self._list.table.rows.entries[: at + 1] if entry.row and not entry.depth
            ]
            chart.prescription.remove(max(len(rows), 1) - 1)

    def _do(self, what: str) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            (chart.prescription.undo if what == "undo" else chart.prescription.clear)()


def _line(choice: Choice) -> str:
    content = " + ".join(choice.ingredients)
    return choice.words if choice.words == content else f"{choice.words} ({content})"
