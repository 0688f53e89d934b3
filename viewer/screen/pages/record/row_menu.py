"""What can be done with a row, as a menu: its source text, and a merged row shown apart or put together again."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from viewer.record.story import Record
from viewer.safety.finding import Finding
from viewer.screen.context import PageContext
from viewer.screen.pages.record.allergy_card import show_card
from viewer.screen.pages.record.put_aside import put_aside
from viewer.signin.roles import ALLERGY_CARD, ROLES
from viewer.view.sheet import Row
from viewer.visit.states import Open


def row_menu(
    context: PageContext,
    row: Row,
    parent: QWidget,
    open_source: Callable[[], None],
    changed: Callable[[], None],
) -> QMenu | None:
    """The menu of a row; None where nothing can be done. ``changed`` is called before rows are parted or joined."""
    chart, state, say = context.visit.chart, context.visit.state, context.words.say
    numbers = [note.fact for note in row.sources if note.fact >= 0]
    if chart is None or not isinstance(state, Open):
        return None
    finding = context.composer.finding(state, row.key)
    if not numbers and finding is None:
        return None
    menu = QMenu(parent)
    menu.setAccessibleName(say("What can be done with the row"))
    if finding is not None:
        _offer_aside(context, menu, state, finding, row, changed)
    if not numbers:
        return menu
    menu.addAction(say("As the source sent it")).triggered.connect(lambda: open_source())
    if _offers_card(state, numbers):
        card = menu.addAction(say("Drug allergy card …"))
        card.triggered.connect(lambda: context.errands.start("allergy card", show_card(context)))
    merged, parted = _merged(state.record, numbers), _parted(state.record, numbers)

    def do(act: Callable[[int], bool], facts: list[int]) -> None:
        changed()
        for fact in facts:
            act(fact)

    if merged:
        action = menu.addAction(say("Show each source by itself"))
        action.triggered.connect(lambda: do(chart.merges.split, merged))
    if parted:
        action = menu.addAction(say("Put together again"))
        action.triggered.connect(lambda: do(chart.merges.rejoin, parted))
    return menu


def _offer_aside(
    context: PageContext, menu: QMenu, state: Open, finding: Finding, row: Row, changed: Callable[[], None]
) -> None:
    """A finding is put aside with a reason, or made to stand again."""
    chart, say = context.visit.chart, context.words.say
    if chart is None:
        return
    if any(one.key == finding.key and one.fingerprint == finding.fingerprint for one in state.dismissals):

        def take_back() -> None:
            changed()
            chart.findings.take_back(finding.key)

        menu.addAction(say("Let it stand again")).triggered.connect(take_back)
        return

    def ask() -> None:
        changed()
        context.errands.start("ask why aside", put_aside(context, finding, row.cells[0].text))

    menu.addAction(say("Put aside with a reason")).triggered.connect(ask)


def _offers_card(state: Open, numbers: list[int]) -> bool:
    """Whether the row tells of allergy, to somebody who writes such cards."""
    if ALLERGY_CARD not in ROLES[state.post.role].forms:
        return False
    record, wanted = state.record, set(numbers)
    told = (member for row in record.allergies for member in record.members(row))
    return any(row.number in wanted for row in told)


def _merged(record: Record, numbers: list[int]) -> list[int]:
    """The merged rows that these facts lead or belong to."""
    wanted = set(numbers)
    return [
        lead
        for lead, joined in record.joined.items()
        if not wanted.isdisjoint(member.number for member in joined.members)
    ]


def _parted(record: Record, numbers: list[int]) -> list[int]:
    """One row of every split that these belong to."""
    return list({record.parted[number]: number for number in numbers if number in record.parted}.values())
