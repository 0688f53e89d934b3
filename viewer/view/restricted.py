"""Rows of restricted access: counted in words, listed as neutral placeholders, marked where they were opened.

Nothing here words a category. The list is in an order of its own, so that neither place nor date can be read from it.
"""

from collections import Counter
from dataclasses import dataclass

from viewer.base.words import Words
from viewer.record.facts import Fact
from viewer.signin.roles import Role
from viewer.view.pen import Pen, row_key
from viewer.view.telling import tell


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One restricted row: ``words`` name its kind and a running number; ``told`` only what was opened."""

    number: int  # the binder's, to open it by
    words: str
    told: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class RestrictedList:
    """What the list shows. ``others``: how many this role may not open, in words."""

    rows: tuple[Placeholder, ...]
    others: str = ""


def restricted_list(pen: Pen, role: Role) -> RestrictedList:
    """The list for a role. A role that does not ask for restricted data has none."""
    if pen.ledger.restricted_not_asked:
        return RestrictedList(())
    kinds = _kinds(pen.words)
    places = {kind: place for place, kind in enumerate(kinds)}
    ordered = sorted(
        pen.restricted,
        key=lambda row: (places.get(row.kind, len(places)), row_key("restricted", str(row.number))),
    )
    mine = [row for row in ordered if row.category in role.restricted]
    counts: Counter[str] = Counter()
    facts = {fact.number: fact for fact in pen.record.facts() if fact.revealed}
    rows = []
    for row in mine:
        kind = kinds.get(row.kind, pen.say("Other row"))
        counts[kind] += 1
        words = pen.say("{kind} no. {n}", kind=kind, n=counts[kind])
        rows.append(Placeholder(row.number, words, _told(pen, facts.get(row.number)), row.opened))
    others = len(ordered) - len(mine)
    told = pen.say("{n} more rows that your role may not open", n=others) if others else ""
    return RestrictedList(tuple(rows), told)


def notice(pen: Pen, *, brief: bool = False) -> str:
    """The only trace of restricted rows: how many are not shown, and how many are opened; "" when there are none.

    ``brief`` is for the band, whose room belongs to the allergies.
    """
    say = pen.say
    if pen.ledger.restricted_not_asked:
        return say("Data of restricted access was not asked for")
    opened = sum(row.opened for row in pen.restricted)
    if brief and opened:
        return say("Restricted access: {n} hidden, {k} opened", n=pen.hidden, k=opened)
    if brief and pen.hidden:
        return say("Restricted access: {n} rows", n=pen.hidden)
    told = []
    if pen.hidden:
        told.append(say("There are {n} rows of restricted access, not shown", n=pen.hidden))
    if opened:
        told.append(say("{n} rows of restricted access opened, not printed", n=opened))
    return " · ".join(told)


def _told(pen: Pen, fact: Fact | None) -> str:
    if fact is None:
        return ""
    return " · ".join(filter(None, (tell(pen, fact), pen.date(fact.when), pen.facility(fact))))


def _kinds(words: Words) -> dict[str, str]:
    """Kinds of row, by the field of Record."""
    say = words.say
    return {
        "allergies": say("An allergy"),
        "problems": say("A disease"),
        "supplies": say("A medicine"),
        "results": say("A test result"),
        "reports": say("Report"),
        "visits": say("Visit"),
        "procedures": say("Procedure"),
        "vaccines": say("Vaccine"),
        "documents": say("Document"),
        "narratives": say("Summary document"),
    }
