"""What a record is held against: the formulary and the rulebook, ours with what a site adds to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from viewer.record.formulary import Formulary, load_formulary
from viewer.safety.rulebook import Rulebook, rulebook


@dataclass(frozen=True, slots=True)
class Reference:
    """Both together: sides of rules are worked out with the formulary they stand beside."""

    formulary: Formulary
    book: Rulebook


@cache
def reference(
    formulary: Path | None = None, rules: Sequence[Path] = (), off: Sequence[str] = ()
) -> Reference:
    """Ours, with the site's own list of medicines, its rule tables, and the ids of rules it does not want.

    A rule table that cannot be read is a fault in the book; arguments are hashable, for this is read once.

    Raises:
        FormularyUnreadable: the site's own table of medicines does not fit.
    """
    known = load_formulary(formulary)
    return Reference(known, rulebook(known, rules, off))
