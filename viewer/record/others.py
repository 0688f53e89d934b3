"""Facts of the many types that are read by one table: what each says, as labelled values in the order of the table.

Nothing here is worded: labels and statuses are stable codes, which view words.
"""

from dataclasses import dataclass

from viewer.record.facts import Dose, Fact
from viewer.record.values import Concept, Value, When


@dataclass(frozen=True, slots=True)
class Pointed:
    """A reference that says no name, and whose target has none or has not come: only its type is known."""

    type: str


Said = Value | Dose | Pointed
"""What a labelled line may hold."""


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled element, with everything it was sent with. ``label`` is a code of the table ("reason")."""

    label: str
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands inside a row: a question with its answer, a participant, an activity of a plan.

    ``kind`` is the code of what it is a part of ("participant"); ``forbidden`` when it says that something must not
    be done; ``depth`` counts how deep it stands among parts of its kind.
    """

    kind: str
    words: tuple[Said, ...] = ()
    when: When | None = None
    status: str = ""
    lines: tuple[Line, ...] = ()
    forbidden: bool = False
    depth: int = 0


class Other(Fact, frozen=True, kw_only=True, gc=False):
    """A resource read by the table. ``when`` is the first date of its type's list that was sent.

    ``title`` is its own title or name where it has one, else ``concept`` says what it is. ``text`` is its narrative
    as plain text, kept where structure does not say it all. ``forbidden``: it tells not to do what it names.
    """

    concept: Concept = Concept()
    title: str = ""
    end: When | None = None
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    text: str = ""
    forbidden: bool = False

    @property
    def words(self) -> str:
        """What it is, in the source's words; "" when the source says nothing."""
        return self.title or self.concept.words

    def values(self, label: str) -> tuple[Said, ...]:
        """What the line of this label holds."""
        return next((line.values for line in self.lines if line.label == label), ())
