"""Results that the newer version of their report does not contain any more: they stay, and say so.

A report that contains its results is corrected as a whole: what it leaves out was taken back. In which order its
versions come makes no difference. A result that names another facility than its report is not found.
"""

from collections import defaultdict
from collections.abc import Sequence

from viewer.record.copies import Copies, Verdict
from viewer.record.facts import Fact
from viewer.record.news import News, is_gone
from viewer.record.sent import Sent
from viewer.record.within import REPORT, names_within

_RESULT = "Observation"
_PARTS = 16  # of a page, in which what a report contains may still come
_TELLING = (Verdict.OLDER, Verdict.NEWER)  # a copy tells nothing of what stands
_Report = tuple[str, str]  # hcode and id


class Amended:
    """Belongs to one binder, whose parts these are; ``facts`` by number."""

    def __init__(self, copies: Copies, facts: Sequence[Fact | None], news: News) -> None:
        self._copies, self._facts, self._news = copies, facts, news
        # The names in versions that stand no more; in how many parts of a page what they contain may still come.
        self._once: defaultdict[_Report, set[str]] = defaultdict(set)
        self._open: dict[_Report, int] = {}

    def hear(self, verdict: Verdict, holder: tuple[str, str], id_: str, superseded: Sent) -> None:
        """A resource of ``holder`` (hcode, type) was judged: the bytes of the older version, which may have come after
        the newer one. Of an unknown facility nothing is concluded: there an id proves nothing."""
        if not holder[0] or holder[1] != REPORT or verdict not in _TELLING:
            return
        if names := names_within(bytes(superseded)):
            self._once[holder[0], id_] |= names
            self._open[holder[0], id_] = _PARTS

    def settle(self) -> None:
        """Mark what the versions that stand now do not contain, once for all that came."""
        for report, parts in list(self._open.items()):
            if self._mark(report) or parts == 1:
                del self._open[report]
            else:
                self._open[report] = parts - 1

    def reread(self) -> None:
        """A facility was asked what it still holds: it may have been told of reports that are there."""
        for report in self._once:
            self._mark(report)

    def _mark(self, report: _Report) -> bool:
        """Whether all that an older version contained is here, or stands in the newer one."""
        (hcode, id_), names = report, self._once[report]
        number = self._copies.number_of((hcode, REPORT), id_)
        fact = self._facts[number] if number >= 0 else None
        if fact is None:
            return False
        there = frozenset() if is_gone(fact) else names_within(fact.origin.raw)
        rows = {name: self._copies.number_of((hcode, _RESULT), f"{id_}#{name}") for name in names}
        for name, row in rows.items():
            if row >= 0:
                self._news.is_there(row, there=name in there)
        return all(row >= 0 or name in there for name, row in rows.items())
