"""A person found before consent, in words: only who they are, never where they were."""

from datetime import date

from viewer.base.words import Words
from viewer.record.reading.times import read_birth
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Candidate


def sex(candidate: Candidate, words: Words) -> str:
    """ชาย, หญิง …"""
    return grammar(words).sex(candidate.gender)


def birth(candidate: Candidate, words: Words, today: date) -> str:
    """14 มี.ค. 2503, as precise as it was sent; words when it was not sent."""
    if not candidate.birth:
        return words.say("Birth date not given")
    return grammar(words).when(read_birth(candidate.birth, today))


def age(candidate: Candidate, words: Words, today: date) -> str:
    """66 ปี 8 เดือน."""
    return grammar(words).age(read_birth(candidate.birth, today) if candidate.birth else None, today)


def about(candidate: Candidate, words: Words, today: date) -> str:
    """ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503."""
    born = words.say("born {date}", date=birth(candidate, words, today)) if candidate.birth else ""
    return " · ".join(filter(None, (sex(candidate, words), age(candidate, words, today), born)))
