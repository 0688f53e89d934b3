"""What references are answered with, and where the answers are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from viewer.record.facts import Drug, Problem, Result
from viewer.record.reading.terms import Pointer, Terms


@dataclass(frozen=True, slots=True)
class Organisation:
    """An Organization."""

    name: str = ""
    hcode: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Whatever only lends its name: Practitioner, RelatedPerson, Location, HealthcareService."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A PractitionerRole: who works where."""

    practitioner: Pointer
    organisation: Pointer


@dataclass(frozen=True, slots=True)
class Medicine:
    """A Medication, with what the code list says of it."""

    drug: Drug
    restricted: str = ""


Known = Organisation | Named | Post | Medicine | Problem | Result  # Result: only restricted ones
"""What a reference can be answered with."""


AMBIGUOUS = Named("\0")  # several files claim this key for different things


@dataclass(slots=True)
class Desk:
    """What lasts: terms, and what is known by (scope, key). A scope is the source that a reference is resolved in."""

    terms: Terms
    names: Mapping[str, str]  # facility names by hcode, from the directory
    known: dict[tuple[str, str], Known] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)  # hcode -> name, as sources tell it

    def learn(self, scope: str, key: str, found: Known) -> None:
        """Answer references to ``key`` from ``scope`` with ``found`` from now on.

        A file's references may also be answered by another file, but only while no two of them claim the key.
        """
        self.known[scope, key] = found
        if scope.startswith("file:"):
            shared = self.known.get(("", key))
            self.known["", key] = found if shared in (None, found) else AMBIGUOUS

    def find(self, scope: str, key: str) -> Known | None:
        """What ``key`` stands for to a resource of this scope."""
        found = self.known.get((scope, key)) or self.known.get(("", key))
        return None if found is AMBIGUOUS else found
