"""The marks a row carries: what turns it, what state it is in, and what casts doubt on it."""

from collections.abc import Iterable

from viewer.base.words import Words
from viewer.record.denials import denial
from viewer.record.facts import Allergy, Document, Fact, Narrative, Problem
from viewer.record.news import NEWS
from viewer.record.others import Other
from viewer.view import other_words, terms
from viewer.view.sheet import Mark, Shape, Tone

_BANGKOK_AHEAD = 7  # hours
_LOUD = frozenset({"entered-in-error", "do-not-give", "refuted"})
_PARTLY = frozenset({"modifier-unknown", "member-unknown", "value-doubted"})
# Remarks that a reader need not stop at: told in the note of an opened row only.
_QUIET = frozenset({"severity-constant", "facility-from-parcel", "reference-broken", "newer-version", *NEWS})


class Marking:
    """Marks in the user's language. ``zone_doubt`` are the sources whose "Z" may stand on local times."""

    def __init__(self, words: Words, zone_doubt: frozenset[str]) -> None:
        self._words, self._say = words, words.say
        self._remarks = terms.remarks(words)
        self._short = terms.short_remarks(words)
        self._states = terms.row_states(words)
        self._turned = terms.turned(words)
        self._unsure: dict[str, str] = {}  # by verification
        self._other_states = other_words.states(words)
        self._zone_doubt = zone_doubt
        self._told: dict[int, tuple[str, str, str]] = {}  # by id(): each fact is asked for on many sheets

    def turned(self, fact: Fact) -> str:
        """What turns a fact into its opposite, in words; "" of an ordinary one.

        An allergy that was refuted says so in its own line, and so does a row of the general table.
        """
        return "" if isinstance(fact, Other) else self._about(fact)[1]

    def denial(self, fact: Fact) -> str:
        """The code of what turns a fact (record.denials); "" of an ordinary one."""
        return self._about(fact)[0]

    def unsure(self, fact: Fact) -> str:
        """How sure a diagnosis is, where it is not yet one: วินิจฉัยแยกโรค; "" of every other row."""
        told = fact.verification if isinstance(fact, Problem) else ""
        if told not in self._unsure:
            self._unsure[told] = terms.unsure_of(self._words, told)
        return self._unsure[told]

    def state(self, fact: Fact) -> str:
        """What a reader must see of a fact's status, in words: not done, amended; "" of an ordinary one."""
        return self._about(fact)[2]

    def _about(self, fact: Fact) -> tuple[str, str, str]:
        """The code of what turns it, that in words, its state in words."""
        told = self._told.get(id(fact))
        if told is None:
            code = denial(fact)
            own = code == "refuted" and isinstance(fact, Allergy)
            turned = self._turned[code] if code and not own else ""
            told = code, turned, turned or self._state(fact)
            self._told[id(fact)] = told
        return told

    def _state(self, fact: Fact) -> str:
        state = self._states.get(fact.status, "")
        if state and fact.status == "preliminary" and isinstance(fact, Document | Narrative):
            return self._states["preliminary-document"]
        return state

    def marks(self, *facts: Fact) -> tuple[Mark, ...]:
        """Marks every row of these facts carries."""
        found: dict[Mark, None] = {}
        for fact in facts:
            if isinstance(fact, Other):
                state, loud = "", False
                found |= dict.fromkeys(other_words.state_marks(fact, self._words, self._other_states))
            else:
                code, _, state = self._about(fact)
                loud = code in _LOUD
            if state:
                found[Mark(Shape.TAG, state, Tone.DOUBT if loud else Tone.PLAIN)] = None
            dated = bool(fact.remarks) and _is_dated(fact)
            for remark in fact.remarks:
                if remark.code not in _QUIET and not (dated and remark.code == "date-unreadable"):
                    found[self._doubt(remark.code)] = None
            if self._zone_doubt and _another_day(fact):
                found |= dict.fromkeys(self.zone(fact))
        return tuple(found)

    def doubt(self, fact: Fact) -> str:
        """What casts doubt on a row, in the words of its marks, for where it goes along without them."""
        dated = _is_dated(fact)
        told = (one.code for one in fact.remarks if one.code not in _QUIET)
        return " · ".join(
            dict.fromkeys(
                self._doubt(code).word for code in told if not (dated and code == "date-unreadable")
            )
        )

    def unread(self, facts: Iterable[Fact]) -> tuple[Mark, ...]:
        """The mark of rows that could not be read in full, for a line that shows only a part of them."""
        codes = {remark.code for fact in facts if fact.remarks for remark in fact.remarks} & _PARTLY
        return tuple(self._doubt(code) for code in sorted(codes))

    def aside(self, *facts: Fact) -> str:
        """The words of the marks, for a line whose card draws no tags."""
        return " · ".join(mark.word for mark in self.marks(*facts))

    def zone(self, fact: Fact) -> tuple[Mark, ...]:
        """The doubt on a time that its source may have sent as local with a "Z"; for rows that show the time."""
        when = fact.when
        if fact.origin.hcode not in self._zone_doubt or when is None or when.moment is None:
            return ()
        return (self._doubt("zone-doubtful"),) if when.raw[-1:] in ("Z", "z") else ()

    def remarks(self, fact: Fact) -> tuple[str, ...]:
        """Remarks on a fact, in words. A second date that cannot be read is no doubt on the date that is shown."""
        dated = _is_dated(fact)
        told = (
            self._say("One of its dates could not be read")
            if dated and remark.code == "date-unreadable"
            else self._remark(remark.code)
            for remark in fact.remarks
        )
        return tuple(dict.fromkeys(told))

    def doubts(self, fact: Fact, codes: frozenset[str]) -> tuple[Mark, ...]:
        """Marks of those remarks only whose code is among ``codes``."""
        return tuple(self._doubt(remark.code) for remark in fact.remarks if remark.code in codes)

    def _doubt(self, code: str) -> Mark:
        """A tag is drawn in one piece and never wrapped: it has the short words, the note of an opened row the long."""
        return Mark(Shape.TAG, self._short.get(code) or self._remark(code), Tone.DOUBT)

    def _remark(self, code: str) -> str:
        return self._remarks.get(code) or self._say("A remark from reading: {code}", code=code)


def _is_dated(fact: Fact) -> bool:
    return fact.when is not None and fact.when.usable


def _another_day(fact: Fact) -> bool:
    """Whether the "Z" moved it to the next day: before seven in Bangkok it is still yesterday in UTC."""
    moment = fact.when.moment if fact.when else None
    return moment is not None and moment.hour < _BANGKOK_AHEAD
