"""What a source says of people as people: how they are called, numbered, and reached."""

from dataclasses import dataclass

from viewer.base.opaque import Opaque
from viewer.record.values import Concept, Span


@dataclass(frozen=True, slots=True)
class PersonName:
    """A HumanName as sent."""

    text: str = ""
    prefix: str = ""
    given: str = ""
    family: str = ""
    suffix: str = ""
    language: str = ""
    use: str = ""
    ended: bool = False  # its period is over

    @property
    def swapped(self) -> bool:
        """Whether the parts stand in each other's fields: family holds "given family", suffix holds the family."""
        return bool(
            self.given and self.suffix and " ".join(self.family.split()) == f"{self.given} {self.suffix}"
        )


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier. ``kind`` is read through the alias table: cid, passport, hn, vn, an, work-permit, ""."""

    kind: str
    value: Opaque
    system: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A Patient.contact: who answers for the person, or is told of them. It may be a facility or an employer: then
    ``name`` is empty and ``organization`` names it."""

    name: PersonName = PersonName()
    relations: tuple[Concept, ...] = ()
    phones: tuple[str, ...] = ()
    organization: str = ""
    period: Span | None = None
