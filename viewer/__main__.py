"""The command line: hands each word to one small file in commands/, imported only when asked for."""

import sys
from importlib import import_module

from viewer.base.words import Words

COMMANDS = {
    "open": "open the viewer (also without a command)",
    "read": "read FHIR files without an exchange and print the same sheets",
    "rules": "the rules that medicines are held against, with their sources",
    "sandbox": "serve an exchange of invented people on this machine",
    "demo": "one visit on the sandbox, in a window or offscreen",
}


def main(arguments: list[str] | None = None) -> int:
    """Run ``prawat [COMMAND] [ARGUMENTS]``; without a command the viewer opens. Returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    say = Words().say
    name = "open"
    if given and given[0] in ("-h", "--help"):
        sys.stdout.write(_usage())
        return 0
    if given and given[0] in COMMANDS:
        name, given = given[0], given[1:]
    elif given and not given[0].startswith("-"):
        sys.stderr.write(
            say("prawat: no command {name}; prawat --help lists them", name=repr(given[0])) + "\n"
        )
        return 2
    run = import_module(f"viewer.commands.{name}").run
    return int(run(given))


def _usage() -> str:
    say = Words().say
    lines = [f"  prawat {name:<8} {say(about)}\n" for name, about in COMMANDS.items()]
    return (
        "prawat [COMMAND] [ARGUMENTS]\n\n"
        + "".join(lines)
        + "\n"
        + say("prawat COMMAND --help tells more")
        + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
