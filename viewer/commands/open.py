"""``prawat``: open the viewer on the site's exchange, or on a sandbox of its own when no profile is set."""

import argparse
import sys
from pathlib import Path

from viewer.base.errors import PrawatError
from viewer.base.settings import read_profile
from viewer.base.system import use_unpacked_libraries
from viewer.base.words import Words
from viewer.commands.rented import sandbox, what_is_missing


def run(arguments: list[str]) -> int:
    """Open the window and stay until it is closed; the exit code, 2 when it cannot be opened."""
    words = Words()
    parser = argparse.ArgumentParser(prog="prawat", description=words.say("Open the record viewer."))
    parser.add_argument("--profile", type=Path, help=words.say("JSON file of the site's exchange"))
    chosen = parser.parse_args(arguments)
    missing = what_is_missing(words) if chosen.profile is None else ""
    if missing:
        sys.stderr.write(f"prawat: {missing}\n")
        return 2
    use_unpacked_libraries()
    from viewer.app import run as run_window  # Qt is loaded only now: prawat read never loads it

    try:
        if chosen.profile is not None:
            return run_window(read_profile(chosen.profile))
        with sandbox() as rented:
            sys.stdout.write(
                words.say("Sandbox with invented patients. The patient's phone: {phone}", phone=rented.phone)
            )
            sys.stdout.write("\n")
            sys.stdout.flush()
            return run_window(rented.profile, now=rented.now)
    except PrawatError as error:
        sys.stderr.write(f"prawat: {error} [{error.code}]\n")
        return 2
