"""What files themselves say that they lack: fewer rows than their source stated, a page that is not among them, rows
that were withheld, a question that failed. Of an exchange the ledger tells this."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from viewer.exchange.shapes import Outcome, fit, kind_of
from viewer.exchange.verdict import withholds
from viewer.exchange.wire import Entry, Mode, Page

FEWER, NEXT_PAGE, WITHHELD, FAILED = "fewer-than-stated", "next-page", "withheld-in-file", "source-failed"
LACKS = frozenset({FEWER, NEXT_PAGE, WITHHELD, FAILED})
"""Gaps of what was not even received: in no account."""
_SEARCHES = frozenset({"searchset", "history", ""})
_ANSWERS = frozenset({"batch-response", "transaction-response"})
_REFUSING = frozenset({"forbidden", "security", "login"})  # issue types (R4 IssueType)
_GRAVE = frozenset({"error", "fatal"})
_OUTCOME = b"OperationOutcome"


class Lack(NamedTuple):
    """``code`` is that of a gap, ``rows`` how many rows or questions, ``detail`` "1/500" of those that were stated."""

    code: str
    type: str = ""
    rows: int = 1
    detail: str = ""


class _Response(msgspec.Struct):
    status: str | int | None = None
    outcome: msgspec.Raw = msgspec.Raw(b"")


class _Answer(msgspec.Struct):
    response: _Response | None = None
    resource: msgspec.Raw = msgspec.Raw(b"")


class _Answers(msgspec.Struct):
    entry: list[msgspec.Raw] = []


class _Person(msgspec.Struct, frozen=True):
    reference: str | None = None
    identifier: msgspec.Raw = msgspec.Raw(b"")

    @property
    def told(self) -> str | bytes:
        return self.reference or bytes(self.identifier)


class _Whose(msgspec.Struct):
    subject: _Person = _Person()
    patient: _Person = _Person()


class _Search(NamedTuple):
    stated: int | None
    type: str
    whose: str | bytes  # as the first row says it: of two people the same number of rows may be stated
    rows: frozenset[bytes]
    own: str
    next: str


class Lacking:
    """Of one file: pages are handed in as they are opened, at every depth."""

    def __init__(self) -> None:
        self.searches: list[_Search] = []
        self.lacks: list[Lack] = []

    def hear(self, page: Page, body: bytes) -> None:
        """One Bundle."""
        if page.type in _ANSWERS:
            answers = fit(body, _Answers)
            each = (fit(bytes(one), _Answer) for one in (answers.entry if answers is not None else ()))
            self.lacks += filter(None, (_of_answer(one) for one in each if one is not None))
            return
        for entry in page.entries:
            if _OUTCOME in entry.raw and kind_of(entry.raw) == "OperationOutcome":
                self.hear_outcome(entry.raw)
        if page.type in _SEARCHES and (page.total, page.self_url, page.next_url) != (None, None, None):
            self.searches.append(_search(page))

    def hear_outcome(self, raw: bytes) -> None:
        """An OperationOutcome in the place of a resource."""
        if (lack := _of_outcome(raw)) is not None:
            self.lacks.append(lack)


def _of_answer(answer: _Answer) -> Lack | None:
    """One answer of a batch. What was not found is not missing."""
    response = answer.response or _Response()
    status = str(response.status or "").strip()[:3]
    outcome = response.outcome or (answer.resource if _OUTCOME in bytes(answer.resource) else b"")
    told = _of_outcome(bytes(outcome)) if outcome and status not in ("404", "410") else None
    if status in ("401", "403"):
        return Lack(WITHHELD)
    return told or (Lack(FAILED) if status[:1] in ("4", "5") and status not in ("404", "410") else None)


def _of_outcome(raw: bytes) -> Lack | None:
    outcome = fit(raw, Outcome)
    if outcome is None or kind_of(raw) != "OperationOutcome":
        return None
    if withholds(outcome.codes) or not _REFUSING.isdisjoint(outcome.codes):
        return Lack(WITHHELD)
    grave = any(issue.severity in _GRAVE for issue in outcome.issue or ())
    return Lack(FAILED) if grave else None


def _search(page: Page) -> _Search:
    found = [entry for entry in page.entries if _is_match(entry)]
    rows = frozenset(blake2b(entry.as_sent, digest_size=9).digest() for entry in found)
    own, after = (url.reveal() if url is not None else "" for url in (page.self_url, page.next_url))
    whose = (fit(found[0].raw, _Whose) if found else None) or _Whose()
    kind = kind_of(found[0].raw) if found else ""
    stated = page.total if page.type != "history" else None  # which counts what was deleted, and has no row
    return _Search(stated, kind, whose.patient.told or whose.subject.told, rows, own, after)


def _is_match(entry: Entry) -> bool:
    if not entry.raw or entry.mode is not Mode.MATCH:
        return False
    return _OUTCOME not in entry.raw or kind_of(entry.raw) != "OperationOutcome"


_Asked = tuple[int | None, str, str | bytes]


def fewer(searches: Iterable[tuple[int, _Search]]) -> Iterator[tuple[int, Lack]]:
    """The searches, each with the number of its file, of which rows are missing: pages of one search may stand in
    several files. What was stated is held against all that came under the same statement."""
    known = list(searches)
    pages = {one.own for _, one in known if one.own}
    for stated, found in _by_search(known):
        rows = len(frozenset[bytes]().union(*(one.rows for _, one in found)))
        types = {one.type for _, one in found}
        type_ = types.pop() if len(types) == 1 else ""
        if stated is not None and rows < stated:
            lack = Lack(FEWER, type_, stated - rows, f"{rows}/{stated}")
            yield from ((file, lack) for file in dict.fromkeys(file for file, _ in found))
        elif stated is None or all(one.next for _, one in found):  # some state of each page what it holds
            ahead = dict.fromkeys(
                (file, one.type) for file, one in found if one.next and one.next not in pages
            )
            yield from ((file, Lack(NEXT_PAGE, kind)) for file, kind in ahead)


def _by_search(known: list[tuple[int, _Search]]) -> Iterator[tuple[int | None, list[tuple[int, _Search]]]]:
    """What was stated, with the pages of which it was: of one kind and person, or one of them the next of the other."""
    begins = {one.own: one[:3] for _, one in known if one.own}
    same: dict[_Asked, _Asked] = {}
    for _, one in known:
        after = begins.get(one.next, one[:3])
        if after[0] == one.stated:
            same[_first(after, same)] = _first(one[:3], same)
    found: defaultdict[_Asked, list[tuple[int, _Search]]] = defaultdict(list)
    for file, one in known:
        found[_first(one[:3], same)].append((file, one))
    yield from ((asked[0], pages) for asked, pages in found.items())


def _first(asked: _Asked, same: dict[_Asked, _Asked]) -> _Asked:
    while (before := same.get(asked, asked)) != asked:
        same[asked] = same.get(before, before)  # the way is shorter next time
        asked = before
    return asked
