"""ข้อความต้นทาง: a row's resource exactly as its source sent it, shown once that is written down."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QVBoxLayout

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import Label
from viewer.view.sheet import SourceNote

_DEEPEST = 30
MOST = 200_000  # characters shown; the rest is counted in words


async def show_as_sent(context: PageContext, notes: Sequence[SourceNote]) -> None:
    """Open a dialog over the page. With several sources the reader chooses among them.

    Raises:
        OutboxUnwritable: nothing is shown.
    """
    chart = context.visit.chart
    if chart is None:
        return
    texts = [_readable(context, await chart.as_sent(note.fact)) for note in notes]
    await dialog(_AsSent(context, notes, texts))


class _AsSent(QDialog):
    def __init__(self, context: PageContext, notes: Sequence[SourceNote], texts: Sequence[str]) -> None:
        super().__init__(context.window)
        say, theme = context.words.say, context.theme
        self.setWindowTitle(say("As the source sent it"))
        self.resize(theme.px(760), theme.px(520))
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addWidget(Label(theme, say("As the source sent it"), size="head"))
        choice = QComboBox()
        choice.setAccessibleName(say("Source of the row"))
        for note in notes:
            choice.addItem(" · ".join(filter(None, (note.letter, note.facility, note.type, note.date))))
        whole.addWidget(choice)
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName(say("As the source sent it"))
        whole.addWidget(text, 1)
        choice.currentIndexChanged.connect(lambda place: text.setPlainText(texts[place]))
        text.setPlainText(texts[0])
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        whole.addWidget(close)


def _readable(context: PageContext, raw: bytes | None) -> str:
    if raw is None:
        return context.words.say("It holds data of restricted access besides this row, so it is not shown")
    text = raw.decode("utf-8", "replace")
    if len(text) <= MOST:
        return indented(text)
    more = context.words.say("{n} more characters are not shown here", n=len(text) - MOST)
    return f"{indented(text[:MOST])}\n{more}"


def indented(text: str) -> str:
    """JSON with line breaks put in and nothing else changed: numbers keep their digits, keys their order."""
    depth, inside, escaped, made = 0, False, False, []
    for character in text:
        if inside:
            made.append(character)
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character in "{[":
            depth += 1
            made.append(character + _line(depth))
        elif character in "}]":
            depth = max(depth - 1, 0)
            made.append(_line(depth) + character)
        elif character == ",":
            made.append("," + _line(depth))
        elif character == ":":
            made.append(": ")
        elif not character.isspace():
            inside = character == '"'
            made.append(character)
    return "".join(made)


def _line(depth: int) -> str:
    """A new line; deeper than FHIR goes it is indented no further, or the blanks alone would fill the memory."""
    return "\n" + "  " * min(depth, _DEEPEST)
