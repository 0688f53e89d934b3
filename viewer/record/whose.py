"""Who is who among files: whose Patient is the same person as another file's, and whose only has the same id or number.

One id, or one citizen id, is one person, unless name and year of birth both differ: then the number was borrowed or the
id used twice, and each has a record of their own. A placeholder number identifies nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from viewer.identity.citizen import CitizenId
from viewer.identity.errors import IdentityError
from viewer.record.arrivals import Arrival
from viewer.record.described import person_of
from viewer.record.facts import Person
from viewer.record.likeness import is_another
from viewer.record.reading.known import Desk

NOBODY = ""


@dataclass(slots=True, eq=False)
class _Somebody:
    """One person so far: ``key`` is the id their first file gave them, "id#2" where somebody else has that id."""

    key: str
    ids: set[str]
    described: list[Person] = field(default_factory=list)

    def may_be(self, person: Person) -> bool:
        return not any(is_another(person, one) for one in self.described)


class Whose:
    """Files are handed in one after the other; then each resource is told its person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._people: dict[str, _Somebody] = {}  # by key
        self._by_id: defaultdict[str, list[_Somebody]] = defaultdict(list)
        self._by_number: defaultdict[CitizenId, list[_Somebody]] = defaultdict(list)
        self._in_file: dict[tuple[int, str], str] = {}  # file, id as it is called there -> key
        self._keys: dict[int, str] = {}  # a Patient's own, by id() of its arrival
        self._kept: list[Arrival] = []

    def look_at(self, file: int, arrivals: Iterable[tuple[Arrival, str]]) -> None:
        """Meet the Patients of a file; each arrival comes with the id it is about."""
        for arrival, id_ in arrivals:
            person = person_of(arrival, self._desk) if arrival.type == "Patient" and id_ else None
            if person is None:
                continue
            key = self._meet(id_, person)
            self._kept.append(arrival)  # so that its id() stays its own
            self._keys[id(arrival)] = key
            known = self._in_file.setdefault((file, id_), key)
            if known != key:
                self._in_file[file, id_] = (
                    NOBODY  # two people of one id in one file: whose the rest is cannot be told
                )

    def key_of(self, file: int, arrival: Arrival, id_: str) -> str:
        """The key of whom an arrival of this file is about; NOBODY where that cannot be told."""
        if not id_:
            return NOBODY
        own = self._keys.get(id(arrival))
        if own is not None:
            return own
        if (file, id_) in self._in_file:
            return self._in_file[file, id_]
        found = self._by_id.get(id_, ())
        return found[0].key if len(found) == 1 else NOBODY if found else id_

    def ids_of(self, key: str) -> frozenset[str]:
        """Every id that stands for this person in some file."""
        known = self._people.get(key)
        return frozenset(known.ids) if known is not None else frozenset({key})

    def _meet(self, id_: str, person: Person) -> str:
        numbers = set(_numbers(person))
        same_number = (one for number in numbers for one in self._by_number.get(number, ()))
        candidates = (*self._by_id.get(id_, ()), *same_number)
        found = next((one for one in candidates if one.may_be(person)), None)
        if found is None:
            found = _Somebody(self._free_key(id_), set())
            self._people[found.key] = found
        if id_ not in found.ids:
            found.ids.add(id_)
            self._by_id[id_].append(found)
        for number in numbers:
            if found not in self._by_number[number]:
                self._by_number[number].append(found)
        found.described.append(person)
        return found.key

    def _free_key(self, id_: str) -> str:
        twin = 1
        while (key := f"{id_}#{twin}" if twin > 1 else id_) in self._people:
            twin += 1
        return key


def _numbers(person: Person) -> Iterable[CitizenId]:
    for identifier in person.identifiers:
        if identifier.kind != "cid":
            continue
        try:
            number = CitizenId.parse(identifier.value.reveal())
        except IdentityError:  # a placeholder, or no number at all
            continue
        if number.check_digit_ok:
            yield number
