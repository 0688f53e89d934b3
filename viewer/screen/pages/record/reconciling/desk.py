"""Deciding on the page of medicines: rows, keys, buttons and dialogs on one side, the visit's acts on the other."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.pages.record.reconciling.decision_bar import DecisionBar
from viewer.screen.pages.record.reconciling.form_dialog import FormDialog
from viewer.screen.pages.record.reconciling.keys import choice_of, clears
from viewer.screen.pages.record.reconciling.progress_card import ProgressCard
from viewer.screen.pages.record.reconciling.told_dialog import ToldDialog
from viewer.screen.pages.record.section_card import SectionCard
from viewer.view.reconciling.review import Review, Standing, together
from viewer.view.reconciling.terms import KEYS, choices
from viewer.view.sheet import Row, Section, Tone
from viewer.view.wording.typed import read_moment
from viewer.visit.reconciliation import Choice, Medicine
from viewer.visit.reconciling import Reconciling
from viewer.visit.states import Open

_ASKS_FOR = {Choice.DOSE: "dose", Choice.SWITCH: "instead"}  # the field that a choice wants filled


class ReconcilingDesk(QObject):
    """Belongs to the page. ``card`` shows the medicines, ``bar`` and ``progress`` are put where the page wants them."""

    def __init__(self, context: PageContext, card: SectionCard, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._card = context, card
        self._state: Open | None = None
        self._review: Review | None = None
        self._form: FormDialog | None = None
        self._warned: frozenset[str] = frozenset()  # keys of what was told to have changed
        self.bar = DecisionBar(context.theme, context.words, context.visit.clock)
        self.progress = ProgressCard(context.theme, context.words)
        self._connect(page)
        card.table.installEventFilter(self)

    def show_state(self, state: Open) -> None:
        """Draw the medicines with what was decided; rows that the reader's own act brings do not wait."""
        self._state = state
        review = self._review = self._context.composer.forms.review(state)
        self._card.show_section(self._filtered(review.section))
        self._tell()
        self._warn(review)
        if self._form is not None:
            self._form.show_state(state)

    def focus_first(self) -> None:
        """The keyboard to the rows; the first one is chosen, so that a key decides at once."""
        table = self._card.table
        if self._card.filled and not self._chosen():  # Qt gives it to the head of the first group
            first = next((at for at, entry in enumerate(table.rows.entries) if entry.row is not None), -1)
            self._choose(first)
        self._card.take_focus()

    def set_low(self, *, low: bool) -> None:
        """Whether the page has little room."""
        self.bar.set_low(low=low)
        self.progress.set_low(low=low)

    def open_form(self) -> None:
        """The form: signed, printed, sent."""
        if self._state is not None:
            self._context.errands.start("form", self._show_form(self._state))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key on the rows decides; every other one is the table's."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        choice = choice_of(event)
        if choice is None and not clears(event):
            return False
        if self._chosen():
            self.decide(choice)
        else:  # nothing is decided unseen: the first row is chosen, the next key decides
            self.focus_first()
        return True

    def decide(self, choice: Choice | None) -> None:
        """The same choice for the chosen rows; what it wants to be told is asked for next."""
        found = self._chosen()
        reconciling = self._reconciling()
        if not found or reconciling is None:
            return
        if len(found) > 1 and choice is Choice.CONTINUE:
            self._go_on([one.medicine for one in found if one.together and not one.stale], len(found))
            return
        reconciling.decide([one.medicine for one in found], choice)
        if len(found) == 1 and choice in _ASKS_FOR and not self.bar.notes[_ASKS_FOR[choice]]:
            self.bar.write(_ASKS_FOR[choice])

    # --- what the reader does

    def _connect(self, page: QWidget) -> None:
        self._card.choice_wanted.connect(self._offer)
        self._card.menu_opening.connect(self._fill_menu)
        self._card.grown.connect(self._tell)
        self._card.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.bar.chose.connect(self.decide)
        self.bar.noted.connect(self._note)
        self.bar.left.connect(self.focus_first)
        self.bar.opened.connect(self._keep_in_sight)
        progress = self.progress
        progress.filtered.connect(self._filter)
        progress.all_wanted.connect(self._all_others)
        progress.add_wanted.connect(lambda: self._context.errands.start("add medicine", self._add()))
        progress.form_wanted.connect(self.open_form)
        for keys, act in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Y", self._redo),
            ("Ctrl+Shift+Z", self._redo),
            ("F2", self.bar.turn_notes),
        ):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        progress.undo_wanted.connect(self._undo)
        progress.redo_wanted.connect(self._redo)

    def _offer(self, row: Row, place: QPoint) -> None:
        """The choices as a menu below the cell; of a row among the chosen ones for all of them."""
        menu = QMenu(self._card)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu, row)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)

    def _fill_menu(self, menu: QMenu, row: Row) -> None:
        review, say = self._review, self._context.words.say
        one = review.standings.get(row.key) if review else None
        if one is None:
            return
        if not menu.isEmpty():
            menu.addSeparator()
        menu.setAccessibleName(say("Consideration"))
        named = choices(self._context.words)
        for key, choice in KEYS.items():
            action = menu.addAction(f"{key}  {named[choice]}")
            action.setCheckable(True)
            decision = one.entry.decision if one.entry else None
            action.setChecked(decision is not None and decision.choice is choice and not one.stale)
            action.triggered.connect(partial(self._decide_row, row.key, choice))
        menu.addSeparator()
        clear = menu.addAction(say("Take the decision back (Delete)"))
        clear.setEnabled(one.entry is not None and one.entry.decision is not None)
        clear.triggered.connect(partial(self._decide_row, row.key, None))
        if one.course is None:
            menu.addAction(say("Remove from the list")).triggered.connect(partial(self._remove, row.key))

    def _decide_row(self, key: str, choice: Choice | None, *_: object) -> None:
        if key not in {one.medicine.key for one in self._chosen()}:
            self._choose(self._card.table.rows.row_of(key))
        self.decide(choice)

    def _choose(self, at: int) -> None:
        """This row alone, whatever keys are held."""
        table = self._card.table
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        table.selectionModel().setCurrentIndex(table.rows.index(at, 0), only)

    def _note(self) -> None:
        found, reconciling = self._chosen(), self._reconciling()
        if len(found) == 1 and reconciling is not None:
            notes = self.bar.notes
            taken = read_moment(notes.pop("taken"), self._context.visit.clock.now())
            reconciling.note(found[0].medicine, taken, **notes)

    def _all_others(self) -> None:
        """What is shown, undecided and not in doubt goes on."""
        if self._review is not None:
            medicines, apart = together(self._review.standings, self._shown())
            self._go_on(medicines, len(medicines) + apart)

    def _go_on(self, medicines: list[Medicine], asked: int) -> None:
        """Several go on at one stroke; what is in doubt is left to be decided by itself, and that is said."""
        reconciling, say = self._reconciling(), self._context.words.say
        if reconciling is None:
            return
        reconciling.decide(medicines, Choice.CONTINUE)
        apart = asked - len(medicines)
        left = say("{n} must be decided one by one", n=apart) if apart else ""
        self._context.notices.tell(
            say("{n} medicines go on", n=len(medicines)), left, say("Ctrl+Z takes it back")
        )

    async def _add(self) -> None:
        context = self._context
        asked = ToldDialog(context.theme, context.words, context.window, context.composer.forms.names)
        if await dialog(asked) != QDialog.DialogCode.Accepted.value:
            return
        told, reconciling = asked.told, self._reconciling()
        if told is not None and reconciling is not None:
            reconciling.add(told.kind, told.name, listed=told.listed, how=told.how, source=told.source)
            self._card.let_in()

    async def _show_form(self, state: Open) -> None:
        self._form = FormDialog(self._context, state)
        try:
            await dialog(self._form)
        finally:
            self._form = None

    def _remove(self, key: str, *_: object) -> None:
        if (reconciling := self._reconciling()) is not None:
            reconciling.remove(key)

    def _undo(self) -> None:
        if (reconciling := self._reconciling()) is not None and reconciling.undo():
            self._card.let_in()

    def _redo(self) -> None:
        if (reconciling := self._reconciling()) is not None and reconciling.redo():
            self._card.let_in()

    # --- what is shown

    def _warn(self, review: Review) -> None:
        """What was decided and has other facts now is told once, by name, until somebody has read it."""
        stale = {key: one.medicine.name for key, one in review.standings.items() if one.stale}
        fresh = [name for key, name in stale.items() if key not in self._warned]
        self._warned = frozenset(stale)
        if fresh:
            say = self._context.words.say
            self._context.notices.tell(
                say("Data changed after the decision"), " · ".join(fresh), say("Look at it and decide again"),
                tone=Tone.DOUBT, stays=True,
            )  # fmt: skip

    def _filter(self, _: bool) -> None:
        if self._review is not None:
            self._card.show_section(self._filtered(self._review.section))
            self._card.let_in()
            self._tell()

    def _keep_in_sight(self) -> None:
        """The fields came in over the last rows: the chosen one stays seen. What the head tells changes, too."""
        self._tell()
        table = self._card.table
        QTimer.singleShot(0, table, lambda: table.scrollTo(table.currentIndex()))

    def _filtered(self, section: Section) -> Section:
        if not self.progress.only_undecided or self._review is None:
            return section
        undecided = self._review.undecided
        rows = tuple(row for row in section.rows if row.key in undecided)
        empty = section.empty if not section.rows else self._context.words.say("All are decided")
        return replace(section, rows=rows, empty=empty)

    def _tell(self) -> None:
        review, state, reconciling = self._review, self._state, self._reconciling()
        if review is None or state is None or reconciling is None:
            return
        self.progress.show_review(review, state.reconciliation, self._shown(), reconciling.steps)
        found = self._chosen()
        if not found:
            self.bar.show_none()
        elif len(found) == 1:
            self.bar.show_one(found[0])
        else:
            self.bar.show_many(len(found))

    def _shown(self) -> list[str]:
        """Keys of the rows that are on screen: what waits to enter was not seen by anybody."""
        return [entry.key for entry in self._card.table.rows.entries if entry.row and not entry.depth]

    def _chosen(self) -> list[Standing]:
        """The chosen rows; an opened detail stands for its row."""
        table, review = self._card.table, self._review
        if review is None:
            return []
        keys = dict.fromkeys(
            table.rows.entries[index.row()].key.partition("/")[0]
            for index in table.selectionModel().selectedRows()
        )
        return [review.standings[key] for key in keys if key in review.standings]

    def _reconciling(self) -> Reconciling | None:
        chart = self._context.visit.chart
        return chart.reconciling if chart is not None else None
