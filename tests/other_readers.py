"""Other readers' eyes on our paper: Poppler's programs and MuPDF's (Debian: poppler-utils, mupdf-tools). `make install`
brings them where it can."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_UNPACKED = Path(__file__).resolve().parent.parent / ".venv" / "sys" / "usr"
_PATH = os.pathsep.join((os.environ.get("PATH", ""), str(_UNPACKED / "bin")))


def _needs(package: str, *programs: str) -> pytest.MarkDecorator:
    missing = not all(shutil.which(name, path=_PATH) for name in programs)
    return pytest.mark.skipif(missing, reason=f"needs {package}, which could not be had here")


needs_poppler = _needs("poppler-utils", "pdftotext", "pdfsig")
needs_mupdf = _needs("mupdf-tools", "mutool")


def text_by_poppler(pdf: bytes, *options: str) -> str:
    """What pdftotext extracts, pages parted by form feeds; ``options`` as it takes them ("-raw")."""
    done = _run("pdftotext", *options, "-", "-", pdf=pdf)
    done.check_returncode()
    return done.stdout.decode("utf-8")


def text_by_mupdf(pdf: bytes) -> str:
    """What mutool extracts, in the order of the page."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = _run("mutool", "draw", "-q", "-F", "txt", "-o", "-", file.name)
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
