"""The log, by allow-list: what is not known to be harmless is written as ``<redacted>``.

Ours goes through ``note``: an event and a few facts, each held to its shape. What libraries log is reduced to who
spoke and how loud, since their sentences hold addresses and values; an error becomes its class and the place in our
code where it passed, never its text. No line can hold a name, an identifier, a token or an address.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from platformdirs import user_log_path

from viewer.base.opaque import Opaque

REDACTED = "<redacted>"
_LOGGER = logging.getLogger("prawat")
_PACKAGE = Path(__file__).resolve().parent.parent
_TOKEN = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,7}")
_LONG_DIGITS = re.compile(r"\d{5}")  # hcodes, licences and citizen ids are runs of digits; codes are words
_LETTER = re.compile(r"[A-Z]{1,3}")
_SILENCED = (
    "httpx",
    "httpcore",
    "hpack",
    "h11",
    "h2",
    "urllib3",
    "pydantic",
    "pikepdf",
    "pyhanko",
    "pyhanko_certvalidator",
    "keyring",
    "joserfc",
    "asyncio",
)
_FILE_BYTES = 1024 * 1024
_FILES_KEPT = 3


def note(
    event: str, *, level: int = logging.INFO, error: BaseException | None = None, **facts: object
) -> None:
    """Write that something happened: ``note("facility-answered", letter="C", count=120, seconds=1.4)``.

    Facts: ``code`` and ``request`` (kebab-case words), ``letter`` (the facility's), ``count`` (int), ``seconds``.
    Any other name, and any value of another shape, is written as ``<redacted>``.
    """
    _LOGGER.log(level, "", extra={"event": event, "facts": facts}, exc_info=error)


def setup(
    folder: Path | None = None, *, stream: TextIO | None = None, level: int = logging.INFO
) -> Callable[[], None]:
    """Make the root logger write only what is allowed, to files in ``folder`` and to ``stream``, and return the undo.

    Also takes the places where Python prints an unhandled error, which would print its text. With neither folder
    nor stream nothing is written, and nothing leaks to the standard error stream either.
    """
    destinations = _destinations(folder, stream)
    for destination in destinations:
        destination.setFormatter(AllowList())
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions, sys.excepthook, threading.excepthook)
    unraisable = sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in _SILENCED}
    root.handlers[:] = destinations
    root.setLevel(level)
    for name in _SILENCED:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.raiseExceptions = False  # logging's own complaint prints the arguments
    sys.excepthook = _unhandled
    threading.excepthook = lambda what: _note_unhandled("thread-error", what.exc_value)
    sys.unraisablehook = lambda what: _note_unhandled("unraisable-error", what.exc_value)

    def undo() -> None:
        root.handlers[:], logging.raiseExceptions = before[0], before[2]
        root.setLevel(before[1])
        sys.excepthook, threading.excepthook, sys.unraisablehook = before[3], before[4], unraisable
        for name, was in levels.items():
            logging.getLogger(name).setLevel(was)
        for destination in destinations:
            destination.close()

    return undo


def log_folder() -> Path:
    """Where this user's logs belong on this platform. Not made until something is written."""
    return user_log_path("prawat", appauthor=False)


class AllowList(logging.Formatter):
    """One JSON line a record, in which only allowed keys carry values of allowed shapes."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; the record's own message and arguments are never looked at."""
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
        }
        facts = getattr(record, "facts", None)
        if record.name == _LOGGER.name and isinstance(facts, dict):
            line["event"] = _shaped("event", getattr(record, "event", ""))
            line |= {(name if name in _SHAPES else REDACTED): _shaped(name, facts[name]) for name in facts}
        else:
            line |= {"from": _shaped("event", record.name.partition(".")[0].lower()), "event": REDACTED}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def _word(value: object) -> bool:
    # An Opaque is a str, and JSON would write what it hides.
    if not isinstance(value, str) or isinstance(value, Opaque):
        return False
    return bool(_TOKEN.fullmatch(value)) and not _LONG_DIGITS.search(value)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 10**9


_SHAPES: dict[str, Callable[[object], bool]] = {
    "event": _word,
    "code": _word,
    "request": lambda value: isinstance(value, str) and len(value) <= 16 and _word(value),
    "letter": lambda value: type(value) is str and bool(_LETTER.fullmatch(value)),
    "count": lambda value: isinstance(value, int) and _number(value),
    "seconds": _number,
}


def _shaped(name: str, value: object) -> object:
    holds = _SHAPES.get(name)
    if holds is None or not holds(value):
        return REDACTED
    return round(value, 3) if isinstance(value, float) else value


def place_of(error: BaseException) -> str:
    """``ValueError at signin/flow.py:81``: the class, and the last place in our own code. Never its text."""
    kind, place = type(error).__name__, ""
    step: TracebackType | None = error.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f" at {file.relative_to(_PACKAGE).as_posix()}:{step.tb_lineno}"
        step = step.tb_next
    return f"{kind}{place}"


def _destinations(folder: Path | None, stream: TextIO | None) -> list[logging.Handler]:
    destinations: list[logging.Handler] = []
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        destinations.append(
            RotatingFileHandler(
                folder / "prawat.log",
                maxBytes=_FILE_BYTES,
                backupCount=_FILES_KEPT,
                encoding="utf-8",
                delay=True,
            )
        )
    if stream is not None:
        destinations.append(logging.StreamHandler(stream))
    # Without any, logging falls back to printing whole messages on the standard error stream.
    return destinations or [logging.NullHandler()]


def _unhandled(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _note_unhandled("unhandled-error", error)


def _note_unhandled(event: str, error: BaseException | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    note(event, level=logging.ERROR, error=error)
