"""What holds for any input at all, asked of the reading and the sheets, and of the taking apart of pages.

Used by the fuzzers, by the replay of their corpus and by the property tests.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from fuzz.samples import MARK
from sheet_fields import field_names

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.commands.written import accounts_text, sheets_json, sheets_text
from viewer.exchange.directory import Facility
from viewer.exchange.guard import glance, lost_the_patient
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.exchange.mending import ailment, mend
from viewer.exchange.wire import MODIFIER, Flaw, Page, split, split_gently
from viewer.record.arrivals import Arrival, arrivals_in, arrivals_of
from viewer.record.binder import Binder
from viewer.record.lacking import LACKS
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record, Tally
from viewer.view.band import band
from viewer.view.sheets import all_sheets

TODAY = date(2026, 11, 23)
HERE = Facility("99001", "รพ.ตัวอย่าง")
_LEDGERS = (Ledger(), Ledger((Line(HERE, "A", LineState.ANSWERED, 3),)))
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Line breaks, and signs that Unicode files under "format" though they are seen (U+0600: Arabic number sign).
_ALLOWED = frozenset(
    "\n\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


@cache
def _words() -> tuple[Words, ...]:
    return Words("th"), Words("en")


def check_reading(body: bytes) -> None:
    """Reads as one person's, as another's and as a file; words all sheets; the account adds up each time."""
    check_whole(body)
    binder = Binder(TODAY, None)
    first = binder.add(body, HERE)
    assert first.tally.adds_up, "what was added"
    again = binder.add(body, HERE)
    assert again.tally.received == first.tally.received, "as much comes of the same bytes"
    record = binder.record()
    check_record(record)
    check_books(first.tally + again.tally, record.account.total)
    assert all(binder.fact(fact.number) is fact for fact in record.facts() if fact.number >= 0), "numbers"
    total = record.account.total
    # A row that is told by another still has its source; a copy has none of its own.
    assert total.shown <= sum(binder.sources().values()) <= total.shown + total.merged, "sources"
    check_sheets(record)

    strict = Binder(TODAY, Opaque(f"{MARK}-p"))
    told = strict.add(body, HERE)
    assert told.tally.received == first.tally.received, "the same resources, whoever is expected"
    check_record(strict.record())
    if told.refused:
        assert not list(strict.record().facts()), "nothing of another person is kept"

    shelf = read_everything([Source("a.json", body), Source("b.json", body)], TODAY)
    assert all(tally.adds_up for tally in shelf.account.types.values()), "the shelf"
    accounts_text(shelf.account, _words()[0])
    for person in shelf.persons:
        check_record(person.record)
        sheets = all_sheets(person.record, Ledger(), TODAY, _words()[0])
        json.loads(sheets_json([sheets]))
        sheets_text([("", sheets)], _words()[0])


def check_whole(body: bytes) -> None:
    """A page that is read whole gives what it gives when it is taken apart."""
    page = split(body)
    if page.resource_type != "Bundle":
        return
    whole, parted = list(arrivals_in(body)), list(arrivals_of(page))
    assert [_all_of(one) for one in whole] == [_all_of(one) for one in parted], "read whole"


def _all_of(arrival: Arrival) -> tuple[object, ...]:
    return (
        arrival.type, arrival.raw, bytes(arrival.sent), arrival.reader, arrival.shape, arrival.full_url,
        arrival.flaws, arrival.trouble, arrival.modifies and MODIFIER in arrival.raw,
    )  # fmt: skip


def check_books(added: Tally, settled: Tally) -> None:
    """Once a body was read, only one thing is found out later: which of the rows, shown or restricted, are one."""
    assert settled.received == added.received, "received"
    assert (settled.supporting, settled.gaps) == (added.supporting, added.gaps), "no rows"
    assert settled.shown <= added.shown, "shown"
    assert settled.restricted <= added.restricted, "restricted"
    assert settled.adds_up, "the books"


def check_record(record: Record) -> None:
    """The account adds up, agrees with the rows, and its gaps are told."""
    total = record.account.total
    assert all(tally.adds_up for tally in record.account.types.values()), "the account"
    assert min((*_numbers(record),), default=0) >= 0, "no count below nothing"
    assert sum(gap.count for gap in record.gaps if gap.code not in LACKS) == total.gaps, "the gaps"
    rows = list(record.facts())
    assert len(rows) == total.shown + total.restricted, "the rows"
    assert all((fact.number >= 0) == (not fact.restricted) for fact in rows), "restricted rows have no number"


def _numbers(record: Record) -> Iterator[int]:
    for tally in record.account.types.values():
        yield from (tally.received, tally.shown, tally.merged, tally.restricted, tally.supporting, tally.gaps)


def check_sheets(record: Record) -> None:
    """All sheets and the band in both languages: texts only, and none with what reorders, hides or names."""
    for words in _words():
        for ledger in _LEDGERS:
            made = all_sheets(record, ledger, TODAY, words)
            for text in strings((made, band(record, ledger, TODAY, words))):
                check_text(text)


def check_text(text: object) -> None:
    """One text of a sheet."""
    assert isinstance(text, str), type(text)
    if not text.isprintable():
        odd = {sign for sign in text if unicodedata.category(sign) in _UNSEEN} - _ALLOWED
        assert not odd, f"{[hex(ord(sign)) for sign in odd]} in {text[:80]!r}"


def strings(value: Any) -> Iterator[str]:
    """Every text of a sheet or a band; keys of rows apart. What should be a text and is none is given as it is."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for item in value:
            yield from strings(item)
    else:
        for name in field_names(value):
            found = getattr(value, name)
            if name == "text" and not isinstance(found, str):
                yield found
            elif name not in ("key", "points"):
                yield from strings(found)


def check_wire(body: bytes) -> None:
    """Both ways of taking a page apart, mending, and the guards that look before anything is read."""
    quick, slow = split(body), split_gently(body)
    for page in (quick, slow):
        check_page(page)
    if not quick.flaws and all(entry.flaw is Flaw.NONE for entry in quick.entries) and not _doubled(body):
        assert slow == quick, "both ways read a clean page alike"
    mended = mend(body)
    if mended is not None:
        assert ailment(mended) == "", "what is mended can be read"
        assert mend(mended) == mended, "mending ends"
    person = Opaque(f"{MARK}-p")
    lost_the_patient(quick, person)
    for entry in quick.entries:
        glance(entry, person)


def check_page(page: Page) -> None:
    """What a page says of itself."""
    assert sum(page.tally.values()) == len(page.entries), "every entry has one flaw or none"
    assert page.total is None or page.total >= 0, "a total below nothing"
    for entry in page.entries:
        assert not entry.readable or ailment(entry.raw) == "" or not entry.raw, "readable is readable"
        assert entry.flaw is not Flaw.MENDED or entry.sent, "the bytes as they came are kept"
        assert MARK not in repr(entry), "no id in a repr"


_KEY = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:')


def _doubled(body: bytes) -> bool:
    """Whether a member of the page itself may stand twice: which of them counts is not the same for both ways."""
    keys = _KEY.findall(body)
    frame = (b"entry", b"resourceType", b"type", b"total", b"link", b"resource", b"fullUrl", b"search")
    return b"\\u" in body or any(keys.count(key) > 1 for key in frame if key in (b"entry", b"total", b"link"))
