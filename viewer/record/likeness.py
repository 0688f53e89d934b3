"""How the sources' descriptions of one person differ: a remark beside the difference, never a merge.

One number does not make one person: a newborn is filed under the mother's, a card is lent. Whose name and year of
birth both differ is somebody else; where only one of them differs both are shown (domain of Thai hospitals: names
change at marriage, years leak in from the Buddhist era).
"""

import re

import msgspec

from viewer.base.opaque import Opaque
from viewer.record.facts import Person, PersonName
from viewer.record.values import Origin, Precision, Remark, When

_BUDDHIST = 543  # years before the common era's count
_TITLES = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|(?:mr|mrs|ms|miss|master)(?:\.|(?=\s)))\s*", re.I
)

_CHILD = re.compile(r"บุตร|ลูก|ทารก|baby|b/o")  # a newborn without a name of its own, filed under the mother

_MOST_NAMES = 20  # of one person that are compared: each is compared with each


def known_as(name: str, gender: str, birth: When | None) -> Person:
    """A person as the clinician confirmed them, to hold the sources' descriptions against."""
    origin = Origin("", "", "Patient", Opaque(""))
    return Person(origin=origin, names=(PersonName(text=name),) if name else (), gender=gender, birth=birth)


def is_another(person: Person, confirmed: Person) -> bool:
    """Name and year of birth both differ. What is not told, or told in another script only, differs in nothing."""
    return _names_differ(person, confirmed) and _years_differ(person.birth, confirmed.birth)


def with_differences(persons: tuple[Person, ...], confirmed: Person | None = None) -> tuple[Person, ...]:
    """The persons, each with a remark on what differs: from the one who was confirmed, else from the first."""
    if confirmed is not None:
        return tuple(_compared(person, confirmed) for person in persons)
    if len(persons) < 2:
        return persons
    first = persons[0]
    return (first, *(_compared(person, first) for person in persons[1:]))


def differs(person: Person) -> bool:
    """Whether a difference was remarked on."""
    return any(remark.code in ("name-differs", "birth-differs", "sex-differs") for remark in person.remarks)


def _compared(person: Person, first: Person) -> Person:
    remarks = list(person.remarks)
    if _names_differ(person, first):
        remarks.append(Remark("name-differs"))
    if _births_differ(person.birth, first.birth):
        remarks.append(Remark("birth-differs"))
    if {person.gender, first.gender} == {"male", "female"}:
        remarks.append(Remark("sex-differs"))
    return msgspec.structs.replace(person, remarks=tuple(dict.fromkeys(remarks))) if remarks else person


def _names_differ(one: Person, other: Person) -> bool:
    """No spelling of one is found in the other, though both have a name in the same script."""
    mine, theirs = _spellings(one), _spellings(other)
    comparable = [(a, b) for a in mine for b in theirs if _is_thai(a) == _is_thai(b)]
    return bool(comparable) and not any(_alike(a, b) for a, b in comparable)


def _alike(one: str, other: str) -> bool:
    """One may tell more than the other (a middle name, no family name); "บุตรนาง…" tells of the child, not of her."""
    within = one in other or other in one
    return within and bool(_CHILD.match(one)) == bool(_CHILD.match(other))


def _spellings(person: Person) -> set[str]:
    """Given and family without blanks and title; feeds put the family into the suffix, or all into the family."""
    found = set()
    for name in person.names[:_MOST_NAMES]:
        whole = f"{name.given}{name.family}{name.suffix}" or _TITLES.sub(
            "", name.text.strip().removeprefix(name.prefix).strip()
        )
        spelling = "".join(whole.casefold().split())
        if spelling:
            found.add(spelling)
    return found


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


def _years_differ(one: When | None, other: When | None) -> bool:
    mine, theirs = _year(one), _year(other)
    return bool(mine and theirs) and mine != theirs


def _year(birth: When | None) -> int:
    """The year of a birth, 2522 read as 1979; 0 where none can be read."""
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
