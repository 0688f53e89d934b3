"""The files of ``prawat read``: found, opened when they are papers that carry data, and written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Never

from viewer.base.errors import PrawatError
from viewer.exchange.errors import ExchangeError
from viewer.record.shelf import Source
from viewer.view.proof import Proven, Verification, verified
from viewer.view.signature import Signature

_PAPER = ".pdf"
_LARGEST_PAPER = 32 << 20  # bytes, as viewer.paper.opening has it
_PAPERS = {
    "pdf-unreadable": "The PDF cannot be opened, it is broken or locked: {name}",
    "pdf-too-large": "The PDF, or what it carries, is larger than any paper of ours: {name}",
    "pdf-without-data": "The PDF carries no FHIR data: {name}",
    "pdf-data-damaged": "The data in the PDF were changed or damaged, nothing of them is read: {name}",
}
_KINDS = (".json", ".ndjson", ".jsonl", _PAPER)


class Unusable(PrawatError):
    """Nothing can be read or written as asked. ``args`` are a code and an English sentence with its values."""

    code = "read-unusable"

    def __init__(self, code: str, message: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF among the files, how its signature stands, and what is known of its code."""

    file: str
    signature: Signature
    verification: Verification


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read. ``left``: papers of a folder that could not be opened; the others are read without them."""

    sources: list[Source] = field(default_factory=list)
    left: list[Unusable] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def sources(paths: Sequence[str], now: datetime, trust: Sequence[Path] = (), verify: str = "") -> Found:
    """Every file that the paths name. ``trust``: files of certificates, whose holders' signatures are believed.

    ``verify`` is where the codes of papers are asked about, as a site's profile has it; "": nobody is asked.

    Raises:
        Unusable: there is none, or one that was named cannot be opened.
    """
    found = Found()
    finder = _Finder(found, now, tuple(map(_certificate, trust)), verify)
    for path in paths:
        finder.at(path)
    if not found.sources:
        raise (
            found.left[0]
            if found.left
            else Unusable("nothing-to-read", "There are no .json, .ndjson or .pdf files there")
        )
    return found


class _Finder:
    """Puts what it finds into ``found``."""

    def __init__(self, found: Found, now: datetime, trusted: Sequence[bytes], verify: str) -> None:
        self._found = found
        self._verify = verify
        self._now = now
        self._trusted = trusted

    def at(self, path: str) -> None:
        """A file, a folder, or standard input."""
        if path == "-":
            self._take("-", sys.stdin.buffer.read())
            return
        place = Path(path)
        try:
            if not place.is_dir():
                self._take(_shown(place.name), _read(place))
                return
            for file in _below(place):
                try:
                    self._take(_shown(file.relative_to(place)), _read(file))
                except Unusable as error:
                    self._found.left.append(error)
        except FileNotFoundError as error:
            raise _no_file("no-such-file", "There is no such file or folder: {name}", place, error) from None
        except OSError as error:
            raise _no_file("file-unreadable", "The file cannot be opened: {name}", place, error) from None

    def _take(self, name: str, content: bytes) -> None:
        """A file as it is, or what a paper carries."""
        if b"%PDF-" not in content[:1024] or content.lstrip()[:1] in (b"{", b"["):
            self._found.sources.append(Source(name, content))
            return
        from viewer.paper.errors import PdfUnreadable  # the room of paper takes most of a second to import
        from viewer.paper.receiving import received

        try:
            paper = received(content, self._now, self._trusted)
        except PdfUnreadable as error:
            raise Unusable(error.code, _PAPERS[error.code], name=name) from None
        self._found.sources.append(Source(name, paper.data))
        verification = self._verification(paper.code, paper.digest)
        self._found.papers.append(Paper(name, paper.signature, verification))

    def _verification(self, code: str, digest: str) -> Verification:
        if not code or not self._verify:
            return Verification(Proven.NOT_ASKED if code else Proven.NO_CODE, code)
        from viewer.exchange.verifying import proof_of  # brings httpx: only where somebody is asked

        try:
            told = proof_of(self._verify, code)
        except ExchangeError:
            return Verification(Proven.NO_ANSWER, code)
        return verified(code, digest, told)


def _certificate(file: Path) -> bytes:
    """A certificate's bytes (DER) from a file in PEM or DER."""
    from viewer.paper.receiving import certificate

    try:
        return certificate(file)
    except (OSError, ValueError):
        raise Unusable(
            "file-unreadable", "The file cannot be opened: {name}", name=_shown(file.name)
        ) from None


def _read(file: Path) -> bytes:
    """The file's bytes. A paper that is too large is not even read."""
    if file.suffix.lower() == _PAPER and file.stat().st_size > _LARGEST_PAPER:
        raise Unusable("pdf-too-large", _PAPERS["pdf-too-large"], name=_shown(file.name))
    return file.read_bytes()


def _below(folder: Path) -> list[Path]:
    """Every file of ours in a folder. One that cannot be looked into is an error: its files would be missed."""
    return sorted(
        file
        for parent, _, names in os.walk(folder, onerror=_raised)
        for name in names
        if (file := Path(parent, name)).suffix.lower() in _KINDS and file.is_file()
    )


def _raised(error: OSError) -> Never:
    raise error


def _no_file(code: str, message: str, asked: Path, error: OSError) -> Unusable:
    return Unusable(code, message, name=_shown(Path(error.filename or asked).name))


def _shown(name: str | Path) -> str:
    """A file's name as text; bytes of it that are none stand as U+FFFD."""
    return os.fsencode(name).decode(errors="replace")


def deliver(content: bytes, output: Path | None) -> None:
    """To standard output, or to a file that is either whole or not there, and readable by its owner only."""
    try:
        if output is None:
            _to_standard_output(content)
        elif output.exists() and not output.is_file() and not output.is_dir():
            output.write_bytes(content)  # a pipe or a device is written to; replacing it would destroy it
        else:
            _replace(output.resolve(), content)
    except BrokenPipeError:
        raise
    except OSError:
        name = _shown(output.name) if output else "-"
        raise Unusable("unwritable", "The file cannot be written: {name}", name=name) from None


def _to_standard_output(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _replace(output: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".prawat-", dir=output.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(output)
    finally:
        Path(name).unlink(missing_ok=True)  # still there only where something went wrong
