"""The help: sections beside a list of them, in a window of its own. Nothing of a person stands in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.help_words import Topic, topics
from viewer.screen.keys import Keys
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.cards import column, line, panel, scrolled
from viewer.screen.widgets.labels import IconView, KeyCap, Label

_SIZE, _LIST = (1000, 660), 290  # px


class HelpDialog(QDialog):
    """Arrows and Page Down read on; a section of the list is brought to the top; Esc closes."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, told = theme, topics(words)
        self.setWindowTitle(words.say("Help"))
        self.resize(*(min(theme.px(wanted), room) for wanted, room in zip(_SIZE, _room(parent), strict=True)))
        self.sections = [_section(theme, topic) for topic in told]
        self.area = self._text()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (16, 14, 16, 14)))
        whole.setSpacing(theme.px(10))
        both = line(spacing=theme.px(14))
        both.addWidget(self._list(told))
        card = panel("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.area)
        both.addWidget(card, 1)
        whole.addLayout(both, 1)
        close = Button(theme, words.say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.accept)
        self.area.setFocus()

    def go_to(self, at: int) -> None:
        """Bring a section to the top, and the keyboard to the text."""
        self.area.verticalScrollBar().setValue(self.sections[at].y())
        self.area.setFocus()

    def _list(self, told: tuple[Topic, ...]) -> QWidget:
        theme, held = self._theme, QWidget()
        held.setFixedWidth(theme.px(_LIST))
        whole = QVBoxLayout(held)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(6))
        for at, topic in enumerate(told):
            button = Button(theme, topic.title, icon=topic.icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, at=at: self.go_to(at))
            whole.addWidget(button)
        whole.addStretch(1)
        return held

    def _text(self) -> QScrollArea:
        page, theme = QWidget(), self._theme
        whole = column(spacing=theme.px(6), margins=(theme.px(20), theme.px(6), theme.px(20), theme.px(16)))
        for section in self.sections:
            whole.addWidget(section)
        whole.addStretch(1)
        page.setLayout(whole)
        area = scrolled(page)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area


def _room(parent: QWidget) -> tuple[int, int]:
    return parent.width() - 40, parent.height() - 40


def _section(theme: Theme, topic: Topic) -> QWidget:
    made = QWidget()
    made.setAccessibleName(topic.title)
    whole = column(spacing=theme.px(7), margins=(0, theme.px(12), 0, 0))
    head = line(spacing=theme.px(10))
    head.addWidget(IconView(theme, topic.icon, size=18, tone="accent"))
    head.addWidget(Label(theme, topic.title, size="lead", weight=600), 1)
    whole.addLayout(head)
    for sentence in topic.said:
        whole.addWidget(Label(theme, sentence, wrap=True))
    for lead, meaning in topic.listed:
        texts = column()
        texts.addWidget(Label(theme, lead, weight=600, wrap=True))
        texts.addWidget(Label(theme, meaning, tone="ink2", wrap=True))
        whole.addLayout(texts)
    if topic.keys:
        whole.addLayout(key_grid(theme, topic.keys))
    made.setLayout(whole)
    return made


def key_grid(theme: Theme, keys: Keys, *, across: int = 2) -> QGridLayout:
    """Keys with what they do, so many beside each other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(10))
    for at, (key, words) in enumerate(keys):
        row, place = at // across, at % across * 2
        grid.addWidget(KeyCap(theme, key), row, place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(theme, words, size="small", tone="ink2", wrap=True), row, place + 1)
        grid.setColumnStretch(place + 1, 1)
    return grid
