"""Who is who among files: whose Patient is the same person as another file's, and whose only has the same id or number.

One id, or one citizen id, is one person, unless name and year of birth both differ: then the number was borrowed or the
id used twice, and each has a record of their own. Two citizen ids are two people, also under one id of a server: each
counts from 1. A placeholder number identifies nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice

from viewer.identity.citizen import CitizenId
from viewer.record.arrivals import Arrival
from viewer.record.described import person_in, person_of
from viewer.record.likeness import Names, called_as, names_of, year_of
from viewer.record.reading.known import Desk
from viewer.record.reading.numbers import numbers_of
from viewer.record.subjects import Subject

NOBODY = ""
_NAMELESS = called_as("")
_MOST = 32  # people of one id or number that a newcomer is held against, and descriptions of one of them; so many are
# one person only where they are described alike


@dataclass(slots=True, eq=False)
class _Somebody:
    """One person so far: ``key`` is the id their first file gave them, "id#2" where somebody else has that id."""

    key: str
    ids: set[str]
    described: dict[Names, set[int]] = field(
        default_factory=dict
    )  # with the years of birth told under these names
    numbers: set[CitizenId] = field(default_factory=set)

    def may_have(self, numbers: Set[CitizenId]) -> bool:
        """Whether none of theirs is told, or none of these, or they share one."""
        return not (self.numbers and numbers) or not self.numbers.isdisjoint(numbers)

    def may_be(self, names: Names, year: int, numbers: Set[CitizenId]) -> bool:
        """Whether nothing known of them tells of somebody else: another number, another name and year of birth."""
        if not self.may_have(numbers):
            return False
        if not year:
            return True
        known = islice(self.described.items(), _MOST)
        return not any(years - {0, year} and names.differ_from(one) for one, years in known)

    def describe(self, names: Names, year: int) -> None:
        """One more description of theirs."""
        self.described.setdefault(names, set()).add(year)


class Whose:
    """Files are handed in one after the other; then each resource is told its person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._people: dict[str, _Somebody] = {}  # by key
        self._by_id: defaultdict[str, dict[_Somebody, None]] = defaultdict(dict)
        self._by_number: defaultdict[CitizenId, dict[_Somebody, None]] = defaultdict(dict)
        self._alike: dict[tuple[str | CitizenId, Names, int], _Somebody] = {}  # by id or number, as described
        self._twins: Counter[str] = Counter()
        self._in_file: dict[tuple[int, str], str] = {}  # file, id as it is called there -> key
        self._keys: dict[int, str] = {}  # a Patient's own, by id() of its arrival
        self._kept: list[Arrival] = []

    def look_at(self, file: int, arrivals: Iterable[tuple[Arrival, Subject]]) -> None:
        """Meet the Patients of a file, and those within its rows; each arrival comes with whom it is about."""
        for arrival, subject in arrivals:
            id_ = subject.id
            if not id_ or (subject.within and (file, id_) in self._in_file):
                continue
            sent = subject.within
            person = person_in(sent, self._desk) if sent else person_of(arrival, self._desk)
            if person is None:
                continue
            key = self._meet(id_, set(numbers_of(person.identifiers)), names_of(person), year_of(person))
            self._kept.append(arrival)  # so that its id() stays its own
            self._keys[id(arrival)] = key
            known = self._in_file.setdefault((file, id_), key)
            if known != key:
                self._in_file[file, id_] = (
                    NOBODY  # two people of one id in one file: whose the rest is cannot be told
                )

    def key_of(self, file: int, arrival: Arrival, subject: Subject) -> str:
        """The key of whom an arrival of this file is about; NOBODY where that cannot be told."""
        own = self._keys.get(id(arrival))
        if own is not None:
            return own
        key = self._by_reference(file, subject.id) if subject.id else NOBODY
        if subject.number is None:
            return key
        person = self._people.get(key)
        if person is not None and person.may_have({subject.number}):
            return key
        known = self._by_number.get(subject.number, {})
        here = [one for one in known if subject.id in one.ids] or list(known)
        if here:
            return here[0].key if len(here) == 1 else NOBODY
        new = subject.id if subject.id and subject.id not in self._by_id else _called(subject.number)
        return self._meet(new, {subject.number}, _NAMELESS, 0)

    def _by_reference(self, file: int, id_: str) -> str:
        if (file, id_) in self._in_file:
            return self._in_file[file, id_]
        found = self._by_id.get(id_, ())
        return next(iter(found)).key if len(found) == 1 else NOBODY if found else id_

    def is_numbered(self, key: str) -> bool:
        """Whether a citizen id of theirs is known."""
        return key in self._people and bool(self._people[key].numbers)

    def is_only_numbered(self, key: str) -> bool:
        """Whether nothing else is known of them."""
        return self.is_numbered(key) and set(self._people[key].described) == {_NAMELESS}

    def names_of(self, key: str) -> Iterable[Names]:
        """What the sources call them."""
        return list(islice(self._people[key].described, _MOST)) if key in self._people else []

    def ids_of(self, key: str) -> frozenset[str]:
        """Every id that stands for this person in some file."""
        known = self._people.get(key)
        return frozenset(known.ids) if known is not None else frozenset({key})

    def _meet(self, id_: str, numbers: set[CitizenId], names: Names, year: int) -> str:
        found = self._known_as(id_, numbers, names, year)
        if found is None:
            found = _Somebody(self._free_key(id_), set())
            self._people[found.key] = found
        found.ids.add(id_)
        found.describe(names, year)
        found.numbers |= numbers
        self._by_id[id_][found] = None
        self._alike.setdefault((id_, names, year), found)
        for number in numbers:
            self._by_number[number][found] = None
            self._alike.setdefault((number, names, year), found)
        return found.key

    def _known_as(self, id_: str, numbers: set[CitizenId], names: Names, year: int) -> _Somebody | None:
        """Who has this id or one of these numbers, and may be the person described."""
        same_number = chain.from_iterable(self._by_number.get(number, ()) for number in numbers)
        candidates = islice(_each_once(chain(same_number, self._by_id.get(id_, ()))), _MOST)
        found = next((one for one in candidates if one.may_be(names, year, numbers)), None)
        if found is not None:
            return found
        keys: tuple[str | CitizenId, ...] = (*numbers, id_)
        alike = (self._alike.get((key, names, year)) for key in keys)
        return next((one for one in alike if one is not None and one.may_have(numbers)), None)

    def _free_key(self, id_: str) -> str:
        while True:
            self._twins[id_] += 1
            twin = self._twins[id_]
            key = f"{id_}#{twin}" if twin > 1 else id_
            if key not in self._people:
                return key


def _each_once(people: Iterable[_Somebody]) -> Iterator[_Somebody]:
    seen: set[_Somebody] = set()
    for one in people:
        if one not in seen:
            seen.add(one)
            yield one


def _called(number: CitizenId) -> str:
    """The id of somebody of whom nothing is known but a number; it does not say the number."""
    return f"number@{blake2b(number.digits().encode(), digest_size=9).hexdigest()}"
