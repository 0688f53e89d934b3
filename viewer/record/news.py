"""What asking again brought: rows that are new, rows that changed, rows that their source does not send any more.

Nothing is taken away because a source is silent about it: a row that vanished stays, and says so.
"""

from collections.abc import Iterable, Iterator

import msgspec

from viewer.record.facts import Fact
from viewer.record.story import Record
from viewer.record.values import Remark

NEW, CHANGED, VANISHED = "new-since", "changed-since", "vanished"
NEWS = frozenset({NEW, CHANGED, VANISHED})


class News:
    """By number in the binder. ``since`` is when the source had answered before, as an ISO moment."""

    def __init__(self) -> None:
        self._told: dict[int, Remark] = {}
        self.ever = False  # anything was told

    def tell(self, number: int, code: str, since: str = "") -> None:
        """Say this of a row from now on; of a row nothing else is said at the same time."""
        self._told[number] = Remark(code, since)
        self.ever = True

    def take_back(self, number: int) -> bool:
        """A row that had vanished is there again. Whether that is news."""
        known = self._told.get(number)
        if known is None or known.code != VANISHED:
            return False
        del self._told[number]
        return True

    def forget(self, number: int) -> None:
        """The row is replaced by another."""
        self._told.pop(number, None)

    def dressed(self, number: int, fact: Fact) -> Fact:
        """The fact with what is to be said of it, and nothing that was said before."""
        told = self._told.get(number)
        if told is None and (not fact.remarks or not any(remark.code in NEWS for remark in fact.remarks)):
            return fact
        kept = (remark for remark in fact.remarks if remark.code not in NEWS)
        return msgspec.structs.replace(fact, remarks=(*kept, *((told,) if told else ())))


def standing(record: Record) -> frozenset[int]:
    """What a record holds: the numbers of its open rows, of those that vanished the complement (~number)."""
    return frozenset(
        ~one.number if is_gone(one) else one.number
        for fact in record.facts()
        for one in record.members(fact)
        if one.number >= 0
    )


def is_gone(fact: Fact) -> bool:
    """Whether its source does not send it any more."""
    return any(remark.code == VANISHED for remark in fact.remarks)


def since(record: Record, known: frozenset[int]) -> Iterator[Fact]:
    """The open rows that are new since the record held ``known``, changed, or not sent any more. A further source of
    a row that was known is none of them."""
    for fact in record.facts():
        members = [one for one in record.members(fact) if one.number >= 0]
        if members and not any((~one.number if is_gone(one) else one.number) in known for one in members):
            yield fact


def vanished(
    facts: Iterable[tuple[int, str, Fact | None]],
    asked: str,
    types: frozenset[str],
    ids: frozenset[tuple[str, str]],
) -> Iterable[tuple[int, bool]]:
    """Of the rows (number, who was asked, fact) of one facility: the number, and whether it is still there.

    Only of types whose ids were read to the end; a row without an id cannot be told.
    """
    for number, source, fact in facts:
        if fact is None or source != asked or fact.origin.type not in types or not fact.origin.id:
            continue
        yield number, (fact.origin.type, fact.origin.id.reveal()) in ids
