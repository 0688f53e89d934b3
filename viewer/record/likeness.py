"""How the sources' descriptions of one person differ: a remark beside the difference, never a merge.

One number does not make one person: a newborn is filed under the mother's, a card is lent. Whose name and year of
birth both differ is somebody else; where only one of them differs both are shown (domain of Thai hospitals: names
change at marriage, years leak in from the Buddhist era).
"""

import re
from typing import NamedTuple

import msgspec

from viewer.base.opaque import Opaque
from viewer.record.facts import Person
from viewer.record.people import Identifier, PersonName
from viewer.record.values import Origin, Precision, Remark, When

_BUDDHIST = 543  # years before the common era's count
_TITLES = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|(?:mr|mrs|ms|miss|master)(?:\.|(?=\s)))\s*", re.I
)

_CHILD = re.compile(r"บุตร|ลูก|ทารก|baby|b/o")  # a newborn without a name of its own, filed under the mother

_MOST_NAMES = 20  # of one person that are compared: each is compared with each


def known_as(name: str, gender: str, birth: When | None, number: str = "") -> Person:
    """A person as the clinician confirmed them, to hold the sources' descriptions against. ``number`` is their citizen
    id."""
    return Person(
        origin=Origin("", "", "Patient", ""),
        names=(PersonName(text=name),) if name else (),
        gender=gender,
        birth=birth,
        identifiers=(Identifier("cid", Opaque(number)),) if number else (),
    )


class Names(NamedTuple):
    """The spellings of one person's names, by script: across scripts they cannot be compared."""

    thai: frozenset[str]
    foreign: frozenset[str]

    def differ_from(self, other: "Names") -> bool:
        """No spelling of one is found in the other, though both have a name in the same script."""
        for mine, theirs in zip(self, other, strict=True):
            if not mine.isdisjoint(theirs) or any(_alike(a, b) for a in mine for b in theirs):
                return False
        return self.comparable_to(other)

    def comparable_to(self, other: "Names") -> bool:
        """Both have a name in the same script."""
        return any(mine and theirs for mine, theirs in zip(self, other, strict=True))


def called_as(name: str) -> Names:
    """The names of whom somebody calls so."""
    return names_of(known_as(name, "", None))


def is_another(person: Person, confirmed: Person) -> bool:
    """Name and year of birth both differ. What is not told, or told in another script only, differs in nothing."""
    mine, theirs = year_of(person), year_of(confirmed)
    return bool(mine and theirs) and mine != theirs and names_of(person).differ_from(names_of(confirmed))


def with_differences(persons: tuple[Person, ...], confirmed: Person | None = None) -> tuple[Person, ...]:
    """The persons, each with a remark on what differs: from the one who was confirmed, else from the first."""
    if confirmed is not None:
        names = names_of(confirmed)
        return tuple(_compared(person, confirmed, names) for person in persons)
    if len(persons) < 2:
        return persons
    first, names = persons[0], names_of(persons[0])
    return (first, *(_compared(person, first, names) for person in persons[1:]))


def differs(person: Person) -> bool:
    """Whether a difference was remarked on."""
    return any(remark.code in ("name-differs", "birth-differs", "sex-differs") for remark in person.remarks)


def _compared(person: Person, first: Person, names: Names) -> Person:
    remarks = list(person.remarks)
    if names_of(person).differ_from(names):
        remarks.append(Remark("name-differs"))
    if _births_differ(person.birth, first.birth):
        remarks.append(Remark("birth-differs"))
    if {person.gender, first.gender} == {"male", "female"}:
        remarks.append(Remark("sex-differs"))
    return msgspec.structs.replace(person, remarks=tuple(dict.fromkeys(remarks))) if remarks else person


def _alike(one: str, other: str) -> bool:
    """One may tell more than the other (a middle name, no family name); "บุตรนาง…" tells of the child, not of her."""
    within = one in other or other in one
    return within and bool(_CHILD.match(one)) == bool(_CHILD.match(other))


def names_of(person: Person) -> Names:
    """Given and family without blanks and title; feeds put the family into the suffix, or all into the family."""
    found = set()
    for name in person.names[:_MOST_NAMES]:
        whole = f"{name.given}{name.family}{name.suffix}" or _TITLES.sub(
            "", name.text.strip().removeprefix(name.prefix).strip()
        )
        spelling = "".join(whole.casefold().split())
        if spelling:
            found.add(spelling)
    thai = frozenset(filter(_is_thai, found))
    return Names(thai, frozenset(found - thai))


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


def year_of(person: Person) -> int:
    """The year of birth, 2522 read as 1979; 0 where none can be read."""
    birth = person.birth
    if birth is None:
        return 0
    if birth.flaw == "buddhist-year":
        return birth.year - _BUDDHIST
    return birth.year if birth.usable else 0


def _births_differ(one: When | None, other: When | None) -> bool:
    if one is None or other is None or not one.usable or not other.usable:
        return False
    shared = min(one.precision, other.precision, Precision.DAY)
    return (one.year, one.month, one.day)[:shared] != (other.year, other.month, other.day)[:shared]
