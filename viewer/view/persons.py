"""Who the sources say this is: names and birth dates side by side, never merged away, and an open pregnancy."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from viewer.record.facts import Person, Result
from viewer.record.likeness import differs
from viewer.record.values import Precision
from viewer.view.blood_groups import blood_groups, differing_groups
from viewer.view.names import other_names, written_name
from viewer.view.pen import Pen, row_key
from viewer.view.relatives import relative_rows
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.silence import silence
from viewer.view.vital_rows import due_words, gestation


def person_section(pen: Pen) -> Section:
    """One row per different name, sex and birth date, with every source that says so."""
    persons = pen.record.persons
    names = _alike(persons, written_name)
    if names.keys() == {""}:
        names = {pen.say("Name not given"): names[""]}
    told = (
        (pen.say("Name"), names, Tone.STRONG, _OF_NAMES),
        (pen.say("Sex"), _alike(persons, lambda person: pen.speech.sex(person.gender)), Tone.PLAIN, _OF_SEX),
        (
            pen.say("Born"),
            _alike(persons, lambda person: pen.speech.when(person.birth)),
            Tone.PLAIN,
            _OF_BIRTHS,
        ),
    )
    rows = [
        _row(pen, title, text, sayers, tone, doubts)
        for title, said, tone, doubts in told
        for text, sayers in said.items()
        if text
    ]
    return Section(
        name="person",
        title=pen.say("The person, as the sources say"),
        columns=(pen.say("Field"), pen.say("As sent")),
        rows=(
            *rows,
            *_other_names(pen),
            *_age(pen),
            *_death(pen),
            *relative_rows(pen),
            *_pregnancy(pen),
            *_blood_group(pen),
        ),
        empty=silence(pen.ledger, pen.words, "Patient"),
    )


def side_by_side(pen: Pen) -> Section:
    """Every source's name, sex and birth date in a line of its own, where they differ; no rows where they agree."""
    persons = pen.record.persons if any(map(differs, pen.record.persons)) else ()
    return Section(
        name="side-by-side",
        title=pen.say("Name, sex or birth date differ between the sources"),
        columns=("", pen.say("Facility"), pen.say("Name"), pen.say("Sex"), pen.say("Born")),
        rows=tuple(_source_row(pen, person) for person in persons),
    )


def _source_row(pen: Pen, person: Person) -> Row:
    return Row(
        key=pen.key(person, "side-by-side"),
        cells=(
            Cell(pen.letter(person)),
            Cell(pen.facility(person)),
            Cell(written_name(person) or pen.say("Name not given"), tone=Tone.STRONG),
            Cell(pen.speech.sex(person.gender)),
            Cell(pen.speech.when(person.birth)),
        ),
        marks=pen.marking.doubts(person, _OF_NAMES | _OF_SEX | _OF_BIRTHS),
        sources=(pen.source(person),),
    )


def _alike(persons: Iterable[Person], say: Callable[[Person], str]) -> dict[str, list[Person]]:
    """Persons by what they say, in the order they came."""
    said: dict[str, list[Person]] = {}
    for person in persons:
        said.setdefault(say(person), []).append(person)
    return said


# A doubt stands beside the field it is about, and beside no other.
_OF_NAMES = frozenset(
    {
        "name-differs",
        "name-swapped",
        "modifier-unknown",
        "member-unknown",
        "patient-inactive",
        "patient-replaced-by",
        "patient-replaces",
    }
)
_OF_DEATH = frozenset({"death-date-doubtful"})
_OF_BIRTHS = frozenset({"birth-differs", "date-buddhist-year", "date-unreadable"})
_OF_SEX = frozenset({"sex-differs"})


def _row(pen: Pen, title: str, text: str, sayers: list[Person], tone: Tone, doubts: frozenset[str]) -> Row:
    return Row(
        key=row_key("person", title, text),
        cells=(Cell(title), Cell(text, tone=tone)),
        marks=tuple(_doubts(pen, sayers, doubts)),
        sources=pen.sources(sayers),
    )


def _doubts(pen: Pen, sayers: list[Person], codes: frozenset[str]) -> Iterator[Mark]:
    """Each once; one that not all of these sources share says whose it is."""
    found: dict[Mark, list[Person]] = {}
    for person in sayers:
        for mark in pen.marking.doubts(person, codes):
            found.setdefault(mark, []).append(person)
    everybody = pen.badges(sayers)
    for mark, doubted in found.items():
        theirs = pen.badges(doubted)
        word = mark.word if theirs == everybody else f"{mark.word}: {', '.join(theirs)}"
        yield msgspec.structs.replace(mark, word=word)


def _other_names(pen: Pen) -> list[Row]:
    """Maiden names, former names, names in another script: papers of the person may bear them."""
    said: dict[tuple[str, bool], list[Person]] = {}
    for person in pen.record.persons:
        for told in other_names(person):
            said.setdefault(told, []).append(person)
    titles = {True: pen.say("Former name"), False: pen.say("Another name")}
    return [
        _row(pen, titles[past], words, sayers, Tone.PLAIN, frozenset())
        for (words, past), sayers in said.items()
    ]


def _death(pen: Pen) -> list[Row]:
    said = _alike(
        (person for person in pen.record.persons if person.deceased),
        lambda person: (
            pen.speech.when(person.deceased_when) if person.deceased_when else pen.say("date not told")
        ),
    )
    return [_row(pen, pen.say("Died"), text, sayers, Tone.STRONG, _OF_DEATH) for text, sayers in said.items()]


def _age(pen: Pen) -> list[Row]:
    if pen.birth is None:
        return []
    return [Row(key=row_key("person", "age"), cells=(Cell(pen.say("Age")), Cell(age_words(pen))))]


def age_words(pen: Pen) -> str:
    """The age today; of who died the age at death, or that it is not known: never an age that goes on after death."""
    if not any(person.deceased for person in pen.record.persons):
        return pen.speech.age(pen.birth, pen.today)
    told = [person.deceased_when for person in pen.record.persons if person.deceased_when is not None]
    died = next((when for when in told if when.usable), None)
    if died is None or died.first_day is None or pen.birth is None or not pen.birth.usable:
        return pen.say("died, age at death not known")
    birth = pen.birth
    if died.precision < Precision.DAY:  # the year alone is certain
        birth = msgspec.structs.replace(birth, precision=Precision.YEAR)
    return pen.say("died at {age}", age=pen.speech.age(birth, died.first_day))


def period_words(pen: Pen) -> list[str]:
    """LMP 3 พ.ย. 2569 · ไม่ทราบว่าตั้งครรภ์หรือไม่: a last period that nothing else makes a pregnancy."""
    period = pen.undecided_period
    if period is None:
        return []
    day = pen.speech.value(period.value)
    return [pen.say("LMP {date} · not known whether pregnant", date=day)]


def _pregnancy(pen: Pen) -> list[Row]:
    found = pen.pregnancy
    if found is None:
        period = pen.undecided_period
        return [
            Row(
                key=row_key("person", "pregnancy"),
                cells=(Cell(pen.say("Pregnant")), Cell(text, tone=Tone.DOUBT)),
                sources=(pen.source(period),),
            )
            for text in period_words(pen)
            if period is not None
        ]
    due = due_words(pen, found)
    text = " · ".join(filter(None, (gestation(pen, found) or pen.say("Pregnant, weeks not known"), due)))
    return [
        Row(
            key=row_key("person", "pregnancy"),
            cells=(Cell(pen.say("Pregnant")), Cell(text, tone=Tone.STRONG)),
            sources=(pen.source(found.fact),),
        )
    ]


def _blood_group(pen: Pen) -> list[Row]:
    """Blood groups as sent, every different one: never to transfuse by, and never decided between."""
    said: dict[str, list[Result]] = {}
    for result in blood_groups(pen):
        said.setdefault(pen.speech.value(result.value), []).append(result)
    caution = pen.say("For reference only: group and crossmatch again every time")
    clash = (Mark(Shape.DIAMOND, pen.say("Conflicting data"), Tone.DOUBT),) if differing_groups(pen) else ()
    return [
        Row(
            key=row_key("person", "blood-group", text),
            cells=(
                Cell(pen.say("Blood group")),
                Cell(text, note=" · ".join(filter(None, (found[0].note, caution))), tone=Tone.STRONG),
            ),
            marks=clash,
            sources=pen.sources(found),
        )
        for text, found in said.items()
    ]
