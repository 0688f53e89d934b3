"""How the sources' descriptions of one person differ: a remark beside the difference, never a merge."""

import msgspec

from viewer.record.facts import Person
from viewer.record.values import Precision, Remark, When

_MOST_NAMES = 20  # of one person that are compared: each is compared with each


def with_differences(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """The persons, each that differs from the first in name or birth date with a remark saying so."""
    if len(persons) < 2:
        return persons
    first = persons[0]
    return (first, *(_compared(person, first) for person in persons[1:]))


def _compared(person: Person, first: Person) -> Person:
    remarks = list(person.remarks)
    if _names_differ(person, first):
        remarks.append(Remark("name-differs"))
    if _births_differ(person.birth, first.birth):
        remarks.append(Remark("birth-differs"))
    return msgspec.structs.replace(person, remarks=tuple(dict.fromkeys(remarks))) if remarks else person


def _names_differ(one: Person, other: Person) -> bool:
    """No spelling of one is found in the other, though both have a name in the same script."""
    mine, theirs = _spellings(one), _spellings(other)
    comparable = [(a, b) for a in mine for b in theirs if _is_thai(a) == _is_thai(b)]
    return bool(comparable) and not any(a in b or b in a for a, b in comparable)


def _spellings(person: Person) -> set[str]:
    """Given and family without blanks and title; feeds put the family into the suffix, or all into the family."""
    found = set()
    for name in person.names[:_MOST_NAMES]:
        whole = f"{name.given}{name.family}{name.suffix}" or name.text.removeprefix(name.prefix)
        spelling = "".join(whole.casefold().split())
        if spelling:
            found.add(spelling)
    return found


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


def _births_differ(one: When | None, other: When | None) -> bool:
    if one is None or other is None or not one.usable or not other.usable:
        return False
    shared = min(one.precision, other.precision, Precision.DAY)
    return (one.year, one.month, one.day)[:shared] != (other.year, other.month, other.day)[:shared]
