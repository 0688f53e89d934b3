"""Where the machine lacks Qt's system libraries and nobody could install them, they lie beside the environment."""

import os
import sys
from pathlib import Path


def use_unpacked_libraries() -> None:
    """Start the program anew with ``<environment>/sys`` on the library path, when that folder is there and not on it.

    The dynamic loader reads LD_LIBRARY_PATH once, at the start of a process; that is why it must start anew.
    """
    folders = [str(path) for path in sorted(Path(sys.prefix, "sys", "usr", "lib").glob("*-linux-gnu"))]
    known = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    if not folders or all(folder in known for folder in folders):
        return
    os.environ["LD_LIBRARY_PATH"] = ":".join([*folders, *filter(None, known)])
    os.execv(sys.executable, [sys.executable, "-P", "-m", "viewer", *sys.argv[1:]])  # noqa: S606 - our own interpreter, our own arguments
