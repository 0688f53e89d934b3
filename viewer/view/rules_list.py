"""กฎที่ใช้ตรวจ: every rule of the book with what it says, its version, its source, its owner and when it is reviewed.

No person's data: the same for everybody.
"""

from viewer.base.words import Words
from viewer.safety.finding import Level
from viewer.safety.rulebook import Entry, Rulebook
from viewer.safety.tables import Words as TableWords
from viewer.view.finding_words import level_mark
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.wording.grammar import grammar

_ORDER = {level: place for place, level in enumerate(Level)}


def rules_list(book: Rulebook, words: Words) -> Sheet:
    """All rules, the most severe first; below them the tables that could not be read."""
    entries = sorted(
        book.entries, key=lambda entry: (_ORDER[entry.rule.level], entry.rule.rank, entry.rule.id)
    )
    applied = sum(not entry.why for entry in entries)
    say = words.say
    section = Section(
        name="rules",
        title=say("Rules that are checked"),
        columns=(
            say("Rule"),
            say("Level"),
            say("What to do"),
            say("Source"),
            say("Rule version"),
            say("Owner · review"),
        ),
        rows=tuple(_row(entry, words) for entry in entries),
        caption=say("{n} rules, {m} applied", n=len(entries), m=applied),
        footer=say(
            "Every rule is held against open and restricted rows alike; a rule that is not here is not checked"
        ),
    )
    return Sheet("rules", say("Rules that are checked"), (section,), book.faults)


def _row(entry: Entry, words: Words) -> Row:
    rule, say = entry.rule, words.say
    mark = level_mark(words, rule.level, rule.says)
    marks = [mark]
    if not rule.verified:
        marks.append(Mark(Shape.TAG, say("Not verified"), Tone.DOUBT))
    if entry.why:
        marks.append(Mark(Shape.TAG, _why(entry, words), Tone.QUIET))
    review = grammar(words).day(entry.review)
    return Row(
        key=rule.id,
        cells=(
            Cell(_in(rule.effect, words), note=rule.id, tone=Tone.QUIET if entry.why else Tone.STRONG),
            Cell(mark.word, tone=mark.tone),
            Cell(_in(rule.act, words)),
            Cell(entry.source.cite, note=entry.source.link),
            Cell(entry.version, note=entry.table),
            Cell(entry.owner, note=say("to be reviewed by {day}", day=review)),
        ),
        marks=tuple(marks),
    )


def _why(entry: Entry, words: Words) -> str:
    if entry.why == "off":
        return words.say("Switched off by the site")
    return words.say("Asleep: waits for a list") if entry.rule.asleep == "list" else words.say("Asleep")


def _in(told: TableWords, words: Words) -> str:
    return told.en if words.language == "en" else told.th
