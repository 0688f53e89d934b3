"""Why something was done: reasonCode and reasonReference, and the restricted category that a reason falls under."""

from msgspec import Raw

from viewer.record.facts import Problem, Result
from viewer.record.reading.desk import Reading
from viewer.record.reading.shapes import NOTHING


def reasons_of(reading: Reading, codes: Raw, references: Raw = NOTHING) -> tuple[tuple[str, ...], str]:
    """The reasons in words, each once; and the first restricted category among them. They may not have arrived yet."""
    if codes is NOTHING and references is NOTHING:
        return (), ""
    terms = reading.terms.terms(codes).terms
    rules = reading.terms.rules
    if len(terms) == 1 and references is NOTHING:  # nearly all
        words = terms[0].words
        return ((words,) if words else ()), terms[0].restricted or rules.of_place(words)
    told = [(term.words, term.restricted or rules.of_place(term.words)) for term in terms]
    for pointer in reading.terms.pointers(references):
        found = reading.find(pointer)
        words, category = pointer.display, ""
        if isinstance(found, Problem):
            words = words or found.concept.words
        if isinstance(found, Problem | Result):
            category = found.restricted
        told.append((words, category or rules.of_words(words)))
    return tuple(dict.fromkeys(words for words, _ in told if words)), next((c for _, c in told if c), "")
