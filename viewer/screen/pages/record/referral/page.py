"""The page ส่งต่อ: which form, its blocks, what is still missing, what can be done with it, and the form beside them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.referral.block import BlockView
from viewer.screen.pages.record.referral.drawing import Drawing
from viewer.screen.pages.record.referral.inputs import Input
from viewer.screen.pages.record.referral.leaving import Leaving
from viewer.screen.pages.record.referral.preview import Preview
from viewer.screen.pages.record.referral.template_menu import TemplateMenu
from viewer.screen.pages.record.referral.tools import Tools
from viewer.screen.widgets.cards import Card, scrolled
from viewer.screen.widgets.paper_view import PaperView
from viewer.screen.widgets.segments import Segments
from viewer.signin.roles import REPLY
from viewer.view.forms.catalog import WRITTEN
from viewer.visit.referral import REPLY_FIELDS, Field, ReferralDraft
from viewer.visit.referring import Referring
from viewer.visit.states import Open

_FORM, _WIDE_FORM, _WIDE = 500, 620, 1600  # px: the fields, on a wide window; from when it is one
SHEET_WIDTH = 780  # px: a page of the preview


class ReferralPage(QWidget):
    """What is typed is the visit's at once: it outlives the page, can be undone, and is what is printed."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._state: Open | None = None
        self._shown: ReferralDraft | None = None
        self._field: Field | None = None  # where the keyboard was last
        theme, say = context.theme, context.words.say
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        self.leaving = Leaving(context, lambda: self._state)
        self.leaving.field_wanted.connect(self.go_to)
        self.blocks = [
            BlockView(theme, context.words, block, context.composer.letters)
            for block in context.composer.letters.blocks()
        ]
        self._form = self._built()
        whole.addWidget(self._form)
        card = Card(theme, say("Letter as it will be printed"), icon="file-text")
        paper = PaperView(theme, context.words, say("Letter as it will be printed"), SHEET_WIDTH)
        self.preview = Preview(context, card, paper)
        card.body.addWidget(paper, 1)
        whole.addWidget(card, 1)
        self._keys()

    def show_state(self, state: Open) -> None:
        """Draw the draft; the letter is set anew when it, the record or the ledger changed."""
        self._state = state
        letters = self._context.composer.letters
        draft = letters.offering.draft(state)
        if draft != self._shown:
            self._shown = draft
            doubted, form = letters.doubted(draft), self._context.composer.forms.layout(state)
            self._layouts.choose(WRITTEN.index(form))
            for block in self.blocks:
                block.setVisible(block.block.reply == (form == REPLY))
                block.show_draft(draft, doubted)
                if block.block.track and block.block.track == draft.text(Field.SPECIAL):
                    block.open()
            referring = self._referring()
            if referring is not None:
                self.tools.show_steps(referring.steps)
        self.leaving.show_state(state)
        self.preview.want(state)

    def focus_first(self) -> None:
        """Keyboard to where it was, or to the first field."""
        state = self._state
        reply = state is not None and self._context.composer.forms.layout(state) == REPLY
        known = self._field is not None and (self._field in REPLY_FIELDS) == reply
        self.go_to(self._field if known else Field.REPLY_TO if reply else Field.TO)

    def print_now(self) -> None:
        """Ctrl+P."""
        self.leaving.print_now()

    def go_to(self, name: object) -> None:
        """Open the block of a field, bring it in sight, give it the keyboard; of another form: that is chosen."""
        if isinstance(name, Field):
            self._show_form_of(name)
        found = self.input_of(name) if isinstance(name, Field) else None
        if found is not None:
            found.take_focus()
            QTimer.singleShot(
                0, found, lambda: self._bring_in_sight(found)
            )  # a block that opens for it grows first

    def _bring_in_sight(self, found: Input) -> None:
        self._area.ensureWidgetVisible(found, 0, self._context.theme.px(40))

    def input_of(self, name: Field) -> Input | None:
        """The input of a field; its block opens."""
        return next(filter(None, (block.input_of(name) for block in self.blocks)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide window gives the fields more room."""
        super().resizeEvent(event)
        theme = self._context.theme
        self._form.setFixedWidth(theme.px(_WIDE_FORM if self.width() >= theme.px(_WIDE) else _FORM))

    # --- building

    def _built(self) -> Card:
        theme, context = self._context.theme, self._context
        card = Card(theme, context.words.say("Referral"), icon="send")
        self.templates = TemplateMenu(context, self._referring, lambda: self._state)
        self.drawing = Drawing(context, self._referring, lambda: self._state, lambda: self._field)
        self.tools = Tools(theme, context.words, self.templates.button)
        self.tools.undo_wanted.connect(self.undo)
        self.tools.redo_wanted.connect(self.redo)
        self.tools.draw_wanted.connect(self.drawing.draw)
        self.tools.rows_wanted.connect(self.drawing.choose)
        say = context.words.say
        self._layouts = Segments(
            theme, (say("A: letter"), say("B: structured"), say("C: primary care"), say("Reply")), say("Form")
        )
        self._layouts.wanted.connect(lambda number: self._choose(WRITTEN[number]))
        chooser = QHBoxLayout()
        chooser.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 0)))
        chooser.addWidget(self._layouts)
        chooser.addStretch(1)
        card.body.addLayout(chooser)
        card.body.addWidget(self.tools)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        for block in self.blocks:
            block.built.connect(self._follow)
            column.addWidget(block)
            if block.block.open:
                block.open()
        column.addStretch(1)
        self._area: QScrollArea = scrolled(self._inside)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card.body.addWidget(self._area, 1)
        card.body.addWidget(self.leaving)
        return card

    def _follow(self, made: Input) -> None:
        made.typed.connect(self._typed)
        made.undo_wanted.connect(self.undo)
        made.redo_wanted.connect(self.redo)
        made.entered.connect(self._entered)
        made.chosen.connect(self._chosen)
        made.offered.connect(self._offered)

    def _keys(self) -> None:
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for keys, act in (("Ctrl+D", self.drawing.draw), ("Ctrl+Shift+D", self.drawing.choose)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- acts

    def _choose(self, form: str) -> None:
        if (referring := self._referring()) is not None:
            referring.choose(form)

    def _show_form_of(self, name: Field) -> None:
        """A field of the reply is on no other form, and the other way round."""
        state = self._state
        if state is None or (name in REPLY_FIELDS) == (self._context.composer.forms.layout(state) == REPLY):
            return
        self._choose(REPLY if name in REPLY_FIELDS else "")  # the site's first layout

    def undo(self) -> None:
        """Take the last step back and show where it was."""
        if (referring := self._referring()) is not None and (name := referring.undo()) is not None:
            self.go_to(name)

    def redo(self) -> None:
        """Do it again."""
        if (referring := self._referring()) is not None and (name := referring.redo()) is not None:
            self.go_to(name)

    def _typed(self, name: Field, text: str) -> None:
        if (referring := self._referring()) is not None:
            state = self._state
            over = self._context.composer.letters.offering.of(state, name) if state is not None else ""
            referring.type(name, text, over)

    def _chosen(self, texts: dict[Field, str]) -> None:
        if (referring := self._referring()) is not None:
            referring.put(texts)

    def _offered(self, texts: dict[Field, str]) -> None:
        if (referring := self._referring()) is not None:
            referring.fill(texts)

    def _entered(self, name: Field) -> None:
        self._field = name
        self.tools.show_field(self.input_of(name))

    def _referring(self) -> Referring | None:
        chart = self._context.visit.chart
        return chart.referring if chart is not None else None
