"""The findings on medicines as a letter hands them on: a line for each, with values, days, facilities, what to do.

Of what is restricted nothing: paper leaves it out, and the line of coverage says so on every patient's paper alike. A
letter stays short: what must not be used is always told, of the rest as many as fit, and the others are counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from viewer.record.facts import Fact, Supply
from viewer.safety.finding import Finding, Level, Part, Reading
from viewer.view.coverage import coverage_words
from viewer.view.finding_words import (
    action,
    effect_beside,
    group_words,
    level_words,
    needs_effect,
    note_words,
    part_words,
    shown_values,
    value_words,
)
from viewer.view.letter_medicines import course_key
from viewer.view.letter_results import series_key
from viewer.view.pen import Pen

MOST = 5  # lines of a letter; those that forbid are told beyond it
_SAID = frozenset({"places"})  # notes that the facilities beside each medicine say already


def on_paper(pen: Pen, left_out: frozenset[str] = frozenset()) -> list[str]:
    """For a letter: findings on the same medicines on one line, then how many are not printed and how far the check
    went."""
    groups = _printed(pen, left_out)
    keys = {one.key for group in groups for one in group}
    left = [one for one in pen.sifted.standing if not one.restricted and one.key not in keys]
    return [*finding_lines(pen, groups), reach(pen, left)]


def finding_lines(pen: Pen, groups: Iterable[Sequence[Finding]]) -> list[str]:
    """A line for each group of findings on the same medicines."""
    return [_line(pen, group) for group in groups]


def reach(pen: Pen, left: Sequence[Finding], *, opened: bool = False) -> str:
    """How many findings the paper leaves off, by level, and how far the check went. ``opened``: restricted data too."""
    aside = sum(not finding.restricted for finding, _ in pen.sifted.aside)
    counted = [
        f"{group_words(pen.words, level)} {count}"
        for level in Level
        if (count := sum(one.level is level for one in left))
    ]
    counted += [pen.say("put aside {n}", n=aside)] if aside else []
    unprinted = (
        pen.say("Findings on medicines not printed: {list}", list=", ".join(counted)) if counted else ""
    )
    closed = "" if opened else pen.say("Data of restricted access not included")
    return " · ".join(filter(None, (unprinted, coverage_words(pen, brief=True), closed)))


def printed_findings(pen: Pen, left_out: frozenset[str] = frozenset()) -> list[Finding]:
    """Those that the letter tells, most severe first; none on a row that the writer leaves off the paper."""
    return [one for group in _printed(pen, left_out) for one in group]


def _printed(pen: Pen, left_out: frozenset[str]) -> list[list[Finding]]:
    """As they share the lines of a letter, of which so many fit."""
    off = _rows_off(pen, left_out)
    groups = in_lines(
        pen, (one for one in pen.sifted.standing if not any(id(row) in off for row in one.rows))
    )
    forbidden = sum(group[0].level is Level.FORBIDDEN for group in groups)
    return groups[: max(MOST, forbidden)]


def in_lines(pen: Pen, findings: Iterable[Finding]) -> list[list[Finding]]:
    """Open ones by level and medicines: what harms most first, as the rules rank it."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for one in sorted(findings, key=lambda one: one.level.place):
        if not one.restricted:
            named = sorted(part.ingredient for part in one.parts) or [one.key]
            together.setdefault((_led(pen, one), *named), []).append(one)
    return list(together.values())


def finding_rows(pen: Pen, left_out: frozenset[str] = frozenset()) -> Iterator[Fact]:
    """The rows that the printed findings name: they belong to what goes along with the letter."""
    return rows_named(printed_findings(pen, left_out))


def rows_named(findings: Iterable[Finding]) -> Iterator[Fact]:
    """The rows that their lines name."""
    for finding in findings:
        for part in finding.parts:
            yield from _newest_of_each(part)
        yield from (value.fact for value in shown_values(finding))
        yield from finding.allergies


def level_phrases(pen: Pen, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The words of their levels that a reader must not pass over, as they begin their lines."""
    told = (one for one in findings if one.level is not Level.WATCH)
    return tuple(dict.fromkeys(_led(pen, one) for one in told))


def _led(pen: Pen, finding: Finding) -> str:
    return f"{level_words(pen.words, finding.level, finding.says)}:"


def _line(pen: Pen, together: Sequence[Finding]) -> str:
    """ค่าวิกฤต: warfarin (A) · INR 6.1 (B 21 พ.ย. 2569) — แจ้งแพทย์ทันที …"""
    about = [" × ".join(_medicine(pen, part) for part in together[0].parts)]
    for finding in together:
        about += [_value(pen, value) for value in shown_values(finding)]
        about += [
            f"{pen.say('allergic to')} {row.substance.words} ({_from(pen, row)})" for row in finding.allergies
        ]
        about += [effect_beside(pen, finding)] if needs_effect(finding) else []
        about += [
            words for note in finding.notes if note.code not in _SAID and (words := note_words(pen, note))
        ]
    what = " · ".join(dict.fromkeys(filter(None, about))) or together[0].rule
    acts = dict.fromkeys(filter(None, (_act(pen, finding) for finding in together)))
    return " — ".join(filter(None, (f"{_led(pen, together[0])} {what}", "; ".join(acts))))


def _act(pen: Pen, finding: Finding) -> str:
    """What to do; the words of the level are not said twice (ปรึกษาแพทย์ก่อนจ่าย: ปรึกษาแพทย์ …)."""
    level, told = level_words(pen.words, finding.level, finding.says), action(pen, finding)
    first, _, rest = told.partition(" ")
    return rest if rest and " " not in level and level.startswith(first) else told


def _value(pen: Pen, value: Reading) -> str:
    """eGFR 29 (A 3 พ.ย. 2569). The laboratory's own equation stands in the table of results."""
    own = "" if value.equation == "reported" else value.equation
    return value_words(pen, replace(value, equation=own), pen.who(value.fact))


def _medicine(pen: Pen, part: Part) -> str:
    """warfarin (B, A): who supplies it, the newest first; the day stands in the table of medicines, and here of what
    ran out and may not be in it."""
    rows, name = _newest_of_each(part), part_words(pen, part)
    if part.ended and rows:
        ran_out = pen.say("ran out {n} days ago", n=part.ended)
        return f"{name} ({', '.join([_from(pen, rows[0]), *map(pen.who, rows[1:]), ran_out])})"
    return f"{name} ({', '.join(map(pen.who, rows))})" if rows else name


def _newest_of_each(part: Part) -> tuple[Supply, ...]:
    """Of each facility the newest row."""
    found: dict[str, Supply] = {}
    for row in part.rows:
        found.setdefault(row.origin.hcode, row)
    return tuple(found.values())


def _from(pen: Pen, fact: Fact) -> str:
    return f"{pen.who(fact)} {pen.date(fact.when)}"


def _rows_off(pen: Pen, left_out: frozenset[str]) -> set[int]:
    """The medicines and results that the writer leaves off the paper, each by its ``id``."""
    if not left_out:
        return set()
    off: set[int] = set()
    for course in pen.courses:
        if course_key(course) in left_out:
            off.update(map(id, course.supplies))
    for series in pen.series:
        if series_key(series) in left_out:
            off.update(map(id, series.results))
    return off
