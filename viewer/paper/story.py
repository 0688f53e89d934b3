"""The middle of the referral letter: what is asked, history, results, diagnoses, treatment, cause, medicines."""

import re
from collections.abc import Sequence

from viewer.base.words import Words
from viewer.paper.blanks import labelled, or_blank
from viewer.paper.flow import Gap, Part, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import emphasised
from viewer.paper.inline import Blank, Inline, Span
from viewer.paper.look import BODY, HEADING, PROSE, SMALL, WIDTH
from viewer.paper.ruled import ruled_table
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.view.sheet import Letter

_ICD = re.compile(r"[A-Z]\d\d(?:\.\d{1,3})?\b")
_WITH_RESULTS, _WITH_DIAGNOSES = ("vitals",), ("coding",)
_AFTER_CAUSE = ("handover", "stroke", "stemi", "trauma", "sepsis", "agreed", "patient", "rights")
_MEDICINE_SHARES = (6.5, 45.2, 51.5, 45.5, 14.8, 17.5, 24.5)


class Story:
    """What the receiving physician reads. ``page`` is the room of an empty page in points."""

    def __init__(self, letter: Letter, words: Words, setter: Setter, page: float) -> None:
        self._letter = letter
        self._say = words.say
        self._setter = setter
        self._page = page

    def parts(self) -> list[Part]:
        """What to beware of, below the allergies; then everything from "มาเพื่อโปรด" to "สาเหตุที่ส่ง"."""
        letter = self._letter
        return [
            *self._beware(),
            *(
                self._told(self._say("Kindly asked to"), letter.asked, lines=1)
                if letter.asked
                else self._run_in(self._say("Kindly asked to"), "")
            ),
            *self._told(self._say("History of the illness"), self._history(), lines=2),
            *self._problems(),
            *self._results(),
            *self._blocks(_WITH_RESULTS),
            *self._diagnoses(),
            *self._blocks(_WITH_DIAGNOSES),
            *self._run_in(self._say("Treatment given so far"), letter.treatment),
            *self._run_in(self._say("Reason for referral"), letter.cause),
            *self._blocks(_AFTER_CAUSE),
            *(self._run_in(self._say("Other particulars"), letter.other) if letter.other else ()),
        ]

    def medicines(self, *, close: bool = False) -> list[Part]:
        """Given here, given on the way, and what the person takes.

        With ``close`` the heading and its remarks may stand on the page before the lists, and what nobody wrote of the
        first two shares a line.
        """
        section = self._letter.medicines
        others: list[Inline] = [Span("3. " + self._say("Other medicines (taken regularly)") + " ")]
        others.append(Span(section.caption, size=SMALL.size))
        parts: list[Part] = [
            Gap(6),
            self._setter.lines(
                self._say("Other particulars: medicines"), HEADING, WIDTH, keep=True, role=Role.HEADING
            ),
            *self._remarks(keep=not close),
            *(self._setter.lines(line, BODY, WIDTH, keep=True) for line in self._handed(close=close)),
            self._setter.lines(others, BODY, WIDTH, keep=True),
            Gap(1),
        ]
        if section.rows:
            parts.append(
                ruled_table(self._setter, section, self._page, shares=_MEDICINE_SHARES, blanks=(-1,))
            )
        else:
            parts.append(self._setter.lines(section.empty, SMALL, WIDTH))
        if section.footer:
            parts.extend([Gap(2), self._setter.lines(section.footer, SMALL, WIDTH)])
        return parts

    def _handed(self, *, close: bool) -> list[list[Inline]]:
        """The first two lists."""
        letter = self._letter
        given: list[Inline] = [Span("1. " + self._say("Medicines given by the sending facility") + " ")]
        way: list[Inline] = [Span("2. " + self._say("Medicines during the transfer") + " ")]
        if close and not letter.medicines_given and not letter.medicines_on_way:
            return [[*given, Blank(60, grows=True), *way, Blank(60, grows=True)]]
        return [[*given, *or_blank(letter.medicines_given)], [*way, *or_blank(letter.medicines_on_way)]]

    def _beware(self) -> list[Part]:
        """What everybody who receives the person must see first."""
        letter = self._letter
        return [
            part
            for told in letter.beware
            for part in (Gap(3), self._setter.lines(emphasised(told, letter.strong), BODY, WIDTH))
        ]

    def _history(self) -> str:
        """Of this illness, and of the past where that was written; else what the record tells."""
        letter = self._letter
        past = self._say("Past and family history: {text}", text=letter.past) if letter.past else ""
        return "\n".join(filter(None, (letter.chief, letter.history, past, letter.story)))

    def _told(self, heading: str, text: str, *, lines: int) -> list[Part]:
        """A heading and its text, or as many dotted lines as one writes on."""
        head = self._setter.lines(heading, HEADING, WIDTH, keep=True, role=Role.HEADING)
        if text:
            return [Gap(5), head, self._setter.lines(text, PROSE, WIDTH)]
        blank = [Blank(WIDTH - 1)]
        return [Gap(5), head, stack([self._setter.lines(blank, BODY, WIDTH) for _ in range(lines)])]

    def _run_in(self, heading: str, text: str) -> list[Part]:
        """A heading with its text on the same line."""
        content: list[Inline] = [Span(heading + " ", Weight.BOLD)]
        content.append(Span(text) if text else Blank(120, grows=True))
        return [Gap(5), self._setter.lines(content, PROSE, WIDTH)]

    def _blocks(self, names: Sequence[str]) -> list[Part]:
        """What was written of the person's state and of how they go: a heading and its lines, one after another."""
        parts: list[Part] = []
        for block in self._letter.blocks:
            if block.name in names:
                content: list[Inline] = [Span(block.title + "  ", Weight.BOLD), *labelled(block.lines, 62)]
                parts += [Gap(5), self._setter.lines(content, BODY, WIDTH)]
        return parts

    def _results(self) -> list[Part]:
        section, note = self._letter.results, self._letter.results_note
        head: list[Inline] = [Span(self._say("Results"), Weight.BOLD)]
        head.append(Span(" " + note if note else "", Weight.REGULAR, SMALL.size))
        parts: list[Part] = [Gap(5), self._setter.lines(head, BODY, WIDTH, keep=True, role=Role.HEADING)]
        if self._letter.examination:
            parts.append(self._setter.lines(self._letter.examination, PROSE, WIDTH))
        if not section.rows:
            return [*parts, self._setter.lines(section.empty, SMALL, WIDTH)]
        table = ruled_table(self._setter, section, self._page)
        if not section.footer:
            return [*parts, Gap(1), table]
        return [*parts, Gap(1), table.kept(), Gap(2), self._setter.lines(section.footer, SMALL, WIDTH)]

    def _diagnoses(self) -> list[Part]:
        head = self._setter.lines(
            self._say("Provisional diagnosis"), HEADING, WIDTH, keep=True, role=Role.HEADING
        )
        if not self._letter.diagnoses:
            return self._run_in(self._say("Provisional diagnosis"), "")
        return [Gap(5), head, self._setter.lines(self._numbered(self._letter.diagnoses), BODY, WIDTH)]

    def _problems(self) -> list[Part]:
        """What the record knows of: history, and no diagnosis of this referral until the writer makes it one."""
        if not self._letter.problems:
            return []
        content: list[Inline] = [Span(self._say("Diseases and problems as sent") + "  ", Weight.BOLD)]
        return [Gap(3), self._setter.lines([*content, *self._numbered(self._letter.problems)], BODY, WIDTH)]

    def _numbered(self, told: Sequence[str]) -> list[Inline]:
        """1. N18.4 …   2. …, the codes bold."""
        content: list[Inline] = []
        for number, diagnosis in enumerate(told, 1):
            code = _ICD.match(diagnosis)
            content.append(Span(f"{'   ' if content else ''}{number}.\u00a0"))
            if code is not None:
                content.append(Span(code.group(), Weight.BOLD))
            name = diagnosis[code.end() :].strip() if code is not None else diagnosis
            content.append(Span(f"\u00a0{name}" if code is not None else name))
        return content

    def _remarks(self, *, keep: bool) -> list[Part]:
        """What the reader of the medicines must see first."""
        return [
            self._setter.lines(emphasised(remark, self._letter.strong), SMALL, WIDTH, keep=keep)
            for remark in self._letter.remarks
        ]
