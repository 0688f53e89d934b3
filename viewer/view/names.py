"""Names of people as they are written."""

import re

from viewer.record.facts import Person
from viewer.record.people import PersonName
from viewer.record.reading.naming import PAST_USES


def written_name(person: Person) -> str:
    """The person's Thai name where there is one, else the first they are called by now; "" without a name."""
    return next(iter(_in_order(person)), "")


def other_names(person: Person) -> list[tuple[str, bool]]:
    """What else the source calls the person, each with whether it is a name of the past."""
    written = written_name(person)
    told = {name_words(name): name.ended or name.use in PAST_USES for name in person.names}
    return [(words, past) for words, past in told.items() if words and words != written]


def _in_order(person: Person) -> list[str]:
    names = sorted(
        person.names, key=lambda name: (name.ended or name.use in PAST_USES, name.language != "th")
    )
    return [name_words(name) for name in names]


def name_words(name: PersonName) -> str:
    """A name as it is written: a Thai title joins the given name without a space."""
    if name.text:
        return " ".join(name.text.split())
    thai = bool(re.search("[ก-๙]", name.given))
    first = f"{name.prefix}{'' if thai or not name.prefix else ' '}{name.given}"
    last = name.suffix if name.swapped else f"{name.family} {name.suffix}"  # no word is said twice
    return " ".join(f"{first} {last}".split())
