"""คำตอบรายแห่ง: one line per facility with its state, what came of it, how long it took, and its telephone."""

from viewer.base.words import Words
from viewer.exchange.ledger import ASKING_AGAIN, FAILED_AGAIN, Ledger, Line, LineState
from viewer.view import terms
from viewer.view.pen import row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.wording.grammar import grammar

_NOTHING = frozenset(
    {
        LineState.NOT_CONNECTED,
        LineState.WITHHELD,
        LineState.TIMED_OUT,
        LineState.UNREACHABLE,
        LineState.STOPPED,
    }
)
_NAMED = 3  # missing kinds that are named
_CALM = frozenset({LineState.ANSWERED, LineState.EMPTY, LineState.NOT_CONSENTED})


def ledger_section(ledger: Ledger, words: Words) -> Section:
    """The ledger as a table in letter order. Rows stand in the order of LedgerBar.cells."""
    say = words.say
    return Section(
        name="ledger",
        title=say("Answers by facility"),
        columns=(
            "",
            say("Facility"),
            say("State"),
            say("Details"),
            say("Took"),
            say("Answered at"),
            say("Telephone"),
        ),
        rows=tuple(_row(line, words) for line in ledger.lines),
        caption=say("Answered {n} of {m} facilities", n=ledger.spoken, m=len(ledger.lines))
        if ledger.lines
        else "",
        footer=_footer(ledger, words),
        empty=say("Read from files: no facility was asked"),
    )


def _row(line: Line, words: Words) -> Row:
    say, speech = words.say, grammar(words)
    state = terms.line_states(words)[line.state]
    tone = (
        Tone.PLAIN if line.state in _CALM else Tone.ACCENT if line.state is LineState.ASKING else Tone.DOUBT
    )
    return Row(
        key=row_key("ledger", line.facility.hcode),
        cells=(
            Cell(line.letter),
            Cell(line.facility.name, code=line.facility.kind, tone=Tone.STRONG),
            Cell(state, tone=tone),
            Cell(detail(line, words)),
            Cell(speech.seconds(line.took) if line.took is not None else "", number=True),
            Cell(speech.clock(line.answered) if line.answered else ""),
            Cell(
                line.facility.phone or say("Not in the directory"),
                tone=Tone.PLAIN if line.facility.phone else Tone.QUIET,
            ),
        ),
        marks=(Mark(Shape.TAG, state, tone),),
    )


def detail(line: Line, words: Words) -> str:
    """What came of asking, in words."""
    say = words.say
    lacking = _lacking(line, words)
    if line.state is LineState.PARTIAL:
        of = (
            say("{n} of {m} rows", n=line.received, m=line.stated)
            if line.stated is not None
            else say("{n} rows", n=line.received)
        )
        return " · ".join(filter(None, (of, _why_partial(line, words), lacking)))
    refused = _refused(line, words)
    if line.state is LineState.UNREADABLE:
        total = line.received + line.unreadable if line.stated is None else line.stated
        torn = say("{n} of {m} rows could not be read", n=line.unreadable, m=total)
        return " · ".join(filter(None, (refused, torn if line.unreadable or not refused else "")))
    told = {
        LineState.ASKING: say("{n} rows so far", n=line.received),
        LineState.ANSWERED: say("{n} rows", n=line.received) if line.received else say("Answered to its end"),
        LineState.EMPTY: say("Asked for every kind"),
        LineState.NOT_CONSENTED: say("Not asked · ask the patient"),
        LineState.WITHHELD: say("The facility says it gives no data: telephone it"),
        LineState.NOT_CONNECTED: say(
            "Not joined to the network yet: telephone, or ask for the patient's book"
        ),
        LineState.TIMED_OUT: say("Time is up without an answer: ask again"),
        LineState.UNREACHABLE: say("Its network does not answer: ask again or telephone"),
        LineState.STOPPED: say("{n} rows before it was stopped", n=line.received),
    }[line.state]
    again = {
        ASKING_AGAIN: say("asking again"),
        FAILED_AGAIN: say("asking again did not bring all: the earlier answer stands"),
    }.get(line.again, "")
    return " · ".join(filter(None, (told, refused, lacking, again)))


def _why_partial(line: Line, words: Words) -> str:
    """Why what came is not the whole, where the numbers beside it do not say so themselves."""
    say = words.say
    return {
        "perhaps-cut": say("Exactly a round number and no total stated: there may be more"),
        "dates-not-granted": say("The patient allowed certain dates only"),
        "timed-out": say("Time was up before it had sent everything"),
        "pages-without-end": say("Its pages lead in a circle"),
        "origin-refused": say("Its next page is at an address that is not allowed"),
        "cut": say("Its answer broke off"),
    }.get(line.detail, "")


def _refused(line: Line, words: Words) -> str:
    """That nothing of it was taken, and why: it is about somebody else."""
    say = words.say
    return {
        "wrong-person": say("It sent another person's data: all of it refused"),
        "other-person": say("Name and year of birth are another person's: all of it refused, telephone it"),
        "self-lost-patient": say("It answered about more people than this one: all of it refused"),
    }.get(line.detail, "")


def _lacking(line: Line, words: Words) -> str:
    """The kinds that are missing, the first few by name; of a facility that gave nothing at all that says nothing."""
    say, kinds = words.say, terms.kinds(words)
    if not line.missing_types or (not line.received and line.state in _NOTHING):
        return ""
    names = list(dict.fromkeys(kinds.get(t, t) for t in line.missing_types))
    told, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    told = say("{names} and {n} other kinds", names=told, n=more) if more > 0 else told
    return say("not received: {names}", names=told)


def _footer(ledger: Ledger, words: Words) -> str:
    """What my own role or filter hides, and that silence is not health."""
    say = words.say
    told = []
    if ledger.not_asked_types:
        names = ", ".join(dict.fromkeys(terms.kinds(words).get(t, t) for t in ledger.not_asked_types))
        told.append(say("Not asked for, your role may not read it: {names}", names=names))
    if ledger.hidden:
        told.append(say("Hidden by your role or a filter: {n} rows", n=ledger.hidden))
    if ledger.lines:
        told.append(say("“No data” does not mean “none”: it holds only when every facility answered"))
    return " · ".join(told)
