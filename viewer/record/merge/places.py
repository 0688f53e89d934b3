"""Where facts are looked for that may be one: of most kinds the rows of a local day, which stand together already;
of problems, allergies and supplies an index, kept from when it is first asked for."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from viewer.record.facts import Supply
from viewer.record.merge.rules import KINDS
from viewer.record.merge.supplied import medicine
from viewer.record.merge.words import Lexicon
from viewer.record.rows import Entry, Rows, day_of

Key = Hashable


class Places:
    """The places of one kind. A fact stands at one place; a supply that names its order also at that order's."""

    def __init__(self, kind: str, rows: Rows, lexicon: Lexicon) -> None:
        self._kind, self._rows, self._lexicon = kind, rows, lexicon
        self._by_day = kind in KINDS and KINDS[kind].by_day
        self._waiting: dict[int, Entry] = {}  # seen, and not needed in the index so far
        self._numbers: defaultdict[Key, dict[int, None]] = defaultdict(dict)
        self._keys: dict[int, tuple[Key, ...]] = {}
        self._linking = False

    def keep(self, fresh: Sequence[Entry], gone: Sequence[Entry]) -> None:
        """Take note of what came and went while there is but one source, and so nothing to be found."""
        if self._by_day:
            return
        for entry in gone:
            self._waiting.pop(entry[1], None)
        self._waiting |= {entry[1]: entry for entry in fresh}

    def touched(self, fresh: Sequence[Entry], gone: Sequence[Entry]) -> set[Key]:
        """The places that what came and went belongs to."""
        found: set[Key] = set()
        if self._by_day:
            found.update(map(day_of, fresh), map(day_of, gone))
            return found - {0}
        if self._waiting:
            self._put(self._waiting.values())
            self._waiting = {}
        for entry in gone:
            found.update(self._take(entry[1]))
        found.update(self._put(fresh))
        return found

    def at(self, key: Key) -> tuple[list[Entry], set[Key]]:
        """Everything that stands at a place and at those linked to it; and which places these are."""
        if self._by_day:
            return (self._rows.of_day(self._kind, key) if isinstance(key, int) else []), {key}
        keys = {key}
        numbers: dict[int, None] = dict(self._numbers.get(key, {}))
        if self._linking:
            self._follow(keys, numbers)
        found = (self._rows.get(self._kind, number) for number in numbers)
        return [entry for entry in found if entry is not None], keys

    def _follow(self, keys: set[Key], numbers: dict[int, None]) -> None:
        """To the orders that supplies name, and to the other supplies that name them."""
        ahead = list(numbers)
        while ahead:
            for key in self._keys.get(ahead.pop(), ()):
                if key not in keys:
                    keys.add(key)
                    more = [number for number in self._numbers.get(key, ()) if number not in numbers]
                    numbers |= dict.fromkeys(more)
                    ahead += more

    def _put(self, entries: Iterable[Entry]) -> set[Key]:
        found: set[Key] = set()
        for entry in entries:
            number, fact = entry[1], entry[2]
            if isinstance(fact, Supply):
                if fact.basis and not self._linking:
                    self._start_linking()
                keys = self._of_supply(entry, fact)
            else:
                kin = KINDS[self._kind].kin(fact, self._lexicon)
                keys = () if kin is None else (kin,)
            self._enter(number, keys)
            for key in keys:
                if len(self._numbers[key]) > 1:  # alone it merges with nothing
                    found.add(key)
        return found

    def _enter(self, number: int, keys: tuple[Key, ...]) -> None:
        self._keys[number] = keys
        for key in keys:
            self._numbers[key][number] = None

    def _start_linking(self) -> None:
        """The first supply that names its order has come: from now on all can be found by their ids."""
        self._linking = True
        for number in list(self._keys):
            entry = self._rows.get(self._kind, number)
            if entry is not None and isinstance(entry[2], Supply):
                self._enter(number, self._of_supply(entry, entry[2]))

    def _take(self, number: int) -> tuple[Key, ...]:
        keys = self._keys.pop(number, ())
        for key in keys:
            numbers = self._numbers[key]
            numbers.pop(number, None)
            if not numbers:
                del self._numbers[key]
        return keys

    def _of_supply(self, entry: Entry, fact: Supply) -> tuple[Key, ...]:
        what, day = medicine(fact, self._lexicon), day_of(entry)
        if what is None or not day:
            return ()
        place = fact.origin.hcode or fact.origin.facility
        key = (place, what, day)
        if not self._linking:
            return (key,)
        return (key, *((place, identity) for identity in (fact.origin.id, *fact.basis)))
