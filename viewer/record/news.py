"""What asking again brought: rows that are new, rows that changed, rows that their source does not send any more.

Nothing is taken away because a source is silent about it: a row that vanished stays, and says so.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from viewer.record.facts import Fact, Person
from viewer.record.reading.table import reader_of
from viewer.record.rows import Rows
from viewer.record.story import Record
from viewer.record.values import Remark
from viewer.record.within import REPORT

NEW, CHANGED, VANISHED = "new-since", "changed-since", "vanished"
NEWS = frozenset({NEW, CHANGED, VANISHED})


class News:
    """By number in the binder, whose lists ``facts`` and ``sources`` are. ``since`` is when the source had answered
    before, as an ISO moment."""

    def __init__(self, facts: list[Fact | None], sources: Sequence[str], rows: Rows) -> None:
        self._facts, self._sources, self._rows = facts, sources, rows
        self._told: dict[int, Remark] = {}
        self.ever = False  # anything was told

    def tell(self, number: int, code: str, since: str = "") -> None:
        """Say this of a row from now on; of a row nothing else is said at the same time."""
        self._told[number] = Remark(code, since)
        self.ever = True

    def reread(self, asked: str, types: frozenset[str], ids: frozenset[tuple[str, str]]) -> None:
        """All that a facility still holds of some types, as (type, id): rows of it that are not among them say so."""
        for number, there in list(_vanished(enumerate(self._facts), self._sources, asked, types, ids)):
            self.is_there(number, there=there)

    def is_there(self, number: int, *, there: bool) -> None:
        """A row is sent still, or is not sent any more; both may be said again and again."""
        fact, known = self._facts[number], self._told.get(number)
        is_marked = known is not None and known.code == VANISHED
        if fact is None or isinstance(fact, Person) or there is not is_marked:
            return
        if there:
            del self._told[number]
        else:
            self.tell(number, VANISHED)
        fact = self._facts[number] = self.dressed(number, fact)
        self._rows.place(reader_of(fact.origin.type).kind, number, fact)

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


def _vanished(
    facts: Iterable[tuple[int, Fact | None]],
    sources: Sequence[str],
    asked: str,
    types: frozenset[str],
    ids: frozenset[tuple[str, str]],
) -> Iterator[tuple[int, bool]]:
    """Of the rows of one facility: the number, and whether it is still there.

    Only of types whose ids were read to the end; a row without an id cannot be told. A result that a report contains is
    there as long as its report is.
    """
    for number, fact in facts:
        if fact is None or sources[number] != asked or not (id_ := fact.origin.plain_id):
            continue
        sent = (fact.origin.type, id_)
        if "#" in id_ and sent not in ids and fact.origin.type == "Observation":
            sent = (REPORT, id_.partition("#")[0])
        if sent[0] in types:
            yield number, sent in ids
