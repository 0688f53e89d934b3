"""The command line: hands each word to one small file in commands/, imported only when asked for."""

import sys
from importlib import import_module

COMMANDS = ("open", "read", "sandbox", "demo")


def main(arguments: list[str] | None = None) -> int:
    """Run ``prawat [COMMAND] [ARGUMENTS]``; without a command the viewer opens. Returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    name = "open"
    if words and words[0] in COMMANDS:
        name, words = words[0], words[1:]
    elif words and not words[0].startswith("-"):
        sys.stderr.write(f"prawat: unknown command {words[0]!r}; known: {', '.join(COMMANDS)}\n")
        return 2
    run = import_module(f"viewer.commands.{name}").run
    return int(run(words))


if __name__ == "__main__":
    sys.exit(main())
