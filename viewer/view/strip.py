"""The consent strip and the ledger bar: what is allowed until when, and who has answered. Sums always add up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from viewer.base.words import Words
from viewer.exchange.ledger import FINISHED_WELL, Ledger, Line, LineState
from viewer.exchange.permit import Permit
from viewer.view import terms
from viewer.view.sheet import LedgerBar, LedgerCell, Segment, Tone
from viewer.view.wording.grammar import grammar

SHORT_TIME = timedelta(minutes=10)
_CALM = frozenset({LineState.ASKING, LineState.NOT_CONSENTED})  # said without alarm; the rest lacks something


@dataclass(frozen=True, slots=True)
class ConsentStrip:
    """The strip in words: the run of the line, and whether it asks for attention (under 10 minutes, unchecked)."""

    words: tuple[Segment, ...]
    short: bool = False


def consent_strip(
    permit: Permit, now: datetime, words: Words, unheard: datetime | None = None
) -> ConsentStrip:
    """ผู้ป่วยยินยอม เพื่อการรักษา · ถึง 16.00 น. (เหลือ 1 ชม. 42 นาที) · อนุญาต 13 แห่ง.

    ``unheard``: since when nobody could be asked whether it still stands; said before all else.
    """
    say = words.say
    left = permit.until - now
    short = left < SHORT_TIME
    purpose = {"TREAT": say("for treatment"), "BTG": say("emergency"), "ETREAT": say("emergency")}
    until = permit.until.astimezone(now.tzinfo)
    speech = grammar(words)
    clock = speech.clock(until) if until.date() == now.date() else speech.moment(until)
    time = say("until {clock} ({left} left)", clock=clock, left=_left(left, words))
    count = say("{n} facilities allowed", n=len(permit.permitted))
    segments: tuple[Segment, ...] = (
        Segment(say("Patient consents"), Tone.STRONG),
        Segment(f" {purpose.get(permit.purpose, permit.purpose)} · "),
        Segment(time, Tone.DOUBT if short else Tone.PLAIN),
        Segment(f" · {count}"),
    )
    if unheard is not None:
        since = say("cannot be checked since {clock}", clock=speech.clock(unheard.astimezone(now.tzinfo)))
        segments = (segments[0], Segment(f" {since} ", Tone.DOUBT), *segments[1:])
    return ConsentStrip(segments, short or unheard is not None)


def _left(left: timedelta, words: Words) -> str:
    minutes = max(int(left.total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        return words.say("{days} d {hours} h", days=hours // 24, hours=hours % 24)
    if hours:
        return words.say("{hours} h {minutes} min", hours=hours, minutes=rest)
    return words.say("{minutes} min", minutes=rest)


def ledger_bar(ledger: Ledger, words: Words) -> LedgerBar:
    """Cells in letter order, then "ตอบแล้ว 11 จาก 14 แห่ง · กำลังสอบถาม 2 · …"; the numbers add up to the total."""
    states = terms.line_states(words)
    cells = tuple(_cell(line, states, words) for line in ledger.lines)
    total = len(ledger.lines)
    segments = [Segment(words.say("Answered {n} of {m} facilities", n=ledger.spoken, m=total), Tone.STRONG)]
    tally = ledger.tally
    for state in LineState:
        if state in FINISHED_WELL or not tally[state]:
            continue
        tone = Tone.PLAIN if state in _CALM else Tone.DOUBT
        segments += [Segment(" · "), Segment(f"{states[state]} {tally[state]}", tone)]
    return LedgerBar(cells, tuple(segments))


def _cell(line: Line, states: dict[LineState, str], words: Words) -> LedgerCell:
    told = [line.facility.name, states[line.state]]
    if line.answered is not None:
        told.append(grammar(words).clock(line.answered))
    return LedgerCell(line.letter, line.facility.name, line.state.value, " · ".join(told))
