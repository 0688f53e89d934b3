"""Putting a finding aside: with a reason, until a fact behind it changes or the record is closed."""

from PySide6.QtWidgets import QDialog, QVBoxLayout
from shiboken6 import isValid

from viewer.base.errors import PrawatError
from viewer.base.words import Words
from viewer.safety.finding import Finding
from viewer.screen.ask import dialog
from viewer.screen.complaints import code_of, complaint
from viewer.screen.context import PageContext
from viewer.screen.why import Question, Why
from viewer.screen.widgets.labels import Label
from viewer.visit.dismissing import OTHER, REASONS

_WIDE = 520  # px


async def put_aside(context: PageContext, finding: Finding, told: str) -> None:
    """Ask why, and put it aside once that is written down. ``told`` is the finding in a line."""
    await dialog(_PutAside(context, finding, told))


class _PutAside(QDialog):
    def __init__(self, context: PageContext, finding: Finding, told: str) -> None:
        super().__init__(context.window)
        self._context, self._finding = context, finding
        theme, say = context.theme, context.words.say
        self.setWindowTitle(say("Put a finding aside"))
        self.setMinimumWidth(theme.px(_WIDE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (16, 14, 16, 14)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(Label(theme, told, size="head", wrap=True))
        about = say("It comes back when a fact behind it changes. The reason is kept in the log of accesses")
        whole.addWidget(Label(theme, about, size="small", tone="ink2", wrap=True))
        question = Question(
            reasons(context.words),
            lambda _: say("Why is it put aside?"),
            say("Put aside"),
            say("Leave it standing"),
        )
        self._why = Why(theme, context.words, question, self._go, self.reject)
        whole.addWidget(self._why)
        self._why.ask("")

    def _go(self, reason: str, words: str) -> None:
        self._context.errands.start("put finding aside", self._put(reason, words))

    async def _put(self, reason: str, words: str) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        try:
            await chart.findings.put_aside(self._finding, reason, words)
        except PrawatError as error:
            if isValid(self):
                self._why.complain(complaint(self._context.words, code_of(error)).lines)
        else:
            if isValid(self):
                self.accept()


def reasons(words: Words) -> dict[str, str]:
    """The coded reasons, worded, in their order."""
    say = words.say
    told = {
        "known": say("Known, and being followed"),
        "benefit": say("The benefit outweighs the risk"),
        "short": say("Only for a short time, with advice given"),
        "not-taken": say("The patient does not take this medicine"),
        "wrong-data": say("The source's data is wrong"),
        OTHER: say("Other (say which)"),
    }
    return {code: told[code] for code in REASONS}
