"""``python -m viewer.sandbox --people FOLDER``: the sandbox exchange on loopback."""

import argparse
import math
import sys
from pathlib import Path

from viewer.sandbox import climate
from viewer.sandbox.app import build
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.oidc.keys import Keys
from viewer.sandbox.server import listen, origin, serve
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather
from viewer.sandbox.world import load
from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.traveller import CID

_MOST = 10_000  # facilities: about what a country has


def main(arguments: list[str] | None = None) -> int:
    """Run the sandbox until it is told to end. Returns the exit code."""
    wishes = _wishes(arguments)
    try:
        world = load(wishes.people, wishes.seed, wishes.facilities)
        weather = Weather(world, habits=not wishes.no_habits, latency=wishes.latency)
        if wishes.weather is not None:
            weather.foretell(climate.read_climate(wishes.weather), wishes.seed)
        line = listen(wishes.port)
    except (StoryError, FaultUnreadable) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"port {wishes.port} cannot be used ({error.strerror})")
    store = Store(str(wishes.state) if wishes.state else ":memory:")
    clock = SandboxClock(world.today)
    sandbox = build(
        world, origin(line), clock=clock, store=store, weather=weather, keys=Keys(), seed=wishes.seed
    )
    serve(sandbox, line, until_stdin_closes=wishes.until_stdin_closes)
    store.close()
    return 0


def _wishes(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m viewer.sandbox",
        description="A sandbox exchange on loopback.",
        epilog=climate.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=Path, required=True, help="folder of the invented people")
    parser.add_argument("--port", type=_port, default=0, help="0 takes any free port")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same ids, codes, data and weather"
    )
    parser.add_argument(
        "--facilities",
        type=_many,
        default=0,
        help=f"how many there are: more than the people's are invented, and a person (citizen id {CID}) whom all know",
    )
    parser.add_argument("--state", type=Path, help="SQLite file to keep the state in; in memory without it")
    parser.add_argument("--weather", type=Path, help="JSON file: how facilities behave, as told below")
    parser.add_argument(
        "--latency", type=_factor, default=1.0, help="factor on every number of seconds of the weather"
    )
    parser.add_argument("--no-habits", action="store_true", help="facilities behave for everybody")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input does")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _many(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST):
        raise argparse.ArgumentTypeError(f"facilities are counted from 0 to {_MOST:,}")
    return int(text)


def _factor(text: str) -> float:
    factor = float(text)
    if not (math.isfinite(factor) and factor >= 0):
        raise argparse.ArgumentTypeError("a factor is a number, not negative")
    return factor


def _complain(sentence: str) -> int:
    sys.stderr.write(f"sandbox: {sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
