"""``prawat sandbox``: a small exchange of invented people on this machine, to try everything against.

Runs ``python -m viewer.sandbox`` as a process of its own, finds our people for it, and passes on what it says and
the signals it is sent.
"""

import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from viewer.base.resources import resource
from viewer.base.words import Words
from viewer.commands.rented import what_is_missing

_WEATHER = "--weather"
_UNTIL = "--until-stdin-closes"


def run(arguments: list[str]) -> int:
    """Run the sandbox until it is interrupted; its exit code, 2 when it cannot be started."""
    words = Words()
    arguments = _with_shipped_weather(arguments)
    complaint = what_is_missing(words) or _unreadable_weather(arguments, words)
    if complaint:
        return _complain(complaint)
    try:
        people = resource("people")
    except FileNotFoundError:
        return _complain(words.say("The sandbox's people were not shipped with this program"))
    command = [sys.executable, "-m", "viewer.sandbox", "--people", str(people), *arguments]
    own_input = _UNTIL not in arguments
    if own_input:  # however we end, the child's input closes with us, and the child ends
        command.append(_UNTIL)
    with subprocess.Popen(command, stdin=subprocess.PIPE if own_input else None) as child:  # noqa: S603 - our own module, and options that argparse reads there
        _pass_signals(child)
        return _exit_code(child.wait())


def _with_shipped_weather(arguments: list[str]) -> list[str]:
    """A bare name after ``--weather``, as ``monsoon``, means a file that we ship."""
    found = []
    for before, argument in zip(["", *arguments], arguments, strict=False):
        option, equals, value = argument.partition("=")
        told = value if option == _WEATHER and equals else argument if before == _WEATHER else ""
        if told.isidentifier() and not Path(told).exists():
            with suppress(FileNotFoundError):
                shipped = str(resource("weather", f"{told}.json"))
                argument = f"{_WEATHER}={shipped}" if equals else shipped
        found.append(argument)
    return found


def _unreadable_weather(arguments: list[str], words: Words) -> str:
    """What is wrong with the weather file as a file; what stands in it is judged by the sandbox."""
    given = [value for name, value in zip(arguments, [*arguments[1:], ""], strict=True) if name == _WEATHER]
    given += [value.removeprefix(f"{_WEATHER}=") for value in arguments if value.startswith(f"{_WEATHER}=")]
    for name in given:
        try:
            told = json.loads(Path(name).read_text(encoding="utf-8"))
        except OSError:
            return words.say("The weather file cannot be opened: {file}", file=name)
        except ValueError:
            return words.say("The weather file is not JSON: {file}", file=name)
        if not isinstance(told, dict):
            return words.say("The weather file must hold one JSON object: {file}", file=name)
    return ""


def _pass_signals(child: "subprocess.Popen[bytes]") -> None:
    """What asks us to end asks the child; it ends, and we with it. Being asked twice does it no harm."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: child.terminate())


def _exit_code(code: int) -> int:
    """As a shell tells it: 128 + n for a child that a signal ended."""
    return 128 - code if code < 0 else code


def _complain(sentence: str) -> int:
    sys.stderr.write(f"prawat sandbox: {sentence}\n")
    return 2
