"""The log lets through what it knows to be harmless, and nothing else: no name, number, token or address."""

import asyncio
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from viewer.base import log
from viewer.base.log import REDACTED, note
from viewer.base.opaque import Opaque
from viewer.base.resources import resource

SECRET = "9660487647597"
ADDRESS = f"https://exchange.example/fhir/Patient?identifier={SECRET}"


class Written(StringIO):
    """What the log wrote."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    stream = Written()
    undo = log.setup(stream=stream, level=logging.DEBUG)
    yield stream
    undo()


def test_an_event_and_its_facts_are_written(written: Written) -> None:
    note("facility-answered", letter="C", count=120, seconds=1.23456, request="r-7f3a", code="refused-403")
    (line,) = written.lines
    del line["at"]
    assert line == {
        "level": "INFO", "event": "facility-answered", "letter": "C", "count": 120, "seconds": 1.235,
        "request": "r-7f3a", "code": "refused-403",
    }  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "สมชาย"},
        {"patient": "p-1"},
        {"url": ADDRESS},
        {"code": "นายบุญมี"},
        {"code": SECRET},
        {"code": f"hn-{SECRET}"},
        {"code": "Bearer abc"},
        {"code": "a" * 30 + "-" + "b-" * 30},
        {"code": Opaque("secret")},
        {"code": None},
        {"letter": "เ"},
        {"letter": "BOONMEE"},
        {"count": int(SECRET)},
        {"count": SECRET},
        {"count": True},
        {"count": 1.5},
        {"seconds": SECRET},
        {"seconds": float(SECRET)},
        {"seconds": float("nan")},
        {"request": SECRET},
        {"request": "x" * 17},
        {"request": 7},
    ],
)
def test_every_other_name_and_shape_is_redacted(written: Written, facts: dict[str, Any]) -> None:
    note("something-happened", **facts)
    (line,) = written.lines
    assert line["event"] == "something-happened"
    assert REDACTED in (*line.keys(), *line.values())
    for value in facts.values():
        assert (
            not isinstance(value, str)
            or value.encode("ascii", "backslashreplace").decode() not in written.getvalue()
        )
    assert SECRET not in written.getvalue()


def test_an_event_that_is_a_sentence_is_redacted(written: Written) -> None:
    note(f"opened the record of {SECRET}")
    assert written.lines[0]["event"] == REDACTED


def test_libraries_are_heard_but_not_quoted(written: Written) -> None:
    logging.getLogger("some.library").warning("could not reach %s", ADDRESS)
    logging.getLogger("prawat").info("opened %s", SECRET)  # past our own door
    assert [(line["from"], line["event"]) for line in written.lines] == [
        ("some", REDACTED),
        ("prawat", REDACTED),
    ]
    assert SECRET not in written.getvalue()


def test_a_logger_s_name_may_hold_a_secret_too(written: Written) -> None:
    logging.getLogger(SECRET).error("x")
    assert written.lines[0]["from"] == REDACTED


def test_an_error_is_its_class_and_our_place_never_its_text(written: Written) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        resource("icons", SECRET)
    note("something-failed", level=logging.ERROR, error=missing.value)
    (line,) = written.lines
    assert line["error"].startswith("FileNotFoundError at base/resources.py:")
    assert SECRET not in written.getvalue()


@pytest.mark.anyio
async def test_httpx_s_addresses_never_reach_a_handler(written: Written) -> None:
    caught: list[logging.LogRecord] = []

    class Everything(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            caught.append(record)

    logging.getLogger().addHandler(Everything())
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as http:
        await http.get(ADDRESS)
    logging.getLogger("httpcore.connection").debug("connect_tcp.started host=%r", ADDRESS)
    logging.getLogger("asyncio").warning("Executing <Task %s> took 0.2 seconds", SECRET)
    assert caught == []
    assert written.getvalue() == ""


@pytest.mark.anyio
async def test_without_our_setup_httpx_would_have_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test above can fail: this is what it guards against. (exchange.client switches this logger off for good.)
    monkeypatch.setattr(logging.getLogger("httpx"), "disabled", False)
    with caplog.at_level(logging.INFO, "httpx"):
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as http:
            await http.get(ADDRESS)
    assert SECRET in caplog.text


def test_a_task_nobody_asked_about_tells_no_secret(written: Written) -> None:
    context = {"message": f"Task exception was never retrieved: {SECRET}", "exception": ValueError(SECRET)}
    with asyncio.Runner() as runner:
        runner.get_loop().default_exception_handler(context)
    (line,) = written.lines
    assert (line["from"], line["error"]) == ("asyncio", "ValueError")
    assert SECRET not in written.getvalue()


def test_unhandled_errors_are_noted_not_printed(written: Written, capsys: pytest.CaptureFixture[str]) -> None:
    error = ValueError(SECRET)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=_raise, args=(error,))
    thread.start()
    thread.join()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [line["event"] for line in written.lines] == ["unhandled-error", "thread-error"]
    assert {line["error"] for line in written.lines} == {"ValueError"}
    printed = capsys.readouterr()
    assert SECRET not in printed.out + printed.err


def _raise(error: Exception) -> None:
    raise error


def test_with_no_destination_nothing_leaks_to_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    undo = log.setup()
    logging.getLogger("asyncio").error("Task exception was never retrieved %s", SECRET)
    logging.getLogger("some").error("%d", "not a number")
    undo()
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_says_nothing_either(capsys: pytest.CaptureFixture[str]) -> None:
    full = StringIO()
    full.close()
    undo = log.setup(stream=full)
    logging.getLogger("some").error("could not reach %s", ADDRESS)
    undo()
    assert capsys.readouterr().err == ""


def test_the_undo_puts_everything_back() -> None:
    def hooks() -> tuple[Callable[..., object], ...]:
        return sys.excepthook, threading.excepthook, sys.unraisablehook

    before = (logging.getLogger().handlers[:], logging.getLogger().level, logging.raiseExceptions, hooks())
    httpx_before = logging.getLogger("httpx").level
    undo = log.setup(level=logging.DEBUG)
    assert hooks() != before[3]
    undo()
    assert before == (
        logging.getLogger().handlers[:],
        logging.getLogger().level,
        logging.raiseExceptions,
        hooks(),
    )
    assert logging.getLogger("httpx").level == httpx_before


def test_files_are_small_few_and_for_this_user_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_FILE_BYTES", 1_000)
    folder = tmp_path / "new" / "logs"
    undo = log.setup(folder)
    assert not (folder / "prawat.log").exists()  # not before there is something to say
    for count in range(100):
        note("tick", count=count)
    undo()
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["prawat.log", "prawat.log.1", "prawat.log.2", "prawat.log.3"]
    assert all(path.stat().st_size <= 1_000 for path in folder.iterdir())
    assert json.loads((folder / "prawat.log").read_text("utf-8").splitlines()[-1])["count"] == 99
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o077 == 0


def test_the_folder_is_this_platform_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folder = log.log_folder()
    assert "prawat" in folder.parts
    assert not folder.exists()
