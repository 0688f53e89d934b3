"""``prawat read``: FHIR files to sheets, without an exchange and without a window (no Qt is loaded).

    prawat read PATH... [--sheet NAME] [--format text|json|pdf] [-o FILE] [--account] [--patient REF] [--today DATE]
                [--trust CERTIFICATE] [--site PROFILE [--verify]]

A path is a Bundle of any kind, NDJSON, a single resource, a PDF of ours that carries its data, or a folder (every
*.json, *.ndjson and *.pdf below it); ``-`` is standard input. Exit codes: 0 all was read, 1 there are gaps, 2 nothing
usable (one line on stderr with a stable code).

Only with ``--verify`` is anybody asked anything: the code of a paper goes to the ``verify`` address of the profile.
``--site`` takes a site's own medicines and rules from its profile (``formulary``, ``rule_tables``, ``rules_off``), and
whose certificates it believes (``trust``).

``--account`` counts what became of every resource, by type: received = shown + merged + restricted + supporting + gaps.
merged are further copies (same facility, type, id and version) and older versions, and also rows told within another
row (the same fact from another facility; order, dispense and list of one supply). supporting only give names to others.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import date
from pathlib import Path
from typing import Never

from msgspec.structs import replace

from viewer.base.clock import MachineClock
from viewer.base.errors import PrawatError
from viewer.base.log import place_of
from viewer.base.settings import Profile
from viewer.base.words import LANGUAGES, Words
from viewer.commands.files import Paper, Unusable, deliver, sources
from viewer.commands.site import site_profile, site_reference
from viewer.commands.written import accounts_json, accounts_text, papers_text, sheets_json, sheets_text
from viewer.exchange.ledger import Ledger
from viewer.record.shelf import Shelf, Shelved, read_everything
from viewer.safety.reference import Reference
from viewer.view.band import band
from viewer.view.discretion import printable
from viewer.view.sheet import SHEET_NAMES, Cell, Row, Section, Sheet
from viewer.view.sheets import all_sheets, sheet

_READ, _GAPS, _UNUSABLE = 0, 1, 2
_NO_LEDGER = Ledger()


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    words = Words(_language(arguments))
    try:
        return _run(_parsed(arguments), words)
    except Unusable as error:
        _complain_of(error, words)
        return _UNUSABLE
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READ
    except Exception as error:  # noqa: BLE001 - a crash would end with 1, "there are gaps", and print values
        _complain(f"prawat read: [{PrawatError.code}] {place_of(error)}\n")
        return _UNUSABLE


def _run(asked: argparse.Namespace, words: Words) -> int:
    today: date = asked.today or MachineClock().today()
    site = site_profile(asked.site)
    trusted = (*asked.trust, *(site.trust if site is not None else ()))
    found = sources(asked.paths, MachineClock().now(), trusted, _verifying(site, asked.verify))
    for error in found.left:
        _complain_of(error, words)
    desk = site_reference(site)
    shelf = read_everything(found.sources, today, lambda: desk.formulary)
    if not shelf.account.total.received or set(shelf.account.types) == {"?"}:
        raise Unusable("nothing-readable", "Nothing in it can be read as FHIR")
    if asked.account:
        account = _chosen(shelf, asked.patient)[0].record.account if asked.patient else shelf.account
        text = accounts_json(account) if asked.format == "json" else accounts_text(account, words)
        content = text.encode()
    else:
        content = _written(asked, _chosen(shelf, asked.patient), found.papers, today, words, desk)
    deliver(content, asked.output)
    return _GAPS if found.left or any(person.record.gaps for person in shelf.persons) else _READ


def _written(
    asked: argparse.Namespace,
    persons: Sequence[Shelved],
    papers: Sequence[Paper],
    today: date,
    words: Words,
    desk: Reference,
) -> bytes:
    if asked.format == "pdf":
        persons = [changed(person, record=printable(person.record)) for person in persons]
    sheets = [_sheets(person, asked.sheet, today, words, desk) for person in persons]
    if asked.format == "json":
        return sheets_json(sheets, papers).encode()
    if asked.format == "pdf":
        if len(persons) != 1:
            raise Unusable(
                "several-patients",
                "There are {n} persons in it: choose one with --patient for a PDF",
                n=len(persons),
            )
        return _pdf(persons[0], sheets[0], papers, today, words)
    headings = [_heading(person, today, words) for person in persons]
    return (
        papers_text(papers, words) + sheets_text(list(zip(headings, sheets, strict=True)), words)
    ).encode()


def _sheets(
    person: Shelved, name: str | None, today: date, words: Words, desk: Reference
) -> tuple[Sheet, ...]:
    record = person.record
    made = (
        all_sheets(record, _NO_LEDGER, today, words, desk)
        if name is None
        else (sheet(name, record, _NO_LEDGER, today, words, desk),)
    )
    return tuple(_with_files(one, person, words) if one.name == "ledger" else one for one in made)


def _with_files(ledger: Sheet, person: Shelved, words: Words) -> Sheet:
    """The ledger of files: one line per file and facility. No facility was asked, so there is no other line."""
    rows = tuple(
        Row(
            key=f"file-{number}",
            cells=(
                Cell(line.file),
                Cell(line.facility or words.say("Facility not stated")),
                Cell(str(line.rows), number=True),
            ),
        )
        for number, line in enumerate(person.files)
    )
    section = Section(
        name="files",
        title=words.say("Files read"),
        columns=(words.say("File"), words.say("Facility"), words.say("Rows")),
        rows=rows,
        empty=words.say("No rows in the files read"),
    )
    return replace(ledger, sections=(section,))


def _heading(person: Shelved, today: date, words: Words) -> str:
    if person.record.person is None:
        return words.say("Person not named in the files")
    shown = band(person.record, _NO_LEDGER, today, words)
    return " · ".join(part for part in (shown.name, shown.about, shown.masked_id) if part)


def _pdf(
    person: Shelved, sheets: Sequence[Sheet], papers: Sequence[Paper], today: date, words: Words
) -> bytes:
    from viewer.paper.document import sheets_pdf  # reportlab takes most of a second to import
    from viewer.view.wording.grammar import grammar

    shown = band(person.record, _NO_LEDGER, today, words)
    footer = (
        words.say("Read from files on {date}; no facility was asked", date=grammar(words).day(today)),
        *papers_text(papers, words).splitlines(),
        *dict.fromkeys(sentence for one in sheets for sentence in one.gaps),
    )
    return sheets_pdf(
        sheets, words, header=_heading(person, today, words), footer=footer, allergy=shown.allergy
    )


# --- what is asked for


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Never:
        """argparse would exit by itself, in English only."""
        raise Unusable("bad-arguments", "The command cannot be understood ({detail})", detail=message)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="prawat read",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # what is stable are the options as they are spelled
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--sheet", choices=SHEET_NAMES, metavar="NAME", help=" ".join(SHEET_NAMES))
    parser.add_argument("--format", choices=("text", "json", "pdf"), default="text")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path)
    parser.add_argument(
        "--account", action="store_true", help="what became of every resource, by type: see above"
    )
    parser.add_argument("--patient", metavar="REF", default="", help="one person only: Patient/ID")
    parser.add_argument("--trust", action="append", default=[], metavar="FILE", type=Path,
                        help="a certificate (PEM, DER) whose holders' signatures on a PDF are believed")  # fmt: skip
    parser.add_argument("--site", metavar="PROFILE", type=Path,
                        help="the site's profile, whose medicines and rules stand beside ours")  # fmt: skip
    parser.add_argument(
        "--verify", action="store_true", help="ask the site's exchange about the codes of papers"
    )
    parser.add_argument("--today", metavar="YYYY-MM-DD", type=date.fromisoformat)
    parser.add_argument("--language", choices=LANGUAGES, default="th")
    asked = parser.parse_args(list(arguments))
    if asked.account and asked.format == "pdf":
        raise Unusable(
            "bad-arguments", "The command cannot be understood ({detail})", detail="--account --format pdf"
        )
    return asked


def _language(arguments: Sequence[str]) -> str:
    """Needed before the arguments are parsed, to say what is wrong with them."""
    spelled = " ".join(arguments)
    return "en" if "--language en" in spelled or "--language=en" in spelled else "th"


def _verifying(site: Profile | None, asked: bool) -> str:
    """Where the codes of papers are asked about; "" where nobody is to be asked."""
    if not asked:
        return ""
    if site is None:
        raise Unusable(
            "bad-arguments", "The command cannot be understood ({detail})", detail="--verify without --site"
        )
    if not site.verify:
        raise Unusable(
            "no-verifying", "This site's exchange does not verify papers (no verify in its profile)"
        )
    return site.verify


def _chosen(shelf: Shelf, reference: str) -> Sequence[Shelved]:
    if not reference:
        return shelf.persons
    wanted = reference.removeprefix("Patient/")
    found = [person for person in shelf.persons if person.patient == wanted] or [
        person for person in shelf.persons if wanted in person.also
    ]
    found = found if wanted else []
    if not found:
        raise Unusable(
            "no-such-patient", "No such person in the files; they hold {n} persons", n=len(shelf.persons)
        )
    return found


def _complain_of(error: Unusable, words: Words) -> None:
    _complain(f"prawat read: [{error.code}] {words.say(error.message, **error.values)}\n")


def _complain(line: str) -> None:
    sys.stderr.flush()
    sys.stderr.buffer.write(line.encode(errors="backslashreplace"))  # arguments may hold bytes of no text
    sys.stderr.buffer.flush()
