"""``prawat demo``: one visit on the sandbox. With a display the viewer opens; without one the whole visit is played
offscreen through the real window, exchange and paper, and every step leaves a picture in out/demo/."""

import argparse
import os
import platform
import sys
from pathlib import Path

from viewer.base.system import use_unpacked_libraries
from viewer.base.words import Words
from viewer.commands.rented import FIRST_PATIENT, what_is_missing


def run(arguments: list[str]) -> int:
    """Open the viewer on a sandbox, or play the visit; the exit code, 2 when there is no sandbox."""
    words = Words()
    parser = argparse.ArgumentParser(prog="prawat demo", description=words.say("One visit on the sandbox."))
    parser.add_argument("--offscreen", action="store_true", help=words.say("play it without a display"))
    parser.add_argument(
        "--out", type=Path, default=Path("out/demo"), help=words.say("folder of the pictures")
    )
    chosen = parser.parse_args(arguments)
    missing = what_is_missing(words)
    if missing:
        sys.stderr.write(f"prawat demo: {missing}\n")
        return 2
    use_unpacked_libraries()
    if chosen.offscreen or not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        sys.stdout.write(
            words.say("No display: playing one visit offscreen into {folder}", folder=chosen.out) + "\n"
        )
        sys.stdout.flush()
        from viewer.commands.play import play  # Qt is loaded only when it is wanted

        return play(chosen.out)
    sys.stdout.write(
        words.say(
            "Sign in as anyone; type the citizen id {number} (an invented patient)", number=FIRST_PATIENT
        )
    )
    sys.stdout.write("\n")
    from viewer.commands.open import run as open_viewer

    return open_viewer([])


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    windowed = platform.system() != "Linux"
    return windowed or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
