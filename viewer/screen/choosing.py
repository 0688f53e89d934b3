"""What can be chosen and looked up beside the record: medicines by name, and the rules they are held against."""

from collections.abc import Callable

from viewer.base.words import Words
from viewer.record.formulary import Choice
from viewer.record.prescribed import read_line
from viewer.safety.reference import Reference
from viewer.view.rules_list import rules_list
from viewer.view.sheet import Sheet
from viewer.visit.prescription import LONGEST, Proposed


class Choosing:
    """The formulary and the rulebook as a clinician asks them; of no person."""

    def __init__(self, words: Words, desk: Callable[[], Reference]) -> None:
        self._words, self._desk = words, desk

    def rules(self) -> Sheet:
        """The rules that findings come from."""
        return rules_list(self._desk().book, self._words)

    def medicine_named(self, name: str) -> Choice | None:
        """A medicine by a name that is exactly known."""
        found = self._desk().formulary.named(name)
        return Choice(" ".join(name.split()), found.ingredients, found.how) if found.certain else None

    def medicines_like(self, text: str) -> tuple[Choice, ...]:
        """Medicines to choose from."""
        return self._desk().formulary.search(text)

    def names_like(self, text: str) -> tuple[str, ...]:
        """The names alone, each once."""
        return tuple(dict.fromkeys(choice.words for choice in self.medicines_like(text)))

    def proposed_from(self, text: str) -> Proposed | None:
        """A line of a prescription; None when its medicine or its label is not known for certain."""
        line = read_line(text, self._desk().formulary)
        return None if line is None else Proposed(line.name, line.ingredients, label=line.label[:LONGEST])
