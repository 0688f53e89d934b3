"""Where a search goes on: an opaque cursor per further page, so that no patient stands in a link."""

import json
from dataclasses import asdict, dataclass

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.search import Search
from viewer.sandbox.lots import Lots
from viewer.sandbox.store import Store

LIFE = 600  # seconds


@dataclass(frozen=True, slots=True)
class Further:
    """A search and how far it has come."""

    search: Search
    offset: int


class Cursors:
    """Cursors live ten minutes and belong to one facility; consent is asked again on every page."""

    def __init__(self, store: Store, lots: Lots, clock: SandboxClock) -> None:
        self._store = store
        self._lots = lots
        self._clock = clock

    def keep(self, signer: str, hcode: str, search: Search, offset: int) -> str:
        """A cursor for the page that begins at ``offset``."""
        mark = self._lots.word("cursor", 28)
        body = json.dumps(
            {"search": asdict(search) | {"elements": sorted(search.elements)}, "offset": offset}
        )
        until = self._clock.epoch() + LIFE
        self._store.run("insert into cursors values (?, ?, ?, ?, ?)", mark, signer, hcode, body, until)
        return mark

    def open(self, mark: str, hcode: str) -> Further:
        """The page behind a cursor.

        Raises:
            FhirRefusal: 410, unknown here or too old.
        """
        row = self._store.one(
            "select body from cursors where id = ? and hcode = ? and until > ?",
            mark,
            hcode,
            self._clock.epoch(),
        )
        if row is None:
            raise FhirRefusal(410, "expired", "this page is no longer kept: search again", detail="cursor")
        body = json.loads(row["body"])
        told = body["search"]
        search = Search(
            told["resource_type"],
            told["patient"],
            tuple((name, value) for name, value in told["filters"]),
            tuple(told["includes"]),
            frozenset(told["elements"]),
            told["count"],
            tuple((name, value) for name, value in told["understood"]),
        )
        return Further(search, body["offset"])
