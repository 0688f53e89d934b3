"""Sheets and accounts written down for a terminal or for another program: aligned text, and JSON.

The shape of the JSON is a promise: ``{"persons": [{"sheets": [SHEET]}]}``, a sheet ``{"name", "title", "sections":
[{"title", "columns", "rows": [{"cells", "marks", "sources": [{"facility", "type", "date"}]}]}], "gaps"}``; cells and
marks are strings. Where a PDF was read, ``"papers": [{"file", "signature": {"standing", "signer", "issuer", "claimed",
"stamped", "uncertified"}, "verification": {"standing", "code", "facility", "issued", "copy"}}]`` stands beside them;
standings are those of viewer.view.signature and viewer.view.proof. Rows that open below a row follow it. Sentences
that stand for an empty section, or below one, are among the gaps, so that no word of a sheet is lost.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from viewer.base.words import Words
from viewer.commands.files import Paper
from viewer.record.story import Account, Tally
from viewer.view.cuts import cuts
from viewer.view.proof import verification_words
from viewer.view.sheet import Cell, Row, Section, Sheet
from viewer.view.signature import signature_words

_WIDEST = 44  # columns of a terminal that one cell may take before it is broken at a word
_GUTTER = "  "


def sheets_json(persons: Sequence[Sequence[Sheet]], papers: Sequence[Paper] = ()) -> str:
    """All sheets of all persons; and, where there are papers, how each stands."""
    content: dict[str, Any] = {
        "persons": [{"sheets": [_sheet_object(sheet) for sheet in sheets]} for sheets in persons]
    }
    if papers:
        content["papers"] = [_paper_object(paper) for paper in papers]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def papers_text(papers: Sequence[Paper], words: Words) -> str:
    """Two lines for each paper: how its signature stands, and what is known of its code."""
    return "".join(
        f"{paper.file}: {said}\n"
        for paper in papers
        for said in (signature_words(paper.signature, words), verification_words(paper.verification, words))
    )


def _paper_object(paper: Paper) -> dict[str, Any]:
    signature, verification = paper.signature, paper.verification
    return {
        "file": paper.file,
        "signature": {
            "standing": signature.standing.value,
            "signer": signature.signer,
            "issuer": signature.issuer,
            "claimed": signature.claimed.isoformat() if signature.claimed else "",
            "stamped": signature.stamped.isoformat() if signature.stamped else "",
            "uncertified": signature.uncertified.isoformat() if signature.uncertified else "",
        },
        "verification": {
            "standing": verification.standing.value,
            "code": verification.code,
            "facility": verification.facility,
            "issued": verification.issued.isoformat() if verification.issued else "",
            "copy": verification.copy,
        },
    }


def accounts_json(account: Account) -> str:
    """``{"types": {TYPE: {received, shown, merged, restricted, supporting, gaps}}, "total": {...}}``."""
    content = {
        "types": {type_: asdict(tally) for type_, tally in account.types.items()},
        "total": asdict(account.total),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def accounts_text(account: Account, words: Words) -> str:
    """The account as a table, with its sum, and what its columns mean."""
    say = words.say
    head = [
        say("Type"), say("Received"), say("Shown"), say("Merged"), say("Restricted"), say("Supporting"), say("Gaps"),
    ]  # fmt: skip
    tallies = [*account.types.items(), (say("Total"), account.total)]
    rows = [[name, *map(str, _numbers(tally))] for name, tally in tallies]
    meaning = (
        say("Received = shown + merged + restricted + supporting + gaps"),
        say(
            "Merged: further copies (same facility, type, id and version) and older versions that a newer one "
            "replaced; and rows told within another row because both tell the same fact, also across facilities"
        ),
        say("Supporting: only gives names to other rows (facilities, staff, the patient)"),
    )
    return "\n".join([*_table([head, *rows], right=range(1, 7)), "", *meaning]) + "\n"


def sheets_text(persons: Sequence[tuple[str, Sequence[Sheet]]], words: Words) -> str:
    """Per person a heading, then the sheets as aligned tables."""
    lines: list[str] = []
    for heading, sheets in persons:
        rule = "═" * max(8, _width(heading))
        lines += [rule, heading, rule, ""]
        for sheet in sheets:
            lines += _sheet_lines(sheet, words)
    return "\n".join(lines).rstrip() + "\n"


def cell_words(cell: Cell) -> str:
    """A cell as one string: its text, unit and code, and its second line after a dot."""
    first = " ".join(part for part in (cell.text, cell.unit, cell.code) if part)
    return " · ".join(part for part in (first, cell.note) if part)


def _numbers(tally: Tally) -> tuple[int, ...]:
    return tally.received, tally.shown, tally.merged, tally.restricted, tally.supporting, tally.gaps


def _sheet_object(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "sections": [_section_object(section) for section in sheet.sections],
        "gaps": list(dict.fromkeys((*sheet.gaps, *_sentences(sheet)))),
    }


def _sentences(sheet: Sheet) -> Iterator[str]:
    for section in sheet.sections:
        for sentence in (section.empty if not section.rows else "", section.footer):
            if sentence:
                yield f"{section.title}: {sentence}" if section.title else sentence


def _section_object(section: Section) -> dict[str, Any]:
    return {
        "title": _title(section),
        "columns": list(section.columns),
        "rows": [_row_object(row) for row in _flat(section.rows)],
    }


def _title(section: Section) -> str:
    """The title with its caption, which may say what matters most ("ข้อมูลขัดแย้ง")."""
    return " · ".join(part for part in (section.title, section.caption) if part)


def _row_object(row: Row) -> dict[str, Any]:
    return {
        "cells": [cell_words(cell) for cell in row.cells],
        "marks": [mark.word for mark in row.marks],
        "sources": [
            {"facility": source.facility, "type": source.type, "date": source.date} for source in row.sources
        ],
    }


def _flat(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _flat(row.details)


# --- text


def _sheet_lines(sheet: Sheet, words: Words) -> list[str]:
    lines = [f"── {sheet.title} ──", ""]
    for section in sheet.sections:
        lines += _section_lines(section, words)
    lines += [f"! {sentence}" for sentence in sheet.gaps]
    return [*lines, ""] if sheet.gaps else lines


def _section_lines(section: Section, words: Words) -> list[str]:
    title = _title(section)
    lines = [title] if title else []
    if section.rows:
        head = [*section.columns, words.say("Marks"), words.say("Source")]
        lines += _table([head, *_text_rows(section.rows, len(section.columns), 0)])
    elif section.empty:
        lines.append(section.empty)
    if section.footer:
        lines.append(section.footer)
    return [*lines, ""]


def _text_rows(rows: Sequence[Row], columns: int, depth: int) -> Iterator[list[str]]:
    for row in rows:
        cells = [cell_words(cell) for cell in row.cells]
        cells += [""] * (columns - len(cells))
        cells[0] = "  " * depth + ("- " if depth else "") + cells[0]
        marks = ", ".join(mark.word for mark in row.marks)
        sources = "; ".join(
            " ".join(part for part in (source.facility, source.date) if part) for source in row.sources
        )
        yield [*cells, marks, sources]
        yield from _text_rows(row.details, columns, depth + 1)


def _table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows in aligned columns; empty columns are left out, long cells go on below at a word."""
    size = max(len(row) for row in rows)
    full = [[*row, *[""] * (size - len(row))] for row in rows]
    kept = [column for column in range(size) if any(row[column] for row in full[1:])]
    broken = [[_broken(row[column]) for column in kept] for row in full]
    widths = [max(_width(line) for row in broken for line in row[place]) for place in range(len(kept))]
    lines = []
    for row in broken:
        for depth in range(max(len(cell) for cell in row)):
            pieces = [cell[depth] if depth < len(cell) else "" for cell in row]
            padded = (
                _padded(piece, width, column in right)
                for piece, width, column in zip(pieces, widths, kept, strict=True)
            )
            lines.append(_GUTTER.join(padded).rstrip())
    return lines


def _broken(text: str) -> list[str]:
    """A cell's lines, none wider than allowed, broken where Thai may be broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in cuts(paragraph):
            if line and _width(line) + _width(piece) > _WIDEST:
                lines.append(line)
                piece = piece.lstrip()
                line = ""
            line += piece
        lines.append(line)
    return lines


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Columns of a terminal: Thai vowels and tone marks above and below take none, wide characters two."""
    shown = [sign for sign in text if unicodedata.category(sign) not in ("Mn", "Me", "Cf")]
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in shown)
