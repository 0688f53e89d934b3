"""Poppler's programs (Debian: poppler-utils): another reader's eyes on our paper. `make install` brings them where it
can."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_UNPACKED = Path(__file__).resolve().parent.parent / ".venv" / "sys" / "usr"
_PATH = os.pathsep.join((os.environ.get("PATH", ""), str(_UNPACKED / "bin")))
needs_poppler = pytest.mark.skipif(
    not all(shutil.which(name, path=_PATH) for name in ("pdftotext", "pdfsig")),
    reason="needs poppler-utils, which could not be had here",
)


def text_by_poppler(pdf: bytes, *options: str) -> str:
    """What pdftotext extracts, pages parted by form feeds; ``options`` as it takes them ("-raw")."""
    done = _run("pdftotext", *options, "-", "-", pdf=pdf)
    done.check_returncode()
    return done.stdout.decode("utf-8")


def valid_by_poppler(pdf: bytes) -> bool:
    """Whether pdfsig finds a valid signature; whose certificate it is does not matter."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:  # it reads no standard input
        file.write(pdf)
        file.flush()
        return b"Signature is Valid" in _run("pdfsig", "-nocert", file.name).stdout


def _run(name: str, *options: str, pdf: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One from the system before one unpacked, which finds its libraries beside it."""
    program = shutil.which(name, path=_PATH)
    assert program is not None
    libraries = (os.environ.get("LD_LIBRARY_PATH", ""), *map(str, _UNPACKED.glob("lib/*-linux-gnu")))
    beside = {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries))}
    return subprocess.run([program, *options], input=pdf, capture_output=True, check=False, env=beside)
