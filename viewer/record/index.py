"""Rows by what references call them: made only once a row points to others, for most records never need it."""

from collections.abc import Iterator, Sequence

from viewer.record.facts import Fact, Person

_FILES = ""  # the scope in which files answer each other, as long as no two of them claim a key


class Index:
    """The rows of one binder by (scope, key). ``facts`` and ``scopes`` are the binder's own lists, by number."""

    def __init__(self, facts: Sequence[Fact | None], scopes: Sequence[str]) -> None:
        self._facts = facts
        self._scopes = scopes
        self._known: dict[tuple[str, str], int] = {}
        self._urns: dict[int, str] = {}
        self._read = 0  # rows that are in it
        self._news: list[str] = []
        self._asked = False

    def name(self, number: int, urn: str) -> None:
        """A row's bundle calls it so."""
        self._urns[number] = urn

    def find(self, scope: str, key: str) -> Fact | None:
        """The row that a reference from this scope points to."""
        self._asked = True
        self._catch_up()
        number = self._known.get((scope, key))
        if number is None and scope.startswith("file:"):
            number = self._known.get((_FILES, key))
        return self._facts[number] if number is not None and number >= 0 else None

    def news(self, before: int | None = None) -> list[str]:
        """The keys of rows (those ``before`` a number) that came since this was last called; none as long as nobody
        points to rows."""
        if not self._asked:
            return []
        self._catch_up(before)
        news, self._news = self._news, []
        return news

    def _catch_up(self, before: int | None = None) -> None:
        end = len(self._facts) if before is None else max(self._read, before)
        for number in range(self._read, end):
            fact = self._facts[number]
            if fact is not None and not isinstance(fact, Person):
                for key in self._keys(number, fact):
                    self._learn(self._scopes[number], key, number)
                    self._news.append(key)
        self._read = end

    def _keys(self, number: int, fact: Fact) -> Iterator[str]:
        id_ = fact.origin.id.reveal()
        if id_:
            yield f"{fact.origin.type}/{id_}"
        if number in self._urns:
            yield self._urns[number]

    def _learn(self, scope: str, key: str, number: int) -> None:
        if scope.startswith("file:"):
            is_claimed = (_FILES, key) in self._known and (scope, key) not in self._known
            self._known[_FILES, key] = -1 if is_claimed else number
        self._known[scope, key] = number
