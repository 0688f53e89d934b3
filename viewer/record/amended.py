"""Results that the newer version of their report does not contain any more: they stay, and say so.

A report that contains its results is corrected as a whole: what it leaves out was taken back. In which order its
versions come makes no difference.
"""

from collections import defaultdict
from collections.abc import Sequence

from viewer.record.copies import Copies
from viewer.record.facts import Fact
from viewer.record.news import News
from viewer.record.within import REPORT, names_within

_RESULT = "Observation"
_Report = tuple[str, str]  # hcode and id


class Amended:
    """Belongs to one binder, whose parts these are; ``facts`` by number."""

    def __init__(self, copies: Copies, facts: Sequence[Fact | None], news: News) -> None:
        self._copies, self._facts, self._news = copies, facts, news
        self._once: defaultdict[_Report, set[str]] = defaultdict(
            set
        )  # the names in versions that stand no more
        self._open: set[_Report] = set()  # of which a version came, or a result may still come

    def hear(self, holder: tuple[str, str], id_: str, superseded: bytes) -> None:
        """A resource of ``holder`` (hcode, type) has a newer version, or came again: the bytes of the older one."""
        if holder[1] == REPORT and (names := names_within(superseded)):
            self._once[holder[0], id_] |= names
            self._open.add((holder[0], id_))

    def settle(self) -> None:
        """Mark what the versions that stand now do not contain, once for all that came."""
        for report in list(self._open):
            (hcode, id_), names = report, self._once[report]
            number = self._copies.number_of((hcode, REPORT), id_)
            fact = self._facts[number] if number >= 0 else None
            there = names if fact is None else names_within(fact.origin.raw)
            rows = {name: self._copies.number_of((hcode, _RESULT), f"{id_}#{name}") for name in names}
            for name, row in rows.items():
                if row >= 0:
                    self._news.is_there(row, there=name in there)
            if all(row >= 0 or name in there for name, row in rows.items()):
                self._open.discard(report)
