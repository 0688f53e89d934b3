"""Any sheets as A4 pages: what is printed is what was seen."""

from collections.abc import Sequence

from viewer.base.words import Words
from viewer.paper.flow import Gap, Part
from viewer.paper.fonts import Weight
from viewer.paper.frame import Around, framed
from viewer.paper.ink import Pen
from viewer.paper.inline import Inline, Span
from viewer.paper.look import SECTION, SMALL, TITLE, WIDTH
from viewer.paper.rows import RowSetter, all_sources
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.view.sheet import AllergyBlock, Section, Sheet

_SUMMARY = "summary"  # its rows stay closed: what opens below them stands on the other sheets


def sheets_pdf(
    sheets: Sequence[Sheet],
    words: Words,
    *,
    header: str,
    footer: Sequence[str],
    allergy: AllergyBlock | None = None,
    synthetic: bool = False,
    strong: Sequence[str] = (),
) -> bytes:
    """The sheets one after another as tables on A4, in the order given.

    ``header`` says whose record it is and stands on every page with the allergy box and the ``footer`` (sentences;
    phrases in ``strong`` are set bold). Every row shows its marks and its sources; details stand below their row.
    A sheet with restricted rows must have been made without them: what is handed in is printed.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter()
    title = words.say("Medical record summary")
    around = Around(header, footer, strong, allergy, synthetic)
    frame, spilled = framed(setter, words, around)
    writer = _SheetWriter(setter, words, frame.room)
    parts: list[Part] = [*spilled]
    for sheet in sheets:
        parts.extend(writer.sheet(sheet))
    parts.extend(writer.legend(sheets))
    pen = Pen(title=title, language=words.language)
    frame.draw(pen, setter, words, frame.pages(parts))
    return pen.finish()


class _SheetWriter:
    """Turns sheets into parts. What is missing is said once, with the first sheet that says it."""

    def __init__(self, setter: Setter, words: Words, page: float) -> None:
        self._setter = setter
        self._words = words
        self._rows = RowSetter(setter, words, page)
        self._said: set[str] = set()

    def sheet(self, sheet: Sheet) -> list[Part]:
        """Title, sections, and what is missing and why."""
        parts: list[Part] = [
            Gap(12),
            self._setter.lines(sheet.title, TITLE, WIDTH, keep=True, role=Role.TITLE),
        ]
        for section in sheet.sections:
            parts.extend(self._section(section, sheet))
        for sentence in sheet.gaps:
            if sentence not in self._said:
                self._said.add(sentence)
                parts.extend([Gap(3), self._setter.lines(sentence, SMALL, WIDTH)])
        return parts

    def legend(self, sheets: Sequence[Sheet]) -> list[Part]:
        """Which facility each letter stands for, as far as the sheets name them."""
        notes = {
            note.letter: note.facility
            for sheet in sheets
            for section in sheet.sections
            for row in section.rows
            for note in all_sources(row)
            if note.letter and note.facility
        }
        if not notes:
            return []
        said = " · ".join(
            f"{letter} {facility}" for letter, facility in sorted(notes.items(), key=_by_letter)
        )
        title = self._words.say("Letters of facilities")
        return [Gap(10), self._setter.lines([Span(title + "  ", Weight.BOLD), Span(said)], SMALL, WIDTH)]

    def _section(self, section: Section, sheet: Sheet) -> list[Part]:
        """One titled table, or the words that stand for no rows."""
        head: list[Inline] = [] if section.title == sheet.title else [Span(section.title + "   ")]
        if section.caption:
            head.append(Span(section.caption, Weight.REGULAR, SMALL.size))
        parts: list[Part] = [Gap(6)]
        if head:
            parts.append(self._setter.lines(head, SECTION, WIDTH, keep=True, role=Role.HEADING))
        if not section.rows:
            return [
                *parts,
                self._setter.lines(section.empty or self._words.say("No data found"), SMALL, WIDTH),
            ]
        for number, table in enumerate(self._rows.tables(section, details=sheet.name != _SUMMARY)):
            parts.extend([Gap(5 if number else 2), table])
        if section.footer:
            parts.extend([Gap(2), self._setter.lines(section.footer, SMALL, WIDTH)])
        return parts


def _by_letter(note: tuple[str, str]) -> tuple[int, str]:
    return len(note[0]), note[0]
