"""Relatives and guardians in words: who the sources say answers for the person, each with its source.

What two sources tell alike stands once with both; whatever differs stands apart, for nobody here knows which is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from viewer.record.facts import Fact, Person
from viewer.record.relatives import MAJORITY, TO_BE_TOLD, Kin, Relative, relatives
from viewer.record.values import Concept
from viewer.view.names import name_words
from viewer.view.other_telling import relation_words, span_words
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import BandFact, Cell, Mark, Row, Shape, Tone

MOST_PRINTED = 3  # on one line of a form; how many more there are is told


@dataclass(slots=True)
class Told:
    """One person as told alike by these facts, in the order of the record."""

    name: str
    relation: str
    brief: str  # the relation without whom to tell first, where it says more than that
    phones: tuple[str, ...]
    kin: Kin
    ended: bool
    period: str
    facts: list[Fact] = field(default_factory=list)

    @property
    def who(self) -> str:
        """น.ส.มาลี ตัวอย่างดี (มารดา, ญาติใกล้ชิด); the relation alone where no name is sent."""
        return _named(self.name, self.relation)

    @property
    def who_briefly(self) -> str:
        """น.ส.มาลี ตัวอย่างดี (มารดา)."""
        return _named(self.name, self.brief)


def told_relatives(pen: Pen) -> tuple[Told, ...]:
    """All of them; of a child those first who answer for it."""
    found: dict[tuple[str, ...], Told] = {}
    for one in relatives(pen.record, pen.today):
        told = _told(pen, one)
        key = (told.name, told.relation, told.period, str(told.ended), *told.phones)
        found.setdefault(key, told).facts.append(one.fact)
    ordered = list(found.values())
    if is_minor(pen):
        ordered.sort(key=lambda told: told.kin)
    return tuple(ordered)


def kin(pen: Pen) -> tuple[Told, ...]:
    """Those whom a letter may name: people whom some relation still holds with, no offices and no employers."""
    return tuple(
        told for told in told_relatives(pen) if told.who and not told.ended and told.kin < Kin.NO_KIN
    )


def guardians(pen: Pen) -> tuple[Told, ...]:
    """Guardians and parents of a child; nobody where the person is of age, or their age is not known."""
    return tuple(told for told in kin(pen) if told.kin < Kin.OTHER) if is_minor(pen) else ()


def is_minor(pen: Pen) -> bool:
    """Whether others answer for the person: younger than 20."""
    age = pen.body.age(pen.today)
    return age is not None and age < MAJORITY


def names_line(pen: Pen, found: tuple[Told, ...]) -> str:
    """น.ส.มาลี ตัวอย่างดี (มารดา) [C, K] for one line of a form; what it does not hold is counted."""
    return _counted(pen, tuple(f"{who} {_letters(pen, facts)}" for who, facts in _by_name(found).items()))


def phones_line(pen: Pen, found: tuple[Told, ...]) -> str:
    """08-0000-0002 [K], 08-0000-0020 [C]: whose it is stands with it where there are several people."""
    people = _by_name(found)
    said: dict[tuple[str, str], list[Fact]] = {}
    for told in found:
        for phone in told.phones:
            said.setdefault((phone, told.name if len(people) > 1 else ""), []).extend(told.facts)
    parts = [
        " ".join(filter(None, (phone, name, _letters(pen, facts)))) for (phone, name), facts in said.items()
    ]
    return _counted(pen, tuple(parts))


def relative_rows(pen: Pen) -> tuple[Row, ...]:
    """A row for each, for the section of the person."""
    title = pen.say("Relative or guardian")
    return tuple(
        Row(
            key=row_key("relative", told.name, told.relation, *told.phones),
            cells=(
                Cell(title),
                Cell(told.who, note=" · ".join(_about(pen, told)), tone=Tone.QUIET if told.ended else Tone.PLAIN),
            ),
            marks=_marks(pen, told),
            sources=pen.sources(told.facts),
        )
        for told in told_relatives(pen)
    )  # fmt: skip


def contact_rows(pen: Pen) -> tuple[Row, ...]:
    """Those that only a Patient names, for the page where every RelatedPerson has a row of its own."""
    rows = []
    for told in told_relatives(pen):
        facts = [fact for fact in told.facts if isinstance(fact, Person)]
        if facts:
            rows.append(
                Row(
                    key=row_key("contact", told.name, told.relation, *told.phones),
                    cells=(
                        Cell(""),
                        Cell(told.who, note=" · ".join(_about(pen, told))),
                        Cell(", ".join(dict.fromkeys(pen.facility(fact) for fact in facts))),
                    ),
                    marks=_marks(pen, told),
                    sources=pen.sources(facts),
                )
            )
    return tuple(rows)


def band_fact(pen: Pen) -> BandFact | None:
    """Who answers for a child, on every page; of who is of age nothing."""
    found = guardians(pen)
    if not found:
        return None
    first = found[0]
    more = len(_by_name(found)) - 1
    others = pen.say("and {n} more", n=more) if more else ""
    caption = (first.brief, phones_line(pen, found), others)
    return BandFact(pen.say("Guardian"), first.name or first.brief, " · ".join(filter(None, caption)))


def _named(name: str, relation: str) -> str:
    return f"{name} ({relation})" if name and relation else name or relation


def _told(pen: Pen, one: Relative) -> Told:
    name = name_words(one.name)
    words = dict.fromkeys(filter(None, (relation_words(pen, relation) for relation in one.relations)))
    brief = dict.fromkeys(filter(None, (relation_words(pen, _bare(relation)) for relation in one.relations)))
    return Told(
        name=name or one.organization,
        relation=", ".join(words),
        brief=", ".join(brief or words),
        phones=one.phones,
        kin=Kin.NO_KIN if one.organization and not name else one.kin,
        ended=one.ended,
        period=span_words(pen, one.period) if one.period is not None else "",
    )


def _bare(relation: Concept) -> Concept:
    """Without the codes that only say whom to tell."""
    return Concept(relation.text, tuple(one for one in relation.codings if one.code not in TO_BE_TOLD))


def _about(pen: Pen, told: Told) -> Iterator[str]:
    yield from (pen.say("tel. {number}", number=phone) for phone in told.phones)
    if told.period:
        yield told.period


def _marks(pen: Pen, told: Told) -> tuple[Mark, ...]:
    return (Mark(Shape.TAG, pen.say("holds no more"), Tone.QUIET),) if told.ended else ()


def _by_name(found: tuple[Told, ...]) -> dict[str, list[Fact]]:
    """Each name with its relation once, with all that tell of it: their telephones may differ."""
    people: dict[str, list[Fact]] = {}
    for told in found:
        people.setdefault(told.who_briefly, []).extend(told.facts)
    return people


def _letters(pen: Pen, facts: list[Fact]) -> str:
    """[C, K]: who says so, by the letters that a form explains."""
    return f"[{', '.join(dict.fromkeys(pen.who(fact) for fact in facts))}]"


def _counted(pen: Pen, parts: tuple[str, ...]) -> str:
    more = len(parts) - MOST_PRINTED
    told = ", ".join(parts[:MOST_PRINTED])
    return f"{told} {pen.say('and {n} more in the record', n=more)}" if more > 0 else told
